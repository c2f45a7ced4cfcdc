"""The header section, read from raw octets (RFC 5322 section 2.2).

It is read here and not by a library, because one damaged line or one NUL makes libraries see no header at
all, and because a field of 16 KB must be measured before anybody decodes it.

Faults: lines that are no field are left out and named as defects; nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.mail.charset import clean_line, decode, decode_words
from mailbot.mail.message import Authentication, Field

_NAME = re.compile(rb"([!-9;-~\x00]{1,200})[ \t]*:")
_BLANK = re.compile(rb"\r?\n\r?\n|\r\r")
_LINE_END = re.compile(rb"\r\n|\n|\r")
# A damaged line inside the header is skipped only when one of these still follows it; otherwise the
# blank line is missing and the damaged line is the first one of the body.
_COMMON = re.compile(
    rb"(?:^|[\r\n])(?:content-(?:type|transfer-encoding)|mime-version|subject|from|to|date|message-id"
    rb"|received)[ \t]*:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RawField:
    """A field as received; ``name`` is lower case, ``value`` keeps its folding."""

    name: str
    value: bytes

    def unfolded(self) -> str:
        """One line of text, encoded-words not yet decoded, no control character left."""
        value = self.value.replace(b"\r", b"").replace(b"\n", b"")
        text, _ = decode(value) if not value.isascii() or b"\x1b" in value else (value.decode("ascii"), "")
        return clean_line(text)

    def decoded(self) -> str:
        return clean_line(decode_words(self.unfolded()))


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of a header section and where the body begins in the octets it was read from."""

    fields: tuple[RawField, ...]
    body_at: int
    defects: tuple[str, ...] = ()

    def first(self, name: str) -> str | None:
        """The unfolded first value of a field."""
        return next((field.unfolded() for field in self.fields if field.name == name), None)

    def all(self, name: str) -> list[str]:
        return [field.unfolded() for field in self.fields if field.name == name]

    def rebuilt(self) -> bytes:
        """The same section, free of the lines and octets that make a parser stop early."""
        lines = [field.name.encode() + b":" + field.value.replace(b"\x00", b"") for field in self.fields]
        return b"\r\n".join([*lines, b"", b""])


def read_header(raw: bytes, *, at: int = 0, max_size: int = 256 * 1024) -> Header:
    """Read the section that begins at ``at``; octets after ``max_size`` are not looked at."""
    start = at
    while raw[start : start + 1] in (b"\r", b"\n"):
        start += 1
    if start != at and _NAME.match(raw, start) is None:
        return Header((), at)
    blank = _BLANK.search(raw, start, start + max_size)
    end = blank.start() if blank else min(len(raw), start + max_size)
    fields, body_at, defects = _fields(raw, start, end)
    if body_at is None:
        body_at = blank.end() if blank else end
    defects += _mixed_line_ends(raw, start, min(body_at, end))
    return Header(tuple(fields), body_at, tuple(dict.fromkeys(defects)))


def _mixed_line_ends(raw: bytes, start: int, end: int) -> list[str]:
    """Bare CR and LF are line ends to some programs and none to others (RFC 5322 section 2.3)."""
    crlf = raw.count(b"\r\n", start, end)
    line_feeds, returns = raw.count(b"\n", start, end), raw.count(b"\r", start, end)
    bare_returns = line_feeds and returns > crlf
    bare_line_feeds = crlf and line_feeds > crlf
    return [
        *(["a bare CR in the header"] if bare_returns else []),
        *(["a bare LF in the header"] if bare_line_feeds else []),
    ]


def _fields(raw: bytes, start: int, end: int) -> tuple[list[RawField], int | None, list[str]]:
    fields: list[RawField] = []
    defects: list[str] = []
    lines: list[bytes] = []
    name = ""
    skipping = after_blank = False
    last_common = max((match.start() for match in _COMMON.finditer(raw, start, end)), default=-1)

    def close() -> None:
        if name:
            fields.append(RawField(name, b"\r\n".join(lines)))

    for line_at, line in _lines(raw, start, end):
        if line[:1] in (b" ", b"\t"):
            if name and not skipping:
                lines.append(line)
            after_blank = not line.strip()
            continue
        match = _NAME.match(line)
        if match is None and after_blank:  # the line that should be empty has blanks in it
            close()
            return fields, line_at, defects
        skipping, after_blank = match is None, False
        if match is not None:
            close()
            if b"\x00" in match[1]:
                defects.append("NUL in a field name")
            name = match[1].replace(b"\x00", b"").decode("ascii").lower()
            lines = [line[match.end() :]]
        elif line_at == start and line.startswith((b"From ", b">From ")):
            continue  # the separator line of an mbox file
        elif line and line_at > last_common:
            close()
            return fields, line_at, [*defects, "no blank line after the header"]
        elif line:
            defects.append("a header line that is no field")
    close()
    return fields, None, defects


def _lines(raw: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    position = start
    while position < end:
        match = _LINE_END.search(raw, position, end)
        stop = match.start() if match else end
        yield position, raw[position:stop]
        position = match.end() if match else end


def decoded_fields(header: Header) -> tuple[Field, ...]:
    return tuple(Field(field.name, field.decoded()) for field in header.fields)


# --- Content-Type and its like (RFC 2045 section 5.1) ---------------------------------------------------

# Tolerant: a semicolon left out, blanks around the sign, blanks in a value nobody quoted, a quotation mark
# that is never closed.
_PARAMETER = re.compile(
    r"(?:;|(?<=\s)|(?<=\"))\s{0,30}([!#$%&'*+.0-9A-Z^_`a-z{|}~-]{1,60})\s{0,30}=\s{0,30}"
    r"(\"(?:[^\"\\]|\\.)*\"|\"?[^;\s\"]*(?:[ ]{1,4}[^;\s=\"]{1,100}(?=[ ;\"]|\Z))*)"
)
_AFTER_TYPE = re.compile(r"[;\s,]")


def main_value(value: str) -> str:
    """What stands before the first parameter, lower case, without comments."""
    words = without_comments(value).partition(";")[0].strip().lower()
    # "text/plain charset=utf-8": the semicolon is missing.
    return _AFTER_TYPE.split(words, maxsplit=1)[0] if "=" in words else words.rstrip(",")


_MAX_PARAMETERS = 4 * 1024  # characters of a field in which parameters are looked for


def parameters(value: str) -> list[tuple[str, str]]:
    """The parameters of a structured field, names lower case, quotation marks removed."""
    return [
        (
            match[1].lower(),
            _unquoted(match[2]),
        )
        for match in _PARAMETER.finditer(value[:_MAX_PARAMETERS])
    ]


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return text.lstrip('"')


def parameter(value: str, name: str) -> str:
    """One parameter of a structured field; "" when it is not there."""
    return next((text for key, text in parameters(value) if key == name), "")


def without_comments(value: str) -> str:
    """Drop (comments), nested ones too, and leave quoted strings alone. One pass."""
    if "(" not in value:
        return value
    kept: list[str] = []
    depth = 0
    quoted = False
    position = 0
    while position < len(value):
        character = value[position]
        if character == "\\" and (quoted or depth):
            kept.append("" if depth else value[position : position + 2])
            position += 2
            continue
        if character == '"' and not depth:
            quoted = not quoted
        if character == "(" and not quoted:
            depth += 1
        elif character == ")" and depth:
            depth -= 1
            character = " "
        if not depth:
            kept.append(character)
        position += 1
    return "".join(kept)


# --- Authentication-Results (RFC 8601) ------------------------------------------------------------------

_MAX_AUTHENTICATION_FIELDS = 50
#: The properties that name the domain which passed (RFC 8601 section 2.7).
_VOUCHED_BY = {"spf": ("smtp.mailfrom",), "dkim": ("header.d", "header.i")}
_METHOD = re.compile(r"([a-z0-9_-]{1,30})(?:\s*/\s*\d+)?\s*=\s*([a-z0-9_-]{1,30})")


def authentication(header: Header) -> tuple[Authentication, ...]:
    """Topmost first. Read tolerantly: Microsoft 365 writes no authserv-id."""
    values = header.all("authentication-results")[:_MAX_AUTHENTICATION_FIELDS]
    return tuple(_authentication(value) for value in values)


def _authentication(value: str) -> Authentication:
    sections = [section.strip() for section in without_comments(value).split(";")]
    authserv_id = ""
    if sections and "=" not in sections[0]:
        authserv_id = sections.pop(0).partition(" ")[0].lower()
    results: list[tuple[str, str]] = []
    header_from = ""
    vouched: list[str] = []
    for section in sections:
        match = _METHOD.match(section.lower())
        if match is None:
            continue
        results.append((match[1], match[2]))
        if match[1] == "dmarc":
            header_from = _property(section, "header.from") or header_from
        if match[2] == "pass":
            names = (_property(section, name) for name in _VOUCHED_BY.get(match[1], ()))
            vouched += filter(None, names)
    return Authentication(authserv_id, tuple(results), header_from, tuple(vouched))


def _property(section: str, name: str) -> str:
    for word in section.split():
        key, _, value = word.partition("=")
        if key.lower() == name:
            return value.strip('"').rpartition("@")[2].lower()
    return ""
