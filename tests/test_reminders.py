"""Reminders over weeks of simulated time, on a real database, through restarts and outages."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from fakes import OVERSIGHT, SAM, Clock, Office, message
from sqlmodel import Session

from mailbot.casework.moving import Actor
from mailbot.complaints.calendar import LONDON, Calendar
from mailbot.complaints.deadlines import deadlines as reckon
from mailbot.complaints.ladder import rungs
from mailbot.complaints.practice import Division, Regime
from mailbot.handling.amending import Amendments
from mailbot.store import cases, outbox
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case
from mailbot.store.database import Database

ENGLAND = Calendar.of(Division.ENGLAND_AND_WALES, extra=frozenset(), removed=frozenset())


def office_at(database: Database, at: str, **changes: object) -> Office:
    """A firm with one handler, so that every letter of a case goes to one address; London time."""
    from dataclasses import replace

    from fakes import PRACTICE

    clock = Clock(datetime.fromisoformat(at).replace(tzinfo=LONDON).astimezone(UTC))
    return Office(database, clock=clock, practice=replace(PRACTICE, handlers=(SAM,), **changes))  # type: ignore[arg-type]


def again(office: Office) -> Office:
    """mailbot started again."""
    return Office(office.database, clock=office.clock, practice=office.practice)


def opened(office: Office) -> Case:
    office.take(message())
    office.deliver()
    return office.cases()[-1]


def reminded(office: Office) -> list[tuple[str, str]]:
    """(deadline, rung) of every reminder, in the order in which they came due."""
    query = "SELECT d.name, r.rung FROM reminders r JOIN deadlines d ON d.id = r.deadline_id"
    return [(row[0], row[1]) for row in office.rows(f"{query} ORDER BY r.due_at, r.id")]


def letters_to(office: Office, address: str) -> list[datetime]:
    return [one.created_at for one in office.letters("reminder") if one.recipient == address]


def raw_of(office: Office, number: int = -1) -> str:
    with office.database.reading() as session:
        raw = outbox.show(session, office.letters("reminder")[number].id)
    assert raw is not None
    return raw.decode()


def meet(office: Office, case: Case, *names: str) -> None:
    office.database.run(lambda session: kept.discharge(session, case.id, names, office.clock(), "a person"))


# -- ten weeks


def test_over_ten_weeks_each_rung_comes_exactly_once_through_restarts(database: Database) -> None:
    office = office_at(database, "2026-10-19T10:00")
    case = opened(office)
    due = reckon(
        case.received_at,
        regime=Regime.STANDARD,
        data_protection=False,
        calendar=ENGLAND,
        promises=office.practice.promises,
    )
    expected = Counter(
        (deadline.name, rung.name)
        for deadline in due
        if deadline.name in {"summary_resolution", "final_response"}
        for rung in rungs(deadline, case.received_at, ENGLAND)
    )
    for hour in range(10 * 7 * 24):
        office.clock.go(hours=1)
        if hour % 24 == 0:
            office = again(office)  # restarted every day
        office.sweep()
        if hour % 7 == 0:
            office.sweep()  # and asked twice
    found = Counter(reminded(office))
    assert set(found.values()) == {1}
    assert sum(rung.startswith("overdue") for _, rung in found) >= 8
    assert Counter({key: n for key, n in found.items() if not key[1].startswith("overdue")}) == expected
    for at in letters_to(office, SAM.email):
        local = at.astimezone(LONDON)
        assert ENGLAND.is_business_day(local.date()), local
        assert time(9, 0) <= local.time() <= time(17, 0), local
    assert office.rows("SELECT id FROM reminders WHERE letter_id IS NULL") == []


@pytest.mark.fault("F37")
def test_after_a_long_outage_one_letter_tells_everything(database: Database) -> None:
    office = office_at(database, "2026-11-02T10:00")
    first, second = opened(office), opened(office)
    office.clock.go(days=43)  # past weeks four and six
    assert office.sweep() == 1
    (at,) = letters_to(office, SAM.email)
    assert at == office.clock()
    text = raw_of(office, 0)
    assert first.reference in text
    assert second.reference in text
    assert Counter(rung for _, rung in reminded(office)) == {"week 4": 2, "week 6": 2}
    assert office.sweep() == 0


def test_the_chance_of_a_summary_resolution_that_has_passed_is_no_breach_and_is_put_away(
    database: Database,
) -> None:
    office = office_at(database, "2026-11-02T10:00")
    case = opened(office)
    office.clock.go(days=8)
    assert office.sweep() == 0
    assert office.open_deadlines(case) == {"final_response"}
    assert ("deadline-passed",) in office.rows("SELECT name FROM journal")


def test_a_lapsed_deadline_is_told_to_handler_and_oversight_every_business_morning_until_it_is_met(
    database: Database,
) -> None:
    office = office_at(database, "2026-10-19T10:00")
    case = opened(office)
    meet(office, case, "summary_resolution")
    office.clock.now = datetime(2026, 12, 14, 12, 0, tzinfo=UTC)  # the day it is due
    office.sweep()
    days: list[date] = []
    for _ in range(21 * 24):  # over Christmas
        office.clock.go(hours=1)
        before = len(letters_to(office, OVERSIGHT.addr_spec))
        office.sweep()
        if len(letters_to(office, OVERSIGHT.addr_spec)) > before:
            days.append(office.clock().date())
    assert days == [day for day in _days(date(2026, 12, 15), 21) if ENGLAND.is_business_day(day)]
    assert date(2026, 12, 25) not in days
    meet(office, case, "final_response")
    for _ in range(7 * 24):
        office.clock.go(hours=1)
        assert office.sweep() == 0


def _days(first: date, number: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(number)]


# -- when not


@pytest.mark.parametrize(
    "at",
    [
        "2026-12-12T11:00",  # Saturday
        "2026-12-25T11:00",
        "2026-12-28T11:00",  # Boxing Day, moved
        "2026-12-14T08:59",
        "2026-12-14T17:01",
    ],
)
def test_nothing_goes_out_of_hours_and_the_next_morning_tells_it(database: Database, at: str) -> None:
    office = office_at(database, "2026-11-02T10:00")
    opened(office)
    office.clock.now = datetime.fromisoformat(at).replace(tzinfo=LONDON).astimezone(UTC)
    assert office.sweep() == 0
    office.clock.now = next_opening(office.clock())
    assert office.sweep() == 1 + (office.clock().date() > date(2026, 12, 28))


@pytest.mark.fault("F36")
@pytest.mark.parametrize(
    ("day", "utc_hour"), [("2027-03-30", 8), ("2027-03-25", 9), ("2026-10-26", 9), ("2026-10-23", 8)]
)
def test_nine_in_the_morning_is_londons_whatever_the_clocks_did_that_weekend(
    database: Database, day: str, utc_hour: int
) -> None:
    office = office_at(database, "2026-10-01T10:00")
    at = datetime.fromisoformat(f"{day}T{utc_hour:02}:00").replace(tzinfo=UTC)
    assert office.reminders.open_at(at)
    assert not office.reminders.open_at(at - timedelta(minutes=1))


def test_what_is_met_is_reminded_of_no_more(database: Database) -> None:
    office = office_at(database, "2026-11-02T10:00")
    case = opened(office)
    meet(office, case, "summary_resolution", "final_response")
    for _ in range(70):
        office.clock.go(days=1)
        assert office.sweep() == 0


def test_a_closed_case_is_reminded_of_no_more(database: Database) -> None:
    office = office_at(database, "2026-11-02T10:00")
    case = opened(office)
    office.close(case.reference)
    office.clock.go(days=30)
    assert office.sweep() == 0


def test_reminders_that_a_handler_holds_wait_until_that_day_and_then_come_at_once(database: Database) -> None:
    office = office_at(database, "2026-11-02T10:00")
    case = opened(office)
    database.run(
        lambda session: cases.amend(session, case.reference, reminders_held_until=date(2026, 12, 22))
    )
    for _ in range(49):
        office.clock.go(days=1)
        assert office.sweep() == 0, office.clock()
    office.clock.go(days=1)  # Tuesday 22 December
    assert office.sweep() == 1
    assert len(letters_to(office, SAM.email)) == 1


def test_held_reminders_hide_no_deadline_that_comes_nearer_meanwhile(database: Database) -> None:
    office = office_at(database, "2026-11-02T10:00")
    case = opened(office)
    database.run(
        lambda session: cases.amend(session, case.reference, reminders_held_until=date(2026, 12, 22))
    )
    retype(office, case, Regime.PAYMENTS)  # the final response is due on Monday 23 November
    told: list[datetime] = []
    while office.clock() < datetime(2026, 11, 24, 12, tzinfo=UTC):
        office.clock.go(hours=1)
        told += [office.clock()] if office.sweep() else []
    assert {at.date() for at in told} == {date(2026, 11, 23), date(2026, 11, 24)}


def next_opening(now: datetime) -> datetime:
    """The first nine o'clock of a business day in London after `now`."""
    day = now.astimezone(LONDON).date()
    while True:
        at = datetime.combine(day, time(9, 0), LONDON).astimezone(UTC)
        if at > now and ENGLAND.is_business_day(day):
            return at
        day += timedelta(days=1)


# -- several, and cheap


@pytest.mark.fault("F38")
def test_two_daemons_at_once_send_each_rung_once(url: str) -> None:
    databases = [Database(url), Database(url)]
    first = office_at(databases[0], "2026-11-02T10:00")
    for _ in range(3):
        opened(first)
    first.clock.go(days=43)
    second = Office(databases[1], clock=first.clock, practice=first.practice)
    together = threading.Barrier(2)
    faults: list[BaseException] = []

    def sweep(office: Office) -> None:
        try:
            together.wait(10)
            office.sweep()
        except BaseException as fault:  # noqa: BLE001  # handed to the test's own thread
            faults.append(fault)

    threads = [threading.Thread(target=sweep, args=(each,)) for each in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    found = Counter(reminded(first))
    sent = len(first.letters("reminder"))
    unlettered = first.rows("SELECT id FROM reminders WHERE letter_id IS NULL")
    for database in databases:
        database.close()
    assert faults == []
    assert found == {("final_response", "week 4"): 3, ("final_response", "week 6"): 3}  # three cases
    assert sent == 1
    assert unlettered == []


def test_a_sweep_does_not_climb_a_ladder_again_before_its_next_rung(
    database: Database,
) -> None:
    office = office_at(database, "2026-11-02T10:00")
    opened(office)
    office.sweep()
    counting = Counting(ENGLAND)
    office.reminders._calendar = counting  # type: ignore[assignment]
    office.clock.go(minutes=5)
    office.sweep()
    assert counting.asked <= 1  # whether it is a business day at all


def test_a_deadline_that_is_moved_forward_is_looked_at_again_at_once(database: Database) -> None:
    office = office_at(database, "2026-11-02T10:00")
    case = opened(office)
    office.clock.go(days=3)
    office.sweep()
    office.clock.go(minutes=1)
    assert office.sweep() == 0
    earlier = case.received_at - timedelta(days=50)
    due = reckon(earlier, regime=Regime.STANDARD, data_protection=False, calendar=ENGLAND, promises=())

    def amend(session: Session) -> None:
        cases.amend(session, case.reference, received_at=earlier, received_on=earlier.date())
        kept.replace(session, case.id, due, "x", now=office.clock())

    database.run(amend)
    office.clock.go(minutes=1)
    assert office.sweep() >= 1
    assert ("final_response", "week 7") in reminded(office)


class Counting:
    """A calendar that counts how often it is asked."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar, self.asked = calendar, 0

    def __getattr__(self, name: str) -> object:
        self.asked += 1
        return getattr(self.calendar, name)


def test_what_a_cheap_sweep_skips_is_what_a_fresh_one_finds_nothing_in(database: Database) -> None:
    """The memory of next rungs must never make a difference to a daemon that has just started."""
    office = office_at(database, "2026-11-02T10:00")
    for _ in range(3):
        opened(office)
        office.clock.go(hours=7)
    for _ in range(9 * 7 * 8):
        office.clock.go(hours=3)
        office.sweep()
        assert again(office).sweep() == 0, office.clock()


def test_what_was_told_of_the_payments_clock_is_not_told_again_once_the_type_is_known(
    database: Database,
) -> None:
    """While both clocks run it bears another name; the duty and its ladder are the same."""
    office = office_at(database, "2026-11-02T10:00")
    case = opened(office)
    retype(office, case, Regime.UNCONFIRMED)
    office.clock.now = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)  # business day 12
    office.sweep()
    assert ("payments_final_response", "day 12") in reminded(office)
    retype(office, case, Regime.PAYMENTS)
    assert office.sweep() == 0
    assert ("final_response", "day 12") in reminded(office)
    office.clock.now = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    assert office.sweep() == 1


def test_a_type_that_is_changed_and_changed_back_tells_nothing_twice(database: Database) -> None:
    office = office_at(database, "2026-11-02T10:00")
    case = opened(office)
    office.clock.go(days=29)
    assert office.sweep() == 1
    retype(office, case, Regime.PAYMENTS)
    retype(office, case, Regime.STANDARD)
    assert office.sweep() == 0


def test_of_too_many_deadlines_the_rest_is_counted_and_settled_with_those_that_are_named(
    database: Database,
) -> None:
    office = office_at(database, "2026-11-02T10:00")
    office = Office(database, clock=office.clock, practice=office.practice, named=2)
    references = [opened(office).reference for _ in range(3)]
    office.clock.go(days=43)
    assert office.sweep() == 1
    text = raw_of(office, 0)
    assert [reference for reference in references if f"- {reference}:" in text] == references[:2]
    assert "and 2 more" in text  # in the subject: of three
    assert "And 1 more" in text
    assert office.rows("SELECT id FROM reminders WHERE letter_id IS NULL") == []
    assert office.sweep() == 0


def retype(office: Office, case: Case, regime: Regime) -> None:
    def say(session: Session) -> None:
        found = cases.get(session, case.reference)
        assert found is not None
        amendments = Amendments(office.redating, office.attention.duty)
        amendments.retyped(session, found, Actor("sam", "command line"), office.clock(), regime=regime)

    office.database.run(say)
