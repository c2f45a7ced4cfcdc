"""What of a message gets into the letters that answer it (RELIABILITY section 2 B), in the octets a server
took over SMTP: its thread, its author's name, and nothing that breaks a line."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.header import decode_header, make_header
from email.utils import getaddresses
from pathlib import Path

import pytest
from empty_database import database_in
from fakes import LETTERHEAD, PRACTICE, Office, message
from posted import answer, fields, fit_for_the_wire, post, values
from servers import Sink

from mailbot.complaints.practice import Handler
from mailbot.store import outbox

OfficeOf = Callable[..., Office]
JANE = "jane.doe@example.org"
PARENT = "<parent@mail.example.org>"


@pytest.fixture
def office_of(tmp_path: Path) -> Iterator[OfficeOf]:
    """Makes an office on a database of its own."""
    database = database_in(tmp_path)
    yield lambda practice=PRACTICE, **how: Office(database, practice=practice, **how)
    database.close()


@pytest.fixture
def office(office_of: OfficeOf) -> Office:
    return office_of()


# -- the thread


def many(first: int, last: int) -> list[str]:
    return [f"<{number:04}.{'r' * 60}@mail.example.org>" for number in range(first, last)]


@pytest.mark.assertion("B-47", "B-48", "B-49", "B-50", "B-52")
@pytest.mark.parametrize(
    ("own", "references", "in_reply_to", "expected"),
    [
        (PARENT, "<1@x.example> <2@x.example>", "<2@x.example>", ["<1@x.example>", "<2@x.example>", PARENT]),
        (PARENT, "", "<9@x.example>", ["<9@x.example>", PARENT]),
        (PARENT, "", "<8@x.example> <9@x.example>", [PARENT]),
        (PARENT, "", "", [PARENT]),
        ("", "", "", []),
        (PARENT, " ".join(many(0, 100)), "", [*many(0, 1), *many(81, 100), PARENT]),
    ],
    ids=["references", "one in-reply-to", "two in-reply-to", "neither", "no id at all", "a hundred"],
)
def test_the_thread_is_continued_as_the_standard_says(
    office: Office, sink: Sink, own: str, references: str, in_reply_to: str, expected: list[str]
) -> None:
    folded = references.replace("> <", ">\r\n <")
    raw = message(message_id=own or "<none>", In_Reply_To=in_reply_to)
    if not own:
        raw = raw.replace(b"Message-ID: <none>\r\n", b"")
    sent = answer(office, sink, (f"References: {folded}\r\n".encode() if folded else b"") + raw)
    assert values(sent, "In-Reply-To") == ([own] if own else [])
    assert " ".join(values(sent, "References")).split() == expected
    assert max(map(len, sent.split(b"\r\n"))) <= 998


@pytest.mark.assertion("B-47", "B-51")
@pytest.mark.parametrize(
    "field",
    [
        b"Message-ID: =?utf-8?q?x=0D=0AX1_CREATE_Gone=0D=0AX2_MOVE_1=3A*_Gone=0D=0AX3_NOOP_?=",
        b"Message-ID: <a@x.example>\r\n <EVIL@x.example>",
        b"Message-ID: <EVIL a@x.example>",
        b"Message-ID: <EVIL\x00@x.example>",
        b"Message-ID: <EVIL\rBcc: v@e.example>",
        b"Message-ID: <" + b"EVIL" * 300 + b"@x.example>",
        b"Message-ID: " + b"<EVIL" * 500,
        b"Message-ID: EVIL@x.example",
        "Message-ID: <EVIL\u00fc@x.example>".encode(),
    ],
    ids=["commands", "two", "space", "NUL", "CR", "1200 octets", "500 brackets", "bare", "not ASCII"],
)
def test_an_id_that_is_none_is_copied_nowhere(office: Office, sink: Sink, field: bytes) -> None:
    raw = message(message_id="<none>").replace(b"Message-ID: <none>", field)
    answer(office, sink, raw)
    for letter in sink.letters:
        assert values(letter.raw, "In-Reply-To") == values(letter.raw, "References") == []
        assert b"EVIL" not in letter.raw
        assert b"X1_CREATE" not in letter.raw.replace(b" ", b"_")
        assert values(letter.raw, "Bcc") == []
    assert not any("EVIL" in command or "CREATE" in command for command in sink.commands)


# -- names, and the octets of every letter

NAMES = [
    "Jané Döe",
    "Ярослава Ивановна Константинопольская-Преображенская",
    "山田太郎",
    "🙂 Jane",
    "Doe, Jane",
    "Jane; Doe",
    "Jane <boss@evil.example>",
    'Jane "The Fist" Doe',
    "Doe, Jane, of the Very Long Name Society of Great Britain and Northern Ireland, Secretary",
    "Jane\\Doe",
    "=?utf-8?q?Jane?=",
    "Jane (Accounts)",
]


def named(name: str) -> bytes:
    """A complaint by somebody with this display name, as a client would write it."""
    words = [base64.b64encode(name[at : at + 10].encode()).decode() for at in range(0, len(name), 10)]
    author = " ".join(f"=?utf-8?b?{word}?=" for word in words)
    return message(author=f"{author} <{JANE}>", text="I complain about a charge.")


def signed(raw: bytes) -> tuple[str, str]:
    """The one recipient as a reader shows them: name and address."""
    (to,) = values(raw, "To")
    ((name, address),) = getaddresses([to])
    return str(make_header(decode_header(name))), address


@pytest.mark.assertion("B-46", "B-68", "B-69")
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_name_and_nobody_elses_address(office_of: OfficeOf, sink: Sink, name: str) -> None:
    """A colleague's is written as configured, a complainant's as far as it reads like a name."""
    office = office_of(replace(PRACTICE, handlers=(Handler(name, "sam@firm.example.com"),)))
    office.take(named(name))
    for letter in post(office, sink):
        shown, address = signed(letter.raw)
        assert address == letter.recipients[0]
        if address == JANE:
            assert set(re.findall(r"\w+", shown)) <= set(re.findall(r"\w+", name))
        else:
            assert shown == name
        head = letter.raw.split(b"\r\n\r\n", 1)[0]
        assert all(len(line) <= 76 for line in head.split(b"\r\n") if b"=?" in line)
        assert all(len(word) <= 75 for word in re.findall(rb"=\?[^?]*\?[^?]*\?[^?]*\?=", head))


@pytest.mark.assertion("B-62", "B-64", "B-65", "B-68")
@pytest.mark.parametrize("name", NAMES)
def test_every_letter_about_anybody_is_fit_for_the_wire(office: Office, sink: Sink, name: str) -> None:
    office.take(named(name))
    for letter in post(office, sink):
        fit_for_the_wire(letter.raw)
        names = [found.lower() for found, _ in fields(letter.raw)]
        assert len(names) == len(set(names))


@pytest.mark.assertion("B-63")
def test_a_line_that_is_a_dot_arrives_as_it_was_written(office_of: OfficeOf, sink: Sink) -> None:
    """In a firm's own template; the server takes it for the end of the letter unless it is stuffed."""
    office = office_of(head=replace(LETTERHEAD, firm=replace(LETTERHEAD.firm, address=".\\\n.1 Dot Street")))
    office.take(message())
    (kept,) = office.letters("acknowledgement")
    with office.database.reading() as session:
        written = outbox.show(session, kept.id)
    assert written is not None
    assert b"\r\n." in written
    assert written in [letter.raw for letter in post(office, sink)]
