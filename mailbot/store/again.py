"""What is asked of messages that are decided about again.

Faults: none of its own.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from mailbot.store.tables import messages, raw_messages


def kept_after(session: Session, row: int, most: int, since: datetime | None = None) -> list[int]:
    """The next messages after a row whose octets are kept, in the order they came; `since` they were seen."""
    query = select(messages.c.id).join(raw_messages, raw_messages.c.message_row_id == messages.c.id)
    query = query.where(messages.c.id > row).order_by(messages.c.id).limit(most)
    if since is not None:
        query = query.where(messages.c.received_seen_at >= since)
    return list(session.connection().execute(query).scalars())


def with_octets(session: Session, sha256: str) -> list[int]:
    """The rows of messages that are these octets."""
    query = select(messages.c.id).where(messages.c.sha256 == sha256).order_by(messages.c.id)
    return list(session.connection().execute(query).scalars())


def decision(session: Session, message_row_id: int) -> dict[str, str]:
    """What was decided about a message: kind, rule and step."""
    columns = messages.c
    query = select(columns.kind, columns.rule, columns.accounted.label("step")).where(
        columns.id == message_row_id
    )
    return dict(session.connection().execute(query).one()._mapping)
