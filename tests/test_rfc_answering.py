"""Whom a machine answers (RELIABILITY section 2 A), along the whole path: a message in, the ledger, what the
courier was given. Whoever is not answered lies before a person."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from empty_database import database_in
from fakes import MAILBOX, FakeCourier, Office, message
from hands import Hands

from mailbot.store.database import Database

JANE = "jane.doe@example.org"
ANSWERED = "answered"
REPORT = """--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/{kind}

Final-Recipient: rfc822; a@b.example
Action: failed
Status: 5.1.1

--b--
"""
CALENDAR = """--b
Content-Type: text/plain

{words}

--b
Content-Type: text/calendar; method={method}

BEGIN:VCALENDAR
METHOD:{method}
END:VCALENDAR
--b--
"""


def topped(*fields: str, raw: bytes | None = None) -> bytes:
    """A complaint with these fields above its own."""
    return "".join(f"{field}\r\n" for field in fields).encode() + (raw or message())


def report(kind: str) -> bytes:
    return message(
        REPORT.format(kind=kind),
        author="System <system@mx.example.org>",
        MIME_Version="1.0",
        Content_Type=f'multipart/report; report-type={kind}; boundary="b"',
    )


def calendar(method: str, words: str) -> bytes:
    return message(
        CALENDAR.format(method=method, words=words),
        subject="Accepted: our call",
        MIME_Version="1.0",
        Content_Type='multipart/alternative; boundary="b"',
    )


BOUNCE = message("User unknown.", author="MAILER-DAEMON@mx.example.org", subject="Delivery failed")
OUR_ID = "<0123456789abcdef0123456789abcdef.acknowledgement@firm.example.com>"
LISTS = ("Id", "Help", "Subscribe", "Unsubscribe", "Post", "Owner", "Archive")
ROBOTS = (
    *("owner-x", "x-owner", "x-request", "MAILER-DAEMON", "LISTSERV", "majordomo"),
    *("noreply", "no-reply", "donotreply"),
)
OURS = f"from an address of ours: {MAILBOX}"
NO_ANSWER = "the sender asks for no automatic answer"

#: The number of the assertion; the message; `ANSWERED`, or for a message that opened a case the reason why
#: its acknowledgement is owed, or for any other what lies before a person.
MESSAGES: list[tuple[int, bytes, str]] = [
    (1, topped("Auto-Submitted: auto-replied"), "automatic"),
    (2, topped("Auto-Submitted: auto-generated"), "auto-submitted: auto-generated"),
    (3, topped('Auto-Submitted: auto-notified; owner-email="a@b.example"'), "automatic"),
    (4, topped('AUTO-SUBMITTED: (note) Auto-Replied ; x-p="a;b"'), "automatic"),
    (5, topped("Auto-Submitted: x-robot"), "auto-submitted: x-robot"),
    (6, topped("Auto-Submitted: no"), ANSWERED),
    (7, topped("Auto-Submitted: No ; x=1"), ANSWERED),
    (8, topped("Auto-Submitted: no", "Auto-Submitted: auto-replied"), "automatic"),
    (8, topped("Auto-Submitted: auto-replied", "Auto-Submitted: no"), "automatic"),
    (9, topped("Return-Path: <>"), "null return path"),
    (10, message(), ANSWERED),  # many stores drop the field: its absence alone is no reason
    (11, topped("Return-Path: <a@b.example>", "Return-Path: <c@d.example>"), "two different return paths"),
    (12, report("delivery-status"), "unmatched-report"),
    (13, report("disposition-notification"), "unmatched-report"),
    (14, report("feedback-report"), "unmatched-report"),
    (15, BOUNCE, "unmatched-report"),
    (16, topped(f"Disposition-Notification-To: {JANE}"), ANSWERED),
    (17, topped(f"Return-Receipt-To: {JANE}"), ANSWERED),
    (17, topped(f"X-Confirm-Reading-To: {JANE}"), ANSWERED),
    *((18, topped(f"List-{name}: <x.example.org>"), "list") for name in LISTS),
    *((19, topped(f"Precedence: {word}"), "a mailing list: precedence: bulk") for word in ("bulk", "BULK")),
    *((19, topped(f"Precedence: {word}"), "list") for word in ("list", "List")),
    (19, topped("Precedence: Junk"), "precedence: junk"),
    (19, topped("Precedence: auto_reply"), "automatic"),
    *((20, message(author=f"{name}@example.org"), f"it came from {name}@example.org") for name in ROBOTS),
    (21, message(author="postmaster@example.org"), "a postmaster"),
    (22, message(author=MAILBOX), OURS),
    (22, message(author="Complaints+X@firm.example.com"), "from an address of ours: Complaints+X@"),
    (22, topped(f"Sender: {MAILBOX}"), OURS),
    (22, topped(f"Return-Path: <{MAILBOX}>"), OURS),
    (23, topped("X-Mailbot-Loop: firm.example.com"), "mail loop: x-mailbot-loop"),
    (23, message(message_id=OUR_ID), "mail loop: a Message-ID of ours"),
    (23, topped("X-Mailbot-Loop: firm.example.com", raw=message(author=MAILBOX)), "loop"),
    *((24, topped(f"X-Auto-Response-Suppress: {x}"), NO_ANSWER) for x in ("ALL", "DR, autoreply")),
    (25, topped("X-Auto-Response-Suppress: DR, RN"), ANSWERED),
    *((26, topped(f"{name}: yes"), "automatic") for name in ("X-Autoreply", "X-Autorespond")),
    (26, topped("X-Autoresponder: x"), "automatic"),
    (26, topped("X-Precedence: auto_reply"), "automatic"),
    (26, topped("Delivered-To: autoresponder"), "automatic"),
    (27, topped("X-Spam-Flag: YES"), "suspect"),
    (28, message(author=""), "no author"),
    (28, message(author="alice@example.org)bob@evil.example"), "no author"),
    (29, message(author="a@example.org, b@example.org"), "no single author"),
    (30, message(to="other@example.net"), "not addressed to this mailbox"),
    (31, topped(*["Received: by x.example"] * 101), "more than 100 hops: 101 Received fields"),
    (31, topped(*["Received: by x.example"] * 100), ANSWERED),
    (32, calendar("REQUEST", "Can we talk?"), "a calendar message: REQUEST"),
    (32, calendar("REPLY", "Jane has accepted this invitation."), "automatic"),
]
LABELS = [f"A-{number} {raw[:40].decode(errors='replace')!r}" for number, raw, _ in MESSAGES]
#: What one message's own kind tells a person beside it, and is no acknowledgement withheld.
BESIDE = {"possible-duplicate"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office on a database of its own; what is asked here is not the database's matter."""
    database = database_in(tmp_path)
    yield Office(database)
    database.close()


def outward(courier: FakeCourier) -> list[tuple[str, bytes]]:
    """What went to anybody who is not of the firm: to whom, and the octets."""
    letters = [(recipients[0], raw) for _, recipients, raw in courier.letters]
    return [(to, raw) for to, raw in letters if not to.endswith("@firm.example.com")]


def test_each_line_of_the_checklist_has_its_message() -> None:
    assert {number for number, _, _ in MESSAGES} == set(range(1, 33))


@pytest.mark.assertion("A-0", "A-1", "A-2", "A-3", "A-4", "A-5", "A-6", "A-7", "A-8", "A-9", "A-10", "A-11")
@pytest.mark.assertion("A-12", "A-13", "A-14", "A-15", "A-16", "A-17", "A-18", "A-19", "A-20", "A-21")
@pytest.mark.assertion("A-22", "A-23", "A-24", "A-25", "A-26", "A-27", "A-28", "A-29", "A-30", "A-31", "A-32")
@pytest.mark.parametrize(("raw", "expected"), [row[1:] for row in MESSAGES], ids=LABELS)
def test_a_message_is_answered_or_lies_before_a_person_and_never_both(
    office: Office, raw: bytes, expected: str
) -> None:
    office.take(raw)
    courier = FakeCourier()
    office.deliver(courier)
    (row,) = office.rows("SELECT id, accounted, case_id, reason FROM messages")
    found = office.tasks()
    if expected == ANSWERED:
        letters = outward(courier)
        assert [to for to, _ in letters] == [JANE, JANE]
        assert [message_from_bytes(letter)["X-Mailbot-Letter"] for _, letter in letters] == [
            "acknowledgement",
            "leaflet",
        ]
        assert found == []
        return
    assert outward(courier) == []
    (task,) = found
    assert task.message_row_id == row.id
    assert (row.accounted == "open") is (row.case_id is not None)
    if row.case_id is None:
        assert task.reason == expected
    else:
        assert task.reason == "acknowledgement owed"
        assert str(row.reason).startswith(expected)
        assert str(row.reason) in task.detail


@pytest.mark.assertion("A-0")
def test_as_many_are_withheld_as_lie_before_a_person(database: Database) -> None:
    office = Office(database)
    for _, raw, _ in MESSAGES:
        office.take(raw)
        office.clock.go(days=8)  # nobody reaches a limit
    courier = FakeCourier()
    office.deliver(courier)
    answered = sum(b"\r\nX-Mailbot-Letter: acknowledgement\r\n" in raw for _, raw in outward(courier))
    assert answered == sum(expected == ANSWERED for _, _, expected in MESSAGES)
    tasks = [task for task in office.tasks() if task.reason not in BESIDE]
    assert len({task.message_row_id for task in tasks}) == len(tasks) == len(MESSAGES) - answered
    assert len(office.rows("SELECT id FROM messages")) == len(MESSAGES)
    assert len(Hands(office).silent()) == 0


@pytest.mark.assertion("A-16", "A-17")
@pytest.mark.parametrize(
    "field",
    ["Disposition-Notification-To", "Return-Receipt-To", "X-Confirm-Reading-To", "Generate-Delivery-Report"],
)
def test_no_receipt_is_ever_sent(office: Office, field: str) -> None:
    office.take(topped(f"{field}: <spy@evil.example>"))
    courier = FakeCourier()
    office.deliver(courier)
    assert {to for to, _ in outward(courier)} == {JANE}
    for _, recipients, raw in courier.letters:
        assert "spy@evil.example" not in recipients
        assert b"disposition-notification" not in raw.lower()
        assert b"evil.example" not in raw


@pytest.mark.assertion("A-30")
@pytest.mark.parametrize("field", ["To", "Cc", "Resent-To", "Resent-Cc", "Delivered-To"])
def test_a_message_that_names_the_mailbox_in_any_of_these_fields_is_answered(
    office: Office, field: str
) -> None:
    raw = message(to="") if field == "To" else message(to="other@example.net")
    office.take(topped(f"{field}: {MAILBOX}", raw=raw))
    courier = FakeCourier()
    office.deliver(courier)
    assert {to for to, _ in outward(courier)} == {JANE}


@pytest.mark.assertion("B-45")
@pytest.mark.parametrize("subject", ["Auto: my complaint", "Auto: Re: Your letter", "AUTO: COMPLAINT"])
def test_a_subject_that_begins_with_auto_is_no_sign_of_a_machine(office: Office, subject: str) -> None:
    office.take(message(subject=subject))
    courier = FakeCourier()
    office.deliver(courier)
    assert [to for to, _ in outward(courier)] == [JANE, JANE]
