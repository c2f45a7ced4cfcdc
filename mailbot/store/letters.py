"""Letters as values: put once, asked about. The outbox moves them; see outbox.py.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, insert, or_, select
from sqlmodel import Session

from mailbot.store.statements import (
    INDEXED,
    message_key,
    packed,
    person,
    plain,
    plain_or_none,
    put_once,
    unpacked,
)
from mailbot.store.tables import cases, letter_attempts, letters, raw_letters

ALERT = "alert"  # somebody is to look at once
HANDLER = "handler"  # the audience that is not the complainant


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter without its octets."""

    id: int
    unique_key: str
    case: str | None  # reference
    case_id: int | None
    kind: str
    audience: str
    recipient: str
    message_id: str
    return_path: str
    subject: str
    leaflet_version: str | None
    in_reply_to: str | None
    act: dict[str, str] | None  # what its sending does to the case: "says", "by", "via"
    state: str
    state_reason: str
    created_at: datetime
    next_attempt_at: datetime
    attempts: int
    owner: str | None
    lease_until: datetime | None
    armed_at: datetime | None
    settle_at: datetime | None
    second_copy: bool
    reply: str | None
    settled_at: datetime | None
    bounced_at: datetime | None
    bounce: str | None
    stopped: str  # what a person must consider before it goes


@dataclass(frozen=True, slots=True)
class OutboxLetter:
    """A letter claimed, with the exact octets to send."""

    id: int
    case: str | None  # reference
    case_id: int | None
    kind: str
    audience: str
    recipient: str
    message_id: str
    return_path: str
    attempts: int  # this one included
    second_copy: bool
    created_at: datetime
    leaflet_version: str | None
    act: dict[str, str] | None
    raw: bytes


@dataclass(frozen=True, slots=True)
class NewLetter:
    unique_key: str
    case_id: int | None
    kind: str
    audience: str  # "complainant" or "handler"
    recipient: str
    message_id: str
    return_path: str  # reverse-path; "" is the null reverse-path
    subject: str
    raw: bytes
    not_before: datetime
    leaflet_version: str | None = None
    in_reply_to: str | None = None
    held: str = ""  # why it must wait for a person; "" when it need not
    act: dict[str, str] | None = None  # what its sending does to the case: "says", "by", "via"


@dataclass(frozen=True, slots=True)
class Attempt:
    number: int
    owner: str
    at: datetime
    ended_at: datetime | None
    outcome: str | None
    reply: str | None


def _columns(of: type) -> list[ColumnElement[Any]]:
    return [
        cases.c.reference.label("case") if each.name == "case" else letters.c[each.name]
        for each in fields(of)
        if each.name != "raw"
    ]


# Written once: building a statement costs as much as carrying it out.
_LETTERS = select(*_columns(Letter)).select_from(letters).outerjoin(cases, cases.c.id == letters.c.case_id)
_BY_ID = _LETTERS.where(letters.c.id == bindparam("which"))
_BY_MESSAGE_ID = _LETTERS.where(letters.c.message_id == bindparam("which"))
_WITH_OCTETS = (
    select(*_columns(OutboxLetter), raw_letters.c.content.label("raw"))
    .select_from(letters)
    .join(raw_letters, raw_letters.c.letter_id == letters.c.id)
    .outerjoin(cases, cases.c.id == letters.c.case_id)
    .where(letters.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(letters.c.priority, letters.c.created_at, letters.c.id)
)


def put(session: Session, letter: NewLetter, *, now: datetime | None = None) -> int | None:
    """Add a letter and return its id; None where its key is there already."""
    values = {
        "unique_key": plain(letter.unique_key, INDEXED),
        "case_id": letter.case_id,
        "kind": letter.kind,
        "audience": letter.audience,
        # Reminders, alerts and what people release are few and pressing; a flood of acknowledgements must not
        # starve them.
        "priority": -1 if letter.kind == ALERT else 0 if letter.audience == HANDLER or letter.act else 1,
        "recipient": plain(letter.recipient, INDEXED),
        "recipient_key": person(letter.recipient),
        "recipient_domain": person(letter.recipient).rpartition("@")[2],
        "message_id": plain(letter.message_id, INDEXED),
        "return_path": plain(letter.return_path, INDEXED),
        "subject": plain(letter.subject),
        "leaflet_version": plain_or_none(letter.leaflet_version),
        "in_reply_to": message_key(letter.in_reply_to),
        "act": letter.act,
        "state": "HELD" if letter.held else "PENDING",
        "state_reason": plain(letter.held),
        "created_at": now or letter.not_before,
        "next_attempt_at": letter.not_before,
        "attempts": 0,
        "second_copy": False,
    }
    letter_id = put_once(session, letters, values, ["unique_key"])
    if letter_id is not None:
        content = {"letter_id": letter_id, "content": packed(letter.raw)}
        session.connection().execute(insert(raw_letters), content)
    return letter_id


def get(session: Session, letter_id: int) -> Letter | None:
    return _one(session, _BY_ID, letter_id)


def by_message_id(session: Session, message_id: str) -> Letter | None:
    key = message_key(message_id)
    return None if key is None else _one(session, _BY_MESSAGE_ID, key)


def list_letters(
    session: Session,
    *,
    states: Collection[str] | None = None,
    case: str | None = None,
    kind: str | None = None,
    limit: int = 500,
) -> list[Letter]:
    """The newest first."""
    query = _LETTERS
    if states is not None:
        query = query.where(letters.c.state.in_(list(states)))
    if case is not None:
        query = query.where(cases.c.reference == case)
    if kind is not None:
        query = query.where(letters.c.kind == kind)
    rows = session.connection().execute(query.order_by(letters.c.id.desc()).limit(limit)).mappings()
    return [Letter(**row) for row in rows]


def show(session: Session, letter_id: int) -> bytes | None:
    """The exact octets of a letter."""
    query = select(raw_letters.c.content).where(raw_letters.c.letter_id == letter_id)
    content = session.connection().execute(query).scalar_one_or_none()
    return None if content is None else unpacked(content)


def attempts(session: Session, letter_id: int) -> list[Attempt]:
    columns = letter_attempts.c
    query = select(
        columns.number, columns.owner, columns.at, columns.ended_at, columns.outcome, columns.reply
    )
    query = query.where(columns.letter_id == letter_id).order_by(columns.number)
    return [Attempt(*row) for row in session.connection().execute(query)]


def counts(session: Session) -> dict[str, int]:
    """How many letters there are in each state."""
    query = select(letters.c.state, func.count()).group_by(letters.c.state)
    return {row[0]: row[1] for row in session.connection().execute(query)}


def waiting(session: Session) -> dict[str, int]:
    """How many letters in each state wait for us; what a person must judge is not among them."""
    query = select(letters.c.state, func.count()).where(
        or_(
            letters.c.state.in_(["PENDING", "CLAIMED", "ARMED"]),
            and_(letters.c.state == "UNKNOWN", letters.c.settle_at.is_not(None)),
        )
    )
    return {row[0]: row[1] for row in session.connection().execute(query.group_by(letters.c.state))}


def sent_since(session: Session, since: datetime, kinds: Collection[str]) -> int:
    """How many letters of these kinds may have gone out since then, of known and of unknown fate."""
    query = select(func.count()).where(letters.c.armed_at >= since, letters.c.kind.in_(list(kinds)))
    return session.connection().execute(query).scalar_one()


def _one(session: Session, query: Select[Any], which: int | str) -> Letter | None:
    row = session.connection().execute(query, {"which": which}).mappings().first()
    return None if row is None else Letter(**row)


def claimed(session: Session, ids: Collection[int]) -> list[OutboxLetter]:
    """Letters with their octets, in the order in which they are to be sent."""
    rows = session.connection().execute(_WITH_OCTETS, {"ids": list(ids)}).mappings()
    return [OutboxLetter(**{**row, "raw": unpacked(row["raw"])}) for row in rows]
