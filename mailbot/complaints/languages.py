"""In which language a complainant is answered, and dates written out in it.

A message counts as written in another language where that language knows most of its words and English does
not: a name, a street or a courtesy in Welsh makes no Welsh letter. In doubt it is English.

Faults: `ValueError` for a language no letter can be written in; `Unequipped` where the packages are missing
that know other languages than English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from mailbot.complaints.calendar import in_words
from mailbot.mail.writing.template_files import ENGLISH as ENGLISH

_READ = 4000  # characters: whoever wrote more has shown his language
_FEWEST = 5  # words: "Diolch, Gwen" is a courtesy
_KNOWN = 0.6  # of the words, by their own language
_LEAD = 0.3  # of the words, more than English knows
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class Unequipped(RuntimeError):
    """The packages for other languages are not installed."""

    def __init__(self) -> None:
        super().__init__("other languages need more packages: pip install 'mailbot[languages]'")


def check_language(code: str) -> None:
    """Refuse a code (ISO 639-1) of which words or dates are not known."""
    try:
        from babel import Locale, UnknownLocaleError
        from simplemma.strategies.dictionaries import DefaultDictionaryFactory
    except ImportError:
        raise Unequipped from None
    try:
        Locale.parse(code)
        DefaultDictionaryFactory().get_dictionary(code)
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"there is no language {code!r} whose words and dates are known") from None


def language_of(text: str, offered: Sequence[str]) -> str:
    """The one of the `offered` languages that a text is written in, else English."""
    words = _WORD.findall(text[:_READ])
    if not offered or len(words) < _FEWEST:
        return ENGLISH
    try:
        from simplemma import langdetect
    except ImportError:
        raise Unequipped from None
    shares = dict(langdetect(" ".join(words), lang=(*offered, ENGLISH)))
    known, code = max((shares.get(each, 0.0), each) for each in offered)
    return code if known >= _KNOWN and known - shares.get(ENGLISH, 0.0) >= _LEAD else ENGLISH


def day_in_words(day: date, language: str = ENGLISH) -> str:
    """A date within a sentence: "Friday 12 February 2027", "dydd Gwener 12 Chwefror 2027"."""
    if language == ENGLISH:
        return in_words(day)
    try:
        from babel.dates import format_date
    except ImportError:
        raise Unequipped from None
    words: str = format_date(day, "EEEE d MMMM y", locale=language)
    # Of Welsh the locale data have the day as a list would begin with it.
    return words.replace("Dydd ", "dydd ") if language == "cy" else words
