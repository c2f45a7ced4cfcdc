"""Run by Alembic, on the connection `Database.upgrade` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from mailbot.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot alter a column
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
