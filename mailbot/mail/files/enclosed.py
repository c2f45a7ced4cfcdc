"""Messages that Outlook encloses in forms of its own, as the parts they would be in MIME.

So one reader reads them all: the body becomes a text part, each file an attachment, a message within a
message/rfc822.

Faults: what cannot be opened is None; it must not cost the message its body.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from email.message import Message
from urllib.parse import quote

from mailbot.mail.boundary import whole_message
from mailbot.mail.charset import clean_line
from mailbot.mail.files import file_types
from mailbot.mail.files.cms import signed_content
from mailbot.mail.files.mapi import DISPLAY_TO, SUBJECT, TRANSPORT_HEADERS, OutlookAttachment, OutlookMessage
from mailbot.mail.files.outlook import read_msg
from mailbot.mail.files.tnef import read_tnef
from mailbot.mail.header import main_value, read_header
from mailbot.mail.part import Part, filename_of, octets_of, value_of

_MAX_VALUE = 1_000  # characters of a heading
_FAULTS = (
    OSError, ValueError, OverflowError, IndexError, KeyError, TypeError, AttributeError, AssertionError,
    RecursionError, MemoryError, UnicodeError, struct.error,
)  # fmt: skip


ENCODED = frozenset({"base64", "quoted-printable"})


def is_message_file(part: Part, content_type: str, data: bytes) -> bool:
    """Whether an attached file is a saved message."""
    if content_type in ("text/rfc822-headers", "message/rfc822-headers"):
        return False
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return file_types.real_type(data) == file_types.MSG
    is_named = filename_of(part).lower().endswith(".eml")
    return is_named and file_types.real_type(data) == file_types.MESSAGE


def decoded_message(part: Part, message: Part, defects: list[str]) -> Part:
    """RFC 2046 section 5.2.1 forbids to encode an attached message; some do it all the same."""
    payload = message.get_payload()
    encoding = value_of(part, "content-transfer-encoding")
    if message.keys() or not isinstance(payload, str) or main_value(encoding) not in ENCODED:
        return message
    shell = Message()
    shell["Content-Type"] = "multipart/mixed"
    shell["Content-Transfer-Encoding"] = encoding
    shell.set_payload(payload)
    return whole_message(octets_of(shell, defects)) or message


def saved_message(data: bytes) -> Message | None:
    """The message in a file: Outlook's .msg, or one as it was sent."""
    return _opened(lambda: as_part(read_msg(data)) if data[:1] == b"\xd0" else whole_message(data))


def tnef_message(data: bytes) -> Message | None:
    """The message in a winmail.dat."""
    return _opened(lambda: None if (message := read_tnef(data)) is None else as_part(message))


def signed_message(data: bytes) -> Message | None:
    """The MIME entity in signed S/MIME."""
    return _opened(lambda: whole_message(signed_content(data)))


def _opened(read: Callable[[], Message | None]) -> Message | None:
    try:
        message = read()
    except _FAULTS:
        return None
    return message if message is not None and message.keys() else None


def as_part(message: OutlookMessage) -> Message:
    """A multipart/mixed with the body first; its fields are the message's headings."""
    root = Message()
    headings = {
        "From": message.author,
        "To": message.properties.first(DISPLAY_TO),
        "Subject": message.properties.first(SUBJECT),
        "Date": _date(message),
    }
    for name, value in headings.items():
        if value.strip():
            root[name] = _octets(clean_line(value)[:_MAX_VALUE])
    text, is_html = message.text()
    parts: list[Message | str] = [_text(text, is_html=is_html)] if text.strip() else []
    parts += [_attachment(attachment) for attachment in message.attachments]
    root["Content-Type"] = "multipart/mixed"
    root.set_payload(parts)
    return root


def _date(message: OutlookMessage) -> str:
    """Of the header a saved message keeps; the property is a count of nanoseconds since 1601."""
    headers = message.properties.first(TRANSPORT_HEADERS)
    return read_header(headers.encode("utf-8", "replace")).first("date") or "" if headers else ""


def _octets(text: str) -> str:
    """One character an octet, as all parts are kept."""
    return text.encode("utf-8", "replace").decode("latin-1")


def _text(text: str, *, is_html: bool) -> Message:
    part = Message()
    part["Content-Type"] = f"text/{'html' if is_html else 'plain'}; charset=utf-8"
    part["Content-Transfer-Encoding"] = "8bit"
    part.set_payload(_octets(text))
    return part


def _attachment(attachment: OutlookAttachment) -> Message:
    part = Message()
    name = quote(clean_line(attachment.name)[:255], safe="", errors="replace")
    part["Content-Disposition"] = f"attachment; filename*=utf-8''{name}"
    if attachment.content_id:
        part["Content-ID"] = _octets(clean_line(attachment.content_id)[:_MAX_VALUE])
    if attachment.message is not None:
        part["Content-Type"] = "message/rfc822"
        part.set_payload([as_part(attachment.message)])
        return part
    media_type = clean_line(attachment.media_type)[:100]
    part["Content-Type"] = media_type if media_type.isascii() and media_type else "application/octet-stream"
    part["Content-Transfer-Encoding"] = "binary"
    part.set_payload(attachment.data.decode("latin-1"))
    return part
