"""The text of a Word 97-2003 document (MS-DOC): the pieces its piece table names, in their order.

Faults: `compound_file.Damaged` where the file makes no sense; what is encrypted says so.
"""

from __future__ import annotations

import re
import struct

from mailbot.mail.files.compound_file import Damaged, read_compound_file

MAX_PIECES = 20_000
MAX_TEXT = 64 * 1024  # characters

# Offsets in the File Information Block (MS-DOC section 2.5)
_FLAGS, _CLX = 0x0A, 0x01A2
_ENCRYPTED, _FIRST_TABLE = 0x0100, 0x0200
_PIECE_TABLE, _PROPERTY = 2, 1
_COMPRESSED = 0x40000000  # one octet a character (MS-DOC section 2.9.73)

# The instruction of a field stands between these marks; its result follows (MS-DOC section 2.8.25).
_FIELD = re.compile("\x13[^\x13\x14\x15]{0,2000}\x14?")
_ENDS = str.maketrans(
    {"\r": "\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x15": "", "\x14": "", "\x13": ""}
)


def word97_text(data: bytes) -> tuple[str, str]:
    """The words, and why there are no more; "" when it was read to its end."""
    streams = read_compound_file(data).streams
    document = streams.get("WordDocument", b"")
    try:
        (flags,) = struct.unpack_from("<H", document, _FLAGS)
        if flags & _ENCRYPTED:
            return "", "it is encrypted"
        table = streams.get("1Table" if flags & _FIRST_TABLE else "0Table", b"")
        start, length = struct.unpack_from("<II", document, _CLX)
        text = _pieces(document, _piece_table(table[start : start + length]))
    except struct.error as cut_off:
        raise Damaged(str(cut_off)) from None
    return _FIELD.sub("", text).translate(_ENDS)[:MAX_TEXT], ""


def _piece_table(clx: bytes) -> bytes:
    position = 0
    while position + 5 <= len(clx):
        if clx[position] == _PIECE_TABLE:
            (length,) = struct.unpack_from("<I", clx, position + 1)
            return clx[position + 5 : position + 5 + length]
        if clx[position] != _PROPERTY:
            break
        (skipped,) = struct.unpack_from("<H", clx, position + 1)
        position += 3 + int(skipped)
    raise Damaged("no piece table")


def _pieces(document: bytes, table: bytes) -> str:
    count = min((len(table) - 4) // 12, MAX_PIECES)
    if count < 1:
        raise Damaged("no pieces")
    places = struct.unpack_from(f"<{count + 1}I", table)
    found: list[str] = []
    left = MAX_TEXT
    for number in range(count):
        (at,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
        characters = min(max(0, places[number + 1] - places[number]), left)
        if at & _COMPRESSED:
            at = (at & ~_COMPRESSED) // 2
            found.append(document[at : at + characters].decode("cp1252", "replace"))
        else:
            found.append(document[at : at + 2 * characters].decode("utf-16-le", "replace"))
        left -= characters
    return "".join(found)
