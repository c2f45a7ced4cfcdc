"""What a letter that a handler released does to its case: when it is about to go, has gone, or came back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from sqlmodel import Session

from mailbot.store.outbox import Letter, OutboxLetter


class LetterActs(Protocol):
    """Of a letter without an `act`, or of no case, all three do nothing."""

    def refusal(self, session: Session, letter: Letter | OutboxLetter, now: datetime) -> str:
        """Why what it says cannot be recorded as the case stands, so that it must not go; else ""."""
        ...

    def went(self, session: Session, letter: Letter | OutboxLetter, now: datetime) -> None:
        """It was sent: do what its act says."""
        ...

    def came_back(self, session: Session, letter: Letter | OutboxLetter, now: datetime) -> None:
        """It did not arrive: undo what it did, where nothing else was done since."""
        ...

    def posted(
        self, session: Session, letter: Letter | OutboxLetter, by: str, now: datetime, *, on: date
    ) -> None:
        """It went by post instead, on a London day. Raises `NotAllowed` where its act cannot be done."""
        ...
