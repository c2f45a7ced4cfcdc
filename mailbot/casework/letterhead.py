"""What a deployment decides about every letter: who writes, from where, and what is enclosed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mailbot.complaints.letters import Firm
from mailbot.mail.message import Address
from mailbot.mail.writing.compose import Logo


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The firm's own file, exactly as it was approved."""

    filename: str
    content_type: str
    content: bytes
    version: str
    sha256: str
    approved_by: str = ""
    valid_from: date | None = None
    review_by: date | None = None

    def fault(self, today: date) -> str:
        """Why it is not enclosed on a day; "" where it is."""
        if self.valid_from is not None and today < self.valid_from:
            return f"it is valid from {self.valid_from.isoformat()} only"
        if self.review_by is not None and today > self.review_by:
            return f"its review was due on {self.review_by.isoformat()}"
        return ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a deployment decides about every letter."""

    firm: Firm  # as letters in English name it
    sender: Address
    domain: str  # right-hand side of our Message-IDs
    return_path: str  # a template of `ReturnPath`; "" is the null reverse-path
    reply_to: str = ""  # of mails to colleagues, a template of `ReturnPath`; "" is the sender's address
    leaflet: Leaflet | None = None
    logo: Logo | None = None  # only where a file may be enclosed
    leaflet_with: bool = False  # within the acknowledgement instead of by itself
    headers: Mapping[str, str] = field(default_factory=dict)
    firms: Mapping[str, Firm] = field(default_factory=dict)  # as letters in other languages do

    def firm_in(self, language: str) -> Firm:
        return self.firms.get(language, self.firm)
