"""Servers that refuse, err, or lie: no crash, no hang, no message read in part and taken for whole."""

from __future__ import annotations

import imaplib
import random
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import Any

import pytest
from fakes import Office, message
from imap_proxy import Proxy
from inbox import QUICK, Inbox, complaint
from servers import Certificates, Dovecot, UserOf
from toy_imap import Toy

from mailbot.wire import stream
from mailbot.wire.imap import Mailbox
from mailbot.wire.outcome import Disconnected, Fetched, MailboxError, Refused, UnsafeArgument
from mailbot.wire.terms import Account

NAMES = ("p0", "p1", "p2", "p3", "p4")
FILED = {"processed": "processed", "set_aside": "set_aside", "not_complaints": "not_complaints"}


def toy_account(toy: Toy, **changes: Any) -> Account:
    terms: dict[str, Any] = {"secret": lambda: "token", "mechanism": "xoauth2", **QUICK, **changes}
    return Account("127.0.0.1", toy.port, "none", "user", **terms)


@contextmanager
def selected(toy: Toy, **changes: Any) -> Iterator[Mailbox]:
    mailbox = Mailbox(toy_account(toy, **changes), inbox="INBOX", folders={"processed": "processed"})
    try:
        mailbox.connect()
        mailbox.ensure_folders()
        mailbox.select()
        yield mailbox
    finally:
        mailbox.close()


def nowhere(office: Office, **options: Any) -> Inbox:
    """An inbox on no server of its own: what it connects to is said by the test."""
    return Inbox(UserOf(None, "user"), office, **options)  # type: ignore[arg-type]


# --- refusals -------------------------------------------------------------------------------------------


@pytest.mark.servers
@pytest.mark.assertion("E-111", "E-112")
@pytest.mark.fault("F21")
@pytest.mark.parametrize(
    ("code", "passing"),
    [
        ("OVERQUOTA", False),
        ("LIMIT", False),
        ("CONTACTADMIN", False),
        ("NOPERM", False),
        ("ALERT", False),
        ("UNAVAILABLE", True),
        ("INUSE", True),
        ("SERVERBUG", True),
        ("EXPUNGEISSUED", True),
    ],
)
def test_a_move_that_is_refused_is_told_and_tried_again_and_the_reading_goes_on(
    dovecot: UserOf, office: Office, code: str, *, passing: bool
) -> None:
    with Proxy(dovecot.server.port) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port, **QUICK)
        inbox.run()
        created = len([command for command in proxy.commands if command.startswith("CREATE")])
        inbox.put_complaints(*NAMES[:3])
        proxy.fault("UID MOVE", "say", f"@ NO [{code}] sorry\r\n", times=1000)
        watch = inbox.run()
        assert code in (watch.trouble or "")
        assert ("trying again" in (watch.trouble or "")) == passing
        inbox.put_complaints(*NAMES[3:])
        watch.run()
        assert len(office.cases()) == len(NAMES)
        assert len(inbox.in_folder("INBOX")) == len(NAMES)
        assert len([command for command in proxy.commands if command.startswith("CREATE")]) == created
        proxy.faults.clear()
        watch.run()
    assert watch.trouble is None
    inbox.assert_all_filed(*NAMES)
    assert office.out.getvalue().count(" mailbox-trouble ") == 1


@pytest.mark.servers
@pytest.mark.fault("F21")
def test_one_message_that_cannot_be_moved_keeps_no_other(dovecot: UserOf, office: Office) -> None:
    with Proxy(dovecot.server.port) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port, **QUICK)
        inbox.put_complaints(*NAMES)
        stuck = sorted(dovecot.server.listing(dovecot.user))[2]
        proxy.fault(rf"UID MOVE [0-9,:]*\b{stuck}\b", "say", "@ NO [SERVERBUG] corrupt\r\n", times=1000)
        watch = inbox.run()
        assert "SERVERBUG" in (watch.trouble or "")
        assert list(dovecot.server.listing(dovecot.user)) == [stuck]
        assert len(inbox.in_folder("processed")) == len(NAMES) - 1
        proxy.faults.clear()
        watch.run()
    inbox.assert_all_filed(*NAMES)


@pytest.mark.servers
@pytest.mark.fault("F21")
def test_a_folder_that_takes_nothing_costs_a_few_commands_a_look(dovecot: UserOf, office: Office) -> None:
    with Proxy(dovecot.server.port) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port, **QUICK)
        names = [f"p{number}" for number in range(40)]
        inbox.put_complaints(*names)
        proxy.fault("UID MOVE", "say", "@ NO [OVERQUOTA] full\r\n", times=1000)
        inbox.run()
    assert len([command for command in proxy.commands if "MOVE" in command]) <= 20


@pytest.mark.servers
@pytest.mark.assertion("E-112")
@pytest.mark.fault("F21")
def test_a_full_folder_on_a_real_server_leaves_the_mail_in_the_inbox_until_there_is_room(
    office: Office,
) -> None:
    with Quota() as server:
        inbox = Inbox(UserOf(server, "jane"), office, below="Filed/", **QUICK)
        inbox.put_complaints(*NAMES)
        watch = inbox.run()
        assert "OVERQUOTA" in (watch.trouble or "")
        assert len(office.cases()) == len(NAMES)
        assert len(inbox.in_folder("processed")) == Quota.room
        assert len(inbox.everywhere()) == len(set(inbox.everywhere())) == len(NAMES)
        server.make_room()
        assert inbox.run(attempts=3).trouble is None
        inbox.assert_all_filed(*NAMES)


class Quota(Dovecot):
    """Dovecot whose folders below Filed/ hold two messages in all, until there is room."""

    room = 2

    def _configuration(self, uid: int, gid: int, *, root: bool) -> str:
        return super()._configuration(uid, gid, root=root) + _QUOTA.format(room=self.room)

    def make_room(self) -> None:
        self.conf.write_text(self.conf.read_text().replace("*:messages=2", "*:messages=1000"))
        self.doveadm("reload")
        self.kill_sessions()


_QUOTA = """
namespace filed {{
  prefix = Filed/
  separator = /
  location = maildir:~/filed
}}
mail_plugins = quota
protocol imap {{
  mail_plugins = quota imap_quota
}}
plugin {{
  quota = maildir:Inbox:ns=
  quota_rule = *:storage=1G
  quota2 = maildir:Filed:ns=Filed/
  quota2_rule = *:messages={room}
}}
"""


@pytest.mark.assertion("E-113")
def test_a_mailbox_that_becomes_read_only_is_left_alone_and_a_person_is_told() -> None:
    told = b"* OK [READ-ONLY] for the backup\r\n@ OK done\r\n"
    with Toy(inbox={1: message()}, uid_next=2, scripts={"NOOP": [told]}) as toy, selected(toy) as mailbox:
        with pytest.raises(Refused, match="read-only"):
            mailbox.idle(5, threading.Event())
        with pytest.raises(Disconnected):
            mailbox.move([1], "processed")
        assert toy.folders == {}


# --- answers in any shape -------------------------------------------------------------------------------


@pytest.mark.assertion("E-103", "E-106")
def test_items_in_any_order_split_and_unasked_make_the_same_messages() -> None:
    one, two = message(author="a@example.org"), message(author="b@example.org")
    date = b'INTERNALDATE "20-Nov-2026 12:00:00 +0000"'
    sizes = (
        b"* 2 FETCH (RFC822.SIZE %d UID 2)\r\n* 1 FETCH (FLAGS (\\Seen))\r\n* 7 EXISTS\r\n"
        b"* 1 FETCH (UID 1 %s)\r\n* 2 FETCH (UID 2 FLAGS () %s)\r\n* 2 EXPUNGE\r\n"
        b"* 1 FETCH (UID 1 RFC822.SIZE %d)\r\n* 9 FETCH (UID 99 RFC822.SIZE 5)\r\n@ OK done\r\n"
    ) % (len(two), date, date, len(one))
    # "FETCH (BODY[] …)" without a UID is about nobody: its number is the UID of another message.
    bodies = (
        b"* 1 FETCH (BODY[] {5}\r\nwrong)\r\n* 2 FETCH (BODY[] {%d}\r\n%s UID 2)\r\n"
        b"* 1 EXPUNGE\r\n* 1 FETCH (UID 1 FLAGS () BODY[] {%d}\r\n%s)\r\n@ OK done\r\n"
    ) % (len(two), two, len(one), one)
    toy = Toy(inbox={1: one, 2: two}, uid_next=3, scripts={".*RFC822": [sizes], ".*BODY": [bodies]})
    with toy, selected(toy) as mailbox:
        found = list(mailbox.fetch([1, 2], max_bytes=10_000))
    assert [(each.uid, each.raw) for each in found if isinstance(each, Fetched)] == [(1, one), (2, two)]


@pytest.mark.assertion("E-104")
@pytest.mark.parametrize(
    "first",
    [
        b"@ OK nothing to say\r\n",
        b"* 1 FETCH (UID 1 FLAGS ())\r\n@ OK done\r\n",
        b"* 1 FETCH (UID 1 BODY[] NIL)\r\n@ OK done\r\n",
        b'* 1 FETCH (UID 1 BODY[] "")\r\n@ OK done\r\n',
        b"* 1 FETCH (UID 1 BODY[] {0}\r\n)\r\n@ OK done\r\n",
    ],
)
def test_a_fetch_that_leaves_out_what_was_asked_for_is_asked_again_and_is_no_empty_message(
    first: bytes,
) -> None:
    with Toy(inbox={1: message()}, uid_next=2, scripts={r".*BODY": [first]}) as toy:
        with selected(toy) as mailbox:
            (found,) = mailbox.fetch([1], max_bytes=10_000)
        assert isinstance(found, Fetched)
        assert found.raw == toy.inbox[1]
        asked = [command.partition(" ")[0] for command in toy.commands]
        assert asked[-4:] == ["UID", "NOOP", "UID", "LOGOUT"]


@pytest.mark.assertion("E-105")
@pytest.mark.parametrize("told", [1, 5_000])
def test_the_length_of_the_literal_counts_and_not_the_size_that_was_told(told: int) -> None:
    raw = message()
    sizes = b'* 1 FETCH (UID 1 RFC822.SIZE %d INTERNALDATE "20-Nov-2026 12:00:00 +0000")\r\n@ OK done\r\n'
    with (
        Toy(inbox={1: raw}, uid_next=2, scripts={r".*RFC822": [sizes % told]}) as toy,
        selected(toy) as mailbox,
    ):
        (found,) = mailbox.fetch([1], max_bytes=10_000)
    assert isinstance(found, Fetched)
    assert found.raw == raw


def test_a_message_without_a_date_starts_its_clock_when_it_is_seen(office: Office) -> None:
    sizes = b'* 1 FETCH (UID 1 RFC822.SIZE 9 INTERNALDATE "sometime")\r\n@ OK done\r\n'
    inbox = nowhere(office, moving=False)
    with Toy(inbox={1: message()}, uid_next=2, scripts={r".*RFC822": [sizes] * 2}) as toy:
        inbox.watch(connection=lambda: Mailbox(toy_account(toy), inbox="INBOX", folders=None)).run()
    (case,) = office.cases()
    assert case.received_at == office.clock.now


@pytest.mark.assertion("E-125", "E-126")
def test_what_only_condstore_and_qresync_say_changes_nothing(office: Office) -> None:
    """Neither is enabled, nor is anything remembered that HIGHESTMODSEQ could make out of date."""
    extra = [
        b"* OK [HIGHESTMODSEQ 715194045007] x\r\n",
        b"* OK [NOMODSEQ] x\r\n",
        b"* VANISHED 41,43:116\r\n",
        b"* VANISHED (EARLIER) 1:2\r\n",
        b"* 1 FETCH (UID 1 MODSEQ (12121231000))\r\n",
    ]
    with Toy(garble=lambda answer: [*extra, *answer[:-1], *extra, answer[-1]]) as toy:
        for name in NAMES:
            toy.append(complaint(name))
        inbox = nowhere(office)
        watch = inbox.watch(connection=lambda: Mailbox(toy_account(toy), inbox="INBOX", folders=FILED))
        watch.run()
        assert watch.trouble is None
        assert sorted(toy.folders["processed"]) == sorted(map(complaint, NAMES))
        assert not any("ENABLE" in command or "MODSEQ" in command for command in toy.commands)
        assert not any("CONDSTORE" in command or "CHANGEDSINCE" in command for command in toy.commands)
    assert inbox.authors() == [f"{name}@example.org" for name in NAMES]


@pytest.mark.assertion("E-126")
def test_vanished_while_we_wait_is_news_as_expunge_is() -> None:
    with Toy(while_idle=[b"* VANISHED 7\r\n"]) as toy, selected(toy, idle_round=20.0) as mailbox:
        began = time.monotonic()
        assert mailbox.idle(20, threading.Event())
        assert time.monotonic() - began < 3


# --- too much, or nonsense ------------------------------------------------------------------------------


@pytest.mark.fault("F23")
@pytest.mark.parametrize(
    "said",
    [
        b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\nabc",
        b"* 1 FETCH (UID 1 BODY[] {" + b"9" * 5000 + b"}\r\nabc",
        b"* 1 FETCH (UID 1 BODY[] {-5}\r\nabc)\r\n@ OK done\r\n",
        b"* OK " + b"x" * (stream.LINE + 70_000),
        b"* 1 FETCH " + b"(" * 100_000 + b"\r\n@ OK done\r\n",
        b'* 1 FETCH (UID 1 BODY[] "unclosed)\r\n@ OK done\r\n',
        b"* 1 FETCH (BODY[])\r\n@ OK done\r\n",
        b"* 1 FETCH 5\r\n@ OK done\r\n",
        b"* FETCH\r\n@ OK done\r\n",
        b"* 1 FETCH (1 2)\r\n@ OK done\r\n",
        b"A999 OK another's tag\r\n",
        b"+ go ahead\r\n@ OK done\r\n* BYE\r\n",
        b"\0\0\0\0\r\n",
        b"* 1 EXISTS\n@ OK done\n",
        b"\x16\x03\x01\x02\x00",
    ],
    ids=range(15),
)
def test_an_answer_that_is_none_ends_the_connection_in_time(said: bytes) -> None:
    with Toy(inbox={1: message()}, uid_next=2, scripts={".*BODY": [said]}) as toy, selected(toy) as mailbox:
        began = time.monotonic()
        found: list[object] = []
        with suppress(Disconnected):
            found += mailbox.fetch([1], max_bytes=9)
        assert not [each for each in found if isinstance(each, Fetched) and each.raw != toy.inbox[1]]
        assert time.monotonic() - began < 4


@pytest.mark.fault("F23")
def test_a_server_that_never_stops_talking_is_left() -> None:
    with Toy(scripts={"NOOP": [b"* 5 EXISTS\r\n" * 100_000 + b"@ OK done\r\n"]}) as toy:
        line = stream.Stream("127.0.0.1", toy.port, context=None, patience=1.0, answer=200_000)
        with pytest.raises(imaplib.IMAP4.abort, match="longer than anything"):
            line.noop()
        line.shutdown()


@pytest.mark.fault("F23")
def test_a_command_that_is_never_answered_though_something_is_said_comes_to_an_end() -> None:
    with Toy(scripts={"NOOP": [b"* OK working\r\n"]}) as toy:
        line = stream.Stream("127.0.0.1", toy.port, context=None, patience=1.0, lasting=0.5)
        ended = threading.Event()

        def keep_saying() -> None:
            while not ended.wait(0.05):
                for connection in list(toy._open):
                    with suppress(OSError):
                        connection.sendall(b"* OK still working\r\n")

        talker = threading.Thread(target=keep_saying, daemon=True)
        talker.start()
        with pytest.raises(imaplib.IMAP4.abort, match="did not come to an end"):
            line.noop()
        ended.set()
        talker.join(5)
        line.shutdown()


@pytest.mark.fault("F23")
@pytest.mark.parametrize(
    "greeting",
    [
        "* OK {99999999999}\r\n",
        "* PREAUTH hello\r\n",
        "* NO\r\n",
        "220 an SMTP server\r\n",
        "\r\n",
        "HTTP/1.1 400\r\n",
    ],
)
def test_a_greeting_that_is_none_ends_the_connection(greeting: str) -> None:
    with Toy(greeting=greeting) as toy:
        mailbox = Mailbox(toy_account(toy), inbox="INBOX", folders=None)
        with pytest.raises(MailboxError):
            mailbox.connect()
        assert toy.logins == []


@pytest.mark.fault("F23")
@pytest.mark.parametrize(
    "numbers",
    [
        ("x", "9", "1"),
        ("-7", "9", "1"),
        ("7", "99999999999999999999", "1"),
        ("7", "9", "99999999999999999999"),
        ("0", "9", "1"),
    ],
)
def test_a_mailbox_with_numbers_that_are_none_is_not_looked_at(
    office: Office, numbers: tuple[str, str, str]
) -> None:
    validity, following, exists = numbers
    answer = (
        f"* FLAGS ()\r\n* {exists} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY {validity}] x\r\n"
        f"* OK [UIDNEXT {following}] x\r\n@ OK [READ-WRITE] in\r\n"
    )
    inbox = nowhere(office, moving=False)
    with Toy(inbox={1: message()}, scripts={"SELECT": [answer.encode()]}) as toy:
        watch = inbox.watch(connection=lambda: Mailbox(toy_account(toy), inbox="INBOX", folders=None))
        watch.run()
    assert watch.trouble is not None
    assert office.cases() == []


# --- a message at which the connection ends -------------------------------------------------------------


@pytest.mark.assertion("E-114")
@pytest.mark.fault("F23")
@pytest.mark.parametrize(("dies_at", "stub"), [(r"BODY\.PEEK\[\]", "header"), (r"BODY\.PEEK", "nothing")])
def test_a_message_at_which_the_server_dies_each_time_keeps_no_other_and_becomes_a_stub(
    office: Office, dies_at: str, stub: str
) -> None:
    with Toy() as toy:
        for name in NAMES:
            toy.append(complaint(name))
        poison = 3

        class Deadly(dict[str, list[bytes]]):
            def items(self) -> Any:
                return [(rf"UID FETCH (?:[0-9,]*,)?{poison}(?:,[0-9,]*)? .*{dies_at}", [b"* BYE panic\r\n"])]

        toy.scripts = Deadly()
        inbox = nowhere(office)
        watch = inbox.watch(connection=lambda: Mailbox(toy_account(toy), inbox="INBOX", folders=FILED))
        others = [f"{name}@example.org" for name in NAMES if name != "p2"]
        looks = 0
        while len(office.cases()) < len(NAMES) and looks < 20:
            watch.run()
            looks += 1
    assert {case.address for case in office.cases()} > set(others)
    assert len(office.cases()) == len(NAMES)
    assert looks < 10
    case = next(case for case in office.cases() if case.address not in others)
    assert case.address == ("p2@example.org" if stub == "header" else None)
    assert {task.reason for task in office.tasks() if task.case == case.reference} >= {"acknowledgement owed"}


@pytest.mark.fault("F23")
def test_a_message_the_server_tells_nothing_of_keeps_no_other_from_being_filed(office: Office) -> None:
    with Toy() as toy:
        for name in NAMES:
            toy.append(complaint(name))

        class Silent(dict[str, list[bytes]]):
            def items(self) -> Any:
                return [(r"UID FETCH (?:3|[0-9,]*3[0-9,]*) ", [b"@ NO [SERVERBUG] no\r\n"])]

        toy.scripts = Silent()
        inbox = nowhere(office)
        watch = inbox.watch(connection=lambda: Mailbox(toy_account(toy), inbox="INBOX", folders=FILED))
        watch.run()
        assert list(toy.inbox) == [3]
    assert "UID 3" in (watch.trouble or "")
    assert len(office.cases()) == 4


# --- who is it that speaks ------------------------------------------------------------------------------


@pytest.mark.assertion("E-122")
@pytest.mark.parametrize(
    ("user", "said"),
    [
        ("jane@firm.example", "jane@firm.example"),
        ("jane doe", '"jane doe"'),
        ('jane "jd"', '"jane \\"jd\\""'),
        ("firm\\jane", '"firm\\\\jane"'),
        ("(jane)", '"(jane)"'),
    ],
)
def test_a_user_name_is_said_as_one_word_whatever_is_in_it(user: str, said: str) -> None:
    with Toy(capabilities="IMAP4rev1") as toy:
        terms = Account("127.0.0.1", toy.port, "none", user, lambda: 'pass "word"\\', **QUICK)
        mailbox = Mailbox(terms, inbox="INBOX", folders=None)
        mailbox.connect()
        mailbox.close()
    assert [one for one in toy.commands if one.startswith("LOGIN")] == [f'LOGIN {said} "pass \\"word\\"\\\\"']


def test_a_password_that_a_login_cannot_carry_is_said_so_and_not_sent() -> None:
    with Toy(capabilities="IMAP4rev1") as toy:
        terms = Account("127.0.0.1", toy.port, "none", "jane", lambda: "pässword", **QUICK)
        with pytest.raises(Refused, match="only ASCII") as refused:
            Mailbox(terms, inbox="INBOX", folders=None).connect()
    assert not any("LOGIN" in command for command in toy.commands)
    assert "ä" not in str(refused.value)


@pytest.mark.assertion("E-121")
def test_a_mailbox_name_or_user_with_a_line_break_is_refused_before_anything_is_said() -> None:
    with Toy() as toy:
        with pytest.raises(UnsafeArgument):
            Mailbox(toy_account(toy), inbox="INBOX\r\nX1 DELETE INBOX", folders=None)
        with pytest.raises(UnsafeArgument):
            Account("127.0.0.1", toy.port, "none", "user\r\nX1 DELETE INBOX", lambda: "x")
        assert toy.commands == []


@pytest.mark.assertion("E-123")
def test_capabilities_are_asked_for_again_after_the_login() -> None:
    with Toy(
        scripts={"CAPABILITY": [b"* CAPABILITY IMAP4rev1 MOVE UIDPLUS AUTH=XOAUTH2\r\n@ OK done\r\n"]}
    ) as toy:
        toy.capabilities = "IMAP4rev1 IDLE AUTH=XOAUTH2"
        mailbox = Mailbox(toy_account(toy), inbox="INBOX", folders={"processed": "processed"})
        mailbox.connect()
        assert "IDLE" in mailbox.capabilities
        assert "MOVE" not in mailbox.capabilities
        mailbox.close()


INJECTED = (
    b"* CAPABILITY IMAP4rev1 AUTH=PLAIN INJECTED\r\n",
    b"@ OK [CAPABILITY IMAP4rev1 AUTH=PLAIN INJECTED] logged in\r\n",
    b"* 5 EXISTS\r\n",
)


@pytest.mark.assertion("E-123")
@pytest.mark.parametrize("injected", INJECTED)
@pytest.mark.parametrize("apart", [False, True])
def test_what_was_said_before_tls_ends_the_connection_and_no_secret_is_told(
    tmp_path: Any, injected: bytes, *, apart: bool
) -> None:
    """The answer to the next command, sent in the clear with the one to STARTTLS (RELIABILITY.md V8)."""
    certificates = Certificates(tmp_path / "tls")
    listener = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"* OK ready\r\n")
            for line in lines:
                heard.append(line)
                tag = line.split()[0]
                if b"STARTTLS" not in line:
                    connection.sendall(b"* CAPABILITY IMAP4rev1 STARTTLS\r\n" + tag + b" OK done\r\n")
                    continue
                answer = injected.replace(b"@", tag[:-1] + b"3")
                connection.sendall(tag + b" OK begin TLS\r\n" + (b"" if apart else answer))
                if apart:
                    time.sleep(0.05)
                    connection.sendall(answer)
                try:
                    with certificates.context().wrap_socket(connection, server_side=True) as secure:
                        heard.append(secure.recv(1000))
                except (ssl.SSLError, OSError):
                    pass
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    port = listener.getsockname()[1]
    terms = Account("127.0.0.1", port, "starttls", "user", lambda: "secret", certificates.ca_file, **QUICK)
    mailbox = Mailbox(terms, inbox="INBOX", folders=None)
    with pytest.raises(MailboxError):
        mailbox.connect()
    thread.join(10)
    listener.close()
    assert not any(b"LOGIN" in line or b"AUTH" in line for line in heard)
    assert "INJECTED" not in mailbox.capabilities


@pytest.mark.assertion("E-123", "E-124")
def test_a_greeting_that_says_we_are_known_already_does_not_keep_us_from_tls() -> None:
    with Toy(greeting="* PREAUTH welcome\r\n", capabilities="IMAP4rev1 STARTTLS") as toy:
        terms = Account("127.0.0.1", toy.port, "starttls", "user", lambda: "secret", **QUICK)
        with pytest.raises(MailboxError):
            Mailbox(terms, inbox="INBOX", folders=None).connect()
        assert not any("LOGIN" in command or "AUTHENTICATE" in command for command in toy.commands)


# --- anything at all ------------------------------------------------------------------------------------

GARBAGE = (
    b"* 3 EXPUNGE\r\n",
    b"* BYE later\r\n",
    b"* OK [UIDVALIDITY 9] x\r\n",
    b"* OK [READ-ONLY] x\r\n",
    b"* 1 FETCH (UID 2 FLAGS (\\Seen))\r\n",
    b"* 1 FETCH (BODY[] {3}\r\nabc)\r\n",
    b"* SEARCH 1 2 3 4\r\n",
    b"* OK [COPYUID 1 1:4 1:4] x\r\n",
    b"+ idling\r\n",
    b"* NO [ALERT] disk\r\n",
    b"\r\n",
    b"* {5}\r\nabcde\r\n",
)


class Fuzz:
    """Mutates the lines of answers, and cuts; what is inside a literal is the server's to answer for."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.rate = self.random.choice([0.005, 0.02, 0.05, 0.2])

    def __call__(self, answer: list[bytes]) -> list[bytes]:
        pieces = []
        literal = False
        for piece in answer:
            is_literal, literal = literal, piece.endswith(b"}\r\n")
            pieces.append(piece if is_literal or self.random.random() > self.rate else self.mutated(piece))
        if self.random.random() < self.rate:
            pieces.insert(self.random.randrange(len(pieces) + 1), self.random.choice(GARBAGE))
        if self.random.random() < self.rate:
            self.random.shuffle(pieces)
        said = b"".join(pieces)
        return [
            said[: self.random.randrange(len(said) + 1)] if self.random.random() < self.rate / 2 else said
        ]

    def mutated(self, line: bytes) -> bytes:
        rng = self.random
        if not line:
            return line
        at = rng.randrange(len(line))
        match rng.randrange(9):
            case 0:
                return line[:at] + bytes([rng.randrange(256)]) + line[at + 1 :]
            case 1:
                return line[:at] + line[at + 1 :]
            case 2:
                return line[:at] + line[rng.randrange(len(line)) :]
            case 3:
                return line + line
            case 4:
                return b""
            case 5:
                number = str(rng.choice([0, 1, 2, 7, 2**31, 2**32, 2**64, -1])).encode()
                return re.sub(rb"\d+", number, line, count=1)
            case 6:
                return re.sub(rb"\d+", lambda found: b"%d" % (int(found[0]) + rng.choice([-1, 1, 9])), line)
            case 7:
                return rng.choice(GARBAGE) + line
            case _:
                return (
                    line[:at] + rng.choice([b"(", b")", b'"', b"{9}", b"[", b"]", b"\\", b"NIL "]) + line[at:]
                )


@pytest.mark.assertion("E-105", "E-114")
@pytest.mark.fault("F15", "F23")
@pytest.mark.parametrize("first", range(0, 300, 50))
def test_whatever_a_server_says_nothing_crashes_hangs_or_is_read_in_part(office: Office, first: int) -> None:
    originals = {complaint(name) for name in NAMES}
    quick = {"connect_timeout": 0.2, "read_timeout": 0.2, "answer_timeout": 0.2, "idle_round": 0.1}
    for seed in range(first, first + 50):
        with Toy(garble=Fuzz(seed)) as toy:
            for name in NAMES:
                toy.append(complaint(name))
            inbox = nowhere(office)
            inbox.intake = office.intake(mailbox=f"box{seed}")
            watch = inbox.watch(
                connection=lambda toy=toy: Mailbox(toy_account(toy, **quick), inbox="INBOX", folders=FILED)
            )
            began = time.monotonic()
            watch.run()
            assert time.monotonic() - began < 8, f"seed {seed} hangs"
            moved = [raw for folder in toy.folders.values() for raw in folder]
            assert set(toy.inbox.values()) | set(moved) == originals, f"seed {seed}: a message is nowhere"
    for digest, raw in whole(office):
        assert sha256(raw).hexdigest() != digest or raw in originals, "a part was taken for a message"


def whole(office: Office) -> list[tuple[str, bytes]]:
    query = "SELECT m.sha256, r.content FROM messages m JOIN raw_messages r ON r.message_row_id = m.id"
    return [(digest, zlib.decompress(content)) for digest, content in office.rows(query)]


@pytest.mark.fault("F23")
def test_after_a_server_came_to_its_senses_everything_is_read_once(office: Office) -> None:
    with Toy(garble=Fuzz(5)) as toy:
        for name in NAMES:
            toy.append(complaint(name))
        inbox = nowhere(office)
        quick = {"connect_timeout": 0.2, "read_timeout": 0.2, "answer_timeout": 0.2}
        watch = inbox.watch(
            connection=lambda: Mailbox(toy_account(toy, **quick), inbox="INBOX", folders=FILED)
        )
        for seed in range(10):
            toy.garble = Cutting(seed)
            watch.run()
        toy.garble = None
        watch.run()
        watch.run()
        assert watch.trouble is None
        assert sorted(raw for folder in toy.folders.values() for raw in folder) == sorted(
            map(complaint, NAMES)
        )
    assert inbox.authors() == [f"{name}@example.org" for name in NAMES]
    assert sorted(inbox.stored()) == sorted(map(complaint, NAMES))


class Cutting(Fuzz):
    """Only cuts: a server that dies in the middle of a word, and never lies."""

    def __call__(self, answer: list[bytes]) -> list[bytes]:
        said = b"".join(answer)
        return [said[: self.random.randrange(len(said))] if self.random.random() < 0.2 else said]
