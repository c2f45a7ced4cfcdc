"""The deadlines of every case, with their reasons; what is still open.

A deadline is discharged when what it asks for was done. When the day of receipt or the regime changes,
the new date supersedes the old row, which stays.

Faults: two current deadlines of one name for one case raise `Conflict`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlmodel import Session

from mailbot.complaints.deadlines import PAYMENTS_PREFIX, Deadline
from mailbot.store.statements import INDEXED, plain
from mailbot.store.tables import cases, deadlines, reminders

#: Discharged by: the server took the acknowledgement. A bounce undoes it.
ACKNOWLEDGED = "acknowledgement sent"

#: Discharged by: the day for it had passed.
PASSED = "the day has passed"
#: How it begins where its case was closed.
CLOSING = "case closed: "
_DISCHARGE = (
    update(deadlines)
    .where(
        deadlines.c.case_id == bindparam("case"),
        deadlines.c.name.in_(bindparam("names", expanding=True)),
        deadlines.c.superseded_at.is_(None),
        deadlines.c.discharged_at.is_(None),
    )
    .values(discharged_at=bindparam("at"), discharged_by=bindparam("by"))
)


@dataclass(frozen=True, slots=True)
class OpenDeadline:
    """A current deadline that nobody has discharged, of a case that is open."""

    id: int
    deadline: Deadline
    case_id: int
    reference: str
    handler_name: str
    handler_email: str
    received_at: datetime
    regime: str
    data_protection: bool
    reminders_held_until: date | None
    reminded_to: datetime | None  # the latest rung that was put


@dataclass(frozen=True, slots=True)
class KeptDeadline:
    """A deadline as written down, whatever became of it."""

    id: int
    deadline: Deadline
    calendar_version: str
    discharged_at: datetime | None
    discharged_by: str | None
    superseded_at: datetime | None


def put(session: Session, case_id: int, due: Sequence[Deadline], calendar_version: str) -> None:
    rows = [
        {
            "case_id": case_id,
            "name": plain(one.name, INDEXED),
            "due_on": one.due_on,
            "work_by": one.work_by,
            "due_at": one.due_at,
            "rule": plain(one.rule),
            **_reasons(one, calendar_version),
        }
        for one in due
    ]
    if rows:
        session.connection().execute(insert(deadlines), rows)


def replace(
    session: Session, case_id: int, due: Sequence[Deadline], calendar_version: str, *, now: datetime
) -> dict[str, tuple[int, int]]:
    """Let recomputed deadlines supersede the current ones; returns for each new row, by its name, the id of
    the last one before it that asked for the same, whatever that was called, and its own.

    What did not change keeps its row and its reminders. What was discharged stays so, unless it is another
    duty now: eight weeks and fifteen business days bear one name.
    """
    columns = deadlines.c
    query = select(columns.id, columns.name, columns.due_on, columns.work_by, columns.due_at, columns.rule)
    query = query.add_columns(columns.discharged_at, columns.discharged_by)
    query = query.where(columns.case_id == case_id, columns.superseded_at.is_(None))
    old = {row.name: row for row in session.connection().execute(query)}
    same = [one for one in due if (row := old.get(one.name)) is not None and _is_same(row, one)]
    for one in same:
        of_it = update(deadlines).where(columns.id == old[one.name].id)
        session.connection().execute(of_it.values(**_reasons(one, calendar_version)))
    kept = {one.name for one in same}
    gone = [row.id for name, row in old.items() if name not in kept]
    if gone:
        statement = update(deadlines).where(columns.id.in_(gone)).values(superseded_at=now)
        session.connection().execute(statement)
    fresh = [one for one in due if one.name not in kept]
    before = _latest(session, case_id)
    put(session, case_id, fresh, calendar_version)
    asked = {one.name: row for one in fresh if (row := before.get(_duty(one.rule, one.name))) is not None}
    for name, row in asked.items():
        if _is_met(row):
            discharge(session, case_id, [name], at=row.discharged_at, by=row.discharged_by)
    ids = select(columns.name, columns.id).where(columns.case_id == case_id, columns.superseded_at.is_(None))
    rows = session.connection().execute(ids)
    return {name: (asked[name].id, new_id) for name, new_id in rows if name in asked}


def _latest(session: Session, case_id: int) -> dict[tuple[str, str], Any]:
    """The latest row of each duty, also of a clock that does not run any more."""
    columns = deadlines.c
    query = select(columns.id, columns.rule, columns.name, columns.discharged_at, columns.discharged_by)
    rows = session.connection().execute(query.where(columns.case_id == case_id).order_by(columns.id))
    return {_duty(row.rule, row.name): row for row in rows}


def _is_met(row: Any) -> bool:
    """A day that passed, or a case that was closed, meets no duty."""
    by = row.discharged_by
    return row.discharged_at is not None and by != PASSED and not by.startswith(CLOSING)


def _is_same(row: Any, one: Deadline) -> bool:
    was = (row.due_on, row.work_by, row.due_at, row.rule)
    return was == (one.due_on, one.work_by, one.due_at, one.rule)


def _duty(rule: str, name: str) -> tuple[str, str]:
    """What is owed: the same, whether or not another clock runs beside it."""
    return rule, name.removeprefix(PAYMENTS_PREFIX)


def _reasons(one: Deadline, calendar_version: str) -> dict[str, Any]:
    return {
        "because": plain(one.because),
        "steps": [plain(step) for step in one.steps],
        "calendar_version": plain(calendar_version),
        "look_at": None,
    }


def discharge(session: Session, case_id: int, names: Collection[str], at: datetime, by: str) -> int:
    """What these deadlines ask for was done; returns how many were open."""
    about = {"case": case_id, "names": list(names), "at": at, "by": plain(by)}
    return session.connection().execute(_DISCHARGE, about).rowcount


def reinstate(session: Session, case_id: int, by: str) -> int:
    """What discharged these deadlines turned out not to have happened; returns how many are open again."""
    columns = deadlines.c
    statement = update(deadlines).where(
        columns.case_id == case_id, columns.superseded_at.is_(None), columns.discharged_by == by
    )
    return session.connection().execute(statement.values(discharged_at=None, discharged_by=None)).rowcount


def outdated(session: Session, calendar_version: str, *, after: int, limit: int) -> list[tuple[int, str]]:
    """(id, reference) of open cases with a deadline that was reckoned by another calendar, by their id."""
    columns = deadlines.c
    query = (
        select(cases.c.id, cases.c.reference)
        .join(deadlines, columns.case_id == cases.c.id)
        .where(
            cases.c.status == "open",
            cases.c.id > after,
            columns.superseded_at.is_(None),
            columns.discharged_at.is_(None),
            columns.calendar_version != plain(calendar_version),
        )
        .distinct()
        .order_by(cases.c.id)
        .limit(limit)
    )
    return [(row.id, row.reference) for row in session.connection().execute(query)]


def reinstate_closed(session: Session, case_id: int) -> int:
    """The case is open again, and what it asked for when it was closed was not done; returns how many are
    open again."""
    columns = deadlines.c
    statement = update(deadlines).where(
        columns.case_id == case_id,
        columns.superseded_at.is_(None),
        columns.discharged_by.startswith(CLOSING, autoescape=True),
    )
    return session.connection().execute(statement.values(discharged_at=None, discharged_by=None)).rowcount


def open_deadlines(
    session: Session, *, now: datetime, horizon: timedelta | None = None
) -> list[OpenDeadline]:
    """What is open and lapses within `horizon` of `now`, or has lapsed; the earliest first."""
    soon = [] if horizon is None else [deadlines.c.due_at <= now + horizon]
    rows = session.connection().execute(_OPEN.where(*soon))
    return [OpenDeadline(row[0], _deadline(row), *row[8:]) for row in rows]


def of_case(session: Session, case_id: int, *, superseded: bool = False) -> list[KeptDeadline]:
    """Every deadline of a case, the earliest first; on request also those that were recomputed."""
    columns = deadlines.c
    query = _deadlines(
        columns.calendar_version, columns.discharged_at, columns.discharged_by, columns.superseded_at
    ).where(columns.case_id == case_id)
    if not superseded:
        query = query.where(columns.superseded_at.is_(None))
    rows = session.connection().execute(query.order_by(columns.due_at, columns.id))
    return [KeptDeadline(row[0], _deadline(row), *row[8:]) for row in rows]


def open_of_case(session: Session, case_id: int) -> list[KeptDeadline]:
    """Those of a case that nobody has met, the earliest first."""
    return [one for one in of_case(session, case_id) if one.discharged_at is None]


def _deadlines(*others: Any) -> Select[Any]:
    columns = deadlines.c
    return select(
        columns.id,
        columns.name,
        columns.due_on,
        columns.work_by,
        columns.due_at,
        columns.rule,
        columns.because,
        columns.steps,
        *others,
    )


def _deadline(row: Any) -> Deadline:
    name, due_on, work_by, due_at, rule, because, steps = row[1:8]
    return Deadline(name, due_on, work_by, due_at, rule, because, tuple(steps))


#: What the sweep knows of a deadline besides its dates, as `OpenDeadline` has it.
ABOUT = (
    deadlines.c.case_id,
    cases.c.reference,
    cases.c.handler_name,
    cases.c.handler_email,
    cases.c.received_at,
    cases.c.regime,
    cases.c.data_protection,
    cases.c.reminders_held_until,
    select(func.max(reminders.c.due_at))
    .where(reminders.c.deadline_id == deadlines.c.id)
    .scalar_subquery()
    .label("reminded_to"),
)
_OPEN = (
    _deadlines(*ABOUT)
    .join(cases, cases.c.id == deadlines.c.case_id)
    .where(deadlines.c.superseded_at.is_(None), deadlines.c.discharged_at.is_(None), cases.c.status == "open")
    .order_by(deadlines.c.due_at, deadlines.c.id)
)
