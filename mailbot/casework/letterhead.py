"""What a deployment decides about every letter: who writes, from where, and what is enclosed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mailbot.complaints.letters import Firm
from mailbot.mail.message import Address


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The firm's own file, exactly as it was approved."""

    filename: str
    content_type: str
    content: bytes
    version: str
    sha256: str
    review_by: date | None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a deployment decides about every letter."""

    firm: Firm
    sender: Address
    domain: str  # right-hand side of our Message-IDs
    return_path: str  # a template of `ReturnPath`; "" is the null reverse-path
    reply_to: str = ""  # of mails to colleagues, a template of `ReturnPath`; "" is the sender's address
    leaflet: Leaflet | None = None
    leaflet_with: bool = False  # within the acknowledgement instead of by itself
    headers: Mapping[str, str] = field(default_factory=dict)
