"""Days as a colleague writes them: "2026-12-18", "18/12/2026", "Friday 18 December", "yesterday".

British order, day before month. Without a year it is the nearest such day that is asked for: the last one of
what has happened, the next one of what is to come.

Faults: none; what is no day is None.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from mailbot.complaints.calendar import LONDON

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|sept|"
    + "|".join(_MONTHS)
)
_LONG_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|tues|thur|thurs|" + "|".join(_WEEKDAYS)
_YEAR = r"(?:,? (?:\d{4}|\d\d))?"
#: What a day looks like in the middle of a line; whether there is such a day is for `day`.
DAY = (
    rf"today|yesterday|tomorrow|\d{{4}}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{{2,4}}|\d\d?[./]\d\d?|"
    rf"(?:(?:{_LONG_DAYS}),? )?(?:the )?\d\d?(?:st|nd|rd|th)?(?: of)? (?:{_LONG_MONTHS})\b\.?{_YEAR}|"
    rf"(?:{_LONG_DAYS})\b"
)
TIME = r"(?:at |T)?(\d\d?)[:.](\d\d)(?: ?([ap])\.?m\.?)?"

_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_FIGURES = re.compile(r"(\d\d?)[./](\d\d?)(?:[./](\d{2}|\d{4}))?")
_WORDS = re.compile(
    rf"(?:({_LONG_DAYS}),? )?(?:the )?(\d\d?)(?:st|nd|rd|th)?(?: of)? ({_LONG_MONTHS})\b\.?"
    r"(?:,? (\d{4}|\d\d))?"
)
_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1}


def day(text: str, today: date, *, to_come: bool = False) -> date | None:
    """The London day meant by `text`, folded and without more around it; `to_come`: it lies ahead."""
    text = text.strip().casefold()
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if match := _ISO.fullmatch(text):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if match := _FIGURES.fullmatch(text):
        return _dated(match[1], int(match[2]), match[3], today, to_come)
    if match := _WORDS.fullmatch(text):
        found = _dated(match[2], _MONTHS.index(match[3][:3]) + 1, match[4], today, to_come)
        named = match[1] and _WEEKDAYS.index(match[1][:3])
        return found if found is None or named in (None, found.weekday()) else None
    if text[:3] in _WEEKDAYS and re.fullmatch(_LONG_DAYS, text):
        ahead = (_WEEKDAYS.index(text[:3]) - today.weekday()) % 7
        # Today's own name may be today or a week away: the date must be written.
        return today + timedelta(days=ahead if to_come else ahead - 7) if ahead else None
    return None


def moment(on: date, clock: re.Match[str] | None) -> datetime | None:
    """A day, and the London time that `TIME` matched, midnight without one; None where there is none such."""
    if clock is None:
        return datetime.combine(on, time(), LONDON)
    hour, minute, half = int(clock[1]), int(clock[2]), clock[3]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return None
    return datetime.combine(on, time(hour, minute), LONDON)


def _dated(on: str, month: int, year: str | None, today: date, to_come: bool) -> date | None:
    if year is not None:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, int(on))
    years = (today.year, today.year + 1) if to_come else (today.year, today.year - 1)
    for each in years:
        found = _made(each, month, int(on))
        if found is not None and (found >= today if to_come else found <= today):
            return found
    return None


def _made(year: int, month: int, on: int) -> date | None:
    if not 1990 <= year <= 2199:  # a slip of the pen, and beyond what a database or a clock can hold
        return None
    try:
        return date(year, month, on)
    except ValueError:
        return None
