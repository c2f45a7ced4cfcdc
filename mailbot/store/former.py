"""What cases were called before the database was put back: a complaint that is read again has another
reference, and its complainant cites the one that our letters bear.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel import Session

from mailbot.store.statements import chunks, folded_reference, message_key
from mailbot.store.tables import case_references, cases, messages

FORMER = "former"  # the type of such a reference
_CITED = (
    select(case_references.c.case_id)
    .where(
        case_references.c.type == FORMER,
        case_references.c.folded.in_(bindparam("numbers", expanding=True)),
    )
    .order_by(case_references.c.case_id)
)


@dataclass(frozen=True, slots=True)
class InCase:
    """A message and the case it belongs to."""

    case: str  # reference
    case_id: int
    message: int  # row
    mailbox: str


def cited(session: Session, references: Collection[str]) -> list[int]:
    """The cases that once had one of these references."""
    numbers = [folded_reference(reference) for reference in references]
    return list(session.connection().execute(_CITED, {"numbers": numbers}).scalars())


def cases_of_messages(session: Session, message_ids: Collection[str]) -> dict[str, InCase]:
    """The case that a message with each of these Message-IDs is in, the latest where there are several."""
    columns = messages.c
    query = (
        select(columns.message_id, cases.c.reference, cases.c.id, columns.id, columns.mailbox)
        .join(cases, cases.c.id == columns.case_id)
        .order_by(columns.id)
    )
    named = {message_key(one): one for one in message_ids}
    found = {}
    for some in chunks(key for key in named if key is not None):
        for row in session.connection().execute(query.where(columns.message_id.in_(some))):
            found[named[row[0]]] = InCase(*row[1:])
    return found
