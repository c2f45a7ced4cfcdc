"""When an open deadline is to be looked at next: a sweep asks only for those whose time has come.

The moment is worked out once, after each look, and does not depend on when that is: a clock that was wrong
leaves nothing wrong behind. What changes it (another ladder or hours, a date that moved, reminders held back)
takes it away, and it is worked out again.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, or_, update
from sqlmodel import Session

from mailbot.store.deadlines import OPEN, OpenDeadline, opened
from mailbot.store.tables import deadlines

_UNARRANGED = OPEN.where(deadlines.c.look_at.is_(None)).limit(bindparam("most"))
_DUE = OPEN.where(deadlines.c.look_at <= bindparam("now"))
_ARRANGE = (
    update(deadlines)
    .where(deadlines.c.id == bindparam("which"))
    .values(look_at=bindparam("at"), looked_by=bindparam("version"))
)
_FORGET = (
    update(deadlines)
    .where(
        deadlines.c.superseded_at.is_(None),
        deadlines.c.discharged_at.is_(None),
        deadlines.c.look_at.is_not(None),
        or_(deadlines.c.looked_by.is_(None), deadlines.c.looked_by != bindparam("version")),
    )
    .values(look_at=None)
)


def forget(session: Session, version: str) -> int:
    """What was worked out by another ladder or other hours is to be worked out again; returns how many."""
    return session.connection().execute(_FORGET, {"version": version}).rowcount


def unarranged(session: Session, most: int) -> list[OpenDeadline]:
    """Those for which the next look is to be worked out."""
    return opened(session, _UNARRANGED, most=most)


def due(session: Session, now: datetime) -> list[OpenDeadline]:
    """Those whose time has come."""
    return opened(session, _DUE, now=now)


def arrange(session: Session, moments: Mapping[int, datetime], version: str) -> None:
    """Look at these deadlines next at these moments."""
    rows = [{"which": which, "at": at, "version": version} for which, at in moments.items()]
    if rows:
        session.connection().execute(_ARRANGE, rows)
