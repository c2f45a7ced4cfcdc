from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.complaints.calendar import Calendar, end_of_day, london_day
from mailbot.complaints.deadlines import Deadline, check_promises, deadlines, six_months_after
from mailbot.complaints.practice import Division, Promise, Regime

LONDON = ZoneInfo("Europe/London")
CALENDARS = {d: Calendar.of(d, extra=frozenset(), removed=frozenset()) for d in Division}
DIVISIONS = {
    "ENG": Division.ENGLAND_AND_WALES,
    "SCT": Division.SCOTLAND,
    "NIR": Division.NORTHERN_IRELAND,
}
FIVE_DAYS = Promise("written_acknowledgement", business_days=5)
ONE_DAY = Promise("first_contact", within=timedelta(hours=24))

COLUMNS = {
    "src": "summary_resolution",
    "5": "written_acknowledgement",
    "15": "payments_final_response",
    "15h": "payments_holding_response",
    "35": "payments_final_response_after_holding",
    "8w": "final_response",
    "dp": "data_protection_acknowledgement",
}

# Row, division, received in London, the dates. Unlisted columns of a variant are not asserted.
# 8w is the day it lapses, "by" the last business day on or before.
EXAMPLES = """
A ENG 2026-12-18T16:55 src=2026-12-23 5=2026-12-29 15=2027-01-13 35=2027-02-10 8w=2027-02-12 by=2027-02-12 dp=2027-01-18
A ENG 2026-12-18T23:55 src=2026-12-23 5=2026-12-29 15=2027-01-13 35=2027-02-10 8w=2027-02-12 by=2027-02-12 dp=2027-01-18
A SCT 2026-12-18T16:55 15=2027-01-14 35=2027-02-11
B ENG 2026-12-19T12:00 src=2026-12-23 5=2026-12-29 15=2027-01-13 35=2027-02-10 8w=2027-02-13 by=2027-02-12 dp=2027-01-18
C ENG 2026-12-20T12:00 src=2026-12-23 5=2026-12-29 15=2027-01-13 35=2027-02-10 8w=2027-02-14 by=2027-02-12 dp=2027-01-19
D ENG 2026-12-24T15:00 src=2026-12-31 5=2027-01-05 15=2027-01-19 35=2027-02-16 8w=2027-02-18 by=2027-02-18 dp=2027-01-25
D SCT 2026-12-24T15:00 5=2027-01-06 15=2027-01-20
E ENG 2026-12-25T12:00 src=2026-12-31 5=2027-01-05 15=2027-01-19 35=2027-02-16 8w=2027-02-19 by=2027-02-19 dp=2027-01-25
F ENG 2026-12-31T12:00 src=2027-01-06 5=2027-01-08 15=2027-01-22 35=2027-02-19 8w=2027-02-25 by=2027-02-25 dp=2027-02-01
F SCT 2026-12-31T12:00 src=2027-01-07 15=2027-01-25
G ENG 2026-10-30T12:00 src=2026-11-04 5=2026-11-06 15=2026-11-20 35=2026-12-18 8w=2026-12-25 by=2026-12-24 dp=2026-11-30
G SCT 2026-10-30T12:00 35=2026-12-21 dp=2026-12-01
H ENG 2026-11-06T12:00 src=2026-11-11 5=2026-11-13 15=2026-11-27 35=2026-12-29 8w=2027-01-01 by=2026-12-31 dp=2026-12-07
I ENG 2026-11-27T12:00 src=2026-12-02 5=2026-12-04 15=2026-12-18 35=2027-01-20 8w=2027-01-22 by=2027-01-22 dp=2026-12-29
I SCT 2026-11-27T12:00 src=2026-12-03 5=2026-12-07 15=2026-12-21 35=2027-01-22
J ENG 2027-01-29T12:00 src=2027-02-03 5=2027-02-05 15=2027-02-19 35=2027-03-19 8w=2027-03-26 by=2027-03-25 dp=2027-03-01
J NIR 2027-01-29T12:00 35=2027-03-22
K ENG 2027-03-25T12:00 src=2027-04-01 5=2027-04-05 15=2027-04-19 35=2027-05-18 8w=2027-05-20 by=2027-05-20 dp=2027-04-26
K SCT 2027-03-25T12:00 src=2027-03-31 5=2027-04-02 15=2027-04-16 35=2027-05-17
L ENG 2027-03-10T12:00 src=2027-03-15 5=2027-03-17 15=2027-04-02 35=2027-04-30 8w=2027-05-05 by=2027-05-05 dp=2027-04-09
L SCT 2027-03-10T12:00 15=2027-04-01
L NIR 2027-03-10T12:00 5=2027-03-18 15=2027-04-05
M ENG 2026-06-12T12:00 src=2026-06-17 5=2026-06-19 15=2026-07-03 35=2026-07-31 8w=2026-08-07 by=2026-08-07 dp=2026-07-13
M SCT 2026-06-12T12:00 src=2026-06-18 5=2026-06-22 15=2026-07-06
M NIR 2026-06-12T12:00 dp=2026-07-14
N ENG 2027-07-09T12:00 src=2027-07-14 5=2027-07-16 15=2027-07-30 35=2027-08-27 8w=2027-09-03 by=2027-09-03 dp=2027-08-09
N NIR 2027-07-09T12:00 src=2027-07-15 5=2027-07-19 15=2027-08-02
""".strip().splitlines()  # noqa: E501


def all_deadlines(
    received_at: datetime,
    division: Division = Division.ENGLAND_AND_WALES,
    *,
    regime: Regime = Regime.UNCONFIRMED,
    promises: tuple[Promise, ...] = (FIVE_DAYS, ONE_DAY),
    closures: frozenset[date] = frozenset(),
    channel: str = "email",
) -> dict[str, Deadline]:
    found = deadlines(
        received_at,
        regime=regime,
        data_protection=True,
        calendar=replace(CALENDARS[division], closures=closures),
        promises=promises,
        channel=channel,
    )
    by_name = {deadline.name: deadline for deadline in found}
    assert len(by_name) == len(found)
    return by_name


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=LONDON)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_worked_examples_come_out(example: str) -> None:
    _, division, received, *expected = example.split()
    found = all_deadlines(at(received), DIVISIONS[division])
    wanted = dict(column.split("=") for column in expected)
    by = wanted.pop("by", None)
    if "15" in wanted:
        wanted["15h"] = wanted["15"]
    assert {column: found[COLUMNS[column]].due_on.isoformat() for column in wanted} == wanted
    if by:
        assert found["final_response"].work_by.isoformat() == by


def test_the_end_of_a_summer_day_is_2259_utc() -> None:
    final = all_deadlines(at("2027-03-10T12:00"))["final_response"]
    assert final.due_at == datetime(2027, 5, 5, 22, 59, 59, tzinfo=UTC)
    assert final.due_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("received", "due_on"),
    [
        ("2026-06-27T23:30:00+00:00", "2026-08-23"),  # Sunday 28 June, 00:30 in London
        ("2026-10-24T23:30:00+00:00", "2026-12-20"),  # Sunday 25 October, 00:30 in London
        ("2026-10-25T00:30:00+00:00", "2026-12-20"),  # 01:30 in London, for the first time
        ("2026-10-25T01:30:00+00:00", "2026-12-20"),  # 01:30 in London, for the second
        ("2026-12-18T22:55:00-05:00", "2027-02-13"),  # Saturday 19 December, 03:55 in London
    ],
)
def test_day_0_is_the_london_day(received: str, due_on: str) -> None:
    found = all_deadlines(datetime.fromisoformat(received))
    assert found["final_response"].due_on == date.fromisoformat(due_on)


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        ("2026-08-31", "2027-02-28"),
        ("2026-08-28", "2027-02-28"),
        ("2027-02-12", "2027-08-12"),
        ("2027-08-31", "2028-02-29"),
        ("2026-12-31", "2027-06-30"),
        ("2026-06-30", "2026-12-30"),
        ("2026-07-01", "2027-01-01"),
    ],
)
def test_six_months_are_calendar_months(sent: str, last: str) -> None:
    assert six_months_after(date.fromisoformat(sent)) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("regime", "names"),
    [
        (Regime.STANDARD, ["final_response"]),
        (Regime.PAYMENTS, ["final_response", "holding_response", "final_response_after_holding"]),
        (
            Regime.UNCONFIRMED,
            [
                "final_response",
                "payments_final_response",
                "payments_holding_response",
                "payments_final_response_after_holding",
            ],
        ),
    ],
)
def test_each_regime_has_its_clocks(regime: Regime, names: list[str]) -> None:
    found = deadlines(
        at("2026-12-18T16:55"),
        regime=regime,
        data_protection=False,
        calendar=CALENDARS[Division.ENGLAND_AND_WALES],
        promises=(ONE_DAY,),
    )
    assert [d.name for d in found] == ["acknowledgement", "summary_resolution", *names, "first_contact"]


def test_the_final_response_of_a_payments_complaint_is_due_in_15_business_days() -> None:
    payments = all_deadlines(at("2026-12-18T16:55"), regime=Regime.PAYMENTS)["final_response"]
    standard = all_deadlines(at("2026-12-18T16:55"), regime=Regime.STANDARD)["final_response"]
    assert (payments.due_on, payments.rule) == (date(2027, 1, 13), "DISP 1.6.2AR")
    assert (standard.due_on, standard.rule) == (date(2027, 2, 12), "DISP 1.6.2R")


def test_the_acknowledgement_is_the_firms_target_because_the_rule_has_no_number() -> None:
    found = all_deadlines(at("2026-12-24T15:00"))["acknowledgement"]
    assert found.due_on == date(2026, 12, 29)
    assert found.rule == "DISP 1.6.1R"
    assert "firm's own target" in found.because
    assert "no number of days" in found.because


def test_a_promise_named_acknowledgement_is_the_target() -> None:
    own = Promise("acknowledgement", within=timedelta(hours=4))
    found = all_deadlines(at("2026-12-18T09:00"), promises=(own,))
    assert found["acknowledgement"].due_at == at("2026-12-18T13:00")
    assert found["acknowledgement"].rule == "DISP 1.6.1R"


def test_a_promise_in_hours_ends_at_an_instant() -> None:
    found = all_deadlines(at("2026-12-18T16:55"))["first_contact"]
    assert found.due_at == datetime(2026, 12, 19, 16, 55, tzinfo=UTC)
    assert found.due_on == date(2026, 12, 19)
    assert found.work_by == date(2026, 12, 18)


def test_a_promise_in_hours_is_elapsed_time_when_the_clocks_change() -> None:
    found = all_deadlines(at("2027-03-27T12:00"))["first_contact"]
    assert found.due_at == at("2027-03-28T13:00")


def test_a_promise_that_ends_before_any_business_day_is_not_due_before_receipt() -> None:
    found = all_deadlines(at("2026-12-19T10:00"))["first_contact"]
    assert found.work_by == found.due_on == date(2026, 12, 20)
    assert "No business day lies between receipt and then." in found.steps


@pytest.mark.parametrize(
    "promises",
    [
        (Promise("final_response", business_days=5),),
        (Promise("payments_holding_response", business_days=5),),
        (Promise("twice", business_days=5), Promise("twice", business_days=6)),
        (Promise("twice", business_days=5, channels=("letter",)), Promise("twice", business_days=6)),
        (
            Promise("twice", business_days=5, channels=("letter", "phone")),
            Promise("twice", business_days=6, channels=("email", "phone")),
        ),
        (Promise("referral", business_days=5),),
        (Promise("neither"),),
        (Promise("both", within=timedelta(hours=1), business_days=1),),
        (Promise("no time", within=timedelta(0)),),
        (Promise("no days", business_days=0),),
    ],
)
def test_a_promise_no_date_follows_from_is_refused(promises: tuple[Promise, ...]) -> None:
    with pytest.raises(ValueError, match="promise"):
        check_promises(promises)
    with pytest.raises(ValueError, match="promise"):
        all_deadlines(at("2026-12-18T16:55"), promises=promises)


BY_CHANNEL = (
    Promise("acknowledgement", within=timedelta(hours=24), channels=("email", "web-form")),
    Promise("acknowledgement", business_days=5, channels=("letter",), sent_by="letter"),
    Promise("call_back", within=timedelta(hours=2), channels=("phone",)),
    Promise("response", business_days=7),
)


@pytest.mark.parametrize(
    ("channel", "acknowledged", "promised"),
    [
        ("email", "2026-12-19T16:55:00", {"response"}),
        ("web-form", "2026-12-19T16:55:00", {"response"}),
        ("letter", "2026-12-29T23:59:59", {"response"}),
        ("phone", "2026-12-21T23:59:59", {"response", "call_back"}),  # none holds: the next business day
    ],
)
def test_a_promise_holds_for_the_channels_it_was_made_for(
    channel: str, acknowledged: str, promised: set[str]
) -> None:
    check_promises(BY_CHANNEL)
    found = all_deadlines(at("2026-12-18T16:55"), promises=BY_CHANNEL, channel=channel)
    assert found["acknowledgement"].due_at == at(acknowledged)
    assert {one.name for one in found.values() if one.rule == "the firm's own promise"} == promised


def test_a_promise_to_write_says_that_only_something_posted_keeps_it() -> None:
    posted = "Only something posted keeps it."
    for own in (BY_CHANNEL[1], replace(BY_CHANNEL[0], channels=("letter",), sent_by="letter")):
        found = all_deadlines(at("2026-12-18T16:55"), promises=(own,), channel="letter")
        assert posted in found["acknowledgement"].steps
    assert posted not in all_deadlines(at("2026-12-18T16:55"), promises=BY_CHANNEL)["acknowledgement"].steps


CHRISTMAS = frozenset(date(2026, 12, day) for day in (29, 30, 31))


def test_a_closure_moves_the_day_to_act_by_and_says_so() -> None:
    found = all_deadlines(at("2026-12-23T12:00"), closures=CHRISTMAS)["summary_resolution"]
    assert (found.due_on, found.work_by) == (date(2026, 12, 30), date(2026, 12, 24))
    told = (
        "closed on Tuesday 29 December 2026 to Wednesday 30 December 2026: act by Thursday 24 December 2026"
    )
    assert found.because.endswith(f"; the firm is {told}.")
    assert f"The firm is {told}." in found.steps
    assert "Last business day to act: Thursday 24 December 2026." in found.steps


def test_a_single_closed_day_is_named() -> None:
    found = all_deadlines(at("2026-10-30T12:00"), closures=frozenset({date(2026, 12, 24)}))["final_response"]
    assert (found.due_on, found.work_by) == (date(2026, 12, 25), date(2026, 12, 23))
    assert (
        "The firm is closed on Thursday 24 December 2026: act by Wednesday 23 December 2026." in found.steps
    )
    assert "so send by Wednesday 23 December 2026" in found.because


def test_a_complaint_that_comes_in_a_closure_is_worked_on_until_the_day_it_was_without_one() -> None:
    received_at = at("2026-12-29T10:00")
    plain, shut = all_deadlines(received_at), all_deadlines(received_at, closures=CHRISTMAS)
    for name in ("first_contact", "acknowledgement"):
        assert shut[name].work_by == plain[name].work_by == date(2026, 12, 30)
        assert (
            "The firm is closed on Wednesday 30 December 2026, and no working day lies between receipt "
            "and then."
        ) in shut[name].steps


def test_where_only_a_closed_business_day_is_left_it_is_the_day_to_act_by() -> None:
    found = all_deadlines(at("2026-12-31T10:00"), closures=CHRISTMAS)["first_contact"]
    assert (found.due_on, found.work_by) == (date(2027, 1, 1), date(2026, 12, 31))


def test_a_closure_that_is_in_nobodys_way_is_not_spoken_of() -> None:
    found = all_deadlines(at("2026-12-18T16:55"), closures=CHRISTMAS)
    assert found["final_response"].because == all_deadlines(at("2026-12-18T16:55"))["final_response"].because
    assert not [step for step in found["final_response"].steps if "The firm is closed" in step]


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        all_deadlines(datetime(2026, 12, 18, 9))  # noqa: DTZ001


def test_close_of_business_ends_the_third_day_where_the_firm_names_it() -> None:
    src, *_ = (
        d
        for d in deadlines(
            at("2027-06-01T12:00"),
            regime=Regime.STANDARD,
            data_protection=False,
            calendar=CALENDARS[Division.ENGLAND_AND_WALES],
            promises=(),
            close_of_business=time(17),
        )
        if d.name == "summary_resolution"
    )
    assert src.due_at == datetime(2027, 6, 4, 16, tzinfo=UTC)
    assert all_deadlines(at("2027-06-01T12:00"))["summary_resolution"].due_at == end_of_day(date(2027, 6, 4))


def test_a_reason_names_the_receipt_the_count_and_the_bank_holidays() -> None:
    found = all_deadlines(at("2026-12-18T16:55"), regime=Regime.PAYMENTS)["final_response"]
    assert found.because == (
        "Received on Friday 18 December 2026 (day 0); the final response is due on Wednesday 13 January "
        "2027, the 15th business day after it, not counting Friday 25 December 2026 (Christmas Day), "
        "Monday 28 December 2026 (Boxing Day, substitute day) and Friday 1 January 2027 (New Year's Day)."
    )


def test_a_reason_says_that_eight_weeks_do_not_roll_forward() -> None:
    found = all_deadlines(at("2026-10-30T12:00"))["final_response"]
    assert found.because == (
        "Received on Friday 30 October 2026 (day 0); eight weeks, 56 days, end on Friday 25 December 2026, "
        "which is not a business day, Christmas Day; nothing extends the time, "
        "so send by Thursday 24 December 2026."
    )


def test_a_reason_says_that_the_thirty_days_do() -> None:
    found = all_deadlines(at("2026-11-27T12:00"))["data_protection_acknowledgement"]
    assert found.because == (
        "Received on Friday 27 November 2026 (day 0); the 30th day after it is Sunday 27 December 2026, "
        "which is not a business day, so the acknowledgement is due on Tuesday 29 December 2026, "
        "not counting Monday 28 December 2026 (Boxing Day, substitute day)."
    )


def test_the_steps_give_the_whole_derivation() -> None:
    found = all_deadlines(at("2026-12-19T09:30"))["final_response"]
    assert found.steps == (
        "Rule: DISP 1.6.2R.",
        "Received 09:30 on Saturday 19 December 2026, London time (2026-12-19T09:30:00+00:00).",
        "That day is day 0, although not a business day (Saturday).",
        "Eight weeks are 56 days: Saturday 13 February 2027.",
        "Not a business day (Saturday), and eight weeks do not roll forward.",
        "Due 23:59:59 on Saturday 13 February 2027, London time (2027-02-13T23:59:59+00:00).",
        "Last business day to act: Friday 12 February 2027.",
        f"Calendar: {CALENDARS[Division.ENGLAND_AND_WALES].version}.",
    )


INSTANTS = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001
    datetime(2035, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
ANY_DIVISION = st.sampled_from(list(Division))


@given(INSTANTS, ANY_DIVISION)
@settings(deadline=None)
def test_no_deadline_lies_before_receipt_and_each_explains_itself(
    received_at: datetime, division: Division
) -> None:
    day = london_day(received_at)
    for deadline in all_deadlines(received_at, division).values():
        assert deadline.due_at > received_at
        assert day <= deadline.work_by <= deadline.due_on == london_day(deadline.due_at)
        assert deadline.because.startswith("Received on ")
        assert re.fullmatch(r"[^.]*(\.[0-9][^.]*)*\.", deadline.because), "one sentence"
        assert deadline.steps


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=40)), ANY_DIVISION)
@settings(deadline=None)
def test_who_writes_later_is_never_answered_earlier(
    received_at: datetime, later_by: timedelta, division: Division
) -> None:
    earlier, later = all_deadlines(received_at, division), all_deadlines(received_at + later_by, division)
    for name, deadline in earlier.items():
        assert deadline.due_at <= later[name].due_at
        assert deadline.work_by <= later[name].work_by


@given(INSTANTS, st.integers(-14 * 60, 14 * 60), ANY_DIVISION)
@settings(deadline=None)
def test_the_zone_an_instant_is_written_in_changes_nothing(
    received_at: datetime, minutes: int, division: Division
) -> None:
    elsewhere = received_at.astimezone(timezone(timedelta(minutes=minutes)))
    assert all_deadlines(elsewhere, division) == all_deadlines(received_at, division)


@given(INSTANTS, st.integers(0, 24 * 60 * 60 - 1), ANY_DIVISION)
@settings(deadline=None)
def test_the_hour_of_receipt_moves_no_date(received_at: datetime, second: int, division: Division) -> None:
    day = london_day(received_at)
    other = datetime.combine(day, time(), LONDON) + timedelta(seconds=second)
    first, second_one = all_deadlines(received_at, division), all_deadlines(other, division)
    for name in first.keys() - {"first_contact"}:
        assert first[name].due_at == second_one[name].due_at
        assert first[name].because == second_one[name].because


@given(INSTANTS, ANY_DIVISION)
@settings(deadline=None)
def test_eight_weeks_keep_the_weekday_and_roll_only_backwards(
    received_at: datetime, division: Division
) -> None:
    final = all_deadlines(received_at, division)["final_response"]
    assert final.due_on - london_day(received_at) == timedelta(days=56)
    assert CALENDARS[division].is_business_day(final.work_by)
    between = (final.work_by + timedelta(n) for n in range(1, (final.due_on - final.work_by).days + 1))
    assert not any(CALENDARS[division].is_business_day(day) for day in between)


@given(INSTANTS, ANY_DIVISION)
@settings(deadline=None)
def test_thirty_days_roll_only_forwards(received_at: datetime, division: Division) -> None:
    found = all_deadlines(received_at, division)["data_protection_acknowledgement"]
    assert found.due_on - london_day(received_at) >= timedelta(days=30)
    assert CALENDARS[division].is_business_day(found.due_on)
    assert found.due_on - london_day(received_at) <= timedelta(days=35)


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)))
def test_six_months_end_five_to_six_months_on_and_never_skip_a_month(sent_on: date) -> None:
    last = six_months_after(sent_on)
    assert (last.year * 12 + last.month) - (sent_on.year * 12 + sent_on.month) == 6
    assert last.day == sent_on.day or (last + timedelta(days=1)).day == 1


@given(INSTANTS, st.integers(-5, 70), st.integers(0, 20), ANY_DIVISION)
@settings(deadline=None)
def test_a_closure_moves_no_deadline_and_no_day_to_act_by_to_later(
    received_at: datetime, first: int, length: int, division: Division
) -> None:
    day = london_day(received_at)
    closures = frozenset(day + timedelta(days=first + n) for n in range(length))
    plain = all_deadlines(received_at, division)
    for name, shut in all_deadlines(received_at, division, closures=closures).items():
        assert (shut.due_on, shut.due_at) == (plain[name].due_on, plain[name].due_at)
        assert day <= shut.work_by <= plain[name].work_by
        span = [day + timedelta(days=n) for n in range((shut.due_on - day).days + 1)]
        working = [
            each for each in span if CALENDARS[division].is_business_day(each) and each not in closures
        ]
        assert shut.work_by == (working[-1] if working else plain[name].work_by)
        assert re.fullmatch(r"[^.]*(\.[0-9][^.]*)*\.", shut.because), "one sentence"


@given(
    INSTANTS,
    st.timedeltas(timedelta(0), timedelta(days=40)),
    st.integers(-5, 70),
    st.integers(0, 20),
    ANY_DIVISION,
    st.integers(-14 * 60, 14 * 60),
)
@settings(deadline=None)
def test_with_closures_too_who_writes_later_is_never_answered_earlier_in_any_zone(
    received_at: datetime, later_by: timedelta, first: int, length: int, division: Division, minutes: int
) -> None:
    closures = frozenset(london_day(received_at) + timedelta(days=first + n) for n in range(length))
    elsewhere = received_at.astimezone(timezone(timedelta(minutes=minutes)))
    earlier = all_deadlines(elsewhere, division, closures=closures)
    later = all_deadlines(received_at + later_by, division, closures=closures)
    assert earlier == all_deadlines(received_at, division, closures=closures)
    assert all(earlier[name].work_by <= later[name].work_by for name in earlier)
