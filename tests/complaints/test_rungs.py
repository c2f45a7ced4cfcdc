"""The grammar of a ladder, and that a ladder of the firm's gives what it says."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailbot.complaints.calendar import Calendar, at_london
from mailbot.complaints.deadlines import DATA_PROTECTION_PERIOD, EIGHT_WEEKS, Deadline, deadlines
from mailbot.complaints.ladder import Rung, due_rungs, rungs
from mailbot.complaints.practice import Division, Practice, Promise, Regime, Suspension
from mailbot.complaints.rule_sets import RULE_SETS
from mailbot.complaints.rungs import LADDERS, Measure, steps

LONDON = ZoneInfo("Europe/London")
ENG = Calendar.of(Division.ENGLAND_AND_WALES, extra=frozenset(), removed=frozenset())
PROMISES = (Promise("first_contact", within=timedelta(hours=24)), Promise("letter", business_days=5))
#: What is stored under a deadline; other names would remind everybody again of every open case.
STORED = {
    "acknowledgement": ["due day", "2 working hours", "next business morning"],
    "summary_resolution": ["due day", "day 1", "day 2", "day 3"],
    "final_response": [
        "week 4",
        "week 6",
        "week 7",
        "3 business days before",
        "1 business day before",
        "due day",
    ],
    "payments_final_response": ["day 8", "day 12", "day 14", "day 15"],
    "payments_holding_response": ["day 14", "day 15"],
    "payments_final_response_after_holding": ["day 30", "day 34", "day 35"],
    "data_protection_acknowledgement": ["day 5", "day 20", "day 27", "day 30"],
    "promise": ["due day", "2 working hours before"],
}
#: The shipped ladders in other words.
SPELT_OUT = {
    "acknowledgement": ("Due day", "2 working hour", "business day 1"),
    "summary_resolution": ("due  day", "Business day 1", "business day 2", " business day 3 "),
    "final_response": (
        "WEEK 4",
        "week  6",
        "week 7",
        "3 business day before",
        "1 business days before",
        "week 8",
    ),
    "payments_final_response": ("business  day 8", "business day 12", "business day 14", "business day 15"),
    "payments_holding_response": ("Business Day 14", "business day 15"),
    "payments_final_response_after_holding": ("business day 30", "Business day 34", "business day 35"),
    "data_protection_acknowledgement": ("Day 5", "day 20", "day  27", "day 30"),
    "promise": ("DUE DAY", "2 working hour before"),
}


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=LONDON)


def every_deadline(
    received_at: datetime,
    *,
    calendar: Calendar = ENG,
    regime: Regime = Regime.UNCONFIRMED,
    suspensions: tuple[Suspension, ...] = (),
) -> dict[str, Deadline]:
    found = deadlines(
        received_at,
        regime=regime,
        data_protection=True,
        calendar=calendar,
        promises=PROMISES,
        suspensions=suspensions,
    )
    return {deadline.name: deadline for deadline in found}


def receipts() -> list[tuple[datetime, Calendar, tuple[Suspension, ...]]]:
    """Two hundred, at any hour of twelve years, some with a closure or a suspension about them."""
    chance = random.Random(1815)
    found = []
    for _ in range(200):
        received_at = datetime(2019, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(12 * 365 * 86400))
        day = received_at.date() + timedelta(chance.randrange(60))
        shut = frozenset(day + timedelta(n) for n in range(chance.choice((0, 0, 4))))
        calendar = Calendar.of(
            chance.choice(list(Division)), extra=frozenset(), removed=frozenset(), closures=shut
        )
        clocks = chance.choice(((), ("acknowledgement", "summary_resolution", "final_response")))
        stopped = Suspension("test case", day - timedelta(9), day + timedelta(40), clocks=clocks)
        found.append((received_at, calendar, (stopped,) if chance.random() < 0.3 else ()))
    return found


def shown(rung: Rung) -> str:
    return f"{rung.at.astimezone(LONDON):%Y-%m-%d %H:%M} {rung.name}"


def climbed(received: str, name: str, clock: str, *texts: str, calendar: Calendar = ENG) -> list[str]:
    received_at = at(received)
    deadline = every_deadline(received_at, calendar=calendar)[name]
    return [shown(rung) for rung in rungs(deadline, received_at, calendar, ladders={clock: texts})]


@pytest.mark.parametrize("clock", STORED)
def test_the_shipped_rungs_keep_the_names_they_are_stored_under(clock: str) -> None:
    assert [step.name for step in steps(clock, LADDERS[clock])] == STORED[clock]
    assert LADDERS.keys() == STORED.keys()


def test_the_shipped_ladders_written_out_are_the_ladders_of_no_configuration() -> None:
    renamed = {"week 8": "due day"}
    seen = set()
    for received_at, calendar, suspensions in receipts():
        found = every_deadline(received_at, calendar=calendar, suspensions=suspensions)
        for name, deadline in found.items():
            without = rungs(deadline, received_at, calendar)
            written = rungs(deadline, received_at, calendar, ladders=SPELT_OUT)
            assert [(renamed.get(one.name, one.name), one.at, one.days_left) for one in written] == [
                (one.name, one.at, one.days_left) for one in without
            ]
            seen.add(name)
    assert seen == {*LADDERS, "first_contact", "letter"} - {"promise"}


def test_the_shipped_rungs_keep_their_moments() -> None:
    """Reckoned here without the grammar: what each name always meant."""
    seen = set()
    for received_at, calendar, suspensions in receipts():
        found = every_deadline(received_at, calendar=calendar, suspensions=suspensions)
        for name, deadline in found.items():
            meant = MEANT.get(name, {"due day": lambda one, *_: one.work_by})
            for rung in rungs(deadline, received_at, calendar):
                if rung.name in meant:
                    day = meant[rung.name](deadline, received_at.astimezone(LONDON).date(), calendar)
                    morning = calendar.previous_working_day_on_or_before(day)
                    assert rung.at == at_london(morning, time(9)), (name, rung.name)
                    seen.add((name, rung.name))
    assert seen >= {(clock, name) for clock, names in MEANT.items() for name in names}


Day = Callable[[Deadline, date, Calendar], date]


def to_go(n: int) -> Day:
    return lambda one, _, calendar: calendar.subtract_business_days(one.due_on, n)


def days_to_go(n: int) -> Day:
    return lambda one, *_: one.due_on - timedelta(n)


def before(n: int) -> Day:
    return lambda one, _, calendar: calendar.subtract_business_days(one.work_by, n)


def after(n: int) -> Day:
    return lambda _, day, calendar: calendar.add_business_days(day, n).end


def days_after(n: int) -> Day:
    return lambda _, day, __: day + timedelta(n)


LAST: Day = before(0)
MEANT: dict[str, dict[str, Day]] = {
    "acknowledgement": {"due day": LAST, "next business morning": after(1)},
    "summary_resolution": {"due day": LAST, "day 1": after(1), "day 2": after(2), "day 3": after(3)},
    "final_response": {
        "week 4": days_to_go(28),
        "week 6": days_to_go(14),
        "week 7": days_to_go(7),
        "3 business days before": before(3),
        "1 business day before": before(1),
        "due day": LAST,
    },
    "payments_final_response": {"day 8": to_go(7), "day 12": to_go(3), "day 14": to_go(1), "day 15": LAST},
    "payments_holding_response": {"day 14": to_go(1), "day 15": LAST},
    "payments_final_response_after_holding": {"day 30": to_go(5), "day 34": to_go(1), "day 35": LAST},
    "data_protection_acknowledgement": {
        "day 5": days_after(5),
        "day 20": days_after(20),
        "day 27": days_after(27),
        "day 30": LAST,
    },
}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("final_response", "day 10", "2026-12-24 09:00 day 10"),  # the 28th and 25th are bank holidays
        ("final_response", "week 5", "2027-01-22 09:00 week 5"),
        ("final_response", "business day 6", "2026-12-30 09:00 business day 6"),
        ("final_response", "4 working hours", "2026-12-21 12:55 4 working hours"),
        ("final_response", "1 working hour", "2026-12-21 09:55 1 working hour"),
        ("final_response", "2 business days before", "2027-02-10 09:00 2 business days before"),
        ("final_response", "3 working hours before", "2027-02-12 14:00 3 working hours before"),
        ("final_response", "9 working hours before", "2027-02-11 16:00 9 working hours before"),
        ("final_response", "due day", "2027-02-12 09:00 due day"),
        ("payments_final_response", "business day 8", "2027-01-04 09:00 day 8"),
        ("payments_final_response", "business day 9", "2027-01-05 09:00 business day 9"),
        ("payments_final_response", "day 8", "2026-12-24 09:00 calendar day 8"),  # Boxing Day, a Saturday
        ("payments_final_response", "week 2", "2026-12-31 09:00 week 2"),
        ("payments_holding_response", "business day 8", "2027-01-04 09:00 business day 8"),
        ("summary_resolution", "business day 2", "2026-12-22 09:00 day 2"),
        ("summary_resolution", "day 4", "2026-12-22 09:00 calendar day 4"),
        ("data_protection_acknowledgement", "business day 6", "2026-12-30 09:00 business day 6"),
        ("data_protection_acknowledgement", "week 3", "2027-01-08 09:00 week 3"),
        ("data_protection_acknowledgement", "day 30", "2027-01-18 09:00 day 30"),  # a Sunday: rolls forward
        ("acknowledgement", "business day 1", "2026-12-21 09:00 next business morning"),
        ("acknowledgement", "3 working hours before", "2026-12-21 14:00 3 working hours before"),
    ],
)
def test_a_rung_is_what_it_says(name: str, text: str, expected: str) -> None:
    assert climbed("2026-12-18T16:55", name, name, text) == [expected]


def test_a_promise_has_the_ladder_of_promises() -> None:
    assert climbed("2027-06-08T10:00", "letter", "promise", "business day 2", "1 business day before") == [
        "2027-06-10 09:00 business day 2",
        "2027-06-14 09:00 1 business day before",
    ]


def test_a_rung_moves_before_a_closure_and_keeps_its_name() -> None:
    shut = frozenset(date(2027, 1, day) for day in (20, 21, 22))
    closed = Calendar.of(Division.ENGLAND_AND_WALES, extra=frozenset(), removed=frozenset(), closures=shut)
    found = climbed("2026-12-18T16:55", "final_response", "final_response", "week 5", calendar=closed)
    assert found == ["2027-01-19 09:00 week 5"]


@pytest.mark.parametrize(
    ("texts", "name"),
    [(("day 1", "business day 1"), "business day 1"), (("business day 1", "day 1"), "day 1")],
)
def test_where_two_meet_the_lower_names_the_reminder(texts: tuple[str, ...], name: str) -> None:
    found = climbed("2027-06-08T10:00", "final_response", "final_response", *texts)
    assert found == [f"2027-06-09 09:00 {name}"]


def test_somebody_is_told_even_where_no_rung_fits() -> None:
    found = climbed("2027-06-08T10:00", "acknowledgement", "acknowledgement", "9 business days before")
    assert found == ["2027-06-08 10:00 on receipt"]


def test_the_days_of_the_clock_follow_a_suspension() -> None:
    stopped = (Suspension("test case", date(2026, 12, 21), date(2027, 6, 30)),)
    received_at = at("2026-12-18T16:55")
    found = every_deadline(received_at, suspensions=stopped)
    ladders = {"final_response": ("day 49", "business day 4"), "payments_final_response": ("business day 9",)}
    assert [
        shown(rung)
        for name in ladders
        for rung in rungs(found[name], received_at, ENG, ladders={**LADDERS, **ladders})
    ] == [
        "2026-12-24 09:00 business day 4",  # not its own days
        "2027-08-16 09:00 day 49",
        "2027-07-13 09:00 business day 9",
    ]


def test_a_payments_complaint_has_its_ladder_under_either_name() -> None:
    received_at = at("2026-12-18T16:55")
    ladders = {"payments_final_response": ("business day 2",), "final_response": ("week 1",)}
    confirmed = every_deadline(received_at, regime=Regime.PAYMENTS)["final_response"]
    assert [one.name for one in rungs(confirmed, received_at, ENG, ladders=ladders)] == ["business day 2"]


def test_a_clock_that_is_not_named_has_its_shipped_ladder() -> None:
    received_at = at("2026-12-18T16:55")
    deadline = every_deadline(received_at)["final_response"]
    shipped = rungs(deadline, received_at, ENG)
    assert rungs(deadline, received_at, ENG, ladders={"promise": ("due day",)}) == shipped


def test_what_is_due_is_asked_of_the_same_ladder() -> None:
    received_at = at("2026-12-18T16:55")
    deadline = every_deadline(received_at)["final_response"]
    ladders = {"final_response": ("week 2", "week 5")}
    due = due_rungs(deadline, received_at, at("2027-01-22T09:00"), ENG, ladders=ladders)
    assert [one.name for one in due] == ["week 2", "week 5"]
    assert due_rungs(deadline, received_at, at("2027-01-22T08:59"), ENG, ladders=ladders) == due[:1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4 weeks",
        "week",
        "week 0",
        "week -1",
        "week four",
        "week ٤",
        "week 1000",
        "day 1.5",
        "business day",
        "business days before",
        "0 business days before",
        "2 hours",
        "working hours 2",
        "due",
        "overdue",
        "next business morning",
    ],
)
def test_what_is_no_rung_is_told_with_what_may_be_written(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"is no rung of the ladder of final_response; write .*\"due day\""
    ) as told:
        steps("final_response", ("due day", text))
    assert repr(text) in str(told.value)


def test_the_acknowledgement_may_be_reminded_of_on_the_next_business_morning() -> None:
    with pytest.raises(ValueError, match="next business morning"):
        steps("acknowledgement", ("tomorrow",))


@pytest.mark.parametrize(
    ("clock", "texts", "told"),
    [
        ("final_response", ("week 4", "due day", "Week  4"), "'Week  4' stands twice .*, as 'week 4'"),
        ("final_response", ("week 4", "week 4"), "'week 4' stands twice in the ladder of final_response;"),
        ("final_response", ("week 4", "day 28"), "'day 28' stands twice .*, as 'week 4'"),
        ("payments_final_response", ("business day 15", "due day"), "'due day' stands twice"),
        ("acknowledgement", ("next business morning", "business day 1"), "'business day 1' stands twice"),
        ("promise", (), "the ladder of promise has no rung"),
        ("final_respons", ("due day",), r"'final_respons' is no clock .* did you mean final_response\?"),
        ("xyz", ("due day",), "'xyz' is no clock .* known: acknowledgement, .*promise"),
    ],
)
def test_a_ladder_that_cannot_be_meant_is_refused(clock: str, texts: tuple[str, ...], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        steps(clock, texts)


PAYMENTS_DAYS, AFTER_HOLDING_DAYS = RULE_SETS[-1].payments_days or (0, 0)


@pytest.mark.parametrize(
    ("clock", "text", "length"),
    [
        ("final_response", "day {}", EIGHT_WEEKS),
        ("payments_final_response", "business day {}", PAYMENTS_DAYS),
        ("payments_holding_response", "business day {}", PAYMENTS_DAYS),
        ("payments_final_response_after_holding", "business day {}", AFTER_HOLDING_DAYS),
        ("data_protection_acknowledgement", "day {}", DATA_PROTECTION_PERIOD),
        ("summary_resolution", "business day {}", RULE_SETS[-1].summary_resolution_days),
    ],
)
def test_a_clock_has_no_more_days_than_the_law_gives_it(clock: str, text: str, length: int) -> None:
    (last,) = steps(clock, (text.format(length),))
    assert (last.measure is Measure.LAST_DAY) == (clock != "summary_resolution")
    with pytest.raises(ValueError, match=f"never comes in the ladder of {clock}: that has {length} "):
        steps(clock, (text.format(length + 1),))


def test_a_practice_travels_to_another_process_with_its_ladders() -> None:
    practice = Practice(ladders={**LADDERS, "final_response": ("week 5",)})
    received_at = at("2026-12-18T16:55")
    deadline = every_deadline(received_at)["final_response"]
    arrived = pickle.loads(pickle.dumps(practice))  # noqa: S301
    assert arrived == practice != Practice()
    assert hash(arrived) == hash(practice)
    assert [one.name for one in rungs(deadline, received_at, ENG, ladders=arrived.ladders)] == ["week 5"]
    assert pickle.loads(pickle.dumps(Practice())) == Practice()  # noqa: S301
