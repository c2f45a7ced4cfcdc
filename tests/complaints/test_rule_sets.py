"""Old complaints have the dates of their day."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from mailbot.complaints.calendar import Calendar
from mailbot.complaints.deadlines import Deadline, deadlines
from mailbot.complaints.ladder import rungs
from mailbot.complaints.practice import Division, Regime
from mailbot.complaints.rule_sets import RULE_SETS, rule_set

LONDON = ZoneInfo("Europe/London")
ENG = Calendar.of(Division.ENGLAND_AND_WALES, extra=frozenset(), removed=frozenset())


def due(received: str, regime: Regime) -> dict[str, Deadline]:
    at = datetime.fromisoformat(received).replace(tzinfo=LONDON)
    found = deadlines(at, regime=regime, data_protection=True, calendar=ENG, promises=())
    return {one.name: one for one in found}


def test_the_table_begins_at_the_beginning_and_goes_on_in_order() -> None:
    assert RULE_SETS[0].since == date.min
    assert all(earlier.since < later.since for earlier, later in pairwise(RULE_SETS))
    assert all(rules.source and rules.keep_years >= 3 for rules in RULE_SETS)
    assert rule_set(date.min) is RULE_SETS[0]
    assert rule_set(date.max) is RULE_SETS[-1]


@pytest.mark.parametrize(
    ("received", "due_on"),
    [
        ("2016-06-29T23:59", "2016-06-30"),
        ("2016-06-30T00:00", "2016-07-05"),
        ("2015-12-24T12:00", "2015-12-29"),
    ],
)
def test_three_business_days_to_resolve_a_complaint_began_on_30_june_2016(received: str, due_on: str) -> None:
    found = due(received, Regime.STANDARD)["summary_resolution"]
    assert found.due_on == date.fromisoformat(due_on)
    old = "Until Thursday 30 June 2016 there was no more than the next business day."
    assert (old in found.steps) == (received < "2016-06-30")
    assert ("summary resolution communication" in found.because) == (received >= "2016-06-30")


def test_the_last_complaint_before_the_payments_clocks_had_eight_weeks() -> None:
    for regime in (Regime.PAYMENTS, Regime.UNCONFIRMED):
        found = due("2018-01-12T23:59", regime)
        assert not {name for name in found if "holding" in name or name.startswith("payments_")}
        final = found["final_response"]
        assert (final.due_on, final.rule) == (date(2018, 3, 9), "DISP 1.6.2R")
        assert "The time limits of payments complaints began on Saturday 13 January 2018." in final.steps
        received_at = datetime(2018, 1, 12, 23, 59, tzinfo=LONDON)
        assert rungs(final, received_at, ENG)[0].name == "week 4"


def test_the_first_one_under_them_had_fifteen_business_days() -> None:
    found = due("2018-01-13T00:00", Regime.PAYMENTS)
    assert found["final_response"].due_on == date(2018, 2, 2)
    assert found["final_response"].rule == "DISP 1.6.2AR"
    assert found["final_response_after_holding"].due_on == date(2018, 3, 2)


def test_the_standard_clock_was_always_eight_weeks() -> None:
    found = due("2014-03-03T12:00", Regime.STANDARD)["final_response"]
    assert found.due_on == date(2014, 4, 28)
    assert not [step for step in found.steps if "payments" in step]


@pytest.mark.parametrize(("received", "duty"), [("2026-06-18T12:00", False), ("2026-06-19T12:00", True)])
def test_before_19_june_2026_thirty_days_were_good_practice(received: str, duty: bool) -> None:
    found = due(received, Regime.STANDARD)["data_protection_acknowledgement"]
    step = "The duty began on Friday 19 June 2026; before, this is good practice."
    assert (step in found.steps) == (not duty)
