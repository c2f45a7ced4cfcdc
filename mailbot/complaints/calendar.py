"""Business days of one part of the United Kingdom, in Europe/London.

A business day is any day but Saturday, Sunday, Christmas Day, Good Friday and the bank holidays of that part
(FCA Glossary, "business day"). A firm's own closures do not count: they move no date of the law. A working
day is a business day on which the firm is open, so that something can be done. Every sum here is done on
dates, never on instants: a day is sometimes 23 or 25 hours long.

Faults: `ValueError` for a naive datetime and for overrides that contradict each other; `TypeError` for a
datetime where a date is meant, because it would match no bank holiday and pass for a business day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from zoneinfo import ZoneInfo

import holidays
from holidays.version import __version__ as table_version

from mailbot.complaints.practice import Division, Practice

LONDON = ZoneInfo("Europe/London")

# Up to here the table was compared with the list the government publishes; later years follow the rules of
# law but know no proclaimed day. To be moved on whenever the required version of `holidays` is.
COVERED_UNTIL = date(2028, 12, 31)
COVERED_AHEAD = timedelta(days=548)  # eighteen months: a proclamation may give only four months' notice

# Never without a subdivision: the package then drops Easter Monday and the August holidays.
SUBDIVISIONS: Mapping[Division, str] = MappingProxyType(
    {
        Division.ENGLAND_AND_WALES: "ENG",
        Division.SCOTLAND: "SCT",
        Division.NORTHERN_IRELAND: "NIR",
    }
)
ADDED = "bank holiday added by the firm"

# Not strftime: its names follow the locale of the process.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closed:
    """A day that is not a business day, and why."""

    on: date
    name: str  # "Saturday", "Boxing Day, substitute day"
    weekend: bool


@dataclass(frozen=True, slots=True)
class Count:
    """Where a count of business days ended, and what it passed over."""

    end: date
    skipped: tuple[Closed, ...]

    @property
    def bank_holidays(self) -> tuple[Closed, ...]:
        """The skipped days that were not a Saturday or Sunday anyway."""
        return tuple(closed for closed in self.skipped if not closed.weekend)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The business days of one division; two calendars are equal when they give the same dates."""

    division: Division
    extra: frozenset[date]
    removed: frozenset[date]
    closures: frozenset[date] = frozenset()  # business days all the same

    @classmethod
    def of(
        cls,
        division: Division,
        *,
        extra: frozenset[date],
        removed: frozenset[date],
        closures: frozenset[date] = frozenset(),
    ) -> Calendar:
        """Build the calendar of a division, with the days a firm adds before the package knows them."""
        for day in sorted(extra | removed | closures):
            _require_date(day)
        if both := sorted(extra & removed):
            raise ValueError(f"{both[0].isoformat()} is both an extra and a removed bank holiday")
        return cls(division, extra, removed, closures)

    @classmethod
    def of_firm(cls, practice: Practice) -> Calendar:
        """Build the calendar a firm reckons by."""
        return cls.of(
            practice.division,
            extra=practice.extra_holidays,
            removed=practice.removed_holidays,
            closures=practice.closures,
        )

    @property
    def version(self) -> str:
        """Name the table a date was derived from: division, package, overrides and closures."""
        overrides = ",".join(
            [f"+{day.isoformat()}" for day in sorted(self.extra)]
            + [f"-{day.isoformat()}" for day in sorted(self.removed)]
        )
        digest = f"overrides {_digest(overrides)}" if overrides else "no overrides"
        closures = ",".join(day.isoformat() for day in sorted(self.closures))
        closed = f", closures {_digest(closures)}" if closures else ""
        return f"{self.division.value}, holidays {table_version}, {digest}{closed}"

    def finding(self, today: date) -> str | None:
        """Return what is wrong with the table as of today, or None."""
        if today + COVERED_AHEAD <= COVERED_UNTIL:
            return None
        return (
            f"bank holidays are confirmed only until {in_words(COVERED_UNTIL)}, "
            "less than eighteen months ahead: update mailbot, or configure newly proclaimed days"
        )

    def closed(self, day: date) -> Closed | None:
        """Return why a day is not a business day, or None."""
        _require_date(day)
        return self._closed(day)

    def is_business_day(self, day: date) -> bool:
        return self.closed(day) is None

    def is_working_day(self, day: date) -> bool:
        """A business day on which the firm is open."""
        return self.is_business_day(day) and day not in self.closures

    def add_business_days(self, day: date, n: int) -> Count:
        """Count to the n-th business day after `day`, which is day 0 whether or not it is a business day.

        (DISP 1.5.1R: "following the day on which it is received")
        """
        _require_date(day)
        if n < 0:
            raise ValueError(f"cannot count {n} business days forward")
        skipped: list[Closed] = []
        while n:
            day += ONE_DAY
            if closed := self._closed(day):
                skipped.append(closed)
            else:
                n -= 1
        return Count(day, tuple(skipped))

    def subtract_business_days(self, day: date, n: int) -> date:
        """Return the n-th business day before `day`."""
        _require_date(day)
        if n < 0:
            raise ValueError(f"cannot count {n} business days back")
        while n:
            day -= ONE_DAY
            if self._closed(day) is None:
                n -= 1
        return day

    def previous_business_day_on_or_before(self, day: date) -> date:
        _require_date(day)
        while self._closed(day):
            day -= ONE_DAY
        return day

    def previous_working_day_on_or_before(self, day: date) -> date:
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def next_business_day_on_or_after(self, day: date) -> date:
        return self.roll_forward(day).end

    def roll_forward(self, day: date) -> Count:
        """Return the first business day on or after `day`, and the days passed over, `day` included."""
        _require_date(day)
        skipped: list[Closed] = []
        while closed := self._closed(day):
            skipped.append(closed)
            day += ONE_DAY
        return Count(day, tuple(skipped))

    def _closed(self, day: date) -> Closed | None:
        weekday = day.weekday()
        if weekday >= SATURDAY:
            return Closed(day, WEEKDAYS[weekday], weekend=True)
        name = _bank_holidays(SUBDIVISIONS[self.division], day.year).get(day)
        if name is None and day in self.extra:
            name = ADDED
        if name is None or day in self.removed:
            return None
        return Closed(day, name, weekend=False)


def as_utc(instant: datetime) -> datetime:
    """Return the same instant in UTC; a datetime that names no zone is refused, not guessed at."""
    if instant.utcoffset() is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return instant.astimezone(UTC)


def london_day(instant: datetime) -> date:
    """Return the date on which an instant falls in London."""
    return as_utc(instant).astimezone(LONDON).date()


def at_london(day: date, clock: time) -> datetime:
    """Return the instant, in UTC, at which a London clock shows `clock` on `day`."""
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Return the last second of a London day, in UTC."""
    return at_london(day, time(23, 59, 59))


def in_words(day: date) -> str:
    """Write a date out: "Friday 18 December 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _digest(listed: str) -> str:
    return sha256(listed.encode()).hexdigest()[:12]


def _require_date(day: date) -> None:
    if isinstance(day, datetime):
        raise TypeError(f"{day.isoformat()} is an instant; a calendar day is needed")


@lru_cache(maxsize=512)
def _bank_holidays(subdivision: str, year: int) -> Mapping[date, str]:
    table = holidays.country_holidays("GB", subdiv=subdivision, years=year, expand=False, language="en_GB")
    # The package says "observed", DISP's readers know it as the substitute day.
    return MappingProxyType(
        {day: name.replace(" (observed)", ", substitute day") for day, name in table.items()}
    )
