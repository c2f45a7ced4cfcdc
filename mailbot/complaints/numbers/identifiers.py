"""Other identifiers that nobody needs to see whole: bank accounts, National Insurance, papers and passwords.

The last digits of an account stay, so that a handler can tell one from another; of what only opens a door
nothing stays. A reference of the firm's own, or one the writer calls a reference, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from mailbot.complaints.numbers.check_digits import passes
from mailbot.complaints.numbers.kept_spans import KeptSpans
from mailbot.complaints.signs import Signs, has, signs, small

_GAP = r"[ \t\u00a0\-\u2010-\u2013]?"
_IS = r"(?:[ \t]{0,3}(?:is|was|of|no\.?|number|code|[:=#]|-(?= ))){0,3}[ \t]{0,3}\n?[ \t]{0,3}"
_REFERENCE_BEFORE = re.compile(
    r"\b(?:ref(?:erence)?|case|complaint|policy|agreement|order|claim|booking|tracking|customer|invoice|"
    r"contract|"
    r"membership|parcel|ticket)(?:[ \t]{0,3}(?:is|no\.?|number|num|[:=#])){0,3}[ \t]{0,3}\Z",
    re.IGNORECASE,
)
_SORT_CODE = re.compile(
    rf"\b(?:(sort[ \-]?code{_IS})(\d\d{_GAP}\d\d{_GAP}\d\d)|"
    rf"()(\d\d-\d\d-\d\d)(?=[ \t,/]{{1,3}}\d{{8}}(?!\d)))(?![\d\-])",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    rf"((?:\*\*-?\*\*-?\d\d[^\d\n]{{0,40}}\n?[^\d\n]{{0,40}})|bank (?:account|acc|"
    rf"a/c){_IS})(\d{{6}}{_GAP}\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b([A-Z]{2}\d\d(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?)(?![A-Z0-9])")
_INSURANCE = re.compile(  # HMRC NIM39110, and the dummy QQ; the suffix letter A to D
    r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)((?:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]|QQ)"
    r"(?:[ \-]?\d\d){3}[ \-]?[A-D])(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_PASSPORT = re.compile(rf"\b(passport{_IS})([A-Z]?\d{{8,9}})(?![A-Z0-9])", re.IGNORECASE)
_LICENCE = re.compile(  # DVLA: five of the surname, the birth date, initials, check
    r"(?<![A-Za-z0-9])([A-Z9]{5}[ ]?\d[0156]\d[0-3]\d\d[ ]?[A-Z9]{2}\d[A-Z]{2})(?![A-Za-z0-9])", re.IGNORECASE
)
_PIN = re.compile(
    rf"\b((?:pin|p\.i\.n\.?|passcode|pass code|otp|one[- ]time (?:code|passcode|password))(?:[ ](?:number|"
    rf"code))?{_IS})"
    r"(\d(?:[ ]?\d){3,7})(?![\d/.:\-])",
    re.IGNORECASE,
)
_PASSWORD = re.compile(
    r"\b((?:pass[ ]?word|pass[ ]?phrase|memorable (?:word|name|place|date|information)|security (?:word|"
    r"answer|password)"
    r"|secret (?:word|answer)|mother'?s maiden name)(?:[ \t]{0,3}(?:is|was)(?:[ \t]{0,2}[:=])?|"
    r"[ \t]{0,3}[:=])[ \t]{0,3})"
    r"(?!(?:not?|wrong|incorrect|correct|right|being|still|now|never|always|too|the|an?|in|on|to|rejected|"
    r"refused|"
    r"invalid|expired|reset|locked|blocked|changed|required|needed|accepted|working|what|that|my|your|safe|"
    r"secure|"
    r"unknown|forgotten|lost|asked|sent|and|but|because|as|it|i|you|so|out|correctly|protected|different|"
    r"missing)\b)"
    r"([\"'\u2018\u201c]?[^\s\"'\u2019\u201d,;]{2,40})",
    re.IGNORECASE,
)


def mask_identifiers(text: str, keep: Iterable[re.Pattern[str]] = ()) -> str:
    """Mask what identifies a person or opens a door; leave the firm's own references."""
    plain = small(text)
    shaped = _SHAPES.search(plain) is not None
    keep = tuple(keep)
    for pattern, covered, shown in _SEARCHES:
        wanted = has(plain, shown) if shown else shaped
        if wanted and pattern.search(text) is not None:
            text = _masked(text, pattern, covered, keep)
            plain = small(text)
    return text


def _masked(
    text: str, pattern: re.Pattern[str], covered: Callable[[str], str], keep: tuple[re.Pattern[str], ...]
) -> str:
    kept = KeptSpans(text, keep)

    def cover(match: re.Match[str]) -> str:
        group = next(number for number in range(match.re.groups, 0, -1) if match[number] is not None)
        start, end = match.span(group)
        if kept.touches(start, end):
            return match[0]
        if _REFERENCE_BEFORE.search(text, max(0, start - 40), start):
            return match[0]
        return text[match.start() : start] + covered(match[group]) + text[end : match.end()]

    return pattern.sub(cover, text)


def _last(shown: int) -> Callable[[str], str]:
    """Stars for all letters and digits but the last few."""

    def covered(value: str) -> str:
        hidden = sum(character.isalnum() for character in value) - shown
        pieces = []
        for character in value:
            pieces.append("*" if character.isalnum() and hidden > 0 else character)
            hidden -= character.isalnum()
        return "".join(pieces)

    return covered


def _iban(value: str) -> str:
    bare = value.replace(" ", "")
    if not passes("mod97", bare[4:] + bare[:4]):
        return value
    return bare[:4] + "*" * (len(bare) - 7) + bare[-3:]


def _nothing(value: str) -> str:  # noqa: ARG001 - not even its length
    return "****"


# What of the four identifiers that no word announces is digits, and what stands beside these.
_SHAPES = re.compile(
    r"\d\d(?:(?<=[a-z]{2}\d\d)[ ]?[a-z0-9]{4}[ ]?[a-z0-9]{4}|-\d\d-\d\d[ \t,/]{1,3}\d{8}"
    r"|[ \-]?\d\d[ \-]?\d\d[ \-]?[a-d](?![a-z0-9])"
    r"|(?<=\d[0156])\d[0-3]\d\d[ ]?[a-z9]{2}\d[a-z]{2}(?![a-z0-9]))"
)
_Search = tuple[re.Pattern[str], Callable[[str], str], Signs]
_SEARCHES: tuple[_Search, ...] = (  # what shows that one is worth beginning; nothing: its shape does
    (_IBAN, _iban, ()),
    (_SORT_CODE, _last(2), signs("sort", then=rf"[ \-]?code{_IS}\d")),
    (_SORT_CODE, _last(2), ()),
    (
        _ACCOUNT,
        _last(3),
        (re.compile(r"\*\*-?\*\*-?\d\d"), re.compile(rf"bank a(?:ccount|cc|/c){_IS}\d")),
    ),
    (_INSURANCE, _last(1), ()),
    (_PASSPORT, _last(2), signs("passport", then=rf"{_IS}[a-z]?\d{{8}}")),
    (_LICENCE, _last(2), ()),
    (
        _PIN,
        _nothing,
        signs(
            *("pin", "p.i.n", "passcode", "pass code", "otp", "one time", "one-time"),
            then=rf"\.?(?: (?:code|passcode|password))?(?: (?:number|code))?{_IS}\d",
        ),
    ),
    (
        _PASSWORD,
        _nothing,
        signs(
            *("pass", "memorable", "security", "secret", "mother"),
            then=r"(?:[ ]?(?:word|phrase)| (?:name|place|date|information|answer|password)|'?s maiden name)"
            r"[ \t]{0,3}(?:is|was|[:=])",
        ),
    ),
)
