"""Octets into parts, and parts whose boundary is lost or wrong: found by the delimiters that are there.

The standard library gives such a multipart back as one text, headers and delimiters and all.

Faults: where no delimiter can be made out the text stays one text.
"""

from __future__ import annotations

import re
from email.errors import MissingHeaderBodySeparatorDefect
from email.message import Message
from email.parser import HeaderParser, Parser
from email.policy import compat32

from mailbot.mail.header import Header, parameters, read_header
from mailbot.mail.limits import header_over_limit, structure_over_limit
from mailbot.mail.part import flat, value_of

_LOOKED_AT = 64 * 1024  # characters in which the first delimiter must stand
# A delimiter is followed by a header section (RFC 2046 section 5.1.1).
_DELIMITER = re.compile(
    r"(?:\A|\n)--([0-9A-Za-z'()+_,./:=?<>@#*{}\[\]$!%&~-][^\r\n]{0,150}?)[ \t]*\r?\n"
    r"(?=(?:content-[a-z-]{2,40}[ \t]*:|mime-version[ \t]*:))",
    re.IGNORECASE,
)
_OF_A_HEADER = ("content-", "mime-version", "from", "subject", "received", "date", "message-id")
_ONCE = ("content-type", "content-transfer-encoding", "content-disposition")
_PREAMBLE = 600  # characters before the first delimiter of a message that declares no parts
# What may stand before it: a notice to old programs, and a header section that lost its place.
_NOTICE = r"(?:this|your)\b[^\n]{0,200}\b(?:MIME|multi-?part)\b[^\n]{0,200}\n\s*"
_STRAY_FIELD = (
    r"(?:content-[a-z-]{2,40}|mime-version)[ \t]*:[^\n]{0,300}\n(?:[ \t]+[^\s][^\n]{0,300}\n){0,5}\s*"
)
_FOR_OLD_PROGRAMS = re.compile(rf"\s*(?:{_NOTICE}|{_STRAY_FIELD}){{0,6}}", re.IGNORECASE)


def parts_without_boundary(text: str) -> list[Message] | None:
    """The parts of a multipart whose own boundary does not divide it."""
    match = _DELIMITER.search(text[:_LOOKED_AT])
    return None if match is None else _divided(text, match[1])


def undeclared_parts(text: str) -> list[Message] | None:
    """The parts of a text nothing declares as a multipart: its Content-Type was lost on the way."""
    match = _DELIMITER.search(text[:_LOOKED_AT]) if "\n--" in text[:_PREAMBLE] or text[:2] == "--" else None
    if match is None:
        return None
    delimiter = f"--{match[1]}"
    first = text.find(delimiter)  # a part without fields may come before
    if first > _PREAMBLE or text.count(f"\n{delimiter}") < 2:
        return None
    if not _FOR_OLD_PROGRAMS.fullmatch(text[:first]):
        return None  # somebody writes about MIME
    return _divided(text, match[1])


def _divided(text: str, boundary: str) -> list[Message] | None:
    if '"' in boundary or "\\" in boundary:
        return None
    raw = f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n{text}'.encode("latin-1", "replace")
    root = whole_message(raw)
    payload = None if root is None else root.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else None


def ambiguities(part: Message) -> list[str]:
    """Two programs read such a part differently (CVE records of "the attachment that was not there")."""
    names = [name.lower() for name, _ in part.raw_items() if name[:1] in "cC"]
    found = [f"more than one {name} field" for name in _ONCE if names.count(name) > 1]
    declared = value_of(part, "content-type")
    if declared.count("boundary") > 1 and [key for key, _ in parameters(declared)].count("boundary") > 1:
        found.append("more than one boundary")
    return found


def mended(part: Message) -> Message:
    """A part whose header section has a damaged line or no blank line after it, read as ours is."""
    if not any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in part.defects):
        return part
    octets = flat(part)
    again = whole_message(octets)
    if again is None:
        return part
    if any(name.lower().startswith(_OF_A_HEADER) for name in again.keys()):  # noqa: SIM118
        return again
    words = Message()  # "Note: I never agreed" looks like a field; nothing of it is lost
    words.set_payload(octets.decode("latin-1"))
    return words


def whole_message(raw: bytes) -> Message | None:
    """A message that is the content of a part, divided like any other; None where it is over a limit."""
    header = read_header(raw)
    if header_over_limit(header) or structure_over_limit(raw, header):
        return None
    return divided(raw, header)


# Lines of base64: neither fields nor delimiters, and too many of them to be read one by one.
_ENCODED_LINES = re.compile(r"\n((?:[A-Za-z0-9+/]{60,76}\r?\n){20,}[A-Za-z0-9+/]{60,76})(?=\r?\n)")
_STAND_IN = re.compile("\ue000([0-9]{1,9})\ue001")  # none of these is an octet


def divided(raw: bytes, header: Header) -> Message:
    """The parts of a message whose limits were measured, one character an octet."""
    section, body = header.rebuilt().decode("latin-1"), raw[header.body_at :].decode("latin-1")
    root = HeaderParser(policy=compat32).parsestr(section)
    if root.get_content_maintype() not in ("multipart", "message"):
        root.set_payload(body)
        return root
    left_out: list[str] = []

    def leave_out(lines: re.Match[str]) -> str:
        left_out.append(lines[1])
        return f"\n\ue000{len(left_out) - 1}\ue001"

    root = Parser(policy=compat32).parsestr(section + _ENCODED_LINES.sub(leave_out, body))
    if left_out:
        for part in root.walk():
            _put_back(part, left_out)
    return root


def _put_back(part: Message, left_out: list[str]) -> None:
    def whole(text: str) -> str:
        return _STAND_IN.sub(lambda stand_in: left_out[int(stand_in[1])], text)

    payload = part.get_payload()
    if isinstance(payload, str):
        part.set_payload(whole(payload))
    part.preamble, part.epilogue = (words and whole(words) for words in (part.preamble, part.epilogue))
