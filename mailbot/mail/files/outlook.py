"""Messages saved from Outlook, .msg (MS-OXMSG): headings, body, files, and messages within.

Faults: `compound_file.Damaged` where it is no such file; a damaged property is left out.
"""

from __future__ import annotations

import re
import struct

from mailbot.mail.files.compound_file import Storage, read_compound_file
from mailbot.mail.files.mapi import (
    ATTACH_CONTENT_ID,
    ATTACH_DATA,
    ATTACH_FILENAME,
    ATTACH_LONG_FILENAME,
    ATTACH_MIME_TAG,
    BINARY,
    DISPLAY_NAME,
    INTERNET_CODEPAGE,
    MESSAGE_CODEPAGE,
    OutlookAttachment,
    OutlookMessage,
    Properties,
    codepage_name,
)

MAX_ATTACHMENTS = 100
MAX_DEPTH = 3  # messages within messages

_STREAM = re.compile(r"__substg1\.0_([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})")
_EMBEDDED = f"__substg1.0_{ATTACH_DATA:04X}000D"
_FIXED = "__properties_version1.0"
_FIXED_ENTRY = struct.Struct("<HHI8s")
# Octets before the first entry, by what the storage is (MS-OXMSG section 2.4.1)
_ROOT_OFFSET, _EMBEDDED_OFFSET, _ATTACHMENT_OFFSET = 32, 24, 8


def read_msg(data: bytes) -> OutlookMessage:
    """The message in a .msg file."""
    return _message(read_compound_file(data), _ROOT_OFFSET, depth=0)


def _message(storage: Storage, offset: int, *, depth: int) -> OutlookMessage:
    message = OutlookMessage(_properties(storage, offset, "cp1252"))
    codepage = message.properties.strings.get(MESSAGE_CODEPAGE, "cp1252")
    within = [inner for name, inner in storage.storages.items() if name.startswith("__attach_version1.0_")]
    for inner in within[:MAX_ATTACHMENTS]:
        message.attachments.append(_attachment(inner, codepage, depth))
    return message


def _attachment(storage: Storage, codepage: str, depth: int) -> OutlookAttachment:
    properties = _properties(storage, _ATTACHMENT_OFFSET, codepage)
    embedded = storage.storages.get(_EMBEDDED)
    return OutlookAttachment(
        name=properties.first(ATTACH_LONG_FILENAME, ATTACH_FILENAME, DISPLAY_NAME),
        media_type=properties.first(ATTACH_MIME_TAG),
        data=properties.octets.get(ATTACH_DATA, b""),
        content_id=properties.first(ATTACH_CONTENT_ID),
        message=_message(embedded, _EMBEDDED_OFFSET, depth=depth + 1)
        if embedded is not None and depth < MAX_DEPTH
        else None,
    )


def _properties(storage: Storage, offset: int, codepage: str) -> Properties:
    found = Properties()
    fixed = storage.streams.get(_FIXED, b"")
    for at in range(offset, len(fixed) - _FIXED_ENTRY.size + 1, _FIXED_ENTRY.size):
        _, identifier, _, value = _FIXED_ENTRY.unpack_from(fixed, at)
        if identifier in (INTERNET_CODEPAGE, MESSAGE_CODEPAGE):
            found.strings[identifier] = codepage_name(int.from_bytes(value[:4], "little"))
    codepage = found.strings.get(MESSAGE_CODEPAGE) or codepage
    for name, octets in storage.streams.items():
        match = _STREAM.fullmatch(name)
        if match is not None:
            identifier, kind = int(match[1], 16), int(match[2], 16)
            is_body = kind != BINARY and identifier in (0x1000, 0x1013)
            # The body has a code page of its own (MS-OXPROPS section 2.743).
            chosen = found.strings.get(INTERNET_CODEPAGE) or codepage if is_body else codepage
            found.put(identifier, kind, octets, chosen)
    return found
