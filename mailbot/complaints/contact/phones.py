"""Find telephone numbers as people in the United Kingdom type them; return them as E.164.

`phonenumbers` says what is possible. It calls newly allotted ranges and those kept for drama (07700 900xxx,
01632 960xxx) invalid, so validity is not asked of a British number: its shape is, its area's first digits
(Ofcom, National Telephone Numbering Plan, part A), and what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from mailbot.complaints.contact.north_american import find_north_american

_CAP = 64 * 1024
_RUN = re.compile(
    r"(?<![\d£$€#*@])(?:\+[ ]?\d{1,3}|0044|\(\+?44\)|\(0|0)(?:[ \t\u200b]?[().\-_·][ \t]?|[ \t]{1,2})?"
    r"\d(?:(?:[ \t]?[().\-_·][ \t]?|[ \t]{1,2}|\)[ \t]?\(?|[ ]?\(0\)[ ]?)?\d){6,40}"
)
_LONGEST_LABEL = 32
_LABELLED = (
    r"\b(?:mobile|mob|tel(?:ephone)?|phone|landline|cell|call me on|ring me on|phone me on|text me on|text)"
    r"(?:[ ](?:no\.?|number))?(?:[ ]?[:.=\-]|[ ]is)?[ ]{0,3}"
)
_LABEL_BEFORE = re.compile(_LABELLED + r"\Z", re.IGNORECASE)
_NAKED_MOBILE = re.compile(r"7\d{3}[ -]?\d{3}[ -]?\d{3}(?![\d-])")
# The letter O, typed for the nought a mobile number begins with.
_LETTER_O = re.compile(r"(?<![\w+.@/-])[oO]7[\doO]{3}[ -]?[\doO]{3}[ -]?[\doO]{3}(?![\w-])")
_WITHOUT_PLUS = re.compile(
    r"(?<![\w+.£$€#@/-])44[ -]?7\d{3}[ -]?\d{3}[ -]?\d{3}(?![\w-]|\.\d)"
)  # the plus left out
_WRAPPED = re.compile(r"(\d)\n(?=\d{3,7}(?!\d))")
_BEGUN = re.compile(r"(?<![\w£$€#*@.])[+(]{0,2}(?:0|44)[\d ()-]{1,9}\Z")
_FULL_LINE = 50  # characters; a shorter one was ended by its author
_DIGITS = re.compile(r"\d(?:[^\n0-9A-Za-z]{0,5}[\doO]){6}")  # the fewest that a number has
_EXTENSION = re.compile(r"x[ ]?\d{1,5}\b|ext", re.IGNORECASE)
_PHONE_BEFORE = re.compile(
    r"\b(?:tel(?:ephone)?|phone|mob(?:ile)?|cell|call|ring|text|whatsapp|number|contact|on)\b[^\d\n]{0,20}\Z",
    re.IGNORECASE,
)
_ANOTHER_BEFORE = re.compile(r"\d{3}[ ]?(?:[,;/|&]|or|and)[ ]?(?:\w{1,12}[ ])?\Z")  # one more of a list
_HEAD = re.compile(r"\(?(?:\+|00[1-9]|0[^0-9]{0,3}[1-9])")
_SLASHED = re.compile(r"(?<![\w/])(0\d{3,4})/(\d{6,7}|\d{3}[ -]\d{3,4})(?![\w/])")
_LETTERS_BEFORE = re.compile(r"([A-Za-z0-9]+)[-./_]?\Z")
_PHONE_WORDS_TEXT = """
t m h w d tel telephone mob mobile phone ph home work cell landline fax f call text ring on at office
direct evenings evening day daytime whatsapp no nr num number contact fone
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
    text = _WRAPPED.sub(_unwrapped, text[:_CAP])
    for lines in _lines_with_digits(text):
        yield from _with_its_nought(text, lines)
        yield from _without_it(text, lines)


def _lines_with_digits(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text that hold digits enough for a number: of a long text they are few."""
    start = end = -1
    for match in _DIGITS.finditer(text):
        if match.start() < end:
            continue
        line_start = text.rfind("\n", 0, match.start()) + 1
        if end < 0 or line_start > end + 1:
            if end >= 0:
                yield start, end
            start = line_start
        line_end = text.find("\n", match.end())
        end = line_end if line_end >= 0 else len(text)
    if end >= 0:
        yield start, end


def _with_its_nought(text: str, lines: tuple[int, int]) -> Iterator[tuple[int, int, str]]:
    for run in _RUN.finditer(text, *lines):
        if not is_named_otherwise(text, run.start()):
            after = "" if _EXTENSION.match(text, run.end()) else text[run.end() : run.end() + 1]
            spoken_of = _is_spoken_of(text, *run.span())
            yield from _in_run(run[0], run.start(), after=after, spoken_of=spoken_of)
    for match in _SLASHED.finditer(text, *lines):
        if number := _e164(match[1] + match[2]):
            yield match.start(), match.end(), number
    for match in _LETTER_O.finditer(text, *lines):
        digits = re.sub(r"[oO]", "0", match[0])
        if not is_named_otherwise(text, match.start()) and (number := _e164(digits)):
            yield match.start(), match.end(), number


def _without_it(text: str, lines: tuple[int, int]) -> Iterator[tuple[int, int, str]]:
    """The plus left out, a mobile number that begins with its 7, and numbers of North America."""
    for match in _WITHOUT_PLUS.finditer(text, *lines):
        if not is_named_otherwise(text, match.start()) and (number := _e164("+" + match[0])):
            yield match.start(), match.end(), number
    for match in _NAKED_MOBILE.finditer(text, *lines):
        labelled = _LABEL_BEFORE.search(text, max(0, match.start() - _LONGEST_LABEL), match.start())
        if labelled is not None and (number := _e164("+44" + match[0])):
            yield match.start(), match.end(), number
    for start, end, number in find_north_american(text[slice(*lines)]):
        if not is_named_otherwise(text, lines[0] + start):
            yield lines[0] + start, lines[0] + end, number


def _unwrapped(end_of_line: re.Match[str]) -> str:
    """A number that a mail program has broken at the end of a full line; every place stays where it was."""
    text, at = end_of_line.string, end_of_line.end() - 1
    line_start = text.rfind("\n", 0, at) + 1
    broken = at - line_start >= _FULL_LINE and _BEGUN.search(text, max(line_start, at - 14), at)
    return f"{end_of_line[1]} " if broken else end_of_line[0]


def _is_spoken_of(text: str, start: int, end: int) -> bool:
    """Whether a word calls it a telephone, or it stands alone on its line as in a signature."""
    alone = text[start - 1 : start] in ("", "\n") and text[end : end + 1] in ("", "\n", "\r")
    before = max(0, start - 40)
    return alone or any(pattern.search(text, before, start) for pattern in (_PHONE_BEFORE, _ANOTHER_BEFORE))


def is_named_otherwise(text: str, start: int) -> bool:
    """Whether the words before call the number something else, or letters are glued to it."""
    before = text[max(0, start - 40) : start]
    word = _LETTERS_BEFORE.search(before)
    if word is not None and word[1].lower() not in _PHONE_WORDS:
        return True
    return _NOT_A_PHONE.search(before) is not None


def _in_run(run: str, offset: int, *, after: str, spoken_of: bool) -> Iterator[tuple[int, int, str]]:
    """Cut a run of digits into numbers: two may stand side by side with only a space between."""
    at = 0
    while at < len(run):
        if _HEAD.match(run, at) is None:
            at += 1
        elif (found := _first_number(run[at:], after, spoken_of=spoken_of)) is not None:
            yield offset + at, offset + at + found[0], found[1]
            at += found[0]
        else:
            at += 1
        # The next number can only begin behind a gap.
        while at < len(run) and (run[at] not in "+0(" or run[at - 1].isdigit()):
            at += 1


def _first_number(run: str, after: str, *, spoken_of: bool) -> tuple[int, str] | None:
    places = [index for index, character in enumerate(run) if character.isdigit()]
    digits = "".join(run[index] for index in places)
    lead, home = _lead(run, digits)
    if digits.startswith(_DIALLED_ABROAD) and len(digits) >= len(_DIALLED_ABROAD) + _SIGNIFICANT:
        return _abroad(places, digits)
    if not home:
        if after.isalnum():
            return None
        if run.startswith("+"):
            return _foreign(run, "")
        return _foreign(run, "00") if spoken_of else None
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
    """A number of another country, the whole run or up to a gap. Its length is the guide: the plus, or a word
    before it, has said that it is a telephone, and new ranges and those kept for drama are not valid."""
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
        possible = phonenumbers.is_valid_number(number) or (
            number.country_code != 1
            and phonenumbers.is_possible_number_with_reason(number)
            == phonenumbers.ValidationResult.IS_POSSIBLE
        )
    else:
        area = _BRITISH.match(str(number.national_number))
        possible = area is not None and phonenumbers.is_possible_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if possible else None
