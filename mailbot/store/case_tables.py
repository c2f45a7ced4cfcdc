"""The tables about cases, for reading by an operator too; see tables.py."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from mailbot.store.schema import Row, as_json, of, own_id, where


class Case(Row, table=True):
    """Our record of one complaint; ``reference`` is its public name."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'closed')", name="status"),
        Index("ix_cases_status_received_at", "status", "received_at"),
    )

    id: int | None = own_id()
    reference: str = Field(unique=True)
    status: str
    state: str = Field(sa_column_kwargs={"server_default": "opened"})  # complaints/states
    channel: str = Field(sa_column_kwargs={"server_default": "email"})  # by which the complaint came
    mailbox: str
    received_at: datetime
    received_on: date  # the day of receipt in Europe/London
    regime: str  # "standard", "payments", "unconfirmed"
    data_protection: bool
    handler_name: str
    handler_email: str = Field(index=True)
    complainant_name: str
    address: str | None  # as written; casefolded in parties
    subject: str  # masked
    topics: Any = as_json()
    cues: Any = as_json()
    contact: Any = as_json()
    missing: Any = Field(sa_type=JSON, nullable=False, sa_column_kwargs={"server_default": "[]"})  # asked for
    language: str = Field(sa_column_kwargs={"server_default": "en"})  # of letters to the complainant
    life_at_risk: bool
    thread_token: str = Field(unique=True)
    opened_at: datetime
    reminders_held_until: date | None
    closed_at: datetime | None
    outcome: str | None  # how it was closed
    closed_because: str | None
    redress_pence: int | None
    responded_on: date | None  # the day the final response or the summary resolution was sent
    referral_until: date | None  # the last day for going to the Ombudsman (DISP 2.8.2R)
    referred_on: date | None


class Party(Row, table=True):
    """Somebody who may speak in a case: only a party's mail joins it."""

    __tablename__ = "parties"
    __table_args__ = (UniqueConstraint("case_id", "address"),)

    id: int | None = own_id()
    case_id: int = of("cases", index=False)
    address: str = Field(index=True)  # casefolded addr-spec
    name: str
    role: str  # "complainant", "representative", "regulator", …


class CaseReference(Row, table=True):
    """A number by which others know a case: account numbers, the Ombudsman's reference."""

    __tablename__ = "case_references"
    __table_args__ = (UniqueConstraint("case_id", "type", "folded"),)

    id: int | None = own_id()
    case_id: int = of("cases", index=False)
    type: str
    value: str
    folded: str = Field(index=True)  # without case, spaces and hyphens
    source: str


class CaseLink(Row, table=True):
    """One case mentions another, or may be the same complaint again. Nothing is disclosed by it."""

    __tablename__ = "case_links"
    __table_args__ = (UniqueConstraint("case_id", "other_id", "why"),)

    id: int | None = own_id()
    case_id: int = of("cases", index=False)
    other_id: int = of("cases")
    why: str
    at: datetime


class Note(Row, table=True):
    """What a handler wrote on a case."""

    __tablename__ = "notes"

    id: int | None = own_id()
    case_id: int = of("cases")
    at: datetime
    by: str
    text: str = Field(sa_type=Text)


class HandlerTurn(Row, table=True):
    """Whose turn it is: the handler with the lowest number is next."""

    __tablename__ = "handler_turns"

    email: str = Field(primary_key=True)  # casefolded
    turn: int


class Absence(Row, table=True):
    """Days on which a handler is away, as said by a command; others are in the configuration."""

    __tablename__ = "absences"

    id: int | None = own_id()
    email: str = Field(index=True)  # casefolded
    since: date
    until: date  # the last day
    deputy: str | None  # casefolded; None: the one of the configuration
    said_by: str
    said_at: datetime


class Deadline(Row, table=True):
    """A date by which the firm owes something, with its reason. A recomputed one supersedes the old row."""

    __tablename__ = "deadlines"
    __table_args__ = (
        Index("uq_deadlines_current", "case_id", "name", unique=True, **where("superseded_at IS NULL")),
        Index("ix_deadlines_open", "due_at", **where("superseded_at IS NULL AND discharged_at IS NULL")),
        Index("ix_deadlines_look", "look_at", **where("superseded_at IS NULL AND discharged_at IS NULL")),
        Index("ix_deadlines_put_away", "due_at", **where("discharged_by = 'the day has passed'")),
    )

    id: int | None = own_id()
    case_id: int = of("cases")
    name: str
    due_on: date
    work_by: date
    due_at: datetime
    rule: str
    because: str
    steps: Any = as_json()
    calendar_version: str
    discharged_at: datetime | None
    discharged_by: str | None
    superseded_at: datetime | None
    look_at: datetime | None  # when somebody is to be reminded next; NULL: that is to be worked out
    looked_by: str | None  # the ladder and hours by which that was worked out


class Reminder(Row, table=True):
    """One rung of the ladder before a deadline, once; the letter that carried it."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("deadline_id", "rung"),
        Index("ix_reminders_unlettered", "due_at", **where("letter_id IS NULL")),
        Index("ix_reminders_due_at", "due_at"),
    )

    id: int | None = own_id()
    deadline_id: int = of("deadlines", index=False)
    rung: str
    due_at: datetime
    created_at: datetime
    letter_id: int | None = of("letters", null=True)


class Task(Row, table=True):
    """Something that lies before a person, until one settles it."""

    __tablename__ = "tasks"
    __table_args__ = (Index("ix_tasks_open", "due_at", **where("settled_at IS NULL")),)

    id: int | None = own_id()
    unique_key: str = Field(unique=True)
    reason: str
    detail: str
    case_id: int | None = of("cases", null=True)
    message_row_id: int | None = of("messages", null=True)
    letter_id: int | None = of("letters", null=True)
    due_at: datetime | None
    owner: str | None
    opened_at: datetime
    settled_at: datetime | None
    settled_by: str | None
    outcome: str | None
