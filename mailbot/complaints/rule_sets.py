"""What the law asked for on the day a complaint was received.

A complaint keeps the rules of its day, however late it is dealt with. Each row is the whole set and holds
until the next one. How acknowledgements say what they must is in their templates, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mailbot.complaints.practice import Regime

ACKNOWLEDGEMENT_RULE = "DISP 1.6.1R"
SUMMARY_RESOLUTION_RULE = "DISP 1.5.1R"
STANDARD_RULE = "DISP 1.6.2R"
PAYMENTS_RULE = "DISP 1.6.2AR"
DATA_PROTECTION_RULE = "s.164A DPA 2018"
REFERRAL_RULE = "DISP 2.8.2R"
PROMISE_RULE = "the firm's own promise"

SUMMARY_RESOLUTION_BEGAN = date(2016, 6, 30)
PAYMENTS_BEGAN = date(2018, 1, 13)
TIMESCALES_BEGAN = date(2026, 6, 1)
DATA_PROTECTION_DUTY_BEGAN = date(2026, 6, 19)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The numbers that held for complaints received from a day on."""

    since: date
    summary_resolution_days: int  # business days
    payments_days: tuple[int, int] | None  # business days, and after a holding response; None: eight weeks
    states_timescales: bool  # an acknowledgement says when the firm will answer
    data_protection_duty: bool  # thirty days to acknowledge; before, good practice
    keep_years: int  # at least, from receipt (DISP 1.9.1R)
    source: str  # of what changed with this row

    def regime(self, asked: Regime) -> Regime:
        """Return the clocks that really ran: before they began, a payments complaint had eight weeks."""
        return asked if self.payments_days else Regime.STANDARD


RULE_SETS = (
    RuleSet(date.min, 1, None, False, False, 3, "DISP 1.5.1R before PS15/19: the next business day"),
    RuleSet(SUMMARY_RESOLUTION_BEGAN, 3, None, False, False, 3, "DISP 1.5.1R, PS15/19: the third"),
    RuleSet(
        PAYMENTS_BEGAN,
        3,
        (15, 35),
        False,
        False,
        3,
        "DISP 1.6.2AR, Payment Services Regulations 2017 reg. 101",
    ),
    RuleSet(TIMESCALES_BEGAN, 3, (15, 35), True, False, 3, "DISP 1.6.1R(1)(b)"),
    RuleSet(DATA_PROTECTION_DUTY_BEGAN, 3, (15, 35), True, True, 3, "s.164A Data Protection Act 2018"),
)


def rule_set(received_on: date) -> RuleSet:
    """Return the rules a complaint received on a London day is under."""
    return next(rules for rules in reversed(RULE_SETS) if rules.since <= received_on)
