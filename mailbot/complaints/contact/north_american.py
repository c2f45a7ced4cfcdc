"""Find telephone numbers in the usual punctuation of North America, where they are written without "+1".

Ten digits in threes are also how references are grouped, so the punctuation must be a telephone's: the area
in brackets, or dashes, dots or a slash behind it; spaces alone only behind a label (NANPA: area and exchange
begin with 2 to 9).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

_PUNCTUATED = re.compile(
    r"""(?<![\w.+£$€#@/\-])(?:1[ .\-])?
    (?: \([ ]?([2-9]\d\d)[ ]?\)[ .\-]{0,3}([2-9]\d\d)[ ]?[.\- ][ ]?(\d{4})
      | ([2-9]\d\d)[ ]?[.\-/][ ]?([2-9]\d\d)[ ]?[.\-][ ]?(\d{4}) )
    (?![\w@/]|[.\-]\d)""",
    re.VERBOSE,
)
_SPACED = re.compile(
    r"\b(?:tel(?:ephone)?|phone|ph|cell|mobile|fax|call me at|reach me at)\b[ ]?[:.]?[ ]{0,3}"
    r"(?:1[ ])?([2-9]\d\d)[ ]([2-9]\d\d)[ ](\d{4})(?![\w@/]|[.\- ]\d)",
    re.IGNORECASE,
)


def find_north_american(text: str) -> Iterator[tuple[int, int, str]]:
    """Find North American numbers: start, end, E.164."""
    for pattern in (_PUNCTUATED, _SPACED):
        for match in pattern.finditer(text):
            groups = [(i, digits) for i, digits in enumerate(match.groups(), start=1) if digits]
            written = "+1" + "".join(digits for _, digits in groups)
            number = phonenumbers.parse(written, "US")
            if phonenumbers.is_valid_number(number):
                start = match.start() if pattern is _PUNCTUATED else match.start(groups[0][0])
                yield start, match.end(), written
