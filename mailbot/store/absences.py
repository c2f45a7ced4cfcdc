"""Which handlers are away, as said by a command.

Faults: none of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session

from mailbot.store.statements import INDEXED, folded, plain
from mailbot.store.tables import absences

_ONE_DAY = timedelta(days=1)
_ON = select(absences.c.email, absences.c.deputy).where(
    absences.c.since <= bindparam("day"), absences.c.until >= bindparam("day")
)


@dataclass(frozen=True, slots=True)
class Absence:
    email: str  # casefolded
    since: date
    until: date  # the last day
    deputy: str | None
    said_by: str


def put(
    session: Session, *, email: str, since: date, until: date, deputy: str | None, by: str, now: datetime
) -> None:
    """Somebody is away from the first of these days to the last."""
    values = {
        "email": folded(email),
        "since": since,
        "until": until,
        "deputy": folded(deputy) if deputy else None,
        "said_by": plain(by, INDEXED),
        "said_at": now,
    }
    session.connection().execute(insert(absences), values)


def back(session: Session, email: str, day: date) -> int:
    """Somebody is there again from this day on; returns how many absences that ended or took away."""
    theirs = absences.c.email == folded(email)
    to_come = session.connection().execute(delete(absences).where(theirs, absences.c.since >= day))
    now_on = update(absences).where(theirs, absences.c.since < day, absences.c.until >= day)
    return to_come.rowcount + session.connection().execute(now_on.values(until=day - _ONE_DAY)).rowcount


def on(session: Session, day: date) -> dict[str, str | None]:
    """Who is away on a day, by address, and who stands in where that was said; the latest word counts."""
    rows = session.connection().execute(_ON.order_by(absences.c.id), {"day": day})
    return {row.email: row.deputy for row in rows}


def from_day(session: Session, day: date) -> list[Absence]:
    """Those that are not over on a day."""
    columns = absences.c
    query = select(columns.email, columns.since, columns.until, columns.deputy, columns.said_by)
    rows = session.connection().execute(query.where(columns.until >= day).order_by(columns.since, columns.id))
    return [Absence(*row) for row in rows]
