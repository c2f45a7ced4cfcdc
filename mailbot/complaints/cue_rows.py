"""One row a sign of vulnerability: driver, urgency, words, and the idiom in which they are not meant.

The notation: small letters and plain apostrophes; one space is any white space. The words between `<` and
`>` are the rare ones; a row is only looked for around them, so every reading of a row must hold one. `@3` is
up to three words of any kind, `~` what the same sentence may hold between two words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_RARE = re.compile(r"(?<!\(\?)<([^<>]+)>")  # not the `(?<` of a lookbehind
_LITERAL = re.compile(r"[a-z0-9£](?:[a-z0-9£' -]*[a-z0-9£'])?")
_NOTHING_JOINED = re.compile(r"$| |~|\(\?[=!]|\(\?: ")  # what may follow a rare word that ends where it ends
WORD_END = "\0"
_OPTIONAL = ("?", "*", "{")


@dataclass(frozen=True, slots=True)
class Row:
    driver: str
    priority: str
    pattern: re.Pattern[str]
    rare: tuple[str, ...]  # how the rare words begin
    unless: re.Pattern[str] | None  # what touches the match and makes an idiom of it


def rows(driver: str, priority: str, *patterns: str, unless: str = "") -> tuple[Row, ...]:
    """Read rows that share an urgency and the idiom in which they are not meant."""
    idiom = words(unless) if unless else None
    return tuple(
        Row(
            driver,
            priority,
            words(_RARE.sub(lambda rare: f"(?:{rare[1]})", pattern)),
            tuple(begin for rare in _RARE.finditer(pattern) for begin in _beginnings(rare)),
            idiom,
        )
        for pattern in patterns
    )


def any_of(beginnings: list[str]) -> str:
    """One pattern for many words, the longest first, that reads each letter once."""
    by_letter: dict[str, list[str]] = {}
    for begin in beginnings:
        if begin:
            by_letter.setdefault(begin[0], []).append(begin[1:])
    ends = by_letter.pop(WORD_END, None) is not None
    branches = [re.escape(letter) + any_of(rest) for letter, rest in by_letter.items()]
    if ends and "" not in beginnings:
        branches.append(r"(?!\w)")
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)})" + ("?" if "" in beginnings else "")


def words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of whole words."""
    return re.compile(rf"(?<!\w)(?:{_spelt_out(pattern)})(?!\w)")


def _spelt_out(pattern: str) -> str:
    return re.sub(r"@(\d)", r"(?:[\\w'-]+,? ){0,\1}", pattern).replace("~", r"[^.!?]{0,80}")


def _beginnings(rare: re.Match[str]) -> tuple[str, ...]:
    """The letters each of the rare words is sure to begin with; `WORD_END` where it is sure to end."""
    ends = _NOTHING_JOINED.match(rare.string, rare.end()) is not None
    return tuple(
        _beginning(word) + (WORD_END if ends and _LITERAL.fullmatch(word) else "")
        for word in _alternatives(rare[1])
    )


def _alternatives(rare: str) -> list[str]:
    found, depth = [""], 0
    for character in rare:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return found


def _beginning(word: str) -> str:
    literal = _LITERAL.match(word)
    if literal is None:
        raise ValueError(f"no letters at the beginning of {word!r}")
    begin = literal[0]
    if word[literal.end() : literal.end() + 1] in _OPTIONAL and literal.end() < len(word):
        begin = begin[:-1]
    if len(begin) < 2:
        raise ValueError(f"too little to look for in {word!r}")
    return begin


CANNOT = (
    r"(?:can'?t|carn'?t|cannot|can not|can no longer|couldn'?t|could not|unable to|not able to|can hardly|"
    r"can barely|can scarcely)"
)
DO_NOT = r"(?:don'?t|do not|didn'?t|did not|doesn'?t|does not|never|no longer)"
WILL_NOT = r"(?:won'?t|will not|wouldn'?t|would not|not going to|never going to)"
I_AM = r"(?:i'?m|i am|i was|i have been|i've been|ive been|we are|we're|he'?s|he is|she'?s|she is|who is)"
RELATIVE = (
    r"(?:husband|wife|hubby|mother|mum|mam|mom|mummy|father|dad|son|daughter|brother|sister|partner|aunt|"
    r"auntie|aunty|uncle|nan|nana|nanna|gran|granny|grandad|granddad|grandma|grandpa|grandmother|"
    r"grandfather|grandson|granddaughter|friend|parents?|baby|child|children|kids?|boy|girl|twins?|"
    r"fianc[eé]e?|niece|nephew|cousin|twin|stepson|stepdaughter|stepfather|stepmother|step-?dad|step-?mum|"
    r"boyfriend|girlfriend|ex|(?:mother|father|son|daughter|brother|sister)-in-law)"
)
RELATIVES = rf"(?:{RELATIVE}|husbands|wives|sons|daughters|brothers|sisters|grandparents?|grandchildren)"
SOMEBODY = rf"(?:i|we|he|she|they|my @2{RELATIVE}|our @1{RELATIVE}|his {RELATIVE}|her {RELATIVE}|client|who)"
HARMER = (
    r"(?:he|she|husband|wife|partner|ex|ex-\w+|boyfriend|girlfriend|father|mother|dad|mum|brother|son|"
    r"daughter|uncle|in-laws|family|abuser)"
)
