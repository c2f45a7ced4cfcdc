"""What the words of a letter say was decided (DISP 1.6.2R(1)).

People put it in many ways; what was decided before, or by somebody else, is part of what was found. English.

Faults: none; "" where nothing was understood.
"""

from __future__ import annotations

import re

_END = re.compile(r"[.!?]")
_YOURS = r"(?:your|the|this) complaint\b"
_UPHOLD = rf"(?:uphold|upholding|upheld|(?:accept|accepting|accepted|agree with) {_YOURS})"
_REJECT = rf"reject(?:ing|ed)? {_YOURS}"
#: Who decides, and how, after that in the same sentence. What “was upheld” was so before.
_DECIDES = [
    (re.compile(who), re.compile(how))
    for who, how in (
        (
            r"\b(?:we|i|my|our)\b",
            rf"\b(?:uphold(?:ing)?|(?:accept(?:ing)?|agree with) {_YOURS}|{_REJECT})\b",
        ),
        (r"\b(?:we|i)(?: have|'ve)\b", rf"\b{_UPHOLD}\b"),
        (r"\bcomplaint (?:is|has)\b", r"\b(?:upheld|rejected)\b"),
    )
]
_NO = re.compile(
    r"(?:\bnot|\bcannot|n't|\bwithout|\bunable to|\bno (?:reasons?|grounds?|basis))"
    rf"(?: (?!so\b|and\b|but\b)[\w']+){{0,5}} {_UPHOLD}\b"
    rf"|\b{_REJECT}|\bcomplaint (?:is|has been)(?: \w+){{0,3}} rejected\b"
)
_PART = re.compile(
    rf"\b{_UPHOLD} (?:only )?(?:an? )?(?:\w+ )?(?:part|some)\b"
    rf"|\b{_UPHOLD}\b.{{0,200}}\b(?:in part|(?:but|and) not)\b"
    rf"|\b{_UPHOLD}\b[^,;:]{{0,200}} (?:partly|partially)\b"
    rf"|\b(?:partly|partially|in part) {_UPHOLD}\b"
)


def decision_in(words: str) -> str:
    """ "upheld", "partly" or "rejected"; "" where the words, as `words_of` gives them, say none of it."""
    found = set()
    for sentence in _END.split(words):
        if any((at := who.search(sentence)) and how.search(sentence, at.end()) for who, how in _DECIDES):
            no = "rejected" if _NO.search(sentence) else "upheld"
            found.add("partly" if _PART.search(sentence) else no)
    return found.pop() if len(found) == 1 else "partly" if found else ""
