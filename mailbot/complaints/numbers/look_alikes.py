"""What looks like a reference and is not: dates, times, amounts, telephones, banks, number plates, addresses.

(DOMAIN section 4.)
"""

from __future__ import annotations

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{2}|\d{4})",  # a date, or a sort code
        r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}",
        rf"\d{{1,2}}(?:st|nd|rd|th)?[-/ ]?{_MONTH}(?:[-/ ]?\d{{2,4}})?",
        rf"{_MONTH}[-/ ]?\d{{2,4}}",
        r"\d{1,3}(?:st|nd|rd|th|am|pm|k|m|p|%|bn)?",  # too small to name anything
        r"\d{1,7}\.\d{1,2}(?:am|pm|p)?",
        r"\d{1,3}(?:\.\d{1,3}){3}",  # an IP address
        r"(?:19|20)\d\d(?:[-/](?:\d\d|(?:19|20)\d\d))?",  # a year, or a tax year
        r"07\d{3} ?\d{3} ?\d{3}|0[12]\d{2,3} ?\d{3} ?\d{4}|0[12]\d{3} ?\d{6}",  # a telephone
        r"\d{1,4}[- ]?(?:x|days?|weeks?|hours?|hrs?|mins?|months?|years?|gb|mb|kg|km|miles?|pounds)",
        r"24/7|9/11|50/50",
        r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]",  # a National Insurance number
        r"[A-Z]{2}\d\d [A-Z]{3}|[A-Z]\d{1,3} [A-Z]{3}",  # a number plate
        r"GB\d\d ?[A-Z]{4}(?: ?\d){14}|GB ?\d{3} ?\d{4} ?\d\d",  # an IBAN, a VAT registration
        r"97[89][- ]?(?:\d[- ]?){9}\d",  # an ISBN
        r"[a-f]{0,8}\d[0-9a-f]{31,}",  # a digest
    )
)
_MONEY_BEFORE = re.compile(r"(?:£|\$|€|GBP|EUR|USD)[ ]?\Z", re.IGNORECASE)
_SORT_CODE = re.compile(r"sort[ -]?code|\bS/C\b|\bIBAN\b|\bBIC\b", re.IGNORECASE)
_SORT_CODE_REACH = 90  # characters between a sort code and the account that goes with it
_SORT_CODE_DIGITS = 6
_TO_SORT_CODE = re.compile(r"^[\w-]*[ ,;/&\n]*(?:and[ ]|with[ ])?")
_BANK = re.compile(
    r"\b(?:bank(?:ing)?|building society|barclays|lloyds|natwest|nationwide|hsbc|halifax|santander|monzo|"
    r"starling|tsb|revolut|payee|beneficiary)\b[^.\n]{0,25}\Z",
    re.IGNORECASE,
)
# Whose customer he also is: their account number is none of ours.
_ANOTHER_FIRM = re.compile(
    r"\b(?:council(?:[ ]tax)?|(?:british|scottish)[ ](?:gas|power)|gas|electric(?:ity)?|energy|water|"
    r"broadband|bt|sky|virgin|vodafone|o2|ee|amazon|ebay|paypal|klarna|hmrc|dwp|tax|rent|police|crime|court|"
    r"experian|equifax|transunion|parking|ombudsman|(?:old|their|his|her)[ ](?:bank|firm|lender))(?:'s)?[ ]"
    r"(?:(?:a/c|acc(?:ount|t)?|customer|ref(?:erence)?|no\.?|number|is|:|\#)[ ]?){1,5}[:\#]?[ ]?\Z",
    re.IGNORECASE,
)
_LOCATOR = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|<[^<>\s@]{1,200}@[^<>\s]{1,200}>|[^\s<>@]{1,64}@[\w.\-]{1,190}"
)


def is_look_alike(text: str, start: int, end: int) -> bool:
    """Whether a stretch has the shape of something that is no reference."""
    value = text[start:end]
    return (
        any(shape.fullmatch(value) for shape in _SHAPES)
        or _MONEY_BEFORE.search(text, max(0, start - 5), start) is not None
        or text[end : end + 1] in ("%", "@", "*")
    )


def is_beside_sort_code(text: str, start: int) -> bool:
    """A sort code just before, with no more digits between than its own six; or one just behind."""
    before = text[max(0, start - _SORT_CODE_REACH) : start]
    for match in _SORT_CODE.finditer(before):
        if sum(character.isdigit() for character in before[match.end() :]) <= _SORT_CODE_DIGITS:
            return True
    return _SORT_CODE.match(_TO_SORT_CODE.sub("", text[start : start + 40])) is not None


def is_at_a_bank(text: str, start: int) -> bool:
    """Whether the words before an account speak of a bank: it is where money goes, not an account with us."""
    return _BANK.search(text, max(0, start - 60), start) is not None


def is_of_another_firm(text: str, start: int) -> bool:
    """Whether the words before a labelled number name another firm: "my council tax ref"."""
    return _ANOTHER_FIRM.search(text, max(0, start - 60), start) is not None


def locators(text: str) -> list[tuple[int, int]]:
    """Where URLs, message ids and addresses stand: what is inside them names nothing for a person."""
    return [match.span() for match in _LOCATOR.finditer(text)]
