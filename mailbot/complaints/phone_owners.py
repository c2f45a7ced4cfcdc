"""Whose telephone number it is, and of what kind, by the words around it.

A complainant also writes down the number he rang, the one that rang him, and his solicitor's. To take one of
those for his own is to answer to the wrong person. Somebody he asks us to ring instead is one to ring.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.complaints.phones import find_phones

_REACH = 90  # characters before a number that can say whose it is
_LONGEST_OF_SIGNATURE = 60  # a line of a signature holds a number and few words besides
_LONGEST_LINE = 200
_LINES_OF_SIGNATURE = 25
_MOST_AMERICAN = 5  # written without a country: more of them are a directory, not a signature
_SENTENCE_END = re.compile(r"[.?!;][ \n]|\n[ \t]*\n|\n(?=[ \t]*(?:[-*•]|\w{1,12}[:.]))")
_MINE = re.compile(
    r"""\b(?:
      (?:call|ring|phone|text|telephone|reach|contact|get|try|message|whatsapp)[ ](?:me|us|her|him|them|my)\b
    | (?<!via[ ])(?<!by[ ])(?:call|ring|phone|telephone|text)(?:[ ]back)?[ ](?:on|at)[ ]*\Z
    | my[ ](?:\w+[ ]){0,3}(?:number|mobile|phone|landline|tel(?:ephone)?|cell|contact)\b
    | (?:i|we)(?:'m|[ ]am|[ ]are|[ ]can[ ](?:also[ ]|only[ ])?be)[ ](?:[\w']+[ ]){0,3}(?:on|at)\b
    | (?:reachable|available|contactable)[ ](?:\w+[ ]){0,2}(?:on|at)\b
    | rung[ ]on\b
    | (?:new|correct|right|current)[ ](?:\w+[ ]){0,2}(?:number|mobile|phone|landline)\b
    | (?:it|this|number|mobile|phone)[ ]should[ ]be\b | changed[ ](?:\w+[ ]){0,3}to\b
    | (?:you|they|he|she)[ ](?:rang|called|phoned|texted)[ ]me[ ]on\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_OTHERS = (
    "solicitor|bank|doctor|gp|surgery|lawyer|landlord|employer|accountant|broker|council|housing[ ]officer"
)
_NOT_MINE = re.compile(
    rf"""\b(?:
      your[ ](?:[\w'-]+[ ]){{0,4}}(?:number|line|office|phone|tel|desk|team|branch|agents?|people|staff
        |colleagues?|department|services?)\b
    | (?:i|we)(?:'ve|[ ]have)?(?:[ ](?:then|also|first|again|have|had|just|even))?[ ]
        (?:rang|rung|ring|called|phoned|telephoned|dialled|texted|tried|call|got[ ]through)\b
        (?![ ](?:me|my)\b)
    | (?:ringing|calling|phoning|telephoning|dialling)[ ](?:you|your|the|this)\b
    | (?:calls?|texts?|messages?|voicemails?|sms|phoned|rang|rung|called|ringing|calling|texted|texting
        |telephoned|contacted|phoning)\b[^.?!\n]{{0,40}}[ ](?:from|using|off)\b
    | numbers?[ ](?:that|which|who|it|they|you|he|she|the)[^.?!\n]{{0,30}}
        (?:rang|rung|called?|phoned|calling|ringing|texted|used?|uses|gave|given|quoted?)\b
    | (?:told|asked|advised|instructed|said)[^.?!\n]{{0,20}}[ ](?:call|ring|phone|contact)\b
        (?![ ](?:me|my)\b)
    | (?:gave|given|sent|giving)[ ](?:me|us)[ ](?:a|the|this|another)?[ ]?(?:[\w-]+[ ])?(?:phone[ ])?number
    | (?:old|previous|former|wrong)[ ](?:\w+[ ]){{0,2}}(?:number|mobile|phone|landline)\b
    | (?:get|got|getting|had|have|receiv\w+)[ ](?:\w+[ ]){{0,4}}(?:calls?|texts?|messages?)\b
    | caller[ ]id | missed[ ]calls? | (?:showed|came)[ ](?:up[ ])?as\b
    | (?:call|contact|ring)[ ](?:the|our)\b | (?:call|dial)[- ]?in\b | conference
    | freephone | helpline | switchboard | customer[ ]services? | call[ ]centre | head[ ]office
    | help[ ]?desk | ombudsman | the[ ]police | scammers? | fraudsters? | action[ ]fraud
    | citizens[ ]advice | stepchange
    | (?:my|our|her|his|the)[ ](?:{_OTHERS})(?:'s)?\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_MINE_AFTER = re.compile(
    r"[ ,]{0,2}(?:\([ ]?)?(?:(?:which[ ])?(?:is|was)[ ](?:the[ ]number[ ]|you\b|your\b|one[ ]of[ ]your)"
    r"|(?:has|have|had|keeps?|kept)[ ](?:been[ ])?(?:calling|ringing|rung|rang|called|texting|phoning)\b"
    r"|(?:rang|called|texted|phoned)[ ](?:me|us|my)\b|your\b|\[?pager"
    r"|(?:\w+[ ])?\s{0,2}(?:(?:pass|host|access|participant)?[ ]?code|option|pin)\b)",
    re.IGNORECASE,
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


@dataclass(frozen=True, slots=True)
class Phone:
    """A number of the complainant's; ``kind`` as he named it: "home", "mobile", "work", "fax" or ""."""

    number: str  # E.164
    kind: str = ""


def own_phones(text: str, *, signature_from: int) -> Iterator[Phone]:
    """The complainant's numbers in his own words, of which the signature begins at `signature_from`."""
    found = sorted(find_phones(text))
    closing = _closing_from(text, signature_from)
    directory = len({number for _, _, number in found if number.startswith("+1")}) > _MOST_AMERICAN
    for start, end, number in found:
        if directory and number.startswith("+1"):
            continue
        if _is_his_own(text, start, end, number, in_closing=start >= closing):
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


def _is_his_own(text: str, start: int, end: int, number: str, *, in_closing: bool) -> bool:
    before = _same_sentence(text[max(0, start - _REACH) : start])
    line_start = text.rfind("\n", max(0, start - _LONGEST_LINE), start) + 1
    line_end = text.find("\n", end, end + _LONGEST_LINE)
    line = text[max(line_start, start - _LONGEST_LINE) : line_end if line_end >= 0 else end + _LONGEST_LINE]
    alone = _is_signature_line(line) and not _LED_UP_TO.search(before)
    if _NOT_MINE_AFTER.match(text[end : end + 60]):
        return False
    if in_closing and alone and not _NOT_MINE.search(text[max(line_start, start - _LONGEST_LINE) : start]):
        return True
    mine = _last(_MINE, before)
    if _last(_NOT_MINE, before) >= max(mine, 0):
        return False
    if number.startswith(_ORGANISATION):
        return mine >= 0
    if number.startswith("+1") and text[start : start + 1] != "+":
        return mine >= 0
    return True


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last thing a pattern finds ends: the nearer of two words decides."""
    return max((match.end() for match in pattern.finditer(text)), default=-1)


def _same_sentence(before: str) -> str:
    return _SENTENCE_END.split(before)[-1].replace("\n", " ")


def _is_signature_line(line: str) -> bool:
    rest = re.sub(r"[\d()+.\-/]+", " ", line)
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
