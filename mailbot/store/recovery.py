"""Letters whose owner is gone, and letters of unknown fate: what becomes of them.

    CLAIMED, owner gone → PENDING: it was not sent
    ARMED, owner gone → UNKNOWN until its settle time
    UNKNOWN, settle time over → PENDING, once: the same octets, the second and last copy; after that a person

Where an archive can be asked, letters to complainants are looked for there before that last step.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select, update
from sqlmodel import Session

from mailbot.store.letters import HANDLER, Letter, get
from mailbot.store.outbox import end_attempt, move
from mailbot.store.tables import PENDING, UNSETTLED, letters

MOST = 200  # letters looked for at a time
AT_ONCE = 3  # attempts that ended with their owner; after more of them it waits
#: What waits at most that was never begun: it was we who ended, not the letter that was refused.
NOT_BEGUN_MOST = timedelta(seconds=30)

#: No letter waits longer by itself, nor is any claimed for longer.
AHEAD = timedelta(hours=6)
_BRING_BACK = [
    update(letters)
    .where(*waiting, letters.c[moment] > bindparam("beyond"))
    .values({moment: bindparam("latest")})
    for waiting, moment in (
        ([PENDING], "next_attempt_at"),
        ([UNSETTLED, letters.c.state.in_(["CLAIMED", "ARMED"])], "lease_until"),
        ([UNSETTLED, letters.c.state == "UNKNOWN"], "settle_at"),
    )
]


@dataclass(frozen=True, slots=True)
class Recovered:
    """A letter whose owner is gone or whose fate stayed unknown, and the state it is in now."""

    letter: Letter
    state: str
    why: str
    for_a_person: bool  # it may have gone out twice: no third copy by itself


def owners(session: Session) -> set[str]:
    """Everybody who has claimed a letter and not settled it."""
    query = select(letters.c.owner).where(UNSETTLED, letters.c.state.in_(["CLAIMED", "ARMED"])).distinct()
    return set(session.connection().execute(query).scalars())


def recover(
    session: Session,
    now: datetime,
    settle_at: datetime,
    dead: Collection[str] = (),
    *,
    archived: bool = False,
) -> list[Recovered]:
    """Letters whose owner is gone, and those whose fate is still unknown after their settle time.

    An owner is gone when its lease has lapsed, or when it is one of `dead`. `archived`: letters to
    complainants of unknown fate are left to `to_look_for`.
    """
    _bring_back(session, now, settle_at)
    about = {"now": now, "dead": list(dead)}
    ids = session.connection().execute(_gone(archived), about).scalars().all()
    found = []
    for letter_id in ids:
        letter = get(session, letter_id)
        if letter is not None:
            found.append(_recover(session, letter, now, settle_at, dead))
    return found


@cache
def _gone(archived: bool) -> Select[Any]:
    columns, now = letters.c, bindparam("now", type_=letters.c.settle_at.type)
    gone = or_(columns.lease_until <= now, columns.owner.in_(bindparam("dead", expanding=True)))
    still = and_(columns.state == "UNKNOWN", columns.settle_at <= now)
    if archived:
        still = and_(still, columns.audience == HANDLER)
    query = select(columns.id).where(
        UNSETTLED, or_(and_(columns.state.in_(["CLAIMED", "ARMED"]), gone), still)
    )
    return query.order_by(columns.id).limit(1000).with_for_update(skip_locked=True)


def _bring_back(session: Session, now: datetime, settle_at: datetime) -> None:
    """What was written down while a clock was ahead must not wait until that day."""
    for statement, latest in zip(_BRING_BACK, (now, now, settle_at), strict=True):
        session.connection().execute(statement, {"latest": latest, "beyond": latest + AHEAD})


def _recover(
    session: Session, letter: Letter, now: datetime, settle_at: datetime, dead: Collection[str]
) -> Recovered:
    which, anyway = letter.id, letters.c.state == letter.state
    if letter.state == "CLAIMED":
        why = "whoever had claimed it is gone; it was not sent"
        at_once = letter.owner in dead and letter.attempts <= AT_ONCE
        again = now if at_once else min(letter.next_attempt_at, now + NOT_BEGUN_MOST)
        move(session, which, anyway, state="PENDING", owner=None, lease_until=None, next_attempt_at=again)
        end_attempt(session, which, "abandoned", why, now)
        return Recovered(letter, "PENDING", why, for_a_person=False)
    if letter.state == "ARMED":
        why = "whoever was sending it is gone"
        values = {"state": "UNKNOWN", "state_reason": why, "settle_at": settle_at, "lease_until": None}
        move(session, which, anyway, **values)
        end_attempt(session, which, "unknown", why, now)
        return Recovered(letter, "UNKNOWN", why, for_a_person=False)
    return _once_more(session, letter, now)


def to_look_for(session: Session, now: datetime, again_at: datetime) -> list[Letter]:
    """Letters to complainants whose fate is still unknown after their settle time, as they are now.

    Nobody else is given them before `again_at`, unless by `look_again`.
    """
    columns = letters.c
    query = select(columns.id).where(
        UNSETTLED, columns.state == "UNKNOWN", columns.audience != HANDLER, columns.settle_at <= now
    )
    query = query.order_by(columns.settle_at, columns.id).limit(MOST).with_for_update(skip_locked=True)
    ids = list(session.connection().execute(query).scalars())
    if ids:
        taken = update(letters).where(columns.id.in_(ids)).values(settle_at=again_at, lease_until=again_at)
        session.connection().execute(taken)
    return [letter for letter in (get(session, letter_id) for letter_id in ids) if letter is not None]


def look_again(session: Session, now: datetime) -> None:
    """Whoever was looking for letters may have ended: they are due at once. Two who look do no harm."""
    begun = and_(
        UNSETTLED, letters.c.state == "UNKNOWN", letters.c.lease_until.is_not(None), letters.c.settle_at > now
    )
    session.connection().execute(update(letters).where(begun).values(settle_at=now, lease_until=None))


def put_in_doubt(session: Session, now: datetime, *, archived: bool) -> int:
    """After a restore nobody knows which of the letters to complainants that waited went out meanwhile: the
    archive tells, else a person decides. Returns how many there are."""
    waited = and_(letters.c.state.in_(["PENDING", "CLAIMED", "ARMED"]), letters.c.audience != HANDLER)
    values = {"state": "UNKNOWN", "state_reason": "it waited when the backup was made", "settle_at": now}
    doubt = update(letters).where(waited).values(**values, second_copy=not archived, owner=None)
    return session.connection().execute(doubt.values(lease_until=None)).rowcount


def not_found(session: Session, letter: Letter, now: datetime) -> Recovered | None:
    """No copy of it lies in the archive; None where its fate is known meanwhile."""
    still = get(session, letter.id)
    if still is None or (still.state, still.settle_at) != ("UNKNOWN", letter.settle_at):
        return None
    return _once_more(session, letter, now)


def give_up(session: Session, letter: Letter, why: str) -> Recovered | None:
    """Nobody can be asked about it; None where its fate is known meanwhile."""
    same = and_(letters.c.state == "UNKNOWN", letters.c.settle_at == letter.settle_at)
    if not move(session, letter.id, same, settle_at=None):
        return None
    return Recovered(letter, "UNKNOWN", why, for_a_person=True)


def _once_more(session: Session, letter: Letter, now: datetime) -> Recovered:
    """The second and last copy; where that was sent already, a person decides."""
    unknown = letters.c.state == "UNKNOWN"
    if not letter.second_copy:
        # The owner stays: its late reply still proves that the first copy went out.
        again = {"state": "PENDING", "second_copy": True, "settle_at": None, "next_attempt_at": now}
        move(session, letter.id, unknown, **again)
        return Recovered(letter, "PENDING", f"sent once more ({letter.state_reason})", for_a_person=False)
    move(session, letter.id, unknown, settle_at=None)
    return Recovered(letter, "UNKNOWN", f"unknown a second time ({letter.state_reason})", for_a_person=True)
