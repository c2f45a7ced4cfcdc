"""Messages made by a grammar of MIME, whole and damaged: what holds of every message holds of them."""

from __future__ import annotations

import base64
import quopri

from hypothesis import given, settings
from hypothesis import strategies as st
from properties import broken

CHARSETS = st.sampled_from(
    ["utf-8", "UTF-8", "iso-8859-1", "windows-1252", "us-ascii", "gb2312", "iso-2022-jp", "utf-7", "utf-16",
     "", '""', "x-unknown", "idna", "zlib", "koi8-r"]
)  # fmt: skip
SENTENCES = st.sampled_from(
    [
        "I am writing to complain about the charge of £35 on my account CNX-204418.",
        "My number is 07700 900123, my address 12 High Street, Leeds LS1 9ZZ.",
        "My card is 4111 1111 1111 1111 and my sort code 12-34-56, account 12345678.",
        "On Wed, 7 Oct 2026 at 16:40, Firm <complaints@firm.example.com> wrote:",
        "> Thank you for your message.",
        "-----Original Message-----",
        "From: Firm <complaints@firm.example.com>",
        "Sent: 7 October 2026 10:02",
        "To: Jane Doe",
        "Subject: Re: complaint",
        "I cannot go on like this and I do not want to live.",
        "Kind regards,",
        "Jane Doe",
        "-- ",
        "Sent from my iPhone",
        "This email and any attachments are confidential.",
        "550 5.1.1 user unknown",
        "begin 644 x.exe",
        "unsubscribe",
        "é ü 复 \u202e \ufeff \u200b \x0b",
        "",
    ]
)
BODIES = st.lists(SENTENCES | st.text(max_size=40), max_size=12).map("\n".join)
NAMES = st.sampled_from(
    ["Subject", "From", "To", "Date", "Message-ID", "References", "Reply-To", "Return-Path", "Auto-Submitted",
     "Precedence", "List-Id", "Received", "X-Spam-Flag", "Authentication-Results", "Content-Type",
     "Content-Transfer-Encoding", "MIME-Version", "Sender", "X-Auto-Response-Suppress"]
)  # fmt: skip
VALUES = st.sampled_from(
    [
        "Jane Doe <jane@example.org>",
        "complaints@firm.example.com",
        "<>",
        "MAILER-DAEMON@example.net",
        "=?utf-8?q?caf=C3=A9?= =?utf-8?b?w6k=?=",
        "=?utf-16?b?2D0=?=",
        "auto-replied",
        "no",
        "bulk",
        "<1@example.org>",
        "Mon, 2 Nov 2026 10:00:00 +0000",
        "mx.firm.example.com; dmarc=pass header.from=example.org",
        "text/html",
        "multipart/mixed; boundary=b",
        "a\r\n folded",
    ]
) | st.text(max_size=60)


def encoded(text: str, charset: str, how: str) -> bytes:
    try:
        octets = text.encode(charset or "utf-8", "replace")
    except (LookupError, UnicodeError, TypeError):
        octets = text.encode("utf-8", "replace")
    if how == "base64":
        return base64.encodebytes(octets)
    return quopri.encodestring(octets) if how == "quoted-printable" else octets


def part(kind: str, charset: str, how: str, text: str) -> bytes:
    content = f"<p>{text}</p>" if kind == "text/html" else text
    head = f"Content-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: {how}\r\n\r\n"
    return head.encode() + encoded(content, charset, how)


LEAVES = st.builds(
    part,
    st.sampled_from(
        ["text/plain", "text/html", "text/calendar; method=REPLY", "application/pdf", "message/rfc822",
         "message/delivery-status", "application/ms-tnef", "application/pkcs7-mime", "text/rtf",
         "application/octet-stream; name=letter.docx"]
    ),
    CHARSETS,
    st.sampled_from(["7bit", "8bit", "base64", "quoted-printable", "x-uuencode", "nonsense"]),
    BODIES,
)  # fmt: skip


def branch(parts: list[bytes], kind: str, boundary: str, closed: bool) -> bytes:
    lines = [f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()]
    lines += [f"--{boundary}\r\n".encode() + inner + b"\r\n" for inner in parts]
    return b"".join([*lines, f"--{boundary}--\r\n".encode() if closed else b""])


TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        branch,
        st.lists(inner, max_size=4),
        st.sampled_from(["mixed", "alternative", "related", "report; report-type=delivery-status", "signed"]),
        st.sampled_from(["b", "bb", "=_x", "b b"]),
        st.booleans(),
    ),
    max_leaves=6,
)


@st.composite
def messages(draw: st.DrawFn) -> bytes:
    fields = draw(st.lists(st.tuples(NAMES, VALUES), max_size=8))
    header = b"".join(f"{name}: {value}\r\n".encode("utf-8", "surrogatepass") for name, value in fields)
    raw = header + draw(TREES)
    if draw(st.booleans()):
        at = draw(st.integers(0, len(raw)))
        raw = raw[:at] + draw(st.binary(max_size=6)) + raw[at + draw(st.integers(0, 20)) :]
    return raw


@settings(max_examples=150, deadline=None)
@given(messages())
def test_what_holds_of_every_message_holds_of_any_shape_of_mime(raw: bytes) -> None:
    assert broken(raw) == []


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
def test_what_holds_of_every_message_holds_of_any_octets(raw: bytes) -> None:
    assert broken(raw) == []
