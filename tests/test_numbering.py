"""UIDs over the life of a mailbox: gaps, new numbers, and a server that was set back to an earlier state."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import EPOCH, MONDAY, FakeMailbox, FakeServer, Office, message

from mailbot.intake.numbering import MISSED_AT_MOST
from mailbot.store.database import Database
from mailbot.wire.outcome import Moved, Refused


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


def told(office: Office, name: str) -> int:
    return office.out.getvalue().count(f" {name} ")


def gone(office: Office) -> list[int]:
    return [row[0] for row in office.rows("SELECT uid FROM message_keys WHERE settled_to = 'vanished'")]


def took_and_removed(server: FakeServer) -> int:
    """A message that came, and that a colleague removed before anybody else saw it."""
    uid = server.append(message())
    del server.inbox[uid]
    return uid


@pytest.mark.assertion("E-99")
def test_each_uid_that_came_and_went_between_two_looks_is_told_at_the_next_one(
    office: Office, server: FakeServer
) -> None:
    took_and_removed(server)  # before the first look: not ours to account for
    watch = office.watch(server)
    watch.run()
    missed = [took_and_removed(server), took_and_removed(server)]
    server.append(message())
    missed.append(took_and_removed(server))
    watch.run()
    assert gone(office) == missed
    assert told(office, "message-vanished") == 3
    assert [task.reason for task in office.tasks()].count("message vanished") == 3
    watch.run()
    office.watch(server).run()
    assert told(office, "message-vanished") == 3


@pytest.mark.assertion("E-99")
def test_a_gap_from_before_a_restart_is_told_after_it(office: Office, server: FakeServer) -> None:
    office.watch(server).run()
    missed = took_and_removed(server)
    office.watch(server).run()
    assert gone(office) == [missed]


@pytest.mark.assertion("E-99")
def test_the_account_begins_with_the_first_look_also_where_that_look_was_not_finished(
    office: Office, server: FakeServer
) -> None:
    class Killed(Exception):
        pass

    def die(step: str) -> None:
        if step == "fetched":
            raise Killed

    server.append(message())
    with pytest.raises(Killed):
        office.watch(server, die).run()
    missed = took_and_removed(server)
    office.watch(server).run()
    assert gone(office) == [missed]


@pytest.mark.assertion("E-99")
def test_a_gap_is_told_although_nothing_can_be_filed(office: Office, server: FakeServer) -> None:
    class Full(FakeMailbox):
        def move(self, uids: Any, folder: str, *, again: bool = False) -> Moved:
            del uids, folder, again
            return Moved(frozenset(), frozenset(), Refused("127.0.0.1:993: [OVERQUOTA]"))

    watch = office.watch(server)
    watch._new_connection = lambda: Full(server)
    watch.run()
    server.append(message())
    missed = took_and_removed(server)
    watch.run()
    assert "OVERQUOTA" in (watch.trouble or "")
    assert gone(office) == [missed]
    assert len(office.cases()) == 1


@pytest.mark.assertion("E-99")
def test_gaps_are_told_in_every_numbering_and_a_new_one_is_told_once(
    office: Office, server: FakeServer
) -> None:
    watch = office.watch(server)
    watch.run()
    server.append(message())
    watch.run()
    for validity in (EPOCH + 5, EPOCH - 3):  # up, and down
        server.renumber(validity)
        watch.run()
        missed = took_and_removed(server)
        watch.run()
        assert gone(office)[-1] == missed
    assert told(office, "mailbox-renumbered") == 2
    reasons = [task.reason for task in office.tasks()]
    assert reasons.count("mailbox renumbered") == 2
    assert reasons.count("message vanished") == 2
    office.watch(server).run()
    assert told(office, "mailbox-renumbered") == 2
    assert len(office.cases()) == 1


def test_a_server_that_skips_a_million_numbers_is_one_task_and_no_million(
    office: Office, server: FakeServer
) -> None:
    watch = office.watch(server)
    watch.run()
    server.uid_next += 1_000_000
    server.append(message())
    watch.run()
    server.uid_next += MISSED_AT_MOST
    watch.run()
    assert told(office, "uids-skipped") == 1
    assert told(office, "message-vanished") == MISSED_AT_MOST
    assert [task.reason for task in office.tasks()].count("messages vanished") == 1
    assert "message vanished" not in [task.reason for task in office.tasks()]
    assert len(office.cases()) == 1


@pytest.mark.parametrize("restarted", [False, True])
def test_a_uid_given_out_a_second_time_is_read_again(
    office: Office, server: FakeServer, *, restarted: bool
) -> None:
    """The mail server was set back to a backup: it forgets what it moved, and uses numbers again."""
    watch = office.watch(server)
    watch.run()
    kept = server.uid_next
    for name in ("p0", "p1"):
        server.append(message(author=f"{name}@example.org"))
    watch.run()
    assert server.inbox == {}
    server.uid_next = kept
    if restarted:
        watch = office.watch(server)
    server.append(message(author="p2@example.org"))
    watch.run()
    assert [case.address for case in office.cases()] == ["p0@example.org", "p1@example.org", "p2@example.org"]
    assert server.inbox == {}
    assert len(server.folders["processed"]) == 3
    office.watch(server).run()
    assert told(office, "mailbox-went-back") == 1
    assert [task.reason for task in office.tasks()].count("mailbox went back") == 1
    assert told(office, "message-vanished") == 0


def test_where_nothing_is_moved_a_uid_given_out_a_second_time_is_read_again(
    office: Office, server: FakeServer
) -> None:
    watch = office.watch(server)
    watch._moving = False
    watch.run()
    server.append(message(author="p0@example.org"))
    last = server.append(message(author="p1@example.org"))
    watch.run()
    del server.inbox[last]
    server.uid_next = last
    watch.run()
    assert server.append(message(author="p2@example.org")) == last
    watch.run()
    watch.run()
    assert [case.address for case in office.cases()] == ["p0@example.org", "p1@example.org", "p2@example.org"]


def test_a_message_that_was_moved_and_is_here_again_under_its_uid_is_moved_again_and_no_second_case(
    office: Office, server: FakeServer
) -> None:
    raw = message()
    uid = server.append(raw)
    watch = office.watch(server)
    watch.run()
    assert server.inbox == {}
    server.inbox[uid] = (MONDAY, raw)
    watch.run()
    assert server.inbox == {}
    assert len(office.cases()) == 1
    assert len(office.letters("acknowledgement")) == 1


def test_a_server_that_shows_what_it_moved_for_ever_gets_no_pile_of_copies(
    office: Office, server: FakeServer
) -> None:
    class Sticky(FakeMailbox):
        def move(self, uids: Any, folder: str, *, again: bool = False) -> Moved:
            del again
            for uid in uids:
                self.server.folders.setdefault(folder, []).append(self.server.inbox[uid][1])
            return Moved(frozenset(uids), frozenset())

    server.append(message())
    watch = office.watch(server)
    watch._new_connection = lambda: Sticky(server)
    for _ in range(10):
        watch.run()
    assert len(server.folders["processed"]) <= 2
    assert len(office.cases()) == 1
