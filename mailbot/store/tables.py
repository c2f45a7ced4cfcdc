"""The tables of mailbot, for reading by an operator too.

Every time is UTC. Addresses used as keys are casefolded. The columns change only by a migration
(``migrations/versions``); a test holds the two to each other. Statements elsewhere use the Core tables at
the end of this module: the ORM costs several times as much on the path of every message.

Faults: a naive datetime is refused by the column type.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field

from mailbot.store import case_tables as case_tables  # declares the tables about cases
from mailbot.store.schema import Row, as_json, of, own_id, where


class Message(Row, table=True):
    """One message received, whatever it turned out to be; its octets are in raw_messages."""

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_same", "sha256", "internal_date"),)

    id: int | None = own_id()
    mailbox: str
    sha256: str  # of the raw octets, hexadecimal
    size: int
    internal_date: datetime  # when the server received it: the start of the clock
    received_seen_at: datetime  # when mailbot first saw it
    message_id: str | None = Field(index=True)  # a hint, never an identity
    author: str | None = Field(index=True)  # casefolded addr-spec
    subject: str  # masked
    kind: str  # DESIGN section 5
    rule: str  # which row of the classification matched
    reason: str | None  # why no acknowledgement went out by itself
    accounted: str  # what became of it
    folder: str  # where it is to be moved
    case_id: int | None = of("cases", null=True)
    extract: Any = as_json()  # references, contact, cues, topics; masked


class RawMessage(Row, table=True):
    """The octets as fetched, compressed (zlib). Apart, so that scans of messages stay small."""

    __tablename__ = "raw_messages"

    message_row_id: int = Field(primary_key=True, foreign_key="messages.id")
    content: bytes = Field(sa_type=LargeBinary)


class MessageKey(Row, table=True):
    """The ledger: every UID a server handed out, and where its message was settled.

    A message keeps its old keys when the server renumbers. A UID whose message somebody removed before it
    could be read has no message and is settled to ``vanished``.
    """

    __tablename__ = "message_keys"
    __table_args__ = (
        Index("ix_message_keys_unsettled", "mailbox", "uidvalidity", **where("settled_to IS NULL")),
    )

    mailbox: str = Field(primary_key=True)
    uidvalidity: int = Field(primary_key=True, sa_type=BigInteger)
    uid: int = Field(primary_key=True, sa_type=BigInteger)
    message_row_id: int | None = of("messages", null=True)
    settled_to: str | None
    settled_at: datetime | None


class MailboxEpoch(Row, table=True):
    """One UIDVALIDITY of one mailbox, and the UIDNEXT when mailbot first looked: UIDs below it that were
    already gone are not ours to account for."""

    __tablename__ = "mailbox_epochs"

    mailbox: str = Field(primary_key=True)
    uidvalidity: int = Field(primary_key=True, sa_type=BigInteger)
    uidnext: int = Field(sa_type=BigInteger)
    started_at: datetime


class Letter(Row, table=True):
    """The outbox and its history: one letter to one recipient (RELIABILITY section 5.3 for the states)."""

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint(
            "state IN ('PENDING', 'CLAIMED', 'ARMED', 'SENT', 'UNKNOWN', 'FAILED', 'HELD', 'CANCELLED')",
            name="state",
        ),
        Index("ix_letters_due", "priority", "next_attempt_at", **where("state = 'PENDING'")),
        Index("ix_letters_unsettled", "state", **where("state IN ('CLAIMED', 'ARMED', 'UNKNOWN', 'HELD')")),
        Index("ix_letters_recipient_key_kind_created_at", "recipient_key", "kind", "created_at"),
        Index("ix_letters_to_domain", "recipient_domain", "created_at"),
    )

    id: int | None = own_id()
    unique_key: str = Field(unique=True)  # what makes putting it twice harmless
    case_id: int | None = of("cases", null=True)
    kind: str  # "acknowledgement", "leaflet", "reminder", …
    audience: str  # "complainant" or "handler"
    priority: int  # lower goes first
    recipient: str
    recipient_key: str  # casefolded
    recipient_domain: str = Field(sa_column_kwargs={"server_default": ""})  # of recipient_key
    message_id: str = Field(unique=True)
    return_path: str = Field(index=True)  # reverse-path; names the letter in a bounce
    subject: str
    leaflet_version: str | None
    in_reply_to: str | None
    act: Any = as_json(null=True)  # what its sending does to the case: "says", "by", "via"
    state: str
    state_reason: str  # why held, unknown or cancelled
    created_at: datetime
    next_attempt_at: datetime
    attempts: int  # registered before the server is called
    owner: str | None
    lease_until: datetime | None
    armed_at: datetime | None = Field(index=True)  # when the last copy may have gone out
    settle_at: datetime | None  # an UNKNOWN letter is not touched before
    second_copy: bool  # it has been unknown once; there is no third copy
    reply: str | None  # what the server said last
    settled_at: datetime | None
    bounced_at: datetime | None
    bounce: str | None  # status and diagnostic of the report
    #: What happened since it was written, so that a person must consider it before it goes.
    stopped: str = Field(sa_column_kwargs={"server_default": ""})


class RawLetter(Row, table=True):
    """The exact octets of a letter, compressed (zlib), fixed when it was decided."""

    __tablename__ = "raw_letters"

    letter_id: int = Field(primary_key=True, foreign_key="letters.id")
    content: bytes = Field(sa_type=LargeBinary)


class LetterAttempt(Row, table=True):
    """One attempt to send a letter: who, when, and what the server replied."""

    __tablename__ = "letter_attempts"
    __table_args__ = (UniqueConstraint("letter_id", "number"),)

    id: int | None = own_id()
    letter_id: int = of("letters", index=False)
    number: int
    owner: str
    at: datetime
    ended_at: datetime | None
    outcome: str | None
    reply: str | None


class JournalEntry(Row, table=True):
    """What happened, append-only (triggers refuse change), hash-chained for each case."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("chain", "seq"),)

    id: int | None = own_id()
    chain: str  # the case reference; "" for events of no case
    seq: int
    at: datetime
    name: str
    fields: str = Field(sa_type=Text)  # canonical JSON, exactly as hashed
    previous_hash: str
    hash: str


class JournalHead(Row, table=True):
    """The last entry of each chain, so that a chain cut short is noticed."""

    __tablename__ = "journal_heads"

    chain: str = Field(primary_key=True)
    seq: int
    hash: str


class Lease(Row, table=True):
    """Who does a thing that only one daemon may do. ``fence`` grows with every change of owner."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True)
    owner: str
    fence: int
    until: datetime


METADATA = Row.metadata

messages = METADATA.tables["messages"]
raw_messages = METADATA.tables["raw_messages"]
message_keys = METADATA.tables["message_keys"]
mailbox_epochs = METADATA.tables["mailbox_epochs"]
cases = METADATA.tables["cases"]
parties = METADATA.tables["parties"]
case_references = METADATA.tables["case_references"]
case_links = METADATA.tables["case_links"]
notes = METADATA.tables["notes"]
absences = METADATA.tables["absences"]
handler_turns = METADATA.tables["handler_turns"]
letters = METADATA.tables["letters"]
raw_letters = METADATA.tables["raw_letters"]
letter_attempts = METADATA.tables["letter_attempts"]
deadlines = METADATA.tables["deadlines"]
reminders = METADATA.tables["reminders"]
tasks = METADATA.tables["tasks"]
journal = METADATA.tables["journal"]
journal_heads = METADATA.tables["journal_heads"]
leases = METADATA.tables["leases"]

#: In the words of the partial indexes: with values bound to them SQLite would not use those.
PENDING = text("letters.state = 'PENDING'")
UNSETTLED = text("letters.state IN ('CLAIMED', 'ARMED', 'UNKNOWN', 'HELD')")
