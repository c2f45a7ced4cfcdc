"""The days a letter tells, however they are written out. English.

Faults: none; what is no day of the calendar has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = re.compile(
    r"(?:\b(mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?,? (?:the )?)?"
    rf"(?<![\d/.-])(?:(\d\d?)(?:st|nd|rd|th)?(?: of)? {_MONTH},? (\d{{4}})"
    rf"|{_MONTH} (\d\d?)(?:st|nd|rd|th)?,? (\d{{4}})"
    r"|(\d\d?)[./-](\d\d?)[./-](\d{4})|(\d{4})-(\d\d)-(\d\d))(?![\d/-])"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A day as it stands in a letter; `day` is None where there is no such day."""

    words: str
    at: int  # where in the words
    day: date | None
    is_named_wrong: bool = False  # its weekday is another


def days_in(words: str) -> list[Told]:
    """Each day with its year in words as `words_of` gives them."""
    return [_told(found) for found in _DAY.finditer(words)]


def _told(found: re.Match[str]) -> Told:
    weekday, *rest = found.groups()
    on, month, year, month2, on2, year2, on3, month3, year3, year4, month4, on4 = rest
    if on:
        parts = int(year), _MONTHS.index(month[:3]) + 1, int(on)
    elif on2:
        parts = int(year2), _MONTHS.index(month2[:3]) + 1, int(on2)
    elif on3:
        parts = int(year3), int(month3), int(on3)
    else:
        parts = int(year4), int(month4), int(on4)
    try:
        day = date(*parts)
    except ValueError:
        return Told(found[0], found.start(), None)
    named_wrong = weekday is not None and _WEEKDAYS.index(weekday[:3]) != day.weekday()
    return Told(found[0], found.start(), day, named_wrong)


def tells_day(words: str, value: str) -> bool:
    """Whether the day that `value` is ("Friday 18 December 2026") is told, in these words or in others."""
    wanted = {told.day for told in days_in(value.casefold())}
    return bool(wanted) and wanted <= {told.day for told in days_in(words)}
