"""Deadlines that lapse quietly: put away once their day has passed, taken out again where it has not.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, literal_column, select, update
from sqlmodel import Session

from mailbot.store.deadlines import PASSED
from mailbot.store.statements import chunks
from mailbot.store.tables import cases, deadlines

_PUT_AWAY = (
    update(deadlines)
    .where(
        deadlines.c.id.in_(bindparam("some", expanding=True)),
        deadlines.c.superseded_at.is_(None),
        deadlines.c.discharged_at.is_(None),
    )
    .values(discharged_at=bindparam("at"), discharged_by=PASSED)
    .returning(deadlines.c.id)
)
# Told to the database as it stands, for its index.
_TOO_EARLY = (
    select(deadlines.c.id, cases.c.reference)
    .join(cases, cases.c.id == deadlines.c.case_id)
    .where(
        literal_column(f"deadlines.discharged_by = '{PASSED}'"),
        deadlines.c.due_at > bindparam("now"),
        deadlines.c.superseded_at.is_(None),
    )
)


def put_away(session: Session, deadline_ids: Collection[int], *, at: datetime) -> set[int]:
    """Their day has passed; returns those that were open until now."""
    done: set[int] = set()
    for some in chunks(deadline_ids):
        done.update(session.connection().execute(_PUT_AWAY, {"some": some, "at": at}).scalars())
    return done


def take_out_again(session: Session, now: datetime) -> list[str]:
    """Open again what was put away because its day had passed, and has not passed. Returns the case's
    reference for each."""
    found = {row.id: row.reference for row in session.connection().execute(_TOO_EARLY, {"now": now})}
    for some in chunks(found):
        statement = update(deadlines).where(deadlines.c.id.in_(some))
        session.connection().execute(statement.values(discharged_at=None, discharged_by=None))
    return list(found.values())
