"""The properties Outlook keeps of a message (MS-OXPROPS): what TNEF and .msg files have in common.

Faults: a body in a form nobody can read is as good as none.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from mailbot.mail.charset import decode
from mailbot.mail.charset_names import codec_for
from mailbot.mail.files.rtf import MAX_RTF, rtf_to_text

SUBJECT, SENDER_NAME, SENDER_SMTP, SENDER_ADDRESS = 0x0037, 0x0C1A, 0x5D01, 0x0C1F
REPRESENTING_NAME, REPRESENTING_ADDRESS, DISPLAY_TO = 0x0042, 0x0065, 0x0E04
TRANSPORT_HEADERS = 0x007D
BODY, RTF_COMPRESSED, HTML = 0x1000, 0x1009, 0x1013
ATTACH_DATA, ATTACH_FILENAME, ATTACH_LONG_FILENAME = 0x3701, 0x3704, 0x3707
ATTACH_MIME_TAG, ATTACH_CONTENT_ID, DISPLAY_NAME = 0x370E, 0x3712, 0x3001
INTERNET_CODEPAGE, MESSAGE_CODEPAGE = 0x3FDE, 0x3FFD

STRING8, UNICODE, BINARY, OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
MAX_STRING = 2 * 1024 * 1024  # octets


@dataclass(slots=True)
class Properties:
    """The values by their identifier; strings decoded, everything else as octets."""

    strings: dict[int, str] = field(default_factory=dict)
    octets: dict[int, bytes] = field(default_factory=dict)

    def first(self, *identifiers: int) -> str:
        return next((self.strings[each] for each in identifiers if self.strings.get(each)), "")

    def put(self, identifier: int, kind: int, data: bytes, codepage: str) -> None:
        if kind == UNICODE:
            text = data[:MAX_STRING].decode("utf-16-le", "replace")
        elif kind == STRING8:
            text = decode(data[:MAX_STRING], codepage)[0]
        else:
            self.octets.setdefault(identifier, data)
            return
        self.strings.setdefault(identifier, text.rstrip("\x00"))


@dataclass(slots=True)
class OutlookAttachment:
    """A file within, or a message within."""

    name: str
    media_type: str
    data: bytes = b""
    content_id: str = ""
    message: OutlookMessage | None = None


@dataclass(slots=True)
class OutlookMessage:
    """A message as Outlook keeps it."""

    properties: Properties
    attachments: list[OutlookAttachment] = field(default_factory=list)

    @property
    def author(self) -> str:
        """As it would stand in a From field."""
        name = self.properties.first(SENDER_NAME, REPRESENTING_NAME)
        address = self.properties.first(SENDER_SMTP, SENDER_ADDRESS, REPRESENTING_ADDRESS)
        # An Exchange address ("/O=FIRM/OU=...") is nobody's address outside its own server.
        return f"{name} <{address}>".strip() if "@" in address else name

    def text(self) -> tuple[str, bool]:
        """The body, and whether it is HTML."""
        plain = self.properties.first(BODY)
        if plain.strip():
            return plain, False
        html = self.properties.octets.get(HTML, b"")
        if html or self.properties.first(HTML):
            codepage = self.properties.strings.get(INTERNET_CODEPAGE, "")
            return self.properties.first(HTML) or decode(html[:MAX_STRING], codepage)[0], True
        return rtf_to_text(decompressed_rtf(self.properties.octets.get(RTF_COMPRESSED, b"")))


def codepage_name(number: int) -> str:
    """The charset of a Windows code page; "" where there is none of that number."""
    if number == 65001:
        return "utf-8"
    return codec_for(f"cp{number}") or _OTHER_CODEPAGES.get(number, "")


_OTHER_CODEPAGES = {20127: "us-ascii", 28591: "iso-8859-1", 28592: "iso-8859-2", 28605: "iso-8859-15"}


# --- compressed RTF (MS-OXRTFCP) ------------------------------------------------------------------------

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_LZFU, _MELA = 0x75465A4C, 0x414C454D
_HEADER = struct.Struct("<IIII")


def decompressed_rtf(data: bytes) -> bytes:
    """RTF out of its compressed form, as far as it goes."""
    if len(data) < _HEADER.size:
        return b""
    _, _, kind, _ = _HEADER.unpack_from(data)
    if kind == _MELA:
        return data[_HEADER.size :][:MAX_RTF]
    return _unpacked(data) if kind == _LZFU else b""


def _unpacked(data: bytes) -> bytes:
    window = bytearray(_DICTIONARY.ljust(_WINDOW, b"\x00"))
    write = len(_DICTIONARY)
    output = bytearray()
    position = _HEADER.size
    while position < len(data) and len(output) < MAX_RTF:
        control = data[position]
        position += 1
        for bit in range(8):
            if control >> bit & 1:
                if position + 1 >= len(data):
                    return bytes(output)
                reference = data[position] << 8 | data[position + 1]
                position += 2
                offset, length = reference >> 4, (reference & 15) + 2
                if offset == write:  # the end is a reference to itself
                    return bytes(output)
                for step in range(length):
                    octet = window[(offset + step) % _WINDOW]
                    output.append(octet)
                    window[write] = octet
                    write = (write + 1) % _WINDOW
            elif position < len(data):
                output.append(data[position])
                window[write] = data[position]
                write = (write + 1) % _WINDOW
                position += 1
    return bytes(output)
