"""The ledger of UIDs, asked about as a whole: what a reconciliation compares a mailbox with.

Everything here reads. What may be long comes as an iterator, and is to be used up within the session.

Faults: none of its own.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, select
from sqlmodel import Session

from mailbot.store.received import VANISHED
from mailbot.store.statements import chunks, message_key
from mailbot.store.tables import cases, journal, mailbox_epochs, message_keys, messages, tasks

#: The event, and the beginning of the task's key, of UIDs missing by the thousand.
SKIPPED = "uids-skipped"
_AT_A_TIME = 2000  # rows fetched of a long answer
#: How far the clocks of a mail server and of mailbot may be apart.
APART = timedelta(hours=1)
NEVER = 2100  # the year; a server that says so says nothing
_LAST = 200  # rows; more than anybody drags in between two that arrive


@dataclass(frozen=True, slots=True)
class Epoch:
    """One UIDVALIDITY; UIDs from `begins` on are ours to account for."""

    uidvalidity: int
    begins: int
    last: int | None  # the highest UID in the ledger


@dataclass(frozen=True, slots=True)
class Taken:
    """A UID whose message is accounted for."""

    uid: int
    message: int  # row
    seen_at: datetime
    wanted: str  # where it is to be moved
    settled_to: str | None
    case: str | None  # reference


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a message is recognised by without its octets."""

    message: int  # row
    message_id: str | None
    internal_date: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Filed:
    """A message that was moved to a folder."""

    message: int  # row
    uid: int
    case: str | None  # reference


@dataclass(frozen=True, slots=True)
class Gap:
    """A UID that was gone before it could be read, and what lies before a person because of it."""

    uidvalidity: int
    uid: int
    task: int | None  # None: nobody was told
    open: bool


@dataclass(frozen=True, slots=True)
class Skipped:
    """UIDs of which so many at once were missing that they were laid before a person as one."""

    uidvalidity: int
    first: int
    last: int
    task: int | None
    open: bool


def epochs(session: Session, mailbox: str) -> list[Epoch]:
    """Every numbering of this mailbox that was ever met, the earliest first."""
    columns, keys = mailbox_epochs.c, message_keys.c
    last = (
        select(func.max(keys.uid))
        .where(keys.mailbox == columns.mailbox, keys.uidvalidity == columns.uidvalidity)
        .scalar_subquery()
    )
    query = select(columns.uidvalidity, columns.uidnext, last).where(columns.mailbox == mailbox)
    return [Epoch(*row) for row in session.connection().execute(query.order_by(columns.started_at))]


def taken(session: Session, mailbox: str, uidvalidity: int, uids: Collection[int]) -> dict[int, Taken]:
    """Those of these UIDs whose message is in the ledger."""
    keys = message_keys.c
    query = (
        select(
            keys.uid,
            messages.c.id,
            messages.c.received_seen_at,
            messages.c.folder,
            keys.settled_to,
            cases.c.reference,
        )
        .select_from(message_keys)
        .join(messages, messages.c.id == keys.message_row_id)
        .outerjoin(cases, cases.c.id == messages.c.case_id)
        .where(keys.mailbox == mailbox, keys.uidvalidity == uidvalidity)
    )
    found = {}
    for some in chunks(uids):
        for row in session.connection().execute(query.where(keys.uid.in_(some))):
            found[row[0]] = Taken(*row)
    return found


def uids(session: Session, mailbox: str, uidvalidity: int, first: int, before: int) -> Iterator[int]:
    """The UIDs from `first` up to `before` that are accounted for, vanished ones too, ascending."""
    keys = message_keys.c
    query = select(keys.uid).where(
        keys.mailbox == mailbox, keys.uidvalidity == uidvalidity, keys.uid >= first, keys.uid < before
    )
    yield from _streamed(session, query.order_by(keys.uid)).scalars()


def gaps(session: Session, mailbox: str) -> list[Gap]:
    """UIDs noted as gone before they could be read."""
    keys = message_keys.c
    named = key_named("vanished")
    query = (
        select(keys.uidvalidity, keys.uid, tasks.c.id, tasks.c.settled_at)
        .select_from(message_keys)
        .outerjoin(tasks, tasks.c.unique_key == named)
        .where(keys.mailbox == mailbox, keys.settled_to == VANISHED, keys.message_row_id.is_(None))
        .order_by(keys.uidvalidity, keys.uid)
    )
    return [
        Gap(row[0], row[1], row[2], open=row[2] is not None and row[3] is None)
        for row in session.connection().execute(query)
    ]


def skipped(session: Session, mailbox: str) -> list[Skipped]:
    """The ranges of UIDs that were noted as one, as the journal tells them."""
    query = select(journal.c.fields).where(journal.c.chain == "", journal.c.name == SKIPPED)
    told = [json.loads(row) for row in session.connection().execute(query).scalars()]
    found = []
    for fields in told:
        if fields["mailbox"] == mailbox:
            epoch, first = fields["uidvalidity"], fields["first"]
            about = select(tasks.c.id, tasks.c.settled_at)
            about = about.where(tasks.c.unique_key == f"{SKIPPED}:{mailbox}:{epoch}:{first}")
            task = session.connection().execute(about).first()
            waits = task is not None and task.settled_at is None
            found.append(Skipped(epoch, first, fields["last"], task.id if task else None, open=waits))
    return found


def like(
    session: Session, message_ids: Collection[str], moments: Collection[datetime]
) -> dict[str, list[Likeness]]:
    """Messages with one of these Message-IDs that were received at one of these moments, by Message-ID."""
    known = {key for key in map(message_key, message_ids) if key is not None}
    found: dict[str, list[Likeness]] = {}
    for some in chunks(sorted(known)):
        for one in _likenesses(session, messages.c.message_id.in_(some), moments):
            found.setdefault(one.message_id or "", []).append(one)
    return found


def nameless(session: Session, moment: datetime, size: int) -> list[int]:
    """The rows of the messages of this size without a Message-ID that were received at this moment."""
    columns = messages.c
    query = select(columns.id).where(
        columns.internal_date == moment, columns.size == size, columns.message_id.is_(None)
    )
    return list(session.connection().execute(query).scalars())


def with_octets(session: Session, sha256: str) -> list[int]:
    """The rows of the messages with these octets."""
    query = select(messages.c.id).where(messages.c.sha256 == sha256)
    return list(session.connection().execute(query).scalars())


def filed(
    session: Session, mailbox: str, folder: str, before: datetime, since: datetime | None
) -> Iterator[Filed]:
    """Messages moved to this folder before a moment; with `since` only those received after that."""
    keys = message_keys.c
    query = (
        select(messages.c.id, keys.uid, cases.c.reference)
        .select_from(message_keys)
        .join(messages, messages.c.id == keys.message_row_id)
        .outerjoin(cases, cases.c.id == messages.c.case_id)
        .where(keys.mailbox == mailbox, keys.settled_to == folder, keys.settled_at < before)
    )
    if since is not None:
        query = query.where(messages.c.internal_date >= since)
    for row in _streamed(session, query.order_by(keys.uidvalidity, keys.uid)):
        yield Filed(*row)


def key_named(what: str) -> ColumnElement[str]:
    """The key of the task about a row of message_keys, as whoever opens one names it."""
    keys = message_keys.c
    number = cast(keys.uidvalidity, String) + ":" + cast(keys.uid, String)
    return literal(f"{what}:") + keys.mailbox + ":" + number


def _likenesses(
    session: Session, condition: ColumnElement[bool], moments: Collection[datetime]
) -> Iterator[Likeness]:
    columns = messages.c
    query = select(columns.id, columns.message_id, columns.internal_date, columns.size).where(condition)
    # The moments too: some senders give every mail the same Message-ID.
    query = query.where(and_(columns.internal_date >= min(moments), columns.internal_date <= max(moments)))
    wanted = set(moments)
    for row in _streamed(session, query.order_by(columns.id)):
        if row.internal_date in wanted:
            yield Likeness(*row)


def _streamed(session: Session, query: Any) -> Any:
    return session.connection().execute(query.execution_options(yield_per=_AT_A_TIME))


def is_receipt(internal_date: datetime, seen_at: datetime) -> bool:
    """Whether a message seen then can have been received on this date; no date at all is one of 1970."""
    return 1990 <= internal_date.year < NEVER and internal_date <= seen_at + APART


def last_came_in(session: Session) -> datetime | None:
    """When the newest of the messages taken last came in: what time it was at least, by the mail server.

    A date that was still to come when the message was taken tells nothing, nor does none at all; unless the
    clock of a case began with it, for then ours was known to be behind.
    """
    columns = messages.c
    query = select(columns.internal_date, columns.received_seen_at, cases.c.received_at)
    query = query.outerjoin(cases, cases.c.id == columns.case_id).order_by(columns.id.desc()).limit(_LAST)
    rows = session.connection().execute(query)
    believed = (date for date, seen_at, began in rows if is_receipt(date, seen_at) or date == began)
    return max(believed, default=None)


def last_written(session: Session) -> datetime | None:
    """The latest time in the last of the journal: one still to come says that our clock is behind."""
    query = select(journal.c.at).order_by(journal.c.id.desc()).limit(_LAST)
    return max(session.connection().execute(query).scalars(), default=None)
