"""Time that does not run: what a suspension stops, what it says of itself, what cannot be meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.complaints.calendar import Calendar, london_day
from mailbot.complaints.counting import check_suspensions
from mailbot.complaints.deadlines import Deadline, deadlines
from mailbot.complaints.practice import Division, Promise, Regime, Suspension

LONDON = ZoneInfo("Europe/London")
CALENDARS = {d: Calendar.of(d, extra=frozenset(), removed=frozenset()) for d in Division}
PROMISES = (
    Promise("written_acknowledgement", business_days=5),
    Promise("first_contact", within=timedelta(hours=24)),
)
MOTOR_FINANCE = Suspension(
    "motor finance",
    date(2024, 1, 11),
    date(2026, 5, 31),
    topics=("motor-finance",),
    rule="DISP App 5.2.1R",
)
STOPPED = {
    "final_response",
    "payments_final_response",
    "payments_holding_response",
    "payments_final_response_after_holding",
    "data_protection_acknowledgement",
}


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=LONDON)


def due(
    received_at: datetime,
    *suspensions: Suspension,
    topics: tuple[str, ...] = ("motor-finance",),
    calendar: Calendar = CALENDARS[Division.ENGLAND_AND_WALES],
) -> dict[str, Deadline]:
    found = deadlines(
        received_at,
        regime=Regime.UNCONFIRMED,
        data_protection=True,
        calendar=calendar,
        promises=PROMISES,
        suspensions=suspensions,
        topics=topics,
    )
    return {one.name: one for one in found}


@pytest.mark.parametrize(
    ("received", "due_on"),
    [
        ("2023-11-15T12:00", "2024-01-10"),  # it lapses on the evening before
        ("2023-11-16T12:00", "2026-06-01"),  # one day is left, and it is the first that counts again
        ("2024-01-01T12:00", "2026-07-17"),  # ten days had run; forty-six are left
        ("2024-01-11T12:00", "2026-07-26"),
        ("2025-06-01T12:00", "2026-07-26"),
        ("2026-05-31T12:00", "2026-07-26"),
        ("2026-06-01T12:00", "2026-07-27"),  # no day of it is within
    ],
)
def test_eight_weeks_are_the_56_days_that_count(received: str, due_on: str) -> None:
    found = due(at(received), MOTOR_FINANCE)["final_response"]
    assert found.due_on == date.fromisoformat(due_on)


def test_business_days_and_the_thirty_days_do_not_count_either() -> None:
    found = due(at("2024-01-09T12:00"), MOTOR_FINANCE)
    # One business day had run: fourteen from 1 June 2026, and thirty-four.
    assert found["payments_final_response"].due_on == date(2026, 6, 18)
    assert found["payments_final_response_after_holding"].due_on == date(2026, 7, 16)
    # Twenty-nine days from then end on 29 June, a Monday.
    assert found["data_protection_acknowledgement"].due_on == date(2026, 6, 29)


def test_the_reason_and_a_step_name_the_suspension_and_its_rule() -> None:
    found = due(at("2024-01-09T12:00"), MOTOR_FINANCE)
    span = "Thursday 11 January 2024 to Sunday 31 May 2026"
    assert found["final_response"].because == (
        f"Received on Tuesday 9 January 2024 (day 0); eight weeks, 56 days, not counting {span} "
        "(motor finance, DISP App 5.2.1R), end on Saturday 25 July 2026, which is not a business day; "
        "nothing extends the time, so send by Friday 24 July 2026."
    )
    assert found["payments_final_response"].because == (
        "Received on Tuesday 9 January 2024 (day 0); the final response is due on Thursday 18 June 2026, "
        f"the 15th business day after it, not counting {span} (motor finance, DISP App 5.2.1R)."
    )
    assert found["data_protection_acknowledgement"].because == (
        f"Received on Tuesday 9 January 2024 (day 0); the 30th day after it, not counting {span} "
        "(motor finance, DISP App 5.2.1R), is Monday 29 June 2026."
    )
    step = f"{span} is not counted, time does not run: motor finance, DISP App 5.2.1R."
    assert {name for name, one in found.items() if step in one.steps} == STOPPED


def test_a_suspension_that_took_no_day_is_not_spoken_of() -> None:
    weekend = Suspension("a weekend", date(2026, 12, 19), date(2026, 12, 20), clocks=("final_response",))
    found = due(at("2026-12-18T16:55"), weekend)
    assert "a weekend" in found["final_response"].because
    assert "a weekend" not in found["payments_final_response"].because
    assert found["payments_final_response"] == due(at("2026-12-18T16:55"))["payments_final_response"]


def test_a_bank_holiday_outside_a_suspension_is_still_named() -> None:
    day = Suspension("flood", date(2026, 12, 29), date(2026, 12, 29))
    found = due(at("2026-12-18T16:55"), day)["payments_final_response"]
    assert found.due_on == date(2027, 1, 14)
    assert "Friday 1 January 2027 (New Year's Day) and Tuesday 29 December 2026 (flood)" in found.because


def test_a_suspension_is_for_its_topics_and_an_unlimited_one_for_all() -> None:
    received_at = at("2024-03-01T12:00")
    plain = due(received_at)
    assert due(received_at, MOTOR_FINANCE, topics=("data-protection",)) == plain
    assert due(received_at, MOTOR_FINANCE, topics=()) == plain
    everyone = Suspension("all", MOTOR_FINANCE.since, MOTOR_FINANCE.until)
    assert due(received_at, everyone, topics=())["final_response"].due_on == date(2026, 7, 26)


def test_without_a_clock_named_every_clock_of_the_law_stops_and_nothing_else() -> None:
    received_at = at("2024-03-01T12:00")
    plain, stopped = due(received_at), due(received_at, MOTOR_FINANCE)
    assert {name for name in plain if plain[name].due_at != stopped[name].due_at} == STOPPED


@pytest.mark.parametrize(
    ("clock", "names"),
    [
        ("final_response", {"final_response", "payments_final_response"}),
        ("acknowledgement", {"acknowledgement"}),
        ("summary_resolution", {"summary_resolution"}),
        ("first_contact", {"first_contact"}),
        ("written_acknowledgement", {"written_acknowledgement"}),
    ],
)
def test_a_clock_that_is_named_stops_alone(clock: str, names: set[str]) -> None:
    received_at = at("2026-12-18T16:55")
    only = Suspension("strike", date(2026, 12, 19), date(2027, 1, 3), clocks=(clock,))
    plain, stopped = due(received_at), due(received_at, only)
    assert {name for name in plain if plain[name].due_at != stopped[name].due_at} == names


def test_a_promise_in_hours_goes_on_where_it_stopped() -> None:
    days = Suspension("strike", date(2026, 12, 19), date(2026, 12, 21), clocks=("first_contact",))
    found = due(at("2026-12-18T16:55"), days)["first_contact"]
    # Seven hours and five minutes had run.
    assert found.due_at == at("2026-12-22T16:55")
    assert "24 hours after receipt, not counting Saturday 19 December 2026 to" in found.because
    assert due(at("2026-12-20T10:00"), days)["first_contact"].due_at == at("2026-12-23T00:00")
    # What ends at midnight ends on the next day, and that does not count.
    assert due(at("2026-12-18T00:00"), days)["first_contact"].due_at == at("2026-12-22T00:00")


def test_two_suspensions_that_overlap_are_one_span_of_time() -> None:
    first = Suspension("first", date(2026, 12, 20), date(2026, 12, 31))
    second = Suspension("second", date(2026, 12, 28), date(2027, 1, 4))
    found = due(at("2026-12-18T16:55"), first, second)["final_response"]
    assert found.due_on == date(2027, 2, 12) + timedelta(days=16)
    assert "(first) and Monday 28 December 2026 to Monday 4 January 2027 (second)" in found.because


@pytest.mark.parametrize(
    ("suspension", "told"),
    [
        (Suspension("s", date(2026, 5, 31), date(2024, 1, 11)), "ends on 2024-01-11, before it begins"),
        (Suspension("s", date(2024, 1, 11), date(9999, 12, 31)), "longer than ten years"),
        (Suspension("s", date(2024, 1, 11), date(2026, 5, 31), clocks=("final",)), "'final', .* first_con"),
        (
            Suspension("s", date(2024, 1, 11), date(2026, 5, 31), clocks=("payments_final_response",)),
            "no clock",
        ),
    ],
)
def test_a_suspension_that_cannot_be_meant_is_refused(suspension: Suspension, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        check_suspensions([suspension], ["first_contact"])
    with pytest.raises(ValueError, match="suspension 's'"):
        due(at("2026-12-18T16:55"), suspension)


INSTANTS = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001
    datetime(2035, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
ANY_DIVISION = st.sampled_from(list(Division))
CLOCKS = ("acknowledgement", "summary_resolution", "final_response", "first_contact")


@st.composite
def suspensions(draw: st.DrawFn) -> tuple[datetime, list[Suspension]]:
    """An instant, and suspensions about it."""
    received_at = draw(INSTANTS)
    found = []
    for _ in range(draw(st.integers(0, 3))):
        since = london_day(received_at) + timedelta(days=draw(st.integers(-30, 80)))
        until = since + timedelta(days=draw(st.integers(0, 200)))
        clocks = draw(st.sampled_from([(), *((clock,) for clock in CLOCKS)]))
        found.append(Suspension("a suspension", since, until, clocks=clocks))
    return received_at, found


@given(suspensions(), ANY_DIVISION)
@settings(deadline=None)
def test_a_suspension_more_never_makes_a_date_earlier(
    drawn: tuple[datetime, list[Suspension]], division: Division
) -> None:
    received_at, found = drawn
    calendar = CALENDARS[division]
    for n in range(len(found)):
        fewer = due(received_at, *found[:n], calendar=calendar)
        more = due(received_at, *found[: n + 1], calendar=calendar)
        for name in fewer:
            assert more[name].due_at >= fewer[name].due_at
            assert more[name].work_by >= fewer[name].work_by


@given(suspensions(), ANY_DIVISION)
@settings(deadline=None)
def test_just_as_many_days_count_as_without_a_suspension(
    drawn: tuple[datetime, list[Suspension]], division: Division
) -> None:
    received_at, found = drawn
    calendar = CALENDARS[division]
    day = london_day(received_at)
    stops = [one for one in found if one.clocks in ((), ("final_response",))]

    def counting(until: date) -> list[date]:
        every = [day + timedelta(days=n) for n in range(1, (until - day).days + 1)]
        return [each for each in every if not any(one.holds_on(each) for one in stops)]

    dated = due(received_at, *found, calendar=calendar)
    weeks = counting(dated["final_response"].due_on)
    assert (len(weeks), weeks[-1]) == (56, dated["final_response"].due_on)
    payments = [
        each for each in counting(dated["payments_final_response"].due_on) if calendar.is_business_day(each)
    ]
    assert (len(payments), payments[-1]) == (15, dated["payments_final_response"].due_on)


@given(suspensions(), ANY_DIVISION, st.integers(-14 * 60, 14 * 60))
@settings(deadline=None)
def test_under_suspensions_too_no_date_lies_before_receipt_or_depends_on_a_zone(
    drawn: tuple[datetime, list[Suspension]], division: Division, minutes: int
) -> None:
    received_at, found = drawn
    calendar = CALENDARS[division]
    dated = due(received_at, *found, calendar=calendar)
    for one in dated.values():
        assert one.due_at > received_at
        assert london_day(received_at) <= one.work_by <= one.due_on == london_day(one.due_at)
    elsewhere = received_at.astimezone(timezone(timedelta(minutes=minutes)))
    assert due(elsewhere, *found, calendar=calendar) == dated
