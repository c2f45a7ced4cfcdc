"""Once a day everything is compared: once over restarts and daemons, and each discrepancy is told once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from fakes import OVERSIGHT, Clock, FakeCourier, Office, message
from reconciled import Firm, daily
from servers import UserOf

from mailbot.complaints.calendar import LONDON
from mailbot.reconciling.daily import LEASE, RECONCILED, TASKS_AT_MOST, Daily, last_due
from mailbot.reconciling.discrepancies import Account, Finding, Level
from mailbot.reconciling.reconciliation import REASON
from mailbot.store import journal, leases, tasks
from mailbot.store.database import Database, Unavailable


class Told:
    """A reconciliation that finds what it is told to; `during` happens while it looks."""

    def __init__(self, *looks: Account) -> None:
        self.looks = list(looks)
        self.asked = 0
        self.during: Callable[[], object] = lambda: None

    def run(self) -> Account:
        self.asked += 1
        self.during()
        return self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]


def finding(number: int = 1, **changes: Any) -> Finding:
    values: dict[str, Any] = {
        "level": Level.FAULT,
        "kind": "unaccounted",
        "key": f"complaints:INBOX:7:{number}",
        "what": f"UID {number}: handed out, and accounted for nowhere",
        "todo": "ask your colleagues",
        "mailbox": "complaints",
        "folder": "INBOX",
        "uid": number,
    }
    return Finding(**(values | changes))


def account(*findings: Finding, **unreachable: str) -> Account:
    return Account(2104, 1987, 5961, findings, unreachable)


WELL = account()


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def done(office: Office) -> list[dict[str, Any]]:
    with office.database.reading() as session:
        found = journal.entries(session, None)
    return [dict(one.fields) for one in found if one.name == "reconciled"]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23T06:00", "2026-11-23T06:00"),
        ("2026-11-23T05:59", "2026-11-22T06:00"),
        ("2026-07-01T12:00", "2026-07-01T06:00"),
        ("2027-03-28T06:30", "2027-03-28T06:00"),  # clocks went forward this night
        ("2027-10-31T06:30", "2027-10-31T06:00"),  # and back this one
        ("2027-10-31T05:30", "2027-10-30T06:00"),
    ],
)
@pytest.mark.fault("F36")
def test_it_is_due_at_six_in_london_every_day_of_the_year(now: str, due: str) -> None:
    def london(moment: str) -> datetime:
        return datetime.fromisoformat(moment).replace(tzinfo=LONDON).astimezone(UTC)

    assert last_due(london(now)) == london(due)


def test_it_is_done_once_a_day_and_said_in_the_journal(office: Office) -> None:
    found = Told(WELL)
    working = daily(office, found)
    for _ in range(3 * 24 * 4):
        working.turn()
        office.clock.go(minutes=15)
    assert found.asked == 4, "the day of the start, and three mornings"
    first = done(office)[0]
    assert first == {"messages": 2104, "cases": 1987, "letters": 5961, "discrepancies": 0, "new": 0,
                     "unreachable": None}  # fmt: skip
    assert office.tasks() == []
    assert office.letters() == []


def test_a_restart_repeats_nothing_and_a_day_missed_is_caught_up(office: Office) -> None:
    found = Told(WELL)
    for number in range(5):
        daily(office, found, owner=f"life:{number}:x").turn()
    assert found.asked == 1
    office.clock.go(days=4)  # nobody ran it
    for number in range(5):
        daily(office, found, owner=f"later:{number}:x").turn()
    assert found.asked == 2
    assert len(done(office)) == 2


@pytest.mark.fault("F38")
def test_of_two_daemons_one_does_it(url: str) -> None:
    clock, databases = Clock(), [Database(url), Database(url)]
    offices = [Office(each, clock=clock, owner=f"{number}:1:x") for number, each in enumerate(databases)]
    found = Told(account(finding()))
    both = [daily(office, found) for office in offices]
    found.during = both[1].turn  # while the first one looks
    both[0].turn()
    both[1].turn()
    assert len(done(offices[0])) == 1
    assert found.asked == 2, "two looks, by one of them"
    assert len(offices[0].tasks()) == 1
    for database in databases:
        database.close()


@pytest.mark.fault("F38")
@pytest.mark.parametrize("finished", [True, False])
def test_one_that_slept_through_its_lease_writes_nothing(office: Office, finished: bool) -> None:
    found = Told(account(finding()))
    late, other = daily(office, found, owner="late:1:x"), daily(office, Told(WELL), owner="other:1:x")

    def sleep() -> None:
        if found.asked == 2:
            office.clock.go(hours=4)
            if finished:
                other.turn()
            else:
                office.database.run(
                    lambda session: leases.acquire(session, RECONCILED, "other:1:x", office.clock(), LEASE)
                )

    found.during = sleep
    late.turn()
    assert [one["discrepancies"] for one in done(office)] == ([0] if finished else [])
    assert office.tasks() == []


def test_one_that_died_while_it_looked_is_followed_by_the_next(office: Office) -> None:
    class Died(BaseException):
        pass

    def die() -> None:
        raise Died

    found = Told(WELL)
    found.during = die
    with pytest.raises(Died):
        daily(office, found, owner="dead:1:x").turn()
    office.database.run(lambda session: leases.lapse(session, ["dead:1:x"], office.clock()))
    daily(office, Told(WELL), owner="next:1:x").turn()
    assert len(done(office)) == 1


def test_each_discrepancy_is_one_task_and_the_day_one_mail(office: Office) -> None:
    found = account(finding(1), finding(2), finding(3, level=Level.NOTE))
    daily(office, Told(found)).turn()
    assert [task.reason for task in office.tasks()] == [REASON, REASON]
    assert {task.owner for task in office.tasks()} == {OVERSIGHT.addr_spec}
    assert office.tasks()[0].detail.startswith("complaints INBOX UID 1: UID 1: handed out")
    (alert,) = office.letters("alert")
    courier = FakeCourier()
    office.deliver(courier)
    text = courier.letters[0][2].decode()
    assert alert.recipient == OVERSIGHT.addr_spec
    assert "2 new discrepancies" in " ".join(text.split())
    assert "mailbot reconcile" in text
    assert [(one["discrepancies"], one["new"]) for one in done(office)] == [(2, 2)]


def test_the_same_discrepancy_is_told_once_and_gone_settles_nothing(office: Office) -> None:
    working = daily(office, Told(*[account(finding(1))] * 4, WELL))
    for _ in range(4):
        working.turn()
        office.clock.go(days=1)
    assert len(office.tasks()) == 1
    assert len(office.letters("alert")) == 1
    assert [(one["discrepancies"], one["new"]) for one in done(office)] == [(1, 1), (1, 0), (0, 0), (0, 0)]


def test_what_only_one_of_two_looks_found_is_work_in_progress(office: Office) -> None:
    daily(office, Told(account(finding(1), finding(2)), account(finding(2), finding(3)))).turn()
    assert [task.unique_key for task in office.tasks()] == ["reconcile:unaccounted:complaints:INBOX:7:2"]


def test_told_to_stop_between_two_looks_it_leaves_the_day_due(office: Office) -> None:
    found = Told(account(finding()))
    stop = threading.Event()
    working = Daily(
        found,  # type: ignore[arg-type]
        office.database,
        office.attention,
        office.journal,
        owner=office.owner,
        clock=office.clock,
        bell=lambda: None,
        stop=stop,
    )
    found.during = stop.set
    working.turn()
    assert (found.asked, done(office)) == (1, [])
    daily(office, Told(WELL)).turn()
    assert len(done(office)) == 1


def test_masses_of_one_kind_are_not_a_task_each(office: Office) -> None:
    daily(office, Told(account(*(finding(number) for number in range(1, 1000))))).turn()
    assert len(office.tasks()) == TASKS_AT_MOST + 1
    last = max(office.tasks(), key=lambda task: task.id)
    assert "the first of 899 discrepancies more like this" in last.detail


def test_a_server_that_could_not_be_compared_is_told_to_oversight(office: Office) -> None:
    daily(office, Told(account(complaints="127.0.0.1:993: cannot reach the IMAP server"))).turn()
    (task,) = office.tasks()
    assert (task.reason, task.detail) == (
        "not compared",
        "complaints: 127.0.0.1:993: cannot reach the IMAP server",
    )
    assert len(office.letters("alert")) == 1
    assert done(office)[0]["unreachable"] == "complaints"


def test_while_the_database_is_away_the_day_stays_due(office: Office) -> None:
    def away() -> None:
        raise Unavailable("the disk is full")

    found = Told(WELL)
    found.during = away
    working = daily(office, found)
    working.turn()
    assert done(office) == []
    found.during = lambda: None
    working.turn()
    assert len(done(office)) == 1


def test_it_is_told_whose_case_it_is(office: Office) -> None:
    office.take(message())
    (case,) = office.cases()
    about = finding(case=case.reference, kind="case-without-deadline", key="case:x", uid=None, folder=None)
    daily(office, Told(account(about))).turn()
    (task,) = office.tasks()
    assert (task.case, task.owner) == (case.reference, case.handler_email)


@pytest.mark.servers
def test_with_a_real_mailbox_a_gap_becomes_a_task_until_somebody_settles_it(
    database: Database, dovecot: UserOf
) -> None:
    firm = Firm(database, dovecot)
    firm.read()
    firm.arrive(message(), message(author="joe@example.org"))
    firm.work()
    firm.arrive(message("Never read.", author="eve@example.org"), mailbox="set_aside")
    working = partial(daily, firm, firm.reconciliation())
    working().turn()
    (task,) = firm.tasks()
    assert "set_aside UID 1" in task.detail
    firm.database.run(lambda session: tasks.settle(session, task.id, "Sam", "it was spam", firm.clock()))
    firm.send()
    firm.clock.go(days=1)
    working().turn()
    assert firm.tasks() == []
    assert [(one["discrepancies"], one["new"]) for one in done(firm)] == [(1, 1), (0, 0)]
