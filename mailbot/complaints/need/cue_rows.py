"""One row a sign of vulnerability: driver, urgency, words, and the idiom in which they are not meant.

The notation: small letters and plain apostrophes; one space is any white space. The words between `<` and
`>` are the rare ones, by themselves or with what follows them (`<my> goodbye`); a row is only looked for
around them, so every reading of a row must hold one. `@3` is up to three words of any kind, `~` what the same
sentence may hold between two words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.complaints.beginnings import beginnings

_RARE = re.compile(r"(?<!\(\?)<([^<>]+)>")  # not the `(?<` of a lookbehind
_GROUP = r"(?:\1)"
_LONGER = len("(?:)") - len("<>")


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
        Row(driver, priority, words(_RARE.sub(_GROUP, pattern)), _rare(pattern), idiom)
        for pattern in patterns
    )


def words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of whole words."""
    return re.compile(rf"(?<!\w)(?:{_spelt_out(pattern)})(?!\w)")


def _spelt_out(pattern: str) -> str:
    return re.sub(r"@(\d)", r"(?:[\\w'-]+,? ){0,\1}", pattern).replace("~", r"[^.!?]{0,80}")


def _rare(pattern: str) -> tuple[str, ...]:
    """What each of the rare words of a pattern begins with; what follows them counts as well."""
    unmarked = _RARE.sub(_GROUP, pattern)
    places = (rare.start() + number * _LONGER for number, rare in enumerate(_RARE.finditer(pattern)))
    return tuple(begin for place in places for begin in beginnings(unmarked, place))


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
