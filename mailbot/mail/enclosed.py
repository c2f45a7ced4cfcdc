"""Messages that Outlook encloses in forms of its own, as the parts they would be in MIME.

So one reader reads them all: the body becomes a text part, each file an attachment, a message within a
message/rfc822.

Faults: see `tnef` and `outlook`.
"""

from __future__ import annotations

from email.message import Message
from urllib.parse import quote

from mailbot.mail.charset import clean_line
from mailbot.mail.header import read_header
from mailbot.mail.mapi import DISPLAY_TO, SUBJECT, TRANSPORT_HEADERS, OutlookAttachment, OutlookMessage

_MAX_VALUE = 1_000  # characters of a heading


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
