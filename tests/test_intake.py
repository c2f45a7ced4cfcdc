"""A batch of messages becomes rows: one transaction, and no message stops another."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from fakes import EPOCH, MONDAY, FakeServer, Office, message
from sqlmodel import Session

from mailbot.casework.plans import Casework
from mailbot.complaints.decide import Folder
from mailbot.complaints.withholding import FILED_BEFORE
from mailbot.intake.stuck import STUCK
from mailbot.intake.taking import LeaseLost
from mailbot.reading.arrival import Arrival
from mailbot.store import received
from mailbot.store.database import Database, Unavailable
from mailbot.store.journal import Event
from mailbot.store.owed import OWED
from mailbot.store.received import Key
from mailbot.wire.outcome import Fetched, MailboxError, Oversize, Vanished

POISON = "poison@example.org"


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


class Poisoned:
    """Casework that fails at one author's messages, after it has done half of its work."""

    def __init__(self, real: Casework, fault: Exception | None = None, *, stubs: bool = True) -> None:
        self.real, self.fault, self.stubs = real, fault or ZeroDivisionError("jane's secret"), stubs
        self.transactions: list[int] = []

    def handle(self, session: Session, arrival: Arrival) -> list[Event]:
        self.transactions.append(id(session))
        events = self.real.handle(session, arrival)
        if arrival.parsed.author is not None and arrival.parsed.author.addr_spec == POISON:
            raise self.fault
        return events

    def stub(self, session: Session, arrival: Arrival, why: str) -> list[Event]:
        if not self.stubs:
            raise self.fault
        return self.real.stub(session, arrival, why)

    def lay(self, *what: Any, **of_it: Any) -> bool:
        return self.real.lay(*what, **of_it)


@pytest.mark.fault("F45")
@pytest.mark.parametrize("lacking", [errno.EMFILE, errno.ENOSPC, errno.EIO])
def test_what_the_machine_lacks_is_no_fault_of_the_message(office: Office, lacking: int) -> None:
    poisoned = Poisoned(office.casework, OSError(lacking, os.strerror(lacking)))
    with pytest.raises(MailboxError, match=os.strerror(lacking)):
        office.intake(casework=poisoned).take([fetched(1, message()), fetched(2, message(author=POISON))])
    assert ledger(office) == []
    office.intake().take([fetched(1, message()), fetched(2, message(author=POISON))])
    assert len(office.cases()) == 2
    assert office.tasks() == []


def fetched(uid: int, raw: bytes, at: datetime = MONDAY, validity: int = EPOCH) -> Fetched:
    return Fetched(validity, uid, at, raw)


def ledger(office: Office) -> list[tuple[Any, ...]]:
    return [
        tuple(row)
        for row in office.rows("SELECT uidvalidity, uid, settled_to FROM message_keys ORDER BY 1, 2")
    ]


def test_a_batch_shares_a_transaction(office: Office) -> None:
    casework = Poisoned(office.casework)
    office.intake(casework).take([fetched(n, message(author=f"p{n}@example.org")) for n in range(1, 6)])
    assert len(set(casework.transactions)) == 1
    assert len(office.cases()) == 5


def test_a_message_that_cannot_be_handled_is_set_aside_and_the_others_go_on(office: Office) -> None:
    casework = Poisoned(office.casework)
    office.intake(casework).take(
        [
            fetched(1, message(author="a@example.org")),
            fetched(2, message("kill myself", author=POISON)),
            fetched(3, message(author="b@example.org")),
        ]
    )
    assert [case.address for case in office.cases()] == ["a@example.org", POISON, "b@example.org"]
    assert {letter.recipient for letter in office.letters("acknowledgement")} == {
        "a@example.org",
        "b@example.org",
    }
    stub = office.cases()[1]
    tasks = [task for task in office.tasks() if task.case == stub.reference]
    assert sorted(task.reason for task in tasks) == ["acknowledgement owed", "unreadable"]
    assert any("ZeroDivisionError" in task.detail for task in tasks)
    assert office.intake().unsettled(EPOCH, [1, 2, 3])[2] == Folder.SET_ASIDE
    assert "secret" not in office.out.getvalue()
    assert office.open_deadlines(stub) >= {"acknowledgement", "final_response"}
    with office.database.reading() as session:
        row = received.seen(session, Key("complaints", EPOCH, 2))
        assert row is not None
        assert b"kill myself" in received.raw(session, row.id)


def test_a_message_that_cannot_even_be_laid_aside_stays_and_the_others_go_on(office: Office) -> None:
    server = FakeServer()
    server.append(message(author="a@example.org"))
    server.append(message(author=POISON))
    server.append(message(author="b@example.org"))
    casework = Poisoned(office.casework, stubs=False)
    intake = office.intake(casework)
    watch = office.watch(server, taker=intake)
    watch.run()  # it ends: what stays is not read again at once
    assert [case.address for case in office.cases()] == ["a@example.org", "b@example.org"]
    assert watch.trouble == "1 message could not be handled and stay in the inbox"
    (task,) = [one for one in office.tasks() if one.reason == STUCK]
    assert "UID 2 stays in the inbox" in task.detail
    assert "secret" not in task.detail + office.out.getvalue()
    assert len(server.inbox) == 1
    tried = len(casework.transactions)
    watch.run()
    assert len(casework.transactions) == tried
    office.clock.go(minutes=6)
    watch.run()
    assert len(casework.transactions) > tried
    # Mended, it is a message like any other.
    casework.stubs = True
    office.clock.go(minutes=6)
    watch.run()
    assert [case.address for case in office.cases()][-1] == POISON
    assert watch.trouble is None
    assert office.out.getvalue().count("message-stuck") == 1


def test_a_database_that_is_away_leaves_every_message_where_it_is(office: Office) -> None:
    intake = office.intake(Poisoned(office.casework, Unavailable("the disk is full")))
    batch = [fetched(1, message(author="a@example.org")), fetched(2, message(author=POISON))]
    with pytest.raises(Unavailable):
        intake.take(batch)
    assert office.cases() == []
    assert ledger(office) == []
    office.intake().take(batch)
    assert len(office.cases()) == 2


def test_a_mailbox_that_is_somebody_elses_now_is_not_written_about(office: Office) -> None:
    office.lease.mine = False
    with pytest.raises(LeaseLost):
        office.intake().take([fetched(1, message())])
    assert office.cases() == []


def test_a_mailbox_lost_while_a_message_is_tried_alone_is_not_written_about(office: Office) -> None:
    class Losing(Poisoned):
        def handle(self, session: Session, arrival: Arrival) -> list[Event]:
            office.lease.mine = False
            return super().handle(session, arrival)

    with pytest.raises(LeaseLost):
        office.intake(Losing(office.casework)).take([fetched(1, message(author=POISON))])
    assert office.cases() == []


def test_the_same_uid_again_is_nothing_new(office: Office) -> None:
    one = fetched(1, message())
    office.intake().take([one])
    office.intake().take([one, one])
    assert len(office.cases()) == 1
    assert office.intake().unknown(EPOCH, [1, 2]) == [2]


@pytest.mark.assertion("E-93")
def test_a_server_that_renumbers_opens_no_second_case(office: Office) -> None:
    server = FakeServer()
    for number in range(3):
        server.append(message(author=f"p{number}@example.org"))
    office.intake().take([fetched(uid, raw, at) for uid, (at, raw) in server.inbox.items()])
    server.renumber(3)  # downwards, as after the loss of an index
    office.watch(server).run()
    assert len(office.cases()) == 3
    assert len(office.letters("acknowledgement")) == 3
    assert server.inbox == {}
    assert len(server.folders["processed"]) == 3


def test_two_copies_of_one_message_in_one_moment_are_one_case_and_both_are_accounted_for(
    office: Office,
) -> None:
    raw = message()
    office.intake().take([fetched(1, raw), fetched(2, raw)])
    assert len(office.cases()) == 1
    assert [row[:2] for row in ledger(office)] == [(EPOCH, 1), (EPOCH, 2)]
    assert set(office.intake().unsettled(EPOCH, [1, 2])) == {1, 2}


@pytest.mark.assertion("E-99")
def test_a_message_that_vanished_before_it_was_read_is_in_the_ledger_and_in_the_journal(
    office: Office,
) -> None:
    office.intake().take([Vanished(EPOCH, 5), fetched(6, message())])
    assert (EPOCH, 5, "vanished") in ledger(office)
    assert office.intake().unknown(EPOCH, [6, 7]) == [7]
    assert office.out.getvalue().count(" message-vanished ") == 1
    assert len(office.cases()) == 1
    office.intake().take([fetched(5, message(author="back@example.org"))])  # it is there after all
    assert len(office.cases()) == 2


def test_a_message_too_large_to_fetch_opens_a_stub_from_its_header(office: Office) -> None:
    header = message().partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    office.intake().take([Oversize(EPOCH, 1, MONDAY, header, 90_000_000)])
    (case,) = office.cases()
    assert case.address == "jane.doe@example.org"
    assert office.letters("acknowledgement") == []
    assert any("90000000 octets" in task.detail for task in office.tasks())
    assert office.intake().unsettled(EPOCH, [1]) == {1: Folder.SET_ASIDE}


def test_two_messages_of_which_the_server_hands_over_nothing_are_not_taken_for_one(office: Office) -> None:
    office.intake().take(
        [Oversize(EPOCH, 1, MONDAY, b"", 90_000_000), Oversize(EPOCH, 2, MONDAY, b"", 70_000_000)]
    )
    assert len(office.cases()) == 2


@pytest.mark.assertion("E-130")
def test_a_time_without_a_zone_never_starts_a_clock(office: Office) -> None:
    office.intake().take([fetched(1, message(), MONDAY.replace(tzinfo=None))])
    assert office.cases() == []
    assert ledger(office) == []
    assert [task.reason for task in office.tasks()] == [STUCK]


def filed(uid: int, raw: bytes) -> Fetched:
    return replace(fetched(uid, raw), filed=True)


@pytest.mark.fault("F13", "F47")
def test_a_message_that_was_filed_before_and_is_unknown_is_owed_its_acknowledgement(office: Office) -> None:
    office.intake().take(
        [filed(1, message(author="a@example.org")), fetched(2, message(author="b@example.org"))]
    )
    assert {letter.recipient for letter in office.letters("acknowledgement")} == {"b@example.org"}
    assert len(office.letters("handler_notice")) == len(office.cases()) == 2
    (task,) = office.tasks()
    assert (task.reason, task.detail, task.case) == (OWED, FILED_BEFORE, office.cases()[0].reference)
    assert task.due_at is not None
    assert office.cases()[0].received_at == MONDAY


@pytest.mark.fault("F20")
def test_a_message_that_was_filed_before_and_is_known_is_nothing_new(office: Office) -> None:
    raw = message()
    office.intake().take([fetched(1, raw)])
    office.intake().take([filed(2, raw)])
    assert len(office.cases()) == len(office.letters("acknowledgement")) == 1
    assert office.tasks() == []


def test_whatever_else_is_wrong_with_what_was_filed_before_both_is_said(office: Office) -> None:
    robot = message(author="noreply@example.org", Subject="x" * 300)
    office.intake(Poisoned(office.casework)).take([filed(1, message(author=POISON)), filed(2, robot)])
    office.intake().take([Oversize(EPOCH, 3, MONDAY, b"", 90_000_000, filed=True)])
    details = [task.detail for task in office.tasks() if task.reason == OWED]
    assert len(details) == len(office.cases()) == 3
    assert all(detail.endswith(f"; {FILED_BEFORE}") for detail in details)
    assert office.letters("acknowledgement") == []


def test_what_was_moved_is_settled_and_what_was_not_stays_to_be_moved(office: Office) -> None:
    intake = office.intake()
    intake.take([fetched(1, message(author="a@example.org")), fetched(2, message(author="b@example.org"))])
    intake.settled(EPOCH, [1], "processed")
    assert intake.unsettled(EPOCH, [1, 2, 3]) == {2: Folder.PROCESSED}
    assert intake.unsettled(EPOCH, [1]) == {}
    assert intake.absent(EPOCH, [3]) == [2]


@pytest.mark.assertion("E-98")
def test_one_mailboxes_numbers_mean_nothing_in_another(office: Office) -> None:
    office.intake().take([fetched(1, message(author="a@example.org"))])
    office.intake(mailbox="help").take([fetched(1, message(author="b@example.org"))])
    assert len(office.cases()) == 2
    assert {case.mailbox for case in office.cases()} == {"complaints", "help"}
