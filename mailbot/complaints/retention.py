"""Dates after a complaint is answered: until when it may be referred, and its record must be kept.

Both count in calendar months and years; a day the last month does not have becomes that month's last.

Faults: `ValueError` for a record kept for less than the law asks.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date

from mailbot.complaints.calendar import ONE_DAY, end_of_day, in_words
from mailbot.complaints.counting import RETENTION
from mailbot.complaints.practice import Suspension
from mailbot.complaints.receipt import Deadline
from mailbot.complaints.rule_sets import REFERRAL_RULE, rule_set

SIX_MONTHS = 6
TWELVE_MONTHS = 12


def six_months_after(sent_on: date) -> date:
    """Return the last day for going to the Ombudsman after a letter sent on a day (DISP 2.8.2R)."""
    return _months_after(sent_on, SIX_MONTHS)


def referral(sent_on: date) -> Deadline:
    """Return until when the complainant may go to the Ombudsman, the final response sent on a day."""
    due_on = six_months_after(sent_on)
    due_at = end_of_day(due_on)
    because = (
        f"The final response was sent on {in_words(sent_on)}; the complainant may go to the Ombudsman until "
        f"{in_words(due_on)}, six months after the day it was sent."
    )
    steps = (
        f"Rule: {REFERRAL_RULE}.",
        f"Sent on {in_words(sent_on)}; it counts from there, not from when it arrived.",
        "Six calendar months; a day the last month does not have becomes that month's last.",
        f"Until 23:59:59 on {in_words(due_on)}, London time ({due_at.isoformat()}).",
    )
    return Deadline("referral", due_on, due_on, due_at, REFERRAL_RULE, because, steps)


def retention_until(
    received_on: date, years: int, suspensions: Sequence[Suspension] = (), topics: Collection[str] = ()
) -> date:
    """Return the last day on which a complaint's record must be kept: from receipt (DISP 1.9.1R).

    Not from closure. Whatever is open, with the Ombudsman or on hold is kept beyond it. Days of a suspension
    that names the clock "retention" are days longer (DISP App 5.2.1R(3)).
    """
    least = rule_set(received_on).keep_years
    if years < least:
        raise ValueError(f"records are kept for at least {least} years (DISP 1.9.1R), not {years}")
    day, last = received_on, _months_after(received_on, years * TWELVE_MONTHS)
    stopped = [one for one in suspensions if RETENTION in one.clocks and one.is_about(topics)]
    while day < last:
        day += ONE_DAY
        if any(one.holds_on(day) for one in stopped):
            last += ONE_DAY
    return last


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, TWELVE_MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
