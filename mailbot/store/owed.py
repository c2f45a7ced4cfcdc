"""What the acts upon the queue need to know and to change: a message that was set aside and the octets kept
of it, and whether anything was withheld without lying before a person.

Faults: none of its own; an act on what is not there is False or None.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select, update
from sqlmodel import Session

from mailbot.store.known import ACKNOWLEDGEMENT
from mailbot.store.received import Key
from mailbot.store.statements import chunks, message_key, plain, plain_or_none, unpacked
from mailbot.store.tables import cases, letters, message_keys, messages, raw_messages, tasks

#: The task that stands for an acknowledgement nobody has sent yet.
OWED = "acknowledgement owed"
#: Kinds whose acknowledgement is owed although they opened no case (DESIGN section 5).
_OWED_WITHOUT_CASE = ("suspect",)


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as it was kept."""

    id: int
    key: Key
    internal_date: datetime
    seen_at: datetime  # by mailbot, the first time
    kind: str
    rule: str
    case: str | None  # reference
    raw: bytes


@dataclass(frozen=True, slots=True)
class Owing:
    """A task by which an acknowledgement is owed, and the message it is owed to."""

    task: int
    message: int  # row
    message_id: str
    mailbox: str
    case: str | None  # reference


@dataclass(frozen=True, slots=True)
class Silent:
    """What was withheld, or did not arrive, and never lay before a person: must be nothing."""

    messages: tuple[int, ...]  # ids of messages whose acknowledgement was withheld
    letters: tuple[int, ...]  # ids of letters that failed, bounced, are held, or of unknown fate for good

    def __len__(self) -> int:
        return len(self.messages) + len(self.letters)


def kept(session: Session, message_row_id: int) -> Kept | None:
    columns = messages.c
    query = (
        select(
            columns.id, columns.internal_date, columns.received_seen_at, columns.kind, columns.rule,
            cases.c.reference, raw_messages.c.content, message_keys.c.mailbox, message_keys.c.uidvalidity,
            message_keys.c.uid,
        )
        .select_from(messages)
        .join(raw_messages, raw_messages.c.message_row_id == columns.id)
        .join(message_keys, message_keys.c.message_row_id == columns.id)
        .outerjoin(cases, cases.c.id == columns.case_id)
        .where(columns.id == message_row_id)
        # One that the server renumbered has several keys.
        .order_by(message_keys.c.uidvalidity, message_keys.c.uid)
        .limit(1)
    )  # fmt: skip
    row = session.connection().execute(query).first()
    if row is None:
        return None
    key = Key(row.mailbox, row.uidvalidity, row.uid)
    about = row.internal_date, row.received_seen_at, row.kind, row.rule, row.reference
    return Kept(row.id, key, *about, unpacked(row.content))


def owing(session: Session, message_ids: Collection[str]) -> list[Owing]:
    """What is owed and not done, to messages with these Message-IDs."""
    columns = messages.c
    found: list[Any] = []
    query = (
        select(tasks.c.id, columns.id, columns.message_id, columns.mailbox, cases.c.reference)
        .select_from(tasks)
        .join(messages, columns.id == tasks.c.message_row_id)
        .outerjoin(cases, cases.c.id == tasks.c.case_id)
        .where(tasks.c.reason == OWED, tasks.c.settled_at.is_(None))
    )
    for some in chunks({key for key in map(message_key, message_ids) if key is not None}):
        found += session.connection().execute(query.where(columns.message_id.in_(some)))
    return [Owing(*row) for row in sorted(found)]


def opening_message(session: Session, case_id: int) -> int | None:
    """The id of the message a case was opened with; None where it was opened without one."""
    opened_it = case((messages.c.accounted == "open", 0), else_=1)
    query = select(messages.c.id).where(messages.c.case_id == case_id).order_by(opened_it, messages.c.id)
    found: int | None = session.connection().execute(query.limit(1)).scalar()
    return found


def give(
    session: Session,
    message_row_id: int,
    *,
    case_id: int,
    kind: str,
    rule: str,
    reason: str | None,
    accounted: str,
) -> bool:
    """A message set aside belongs to a case after all; False where it belongs to one already.

    Where it lies on the server stays as it was settled.
    """
    statement = update(messages).where(messages.c.id == message_row_id, messages.c.case_id.is_(None))
    statement = statement.values(
        case_id=case_id,
        kind=plain(kind),
        rule=plain(rule),
        reason=plain_or_none(reason),
        accounted=plain(accounted),
    )
    return session.connection().execute(statement).rowcount == 1


def withheld(session: Session, message_row_id: int, reason: str) -> None:
    """Why the acknowledgement of a message did not go out, where that was found out after it was recorded."""
    statement = update(messages).where(messages.c.id == message_row_id).values(reason=plain(reason))
    session.connection().execute(statement)


def silent(session: Session) -> Silent:
    """Number of suppressed = number of tasks, always (RELIABILITY A-0): what breaks that."""
    connection = session.connection()
    acknowledgement = exists().where(
        letters.c.case_id == messages.c.case_id, letters.c.kind == ACKNOWLEDGEMENT
    )
    task = exists().where(tasks.c.message_row_id == messages.c.id)
    withheld_in_case = and_(
        messages.c.accounted == "open",
        or_(messages.c.reason.is_not(None), ~acknowledgement),
        ~task.where(tasks.c.reason == OWED),
    )
    withheld_without = and_(
        messages.c.reason.is_not(None),
        messages.c.case_id.is_(None),
        messages.c.kind.in_(_OWED_WITHOUT_CASE),
        ~task,
    )
    query = select(messages.c.id).where(or_(withheld_in_case, withheld_without)).order_by(messages.c.id)
    unwritten = connection.execute(query).scalars().all()
    stuck = or_(
        letters.c.state.in_(["FAILED", "HELD"]),
        and_(letters.c.state == "UNKNOWN", letters.c.settle_at.is_(None)),
        letters.c.bounced_at.is_not(None),
    )
    # A task that was settled before the letter was tried again says nothing of what became of it then.
    since = func.coalesce(
        letters.c.bounced_at, letters.c.settled_at, letters.c.armed_at, letters.c.created_at
    )
    told = exists().where(
        tasks.c.letter_id == letters.c.id,
        or_(tasks.c.settled_at.is_(None), tasks.c.opened_at >= since),
    )
    query = select(letters.c.id).where(stuck, ~told).order_by(letters.c.id)
    return Silent(tuple(unwritten), tuple(connection.execute(query).scalars()))
