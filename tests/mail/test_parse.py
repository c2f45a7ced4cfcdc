"""Reading a message: nothing raises, nothing that a person wrote is lost, nothing unclean gets out."""

from __future__ import annotations

import base64
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.mail.message import ParsedMessage, Zone
from mailbot.mail.parse import parse

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
HEADER = b"From: Jane Doe <jane@example.org>\r\nTo: complaints@firm.example\r\nSubject: Late fee\r\n"
UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def strings_of(message: ParsedMessage) -> list[str]:
    found = [message.subject, message.content_type, message.message_id or "", message.unreadable]
    found += [field.value for field in message.fields] + [field.name for field in message.fields]
    found += [address.addr_spec + address.display_name for address in (*message.authors, *message.recipients)]
    found += [text for a in message.attachments for text in (a.filename, a.content_type)]
    return found


def assert_clean(message: ParsedMessage) -> None:
    for text in strings_of(message):
        assert UNCLEAN.search(text) is None
        assert "\n" not in text
    for passage in message.passages:
        assert UNCLEAN.search(passage.text) is None


def text_message(
    body: bytes, content_type: bytes = b"text/plain; charset=utf-8", extra: bytes = b""
) -> bytes:
    return HEADER + b"MIME-Version: 1.0\r\nContent-Type: " + content_type + b"\r\n" + extra + b"\r\n" + body


def multipart(subtype: bytes, *parts: bytes) -> bytes:
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"
    return text_message(body, b"multipart/" + subtype + b"; boundary=b")


# --- nothing raises -------------------------------------------------------------------------------------


@given(st.binary(max_size=3_000))
def test_any_octets_give_a_message(raw: bytes) -> None:
    assert_clean(parse(raw))


FRAGMENTS = [
    b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"From: ", b"Subject: ", b"Content-Type: ",
    b"multipart/mixed; boundary=b",
    b"multipart/alternative; boundary=b", b"message/rfc822", b"text/html", b"text/plain; charset=",
    b"--b", b"--b--",
    b"=?utf-8?q?", b"?=", b"=?x?b?", b"(", b"\"", b"<", b">", b"@", b"\x00", b"\xff",
    b"Content-Disposition: attachment; filename*0*=",
    b"Content-Transfer-Encoding: base64", b"On a <b@c> wrote:", b"> ", b"-- ", b"<div>",
    b"<blockquote type=cite>",
    b"message/delivery-status", b"Action: failed", b"MAILER-DAEMON", b"multipart/report; boundary=b",
    b"iso-2022-jp", b"\x1b$B",
]  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.binary(max_size=8)), max_size=60))
def test_pieces_of_mail_in_any_order_give_a_message(pieces: list[bytes]) -> None:
    assert_clean(parse(b"".join(pieces)))


HOSTILE = {
    "imap commands in a message-id": (
        b"Message-ID: =?utf-8?q?x=0D=0AX1_CREATE_Gone=0D=0AX2_MOVE_1=3A*_Gone=0D=0AX3_NOOP_?=\r\n\r\nx"
    ),
    "a header line in a subject": b"Subject: =?utf-8?q?hi=0D=0ABcc:_v@e.example?=\r\n\r\nx",
    "encoded-word bomb": b"Subject: " + b"=?utf-8?q?a?= " * 32_000 + b"\r\n\r\nx",
    "a thousand messages in one another": b"Content-Type: message/rfc822\r\n\r\n" * 1_000,
    "comment never closed": b"Content-Type: " + b"(" * 3_000 + b"\r\n\r\nx",
    "boundary with a long number": b"Content-Type: multipart/mixed; boundary*"
    + b"9" * 5_000
    + b"*=x\r\n\r\nx",
    "angle brackets": b"Message-ID: " + b"<" * 3_000 + b"\r\n\r\nx",
    "a year of eleven digits": b"Date: Mon, 1 Jan 99999999999 00:00:00 +0000\r\n\r\nx",
    "charset idna": b"Content-Type: text/plain; charset=idna\r\n\r\n\xe9",
    "charset zlib": b"Content-Type: text/plain; charset=zlib\r\n\r\n\xe9",
    "charset NUL": b'Content-Type: text/plain; charset="\x00"\r\n\r\n\xe9',
    "NUL in a value": b"Subject: b\x00c\r\n\r\nx",
    "octet in a subject": b"Subject: caf\xe9\r\n\r\nx",
    "surrogate in a subject": b"Subject: =?utf-16?b?2D0=?=\r\n\r\nx",
    "a hundred thousand parts": text_message(b"--b\r\n\r\n\r\n" * 100_000, b"multipart/mixed; boundary=b"),
    "on a a a": text_message(b"On " + b" a" * 2_500),
    "on and never wrote": text_message((b"On " + b"a " * 40 + b"\n") * 2_000),
    "digits": text_message(b"1" * 26 + b"x"),
    "blanks": text_message(b" " * 20_000 + b"x"),
    "sign-offs": text_message((b"Thanks\n" + b"\n" * 200) * 2_000),
    "deep tags": text_message(b"<div>" * 100_000 + b"end", b"text/html"),
    "open comments": text_message(b"<!--" * 200_000, b"text/html"),
    "a wide table": text_message(
        b"<table><tr><td>" + b"x" * 100_000 + b"</td></tr>" + b"<tr><td>a</td></tr>" * 10_000, b"text/html"
    ),
    "quotation marks": b"From: " + b'"' * 16_000 + b"\r\n\r\nx",
    "two million lines": text_message(b"\n" * 2_000_000),
    "lines in nested parts": HEADER
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(29))
    + b"\r\n" * 900_000,
    "zero octets": b"",
    "two line ends": b"\r\n\r\n",
    "no body": b"From: a@b.example\r\n\r\n",
    "one octet": b"x",
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_mail_gives_a_clean_message_in_time(raw: bytes) -> None:
    began = time.process_time()
    message = parse(raw)
    assert time.process_time() - began < 3.0
    assert_clean(message)


def test_every_real_message_is_read() -> None:
    root = CORPUS / "real" / "messages"
    if not root.exists():
        pytest.skip("the corpus of real mail is not here")
    paths = sorted(path for path in root.rglob("*") if path.is_file())[::12]
    assert paths
    for path in paths:
        raw = path.read_bytes()
        if not path.name.startswith("mac__"):
            raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        assert_clean(parse(raw))


# --- limits ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("encoded-word bomb", "a header field over 16 KB"),
        ("a thousand messages in one another", "parts nested deeper than 30"),
        ("a hundred thousand parts", "more than 1000 parts"),
        ("two million lines", "more than 1,000,000 lines"),
        ("lines in nested parts", "too many lines in nested parts"),
        ("boundary with a long number", "it could not be parsed (ValueError)"),
        ("zero octets", "an empty message"),
        ("two line ends", "an empty message"),
        ("no body", "no text and no attachment"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, reason: str) -> None:
    assert parse(HOSTILE[name]).unreadable == reason


def test_over_a_limit_the_header_is_still_read() -> None:
    message = parse(
        b"X-Bomb: " + b"a" * 20_000 + b"\r\nMessage-ID: <1@example.org>\r\n" + HEADER + b"\r\nhello"
    )
    assert message.unreadable == "a header field over 16 KB"
    assert [author.addr_spec for author in message.authors] == ["jane@example.org"]
    assert (message.subject, message.message_id) == ("Late fee", "<1@example.org>")
    assert message.passages == ()


def test_a_message_over_the_size_limit_is_not_parsed() -> None:
    message = parse(text_message(b"x" * 3_000_000), max_size=2 * 1024 * 1024)
    assert message.unreadable == "over 2 MB"
    assert message.author is not None


def test_thirty_boundaries_are_nested_and_a_long_digest_is_not() -> None:
    parts = [b"Content-Type: message/rfc822\r\n\r\nSubject: n%d\r\n\r\nwords %d" % (n, n) for n in range(40)]
    message = parse(multipart(b"digest", *parts))
    assert message.unreadable == ""
    assert sum(passage.zone is Zone.FORWARDED for passage in message.passages) == 40


# --- header ---------------------------------------------------------------------------------------------


def test_adjacent_encoded_words_are_one_text() -> None:
    message = parse(
        b"Subject: =?utf-8?q?caf=C3?=\r\n =?utf-8?q?=A9_noir?= and =?iso-8859-1?b?o+k=?=\r\n\r\nx"
    )
    assert message.subject == "café noir and £é"


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"Subject: caf\xe9", "café"),
        (b"Subject: caf\xc3\xa9", "café"),
        (b"Subject: =?unknown?q?caf=C3=A9?=", "café"),
        (b"Subject: =?utf-8?b?Y2Fmw6k?=", "café"),
        (b"Subject: =?utf-8?q?a=0D=0Ab?=", "a b"),
        (b"Subject: b\x00c", "b\ufffdc"),
        (b"Sub\x00ject: hidden", "hidden"),
        (b"Subject: one\r\n two", "one two"),
        (b"Subject: \xe2\x80\xaegnp", "gnp"),
        (b"Subject: a\rBcc: v@e.example", "a"),
    ],
)
def test_a_subject_comes_out_decoded_and_in_one_line(raw: bytes, subject: str) -> None:
    assert parse(raw + b"\r\nFrom: a@b.example\r\n\r\nx").subject == subject


def test_a_damaged_header_line_hides_neither_header_nor_body() -> None:
    message = parse(
        b"garbage line\r\n"
        + text_message(base64.b64encode(b"the words"), extra=b"Content-Transfer-Encoding: base64\r\n")
    )
    assert message.subject == "Late fee"
    assert message.new_text == "the words"


def test_without_a_blank_line_the_body_is_not_lost() -> None:
    message = parse(b"From: a@b.example\r\nI want my money back\r\n\r\nToday.")
    assert message.new_text.startswith("I want my money back")
    assert message.new_text.endswith("Today.")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"<a.b@example.org>", "<a.b@example.org>"),
        (b"<[a@b]>", "<[a@b]>"),
        (b"<a@b> (added by postmaster@example.org)", "<a@b>"),
        (b"<a b@example.org>", None),
        (b"a@example.org", None),
        (b"<" + b"a" * 1_200 + b"@b>", None),
        (b"=?utf-8?q?=3Ca=40b=3E?=", None),
    ],
)
def test_a_message_id_is_a_msg_id_or_nothing(value: bytes, expected: str | None) -> None:
    assert parse(b"Message-ID: " + value + b"\r\n\r\nx").message_id == expected


def test_a_date_without_a_zone_is_aware_and_a_bad_one_is_none() -> None:
    date = parse(b"Date: Wed, 02 Sep 2026 10:41:07 -0000\r\n\r\nx").date
    assert date is not None
    assert date.utcoffset() is not None
    assert parse(b"Date: tomorrow\r\n\r\nx").date is None


def test_two_content_types_are_named_as_a_defect() -> None:
    raw = b"Content-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n"  # noqa: E501
    message = parse(raw)
    assert "more than one content-type field" in message.defects
    assert "x" in message.whole_text


def test_authentication_results_are_read_topmost_first_and_without_an_authserv_id() -> None:
    message = parse(
        b"Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.org; dkim=none;\r\n"
        b" dmarc=pass action=none header.from=Example.org;compauth=pass reason=100\r\n"
        b"Authentication-Results: mx.evil.example; dmarc=fail header.from=x.example\r\n\r\nx"
    )
    first, second = message.authentication
    assert (first.authserv_id, first.result("dmarc"), first.header_from) == ("", "pass", "example.org")
    assert first.result("compauth") == "pass"
    assert (second.authserv_id, second.result("dmarc")) == ("mx.evil.example", "fail")


def test_the_null_return_path_is_not_a_missing_one() -> None:
    assert parse(b"Return-Path: <>\r\n\r\nx").return_path == ""
    assert parse(b"Subject: a\r\n\r\nx").return_path is None
    assert parse(b"Return-Path: <jane@example.org>\r\n\r\nx").return_path == "jane@example.org"


# --- body -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("charset", "octets", "text"),
    [
        (b"utf-8", "£25 – café".encode(), "£25 – café"),
        (b"iso-8859-1", b"\xa325 \x96 \x93x\x94", "£25 – “x”"),
        (b"us-ascii", b"\xa325", "£25"),
        (b"utf-8", b"\xa325 late", "£25 late"),
        (b"no-such-charset", b"\xc2\xa325", "£25"),
        (b"gb2312", "退款".encode("gb18030"), "退款"),
        (b"us-ascii", "苦情です".encode("iso2022_jp"), "苦情です"),
        (b"idna", b"\xa325", "£25"),
        (b"zlib", b"\xa325", "£25"),
        (b'""', b"\xa325", "£25"),
    ],
)
def test_a_body_is_decoded_whatever_it_declares(charset: bytes, octets: bytes, text: str) -> None:
    assert parse(text_message(octets, b"text/plain; charset=" + charset)).new_text == text


def test_plain_text_is_preferred_unless_it_is_a_stub() -> None:
    html = b"Content-Type: text/html\r\n\r\n<p>My complaint is about the <b>fee</b> of July and the two letters.</p>"  # noqa: E501
    plain = b"Content-Type: text/plain\r\n\r\nMy complaint, in plain words, is about a fee."
    assert "plain words" in parse(multipart(b"alternative", plain, html)).new_text
    for stub in (b"Content-Type: text/plain\r\n\r\n \r\n", b"\r\nYour mail program does not support HTML."):
        assert parse(multipart(b"alternative", stub, html)).new_text.startswith(
            "My complaint is about the fee"
        )


def test_an_attachment_within_the_html_alternative_is_listed() -> None:
    inner = (
        b"Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: text/html\r\n\r\n<p>one</p>\r\n"  # noqa: E501
        b"--c\r\nContent-Type: application/pdf; name=bill.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        b"JVBERg==\r\n--c--\r\n"
    )
    message = parse(multipart(b"alternative", b"\r\nThe fee is wrong, see the attached bill.", inner))
    (attachment,) = message.attachments
    assert (attachment.filename, attachment.content_type, attachment.size) == (
        "bill.pdf",
        "application/pdf",
        4,
    )


def test_text_after_an_attachment_is_still_the_body() -> None:
    image = b"Content-Type: image/png; name=a.png\r\n\r\nxx"
    message = parse(multipart(b"mixed", b"\r\nFirst words.", image, b"\r\nLast words."))
    assert "First words." in message.new_text
    assert "Last words." in message.new_text


def test_an_attached_message_is_forwarded_words() -> None:
    inner = (
        b"Content-Type: message/rfc822\r\n\r\nSubject: Account CNX-1\r\nFrom: x@y.example\r\n\r\nOld words."
    )
    message = parse(multipart(b"mixed", b"\r\nSee below.", inner))
    assert message.new_text == "See below."
    (forwarded,) = [p.text for p in message.passages if p.zone is Zone.FORWARDED]
    assert "Subject: Account CNX-1" in forwarded
    assert "Old words." in forwarded
    assert [a.content_type for a in message.attachments] == ["message/rfc822"]


@pytest.mark.parametrize(
    ("parameter", "filename"),
    [
        (b"filename=letter.pdf", "letter.pdf"),
        (b'filename="a b.pdf"', "a b.pdf"),
        (b"filename*=utf-8''%E2%82%AC%20bill.pdf", "€ bill.pdf"),
        (b"filename*0*=utf-8''%C2%A3; filename*1=25.pdf", "£25.pdf"),
        (b"filename*=utf-8''%E2%80%AEfdp.exe", "fdp.exe"),
        (b"filename*=utf-8''..%2F..%2Fetc%2Fcron.d%2Fx%00.txt", "../../etc/cron.d/x\ufffd.txt"),
        (b'filename="=?utf-8?q?caf=C3=A9.pdf?="', "café.pdf"),
        (b"filename*99999*=x; filename=b.pdf", "b.pdf"),
        (b'filename="<img src=x onerror=alert(1)>.pdf"', "<img src=x onerror=alert(1)>.pdf"),
    ],
)
def test_a_filename_is_data_without_control_characters(parameter: bytes, filename: str) -> None:
    part = b"Content-Type: application/pdf\r\nContent-Disposition: attachment; " + parameter + b"\r\n\r\nx"
    (attachment,) = parse(multipart(b"mixed", b"\r\nhello", part)).attachments
    assert attachment.filename == filename


def test_flowed_lines_are_joined_and_the_signature_line_is_not() -> None:
    body = b"I was told \r\nto wait.\r\n> quoted \r\n> words\r\n-- \r\nJane\r\n"
    message = parse(text_message(body, b"text/plain; format=flowed"))
    assert message.new_text == "I was told to wait."
    assert [p.text for p in message.passages if p.zone is Zone.QUOTED] == ["> quoted words"]
    deleted = parse(text_message(b"CNX-20 \r\n4418", b"text/plain; format=flowed; delsp=yes"))
    assert deleted.new_text == "CNX-204418"


def test_a_soft_line_break_does_not_split_a_number() -> None:
    raw = text_message(b"4111=\r\n111111111111", extra=b"Content-Transfer-Encoding: quoted-printable\r\n")
    assert parse(raw).new_text == "4111111111111111"


@pytest.mark.parametrize(
    "content_type", [b"application/pkcs7-mime; smime-type=enveloped-data", b"application/x-pkcs7-mime"]
)
def test_smime_is_encrypted(content_type: bytes) -> None:
    assert parse(text_message(b"MIAG", content_type)).encrypted


def test_pgp_is_encrypted_in_its_own_parts_and_inline() -> None:
    assert parse(text_message(b"-----BEGIN PGP MESSAGE-----\r\n\r\nabc")).encrypted
    raw = text_message(
        b"--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b--",
        b"multipart/encrypted; boundary=b",
    )
    assert parse(raw).encrypted
    assert not parse(text_message(b"plain words")).encrypted
