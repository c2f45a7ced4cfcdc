"""What was found in a message, as plain values; `extract` finds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A number somebody gave to something. ``source``: "subject", "new", "signature", "forwarded",
    "quoted", "attachment" or "filename"."""

    value: str  # canonical: the firm's own spelling where a pattern matched
    type: str
    source: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the complainant, as typed; nothing is guessed."""

    name: str = ""
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()  # E.164
    postcodes: tuple[str, ...] = ()  # upper case, one space
    postal_address: str = ""
    phone_kinds: tuple[str, ...] = ()  # of each of `phones`, as he named it: "home", "mobile", "work" or ""


@dataclass(frozen=True, slots=True)
class Representative:
    """Somebody who writes for another (DISP 2.7.2R). ``role``: "executor", "attorney", "parliamentary",
    "professional", "family", "carer" or "representative"; ``for_name`` as typed, "" where none is."""

    role: str
    for_name: str
    phrase: str  # the words that say so


@dataclass(frozen=True, slots=True)
class Cue:
    """A sign of vulnerability for a person to judge (FG21/1). P0 pages somebody at once."""

    driver: str  # "life-risk", "health", "life events", "resilience", "capability"
    phrase: str  # as written
    priority: str  # "P0", "P1", "P2"
    unsafe: bool = False  # a letter could reach somebody who does harm


@dataclass(frozen=True, slots=True)
class Extract:
    """All that was found. Text is masked: no card number survives in it."""

    subject: str = ""
    text: str = ""  # what the author newly wrote, masked
    references: tuple[Reference, ...] = ()
    contact: Contact = Contact()
    missing: tuple[str, ...] = ()  # what an acknowledgement should ask for: "account reference", …
    cues: tuple[Cue, ...] = ()
    topics: tuple[str, ...] = ()
    masked: int = 0  # how many card numbers were masked
    unsafe_contact: bool = False  # an automatic letter could do harm (domestic abuse, "he reads my email")
    representative: Representative | None = None  # the author writes for somebody else
    language: str = "en"  # that the author writes, of those that letters are written in
    likeness: tuple[int, ...] = ()  # what tells whether another text says the same; see `likeness`

    @property
    def life_at_risk(self) -> bool:
        return any(cue.priority == "P0" for cue in self.cues)
