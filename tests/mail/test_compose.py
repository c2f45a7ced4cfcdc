"""The bytes of a letter: every line of RFC 3834 section 3 and RFC 5322 a recipient could hold against us."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr, parsedate_to_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.mail.message import Address
from mailbot.mail.writing import compose as room
from mailbot.mail.writing.compose import (
    AUTO_GENERATED,
    AUTO_REPLIED,
    Attachment,
    UnsafeLetter,
    compose,
    is_own_message_id,
    message_id,
    references,
)
from mailbot.mail.writing.templates import Rendered

LETTER = Rendered("Auto: We have received it – [C-1]", "Dear Jané,\n\n.\nFrom us.\n", "<p>Dear Jané,</p>\n")
SENDER = Address("Example Finance Complaints", "complaints@firm.example")
JANE = Address("Jane Doe", "jane@example.org")
OWN_ID = message_id("ABCDEFGHJKLMN", "acknowledgement", "firm.example")
PARENT = "<parent@mail.example>"
NOON = datetime(2026, 12, 18, 12, 0, tzinfo=UTC)

ONCE = (
    *("from", "date", "sender", "reply-to", "to", "cc", "message-id", "in-reply-to", "references", "subject"),
    *("auto-submitted", "mime-version", "content-type", "x-auto-response-suppress"),
)
HOSTILE_NAMES = [
    "{{ ''.__class__ }}",
    "<svg/onload=alert(1)>",
    'O\'Brien, "Núñez" <x@evil.example>',
    "Doe; Jane, Esq. (Ltd) \\ [x]",
    "=?utf-8?q?hi=0D=0ABcc:_v@e.example?=",
    "complaints@firm.example",
    "日本語の名前" * 10,
    "x" * 400,
    "Doe, " * 60,
    "a\u202eb",
    '"',
    "\\",
    "",
    "   ",
]


def letter(
    rendered: Rendered = LETTER,
    *,
    recipient: Address = JANE,
    sender: Address = SENDER,
    date: datetime = NOON,
    auto_submitted: str = AUTO_REPLIED,
    reply_to: str | None = None,
    in_reply_to: str | None = PARENT,
    parent_references: Sequence[str] = (),
    parent_in_reply_to: Sequence[str] = (),
    headers: dict[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    return compose(
        rendered,
        sender=sender,
        recipient=recipient,
        message_id=OWN_ID,
        date=date,
        auto_submitted=auto_submitted,
        reply_to=reply_to,
        in_reply_to=in_reply_to,
        parent_references=parent_references,
        parent_in_reply_to=parent_in_reply_to,
        headers=headers or {},
        attachments=attachments,
    )


def read(raw: bytes) -> EmailMessage:
    """The letter as another library's reader would have it: the modern policy, which wrote none of it."""
    parsed = message_from_bytes(raw, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    assert [part.defects for part in parsed.walk()] == [[] for _ in parsed.walk()]
    return parsed


def lines(part: EmailMessage) -> str:
    content = part.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


def assert_fit_for_the_wire(raw: bytes) -> None:
    assert raw.isascii()
    assert raw.count(b"\r\n") == raw.count(b"\r") == raw.count(b"\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    head = raw.split(b"\r\n\r\n", 1)[0]
    assert all(len(line) <= 76 for line in head.split(b"\r\n") if b"=?" in line)
    assert all(len(word) <= 75 for word in re.findall(rb"=\?[^?]*\?[^?]*\?[^?]*\?=", head))
    names = [name.lower() for name in read(raw)]
    assert all(names.count(name) <= 1 for name in ONCE)
    assert {"from", "date", "to", "message-id", "auto-submitted"} <= set(names)
    assert not {"bcc", "cc", "disposition-notification-to", "return-receipt-to"} & set(names)


def test_an_acknowledgement_says_what_it_is_and_to_whom() -> None:
    raw = letter()
    assert_fit_for_the_wire(raw)
    seen = read(raw)
    assert seen.get_all("Auto-Submitted") == ["auto-replied"]
    assert seen["X-Auto-Response-Suppress"] == "OOF, AutoReply, RN, NRN"
    assert seen["X-Mailbot-Loop"] == "firm.example"
    assert seen["X-Mailbot-Letter"] == "acknowledgement"
    assert seen["From"] == "Example Finance Complaints <complaints@firm.example>"
    assert seen["To"] == "Jane Doe <jane@example.org>"
    assert seen["Message-ID"] == OWN_ID
    assert seen["Subject"] == LETTER.subject
    assert seen["In-Reply-To"] == seen["References"] == PARENT
    assert "Reply-To" not in seen


def test_the_subject_begins_with_auto_and_shows_the_reference_before_any_decoding() -> None:
    raw = letter()
    assert b"\r\nSubject: Auto: " in raw
    assert b"[C-1]" in raw.split(b"\r\n\r\n")[0]


def test_a_notice_to_a_handler_is_generated_not_a_reply() -> None:
    raw = letter(auto_submitted=AUTO_GENERATED, in_reply_to=None)
    seen = read(raw)
    assert seen.get_all("Auto-Submitted") == ["auto-generated"]
    assert "In-Reply-To" not in seen
    assert "References" not in seen


def test_the_same_letter_is_the_same_bytes() -> None:
    assert letter() == letter()


def test_text_and_html_both_read_back() -> None:
    seen = read(letter())
    assert seen.get_content_type() == "multipart/alternative"
    text, html = seen.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert lines(text) == LETTER.text
    assert lines(html) == "<p>Dear Jan&#233;,</p>\n"
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")


@pytest.mark.assertion("B-62")
@pytest.mark.parametrize(
    "text", ["a" * 5000, "é" * 2000, "a\r\nb\rc\n", "--=_ABCDEFGHJKLMN\nx", "a \nb\t\n", "=_\n"]
)
def test_no_text_breaks_the_lines_or_the_parts(text: str) -> None:
    raw = letter(replace(LETTER, text=text, html=text))
    assert_fit_for_the_wire(raw)
    parts = [part for part in read(raw).iter_parts() if isinstance(part, EmailMessage)]
    assert len(parts) == 2
    assert lines(parts[0]).rstrip("\n") == text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


@pytest.mark.assertion("B-46", "B-68", "B-69")
@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_is_a_name_and_nothing_more(name: str) -> None:
    raw = letter(recipient=Address(name, "jane@example.org"))
    assert_fit_for_the_wire(raw)
    (seen,) = read(raw)["To"].addresses
    assert seen.addr_spec == "jane@example.org"
    shown = " ".join(name.replace("\u202e", "").split())[: room.NAME_LIMIT].strip()
    # Decoded by the rule of RFC 2047 section 6.2; the modern policy of Python 3.11 parts encoded words.
    written, _, _ = message_from_bytes(raw)["To"].replace("\r\n", "").rpartition("jane@example.org")
    quoted = parseaddr(written + "jane@example.org>")[0] if written.startswith('"') else written.rstrip(" <")
    assert str(make_header(decode_header(quoted))) == shown


@pytest.mark.parametrize("name", ["a\nBcc: x@y", "a\r\n\r\nbody", "a\x00b", "a\x85b", "a\u2028b", "a\ud800b"])
def test_a_name_with_a_line_break_makes_no_letter(name: str) -> None:
    with pytest.raises(UnsafeLetter):
        letter(recipient=Address(name, "jane@example.org"))
    with pytest.raises(UnsafeLetter):
        letter(replace(LETTER, subject=name))


@pytest.mark.parametrize(
    "addr_spec",
    [
        "",
        "jane",
        "jane@",
        "@example.org",
        "jane@localhost",
        "jane@example.org, bob@example.org",
        "alice@example.org)bob@evil.example",
        '"a b"@example.org',
        "jane@example.org\nBcc: x@y.example",
        "jane@example.org>",
        "jané@example.org",
        "jane@exämple.org",
        "a" * 65 + "@example.org",
        "jane@[192.0.2.1]",
        "jane..doe@example.org",
        "a@b@example.org",
    ],
)
def test_an_address_two_programs_could_read_differently_makes_no_letter(addr_spec: str) -> None:
    with pytest.raises(UnsafeLetter):
        letter(recipient=Address("Jane", addr_spec))
    with pytest.raises(UnsafeLetter):
        letter(reply_to=addr_spec)


@pytest.mark.assertion("B-41")
def test_reply_to_is_said_only_where_it_differs() -> None:
    assert "Reply-To" not in read(letter(reply_to="Complaints@Firm.example"))
    assert read(letter(reply_to="c+tok@firm.example"))["Reply-To"] == "c+tok@firm.example"


def test_the_date_keeps_its_zone_and_must_have_one() -> None:
    summer = datetime(2026, 7, 1, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    assert parsedate_to_datetime(read(letter(date=summer))["Date"]) == summer
    with pytest.raises(ValueError, match="time zone"):
        letter(date=datetime(2026, 7, 1, 9, 30))  # noqa: DTZ001


@pytest.mark.assertion("B-38", "B-39")
@pytest.mark.parametrize("value", ["", "No", "auto-notified", "auto-replied\r\nBcc: x@y"])
def test_only_the_words_of_rfc_3834_mark_a_letter(value: str) -> None:
    with pytest.raises(ValueError, match="a letter is"):
        letter(auto_submitted=value)


@pytest.mark.assertion("B-48", "B-49", "B-50", "B-51")
@pytest.mark.parametrize(
    ("parent", "parent_references", "parent_in_reply_to", "expected"),
    [
        (PARENT, ["<1@x>", "<2@x>"], ["<9@x>"], ["<1@x>", "<2@x>", PARENT]),
        (PARENT, [], ["<9@x>"], ["<9@x>", PARENT]),
        (PARENT, [], ["<8@x>", "<9@x>"], [PARENT]),
        (None, [], [], []),
        (None, ["<1@x>"], [], ["<1@x>"]),
        ("<a b@x>", ["<1@x>", "no", "<2@x>\r\nBcc: y@z"], [], ["<1@x>"]),
        (PARENT, [PARENT, "<1@x>", "<1@x>"], [], ["<1@x>", PARENT]),
    ],
)
def test_references_follow_rfc_5322(
    parent: str | None, parent_references: list[str], parent_in_reply_to: list[str], expected: list[str]
) -> None:
    assert references(parent, parent_references, parent_in_reply_to) == expected


@pytest.mark.assertion("B-47", "B-51")
@pytest.mark.parametrize(
    "parent",
    ["<a b@x>", "<a@x>\r\nBcc: y@z", "<\x00@x>", "<" + "a" * 998 + "@x>", "a@x", "<é@x>", "", "<a@b@c>"],
)
def test_a_parent_id_that_is_none_is_not_copied(parent: str) -> None:
    raw = letter(in_reply_to=parent)
    assert "In-Reply-To" not in read(raw)
    assert "References" not in read(raw)


@pytest.mark.assertion("B-52")
def test_a_long_thread_keeps_its_first_and_last_twenty() -> None:
    raw = letter(parent_references=[f"<{n}.{'a' * 200}@x>" for n in range(1000)])
    assert_fit_for_the_wire(raw)
    thread = str(read(raw)["References"]).split()
    assert [reference.partition(".")[0] for reference in thread] == [
        "<0",
        *(f"<{n}" for n in range(981, 1000)),
        "<parent@mail",
    ]


def test_the_firms_own_fields_are_carried() -> None:
    assert read(letter(headers={"X-Firm": "complaints desk"}))["X-Firm"] == "complaints desk"


@pytest.mark.assertion("B-66", "B-67", "B-70")
@pytest.mark.parametrize(
    "name",
    [
        "Bcc",
        "Cc",
        "To",
        "Subject",
        "Disposition-Notification-To",
        "X-Mailbot-Loop",
        "x-auto-response-suppress",
        *("X-A: b\r\nBcc", "Received", "Resent-To", "Content-Type", "", "X-Ä", "Auto-Submitted"),
    ],
)
def test_a_field_that_means_something_to_servers_cannot_be_added(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be given"):
        letter(headers={name: "x"})


@pytest.mark.parametrize("value", ["a\r\nBcc: x@y", "a\nb", "é", "a" * 1000, "a\x00", "a  b"])
def test_a_value_that_would_not_read_back_cannot_be_added(value: str) -> None:
    with pytest.raises(UnsafeLetter):
        letter(headers={"X-Firm": value})


def test_the_firms_leaflet_is_enclosed_unmodified() -> None:
    content = bytes(range(256)) * 20
    raw = letter(
        attachments=[("Leaflet – März.pdf", "application/pdf", content), ("a.txt", "text/plain", b"")]
    )
    assert_fit_for_the_wire(raw)
    seen = read(raw)
    assert seen.get_content_type() == "multipart/mixed"
    leaflet, empty = [part for part in seen.iter_attachments() if isinstance(part, EmailMessage)]
    assert leaflet.get_filename() == "Leaflet – März.pdf"
    assert leaflet.get_content_type() == "application/pdf"
    assert leaflet.get_payload(decode=True) == content
    assert empty.get_payload(decode=True) == b""
    body = seen.get_body(("plain",))
    assert body is not None
    assert isinstance(body, EmailMessage)
    assert lines(body) == LETTER.text


@pytest.mark.parametrize(
    ("filename", "content_type"),
    [
        ("", "application/pdf"),
        ("../x.pdf", "application/pdf"),
        ('a".pdf', "application/pdf"),
        ("a\r\nb.pdf", "application/pdf"),
        ("a\u202efdp.exe", "application/pdf"),
        ("x" * 101, "application/pdf"),
        ("a.eml", "message/rfc822"),
        ("a", "multipart/mixed"),
        ("a", "text/html; charset=x\r\nBcc: y"),
        ("a", "pdf"),
    ],
)
def test_an_odd_file_is_not_enclosed(filename: str, content_type: str) -> None:
    with pytest.raises(UnsafeLetter):
        letter(attachments=[(filename, content_type, b"x")])


@pytest.mark.parametrize(
    ("token", "kind", "domain"),
    [
        ("short", "a", "x.example"),
        ("A" * 20, "", "x.example"),
        ("A" * 20, "a", "x y"),
        ("A@" * 10, "a", "x"),
        ("A" * 20, "B", "x"),
    ],
)
def test_no_id_is_made_of_parts_that_could_be_guessed_or_misread(token: str, kind: str, domain: str) -> None:
    with pytest.raises(ValueError, match="message-id"):
        message_id(token, kind, domain)


def test_our_ids_are_known_again_and_others_are_not() -> None:
    ours = {"firm.example"}
    assert is_own_message_id(OWN_ID, ours)
    assert is_own_message_id(f" {OWN_ID.replace('firm', 'FIRM')} ", ours)
    assert not is_own_message_id(OWN_ID, {"other.example"})
    assert not is_own_message_id("<ABCDEFGHJKLMN@firm.example>", ours)
    assert not is_own_message_id(OWN_ID + "x" * 100_000, ours)
    ids = {message_id("A" * 20, kind, "firm.example") for kind in ("acknowledgement", "leaflet", "reminder")}
    assert len(ids) == 3


def test_a_letter_needs_an_id_of_ours() -> None:
    with pytest.raises(ValueError, match="message_id"):
        compose(
            LETTER,
            sender=SENDER,
            recipient=JANE,
            message_id="<x@y.example>",
            date=NOON,
            auto_submitted=AUTO_REPLIED,
            reply_to=None,
            in_reply_to=None,
            parent_references=(),
            parent_in_reply_to=(),
            headers={},
            attachments=(),
        )


GATED = [
    ("To", "jane@example.org"),
    ("Subject", "Hello"),
    ("Message-ID", OWN_ID),
]
GATED_BYTES = (
    b"To: jane@example.org\r\nSubject: Hello\r\nMessage-ID: " + OWN_ID.encode() + b"\r\n\r\nbody\r\n"
)


def test_the_gate_lets_through_what_was_meant() -> None:
    room._gate(GATED_BYTES, GATED, JANE, "Hello", 0)


@pytest.mark.assertion("B-62", "B-64", "B-68")
@pytest.mark.parametrize(
    ("raw", "recipient", "subject"),
    [
        (GATED_BYTES.replace(b"Subject", b"Bcc: x@y\r\nSubject"), JANE, "Hello"),
        (GATED_BYTES.replace(b"Subject", b"\r\nSubject"), JANE, "Hello"),
        (GATED_BYTES.replace(b"Hello", b"Hullo"), JANE, "Hello"),
        (GATED_BYTES, Address("", "bob@example.org"), "Hello"),
        (GATED_BYTES, JANE, "Hullo"),
        (GATED_BYTES + b"bare\n", JANE, "Hello"),
        (GATED_BYTES + b"bare\r", JANE, "Hello"),
        (GATED_BYTES + "é".encode(), JANE, "Hello"),
        (GATED_BYTES + b"\x00", JANE, "Hello"),
        (GATED_BYTES + b"x" * 999, JANE, "Hello"),
        (GATED_BYTES + b"--=_x", JANE, "Hello"),
    ],
)
def test_the_gate_refuses_what_was_not_meant(raw: bytes, recipient: Address, subject: str) -> None:
    with pytest.raises(UnsafeLetter):
        room._gate(raw, GATED, recipient, subject, 0)


@pytest.mark.assertion("B-42")
def test_the_gate_refuses_a_second_recipient_even_when_it_was_meant() -> None:
    two = "jane@example.org, bob@example.org"
    raw = GATED_BYTES.replace(b"jane@example.org", two.encode())
    with pytest.raises(UnsafeLetter, match="another recipient"):
        room._gate(raw, [("To", two), *GATED[1:]], JANE, "Hello", 0)


printable = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"])


@pytest.mark.assertion("B-46", "B-62", "B-64", "B-65")
@given(
    name=st.text(printable, max_size=150),
    subject=st.text(printable, max_size=120).map(lambda text: " ".join(text.split())),
    text=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=500),
)
@settings(max_examples=300, deadline=None)
def test_whatever_the_words_the_fields_are_those_intended(name: str, subject: str, text: str) -> None:
    raw = letter(Rendered(subject, text, text), recipient=Address(name, "jane@example.org"))
    assert_fit_for_the_wire(raw)
    plain = message_from_bytes(raw)
    assert plain.keys() == message_from_bytes(letter()).keys()
    assert [address for _, address in getaddresses([plain["To"]])] == ["jane@example.org"]
    assert str(make_header(decode_header(plain["Subject"].replace("\r\n", "")))) == subject


@given(value=st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_string_at_all_makes_a_right_letter_or_none(value: str) -> None:
    try:
        raw = letter(
            replace(LETTER, subject=value, text=value, html=value),
            recipient=Address(value, "jane@example.org"),
            in_reply_to=value,
            parent_references=[value],
        )
    except UnsafeLetter:
        return
    assert_fit_for_the_wire(raw)
    assert "Bcc" not in read(raw)
