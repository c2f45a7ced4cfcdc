"""The first schema."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _cases()
    _about_cases()
    _messages()
    _ledger()
    _letters()
    _letter_contents()
    _obligations()
    _tasks()
    _journal()
    _leases()
    _refuse_changes_to_the_journal()


def _cases() -> None:
    op.create_table(
        "cases",
        *_number("id"),
        *_text("reference", "status", "mailbox"),
        *_at("received_at"),
        *_day("received_on"),
        *_text("regime"),
        *_flag("data_protection"),
        *_text("handler_name", "handler_email", "complainant_name"),
        *_text("address", null=True),
        *_text("subject"),
        *_json("topics", "cues", "contact"),
        *_flag("life_at_risk"),
        *_text("thread_token"),
        *_at("opened_at"),
        *_day("reminders_held_until", null=True),
        *_at("closed_at", null=True),
        *_text("outcome", "closed_because", null=True),
        sa.CheckConstraint("status IN ('open', 'closed')", name="ck_cases_status"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("reference", name="uq_cases_reference"),
        sa.UniqueConstraint("thread_token", name="uq_cases_thread_token"),
    )
    op.create_index("ix_cases_handler_email", "cases", ["handler_email"])
    op.create_index("ix_cases_status_received_at", "cases", ["status", "received_at"])
    op.create_table(
        "parties",
        *_number("id", "case_id"),
        *_text("address", "name", "role"),
        _refers("case_id", "cases", "fk_parties_case_id_cases"),
        sa.PrimaryKeyConstraint("id", name="pk_parties"),
        sa.UniqueConstraint("case_id", "address", name="uq_parties_case_id_address"),
    )
    op.create_index("ix_parties_address", "parties", ["address"])


def _about_cases() -> None:
    op.create_table(
        "case_references",
        *_number("id", "case_id"),
        *_text("type", "value", "folded", "source"),
        _refers("case_id", "cases", "fk_case_references_case_id_cases"),
        sa.PrimaryKeyConstraint("id", name="pk_case_references"),
        sa.UniqueConstraint("case_id", "type", "folded", name="uq_case_references_case_id_type_folded"),
    )
    op.create_index("ix_case_references_folded", "case_references", ["folded"])
    op.create_table(
        "case_links",
        *_number("id", "case_id", "other_id"),
        *_text("why"),
        *_at("at"),
        _refers("case_id", "cases", "fk_case_links_case_id_cases"),
        _refers("other_id", "cases", "fk_case_links_other_id_cases"),
        sa.PrimaryKeyConstraint("id", name="pk_case_links"),
        sa.UniqueConstraint("case_id", "other_id", "why", name="uq_case_links_case_id_other_id_why"),
    )
    op.create_index("ix_case_links_other_id", "case_links", ["other_id"])
    op.create_table(
        "notes",
        *_number("id", "case_id"),
        *_at("at"),
        *_text("by"),
        *_long("text"),
        _refers("case_id", "cases", "fk_notes_case_id_cases"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_case_id", "notes", ["case_id"])
    op.create_table(
        "handler_turns",
        *_text("email"),
        *_number("turn"),
        sa.PrimaryKeyConstraint("email", name="pk_handler_turns"),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        *_number("id"),
        *_text("mailbox", "sha256"),
        *_number("size"),
        *_at("internal_date", "received_seen_at"),
        *_text("message_id", "author", null=True),
        *_text("subject", "kind", "rule"),
        *_text("reason", null=True),
        *_text("accounted", "folder"),
        *_number("case_id", null=True),
        *_json("extract"),
        _refers("case_id", "cases", "fk_messages_case_id_cases"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
    )
    op.create_index("ix_messages_author", "messages", ["author"])
    op.create_index("ix_messages_case_id", "messages", ["case_id"])
    op.create_index("ix_messages_message_id", "messages", ["message_id"])
    op.create_index("ix_messages_same", "messages", ["sha256", "internal_date"])
    op.create_table(
        "raw_messages",
        *_number("message_row_id"),
        *_octets("content"),
        _refers("message_row_id", "messages", "fk_raw_messages_message_row_id_messages"),
        sa.PrimaryKeyConstraint("message_row_id", name="pk_raw_messages"),
    )


def _ledger() -> None:
    op.create_table(
        "message_keys",
        *_text("mailbox"),
        *_uid("uidvalidity", "uid"),
        *_number("message_row_id", null=True),
        *_text("settled_to", null=True),
        *_at("settled_at", null=True),
        _refers("message_row_id", "messages", "fk_message_keys_message_row_id_messages"),
        sa.PrimaryKeyConstraint("mailbox", "uidvalidity", "uid", name="pk_message_keys"),
    )
    op.create_index("ix_message_keys_message_row_id", "message_keys", ["message_row_id"])
    op.create_index(
        "ix_message_keys_unsettled",
        "message_keys",
        ["mailbox", "uidvalidity"],
        **_where("settled_to IS NULL"),
    )
    op.create_table(
        "mailbox_epochs",
        *_text("mailbox"),
        *_uid("uidvalidity", "uidnext"),
        *_at("started_at"),
        sa.PrimaryKeyConstraint("mailbox", "uidvalidity", name="pk_mailbox_epochs"),
    )


def _letters() -> None:
    op.create_table(
        "letters",
        *_number("id"),
        *_text("unique_key"),
        *_number("case_id", null=True),
        *_text("kind", "audience"),
        *_number("priority"),
        *_text("recipient", "recipient_key", "message_id", "return_path", "subject"),
        *_text("leaflet_version", "in_reply_to", null=True),
        *_text("state", "state_reason"),
        *_at("created_at", "next_attempt_at"),
        *_number("attempts"),
        *_text("owner", null=True),
        *_at("lease_until", "armed_at", "settle_at", null=True),
        *_flag("second_copy"),
        *_text("reply", null=True),
        *_at("settled_at", "bounced_at", null=True),
        *_text("bounce", null=True),
        sa.CheckConstraint(
            "state IN ('PENDING', 'CLAIMED', 'ARMED', 'SENT', 'UNKNOWN', 'FAILED', 'HELD', 'CANCELLED')",
            name="ck_letters_state",
        ),
        _refers("case_id", "cases", "fk_letters_case_id_cases"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("message_id", name="uq_letters_message_id"),
        sa.UniqueConstraint("unique_key", name="uq_letters_unique_key"),
    )
    op.create_index("ix_letters_armed_at", "letters", ["armed_at"])
    op.create_index("ix_letters_case_id", "letters", ["case_id"])
    op.create_index(
        "ix_letters_due", "letters", ["priority", "next_attempt_at"], **_where("state = 'PENDING'")
    )
    op.create_index(
        "ix_letters_recipient_key_kind_created_at", "letters", ["recipient_key", "kind", "created_at"]
    )
    op.create_index("ix_letters_return_path", "letters", ["return_path"])
    op.create_index(
        "ix_letters_unsettled",
        "letters",
        ["state"],
        **_where("state IN ('CLAIMED', 'ARMED', 'UNKNOWN', 'HELD')"),
    )


def _letter_contents() -> None:
    op.create_table(
        "raw_letters",
        *_number("letter_id"),
        *_octets("content"),
        _refers("letter_id", "letters", "fk_raw_letters_letter_id_letters"),
        sa.PrimaryKeyConstraint("letter_id", name="pk_raw_letters"),
    )
    op.create_table(
        "letter_attempts",
        *_number("id", "letter_id", "number"),
        *_text("owner"),
        *_at("at"),
        *_at("ended_at", null=True),
        *_text("outcome", "reply", null=True),
        _refers("letter_id", "letters", "fk_letter_attempts_letter_id_letters"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_attempts"),
        sa.UniqueConstraint("letter_id", "number", name="uq_letter_attempts_letter_id_number"),
    )


def _obligations() -> None:
    op.create_table(
        "deadlines",
        *_number("id", "case_id"),
        *_text("name"),
        *_day("due_on", "work_by"),
        *_at("due_at"),
        *_text("rule", "because"),
        *_json("steps"),
        *_text("calendar_version"),
        *_at("discharged_at", null=True),
        *_text("discharged_by", null=True),
        *_at("superseded_at", null=True),
        _refers("case_id", "cases", "fk_deadlines_case_id_cases"),
        sa.PrimaryKeyConstraint("id", name="pk_deadlines"),
    )
    op.create_index("ix_deadlines_case_id", "deadlines", ["case_id"])
    op.create_index(
        "ix_deadlines_open",
        "deadlines",
        ["due_at"],
        **_where("superseded_at IS NULL AND discharged_at IS NULL"),
    )
    op.create_index(
        "uq_deadlines_current",
        "deadlines",
        ["case_id", "name"],
        unique=True,
        **_where("superseded_at IS NULL"),
    )
    op.create_table(
        "reminders",
        *_number("id", "deadline_id"),
        *_text("rung"),
        *_at("due_at", "created_at"),
        *_number("letter_id", null=True),
        _refers("deadline_id", "deadlines", "fk_reminders_deadline_id_deadlines"),
        _refers("letter_id", "letters", "fk_reminders_letter_id_letters"),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint("deadline_id", "rung", name="uq_reminders_deadline_id_rung"),
    )
    op.create_index("ix_reminders_letter_id", "reminders", ["letter_id"])
    op.create_index("ix_reminders_unlettered", "reminders", ["due_at"], **_where("letter_id IS NULL"))


def _tasks() -> None:
    op.create_table(
        "tasks",
        *_number("id"),
        *_text("unique_key", "reason", "detail"),
        *_number("case_id", "message_row_id", "letter_id", null=True),
        *_at("due_at", null=True),
        *_text("owner", null=True),
        *_at("opened_at"),
        *_at("settled_at", null=True),
        *_text("settled_by", "outcome", null=True),
        _refers("case_id", "cases", "fk_tasks_case_id_cases"),
        _refers("letter_id", "letters", "fk_tasks_letter_id_letters"),
        _refers("message_row_id", "messages", "fk_tasks_message_row_id_messages"),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sa.UniqueConstraint("unique_key", name="uq_tasks_unique_key"),
    )
    op.create_index("ix_tasks_case_id", "tasks", ["case_id"])
    op.create_index("ix_tasks_letter_id", "tasks", ["letter_id"])
    op.create_index("ix_tasks_message_row_id", "tasks", ["message_row_id"])
    op.create_index("ix_tasks_open", "tasks", ["due_at"], **_where("settled_at IS NULL"))


def _journal() -> None:
    op.create_table(
        "journal",
        *_number("id"),
        *_text("chain"),
        *_number("seq"),
        *_at("at"),
        *_text("name"),
        *_long("fields"),
        *_text("previous_hash", "hash"),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
        sa.UniqueConstraint("chain", "seq", name="uq_journal_chain_seq"),
    )
    op.create_table(
        "journal_heads",
        *_text("chain"),
        *_number("seq"),
        *_text("hash"),
        sa.PrimaryKeyConstraint("chain", name="pk_journal_heads"),
    )


def _leases() -> None:
    op.create_table(
        "leases",
        *_text("name", "owner"),
        *_number("fence"),
        *_at("until"),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )


def _refuse_changes_to_the_journal() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER journal_refuses_{act.lower()} BEFORE {act} ON journal "
                "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()"
    )


def _text(*names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(), nullable=null) for name in names]


def _long(*names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=null) for name in names]


def _at(*names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=null) for name in names]


def _day(*names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Date(), nullable=null) for name in names]


def _number(*names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer(), nullable=null) for name in names]


def _uid(*names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.BigInteger(), nullable=null) for name in names]


def _flag(*names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Boolean(), nullable=null) for name in names]


def _json(*names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.JSON(), nullable=null) for name in names]


def _octets(*names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.LargeBinary(), nullable=null) for name in names]


def _refers(column: str, table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
