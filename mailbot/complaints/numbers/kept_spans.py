"""Where the firm's own references stand in a text, so that masking leaves them alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from mailbot.complaints.numbers.formats import find_formatted


class KeptSpans:
    """The places of every reference, asked of many times: a long list of numbers must not cost its square."""

    def __init__(self, text: str, patterns: Iterable[re.Pattern[str]]) -> None:
        spans = sorted(found[:2] for pattern in patterns for found in find_formatted(text, pattern))
        self._starts = [start for start, _ in spans]
        self._furthest = list(accumulate((end for _, end in spans), max))

    def covers(self, start: int, end: int) -> bool:
        """Whether one reference holds the whole stretch."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._furthest[before - 1] >= end

    def touches(self, start: int, end: int) -> bool:
        """Whether any reference shares a character with the stretch."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._furthest[before - 1] > start
