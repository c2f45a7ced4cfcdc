"""The deadlines of a complaint, each with its reason.

Day 0 is the London day on which the message reached the mailbox, at whatever hour and whether or not it is a
business day. A business-day count ends on the n-th business day after it. Eight weeks are 56 days and never
roll forward; the thirty days of a data-protection complaint do. A deadline ends with its London day; only a
promise in hours ends at an instant.

While nobody has said which regime applies, both clocks run: `final_response` is then the eight weeks, and the
payments clocks carry the prefix `payments_`.

Faults: `ValueError` for a naive datetime and for a promise that cannot be kept account of.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mailbot.complaints.calendar import (
    LONDON,
    Calendar,
    Closed,
    as_utc,
    at_london,
    end_of_day,
    in_words,
    london_day,
)
from mailbot.complaints.practice import Promise, Regime

ACKNOWLEDGEMENT_RULE = "DISP 1.6.1R"
SUMMARY_RESOLUTION_RULE = "DISP 1.5.1R"
STANDARD_RULE = "DISP 1.6.2R"
PAYMENTS_RULE = "DISP 1.6.2AR"
DATA_PROTECTION_RULE = "s.164A DPA 2018"
PROMISE_RULE = "the firm's own promise"

SUMMARY_RESOLUTION_DAYS = 3
PAYMENTS_DAYS = 15
PAYMENTS_DAYS_AFTER_HOLDING = 35
EIGHT_WEEKS = timedelta(weeks=8)
DATA_PROTECTION_PERIOD = timedelta(days=30)
DATA_PROTECTION_DUTY_BEGAN = date(2026, 6, 19)
SIX_MONTHS = 6

PAYMENTS_PREFIX = "payments_"

# A promise may be named "acknowledgement": it then is the firm's target for "prompt". These are the law's.
RESERVED_NAMES = frozenset(
    {"summary_resolution", "data_protection_acknowledgement"}
    | {
        prefix + name
        for prefix in ("", PAYMENTS_PREFIX)
        for name in ("final_response", "holding_response", "final_response_after_holding")
    }
)


# Ways that are open until a day, not duties (DISP 1.5.1R, 1.6.2AR): when it has passed another deadline still
# stands, and "overdue" would be untrue.
OPPORTUNITIES = frozenset({"summary_resolution", "holding_response"})


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


def deadlines(
    received_at: datetime,
    *,
    regime: Regime,
    data_protection: bool,
    calendar: Calendar,
    promises: Sequence[Promise],
    close_of_business: time | None = None,
) -> tuple[Deadline, ...]:
    """Return every deadline of a complaint received at an instant.

    DISP 1.5.1R ends at "close of business", which it does not define: `close_of_business` is the firm's;
    without it the day ends at midnight.
    """
    check_promises(promises)
    receipt = _Receipt(as_utc(received_at), london_day(received_at), calendar)
    found = [_acknowledgement(receipt, promises), _summary_resolution(receipt, close_of_business)]
    if regime is not Regime.PAYMENTS:
        found.append(_eight_weeks(receipt))
    if regime is not Regime.STANDARD:
        found.extend(_payments(receipt, "" if regime is Regime.PAYMENTS else PAYMENTS_PREFIX))
    if data_protection:
        found.append(_data_protection(receipt))
    found.extend(_promise(receipt, p) for p in promises if p.name != "acknowledgement")
    return tuple(found)


def check_promises(promises: Sequence[Promise]) -> None:
    """Raise `ValueError` for a promise no date can be derived from; for the configuration to call first."""
    names = [promise.name for promise in promises]
    for promise in promises:
        if promise.name in RESERVED_NAMES or names.count(promise.name) > 1:
            raise ValueError(f"a promise cannot be named {promise.name!r}: the name is taken")
        if (promise.within is None) == (promise.business_days is None):
            raise ValueError(f"promise {promise.name!r} needs either `within` or `business_days`")
        if promise.within is not None and promise.within <= timedelta(0):
            raise ValueError(f"promise {promise.name!r} allows no time")
        if promise.business_days is not None and promise.business_days < 1:
            raise ValueError(f"promise {promise.name!r} needs at least one business day")


def six_months_after(sent_on: date) -> date:
    """Return the last day for going to the Ombudsman after a letter sent on a day (DISP 2.8.2R).

    Calendar months; a day the last month does not have becomes that month's last.
    """
    years, month = divmod(sent_on.month - 1 + SIX_MONTHS, 12)
    year, month = sent_on.year + years, month + 1
    return date(year, month, min(sent_on.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class _Receipt:
    instant: datetime  # UTC
    day: date  # in London
    calendar: Calendar

    def deadline(
        self,
        name: str,
        rule: str,
        because: str,
        *,
        due_on: date,
        steps: Sequence[str],
        work_by: date | None = None,
        due_at: datetime | None = None,
    ) -> Deadline:
        due_at = due_at or end_of_day(due_on)
        work_by = work_by or due_on
        local = due_at.astimezone(LONDON)
        closing = [f"Due {local:%H:%M:%S} on {in_words(due_on)}, London time ({due_at.isoformat()})."]
        if work_by != due_on:
            closing.append(f"Last business day to act: {in_words(work_by)}.")
        closing.append(f"Calendar: {self.calendar.version}.")
        sentence = f"Received on {in_words(self.day)} (day 0); {because}."
        return Deadline(
            name, due_on, work_by, due_at, rule, sentence, (*self._opening(rule), *steps, *closing)
        )

    def _opening(self, rule: str) -> Iterator[str]:
        local = self.instant.astimezone(LONDON)
        yield f"Rule: {rule}."
        yield f"Received {local:%H:%M} on {in_words(self.day)}, London time ({self.instant.isoformat()})."
        if closed := self.calendar.closed(self.day):
            yield f"That day is day 0, although not a business day ({closed.name})."
        else:
            yield "That day is day 0, at whatever hour the message came."


def _acknowledgement(receipt: _Receipt, promises: Sequence[Promise]) -> Deadline:
    """DISP 1.6.1R says "prompt" and no number of days; the number is always the firm's."""
    own = next((p for p in promises if p.name == "acknowledgement"), None)
    target = own or Promise("acknowledgement", business_days=1)
    prompt = "the rule says promptly and names no number of days; the firm's own target is "
    return _promise(receipt, target, rule=ACKNOWLEDGEMENT_RULE, said=prompt)


def _summary_resolution(receipt: _Receipt, close_of_business: time | None) -> Deadline:
    return _business_days(
        receipt,
        "summary_resolution",
        SUMMARY_RESOLUTION_RULE,
        SUMMARY_RESOLUTION_DAYS,
        said="a complaint resolved by close of business on ",
        after=", needs only a summary resolution communication",
        close=close_of_business,
    )


def _eight_weeks(receipt: _Receipt) -> Deadline:
    due_on = receipt.day + EIGHT_WEEKS
    work_by = receipt.calendar.previous_business_day_on_or_before(due_on)
    because = f"eight weeks, 56 days, end on {in_words(due_on)}"
    steps = [f"Eight weeks are 56 days: {in_words(due_on)}."]
    if closed := receipt.calendar.closed(due_on):
        name = "" if closed.weekend else f", {closed.name}"
        because += (
            f", which is not a business day{name}; nothing extends the time, so send by {in_words(work_by)}"
        )
        steps.append(f"Not a business day ({closed.name}), and eight weeks do not roll forward.")
    return receipt.deadline(
        "final_response", STANDARD_RULE, because, due_on=due_on, steps=steps, work_by=work_by
    )


def _payments(receipt: _Receipt, prefix: str) -> Iterator[Deadline]:
    yield _business_days(
        receipt, f"{prefix}final_response", PAYMENTS_RULE, PAYMENTS_DAYS, said="the final response is due on "
    )
    yield _business_days(
        receipt,
        f"{prefix}holding_response",
        PAYMENTS_RULE,
        PAYMENTS_DAYS,
        said="in exceptional circumstances a holding response may go out instead, by ",
    )
    yield _business_days(
        receipt,
        f"{prefix}final_response_after_holding",
        PAYMENTS_RULE,
        PAYMENTS_DAYS_AFTER_HOLDING,
        said="after a holding response the final response is due on ",
    )


def _data_protection(receipt: _Receipt) -> Deadline:
    """Thirty days from the day after receipt; a last day off moves to the next business day (s.164A)."""
    last = receipt.day + DATA_PROTECTION_PERIOD
    rolled = receipt.calendar.roll_forward(last)
    because = f"the 30th day after it is {in_words(last)}"
    steps = [f"The 30th day after day 0 is {in_words(last)}."]
    if rolled.skipped:
        because += (
            f", which is not a business day, so the acknowledgement is due on {in_words(rolled.end)}"
            f"{_not_counted(rolled.bank_holidays)}"
        )
        steps += [f"{in_words(c.on)} is passed over: {c.name}." for c in rolled.skipped]
    if receipt.day < DATA_PROTECTION_DUTY_BEGAN:
        steps.append(
            f"The duty began on {in_words(DATA_PROTECTION_DUTY_BEGAN)}; before, this is good practice."
        )
    return receipt.deadline(
        "data_protection_acknowledgement", DATA_PROTECTION_RULE, because, due_on=rolled.end, steps=steps
    )


def _promise(
    receipt: _Receipt, promise: Promise, *, rule: str = PROMISE_RULE, said: str = "the firm promises this by "
) -> Deadline:
    if promise.within is None:
        return _business_days(receipt, promise.name, rule, promise.business_days or 1, said=said)
    due_at = receipt.instant + promise.within
    due_on = london_day(due_at)
    before = receipt.calendar.previous_business_day_on_or_before(due_on)
    # Where no business day lies between, going back would end before the complaint came.
    work_by = before if before >= receipt.day else due_on
    hours = f"{promise.within / timedelta(hours=1):g} hours"
    because = f"{said}{due_at.astimezone(LONDON):%H:%M} on {in_words(due_on)}, {hours} after receipt"
    steps = [f"{hours.capitalize()} of clock time after receipt; nothing is skipped."]
    if work_by != due_on:
        because += f", which is not a business day: act by {in_words(work_by)}"
    elif before != due_on:
        steps.append("No business day lies between receipt and then.")
    return receipt.deadline(
        promise.name, rule, because, due_on=due_on, steps=steps, work_by=work_by, due_at=due_at
    )


def _business_days(
    receipt: _Receipt,
    name: str,
    rule: str,
    n: int,
    *,
    said: str,
    after: str = "",
    close: time | None = None,
) -> Deadline:
    count = receipt.calendar.add_business_days(receipt.day, n)
    ordinal = "the next business day" if n == 1 else f"the {_ordinal(n)} business day after it"
    because = f"{said}{in_words(count.end)}, {ordinal}{_not_counted(count.bank_holidays)}{after}"
    steps = [f"Counting to {ordinal}; Saturdays, Sundays and bank holidays are not counted."]
    steps += [f"{in_words(c.on)} is not counted: {c.name}." for c in count.bank_holidays]
    due_at = at_london(count.end, close) if close else None
    return receipt.deadline(name, rule, because, due_on=count.end, steps=steps, due_at=due_at)


def _not_counted(bank_holidays: Sequence[Closed]) -> str:
    if not bank_holidays:
        return ""
    named = [f"{in_words(closed.on)} ({closed.name})" for closed in bank_holidays]
    listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f", not counting {listed}"


def _ordinal(n: int) -> str:
    suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"
