"""What must not be shown is masked before anything is stored (PCI DSS 3.4.1: first six and last four).

A card number is 13 to 19 digits that begin like an issuer's and satisfy the Luhn check, grouped the way
people and programs group them: in fours, like the card, digit by digit, or broken once. A number the firm
itself gave out is never one. Then the code and the date beside a card, and other identifiers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

from mailbot.complaints.numbers.identifiers import mask_identifiers
from mailbot.complaints.numbers.kept_spans import KeptSpans
from mailbot.complaints.signs import has, signs, small

SHORTEST, LONGEST = 13, 19  # ISO/IEC 7812
FIRST, LAST = 6, 4  # what may stay visible
_UNSEEN = r"\u00ad\u200b-\u200f\u2060\ufeff"
_SPACES = rf" \t\u00a0\u2000-\u200a\u202f\u205f\u3000{_UNSEEN}"
_SPACE = rf"[{_SPACES}]"
_DOTS = r".\-_\u00b7\u2010-\u2015\u2022\u2212\ufe63\uff0d"
_BREAK = rf"[{_SPACES}{_DOTS}]{{1,3}}(?:\n{_SPACE}{{0,4}})?|\n{_SPACE}{{0,4}}"
# Runs of digits with small gaps; every character belongs to one run only, so this is linear. What touches an
# asterisk is the visible end of a number that is masked already.
_RUN = re.compile(
    rf"\d(?<![\d*]\d)(?=[\d\n{_SPACES}{_DOTS}]{{{SHORTEST - 1}}})\d*(?![\d*])(?:(?:{_BREAK})\d+(?![\d*]))*"
)
_GROUP = re.compile(r"\d+")
_CARD_PATTERNS = frozenset(
    {(4, 6, 5), (4, 6, 4), (4, 4, 5), (6, 7), (4, 5, 6), (6, 10), (8, 8), (4, 12), (6, 4, 6)}
)
_CODE_IS = rf"(?:{_SPACE}{{0,3}}(?:is|are|was|no\.?|number|code|[:=#\-\u2013])){{0,2}}(?:{_SPACE}|\n){{0,3}}"
_CODE_WORDS = re.compile(
    r"\b((?:cvv2?|cvc2?|cv2|cvn|csc|cid|security (?:code|number|no\.?)|"
    r"(?:last |the )?(?:three|3|four|4) (?:digits?|numbers?)(?: (?:code|number|security code))? on the "
    r"(?:back|"
    r"reverse|front|strip|signature strip)|(?:number|code|digits) on the (?:back|reverse)(?: of (?:the|my) "
    r"card)?)"
    rf"{_CODE_IS})"
    r"(\d(?:[ \-]?\d){2,3})(?![ \-]?\d)",
    re.IGNORECASE,
)
_CODE_SIGNS = (
    *signs("cvv", "cvc", "cv2", "cvn", "csc", "cid", then=rf"2?{_CODE_IS}\d"),
    *signs("security", then=rf" (?:code|number|no\.?){_CODE_IS}\d"),
    re.compile(r" on the (?:back|reverse|front|strip|signature strip)"),
)
_MASKED = r"\d{6}\*{3,9}\d{4}"
_EXPIRY = re.compile(
    rf"({_MASKED}[^\d\n]{{0,30}}\n?[^\d\n]{{0,30}})"
    r"((?:0?[1-9]|1[0-2])[ ]?[/\-.][ ]?(?:20)?[2-4]\d)(?![\d/\-.]\d)"
)
_CODE_BESIDE = re.compile(
    rf"({_MASKED}(?:[\s,;|/]{{1,4}}(?:\*\*/\*\*))?[\s,;|/]{{1,4}})(\d{{3,4}})(?=[\s,.;)]*(?:\n|$))"
)
_ISSUERS = (  # (first prefix, last prefix, lengths)
    (4, 4, (13, 16, 18, 19)),
    (51, 55, (16,)),
    (2221, 2720, (16,)),
    (34, 34, (15,)),
    (37, 37, (15,)),
    (6011, 6011, (16, 19)),
    (644, 659, (16, 17, 18, 19)),
    (3528, 3589, (16, 17, 18, 19)),
    (300, 305, (14, 16, 19)),
    (36, 36, (14, 16, 19)),
    (38, 39, (14, 16, 19)),
    (62, 62, (16, 17, 18, 19)),
    (50, 50, (13, 14, 15, 16, 17, 18, 19)),
    (56, 58, (13, 14, 15, 16, 17, 18, 19)),
    (6304, 6304, (16, 17, 18, 19)),
    (633, 633, (16, 18, 19)),
    (67, 67, (16, 17, 18, 19)),
)


def mask(text: str, keep: Iterable[re.Pattern[str]] = ()) -> tuple[str, int]:
    """Mask what nobody needs to see; return the text and how many card numbers it held."""
    keep = tuple(keep)
    spans = [span for run in _RUN.finditer(text) if _long_enough(run) for span in _cards(run)]
    if spans:
        kept = KeptSpans(text, keep)
        spans = [span for span in spans if not kept.covers(*span)]
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        digits = _ascii(text[start:end])
        pieces += [text[at:start], digits[:FIRST], "*" * (len(digits) - FIRST - LAST), digits[-LAST:]]
        at = end
    pieces.append(text[at:])
    masked = "".join(pieces)
    if has(small(masked), _CODE_SIGNS):
        masked = _CODE_WORDS.sub(_starred, masked)
    if spans:
        masked = _CODE_BESIDE.sub(_starred, _EXPIRY.sub(r"\1**/**", masked))
    return mask_identifiers(masked, keep), len(spans)


def _starred(match: re.Match[str]) -> str:
    return match[1] + re.sub(r"\d", "*", match[2])


def _long_enough(run: re.Match[str]) -> bool:
    return run.end() - run.start() >= SHORTEST


def _cards(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Find the card numbers in one run of digits: whole groups only, the longest first."""
    places = [(m.start(), m.end()) for m in _GROUP.finditer(run[0])]
    lengths = [end - start for start, end in places]
    digits = _ascii(run[0])
    if len(digits) < SHORTEST:
        return
    sums = _luhn_sums(digits)
    begins = [0, *accumulate(lengths)]
    first = 0
    while first < len(places):
        last = _last_group(digits, sums, begins, first)
        if last is None:
            first += 1
            continue
        yield run.start() + places[first][0], run.start() + places[last][1]
        first = last + 1


def _last_group(digits: str, sums: tuple[list[int], list[int]], begins: list[int], first: int) -> int | None:
    """The group a card number that begins with group `first` ends with, the furthest that can be."""
    start = begins[first]
    wanted = _lengths_of(digits[start : start + 4])
    found = None
    for last in range(first, len(begins) - 1 if wanted else first):
        length = begins[last + 1] - start
        if length > LONGEST:
            break
        if length in wanted and _is_whole(sums, start, begins[last + 1]):
            groups = tuple(begins[i + 1] - begins[i] for i in range(first, last + 1))
            found = last if _is_grouped(groups) else found
    return found


def _is_grouped(groups: tuple[int, ...]) -> bool:
    """Whether digits are grouped as on a card, one by one, or broken once; a list of amounts is not."""
    return (
        len(groups) <= 2
        or groups in _CARD_PATTERNS
        or max(groups) <= 2
        or len(set(groups[:-1])) == 1
        or all(group % 4 == 0 for group in groups[:-1])
    )


def _ascii(text: str) -> str:
    return "".join(str(int(character)) for character in text if character.isdecimal())


@lru_cache(maxsize=10000)
def _lengths_of(prefix: str) -> frozenset[int]:
    """How long the card numbers are that begin with these four digits."""
    return frozenset(
        length
        for low, high, lengths in _ISSUERS
        if len(prefix) >= len(str(low)) and low <= int(prefix[: len(str(low))]) <= high
        for length in lengths
    )


def _luhn_sums(digits: str) -> tuple[list[int], list[int]]:
    """Sums of all digits so far with those at even, and with those at odd places doubled.

    With them any stretch of a long row of digits is checked at one look (ISO/IEC 7812-1 annex B).
    """
    plain = [int(digit) for digit in digits]
    doubled = [2 * digit - 9 if digit > 4 else 2 * digit for digit in plain]
    even = accumulate(p if place % 2 else d for place, (p, d) in enumerate(zip(plain, doubled, strict=True)))
    odd = accumulate(d if place % 2 else p for place, (p, d) in enumerate(zip(plain, doubled, strict=True)))
    return [0, *even], [0, *odd]


def _is_whole(sums: tuple[list[int], list[int]], start: int, end: int) -> bool:
    """Whether the digits from `start` to `end` satisfy the check: the last but one is doubled."""
    totals = sums[(end - 2) % 2]
    return (totals[end] - totals[start]) % 10 == 0
