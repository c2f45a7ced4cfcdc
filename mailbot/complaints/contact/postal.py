"""Find the postal address where the complainant is now, as typed.

The anchor is the postcode: the address is what stands before it on its line, and the lines above. Of several
the one he calls his own or writes under his name is taken, never one he has left, and never the firm's.
An address abroad ends in its own country's postcode or in the country's name; it is believed where it stands
under his name, behind a label, or is called his own. Without any of these only what is labelled "Address:" is
believed, and a house and a street right under his name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from mailbot.complaints.contact.address_lines import (
    FIELD,
    LABEL,
    LEAD_IN,
    LINES_ABOVE,
    LONGEST_LINE,
    NOT_ADDRESS,
    SENTENCE,
    is_complete,
    is_name,
    is_no_address_line,
    is_part_of_house,
    lines_above,
    same_line,
    without_name,
)
from mailbot.complaints.contact.place_owners import LEFT, worth_of
from mailbot.complaints.contact.places import find_postcodes
from mailbot.complaints.contact.places_abroad import PlaceAbroad, find_places_abroad

Postcodes = tuple[tuple[int, int, str], ...]

_MOST = 100
_OF_SOMEBODY = re.compile(
    r"^(?:re|our client|client|customer|account holder|debtor|borrower|subject|ref)\b[ ]?[:\-]|^re ",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"^[ \t.,;)]*(?:(?:and|to|or|then|&)\b)?[ ]*", re.IGNORECASE)
_LAST_LINES = 15  # a signature and the address under it
_STREET = re.compile(
    r"(?:(?:flat|apartment|apt|unit|room|plot)[ ]?\w{1,4}|\d{1,4}[a-z]?(?:[-/]\d{1,4}[a-z]?)?)"
    r"[ ,]{1,2}[^\W\d_]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    written: str
    worth: int
    start: int


def postcodes_in(text: str) -> Postcodes:
    """In the order of the text: start, end, value; a text with more is a list of other people's."""
    return tuple(sorted(islice(find_postcodes(text), _MOST)))


def his_postcodes(
    text: str, postcodes: Postcodes, *, names: frozenset[str], own_postcodes: frozenset[str]
) -> tuple[str, ...]:
    """The postcodes of places he does not call the firm's, somebody else's, or one he has left; one in
    passing only where none is surely his."""
    claimed: dict[str, bool] = {}
    for start, end, postcode in postcodes:
        if postcode in own_postcodes or (worth := worth_of(text, start, end, names)) < 0:
            continue
        claimed[postcode] = claimed.get(postcode, False) or worth > 0 or _stands_in_lines(text, start, end)
    return tuple(postcode for postcode, his in claimed.items() if his or not any(claimed.values()))


def _stands_in_lines(text: str, start: int, end: int) -> bool:
    """Whether it ends the line of an address rather than a clause of a sentence."""
    before = text[max(0, start - 2 * LONGEST_LINE) : start].rpartition("\n")[2]
    after = text[end : end + LONGEST_LINE].partition("\n")[0]
    return not SENTENCE.search(before) and not SENTENCE.search(after)


def find_postal_address(
    text: str, postcodes: Postcodes, *, names: frozenset[str], own_postcodes: frozenset[str]
) -> str:
    """Return the postal address where he is now, or ""."""
    candidates: list[_Candidate] = []
    behind = 0
    for start, end, postcode in postcodes:
        if postcode not in own_postcodes:
            candidate = _candidate(text, (behind, start, end), postcode, names)
            candidates += [candidate] if candidate is not None and candidate.worth >= 0 else []
        behind = end
    candidates += _candidates_abroad(text, names)
    if candidates:
        return max(candidates, key=lambda one: (one.worth, -one.start)).written
    return _labelled(text, names) or _under_name(text, names)


def _candidates_abroad(text: str, names: frozenset[str]) -> list[_Candidate]:
    places = islice(find_places_abroad(text), _MOST)
    return [found for place in places if (found := _candidate_abroad(text, place, names)) is not None]


def _candidate_abroad(text: str, place: PlaceAbroad, names: frozenset[str]) -> _Candidate | None:
    """The address that ends abroad, when something says that it is an address and his."""
    line_start = text.rfind("\n", 0, place.start) + 1
    line = text[line_start : place.start]
    before = FIELD.sub("", line.strip(" \t,"))
    if SENTENCE.search(before) and not LEAD_IN.search(before):
        return None
    parts = [part for part in same_line(before) if part and not is_name(part, names)]
    above = lines_above(text[:line_start], names, alone=not before)
    complete = is_complete(parts)
    named = is_name(before.partition(",")[0], names) or (above.under_name and not (complete and above.lines))
    if not complete:
        parts = [*above.lines, *parts]
    worth = worth_of(text, place.start, place.end, names)
    labelled = LABEL.match(line.strip(" \t,")) is not None or (above.labelled and not complete)
    if worth < 0 or not parts or not (labelled or named or worth > 0):
        return None
    if not place.has_postcode and not (len(parts) > 1 and any(re.search(r"\d", part) for part in parts)):
        return None
    glue = " " if before and line.endswith(" ") and not line.rstrip().endswith(",") else ", "
    worth += 2 * labelled + named
    return _Candidate(f"{', '.join(parts)}{glue}{place.written}", worth, place.start)


def _under_name(text: str, names: frozenset[str]) -> str:
    """A house and a street on the lines right under his name, with no postcode."""
    lines = [line.strip(" \t,>|*") for line in text.splitlines()][-_LAST_LINES:]
    for index, line in enumerate(lines):
        if not is_name(line, names):
            continue
        parts: list[str] = []
        for following in lines[index + 1 : index + 1 + LINES_ABOVE]:
            if not following or is_no_address_line(following):
                break
            parts += [part.strip(" .") for part in following.split(",") if part.strip(" .")]
        if len(parts) > 1 and any(_STREET.match(part) for part in parts[:3]):
            return ", ".join(parts)
    return ""


def _candidate(
    text: str, span: tuple[int, int, int], postcode: str, names: frozenset[str]
) -> _Candidate | None:
    """The address that ends in a postcode; `span`: where the one before it ends, where it stands."""
    behind, start, end = span
    line_start = text.rfind("\n", 0, start) + 1
    before = FIELD.sub("", text[max(line_start, behind) : start].strip(" \t,"))
    if behind > line_start:
        before = _BETWEEN.sub("", before)
    parts = [part for part in same_line(without_name(before, names)) if part and not is_name(part, names)]
    labelled = LABEL.match(text[line_start:start].strip(" \t,")) is not None
    if not is_complete(parts):
        above = lines_above(text[:line_start], names, alone=not before)
        parts, labelled = [*above.lines, *parts], labelled or above.labelled
    elif behind <= line_start and not labelled and not SENTENCE.search(before):
        parts = [*_rest_of_house(text[:line_start], names), *parts]
    if not parts or not any(re.search(r"\d", p) or "," in p or len(parts) > 1 for p in parts):
        return None
    written = re.sub(r"\s+", " ", text[start:end]) if " " in text[start:end] else postcode
    if re.sub(r"\s", "", written).upper() != postcode.replace(" ", ""):
        written = postcode
    if _OF_SOMEBODY.match(text[line_start:start].lstrip()):
        return None
    worth = (
        worth_of(text, start, end, names) + (2 if labelled else 0) + (1 if not SENTENCE.search(before) else 0)
    )
    return _Candidate(f"{', '.join(parts)} {written.upper()}", worth, start)


def _rest_of_house(text: str, names: frozenset[str]) -> tuple[str, ...]:
    """What of the house stands on the lines above its street: "Flat 3", or all between his name and it."""
    above = lines_above(text, names, alone=False)
    if above.under_name or above.labelled:
        return above.lines
    return above.lines[-1:] if above.lines and is_part_of_house(above.lines[-1]) else ()


def _labelled(text: str, names: frozenset[str]) -> str:
    """What stands behind "Address:" up to an empty line or the next label."""
    lines = [line.strip(" \t,>|*") for line in text.splitlines()]
    for index, line in enumerate(lines):
        label = LABEL.match(line)
        if label is None or "address" not in label[0].casefold() or LEFT.search(label[0]):
            continue
        parts: list[str] = []
        for following in [line[label.end() :], *lines[index + 1 : index + LINES_ABOVE]]:
            if not following and not parts:
                continue
            if not following or NOT_ADDRESS.search(following) or SENTENCE.search(following):
                break
            parts += [part.strip(" .") for part in FIELD.sub("", following).split(",") if part.strip(" .")]
        if is_complete([part for part in parts if not is_name(part, names)]):
            return ", ".join(parts)
    return ""
