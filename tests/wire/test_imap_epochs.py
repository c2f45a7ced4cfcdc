"""UIDVALIDITY changes, UIDs that are not what they were, and colleagues who work in the same inbox."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fakes import Office, message
from imap_proxy import Proxy
from inbox import FOLDERS, QUICK, Inbox, account, complaint
from servers import Dovecot, UserOf
from toy_imap import Toy

from mailbot.wire.imap import Mailbox
from mailbot.wire.outcome import Disconnected, Found, Moved, Refused
from mailbot.wire.terms import Account

pytestmark = pytest.mark.servers

NAMES = ("p0", "p1", "p2")


def lose_the_uid_list(server: Dovecot, user: str) -> None:
    """What a crash of the server's disk does: the numbers are gone, the messages are there."""
    server.kill_sessions()
    for path in (server.directory / "homes" / user / "mail").glob("dovecot*"):
        path.unlink()


CHANGES: dict[str, Callable[[Dovecot, str], None]] = {
    "up": lambda server, user: server.set_uid_validity(user, 4_000_000_000),
    "down": lambda server, user: server.set_uid_validity(user, 7),
    "lost": lose_the_uid_list,
}


@pytest.fixture(params=CHANGES)
def renumber(request: pytest.FixtureRequest, dovecot: UserOf) -> Callable[[], None]:
    server = dovecot.server
    assert isinstance(server, Dovecot)

    def change() -> None:
        before = validity(dovecot)

        def changed() -> bool:  # a new UIDVALIDITY is the time, in seconds
            CHANGES[request.param](server, dovecot.user)
            return validity(dovecot) != before

        until(changed)

    return change


def validity(at: UserOf) -> int:
    with at.server.client(at.user) as client:
        return int(client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"])


@pytest.mark.assertion("E-93", "E-94")
@pytest.mark.fault("F17")
def test_new_numbers_between_two_connections_bring_a_new_look_and_no_second_case(
    dovecot: UserOf, office: Office, renumber: Callable[[], None]
) -> None:
    with Proxy(dovecot.server.port) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put_complaints(*NAMES)
        proxy.fault("UID MOVE", "say", "@ NO [OVERQUOTA] full\r\n", times=9)
        inbox.run()
        assert len(office.cases()) == len(NAMES)
        proxy.faults.clear()
        renumber()
        inbox.put_complaints("p3")
        assert inbox.run().trouble is None
    assert inbox.in_folder("INBOX") == []
    assert inbox.authors() == sorted(f"{name}@example.org" for name in (*NAMES, "p3"))
    assert sorted(inbox.in_folder("processed")) == sorted(complaint(name) for name in (*NAMES, "p3"))
    assert len(office.letters("acknowledgement")) == 4


@pytest.mark.assertion("E-93", "E-94")
@pytest.mark.fault("F17")
def test_where_nothing_is_moved_new_numbers_bring_no_second_case(
    dovecot: UserOf, office: Office, renumber: Callable[[], None]
) -> None:
    inbox = Inbox(dovecot, office, moving=False)
    inbox.put_complaints(*NAMES)
    inbox.run()
    renumber()
    inbox.run()
    inbox.run()
    assert inbox.authors() == sorted(f"{name}@example.org" for name in NAMES)
    assert "mailbox-renumbered" in office.out.getvalue()
    assert "message-vanished" not in office.out.getvalue()


@pytest.mark.assertion("E-93")
@pytest.mark.fault("F17", "F20")
def test_a_message_moved_about_by_a_colleague_while_the_numbers_changed_is_no_second_case(
    dovecot: UserOf, office: Office, renumber: Callable[[], None]
) -> None:
    inbox = Inbox(dovecot, office, moving=False)
    inbox.put_complaints(*NAMES)
    inbox.run()
    with dovecot.server.client(dovecot.user) as colleague:
        colleague.create_folder("Elsewhere")
        colleague.select_folder("INBOX")
        colleague.move(colleague.search("ALL")[:2], "Elsewhere")
    renumber()
    with dovecot.server.client(dovecot.user) as colleague:
        colleague.select_folder("Elsewhere")
        colleague.move(colleague.search("ALL"), "INBOX")
    inbox.run()
    assert len(inbox.in_folder("INBOX")) == len(NAMES)
    assert inbox.authors() == sorted(f"{name}@example.org" for name in NAMES)


class Meddling(Mailbox):
    """A connection during which something happens: `act` is called once, before `at`."""

    at = ""
    act: Callable[[], None]
    done = False

    def _meddle(self, at: str) -> None:
        if at == self.at and not self.done:
            type(self).done = True
            type(self).act()

    def uids(self, first: int = 1) -> list[int]:
        self._meddle("search")
        return super().uids(first)

    def fetch(
        self, uids: Sequence[int], *, max_bytes: int, lost: Mapping[int, int] | None = None
    ) -> Iterator[Found]:
        self._meddle("fetch")
        return super().fetch(uids, max_bytes=max_bytes, lost=lost)

    def move(self, uids: Any, folder: str, *, again: bool = False) -> Moved:
        self._meddle("move")
        return super().move(uids, folder, again=again)


def meddling(inbox: Inbox, at: str, act: Callable[[], None]) -> Callable[[], Mailbox]:
    class Once(Meddling):
        done = False

    Once.at, Once.act = at, staticmethod(act)
    terms = account(inbox.at, inbox.port, **QUICK)
    return lambda: Once(terms, inbox="INBOX", folders=FOLDERS)


@pytest.mark.assertion("E-93", "E-95")
@pytest.mark.fault("F18")
@pytest.mark.parametrize("at", ["search", "fetch", "move"])
def test_new_numbers_during_a_look_bring_a_new_look_and_no_second_case(
    dovecot: UserOf, office: Office, renumber: Callable[[], None], at: str
) -> None:
    inbox = Inbox(dovecot, office)
    inbox.put_complaints(*NAMES)
    connection = meddling(inbox, at, renumber)
    for _ in range(4):
        inbox.watch(connection=connection).run()
    assert inbox.in_folder("INBOX") == []
    assert inbox.authors() == sorted(f"{name}@example.org" for name in NAMES)
    assert set(inbox.stored()) == set(map(complaint, NAMES))
    assert set(inbox.in_folder("processed")) == set(map(complaint, NAMES))
    assert len(office.letters("acknowledgement")) == len(NAMES)


@pytest.mark.assertion("E-95")
@pytest.mark.fault("F18")
def test_new_numbers_while_we_wait_bring_a_new_look(
    dovecot: UserOf, office: Office, renumber: Callable[[], None]
) -> None:
    inbox = Inbox(dovecot, office, **QUICK)
    inbox.put_complaints("p0")
    stop = threading.Event()
    watch = inbox.watch(once=False, stop=stop)
    thread = threading.Thread(target=watch.run)
    thread.start()
    until(lambda: watch.last_read is not None and not inbox.in_folder("INBOX"))
    renumber()
    inbox.put_complaints("p1")
    until(lambda: len(office.cases()) == 2 and not inbox.in_folder("INBOX"))
    stop.set()
    thread.join(15)
    inbox.assert_all_filed("p0", "p1")


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def toy_mailbox(toy: Toy) -> Mailbox:
    terms = Account("127.0.0.1", toy.port, "none", "user", lambda: "token", mechanism="xoauth2", **QUICK)
    mailbox = Mailbox(terms, inbox="INBOX", folders={"processed": "processed"})
    mailbox.connect()
    return mailbox


SELECTED = b"* FLAGS ()\r\n* 1 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 7] x\r\n"


@pytest.mark.assertion("E-93")
def test_a_status_that_names_another_uid_validity_than_select_ends_the_session() -> None:
    status = b"* STATUS INBOX (UIDNEXT 9 UIDVALIDITY 8)\r\n@ OK done\r\n"
    with Toy(scripts={"SELECT": [SELECTED + b"@ OK [READ-WRITE] in\r\n"], "STATUS": [status]}) as toy:
        mailbox = toy_mailbox(toy)
        with pytest.raises(Disconnected, match="UIDVALIDITY"):
            mailbox.select()


@pytest.mark.assertion("E-95")
@pytest.mark.parametrize("command", ["NOOP", "UID SEARCH", "UID FETCH"])
def test_a_uid_validity_told_in_passing_of_any_command_ends_the_session(command: str) -> None:
    told = b"* OK [UIDVALIDITY 8] renumbered\r\n@ OK done\r\n"
    with Toy(inbox={1: message()}, uid_next=2, scripts={command: [told]}) as toy:
        mailbox = toy_mailbox(toy)
        mailbox.select()

        def go_on() -> None:
            mailbox.idle(0.1, threading.Event())
            mailbox.uids()
            list(mailbox.fetch([1], max_bytes=100))
            mailbox.move([1], "processed")

        with pytest.raises(Disconnected, match="UIDVALIDITY"):
            go_on()
        assert toy.folders == {}


@pytest.mark.assertion("E-96")
def test_a_target_with_new_numbers_is_moved_to_as_before() -> None:
    """Nothing is remembered of a target, so that nothing can be out of date."""
    with Toy() as toy:
        first, second = toy.append(message()), toy.append(message())
        toy.scripts["UID MOVE"] = [b"* OK [COPYUID 99 1 1] moved\r\n* 1 EXPUNGE\r\n@ OK done\r\n"]
        mailbox = toy_mailbox(toy)
        mailbox.ensure_folders()
        mailbox.select()
        del toy.inbox[first]
        toy.inbox[first] = b""
        assert mailbox.move([first], "processed").moved == {first}
        assert mailbox.move([second], "processed").moved == {second}
        mailbox.close()


@pytest.mark.assertion("E-97")
def test_a_mailbox_without_lasting_uids_is_not_watched_and_a_person_is_told(office: Office) -> None:
    answer = SELECTED + b"* OK [UIDNEXT 2] x\r\n* NO [UIDNOTSTICKY] x\r\n@ OK [READ-WRITE] in\r\n"
    with Toy(inbox={1: message()}, scripts={"SELECT": [answer]}) as toy:
        mailbox = toy_mailbox(toy)
        with pytest.raises(Refused, match="UIDNOTSTICKY"):
            mailbox.select()
        mailbox.close()
    assert office.cases() == []


@pytest.mark.assertion("E-99")
@pytest.mark.fault("F19")
def test_a_message_a_colleague_removed_between_two_looks_is_told(dovecot: UserOf, office: Office) -> None:
    inbox = Inbox(dovecot, office)
    inbox.run()
    inbox.put_complaints(*NAMES)
    remove_first(dovecot)
    inbox.put_complaints("p3")
    inbox.run()
    assert office.out.getvalue().count(" message-vanished ") == 1
    assert inbox.authors() == ["p1@example.org", "p2@example.org", "p3@example.org"]


@pytest.mark.assertion("E-99", "E-129")
@pytest.mark.fault("F19")
@pytest.mark.parametrize("at", ["search", "fetch"])
def test_a_message_a_colleague_removed_before_it_was_read_is_told(
    dovecot: UserOf, office: Office, at: str
) -> None:
    inbox = Inbox(dovecot, office)
    inbox.run()
    inbox.put_complaints(*NAMES)
    inbox.watch(connection=meddling(inbox, at, lambda: remove_first(dovecot))).run()
    inbox.run()
    assert office.out.getvalue().count(" message-vanished ") == 1
    assert inbox.authors() == ["p1@example.org", "p2@example.org"]
    assert inbox.in_folder("INBOX") == []


@pytest.mark.assertion("E-129")
@pytest.mark.fault("F19")
@pytest.mark.parametrize("without", [(), ("MOVE",)], ids=["move", "copy"])
def test_a_message_a_colleague_removed_after_it_was_read_is_removed_by_somebody_else(
    dovecot: UserOf, office: Office, without: tuple[str, ...]
) -> None:
    with Proxy(dovecot.server.port, without=without) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put_complaints(*NAMES)
        watch = inbox.watch(connection=meddling(inbox, "move", lambda: remove_first(dovecot)))
        watch.run()
    assert watch.trouble is None
    assert len(office.cases()) == len(NAMES)
    assert "message-vanished" not in office.out.getvalue()
    settled = [row[0] for row in office.rows("SELECT settled_to FROM message_keys ORDER BY uid")]
    assert settled == ["removed by somebody else", "processed", "processed"]


def remove_first(at: UserOf) -> None:
    with at.server.client(at.user) as colleague:
        colleague.select_folder("INBOX")
        first = min(colleague.search("ALL"))
        colleague.delete_messages([first])
        colleague.uid_expunge([first])


@pytest.mark.assertion("E-101")
@pytest.mark.fault("F20")
def test_what_a_colleague_read_marked_moved_and_put_back_is_one_case(dovecot: UserOf, office: Office) -> None:
    inbox = Inbox(dovecot, office)
    inbox.put_complaints(*NAMES)
    with dovecot.server.client(dovecot.user) as colleague:
        colleague.select_folder("INBOX")  # nothing is \Recent any more
        colleague.add_flags(colleague.search("ALL"), [rb"\Seen", rb"\Answered"])
    inbox.run()
    with dovecot.server.client(dovecot.user) as colleague:
        colleague.select_folder("processed")
        colleague.remove_flags(colleague.search("ALL"), [rb"\Seen"])
        colleague.move(colleague.search("ALL"), "INBOX")
    inbox.run()
    assert inbox.authors() == sorted(f"{name}@example.org" for name in NAMES)
    assert inbox.in_folder("INBOX") == []
    assert sorted(inbox.in_folder("processed")) == sorted(map(complaint, NAMES))


@pytest.mark.assertion("E-130")
def test_the_clock_starts_when_the_server_received_it_whatever_the_date_field_says(
    dovecot: UserOf, office: Office
) -> None:
    inbox = Inbox(dovecot, office)
    received = datetime(2026, 11, 20, 16, 59, 58, tzinfo=UTC)
    inbox.put(message(Date="Tue, 1 Jan 2030 00:00:00 +0000"), when=received)
    inbox.run()
    (case,) = office.cases()
    assert case.received_at == received


def test_a_server_set_back_to_a_backup_has_its_new_mail_read_and_a_person_is_told(office: Office) -> None:
    with Dovecot() as server:
        at = UserOf(server, "jane")
        inbox = Inbox(at, office)
        inbox.put_complaints("p0")
        inbox.run()
        home, backup = server.directory / "homes" / "jane", server.directory / "backup"
        shutil.copytree(home, backup)
        inbox.put_complaints("p1", "p2")
        inbox.run()
        server.kill_sessions()
        shutil.rmtree(home)
        shutil.copytree(backup, home)
        own(home, like=server.directory / "homes")
        inbox.put_complaints("p3")
        inbox.run()
        assert inbox.in_folder("INBOX") == []
    assert inbox.authors() == sorted(f"{name}@example.org" for name in (*NAMES, "p3"))
    assert "mailbox-went-back" in office.out.getvalue()


def own(folder: Path, like: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, like.stat().st_uid, like.stat().st_gid)
