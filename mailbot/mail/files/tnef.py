"""TNEF, the winmail.dat of Outlook and Exchange (MS-OXTNEF): the body and the files inside.

Faults: what is cut off or damaged gives what stood before it; nothing raises.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from mailbot.mail.files.mapi import (
    ATTACH_CONTENT_ID,
    ATTACH_DATA,
    ATTACH_FILENAME,
    ATTACH_LONG_FILENAME,
    ATTACH_MIME_TAG,
    BINARY,
    BODY,
    DISPLAY_NAME,
    INTERNET_CODEPAGE,
    OBJECT,
    STRING8,
    SUBJECT,
    UNICODE,
    OutlookAttachment,
    OutlookMessage,
    Properties,
    codepage_name,
)

SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_ATTACHMENTS = 100
MAX_DEPTH = 3  # messages within messages
_MAX_ATTRIBUTES = 10_000
_MAX_PROPERTIES = 2_000

# Identifiers of attributes (MS-OXTNEF section 2.1.3.1.1)
_ATT_SUBJECT, _ATT_BODY = 0x8004, 0x800C
_ATT_DATA, _ATT_TITLE, _ATT_RENDER, _ATT_PROPERTIES, _ATT_ATTACHMENT = 0x800F, 0x8010, 0x9002, 0x9003, 0x9005
_ATT_CODEPAGE = 0x9007
_LENGTHS = {0x2: 4, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = frozenset({STRING8, UNICODE, BINARY, OBJECT})
_MANY = 0x1000  # the flag of a property with several values

_ATTRIBUTE = struct.Struct("<BHHI")
_PROPERTY = struct.Struct("<HH")
_NUMBER = struct.Struct("<I")


def read_tnef(data: bytes, depth: int = 0) -> OutlookMessage | None:
    """The message in a TNEF stream, or None where it is none."""
    if not data.startswith(SIGNATURE):
        return None
    message = OutlookMessage(Properties())
    attachment: OutlookAttachment | None = None
    codepage = "cp1252"
    for identifier, value in _attributes(data):
        if identifier == _ATT_CODEPAGE and len(value) >= 4:
            codepage = codepage_name(_NUMBER.unpack_from(value)[0]) or codepage
        elif identifier == _ATT_PROPERTIES:
            _read_properties(value, codepage, message.properties)
        elif identifier in (_ATT_BODY, _ATT_SUBJECT):
            message.properties.put(BODY if identifier == _ATT_BODY else SUBJECT, STRING8, value, codepage)
        elif identifier == _ATT_RENDER:
            if len(message.attachments) >= MAX_ATTACHMENTS:
                break
            attachment = OutlookAttachment("", "")
            message.attachments.append(attachment)
        elif attachment is not None:
            _read_attachment(attachment, identifier, value, codepage, depth)
    return message


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = len(SIGNATURE) + 2
    for _ in range(_MAX_ATTRIBUTES):
        if position + _ATTRIBUTE.size > len(data):
            return
        _, identifier, _, length = _ATTRIBUTE.unpack_from(data, position)
        position += _ATTRIBUTE.size
        yield identifier, data[position : position + length]
        position += length + 2  # a checksum that nobody fills in reliably


def _read_attachment(
    attachment: OutlookAttachment, identifier: int, value: bytes, codepage: str, depth: int
) -> None:
    if identifier == _ATT_DATA:
        attachment.data = value
    elif identifier == _ATT_TITLE:
        title = Properties()
        title.put(DISPLAY_NAME, STRING8, value, codepage)
        attachment.name = attachment.name or title.first(DISPLAY_NAME)
    elif identifier == _ATT_ATTACHMENT:
        properties = Properties()
        _read_properties(value, codepage, properties)
        long_name = properties.first(ATTACH_LONG_FILENAME)
        attachment.name = long_name or attachment.name or properties.first(ATTACH_FILENAME, DISPLAY_NAME)
        attachment.media_type = properties.first(ATTACH_MIME_TAG)
        attachment.content_id = properties.first(ATTACH_CONTENT_ID)
        inner = properties.octets.get(ATTACH_DATA, b"")
        if inner[16:20] == SIGNATURE:  # after the interface it is an object of
            attachment.message = read_tnef(inner[16:], depth + 1) if depth < MAX_DEPTH else None
        attachment.data = attachment.data or inner


def _read_properties(data: bytes, codepage: str, found: Properties) -> None:
    """An encapsulated list of properties (MS-OXTNEF section 2.1.3.4)."""
    try:
        _read_each(data, codepage, found)
    except struct.error:
        return  # cut off: what was read stays


def _read_each(data: bytes, codepage: str, found: Properties) -> None:
    position = _NUMBER.size
    for _ in range(min(_NUMBER.unpack_from(data)[0], _MAX_PROPERTIES)):
        kind, identifier = _PROPERTY.unpack_from(data, position)
        position += _PROPERTY.size
        if identifier >= 0x8000:
            position = _after_name(data, position)
        base = kind & ~_MANY
        count = 1
        if kind & _MANY or base in _VARIABLE:
            count = min(_NUMBER.unpack_from(data, position)[0], _MAX_PROPERTIES)
            position += _NUMBER.size
        for _ in range(count):
            if base in _VARIABLE:
                length = _NUMBER.unpack_from(data, position)[0]
                position += _NUMBER.size
            elif base in _LENGTHS:
                length = _LENGTHS[base]
            else:
                return  # its length is unknown, and with it where the next one begins
            value = data[position : position + length]
            position += length + -length % 4
            if identifier == INTERNET_CODEPAGE and len(value) >= 4:
                found.strings[INTERNET_CODEPAGE] = codepage_name(_NUMBER.unpack(value[:4])[0])
            elif base in _VARIABLE:
                found.put(identifier, base, value, codepage)


def _after_name(data: bytes, position: int) -> int:
    """Where a named property's value begins: its name is a number or some words."""
    (by_words,) = _NUMBER.unpack_from(data, position + 16)
    position += 20
    if not by_words:
        return position + 4
    (length,) = _NUMBER.unpack_from(data, position)
    return position + 4 + int(length) + -int(length) % 4
