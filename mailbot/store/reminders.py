"""Which rungs of the ladder before a deadline were reached, and the letter that said so.

A rung is put once for each deadline, whoever asks and however often.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import Session

from mailbot.store.statements import INDEXED, chunks, plain, put_all
from mailbot.store.tables import cases, deadlines, reminders


@dataclass(frozen=True, slots=True)
class Reminder:
    id: int
    deadline_id: int
    name: str  # of the deadline
    case: str  # reference
    rung: str
    due_at: datetime
    created_at: datetime
    letter_id: int | None


@dataclass(frozen=True, slots=True)
class Reached:
    """A rung of a deadline's ladder whose time has come."""

    deadline_id: int
    rung: str
    due_at: datetime


def put(session: Session, reached: Iterable[Reached], *, now: datetime) -> set[Reached]:
    """Those that were not there before: somebody is to be told of them."""
    asked = {(one.deadline_id, plain(one.rung, INDEXED)): one for one in reached}
    values = [
        {"deadline_id": deadline_id, "rung": rung, "due_at": one.due_at, "created_at": now}
        for (deadline_id, rung), one in asked.items()
    ]
    return {asked[key] for key in put_all(session, reminders, values, ["deadline_id", "rung"])}


def carry(session: Session, before: int, after: int, moments: Mapping[str, datetime]) -> None:
    """What was told of a deadline was told of the one that supersedes it: the rungs named."""
    query = select(reminders.c.rung, reminders.c.created_at, reminders.c.letter_id).where(
        reminders.c.deadline_id == before, reminders.c.rung.in_(list(moments))
    )
    rows = [
        {"deadline_id": after, "due_at": moments[row.rung], **row._mapping}
        for row in session.connection().execute(query)
    ]
    put_all(session, reminders, rows, ["deadline_id", "rung"])


def withdraw(session: Session, beyond: datetime) -> list[str]:
    """Forget the rungs that lie beyond a moment to come: they were told while a clock was ahead, and must be
    told at their time. Returns the case's reference for each."""
    query = (
        select(reminders.c.id, reminders.c.deadline_id, cases.c.reference)
        .join(deadlines, deadlines.c.id == reminders.c.deadline_id)
        .join(cases, cases.c.id == deadlines.c.case_id)
        .where(reminders.c.due_at > beyond)
    )
    found = session.connection().execute(query).all()
    for some in chunks(row.id for row in found):
        session.connection().execute(delete(reminders).where(reminders.c.id.in_(some)))
    for some in chunks({row.deadline_id for row in found}):
        session.connection().execute(update(deadlines).where(deadlines.c.id.in_(some)).values(look_at=None))
    return [row.reference for row in found]


def mark_lettered(session: Session, deadline_ids: Collection[int], letter_id: int) -> int:
    """The letter carries every rung of these deadlines that no letter carried yet; returns how many."""
    done = 0
    for some in chunks(deadline_ids):
        statement = update(reminders).where(
            reminders.c.deadline_id.in_(some), reminders.c.letter_id.is_(None)
        )
        done += session.connection().execute(statement.values(letter_id=letter_id)).rowcount
    return done


def list_reminders(
    session: Session, *, case: str | None = None, lettered: bool | None = None
) -> list[Reminder]:
    """In the order in which they came due."""
    columns = reminders.c
    query = (
        select(
            columns.id,
            columns.deadline_id,
            deadlines.c.name,
            cases.c.reference,
            columns.rung,
            columns.due_at,
            columns.created_at,
            columns.letter_id,
        )
        .join(deadlines, deadlines.c.id == columns.deadline_id)
        .join(cases, cases.c.id == deadlines.c.case_id)
    )
    if case is not None:
        query = query.where(cases.c.reference == case)
    if lettered is not None:
        query = query.where(columns.letter_id.is_not(None) if lettered else columns.letter_id.is_(None))
    rows = session.connection().execute(query.order_by(columns.due_at, columns.id))
    return [Reminder(*row) for row in rows]
