"""When a deadline is looked at next: exactly when somebody is to be reminded, however it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from fakes import DESK, KEPT, PRACTICE, SAM, Clock, Office, message
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.complaints.calendar import Calendar
from mailbot.complaints.deadlines import Deadline, deadlines
from mailbot.complaints.practice import Division, Promise, Regime
from mailbot.reminders.reminding import Reminders
from mailbot.reminders.schedule import Hours, Schedule
from mailbot.store import cases, looks
from mailbot.store import deadlines as kept
from mailbot.store.database import Database
from mailbot.store.deadlines import OpenDeadline

HOURS = Hours(time(9), time(17))
CALENDAR = Calendar.of(
    Division.ENGLAND_AND_WALES,
    extra=frozenset(),
    removed=frozenset(),
    closures=frozenset({date(2026, 12, day) for day in (29, 30, 31)}),
)
SCHEDULE = Schedule(CALENDAR, HOURS, PRACTICE.ladders)
PROMISES = (Promise("first_contact", within=timedelta(hours=24)), Promise("letter", business_days=5))
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)
RECEIPTS = st.integers(0, 12 * 365 * 24 * 60).map(lambda n: BEGINNING + timedelta(minutes=n))


def open_deadline(received_at: datetime, deadline: Deadline, **changes: object) -> OpenDeadline:
    one = OpenDeadline(
        1, deadline, 1, "C-0001", "Sam", SAM.email, received_at, "unconfirmed", False, None, None
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def every(received_at: datetime) -> tuple[Deadline, ...]:
    return deadlines(
        received_at,
        regime=Regime.UNCONFIRMED,
        data_protection=True,
        calendar=CALENDAR,
        promises=PROMISES,
    )


@given(RECEIPTS, st.data())
@settings(max_examples=150)
def test_the_next_look_is_the_first_moment_at_which_there_is_something_to_do(
    received_at: datetime, data: st.DataObject
) -> None:
    one = open_deadline(received_at, data.draw(st.sampled_from(every(received_at))))
    told = None
    for _ in range(data.draw(st.integers(0, 8))):
        one = replace(one, reminded_to=told)
        at = SCHEDULE.next_look(one, told)
        before = at - timedelta(seconds=1)
        assert SCHEDULE.reached(one, before) == ()
        if one.deadline.lapses_quietly and at > one.deadline.due_at:
            assert before <= one.deadline.due_at
            return  # put away
        found = SCHEDULE.reached(one, at)
        assert [rung.at for rung in found] == [at]
        told = at


def test_held_reminders_are_looked_at_on_the_morning_of_that_day() -> None:
    (due, *_) = (each for each in every(MONDAY) if each.name == "final_response")
    one = open_deadline(MONDAY, due, reminders_held_until=date(2027, 1, 12))
    at = SCHEDULE.next_look(one, None)
    assert at == datetime(2027, 1, 12, tzinfo=UTC)
    assert SCHEDULE.reached(one, at - timedelta(seconds=1)) == ()
    assert SCHEDULE.reached(one, at) != ()


def test_held_reminders_are_looked_at_on_the_last_day_to_act_at_the_latest() -> None:
    (due, *_) = (each for each in every(MONDAY) if each.name == "final_response")
    one = open_deadline(MONDAY, due, reminders_held_until=date(2027, 1, 20))
    assert SCHEDULE.next_look(one, None) == datetime(2027, 1, 18, tzinfo=UTC)


def moments(office: Office) -> dict[str, datetime | None]:
    rows = office.rows("SELECT name, look_at FROM deadlines WHERE discharged_at IS NULL")
    return {row[0]: None if row[1] is None else _utc(row[1]) for row in rows}


def _utc(at: datetime | str) -> datetime:
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


@pytest.fixture
def office(database: Database) -> Office:
    office = Office(database, clock=Clock(MONDAY), practice=replace(PRACTICE, handlers=(SAM,)))
    office.take(message())
    return office


def test_a_new_deadline_is_looked_at_once_and_then_when_its_time_comes(office: Office) -> None:
    assert set(moments(office).values()) == {None}
    assert office.sweep() == 0
    first = moments(office)
    assert first["summary_resolution"] == datetime(2026, 11, 24, 9, tzinfo=UTC)
    with office.database.reading() as session:
        assert looks.due(session, datetime(2026, 11, 23, 11, tzinfo=UTC)) == []
    office.clock.go(minutes=1)
    office.sweep()
    assert moments(office) == first
    office.clock.now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert office.sweep()
    assert moments(office)["summary_resolution"] == datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_other_hours_or_another_ladder_work_everything_out_again_once(office: Office) -> None:
    office.sweep()
    for hours, ladders in (
        (Hours(time(8), time(17)), PRACTICE.ladders),
        (HOURS, {**PRACTICE.ladders, "final_response": ("week 1",)}),
    ):
        other = Reminders(
            office.correspondence,
            CALENDAR,
            hours,
            DESK,
            standing_in=office.attention.standing_in,
            ladders=ladders,
            warn=office.attention.warn,
        )
        assert office.database.run(other.arrange)
        assert not office.database.run(other.arrange)
        due = moments(office)
        assert due["summary_resolution"] == datetime(2026, 11, 24, hours.opens.hour, tzinfo=UTC)
    assert due["final_response"] == datetime(2026, 11, 30, 9, tzinfo=UTC)


def test_reminders_held_back_are_worked_out_again_at_once(office: Office) -> None:
    office.sweep()
    (case,) = office.cases()
    office.database.run(
        lambda session: cases.amend(session, case.reference, reminders_held_until=date(2027, 1, 12))
    )
    office.database.run(lambda session: kept.discharge(session, case.id, KEPT, office.clock(), "Sam"))
    assert set(moments(office).values()) == {None}
    office.clock.go(days=42)  # a Monday
    assert office.sweep() == 0
    assert moments(office)["final_response"] == datetime(2027, 1, 12, tzinfo=UTC)


def test_a_sweep_of_many_deadlines_works_them_all_out(office: Office) -> None:
    office.take(*(message(author=f"p{n}@example.org", text=f"I complain about fee {n}.") for n in range(200)))
    office.sweep()
    assert None not in moments(office).values()
    assert (
        office.rows("SELECT count(*) FROM deadlines WHERE look_at IS NULL AND discharged_at IS NULL")[0][0]
        == 0
    )
