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

from mailbot.mail.charset_names import codec_for

_ESCAPED = re.compile(rb"\x1b[$(]")  # the shift sequences of RFC 1468 and RFC 1557
_HZ = re.compile(rb"~\{[!-~]{2,}")  # RFC 1843
_ASCII_COMPATIBLE = re.compile(r"cp125\d|iso8859-\d+|koi8-[rut]|cp(?:437|850|866|874)|mac-\w+|latin\w*")


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Return the text and a defect, "" when it was what it declared."""
    codec = codec_for(declared)
    data = data.removeprefix(codecs.BOM_UTF8)
    if data.isascii():
        return _ascii(data, codec)
    wide = _wide(data, codec)
    if wide:
        return data.decode(wide, "replace"), "" if codec.startswith(("utf-16", "utf-32")) else f"it is {wide}"
    if codec in ("", "ascii", "utf-7"):
        return _unlabelled(data), "octets above 127 without a usable charset"
    if codec != "utf-8" and _ASCII_COMPATIBLE.fullmatch(codec):
        # Well-formed UTF-8 is all but impossible by accident, and the wrong label is common.
        text = _strict(data, "utf-8")
        if text is not None:
            text, _ = once_decoded(text)
            return text, f"utf-8 declared as {'latin-1' if codec == 'cp1252' else codec}"
    text = _strict(data, codec)
    if text is not None:
        return once_decoded(text) if codec == "utf-8" else (text, "")
    return _damaged(data, codec), f"not well-formed {codec}"


def _ascii(data: bytes, codec: str) -> tuple[str, str]:
    """Octets below 128 are what they seem, but in the few charsets that write everything with them."""
    if b"\x1b" in data and _ESCAPED.search(data):
        korean = b"\x1b$)C" in data
        names = ("iso2022_kr",) if korean else ("iso2022_jp_ext", "iso2022_jp_2004", "iso2022_jp_2")
        for name in dict.fromkeys((codec, *names) if codec.startswith("iso2022") else names):
            text = _strict(data, name)
            if text is not None:
                return text, "" if codec.startswith("iso2022") else f"{name} without a label"
        return data.decode("iso2022_jp_ext", "replace"), "not well-formed iso2022_jp_ext"
    if codec == "utf-7" and b"+" in data:
        return data.decode("utf-7", "replace"), ""
    if codec == "hz" or (codec == "gb18030" and _HZ.search(data)):
        return data.decode("hz", "replace"), ""
    if codec.startswith(("utf-16", "utf-32")) or b"\x00" in data:
        wide = _wide(data, codec)
        if wide:
            return data.decode(wide, "replace"), "" if codec else f"it is {wide}"
    return data.decode("ascii"), ""


_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENOUGH = 8  # octets in which a pattern of NULs shows


def _wide(data: bytes, codec: str) -> str:
    """UTF-16 by its mark, or by where its NULs are; labels are often wrong or say no byte order."""
    if data.startswith(_MARKS):
        return "utf-16"
    head = data[:400]
    if len(head) < _ENOUGH or b"\x00" not in head:
        return codec if codec.startswith("utf-32") else ""
    half = len(head) // 2
    if head[1::2].count(0) > 0.8 * half and head[::2].count(0) < 0.2 * half:
        return "utf-16-le"
    if head[::2].count(0) > 0.8 * half and head[1::2].count(0) < 0.2 * half:
        return "utf-16-be"
    return codec if codec.startswith(("utf-16", "utf-32")) else ""


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return None


def _unlabelled(data: bytes) -> str:
    text = _strict(data, "utf-8")
    if text is not None:
        return once_decoded(text)[0]
    # Octets of another charset seldom agree; what does not may have been pasted in or cut off.
    if _agreeing(data, at_least=4):
        return data.decode("utf-8", _MIXED)
    return data.decode("cp1252", "replace")


def _agreeing(data: bytes, *, at_least: int) -> bool:
    """Whether that many characters are UTF-8 for each that is not."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii - bad >= at_least * bad


_MIXED = "mailbot.mixed"


def _as_cp1252(fault: UnicodeError) -> tuple[str | bytes, int]:
    """Octets that are not UTF-8 where UTF-8 is declared are windows-1252, but for a character cut off."""
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    if fault.end == len(fault.object) and fault.object[fault.start] >= 0xC2 and "end of data" in fault.reason:
        return "\ufffd", fault.end
    return fault.object[fault.start : fault.start + 1].decode("cp1252", "replace"), fault.start + 1


codecs.register_error(_MIXED, _as_cp1252)


def _damaged(data: bytes, codec: str) -> str:
    """A few bad octets in good text are marked; where most are bad the declaration is not believed."""
    if _agreeing(data, at_least=1 if codec == "utf-8" else 3):
        return data.decode("utf-8", _MIXED)
    if codec != "utf-8" and not codec.startswith(("utf", "iso2022", "hz")):
        try:
            text = data.decode(codec, "replace")
        except (UnicodeError, ValueError, LookupError):
            return _unlabelled(data)
        good = sum(1 for character in text if character > "\x7f" and character != "\ufffd")
        if text.count("\ufffd") <= good:
            return text
    return _unlabelled(data)


# --- UTF-8 that was taken for windows-1252 and encoded again ------------------------------------------------

# "\u00c2\u00a3" for a pound sign: a leading octet and what follows it, as windows-1252 shows them.
_TWICE = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|\u00e2[\u0080\u20ac][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)


def once_decoded(text: str) -> tuple[str, str]:
    """Repair what was encoded twice, and say so; nobody writes such pairs on purpose."""
    if "\u00c2" not in text and "\u00c3" not in text and "\u00e2" not in text:
        return text, ""
    repaired = _TWICE.sub(_repaired, text)
    return repaired, "utf-8 encoded twice" if repaired != text else ""


def _repaired(match: re.Match[str]) -> str:
    octets = b"".join(_OCTET_OF.get(character, b"\xff") for character in match[0])
    return _strict(octets, "utf-8") or match[0]


# --- cleaning -----------------------------------------------------------------------------------------

# Octets of windows-1252 that passed through a latin-1 stage, so that U+0092 stands for an apostrophe.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_OCTET_OF = {
    **{chr(code): bytes([code]) for code in range(0x80, 0x100)},
    **{character: bytes([code]) for code, character in _C1.items() if character},
}
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
_CLEAN = {0: "\ufffd", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"), **_C1, **_INVISIBLE, **_BREAKS}
_DIRTY = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]+"
)


def clean_text(text: str) -> str:
    """Text of a body: line feeds and tabs stay, other control characters do not."""
    # To translate a whole text of another script would cost a look-up for each of its letters.
    return _DIRTY.sub(lambda run: run[0].translate(_CLEAN), text.replace("\r\n", "\n"))


def clean_line(text: str) -> str:
    """Text of a header field: one line, whatever was encoded in it."""
    return clean_text(text).replace("\n", " ").replace("\t", " ").strip()


# --- encoded-words (RFC 2047) -------------------------------------------------------------------------

# Tolerant: blanks and question marks within, no charset, and no end where the field was cut off.
_ENCODED_WORD = re.compile(
    r"=\?[ ]?([^?\s]{0,60})[ ]?\?([bBqQ])\?((?:[^?=]|=(?!\?(?!=))|\?(?!=)){0,2000})(?:\?=|\?\Z|\Z)"
)
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
