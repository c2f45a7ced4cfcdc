"""Signs of vulnerability in what somebody wrote (FG21/1), for a person to judge.

A cue only raises a flag; a handler confirms or dismisses it. Life at risk is looked for with recall before
precision: a denial alone ("I am not suicidal, but") is shown to a person, and two hints at a farewell count;
only who denies one need after another is believed. Everything else is looked for with precision: a denial is
no cue, and neither are the idioms of angry people ("these fees are killing me").

Order: shorthand is spelt out; the rare words of all rows are found with one look at the text; the rows that
hold them are tried in the sentence around; then the more urgent row has what two rows claim. The words are in
`…_words.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from mailbot.complaints.findings import Cue
from mailbot.complaints.need.capability_words import CAPABILITY
from mailbot.complaints.need.cue_rows import Row
from mailbot.complaints.need.cue_sense import is_meant, is_name, is_on_a_statement
from mailbot.complaints.need.danger_words import DESPAIR
from mailbot.complaints.need.denial import is_danger_denied
from mailbot.complaints.need.economic_abuse_words import ECONOMIC_ABUSE
from mailbot.complaints.need.farewell_words import FAREWELL, HINTS
from mailbot.complaints.need.firms_cues import OFF, Match, as_the_firm_says, firms_rows
from mailbot.complaints.need.health_words import BODY, MIND
from mailbot.complaints.need.life_event_words import CHANGE, LOSS
from mailbot.complaints.need.means_words import MEANS
from mailbot.complaints.need.money_words import MONEY
from mailbot.complaints.need.oblique_words import OBLIQUE
from mailbot.complaints.need.safety_words import SAFETY
from mailbot.complaints.need.self_harm_words import SELF_HARM
from mailbot.complaints.need.text_speak import SpeltOut
from mailbot.complaints.need.watched_words import WATCHED
from mailbot.complaints.practice import CuePattern
from mailbot.complaints.word_index import WordIndex
from mailbot.complaints.zones import CAP, fold

MOST = 30  # cues of one message; a person reads it long before
_AROUND = 120  # characters on each side of a rare word in which its row may begin and end
_EACH = 200  # places one rare word is looked at: who repeats it more often adds nothing
_LIFE = "life-risk"
_NAMED_LIKE = ("health", "life events")  # whose words streets, shops and charities are named after
_LIGHT = "P2"  # the urgency that does not weigh against a denial of danger
_KINDS = 2  # of hints, that together are a farewell
LIFE_RISK = (*DESPAIR, *SELF_HARM, *MEANS, *FAREWELL, *OBLIQUE, *(row for kind in HINTS for row in kind))
_HINTS = {row: number for number, kind in enumerate(HINTS) for row in kind}
_UNSAFE = frozenset((*SAFETY, *ECONOMIC_ABUSE, *WATCHED))
_GRAVE = _UNSAFE.union(LIFE_RISK)
ROWS = (*LIFE_RISK, *SAFETY, *ECONOMIC_ABUSE, *WATCHED, *MIND, *BODY, *LOSS, *CHANGE, *MONEY, *CAPABILITY)
_UNSEEN = re.compile(r"[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_PARAGRAPH = re.compile(r"\n ?(?:(?:\n ?)+|(?=(?:[-*\u2022]|\d{1,2}[.)]) ))")
_SENTENCE_ENDS = re.compile(r"[.!?]+['\")]*(?= )|\u2029")


_Index = WordIndex[tuple[int, Row]]  # rank, row


def find_cues(texts: Iterable[str], extra: Iterable[CuePattern] = ()) -> tuple[Cue, ...]:
    """Find every cue once, the most urgent first and then in the order written."""
    index = _index_with(tuple(extra))
    found: dict[tuple[str, str], Cue] = {}
    for text in texts:
        for cue in _in_text(text[:CAP], index):
            found.setdefault((cue.driver, cue.phrase.casefold()), cue)
    return tuple(sorted(found.values(), key=lambda cue: cue.priority)[:MOST])


def find_life_risk(texts: Iterable[str], extra: Iterable[CuePattern] = ()) -> tuple[Cue, ...]:
    """Find signs that a life is at risk, and nothing else."""
    index = _life_risk_with(tuple(pattern for pattern in extra if pattern.driver == _LIFE))
    return tuple(cue for text in texts for cue in _in_text(text[:CAP], index))


def is_contact_unsafe(texts: Iterable[str]) -> bool:
    """Whether an automatic letter could reach somebody who may do harm."""
    return any(cue.unsafe for cue in find_cues(texts))


def _in_text(text: str, index: _Index) -> Iterator[Cue]:
    text = _flat(text)
    plain = text.lower()
    if len(plain) != len(text):  # a letter whose small form is longer: places would no longer agree
        text = plain
    spelt = SpeltOut(plain)
    found = as_the_firm_says(list(_matches(spelt.text, index)), len(ROWS), _GRAVE)
    meant = sorted(_without_single_hints(found), key=lambda match: match[:3])
    taken: list[tuple[int, int]] = []
    cues: list[tuple[int, int, Row]] = []
    for _, start, end, row in meant:
        if not any(start < other_end and other < end for other, other_end in taken):
            taken.append((start, end))
            if _is_name(row, text, spelt, start, end):
                continue
            cues.append((start, end, row))
    for start, end, row in sorted(_without_denied_danger(spelt.text, cues), key=lambda cue: cue[:2]):
        phrase = text[spelt.written_at(start) : spelt.written_at(end)].strip(" ,")
        yield Cue(row.driver, phrase, row.priority, row in _UNSAFE)


def _is_name(row: Row, text: str, spelt: SpeltOut, start: int, end: int) -> bool:
    written = spelt.written_at(end)
    phrase, after = text[spelt.written_at(start) : written], text[written : written + _AROUND]
    return (row.driver in _NAMED_LIKE and is_name(phrase, after)) or is_on_a_statement(phrase, after)


def _without_single_hints(found: list[Match]) -> Iterator[Match]:
    """What is told by itself, and hints at a farewell where there are two kinds."""
    kinds = {_HINTS[row] for _, _, _, row in found if row in _HINTS}
    for match in found:
        if match[3] not in _HINTS or len(kinds) >= _KINDS:
            yield match


def _without_denied_danger(plain: str, cues: list[tuple[int, int, Row]]) -> list[tuple[int, int, Row]]:
    """All cues but danger denied, where nothing else of weight was found."""
    denied = [cue for cue in cues if cue[2].driver == _LIFE and is_danger_denied(plain, cue[0], cue[1])]
    others = [cue for cue in cues if cue not in denied]
    return cues if any(cue[2].priority < _LIGHT for cue in others) else others


def _flat(text: str) -> str:
    """The text with one space for any white space, and a mark where a paragraph or a list item ends."""
    plain = fold(text)
    if not plain.isascii():
        plain = _UNSEEN.sub("", plain)
    plain = re.sub(r"(?: [ \t]|\t)[ \t]*", " ", plain)
    return re.sub(r"(?: [ \n]|\n)[ \n]*", " ", _PARAGRAPH.sub(" \u2029 ", plain))


def _matches(plain: str, index: _Index) -> Iterator[Match]:
    """Every row that is meant somewhere: rank, place, row."""
    ends: list[int] | None = None
    often: dict[str, int] = {}
    tried: set[tuple[int, int]] = set()  # a row and where the sentence begins in which all of it was read
    for place, word, rows in index.found_in(plain):
        often[word] = often.get(word, 0) + 1
        if often[word] > _EACH:
            continue
        if ends is None:
            ends = [0, *(match.end() for match in _SENTENCE_ENDS.finditer(plain)), len(plain)]
        start, end = _sentence(plain, place, ends)
        for rank, row in rows:
            if (rank, start) in tried:
                continue
            tried.add((rank, start))
            for match in row.pattern.finditer(plain, start, end):
                if _is_meant(plain, match, row, start, end):
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


def _is_meant(plain: str, match: re.Match[str], row: Row, start: int, end: int) -> bool:
    if row.priority == OFF:
        return True
    if row.unless is not None and _touches(row.unless, plain, match, start, end):
        return False
    return row.driver == _LIFE or is_meant(plain[start : match.start()], match[0], plain[match.end() : end])


def _touches(idiom: re.Pattern[str], plain: str, match: re.Match[str], start: int, end: int) -> bool:
    return any(
        found.start() <= match.end() + 1 and match.start() <= found.end() + 1
        for found in idiom.finditer(plain, start, end)
    )


@lru_cache(maxsize=16)
def _index_with(extra: tuple[CuePattern, ...]) -> _Index:
    return _index_of(ROWS, extra)


@lru_cache(maxsize=16)
def _life_risk_with(extra: tuple[CuePattern, ...]) -> _Index:
    return _index_of(LIFE_RISK, extra)


def _index_of(shipped: tuple[Row, ...], extra: tuple[CuePattern, ...]) -> _Index:
    ranked = (*enumerate(shipped), *enumerate(firms_rows(extra), len(ROWS)))
    return WordIndex((begin, (rank, row)) for rank, row in ranked for begin in row.rare)
