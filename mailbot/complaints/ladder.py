"""When a handler is reminded of a deadline.

Each clock has its ladder of rungs, the firm's to change (rungs.py says how); a rung that falls on a day
nobody works, the firm's closures included, moves to the working day before. Every rung lies in working
hours, at or after receipt and not after the last working moment before the deadline; what cannot is left
out, and of two at one moment one is kept. At least one is always left: where no working hour lies between
receipt and lapse, a reminder at the moment of receipt, because one out of hours is better than none.

Once a deadline has lapsed, every working morning says so. Names are stable: a reminder is one row by case,
deadline and name, whatever a new bank holiday does to its moment.

Faults: `ValueError` for naive datetimes, for a working day that ends before it begins and for a ladder that
cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType

from mailbot.complaints.calendar import Calendar, as_utc, at_london, london_day
from mailbot.complaints.promises import PAYMENTS_PREFIX
from mailbot.complaints.receipt import Deadline
from mailbot.complaints.rule_sets import (
    ACKNOWLEDGEMENT_RULE,
    DATA_PROTECTION_RULE,
    PAYMENTS_RULE,
    STANDARD_RULE,
    SUMMARY_RESOLUTION_RULE,
)
from mailbot.complaints.rungs import LADDERS, Measure, Step, steps

OPENS = time(9, 0)
CLOSES = time(17, 0)
ONE_DAY = timedelta(days=1)
NO_TIME = timedelta(0)
ONE_HOUR = timedelta(hours=1)
DAYS = 4096  # more than any ladder of the cases of one firm touches
AT_RECEIPT = "on receipt"


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder of one deadline."""

    name: str  # "week 4", "3 business days before", "due day", "overdue 2027-02-15"
    at: datetime  # UTC
    overdue: bool
    due_on: date  # of the deadline

    @property
    def days_left(self) -> int:
        """Calendar days from that day to `due_on`; negative once it has passed."""
        return (self.due_on - london_day(self.at)).days


def rungs(
    deadline: Deadline,
    received_at: datetime,
    calendar: Calendar,
    *,
    opens: time = OPENS,
    closes: time = CLOSES,
    ladders: Mapping[str, tuple[str, ...]] = LADDERS,
) -> tuple[Rung, ...]:
    """Return the reminders before a deadline lapses, earliest first, no two at one moment.

    A clock that `ladders` does not name has its shipped ladder.
    """
    received_at = as_utc(received_at)
    case = _Case(deadline, received_at, london_day(received_at), _hours(calendar, opens, closes))
    ladder = _ladder(deadline, ladders)
    if any(step.measure is Measure.WORKING_HOURS_AFTER for step in ladder):
        return _climbed(case, ladder)
    found = _of_a_day(ladder, deadline.due_on, deadline.work_by, deadline.due_at, case.day, case.hours)
    if found and received_at <= found[0].at:
        return found
    return _climbed(case, ladder)


def _climbed(case: _Case, ladder: tuple[Step, ...]) -> tuple[Rung, ...]:
    moments = _moments(case, ladder, case.received_at)
    if not moments:
        start = case.hours.after(case.received_at, NO_TIME)
        moments = {start if start <= case.last else case.received_at: AT_RECEIPT}
    return tuple(_rung(name, at, case.deadline, overdue=False) for at, name in sorted(moments.items()))


@lru_cache(DAYS)
def _of_a_day(
    ladder: tuple[Step, ...], due_on: date, work_by: date, due_at: datetime, day: date, hours: _Hours
) -> tuple[Rung, ...]:
    """Return the rungs of every case received on a day, at whatever hour: of thousands, they are the same."""
    midnight = at_london(day, time(0))
    case = _Case(Deadline("", due_on, work_by, due_at, "", "", ()), midnight, day, hours)
    found = sorted(_moments(case, ladder, midnight).items())
    return tuple(_rung(name, at, case.deadline, overdue=False) for at, name in found)


def _moments(case: _Case, ladder: tuple[Step, ...], since: datetime) -> dict[datetime, str]:
    return {
        at: step.name for step in ladder if since <= (at := MOMENTS[step.measure](case, step.n)) <= case.last
    }


def overdue_rungs(
    deadline: Deadline,
    until: datetime,
    calendar: Calendar,
    *,
    opens: time = OPENS,
    since: datetime | None = None,
) -> tuple[Rung, ...]:
    """Return one reminder for every working morning after the deadline lapsed, up to and with `until`.

    `since` leaves out those at or before it, so that a case years overdue costs no more than a new one.
    What lapses quietly has none.
    """
    if deadline.lapses_quietly:
        return ()
    until = as_utc(until)
    if until <= deadline.due_at:
        return ()
    lapsed = deadline.due_at if since is None else max(deadline.due_at, as_utc(since))
    found: list[Rung] = []
    day = london_day(lapsed)
    while (at := at_london(day, opens)) <= until:
        if at > lapsed and calendar.is_working_day(day):
            found.append(_rung(f"overdue {day.isoformat()}", at, deadline, overdue=True))
        day += ONE_DAY
    return tuple(found)


def due_rungs(
    deadline: Deadline,
    received_at: datetime,
    now: datetime,
    calendar: Calendar,
    *,
    opens: time = OPENS,
    closes: time = CLOSES,
    ladders: Mapping[str, tuple[str, ...]] = LADDERS,
    since: datetime | None = None,
) -> tuple[Rung, ...]:
    """Return every reminder due at `now`, lapsed ones included, earliest first.

    After an outage there are several: the last is the one to send, the others are settled with it.
    """
    now = as_utc(now)
    after = None if since is None else as_utc(since)
    before_lapse = tuple(
        rung
        for rung in rungs(deadline, received_at, calendar, opens=opens, closes=closes, ladders=ladders)
        if rung.at <= now and (after is None or rung.at > after)
    )
    return before_lapse + overdue_rungs(deadline, now, calendar, opens=opens, since=after)


def working_time_after(
    instant: datetime, span: timedelta, calendar: Calendar, *, opens: time = OPENS, closes: time = CLOSES
) -> datetime:
    """Return the moment by which so much working time has passed since an instant."""
    return _hours(calendar, opens, closes).after(as_utc(instant), span)


class _Hours:
    """The firm's working hours, on London clocks, as instants in UTC.

    Deadlines by the thousand fall on the same few days: what was reckoned of a day is remembered.
    """

    def __init__(self, calendar: Calendar, opens: time, closes: time) -> None:
        if opens >= closes:
            raise ValueError(f"a working day cannot open at {opens} and close at {closes}")
        self.calendar = calendar
        self.works = lru_cache(DAYS)(calendar.is_working_day)
        self.opening = lru_cache(DAYS)(lambda day: at_london(day, opens))
        self.closing = lru_cache(DAYS)(lambda day: at_london(day, closes))
        self.morning = lru_cache(DAYS)(self._morning)
        self.add_business_days = lru_cache(DAYS)(calendar.add_business_days)
        self.subtract_business_days = lru_cache(DAYS)(calendar.subtract_business_days)

    def _morning(self, day: date) -> datetime:
        """Return the opening of a day, or of the last working day before it."""
        return self.opening(self.calendar.previous_working_day_on_or_before(day))

    def after(self, instant: datetime, span: timedelta) -> datetime:
        """Return the moment by which so much working time has passed since an instant."""
        day = london_day(instant)
        while True:
            if self.works(day):
                start = max(instant, self.opening(day))
                room = self.closing(day) - start
                if span <= room:
                    return start + span
                span -= max(room, NO_TIME)
            day += ONE_DAY

    def before(self, instant: datetime, span: timedelta) -> datetime:
        """Return the moment from which so much working time is left before an instant."""
        day = london_day(instant)
        while True:
            if self.works(day):
                end = min(instant, self.closing(day))
                room = end - self.opening(day)
                if span <= room:
                    return end - span
                span -= max(room, NO_TIME)
            day -= ONE_DAY


_hours = lru_cache(maxsize=16)(_Hours)


@dataclass(frozen=True, slots=True)
class _Case:
    deadline: Deadline
    received_at: datetime  # UTC
    day: date  # of receipt, in London
    hours: _Hours

    @property
    def last(self) -> datetime:
        """A lapsing weekend is no time to act: the last moment that counts is the last one anybody works."""
        deadline = self.deadline
        return self.hours.before(min(deadline.due_at, self.hours.closing(deadline.work_by)), NO_TIME)


def _days_after(case: _Case, n: int) -> datetime:
    return case.hours.morning(case.day + n * ONE_DAY)


def _business_days_after(case: _Case, n: int) -> datetime:
    return case.hours.morning(case.hours.add_business_days(case.day, n).end)


def _working_hours_after(case: _Case, n: int) -> datetime:
    return case.hours.after(case.received_at, n * ONE_HOUR)


# Counted back from the day it lapses: where time was suspended, that is where these days are.
def _days_to_go(case: _Case, n: int) -> datetime:
    return case.hours.morning(case.deadline.due_on - n * ONE_DAY)


def _business_days_to_go(case: _Case, n: int) -> datetime:
    return case.hours.morning(case.hours.subtract_business_days(case.deadline.due_on, n))


def _business_days_before(case: _Case, n: int) -> datetime:
    return case.hours.morning(case.hours.subtract_business_days(case.deadline.work_by, n))


def _working_hours_before(case: _Case, n: int) -> datetime:
    return case.hours.before(case.deadline.due_at, n * ONE_HOUR)


def _last_day(case: _Case, _: int) -> datetime:
    return case.hours.morning(case.deadline.work_by)


MOMENTS: Mapping[Measure, Callable[[_Case, int], datetime]] = MappingProxyType(
    {
        Measure.DAYS_AFTER: _days_after,
        Measure.BUSINESS_DAYS_AFTER: _business_days_after,
        Measure.WORKING_HOURS_AFTER: _working_hours_after,
        Measure.DAYS_TO_GO: _days_to_go,
        Measure.BUSINESS_DAYS_TO_GO: _business_days_to_go,
        Measure.BUSINESS_DAYS_BEFORE: _business_days_before,
        Measure.WORKING_HOURS_BEFORE: _working_hours_before,
        Measure.LAST_DAY: _last_day,
    }
)

# By rule, and by name without prefix: a payments complaint climbs the same ladder under either name.
CLOCKS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        (ACKNOWLEDGEMENT_RULE, "acknowledgement"): "acknowledgement",
        (SUMMARY_RESOLUTION_RULE, "summary_resolution"): "summary_resolution",
        (STANDARD_RULE, "final_response"): "final_response",
        (PAYMENTS_RULE, "final_response"): "payments_final_response",
        (PAYMENTS_RULE, "holding_response"): "payments_holding_response",
        (PAYMENTS_RULE, "final_response_after_holding"): "payments_final_response_after_holding",
        (DATA_PROTECTION_RULE, "data_protection_acknowledgement"): "data_protection_acknowledgement",
    }
)


def _ladder(deadline: Deadline, ladders: Mapping[str, tuple[str, ...]]) -> tuple[Step, ...]:
    """Return the steps of a deadline's clock; whatever is none of the law's is a promise of the firm's."""
    clock = CLOCKS.get((deadline.rule, deadline.name.removeprefix(PAYMENTS_PREFIX)), "promise")
    return steps(clock, ladders.get(clock, LADDERS[clock]))


def _rung(name: str, at: datetime, deadline: Deadline, *, overdue: bool) -> Rung:
    return Rung(name, at, overdue, deadline.due_on)
