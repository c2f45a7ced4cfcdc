"""A plan before it is carried out: what it says is masked, what may have been done is not repeated."""

from __future__ import annotations

from dataclasses import replace

from mailbot.complaints.decide import Plan
from mailbot.complaints.numbers.masking import mask
from mailbot.complaints.withholding import FILED_BEFORE
from mailbot.reading.arrival import Arrival

REASON_LIMIT = 200  # characters; a header field may be as long as its sender likes


def cautious(plan: Plan, arrival: Arrival) -> Plan:
    """A message that was filed before, and is unknown all the same, may have been acknowledged then."""
    if not arrival.filed:
        return plan
    plan = replace(plan, confirm=False)
    if not (plan.acknowledge or plan.owed):
        return plan
    reason = f"{plan.reason}; {FILED_BEFORE}" if plan.reason else FILED_BEFORE
    return replace(plan, acknowledge=False, owed=True, reason=reason, enclose=False)


def masked(plan: Plan) -> Plan:
    """Its reason may quote a header field, and goes to tasks and mails."""
    return replace(plan, reason=mask(plan.reason[:REASON_LIMIT])[0]) if plan.reason else plan
