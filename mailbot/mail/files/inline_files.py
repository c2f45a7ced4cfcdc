"""Files written into the text of a body, as before MIME: uuencode (POSIX.1) and yEnc (its draft 1.3).

They are cut out of the text and listed as attachments. One pass over lines.

Faults: what only begins like a file stays text.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

MAX_FILES = 100
_SURELY = 3  # full lines that are a file even where its end is cut off
_FULL = 45  # octets in every line of uuencode but the last

_UU_BEGIN = re.compile(rb"begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})")
_YENC_BEGIN = re.compile(rb"=ybegin [^\r\n]{0,200}?name=([^\r\n]{1,255})")
_UU_LINE = re.compile(rb"[ -`]{2,90}")


@dataclass(frozen=True, slots=True)
class InlineFile:
    """A file found in a text; ``name`` as its sender wrote it, undecoded."""

    name: bytes
    data: bytes


def cut_files(text: bytes) -> tuple[bytes, list[InlineFile]]:
    """The text without its files, and the files."""
    if b"begin " not in text:
        return text, []
    kept: list[bytes] = []
    files: list[InlineFile] = []
    lines = text.splitlines(keepends=True)
    at = 0
    while at < len(lines):
        found = _file_at(lines, at) if lines[at][:7] in _STARTS and len(files) < MAX_FILES else None
        if found is None:
            kept.append(lines[at])
            at += 1
            continue
        file, at = found
        files.append(file)
    return (b"".join(kept) if files else text), files


_STARTS = frozenset({b"=ybegin", *(b"begin %d" % digit for digit in range(8))})


def _file_at(lines: list[bytes], at: int) -> tuple[InlineFile, int] | None:
    line = lines[at].rstrip(b"\r\n")
    if match := _UU_BEGIN.fullmatch(line):
        return _uuencoded(lines, at + 1, match[1].strip())
    if match := _YENC_BEGIN.fullmatch(line):
        return _yencoded(lines, at + 1, match[1].strip())
    return None


def _uuencoded(lines: list[bytes], at: int, name: bytes) -> tuple[InlineFile, int] | None:
    data: list[bytes] = []
    ended = False
    while at < len(lines):
        line = lines[at].rstrip(b"\r\n")
        ended = line == b"end"
        if ended:
            at += 1
            break
        if line in (b"", b"`", b" "):  # some programs part the last line from "end", some lose blanks
            at += 1
            continue
        decoded = uu_line(line)
        if decoded is None:
            break
        data.append(decoded)
        at += 1
    if not ended and (len(data) < _SURELY or any(len(each) != _FULL for each in data[:-1])):
        return None
    if not data:
        return None
    return InlineFile(name, b"".join(data)), at


def uu_line(line: bytes) -> bytes | None:
    """One line of uuencode, or None where it is none."""
    if not _UU_LINE.fullmatch(line):
        return None
    count = (line[0] - 32) & 63
    needed = (count + 2) // 3 * 4
    # Trailing blanks are digits and are lost on the way; more than a checksum's length too much is prose.
    if len(line) - 1 > needed + 2 or len(line) - 1 < needed - 3:
        return None
    try:
        return binascii.a2b_uu(line[: needed + 1])
    except binascii.Error:
        return None


def uudecode(data: bytes) -> bytes | None:
    """The file that is the whole content of a part; None where it is none."""
    _, files = cut_files(data)
    return files[0].data if files else None


_YENC = bytes((octet - 42) % 256 for octet in range(256))
_YENC_ESCAPED = re.compile(rb"=(.)", re.DOTALL)


def _yencoded(lines: list[bytes], at: int, name: bytes) -> tuple[InlineFile, int] | None:
    data: list[bytes] = []
    while at < len(lines):
        line = lines[at].rstrip(b"\r\n")
        at += 1
        if line.startswith(b"=yend"):
            return InlineFile(name, b"".join(data)), at
        if line.startswith(b"=ypart"):
            continue
        plain = _YENC_ESCAPED.sub(lambda pair: bytes([(pair[1][0] - 64) % 256]), line)
        data.append(plain.translate(_YENC))
    return None  # any line could be one of it, so the words after it would be lost
