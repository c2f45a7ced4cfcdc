"""Cases: opening one, who belongs to it, what is known about it, and what handlers do with it.

Nothing here writes the journal: whoever decides also says so, in the same transaction.

Faults: `Conflict` for a reference or token that exists already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, or_, select, update
from sqlmodel import Session

from mailbot.complaints.receipt import QUIET
from mailbot.store.handling import ANSWERED as ANSWERED
from mailbot.store.handling import amend as amend
from mailbot.store.handling import assign as assign
from mailbot.store.handling import move as move
from mailbot.store.handling import next_handler as next_handler
from mailbot.store.handling import note as note
from mailbot.store.handling import open_of_party as open_of_party
from mailbot.store.handling import unanswered as unanswered
from mailbot.store.known import known as known
from mailbot.store.statements import INDEXED, folded, folded_reference, is_new, new_id, plain, plain_or_none
from mailbot.store.tables import case_links, case_references, cases, deadlines, messages, parties
from mailbot.store.timeline import Happening as Happening
from mailbot.store.timeline import timeline as timeline


@dataclass(frozen=True, slots=True)
class NewCase:
    reference: str
    mailbox: str
    received_at: datetime
    received_on: date
    regime: str
    data_protection: bool
    handler_name: str
    handler_email: str
    complainant_name: str
    address: str | None
    subject: str  # masked
    topics: Sequence[str]
    cues: Sequence[Mapping[str, Any]]
    contact: Mapping[str, Any]
    life_at_risk: bool
    thread_token: str
    opened_at: datetime
    channel: str = "email"  # by which the complaint came
    missing: Sequence[str] = ()  # what an acknowledgement asks for
    language: str = "en"  # of letters to the complainant
    message_row_id: int | None = None  # of the message that opened it, where that is recorded already


@dataclass(frozen=True, slots=True)
class Case:
    id: int
    reference: str
    status: str  # "open" or "closed"
    state: str  # complaints/states
    mailbox: str
    received_at: datetime
    received_on: date
    regime: str
    data_protection: bool
    handler_name: str
    handler_email: str
    complainant_name: str
    address: str | None
    subject: str
    topics: Sequence[str]
    cues: Sequence[Mapping[str, Any]]
    contact: Mapping[str, Any]
    life_at_risk: bool
    thread_token: str
    opened_at: datetime
    channel: str = "email"
    missing: Sequence[str] = ()
    language: str = "en"
    reminders_held_until: date | None = None
    closed_at: datetime | None = None
    outcome: str | None = None
    closed_because: str | None = None
    redress_pence: int | None = None
    responded_on: date | None = None
    referral_until: date | None = None
    referred_on: date | None = None


@dataclass(frozen=True, slots=True)
class Party:
    address: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class CaseReference:
    type: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list, with the deadline that lapses next."""

    case: Case
    next_due_at: datetime | None
    next_deadline: str | None = field(default=None)


def open_case(session: Session, new: NewCase) -> Case:
    values: dict[str, Any] = {
        each.name: getattr(new, each.name) for each in fields(NewCase) if each.name != "message_row_id"
    }
    for name in ("complainant_name", "subject", "handler_name", "handler_email"):
        values[name] = plain(values[name])
    values["address"] = plain_or_none(new.address, INDEXED)
    values |= {
        "status": "open",
        "state": "opened",
        "topics": list(new.topics),
        "cues": [dict(cue) for cue in new.cues],
        "missing": list(new.missing),
    }
    values["contact"] = dict(new.contact)
    case_id = new_id(session.connection().execute(insert(cases), values))
    if new.message_row_id is not None:
        join(session, case_id, message_row_id=new.message_row_id)
    return Case(id=case_id, **values)


def join(session: Session, case_id: int, *, message_row_id: int) -> bool:
    """A message that is recorded already belongs to this case."""
    statement = update(messages).where(messages.c.id == message_row_id).values(case_id=case_id)
    return session.connection().execute(statement).rowcount == 1


def add_party(session: Session, case_id: int, *, address: str, name: str, role: str) -> bool:
    """Somebody who may speak in the case; False where they may already."""
    values = {"case_id": case_id, "address": folded(address), "name": plain(name), "role": plain(role)}
    return is_new(session, parties, values, ["case_id", "address"])


def add_reference(session: Session, case_id: int, *, type: str, value: str, source: str) -> bool:  # noqa: A002
    """A number by which somebody knows the case; False where it is known already."""
    key = folded_reference(value)
    values = {"case_id": case_id, "type": plain(type, INDEXED), "value": plain(value, INDEXED)}
    values |= {"folded": key, "source": plain(source, INDEXED)}
    return bool(key) and is_new(session, case_references, values, ["case_id", "type", "folded"])


def link(session: Session, case_id: int, other: str, *, why: str, at: datetime) -> bool:
    """Note that one case mentions another, or may be the same; nothing of either is disclosed."""
    other_id = session.connection().execute(select(cases.c.id).where(cases.c.reference == other)).scalar()
    if other_id is None or other_id == case_id:
        return False
    values = {"case_id": case_id, "other_id": other_id, "why": plain(why, INDEXED), "at": at}
    return is_new(session, case_links, values, ["case_id", "other_id", "why"])


def exists(session: Session, reference: str) -> bool:
    query = select(cases.c.id).where(cases.c.reference == reference)
    return session.connection().execute(query).first() is not None


def get(session: Session, reference: str) -> Case | None:
    query = _cases().where(cases.c.reference == reference.strip().upper())
    row = session.connection().execute(query).mappings().first()
    return None if row is None else Case(**row)


def mailbox_and_language(session: Session, case_id: int) -> tuple[str, str]:
    """Where a case came to, and what its complainant is written to in."""
    query = select(cases.c.mailbox, cases.c.language).where(cases.c.id == case_id)
    mailbox, language = session.connection().execute(query).one()
    return mailbox, language


def hold(session: Session, reference: str) -> Case | None:
    """The case as it stands, which nobody else changes before this transaction ends."""
    key = reference.strip().upper()
    session.connection().execute(select(cases.c.id).where(cases.c.reference == key).with_for_update())
    return get(session, reference)


def list_cases(
    session: Session,
    *,
    status: str | None = "open",
    handler: str | None = None,
    due_before: datetime | None = None,
    now: datetime | None = None,
    limit: int = 500,
) -> list[CaseLine]:
    """Cases with the deadline that lapses next, the most pressing first; what has lapsed quietly by `now` is
    none."""
    is_open: list[ColumnElement[bool]] = [
        deadlines.c.superseded_at.is_(None),
        deadlines.c.discharged_at.is_(None),
    ]
    if now is not None:
        is_open.append(or_(deadlines.c.name.not_in(QUIET), deadlines.c.due_at >= now))
    due = (
        select(deadlines.c.case_id, func.min(deadlines.c.due_at).label("due_at"))
        .where(*is_open)
        .group_by(deadlines.c.case_id)
        .subquery()
    )
    name = (
        select(func.min(deadlines.c.name))
        .where(deadlines.c.case_id == cases.c.id, deadlines.c.due_at == due.c.due_at, *is_open)
        .correlate(cases, due)
        .scalar_subquery()
    )
    query = _cases(due.c.due_at.label("next_due_at"), name.label("next_deadline"))
    query = query.outerjoin(due, due.c.case_id == cases.c.id)
    if status is not None:
        query = query.where(cases.c.status == status)
    if handler is not None:
        query = query.where(func.lower(cases.c.handler_email) == handler.lower())
    if due_before is not None:
        query = query.where(due.c.due_at < due_before)
    query = query.order_by(due.c.due_at.is_(None), due.c.due_at, cases.c.id).limit(limit)
    found = []
    for row in session.connection().execute(query).mappings():
        values = dict(row)
        next_due_at, next_deadline = values.pop("next_due_at"), values.pop("next_deadline")
        found.append(CaseLine(Case(**values), next_due_at, next_deadline))
    return found


def parties_of(session: Session, case_id: int) -> list[Party]:
    columns = parties.c
    query = select(columns.address, columns.name, columns.role).where(columns.case_id == case_id)
    return [Party(*row) for row in session.connection().execute(query.order_by(columns.id))]


def references_of(session: Session, case_id: int) -> list[CaseReference]:
    columns = case_references.c
    query = select(columns.type, columns.value, columns.source).where(columns.case_id == case_id)
    return [CaseReference(*row) for row in session.connection().execute(query.order_by(columns.id))]


def links_of(session: Session, case_id: int) -> list[tuple[str, str]]:
    """(reference, why) of the cases this one mentions."""
    query = (
        select(cases.c.reference, case_links.c.why)
        .join(case_links, case_links.c.other_id == cases.c.id)
        .where(case_links.c.case_id == case_id)
        .order_by(case_links.c.id)
    )
    return [(row[0], row[1]) for row in session.connection().execute(query)]


def _cases(*others: Any) -> Select[Any]:
    return select(*(cases.c[each.name] for each in fields(Case)), *others)
