"""Whether messages, cases and letters agree with each other: each question answers with what does not.

Everything here reads, and tells ids, states and references, never whom a thing is about. An answer holds at
most `MOST` places; where it holds so many there may be more.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlmodel import Session

from mailbot.store.deadlines import ACKNOWLEDGED
from mailbot.store.letters import HANDLER
from mailbot.store.owed import OWED
from mailbot.store.statements import chunks, message_key
from mailbot.store.tables import cases, deadlines, letters, message_keys, messages, tasks

ACKNOWLEDGEMENT = "acknowledgement"
MOST = 1000
_AT_A_TIME = 2000  # rows fetched of a long answer


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked about: everything, or one mailbox's, or what came since."""

    mailbox: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something does not agree: a message, a case or a letter."""

    about: str = ""  # the kind and state of a letter, what became of a message
    case: str | None = None  # reference
    case_id: int | None = None
    letter: int | None = None
    message: int | None = None  # row
    mailbox: str | None = None
    uid: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    messages: int
    cases: int
    letters: int


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter as far as its copies in the archive bear on it."""

    place: Place
    letter: int
    message_id: str
    state: str
    second_copy: bool
    waits: bool  # its fate is unknown, and it will be looked for


@dataclass(frozen=True, slots=True)
class Judged:
    """The task about a discrepancy found before; `by` is who settled it."""

    task: int
    by: str | None
    outcome: str | None


def counts(session: Session, scope: Scope) -> Counts:
    """How much there is to compare."""
    asked = (
        select(func.count()).select_from(messages).where(*_of_messages(scope)),
        select(func.count()).select_from(cases).where(*_of_cases(scope)),
        select(func.count())
        .select_from(letters)
        .outerjoin(cases, cases.c.id == letters.c.case_id)
        .where(*_of_letters(scope)),
    )
    return Counts(*(session.connection().execute(query).scalar_one() for query in asked))


def messages_without_case(session: Session, scope: Scope) -> list[Place]:
    """Messages that are said to have opened or joined a case, and belong to none."""
    condition = and_(messages.c.accounted.in_(["open", "join"]), messages.c.case_id.is_(None))
    return _message_places(session, scope, condition)


def messages_before_nobody(session: Session, scope: Scope) -> list[Place]:
    """Messages that are said to lie before a person, and of which no person was ever told."""
    told = exists().where(tasks.c.message_row_id == messages.c.id)
    return _message_places(session, scope, and_(messages.c.accounted == "before-person", ~told))


def messages_named(session: Session, scope: Scope, rows: Collection[int]) -> list[Place]:
    """Those of these messages that are asked about."""
    some = sorted(rows)[:MOST]
    return _message_places(session, scope, messages.c.id.in_(some)) if some else []


def cases_without_message(session: Session, scope: Scope) -> list[Place]:
    belongs = exists().where(messages.c.case_id == cases.c.id)
    return _case_places(session, scope, ~belongs)


def cases_without_deadline(session: Session, scope: Scope) -> list[Place]:
    current = exists().where(deadlines.c.case_id == cases.c.id, deadlines.c.superseded_at.is_(None))
    return _case_places(session, scope, ~current)


def cases_unacknowledged(session: Session, scope: Scope) -> list[Place]:
    """Open cases whose acknowledgement was neither written, nor owed by a task, nor made otherwise."""
    written = exists().where(letters.c.case_id == cases.c.id, letters.c.kind == ACKNOWLEDGEMENT)
    owed = exists().where(tasks.c.case_id == cases.c.id, tasks.c.reason == OWED)
    made = exists().where(_acknowledgement_due(), deadlines.c.discharged_at.is_not(None))
    return _case_places(session, scope, and_(cases.c.status == "open", ~written, ~owed, ~made))


def cases_met_without_letter(session: Session, scope: Scope) -> list[Place]:
    """Cases whose acknowledgement is said to have been sent, although no letter was."""
    said = exists().where(_acknowledgement_due(), deadlines.c.discharged_by == ACKNOWLEDGED)
    return _case_places(session, scope, and_(said, ~exists().where(_acknowledged())))


def letters_not_counted(session: Session, scope: Scope) -> list[Place]:
    """Acknowledgements that were sent, and whose deadline is open all the same."""
    due = exists().where(_acknowledgement_due(), deadlines.c.discharged_at.is_(None))
    return _letter_places(session, scope, and_(_acknowledged(), cases.c.status == "open", due))


def letters_stuck(session: Session, scope: Scope, overdue: datetime) -> list[Place]:
    """Letters that should have been sent, settled or looked for before `overdue`, and were not touched."""
    columns = letters.c
    return _letter_places(
        session,
        scope,
        or_(
            and_(columns.state == "PENDING", columns.next_attempt_at < overdue),
            and_(columns.state.in_(["CLAIMED", "ARMED"]), columns.lease_until < overdue),
            and_(columns.state == "UNKNOWN", columns.settle_at < overdue),
        ),
    )


def letters_named(session: Session, scope: Scope, ids: Collection[int]) -> list[Place]:
    """Those of these letters that are asked about."""
    some = sorted(ids)[:MOST]
    return _letter_places(session, scope, letters.c.id.in_(some)) if some else []


def is_known_to_wait(session: Session, reasons: Collection[str], since: datetime) -> bool:
    """Whether a person was told, since then, why letters wait."""
    query = select(tasks.c.id).where(
        tasks.c.reason.in_(list(reasons)), tasks.c.settled_at.is_(None), tasks.c.opened_at >= since
    )
    return session.connection().execute(query.limit(1)).first() is not None


def posted(session: Session, scope: Scope, message_ids: Collection[str]) -> list[Posted]:
    """The letters with these Message-IDs."""
    known = sorted({key for key in map(message_key, message_ids) if key is not None})
    found = []
    for some in chunks(known):
        query = _posted_query(scope, letters.c.message_id.in_(some))
        found += [_posted(row) for row in session.connection().execute(query)]
    return found


def sent_between(session: Session, scope: Scope, after: datetime, before: datetime) -> Iterator[Posted]:
    """The letters to complainants that a server took between two moments."""
    columns = letters.c
    condition = and_(
        columns.state == "SENT",
        columns.audience != HANDLER,
        columns.armed_at > after,
        columns.armed_at < before,
    )
    query = _posted_query(scope, condition).execution_options(yield_per=_AT_A_TIME)
    for row in session.connection().execute(query):
        yield _posted(row)


def judged(session: Session, keys: Collection[str]) -> dict[str, Judged]:
    """The tasks under these keys."""
    columns, found = tasks.c, {}
    query = select(columns.unique_key, columns.id, columns.settled_by, columns.outcome)
    for some in chunks(keys):
        for row in session.connection().execute(query.where(columns.unique_key.in_(some))):
            found[row[0]] = Judged(*row[1:])
    return found


def _acknowledgement_due() -> ColumnElement[bool]:
    columns = deadlines.c
    return and_(
        columns.case_id == cases.c.id, columns.name == ACKNOWLEDGEMENT, columns.superseded_at.is_(None)
    )


def _acknowledged() -> ColumnElement[bool]:
    columns = letters.c
    return and_(
        columns.case_id == cases.c.id,
        columns.kind == ACKNOWLEDGEMENT,
        columns.state == "SENT",
        columns.bounced_at.is_(None),
    )


def _of_messages(scope: Scope) -> list[ColumnElement[bool]]:
    mailbox = [] if scope.mailbox is None else [messages.c.mailbox == scope.mailbox]
    return mailbox + ([] if scope.since is None else [messages.c.received_seen_at >= scope.since])


def _of_cases(scope: Scope) -> list[ColumnElement[bool]]:
    mailbox = [] if scope.mailbox is None else [cases.c.mailbox == scope.mailbox]
    return mailbox + ([] if scope.since is None else [cases.c.opened_at >= scope.since])


def _of_letters(scope: Scope) -> list[ColumnElement[bool]]:
    mailbox = [] if scope.mailbox is None else [cases.c.mailbox == scope.mailbox]
    return mailbox + ([] if scope.since is None else [letters.c.created_at >= scope.since])


def _message_places(session: Session, scope: Scope, condition: ColumnElement[bool]) -> list[Place]:
    uid = (
        select(func.max(message_keys.c.uid))
        .where(message_keys.c.message_row_id == messages.c.id, message_keys.c.mailbox == messages.c.mailbox)
        .scalar_subquery()
    )
    columns = messages.c
    query = (
        select(columns.accounted, cases.c.reference, columns.case_id, columns.id, columns.mailbox, uid)
        .select_from(messages)
        .outerjoin(cases, cases.c.id == columns.case_id)
        .where(condition, *_of_messages(scope))
        .order_by(columns.id)
    )
    return [
        Place(row[0], row[1], row[2], message=row[3], mailbox=row[4], uid=row[5])
        for row in session.connection().execute(query.limit(MOST))
    ]


def _case_places(session: Session, scope: Scope, condition: ColumnElement[bool]) -> list[Place]:
    columns = cases.c
    query = select(columns.status, columns.reference, columns.id, columns.mailbox)
    query = query.where(condition, *_of_cases(scope)).order_by(columns.id).limit(MOST)
    return [
        Place(f"{row[0]} case", row[1], row[2], mailbox=row[3]) for row in session.connection().execute(query)
    ]


def _letter_places(session: Session, scope: Scope, condition: ColumnElement[bool]) -> list[Place]:
    rows = session.connection().execute(_letter_query(scope, condition).limit(MOST))
    return [_letter_place(row) for row in rows]


def _letter_query(scope: Scope, condition: ColumnElement[bool]) -> Select[Any]:
    columns = letters.c
    told = (columns.id, columns.kind, columns.state, columns.bounced_at, columns.case_id, cases.c.reference)
    query = select(*told).select_from(letters).outerjoin(cases, cases.c.id == columns.case_id)
    return query.where(condition, *_of_letters(scope)).order_by(columns.id)


def _letter_place(row: Any) -> Place:
    state = "bounced" if row[3] is not None else row[2].lower()
    return Place(f"{row[1].replace('_', ' ')} ({state})", row[5], row[4], letter=row[0])


def _posted_query(scope: Scope, condition: ColumnElement[bool]) -> Select[Any]:
    columns = letters.c
    waits = columns.settle_at.is_not(None).label("waits")
    return _letter_query(scope, condition).add_columns(columns.message_id, columns.second_copy, waits)


def _posted(row: Any) -> Posted:
    return Posted(_letter_place(row), row.id, row.message_id, row.state, row.second_copy, bool(row.waits))
