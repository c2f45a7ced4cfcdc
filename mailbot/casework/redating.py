"""Reckon the deadlines of a case anew: its type, its day of receipt or the calendar changed.

What the firm has promised since is not put upon old complaints, and what it told the complainant stays. A
deadline that did not change keeps its reminders; one that was met stays met.

Faults: those of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session

from mailbot.complaints.calendar import Calendar, end_of_day, in_words
from mailbot.complaints.deadlines import PROMISE_RULE, Deadline, deadlines
from mailbot.complaints.ladder import due_rungs
from mailbot.complaints.practice import Practice, Regime
from mailbot.store import deadlines as kept
from mailbot.store import reminders
from mailbot.store.cases import Case
from mailbot.store.deadlines import KeptDeadline
from mailbot.store.journal import Facts

#: The rule of a date that the firm itself wrote to the complainant (DISP 1.6.2R(2)): nothing moves it.
TOLD_RULE = "DISP 1.6.2R(2)"
EXPECTED = "expected_final_response"


@dataclass(frozen=True, slots=True)
class Moved:
    """A date that is another one now; None: there was none before, or is none any more."""

    name: str
    before: date | None
    after: date | None

    def __str__(self) -> str:
        name = self.name.replace("_", " ")
        if self.after is None:
            until = f" ({in_words(self.before)} until now)" if self.before else ""
            return f"{name}: no more{until}"
        was = f" (was {in_words(self.before)})" if self.before else " (new)"
        return f"{name}: {in_words(self.after)}{was}"


class Redating:
    """Reckons by the firm's rules of today; holds nothing that changes."""

    def __init__(self, practice: Practice, calendar: Calendar, *, opens: time, closes: time) -> None:
        self._practice = practice
        self._calendar = calendar
        self._opens = opens
        self._closes = closes

    @property
    def version(self) -> str:
        """Of the calendar dates are reckoned by."""
        return self._calendar.version

    def due(self, case: Case) -> tuple[Deadline, ...]:
        """Every deadline of a case, as it is known now."""
        practice = self._practice
        return deadlines(
            case.received_at,
            regime=Regime(case.regime),
            data_protection=case.data_protection,
            calendar=self._calendar,
            promises=practice.promises,
            close_of_business=practice.close_of_business,
            suspensions=practice.suspensions,
            topics=case.topics,
            channel=case.channel,
        )

    def redate(self, session: Session, case: Case, now: datetime) -> list[Moved]:
        """Let the dates of a case as it is now supersede those it had; returns the ones that moved."""
        before = kept.of_case(session, case.id)
        due = self._as_it_is_now(case, before)
        superseded = kept.replace(session, case.id, due, self.version, now=now)
        for one in due:
            if one.name in superseded:
                reminders.carry(session, *superseded[one.name], self._reached(case, one, now))
        if case.responded_on is not None:  # what was answered owes nothing more, by whatever clock
            was_open = {one.deadline.name for one in before if one.discharged_at is None}
            new = {one.name for one in due} - was_open
            kept.discharge(session, case.id, new, at=now, by=f"{kept.CLOSING}answered before")
        return _moved([one.deadline for one in before], due)

    def told(self, session: Session, case: Case, expected: date, day: date, now: datetime) -> None:
        """The eight-week response of a day told the complainant when the final one is expected."""
        because = f"The eight-week response of {in_words(day)} says that the final response is expected then."
        work_by = self._calendar.previous_working_day_on_or_before(expected)
        steps = (f"Rule: {TOLD_RULE}.", because)
        new = Deadline(EXPECTED, expected, max(work_by, day), end_of_day(expected), TOLD_RULE, because, steps)
        had = [one.deadline for one in kept.of_case(session, case.id) if one.deadline.name != EXPECTED]
        kept.replace(session, case.id, [*had, new], self.version, now=now)

    def untold(self, session: Session, case: Case, now: datetime) -> None:
        """The eight-week response did not arrive: no date was told."""
        had = [one.deadline for one in kept.of_case(session, case.id) if one.deadline.name != EXPECTED]
        kept.replace(session, case.id, had, self.version, now=now)

    def _reached(self, case: Case, one: Deadline, now: datetime) -> dict[str, datetime]:
        """The rungs of a deadline whose time has come: of these nobody is told a second time."""
        ladder = due_rungs(
            one,
            case.received_at,
            now,
            self._calendar,
            opens=self._opens,
            closes=self._closes,
            ladders=self._practice.ladders,
        )
        return {rung.name: rung.at for rung in ladder}

    def _as_it_is_now(self, case: Case, before: Sequence[KeptDeadline]) -> list[Deadline]:
        had = {one.deadline.name: one.deadline for one in before}
        reckoned = [one for one in self.due(case) if one.rule != PROMISE_RULE or one.name in had]
        names = {one.name for one in reckoned}
        stays = [
            one for one in had.values() if one.name not in names and one.rule in (PROMISE_RULE, TOLD_RULE)
        ]
        return [*reckoned, *stays]


def _moved(before: Sequence[Deadline], after: Sequence[Deadline]) -> list[Moved]:
    old = {one.name: one for one in before}
    new = {one.name: one for one in after}
    found = []
    for name in [*old, *(name for name in new if name not in old)]:
        was, now = old.get(name), new.get(name)
        if was is None or now is None or (was.due_at, was.work_by) != (now.due_at, now.work_by):
            found.append(Moved(name, was.due_on if was else None, now.due_on if now else None))
    return found


def as_facts(moved: Sequence[Moved]) -> Facts:
    """Each date that moved, for the journal: "2027-02-12 → 2027-02-15"."""
    return {
        one.name: f"{one.before.isoformat() if one.before else 'none'} → "
        f"{one.after.isoformat() if one.after else 'none'}"
        for one in moved
    }
