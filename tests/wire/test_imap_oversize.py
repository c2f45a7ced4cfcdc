"""Messages that are too large to be read whole: handled by their beginning, the rest shown to a person."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from fakes import MAILBOX, ON_CALL, Office
from inbox import QUICK, Inbox
from servers import UserOf
from toy_imap import Toy

from mailbot.store.tasks import Task
from mailbot.wire.imap import Mailbox
from mailbot.wire.outcome import Oversize, Vanished
from mailbot.wire.terms import Account

LIMIT = 100_000  # octets
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
WORDS = "I am writing to complain about a late payment charge on my account CNX-204418.\n\nJane Doe\n"


def letter(
    text: str = WORDS, *, author: str = "Jane Doe <jane.doe@example.org>", files_first: bool = False
) -> bytes:
    """A complaint with two large files, one of which has a name outside ASCII."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = author, MAILBOX, "Complaint"
    mail["Message-ID"], mail["Date"] = "<large@mail.example.org>", "Mon, 23 Nov 2026 09:59:00 +0000"
    if not author:
        del mail["From"]
    mail.set_content(text)
    mail.add_attachment(b"%PDF-1.4\n" + b"x" * 200_000, "application", "pdf", filename="statement.pdf")
    mail.add_attachment(b"\0" * 100_000, "image", "png", filename="Überweisung.png")
    mail.set_boundary("the same whenever it is written")
    if files_first:
        payload = mail.get_payload()
        assert isinstance(payload, list)
        mail.set_payload(payload[1:] + payload[:1])
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def too_large(office: Office) -> list[Task]:
    return [task for task in office.tasks() if task.reason == "too large to read whole"]


@pytest.fixture
def inbox(dovecot: UserOf, office: Office) -> Inbox:
    return Inbox(dovecot, office, oversize=LIMIT)


@pytest.mark.servers
@pytest.mark.fault("F40")
def test_a_complaint_that_is_too_large_is_answered_by_its_beginning_and_its_files_are_shown(
    inbox: Inbox, office: Office
) -> None:
    raw = letter()
    inbox.put(raw, when=NOON)
    assert inbox.run().trouble is None
    (case,) = office.cases()
    assert case.address == "jane.doe@example.org"
    assert case.received_at == NOON
    assert [row[0] for row in office.rows("SELECT value FROM case_references")] == ["CNX-204418"]
    assert [one.recipient for one in office.letters("acknowledgement")] == ["jane.doe@example.org"]
    (task,) = too_large(office)
    assert task.case == case.reference
    for told in (str(len(raw)), str(LIMIT), '"set_aside" of complaints', "statement.pdf", "Überweisung.png"):
        assert told in task.detail
    assert inbox.in_folder("set_aside") == [raw]
    assert inbox.stored() == [raw[:LIMIT]]
    assert [row[0] for row in office.rows("SELECT size FROM messages")] == [len(raw)]


@pytest.mark.servers
def test_where_nothing_is_moved_the_person_is_sent_to_the_inbox(dovecot: UserOf, office: Office) -> None:
    inbox = Inbox(dovecot, office, oversize=LIMIT, moving=False)
    inbox.put(letter())
    inbox.run()
    assert "in the inbox of complaints" in too_large(office)[0].detail
    assert len(inbox.in_folder("INBOX")) == 1


@pytest.mark.servers
def test_a_life_at_risk_in_the_beginning_is_told_at_once(inbox: Inbox, office: Office) -> None:
    inbox.put(letter("You will not stop ringing me and tonight I am going to kill myself.\n\nJane\n"))
    inbox.run()
    assert ON_CALL.addr_spec in {one.recipient for one in office.letters("alert")}
    assert office.letters("acknowledgement") == []
    assert len(too_large(office)) == 1


@pytest.mark.servers
@pytest.mark.parametrize("which", ["no author", "no words"])
def test_what_cannot_be_decided_from_the_beginning_is_owed_to_a_person(
    inbox: Inbox, office: Office, which: str
) -> None:
    inbox.put(letter(author="" if which == "no author" else "Jane <jane@example.org>",
                     files_first=which == "no words"))  # fmt: skip
    inbox.run()
    (case,) = office.cases()
    assert office.letters("acknowledgement") == []
    owed = [task for task in office.tasks() if task.reason == "acknowledgement owed"]
    assert [task.case for task in owed] == [case.reference]
    assert any('"set_aside" of complaints' in task.detail for task in office.tasks())
    assert len(inbox.in_folder("set_aside")) == 1


@pytest.mark.servers
def test_two_large_messages_that_begin_alike_are_two_and_the_second_is_not_answered_by_itself(
    inbox: Inbox, office: Office
) -> None:
    inbox.put(letter(), letter(), when=NOON)
    inbox.run()
    assert len(office.cases()) == 2
    assert len(office.letters("acknowledgement")) == 1
    assert len(too_large(office)) == 2
    assert len(inbox.in_folder("set_aside")) == 2


@pytest.mark.servers
def test_a_part_is_taken_for_no_whole_message_and_no_whole_message_for_a_part(
    inbox: Inbox, office: Office
) -> None:
    raw = letter()
    inbox.put(raw, raw[:LIMIT], when=NOON)
    inbox.run()
    inbox.put(raw[:LIMIT], when=NOON)  # the same whole message again, of the same moment
    inbox.run()
    assert len(office.cases()) == 2
    digests = [row[0] for row in office.rows("SELECT sha256 FROM messages")]
    assert len(set(digests)) == 2


@pytest.mark.servers
def test_a_message_nested_deeper_than_anybody_reads_stops_nothing(inbox: Inbox) -> None:
    head = "From: Deep <deep@example.org>\r\nTo: complaints@firm.example.com\r\nSubject: Complaint\r\n"
    nest = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(3000))
    inbox.put((head + nest + "\r\n" + "x" * LIMIT + "\r\n").encode())
    inbox.put(letter())
    assert inbox.run().trouble is None
    assert inbox.authors() == ["deep@example.org", "jane.doe@example.org"]


def toy_mailbox(toy: Toy) -> Mailbox:
    terms = Account("127.0.0.1", toy.port, "none", "user", lambda: "token", mechanism="xoauth2", **QUICK)
    mailbox = Mailbox(terms, inbox="INBOX", folders=None, oversize=LIMIT)
    mailbox.connect()
    mailbox.select()
    return mailbox


@pytest.mark.parametrize(
    "answer",
    [
        b"@ NO [SERVERBUG] no structure\r\n",
        b"@ BAD what\r\n",
        b"@ OK nothing to tell\r\n",
        b"* 1 FETCH (UID 1 BODYSTRUCTURE NIL)\r\n@ OK done\r\n",
        b"* 1 FETCH (UID 1 BODYSTRUCTURE " + b"(" * 100_000 + b")\r\n@ OK done\r\n",
    ],
)
def test_a_structure_that_is_not_told_costs_only_the_names(answer: bytes) -> None:
    with Toy(scripts={r".*BODYSTRUCTURE": [answer]}) as toy:
        toy.append(letter())
        mailbox = toy_mailbox(toy)
        (found,) = mailbox.fetch([1], max_bytes=10**6)
        assert isinstance(found, Oversize)
        assert (found.beginning, found.size, found.files) == (letter()[:LIMIT], len(letter()), ())
        mailbox.close()


def test_a_beginning_that_is_not_handed_over_leaves_the_header() -> None:
    with Toy(scripts={r".*BODY\.PEEK\[\]": [b"@ NO no\r\n"] * 2}) as toy:
        toy.append(letter())
        mailbox = toy_mailbox(toy)
        (found,) = mailbox.fetch([1], max_bytes=10**6)
        assert isinstance(found, Oversize)
        assert found.beginning == letter().partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        mailbox.close()


def test_a_large_message_that_is_gone_is_told_as_gone() -> None:
    with Toy(scripts={r".*BODY\.PEEK": [b"@ OK nothing\r\n"] * 4}) as toy:
        toy.append(letter())
        mailbox = toy_mailbox(toy)
        toy.scripts["UID SEARCH"] = [b"* SEARCH\r\n@ OK none\r\n"]
        assert list(mailbox.fetch([1], max_bytes=10**6)) == [Vanished(7, 1)]
        mailbox.close()


@pytest.mark.fault("F40")
def test_reading_many_large_messages_holds_a_few_beginnings_and_no_message() -> None:
    large = letter() + b"\r\n" * 2_000_000
    with Toy() as toy:
        for _ in range(20):
            toy.append(large)
        terms = Account("127.0.0.1", toy.port, "none", "user", lambda: "token", mechanism="xoauth2")
        mailbox = Mailbox(terms, inbox="INBOX", folders=None, oversize=2_000_000)
        mailbox.connect()
        mailbox.select()
        tracemalloc.start()
        found = [
            one.size
            for one in mailbox.fetch(mailbox.uids(), max_bytes=4 * 2**20)
            if isinstance(one, Oversize)
        ]
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        mailbox.close()
    assert found == [len(large)] * 20
    # Four beginnings of a megabyte, twice while they are put together, and what the server next to us sends.
    assert peak < 20 * 2**20
