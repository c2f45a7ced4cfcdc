"""The sums a letter promises to pay. English.

What was paid before, or what others pay, is part of what was found.

Faults: none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SENTENCE = re.compile(r"[!?;]|\.(?!\d)")
_SUM = r"(?:£|gbp) ?([\d,]*\d(?:\.\d\d)?)(?![\d%])|\b([\d,]*\d(?:\.\d\d)?) (?:pounds?\b|gbp\b)"
_PROMISES = re.compile(
    r"(?:\b(?:we|i)|\b(?:we|i) [^£.]{1,80},? and)"
    r"(?:'ll| will| shall| are (?:going|happy|pleased|willing) to| am (?:going|happy|pleased) to"
    r"| have (?:agreed|decided|arranged) to| agree to| propose to| can| would like to| also){0,3}"
    r"(?: (?:also|now|therefore|then|gladly)){0,2}(?:, [^,£]{1,60},)?"
    r" (?:pay|refund|credit|offer|compensate|reimburse|send|award|give|make (?:a|you) (?:\w+ )?payment)\b"
    r"([^£]{0,100}?)(?:" + _SUM + r")"
    r"|\byou will (?:receive|get|be paid|be refunded)\b([^£]{0,100}?)(?:" + _SUM + r")"
)
_EACH = re.compile(_SUM)
_IS_NO_PROMISE = re.compile(r"\b(?:not|never|nothing|bill|statement|letter)\b")


@dataclass(frozen=True, slots=True)
class Promise:
    """`pence` is promised; `parts` are all sums of the same sentence."""

    words: str
    pence: int
    parts: tuple[int, ...]


def promised(words: str) -> list[Promise]:
    """Each promise in words as `words_of` gives them."""
    found = []
    for sentence in _SENTENCE.split(words):
        parts = tuple(pence(one or other) for one, other in _EACH.findall(sentence))
        for promise in _PROMISES.finditer(sentence):
            between, pounds, other, between2, pounds2, other2 = promise.groups()
            if not _IS_NO_PROMISE.search(between or between2 or ""):
                found.append(Promise(promise[0], pence(pounds or other or pounds2 or other2), parts))
    return found


def unlike(promises: Sequence[Promise], recorded: int) -> list[Promise]:
    """Those that promise another sum than is recorded, in pence, whole or in parts."""
    others = [one for one in promises if one.pence != recorded and sum(one.parts) != recorded]
    return [] if sum(one.pence for one in others) == recorded else others


def pence(pounds: str) -> int:
    """Of “£1,120.50” without its mark."""
    whole, _, part = pounds.replace(",", "").partition(".")
    return int(whole or 0) * 100 + int(part or 0)
