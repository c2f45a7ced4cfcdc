"""One message as casework gets it: read, and with its two moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot.complaints.findings import Extract
from mailbot.complaints.person import correspondent
from mailbot.mail.message import Address, ParsedMessage
from mailbot.store.ledger import is_receipt
from mailbot.store.received import Key


@dataclass(frozen=True, slots=True)
class Arrival:
    """`internal_date` is when the server says it received it; `now` is when we look at it.

    `whole`: the octets are all of it, and not the beginning of a message that is too large.
    `filed`: a mailbot has filed it before. `came_in`: where the server tells no date; see reading/receipt.
    `seen_at`: when mailbot first saw it, where that was before `now`. `behind`: our clock is known to be
    behind, and no judge of a date to come.
    """

    key: Key
    internal_date: datetime
    raw: bytes
    parsed: ParsedMessage
    extract: Extract
    now: datetime
    whole: bool = True
    filed: bool = False
    came_in: datetime | None = None
    seen_at: datetime | None = None
    behind: bool = False

    @property
    def first_seen(self) -> datetime:
        """When mailbot first saw it."""
        return self.seen_at or self.now

    @property
    def dated(self) -> bool:
        """Whether the server's INTERNALDATE is a date on which mail can have been received."""
        clock = self.internal_date if self.behind else self.first_seen
        return is_receipt(self.internal_date, clock)

    @property
    def received_at(self) -> datetime:
        """The start of the clock: INTERNALDATE, else when it came in, else when we first saw it."""
        return self.internal_date if self.dated else self.came_in or self.first_seen

    @property
    def correspondent(self) -> Address | None:
        """Whom an answer is for: the author, or who filled in a website's form."""
        return correspondent(self.parsed, self.extract)
