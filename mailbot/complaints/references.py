"""Find the numbers somebody gave to something: the firm's references, a regulator's, and labelled ones.

The firm's patterns come first, then the regulators' formats, then whatever stands behind a label such as
"Our ref:"; a stretch of text belongs to the first that claims it. Dates, telephone numbers, postcodes,
amounts, sort codes and bank accounts are refused: they only look like references (DOMAIN section 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mailbot.complaints.findings import Reference
from mailbot.complaints.formats import find_formatted
from mailbot.complaints.phones import find_phones
from mailbot.complaints.places import find_postcodes
from mailbot.complaints.practice import Practice
from mailbot.complaints.regulators import REFERENCE_TYPE, find_regulator_references
from mailbot.complaints.zones import Stretch, Zones

MOST = 50  # references of one message: more is a schedule, which a person reads
UNKNOWN = "unknown"
_CONFIDENCE = {
    "new": 0.98,
    "subject": 0.97,
    "signature": 0.95,
    "attachment": 0.85,
    "forwarded": 0.85,
    "quoted": 0.8,
    "filename": 0.75,
}
_LABELLED = 0.6  # how far a label is trusted next to a format
_BARE_DIGITS = 0.7  # a format of digits alone meets other numbers by chance

_QUALIFIER = r"(?:no\.?|num(?:ber)?\.?|nr\.?|ref(?:erence)?\.?|id|\#)"
_LABEL = re.compile(
    rf"""(?<![\w/-])(?:
      (?P<strong>
        (?:(?:our|your|my|the|client|booking|payment)[ ])?(?:ref(?:erence)?)(?:[ ]{_QUALIFIER}){{0,2}}
      | (?: account | acct | a/c | acc | customer | client | case | complaint | policy | agreement | roll
          | loan | plan | member(?:ship)? | card ) [ ]?{_QUALIFIER}(?:[ ]{_QUALIFIER})?
      | a/c
      | (?:confirmation|request|reservation|booking|ticket)[ ]?(?:code|{_QUALIFIER})
      )
    | (?P<weak> account | customer | client | case | complaint | policy | agreement | roll
        | ticket | confirmation )
    )
    (?P<join>
      \.?[ \t]{{0,16}}
      (?: [:\#=|][ \t\#]{{0,12}}\n{{0,2}}[ \t]{{0,8}} | \n[ \t]{{0,8}} | -[ ]?
        | [ ](?:is|was|number[ ]is)[ :]{{1,2}} | [ ] ) )
    (?P<value>
      [A-Z]{{0,6}}[/\-]?\d[A-Z0-9]{{0,30}}(?:[/\-.][A-Z0-9]{{1,12}}){{0,5}}
        (?:[ ]\d{{2,6}}(?![\w/,.:]\d)){{0,4}}
             | [A-Z]{{1,6}}(?:[/\-][A-Z0-9]{{1,12}}){{1,5}} )
    (?![A-Za-z0-9@])""",
    re.IGNORECASE | re.VERBOSE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_LOOK_ALIKES = (
    re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{2}|\d{4})"),  # a date, or a sort code
    re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"),
    re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)?[-/ ]?{_MONTH}(?:[-/ ]?\d{{2,4}})?", re.IGNORECASE),
    re.compile(r"\d{1,3}(?:st|nd|rd|th|am|pm|k|m|p|%|bn)?", re.IGNORECASE),  # too small to name anything
    re.compile(r"\d{1,4}\.\d{1,2}(?:am|pm)?", re.IGNORECASE),
    re.compile(r"(?:19|20)\d\d"),
    re.compile(r"07\d{3} ?\d{3} ?\d{3}|0[12]\d{2,3} ?\d{3} ?\d{4}|0[12]\d{3} ?\d{6}"),  # a telephone
    re.compile(r"\d{1,4}(?:x|days?|weeks?|hours?|hrs?|mins?|months?|years?)", re.IGNORECASE),
)
_SORT_CODE = re.compile(r"sort[ -]?code|\bS/C\b|\bIBAN\b|\bBIC\b", re.IGNORECASE)
_SORT_CODE_REACH = 90  # characters between a sort code and the account that goes with it
_SORT_CODE_DIGITS = 6
_MONEY_BEFORE = re.compile(r"(?:£|\$|€|GBP|EUR|USD)[ ]?\Z", re.IGNORECASE)
_BANK = re.compile(r"^(?:account|acct|a/c|acc)", re.IGNORECASE)


def find_references(zones: Zones, practice: Practice, *, author: str | None) -> tuple[Reference, ...]:
    """Find every reference once, as the newest stretch has it. `author` is the regulator that wrote."""
    found: dict[str, Reference] = {}
    for stretch in zones.newest_first():
        for reference in _in_stretch(stretch, practice, author):
            key = re.sub(r"[\s\-]", "", reference.value).casefold()
            if key in found:
                if found[key].type == UNKNOWN != reference.type:
                    found[key] = replace(found[key], type=reference.type, value=reference.value)
            elif len(found) < MOST:
                found[key] = reference
    return tuple(found.values())


def _in_stretch(stretch: Stretch, practice: Practice, author: str | None) -> Iterator[Reference]:
    taken: list[tuple[int, int]] = []
    sure = _CONFIDENCE[stretch.source]
    for start, end, value, type_ in _formatted(stretch.text, practice):
        if not _overlaps(start, end, taken):
            taken.append((start, end))
            yield Reference(
                value, type_, stretch.source, round(sure * (_BARE_DIGITS if value.isdigit() else 1), 2)
            )
    for start, end, value in find_regulator_references(stretch.text, author=author):
        if not _overlaps(start, end, taken):
            taken.append((start, end))
            yield Reference(value, REFERENCE_TYPE, stretch.source, sure)
    if stretch.source == "filename":
        return  # a name such as "account 2291.pdf" has no label in it, only words
    refused = [
        *taken,
        *(p[:2] for p in find_phones(stretch.text)),
        *(p[:2] for p in find_postcodes(stretch.text)),
    ]
    for start, end, value in _labelled(stretch.text):
        if not _overlaps(start, end, refused):
            refused.append((start, end))
            yield Reference(value, UNKNOWN, stretch.source, round(sure * _LABELLED, 2))


def _formatted(text: str, practice: Practice) -> Iterator[tuple[int, int, str, str]]:
    phones: list[tuple[int, int]] | None = None
    for format_ in practice.references:
        for start, end, value in find_formatted(text, format_.pattern):
            if re.sub(r"[\s\-]", "", value).isdigit():
                if phones is None:
                    phones = [p[:2] for p in find_phones(text)]
                if (
                    _overlaps(start, end, phones)
                    or _is_look_alike(text, start, end)
                    or _beside_sort_code(text, start)
                ):
                    continue
            yield start, end, value, format_.type


def _labelled(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    while (match := _LABEL.search(text, at)) is not None:
        # A label may itself be the beginning of the next: "Account: reference 1234".
        at = match.end("join")
        start, end = match.span("value")
        value = re.sub(r"[ \t]+", " ", match["value"]).strip(" -/.")
        if _is_named(match) and not _is_look_alike(text, start, end) and not _is_bank_account(text, match):
            at = end
            yield start, end, value.upper() if value.islower() else value


def _is_named(match: re.Match[str]) -> bool:
    """A bare word such as "case" names a number only with a colon or the like, and never a short one."""
    value = match["value"]
    if not any(character.isdigit() for character in value) or len(value) > 40:
        return False
    if match["weak"] is None:
        return len(re.sub(r"\W", "", value)) >= 4
    return len(re.sub(r"\W", "", value)) >= 5 and match["join"].strip(" \t.") not in ("", "\n")


def _is_look_alike(text: str, start: int, end: int) -> bool:
    value = text[start:end]
    return (
        any(shape.fullmatch(value) for shape in _LOOK_ALIKES)
        or _MONEY_BEFORE.search(text, max(0, start - 5), start) is not None
        or text[end : end + 1] in ("%", "@")
    )


def _is_bank_account(text: str, match: re.Match[str]) -> bool:
    """An account number that goes with a sort code is somebody's bank, not an account with us."""
    return _BANK.match(match[0]) is not None and _beside_sort_code(text, match.start("value"))


def _beside_sort_code(text: str, start: int) -> bool:
    """A sort code just before, with no more digits between than its own six; or one just behind."""
    before = text[max(0, start - _SORT_CODE_REACH) : start]
    for match in _SORT_CODE.finditer(before):
        if sum(character.isdigit() for character in before[match.end() :]) <= _SORT_CODE_DIGITS:
            return True
    return _SORT_CODE.match(re.sub(r"^[\w-]*[ ,;/&]*(?:and[ ])?", "", text[start : start + 30])) is not None


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < taken_end and taken_start < end for taken_start, taken_end in spans)
