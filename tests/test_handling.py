"""What handlers say became of a case, on both databases: its state, its dates, its journal."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from fakes import MONDAY, OVERSIGHT, PRACTICE, SAM, Clock, FakeCourier, Office, message
from sqlmodel import Session

from mailbot.casework.attention import duty
from mailbot.casework.moving import Actor, NotAllowed
from mailbot.casework.redating import EXPECTED, Redating
from mailbot.complaints.calendar import Calendar, at_london, london_day
from mailbot.complaints.practice import Practice, Promise, Regime
from mailbot.complaints.states import Move
from mailbot.handling.acts import SUMMARY_OWED, Acts, Decision
from mailbot.handling.amending import ANONYMOUS, PROPOSED, Amendments
from mailbot.reminders.recalculation import AT_A_TIME, Recalculation
from mailbot.store import absences, cases, journal
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case
from mailbot.store.database import Database
from mailbot.wire.outcome import Failed

FRIDAY = datetime(2026, 12, 18, 16, 55, tzinfo=UTC)
LATER = FRIDAY + timedelta(days=4)
BY, OTHER = Actor(SAM.email, "command line"), Actor("priti@firm.example.com", "command line")


class Desk:
    """A case of Friday 18 December 2026, and everything a handler can say about it."""

    def __init__(self, database: Database, practice: Practice = PRACTICE) -> None:
        self.office = Office(database, clock=Clock(FRIDAY), practice=practice)
        self.office.take(message())
        whose = duty(practice, self.office.attention._desk)
        redating = redating_of(practice)
        self.acts, self.amendments = Acts(redating, whose), Amendments(redating, whose)
        self.office.clock.now = LATER

    @property
    def case(self) -> Case:
        (case,) = self.office.cases()
        with self.office.database.reading() as session:
            found = cases.get(session, case.reference)
        assert found is not None
        return found

    def say(self, act: Callable[..., str], *args: Any, actor: Actor = BY, **facts: Any) -> str:
        case, now = self.case, self.office.clock()
        return self.office.database.run(lambda session: act(session, case, *args, actor, now, **facts))

    def open(self) -> dict[str, date]:
        """The deadlines that nobody has met, by name."""
        with self.office.database.reading() as session:
            found = kept.of_case(session, self.case.id)
        return {one.deadline.name: one.deadline.due_on for one in found if one.discharged_at is None}

    def told(self, name: str) -> list[dict[str, Any]]:
        with self.office.database.reading() as session:
            found = journal.entries(session, self.case.reference)
        return [dict(entry.fields) for entry in found if entry.name == name]


def redating_of(practice: Practice, **days: Any) -> Redating:
    calendar = Calendar.of(practice.division, **{"extra": frozenset(), "removed": frozenset()} | days)
    return Redating(practice, calendar, opens=time(9), closes=time(17))


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.fixture
def payments(database: Database) -> Desk:
    return Desk(database, replace(PRACTICE, regime=Regime.PAYMENTS))


# -- states that follow letters


def test_the_acknowledgement_that_goes_out_makes_the_case_acknowledged(desk: Desk) -> None:
    assert desk.case.state == "opened"
    desk.office.deliver(FakeCourier())
    assert desk.case.state == "acknowledged"
    (told,) = desk.told("case-moved")
    assert (told["by"], told["via"], told["from"], told["to"]) == (
        "mailbot", "delivery", "opened", "acknowledged",
    )  # fmt: skip
    assert "acknowledgement" not in desk.open()


def test_one_that_is_refused_leaves_it_opened(desk: Desk) -> None:
    desk.office.deliver(FakeCourier(answers=[Failed("550 5.1.1 no such user")] * 3))
    assert desk.case.state == "opened"
    assert "acknowledgement" in desk.open()


def test_a_late_acknowledgement_moves_nothing_back(desk: Desk) -> None:
    desk.say(desk.acts.contacted, on=None)
    desk.office.deliver(FakeCourier())
    assert desk.case.state == "investigating"


# -- what handlers say


def test_a_final_response_closes_the_case_meets_its_deadlines_and_begins_the_six_months(desk: Desk) -> None:
    said = desk.say(desk.acts.final, on=date(2026, 12, 21), decision=Decision.PARTLY, redress_pence=12050)
    assert "until Monday 21 June 2027" in said
    case = desk.case
    assert (case.status, case.state, case.outcome) == ("closed", "final-sent", "partly")
    assert (case.redress_pence, case.responded_on) == (12050, date(2026, 12, 21))
    assert case.referral_until == date(2027, 6, 21)
    assert desk.open() == {}
    (told,) = desk.told("case-closed")
    assert (told["by"], told["via"], told["on"], told["decision"]) == (
        SAM.email, "command line", "2026-12-21", "partly",
    )  # fmt: skip


def test_what_cannot_be_is_refused_with_the_reason_and_changes_nothing(desk: Desk) -> None:
    desk.say(desk.acts.ended, Move.WITHDRAWN, on=None, because="rang to say so")
    before = desk.case
    with pytest.raises(NotAllowed, match=r"it is closed as withdrawn; .* open it again first"):
        desk.say(desk.acts.final, on=None, decision=Decision.UPHELD)
    assert desk.case == before
    assert len(desk.told("case-closed")) == 1


def test_a_holding_response_leaves_the_thirty_five_days(payments: Desk) -> None:
    said = payments.say(payments.acts.holding, on=None, because="the merchant's bank has not answered")
    assert "by Wednesday 10 February 2027" in said
    assert payments.case.state == "holding-sent"
    due = payments.open()
    assert due["final_response_after_holding"] == date(2027, 2, 10)
    assert not {"final_response", "holding_response"} & due.keys()


def test_a_holding_response_after_its_day_gains_nothing(payments: Desk) -> None:
    payments.office.clock.now = datetime(2027, 1, 14, 10, tzinfo=UTC)
    with pytest.raises(NotAllowed, match=r"had to go by Wednesday 13 January 2027"):
        payments.say(payments.acts.holding, on=None, because="late")
    assert payments.open()["final_response"] == date(2027, 1, 13)


def test_an_eight_week_response_promises_a_day_that_stays(desk: Desk) -> None:
    expected = date(2027, 3, 13)  # a Saturday
    with pytest.raises(NotAllowed, match="only from Friday 29 January 2027"):
        desk.say(desk.acts.eight_week, on=None, expected=expected, because="the bank owes us a file")
    desk.office.clock.now = datetime(2027, 2, 10, 10, tzinfo=UTC)
    desk.say(desk.acts.eight_week, on=None, expected=expected, because="the bank owes us a file")
    assert desk.open()[EXPECTED] == expected
    assert "final_response" not in desk.open()
    with pytest.raises(NotAllowed, match="give a later day"):
        desk.say(desk.acts.eight_week, on=None, expected=date(2027, 2, 10), because="x")
    # A type that is found out later does not take it away.
    desk.say(desk.amendments.retyped, data_protection=True)
    assert desk.open()[EXPECTED] == expected
    assert desk.open()["data_protection_acknowledgement"] == date(2027, 1, 18)


def test_an_acceptance_in_time_owes_the_communication_and_its_sending_begins_the_six_months(
    desk: Desk,
) -> None:
    desk.say(desk.acts.accepted, on=date(2026, 12, 21))
    assert (desk.case.state, desk.case.outcome) == ("resolved", "summary-resolution")
    (task,) = desk.office.tasks()
    assert task.reason == SUMMARY_OWED
    desk.say(desk.acts.summary_sent, on=date(2026, 12, 22))
    assert desk.office.tasks() == []
    assert desk.case.referral_until == date(2027, 6, 22)
    with pytest.raises(NotAllowed, match="it was sent already, on Tuesday 22 December 2026"):
        desk.say(desk.acts.summary_sent, on=None)


def test_an_acceptance_after_the_third_business_day_needs_a_final_response(desk: Desk) -> None:
    desk.office.clock.now = datetime(2026, 12, 24, 9, tzinfo=UTC)
    with pytest.raises(NotAllowed, match="third business day was Wednesday 23 December 2026"):
        desk.say(desk.acts.accepted, on=None)
    desk.say(desk.acts.accepted, on=date(2026, 12, 23))  # told late, but accepted in time
    assert desk.case.state == "resolved"


def test_a_response_that_never_went_gives_the_case_its_clocks_back(desk: Desk) -> None:
    before = desk.open()
    desk.say(desk.acts.final, on=None, decision=Decision.REJECTED)
    desk.say(desk.acts.reopened, because="it lay in drafts", not_sent=True)
    assert desk.case.state == "reopened"
    assert (desk.case.responded_on, desk.case.referral_until) == (None, None)
    assert desk.open() == before


def test_a_case_that_is_opened_again_after_an_answer_owes_nothing_more(desk: Desk) -> None:
    desk.say(desk.acts.final, on=None, decision=Decision.REJECTED)
    assert "nothing is due" in desk.say(desk.acts.reopened, because="new facts")
    assert desk.open() == {}


def test_an_answered_case_that_is_opened_again_owes_nothing_by_another_clock_either(desk: Desk) -> None:
    desk.say(desk.acts.final, on=None, decision=Decision.REJECTED)
    desk.say(desk.acts.reopened, because="new facts")
    desk.say(desk.amendments.retyped, regime=Regime.PAYMENTS, data_protection=True)
    assert desk.open() == {}
    desk.say(desk.acts.final, on=None, decision=Decision.UPHELD)
    desk.say(desk.acts.reopened, because="it lay in drafts", not_sent=True)
    assert "final_response" in desk.open()  # what was never sent is still owed


def test_the_ombudsman_may_have_it_at_any_time_and_whoever_is_late_is_told_so(desk: Desk) -> None:
    desk.say(desk.acts.final, on=None, decision=Decision.REJECTED)
    desk.office.clock.now = datetime(2027, 7, 1, 10, tzinfo=UTC)
    said = desk.say(desk.acts.referred, on=None, reference="PNX-12345-A1B2")
    assert "six months had ended on Tuesday 22 June 2027" in said
    assert (desk.case.state, desk.case.status) == ("referred", "open")
    with desk.office.database.reading() as session:
        known = cases.references_of(session, desk.case.id)
    assert [one.value for one in known if one.type == "ombudsman"] == ["PNX-12345-A1B2"]


def test_a_closed_case_owes_no_acknowledgement(database: Database) -> None:
    office = Office(database, clock=Clock(MONDAY))
    office.take(message("My account is closed and I will end my life."))
    assert any(task.reason == "acknowledgement owed" for task in office.tasks())
    (case,) = office.cases()
    office.close(case.reference)
    assert not any(task.reason == "acknowledgement owed" for task in office.tasks())


# -- what turns out to be otherwise


def test_another_type_has_other_dates_and_both_are_in_the_journal(desk: Desk) -> None:
    said = desk.say(desk.amendments.retyped, regime=Regime.PAYMENTS)
    assert "final response: Wednesday 13 January 2027 (was Friday 12 February 2027)" in said
    assert desk.open()["final_response"] == date(2027, 1, 13)
    (told,) = desk.told("case-retyped")
    assert told["final_response"] == "2027-02-12 → 2027-01-13"
    with pytest.raises(NotAllowed, match="is that already"):
        desk.say(desk.amendments.retyped, regime=Regime.PAYMENTS)


def test_a_duty_met_by_a_holding_response_is_met_under_its_other_name_only(
    database: Database,
) -> None:
    desk = Desk(database, replace(PRACTICE, regime=Regime.UNCONFIRMED))
    desk.say(desk.acts.holding, on=None, because="the bank is slow")
    assert "payments_final_response" not in desk.open()
    assert desk.open()["final_response"] == date(2027, 2, 12)  # the other clock's, which runs on
    desk.say(desk.amendments.retyped, regime=Regime.PAYMENTS)
    assert "final_response" not in desk.open()
    assert desk.open()["final_response_after_holding"] == date(2027, 2, 10)
    # Eight weeks are another duty: no holding response meets them.
    desk.say(desk.amendments.retyped, regime=Regime.STANDARD)
    assert desk.open()["final_response"] == date(2027, 2, 12)
    # And what was sent stays sent, should it be a payments complaint after all.
    desk.say(desk.amendments.retyped, regime=Regime.PAYMENTS)
    assert "final_response" not in desk.open()
    assert desk.open()["final_response_after_holding"] == date(2027, 2, 10)


def test_an_acknowledgement_that_came_back_is_not_met_by_a_date_that_moves(desk: Desk) -> None:
    early, earlier = (at_london(date(2026, 12, day), time(9)) for day in (16, 15))
    desk.office.deliver(FakeCourier())
    desk.say(desk.amendments.received, at=early, because="rang")
    assert "acknowledgement" not in desk.open()
    with desk.office.database.transaction() as session:
        kept.reinstate(session, desk.case.id, kept.ACKNOWLEDGED)
    desk.say(desk.amendments.received, at=earlier, because="rang")
    assert desk.open()["acknowledgement"] == date(2026, 12, 16)


def test_nothing_of_a_closed_case_is_amended(desk: Desk) -> None:
    desk.say(desk.acts.final, on=None, decision=Decision.REJECTED)
    with pytest.raises(NotAllowed, match="is closed and no clock runs"):
        desk.say(desk.amendments.retyped, regime=Regime.PAYMENTS)
    with pytest.raises(NotAllowed, match="is closed and no clock runs"):
        desk.say(desk.amendments.received, at=at_london(date(2026, 12, 1), time(9)), because="x")
    assert desk.open() == {}


def test_a_later_day_is_not_said_by_somebody_unnamed(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="say who you are"):
        desk.say(
            desk.amendments.received,
            at=at_london(date(2026, 12, 21), time(9)),
            because="x",
            actor=Actor(ANONYMOUS, "command line"),
        )
    assert desk.office.tasks() == []


def test_an_earlier_day_of_receipt_takes_one_person_and_a_reason(desk: Desk) -> None:
    at = at_london(date(2026, 12, 15), time(11, 0))
    with pytest.raises(NotAllowed, match="say why"):
        desk.say(desk.amendments.received, at=at, because=" ")
    desk.say(desk.amendments.received, at=at, because="rang the branch")
    assert (desk.case.received_on, desk.open()["final_response"]) == (date(2026, 12, 15), date(2027, 2, 9))
    (told,) = desk.told("receipt-corrected")
    assert (told["because"], told["final_response"]) == ("rang the branch", "2027-02-12 → 2027-02-09")


def test_a_later_day_of_receipt_takes_two_people(desk: Desk) -> None:
    at, before = at_london(date(2026, 12, 21), time(9, 30)), desk.open()
    fact = {"at": at, "because": "the gateway held it"}
    assert "a second person must say the same" in desk.say(desk.amendments.received, **fact)
    assert desk.open() == before
    (task,) = desk.office.tasks()
    assert (task.reason, task.owner) == (PROPOSED, desk.case.handler_email)
    with pytest.raises(NotAllowed, match="said so already"):
        desk.say(desk.amendments.received, **fact)
    desk.say(desk.amendments.received, actor=OTHER, **(fact | {"at": at + timedelta(hours=1)}))
    assert desk.open()["final_response"] == date(2027, 2, 15)
    assert desk.office.tasks() == []
    (told,) = desk.told("receipt-corrected")
    assert (told["first"], told["by"]) == (BY.name, OTHER.name)


def test_two_people_who_say_two_days_have_not_said_the_same(desk: Desk) -> None:
    monday, tuesday = (at_london(date(2026, 12, day), time(9)) for day in (21, 22))
    before = desk.open()
    desk.say(desk.amendments.received, at=monday, because="x")
    desk.say(desk.amendments.received, at=tuesday, because="x", actor=OTHER)
    assert desk.open() == before


def test_two_acts_on_one_case_come_one_after_the_other(database: Database) -> None:
    """Each works on the case as the other left it, not on what it read before."""
    desk = Desk(database)
    reference, now = desk.case.reference, desk.office.clock()
    holds, held_by_both, found = threading.Event(), threading.Event(), []

    def first(session: Session) -> None:
        case = cases.hold(session, reference)
        assert case is not None
        holds.set()
        held_by_both.wait(0.5)
        desk.amendments.retyped(session, case, BY, now, regime=Regime.PAYMENTS)

    def second(session: Session) -> None:
        case = cases.hold(session, reference)
        assert case is not None
        held_by_both.set()
        found.append(case.regime)
        at = at_london(date(2026, 12, 17), time(9))
        desk.amendments.received(session, case, OTHER, now, at=at, because="it lay in the branch")

    with ThreadPoolExecutor(2) as threads:
        one = threads.submit(database.run, first)
        assert holds.wait(10)
        another = threads.submit(database.run, second)
        one.result(30), another.result(30)
    assert found == [Regime.PAYMENTS]
    assert desk.open()["final_response"] == date(2027, 1, 12)  # 15 business days from the day before
    assert desk.case.regime == Regime.PAYMENTS


# -- a calendar that changes


def again(desk: Desk, **days: Any) -> Recalculation:
    office = desk.office
    return Recalculation(redating_of(office.practice, **days), office.correspondence, office.attention)


def stepped(desk: Desk, recalculation: Recalculation) -> list[list[str]]:
    """The names of the events of each step, until there is nothing left."""
    found = []
    while events := desk.office.database.run(lambda s: recalculation.step(s, desk.office.clock())):
        found.append([event.name for event in events])
    return found


def test_a_new_bank_holiday_moves_the_dates_of_open_cases_and_their_handler_is_told(payments: Desk) -> None:
    extra = {"extra": frozenset({date(2027, 1, 4)})}
    letters = len(payments.office.letters())
    assert stepped(payments, again(payments, **extra)) == [["dates-moved", "dates-reckoned-anew"]]
    assert payments.open()["final_response"] == date(2027, 1, 14)
    (told,) = payments.told("dates-moved")
    assert told["final_response"] == "2027-01-13 → 2027-01-14"
    letter = payments.office.letters()[-1]
    assert len(payments.office.letters()) == letters + 1
    assert (letter.kind, letter.recipient) == ("redated", payments.case.handler_email)
    # Asked again, by this one or by the next, nothing is left to do.
    assert stepped(payments, again(payments, **extra)) == []
    assert len(payments.office.letters()) == letters + 1


def test_new_dates_are_told_to_who_stands_in(payments: Desk) -> None:
    office, handler = payments.office, payments.case.handler_email
    today = london_day(office.clock())
    with office.database.transaction() as session:
        absences.put(
            session, email=handler, since=today, until=today, deputy=OVERSIGHT.addr_spec, by="x", now=LATER
        )
    stepped(payments, again(payments, extra=frozenset({date(2027, 1, 4)})))
    (letter,) = office.letters("redated")
    assert letter.recipient != handler


def test_a_calendar_that_changes_nothing_tells_nobody_and_is_not_asked_twice(desk: Desk) -> None:
    extra = {"extra": frozenset({date(2031, 6, 2)})}
    letters = len(desk.office.letters())
    assert stepped(desk, again(desk, **extra)) == [["dates-reckoned-anew"]]
    assert len(desk.office.letters()) == letters
    assert stepped(desk, again(desk, **extra)) == []


def test_what_was_told_of_a_deadline_is_not_told_again_when_it_moves(payments: Desk) -> None:
    office = payments.office
    office.clock.now = datetime(2027, 1, 6, 10, tzinfo=UTC)
    assert office.sweep()
    payments.say(payments.acts.contacted, on=None)
    told = office.rows("SELECT count(*) FROM letters WHERE kind = 'reminder'")[0][0]
    stepped(payments, again(payments, extra=frozenset({date(2027, 1, 8)})))
    assert payments.open()["final_response"] == date(2027, 1, 14)
    office.sweep()
    assert office.rows("SELECT count(*) FROM letters WHERE kind = 'reminder'")[0][0] == told


def test_a_promise_made_later_is_not_put_upon_old_complaints(desk: Desk) -> None:
    practice = replace(PRACTICE, promises=(Promise("call_back", within=timedelta(hours=4)),))
    with desk.office.database.transaction() as session:
        redating_of(practice).redate(session, desk.case, LATER)
    assert "call_back" not in desk.open()
    assert "first_contact" in desk.open()  # what was promised then stays


def test_many_cases_are_reckoned_some_at_a_time(database: Database) -> None:
    desk = Desk(database)
    for number in range(AT_A_TIME + 5):
        desk.office.take(message(author=f"p{number}@example.org", text=f"I complain about fee {number}."))
    steps = []
    recalculation = again(desk, removed=frozenset({date(2026, 12, 28)}))
    while events := database.run(lambda s: recalculation.step(s, LATER)):
        steps.append(sum(event.name == "dates-moved" for event in events))
    assert steps == [AT_A_TIME - 1, 6]  # the one received before has no date after that day
    with database.reading() as session:
        assert kept.outdated(session, redating_of(PRACTICE).version, after=0, limit=1)
