"""How far each case is, by which channel it came, what became of it; when to look at a deadline next; a
letter's domain; who is away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: What a closed case was closed with before → its state.
_CLOSED = {
    "final-response": "final-sent",
    "summary-resolution": "resolved",
    "forwarded": "forwarded",
    "withdrawn": "withdrawn",
    "not-a-complaint": "not-a-complaint",
}


def upgrade() -> None:
    _states()
    _looks()
    _domains()
    _absences()


def _absences() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("deputy", sa.String(), nullable=True),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
    )
    op.create_index("ix_absences_email", "absences", ["email"])


def _looks() -> None:
    op.add_column("deadlines", sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("deadlines", sa.Column("looked_by", sa.String(), nullable=True))
    for name, column, condition in (
        ("ix_deadlines_look", "look_at", "superseded_at IS NULL AND discharged_at IS NULL"),
        ("ix_deadlines_put_away", "due_at", "discharged_by = 'the day has passed'"),
    ):
        where = sa.text(condition)
        op.create_index(name, "deadlines", [column], sqlite_where=where, postgresql_where=where)
    op.create_index("ix_reminders_due_at", "reminders", ["due_at"])


def _domains() -> None:
    op.add_column("letters", sa.Column("recipient_domain", sa.String(), nullable=False, server_default=""))
    key: sa.ColumnClause[str] = sa.column("recipient_key")
    after = (
        sa.func.substr(key, sa.func.instr(key, "@") + 1)
        if op.get_bind().dialect.name == "sqlite"
        else sa.func.split_part(key, "@", 2)
    )
    op.execute(sa.update(sa.table("letters", sa.column("recipient_domain"))).values(recipient_domain=after))
    op.create_index("ix_letters_to_domain", "letters", ["recipient_domain", "created_at"])


def _states() -> None:
    for column in (
        sa.Column("state", sa.String(), nullable=False, server_default="opened"),
        sa.Column("channel", sa.String(), nullable=False, server_default="email"),
        sa.Column("redress_pence", sa.Integer(), nullable=True),
        sa.Column("responded_on", sa.Date(), nullable=True),
        sa.Column("referral_until", sa.Date(), nullable=True),
        sa.Column("referred_on", sa.Date(), nullable=True),
    ):
        op.add_column("cases", column)
    cases = sa.table("cases", *map(sa.column, ("id", "status", "state", "outcome")))
    letters = sa.table("letters", *map(sa.column, ("case_id", "kind", "state", "bounced_at")))
    acknowledged = (
        sa.select(letters.c.case_id)
        .where(letters.c.kind == "acknowledgement", letters.c.state == "SENT", letters.c.bounced_at.is_(None))
        .where(letters.c.case_id.is_not(None))
    )
    op.execute(sa.update(cases).where(cases.c.id.in_(acknowledged)).values(state="acknowledged"))
    was = sa.case(*((cases.c.outcome == old, new) for old, new in _CLOSED.items()), else_="final-sent")
    op.execute(sa.update(cases).where(cases.c.status == "closed").values(state=was))
