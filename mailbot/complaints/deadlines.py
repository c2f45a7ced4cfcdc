"""The deadlines of a complaint, each with its reason.

Day 0 is the London day on which the message reached the mailbox, at whatever hour and whether or not it is a
business day. A business-day count ends on the n-th business day after it. Eight weeks are 56 days and never
roll forward; the thirty days of a data-protection complaint do. A deadline ends with its London day; only a
promise in hours ends at an instant. Days within a suspension are not counted.

While nobody has said which regime applies, both clocks run: `final_response` is then the eight weeks, and the
payments clocks carry the prefix `payments_`. Old complaints have the clocks of their day.

Faults: `ValueError` for a naive datetime and for a promise or suspension that cannot be kept account of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, time, timedelta

from mailbot.complaints.calendar import (
    LONDON,
    Calendar,
    as_utc,
    at_london,
    in_words,
    london_day,
)
from mailbot.complaints.counting import Counted, check_suspensions
from mailbot.complaints.practice import Promise, Regime, Suspension
from mailbot.complaints.promises import PAYMENTS_PREFIX, RESERVED_NAMES, check_promises, promises_for
from mailbot.complaints.receipt import Deadline, Receipt
from mailbot.complaints.retention import six_months_after
from mailbot.complaints.rule_sets import (
    ACKNOWLEDGEMENT_RULE,
    DATA_PROTECTION_DUTY_BEGAN,
    DATA_PROTECTION_RULE,
    PAYMENTS_BEGAN,
    PAYMENTS_RULE,
    PROMISE_RULE,
    STANDARD_RULE,
    SUMMARY_RESOLUTION_BEGAN,
    SUMMARY_RESOLUTION_RULE,
    rule_set,
)

__all__ = [
    "ACKNOWLEDGEMENT_RULE",
    "DATA_PROTECTION_RULE",
    "PAYMENTS_PREFIX",
    "PAYMENTS_RULE",
    "PROMISE_RULE",
    "RESERVED_NAMES",
    "STANDARD_RULE",
    "SUMMARY_RESOLUTION_RULE",
    "Deadline",
    "check_promises",
    "deadlines",
    "six_months_after",
]

EIGHT_WEEKS = 56  # days
DATA_PROTECTION_PERIOD = 30  # days


def deadlines(
    received_at: datetime,
    *,
    regime: Regime,
    data_protection: bool,
    calendar: Calendar,
    promises: Sequence[Promise],
    close_of_business: time | None = None,
    suspensions: Sequence[Suspension] = (),
    topics: Collection[str] = (),
    channel: str = "email",
) -> tuple[Deadline, ...]:
    """Return every deadline of a complaint received at an instant.

    DISP 1.5.1R ends at "close of business", which it does not define: `close_of_business` is the firm's;
    without it the day ends at midnight. Suspensions hold by the complaint's topics, promises by its channel.
    """
    check_promises(promises)
    check_suspensions(suspensions, [promise.name for promise in promises])
    day = london_day(received_at)
    rules = rule_set(day)
    receipt = Receipt(as_utc(received_at), day, calendar, rules, tuple(suspensions), frozenset(topics))
    promised = promises_for(channel, promises)
    runs = rules.regime(regime)
    found = [_acknowledgement(receipt, promised), _summary_resolution(receipt, close_of_business)]
    if runs is not Regime.PAYMENTS:
        found.append(_eight_weeks(receipt, instead=runs is not regime))
    if runs is not Regime.STANDARD:
        found.extend(_payments(receipt, "" if runs is Regime.PAYMENTS else PAYMENTS_PREFIX))
    if data_protection:
        found.append(_data_protection(receipt))
    found.extend(_promise(receipt, p) for p in promised if p.name != "acknowledgement")
    return tuple(found)


def _acknowledgement(receipt: Receipt, promised: Sequence[Promise]) -> Deadline:
    """DISP 1.6.1R says "prompt" and no number of days; the number is always the firm's."""
    own = next((p for p in promised if p.name == "acknowledgement"), None)
    target = own or Promise("acknowledgement", business_days=1)
    prompt = "the rule says promptly and names no number of days; the firm's own target is "
    return _promise(receipt, target, rule=ACKNOWLEDGEMENT_RULE, said=prompt)


def _summary_resolution(receipt: Receipt, close_of_business: time | None) -> Deadline:
    old = receipt.day < SUMMARY_RESOLUTION_BEGAN
    began = f"Until {in_words(SUMMARY_RESOLUTION_BEGAN)} there was no more than the next business day."
    return _business_days(
        receipt,
        "summary_resolution",
        SUMMARY_RESOLUTION_RULE,
        receipt.rules.summary_resolution_days,
        said="a complaint resolved by close of business on ",
        after=", is under no time limit" if old else ", needs only a summary resolution communication",
        close=close_of_business,
        more=[began] if old else (),
    )


def _eight_weeks(receipt: Receipt, *, instead: bool) -> Deadline:
    """`instead`: of the payments clocks, which had not begun."""
    count = receipt.clock("final_response").add_days(receipt.day, EIGHT_WEEKS)
    because = f"eight weeks, 56 days{count.not_counted}, end on {in_words(count.end)}"
    steps = [f"Eight weeks are 56 days: {in_words(count.end)}.", *count.steps]
    if instead:
        steps.insert(0, f"The time limits of payments complaints began on {in_words(PAYMENTS_BEGAN)}.")
    if closed := receipt.calendar.closed(count.end):
        name = "" if closed.weekend else f", {closed.name}"
        by = in_words(receipt.work_by(count.end))
        because += f", which is not a business day{name}; nothing extends the time, so send by {by}"
        steps.append(f"Not a business day ({closed.name}), and eight weeks do not roll forward.")
    return receipt.deadline("final_response", STANDARD_RULE, because, due_on=count.end, steps=steps)


def _payments(receipt: Receipt, prefix: str) -> Iterator[Deadline]:
    first, after_holding = receipt.rules.payments_days or (0, 0)
    for name, days, said in (
        ("final_response", first, "the final response is due on "),
        (
            "holding_response",
            first,
            "in exceptional circumstances a holding response may go out instead, by ",
        ),
        (
            "final_response_after_holding",
            after_holding,
            "after a holding response the final response is due on ",
        ),
    ):
        yield _business_days(receipt, f"{prefix}{name}", PAYMENTS_RULE, days, said=said)


def _data_protection(receipt: Receipt) -> Deadline:
    """Thirty days from the day after receipt; a last day off moves to the next business day (s.164A)."""
    name = "data_protection_acknowledgement"
    count = receipt.clock(name).add_days(receipt.day, DATA_PROTECTION_PERIOD)
    rolled = receipt.calendar.roll_forward(count.end)
    apart = f"{count.not_counted}," if count.not_counted else ""
    because = f"the 30th day after it{apart} is {in_words(count.end)}"
    steps = [f"The 30th day after day 0 is {in_words(count.end)}.", *count.steps]
    if rolled.skipped:
        off = Counted(rolled.end, rolled.bank_holidays)
        because += (
            f", which is not a business day, so the acknowledgement is due on {in_words(rolled.end)}"
            f"{off.not_counted}"
        )
        steps += [f"{in_words(c.on)} is passed over: {c.name}." for c in rolled.skipped]
    if not receipt.rules.data_protection_duty:
        steps.append(
            f"The duty began on {in_words(DATA_PROTECTION_DUTY_BEGAN)}; before, this is good practice."
        )
    return receipt.deadline(name, DATA_PROTECTION_RULE, because, due_on=rolled.end, steps=steps)


def _promise(
    receipt: Receipt, promise: Promise, *, rule: str = PROMISE_RULE, said: str = "the firm promises this by "
) -> Deadline:
    posted = ["Only something posted keeps it."] if promise.sent_by == "letter" else []
    if promise.within is None:
        return _business_days(receipt, promise.name, rule, promise.business_days or 1, said=said, more=posted)
    due_at, passed = receipt.clock(promise.name).add_time(receipt.instant, promise.within)
    due_on = london_day(due_at)
    work_by = receipt.work_by(due_on)
    hours = f"{promise.within / timedelta(hours=1):g} hours"
    at = f"{due_at.astimezone(LONDON):%H:%M} on {in_words(due_on)}"
    because = f"{said}{at}, {hours} after receipt{passed.not_counted}"
    steps = [f"{hours.capitalize()} of clock time after receipt; nothing is skipped."]
    if passed.suspensions:
        steps = [f"{hours.capitalize()} of clock time after receipt.", *passed.steps]
    if not receipt.calendar.is_business_day(work_by):
        steps.append("No business day lies between receipt and then.")
    elif receipt.calendar.closed(due_on):
        because += f", which is not a business day: act by {in_words(work_by)}"
    return receipt.deadline(
        promise.name, rule, because, due_on=due_on, steps=[*steps, *posted], due_at=due_at
    )


def _business_days(
    receipt: Receipt,
    name: str,
    rule: str,
    n: int,
    *,
    said: str,
    after: str = "",
    close: time | None = None,
    more: Sequence[str] = (),
) -> Deadline:
    count = receipt.clock(name).add_business_days(receipt.day, n)
    ordinal = "the next business day" if n == 1 else f"the {_ordinal(n)} business day after it"
    because = f"{said}{in_words(count.end)}, {ordinal}{count.not_counted}{after}"
    steps = [f"Counting to {ordinal}; Saturdays, Sundays and bank holidays are not counted."]
    steps += [*count.steps, *more]
    due_at = at_london(count.end, close) if close else None
    return receipt.deadline(name, rule, because, due_on=count.end, steps=steps, due_at=due_at)


def _ordinal(n: int) -> str:
    suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"
