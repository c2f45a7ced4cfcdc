"""Letters that wait must not do harm: what a message said since they were written holds them back.

Somebody whose life may be at risk, or whose mail others may read, gets no letter that was decided before
that was known until a person has considered it (FG21/1, DESIGN section 2).

Faults: those of the database.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from mailbot.reading.arrival import Arrival
from mailbot.store import stopping
from mailbot.store.cases import Case
from mailbot.store.journal import Event
from mailbot.store.outbox import Letter, OutboxLetter

LETTER_HELD = "letter held"  # the reason of its task


class Warn(Protocol):
    """Lays something before a person and, unless it is about one letter, tells oversight, once per key;
    False where it lay there already."""

    def __call__(
        self,
        session: Session,
        key: str,
        reason: str,
        detail: str,
        now: datetime,
        *,
        letter: Letter | OutboxLetter | None = None,
    ) -> bool: ...


def hold_back(session: Session, warn: Warn, arrival: Arrival, case: Case | None) -> list[Event]:
    """Hold what waits for the case a message belongs to, and for its author, where the message says why."""
    extract, author = arrival.extract, arrival.correspondent
    why = "life may be at risk" if extract.life_at_risk else ""
    why = why or ("contact may not be safe" if extract.unsafe_contact else "")
    if not why:
        return []
    why = f"a message that came since says that {why}"
    stopped = stopping.stop(
        session, why, case_id=case.id if case else None, recipient=author.addr_spec if author else None
    )
    return [held(session, warn, letter, why, arrival.now) for letter in stopped]


def held(session: Session, warn: Warn, letter: Letter | OutboxLetter, why: str, now: datetime) -> Event:
    """A letter that is HELD lies before a person, with the reason."""
    detail = f"{letter.kind.replace('_', ' ')} to {letter.recipient} was not sent: {why}"
    warn(session, f"held:{letter.id}:{now.isoformat()}", LETTER_HELD, detail, now, letter=letter)
    return Event("letter-held", now, letter.case, {"letter": letter.id, "kind": letter.kind, "why": why})
