"""A deadline, and how one is put together from the receipt of a complaint.

What the firm closes for moves no deadline, only the day to act by: earlier, but not before receipt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mailbot.complaints.calendar import LONDON, ONE_DAY, Calendar, end_of_day, in_words
from mailbot.complaints.counting import Clock
from mailbot.complaints.practice import Suspension
from mailbot.complaints.promises import PAYMENTS_PREFIX
from mailbot.complaints.rule_sets import RuleSet

# Ways that are open until a day, not duties (DISP 1.5.1R, 1.6.2AR, 2.8.2R): when it has passed another
# deadline still stands, or none, and "overdue" would be untrue.
OPPORTUNITIES = frozenset({"summary_resolution", "holding_response", "referral"})
#: The same by their whole names.
QUIET = OPPORTUNITIES | {f"{PAYMENTS_PREFIX}{name}" for name in OPPORTUNITIES}


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date and why it is that date."""

    name: str
    due_on: date  # the London day it lapses with
    work_by: date  # the last business day on which something can be done about it
    due_at: datetime  # the last moment, in UTC
    rule: str  # "DISP 1.6.2R"
    because: str  # one sentence
    steps: tuple[str, ...]  # the whole derivation, line by line

    @property
    def lapses_quietly(self) -> bool:
        """Whether nothing is owed any more once the day has passed."""
        return self.name.removeprefix(PAYMENTS_PREFIX) in OPPORTUNITIES


@dataclass(frozen=True, slots=True)
class Receipt:
    """A complaint as its deadlines need it: when it came, and which days count."""

    instant: datetime  # UTC
    day: date  # in London
    calendar: Calendar
    rules: RuleSet
    suspensions: tuple[Suspension, ...]
    topics: frozenset[str]

    def clock(self, name: str) -> Clock:
        return Clock.of(name.removeprefix(PAYMENTS_PREFIX), self.calendar, self.suspensions, self.topics)

    def work_by(self, due_on: date) -> date:
        """Return the last working day until then, or business day, that is not before receipt."""
        working = self.calendar.previous_working_day_on_or_before(due_on)
        business = self.calendar.previous_business_day_on_or_before(due_on)
        return next((day for day in (working, business) if day >= self.day), due_on)

    def deadline(
        self,
        name: str,
        rule: str,
        because: str,
        *,
        due_on: date,
        steps: Sequence[str],
        due_at: datetime | None = None,
    ) -> Deadline:
        due_at = due_at or end_of_day(due_on)
        work_by = self.work_by(due_on)
        local = due_at.astimezone(LONDON)
        shut = self._shut(work_by, due_on)
        closing = [f"The firm {shut}."] if shut else []
        closing.append(f"Due {local:%H:%M:%S} on {in_words(due_on)}, London time ({due_at.isoformat()}).")
        if work_by != due_on:
            closing.append(f"Last business day to act: {in_words(work_by)}.")
        closing.append(f"Calendar: {self.calendar.version}.")
        closed = f"; the firm {shut}" if shut else ""
        sentence = f"Received on {in_words(self.day)} (day 0); {because}{closed}."
        return Deadline(
            name, due_on, work_by, due_at, rule, sentence, (*self._opening(rule), *steps, *closing)
        )

    def _shut(self, work_by: date, due_on: date) -> str:
        """Say on which business days the firm is closed until it is due, and what follows."""
        days = [work_by + n * ONE_DAY for n in range((due_on - work_by).days + 1)]
        shut = [day for day in days if self.calendar.is_business_day(day) and day in self.calendar.closures]
        if not shut:
            return ""
        last = f" to {in_words(shut[-1])}" if len(shut) > 1 else ""
        told = f"is closed on {in_words(shut[0])}{last}"
        if work_by in shut:
            return f"{told}, and no working day lies between receipt and then"
        return f"{told}: act by {in_words(work_by)}"

    def _opening(self, rule: str) -> Iterator[str]:
        local = self.instant.astimezone(LONDON)
        yield f"Rule: {rule}."
        yield f"Received {local:%H:%M} on {in_words(self.day)}, London time ({self.instant.isoformat()})."
        if closed := self.calendar.closed(self.day):
            yield f"That day is day 0, although not a business day ({closed.name})."
        else:
            yield "That day is day 0, at whatever hour the message came."
