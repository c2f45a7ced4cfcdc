"""What our letters say of themselves and what they hold (RELIABILITY section 2 B), in the octets a server
took over SMTP: a letter of each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

import pytest
from empty_database import database_in
from fakes import ARCHIVE, LETTERHEAD, MAILBOX, Office, message
from posted import fields, fit_for_the_wire, kind_of, parts, post, values
from servers import Letter, Sink
from test_casework import DANGER

JANE = "jane.doe@example.org"
PARENT = "<parent@mail.example.org>"
TO_COMPLAINANTS = ("acknowledgement", "leaflet")
TO_COLLEAGUES = ("handler_notice", "message_notice", "alert", "reminder")
KINDS = (*TO_COMPLAINANTS, *TO_COLLEAGUES)

#: Of the message that is answered: no word of it, and nothing it tells of anybody, may stand in a letter.
SECRETS = {
    "words": "Zebedee ate the teapot on platform nine.",
    "subject": "Quokka grievance",
    "account": "CNX-204418",
    "phone": "020 7946 0712",
    "card": "4111 1111 1111 1111",
    "file": "xylophone.pdf",
    "copied to": "neighbour@example.net",
}
RICH = f"""--b
Content-Type: text/plain

I complain. {SECRETS["words"]} My account is {SECRETS["account"]}, my card {SECRETS["card"]},
my number {SECRETS["phone"]}.

--b
Content-Type: application/pdf; name="{SECRETS["file"]}"
Content-Disposition: attachment; filename="{SECRETS["file"]}"
Content-Transfer-Encoding: base64

JVBERi0xLjQgWllMT1BIT05FCg==

--b--
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    database = database_in(tmp_path)
    yield Office(database)
    database.close()


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Letter]]:
    """Letters of each kind, as the server has them."""
    database = database_in(tmp_path_factory.mktemp("mail"))
    office = Office(database)
    with Sink() as sink:
        office.take(
            message(
                RICH,
                message_id=PARENT,
                subject=SECRETS["subject"],
                Cc=SECRETS["copied to"],
                MIME_Version="1.0",
                Content_Type='multipart/mixed; boundary="b"',
            )
        )
        office.take(message("And you never rang me back.", In_Reply_To=PARENT))
        office.take(message(DANGER, author="joe@example.net"))
        office.clock.go(days=1)
        office.sweep()
        letters = post(office, sink)
    database.close()
    found: dict[str, list[Letter]] = {}
    for letter in letters:
        found.setdefault(kind_of(letter.raw), []).append(letter)
    return found


def every(mail: dict[str, list[Letter]]) -> list[bytes]:
    return [letter.raw for letters in mail.values() for letter in letters]


def test_there_is_a_letter_of_each_kind(mail: dict[str, list[Letter]]) -> None:
    assert set(mail) == set(KINDS)


# -- what it says of itself


@pytest.mark.assertion("B-38", "B-39")
def test_a_letter_is_marked_as_a_reply_or_as_generated_exactly_once(mail: dict[str, list[Letter]]) -> None:
    for kind, letters in mail.items():
        expected = "auto-replied" if kind in TO_COMPLAINANTS else "auto-generated"
        for letter in letters:
            assert values(letter.raw, "Auto-Submitted") == [expected]


@pytest.mark.assertion("B-40", "B-41")
def test_a_letter_comes_from_the_mailbox_people_read_and_answers_go_there(
    mail: dict[str, list[Letter]],
) -> None:
    for raw in every(mail):
        assert values(raw, "From") == [f"Example Finance Complaints <{MAILBOX}>"]
        assert values(raw, "Reply-To") == []


@pytest.mark.assertion("B-42", "B-66")
def test_a_letter_has_one_recipient_and_the_archive_only_on_the_envelope(
    mail: dict[str, list[Letter]],
) -> None:
    for kind, letters in mail.items():
        for letter in letters:
            (to,) = getaddresses(values(letter.raw, "To"))
            first, *others = letter.recipients
            assert first == to[1]
            assert others == ([ARCHIVE] if kind in TO_COMPLAINANTS else [])
            assert ARCHIVE.encode() not in letter.raw
            assert not values(letter.raw, "Cc") + values(letter.raw, "Bcc")


@pytest.mark.assertion("B-60")
def test_without_an_address_for_bounces_a_letter_goes_under_the_null_path(
    mail: dict[str, list[Letter]],
) -> None:
    assert {letter.reverse_path for letters in mail.values() for letter in letters} == {""}


@pytest.mark.assertion("B-44")
def test_the_subject_is_the_templates_own_and_never_the_senders(mail: dict[str, list[Letter]]) -> None:
    for kind, letters in mail.items():
        for letter in letters:
            (written,) = values(letter.raw, "Subject")
            subject = str(make_header(decode_header(written)))
            assert subject.startswith("Auto: ") is (kind in TO_COMPLAINANTS)
            assert SECRETS["subject"] not in subject
            assert kind == "reminder" or re.search(r"\[C-[0-9A-Z]{4}-[0-9A-Z]{4}\]", subject)


@pytest.mark.assertion("B-53", "B-54")
def test_each_letter_has_an_id_of_its_own_under_our_domain(mail: dict[str, list[Letter]]) -> None:
    ids = [one for raw in every(mail) for one in values(raw, "Message-ID")]
    assert len(ids) == len(every(mail)) == len(set(ids)) >= len(KINDS)
    assert all(one.endswith(f"@{LETTERHEAD.domain}>") for one in ids)


@pytest.mark.assertion("B-65", "B-67", "B-70")
def test_no_field_stands_twice_and_none_asks_for_anything(mail: dict[str, list[Letter]]) -> None:
    asking = ("disposition-notification-to", "return-receipt-to", "list-unsubscribe", "list-unsubscribe-post")
    for raw in every(mail):
        names = [name.lower() for name, _ in fields(raw)]
        assert len(names) == len(set(names))
        assert {"from", "to", "date", "message-id", "subject"} <= set(names)
        assert not set(asking) & set(names)


# -- what it holds


@pytest.mark.assertion("B-55")
def test_a_letter_is_text_and_the_same_as_html_and_nothing_else(mail: dict[str, list[Letter]]) -> None:
    for raw in every(mail):
        assert message_from_bytes(raw).get_content_type() == "multipart/alternative"
        assert [part.get_content_type() for part in parts(raw)] == ["text/plain", "text/html"]


@pytest.mark.assertion("B-56", "B-57", "B-59")
@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_nothing_of_the_message_stands_in_a_letter_to_anybody(
    mail: dict[str, list[Letter]], secret: str
) -> None:
    for raw in every(mail):
        head = "\n".join(f"{name}: {make_header(decode_header(value))}" for name, value in fields(raw))
        for text in (head, *(str(part.get_content()) for part in parts(raw))):
            assert secret not in " ".join(text.split())
            assert secret.replace(" ", "") not in text


@pytest.mark.assertion("B-59")
def test_a_letter_to_a_complainant_gives_no_colleagues_address(mail: dict[str, list[Letter]]) -> None:
    for kind in TO_COMPLAINANTS:
        for letter in mail[kind]:
            text = " ".join(str(part.get_content()) for part in parts(letter.raw))
            addresses = set(re.findall(r"[\w.+-]+@[\w.-]+\w", text))
            assert {one for one in addresses if one.endswith("firm.example.com")} <= {MAILBOX}


@pytest.mark.assertion("B-58")
def test_what_an_unverified_sender_gets_is_a_few_kilobytes(mail: dict[str, list[Letter]]) -> None:
    """The leaflet is a letter of its own: its words, never its file."""
    (acknowledgement,) = [one for one in mail["acknowledgement"] if one.recipients[0] == JANE]
    assert len(acknowledgement.raw) <= 4096
    assert all(len(letter.raw) <= 5 * 1024 for kind in TO_COMPLAINANTS for letter in mail[kind])


@pytest.mark.assertion("B-62", "B-64", "B-68")
def test_every_letter_is_fit_for_the_wire(mail: dict[str, list[Letter]]) -> None:
    for raw in every(mail):
        fit_for_the_wire(raw)


# -- the same each time


@pytest.mark.assertion("B-43", "B-53")
def test_a_second_copy_is_the_first_to_the_octet_with_the_date_it_was_written_at(
    office: Office, sink: Sink
) -> None:
    written = office.clock()
    office.take(message())
    sink.fault("dot", then="close", times=3)
    office.clock.go(minutes=7)
    first = {kind_of(one.raw): one.raw for one in post(office, sink)}
    office.clock.go(minutes=16)
    copies = post(office, sink)[len(first) :]
    assert {kind_of(one.raw): one.raw for one in copies} == first
    assert len(first) == 3
    for raw in first.values():
        (date,) = values(raw, "Date")
        assert parsedate_to_datetime(date) == written
