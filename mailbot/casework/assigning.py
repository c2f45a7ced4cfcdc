"""To whom a new case is given, and by what rule.

In this order: whoever takes one of its topics; the handler of an open case of the same complainant, who was
named to them as their contact; else by turn or by load. A complainant keeps their handler before a topic is
looked at where that handler takes the topic too. Only who is there is given anything.

Faults: those of the database.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from mailbot.casework.standing_in import StandingIn
from mailbot.complaints.practice import Handler, Practice
from mailbot.store import cases

#: Whoever has more open cases than these writes for many, such as a claims firm; theirs are shared out.
ONE_COMPLAINANT = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """A handler, and the rule in the journal's words: "topic data-protection", "in turn"."""

    handler: Handler
    rule: str


class Assigning:
    """Chooses handlers; holds nothing that changes."""

    def __init__(self, practice: Practice, standing_in: StandingIn) -> None:
        self._by_load = practice.assign_by == "load"
        self._standing_in = standing_in

    def choose(
        self, session: Session, *, topics: Collection[str], complainant: str | None, day: date
    ) -> Choice:
        """The handler of a case that is opened on a London day; it is then their turn no more.

        `complainant` is the address the case will have as a party.
        """
        there = self._standing_in.present(session, day)
        special = [one for one in there if one.topics.intersection(topics)]
        # A case always has a handler, if need be one who takes nothing else.
        able = special or [one for one in there if not one.only_topics] or there
        known = self._known(session, able, complainant)
        if known is not None:
            cases.next_handler(session, [known.handler])
            return known
        chosen = cases.next_handler(session, able, by_load=self._by_load)
        if special:
            about = [topic for topic in topics if topic in chosen.topics]
            return Choice(chosen, f"topic {', '.join(about)}")
        return Choice(chosen, "fewest open cases" if self._by_load else "in turn")

    def _known(self, session: Session, able: Sequence[Handler], complainant: str | None) -> Choice | None:
        """Who of these has the complainant's newest open case."""
        if not complainant:
            return None
        theirs = cases.open_of_party(session, complainant, ONE_COMPLAINANT + 1)
        if len(theirs) > ONE_COMPLAINANT:
            return None
        by_email = {one.email.casefold(): one for one in able}
        for reference, email in theirs:
            if email.casefold() in by_email:
                return Choice(by_email[email.casefold()], f"same handler as {reference}")
        return None
