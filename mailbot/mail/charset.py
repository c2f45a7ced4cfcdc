"""Bytes to clean text: the character sets of real mail, and what may never reach the rest of the program.

Order: what the part declares, then UTF-8, then windows-1252, which reads any byte. Nothing here raises on
any input.

Faults: an undecodable octet becomes U+FFFD; a declared name nobody knows is as good as none.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re

# Codecs of Python's that are no character set of mail, or that decode in more than linear time.
_NOT_CHARSETS = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
)

# Names in the wild, and the superset that reads what their senders meant.
_MEANT = {
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "windows-1252": "cp1252",
    "us-ascii": "ascii",
    "ansi-x3.4-1968": "ascii",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "ks-c-5601-1987": "cp949",
    "ks-c-5601": "cp949",
    "euc-kr": "cp949",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "big5": "big5hkscs",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-8-i": "iso-8859-8",
    "windows-874": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
}

_CHARSET_NAME = re.compile(r"[a-z0-9][a-z0-9._:-]{0,40}")
_ESCAPED_JAPANESE = re.compile(rb"\x1b[$(]")  # the shift sequences of RFC 1468


def codec_for(declared: str) -> str:
    """The name of the codec for a declared charset, or "" when there is none of that name."""
    name = declared.strip().strip("\"'").lower().replace("_", "-")
    if not _CHARSET_NAME.fullmatch(name) or name in _NOT_CHARSETS:
        return ""
    name = _MEANT.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if info.name in _NOT_CHARSETS or info.name.replace("_", "-") in _NOT_CHARSETS:
        return ""
    # zlib, base64, rot13 and their like are registered as codecs too.
    return info.name if getattr(info, "_is_text_encoding", True) else ""


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Return the text and a defect, "" when it was what it declared."""
    codec = codec_for(declared)
    if codec in ("", "ascii") and _ESCAPED_JAPANESE.search(data):
        text = _strict(data, "iso2022_jp_ext")
        if text is not None:
            return text, ""
    if codec == "ascii" or not codec:
        if data.isascii():
            return data.decode("ascii"), ""
        return _unlabelled(data), "octets above 127 without a usable charset"
    if codec == "cp1252" and not data.isascii():
        # Well-formed UTF-8 is all but impossible by accident, and the wrong label is common.
        text = _strict(data, "utf-8")
        if text is not None:
            return text, "utf-8 declared as latin-1"
        return data.decode("cp1252", "replace"), ""
    text = _strict(data, codec)
    if text is not None:
        return text, ""
    return _damaged(data, codec), f"not well-formed {codec}"


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return None


def _unlabelled(data: bytes) -> str:
    text = _strict(data, "utf-8")
    return data.decode("cp1252", "replace") if text is None else text


def _damaged(data: bytes, codec: str) -> str:
    """A few bad octets in good text are marked; where most are bad the declaration is not believed."""
    if codec == "utf-8" or not codec.startswith(("utf", "iso2022", "hz")):
        try:
            text = data.decode(codec, "replace")
        except (UnicodeError, ValueError, LookupError):
            return _unlabelled(data)
        good = sum(1 for character in text if character > "\x7f" and character != "\ufffd")
        if text.count("\ufffd") <= good:
            return text
    return _unlabelled(data)


# --- cleaning -----------------------------------------------------------------------------------------

# Octets of windows-1252 that passed through a latin-1 stage, so that U+0092 stands for an apostrophe.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
# Invisible characters that split a number nobody sees split, and those that turn the reading direction
# (a file named "\u202efdp.exe" reads "exe.pdf").
_INVISIBLE = dict.fromkeys(
    (
        *range(0x01, 0x09), *range(0x0E, 0x20), 0x7F, 0xAD, 0x061C, 0x200B, 0x200E, 0x200F,
        *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF,
    ),
    "",
)  # fmt: skip
_BREAKS = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x2028, 0x2029), "\n")
_CLEAN = {0: "\ufffd", **_C1, **_INVISIBLE, **_BREAKS}
_DIRTY = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Text of a body: line feeds and tabs stay, other control characters do not."""
    if _DIRTY.search(text) is None:
        return text
    text = text.replace("\r\n", "\n").translate(_CLEAN)
    return _SURROGATE.sub("\ufffd", text)


def clean_line(text: str) -> str:
    """Text of a header field: one line, whatever was encoded in it."""
    return clean_text(text).replace("\n", " ").replace("\t", " ").strip()


# --- encoded-words (RFC 2047) -------------------------------------------------------------------------

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_HEX_PAIR = re.compile(rb"=([0-9A-Fa-f]{2})")


def decode_words(value: str) -> str:
    """Decode the encoded-words of an unfolded header value. Adjacent ones are one text (section 6.2), and
    a character split between two of one charset is put together again, though section 5 forbids it."""
    if "=?" not in value:
        return value
    pieces: list[str] = []
    pending: list[bytes] = []
    charset = ""
    end = 0
    for match in _ENCODED_WORD.finditer(value):
        between = value[end : match.start()]
        language_free = match[1].partition("*")[0].lower()  # RFC 2231 section 5
        if pending and (between.strip() or language_free != charset):
            pieces.append(decode(b"".join(pending), charset)[0])
            pending = []
            if between.strip():
                pieces.append(between)
        elif not pending:
            pieces.append(between)
        pending.append(_octets(match[2], match[3]))
        charset = language_free
        end = match.end()
    if pending:
        pieces.append(decode(b"".join(pending), charset)[0])
    pieces.append(value[end:])
    return "".join(pieces)


def _octets(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return _HEX_PAIR.sub(lambda pair: bytes([int(pair[1], 16)]), data.replace(b"_", b" "))
    return decode_base64(data)


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def decode_base64(data: bytes) -> bytes:
    """Base64 as it comes: foreign characters skipped, padding missing or in the middle."""
    data = data.translate(None, b"\r\n \t")
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error:
        pass
    # Padding in the middle is where two encoded texts were joined; each is decoded by itself.
    decoded: list[bytes] = []
    for run in re.split(rb"=+", data):
        letters = _NOT_BASE64.sub(b"", run)
        if len(letters) % 4 == 1:  # six bits are no octet
            letters = letters[:-1]
        decoded.append(base64.b64decode(letters + b"=" * (-len(letters) % 4)))
    return b"".join(decoded)
