"""What lies before a person: owed acknowledgements, set-aside mail, letters nobody can account for.

A task is opened once under its key and stays open until somebody settles it.

Faults: none of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlmodel import Session

from mailbot.store.statements import INDEXED, plain, plain_or_none, put_once
from mailbot.store.tables import cases, messages, tasks


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
    case_id: int | None = None,
    message_row_id: int | None = None,
    letter_id: int | None = None,
    due_at: datetime | None = None,
    owner: str | None = None,
) -> bool:
    """Lay something before a person; False where it lay there already, settled or not.

    What it is about, when it is due and whose it is are told as far as they are known.
    """
    values = {
        "unique_key": plain(unique_key, INDEXED),
        "reason": plain(reason),
        "detail": plain(detail),
        "case_id": case_id,
        "message_row_id": message_row_id,
        "letter_id": letter_id,
        "due_at": due_at,
        "owner": plain_or_none(owner, INDEXED),
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
    limit: int = 500,
) -> list[Task]:
    """Those that are open (or settled; None: both), the most pressing first."""
    query = _tasks()
    if settled is not None:
        query = query.where(tasks.c.settled_at.is_not(None) if settled else tasks.c.settled_at.is_(None))
    if reason is not None:
        query = query.where(tasks.c.reason == reason)
    if owner is not None:
        query = query.where(tasks.c.owner == owner)
    if case is not None:
        query = query.where(cases.c.reference == case)
    query = query.order_by(tasks.c.due_at.is_(None), tasks.c.due_at, tasks.c.id).limit(limit)
    return [Task(**row) for row in session.connection().execute(query).mappings()]


def get(session: Session, task_id: int) -> Task | None:
    row = session.connection().execute(_tasks().where(tasks.c.id == task_id)).mappings().first()
    return None if row is None else Task(**row)


def settle(session: Session, task_id: int, by: str, outcome: str, now: datetime) -> bool:
    """Somebody has done it; False where it is settled already or there is none."""
    statement = update(tasks).where(tasks.c.id == task_id, tasks.c.settled_at.is_(None))
    statement = statement.values(settled_at=now, settled_by=plain(by, INDEXED), outcome=plain(outcome))
    return session.connection().execute(statement).rowcount == 1


def counts(session: Session) -> dict[str, int]:
    """How many lie before a person, by reason."""
    query = select(tasks.c.reason, func.count()).where(tasks.c.settled_at.is_(None)).group_by(tasks.c.reason)
    return {row[0]: row[1] for row in session.connection().execute(query)}


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
