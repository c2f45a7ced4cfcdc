"""Find where an address outside the United Kingdom ends: a postcode of another country, or a country's name.

Neither says by itself that it belongs to an address: five digits before a capital are also a model of car.
Whoever asks must have seen the address stand under the name, behind a label, or be called his own.
(Universal Postal Union, addressing systems of the member countries.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

_COUNTRIES_TEXT = (  # a space is made [ ] below
    r"(?:republic of |rep\.? of |southern )?ireland|eire|éire|france|spain|españa|portugal|italy|"
    r"italia|germany|deutschland|austria|österreich|switzerland|schweiz|suisse|(?:the )?netherlands|"
    r"holland|belgium|belgique|luxembourg|denmark|sweden|norway|finland|iceland|poland|polska|"
    r"czech republic|czechia|slovakia|slovenia|hungary|romania|românia|bulgaria|greece|cyprus|malta|"
    r"turkey|türkiye|croatia|serbia|albania|kosovo|lithuania|latvia|estonia|ukraine|russia|australia|"
    r"new zealand|canada|u\.?s\.?a\.?|united states(?: of america)?|mexico|brazil|brasil|jamaica|"
    r"barbados|bermuda|trinidad(?: and tobago)?|india|pakistan|bangladesh|sri lanka|nepal|china|"
    r"hong kong|singapore|malaysia|thailand|philippines|indonesia|japan|south korea|vietnam|israel|"
    r"egypt|morocco|nigeria|ghana|kenya|uganda|tanzania|zambia|zimbabwe|somalia|ethiopia|south africa|"
    r"u\.?a\.?e\.?|united arab emirates|qatar|saudi arabia|kuwait|bahrain|oman|gibraltar"
)
_COUNTRIES = _COUNTRIES_TEXT.replace(" ", "[ ]")
_WORD = r"(?-i:[A-ZÀ-ÞŁŚŻ])[\w'’.]*"
_TOWN = rf"{_WORD}(?:[ -](?:{_WORD}|sur|en|de|la|le|les|del|di|am|an|der|den|bei)){{0,4}}"
_ENDS = r"(?=[ \t]*(?:[,.(\n]|$))"
_POSTCODE = rf"""
    (?:[A-Z]{{1,2}}-)?\d{{5}}[ ]{_TOWN}{_ENDS}                            # France, Germany, Spain, Italy
  | (?-i:[A-Z]{{1,2}})-\d{{4}}[ ]{_TOWN}{_ENDS}                           # A-1010 Wien
  | \d{{4}}[ ]?(?-i:[A-Z]{{2}})[ ]{{1,2}}{_TOWN}{_ENDS}                   # the Netherlands
  | \d\d-\d{{3}}[ ]{_TOWN}{_ENDS} | \d{{4}}-\d{{3}}[ ]{_TOWN}{_ENDS}      # Poland, Portugal
  | (?:SE-)?\d{{3}}[ ]\d\d[ ]{_TOWN}{_ENDS}                               # Sweden, Czechia, Greece
  | (?-i:NSW|VIC|QLD|WA|SA|TAS|ACT|NT|New[ ]South[ ]Wales|Victoria|Queensland)[ ,]{{1,2}}
    \d{{4}}(?!\d)                                                       # Australia
  | (?-i:[A-Z]{{2}})[ ,]{{1,2}}\d{{5}}(?:-\d{{4}})?{_ENDS}                # the United States
  | (?-i:[ABCEGHJ-NPRSTVXY]\d[A-Z][ ]?\d[A-Z]\d)(?!\w)                    # Canada
  | (?-i:[AC-FHKNPRTV-Y]\d[\dW][ ]?(?=\d{{0,3}}[A-Z])[\dAC-FHKNPRTV-Y]{{4}})(?!\w)  # Ireland
"""
# All that a place can begin with: the beginning of a line or a clause, a digit, or what soon comes to one.
_BEGINS = r"(?<![^\n,(])|(?=\d|[A-Z]{1,3}(?:-|[ ,]{1,2})?\d|(?-i:New|Victoria|Queensland)[ ,])"
_PLACE = re.compile(
    rf"""(?<![\w£$€/-])(?:{_BEGINS})(?:
      (?P<postcode>{_POSTCODE}) (?P<country>[ \t]*[,.(]?[ \t]*\n?[ \t]*(?:{_COUNTRIES})(?!\w))?
    | (?P<alone>(?<![^\n,(])[ \t]*(?:{_COUNTRIES})(?=[ \t]*(?:[.)]|$)))
    )""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_READ = 4 * 1024  # characters
_SPACES = re.compile(r"[ \t]*\n[ \t]*")


@dataclass(frozen=True, slots=True)
class PlaceAbroad:
    """Where an address abroad ends; `written` on one line. `sure`: it names its country."""

    start: int
    end: int
    written: str
    has_postcode: bool
    sure: bool


def find_places_abroad(text: str) -> Iterator[PlaceAbroad]:
    """Find them in the order of the text; of a long one at its head and its foot."""
    head = min(len(text), _READ)
    foot = max(head, len(text) - _READ)
    for match in chain(_PLACE.finditer(text, 0, head), _PLACE.finditer(text, foot)):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        country = match["country"] or ""
        written = match["postcode"] or match["alone"]
        if country:
            written = f"{written}, {country.lstrip(' ,.(' + chr(9) + chr(10))}"
        yield PlaceAbroad(
            start,
            match.end(),
            _SPACES.sub(", ", written).strip(" ."),
            has_postcode=match["postcode"] is not None,
            sure=bool(country or match["alone"]),
        )
