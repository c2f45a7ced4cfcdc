"""One message as casework gets it: read, and with its two moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot.complaints.findings import Extract
from mailbot.complaints.person import correspondent
from mailbot.mail.message import Address, ParsedMessage
from mailbot.store.received import Key


@dataclass(frozen=True, slots=True)
class Arrival:
    """`internal_date` is when the server received it, the start of the clock; `now` is when we look at it."""

    key: Key
    internal_date: datetime
    raw: bytes
    parsed: ParsedMessage
    extract: Extract
    now: datetime

    @property
    def correspondent(self) -> Address | None:
        """Whom an answer is for: the author, or who filled in a website's form."""
        return correspondent(self.parsed, self.extract)
