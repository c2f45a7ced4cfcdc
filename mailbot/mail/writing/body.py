"""The body of a letter: its words as text and as HTML, the firm's logo within the HTML, what is enclosed.

Faults: `UnsafeLetter`.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence
from email.message import Message

from mailbot.mail.writing.fields import BIDI, LINE_OCTETS, UnsafeLetter, head, line
from mailbot.mail.writing.look import LOGO_ID
from mailbot.mail.writing.templates import Rendered

_ODD_IN_FILENAME = re.compile(f'[/\\\\"]|{BIDI.pattern}')
_CONTENT_TYPE = re.compile(r"(?!message/|multipart/)[a-z]+/[a-z0-9][a-z0-9.+-]{0,100}")

Attachment = tuple[str, str, bytes]  # filename, content type, content
Logo = tuple[str, bytes]  # content type, content


def body_of(
    rendered: Rendered, attachments: Sequence[Attachment], logo: Logo | None, *, boundary: str
) -> tuple[str, bytes, int]:
    """The content type of the whole, its body, and how many boundary lines that has."""
    html, lines = _text(rendered.html, "html"), 0
    if logo is not None:
        content_type, related = _multipart("related", [html, _inline(*logo)], f"{boundary}_r")
        html, lines = _part(content_type, related), 3
    alternatives = [_text(rendered.text, "plain"), html]
    content_type, body = _multipart("alternative", alternatives, boundary)
    lines += len(alternatives) + 1
    if not attachments:
        return content_type, body, lines
    enclosed = [_enclosed(*attachment) for attachment in attachments]
    content_type, body = _multipart("mixed", [_part(content_type, body), *enclosed], f"{boundary}_m")
    return content_type, body, lines + len(enclosed) + 2


def _part(content_type: str, body: bytes) -> bytes:
    return b"Content-Type: " + content_type.encode("ascii") + b"\r\n\r\n" + body


def _multipart(subtype: str, parts: Sequence[bytes], boundary: str) -> tuple[str, bytes]:
    # `=_` cannot stand in quoted-printable nor in base64 (RFC 2045 section 6.7); the token is random besides.
    delimiter = f"--{boundary}\r\n".encode("ascii")
    body = b"".join(delimiter + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode("ascii")
    return f'multipart/{subtype}; boundary="{boundary}"', body


def _text(text: str, subtype: str) -> bytes:
    # HTML says the same in ASCII, which needs no transfer encoding and survives every gateway.
    content = text.encode("ascii", "xmlcharrefreplace") if subtype == "html" else text.encode("utf-8")
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"\x00" in content:
        raise UnsafeLetter("a NUL in the body")
    encoding = b"7bit"
    if not content.isascii() or max(map(len, content.split(b"\n"))) > LINE_OCTETS or b"=_" in content:
        encoding, content = b"quoted-printable", binascii.b2a_qp(content, istext=True)
    head = b'Content-Type: text/%s; charset="utf-8"\r\nContent-Transfer-Encoding: %s\r\n\r\n'
    return head % (subtype.encode("ascii"), encoding) + content.replace(b"\n", b"\r\n")


def _enclosed(filename: str, content_type: str, content: bytes) -> bytes:
    if not _CONTENT_TYPE.fullmatch(content_type):
        raise UnsafeLetter(f"content type {content_type!r} cannot be enclosed")
    if not filename or line(filename) != filename or len(filename) > 100 or _ODD_IN_FILENAME.search(filename):
        raise UnsafeLetter(f"file name {filename!r} cannot be enclosed")
    part = Message()
    part.add_header("Content-Type", content_type)
    part.add_header("Content-Transfer-Encoding", "base64")
    name = filename if filename.isascii() else ("utf-8", "", filename)  # RFC 2231 where it must be
    part.add_header("Content-Disposition", "attachment", filename=name)
    return head(part.items()) + _base64(content)


def _inline(content_type: str, content: bytes) -> bytes:
    if not content_type.startswith("image/") or not _CONTENT_TYPE.fullmatch(content_type):
        raise UnsafeLetter(f"content type {content_type!r} is no picture")
    fields = [
        ("Content-Type", content_type),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-ID", f"<{LOGO_ID}>"),
        ("Content-Disposition", "inline"),
    ]
    return head(fields) + _base64(content)


def _base64(content: bytes) -> bytes:
    lines = (content[at : at + 57] for at in range(0, len(content), 57))
    return b"".join(binascii.b2a_base64(line, newline=False) + b"\r\n" for line in lines)
