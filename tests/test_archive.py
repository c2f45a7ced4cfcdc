"""The archive decides about letters of unknown fate: a real Dovecot, and a sink that drops the connection."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from fakes import ARCHIVE, SAM, Clock, FakeCourier, Office, message
from reconciled import MONDAY
from servers import Sink, UserOf, free_port
from sqlalchemy import update

from mailbot.aside import Aside
from mailbot.complaints.calendar import Calendar
from mailbot.complaints.ladder import working_time_after
from mailbot.complaints.practice import Division
from mailbot.delivery.archive_search import AGAIN
from mailbot.delivery.rounds import Delivery
from mailbot.delivery.settling import NO_COPY, PATIENCE
from mailbot.store import outbox, recovery
from mailbot.store.database import Database
from mailbot.store.tables import letters
from mailbot.wire import shelf
from mailbot.wire.outcome import Disconnected, Unknown
from mailbot.wire.smtp import Courier, Submission
from mailbot.wire.terms import Account

SETTLED = {"minutes": 16}


def at(server: UserOf, **changes: Any) -> Account:
    there = server.server
    terms: dict[str, Any] = {"host": there.host, "port": there.port, "tls": "none", "username": server.user}
    terms |= {"secret": lambda: there.password, "read_timeout": 10.0, "connect_timeout": 5.0}
    return Account(**terms | changes)


class Firm(Office):
    """An office whose letters go to the sink, and that looks for them in the archive."""

    def __init__(self, database: Database, sink: Sink | None, archive: UserOf, **options: Any) -> None:
        calendar = Calendar.of(Division.ENGLAND_AND_WALES, extra=frozenset(), removed=frozenset())
        decide_by = partial(working_time_after, span=PATIENCE, calendar=calendar)
        super().__init__(database, clock=Clock(MONDAY), decide_by=decide_by, **options)
        self.sink, self.kept = sink, archive
        self.archive = shelf.Archive(at(archive), "INBOX")
        self.filed = 0

    def send(self) -> None:
        """Deliver what is due to the sink, over a connection of its own."""
        assert self.sink is not None
        where = Submission("127.0.0.1", self.sink.port, "none", None, None, None, "localhost")

        async def due() -> None:
            delivery = self.delivery(Courier(where))
            await delivery.deliver_due()
            await delivery.close()

        asyncio.run(due())

    def file(self) -> None:
        """What the mail server does with the second recipient: its copy arrives in the archive."""
        assert self.sink is not None
        new, self.filed = self.sink.letters[self.filed :], len(self.sink.letters)
        copies = [(one.raw, self.clock()) for one in new if ARCHIVE in one.recipients]
        self.kept.server.append_many(self.kept.user, "INBOX", copies)

    def down(self) -> None:
        self.archive = shelf.Archive(at(self.kept, port=free_port()), "INBOX")

    def up(self) -> None:
        self.archive = shelf.Archive(at(self.kept), "INBOX")

    def state(self, kind: str = "acknowledgement") -> str:
        (letter,) = self.letters(kind)
        return letter.state

    def copies(self, kind: str = "acknowledgement") -> int:
        """How many copies of it the sink has."""
        assert self.sink is not None
        (letter,) = self.letters(kind)
        return sum(letter.message_id.encode() in one.raw for one in self.sink.letters)


@pytest.fixture
def firm(database: Database, sink: Sink, dovecot: UserOf) -> Firm:
    """With a complaint taken, whose acknowledgement the sink will take or lose without a word."""
    firm = Firm(database, sink, dovecot)
    firm.take(message())
    return firm


def lose(sink: Sink, *, kept: bool, times: int = 1) -> None:
    """Drop the connection after the dot, or before it reaches the server: the client cannot tell which."""
    sink.fault("dot" if kept else "text", then="close", times=times)


def others_first(firm: Firm) -> None:
    """Send all letters but the acknowledgement, so that a fault meets that one."""
    (letter,) = firm.letters("acknowledgement")
    firm.database.run(lambda session: outbox.cancel(session, letter.id, "not yet", firm.clock()))
    firm.send()
    firm.file()
    firm.database.run(lambda session: outbox.retry(session, letter.id, firm.clock()))


pytestmark = pytest.mark.servers


@pytest.mark.fault("F29")
def test_a_letter_whose_copy_lies_in_the_archive_was_sent_and_is_not_sent_again(
    firm: Firm, sink: Sink
) -> None:
    others_first(firm)
    lose(sink, kept=True)
    firm.send()
    firm.file()
    assert firm.state() == "UNKNOWN"
    firm.clock.go(minutes=14)
    firm.send()
    assert firm.state() == "UNKNOWN", "before the settle time nothing is known"
    firm.clock.go(minutes=2)
    firm.send()
    (letter,) = firm.letters("acknowledgement")
    assert (letter.state, letter.reply) == ("SENT", "found in the archive")
    assert firm.copies() == 1
    (case,) = firm.cases()
    assert not firm.open_deadlines(case) & {"acknowledgement", "first_contact"}
    assert firm.tasks() == []
    said = [row[0] for row in firm.rows("SELECT name FROM journal ORDER BY id")]
    assert said[-3:] == ["letter-unknown", "letter-sent", "case-moved"]


@pytest.mark.fault("F29")
def test_a_letter_without_a_copy_there_is_sent_once_more_with_the_same_octets(firm: Firm, sink: Sink) -> None:
    others_first(firm)
    lose(sink, kept=False)
    firm.send()
    firm.clock.go(**SETTLED)
    firm.send()
    assert (firm.state(), firm.copies()) == ("SENT", 1)
    (case,) = firm.cases()
    assert not firm.open_deadlines(case) & {"acknowledgement", "first_contact"}


@pytest.mark.parametrize("late", [5, 20], ids=["in time", "too late"])
def test_a_copy_that_is_long_on_its_way_costs_a_second_one_only_after_the_settle_time(
    firm: Firm, sink: Sink, late: int
) -> None:
    others_first(firm)
    lose(sink, kept=True)
    firm.send()
    for minute in range(30):
        if minute == late:
            firm.file()
        firm.send()
        firm.clock.go(minutes=1)
    assert (firm.state(), firm.copies()) == ("SENT", 1 if late < 15 else 2)


@pytest.mark.fault("F29")
@pytest.mark.parametrize("kept", [True, False])
def test_unknown_twice_it_is_found_or_lies_before_a_person_and_is_never_sent_a_third_time(
    firm: Firm, sink: Sink, kept: bool
) -> None:
    others_first(firm)
    lose(sink, kept=False)
    firm.send()
    firm.clock.go(**SETTLED)
    lose(sink, kept=kept)
    firm.send()  # not found: the second copy
    firm.file()
    assert firm.state() == "UNKNOWN"
    for _ in range(10):
        firm.clock.go(**SETTLED)
        firm.send()
    assert firm.copies() == (1 if kept else 0)
    if kept:
        assert (firm.state(), firm.tasks()) == ("SENT", [])
    else:
        (task,) = firm.tasks()
        (letter,) = firm.letters("acknowledgement")
        assert (letter.state, task.letter_id) == ("UNKNOWN", letter.id)
        (case,) = firm.cases()
        assert "acknowledgement" in firm.open_deadlines(case)


def test_while_the_archive_is_down_no_copy_is_sent_and_when_it_is_back_it_decides(
    firm: Firm, sink: Sink
) -> None:
    others_first(firm)
    lose(sink, kept=True)
    firm.send()
    firm.file()
    firm.down()
    for _ in range(8):
        firm.clock.go(minutes=10)
        firm.send()
    assert (firm.state(), firm.copies()) == ("UNKNOWN", 1)
    (task,) = firm.tasks()
    assert task.reason == "archive not reachable"
    assert "cannot reach the IMAP server" in task.detail
    assert len(firm.letters("alert")) == 1, "oversight is told, once"
    firm.up()
    firm.clock.go(minutes=10)
    firm.send()
    assert (firm.state(), firm.copies()) == ("SENT", 1)


def test_an_archive_that_is_down_for_minutes_is_told_to_nobody(firm: Firm, sink: Sink) -> None:
    others_first(firm)
    lose(sink, kept=False)
    firm.send()
    firm.down()
    firm.clock.go(minutes=16)
    firm.send()
    firm.up()
    firm.clock.go(minutes=6)
    firm.send()
    assert (firm.state(), firm.copies(), firm.tasks()) == ("SENT", 1, [])


def test_after_four_hours_of_work_without_the_archive_a_person_decides(firm: Firm, sink: Sink) -> None:
    firm.clock.now += timedelta(hours=6)  # four in the afternoon
    others_first(firm)
    lose(sink, kept=False)
    firm.send()
    firm.down()
    firm.clock.go(hours=18)  # ten the next morning: an hour and three quarters of work
    firm.send()
    assert [task.reason for task in firm.tasks()] == ["archive not reachable"]
    firm.clock.go(hours=2.5)
    firm.send()
    (task,) = [one for one in firm.tasks() if one.letter_id is not None]
    assert "the archive could not be asked since" in task.detail
    firm.up()
    firm.clock.go(hours=4)
    firm.send()
    assert (firm.state(), firm.copies()) == ("UNKNOWN", 0), "a person decides, nobody else"


def test_a_letter_to_a_handler_goes_once_more_without_the_archive(firm: Firm, sink: Sink) -> None:
    firm.down()
    lose(sink, kept=True)
    firm.send()
    assert firm.state("handler_notice") == "UNKNOWN"
    firm.clock.go(**SETTLED)
    firm.send()
    assert (firm.state("handler_notice"), firm.copies("handler_notice")) == ("SENT", 2)


def test_what_only_resembles_the_message_id_is_no_copy(firm: Firm, sink: Sink, dovecot: UserOf) -> None:
    others_first(firm)
    lose(sink, kept=False)
    firm.send()
    (letter,) = firm.letters("acknowledgement")
    for field in (f"<x@example.org> {letter.message_id}", f"{letter.message_id} x"):
        decoy = message(message_id=field)
        dovecot.server.append(dovecot.user, "INBOX", decoy, firm.clock())
    firm.clock.go(**SETTLED)
    firm.send()
    assert (firm.state(), firm.copies()) == ("SENT", 1), "a server's search matches a part of the field"


def test_an_archive_folder_that_is_not_there_is_an_archive_that_cannot_be_asked(
    firm: Firm, sink: Sink
) -> None:
    others_first(firm)
    lose(sink, kept=False)
    firm.send()
    firm.archive = shelf.Archive(at(firm.kept), "Copies")
    firm.clock.go(minutes=80)
    firm.send()
    assert (firm.state(), firm.copies()) == ("UNKNOWN", 0)
    (task,) = firm.tasks()
    assert "there is no mailbox Copies" in task.detail


def test_the_archive_is_only_read(firm: Firm, sink: Sink, dovecot: UserOf) -> None:
    others_first(firm)
    lose(sink, kept=True)
    firm.send()
    firm.file()
    before = dovecot.server.listing(dovecot.user)
    firm.clock.go(**SETTLED)
    firm.send()
    assert firm.state() == "SENT"
    assert dovecot.server.listing(dovecot.user) == before


# -- an archive that takes its time


class Slow:
    """An archive that answers when it is told to."""

    def __init__(self, fault: BaseException | None = None) -> None:
        self.asked, self.answer, self.fault = threading.Event(), threading.Event(), fault

    def holds(self, wanted: Iterable[tuple[str, datetime]]) -> set[str]:
        del wanted
        self.asked.set()
        assert self.answer.wait(20)
        if self.fault is not None:
            raise self.fault
        return set()


@pytest.fixture
def office(database: Database) -> Office:
    """With an acknowledgement of unknown fate whose settle time is over, and a letter that is to go out."""
    office = Office(database, clock=Clock())
    office.take(message())
    office.deliver(FakeCourier(always=Unknown("lost")))
    office.clock.go(**SETTLED)
    office.take(message(author="joe@example.org"))
    return office


def delivery(office: Office, archive: Any, courier: FakeCourier) -> Delivery:
    office.archive = archive
    return office.delivery(courier)


async def until(found: Callable[[], object], what: str) -> None:
    end = time.monotonic() + 10
    while not found():
        assert time.monotonic() < end, f"{what}: not within 10 s"
        await asyncio.sleep(0.01)


def to(courier: FakeCourier, address: str) -> int:
    return sum(recipients[0] == address for _, recipients, _ in courier.letters)


def test_letters_go_out_while_the_archive_is_asked_and_what_it_does_not_know_goes_in_the_same_round(
    office: Office,
) -> None:
    archive, courier = Slow(), FakeCourier()

    async def both() -> None:
        task = asyncio.create_task(delivery(office, archive, courier).deliver_due())
        await until(lambda: to(courier, "joe@example.org") == 2, "the other letters")
        assert archive.asked.is_set()
        assert to(courier, "jane.doe@example.org") == 0
        archive.answer.set()
        await task

    asyncio.run(both())
    assert to(courier, "jane.doe@example.org") == 2, "acknowledgement and leaflet"


def test_an_archive_that_says_nothing_does_not_keep_the_process_from_stopping(office: Office) -> None:
    archive, courier = Slow(), FakeCourier()
    working = delivery(office, archive, courier)

    async def both() -> None:
        asyncio.get_running_loop().set_default_executor(Aside())  # as the daemon does
        task = asyncio.create_task(working.deliver_due())
        await until(
            lambda: to(courier, SAM.email) or to(courier, "joe@example.org") == 2, "the other letters"
        )
        working.stop()
        await asyncio.wait_for(task, 2)

    began = time.monotonic()
    asyncio.run(both())
    assert time.monotonic() - began < 10  # it would have been silent for longer
    archive.answer.set()
    assert {one.state for one in office.letters("acknowledgement")} == {"UNKNOWN", "SENT"}
    office.clock.go(seconds=AGAIN.total_seconds() + 1)
    asyncio.run(delivery(office, archive, courier).deliver_due())
    assert {one.state for one in office.letters("acknowledgement")} == {"SENT"}


def test_a_fault_of_the_search_itself_is_not_swallowed(office: Office) -> None:
    archive = Slow(ZeroDivisionError("ours"))
    archive.answer.set()
    with pytest.raises(ExceptionGroup) as told:
        asyncio.run(delivery(office, archive, FakeCourier()).deliver_due())
    assert told.group_contains(ZeroDivisionError)


def test_an_archive_that_could_not_be_asked_is_asked_again_after_minutes(office: Office) -> None:
    archive = Slow(Disconnected("gone"))
    archive.answer.set()
    courier = FakeCourier()
    working = delivery(office, archive, courier)
    asyncio.run(working.deliver_due())
    archive.fault = None
    asyncio.run(working.deliver_due())
    assert to(courier, "jane.doe@example.org") == 0, "not before its time"
    office.clock.go(minutes=6)
    asyncio.run(working.deliver_due())
    assert to(courier, "jane.doe@example.org") == 2


def test_of_a_letter_whose_copy_the_archive_refused_nothing_is_guessed(office: Office) -> None:
    """Not found there proves nothing: a person decides, after the time people have to mend the archive."""

    class Empty:
        def holds(self, wanted: Iterable[tuple[str, datetime]]) -> set[str]:
            assert not list(wanted), "it is not even asked"
            return set()

    office.database.run(
        lambda session: session.connection().execute(
            update(letters).values(state_reason=f"{NO_COPY}; connection lost")
        )
    )
    courier = FakeCourier()
    working = delivery(office, Empty(), courier)
    for _ in range(5):
        asyncio.run(working.deliver_due())
        office.clock.go(hours=1)
    assert to(courier, "jane.doe@example.org") == 0
    assert [task for task in office.tasks() if task.letter_id is not None]


def test_a_letter_whose_searcher_died_is_looked_for_at_the_next_start(office: Office) -> None:
    now, archive, courier = office.clock(), Slow(), FakeCourier()
    taken = office.database.run(lambda session: recovery.to_look_for(session, now, now + AGAIN))
    assert len(taken) == 2, "acknowledgement and leaflet"
    archive.answer.set()
    asyncio.run(delivery(office, archive, courier).deliver_due())
    assert to(courier, "jane.doe@example.org") == 2


def test_a_server_that_accepts_and_says_nothing_is_left_after_its_time(office: Office) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=8) as listener:
        account = Account(
            "127.0.0.1",
            listener.getsockname()[1],
            "none",
            "a",
            lambda: "b",
            connect_timeout=1,
            read_timeout=1,
        )
        courier = FakeCourier()
        asyncio.run(delivery(office, shelf.Archive(account, "INBOX"), courier).deliver_due())
    assert to(courier, "joe@example.org") == 2
    assert to(courier, "jane.doe@example.org") == 0
