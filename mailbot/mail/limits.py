"""How large a message may be, measured on raw octets before anything parses them.

A header of 400 KB once took a parser 6 GB, and a hundred thousand empty parts took it six seconds; one such
message must cost one case for a person, not the mailbox.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.mail.header import Header

MAX_MESSAGE = 25 * 1024 * 1024  # octets
MAX_FIELD = 16 * 1024  # octets of one header field
MAX_HEADER = 256 * 1024  # octets of one header section
MAX_FIELDS = 1_000
MAX_DEPTH = 30  # parts within parts
MAX_PARTS = 1_000
MAX_LINES = 1_000_000  # 25 MB of base64 are 350,000; each line of a text costs the parser fifty octets
MAX_LINES_BY_DEPTH = 10_000_000  # a parser compares each line with the boundary of every open container
MAX_BODY_TEXT = 2 * 1024 * 1024  # octets of text that are decoded and read
MAX_ATTACHMENT_TEXT = 64 * 1024  # characters kept of a readable attachment
MAX_ATTACHED_MESSAGES = 3  # messages within messages whose words are read

# Its two hyphens are looked for first: that they begin a line is asked of the few that are found.
_DELIMITER = re.compile(rb"--([^\r\n]{1,250})")
_SECTION_END = re.compile(rb"\r?\n\r?\n|\r\r")
_CONTAINER = re.compile(rb"(?:^|(?<=[\r\n]))content-type[ \t]*:[ \t\r\n]*(multipart|message)/", re.IGNORECASE)
_BOUNDARY = re.compile(
    rb"boundary\*?[0-9]{0,3}\*?[ \t]*=[ \t]*(?:\"([^\"\r\n]{1,250})\"|([^\s;\"]{1,250}))", re.I
)
_MAX_PART_HEADER = 64 * 1024


def header_over_limit(header: Header) -> str:
    """Why the header section must not be parsed, or ""."""
    if len(header.fields) > MAX_FIELDS:
        return f"more than {MAX_FIELDS} header fields"
    if header.body_at > MAX_HEADER:
        return f"a header section over {MAX_HEADER // 1024} KB"
    if any(len(field.value) > MAX_FIELD for field in header.fields):
        return f"a header field over {MAX_FIELD // 1024} KB"
    return ""


@dataclass(slots=True)
class _Nesting:
    """The containers open at one place of the raw message; a boundary of None is an attached message."""

    open: list[bytes | None]
    deepest: int = 0
    parts: int = 1

    def enter(self, boundary: bytes | None) -> None:
        self.open.append(boundary)
        self.deepest = max(self.deepest, len(self.open))

    def meets(self, delimiter: bytes) -> bool:
        """Whether a line after its two hyphens is a delimiter; a closing one closes its container."""
        line = delimiter.rstrip(b" \t")
        for depth in range(len(self.open) - 1, -1, -1):
            boundary = self.open[depth]
            if boundary is None or not line.startswith(boundary):
                continue
            if line == boundary:
                del self.open[depth + 1 :]
                self.parts += 1
                return True
            if line == boundary + b"--":
                del self.open[depth:]
                return False
        return False


def structure_over_limit(raw: bytes, header: Header) -> str:
    """Why the parts must not be parsed, or "". Linear: only lines that begin with two hyphens are met."""
    lines = max(raw.count(b"\n"), raw.count(b"\r"))
    if lines > MAX_LINES:
        return f"more than {MAX_LINES:,} lines"
    nesting = _Nesting([])
    over = _enter_containers(nesting, header.rebuilt(), raw, header.body_at)
    if over or not nesting.open:
        return over
    for match in _DELIMITER.finditer(raw, header.body_at):
        if raw[match.start() - 1 : match.start()] not in (b"\n", b"\r") or not nesting.meets(match[1]):
            continue
        if nesting.parts > MAX_PARTS:
            return f"more than {MAX_PARTS} parts"
        section, body_at = _section(raw, match.end())
        over = _enter_containers(nesting, section, raw, body_at)
        if over:
            return over
    return "too many lines in nested parts" if lines * nesting.deepest > MAX_LINES_BY_DEPTH else ""


def _section(raw: bytes, at: int) -> tuple[bytes, int]:
    end = _SECTION_END.search(raw, at, at + _MAX_PART_HEADER)
    if end is None:
        return raw[at : at + _MAX_PART_HEADER], min(len(raw), at + _MAX_PART_HEADER)
    return raw[at : end.start()], end.end()


def _enter_containers(nesting: _Nesting, section: bytes, raw: bytes, body_at: int) -> str:
    """Open what a header section declares; a message within it begins with a section of its own."""
    while True:
        if _longest_field(section) > MAX_FIELD:
            return f"a part header field over {MAX_FIELD // 1024} KB"
        container = _CONTAINER.search(section)
        if container is None:
            return ""
        if container[1].lower() == b"multipart":
            boundary = _boundary(section, container.end())
            if boundary:
                nesting.enter(boundary)
        else:
            nesting.enter(None)
        if len(nesting.open) > MAX_DEPTH:
            return f"parts nested deeper than {MAX_DEPTH}"
        if container[1].lower() == b"multipart" or body_at >= len(raw):
            return ""
        section, body_at = _section(raw, body_at)


def _longest_field(section: bytes) -> int:
    """No field is longer than its section, so only large sections are looked into."""
    if len(section) <= MAX_FIELD:
        return 0
    unfolded = re.sub(rb"\r?\n(?=[ \t])", b"", section)
    return max(len(line) for line in unfolded.splitlines())


def _boundary(section: bytes, at: int) -> bytes:
    match = _BOUNDARY.search(section, at)
    if match is None:
        return b""
    return (match[1] or match[2] or b"").rstrip()
