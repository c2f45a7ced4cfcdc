"""Find postcodes and the postal address above them.

A postcode is recognised by form and by its area; whether it exists nobody can tell from its form (DOMAIN
section 4). The address is the lines above it, or what stands before it on its own line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY "
    "E EC EH EN EX "
    "FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK "
    "ML N NE NG NN "
    "NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN "
    "TQ TR TS TW UB "
    "W WA WC WD WF WN WR WS WV XX YO ZE"
)
_AREA = "|".join(sorted(_AREAS.split(), key=len, reverse=True))
_POSTCODE = re.compile(
    rf"(?<![A-Za-z0-9/&=_@.#-])(?:((?:{_AREA})(?:\d[A-HJKPSTUW]|\d{{1,2}}|"
    rf"\d[ABEHMNPRVWXY]))[ \t]{{0,3}}(\n?)[ \t]{{0,2}}(\d[ABD-HJLNP-UW-Z]{{2}})"
    r"|(GIR)[ ]?()(0AA))(?![A-Za-z0-9@_=])",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"1st|2nd|3rd|\dth", re.IGNORECASE)
_FORCES = re.compile(r"(?<!\w)BFPO[ ]?(\d{1,4})(?!\w)", re.IGNORECASE)
_TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "mx", "dr", "and", "prof", "rev", "sir", "dame", "lord", "lady")
)
_BEFORE_GLUED = " \t\n,.;:(-"  # written without a space it stands like a word, not inside a code
_LINES_ABOVE = 6
_LONGEST_LINE = 70
_LABEL = re.compile(
    r"^(?:(?:my|our|new|home|postal|current|correspondence|full|work|office)[ ]){0,3}(?:address|home|"
    r"addr|add|office|post|cyfeiriad)(?:[ ]is)?[ ]*[:=-][ ]*",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"\b(?:live at|lives at|living at|based at|resident at|moved to|move to|moved from|address is|"
    r"address was|"
    r"address of|address:|write to me at|write to us at|post to|home at|house at|flat at|property at|"
    r"resident of|"
    r"we are at|i am at|sent to|letters to)\b:?",
    re.IGNORECASE,
)
_NOT_ADDRESS = re.compile(
    r"@|https?:|www\.|[?!;]|\b(?:tel|telephone|phone|mobile|mob|fax|email|e-mail|ref|reference|account|"
    r"dear|regards|"
    r"sincerely|faithfully|thanks|thank you|subject|sent|from|date|customer|dob|date of birth)\b|"
    r"[.][ ]+[A-Za-z]|\d{6,}",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:i|you|your|we|have|has|was|were|is|are|my|please|that|this|they|would|will)\b", re.IGNORECASE
)


def find_postcodes(text: str) -> Iterator[tuple[int, int, str]]:
    """Find postcodes: start, end, and the value in upper case with one space."""
    for match in _POSTCODE.finditer(text):
        outward, broken, inward = match[1] or match[4], match[2] or match[5], match[3] or match[6]
        as_typed = match[0]
        # "b2 3rd floor", "at e4 5th class": an ordinal in small letters is a word, not half a postcode.
        if not as_typed.isupper() and _ORDINAL.fullmatch(inward):
            continue
        glued = len(as_typed) == len(outward + inward)
        if glued and (text[match.start() - 1 : match.start()] or " ") not in _BEFORE_GLUED:
            continue
        # Wrapped by a mail program: only when nobody could take it for two words of a sentence.
        if broken and not as_typed.isupper():
            continue
        yield match.start(), match.end(), f"{outward.upper()} {inward.upper()}"
    yield from _forces(text)


def _forces(text: str) -> Iterator[tuple[int, int, str]]:
    """British Forces Post Office numbers take the postcode's place."""
    for match in _FORCES.finditer(text):
        yield match.start(), match.end(), f"BFPO {match[1]}"


def find_postal_address(text: str, *, names: frozenset[str], own_postcodes: frozenset[str]) -> str:
    """Return the postal address with the first postcode that is not the firm's, or ""."""
    for start, end, postcode in find_postcodes(text):
        if postcode in own_postcodes:
            continue
        line_start = text.rfind("\n", 0, start) + 1
        before = text[line_start:start].strip(" \t,")
        parts = [part for part in _same_line(before) if part]
        if not _is_complete(parts):
            parts = [*_lines_above(text[:line_start], names), *parts]
        if parts:
            written = re.sub(r"\s+", " ", text[start:end]) if " " in text[start:end] else postcode
            return f"{', '.join(parts)} {written.upper()}"
    return ""


def _same_line(before: str) -> list[str]:
    lead = list(_LEAD_IN.finditer(before))
    if lead:
        before = before[lead[-1].end() :]
    elif _SENTENCE.search(before) or len(before) > 2 * _LONGEST_LINE:
        # A sentence leads up to the address: what stands behind its last full stop, colon or "at".
        before = re.split(r"[.:;][ ]|\bat\b|\bin\b|\(", before)[-1]
        if _SENTENCE.search(before):
            return []
    return [
        part.strip(" \t.;")
        for part in re.split(r",|[ ]\|[ ]|[ ]/[ ]|·|•", _LABEL.sub("", before.strip(" ,:")))
    ]


def _is_complete(parts: list[str]) -> bool:
    """House, street and town stand on one line."""
    return len(parts) >= 2 and any(re.search(r"\d", part) for part in parts)


def _lines_above(text: str, names: frozenset[str]) -> list[str]:
    above: list[str] = []
    for raw in reversed(text.splitlines()[-_LINES_ABOVE:]):
        line = raw.strip(" \t,>|*")
        labelled = _LABEL.sub("", line)
        if (
            not labelled
            or len(labelled) > _LONGEST_LINE
            or _NOT_ADDRESS.search(labelled)
            or _SENTENCE.search(labelled)
        ):
            break
        if _is_name(labelled, names):
            break
        above.append(labelled)
        if labelled != line:
            break
    return above[::-1]


def _is_name(line: str, names: frozenset[str]) -> bool:
    words = [
        word for word in re.findall(r"[^\W\d_]+", line.casefold()) if word not in _TITLES and len(word) > 1
    ]
    return bool(words) and not re.search(r"\d", line) and all(word in names for word in words)
