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
    """`internal_date` is when the server says it received it; `now` is when we look at it.

    `whole`: the octets are all of it, and not the beginning of a message that is too large.
    """

    key: Key
    internal_date: datetime
    raw: bytes
    parsed: ParsedMessage
    extract: Extract
    now: datetime
    whole: bool = True

    @property
    def received_at(self) -> datetime:
        """The start of the clock: INTERNALDATE, unless the server's is no date mail was ever received on."""
        return self.internal_date if 1990 <= self.internal_date.year < 2100 else self.now

    @property
    def correspondent(self) -> Address | None:
        """Whom an answer is for: the author, or who filled in a website's form."""
        return correspondent(self.parsed, self.extract)
