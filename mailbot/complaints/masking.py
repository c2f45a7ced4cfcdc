"""Card numbers are masked before anything is stored or shown (PCI DSS: at most the first six and last four).

A card number is 13 to 19 digits that begin like an issuer's and satisfy the Luhn check; the digits may be
split by spaces, dashes or a line end. A number the firm itself gave out is never one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mailbot.complaints.formats import find_formatted

SHORTEST, LONGEST = 13, 19  # ISO/IEC 7812
FIRST, LAST = 6, 4  # what may stay visible
_BREAK = r"[ \t\u00a0\u2000-\u200b\u202f.\-\u2010-\u2015\u2212]{1,2}|[ \t]?\n"
# Runs of digits with small gaps; every character belongs to one run only, so this is linear. What touches an
# asterisk is the visible end of a number that is masked already.
_RUN = re.compile(rf"(?<![\d*])\d+(?![\d*])(?:(?:{_BREAK})\d+(?![\d*]))*")
_GROUP = re.compile(r"\d+")
_SECURITY_CODE = re.compile(
    r"\b((?:cvv2?|cvc2?|cv2|csc|security (?:code|number)|(?:three|3) digits? on the back)"
    r"(?:[ \t]{0,3}(?:is|no\.?|number|code|[:=#\-]))?[ \t\n]{0,3})(\d{3,4})(?!\d)",
    re.IGNORECASE,
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
    """Mask every card number and security code; return the text and how many card numbers there were."""
    spans = [span for run in _RUN.finditer(text) for span in _cards(run)]
    if spans:
        kept = [found[:2] for pattern in keep for found in find_formatted(text, pattern)]
        spans = [s for s in spans if not any(start <= s[0] and s[1] <= end for start, end in kept)]
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        digits = _ascii(text[start:end])
        pieces += [text[at:start], digits[:FIRST], "*" * (len(digits) - FIRST - LAST), digits[-LAST:]]
        at = end
    pieces.append(text[at:])
    return _SECURITY_CODE.sub(lambda m: m[1] + "*" * len(m[2]), "".join(pieces)), len(spans)


def _cards(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Find the card numbers in one run of digits: whole groups only, the longest first."""
    groups = [(m.start(), m.end()) for m in _GROUP.finditer(run[0])]
    digits = [_ascii(run[0][start:end]) for start, end in groups]
    first = 0
    while first < len(groups):
        last = _last_group(digits, first)
        if last is None:
            first += 1
            continue
        yield run.start() + groups[first][0], run.start() + groups[last][1]
        first = last + 1


def _last_group(digits: list[str], first: int) -> int | None:
    """The group a card number that begins with group `first` ends with, the furthest that can be."""
    found, together = None, ""
    for index in range(first, len(digits)):
        together += digits[index]
        if len(together) > LONGEST:
            break
        if len(together) >= SHORTEST and is_card_number(together):
            found = index
    return found


def _ascii(text: str) -> str:
    return "".join(str(int(character)) for character in text if character.isdecimal())


def is_card_number(digits: str) -> bool:
    """Whether these digits could be a payment card's: length, issuer and check digit."""
    return SHORTEST <= len(digits) <= LONGEST and _has_issuer(digits) and _luhn(digits)


def _has_issuer(digits: str) -> bool:
    return any(
        len(digits) in lengths and low <= int(digits[: len(str(low))]) <= high
        for low, high, lengths in _ISSUERS
    )


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B."""
    doubled = (2 * int(digit) for digit in digits[-2::-2])
    return (sum(int(d) for d in digits[-1::-2]) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0
