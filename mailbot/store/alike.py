"""Which case holds the very same message, or was opened with much the same words: the complaint came again,
perhaps by another channel."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import Session

from mailbot.complaints.likeness import ALIKE
from mailbot.complaints.likeness import likeness as how_alike
from mailbot.store.statements import folded, plain
from mailbot.store.tables import cases, messages

_MOST = 20  # cases that are compared: the newest
_OPENED_WITH = (
    select(cases.c.reference, messages.c.extract)
    .select_from(messages)
    .join(cases, cases.c.id == messages.c.case_id)
    .where(
        messages.c.case_id.in_(bindparam("candidates", expanding=True)),
        messages.c.accounted == "open",
        cases.c.status == "open",
    )
    .order_by(messages.c.id)
)
_TWIN = (
    select(cases.c.reference)
    .select_from(messages)
    .join(cases, cases.c.id == messages.c.case_id)
    .where(
        or_(
            messages.c.sha256 == bindparam("sha256"),
            and_(
                messages.c.message_id == bindparam("message_id"),
                messages.c.author == bindparam("author"),
                messages.c.subject == bindparam("subject"),
            ),
        )
    )
    .order_by(messages.c.id)
    .limit(1)
)


def open_case_like(session: Session, likeness: tuple[int, ...], candidates: Collection[int]) -> str | None:
    """The reference of the earliest of these cases that is open and reads like the text, or None."""
    if not likeness or not candidates:
        return None
    about = {"candidates": sorted(candidates)[-_MOST:]}
    for reference, extract in session.connection().execute(_OPENED_WITH, about):
        if how_alike(likeness, tuple(extract.get("likeness", ()))) >= ALIKE:
            found: str = reference
            return found
    return None


def twin(
    session: Session, sha256: str, message_id: str | None, author: str | None, subject: str
) -> str | None:
    """The case of the same octets received another time, or of a message that says it is the same.

    The Message-ID alone proves nothing: some senders give every mail the same (RELIABILITY section 5.2).
    """
    about = {
        "sha256": sha256 or "-",
        "message_id": message_id or "-",
        "author": folded(author) if author else "-",
        "subject": plain(subject),
    }
    found: str | None = session.connection().execute(_TWIN, about).scalar()
    return found
