"""Signs of vulnerability in what somebody wrote (FG21/1), for a person to judge.

A cue only raises a flag; a handler confirms or dismisses it. Life at risk is looked for with recall before
precision: even a denial ("I am not suicidal, but") is shown to a person. Everything else is looked for with
precision: a denial is no cue, and neither are the idioms of angry people ("these fees are killing me").

Order: the rare words of all rows are found with one look at the text; the rows that hold them are tried in
the sentence around; then the more urgent row has what two rows claim. The words are in `…_words.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from mailbot.complaints.capability_words import CAPABILITY
from mailbot.complaints.cue_rows import Row
from mailbot.complaints.cue_sense import is_meant, is_name
from mailbot.complaints.danger_words import DESPAIR
from mailbot.complaints.findings import Cue
from mailbot.complaints.health_words import BODY, MIND
from mailbot.complaints.life_event_words import CHANGE, LOSS
from mailbot.complaints.money_words import MONEY
from mailbot.complaints.practice import CuePattern
from mailbot.complaints.safety_words import SAFETY
from mailbot.complaints.self_harm_words import SELF_HARM
from mailbot.complaints.zones import CAP, fold

MOST = 30  # cues of one message; a person reads it long before
_AROUND = 120  # characters on each side of a rare word in which its row may begin and end
_EACH = 200  # places one rare word is looked at: who repeats it more often adds nothing
_LIFE = "life-risk"
LIFE_RISK = (*DESPAIR, *SELF_HARM)
ROWS = (*LIFE_RISK, *SAFETY, *MIND, *BODY, *LOSS, *CHANGE, *MONEY, *CAPABILITY)
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_PARAGRAPH = re.compile(r" ?\n ?(?:(?:\n ?)+|(?=(?:[-*\u2022]|\d{1,2}[.)]) ))")
_SENTENCE_ENDS = re.compile(r"[.!?]+['\")]*(?= )|\u2029")


@dataclass(frozen=True, slots=True)
class _Index:
    """Rows by the rare words they hold."""

    rare: re.Pattern[str]
    rows: dict[str, tuple[tuple[int, Row], ...]]  # rare word to (rank, row)


def find_cues(texts: Iterable[str], extra: Iterable[CuePattern] = ()) -> tuple[Cue, ...]:
    """Find every cue once, the most urgent first and then in the order written."""
    index = _index_with(tuple(extra))
    found: dict[tuple[str, str], Cue] = {}
    for text in texts:
        for cue in _in_text(text[:CAP], index):
            found.setdefault((cue.driver, cue.phrase.casefold()), cue)
    return tuple(sorted(found.values(), key=lambda cue: cue.priority)[:MOST])


def find_life_risk(texts: Iterable[str]) -> tuple[Cue, ...]:
    """Find signs that a life is at risk, and nothing else."""
    return tuple(cue for text in texts for cue in _in_text(text[:CAP], _LIFE_AT_RISK))


def is_contact_unsafe(texts: Iterable[str]) -> bool:
    """Whether an automatic letter could reach somebody who may do harm."""
    return any(True for text in texts for _ in _in_text(text[:CAP], _UNSAFE))


def _in_text(text: str, index: _Index) -> Iterator[Cue]:
    text = _flat(text)
    plain = text.lower()
    if len(plain) != len(text):  # a letter whose small form is longer: places would no longer agree
        text = plain
    taken: list[tuple[int, int]] = []
    cues: list[tuple[int, Cue]] = []
    for _, start, end, row in sorted(_matches(plain, index), key=lambda found: found[:3]):
        if not any(start < other_end and other < end for other, other_end in taken):
            taken.append((start, end))
            if row.driver == "health" and is_name(text[start:end], text[end:]):
                continue
            cues.append((start, Cue(row.driver, text[start:end].strip(" ,"), row.priority)))
    yield from (cue for _, cue in sorted(cues, key=lambda placed: placed[0]))


def _flat(text: str) -> str:
    """The text with one space for any white space, and a mark where a paragraph or a list item ends."""
    plain = re.sub(r"[ \t]+", " ", fold(text).translate(_UNSEEN))
    return re.sub(r"[ \n]+", " ", _PARAGRAPH.sub(" \u2029 ", plain))


def _matches(plain: str, index: _Index) -> Iterator[tuple[int, int, int, Row]]:
    """Every row that is meant somewhere: rank, place, row."""
    ends: list[int] | None = None
    often: dict[str, int] = {}
    for rare in index.rare.finditer(plain):
        often[rare[1]] = often.get(rare[1], 0) + 1
        if often[rare[1]] > _EACH:
            continue
        if ends is None:
            ends = [0, *(match.end() for match in _SENTENCE_ENDS.finditer(plain)), len(plain)]
        start, end = _sentence(plain, rare.start(), ends)
        for rank, row in index.rows[rare[1]]:
            match = _covering(row.pattern, plain, rare.start(), start, end)
            if match is not None and _is_meant(plain, match, row, start, end):
                yield rank, match.start(), match.end(), row


def _sentence(plain: str, place: int, ends: list[int]) -> tuple[int, int]:
    """The sentence around a place, or as much of a long one as is worth reading."""
    at = bisect_right(ends, place)
    start, end = ends[at - 1], ends[at] if at < len(ends) else len(plain)
    if place - start > _AROUND:
        start = max(start, plain.find(" ", place - _AROUND) + 1)
    if end - place > 2 * _AROUND:
        space = plain.find(" ", place + 2 * _AROUND)
        end = min(end, space if space >= 0 else end)
    return min(start, place), end


def _covering(pattern: re.Pattern[str], plain: str, place: int, start: int, end: int) -> re.Match[str] | None:
    """The match that holds the rare word at `place`."""
    for match in pattern.finditer(plain, start, end):
        if match.end() > place:
            return match if match.start() <= place else None
    return None


def _is_meant(plain: str, match: re.Match[str], row: Row, start: int, end: int) -> bool:
    if row.unless is not None and _touches(row.unless, plain, match, start, end):
        return False
    return row.driver == _LIFE or is_meant(plain[start : match.start()], plain[match.end() : end])


def _touches(idiom: re.Pattern[str], plain: str, match: re.Match[str], start: int, end: int) -> bool:
    return any(
        found.start() <= match.end() + 1 and match.start() <= found.end() + 1
        for found in idiom.finditer(plain, start, end)
    )


@lru_cache(maxsize=16)
def _index_with(extra: tuple[CuePattern, ...]) -> _Index:
    return _index_of((*ROWS, *(row for pattern in extra for row in _firms_own(pattern))))


def _index_of(rows: tuple[Row, ...]) -> _Index:
    by_rare: dict[str, list[tuple[int, Row]]] = {}
    for rank, row in enumerate(rows):
        for rare in row.rare:
            by_rare.setdefault(rare, []).append((rank, row))
    whole = {
        rare: tuple(
            dict.fromkeys(
                pair for other, pairs in by_rare.items() if rare.startswith(other) for pair in pairs
            )
        )
        for rare in by_rare
    }
    return _Index(re.compile(rf"(?<!\w)(?=({_branches(sorted(by_rare))}))"), whole)


def _branches(beginnings: list[str]) -> str:
    """One pattern for many beginnings, the longest first, that reads each letter once."""
    by_letter: dict[str, list[str]] = {}
    for beginning in beginnings:
        if beginning:
            by_letter.setdefault(beginning[0], []).append(beginning[1:])
    branches = "|".join(re.escape(letter) + _branches(rest) for letter, rest in by_letter.items())
    if not branches:
        return ""
    return f"(?:{branches})" + ("?" if "" in beginnings else "")


def _firms_own(pattern: CuePattern) -> tuple[Row, ...]:
    phrase = " ".join(fold(pattern.phrase).lower().split())
    if not phrase:
        return ()
    return (
        Row(
            pattern.driver,
            pattern.priority,
            re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)"),
            (phrase,),
            None,
        ),
    )


_LIFE_AT_RISK = _index_of(LIFE_RISK)
_UNSAFE = _index_of(SAFETY)
