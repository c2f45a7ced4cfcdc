"""Reading a message: nothing raises, nothing that a person wrote is lost, nothing unclean gets out."""

from __future__ import annotations

import base64
import re
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


# --- what is labelled wrongly ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("charset", "octets", "text"),
    [
        (b"iso-8859-15", "£25 – café".encode(), "£25 – café"),
        (b"koi8-r", "£25".encode(), "£25"),
        (b"utf-8", b"caf\xe9 for \xc2\xa325", "café for £25"),
        (b"utf-8", "£25".encode() + b" and cut \xc3", "£25 and cut \ufffd"),
        (b"utf-8", "Â£25, donâ€™t, cafÃ©".encode(), "£25, don’t, café"),
        (b"utf-8", "São Paulo, Ângela".encode(), "São Paulo, Ângela"),
        (b"utf-8", "£25 – café".encode("utf-16"), "£25 – café"),
        (b"utf-16", "Dear Sir, £25".encode("utf-16-be"), "Dear Sir, £25"),
        (b"utf-8", "苦情です".encode("iso2022_jp"), "苦情です"),
        (b"gb2312", b"~{<:Ky2;~}", "己所不"),
        (b"utf-7", b"+AKM-25", "£25"),
        (b"charset=utf-8", "£25".encode(), "£25"),
        (b"windows1252", b"\xa325", "£25"),
        (b"iso 8859-1", b"\xa325", "£25"),
        (b"utf8http-equivcontent-type", "£25".encode(), "£25"),
        (b"unknown-8bit", b"\xef\xbb\xbf\xc2\xa325", "£25"),
    ],
)
def test_a_wrong_charset_is_put_right(charset: bytes, octets: bytes, text: str) -> None:
    assert parse(text_message(octets, b'text/plain; charset="' + charset + b'"')).new_text == text


def test_text_that_was_encoded_twice_is_named() -> None:
    assert "utf-8 encoded twice" in parse(text_message("Â£25".encode())).defects


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"=?utf-8?Q?Why??=", "Why?"),
        (b"=?utf-8?Q?my late fee?=", "my late fee"),
        (b"=?UTF-8?b?Q29tcGxhaW50?=", "Complaint"),
        (b"=?utf-8?B?Q29tcGxhaW50?", "Complaint"),
        (b"=?utf-8?B?Q29tcGxhaW50", "Complaint"),
        (b"=??Q?fee?=", "fee"),
        (b"=?utf-8?Q?a?==?utf-8?Q?b?=", "ab"),
        (b'"=?utf-8?Q?caf=C3=A9?="', '"café"'),
        (b"=?iso-8859-1?Q?=C2=A325?=", "£25"),
        (b"=?utf-8?Q?=A325?=", "£25"),
        (b"=?utf-8?q?=e2=82?=\r\n =?UTF-8?q?=ac?=", "€"),
        (b"\x1b$B6l>p\x1b(B", "苦情"),
    ],
)
def test_a_damaged_encoded_word_is_read(raw: bytes, subject: str) -> None:
    assert parse(b"Subject: " + raw + b"\r\nFrom: a@b.example\r\n\r\nx").subject == subject


@pytest.mark.parametrize(
    ("content_type", "text"),
    [
        (b"text/plain charset=utf-8", "£25"),
        (b'TEXT/Plain ; Charset="UTF-8', "£25"),
        (b"text/plain; charset = utf-8 ; format = flowed", "£25"),
        (b'text/plain; name="x; charset=koi8-r"; charset=utf-8', None),
        (b"text/plain, charset=utf-8", "£25"),
        (b"text", "£25"),
        (b"", "£25"),
    ],
)
def test_a_content_type_in_odd_form_is_read(content_type: bytes, text: str | None) -> None:
    message = parse(text_message("£25".encode(), content_type))
    assert message.new_text == "£25" if text else message.whole_text == "£25"


# --- damaged MIME ---------------------------------------------------------------------------------------

WORDS = b"I complain about the late fee of \xc2\xa325.\r\n"
ENCODED = base64.encodebytes(WORDS * 4).replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("encoding", "body", "defect"),
    [
        (b"base64", WORDS, "words within base64"),
        (b"base64", ENCODED + b"\r\n-- \r\nSent to a list of ours.\r\n", "words within base64"),
        (b"base64", ENCODED.rstrip(b"=\r\n"), "damaged base64"),
        (b"base64", ENCODED[:30] + b"!*" + ENCODED[30:], "damaged base64"),
        (b"Base-64", ENCODED, None),
        (b"quoted-printable", WORDS.replace(b"\xc2\xa3", b"=C2=A3=\r\n"), None),
        (b"quoted-printable", b"100 =% of it. " + WORDS, "damaged quoted-printable"),
        (b"x-unheard-of", WORDS, "an unknown transfer encoding"),
        (b"8-bit", WORDS, None),
        (b"7bit", ENCODED, "base64 without a label"),
        (
            b"7bit",
            b"I complain=20=\r\n" + WORDS.removeprefix(b"I complain ").replace(b"\xc2\xa3", b"=C2=A3"),
            "quoted-printable without a label",
        ),
    ],
)
def test_a_wrong_transfer_encoding_costs_no_words(encoding: bytes, body: bytes, defect: str | None) -> None:
    message = parse(text_message(body, extra=b"Content-Transfer-Encoding: " + encoding + b"\r\n"))
    assert "I complain about the late fee of £25" in message.whole_text
    assert defect is None or defect in message.defects


PLAIN_PART = b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + WORDS
FILE_PART = b"--b\r\nContent-Type: application/pdf; name=bill.pdf\r\n\r\n%PDF-1.4\r\n"
DIVIDED = PLAIN_PART + FILE_PART + b"--b--\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        text_message(DIVIDED, b"multipart/mixed"),
        text_message(DIVIDED, b"multipart/mixed; boundary=another"),
        text_message(DIVIDED, b'multipart/mixed; boundary="b '),
        text_message(DIVIDED, b"multipart/mixed boundary=b"),
        text_message(DIVIDED.replace(b"--b\r\n", b"--b  \t\r\n"), b"multipart/mixed; boundary=b"),
        text_message(PLAIN_PART + FILE_PART, b"multipart/mixed; boundary=b"),
        text_message(
            base64.encodebytes(DIVIDED),
            b"multipart/mixed; boundary=b",
            b"Content-Transfer-Encoding: base64\r\n",
        ),
        HEADER + b"\r\nThis is a multi-part message in MIME format.\r\n\r\n" + DIVIDED,
        HEADER + b"Content-Type: multipart/mixed; boundary=b\r\n  \r\n" + DIVIDED,
        text_message(DIVIDED, b"multipart/mixed; boundary=b").replace(b"\r\n", b"\n"),
        text_message(DIVIDED, b"multipart/mixed; boundary=b").replace(b"\r\n", b"\r"),
    ],
    ids=[
        "no boundary", "wrong boundary", "boundary never closed", "semicolon missing", "trailing blanks",
        "never closed", "encoded as a whole", "content-type lost", "blanks in the empty line", "LF", "CR",
    ],
)  # fmt: skip
def test_parts_are_found_whatever_became_of_their_boundary(raw: bytes) -> None:
    message = parse(raw)
    assert message.new_text == "I complain about the late fee of £25."
    assert [a.filename for a in message.attachments] == ["bill.pdf"]


def test_somebody_who_writes_about_mime_is_not_taken_for_it() -> None:
    body = b"I could not open your letter, it looked like this:\r\n\r\n" + DIVIDED
    assert parse(HEADER + b"\r\n" + body).new_text.startswith("I could not open your letter")


def test_words_that_look_like_a_field_of_a_part_are_not_lost() -> None:
    part = b"Note: I never agreed\r\nto any of this, and said so."
    assert "I never agreed" in parse(multipart(b"mixed", part)).whole_text


def test_words_outside_the_parts_are_the_body_where_there_is_no_other() -> None:
    body = b"I complain.\r\n" + FILE_PART + b"--b--\r\n"
    assert parse(text_message(body, b"multipart/mixed; boundary=b")).new_text == "I complain."
    assert parse(text_message(b"Not me.\r\n" + DIVIDED, b"multipart/mixed; boundary=b")).new_text.startswith(
        "I comp"
    )


def test_a_multipart_without_parts_is_its_text() -> None:
    assert parse(text_message(b"Just words.", b"multipart/mixed; boundary=b")).new_text == "Just words."


# --- kinds of text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        (b"text/plain", b"<html><body><p>My <b>fee</b></p></body></html>", "My fee"),
        (b"text/plain", b"<div>My fee</div><div>is wrong</div>", "My fee\nis wrong"),
        (b"text/plain", b"<jane@example.org> wrote this", "<jane@example.org> wrote this"),
        (b"text/html", b"My fee\r\nis wrong", "My fee\nis wrong"),
        (b"application/xhtml+xml", b"<html><body>My fee</body></html>", "My fee"),
        (b"text/enriched", b"<bold>My</bold> fee is << 5", "My fee is < 5"),
        (b"text/rtf", rb"{\rtf1\ansi My {\b fee}\par is wrong}", "My fee\nis wrong"),
        (b"text/plain; name=body.txt", b"My fee", "My fee"),
    ],
)
def test_a_body_of_any_kind_of_text_is_read(content_type: bytes, body: bytes, text: str) -> None:
    assert parse(text_message(body, content_type)).new_text == text


def test_the_root_of_related_parts_is_the_one_that_is_named() -> None:
    parts = (
        b"Content-Type: text/html\r\nContent-ID: <frame>\r\n\r\n<p>a frame",
        b"Content-Type: text/html\r\nContent-ID: <root>\r\n\r\n<p>the words",
    )
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"
    message = parse(text_message(body, b'multipart/related; boundary=b; start="<root>"'))
    assert message.new_text == "the words"
    assert [a.text for a in message.attachments] == ["a frame"]


def test_a_file_name_nobody_quoted_is_whole() -> None:
    disposition = b"Content-Disposition: attachment; filename=my late fee.pdf; size=1"
    part = b"Content-Type: application/pdf\r\n" + disposition + b"\r\n\r\nx"
    assert parse(multipart(b"mixed", b"\r\nhello", part)).attachments[0].filename == "my late fee.pdf"
