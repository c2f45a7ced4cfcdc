"""What a person must consider before a letter that waits goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letters", sa.Column("stopped", sa.String(), nullable=False, server_default=""))
