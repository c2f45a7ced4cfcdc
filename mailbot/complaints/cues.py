"""Signs of vulnerability in what somebody wrote (FG21/1), for a person to judge.

A cue only raises a flag; a handler confirms or dismisses it. Life at risk is looked for with recall before
precision: even a denial ("I am not suicidal, but") is shown to a person. Everything else is looked for with
precision: a denial is no cue, and neither are the idioms of angry people ("these fees are killing me").
The words themselves are in `danger_words.py` and `cue_words.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from mailbot.complaints.cue_rows import WORD_BEGINS, Row
from mailbot.complaints.cue_words import CUES
from mailbot.complaints.danger_words import LIFE_RISK, SAFETY
from mailbot.complaints.findings import Cue
from mailbot.complaints.practice import CuePattern
from mailbot.complaints.zones import CAP, fold

MOST = 30  # cues of one message; a person reads it long before
_AROUND = 40  # characters on each side in which an idiom shows itself
_DENIED = re.compile(
    r"(?:\b(?:not|never|no|nor|without|isnt|wasnt|arent|dont)|n't)\s+"
    r"(?:(?:a|an|any|in|at|been|being|the|have|had|got|suffering|from|really|actually|currently|even|"
    r"having|yet|under)\s+){0,4}$"
)
_NOT_ONLY = re.compile(r"\bnot\s+(?:only|just)\b|\b(?:is|am|are|was|'m|'s)?\s*not\s+(?:sure|true)\b")
_LIFE = "life-risk"
ROWS = (*LIFE_RISK, *SAFETY, *CUES)  # where two rows claim the same words the more urgent has them


def find_cues(texts: Iterable[str], extra: Iterable[CuePattern] = ()) -> tuple[Cue, ...]:
    """Find every cue once, the most urgent first and then in the order written."""
    rows = (*ROWS, *(_firms_own(pattern) for pattern in extra))
    found: dict[tuple[str, str], Cue] = {}
    for text in texts:
        for cue in _in_text(text[:CAP], rows):
            found.setdefault((cue.driver, cue.phrase.casefold()), cue)
    return tuple(sorted(found.values(), key=lambda cue: cue.priority)[:MOST])


def find_life_risk(texts: Iterable[str]) -> tuple[Cue, ...]:
    """Find signs that a life is at risk, and nothing else."""
    return tuple(cue for text in texts for cue in _in_text(text[:CAP], LIFE_RISK))


def is_contact_unsafe(texts: Iterable[str]) -> bool:
    """Whether an automatic letter could reach somebody who may do harm."""
    return any(True for text in texts for _ in _in_text(text[:CAP], SAFETY))


def _in_text(text: str, rows: Iterable[Row]) -> Iterator[Cue]:
    plain = fold(text).lower()
    if len(plain) != len(text):  # a letter whose small form is longer: places would no longer agree
        text = plain
    rows = tuple(rows)
    starts = [match.start() for match in _anywhere(rows).finditer(plain)]
    taken: list[tuple[int, int]] = []
    for row in rows if starts else ():
        for match in _matches(row, plain, starts):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if _is_meant(plain, match, row):
                taken.append(match.span())
                yield Cue(
                    row.driver, re.sub(r"\s+", " ", text[match.start() : match.end()]).strip(), row.priority
                )


@lru_cache(maxsize=16)
def _anywhere(rows: tuple[Row, ...]) -> re.Pattern[str]:
    """Where any of the rows begins to match: one look at the text instead of one a row."""
    words = "|".join(row.pattern.pattern.removeprefix(WORD_BEGINS) for row in rows)
    return re.compile(rf"{WORD_BEGINS}(?={words})")


def _matches(row: Row, plain: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `finditer` would find, knowing where to look."""
    end = 0
    for start in starts:
        if start >= end and (match := row.pattern.match(plain, start)) is not None:
            end = match.end()
            yield match


def _is_meant(plain: str, match: re.Match[str], row: Row) -> bool:
    start, end = max(0, match.start() - _AROUND), match.end() + _AROUND
    if row.unless is not None and row.unless.search(plain[start:end]):
        return False
    if row.driver == _LIFE:
        return True
    before = plain[start : match.start()]
    return not _DENIED.search(before) or _NOT_ONLY.search(before) is not None


def _firms_own(pattern: CuePattern) -> Row:
    words = r"\s+".join(re.escape(word) for word in fold(pattern.phrase).lower().split())
    return Row(
        pattern.driver,
        pattern.priority,
        re.compile(rf"{WORD_BEGINS}{words}(?!\w)" if words else rf"{WORD_BEGINS}(?!)"),
        None,
    )
