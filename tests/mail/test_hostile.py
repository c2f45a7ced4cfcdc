"""Hostile mail: every known way to make a reader of mail fail, by its name. None does; each says what it is.

What a limit stops goes through the real reading process too, and the next message is read all the same.
"""

from __future__ import annotations

import base64
import io
import re
import time
import zipfile
from collections.abc import Iterator

import pytest
from fakes import PRACTICE, message

from mailbot.mail.message import ParsedMessage
from mailbot.mail.parse import parse
from mailbot.reading.reader import Reader

HEADER = b"From: Jane Doe <jane@example.org>\r\nTo: complaints@firm.example\r\nSubject: Late fee\r\n"
UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def text_message(
    body: bytes, content_type: bytes = b"text/plain; charset=utf-8", extra: bytes = b""
) -> bytes:
    return HEADER + b"MIME-Version: 1.0\r\nContent-Type: " + content_type + b"\r\n" + extra + b"\r\n" + body


def multipart(*parts: bytes, subtype: bytes = b"mixed") -> bytes:
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"
    return text_message(body, b"multipart/" + subtype + b"; boundary=b")


def file(disposition: bytes, data: bytes = b"x", content_type: bytes = b"application/octet-stream") -> bytes:
    return (
        b"Content-Type: " + content_type + b"\r\nContent-Disposition: attachment; " + disposition + b"\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)
    )


def strings_of(parsed: ParsedMessage) -> Iterator[str]:
    yield from (parsed.subject, parsed.content_type, parsed.message_id or "", parsed.unreadable)
    yield from (text for field in parsed.fields for text in (field.name, field.value))
    for address in (*parsed.authors, *parsed.recipients, *parsed.reply_to):
        yield from (address.addr_spec, address.display_name)
    yield from (text for a in parsed.attachments for text in (a.filename, a.content_type))
    yield from parsed.defects


def assert_clean(parsed: ParsedMessage) -> None:
    for text in strings_of(parsed):
        assert UNCLEAN.search(text) is None
        assert "\n" not in text
        text.encode()
    for text in [passage.text for passage in parsed.passages] + [a.text for a in parsed.attachments]:
        assert UNCLEAN.search(text) is None


def zip_bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 40_000_000 + b"</w>")
    return target.getvalue()


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
    # --- and what the content of real attacks was
    "NUL in the name of the first field": b"Sub\x00ject: x\r\nFrom: a@b.example\r\n\r\nx",
    "a body of NULs": text_message(b"\x00" * 100_000),
    "two content types": (
        b"Content-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--"
    ),
    "two boundaries": text_message(b"--a\r\n\r\none\r\n--a--", b"multipart/mixed; boundary=a; boundary=b"),
    "bare carriage return in a header": b"Subject: a\rBcc: v@e.example\r\nFrom: a@b.example\r\n\r\nx",
    "bare line feed in a header": b"Subject: a\r\nX-A: 1\nBcc: v@e.example\r\n\r\nx",
    "padding within base64": text_message(
        b"SGVs=bG8gdGhlcmU=", extra=b"Content-Transfer-Encoding: base64\r\n"
    ),
    "a path in a file name": multipart(
        b"\r\nhello", file(b"filename*=utf-8''..%2F..%2Fetc%2Fcron.d%2Fx%00.txt")
    ),
    "a file name read backwards": multipart(b"\r\nhello", file(b"filename*=utf-8''%E2%80%AEfdp.exe")),
    "markup in a file name": multipart(b"\r\nhello", file(b'filename="<img src=x onerror=alert(1)>.pdf"')),
    "script in an svg": multipart(
        b"\r\nhello", file(b"filename=logo.svg", b"<svg><script>alert(1)</script></svg>", b"image/svg+xml")
    ),
    "markup in a subject": b"Subject: <img src=x onerror=alert(1)>\r\n\r\n<svg/onload=alert(1)>",
    "a template in a name": (
        b"From: \"{{ ''.__class__.__mro__[1].__subclasses__() }}\" <a@b.example>\r\n\r\nx"
    ),
    "a formula in a name": b'From: "=HYPERLINK(1)" <a@b.example>\r\n\r\nx',
    "smtp commands in a body": text_message(
        b"x\n.\nMAIL FROM:<a@b.example>\nRCPT TO:<v@x.example>\nDATA\n\r.\r"
    ),
    "an address with an address behind it": b"From: alice@example.org)bob@evil.example\r\n\r\nx",
    "an address behind an address in quotes": b'From: "alice@bank.example"<mal@evil.example>\r\n\r\nx',
    "smtp commands in an address": (
        b"From: =?utf-8?q?a=40b.example=0D=0ARCPT_TO=3A=3Cv=40x.example=3E?=\r\n\r\nx"
    ),
    "the firm's address as a name": b'From: "complaints@firm.example" <x@evil.example>\r\n\r\nx',
    "a name in another script": b"From: ceo@xn--frm-1ma.example\r\n\r\nx",
    "a zip bomb": multipart(b"\r\nhello", file(b"filename=letter.docx", zip_bomb())),
    "a uuencoded program": text_message(b"begin 644 x.exe\r\n#0V%T\r\n`\r\nend\r\n"),
    "uuencode never ended": text_message(b"begin 644 x\n" * 100_000),
    "a picture elsewhere": text_message(b"<img src=http://evil.example/t?id=1>hello", b"text/html"),
    "a message in pieces": text_message(
        b"Subject: x\r\n\r\nhello", b"message/partial; id=a; number=1; total=2"
    ),
    "a body kept elsewhere": text_message(
        b"Content-Type: text/plain\r\n\r\n",
        b"message/external-body; access-type=URL; URL=http://evil.example",
    ),
    "encrypted for somebody": text_message(b"MIAGCSqGSIb3DQEHA6CAMIACAQA=", b"application/pkcs7-mime"),
    "only a file": text_message(b"%PDF-1.4", b"application/pdf"),
    "only html": text_message(b"<p>hello", b"text/html"),
    "quotation marks never closed": text_message(b"x", b'text/plain; charset="' + b"a" * 8_000),
    "parameters without end": text_message(b"x", b"text/plain" + b"; a=b" * 3_000),
    "blanks in a parameter": text_message(b"x", b"text/plain;" + b" " * 15_000 + b"charset"),
    "encoded-words never closed": b"Subject: " + b"=?a?q?" * 2_700 + b"\r\n\r\nx",
    "encoded-words in encoded-words": b"Subject: " + b"=?utf-8?q?=3D=3Futf-8=3Fq=3F?=" * 500 + b"\r\n\r\nx",
    "delimiters of no container": text_message(
        b"--x\r\nContent-Type: text/plain\r\n\r\n" * 20_000, b"multipart/mixed"
    ),
    "containers without boundaries": text_message(
        b"--x\r\nContent-Type: multipart/mixed\r\n\r\n" * 2_000, b"multipart/mixed"
    ),
    "an angry crowd of quotation marks": text_message(b">" * 2_000_000),
    "one line of three million": text_message(b"a " * 1_500_000),
    "a page of tables in tables": text_message(b"<table><tr><td>" * 30_000, b"text/html"),
    "utf-7 of shifts": text_message(b"+" * 500_000, b"text/plain; charset=utf-7"),
    "escapes of iso-2022": text_message(b"\x1b$B" * 200_000, b"text/plain; charset=iso-2022-jp"),
    "utf-16 of surrogates": text_message(b"\x00\xd8" * 200_000, b"text/plain; charset=utf-16-le"),
    "enriched without end": text_message(b"<" * 500_000 + b"<param>" * 50_000, b"text/enriched"),
    "rich text of braces": text_message(b"{\\rtf1" + b"{" * 500_000, b"text/rtf"),
    "signed by a length": text_message(
        bytes.fromhex("3080 0609 2a864886f70d010702 a080") + b"\x30\x80" * 50_000, b"application/pkcs7-mime"
    ),
    "tnef of one attribute": text_message(
        b"\x78\x9f\x3e\x22\x00\x00" + b"\xff" * 1_000, b"application/ms-tnef"
    ),
    "tnef of a million attributes": text_message(
        b"\x78\x9f\x3e\x22\x00\x00" + (b"\x01" + b"\x00" * 10) * 300_000, b"application/ms-tnef"
    ),
}


@pytest.mark.fault("F41")
@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_mail_gives_a_clean_message_in_time(raw: bytes) -> None:
    began = time.process_time()
    parsed = parse(raw)
    assert time.process_time() - began < 3.0
    assert_clean(parsed)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reader = Reader(PRACTICE)
    yield reader
    reader.close()


@pytest.mark.fault("F41")
@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_message_after_hostile_mail_is_read(reader: Reader, raw: bytes) -> None:
    parsed = reader.read(raw).parsed
    assert parsed.size == len(raw)
    assert "processor time" not in parsed.unreadable
    assert "the process" not in parsed.unreadable
    assert reader.read(message("About CNX-204418.")).parsed.new_text == "About CNX-204418."


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
        ("only a file", ""),
        ("only html", ""),
        ("one octet", ""),
        ("a zip bomb", ""),
    ],
)
def test_what_cannot_be_read_says_why(name: str, reason: str) -> None:
    assert parse(HOSTILE[name]).unreadable == reason


@pytest.mark.parametrize(
    ("name", "defect"),
    [
        ("two content types", "more than one content-type field"),
        ("two boundaries", "more than one boundary"),
        ("bare carriage return in a header", "a bare CR in the header"),
        ("bare line feed in a header", "a bare LF in the header"),
        ("padding within base64", "padding within base64"),
        ("a message in pieces", "a piece of a message that was sent in pieces"),
        ("a body kept elsewhere", "a part that is kept elsewhere was not fetched"),
        ("NUL in the name of the first field", "NUL in a field name"),
        ("a year of eleven digits", "a Date that is none"),
        ("a zip bomb", '"letter.docx" was not read: packed more than 100 times'),
    ],
)
def test_what_two_programs_may_read_differently_is_named(name: str, defect: str) -> None:
    assert defect in parse(HOSTILE[name]).defects


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("an address with an address behind it", None),
        ("an address behind an address in quotes", "mal@evil.example"),
        ("smtp commands in an address", None),
        ("the firm's address as a name", "x@evil.example"),
        ("a template in a name", "a@b.example"),
    ],
)
def test_an_answer_goes_to_an_address_everybody_reads_alike(name: str, address: str | None) -> None:
    author = parse(HOSTILE[name]).author
    assert (author.addr_spec if author else None) == address


def test_what_looks_like_code_stays_text() -> None:
    template = parse(HOSTILE["a template in a name"]).author
    assert template is not None
    assert template.display_name == "{{ ''.__class__.__mro__[1].__subclasses__() }}"
    assert parse(HOSTILE["markup in a subject"]).subject == "<img src=x onerror=alert(1)>"
    assert parse(HOSTILE["smtp commands in a body"]).new_text.startswith("x\n.\nMAIL FROM:")


@pytest.mark.parametrize(
    ("name", "filename"),
    [
        ("a path in a file name", "../../etc/cron.d/x\ufffd.txt"),
        ("a file name read backwards", "fdp.exe"),
        ("a uuencoded program", "x.exe"),
    ],
)
def test_a_file_name_is_data(name: str, filename: str) -> None:
    (attachment,) = parse(HOSTILE[name]).attachments
    assert attachment.filename == filename


def test_what_is_encrypted_says_so() -> None:
    assert parse(HOSTILE["encrypted for somebody"]).encrypted
