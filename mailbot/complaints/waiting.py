"""How long something has waited and when it is due, in plain words; and by when mail is looked at that has
no deadline of its own.

Pure: `now` and the calendar are arguments. Days are those of London.

Faults: `ValueError` for a naive datetime.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from mailbot.complaints.calendar import LONDON, MONTHS, WEEKDAYS, Calendar, as_utc, at_london, london_day

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TWO_DAYS = 2 * DAY  # up to here hours tell more than days
_LAST_MINUTE = time(23, 59)  # a deadline that ends with its day names no hour


def next_working_day(since: datetime, calendar: Calendar, closes: time) -> datetime:
    """The end of the working hours of the business day after `since`, in UTC.

    What may yet turn out to be a complaint must be acknowledged promptly (DISP 1.6.1R), counted from receipt.
    """
    return at_london(calendar.add_business_days(london_day(since), 1).end, closes)


def span_in_words(span: timedelta) -> str:
    """ "3 hours": in whole units, the last one that is not yet over left out."""
    if span < MINUTE:
        return "under a minute"
    unit, name = (MINUTE, "minute") if span < HOUR else (HOUR, "hour") if span < TWO_DAYS else (DAY, "day")
    number = span // unit
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def due_in_words(due_at: datetime, now: datetime) -> str:
    """ "due tomorrow 17:00", "due Fri 18 Dec 2026", "OVERDUE by 3 hours"."""
    if as_utc(now) > as_utc(due_at):
        return f"OVERDUE by {span_in_words(now - due_at)}"
    day, local = london_day(due_at), due_at.astimezone(LONDON)
    ahead = (day - london_day(now)).days
    if ahead < 2:
        told = "tomorrow" if ahead else "today"
    else:
        told = f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"
    hour = "" if local.time() >= _LAST_MINUTE else f" {local:%H:%M}"
    return f"due {told}{hour}"
