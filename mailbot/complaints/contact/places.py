"""Find postcodes.

A postcode is recognised by form and by its area; whether it exists nobody can tell from its form (DOMAIN
section 4). Written without its space it looks like a part number, so then its district must be one the area
has, or nearly: new districts are numbered upwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from mailbot.complaints.signs import has

# Each area with the highest number any of its geographic districts bears.
_HIGHEST_TEXT = """
AB56 AL10 B98 BA22 BB18 BD24 BF1 BH31 BL9 BN52 BR8 BS49 BT94 BX9 CA28 CB25 CF83 CH66 CM24 CO16 CR9 CT21 CV47
CW12 DA18 DD11 DE75 DG16 DH9 DL17 DN55 DT11 DY14 E20 EC4 EH55 EN11 EX39 FK21 FY8 G84 GL56 GU52 GY10 HA9 HD9
HG5 HP27 HR9 HS9 HU20 HX7 IG11 IM9 IP33 IV63 JE5 KA30 KT24 KW17 KY16 L75 LA23 LD8 LE67 LL78 LN13 LS29 LU7
M90 ME20 MK46 ML12 N22 NE71 NG34 NN29 NP44 NR35 NW11 OL16 OX49 PA80 PE38 PH50 PL35 PO41 PR26 RG45 RH20 RM20
S81 SA73 SE28 SG19 SK23 SL9 SM7 SN26 SO53 SP11 SR8 SS17 ST21 SW20 SY25 TA24 TD15 TF13 TN40 TQ14 TR27 TS29
TW20 UB11 W14 WA16 WC2 WD25 WF17 WN8 WR15 WS15 WV16 XX99 YO62 ZE3
"""
_HIGHEST = {
    entry.rstrip("0123456789"): int(entry.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    for entry in _HIGHEST_TEXT.split()
}
_ROOM_TO_GROW = 3
# Numbers an area has left out, and a maker of disk drives has not.
_UNUSED = frozenset(["WD20", "WD21", "WD22"])
_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9/&=_@.#-])(?:(([A-Z]{1,2})(?:\d[A-HJKPSTUW]|\d{1,2}|\d[ABEHMNPRVWXY]))"
    r"[ \t]{0,3}(\n?)[ \t]{0,2}(\d[ABD-HJLNP-UW-Z]{2})"
    r"|(GIR)[ ]?(0AA))(?![A-Za-z0-9@_=]|[-/]\w)",
    re.IGNORECASE,
)
_INWARD = re.compile(r"\d[A-Z]{2}(?![A-Z0-9])", re.IGNORECASE)
_OUTWARD = 12  # characters at most before the inward half, its space and a broken line included
_ORDINAL = re.compile(r"1st|2nd|3rd|\dth", re.IGNORECASE)
_AMOUNT = re.compile(r"\d(?:pm|am|ab|gb|mb|ms|st|nd|rd|th|hr|yr|pp|ps|px|wd|xl)", re.IGNORECASE)
_FORCES = re.compile(r"(?<!\w)BFPO[ ]?(\d{1,4})(?!\w)", re.IGNORECASE)
_BEFORE_GLUED = " \t\n,.;:(-"  # written without a space it stands like a word, not inside a code
# The letter O for the nought, or the nought for the O: only in capitals at the end of a line, where nothing
# but a postcode ends in this form.
_SLIP = re.compile(
    r"(?:^|(?<=[ ,\t]))(?:(([A-Z]{1,2})\d[\dA-Z]?)[ ](O[ABD-HJLNP-UW-Z]{2})"
    r"|((?:0L|0X|P0|S0|C0|Y0)\d{1,2})[ ](\d[ABD-HJLNP-UW-Z]{2}))(?=[ \t.,]*$)",
    re.MULTILINE,
)
_LIKE_A_SLIP = (
    re.compile(r"[ ]O(?:(?<=\d[ ]O)|(?<=\d[\dA-Z][ ]O))[A-Z]{2}"),
    re.compile(r"0(?:[LX]|(?<=[PSCY]0))\d"),
)
_WORDS_WITH_O = frozenset(
    ["ONE", "OUR", "OUT", "OFF", "OLD", "OWN", "OWE", "ODD", "OWL", "OAP", "OUR", "OTT"]
)


def find_postcodes(text: str) -> Iterator[tuple[int, int, str]]:
    """Find postcodes: start, end, and the value in upper case with one space."""
    for match in chain.from_iterable(_POSTCODE.finditer(text, *span) for span in _likely(text)):
        outward, broken, inward = match[1] or match[5], match[3], match[4] or match[6]
        as_typed = match[0]
        if match[2] is not None and match[2].upper() not in _HIGHEST:
            continue
        # "b2 3rd floor", "at e4 5th class": an ordinal in small letters is a word, not half a postcode.
        if not as_typed.isupper() and _ORDINAL.fullmatch(inward):
            continue
        glued = len(as_typed) == len(outward + inward)
        if glued and not _stands_alone(text, match.start(), outward, as_typed):
            continue
        # Wrapped by a mail program: only when nobody could take it for two words of a sentence.
        if broken and not as_typed.isupper():
            continue
        yield match.start(), match.end(), f"{outward.upper()} {inward.upper()}"
    if has(text, _LIKE_A_SLIP):
        yield from _slips(text)
    if "BFPO" in text or "bfpo" in text.lower():
        yield from _forces(text)


def _likely(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that can hold a postcode: where its second half stands. Most texts hold few."""
    start = end = 0
    for match in _INWARD.finditer(text):
        if match.start() - _OUTWARD > end:
            if end:
                yield start, end
            start = match.start() - _OUTWARD
        end = match.end() + 2  # what may not follow a postcode is two characters long
    if end:
        yield start, end


def _stands_alone(text: str, start: int, outward: str, as_typed: str) -> bool:
    if (text[start - 1 : start] or " ") not in _BEFORE_GLUED:
        return False
    if not as_typed.isupper() and _AMOUNT.fullmatch(as_typed[len(outward) :]):
        return False
    area = re.sub(r"\d.*", "", outward.upper())
    district = re.search(r"\d+", outward)
    if outward.upper() in _UNUSED:
        return False
    return district is None or int(district[0]) <= _HIGHEST.get(area, 99) + _ROOM_TO_GROW


def _slips(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _SLIP.finditer(text):
        if match[4]:
            letters = match[4][:2].replace("0", "O")
            yield match.start(), match.end(), f"{letters}{match[4][2:]} {match[5]}"
        elif match[2] in _HIGHEST and match[3] not in _WORDS_WITH_O:
            yield match.start(), match.end(), f"{match[1]} 0{match[3][1:]}"


def _forces(text: str) -> Iterator[tuple[int, int, str]]:
    """British Forces Post Office numbers take the postcode's place."""
    for match in _FORCES.finditer(text):
        yield match.start(), match.end(), f"BFPO {match[1]}"
