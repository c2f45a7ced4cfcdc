from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.complaints.calendar import Calendar
from mailbot.complaints.deadlines import Deadline, deadlines
from mailbot.complaints.ladder import Rung, due_rungs, overdue_rungs, rungs, working_time_after
from mailbot.complaints.practice import Division, Promise, Regime, Suspension

LONDON = ZoneInfo("Europe/London")
CALENDARS = {d: Calendar.of(d, extra=frozenset(), removed=frozenset()) for d in Division}
ENG = CALENDARS[Division.ENGLAND_AND_WALES]
PROMISES = (
    Promise("first_contact", within=timedelta(hours=24)),
    Promise("call_back", within=timedelta(minutes=30)),
    Promise("letter", business_days=5),
)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=LONDON)


def every_deadline(
    received_at: datetime, calendar: Calendar = ENG, regime: Regime = Regime.UNCONFIRMED
) -> dict[str, Deadline]:
    found = deadlines(received_at, regime=regime, data_protection=True, calendar=calendar, promises=PROMISES)
    return {deadline.name: deadline for deadline in found}


def ladder(received: str, name: str, regime: Regime = Regime.UNCONFIRMED) -> list[str]:
    received_at = at(received)
    found = rungs(every_deadline(received_at, regime=regime)[name], received_at, ENG)
    return [shown(rung) for rung in found]


def shown(rung: Rung) -> str:
    return f"{rung.at.astimezone(LONDON):%Y-%m-%d %H:%M} {rung.name} ({rung.days_left})"


@pytest.mark.parametrize(
    ("received", "name", "expected"),
    [
        (
            "2027-06-08T10:00",
            "acknowledgement",
            ["2027-06-08 12:00 2 working hours (1)", "2027-06-09 09:00 next business morning (0)"],
        ),
        (
            "2026-12-18T16:55",  # a Friday, five minutes before closing
            "acknowledgement",
            ["2026-12-21 09:00 next business morning (0)", "2026-12-21 10:55 2 working hours (0)"],
        ),
        (
            "2026-12-24T16:55",  # Christmas Eve
            "summary_resolution",
            ["2026-12-29 09:00 day 1 (2)", "2026-12-30 09:00 day 2 (1)", "2026-12-31 09:00 day 3 (0)"],
        ),
        (
            "2026-12-18T16:55",
            "final_response",
            [
                "2027-01-15 09:00 week 4 (28)",
                "2027-01-29 09:00 week 6 (14)",
                "2027-02-05 09:00 week 7 (7)",
                "2027-02-09 09:00 3 business days before (3)",
                "2027-02-11 09:00 1 business day before (1)",
                "2027-02-12 09:00 due day (0)",
            ],
        ),
        (
            "2026-10-30T12:00",  # lapses on Christmas Day
            "final_response",
            [
                "2026-11-27 09:00 week 4 (28)",
                "2026-12-11 09:00 week 6 (14)",
                "2026-12-18 09:00 week 7 (7)",
                "2026-12-21 09:00 3 business days before (4)",
                "2026-12-23 09:00 1 business day before (2)",
                "2026-12-24 09:00 due day (1)",
            ],
        ),
        (
            "2026-11-06T12:00",  # week 7 is Christmas Day and moves onto the third business day before
            "final_response",
            [
                "2026-12-04 09:00 week 4 (28)",
                "2026-12-18 09:00 week 6 (14)",
                "2026-12-24 09:00 3 business days before (8)",
                "2026-12-30 09:00 1 business day before (2)",
                "2026-12-31 09:00 due day (1)",
            ],
        ),
        (
            "2026-12-18T16:55",
            "payments_final_response",
            [
                "2027-01-04 09:00 day 8 (9)",
                "2027-01-08 09:00 day 12 (5)",
                "2027-01-12 09:00 day 14 (1)",
                "2027-01-13 09:00 day 15 (0)",
            ],
        ),
        (
            "2026-12-18T16:55",
            "payments_holding_response",
            ["2027-01-12 09:00 day 14 (1)", "2027-01-13 09:00 day 15 (0)"],
        ),
        (
            "2026-12-18T16:55",
            "payments_final_response_after_holding",
            ["2027-02-03 09:00 day 30 (7)", "2027-02-09 09:00 day 34 (1)", "2027-02-10 09:00 day 35 (0)"],
        ),
        (
            "2026-12-18T16:55",  # the thirtieth day, a Sunday, rolls to Monday
            "data_protection_acknowledgement",
            [
                "2026-12-23 09:00 day 5 (26)",
                "2027-01-07 09:00 day 20 (11)",
                "2027-01-14 09:00 day 27 (4)",
                "2027-01-18 09:00 day 30 (0)",
            ],
        ),
        (
            "2027-06-08T11:00",  # both steps fall on 09:00; one reminder is enough
            "first_contact",
            ["2027-06-09 09:00 2 working hours before (0)"],
        ),
        (
            "2027-06-08T12:30",
            "first_contact",
            ["2027-06-09 09:00 due day (0)", "2027-06-09 10:30 2 working hours before (0)"],
        ),
        (
            "2027-06-08T10:00",
            "letter",
            ["2027-06-15 09:00 due day (0)", "2027-06-15 15:00 2 working hours before (0)"],
        ),
    ],
)
def test_each_clock_has_its_ladder(received: str, name: str, expected: list[str]) -> None:
    assert ladder(received, name) == expected


def test_a_payments_complaint_climbs_the_fifteen_day_ladder_under_either_name() -> None:
    confirmed = ladder("2026-12-18T16:55", "final_response", Regime.PAYMENTS)
    assert confirmed == ladder("2026-12-18T16:55", "payments_final_response")


@pytest.mark.parametrize(
    ("received", "at_once"),
    [
        ("2026-12-19T10:00", "2026-12-19 10:00 on receipt (1)"),  # Saturday to Sunday: nobody works
        ("2026-12-18T16:55", "2026-12-18 16:55 on receipt (1)"),  # five minutes are left
    ],
)
def test_where_no_step_fits_there_is_one_reminder_at_once(received: str, at_once: str) -> None:
    assert ladder(received, "first_contact") == [at_once]


def test_a_promise_that_lapses_before_opening_is_reminded_of_the_day_before() -> None:
    received_at = at("2027-06-08T08:00")
    found = rungs(every_deadline(received_at)["first_contact"], received_at, ENG)
    assert [shown(rung) for rung in found] == ["2027-06-08 15:00 2 working hours before (1)"]


def test_the_working_day_is_the_firms() -> None:
    received_at = at("2027-06-08T10:00")
    found = rungs(every_deadline(received_at)["letter"], received_at, ENG, opens=time(8, 30), closes=time(20))
    assert [shown(rung)[:16] for rung in found] == ["2027-06-15 08:30", "2027-06-15 18:00"]


def test_a_working_day_that_ends_before_it_begins_is_refused() -> None:
    received_at = at("2027-06-08T10:00")
    with pytest.raises(ValueError, match="open at"):
        rungs(every_deadline(received_at)["letter"], received_at, ENG, opens=time(17), closes=time(9))


def test_a_lapsed_deadline_is_reminded_of_every_business_morning() -> None:
    deadline = every_deadline(at("2026-10-30T12:00"))["final_response"]  # lapses on Christmas Day
    found = overdue_rungs(deadline, at("2027-01-04T09:00"), ENG)
    assert [shown(rung) for rung in found] == [
        "2026-12-29 09:00 overdue 2026-12-29 (-4)",
        "2026-12-30 09:00 overdue 2026-12-30 (-5)",
        "2026-12-31 09:00 overdue 2026-12-31 (-6)",
        "2027-01-04 09:00 overdue 2027-01-04 (-10)",
    ]
    assert all(rung.overdue for rung in found)


@pytest.mark.parametrize("name", ["summary_resolution", "holding_response", "payments_holding_response"])
def test_a_way_that_is_no_longer_open_is_not_overdue(name: str) -> None:
    known = every_deadline(at("2026-12-18T16:55"))["acknowledgement"]
    assert overdue_rungs(replace(known, name=name), at("2027-03-01T12:00"), ENG) == ()


def test_nothing_is_overdue_until_the_day_has_ended() -> None:
    deadline = replace(every_deadline(at("2026-12-18T16:55"))["summary_resolution"], name="final_response")
    assert overdue_rungs(deadline, deadline.due_at, ENG) == ()
    assert overdue_rungs(deadline, at("2026-12-24T08:59"), ENG) == ()
    assert len(overdue_rungs(deadline, at("2026-12-24T09:00"), ENG)) == 1


def test_a_promise_that_lapsed_in_the_afternoon_is_overdue_the_next_morning() -> None:
    deadline = every_deadline(at("2027-06-08T15:00"))["first_contact"]
    found = overdue_rungs(deadline, at("2027-06-10T12:00"), ENG)
    assert [rung.name for rung in found] == ["overdue 2027-06-10"]


def test_only_what_came_since_is_counted_again() -> None:
    received_at = at("2026-12-18T16:55")
    deadline = every_deadline(received_at)["final_response"]
    now = at("2027-02-22T12:00")
    whole = due_rungs(deadline, received_at, now, ENG)
    assert [rung.name for rung in whole[-2:]] == ["overdue 2027-02-19", "overdue 2027-02-22"]
    for k, rung in enumerate(whole):
        assert due_rungs(deadline, received_at, now, ENG, since=rung.at) == whole[k + 1 :]


def test_a_reminder_is_due_at_its_moment_and_not_a_second_before() -> None:
    received_at = at("2026-12-18T16:55")
    deadline = every_deadline(received_at)["final_response"]
    first = at("2027-01-15T09:00")
    assert due_rungs(deadline, received_at, first - timedelta(seconds=1), ENG) == ()
    assert [rung.name for rung in due_rungs(deadline, received_at, first, ENG)] == ["week 4"]


def test_a_case_opened_late_has_its_whole_ladder_due_at_once() -> None:
    received_at = at("2026-12-18T16:55")
    deadline = every_deadline(received_at)["final_response"]
    found = due_rungs(deadline, received_at, at("2027-02-15T09:00"), ENG)
    assert [rung.overdue for rung in found] == [False] * 6 + [True]


def test_a_new_bank_holiday_moves_a_reminder_but_not_its_name() -> None:
    received_at = at("2027-06-08T10:00")
    proclaimed = Calendar.of(
        Division.ENGLAND_AND_WALES, extra=frozenset({date(2027, 7, 6)}), removed=frozenset()
    )
    before = rungs(every_deadline(received_at)["final_response"], received_at, ENG)
    after = rungs(every_deadline(received_at, proclaimed)["final_response"], received_at, proclaimed)
    assert [rung.name for rung in before] == [rung.name for rung in after]
    assert (before[0].at, after[0].at) == (at("2027-07-06T09:00"), at("2027-07-05T09:00"))


CHRISTMAS = Calendar.of(
    Division.ENGLAND_AND_WALES,
    extra=frozenset(),
    removed=frozenset(),
    closures=frozenset(date(2026, 12, day) for day in (29, 30, 31)),
)


@pytest.mark.parametrize(
    ("received", "name", "due_on", "expected"),
    [
        (
            "2026-11-03T12:00",  # eight weeks end on Tuesday 29 December
            "final_response",
            date(2026, 12, 29),
            [
                "2026-12-01 09:00 week 4 (28)",
                "2026-12-15 09:00 week 6 (14)",
                "2026-12-21 09:00 3 business days before (8)",
                "2026-12-22 09:00 week 7 (7)",
                "2026-12-23 09:00 1 business day before (6)",
                "2026-12-24 09:00 due day (5)",
            ],
        ),
        (
            "2026-12-07T12:00",
            "payments_final_response",
            date(2026, 12, 30),
            [
                "2026-12-17 09:00 day 8 (13)",
                "2026-12-23 09:00 day 12 (7)",
                "2026-12-24 09:00 day 15 (6)",  # to decide on, and to answer: one moment, one reminder
            ],
        ),
        (
            "2026-12-23T12:00",
            "summary_resolution",
            date(2026, 12, 30),
            ["2026-12-24 09:00 day 3 (6)"],
        ),
        (
            "2026-12-22T12:00",
            "letter",
            date(2026, 12, 31),
            ["2026-12-24 09:00 due day (7)", "2026-12-24 15:00 2 working hours before (7)"],
        ),
    ],
)
def test_what_lapses_during_the_christmas_closure_is_reminded_of_before_it(
    received: str, name: str, due_on: date, expected: list[str]
) -> None:
    received_at = at(received)
    deadline = every_deadline(received_at, CHRISTMAS)[name]
    assert (deadline.due_on, deadline.work_by) == (due_on, date(2026, 12, 24))
    assert [shown(rung) for rung in rungs(deadline, received_at, CHRISTMAS)] == expected


def test_what_lapsed_is_overdue_on_no_morning_of_a_closure() -> None:
    deadline = every_deadline(at("2026-10-30T12:00"), CHRISTMAS)["final_response"]
    found = overdue_rungs(deadline, at("2027-01-05T09:00"), CHRISTMAS)
    assert [rung.name for rung in found] == ["overdue 2027-01-04", "overdue 2027-01-05"]


def test_no_working_time_passes_in_a_closure() -> None:
    start, span = at("2026-12-24T16:00"), timedelta(hours=2)
    assert working_time_after(start, span, ENG) == at("2026-12-29T10:00")
    assert working_time_after(start, span, CHRISTMAS) == at("2027-01-04T10:00")


def test_a_clock_that_stood_still_is_reminded_of_when_it_runs_out() -> None:
    clocks = ("final_response", "summary_resolution")
    suspended = Suspension("motor finance", date(2026, 12, 21), date(2027, 6, 30), clocks=clocks)
    received_at = at("2026-12-18T16:55")
    found = {
        one.name: [shown(rung) for rung in rungs(one, received_at, ENG)]
        for one in deadlines(
            received_at,
            regime=Regime.UNCONFIRMED,
            data_protection=False,
            calendar=ENG,
            promises=(),
            suspensions=(suspended,),
        )
    }
    assert found["final_response"] == [
        "2027-07-26 09:00 week 4 (28)",
        "2027-08-09 09:00 week 6 (14)",
        "2027-08-16 09:00 week 7 (7)",
        "2027-08-18 09:00 3 business days before (5)",
        "2027-08-20 09:00 1 business day before (3)",
        "2027-08-23 09:00 due day (0)",
    ]
    assert found["summary_resolution"][-1] == "2027-07-05 09:00 due day (0)"
    assert found["payments_final_response"] == [
        "2027-07-12 09:00 day 8 (9)",
        "2027-07-16 09:00 day 12 (5)",
        "2027-07-20 09:00 day 14 (1)",
        "2027-07-21 09:00 day 15 (0)",
    ]


def test_naive_datetimes_are_refused() -> None:
    naive = datetime(2026, 12, 18, 9)  # noqa: DTZ001
    deadline = every_deadline(at("2026-12-18T16:55"))["final_response"]
    with pytest.raises(ValueError, match="time zone"):
        rungs(deadline, naive, ENG)
    with pytest.raises(ValueError, match="time zone"):
        overdue_rungs(deadline, naive, ENG)
    with pytest.raises(ValueError, match="time zone"):
        due_rungs(deadline, at("2026-12-18T16:55"), naive, ENG)


INSTANTS = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001
    datetime(2035, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
ANY_DIVISION = st.sampled_from(list(Division))
ANY_REGIME = st.sampled_from(list(Regime))


@given(INSTANTS, ANY_DIVISION, ANY_REGIME)
@settings(deadline=None)
def test_every_ladder_climbs_between_receipt_and_lapse_in_working_hours(
    received_at: datetime, division: Division, regime: Regime
) -> None:
    calendar = CALENDARS[division]
    for deadline in every_deadline(received_at, calendar, regime).values():
        found = rungs(deadline, received_at, calendar)
        moments = [rung.at for rung in found]
        assert moments, "somebody is always told"
        assert all(earlier < later for earlier, later in pairwise(moments))
        assert len({rung.name for rung in found}) == len(found)
        assert received_at <= moments[0]
        assert moments[-1] <= deadline.due_at
        for rung in found:
            local = rung.at.astimezone(LONDON)
            assert not rung.overdue
            assert rung.days_left == (deadline.due_on - local.date()).days >= 0
            assert local.date() <= deadline.work_by
            if rung.name != "on receipt":
                assert calendar.is_business_day(local.date())
                assert time(9) <= local.time() <= time(17)


@given(INSTANTS, ANY_DIVISION)
@settings(deadline=None)
def test_the_laws_clocks_always_have_a_reminder_in_working_hours(
    received_at: datetime, division: Division
) -> None:
    calendar = CALENDARS[division]
    found = every_deadline(received_at, calendar)
    for name in found.keys() - {promise.name for promise in PROMISES}:
        assert "on receipt" not in {rung.name for rung in rungs(found[name], received_at, calendar)}


@given(INSTANTS, ANY_DIVISION, st.timedeltas(timedelta(0), timedelta(days=120)), st.integers(0, 200))
@settings(deadline=None)
def test_what_is_due_only_grows_and_skips_nothing_however_late_it_is_asked(
    received_at: datetime, division: Division, elapsed: timedelta, hours: int
) -> None:
    calendar = CALENDARS[division]
    now = received_at + elapsed
    for deadline in every_deadline(received_at, calendar).values():
        sooner = due_rungs(deadline, received_at, now, calendar)
        later = due_rungs(deadline, received_at, now + timedelta(hours=hours), calendar)
        assert later[: len(sooner)] == sooner
        assert later == sooner + due_rungs(
            deadline, received_at, now + timedelta(hours=hours), calendar, since=now
        )
        assert all(rung.at <= now for rung in sooner)


@given(INSTANTS, ANY_DIVISION)
@settings(deadline=None)
def test_overdue_reminders_are_one_a_business_day(received_at: datetime, division: Division) -> None:
    calendar = CALENDARS[division]
    for deadline in every_deadline(received_at, calendar).values():
        until = deadline.due_at + timedelta(days=21)
        found = overdue_rungs(deadline, until, calendar)
        on = [rung.at.astimezone(LONDON).date() for rung in found]
        every = [deadline.due_on + timedelta(n) for n in range(22)]
        expected = [
            day
            for day in every
            if calendar.is_business_day(day)
            and deadline.due_at < datetime.combine(day, time(9), LONDON) <= until
        ]
        assert on == ([] if deadline.lapses_quietly else expected)
        assert all(rung.at > deadline.due_at for rung in found)


@given(INSTANTS, ANY_DIVISION, st.integers(-5, 70), st.integers(1, 14))
@settings(deadline=None)
def test_no_reminder_lies_within_a_closure_unless_the_complaint_came_in_it_or_after_hours(
    received_at: datetime, division: Division, first: int, length: int
) -> None:
    day = received_at.astimezone(LONDON).date()
    shut = frozenset(day + timedelta(first + n) for n in range(length))
    calendar = Calendar.of(division, extra=frozenset(), removed=frozenset(), closures=shut)
    for deadline in every_deadline(received_at, calendar).values():
        found = rungs(deadline, received_at, calendar)
        assert found, "somebody is always told"
        for rung in found:
            on = rung.at.astimezone(LONDON).date()
            assert received_at <= rung.at <= deadline.due_at
            assert calendar.is_working_day(on) or (rung.name == "on receipt" and rung.at == received_at)
        assert all(
            calendar.is_working_day(rung.at.astimezone(LONDON).date())
            for rung in overdue_rungs(deadline, deadline.due_at + timedelta(days=21), calendar)
        )
