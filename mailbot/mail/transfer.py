"""Content out of its transfer encoding (RFC 2045 section 6), and what is wrong with the label.

A label is believed where the octets agree with it. Where they do not (base64 on plain words, words after
base64, quoted-printable without a label) the octets are.

Faults: each repair is named as a defect; nothing raises.
"""

from __future__ import annotations

import base64
import binascii
import re

from mailbot.mail.charset import decode_base64
from mailbot.mail.files.inline_files import uudecode

_IDENTITY = frozenset({"", "7bit", "8bit", "binary", "none", "7bits", "8bits", "utf8", "ascii", "plain"})
_BASE64 = frozenset({"base64", "b64", "b"})
_QUOTED_PRINTABLE = frozenset({"quotedprintable", "quotedprintible", "qp", "q", "quoted"})
_UUENCODE = frozenset({"uuencode", "xuuencode", "uue", "xuue"})
_NOT_NAME = re.compile(r"[^a-z0-9]")

_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]{1,1000}={0,2}")
_FULL_LINE = 60  # characters: what an encoder fills its lines to, at least
_QP_PAIR = re.compile(rb"=(?:[0-9A-F]{2}|\r?\n)")
_QP_SOFT_BREAK = re.compile(rb"=\r?\n")
_PADDING_WITHIN = re.compile(rb"=[^=\s]")
_BROKEN_PAIR = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]{0,8}\r?\n|[ \t]{0,8}\Z)")
_LOOKED_AT = 64 * 1024  # octets in which an unlabelled encoding is looked for


def transfer_decoded(data: bytes, encoding: str, *, is_text: bool, defects: list[str]) -> bytes:
    """The content of a part; ``is_text``: it is meant for reading, so that words need no encoding."""
    name = _NOT_NAME.sub("", encoding.partition(" ")[0])
    if name in _BASE64:
        return _from_base64(data, is_text=is_text, defects=defects)
    if name in _QUOTED_PRINTABLE:
        if _BROKEN_PAIR.search(data):
            defects.append("damaged quoted-printable")
        return binascii.a2b_qp(data)
    if name in _UUENCODE:
        decoded = uudecode(data)
        return data if decoded is None else decoded
    if name not in _IDENTITY:
        defects.append("an unknown transfer encoding")
    return _unlabelled(data, defects) if is_text and name not in ("8bit", "binary") else data


def _from_base64(data: bytes, *, is_text: bool, defects: list[str]) -> bytes:
    if is_text and b" " in data.strip():
        lines = data.split(b"\n")
        encoded = next((at for at, line in enumerate(lines) if not _is_base64(line)), len(lines))
        rest = b"\n".join(lines[encoded:])
        if _is_words(rest):
            # A list server or a scanner wrote its words below, or the label is wrong from the first line on.
            defects.append("words within base64")
            head = decode_base64(b"".join(lines[:encoded]))
            return head + b"\n" + rest if head else rest
    try:
        return base64.b64decode(data.translate(None, b"\r\n \t"), validate=True)
    except binascii.Error:
        defects.append("padding within base64" if _PADDING_WITHIN.search(data) else "damaged base64")
        return decode_base64(data)


def _is_base64(line: bytes) -> bool:
    stripped = line.strip()
    return not stripped or bool(_BASE64_LINE.fullmatch(stripped))


def _is_words(octets: bytes) -> bool:
    """Words are parted by blanks; base64 has none within a line."""
    lines = [line.strip() for line in octets[:_LOOKED_AT].split(b"\n")]
    lines = [line for line in lines if line]
    return sum(b" " in line for line in lines) * 2 >= max(1, len(lines))


def _unlabelled(data: bytes, defects: list[str]) -> bytes:
    """Words that are encoded although nothing says so: where the field was lost on the way."""
    head = data[:_LOOKED_AT]
    if b"=" in head and _QP_SOFT_BREAK.search(head) and len(_QP_PAIR.findall(head)) >= 3:
        if not _BROKEN_PAIR.search(head):
            defects.append("quoted-printable without a label")
            return binascii.a2b_qp(data)
        return data
    lines = head.split(maxsplit=2)
    if not lines or len(lines[0]) < _FULL_LINE or not _BASE64_LINE.fullmatch(lines[0]):
        return data
    words = data.split()
    if len(words) < 2 or not all(_BASE64_LINE.fullmatch(word) for word in words):
        return data
    decoded = decode_base64(data)
    if any(octet < 9 or 13 < octet < 27 for octet in decoded):
        return data
    defects.append("base64 without a label")
    return decoded
