"""When we will answer, as an acknowledgement states it (DISP 1.6.1R): pure.

Faults: `ValueError` where a case has no date that must be stated.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mailbot.complaints.calendar import in_words, london_day
from mailbot.complaints.deadlines import PAYMENTS_PREFIX, Deadline
from mailbot.complaints.languages import day_in_words
from mailbot.complaints.practice import Regime
from mailbot.complaints.rule_sets import rule_set

if TYPE_CHECKING:
    from mailbot.complaints.letters import LetterCase


def statement(case: LetterCase) -> dict[str, object]:
    """The clocks that run for a complaint of its day, and when they end."""
    rules = rule_set(london_day(case.received_at))
    dates = {key: day_in_words(one.due_on, case.language) for key, one in _stated(case).items()}
    return {
        "regime": str(rules.regime(case.regime)),
        "states_timescales": rules.states_timescales,
        **dates,
    }


def reason_too_late(case: LetterCase, now: datetime) -> str | None:
    """Why no acknowledgement can be sent any more, or None: it would promise a day that has passed."""
    passed = [one for one in _stated(case).values() if one.due_at < now]
    if not passed:
        return None
    first = min(passed, key=lambda one: one.due_at)
    return (
        f"it would promise an answer by {in_words(first.due_on)}, which has passed: write to the complainant "
        "yourself, then `mailbot queue posted`"
    )


def _stated(case: LetterCase) -> dict[str, Deadline]:
    """The deadlines an acknowledgement names, by what the template calls them."""
    regime = rule_set(london_day(case.received_at)).regime(case.regime)
    due = {deadline.name: deadline for deadline in case.deadlines}
    prefix = "" if regime is Regime.PAYMENTS else PAYMENTS_PREFIX
    needed: dict[str, str] = {}
    if regime is not Regime.PAYMENTS:
        needed["eight_weeks_by"] = "final_response"
    if regime is not Regime.STANDARD:
        needed["payments_by"] = f"{prefix}final_response"
        needed["payments_after_holding_by"] = f"{prefix}final_response_after_holding"
    if absent := sorted(set(needed.values()) - set(due)):
        raise ValueError(f"an acknowledgement must state the date of: {', '.join(absent)} (DISP 1.6.1R)")
    return {key: due[name] for key, name in needed.items()}
