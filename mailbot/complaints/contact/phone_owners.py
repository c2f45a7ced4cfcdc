"""Whose telephone number it is, and of what kind, by the words around it.

A complainant also writes down the number he rang, the one that rang him, and his solicitor's. To take one of
those for his own is to answer to the wrong person. Somebody he asks us to ring instead is one to ring.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from mailbot.complaints.contact.name_shape import is_company, looks_like_name, name_words
from mailbot.complaints.contact.other_people import is_quoted_speech, last_other
from mailbot.complaints.contact.phone_owner_words import (
    FORM_LABEL,
    MINE,
    MINE_AFTER,
    NOT_MINE,
    NOT_MINE_AFTER,
    NOT_MINE_ASIDE,
    NOT_MINE_LABEL,
    NOT_TO_BE_RUNG,
    OF_A_NAMED,
    OF_RINGING,
)
from mailbot.complaints.contact.phones import find_phones

_REACH = 120  # characters before a number that can say whose it is
_LONGEST_OF_SIGNATURE = 60  # a line of a signature holds a number and few words besides
_LONGEST_LINE = 200
_SHORTEST_WRAPPED = 45  # characters of a line that a mail program may have broken
_LINES_OF_SIGNATURE = 25
_MOST_AMERICAN = 5  # written without a country: more of them are a directory, not a signature
_SENTENCE_END = re.compile(
    r"[.?!;][ \n]|[ ]full stop[ ]|[ ]new (?:line|paragraph)[ ]|\n[ \t]*\n"
    r"|\n(?=[ \t]*(?:[-*•]|\w{1,12}[:.]|(?i:tel|mob(?:ile)?|phone)\b))"
)
# 03, 08 and 09 are numbers of organisations: a person who names one in passing names somebody else's.
_ORGANISATION = ("+443", "+448", "+449")
_KINDS = {
    "fax": r"fax|facsimile|f",
    "mobile": r"mobile|mob|cell(?:ular|phone)?|m|wireless|text|whatsapp",
    "work": r"work|office|o|w|direct(?: line| dial)?|ddi?|daytime|business|switchboard",
    "home": r"home|h|landline|house|evenings?|land line",
}
_KIND_BEFORE = tuple(
    (
        kind,
        re.compile(
            rf"(?<![\w'])(?:{words})(?:[ ](?:tel(?:ephone)?|phone|number|no\.?))?(?:[ ]is)?[ \t.:=\-(/]*\Z",
            re.I,
        ),
    )
    for kind, words in _KINDS.items()
)
_KIND_AFTER = tuple(
    (kind, re.compile(rf"[ \t\-(]{{1,4}}(?:{words})\b", re.I)) for kind, words in _KINDS.items()
)
_AFTER_LETTER = re.compile(r"[ \t(]{1,4}[a-z]\b", re.IGNORECASE)
_LABEL = re.compile(
    r"(?<!\w)(?:tel(?:ephone)?|phone|ph|mobile|mob|cell|home|work|office|landline|direct|daytime|t|m|h|w|p|d|o|c|ddi)"
    r"(?:[ ](?:no\.?|number|phone|line))?[ \t]{0,6}[:.=\-]?[ \t]{0,16}\Z",
    re.IGNORECASE,
)
_LED_UP_TO = re.compile(r"\w{3,}[ ](?:at|on)[ ]*\Z")
_SENTENCE_WORDS = re.compile(
    r"\b(?:i|you|your|we|he|she|they|have|has|was|were|is|are|please|that|this|would|will|to|any|with|who|"
    r"from|and|or|if|for)\b",
    re.IGNORECASE,
)


_ASIDE = re.compile(r"\([^()\n]{1,60}\)")  # "(not for the public)", "(after six)"
# One more of a list: whose the first is, the next is.
_LISTED = re.compile(r"[ ,;]{0,2}(?:(?:and|or|&|/|then|also)[ ]){0,2}[ ]?")
# A log of calls gives the hour beside each number; opening hours give two.
_HOUR_BEFORE = re.compile(
    r"(?<![-\d:.])(?<!to[ ])(?<!- )\d{1,2}[:.]\d\d(?:[ ]?[ap]\.?m\.?)?[ \t,|-]{1,6}(?:from[ ])?\Z",
    re.IGNORECASE,
)
_HOUR_AFTER = re.compile(
    r"[ \t,|-]{1,4}(?:at[ ]|@[ ]?)?\d{1,2}[:.]\d\d(?:[ ]?[ap]\.?m\.?)?(?![ ]?[-\d]|[ ]?to\b)", re.IGNORECASE
)
_NAMED_ASIDE = re.compile(
    r"\(([A-Z][a-z]+(?:[ ][A-Z][a-z]+)?)(?:'s)?[ ]?[:,-]?[ ]?\Z"
)  # "(Carol: 01632 960111)"
_NAME_BEFORE = re.compile(r"([A-Z][\w'-]+(?:[ ][A-Z][\w'-]*\.?){0,3})[ ]?[,:-]?[ ]\Z")
_COMPANY_BEFORE = re.compile(
    r"[A-Z][\w&'-]*(?:[ ][A-Z&][\w&'-]*){0,3}[ ,(]{0,3}(?:(?:tel|phone|telephone|on|at)\W{0,2})?\Z"
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number of the complainant's; ``kind`` as he named it: "home", "mobile", "work", "fax" or ""."""

    number: str  # E.164
    kind: str = ""


class _Owner(Enum):
    HE = auto()
    PERHAPS_HE = auto()  # nothing says whose it is: believed where no other number is surely his
    ANOTHER = auto()


def own_phones(text: str, *, signature_from: int, names: frozenset[str]) -> Iterator[Phone]:
    """The complainant's numbers in his own words, of which the signature begins at `signature_from`; `names`
    are the words of his name."""
    found = sorted(find_phones(text))
    closing = _closing_from(text, signature_from)
    directory = len({number for _, _, number in found if number.startswith("+1")}) > _MOST_AMERICAN
    owners: list[_Owner] = []
    behind = -1
    for start, end, number in found:
        if directory and number.startswith("+1"):
            owner = _Owner.ANOTHER
        elif owners and behind <= start and _LISTED.fullmatch(text, behind, min(start, behind + 20)):
            owner = _Owner.ANOTHER if _is_anothers_after(text, end) else owners[-1]
        else:
            owner = _owner(text, (start, end), number, in_closing=start >= closing, names=names)
        owners.append(owner)
        behind = end
    believed = _Owner.HE if _Owner.HE in owners else _Owner.PERHAPS_HE
    for (start, end, number), owner in zip(found, owners, strict=True):
        if owner is believed:
            yield Phone(number, kind_of(text, start, end))


def kind_of(text: str, start: int, end: int) -> str:
    """What the words beside a number call it."""
    before = text[max(0, start - 40) : start]
    for kind, pattern in _KIND_BEFORE:
        if pattern.search(before):
            return kind
    after = text[end : end + 24]
    if _LABEL.search(before) and not after.lstrip().startswith("("):
        return ""  # what follows is the next number's label
    return next((kind for kind, p in _KIND_AFTER if p.match(after) and not _AFTER_LETTER.match(after)), "")


def _owner(
    text: str, span: tuple[int, int], number: str, *, in_closing: bool, names: frozenset[str]
) -> _Owner:
    start, end = span
    before = _same_sentence(text[max(0, start - _REACH) : start])
    line_start = text.rfind("\n", max(0, start - _LONGEST_LINE), start) + 1
    line_start = max(line_start, start - _LONGEST_LINE)
    if _is_in_a_form(text, line_start, start, end):
        return _Owner.HE
    if NOT_TO_BE_RUNG.search(before) or is_quoted_speech(text, start):
        return _Owner.ANOTHER
    if MINE_AFTER.match(text[end : end + 60]):
        return _Owner.HE
    if _is_anothers_after(text, end) or _HOUR_BEFORE.search(text[max(0, start - 24) : start]):
        return _Owner.ANOTHER
    aside = _NAMED_ASIDE.search(before)
    if aside is not None and not _LABEL.search(before) and not name_words(aside[1]) & names:
        return _Owner.ANOTHER
    line_end = text.find("\n", end, end + _LONGEST_LINE)
    line = text[line_start : line_end if line_end >= 0 else end + _LONGEST_LINE]
    alone = (
        _is_signature_line(line)
        and not _LED_UP_TO.search(before)
        and not _goes_on_above(text, line_start, start)
    )
    if alone and in_closing:
        return _Owner.ANOTHER if NOT_MINE_LABEL.search(line[: start - line_start]) else _Owner.HE
    return _owner_in_prose(before, number, names, alone=alone, american=text[start : start + 1] != "+")


def _owner_in_prose(
    before: str, number: str, names: frozenset[str], *, alone: bool, american: bool
) -> _Owner:
    """By the nearest words of the sentence that name somebody."""
    mine = _last(MINE, before)
    other = max(_last(NOT_MINE, before), last_other(before, names))
    if other >= max(mine, 0) or OF_A_NAMED.search(before):
        return _Owner.ANOTHER
    if mine >= 0:
        return _Owner.HE
    if number.startswith(_ORGANISATION) or (number.startswith("+1") and american):
        return _Owner.ANOTHER
    named = _NAME_BEFORE.search(before)
    if named is not None and frozenset() < name_words(named[1]) <= names:
        return _Owner.HE
    if named is not None and not alone and " " in named[1] and looks_like_name(named[1]):
        return _Owner.ANOTHER
    company = _COMPANY_BEFORE.search(before[-60:])
    if company and not alone and is_company(company[0]) and not name_words(company[0]) & names:
        return _Owner.ANOTHER
    return _Owner.HE if alone or OF_RINGING.search(before) else _Owner.PERHAPS_HE


def _is_anothers_after(text: str, end: int) -> bool:
    after = text[end : end + 60]
    return any(pattern.match(after) for pattern in (NOT_MINE_AFTER, NOT_MINE_ASIDE, _HOUR_AFTER))


def _goes_on_above(text: str, line_start: int, start: int) -> bool:
    """Whether the line is the rest of a sentence that a mail program has wrapped."""
    above = text[max(0, line_start - _LONGEST_LINE) : max(0, line_start - 1)].rpartition("\n")[2].rstrip()
    return (
        len(above) >= _SHORTEST_WRAPPED
        and above[-1] not in ".!?:"
        and not _LABEL.fullmatch(text[line_start:start].lstrip())
        and _SENTENCE_WORDS.search(above) is not None
    )


def _is_in_a_form(text: str, line_start: int, start: int, end: int) -> bool:
    """ "Your phone: 07700 900118", or the number alone on the line below its label."""
    label = text[max(line_start, start - _LONGEST_LINE) : start]
    if not label.strip():
        label = text[max(0, start - _LONGEST_LINE) : start].rstrip().rpartition("\n")[2]
    ends_line = text[end : end + 1] in ("", "\n", "\r")
    return FORM_LABEL.match(label) is not None and (ends_line or label.rstrip()[-1:] in ":=|*)")


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last thing a pattern finds ends: the nearer of two words decides."""
    return max((match.end() for match in pattern.finditer(text)), default=-1)


def _same_sentence(before: str) -> str:
    return _SENTENCE_END.split(before)[-1].replace("\n", " ")


def _is_signature_line(line: str) -> bool:
    rest = re.sub(r"[\d()+.\-/]+", " ", _ASIDE.sub(" ", line))
    return (
        len(rest.split()) <= 10
        and len(" ".join(rest.split())) <= _LONGEST_OF_SIGNATURE
        and not (_SENTENCE_WORDS.search(rest))
    )


def _closing_from(text: str, signature_from: int) -> int:
    """Where the end of the letter begins: its signature, or its last lines."""
    at = len(text)
    for _ in range(_LINES_OF_SIGNATURE):
        at = text.rfind("\n", 0, at)
        if at < 0:
            return 0
    return min(at, signature_from)
