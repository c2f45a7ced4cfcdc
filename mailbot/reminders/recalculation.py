"""A calendar that changed → the dates of open cases, and a mail to each handler whose dates moved.

A bank holiday may be proclaimed four months ahead: what was reckoned before is reckoned anew, some cases at
a time, until none is left that was reckoned by another calendar. Called again, by two daemons or after a
crash, it finds what is left.

Faults: those of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlmodel import Session

from mailbot.casework.attention import Attention
from mailbot.casework.correspondence import CANNOT_WRITE, Correspondence
from mailbot.casework.redating import Moved, Redating, as_facts
from mailbot.complaints.redated_letter import redated_context
from mailbot.mail.message import Address
from mailbot.store import cases, deadlines
from mailbot.store.journal import Event, append

AT_A_TIME = 100  # cases in one transaction


class Recalculation:
    """Where it stands is held here only to save work."""

    def __init__(self, redating: Redating, correspondence: Correspondence, attention: Attention) -> None:
        self._redating = redating
        self._attention = attention
        self._correspondence = correspondence
        self._after: int | None = 0  # the case it got to; None: none was left

    def step(self, session: Session, now: datetime) -> list[Event]:
        """Reckon some cases anew; nothing where none is left."""
        if self._after is None:
            return []
        found = deadlines.outdated(session, self._redating.version, after=self._after, limit=AT_A_TIME)
        if not found:
            self._after = None
            return []
        told: dict[str, tuple[Address, list[tuple[str, Moved]]]] = {}
        events = []
        for _, reference in found:
            case = cases.hold(session, reference)
            if case is None:
                continue
            moved = self._redating.redate(session, case, now)
            if moved:
                events.append(Event("dates-moved", now, reference, as_facts(moved)))
                to = self._attention.acting(session, case, now)
                told.setdefault(to.key, (to, []))[1].extend((reference, one) for one in moved)
        events += [Event("dates-reckoned-anew", now, None, {"cases": len(found), "moved": len(events)})]
        for to, lines in told.values():
            events += self._tell(session, to, lines, now)
        append(session, events)
        self._after = found[-1][0]
        return events

    def _tell(
        self, session: Session, to: Address, lines: Sequence[tuple[str, Moved]], now: datetime
    ) -> list[Event]:
        key = f"redated:{to.key}:{lines[0][0]}:{self._redating.version}"
        told = [(reference, one.name, one.before, one.after) for reference, one in lines]
        try:
            self._correspondence.write_to(
                session, "redated", partial(redated_context, lines=told),
                unique_key=key, recipient=to, now=now,
            )  # fmt: skip
        except CANNOT_WRITE as fault:
            return [Event("letter-unwritten", now, None, {"kind": "redated", "why": type(fault).__name__})]
        return []
