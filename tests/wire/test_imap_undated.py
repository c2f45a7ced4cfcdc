"""A message for which the server tells no date, or nonsense: it is read, and when it came in is reckoned."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest
from fakes import MONDAY, Office, message
from test_imap_hostile import FILED, nowhere, toy_account
from toy_imap import Toy

from mailbot.complaints.calendar import LONDON
from mailbot.reading.receipt import UNCERTAIN
from mailbot.store import outbox
from mailbot.store.database import Database
from mailbot.wire.imap import Mailbox

BEGAN = MONDAY  # mailbot's reading of the mailbox
SEEN = BEGAN + timedelta(days=2)
DATES = {
    "none at all": b"",
    "a word": b'INTERNALDATE "sometime"',
    "an empty string": b'INTERNALDATE ""',
    "NIL": b"INTERNALDATE NIL",
    "a number": b"INTERNALDATE 5",
    "a list": b"INTERNALDATE (1 2)",
    "no such day": b'INTERNALDATE "32-Nov-2026 12:00:00 +0000"',
    "without a zone": b'INTERNALDATE "20-Nov-2026 12:00:00"',
    "the beginning": b'INTERNALDATE "01-Jan-1970 00:00:00 +0000"',
    "the end": b'INTERNALDATE "31-Dec-9999 23:59:59 +0000"',
}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def saying(date: bytes) -> Callable[[list[bytes]], Iterable[bytes]]:
    def garble(answer: list[bytes]) -> Iterable[bytes]:
        return [re.sub(rb' INTERNALDATE "[^"]*"', b" " + date if date else b"", piece) for piece in answer]

    return garble


def taken(office: Office, raw: bytes, date: bytes = b"", looks: int = 3) -> Toy:
    """The message comes in while mailbot reads the mailbox, but not at the first look."""
    inbox = nowhere(office)
    office.clock.now = BEGAN
    with Toy(garble=saying(date)) as toy:
        watch = inbox.watch(connection=lambda: Mailbox(toy_account(toy), inbox="INBOX", folders=FILED))
        watch.run()
        office.clock.now = SEEN
        toy.append(raw)
        for _ in range(looks):
            watch.run()
            assert watch.trouble is None
    return toy


def received(moment: datetime, then: str = "") -> bytes:
    field = (
        f"from mx.example.org by mail.firm.example; {moment.astimezone(LONDON):%d %b %Y %H:%M:%S %z}{then}"
    )
    below = "from x by mx.example.org; Sun, 22 Nov 2026 08:00:00 +0000"
    return f"Received: {field}\r\nReceived: {below}\r\n".encode() + message()


@pytest.mark.fault("F23")
@pytest.mark.parametrize("date", DATES.values(), ids=DATES.keys())
def test_it_opens_one_case_is_filed_and_its_handler_is_told(office: Office, date: bytes) -> None:
    toy = taken(office, message(), date)
    assert (len(toy.inbox), len(toy.folders["processed"])) == (0, 1)
    (case,) = office.cases()
    assert case.received_at == SEEN
    (task,) = [task for task in office.tasks() if task.reason == UNCERTAIN]
    assert (task.case, task.owner) == (case.reference, case.handler_email)
    assert "Wednesday 25 November 2026 at 10:00, when mailbot first saw it" in task.detail
    assert [UNCERTAIN in str(row[0]) for row in office.rows("SELECT extract FROM messages")] == [True]
    assert office.out.getvalue().count(" message-read ") == 1
    assert len(office.letters("acknowledgement")) == 1


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (received(SEEN - timedelta(hours=5)), SEEN - timedelta(hours=5)),
        (received(SEEN - timedelta(hours=5), " (GMT)"), SEEN - timedelta(hours=5)),
        (received(SEEN + timedelta(hours=5)), SEEN),
        (received(BEGAN - timedelta(hours=1)), SEEN),
        (b"Received: by mail.firm.example; yesterday\r\n" + received(SEEN - timedelta(hours=5)), SEEN),
        (b"Received: by mail.firm.example\r\n" + received(SEEN - timedelta(hours=5)), SEEN),
        (b"Received: x; 1 Jan 99999999999999999999 00:00:00 +0000\r\n" + message(), SEEN),
    ],
    ids=[
        "earlier",
        "with a comment",
        "to come",
        "before the first look",
        "no date",
        "no semicolon",
        "endless",
    ],
)
def test_our_own_servers_received_field_is_believed_within_the_time_we_read_the_mailbox(
    office: Office, raw: bytes, expected: datetime
) -> None:
    taken(office, raw, looks=1)
    (case,) = office.cases()
    assert case.received_at == expected
    (task,) = [task for task in office.tasks() if task.reason == UNCERTAIN]
    assert ("Received field" in task.detail) is (expected < SEEN)


def test_what_follows_in_the_case_without_a_date_starts_no_clock_and_tells_nobody_of_1970(
    office: Office,
) -> None:
    taken(office, message(message_id="<first@mail.example.org>"), looks=1)
    (case,) = office.cases()
    office.deliver()
    office.clock.go(hours=1)
    (sent,) = [one.message_id for one in office.letters("acknowledgement")]
    office.take(
        message("It is worse.", In_Reply_To=sent), at=datetime.fromisoformat("1970-01-01T00:00+00:00")
    )
    assert len(office.cases()) == 1
    assert [task.reason for task in office.tasks()].count(UNCERTAIN) == 1
    notices = [one.id for one in office.letters() if one.recipient == case.handler_email]
    assert len(notices) == 2
    with office.database.reading() as session:
        assert not any(b"1970" in (outbox.show(session, each) or b"") for each in notices)


@pytest.mark.fault("F23")
@pytest.mark.parametrize("field", ["", "Received"])
def test_a_date_that_is_still_to_come_starts_no_clock_in_the_future(office: Office, field: str) -> None:
    earlier = SEEN - timedelta(hours=5)
    date = f'INTERNALDATE "{SEEN + timedelta(days=300):%d-%b-%Y %H:%M:%S %z}"'.encode()
    taken(office, received(earlier) if field else message(), date)
    (case,) = office.cases()
    assert case.received_at == (earlier if field else SEEN)
    assert case.received_on == case.received_at.astimezone(LONDON).date()
    (task,) = [task for task in office.tasks() if task.reason == UNCERTAIN]
    assert (task.case, task.owner) == (case.reference, case.handler_email)
    assert "dates this message Tuesday 21 September 2027" in task.detail
    assert "which was still to come" in task.detail
    assert [UNCERTAIN in str(row[0]) for row in office.rows("SELECT extract FROM messages")] == [True]


@pytest.mark.parametrize("minutes", [59, 61])
def test_a_servers_clock_may_be_an_hour_ahead(office: Office, minutes: int) -> None:
    told = office.clock() + timedelta(minutes=minutes)
    office.take(message(), at=told)
    (case,) = office.cases()
    believed = minutes < 60
    assert case.received_at == (told if believed else office.clock())
    assert [task.reason for task in office.tasks()].count(UNCERTAIN) == (not believed)


def test_where_our_own_clock_is_known_to_be_behind_the_servers_date_is_believed(office: Office) -> None:
    right = office.clock.now
    office.take(message())
    office.clock.now = right - timedelta(days=6)
    for number in range(2):
        office.take(message(author=f"p{number}@example.org"), at=right)
    assert {case.received_at for case in office.cases()} == {right}
    assert UNCERTAIN not in [task.reason for task in office.tasks()]
