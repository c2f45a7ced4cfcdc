"""Canaries: complaints mailbot sends to itself, and how far each has come.

That one flies, and that it came back, are events of no case in the journal; the rest is what any complaint
leaves.

Faults: none of its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import desc, select
from sqlmodel import Session

from mailbot.store.journal import Event, Facts, append
from mailbot.store.statements import message_key
from mailbot.store.tables import cases, journal, letters, messages

SENT, BACK = "canary-sent", "canary-back"
_LAST = 50  # canaries; older ones have lapsed


@dataclass(frozen=True, slots=True)
class Flight:
    """One canary. `message_id` is its own, random and known to nobody else; `took` in whole seconds."""

    mailbox: str
    message_id: str
    sent_at: datetime
    took: int | None = None  # None: it is not back yet


@dataclass(frozen=True, slots=True)
class Trace:
    """What it has left behind: a message, a case, an acknowledgement."""

    kind: str
    reason: str  # why its acknowledgement was withheld, "" where it was not
    case: str | None = None  # reference
    is_open: bool = False
    letter: str | None = None  # Message-ID of the acknowledgement
    letter_state: str = ""


def begin(session: Session, flight: Flight) -> Event:
    facts: Facts = {"mailbox": flight.mailbox, "message_id": flight.message_id}
    event = Event(SENT, flight.sent_at, None, facts)
    append(session, [event])
    return event


def end(session: Session, flight: Flight, now: datetime) -> Event:
    took = round((now - flight.sent_at).total_seconds())
    facts: Facts = {"mailbox": flight.mailbox, "message_id": flight.message_id, "seconds": took}
    event = Event(BACK, now, None, facts)
    append(session, [event])
    return event


def flights(session: Session) -> list[Flight]:
    """The last canaries, newest first."""
    found: list[Flight] = []
    back: dict[str, int] = {}
    for name, at, fields in _told(session):
        if name == BACK:
            back[fields["message_id"]] = fields["seconds"]
        else:
            one = Flight(fields["mailbox"], fields["message_id"], at, back.get(fields["message_id"]))
            found.append(one)
    return found


def flies(session: Session, message_id: str | None) -> bool:
    """Whether a message that is taken now is a canary sent lately, and no copy of one."""
    if not any(name == SENT and fields["message_id"] == message_id for name, _, fields in _told(session)):
        return False
    query = select(messages.c.id).where(messages.c.message_id == message_key(message_id))
    return session.connection().execute(query.limit(1)).first() is None


def trace(session: Session, flight: Flight) -> Trace | None:
    """What a canary has left behind; None where its message has not been taken."""
    columns, of = messages.c, letters.c
    query = select(columns.kind, columns.reason, cases.c.reference, cases.c.status, cases.c.id)
    query = query.outerjoin(cases, cases.c.id == columns.case_id)
    query = query.where(columns.message_id == message_key(flight.message_id)).order_by(columns.id).limit(1)
    connection = session.connection()
    found = connection.execute(query).first()
    if found is None:
        return None
    letter = None
    if found.id is not None:
        asked = select(of.message_id, of.state).where(of.case_id == found.id, of.kind == "acknowledgement")
        letter = connection.execute(asked.order_by(of.id).limit(1)).first()
    return Trace(
        found.kind,
        found.reason or "",
        found.reference,
        found.status == "open",
        letter.message_id if letter else None,
        letter.state if letter else "",
    )


def _told(session: Session) -> list[tuple[str, datetime, dict[str, Any]]]:
    """The last events about canaries, newest first."""
    columns = journal.c
    query = select(columns.name, columns.at, columns.fields)
    query = query.where(columns.chain == "", columns.name.in_((SENT, BACK)))
    rows = session.connection().execute(query.order_by(desc(columns.seq)).limit(2 * _LAST))
    return [(row.name, row.at, json.loads(row.fields)) for row in rows]
