"""When an open deadline is to be looked at next: a sweep asks only for those whose time has come.

The moment is worked out once, after each look, and does not depend on when that is: a clock that was wrong
leaves nothing wrong behind. What changes it (another ladder or hours, a date that moved, reminders held back)
takes it away, and it is worked out again.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from sys import intern
from typing import Any

from sqlalchemy import Select, bindparam, or_, select, update
from sqlmodel import Session

from mailbot.complaints.deadlines import Deadline
from mailbot.store.deadlines import ABOUT, OpenDeadline
from mailbot.store.tables import cases, deadlines

_COLUMNS = deadlines.c
_NOT_DONE = (_COLUMNS.superseded_at.is_(None), _COLUMNS.discharged_at.is_(None))
# In no order, and the status hidden from its index: what is asked for is found by `look_at` or by id, and an
# index on anything else would be read from end to end.
_LOOK = (
    select(
        _COLUMNS.id, _COLUMNS.name, _COLUMNS.due_on, _COLUMNS.work_by, _COLUMNS.due_at, _COLUMNS.rule, *ABOUT
    )
    .join(cases, cases.c.id == _COLUMNS.case_id)
    .where(*_NOT_DONE, cases.c.status.concat("") == "open")
)
_UNARRANGED = _LOOK.where(_COLUMNS.look_at.is_(None)).limit(bindparam("most"))
_SOME = _LOOK.where(_COLUMNS.id.in_(bindparam("some", expanding=True)))
_DUE = select(_COLUMNS.due_at, _COLUMNS.id).where(*_NOT_DONE, _COLUMNS.look_at <= bindparam("now"))
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
    return _looked_at(session, _UNARRANGED, most=most)


def due(session: Session, now: datetime) -> list[int]:
    """The ids of those whose time has come, that which lapses first before the others; also of a case that
    is closed."""
    found = session.connection().execute(_DUE, {"now": now}).all()
    return [which for _, which in sorted((due_at, which) for due_at, which in found)]


def some(session: Session, deadline_ids: Sequence[int]) -> list[OpenDeadline]:
    """Those of a few hundred that are open, in the order given."""
    found = {one.id: one for one in _looked_at(session, _SOME, some=deadline_ids)}
    return [found[one] for one in deadline_ids if one in found]


def _looked_at(session: Session, query: Select[Any], **about: Any) -> list[OpenDeadline]:
    """Without the reasons of the dates, of which a sweep says nothing."""
    return [
        OpenDeadline(one_id, Deadline(intern(name), due_on, work_by, due_at, intern(rule), "", ()), *rest)
        for one_id, name, due_on, work_by, due_at, rule, *rest in session.connection().execute(query, about)
    ]


def arrange(session: Session, moments: Mapping[int, datetime], version: str) -> None:
    """Look at these deadlines next at these moments."""
    rows = [{"which": which, "at": at, "version": version} for which, at in moments.items()]
    if rows:
        session.connection().execute(_ARRANGE, rows)
