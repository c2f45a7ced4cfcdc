"""What was received: the ledger of UIDs, and each message with its octets.

A key is (mailbox, UIDVALIDITY, UID), unique. One message may have several: a server that renumbers hands out
new ones (RELIABILITY section 5.2).

Faults: a key that is recorded already raises `Conflict`; the caller begins again and finds it seen.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select, update
from sqlmodel import Session

from mailbot.store.database import Conflict
from mailbot.store.statements import (
    INDEXED,
    chunks,
    folded,
    is_new,
    message_key,
    new_id,
    overwrite,
    packed,
    plain,
    plain_or_none,
    unpacked,
)
from mailbot.store.tables import cases, mailbox_epochs, message_keys, messages, raw_messages

VANISHED = "vanished"  # settled to: somebody removed it before it could be read


@dataclass(frozen=True, slots=True)
class Key:
    mailbox: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that is accounted for."""

    id: int
    settled: str | None  # where it was moved; None: not yet
    wanted: str  # where it is to be moved
    case: str | None  # reference
    kind: str
    accounted: str = ""


def _seen() -> Select[Any]:
    return (
        select(
            messages.c.id,
            message_keys.c.settled_to,
            messages.c.folder,
            cases.c.reference,
            messages.c.kind,
            messages.c.accounted,
        )
        .select_from(message_keys)
        .join(messages, messages.c.id == message_keys.c.message_row_id)
        .outerjoin(cases, cases.c.id == messages.c.case_id)
    )


def _is(key: Key) -> Any:
    columns = message_keys.c
    return (
        (columns.mailbox == key.mailbox) & (columns.uidvalidity == key.uidvalidity) & (columns.uid == key.uid)
    )


_VANISHED = message_keys.c.message_row_id.is_(None)

# Written once: building a statement costs as much as carrying it out.
_BY_KEY = _seen().where(
    message_keys.c.mailbox == bindparam("mailbox"),
    message_keys.c.uidvalidity == bindparam("uidvalidity"),
    message_keys.c.uid == bindparam("uid"),
)
_BY_OCTETS = (
    _seen()
    .where(
        messages.c.sha256 == bindparam("sha256"),
        messages.c.internal_date == bindparam("internal_date"),
    )
    .order_by(messages.c.id)
    .limit(1)
)


def seen(session: Session, key: Key) -> Seen | None:
    about = {"mailbox": key.mailbox, "uidvalidity": key.uidvalidity, "uid": key.uid}
    row = session.connection().execute(_BY_KEY, about).first()
    return None if row is None else Seen(*row)


def known_uids(
    session: Session, mailbox: str, uidvalidity: int, uids: Iterable[int] | None = None
) -> set[int]:
    """The UIDs whose message is in the ledger, or those of `uids`. One noted as vanished is not: should it
    turn up after all it is a message like any other."""
    return _uids(session, mailbox, uidvalidity, uids, message_keys.c.message_row_id.is_not(None))


def _uids(
    session: Session, mailbox: str, uidvalidity: int, uids: Iterable[int] | None, *conditions: Any
) -> set[int]:
    columns = message_keys.c
    query = select(columns.uid).where(
        columns.mailbox == mailbox, columns.uidvalidity == uidvalidity, *conditions
    )
    if uids is None:
        return set(session.connection().execute(query).scalars())
    found: set[int] = set()
    for some in chunks(uids):
        found.update(session.connection().execute(query.where(columns.uid.in_(some))).scalars())
    return found


def same_message(session: Session, sha256: str, internal_date: datetime) -> Seen | None:
    """A message with the same octets that arrived in the same moment, under whatever UID and mailbox."""
    about = {"sha256": sha256, "internal_date": internal_date}
    row = session.connection().execute(_BY_OCTETS, about).first()
    return None if row is None else Seen(*row)


def moved_uids(session: Session, mailbox: str, uidvalidity: int, uids: Iterable[int]) -> set[int]:
    """Those of these UIDs whose message was moved away, or is known to have left."""
    columns = message_keys.c
    conditions = columns.message_row_id.is_not(None), columns.settled_to.is_not(None)
    return _uids(session, mailbox, uidvalidity, uids, *conditions)


def unsettle(session: Session, key: Key) -> None:
    """The message is in the inbox again, and is to be moved again."""
    statement = update(message_keys).where(_is(key)).values(settled_to=None, settled_at=None)
    session.connection().execute(statement)


def release_key(session: Session, key: Key) -> None:
    """The server gave this UID to another message; what was taken under it before is kept without a key."""
    session.connection().execute(delete(message_keys).where(_is(key)))


def attach_key(session: Session, message_row_id: int, key: Key) -> None:
    """The same message under another UID; it keeps the keys it had."""
    _put_key(session, message_row_id, key)


def _put_key(session: Session, message_row_id: int, key: Key) -> None:
    values: dict[str, Any] = {"mailbox": key.mailbox, "uidvalidity": key.uidvalidity, "uid": key.uid}
    values |= {"message_row_id": message_row_id, "settled_to": None, "settled_at": None}
    columns = ["mailbox", "uidvalidity", "uid"]
    # A UID noted as vanished that appears after all is a message like any other.
    if overwrite(session, message_keys, values, columns, where=_VANISHED).first() is None:
        raise Conflict(f"UID {key.uid} of {key.mailbox} is in the ledger already")


def record(
    session: Session,
    *,
    key: Key,
    sha256: str,
    raw: bytes,
    size: int,
    internal_date: datetime,
    received_seen_at: datetime,
    message_id: str | None,
    author: str | None,
    subject: str,
    kind: str,
    rule: str,
    reason: str | None,
    case_id: int | None,
    accounted: str,
    folder: str,
    extract_json: Any,
) -> int:
    """Write down a message, its octets and its key. Text is masked by the caller; the octets are sealed."""
    connection = session.connection()
    values = {
        "mailbox": key.mailbox,
        "sha256": sha256,
        "size": size,
        "internal_date": internal_date,
        "received_seen_at": received_seen_at,
        "message_id": message_key(message_id),
        "author": folded(author) if author else None,
        "subject": plain(subject),
        "kind": kind,
        "rule": rule,
        "reason": plain_or_none(reason),
        "accounted": plain(accounted),
        "folder": folder,
        "case_id": case_id,
        # A caller that has the JSON text already need not take it apart for us.
        "extract": json.loads(extract_json) if isinstance(extract_json, str) else extract_json,
    }
    message_row_id = new_id(connection.execute(insert(messages), values))
    connection.execute(insert(raw_messages), {"message_row_id": message_row_id, "content": packed(raw)})
    _put_key(session, message_row_id, key)
    return message_row_id


def settled(session: Session, key: Key, folder: str, at: datetime) -> bool:
    """The message is where it belongs; False where the ledger does not know the key."""
    statement = update(message_keys).where(_is(key)).values(settled_to=plain(folder, INDEXED), settled_at=at)
    return session.connection().execute(statement).rowcount == 1


def settle_all(
    session: Session, mailbox: str, uidvalidity: int, uids: Collection[int], folder: str, at: datetime
) -> None:
    """These messages are where they belong."""
    columns = message_keys.c
    for some in chunks(uids):
        statement = update(message_keys).where(
            columns.mailbox == mailbox, columns.uidvalidity == uidvalidity, columns.uid.in_(some)
        )
        session.connection().execute(statement.values(settled_to=plain(folder, INDEXED), settled_at=at))


def unsettled(session: Session, mailbox: str, uidvalidity: int) -> dict[int, str]:
    """The UIDs that are accounted for but not yet moved, and where each is to be moved."""
    query = (
        select(message_keys.c.uid, messages.c.folder)
        .join(messages, messages.c.id == message_keys.c.message_row_id)
        .where(
            message_keys.c.mailbox == mailbox,
            message_keys.c.uidvalidity == uidvalidity,
            message_keys.c.settled_to.is_(None),
        )
        .order_by(message_keys.c.uid)
    )
    return {row.uid: row.folder for row in session.connection().execute(query)}


def vanished(session: Session, key: Key, at: datetime) -> bool:
    """Note a UID whose message was gone before it could be read; False where it is in the ledger."""
    values: dict[str, Any] = {"mailbox": key.mailbox, "uidvalidity": key.uidvalidity, "uid": key.uid}
    values |= {"settled_to": VANISHED, "settled_at": at}
    return is_new(session, message_keys, values, ["mailbox", "uidvalidity", "uid"])


def begin_epoch(session: Session, mailbox: str, uidvalidity: int, uidnext: int, at: datetime) -> bool:
    """Remember where our accounting begins; True the first time this UIDVALIDITY is met."""
    values = {"mailbox": mailbox, "uidvalidity": uidvalidity, "uidnext": uidnext, "started_at": at}
    return is_new(session, mailbox_epochs, values, ["mailbox", "uidvalidity"])


def epoch_begins(session: Session, mailbox: str, uidvalidity: int) -> int | None:
    """The UIDNEXT of the first look at this UIDVALIDITY; None where there was none yet."""
    columns = mailbox_epochs.c
    query = select(columns.uidnext).where(columns.mailbox == mailbox, columns.uidvalidity == uidvalidity)
    found: int | None = session.connection().execute(query).scalar()
    return found


def first_look(session: Session, mailbox: str) -> datetime | None:
    """When mailbot began to read this mailbox."""
    query = select(func.min(mailbox_epochs.c.started_at)).where(mailbox_epochs.c.mailbox == mailbox)
    found: datetime | None = session.connection().execute(query).scalar()
    return found


def ledger_uids(session: Session, mailbox: str, uidvalidity: int, first: int, before: int) -> set[int]:
    """The UIDs from `first` up to `before` that are accounted for, vanished ones too."""
    columns = message_keys.c
    return _uids(session, mailbox, uidvalidity, None, columns.uid >= first, columns.uid < before)


def raw(session: Session, message_row_id: int) -> bytes:
    """The octets of a message, exactly as fetched."""
    query = select(raw_messages.c.content).where(raw_messages.c.message_row_id == message_row_id)
    return unpacked(session.connection().execute(query).scalar_one())


def extract_of(session: Session, message_row_id: int) -> Any:
    """What was found in a message when it was received."""
    query = select(messages.c.extract).where(messages.c.id == message_row_id)
    return session.connection().execute(query).scalar_one()
