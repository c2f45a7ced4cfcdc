"""Who writes for somebody else, and for whom (DISP 2.7.2R: a complaint may be brought on another's behalf).

Only where the words say so: "I am writing on behalf of my mother Mrs Joan Hale", "we act for our client",
"executor of the estate of the late". A caller "on behalf of the bank" represents nobody here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from mailbot.complaints.contact.name_shape import TITLE_WORD, looks_like_name
from mailbot.complaints.findings import Representative
from mailbot.complaints.zones import CAP, fold

_FAMILY = (
    r"(?:(?:grand|god|step)\W?)?(?:mother|father|son|daughter|parents?|child|children)(?:\Win\Wlaw)?|mum|mam"
    r"|mom|dad|wife|husband|partner|spouse|fianc[eé]e?|(?:brother|sister)(?:\Win\Wlaw)?|nana?|gran(?:ny|dad|dma)?"
    r"|aunt(?:ie)?|uncle|niece|nephew|cousin|in-laws|family"
)
_CLIENTS = r"clients?|constituents?|patient|tenant|resident|service user|employer"
_FRIENDS = r"friend|neighbour|lodger|colleague|carer"
_OURS = rf"(?:my|our) (?:[\w-]+,? ){{0,3}}?(?:{_FAMILY}|{_CLIENTS}|{_FRIENDS})"
_OF_THE_FIRM = (
    r"(?:my|your|our|them|him|her|it)sel(?:f|ves)|(?:the |your |this |its |their |a )?"
    r"(?:bank|firm|company|team|lender|creditor|society|council|business|group|original|agency|client|government|"
    r"police|court)|you|your|us|me|both|all|everyone"
)
# What must stand before "on behalf of": the author at work, a heading, the beginning of a sentence.
_I_WRITE = (
    r"(?:(?:i|we)(?: am| are|'m|'re)?|am|complaint|this is(?: \w+){0,3}) (?:[\w']+ ){0,5}?"
    r"(?:writ\w+|complain\w*|contact\w*|e?mail\w*|act\w*|rais\w+|submit\w*|speak\w*|send\w*|mak\w+|"
    r"doing this|complaint|here|enquir\w+)(?: [\w']+){0,6}?"
)


def _compile(words: str) -> re.Pattern[str]:
    return re.compile(words.replace(" ", r"\s{1,3}"), re.IGNORECASE | re.MULTILINE)


# Order is trust: the first that is met decides. The second column is what must be in the text at all, one
# space for any white space.
_ROWS = (
    (
        "executor",
        " executor| executri| co-execut| personal representative| co-personal| administrator of|"
        " administrators of| co-administrator",
        r"\b(?:(?:i|we)(?: am| are|'m|'re|'ve been| have been| was| were)|as|acting as|am|been)"
        r"(?: (?:one of|named as|appointed|now|the|an|a|his|her|their|my|sole|joint|lead|main|"
        r"my (?:late )?[\w-]+'s)){0,4} (?:co-)?(?:executors?|executrix|personal representatives?"
        r"|administrators? of(?=[^.\n]{0,30}\bestate))\b(?: and trustees?)?",
    ),
    (
        "executor",
        "estate|probate",
        r"\b(?:i|we)(?: am| are|'m|'re|'ve| have)?(?: been)?(?: now)? (?:dealing with|administering|handling|"
        r"settling|managing|sorting(?: out)?|winding up|looking after) (?:the |my |his |her |our )(?:late )?"
        r"(?:[\w']+ ){0,3}?(?:estate|probate)\b",
    ),
    (
        "attorney",
        " attorney| lpa| poa| epa| deputy",
        r"\b(?:i|we)(?: now| also)?(?:'ve|'m|'re| have| hold| am| are| was| were)(?: [\w-]+){0,5}?"
        r" (?:powers? of attorney|lpa|poa|epa|attorneys?|deputy(?:ship)?)\b"
        r"|\b(?:i am|i'm|as)(?: (?:his|her|their|my \w+'s|the|an?|\w+'s))? (?:attorneys?|deputy)\b",
    ),
    ("parliamentary", "constituent", r"\b(?:my|our) constituents?\b|\ba constituent(?= of mine\b)"),
    (
        "professional",
        "act for|act on behalf|acting for|acting on behalf|we represent|we are instructed|"
        "we have been instructed|our client|my client|named client|mutual client",
        r"\b(?:i|we)(?: are| am)?(?: instructed to)? (?:act|acting) (?:for|on behalf of)\b"
        r"(?! (?:the |your )?bank\b)"
        r"|\bwe (?:are|have been) instructed(?: by| to act)?\b|\bwe represent\b"
        r"|^(?:our|my) client(?=\s?[:=-])|\b(?:our|my)(?: above\Wnamed| mutual)? client(?:'s|s)?\b",
    ),
    (
        "carer",
        " carer| support worker| social worker| care worker| guardian| appointee| interpreter| translator|"
        " advocate|interpreting for|translating for",
        r"\b(?:i am|i'm|as)(?: (?:the|a|his|her|their|my|[\w']+'s?))?(?: [\w-]+){0,2}? (?:carer|"
        r"support worker|social worker|care worker|guardian|appointee|interpreter|translator|advocate)\b"
        r"(?! (?:is|was|has|who|said|told))|\b(?:interpreting|translating) for(?= )",
    ),
    (
        "family",
        "behalf| for my | for our ",
        rf"\b{_I_WRITE} (?:on behalf of|for) (?=(?:my|our) (?:[\w-]+,? ){{0,3}}?(?:{_FAMILY})\b)"
        rf"|\b(?:on behalf of|on) (?=(?:my|our) (?:[\w-]+ ){{0,3}}?(?:{_FAMILY})\b)",
    ),
    (
        "representative",
        "behalf of",
        rf"(?:\b{_I_WRITE} |\bcomplaint |^|\.\s)on (?:the )?behalf of (?!(?:{_OF_THE_FIRM})\b)",
    ),
)
_ROLES = tuple((role, needles.split("|"), _compile(words)) for role, needles, words in _ROWS)
_ORDER = {role: place for place, (role, _, _) in reversed(tuple(enumerate(_ROWS)))}
_INITIAL = re.compile(r"(?:[^\W\d_]\.){1,4}")
_BARE_ON = re.compile(r"on\s+", re.IGNORECASE)
_BEHALF = re.compile(r"(?:'s?)?\s{1,3}behalf\b", re.IGNORECASE)
_TITLED = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Revd|Sir|Dame|Lord|Lady|Cllr)\.?"
_NAME = re.compile(
    rf"((?:{_TITLED}\s(?:(?:and|&)\s{_TITLED}\s)?)?[^\W\d_a-z][\w'.\-]*"
    rf"(?:\s(?:[^\W\d_a-z][\w'.\-]*|de|van|der|von|al|bin|ap)){{0,4}})"
)
_KIN = re.compile(rf"\s*{_OURS}(?:'s?)?(?:\s+behalf)?\b".replace(" ", r"\s{1,3}"), re.IGNORECASE)
_TO_NAME = re.compile(
    rf"(?:\s|\d{{1,3}}|[,:;(=\-]|\b(?:years?|yrs?|old|of|for|to|the|late|estate|by|acting|on|behalf|who|is|was|"
    rf"called|named|namely|and|trustees?|my|our|his|her|their|affairs|a|an|deceased|elderly|disabled|vulnerable|"
    rf"dear|{_FAMILY}|{_CLIENTS}|{_FRIENDS})\b(?!')){{0,24}}",
    re.IGNORECASE,
)


def find_representative(told: Iterable[str]) -> Representative | None:
    """Who writes for whom, when the author's words say so; the surest of the ways to say it decides."""
    found: list[Representative] = []
    for text in (fold(text[:CAP]) for text in told):
        lowered = " ".join(text.casefold().split())
        for role, needles, pattern in _ROLES:
            if any(needle in lowered for needle in needles):
                found += _in_role(role, pattern, text)
    if not found:
        return None
    surest = min(found, key=lambda one: _ORDER[one.role])
    named = next((one.for_name for one in found if one.for_name), "")
    return surest if surest.for_name else replace(surest, for_name=named)


def _in_role(role: str, pattern: re.Pattern[str], text: str) -> Iterator[Representative]:
    for match in pattern.finditer(text):
        after = text[match.end() : match.end() + 80]
        if _BARE_ON.fullmatch(match[0]) and not _BEHALF.search(after):
            continue  # "on my mother" needs her "behalf"
        for_name, end = _name_behind(text, match.end())
        yield Representative(role, for_name, " ".join(text[match.start() : end].split()).lstrip(". "))


def _name_behind(text: str, at: int) -> tuple[str, int]:
    """The name that follows, past the words that lead up to it; and where it, or what was found, ends."""
    lead = _TO_NAME.match(text, at)
    start = lead.end() if lead else at
    found = _NAME.match(text, start)
    words = _up_to_full_stop(found[1].split() if found else [])
    while words and (words[-1] == "I" or not looks_like_name(" ".join(words)) or words[-1].endswith("'s")):
        if words[-1].endswith("'s"):
            words[-1] = words[-1][:-2]
            continue
        words.pop()
    if not words:
        kin = _KIN.match(text, at)
        return "", kin.end() if kin else at
    name = " ".join(words)
    return name.strip(".,'-"), start + len(name)


def _up_to_full_stop(words: list[str]) -> list[str]:
    """ "Edith Farrow. Stop": the sentence ends, unless it is a title's or an initial's full stop."""
    for place, word in enumerate(words):
        if word.endswith(".") and not TITLE_WORD.fullmatch(word) and not _INITIAL.fullmatch(word):
            return words[: place + 1]
    return words
