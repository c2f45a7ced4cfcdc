"""How much there is of everything that somebody should watch: counted, with the oldest of each.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session

from mailbot.store.owed import OWED
from mailbot.store.tables import PENDING, UNSETTLED, cases, deadlines, letters, messages, reminders, tasks

_OPEN = and_(deadlines.c.superseded_at.is_(None), deadlines.c.discharged_at.is_(None))


@dataclass(frozen=True, slots=True)
class Pile:
    """How many there are, and since when the oldest waits."""

    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """At one moment. Piles by name; a pile of nothing is not there."""

    queue: Mapping[str, Pile]  # by reason of the task
    outbox: Mapping[str, Pile]  # what has not come to its end, by state
    due: int  # open deadlines of open cases within a day
    overdue: int
    unlettered: Pile | None  # rungs of open deadlines whose time has come and that no letter has told
    open_cases: int
    owed_by: datetime | None  # when the first acknowledgement that is owed is due
    waiting_since: datetime | None  # since when the oldest letter could have gone


@dataclass(frozen=True, slots=True)
class Totals:
    """Of everything there ever was: to count it takes longer, the longer mailbot has run."""

    messages: Mapping[str, int]  # by kind
    letters: Mapping[str, int]  # by state
    second_copies: int  # letters of unknown fate that were sent once more


def totals(session: Session) -> Totals:
    connection = session.connection()
    copies = select(func.count()).select_from(letters).where(letters.c.second_copy)
    by_kind = select(messages.c.kind, func.count()).group_by(messages.c.kind)
    by_state = select(letters.c.state, func.count()).group_by(letters.c.state)
    return Totals(
        messages={row[0]: row[1] for row in connection.execute(by_kind)},
        letters={row[0]: row[1] for row in connection.execute(by_state)},
        second_copies=connection.execute(copies).scalar_one(),
    )


def figures(session: Session, now: datetime, soon: datetime) -> Figures:
    """Count; `soon` is until when a deadline counts as due."""
    connection = session.connection()
    open_task = tasks.c.settled_at.is_(None)
    owed = select(func.min(tasks.c.due_at)).where(open_task, tasks.c.reason == OWED)
    late = select(func.min(letters.c.next_attempt_at)).where(PENDING, letters.c.next_attempt_at <= now)
    in_open = select(func.count()).select_from(deadlines).join(cases, cases.c.id == deadlines.c.case_id)
    in_open = in_open.where(_OPEN, cases.c.status == "open")
    untold = select(func.count(), func.min(reminders.c.due_at)).select_from(reminders)
    untold = untold.join(deadlines, deadlines.c.id == reminders.c.deadline_id)
    untold = untold.join(cases, cases.c.id == deadlines.c.case_id)
    untold = untold.where(reminders.c.letter_id.is_(None), _OPEN, cases.c.status == "open")
    count, oldest = connection.execute(untold).one()
    return Figures(
        queue=_piles(session, tasks.c.reason, tasks.c.opened_at, open_task),
        outbox=_piles(session, letters.c.state, letters.c.created_at, or_(PENDING, UNSETTLED)),
        due=connection.execute(in_open.where(deadlines.c.due_at.between(now, soon))).scalar_one(),
        overdue=connection.execute(in_open.where(deadlines.c.due_at < now)).scalar_one(),
        unlettered=Pile(count, oldest) if count else None,
        open_cases=connection.execute(
            select(func.count()).select_from(cases).where(cases.c.status == "open")
        ).scalar_one(),
        owed_by=connection.execute(owed).scalar(),
        waiting_since=connection.execute(late).scalar(),
    )


def _piles(session: Session, by: object, since: object, which: object) -> dict[str, Pile]:
    query = select(by, func.count(), func.min(since)).where(which).group_by(by)  # type: ignore[call-overload]
    return {name: Pile(count, oldest) for name, count, oldest in session.connection().execute(query)}
