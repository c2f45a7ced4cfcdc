"""One part of a message: its type, its name, its octets, whatever its fields say.

The parts were parsed from octets read as latin-1, one character an octet, so that no charset of the
library's choosing gets between.

Faults: a damaged field reads as absent; nothing raises.
"""

from __future__ import annotations

from email.message import Message
from urllib.parse import unquote_to_bytes

from mailbot.mail.charset import clean_line, decode, decode_words
from mailbot.mail.header import main_value, parameters
from mailbot.mail.limits import MAX_FIELD
from mailbot.mail.transfer import transfer_decoded

Part = Message  # what the standard library calls a message and its parts alike

MAX_FILENAME = 255  # characters, as file systems have it


def children(part: Part) -> list[Part] | None:
    """The parts within a part; None for a leaf."""
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else None


def value_of(part: Part, name: str) -> str:
    """A field of a part: unfolded, clean, encoded-words not yet decoded; "" when it is not there."""
    for key, value in part.raw_items():
        if key.lower() == name:
            octets = str(value).encode("latin-1", "replace")[:MAX_FIELD]
            return clean_line(decode(octets.replace(b"\r", b"").replace(b"\n", b""))[0])
    return ""


def heading_of(part: Part, name: str) -> str:
    """A field of a part as a person reads it."""
    return clean_line(decode_words(value_of(part, name)))


def type_of(part: Part) -> str:
    """The media type, lower case; what declares none is text/plain (RFC 2045 section 5.2), or within a
    multipart/digest a message (RFC 2046 section 5.1.5)."""
    declared = main_value(value_of(part, "content-type"))
    if not declared:
        return "message/rfc822" if part.get_default_type() == "message/rfc822" else "text/plain"
    maintype, _, subtype = declared.partition("/")
    if declared == "text":
        return "text/plain"
    return declared[:100] if maintype.strip() and subtype.strip() else "application/octet-stream"


def octets_of(part: Part, defects: list[str]) -> bytes:
    """The content of a leaf after transfer decoding."""
    payload = part.get_payload()
    if not isinstance(payload, str):
        return b""
    data = payload.encode("latin-1", "replace")
    encoding = main_value(value_of(part, "content-transfer-encoding"))
    is_text = type_of(part).startswith(("text/", "multipart/"))
    return transfer_decoded(data, encoding, is_text=is_text, defects=defects)


def flat(part: Part) -> bytes:
    """Octets that stand for a part with parts in it: the standard library cannot always write it again."""
    pieces: list[str] = []
    for inner in part.walk():
        pieces.extend(f"{name}:{value}\n" for name, value in inner.raw_items())
        payload = inner.get_payload()
        if isinstance(payload, str):
            pieces.append(payload)
    return "".join(pieces).encode("latin-1", "replace")


def filename_of(part: Part) -> str:
    """The name a sender gave a part, as data: it is never a path here. RFC 2231 and RFC 2047 forms."""
    for field_name, name in (("content-disposition", "filename"), ("content-type", "name")):
        found = extended_parameter(value_of(part, field_name), name)
        if found:
            return clean_line(found)[:MAX_FILENAME].strip()
    return ""


def extended_parameter(value: str, name: str) -> str:
    """A parameter that may be encoded or in pieces (RFC 2231 sections 3 and 4)."""
    pieces: dict[int, tuple[bool, str]] = {}
    plain = ""
    for key, text in parameters(value):
        base, star, rest = key.partition("*")
        if base != name:
            continue
        if not star:
            plain = plain or decode_words(text)
            continue
        number, _, encoded = rest.partition("*")
        if (number.isdecimal() and number.isascii() and len(number) <= 3) or not number:
            pieces[int(number or 0)] = (encoded == "" and key.endswith("*"), text)
    if not pieces:
        return plain
    charset = ""
    data: list[bytes] = []
    for index in sorted(pieces):
        is_encoded, text = pieces[index]
        if is_encoded and index == min(pieces) and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data.append(unquote_to_bytes(text) if is_encoded else text.encode("utf-8", "replace"))
    return decode(b"".join(data), charset)[0] or plain
