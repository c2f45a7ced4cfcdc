"""What a person adds to a letter that may not agree with what is recorded: sums, days, firms, enclosures.

Words for it are English; each finding is a doubt, since only its author knows what was meant.

Faults: none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from mailbot.complaints.days_in import days_in
from mailbot.complaints.decision_in import sentences_of
from mailbot.complaints.sums_in import pence, promised, unlike
from mailbot.complaints.wording import Context, firm_of, tells, words_of

#: A doubt, the words it is about, and why.
Finding = tuple[str, str, str]

_BEGUN = timedelta(days=7)  # a letter tells of days that were to come when it was begun
_WILL = re.compile(r"\b(?:will|shall|(?:expect|hope|aim|plan|intend) to)\b|'ll\b")
_THEN = re.compile(r"\b(?:on|by|before|until)(?: the)? $")  # not “from 3 March 2025”, which was
_ANSWERS = re.compile(
    r"\b(?:expect|hope|aim|plan|intend|will|shall|'ll)\b[^;:]{0,60}"
    r"\b(?:answer|respond|(?:final )?response|decision|reply|write to you|let you know)\b"
)
_FORWARDED = re.compile(
    r"\b(?:forward|pass|send|refer|hand|transfer)(?:ed|ing)? (?:on )?(?:your|the|this) complaint"
    r" (?:on |over )?to (?:the )?"
)
_ATTACHES = re.compile(r"\b(?:attach(?:ed|ing)?|enclos(?:e|ed|ing)|attachment|enclosure)\b")
_NOT_OURS = re.compile(
    r"\b(?:you|your|they|he|she) (?:(?!we\b|i\b)[\w',]+ ){0,12}(?:attach|enclos)"
    r"|\byour (?:e-?mail|letter|attachment|enclosure)"
    r"|\bnot (?:attach|enclos)|\bleaflet\b|\bplease (?:attach|enclose)|\b(?:attached|enclosed) to\b"
)
_NUMBER = re.compile(r"(?<![\w.-])(?:\+44|0)[\d ()-]{8,}\d(?!\w)")
#: Words without which a letter is not what it is; where its draft has them the letter does.
_FINAL_WORDS = {
    "final_response": (re.compile(r"\bfinal (?:\w+ )?(?:response|decision|answer)\b"), "that it is final"),
    "forwarding": (re.compile(r"\bfinal (?:\w+ )?(?:response|decision|answer)\b"), "that it is final"),
    "summary_resolution": (re.compile(r"\bresolved\b"), "that we now consider the complaint resolved"),
    "holding_response": (
        re.compile(
            r"\b(?:we|i) (?:will|shall) (?:then )?(?:send|give|let you have|write|answer|respond)"
            r"|\byou will (?:have|receive|get|hear)"
        ),
        "that the final response will come by then",
    ),
}


def said_besides(kind: str, words: str, context: Context, draft: str, today: date) -> Iterator[Finding]:
    """Each finding in a letter's `words`, and its draft's, as `words_of` gives them; without its subject."""
    for paragraph in _list(context.get("wording")):
        words = words.replace(words_of(str(paragraph)), "")
    by_law = context.get("payments_after_holding_by") if kind == "holding_response" else None
    yield from _days(words, draft, str(context.get("expected_on") or by_law or ""), today)
    if kind != "summary_resolution":  # what was agreed is recorded with the agreement
        yield from _sums(words, context)
    for sentence in sentences_of(words):
        if _ATTACHES.search(sentence) and not _NOT_OURS.search(sentence):
            yield "attachment", sentence, f"“{_short(sentence)}”: nothing but the leaflet goes with a letter"
    if other_firm := words_of(str(context.get("other_firm") or "")):
        for passed in _FORWARDED.finditer(words):
            if not words[passed.end() :].startswith(other_firm.removeprefix("the ")):
                told = f"“{passed[0]}{_short(words[passed.end() :])}”: what is recorded is {other_firm}"
                yield "firm", passed[0], told
    yield from _numbers(words, draft, context)
    asked, what = _FINAL_WORDS.get(kind, (None, ""))
    body = draft.partition(words_of("Dear "))[2]
    if asked is not None and asked.search(body) and not asked.search(words):
        yield "final-words", "", f"it does not say {what}, as its draft did"


def _sums(words: str, context: Context) -> Iterator[Finding]:
    recorded = str(context.get("redress") or "")
    known = f"the redress that is recorded is {recorded}" if recorded else "no redress is recorded"
    for promise in unlike(promised(words), pence(recorded.lstrip("£"))):
        yield "sum", promise.words, f"“{promise.words}”, and {known}"


def _days(words: str, draft: str, wanted: str, today: date) -> Iterator[Finding]:
    """`wanted`: when the letter says that the answer comes, "" where it says nothing of it."""
    expected = {told.day for told in days_in(words_of(wanted))}
    known = {told.words for told in days_in(draft)}
    for told in days_in(words):
        if told.words in known:
            continue
        begins = max(words.rfind(". ", 0, told.at) + 1, 0)
        before = words[begins : told.at]
        if told.day is None:
            yield "date", told.words, f"“{told.words}”: there is no such day"
        elif told.is_named_wrong:
            yield "date", told.words, f"“{told.words}” is a {told.day:%A}"
        elif told.day < today - _BEGUN and _THEN.search(before) and _WILL.search(before[-80:]):
            yield "date", told.words, f"“{told.words}” has passed"
        elif expected and told.day not in expected and _ANSWERS.search(before):
            yield "date", told.words, f"“{told.words}”: the day that is recorded is {wanted}"


def _numbers(words: str, draft: str, context: Context) -> Iterator[Finding]:
    """Another number in the place of ours."""
    ours = str(firm_of(context).get("phone") or "")
    if not ours or not tells(draft, ours) or tells(words, ours):
        return
    kept = {_digits(found[0]) for found in _NUMBER.finditer(draft)}
    for found in _NUMBER.finditer(words):
        if _digits(found[0]) not in kept:
            yield "phone", found[0], f"“{found[0].strip()}”: our telephone number is {ours}"


def _digits(number: str) -> str:
    return "".join(one for one in number if one.isdigit())


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:60].rpartition(' ')[0]} …"


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
