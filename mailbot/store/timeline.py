"""Everything that belongs to one case, in the order in which it happened.

Faults: none of its own; a case that is not there has no timeline.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from mailbot.store import journal
from mailbot.store.tables import cases, deadlines, letters, messages, notes, reminders, tasks


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    what: str  # "message", "letter", "deadline", "reminder", "task", "note", "journal"
    summary: str
    details: Mapping[str, Any]


_ORDER = ("message", "deadline", "letter", "reminder", "task", "note", "journal")


def timeline(session: Session, reference: str) -> list[Happening]:
    found = session.connection().execute(
        select(cases.c.id, cases.c.opened_at).where(cases.c.reference == reference)
    )
    case = found.first()
    if case is None:
        return []
    told = [*_rows(session, case.id, case.opened_at), *_journalled(session, reference)]
    return sorted(told, key=lambda happening: (happening.at, _ORDER.index(happening.what)))


def _rows(session: Session, case_id: int, opened_at: datetime) -> list[Happening]:
    sources = (
        ("message", messages, messages.c.internal_date, lambda row: f"{row['kind']}: {row['subject']}"),
        ("letter", letters, letters.c.created_at, lambda row: f"{row['kind']} to {row['recipient']}"),
        ("deadline", deadlines, None, lambda row: f"{row['name']} due {row['due_on'].isoformat()}"),
        ("task", tasks, tasks.c.opened_at, lambda row: f"{row['reason']}: {row['detail']}"),
        ("note", notes, notes.c.at, lambda row: row["text"]),
    )
    told = []
    for what, table, at, summary in sources:
        query = select(table).where(table.c.case_id == case_id).order_by(table.c.id)
        for row in session.connection().execute(query).mappings():
            moment = opened_at if at is None else row[at]
            told.append(Happening(moment, what, summary(row), dict(row)))
    query = select(reminders, deadlines.c.name).join(deadlines, deadlines.c.id == reminders.c.deadline_id)
    for row in session.connection().execute(query.where(deadlines.c.case_id == case_id)).mappings():
        told.append(Happening(row["created_at"], "reminder", f"{row['name']}: {row['rung']}", dict(row)))
    return told


def _journalled(session: Session, reference: str) -> list[Happening]:
    return [
        Happening(entry.at, "journal", entry.name, {"seq": entry.seq, **entry.fields})
        for entry in journal.entries(session, reference)
    ]
