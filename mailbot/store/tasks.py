"""What lies before a person: owed acknowledgements, set-aside mail, letters nobody can account for.

A task is opened once under its key, always with somebody whose it is and a time by which it is due, and
stays open until somebody settles it.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy import case as case_when
from sqlmodel import Session

from mailbot.store.statements import INDEXED, plain, put_once, serialise
from mailbot.store.tables import cases, messages, tasks

#: More than ever lies before people.
ALL = 1_000_000
#: Before all else, whatever is due before it.
LIFE_AT_RISK = "life-at-risk"


@dataclass(frozen=True, slots=True)
class Task:
    id: int
    unique_key: str
    reason: str
    detail: str
    case: str | None  # reference
    case_id: int | None
    message_row_id: int | None
    letter_id: int | None
    due_at: datetime | None
    owner: str | None
    opened_at: datetime
    settled_at: datetime | None
    settled_by: str | None
    outcome: str | None
    author: str | None  # of the message it is about
    subject: str | None


def open_task(
    session: Session,
    *,
    unique_key: str,
    reason: str,
    detail: str,
    now: datetime,
    due_at: datetime,
    owner: str,
    case_id: int | None = None,
    message_row_id: int | None = None,
    letter_id: int | None = None,
) -> bool:
    """Lay something before a person; False where it lay there already, settled or not.

    `owner` is an e-mail address. What it is about is told as far as it is known.
    """
    values = {
        "unique_key": plain(unique_key, INDEXED),
        "reason": plain(reason),
        "detail": plain(detail),
        "case_id": case_id,
        "message_row_id": message_row_id,
        "letter_id": letter_id,
        "due_at": due_at,
        "owner": plain(owner, INDEXED),
        "opened_at": now,
    }
    return put_once(session, tasks, values, ["unique_key"]) is not None


def list_tasks(
    session: Session,
    *,
    settled: bool | None = False,
    reason: str | None = None,
    owner: str | None = None,
    case: str | None = None,
    letter_id: int | None = None,
    message_row_id: int | None = None,
    due_before: datetime | None = None,
    limit: int = 500,
) -> list[Task]:
    """Those that are open (or settled; None: both), the most pressing first."""
    query = _tasks()
    if settled is not None:
        query = query.where(tasks.c.settled_at.is_not(None) if settled else tasks.c.settled_at.is_(None))
    if reason is not None:
        query = query.where(tasks.c.reason == reason)
    if owner is not None:
        query = query.where(func.lower(tasks.c.owner) == plain(owner, INDEXED).lower())
    if case is not None:
        query = query.where(cases.c.reference == case.strip().upper())
    if letter_id is not None:
        query = query.where(tasks.c.letter_id == letter_id)
    if message_row_id is not None:
        query = query.where(tasks.c.message_row_id == message_row_id)
    if due_before is not None:
        query = query.where(tasks.c.due_at < due_before)
    pressing = case_when((tasks.c.reason == LIFE_AT_RISK, 0), else_=1)
    query = query.order_by(pressing, tasks.c.due_at.is_(None), tasks.c.due_at, tasks.c.id).limit(limit)
    return [Task(**row) for row in session.connection().execute(query).mappings()]


def get(session: Session, task_id: int, *, alone: bool = False) -> Task | None:
    """A task, settled or not; `alone`: nobody else who asks so acts upon it until this transaction ends."""
    if alone:
        serialise(session, "task", str(task_id))
    row = session.connection().execute(_tasks().where(tasks.c.id == task_id)).mappings().first()
    return None if row is None else Task(**row)


def settle(session: Session, task_id: int, by: str, outcome: str, now: datetime) -> bool:
    """Somebody has done it; False where it is settled already or there is none."""
    return _settle(session, tasks.c.id == task_id, by, outcome, now) == 1


def settle_of_letter(session: Session, letter_id: int, by: str, outcome: str, now: datetime) -> int:
    """Whatever was open about this letter is done; returns how many tasks that were."""
    return _settle(session, tasks.c.letter_id == letter_id, by, outcome, now)


def give(session: Session, task_ids: Collection[int], *, case_id: int, owner: str) -> None:
    """Open tasks that turn out to be about a case."""
    statement = update(tasks).where(tasks.c.id.in_(list(task_ids)), tasks.c.settled_at.is_(None))
    session.connection().execute(statement.values(case_id=case_id, owner=plain(owner, INDEXED)))


def hand_over(session: Session, case_id: int, *, before: str, after: str) -> None:
    """The open tasks of a case go with it from one handler to another."""
    statement = update(tasks).where(
        tasks.c.case_id == case_id,
        tasks.c.settled_at.is_(None),
        func.lower(tasks.c.owner) == plain(before, INDEXED).lower(),
    )
    session.connection().execute(statement.values(owner=plain(after, INDEXED)))


def counts(session: Session) -> dict[str, int]:
    """How many lie before a person, by reason."""
    query = select(tasks.c.reason, func.count()).where(tasks.c.settled_at.is_(None)).group_by(tasks.c.reason)
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _settle(session: Session, condition: Any, by: str, outcome: str, now: datetime) -> int:
    statement = update(tasks).where(condition, tasks.c.settled_at.is_(None))
    statement = statement.values(settled_at=now, settled_by=plain(by, INDEXED), outcome=plain(outcome))
    return session.connection().execute(statement).rowcount


def _tasks() -> Select[Any]:
    other: dict[str, Any] = {
        "case": cases.c.reference.label("case"),
        "author": messages.c.author,
        "subject": messages.c.subject,
    }
    columns = [other[each.name] if each.name in other else tasks.c[each.name] for each in fields(Task)]
    return (
        select(*columns)
        .select_from(tasks)
        .outerjoin(cases, cases.c.id == tasks.c.case_id)
        .outerjoin(messages, messages.c.id == tasks.c.message_row_id)
    )
