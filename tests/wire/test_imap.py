"""The IMAP wrapper against pymap and Dovecot, and against a scripted server where a fault must be placed."""

from __future__ import annotations

import base64
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from servers import Dovecot, Pymap, UserOf

from mailbot.wire.answers import FILED
from mailbot.wire.imap import Account, Fetched, Mailbox, Oversize, Vanished
from mailbot.wire.outcome import Disconnected, Refused, UnsafeArgument

RAW = b"From: jane@example.org\r\nSubject: a complaint\r\n\r\nI am not happy.\r\n"
FOLDERS = {"processed": "processed", "set_aside": "set_aside"}
HOSTILE_ID = "=?utf-8?q?x=0D=0AX1_CREATE_Gone=0D=0AX2_MOVE_1=3A*_Gone=0D=0AX3_NOOP_?="


def account(at: UserOf, **changes: Any) -> Account:
    server = at.server
    terms: dict[str, Any] = {
        "host": server.host,
        "port": server.port,
        "tls": "none",
        "username": at.user,
        "secret": lambda: server.password,
        "read_timeout": 10.0,
    }
    return Account(**terms | changes)


@contextmanager
def opened(at: UserOf, folders: dict[str, str] | None = None, **options: Any) -> Iterator[Mailbox]:
    mailbox = Mailbox(account(at), inbox="INBOX", folders=FOLDERS if folders is None else folders, **options)
    mailbox.connect()
    try:
        mailbox.ensure_folders()
        mailbox.select()
        yield mailbox
    finally:
        mailbox.close()


def put(at: UserOf, *raws: bytes, when: datetime | None = None, flags: tuple[str, ...] = ()) -> None:
    at.server.append_many(at.user, "INBOX", [(raw, when) for raw in raws], flags)


def test_a_message_is_fetched_as_the_octets_that_were_stored(imap_server: UserOf) -> None:
    raw = RAW + b'caf\xc3\xa9 \xff ("{5}\r\n.\r\n'
    put(imap_server, raw)
    with opened(imap_server) as mailbox:
        (found,) = mailbox.fetch(mailbox.uids(), max_bytes=1000)
        assert isinstance(found, Fetched)
        assert found.raw == raw


@pytest.mark.assertion("E-130")
def test_internal_date_is_aware_and_in_utc(imap_server: UserOf) -> None:
    put(imap_server, RAW, when=datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))))
    with opened(imap_server) as mailbox:
        (found,) = mailbox.fetch(mailbox.uids(), max_bytes=1000)
        assert isinstance(found, Fetched)
        assert found.internal_date == datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
        assert found.internal_date.utcoffset() == timedelta(0)


@pytest.mark.assertion("E-101", "E-102")
def test_flags_are_the_same_before_and_after_a_fetch(imap_server: UserOf) -> None:
    put(imap_server, RAW)
    put(imap_server, RAW, flags=(r"\Seen", r"\Flagged"))
    before = imap_server.server.listing(imap_server.user)
    with opened(imap_server) as mailbox:
        assert len(list(mailbox.fetch(mailbox.uids(), max_bytes=10))) == 2
    assert imap_server.server.listing(imap_server.user) == before
    assert set(before.values()) == {(), (rb"\Flagged", rb"\Seen")}


def test_many_messages_come_in_order_in_small_batches(imap_server: UserOf) -> None:
    put(imap_server, *(RAW + b"%d\r\n" % number for number in range(25)))
    with opened(imap_server) as mailbox:
        uids = mailbox.uids()
        found = list(mailbox.fetch(uids, max_bytes=200))
    assert [each.uid for each in found] == uids
    assert [each.raw for each in found if isinstance(each, Fetched)] == [
        RAW + b"%d\r\n" % n for n in range(25)
    ]


def test_a_message_over_the_limit_comes_as_its_beginning(imap_server: UserOf) -> None:
    raw = RAW + b"x" * 5000
    put(imap_server, raw, RAW)
    with opened(imap_server, oversize=1000) as mailbox:
        large, small = mailbox.fetch(mailbox.uids(), max_bytes=10_000)
    assert isinstance(large, Oversize)
    assert large.beginning == raw[:1000]
    assert large.size == len(raw)
    assert isinstance(small, Fetched)


def test_a_message_somebody_removed_is_reported_as_vanished(imap_server: UserOf) -> None:
    put(imap_server, RAW, RAW)
    with opened(imap_server) as mailbox:
        first, second = mailbox.uids()
        with imap_server.server.client(imap_server.user) as client:
            client.select_folder("INBOX")
            client.delete_messages([first])
            client.uid_expunge([first])
        gone, kept = mailbox.fetch([first, second], max_bytes=1000)
    assert gone == Vanished(gone.uid_validity, first)
    assert isinstance(kept, Fetched)


@pytest.mark.assertion("E-100")
def test_a_uid_below_the_first_asked_for_is_not_returned(imap_server: UserOf) -> None:
    put(imap_server, RAW, RAW)
    with opened(imap_server) as mailbox:
        uids = mailbox.uids()
        assert mailbox.uids(first=uids[-1]) == uids[-1:]
        assert mailbox.uids(first=uids[-1] + 1000) == []


def test_every_uid_below_uid_next_that_is_there_is_listed(imap_server: UserOf) -> None:
    with opened(imap_server) as mailbox:
        assert mailbox.uids() == []
        put(imap_server, RAW, RAW, RAW)
        selected = mailbox.select()
        assert selected.exists == 3
        assert len(mailbox.uids()) == 3
        assert max(mailbox.uids()) < selected.uid_next


def test_a_moved_message_is_in_the_folder_and_not_in_the_inbox(imap_server: UserOf) -> None:
    put(imap_server, RAW, RAW, RAW)
    with opened(imap_server) as mailbox:
        first, second, third = mailbox.uids()
        result = mailbox.move([first, third], "processed")
        assert result.moved == {first, third}
        assert result.gone == frozenset()
        mailbox.select()
        assert mailbox.uids() == [second]
    assert len(imap_server.server.listing(imap_server.user, "processed")) == 2


@pytest.mark.assertion("E-129")
def test_moving_a_uid_that_is_gone_is_no_error(imap_server: UserOf) -> None:
    put(imap_server, RAW, RAW)
    with opened(imap_server) as mailbox:
        first, second = mailbox.uids()
        mailbox.move([first], "processed")
        result = mailbox.move([first, second, 4_000_000], "set_aside")
    assert result.moved == {second}
    assert result.gone == {first, 4_000_000}
    assert len(imap_server.server.listing(imap_server.user, "processed")) == 1


def test_a_move_keeps_the_flags_people_set(imap_server: UserOf) -> None:
    put(imap_server, RAW, flags=(r"\Flagged",))
    with opened(imap_server) as mailbox:
        mailbox.move(mailbox.uids(), "processed")
    (flags,) = imap_server.server.listing(imap_server.user, "processed").values()
    assert set(flags) - {FILED} == {rb"\Flagged"}


@pytest.mark.assertion("E-110")
def test_two_connections_moving_the_same_messages_lose_none(imap_server: UserOf) -> None:
    put(imap_server, *(RAW + b"%d\r\n" % number for number in range(60)))
    results: list[frozenset[int]] = []

    def work(folder: str) -> None:
        with opened(imap_server) as mailbox:
            uids = mailbox.uids()
            barrier.wait()
            for uid in uids:
                results.append(mailbox.move([uid], folder).moved)

    barrier = threading.Barrier(2)
    threads = [threading.Thread(target=work, args=(folder,)) for folder in FOLDERS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    at = imap_server.server
    stored = [raw for folder in FOLDERS.values() for raw in at.messages(imap_server.user, folder)]
    assert set(stored) == {RAW + b"%d\r\n" % number for number in range(60)}
    assert at.listing(imap_server.user) == {}


@pytest.mark.assertion("E-111")
def test_a_folder_that_was_deleted_is_made_again(imap_server: UserOf) -> None:
    put(imap_server, RAW)
    with opened(imap_server) as mailbox:
        with imap_server.server.client(imap_server.user) as client:
            client.delete_folder("processed")
        assert len(mailbox.move(mailbox.uids(), "processed").moved) == 1
    assert len(imap_server.server.listing(imap_server.user, "processed")) == 1


@pytest.mark.assertion("E-122")
def test_folder_names_outside_ascii_and_with_quotes_work(imap_server: UserOf) -> None:
    put(imap_server, RAW)
    with opened(imap_server, {"processed": 'Erledigt & "gut" é'}) as mailbox:
        assert len(mailbox.move(mailbox.uids(), "processed").moved) == 1
    with opened(imap_server, {"processed": 'Erledigt & "gut" é'}):
        assert len(imap_server.server.listing(imap_server.user, 'Erledigt & "gut" é')) == 1


@pytest.mark.parametrize("unsafe", ["a\rb", "a\nb", "a\0b", message_from_bytes(
    f"Message-ID: {HOSTILE_ID}\r\n\r\n".encode(), policy=policy.default)["message-id"]])  # fmt: skip
@pytest.mark.assertion("E-121")
def test_a_line_break_in_any_argument_never_reaches_the_server(imap_server: UserOf, unsafe: str) -> None:
    put(imap_server, RAW, RAW)
    with opened(imap_server) as mailbox:
        uids = mailbox.uids()
        with pytest.raises(UnsafeArgument):
            mailbox._session.ask("search", ["HEADER", "Message-ID", str(unsafe)])
        with pytest.raises(UnsafeArgument):
            mailbox._session.ask("add_flags", uids, [str(unsafe).encode()])
        with pytest.raises(UnsafeArgument):
            mailbox._session.ask("fetch", uids, ["FLAGS"], modifiers=[str(unsafe)])
        mailbox.select()
        assert mailbox.uids() == uids
    with pytest.raises(UnsafeArgument):
        Mailbox(account(imap_server), inbox=str(unsafe), folders=None)
    with pytest.raises(UnsafeArgument):
        Mailbox(account(imap_server), inbox="INBOX", folders={"processed": str(unsafe)})
    with pytest.raises(UnsafeArgument):
        account(imap_server, username=str(unsafe))
    assert len(imap_server.server.listing(imap_server.user)) == 2


@pytest.mark.assertion("E-121")
def test_an_unsafe_password_is_refused_before_anything_is_sent(imap_server: UserOf) -> None:
    mailbox = Mailbox(account(imap_server, secret=lambda: "x\r\nA1 NOOP"), inbox="INBOX", folders=None)
    with pytest.raises(UnsafeArgument):
        mailbox.connect()


def test_a_wrong_password_is_one_line_that_says_what_to_do(imap_server: UserOf) -> None:
    mailbox = Mailbox(account(imap_server, secret=lambda: "wrong"), inbox="INBOX", folders=None)
    with pytest.raises(Refused) as refused:
        mailbox.connect()
    told = str(refused.value)
    assert f"{imap_server.server.host}:{imap_server.server.port}" in told
    assert "check username and password" in told
    assert "\n" not in told
    assert "wrong" not in told


def test_an_unreachable_server_is_one_line_that_says_what_to_do() -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
        mailbox = Mailbox(
            Account("127.0.0.1", port, "none", "user", lambda: "x"), inbox="INBOX", folders=None
        )
        with pytest.raises(Disconnected, match=rf"127.0.0.1:{port}: cannot reach .* check host, port"):
            mailbox.connect()


def test_an_unreadable_secret_is_refused_not_raised(tmp_path: Path) -> None:
    secret = (tmp_path / "none").read_text
    mailbox = Mailbox(Account("127.0.0.1", 1, "none", "user", secret), inbox="INBOX", folders=None)
    with pytest.raises(Refused, match="cannot read the secret"):
        mailbox.connect()


@pytest.mark.assertion("E-124")
def test_plain_text_to_another_machine_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="loopback"):
        Account("imap.firm.example", 143, "none", "user", lambda: "x")


def test_a_new_message_ends_the_wait(imap_server: UserOf) -> None:
    sender = threading.Timer(0.5, put, args=(imap_server, RAW))
    with opened(imap_server) as mailbox:
        sender.start()
        began = time.monotonic()
        try:
            ended = "woken" if mailbox.idle(30, threading.Event()) else "nothing came"
        except Disconnected as cut:
            ended = str(cut)
        # imaplib gives up on an announcement that comes in two packets: the next connection finds it.
        assert ended == "woken" or "unterminated line" in ended
        assert time.monotonic() - began < 10
    sender.join()
    with opened(imap_server) as mailbox:
        assert len(mailbox.uids()) == 1


def test_a_message_that_came_before_the_wait_is_told_at_once(imap_server: UserOf) -> None:
    with opened(imap_server) as mailbox:
        put(imap_server, RAW)
        began = time.monotonic()
        assert mailbox.idle(30, threading.Event())
        assert time.monotonic() - began < 2


def test_a_quiet_wait_ends_at_its_time_and_the_connection_works(imap_server: UserOf) -> None:
    with opened(imap_server) as mailbox:
        began = time.monotonic()
        assert not mailbox.idle(1.5, threading.Event())
        assert 1.4 < time.monotonic() - began < 4
        assert mailbox.select().exists == 0


def test_a_stop_is_heard_within_about_a_second(imap_server: UserOf) -> None:
    stop = threading.Event()
    with opened(imap_server) as mailbox:
        threading.Timer(0.3, stop.set).start()
        began = time.monotonic()
        assert not mailbox.idle(60, stop)
        assert time.monotonic() - began < 2.5


@pytest.mark.assertion("E-116")
def test_a_server_killed_during_the_wait_is_noticed(pymap: UserOf) -> None:
    server = pymap.server
    assert isinstance(server, Pymap)
    with opened(pymap) as mailbox:
        threading.Timer(0.5, server.kill).start()
        began = time.monotonic()
        with pytest.raises(Disconnected):
            mailbox.idle(60, threading.Event())
        assert time.monotonic() - began < 10


@pytest.mark.servers
@pytest.mark.assertion("E-116")
def test_a_session_killed_during_the_wait_is_noticed() -> None:
    with Dovecot() as server:
        at = UserOf(server, "jane")
        with opened(at) as mailbox:
            threading.Timer(0.5, server.kill_sessions).start()
            began = time.monotonic()
            with pytest.raises(Disconnected):
                mailbox.idle(60, threading.Event())
            assert time.monotonic() - began < 10
            with pytest.raises(Disconnected):
                mailbox.select()


@pytest.mark.servers
@pytest.mark.parametrize("value", [1_999_999_999, 7])
@pytest.mark.assertion("E-93", "E-94")
def test_a_new_uid_validity_is_seen_at_the_next_select(dovecot: UserOf, value: int) -> None:
    server = dovecot.server
    assert isinstance(server, Dovecot)
    put(dovecot, RAW)
    with opened(dovecot) as mailbox:
        before = mailbox.select().uid_validity
    server.set_uid_validity(dovecot.user, value)
    with opened(dovecot) as mailbox:
        assert mailbox.select().uid_validity == value != before


@pytest.mark.servers
@pytest.mark.assertion("E-95")
def test_a_new_uid_validity_during_a_session_ends_it(dovecot: UserOf) -> None:
    server = dovecot.server
    assert isinstance(server, Dovecot)
    put(dovecot, RAW)
    with opened(dovecot) as mailbox:
        uids = mailbox.uids()
        server.set_uid_validity(dovecot.user, 1_999_999_999)

        def go_on() -> None:
            while True:  # Dovecot notices by itself, at one of the next commands, and says goodbye
                mailbox.move(uids, "processed")

        with pytest.raises(Disconnected):
            go_on()
    stored = [*server.messages(dovecot.user), *server.messages(dovecot.user, "processed")]
    assert stored == [RAW]


@pytest.mark.servers
@pytest.mark.parametrize("capability", ["IMAP4rev1 UIDPLUS IDLE NAMESPACE", "IMAP4rev1 UIDPLUS LITERAL+"])
@pytest.mark.assertion("E-107", "E-108")
def test_without_move_messages_are_copied_then_expunged_by_uid(capability: str) -> None:
    with Dovecot(capability=capability) as server:
        at = UserOf(server, "jane")
        put(at, RAW, RAW, RAW)
        put(at, RAW, flags=(r"\Deleted",))
        with opened(at) as mailbox:
            first, second, third, deleted = mailbox.uids()
            result = mailbox.move([first, third, 99], "processed")
            assert (result.moved, result.gone) == ({first, third}, {99})
            mailbox.select()
            # What somebody else marked as deleted is not ours to expunge.
            assert mailbox.uids() == [second, deleted]
        processed = server.listing("jane", "processed")
        assert list(processed.values()) == [(FILED,), (FILED,)]


@pytest.mark.servers
def test_without_move_and_uidplus_nothing_is_moved_and_a_person_is_told() -> None:
    with Dovecot(capability="IMAP4rev1 IDLE") as server:
        mailbox = Mailbox(account(UserOf(server, "jane")), inbox="INBOX", folders=FOLDERS)
        mailbox.connect()
        with pytest.raises(Refused, match='after = "leave"'):
            mailbox.ensure_folders()
        mailbox.close()


@pytest.mark.servers
@pytest.mark.assertion("E-119")
def test_without_idle_the_wait_is_a_wait_for_the_stop() -> None:
    with Dovecot(capability="IMAP4rev1 UIDPLUS MOVE") as server, opened(UserOf(server, "jane")) as mailbox:
        stop = threading.Event()
        threading.Timer(0.3, stop.set).start()
        began = time.monotonic()
        assert not mailbox.idle(60, stop)
        assert time.monotonic() - began < 2


@pytest.mark.servers
def test_folders_are_made_below_the_personal_namespace() -> None:
    with Dovecot(prefix="INBOX.", separator=".") as server:
        at = UserOf(server, "jane")
        put(at, RAW)
        with opened(at, {"processed": "mailbot/processed"}) as mailbox:
            assert len(mailbox.move(mailbox.uids(), "processed").moved) == 1
        assert len(server.listing("jane", "INBOX.mailbot.processed")) == 1


@pytest.mark.servers
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize("content", [None, "no certificate"])
def test_roots_that_cannot_be_read_are_named_and_tried_again(
    dovecot: UserOf, tmp_path: Path, tls: str, content: str | None
) -> None:
    server, file = dovecot.server, tmp_path / "roots.pem"
    assert isinstance(server, Dovecot)
    if content is not None:
        file.write_text(content)
    port = server.tls_port if tls == "implicit" else server.port
    terms = account(dovecot, host="localhost", port=port, tls=tls, ca_file=file)
    with pytest.raises(Refused, match=rf"ca_file: {file}: "):
        Mailbox(terms, inbox="INBOX", folders=FOLDERS).connect()


@pytest.mark.servers
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_mail_is_read_over_verified_tls(dovecot: UserOf, tls: str) -> None:
    server = dovecot.server
    assert isinstance(server, Dovecot)
    put(dovecot, RAW)
    port = server.tls_port if tls == "implicit" else server.port
    terms = account(dovecot, host="localhost", port=port, tls=tls, ca_file=server.certificates.ca_file)
    ends: list[datetime] = []
    mailbox = Mailbox(replace(terms, certificate=ends.append), inbox="INBOX", folders=FOLDERS)
    mailbox.connect()
    assert ends == [server.certificates.ends()]
    mailbox.ensure_folders()
    mailbox.select()
    (found,) = mailbox.fetch(mailbox.uids(), max_bytes=1000)
    assert isinstance(found, Fetched)
    threading.Timer(0.3, put, args=(dovecot, RAW)).start()
    assert mailbox.idle(20, threading.Event())
    mailbox.close()


@pytest.mark.fault("F24")
@pytest.mark.servers
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_certificate_nobody_vouches_for_is_refused(dovecot: UserOf, tls: str) -> None:
    server = dovecot.server
    assert isinstance(server, Dovecot)
    port = server.tls_port if tls == "implicit" else server.port
    mailbox = Mailbox(account(dovecot, host="localhost", port=port, tls=tls), inbox="INBOX", folders=None)
    with pytest.raises(Refused, match="certificate refused"):
        mailbox.connect()


@pytest.mark.fault("F24")
@pytest.mark.servers
def test_a_certificate_for_another_name_is_refused(dovecot: UserOf) -> None:
    server = dovecot.server
    assert isinstance(server, Dovecot)
    # 127.0.0.2 is this machine too, and not a name on the certificate.
    terms = account(dovecot, port=server.tls_port, tls="implicit", ca_file=server.certificates.ca_file)
    with scripted([], forward=server.tls_port) as port:
        mailbox = Mailbox(
            Account("127.0.0.2", port, "implicit", terms.username, terms.secret, terms.ca_file),
            inbox="INBOX",
            folders=None,
        )
        with pytest.raises(Refused, match="certificate refused"):
            mailbox.connect()


def test_a_plain_port_taken_for_a_tls_port_is_said_so(pymap: UserOf) -> None:
    mailbox = Mailbox(account(pymap, tls="implicit"), inbox="INBOX", folders=None)
    with pytest.raises(Refused, match="check port and tls"):
        mailbox.connect()


@pytest.mark.assertion("E-124")
def test_a_server_that_does_not_offer_starttls_is_not_spoken_to(pymap: UserOf) -> None:
    mailbox = Mailbox(account(pymap, tls="starttls"), inbox="INBOX", folders=None)
    with pytest.raises(Refused, match="does not offer STARTTLS"):
        mailbox.connect()


# A scripted server: a list of (what the client's line ends with, what is answered; the tag replaces "@").

GREETING = b"* OK ready\r\n"
Script = list[tuple[str, bytes]]
LOGIN: Script = [
    ("CAPABILITY", b"* CAPABILITY IMAP4rev1 UIDPLUS MOVE IDLE\r\n@ OK done\r\n"),
    ("LOGIN", b"@ OK in\r\n"),
]
SELECT = b"* FLAGS ()\r\n* 2 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 9] x\r\n"


@contextmanager
def scripted(script: Script, *, forward: int | None = None, greeting: bytes = GREETING) -> Iterator[int]:
    """Answer each client as the script says, then close; or pass all on to port `forward`."""
    listener = socket.create_server(("", 0))
    heard: list[bytes] = []

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            if forward is not None:
                _pass_on(connection, forward)
                return
            connection.sendall(greeting)
            lines = connection.makefile("rb")
            for line in lines:
                heard.append(line)
                tag, _, command = line.decode().strip().partition(" ")
                reply = next((said for wanted, said in script if wanted in command), None)
                if reply is None:
                    return
                connection.sendall(reply.replace(b"@", tag.encode()))
            lines.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(10)


def _pass_on(connection: socket.socket, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as other:
        partner = {connection: other, other: connection}
        while True:
            for source in select.select(list(partner), [], [])[0]:
                try:
                    data = source.recv(65536)
                except ConnectionError:
                    return
                if not data:
                    return
                partner[source].sendall(data)


def spoken(script: Script, act: Callable[[Mailbox], Any], *, greeting: bytes = GREETING) -> Any:
    with scripted(script, greeting=greeting) as port:
        terms = Account("127.0.0.1", port, "none", "user", lambda: "pw", read_timeout=2.0)
        mailbox = Mailbox(terms, inbox="INBOX", folders={"processed": "processed"})
        try:
            mailbox.connect()
            return act(mailbox)
        finally:
            mailbox.close()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (SELECT + b"@ OK [READ-ONLY] done\r\n", "read-only"),
        (SELECT + b"* NO [UIDNOTSTICKY] sorry\r\n@ OK [READ-WRITE] done\r\n", "UIDNOTSTICKY"),
        (b"* 0 EXISTS\r\n* 0 RECENT\r\n* OK [UIDNEXT 9] x\r\n@ OK [READ-WRITE] done\r\n", "UIDVALIDITY"),
    ],
)
@pytest.mark.assertion("E-97", "E-113")
def test_a_mailbox_that_cannot_be_relied_on_is_refused(said: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        spoken([*LOGIN, ("SELECT", said)], Mailbox.select)


@pytest.mark.parametrize(
    "said",
    [
        b"* 1 FETCH (UID 1 RFC822.SIZE 9 INTERN",  # then closes
        b"* 1 FETCH (UID 1 RFC822.SIZE))\r\n@ OK done\r\n",
        b"* 1 FETCH UID 1\r\n@ OK done\r\n",
        b"@@@@\r\n",
        b"* BYE going\r\n",
        b'* 1 FETCH (UID 1 RFC822.SIZE 5 INTERNALDATE "01-Jan-2026 00:00:00 +0000" X {999}\r\nabc',
    ],
)
def test_nonsense_ends_the_connection_and_nothing_else(said: bytes) -> None:
    def act(mailbox: Mailbox) -> None:
        mailbox.select()
        list(mailbox.fetch([1], max_bytes=100))

    with pytest.raises(Disconnected):
        spoken([*LOGIN, ("SELECT", SELECT + b"@ OK [READ-WRITE] done\r\n"), ("FETCH", said)], act)


@pytest.mark.assertion("E-105")
def test_a_message_cut_off_in_the_middle_is_never_taken_for_whole() -> None:
    sizes = b'* 1 FETCH (UID 1 RFC822.SIZE 50 INTERNALDATE "01-Jan-2026 00:00:00 +0000")\r\n@ OK done\r\n'

    def act(mailbox: Mailbox) -> None:
        mailbox.select()
        list(mailbox.fetch([1], max_bytes=100))

    script = [
        *LOGIN,
        ("SELECT", SELECT + b"@ OK [READ-WRITE] done\r\n"),
        ("RFC822.SIZE", sizes),
        ("BODY.PEEK[]", b"* 1 FETCH (UID 1 BODY[] {50}\r\nFrom: half a mess"),
    ]
    with pytest.raises(Disconnected):
        spoken(script, act)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"@ NO [OVERQUOTA] full\r\n", Refused),
        (b"@ NO [UNAVAILABLE] back soon\r\n", Disconnected),
        (b"@ NO [INUSE] locked\r\n", Disconnected),
        (b"@ NO sorry\r\n", Refused),
        (b"* BYE gone\r\n", Disconnected),
    ],
)
@pytest.mark.assertion("E-112")
def test_a_move_that_is_refused_says_whether_to_come_again(said: bytes, kind: type[Exception]) -> None:
    def act(mailbox: Mailbox) -> None:
        mailbox.select()
        moved = mailbox.move([1], "processed")
        assert not moved.moved | moved.gone
        assert moved.fault is not None
        raise moved.fault

    script = [
        *LOGIN,
        ("SELECT", SELECT + b"@ OK [READ-WRITE] done\r\n"),
        ("SEARCH", b"* SEARCH 1\r\n@ OK done\r\n"),
        ("MOVE", said),
    ]
    with pytest.raises(kind):
        spoken(script, act)


@pytest.mark.assertion("E-95")
def test_a_uid_validity_told_in_passing_ends_the_session() -> None:
    script = [
        *LOGIN,
        ("SELECT", SELECT + b"@ OK [READ-WRITE] done\r\n"),
        ("SEARCH", b"* OK [UIDVALIDITY 8] new\r\n* SEARCH 1\r\n@ OK done\r\n"),
    ]

    def act(mailbox: Mailbox) -> None:
        mailbox.select()
        mailbox.uids()

    with pytest.raises(Disconnected, match="UIDVALIDITY"):
        spoken(script, act)


def test_a_busy_server_at_login_is_tried_again_and_no_alarm() -> None:
    script = [LOGIN[0], ("LOGIN", b"@ NO [UNAVAILABLE] the directory is down\r\n")]
    with pytest.raises(Disconnected):
        spoken(script, Mailbox.select)


def test_a_connection_lost_during_login_is_no_wrong_password() -> None:
    with pytest.raises(Disconnected):
        spoken([LOGIN[0]], Mailbox.select)


@pytest.mark.assertion("E-124")
def test_a_server_that_forbids_passwords_is_not_told_one() -> None:
    script = [("CAPABILITY", b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n@ OK done\r\n")]
    with pytest.raises(Refused, match="LOGINDISABLED"):
        spoken(script, Mailbox.select)


@pytest.mark.assertion("E-114")
def test_a_goodbye_for_a_greeting_is_tried_again() -> None:
    with pytest.raises(Disconnected, match="too many"):
        spoken([], Mailbox.select, greeting=b"* BYE too many connections\r\n")


@pytest.mark.assertion("E-100")
def test_a_search_that_answers_with_more_than_asked_is_cut_to_size() -> None:
    script = [
        *LOGIN,
        ("SELECT", SELECT + b"@ OK [READ-WRITE] done\r\n"),
        ("SEARCH", b"* SEARCH 3 2001 5\r\n@ OK done\r\n"),
    ]

    def act(mailbox: Mailbox) -> list[int]:
        mailbox.select()
        return mailbox.uids(first=4)

    assert spoken(script, act) == [5]


def test_a_message_the_server_will_not_hand_over_does_not_stop_the_rest() -> None:
    date = b'INTERNALDATE "01-Jan-2026 00:00:00 +0000"'
    sizes = b"* 1 FETCH (UID 1 RFC822.SIZE 5 @D)\r\n* 2 FETCH (UID 2 RFC822.SIZE 5 @D)\r\n".replace(
        b"@D", date
    )
    script = [
        *LOGIN,
        ("SELECT", SELECT + b"@ OK [READ-WRITE] done\r\n"),
        ("NOOP", b"@ OK done\r\n"),
        ("SEARCH", b"* SEARCH 1\r\n@ OK done\r\n"),
        ("RFC822.SIZE", sizes + b"@ OK done\r\n"),
        ("FETCH 2 (BODY.PEEK[])", b"* 2 FETCH (UID 2 BODY[] {5}\r\nx: y\n)\r\n@ OK done\r\n"),
        ("BODY.PEEK[", b"@ NO [SERVERBUG] cannot read it\r\n"),
    ]

    def act(mailbox: Mailbox) -> list[Any]:
        mailbox.select()
        return list(mailbox.fetch([1, 2], max_bytes=100))

    first, second = spoken(script, act)
    assert isinstance(first, Oversize)
    assert (first.uid, first.beginning, first.size) == (1, b"", 5)
    assert isinstance(second, Fetched)


def test_a_message_the_server_tells_nothing_of_is_complained_about_after_the_others() -> None:
    size = b'* 2 FETCH (UID 2 RFC822.SIZE 5 INTERNALDATE "01-Jan-2026 00:00:00 +0000")\r\n@ OK done\r\n'
    script = [
        *LOGIN,
        ("SELECT", SELECT + b"@ OK [READ-WRITE] done\r\n"),
        ("NOOP", b"@ OK done\r\n"),
        ("SEARCH", b"* SEARCH 1\r\n@ OK done\r\n"),
        ("RFC822.SIZE", size),
        ("BODY.PEEK[]", b"* 2 FETCH (UID 2 BODY[] {5}\r\nx: y\n)\r\n@ OK done\r\n"),
    ]
    found: list[Any] = []

    def act(mailbox: Mailbox) -> None:
        mailbox.select()
        for each in mailbox.fetch([1, 2], max_bytes=100):
            found.append(each)

    with pytest.raises(Refused, match="UID 1"):
        spoken(script, act)
    assert [each.uid for each in found] == [2]


@pytest.mark.parametrize(("said", "kind"), [(b"@ OK in\r\n", type(None)), (b"@ NO no\r\n", Refused)])
def test_an_access_token_is_sent_once_and_a_refusal_is_answered_with_nothing(
    said: bytes, kind: type[object]
) -> None:
    refused = kind is Refused
    challenge = b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n"
    script = [
        ("CAPABILITY", b"* CAPABILITY IMAP4rev1 UIDPLUS AUTH=XOAUTH2\r\n@ OK done\r\n"),
        ("AUTHENTICATE XOAUTH2", b"+ \r\n"),
    ]
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(GREETING)
            tag = b""
            for line in lines:
                word, _, command = line.strip().partition(b" ")
                reply = next((text for wanted, text in script if wanted.encode() in command), None)
                if reply is not None:
                    tag = word
                    connection.sendall(reply.replace(b"@", tag))
                    continue
                if b"LOGOUT" in line:
                    return
                heard.append(line.strip())
                last = not refused or len(heard) == 2
                connection.sendall(said.replace(b"@", tag) if last else challenge)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    port = listener.getsockname()[1]
    terms = Account("127.0.0.1", port, "none", "user", lambda: "token", mechanism="xoauth2")
    mailbox = Mailbox(terms, inbox="INBOX", folders=None)
    caught: Exception | None = None
    try:
        mailbox.connect()
    except Refused as error:
        caught = error
    mailbox.close()
    thread.join(10)
    listener.close()
    assert isinstance(caught, kind)
    assert base64.b64decode(heard[0]) == b"user=user\1auth=Bearer token\1\1"
    assert heard[1:] == ([b""] if refused else [])
