"""How long, and by when, in plain words."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.complaints.calendar import LONDON, Calendar
from mailbot.complaints.practice import Division
from mailbot.complaints.waiting import due_in_words, next_working_day, span_in_words

ENGLAND = Calendar.of(Division.ENGLAND_AND_WALES, extra=frozenset(), removed=frozenset())
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ({}, "under a minute"),
        ({"seconds": 59}, "under a minute"),
        ({"minutes": 1}, "1 minute"),
        ({"minutes": 59}, "59 minutes"),
        ({"hours": 1}, "1 hour"),
        ({"hours": 3, "minutes": 59}, "3 hours"),
        ({"hours": 47, "minutes": 59}, "47 hours"),
        ({"days": 2}, "2 days"),
        ({"days": 40}, "40 days"),
        ({"minutes": -5}, "under a minute"),
    ],
)
def test_a_span_is_told_in_whole_units(span: dict[str, int], words: str) -> None:
    assert span_in_words(timedelta(**span)) == words


@pytest.mark.parametrize(
    ("due_at", "words"),
    [
        ("2026-11-23T17:00", "due today 17:00"),
        ("2026-11-24T17:00", "due tomorrow 17:00"),
        ("2026-11-24T23:59:59", "due tomorrow"),
        ("2026-12-18T23:59:59", "due Fri 18 Dec 2026"),
        ("2026-12-18T09:30", "due Fri 18 Dec 2026 09:30"),
        ("2026-11-23T09:00", "OVERDUE by 1 hour"),
        ("2026-11-21T09:00", "OVERDUE by 2 days"),
    ],
)
def test_when_something_is_due_is_told_as_a_person_would(due_at: str, words: str) -> None:
    assert due_in_words(london(due_at), NOW) == words


def test_tomorrow_is_londons_tomorrow() -> None:
    """Half past eleven at night in London, in summer, is still before midnight there and not yet in UTC."""
    late = london("2026-07-01T23:30").astimezone(UTC)
    assert due_in_words(london("2026-07-02T17:00"), late) == "due tomorrow 17:00"
    assert due_in_words(london("2026-07-02T00:30"), late) == "due tomorrow 00:30"


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-23T10:00", "2026-11-24T17:00"),
        ("2026-11-27T23:50", "2026-11-30T17:00"),  # a Friday
        ("2026-12-24T09:00", "2026-12-29T17:00"),  # Christmas, and Boxing Day's substitute
        ("2026-06-30T23:30", "2026-07-01T17:00"),  # in London; in UTC it is the same evening
    ],
)
def test_mail_without_a_deadline_is_due_at_the_end_of_the_next_business_day(received: str, due: str) -> None:
    assert next_working_day(london(received), ENGLAND, time(17, 0)) == london(due)


@given(st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2030, 1, 1)))  # noqa: DTZ001
def test_it_is_always_due_after_receipt(naive: datetime) -> None:
    received = naive.replace(tzinfo=UTC)
    assert next_working_day(received, ENGLAND, time(17, 0)) > received
