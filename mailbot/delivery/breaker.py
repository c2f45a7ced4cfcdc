"""Above what a firm's letters are in an hour, those to complainants wait; mail to handlers never does.

It opens at `automatic_letters_per_hour`, and at `surge_factor` times what is usual: the median of the hours
of the last seven days, where there are seven days to tell it from and more than `SURGE_LEAST` in the hour
(RELIABILITY A-36). It closes by itself, once all that wait may go; until then they go as far as the hour has
room for them. Where none has to wait it does not open.

States: closed → open → closed. Each change is journalled once; oversight is told of the first, once a day.

Faults: those of the database.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from mailbot.casework.holding_back import Warn
from mailbot.delivery.settling import Terms
from mailbot.journal import Journal
from mailbot.store import pace
from mailbot.store.pace import Waiting

#: Letters to complainants, which the breaker counts and may hold.
AUTOMATIC = ("acknowledgement", "leaflet", "new_contact", "follow_up")
#: A surge is more than this an hour: five times next to nothing is no storm.
SURGE_LEAST = 200
#: What is usual hardly changes within the hour, and reckoning it takes long.
RECKON_AGAIN = timedelta(hours=1)


class Breaker:
    """What it holds only saves work, and says a change once; how many may go is asked of the rows."""

    def __init__(self, terms: Terms, journal: Journal, warn: Warn) -> None:
        self._terms = terms
        self._journal = journal
        self._warn = warn
        self._open_since: datetime | None = None
        self._usual: float | None = None
        self._reckoned: datetime | None = None

    def room(self, session: Session, now: datetime) -> int:
        """How many letters to complainants may be claimed at `now`."""
        gone = pace.within_the_hour(session, AUTOMATIC, now)
        limit, surge = self._limit(session, now, gone)
        room = max(limit - gone, 0)
        if (room == 0) is (self._open_since is None):  # it may have to be changed
            held = pace.waiting(session, AUTOMATIC, now)
            if room == 0 and held.letters:
                self._open(session, now, held, limit, surge=surge)
            elif room > 0 and held.letters <= room:
                self._close(now)
        return room

    def _limit(self, session: Session, now: datetime, gone: int) -> tuple[int, bool]:
        """The most an hour may have, and whether it is a surge that sets it."""
        most = self._terms.automatic_letters_per_hour
        if self._terms.surge_factor == 0:
            return most, False
        if gone < SURGE_LEAST:
            return min(most, SURGE_LEAST), False  # no further than where it has to be reckoned
        if self._reckoned is None or abs(now - self._reckoned) > RECKON_AGAIN:
            self._usual, self._reckoned = pace.usual(session, AUTOMATIC, now), now
        if self._usual is None:
            return most, False
        surge = max(SURGE_LEAST, int(self._terms.surge_factor * self._usual))
        return min(most, surge), surge < most

    def _open(self, session: Session, now: datetime, held: Waiting, limit: int, *, surge: bool) -> None:
        self._open_since = now
        self._journal.say("breaker-open", now, limit=limit, waiting=held.letters)
        usual = f", {self._terms.surge_factor} times what is usual," if surge else ""
        waits = f"{held.letters} letters to complainants wait"
        if held.since is not None:
            waits += f", the oldest since {held.since:%d %b %H:%M} UTC"
        detail = f"{limit} letters in an hour{usual} is the most: {waits}; find out why"
        self._warn(session, f"breaker:{now:%Y-%m-%d}", "breaker open", detail, now)

    def _close(self, now: datetime) -> None:
        since, self._open_since = self._open_since, None
        self._journal.say("breaker-closed", now, since=since.isoformat() if since else None)
