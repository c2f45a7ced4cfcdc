"""How many letters go out: counted for the limits that keep a flood from becoming a storm (RFC 3834
section 6).

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import String, bindparam, cast, func, select
from sqlalchemy import case as case_when
from sqlmodel import Session

from mailbot.store.statements import folded, person
from mailbot.store.tables import PENDING, UNSETTLED, letters, messages

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)

ACKNOWLEDGEMENT = "acknowledgement"
NOT_SENT = ("FAILED", "CANCELLED")

# Written once: building a statement costs as much as carrying it out, and these are asked of every message.
_OPENED = (
    select(func.count())
    .select_from(messages)
    .where(
        messages.c.author == bindparam("sender"),
        messages.c.accounted == "open",
        messages.c.received_seen_at > bindparam("day"),
    )
    .scalar_subquery()
)
_COUNTED = select(
    func.sum(case_when((letters.c.created_at > bindparam("day"), 1), else_=0)), func.count(), _OPENED
).where(
    letters.c.recipient_key == bindparam("author"),
    letters.c.kind == ACKNOWLEDGEMENT,
    letters.c.created_at > bindparam("week"),
    letters.c.state.not_in(NOT_SENT),
)

_TO_DOMAIN = select(func.count()).select_from(
    select(letters.c.id)
    .where(
        letters.c.recipient_domain == bindparam("domain"),
        letters.c.created_at > bindparam("day"),
        letters.c.kind == ACKNOWLEDGEMENT,
        letters.c.state.not_in(NOT_SENT),
    )
    .limit(bindparam("most"))
    .subquery()
)

_WRITTEN = (
    select(func.count())
    .select_from(letters)
    .where(
        letters.c.recipient_key == bindparam("recipient"),
        letters.c.kind == bindparam("kind"),
        letters.c.created_at > bindparam("day"),
        letters.c.state.not_in(NOT_SENT),
    )
)

# A clock that is set back an hour must not forget what went; one that was weeks ahead is not believed.
_OF_THESE = letters.c.kind.in_(bindparam("kinds", expanding=True))
_CLAIMED = select(func.count()).select_from(letters)
_CLAIMED = _CLAIMED.where(UNSETTLED, letters.c.state == "CLAIMED", _OF_THESE)
_ARMED = select(func.count()).select_from(letters)
_ARMED = _ARMED.where(
    letters.c.armed_at >= bindparam("since"),
    letters.c.armed_at <= bindparam("until"),
    letters.c.state != "CLAIMED",
    _OF_THESE,
)
_WITHIN = select(_CLAIMED.scalar_subquery() + _ARMED.scalar_subquery())
_WAITING = select(func.count(), func.min(letters.c.created_at)).where(
    PENDING,
    letters.c.next_attempt_at <= bindparam("now"),
    letters.c.kind.in_(bindparam("kinds", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Letters that are to go out, and since when the oldest of them is."""

    letters: int
    since: datetime | None


def counted(session: Session, author: str | None, sender: str | None, now: datetime) -> tuple[int, int, int]:
    """How many acknowledgements went, or are to go, to this author in a day and in a week; and how many cases
    the sender opened in a day."""
    if sender is None:
        return 0, 0, 0
    about = {
        "author": person(author) if author else "-",
        "sender": folded(sender),
        "day": now - DAY,
        "week": now - WEEK,
    }
    row = session.connection().execute(_COUNTED, about).one()
    return row[0] or 0, row[1], row[2]


def written_to(
    session: Session,
    recipient: str,
    kind: str,
    now: datetime,
    *,
    case_id: int | None = None,
    within: timedelta = DAY,
) -> int:
    """How many letters of a kind somebody was written within a day, about a case or in all."""
    query = _WRITTEN if case_id is None else _WRITTEN.where(letters.c.case_id == case_id)
    about = {"recipient": person(recipient), "kind": kind, "day": now - within}
    return session.connection().execute(query, about).scalar_one()


def acknowledged_at(session: Session, domain: str, now: datetime, most: int) -> int:
    """How many acknowledgements went, or are to go, to a domain within a day; counted up to `most`."""
    about = {"domain": folded(domain), "day": now - DAY, "most": most}
    return session.connection().execute(_TO_DOMAIN, about).scalar_one()


def within_the_hour(session: Session, kinds: Collection[str], now: datetime) -> int:
    """How many letters of these kinds may have gone out within the hour, or are about to."""
    about = {"kinds": list(kinds), "since": now - HOUR, "until": now + 2 * HOUR}
    gone: int = session.connection().execute(_WITHIN, about).scalar_one()
    return gone


def usual(session: Session, kinds: Collection[str], now: datetime) -> float | None:
    """How many letters of these kinds go out in an hour: the median of the hours of seven days before this
    hour in which any did. None while there are not seven days to tell it from."""
    columns, until = letters.c, now - HOUR
    of_these = columns.kind.in_(list(kinds))
    query = select(columns.id).where(columns.armed_at <= until - WEEK, of_these).limit(1)
    if session.connection().execute(query).first() is None:
        return None
    hour = func.substr(cast(columns.armed_at, String), 1, len("2026-11-23 10"))
    query = select(func.count()).where(columns.armed_at > until - WEEK, columns.armed_at <= until, of_these)
    counts = session.connection().execute(query.group_by(hour)).scalars().all()
    return median(counts) if counts else 0.0


def waiting(session: Session, kinds: Collection[str], now: datetime) -> Waiting:
    """The letters of these kinds that could go now and that nobody has claimed."""
    about = {"kinds": list(kinds), "now": now}
    return Waiting(*session.connection().execute(_WAITING, about).one())
