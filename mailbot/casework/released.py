"""What becomes of a case when a letter that a handler released went out, or came back."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from mailbot.store.outbox import Letter, OutboxLetter


class Afterwards(Protocol):
    """Does to the case what the letter's `act` says, once it is `sent`; undoes it where it came back."""

    def __call__(
        self, session: Session, letter: Letter | OutboxLetter, now: datetime, *, sent: bool
    ) -> None: ...
