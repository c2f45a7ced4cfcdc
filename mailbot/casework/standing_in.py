"""Who acts for a handler who is away: the deputy, the deputy's deputy, the lead, oversight.

Faults: those of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session

from mailbot.complaints.practice import Handler
from mailbot.mail.message import Address
from mailbot.store import absences


class StandingIn:
    """Reads who is away; holds nothing that changes. `lead`: where nobody else stands in."""

    def __init__(self, handlers: Sequence[Handler], lead: Address | None) -> None:
        self._handlers = {handler.email.casefold(): handler for handler in handlers}
        self._lead = lead

    def away(self, session: Session, day: date) -> dict[str, str]:
        """Who is away on a London day, by address, and the deputy's address ("" where there is none)."""
        said = absences.on(session, day)
        planned = {key for key, one in self._handlers.items() if day in one.away}
        return {
            key: (said.get(key) or (one.deputy.casefold() if (one := self._handlers.get(key)) else ""))
            for key in planned | said.keys()
        }

    def present(self, session: Session, day: date) -> list[Handler]:
        """The handlers who are there; all of them where none is."""
        away = self.away(session, day)
        there = [handler for key, handler in self._handlers.items() if key not in away]
        return there or list(self._handlers.values())

    def last_day(self, session: Session, email: str, day: date) -> date | None:
        """The last of the days on which somebody who is away on a day is away without a break; else None."""
        key = email.casefold()
        said = [one for one in absences.from_day(session, day) if one.email == key]
        planned = self._handlers[key].away if key in self._handlers else frozenset()
        last: date | None = None
        while covered := [one.until for one in said if one.since <= day <= one.until] + [day] * (
            day in planned
        ):
            last = max(covered)
            if last == date.max:
                break
            day = last + timedelta(days=1)
        return last

    def whom(self, away: dict[str, str], to: Address) -> Address:
        """Who is written to in a handler's place; the handler where there is nobody else."""
        key, seen = to.key, {to.key}
        while key in away:
            key = away[key]
            if key in seen or key not in self._handlers:
                return self._lead or to
            seen.add(key)
        found = self._handlers.get(key)
        return to if found is None or key == to.key else Address(found.name, found.email)
