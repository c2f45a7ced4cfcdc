from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import holidays.version
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.complaints.calendar import (
    COVERED_UNTIL,
    Calendar,
    as_utc,
    at_london,
    end_of_day,
    in_words,
    london_day,
)
from mailbot.complaints.practice import Division

ENG, SCT, NIR = Division.ENGLAND_AND_WALES, Division.SCOTLAND, Division.NORTHERN_IRELAND
DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
DIVISIONS = st.sampled_from(list(Division))

# Monday to Friday only, as the government's list has them.
BANK_HOLIDAYS = {
    ENG: """
        2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
        2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
        2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
        2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26
    """,
    SCT: """
        2025-01-01 2025-01-02 2025-04-18 2025-05-05 2025-05-26 2025-08-04 2025-12-01 2025-12-25 2025-12-26
        2026-01-01 2026-01-02 2026-04-03 2026-05-04 2026-05-25 2026-06-15 2026-08-03 2026-11-30
        2026-12-25 2026-12-28
        2027-01-01 2027-01-04 2027-03-26 2027-05-03 2027-05-31 2027-08-02 2027-11-30 2027-12-27 2027-12-28
        2028-01-03 2028-01-04 2028-04-14 2028-05-01 2028-05-29 2028-08-07 2028-11-30 2028-12-25 2028-12-26
    """,
    NIR: """
        2025-01-01 2025-03-17 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-07-14 2025-08-25
        2025-12-25 2025-12-26
        2026-01-01 2026-03-17 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-07-13 2026-08-31
        2026-12-25 2026-12-28
        2027-01-01 2027-03-17 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-07-12 2027-08-30
        2027-12-27 2027-12-28
        2028-01-03 2028-03-17 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-07-12 2028-08-28
        2028-12-25 2028-12-26
    """,
}


def calendar(division: Division = ENG, *, extra: str = "", removed: str = "", closures: str = "") -> Calendar:
    return Calendar.of(division, extra=days(extra), removed=days(removed), closures=days(closures))


def days(listed: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in listed.split())


@pytest.mark.parametrize("division", Division)
def test_the_bank_holidays_of_2025_to_2028_are_those_the_government_lists(division: Division) -> None:
    first = date(2025, 1, 1)
    every = [first + timedelta(n) for n in range((date(2028, 12, 31) - first).days + 1)]
    closed = [calendar(division).closed(day) for day in every]
    assert {c.on for c in closed if c and not c.weekend} == days(BANK_HOLIDAYS[division])


@pytest.mark.parametrize(
    ("division", "day", "name"),
    [
        (SCT, "2026-06-15", "Scotland's participation in the FIFA World Cup final"),
        (SCT, "2026-11-30", "Saint Andrew's Day"),
        (ENG, "2027-03-29", "Easter Monday"),
        (ENG, "2026-08-31", "Late Summer Bank Holiday"),
        (ENG, "2026-12-28", "Boxing Day, substitute day"),
        (NIR, "2026-07-13", "Battle of the Boyne, substitute day"),
        (ENG, "2026-12-26", "Saturday"),
        (ENG, "2023-05-08", "Coronation of Charles III"),
        (ENG, "2022-09-19", "State Funeral of Queen Elizabeth II"),
    ],
)
def test_a_day_off_has_its_name(division: Division, day: str, name: str) -> None:
    closed = calendar(division).closed(date.fromisoformat(day))
    assert closed is not None
    assert closed.name == name


def test_the_world_cup_holiday_is_scotlands_alone() -> None:
    day = date(2026, 6, 15)
    assert [calendar(d).is_business_day(day) for d in (ENG, SCT, NIR)] == [True, False, True]


def test_easter_monday_is_a_working_day_in_scotland() -> None:
    assert calendar(SCT).is_business_day(date(2027, 3, 29))
    assert not calendar(NIR).is_business_day(date(2027, 3, 29))


def test_a_count_names_the_days_it_passed_over() -> None:
    count = calendar(SCT).add_business_days(date(2026, 12, 18), 15)
    assert count.end == date(2027, 1, 14)
    assert [c.on.isoformat() for c in count.bank_holidays] == [
        "2026-12-25",
        "2026-12-28",
        "2027-01-01",
        "2027-01-04",
    ]
    assert len(count.skipped) == len(count.bank_holidays) + 8


def test_day_0_is_never_counted_and_may_be_a_day_off() -> None:
    assert calendar().add_business_days(date(2026, 12, 25), 1).end == date(2026, 12, 29)
    assert calendar().add_business_days(date(2026, 12, 25), 0).end == date(2026, 12, 25)


def test_going_to_the_nearest_business_day() -> None:
    christmas = date(2026, 12, 25)
    assert calendar().previous_business_day_on_or_before(christmas) == date(2026, 12, 24)
    assert calendar().next_business_day_on_or_after(christmas) == date(2026, 12, 29)
    assert calendar().next_business_day_on_or_after(date(2026, 12, 24)) == date(2026, 12, 24)
    assert calendar().subtract_business_days(date(2026, 12, 29), 2) == date(2026, 12, 23)


def test_a_firm_can_add_a_newly_proclaimed_day_and_remove_one() -> None:
    changed = calendar(extra="2027-06-01", removed="2027-05-31")
    closed = changed.closed(date(2027, 6, 1))
    assert closed is not None
    assert closed.name == "bank holiday added by the firm"
    assert changed.is_business_day(date(2027, 5, 31))
    assert not calendar().is_business_day(date(2027, 5, 31))


def test_a_removed_weekend_day_stays_a_weekend() -> None:
    assert not calendar(removed="2026-12-26").is_business_day(date(2026, 12, 26))


def test_overrides_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="2027-06-01"):
        calendar(extra="2027-06-01", removed="2027-06-01")


def test_a_datetime_is_not_taken_for_a_day() -> None:
    # It equals no date, so Christmas would pass for a business day.
    christmas = datetime(2026, 12, 25, 9, tzinfo=UTC)
    with pytest.raises(TypeError):
        calendar().is_business_day(christmas)
    with pytest.raises(TypeError):
        calendar().add_business_days(christmas, 1)
    with pytest.raises(TypeError):
        Calendar.of(ENG, extra=frozenset({christmas}), removed=frozenset())
    with pytest.raises(TypeError):
        Calendar.of(ENG, extra=frozenset(), removed=frozenset(), closures=frozenset({christmas}))


@pytest.mark.parametrize("n", [-1, -15])
def test_a_count_does_not_run_backwards(n: int) -> None:
    with pytest.raises(ValueError, match=str(n)):
        calendar().add_business_days(date(2026, 1, 1), n)
    with pytest.raises(ValueError, match=str(n)):
        calendar().subtract_business_days(date(2026, 1, 1), n)


def test_the_version_tells_division_and_overrides_apart() -> None:
    versions = {
        calendar(ENG).version,
        calendar(SCT).version,
        calendar(ENG, extra="2027-06-01").version,
        calendar(ENG, removed="2027-06-01").version,
    }
    assert len(versions) == 4
    assert calendar(ENG, extra="2027-06-01 2027-06-02") == calendar(ENG, extra="2027-06-02 2027-06-01")
    assert (
        calendar(ENG, extra="2027-06-01 2027-06-02").version
        == calendar(ENG, extra="2027-06-02 2027-06-01").version
    )


def test_a_closure_is_a_business_day_on_which_nobody_works() -> None:
    shut = calendar(closures="2026-12-29 2026-12-30 2026-12-31")
    assert shut.is_business_day(date(2026, 12, 29))
    assert not shut.is_working_day(date(2026, 12, 29))
    assert not shut.is_working_day(date(2026, 12, 28))
    assert shut.is_working_day(date(2026, 12, 24))
    assert shut.previous_working_day_on_or_before(date(2027, 1, 3)) == date(2026, 12, 24)
    assert shut.previous_business_day_on_or_before(date(2027, 1, 3)) == date(2026, 12, 31)
    assert shut.add_business_days(date(2026, 12, 24), 1) == calendar().add_business_days(
        date(2026, 12, 24), 1
    )


def test_the_version_names_closures_where_there_are_some() -> None:
    shut = calendar(closures="2026-12-29")
    assert re.fullmatch(
        rf"{re.escape(calendar().version)}, closures [0-9a-f]{{12}}",
        shut.version,
    )
    assert shut.version != calendar(closures="2026-12-30").version
    assert calendar().version == f"england-and-wales, holidays {holidays.version.__version__}, no overrides"


def test_a_table_that_ends_within_eighteen_months_is_a_finding() -> None:
    assert calendar().finding(COVERED_UNTIL - timedelta(days=548)) is None
    finding = calendar().finding(COVERED_UNTIL - timedelta(days=547))
    assert finding is not None
    assert in_words(COVERED_UNTIL) in finding


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-06-27T23:30:00+00:00", "2026-06-28"),
        ("2026-10-24T23:30:00+00:00", "2026-10-25"),
        ("2026-12-18T22:55:00-05:00", "2026-12-19"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25"),
        ("2026-12-18T23:59:59+00:00", "2026-12-18"),
        ("2026-06-28T00:30:00+05:30", "2026-06-27"),
    ],
)
def test_the_day_is_the_london_day(instant: str, day: str) -> None:
    assert london_day(datetime.fromisoformat(instant)) == date.fromisoformat(day)


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        as_utc(datetime(2026, 12, 18, 9))  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        london_day(datetime(2026, 12, 18, 9))  # noqa: DTZ001


def test_a_summer_day_ends_an_hour_earlier_in_utc() -> None:
    assert end_of_day(date(2027, 5, 5)).isoformat() == "2027-05-05T22:59:59+00:00"
    assert end_of_day(date(2027, 3, 27)).isoformat() == "2027-03-27T23:59:59+00:00"
    assert at_london(date(2027, 5, 5), time(9)).isoformat() == "2027-05-05T08:00:00+00:00"


def test_a_date_is_written_out() -> None:
    assert in_words(date(2026, 12, 18)) == "Friday 18 December 2026"


@given(DAYS, st.integers(1, 40), DIVISIONS)
@settings(deadline=None)
def test_exactly_n_business_days_lie_in_a_count(day: date, n: int, division: Division) -> None:
    held = calendar(division)
    count = held.add_business_days(day, n)
    passed = [day + timedelta(k) for k in range(1, (count.end - day).days + 1)]
    assert sum(held.is_business_day(d) for d in passed) == n
    assert [c.on for c in count.skipped] == [d for d in passed if not held.is_business_day(d)]
    assert held.is_business_day(count.end)


@given(DAYS, st.integers(1, 40), DIVISIONS)
@settings(deadline=None)
def test_counting_back_undoes_counting_forward(day: date, n: int, division: Division) -> None:
    held = calendar(division)
    start = held.next_business_day_on_or_after(day)
    assert held.subtract_business_days(held.add_business_days(start, n).end, n) == start


@given(DAYS, st.integers(0, 40), DIVISIONS)
@settings(deadline=None)
def test_a_new_bank_holiday_never_brings_a_date_forward(day: date, n: int, division: Division) -> None:
    plain = calendar(division).add_business_days(day, n).end
    more = Calendar.of(division, extra=frozenset({day + timedelta(3)}), removed=frozenset())
    assert more.add_business_days(day, n).end >= plain


@given(DAYS, st.integers(1, 40), st.frozensets(DAYS, max_size=5), st.integers(0, 20), DIVISIONS)
@settings(deadline=None)
def test_closures_move_no_count_and_no_working_day_is_one(
    day: date, n: int, elsewhere: frozenset[date], length: int, division: Division
) -> None:
    shut = elsewhere | {day + timedelta(k) for k in range(length)}
    held = Calendar.of(division, extra=frozenset(), removed=frozenset(), closures=shut)
    plain = calendar(division)
    assert held.add_business_days(day, n) == plain.add_business_days(day, n)
    assert held.roll_forward(day) == plain.roll_forward(day)
    working = held.previous_working_day_on_or_before(day)
    assert working <= day
    assert plain.is_business_day(working)
    assert working not in shut
    assert not any(held.is_working_day(working + timedelta(k)) for k in range(1, (day - working).days + 1))
