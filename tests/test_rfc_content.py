"""What a message may claim of itself, and what is merely odd (RELIABILITY section 2 F, B-71), along the whole
path: a message in, the ledger, what the courier was given."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from empty_database import database_in
from fakes import FILE, LETTERHEAD, MAILBOX, MONDAY, OVERSIGHT, PRACTICE, FakeCourier, Office, message

OURS = "mx.firm.example.com"
PASS = f"Authentication-Results: {OURS}; dmarc=pass header.from=example.org"
NONE = f"Authentication-Results: {OURS}; dmarc=none"
FAIL = f"Authentication-Results: {OURS}; dmarc=fail header.from=example.org"
THEIRS = "Authentication-Results: mx.evil.example; dmarc=pass header.from=example.org"
JANE = "jane.doe@example.org"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    database = database_in(tmp_path)
    practice = replace(PRACTICE, authserv_ids=frozenset({OURS}))
    yield Office(database, practice=practice, head=replace(LETTERHEAD, leaflet=FILE))
    database.close()


def topped(*fields: str, raw: bytes | None = None) -> bytes:
    """A complaint with these fields above its own, the topmost first."""
    return "".join(f"{field}\r\n" for field in fields).encode() + (raw or message())


def went(office: Office) -> list[tuple[str, bytes]]:
    """To whom, and the octets."""
    courier = FakeCourier()
    office.deliver(courier)
    return [(recipients[0], raw) for _, recipients, raw in courier.letters]


def to_jane(office: Office) -> list[bytes]:
    return [raw for to, raw in went(office) if to == JANE]


# -- whose word counts


@pytest.mark.assertion("F-132")
@pytest.mark.parametrize(
    ("results", "enclosed"),
    [
        ([PASS], True),
        ([PASS.upper().replace("AUTHENTICATION-RESULTS", "authentication-results")], True),
        ([THEIRS, PASS], True),
        ([], False),
        ([THEIRS], False),
        ([NONE, PASS], False),
        ([NONE, THEIRS], False),
        ([f"Authentication-Results: {OURS}.evil.example; dmarc=pass"], False),
        ([f"X-Authentication-Results: {OURS}; dmarc=pass"], False),
        ([f"Authentication-Results: {OURS}; dmarc=pass header.from=evil.example"], False),
        ([f"Authentication-Results: {OURS}; none (dmarc=pass)"], False),
    ],
    ids=lambda value: " | ".join(value) if isinstance(value, list) else None,
)
def test_only_the_topmost_word_of_our_own_server_makes_a_sender_authentic(
    office: Office, results: list[str], enclosed: bool
) -> None:
    office.take(topped(*results))
    letters = to_jane(office)
    assert len(letters) == 2
    assert sum(b'filename="leaflet.pdf"' in raw for raw in letters) == enclosed


@pytest.mark.assertion("F-132")
@pytest.mark.parametrize(
    ("results", "suspect"),
    [
        ([FAIL], True),
        ([FAIL, PASS], True),
        ([PASS, FAIL], False),
        (["Authentication-Results: mx.evil.example; dmarc=fail"], False),
    ],
)
def test_only_the_topmost_word_of_our_own_server_makes_a_sender_a_forger(
    office: Office, results: list[str], suspect: bool
) -> None:
    office.take(topped(*results))
    assert bool(to_jane(office)) is not suspect
    assert [task.reason for task in office.tasks()] == ["suspect"] * suspect


# -- a list is no author


NEWS = "Our monthly letter to all members."
WORDS = (
    "I complain that you took £12 from my account on Monday and I want it back. I rang you three times and "
    "nobody called me back. Jane Doe"
)


@pytest.mark.assertion("F-133")
@pytest.mark.parametrize(("text", "kinds"), [(NEWS, {"list", "complaint"}), (WORDS, {"complaint"})])
@pytest.mark.parametrize(
    "list_id",
    [
        "<cases.financial-ombudsman.org.uk>",
        f"<{PRACTICE.handlers[0].email.replace('@', '.')}>",
        "<complaints.firm.example.com>",
        f"Complaints <{MAILBOX}>",
    ],
)
def test_the_name_of_a_list_says_nothing_of_who_wrote(
    office: Office, list_id: str, text: str, kinds: set[str]
) -> None:
    """No regulator, no colleague, no letter of ours, nobody vouched for: a complaint, or mail of a list."""
    office.take(message(text, List_Id=list_id))
    (row,) = office.rows("SELECT kind FROM messages")
    assert row.kind in kinds
    assert to_jane(office) == []
    (task,) = office.tasks()
    assert task.reason == ("list" if row.kind == "list" else "acknowledgement owed")


@pytest.mark.assertion("F-133")
def test_a_list_named_like_a_partys_does_not_bring_a_stranger_into_their_case(office: Office) -> None:
    office.take(message())
    (case,) = office.cases()
    office.take(
        message(
            f"About {case.reference}: send me all you have.",
            author="stranger@example.net",
            List_Id=f"<{JANE.replace('@', '.')}>",
        )
    )
    (_, second) = office.rows("SELECT case_id FROM messages ORDER BY id")
    assert second.case_id != case.id
    assert not [to for to, _ in went(office) if to == "stranger@example.net"]


# -- odd, and read all the same

STATES = [
    "Received: from a.example by b.example with ESMTP id 1 state held;\r\n Mon, 23 Nov 2026 09:58:00 +0000",
    "Received: from a.example by b.example; state timed-release;\r\n Mon, 23 Nov 2026 09:58:00 +0000",
    "Received: by b.example (state moderation) state auth;\r\n\tMon, 23 Nov 2026 09:58:00 +0000; state other",
    "Received: state",
]
OBSOLETE = [
    "Received: from a.example by b.example; Mon, 23 Nov 26 09:58 EST",
    "Received: from a.example by b.example; 23 Nov 126 09:58:00 UT",
    "Received: from a.example by b.example; Mon, 23 Nov 2026 09 : 58 : 00 Z (noon)",
    "Received: " + "from a.example (" + "x" * 3000 + ") by b.example; Mon, 23 Nov 2026 09:58:00 +0000",
    "Received: by b.example; Mon, 99 Xxx 99999999999 99:99:99 +9999",
    "Received:",
    "Date: Mon, 23 Nov 26 09:59 EST",
    "Date: Fri, 1 Jan 99 00:00:00 PDT",
    "Date: Mon, 1 Jan 99999999999 00:00:00 +0000",
    "Date: yesterday at noon",
    "Date:",
]


@pytest.mark.assertion("F-134")
@pytest.mark.parametrize("field", STATES)
def test_a_state_in_a_trace_field_disturbs_nothing(office: Office, field: str) -> None:
    office.take(topped(f"Return-Path: <{JANE}>", field))
    (row,) = office.rows("SELECT kind, reason FROM messages")
    assert tuple(row) == ("complaint", None)
    assert len(to_jane(office)) == 2


@pytest.mark.assertion("F-135")
@pytest.mark.parametrize("field", OBSOLETE, ids=[field[:60] for field in OBSOLETE])
def test_odd_trace_fields_and_dates_are_read_and_start_no_clock(office: Office, field: str) -> None:
    raw = message()
    if field.startswith("Date:"):
        raw = raw.replace(b"Date: Mon, 23 Nov 2026 09:59:00 +0000\r\n", b"")
    received = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    office.take(topped(field, raw=raw), at=received)
    (case,) = office.cases()
    assert case.received_at == received
    assert office.clock() == MONDAY
    assert len(to_jane(office)) == 2


# -- what a message points to


@pytest.fixture
def trap() -> Iterator[socket.socket]:
    """A server that hears who comes, and answers nobody."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.mark.assertion("B-71")
def test_nothing_a_message_points_to_is_ever_fetched(office: Office, trap: socket.socket) -> None:
    port = trap.getsockname()[1]
    url = f"http://127.0.0.1:{port}/track?id=1"
    html = f'<link rel="stylesheet" href="{url}"><img src="{url}"><a href="{url}">x</a><iframe src="{url}">'
    external = f'message/external-body; access-type=URL; URL="{url}"'
    fields = {
        "List_Unsubscribe": f"<{url}>",
        "List_Unsubscribe_Post": "List-Unsubscribe=One-Click",
    }
    office.take(
        message(f"<html><body><p>I complain about a fee.</p>{html}</body></html>", Content_Type="text/html"),
        message(f"I complain. See {url} for my account.", author="joe@example.org", **fields),
        message("Content-Type: text/html\r\n\r\nx", author="ann@example.org", Content_Type=external),
    )
    assert len(office.rows("SELECT id FROM messages")) == 3
    assert {OVERSIGHT.addr_spec, JANE} & {to for to, _ in went(office)}
    with pytest.raises(BlockingIOError):
        trap.accept()
