"""A mailbox that is only looked at: what lies there is told as it is, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest
from servers import Dovecot, UserOf
from test_imap import LOGIN, SELECT, account, put, scripted

from mailbot.wire import shelf
from mailbot.wire.outcome import Disconnected, Refused, UnsafeArgument
from mailbot.wire.shelf import Archive, Held, Shelf
from mailbot.wire.terms import Account

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
OURS = "<0123456789abcdef.acknowledgement@firm.example>"


def raw(message_id: str = "<one@example.org>", text: str = "I complain") -> bytes:
    field = f"Message-ID: {message_id}\r\n" if message_id else ""
    return f"From: jane@example.org\r\n{field}Subject: x\r\n\r\n{text}\r\n".encode()


@contextmanager
def looking(at: UserOf, mailbox: str = "INBOX") -> Iterator[Shelf]:
    with Shelf(account(at)) as opened:
        assert opened.open(mailbox) is not None
        yield opened


def every(opened: Shelf) -> list[Held]:
    return [one for some in opened.held(opened.uids()) for one in some]


def test_what_lies_there_is_told_with_its_date_its_size_and_its_message_id(imap_server: UserOf) -> None:
    messages = [raw(), raw(""), raw("<a@b> (comment)"), raw("\r\n <folded@example.org>"), raw("<a@b> <c@d>")]
    put(imap_server, *messages, when=MONDAY)
    with looking(imap_server) as opened:
        found = every(opened)
        digests = [opened.digest(one) for one in found]
    assert [one.size for one in found] == [len(each) for each in messages]
    assert {one.internal_date for one in found} == {MONDAY}
    ids = [one.message_id for one in found]
    assert ids == ["<one@example.org>", None, "<a@b>", "<folded@example.org>", None]
    assert digests == [sha256(each).hexdigest() for each in messages]


@pytest.mark.assertion("E-102")
def test_looking_changes_no_flag(imap_server: UserOf) -> None:
    put(imap_server, raw())
    put(imap_server, raw(), flags=(r"\Seen", r"\Flagged"))
    before = imap_server.server.listing(imap_server.user)
    with looking(imap_server) as opened:
        for one in every(opened):
            opened.digest(one)
        opened.copies(OURS, MONDAY.date())
    assert imap_server.server.listing(imap_server.user) == before


def test_more_than_fits_one_fetch_comes_in_order(
    imap_server: UserOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(imap_server, *(raw(f"<{number}@example.org>") for number in range(10)))
    monkeypatch.setattr(shelf, "HELD_WINDOW", 3)
    monkeypatch.setattr(shelf, "SEARCH_WINDOW", 4)
    with looking(imap_server) as opened:
        assert [one.message_id for one in every(opened)] == [
            f"<{number}@example.org>" for number in range(10)
        ]


def test_only_what_was_received_since_a_day_is_listed_if_so_asked(imap_server: UserOf) -> None:
    put(imap_server, raw(), when=MONDAY)
    put(imap_server, raw(), when=MONDAY.replace(day=20))
    with looking(imap_server) as opened:
        assert opened.uids(since=date(2026, 3, 10)) == opened.uids()[1:]
        assert len(opened.uids(since=date(2026, 3, 1))) == 2


def test_a_mailbox_that_is_not_there_is_none_or_refused(imap_server: UserOf) -> None:
    with Shelf(account(imap_server)) as opened:
        assert opened.open("nowhere") is None
        with pytest.raises(Refused, match="there is no mailbox nowhere"):
            opened.require("nowhere")
        with pytest.raises(Disconnected, match="no mailbox opened"):
            opened.uids()


@pytest.mark.servers
def test_a_message_that_was_removed_meanwhile_is_left_out(dovecot: UserOf) -> None:
    put(dovecot, raw(), raw())
    with looking(dovecot) as opened:
        uids = opened.uids()
        first = next(opened.held(uids))[0]
        with dovecot.server.client(dovecot.user) as client:
            client.select_folder("INBOX")
            client.delete_messages(uids[:1])
            client.uid_expunge(uids[:1])
        assert opened.digest(first) is None
        assert opened.open("INBOX") is not None
        assert [[one.uid for one in some] for some in opened.held(uids)] == [uids[1:]]


def test_an_empty_mailbox_holds_nothing(imap_server: UserOf) -> None:
    with looking(imap_server) as opened:
        assert (opened.uids(), every(opened)) == ([], [])


@pytest.mark.servers
def test_our_folders_are_found_below_the_personal_namespace() -> None:
    with Dovecot(prefix="INBOX.", separator=".") as server:
        user = UserOf(server, "complaints")
        server.append(user.user, "INBOX.Complaints.processed", raw())
        with Shelf(account(user)) as opened:
            assert opened.open("Complaints/processed", ours=True) is not None
            assert len(opened.uids()) == 1
            assert opened.open("INBOX") is not None


# -- the archive


def test_the_copies_of_a_letter_are_found_by_its_message_id_alone(imap_server: UserOf) -> None:
    put(imap_server, raw(), raw(OURS), raw(f"{OURS} x"), raw(f"<x@y> {OURS}"), raw("<other@firm.example>"))
    put(imap_server, raw(OURS, "quoted: " + OURS))
    with looking(imap_server) as opened:
        uids = opened.uids()
        assert opened.copies(OURS, date(2026, 1, 1)) == [uids[1], uids[5]]
        assert opened.copies(OURS, date(2100, 1, 1)) == []
        assert opened.copies(OURS.replace("0", "9"), date(2026, 1, 1)) == []


def test_an_archive_tells_which_letters_lie_there(imap_server: UserOf) -> None:
    put(imap_server, raw(OURS), when=MONDAY)
    other, hostile = OURS.replace("0", "9"), "x\r\nX1 CREATE Gone\r\n"
    wanted = [(each, MONDAY) for each in (OURS, other, "<jane@example.org>", hostile)]
    assert Archive(account(imap_server), "INBOX").holds(wanted) == {OURS}
    with pytest.raises(Refused, match="there is no mailbox Copies"):
        Archive(account(imap_server), "Copies").holds(wanted)


@pytest.mark.assertion("E-121")
@pytest.mark.parametrize(
    "hostile",
    [
        "<one@example.org>",
        "x\r\nX1 CREATE Gone\r\nX2 MOVE 1:* Gone",
        f"{OURS}\r\nX1 CREATE Gone",
        f'{OURS}" "x',
        "",
        "<" * 3000,
    ],
)
def test_nothing_of_a_message_is_ever_searched_for(imap_server: UserOf, hostile: str) -> None:
    put(imap_server, raw())
    with looking(imap_server) as opened:
        with pytest.raises(UnsafeArgument, match="nothing was sent"):
            opened.copies(hostile, date(2026, 1, 1))
        assert len(opened.uids()) == 1, "the connection is sound"
    assert len(imap_server.server.listing(imap_server.user)) == 1


# -- servers that are odd

FACTS = b'RFC822.SIZE 50 INTERNALDATE "02-Mar-2026 10:00:00 +0000"'


def spoken(fetched: bytes, act: Callable[[Shelf], Any]) -> Any:
    script = [
        *LOGIN,
        ("LIST", b'* LIST () "/" INBOX\r\n@ OK done\r\n'),
        ("EXAMINE", SELECT + b"@ OK [READ-ONLY] done\r\n"),
        ("NOOP", b"@ OK done\r\n"),
        ("FETCH", fetched + b"@ OK done\r\n"),
    ]
    with scripted(script) as port:
        terms = Account("127.0.0.1", port, "none", "user", lambda: "pw", read_timeout=2.0)
        with Shelf(terms) as opened:
            opened.open("INBOX")
            return act(opened)


@pytest.mark.parametrize(
    "name",
    [
        b"BODY[HEADER.FIELDS (MESSAGE-ID)]<0>",
        b'BODY[HEADER.FIELDS ("MESSAGE-ID")]<0>',
        b"BODY[HEADER.FIELDS (Message-Id)]",
        b"body[header.fields (message-id)]<0>",
    ],
)
def test_however_a_server_writes_the_fields_name_it_is_read(name: bytes) -> None:
    field = b"Message-ID: <a.b>\r\n\r\n"  # no @: that is the tag in a script
    told = b"* 1 FETCH (UID 1 %s %s {%d}\r\n%s)\r\n" % (FACTS, name, len(field), field)
    ((one,),) = spoken(told, lambda opened: list(opened.held([1])))
    assert one == Held(1, MONDAY, 50, "<a.b>")


@pytest.mark.parametrize("nothing", [b"NIL", b'""', b"{2}\r\n\r\n"])
def test_a_message_without_the_field_is_one_without_a_message_id(nothing: bytes) -> None:
    told = b"* 1 FETCH (UID 1 %s BODY[HEADER.FIELDS (MESSAGE-ID)]<0> %s)\r\n" % (FACTS, nothing)
    ((one,),) = spoken(told, lambda opened: list(opened.held([1])))
    assert one.message_id is None


def test_what_the_server_says_nothing_of_is_left_out() -> None:
    told = b"* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n"
    assert spoken(told, lambda opened: list(opened.held([1, 2]))) == [[]]
