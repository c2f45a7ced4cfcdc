"""Which open case was opened with much the same words: the same complaint again, or by another channel."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, select
from sqlmodel import Session

from mailbot.complaints.likeness import ALIKE
from mailbot.complaints.likeness import likeness as how_alike
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
