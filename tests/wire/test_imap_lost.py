"""Connections that are cut, fall silent or are ended: noticed in time, and nothing is lost or done twice."""

from __future__ import annotations

import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fakes import Office, message
from imap_proxy import Proxy
from inbox import QUICK, Inbox, NoWaiting, account
from servers import Dovecot, UserOf
from toy_imap import Toy

from mailbot.wire.imap import Mailbox
from mailbot.wire.outcome import Disconnected
from mailbot.wire.terms import Account

NAMES = ("p0", "p1", "p2")
COMMANDS = (
    "AUTHENTICATE",
    "CAPABILITY",
    "LIST",
    "SELECT",
    "UID SEARCH",
    r"UID FETCH \S+ \(RFC822",
    r"UID FETCH \S+ \(BODY",
    "UID MOVE",
)


@contextmanager
def took(most: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < most


@pytest.mark.servers
@pytest.mark.assertion("E-105", "E-109", "E-110", "E-114")
@pytest.mark.fault("F15", "F21")
@pytest.mark.parametrize("then", ["refuse", "lose the end", "say"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_connection_that_ends_at_any_command_costs_nothing_but_a_look(
    dovecot: UserOf, office: Office, command: str, then: str
) -> None:
    with Proxy(dovecot.server.port) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port, **QUICK)
        inbox.put_complaints(*NAMES)
        proxy.fault(command, then, "* BYE Server shutting down.\r\n")
        assert inbox.run().trouble is not None
        assert len(set(inbox.everywhere())) == len(NAMES), "a message is nowhere"
        assert inbox.run().trouble is None
    inbox.assert_all_filed(*NAMES)


@pytest.mark.servers
@pytest.mark.assertion("E-105")
@pytest.mark.fault("F15")
@pytest.mark.parametrize("octets", [1, 25, 40, 60, 200, 300, 430, 600, 900, 1300])
def test_a_message_cut_at_any_octet_is_never_taken_for_whole(
    dovecot: UserOf, office: Office, octets: int
) -> None:
    with Proxy(dovecot.server.port) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port, **QUICK)
        inbox.put_complaints(*NAMES)
        proxy.fault(r"UID FETCH \S+ \(BODY", "cut", octets=octets)
        watch = inbox.run()
        assert "connection" in (watch.trouble or "")
        assert set(inbox.stored()) <= set(inbox.everywhere())
        inbox.run()
    inbox.assert_all_filed(*NAMES)


@pytest.mark.servers
@pytest.mark.fault("F15")
def test_a_server_killed_in_the_middle_of_a_large_message_hands_over_nothing(
    dovecot_server: Dovecot, dovecot: UserOf, office: Office
) -> None:
    # More than the system takes from the server at once (tcp_wmem), so that it cannot have written it all.
    large = message(("y" * 70 + "\n") * 160_000, author="Large <large@example.org>")
    with halfway(dovecot.server.port, dovecot_server.kill_sessions) as port:
        inbox = Inbox(dovecot, office, port=port, **QUICK)
        inbox.put(large)
        assert "connection" in (inbox.run().trouble or "")
    assert inbox.stored() == []
    inbox.port = None
    inbox.run()
    assert inbox.stored() == [large]
    assert inbox.authors() == ["large@example.org"]


@contextmanager
def halfway(target: int, act: Callable[[], None], octets: int = 500_000) -> Iterator[int]:
    """A port that passes one client on to `target`; after so many octets the server cannot get rid of more,
    `act` is called, and then what it had still written is passed on."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        client, _ = listener.accept()
        server = socket.socket()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        server.connect(("127.0.0.1", target))
        passed = 0
        with client, server, suppress(OSError):
            while True:
                for source in select.select([client, server], [], [])[0]:
                    if not (data := source.recv(65_536)):
                        return
                    (server if source is client else client).sendall(data)
                    before, passed = passed, passed + (len(data) if source is server else 0)
                    if before < octets <= passed:
                        act()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        thread.join(10)
        listener.close()


@pytest.mark.servers
@pytest.mark.fault("F16")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_server_that_falls_silent_in_a_command_is_given_up_in_time(
    dovecot: UserOf, office: Office, command: str
) -> None:
    with Proxy(dovecot.server.port) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port, **QUICK)
        inbox.put_complaints(*NAMES)
        proxy.fault(command, "stall", octets=7)
        with took(QUICK["read_timeout"] + 2):
            assert "timed out" in (inbox.run().trouble or "")
        assert inbox.run().trouble is None
    inbox.assert_all_filed(*NAMES)


@pytest.mark.assertion("E-116")
@pytest.mark.fault("F16")
def test_by_the_defaults_a_server_that_has_gone_is_missed_within_a_minute() -> None:
    terms = Account("localhost", 1, "implicit", "user", lambda: "x")
    assert terms.idle_round + terms.answer_timeout <= 60
    assert terms.read_timeout <= 60
    assert terms.connect_timeout <= 60


def waiting(inbox: Inbox, act: Callable[[], Any], seconds: float = 60) -> str:
    """What a wait ends with that `act` falls into."""
    mailbox = inbox.mailbox()
    mailbox.connect()
    mailbox.select()
    timer = threading.Timer(0.15, act)
    timer.start()
    try:
        return "news" if mailbox.idle(seconds, threading.Event()) else "nothing"
    except Disconnected as lost:
        return str(lost)
    finally:
        timer.join()
        mailbox.close()


@pytest.mark.servers
@pytest.mark.assertion("E-116")
@pytest.mark.fault("F16")
@pytest.mark.parametrize("without", [(), ("IDLE",)], ids=["idle", "no idle"])
def test_a_line_that_falls_silent_while_we_wait_is_noticed(
    dovecot: UserOf, office: Office, without: tuple[str, ...]
) -> None:
    with Proxy(dovecot.server.port, without=without) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port, **QUICK)
        with took(QUICK["idle_round"] + QUICK["answer_timeout"] + 1.5):
            assert "timed out" in waiting(inbox, lambda: setattr(proxy, "silent", True))


@pytest.mark.servers
@pytest.mark.assertion("E-116")
@pytest.mark.fault("F16")
def test_a_server_that_is_stopped_while_we_wait_is_noticed(office: Office) -> None:
    with Dovecot() as server:
        inbox = Inbox(UserOf(server, "jane"), office, **QUICK)
        stopped: list[int] = []

        def stop() -> None:
            children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text()
            for pid in map(int, children.split()):
                os.kill(pid, signal.SIGSTOP)
                stopped.append(pid)

        try:
            with took(QUICK["idle_round"] + QUICK["answer_timeout"] + 1.5):
                assert "timed out" in waiting(inbox, stop)
        finally:
            for pid in stopped:
                os.kill(pid, signal.SIGCONT)


@pytest.mark.servers
@pytest.mark.assertion("E-116")
def test_the_end_of_the_stream_while_we_wait_is_noticed_at_once(dovecot: UserOf, office: Office) -> None:
    with Proxy(dovecot.server.port) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port, **(QUICK | {"idle_round": 30.0}))
        with took(2):
            assert "closed the connection" in waiting(inbox, proxy.hang_up)


@pytest.mark.servers
@pytest.mark.assertion("E-117", "E-118", "E-120")
def test_idle_is_begun_anew_each_round_and_nothing_is_said_inside_it(dovecot: UserOf, office: Office) -> None:
    with Proxy(dovecot.server.port) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port, **(QUICK | {"idle_round": 0.1}))
        inbox.put_complaints("p0")
        assert waiting(inbox, lambda: inbox.put_complaints("p1")) == "news"
        assert waiting(inbox, lambda: None, seconds=0.6) == "nothing"
    idles = [at for at, command in enumerate(proxy.commands) if command == "IDLE"]
    assert len(idles) >= 5
    assert {proxy.commands[at + 1] for at in idles} == {"DONE"}
    terms = Account("localhost", 1, "implicit", "user", lambda: "x")
    assert terms.idle_round <= 9 * 60


@pytest.mark.servers
@pytest.mark.assertion("E-119")
def test_without_idle_the_server_is_asked_every_round_and_news_ends_the_wait(
    dovecot: UserOf, office: Office
) -> None:
    with Proxy(dovecot.server.port, without=("IDLE",)) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port, **QUICK)
        with took(5):
            assert waiting(inbox, lambda: inbox.put_complaints("p0")) == "news"
    assert "IDLE" not in proxy.commands


@pytest.mark.servers
@pytest.mark.assertion("E-119")
def test_a_server_that_offers_idle_and_refuses_it_is_asked_instead(dovecot: UserOf, office: Office) -> None:
    with Proxy(dovecot.server.port) as proxy:
        proxy.fault("IDLE", "say", "* 7 EXPUNGE\r\n@ NO [LIMIT] not you\r\n")
        inbox = Inbox(dovecot, office, port=proxy.port, **QUICK)
        mailbox = inbox.mailbox()
        mailbox.connect()
        mailbox.select()
        assert mailbox.idle(30, threading.Event())  # it told of an EXPUNGE
        assert not mailbox.idle(0.5, threading.Event())
        assert proxy.commands.count("IDLE") == 1
        inbox.put_complaints("p0")
        assert mailbox.idle(30, threading.Event())
        assert mailbox.select().exists == 1
        mailbox.close()


@pytest.mark.servers
@pytest.mark.assertion("E-120")
def test_the_whole_inbox_is_looked_at_although_nobody_told_of_anything(
    dovecot: UserOf, office: Office
) -> None:
    with Proxy(dovecot.server.port, without=("IDLE",)) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port, **QUICK)
        proxy.fault("NOOP", "say", "@ OK nothing new\r\n", times=1000)
        stop = threading.Event()
        watch = inbox.watch(once=False, stop=stop, rescan=timedelta(seconds=0.3))
        thread = threading.Thread(target=watch.run)
        thread.start()
        until(lambda: watch.last_read is not None)
        inbox.put_complaints(*NAMES)
        until(lambda: len(office.cases()) == len(NAMES) and not inbox.in_folder("INBOX"))
        stop.set()
        thread.join(10)
    inbox.assert_all_filed(*NAMES)


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


@pytest.mark.assertion("E-120")
def test_a_message_announced_in_the_packet_that_begins_the_wait_is_heard() -> None:
    with Toy(inbox={1: message()}, uid_next=2, while_idle=[b"* 2 EXISTS\r\n"]) as toy:
        mailbox = Mailbox(toy_account(toy, idle_round=30.0), inbox="INBOX", folders=None)
        mailbox.connect()
        mailbox.select()
        with took(3):
            assert mailbox.idle(30, threading.Event())
        mailbox.close()


@pytest.mark.assertion("E-118")
def test_a_wait_that_the_server_ends_by_itself_is_not_ended_again() -> None:
    with Toy() as toy:
        mailbox = Mailbox(toy_account(toy), inbox="INBOX", folders=None)
        mailbox.connect()
        mailbox.select()
        toy.scripts["IDLE"] = [b"+ idling\r\n@ OK that is enough\r\n"]
        assert not mailbox.idle(0.3, threading.Event())
        assert mailbox.select().exists == 0
        mailbox.close()
    at = toy.commands.index("IDLE")
    assert toy.commands[at + 1] != "DONE"


def toy_account(toy: Toy, **changes: Any) -> Account:
    terms: dict[str, Any] = {"mechanism": "xoauth2", **QUICK, **changes}
    return Account("127.0.0.1", toy.port, "none", "user", **({"secret": lambda: "token"} | terms))


@pytest.mark.assertion("E-114", "E-115")
@pytest.mark.parametrize(
    "said",
    ["Session invalidated - AccessTokenExpired", "Autologout; idle for too long", "Server shutting down"],
)
def test_a_goodbye_while_we_wait_brings_a_new_login_with_a_fresh_secret_and_a_new_look(
    office: Office, said: str
) -> None:
    first, second = message(author="p0@example.org"), message(author="p1@example.org")
    with Toy(tokens={"first"}, while_idle=[f"* BYE {said}\r\n".encode()]) as toy:
        toy.append(first)
        secrets = iter(["first", "second"])
        stop = threading.Event()

        def connection() -> Mailbox:
            if toy.connections == 1:
                # Meanwhile the token lapsed, and somebody wrote.
                toy.tokens = {"second"}
                toy.append(second)
            return Mailbox(toy_account(toy, secret=lambda: next(secrets)), inbox="INBOX", folders=None)

        inbox = Inbox(UserOf(None, "user"), office, moving=False)  # type: ignore[arg-type]
        watch = inbox.watch(once=False, stop=stop, connection=connection)
        thread = threading.Thread(target=watch.run)
        thread.start()
        until(lambda: len(office.cases()) == 2)
        stop.set()
        thread.join(10)
    assert toy.logins == ["first", "second"]
    assert inbox.authors() == ["p0@example.org", "p1@example.org"]
    told = office.out.getvalue()
    assert told.count(" mailbox-trouble ") == told.count(" mailbox-back ") == 1
    assert said.split()[0] in told


@pytest.mark.assertion("E-114")
def test_a_server_that_always_says_goodbye_is_asked_less_and_less_often(office: Office) -> None:
    with Toy(greeting="* BYE too many connections\r\n") as toy:
        stop = NoWaiting(attempts=12)
        inbox = Inbox(UserOf(None, "user"), office, moving=False)  # type: ignore[arg-type]
        watch = inbox.watch(
            once=False, stop=stop, connection=lambda: Mailbox(toy_account(toy), inbox="INBOX", folders=None)
        )
        watch.run()
    pauses = stop.waits
    assert pauses[0] < 2
    assert pauses[6] > 30 * pauses[0]
    assert max(pauses) <= 360
    assert "too many connections" in (watch.trouble or "")


@pytest.mark.fault("F16", "F25")
def test_one_octet_at_a_time_is_slow_and_no_silence() -> None:
    """Each octet within the patience, the whole answer far outside it."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"* OK ready\r\n")
            for line in lines:
                tag = line.split()[0]
                answer = b"* CAPABILITY IMAP4rev1\r\n" if b"CAPABILITY" in line else b""
                slow = b"NOOP" in line
                for octet in (bytes([each]) for each in answer + tag + b" OK done\r\n"):
                    connection.sendall(octet)
                    time.sleep(0.08 if slow else 0)
                if b"LOGOUT" in line:
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    terms = Account("127.0.0.1", listener.getsockname()[1], "none", "user", lambda: "x",
                    **(QUICK | {"answer_timeout": 0.3}))  # fmt: skip
    mailbox = Mailbox(terms, inbox="INBOX", folders=None)
    mailbox.connect()
    began = time.monotonic()
    mailbox._session.ask("noop")
    assert time.monotonic() - began > 0.9
    mailbox.close()
    thread.join(10)
    listener.close()


@pytest.mark.servers
@pytest.mark.fault("F21", "F22")
def test_an_answer_in_single_octets_is_understood_like_any_other(dovecot: UserOf, office: Office) -> None:
    with Proxy(dovecot.server.port, sliced=True) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put_complaints(*NAMES)
        assert inbox.run().trouble is None
        assert waiting(inbox, lambda: inbox.put_complaints("p3")) == "news"
    assert sorted(inbox.in_folder("processed")) == sorted(inbox.stored())
    assert len(inbox.stored()) == len(NAMES)


@pytest.mark.servers
def test_a_goodbye_nobody_answers_costs_two_seconds_at_most(dovecot: UserOf) -> None:
    with Proxy(dovecot.server.port) as proxy:
        mailbox = Mailbox(account(dovecot, proxy.port), inbox="INBOX", folders=None)
        mailbox.connect()
        proxy.silent = True
        with took(3):
            mailbox.close()
