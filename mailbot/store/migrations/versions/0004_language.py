"""The language a complainant is written to in, and what the acknowledgement asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("missing", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("cases", sa.Column("language", sa.String(), nullable=False, server_default="en"))
