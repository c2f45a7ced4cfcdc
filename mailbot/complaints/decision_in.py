"""What the words of a letter say was decided (DISP 1.6.2R(1)).

People put it in many ways; what was decided before, or by somebody else, is part of what was found. English.

Faults: none; "" where nothing was understood.
"""

from __future__ import annotations

import re

_END = re.compile(r"[.!?]")
_YOURS = r"(?:your|the|this) (?:\w+ )?(?:complaint|point|part)\b"
_OF_IT = r"(?:(?:it|them)\b|(?:the|your) (?:\w+ )?(?:second|other|rest|remainder|remaining|third|last)\b)"
#: Whoever upholds what he decided before does not uphold the complaint.
_OWN = r"(?! (?:our|my|the|that|this) (?:\w+ ){0,2}(?:decision|response|answer|outcome|position)\b)"
_UPHOLD = (
    rf"(?:(?:uphold|upholding|upheld){_OWN}|(?:accept|accepting|accepted|agree with) {_YOURS}"
    r"|in your favour)"
)
_AGAINST = r"(?:reject(?:ing|ed)?|declin(?:e|ing|ed)|dismiss(?:ing|ed)?|turn(?:ing|ed)? down)"
_REJECT = rf"(?:{_AGAINST} (?:{_YOURS}|{_OF_IT})|turn(?:ing|ed)? {_YOURS} down)"
_LOST = r"(?:rejected|declined|dismissed|unsuccessful|unfounded|not justified|turned down)"
#: Who decides, and how, after that in the same sentence. What “was upheld” was so before.
_DECIDES = [
    (re.compile(who), re.compile(how))
    for who, how in (
        (
            r"\b(?:we|i|my|our)\b",
            rf"\b(?:uphold(?:ing)?\b{_OWN}|(?:accept(?:ing)?|agree with) {_YOURS}|{_REJECT}"
            r"|in your favour\b)",
        ),
        (r"\b(?:we|i)(?: have|'ve)\b", rf"\b{_UPHOLD}\b"),
        (r"\b(?:complaint|point|part)\b[^,;:]{0,80} (?:is|has)\b", rf"\b(?:upheld|{_LOST})\b"),
        (r"\bcomplaint\b[^,;:]{0,80} (?:does not|cannot|did not|has not|succeeds|fails)\b", r""),
    )
]
#: Where nothing else says it: “your complaint was upheld”.
_DECIDED = re.compile(rf"\b(?:complaint|point|part)\b[^,;:]{{0,80}} was (?:\w+ )?(?:upheld|{_LOST})\b")
_NO = re.compile(
    r"(?:\bnot(?! hesitate)|\bcannot|n't|\bwithout|\bunable to|\bno (?:reasons?|grounds?|basis))"
    rf"(?: (?!so\b|and\b|but\b)[\w']+){{0,5}} {_UPHOLD}\b"
    rf"|\b{_REJECT}|\bcomplaint\b[^,;:]{{0,80}} (?:is|was|has been)(?: \w+){{0,3}} {_LOST}\b"
    r"|\bcomplaint\b[^,;:]{0,80} (?:(?:does not|cannot|did not|has not) succe\w+|fails)\b"
)
_PART = re.compile(
    rf"\b{_UPHOLD} (?:only )?(?:an? )?(?:\w+ )?(?:part|some|one of)\b"
    rf"|\b{_UPHOLD}\b.{{0,200}}\b(?:in part|(?:but|and) not)\b"
    rf"|\b{_UPHOLD}\b.{{0,200}}\band {_AGAINST} {_OF_IT}"
    rf"|\b{_UPHOLD}\b[^,;:]{{0,200}} (?:partly|partially)\b"
    rf"|\b(?:partly|partially|in part) {_UPHOLD}\b"
)


def sentences_of(words: str) -> list[str]:
    return [one.strip() for one in _END.split(words)]


def decision_in(words: str) -> str:
    """ "upheld", "partly" or "rejected"; "" where the words, as `words_of` gives them, say none of it."""
    found = {decision for _, decision in decisions_in(words)}
    return found.pop() if len(found) == 1 else "partly" if found else ""


def decisions_in(words: str) -> list[tuple[str, str]]:
    """Each sentence that decides, and what it decides."""
    sentences = sentences_of(words)
    found = [(one, _decided(one)) for one in sentences if _decides(one)]
    return found or [(one, _decided(one)) for one in sentences if _DECIDED.search(one)]


def _decides(sentence: str) -> bool:
    return any((at := who.search(sentence)) and how.search(sentence, at.end()) for who, how in _DECIDES)


def _decided(sentence: str) -> str:
    if _PART.search(sentence):
        return "partly"
    return "rejected" if _NO.search(sentence) else "upheld"
