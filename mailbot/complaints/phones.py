"""Find telephone numbers as people in the United Kingdom type them; return them as E.164.

`phonenumbers` says what is possible. It calls newly allotted ranges and those kept for drama (07700 900xxx,
01632 960xxx) invalid, so validity is not asked of a British number: its shape is, its area's first digits
(Ofcom, National Telephone Numbering Plan, part A), and what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from mailbot.complaints.north_american import find_north_american

_CAP = 64 * 1024
_RUN = re.compile(
    r"(?<![\d£$€#*@])(?:\+[ ]?\d{1,3}|0044|\(\+?44\)|\(0|0)(?:[ \t\u200b]?[().\-][ \t]?|[ \t]{1,2})?"
    r"\d(?:(?:[ \t]?[().\-][ \t]?|[ \t]{1,2}|\)[ \t]?\(?|[ ]?\(0\)[ ]?)?\d){6,40}"
)
_LABELLED = (
    r"\b(?:mobile|mob|tel(?:ephone)?|phone|landline|cell|call me on|ring me on|phone me on|text me on|text)"
    r"(?:[ ](?:no\.?|number))?(?:[ ]?[:.=\-]|[ ]is)?[ ]{0,3}"
)
_NAKED_MOBILE = re.compile(_LABELLED + r"(7\d{3}[ -]?\d{3}[ -]?\d{3})(?![\d-])", re.IGNORECASE)
# The letter O, typed for the nought a mobile number begins with.
_LETTER_O = re.compile(r"(?<![\w+.@/-])[oO]7[\doO]{3}[ -]?[\doO]{3}[ -]?[\doO]{3}(?![\w-])")
_HEAD = re.compile(r"\(?(?:\+|00[1-9]|0[^0-9]{0,3}[1-9])")
_SLASHED = re.compile(r"(?<![\w/])(0\d{3,4})/(\d{6,7}|\d{3}[ -]\d{3,4})(?![\w/])")
_LETTERS_BEFORE = re.compile(r"([A-Za-z0-9]+)[-./_]?\Z")
_PHONE_WORDS_TEXT = """
t m h w d tel telephone mob mobile phone ph home work cell landline fax f call text ring on at office
direct evenings evening day daytime whatsapp
"""
_PHONE_WORDS = frozenset(_PHONE_WORDS_TEXT.split())
_NOT_A_PHONE = re.compile(
    r"(?:sort[ -]?code|account|acct|a/c|\bref(?:erence)?|customer|policy|agreement|card|order|invoice|"
    r"roll|vat|loan|case|complaint|claim|member(?:ship)?|tracking|parcel|booking|"
    r"company|registered|registration|charity|ticket|iban|nhs|utr|crn|isbn|imei)"
    r"(?:[ ](?:no\.?|number|num|in england|ref(?:erence)?|id))*(?:[ ]?[:#.=-]|[ ]is)?[ \t]*\Z",
    re.IGNORECASE,
)
_SIGNIFICANT = 10  # digits after the leading zero; a few old areas and 0800 numbers have nine
_OLD = re.compile(r"(?:1\d{3}[ )-]+\d{5}|1\d{4}[ )-]+\d{4}|800[ -]\d{3}[ -]?\d{3}|500[ -]\d{6})")
_BRITISH = re.compile(r"1(?:1[3-8]|[2-6]1|91|[2-9][02-9])|2[03489]|3[0347]|7[0-9]|8[0-47]")
_TRUNK_PREFIX = re.compile(r"\(0\)")
_DIALLED_ABROAD = "01144"
_LONGEST_FOREIGN = 15  # E.164


def find_phones(text: str) -> Iterator[tuple[int, int, str]]:
    """Find telephone numbers: start, end, E.164."""
    for run in _RUN.finditer(text, 0, _CAP):
        if not is_named_otherwise(text, run.start()):
            yield from _in_run(run[0], run.start(), after=text[run.end() : run.end() + 1])
    for match in _SLASHED.finditer(text, 0, _CAP):
        if number := _e164(match[1] + match[2]):
            yield match.start(), match.end(), number
    for match in _NAKED_MOBILE.finditer(text, 0, _CAP):
        if number := _e164("+44" + match[1]):
            yield match.start(1), match.end(1), number
    for match in _LETTER_O.finditer(text, 0, _CAP):
        digits = re.sub(r"[oO]", "0", match[0])
        if not is_named_otherwise(text, match.start()) and (number := _e164(digits)):
            yield match.start(), match.end(), number
    for start, end, number in find_north_american(text[:_CAP]):
        if not is_named_otherwise(text, start):
            yield start, end, number


def is_named_otherwise(text: str, start: int) -> bool:
    """Whether the words before call the number something else, or letters are glued to it."""
    before = text[max(0, start - 40) : start]
    word = _LETTERS_BEFORE.search(before)
    if word is not None and word[1].lower() not in _PHONE_WORDS:
        return True
    return _NOT_A_PHONE.search(before) is not None


def _in_run(run: str, offset: int, *, after: str) -> Iterator[tuple[int, int, str]]:
    """Cut a run of digits into numbers: two may stand side by side with only a space between."""
    at = 0
    while at < len(run):
        if _HEAD.match(run, at) is None:
            at += 1
        elif (found := _first_number(run[at:], after)) is not None:
            yield offset + at, offset + at + found[0], found[1]
            at += found[0]
        else:
            at += 1
        # The next number can only begin behind a gap.
        while at < len(run) and (run[at] not in "+0(" or run[at - 1].isdigit()):
            at += 1


def _first_number(run: str, after: str) -> tuple[int, str] | None:
    places = [index for index, character in enumerate(run) if character.isdigit()]
    digits = "".join(run[index] for index in places)
    lead, home = _lead(run, digits)
    if digits.startswith(_DIALLED_ABROAD) and len(digits) >= len(_DIALLED_ABROAD) + _SIGNIFICANT:
        return _abroad(places, digits)
    if not home:
        return (
            None
            if after.isalnum()
            else _foreign(run, "00" if digits.startswith("00") and not run.startswith("+") else "")
        )
    for significant in (_SIGNIFICANT, _SIGNIFICANT - 1):
        count = lead + significant
        if len(places) < count or digits[lead] == "0":
            continue
        end = places[count - 1] + 1
        glued = run[end : end + 1] if end < len(run) else after
        if glued.isalnum() or (
            significant < _SIGNIFICANT and not _OLD.match(run[places[lead] :].replace("\t", " "))
        ):
            continue
        if number := _e164("+44" + digits[lead:count]):
            return end, number
    return None


def _abroad(places: list[int], digits: str) -> tuple[int, str] | None:
    """ "011-44-20-7946-0123": a British number as North America dials it."""
    last = len(_DIALLED_ABROAD) + _SIGNIFICANT
    number = _e164("+44" + digits[len(_DIALLED_ABROAD) : last])
    return (places[last - 1] + 1, number) if number else None


def _foreign(run: str, prefix: str) -> tuple[int, str] | None:
    """A number of another country: its own rules are the only guide. The whole run, or up to a gap."""
    ends = [len(run), *(m.start() for m in re.finditer(r"[ \t]+(?=[+0(])", run))]
    for end in sorted(ends, reverse=True):
        digits = re.sub(r"\D", "", _TRUNK_PREFIX.sub("", run[:end])).removeprefix(prefix)
        if len(digits) <= _LONGEST_FOREIGN and (number := _e164("+" + digits)):
            return end, number
    return None


def _lead(run: str, digits: str) -> tuple[int, bool]:
    """How many digits stand before the significant ones, and whether the number is British."""
    if digits.startswith("0044"):
        lead = 4
    elif digits.startswith("44") and run.lstrip("( ").startswith(("+", "44)")):
        lead = 2
    elif run.startswith("+") or digits.startswith("00"):
        return 0, False
    else:
        return 1, True
    return lead + (digits[lead : lead + 1] == "0"), True


def _e164(written: str) -> str | None:
    try:
        number = phonenumbers.parse(written, "GB")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != 44:
        possible = phonenumbers.is_valid_number(number)
    else:
        area = _BRITISH.match(str(number.national_number))
        possible = area is not None and phonenumbers.is_possible_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if possible else None
