"""The signs of life of one process: since when which outage goes on, and when each thing was last done.

Outages are heard from the journal's events, which come in pairs. Safe to use from any thread.

Faults: none.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.store.figures import Figures, Pile
from mailbot.store.journal import Event
from mailbot.watching.canary import Standing as Flown

#: The event that begins an outage → what is out of order; its end → the same.
_BEGINS = {
    "mailbox-trouble": "mailbox",
    "submission-trouble": "submission",
    "database-trouble": "database",
    "breaker-open": "breaker",
    "pages-trouble": "pages",
}
_ENDS = {
    "mailbox-back": "mailbox",
    "mailbox-elsewhere": "mailbox",  # whoever reads it now says how it is
    "submission-back": "submission",
    "database-back": "database",
    "breaker-closed": "breaker",
    "pages-back": "pages",
}
_COUNTED = frozenset(
    {"fault", "message-stuck", "letter-unknown", "letter-bounced", "letter-failed", "letter-unwritten"}
)


@dataclass(frozen=True, slots=True)
class Outage:
    """Something that does not work: `what` is "mailbox", "submission", …; `where` a mailbox's name or ""."""

    what: str
    where: str
    since: datetime
    why: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """How a sign-in by OAuth stands. Whole days; None where there is nothing to end."""

    server: str
    days_left: int | None
    refused: str  # why a person has to act, "" where nobody has
    do: str


@dataclass(frozen=True, slots=True)
class Signs:
    """At one moment. `figures` is None where the database does not answer."""

    now: datetime
    started_at: datetime
    looked: Mapping[str, datetime | None]  # when each mailbox was last read
    outages: tuple[Outage, ...]
    swept_at: datetime | None
    delivered_at: datetime | None  # when the outbox was last worked on
    counted: Mapping[str, int]  # events since the start, by name
    seconds: Mapping[str, float]  # how long each thing took the last time
    figures: Figures | None
    certificates: Mapping[str, datetime] = field(default_factory=dict)  # until when each server's holds
    unread: Mapping[str, Pile | None] = field(default_factory=dict)  # mail the ledger does not know yet
    deaths: int = 0  # of processes that read mail
    sign_ins: tuple[SignIn, ...] = ()
    canaries: Mapping[str, Flown] = field(default_factory=dict)  # by mailbox

    @property
    def database_answers(self) -> bool:
        return self.figures is not None


@dataclass
class Standing:
    """Keeps what was heard; `signs` makes a picture of it."""

    started_at: datetime
    swept_at: datetime | None = None
    delivered_at: datetime | None = None
    on_the_wire: int = 0  # letters then
    seconds: dict[str, float] = field(default_factory=dict)
    _certificates: dict[str, datetime] = field(default_factory=dict)
    _outages: dict[tuple[str, str], Outage] = field(default_factory=dict)
    _counted: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, event: Event) -> None:
        """An event of the journal, as it is printed."""
        where = str(event.fields.get("mailbox") or "")
        with self._lock:
            if event.name in _BEGINS:
                what = _BEGINS[event.name]
                before = self._outages.get((what, where))
                since = before.since if before is not None else event.at
                why = str(event.fields.get("why") or event.name)
                self._outages[what, where] = Outage(what, where, since, why)
            elif event.name in _ENDS:
                self._outages.pop((_ENDS[event.name], where), None)
            elif event.name in _COUNTED:
                self._counted[event.name] += 1

    def at_work(self, now: datetime, on_the_wire: int) -> None:
        """The outbox is being worked on, and so many letters are with a server."""
        self.on_the_wire, self.delivered_at = on_the_wire, now

    def certificate(self, server: str, ends: datetime) -> None:
        """A server showed a certificate that holds until then."""
        with self._lock:
            self._certificates[server] = ends

    def signs(self, now: datetime, looked: Mapping[str, datetime | None], figures: Figures | None) -> Signs:
        with self._lock:
            outages, counted = tuple(self._outages.values()), dict(self._counted)
            certificates = dict(self._certificates)
        return Signs(
            now,
            self.started_at,
            dict(looked),
            outages,
            self.swept_at,
            self.delivered_at,
            counted,
            dict(self.seconds),
            figures,
            certificates,
        )
