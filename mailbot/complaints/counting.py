"""Counting the days of one clock, suspensions left out, and saying what was not counted.

A day within a suspension is no day of the clock, whether days, business days or hours are counted. A
suspension stops the clocks it names, or `SUSPENDED` where it names none.

Faults: `ValueError` for a suspension that ends before it begins, lasts too long or stops an unknown clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mailbot.complaints.calendar import ONE_DAY, Calendar, Closed, at_london, in_words, london_day
from mailbot.complaints.practice import Suspension

# The clocks of the law, without the prefix of the payments ones.
CLOCKS = (
    "acknowledgement",
    "summary_resolution",
    "final_response",
    "holding_response",
    "final_response_after_holding",
    "data_protection_acknowledgement",
)
#: How long a record is kept (DISP 1.9.1R), which only a suspension that names it stops.
RETENTION = "retention"
# What a suspension stops that names no clock: the first two of the clocks are the firm's to be quick about.
SUSPENDED = frozenset(CLOCKS[2:])
LONGEST_SUSPENSION = timedelta(days=3660)  # ten years: a slip of the pen, and counting would not end


@dataclass(frozen=True, slots=True)
class Counted:
    """Where a count ended, and what it did not count."""

    end: date
    bank_holidays: tuple[Closed, ...] = ()
    suspensions: tuple[Suspension, ...] = ()

    @property
    def not_counted(self) -> str:
        """ ", not counting …" for the middle of a sentence; empty where everything counted."""
        named = [f"{in_words(closed.on)} ({closed.name})" for closed in self.bank_holidays]
        named += [f"{_span(one)} ({_reason(one)})" for one in self.suspensions]
        if not named:
            return ""
        listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
        return f", not counting {listed}"

    @property
    def steps(self) -> Iterator[str]:
        for closed in self.bank_holidays:
            yield f"{in_words(closed.on)} is not counted: {closed.name}."
        for one in self.suspensions:
            yield f"{_span(one)} is not counted, time does not run: {_reason(one)}."


@dataclass(frozen=True, slots=True)
class Clock:
    """The days that count for one clock of one complaint."""

    calendar: Calendar
    suspensions: tuple[Suspension, ...]

    @classmethod
    def of(
        cls, name: str, calendar: Calendar, suspensions: Sequence[Suspension], topics: Collection[str]
    ) -> Clock:
        """Build the clock of a deadline, by its name without prefix, for a complaint about some topics."""
        return cls(
            calendar,
            tuple(one for one in suspensions if name in (one.clocks or SUSPENDED) and one.is_about(topics)),
        )

    def add_days(self, day: date, n: int) -> Counted:
        """Count to the n-th day after `day` that counts; day 0 does not."""
        return self._add(day, n, business=False)

    def add_business_days(self, day: date, n: int) -> Counted:
        return self._add(day, n, business=True)

    def add_time(self, instant: datetime, span: timedelta) -> tuple[datetime, Counted]:
        """Let clock time pass; on a London day that does not count none does."""
        stopped: dict[Suspension, None] = {}
        day = london_day(instant)
        while True:
            midnight = at_london(day + ONE_DAY, time(0))
            if one := self._suspended(day):
                stopped[one] = None
            elif instant + span < midnight:
                return instant + span, Counted(day, suspensions=tuple(stopped))
            else:
                span -= midnight - instant
            instant, day = midnight, day + ONE_DAY

    def _add(self, day: date, n: int, *, business: bool) -> Counted:
        holidays: list[Closed] = []
        stopped: dict[Suspension, None] = {}
        while n:
            day += ONE_DAY
            closed = self.calendar.closed(day) if business else None
            if closed and not closed.weekend:
                holidays.append(closed)
            if closed:
                continue
            if one := self._suspended(day):
                stopped[one] = None
            else:
                n -= 1
        # A bank holiday within a suspension that is named anyway would be named twice.
        outside = [c for c in holidays if not any(one.holds_on(c.on) for one in stopped)]
        return Counted(day, tuple(outside), tuple(stopped))

    def _suspended(self, day: date) -> Suspension | None:
        return next((one for one in self.suspensions if one.holds_on(day)), None)


def check_suspensions(suspensions: Sequence[Suspension], promised: Collection[str]) -> None:
    """Raise `ValueError` for a suspension that cannot be meant; for the configuration to call first."""
    for one in suspensions:
        if one.until < one.since:
            raise ValueError(
                f"suspension {one.name!r} ends on {one.until.isoformat()}, "
                f"before it begins on {one.since.isoformat()}"
            )
        if one.until - one.since > LONGEST_SUSPENSION:
            raise ValueError(
                f"suspension {one.name!r} lasts until {one.until.isoformat()}, longer than ten years"
            )
        if unknown := [clock for clock in one.clocks if clock not in {*CLOCKS, RETENTION, *promised}]:
            known = ", ".join([*CLOCKS, RETENTION, *sorted(set(promised) - set(CLOCKS))])
            raise ValueError(
                f"suspension {one.name!r} stops {unknown[0]!r}, which is no clock; known: {known}"
            )


def _span(one: Suspension) -> str:
    if one.since == one.until:
        return in_words(one.since)
    return f"{in_words(one.since)} to {in_words(one.until)}"


def _reason(one: Suspension) -> str:
    return f"{one.name}, {one.rule}" if one.rule else one.name
