"""How a header field is written: folded where it must be, never with a control character in it.

Faults: `UnsafeLetter`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from email import policy
from email.errors import HeaderParseError

LINE_OCTETS = 998  # without CRLF (RFC 5322 section 2.1.1)
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WHOLE_LINE = 75  # octets of name and value, without the colon and space between them
_WIRE = policy.compat32.clone(linesep="\r\n", max_line_length=76)  # RFC 2047 section 2


class UnsafeLetter(Exception):
    """The letter cannot be written as intended, and why."""


def line(value: str) -> str:
    if CONTROL.search(value):
        raise UnsafeLetter("a control character in a header field")
    return value


def head(fields: Sequence[tuple[str, str]]) -> bytes:
    try:
        return b"".join(_field(name, value) for name, value in fields) + b"\r\n"
    except HeaderParseError as error:
        raise UnsafeLetter("a field that cannot be folded") from error


def _field(name: str, value: str) -> bytes:
    # Most fit on their line as they are; folding them would cost more than the rest of the letter.
    if len(name) + len(value) < _WHOLE_LINE and value.isascii() and not CONTROL.search(value):
        return f"{name}: {value}\r\n".encode("ascii")
    return _WIRE.fold_binary(name, value)
