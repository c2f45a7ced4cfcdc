"""After the end: until when a complaint may be referred, and its record must be kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.complaints.practice import Suspension
from mailbot.complaints.retention import referral, retention_until


@pytest.mark.parametrize(
    ("received_on", "years", "last"),
    [
        ("2026-12-18", 3, "2029-12-18"),
        ("2024-02-29", 3, "2027-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2025-02-28", 3, "2028-02-28"),
        ("2026-08-31", 6, "2032-08-31"),
        ("2010-01-01", 3, "2013-01-01"),
    ],
)
def test_a_record_is_kept_for_calendar_years_from_receipt(received_on: str, years: int, last: str) -> None:
    assert retention_until(date.fromisoformat(received_on), years) == date.fromisoformat(last)


def test_a_record_is_never_kept_for_less_than_the_law_asks() -> None:
    with pytest.raises(ValueError, match=r"at least 3 years \(DISP 1\.9\.1R\), not 2"):
        retention_until(date(2026, 12, 18), 2)


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)), st.integers(3, 30))
def test_the_day_and_month_of_receipt_stay_but_for_a_29_february(received_on: date, years: int) -> None:
    last = retention_until(received_on, years)
    assert last.year == received_on.year + years
    assert (last.month, last.day) in {
        (received_on.month, received_on.day),
        (2, 28) if (received_on.month, received_on.day) == (2, 29) else (0, 0),
    }


def test_a_complaint_may_be_referred_for_six_months_from_the_day_the_letter_was_sent() -> None:
    found = referral(date(2026, 8, 31))
    assert (found.name, found.rule) == ("referral", "DISP 2.8.2R")
    assert found.due_on == found.work_by == date(2027, 2, 28)
    assert found.due_at == datetime(2027, 2, 28, 23, 59, 59, tzinfo=UTC)
    assert found.because == (
        "The final response was sent on Monday 31 August 2026; the complainant may go to the Ombudsman until "
        "Sunday 28 February 2027, six months after the day it was sent."
    )
    assert "not from when it arrived" in found.steps[1]
    assert found.lapses_quietly


@pytest.mark.parametrize(
    ("clocks", "topics", "last"),
    [
        (("retention",), (), date(2027, 2, 10)),  # ten days of it lie within the three years
        (("retention",), ("motor-finance",), date(2027, 2, 10)),
        (("retention",), ("pensions",), date(2027, 1, 31)),
        ((), (), date(2027, 1, 31)),  # unless it says so it stops the answers only
    ],
)
def test_a_suspension_that_says_so_keeps_records_longer(
    clocks: tuple[str, ...], topics: tuple[str, ...], last: date
) -> None:
    stop = Suspension("motor finance", date(2024, 1, 22), date(2024, 2, 10), topics, clocks)
    assert retention_until(date(2024, 1, 31), 3, [stop], ["motor-finance"]) == last
    assert retention_until(date(2023, 1, 1), 3, [stop], ["motor-finance"]) - date(2026, 1, 1) == timedelta(
        days=20 if last.month == 2 else 0
    )


def test_a_suspension_just_after_the_end_of_the_years_changes_nothing() -> None:
    stop = Suspension("late", date(2027, 2, 1), date(2027, 3, 1), (), ("retention",))
    assert retention_until(date(2024, 1, 31), 3, [stop]) == date(2027, 1, 31)
