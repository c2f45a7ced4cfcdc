"""Whether a letter in another language than English says what it must.

Of Welsh the words are known. Of any other language only what is the same in all of them can be looked for,
such as dates, the reference, a telephone number and the Ombudsman's website; the rest is for whoever
reviews the letters, `[[language]] reviewed_by`.

Faults: none; any text may be asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from mailbot.complaints.languages import ENGLISH
from mailbot.complaints.statements import Statement
from mailbot.complaints.wording import Context, firm_of, says, tells

_Test = Callable[[str, Context], bool]


def is_said(statement: Statement, words: str, context: Context, language: str) -> bool:
    """Whether a letter has a statement; `words` as `words_of` gives them."""
    if language == ENGLISH:
        return statement.is_said(words, context)
    facts = _FACTS.get(statement.name)
    spoken = _SPOKEN.get(language, {}).get(statement.name)
    return (facts is None or facts(words, context)) and (spoken is None or spoken(words, context))


def _told(*keys: str) -> _Test:
    """Whether each of these values of the letter stands in it; one it was not filled with need not."""
    return lambda words, context: all(tells(words, context[key]) for key in keys if context.get(key))


def _of_firm(*keys: str) -> _Test:
    return lambda words, context: all(
        tells(words, value) for key in keys if isinstance(value := firm_of(context).get(key), str) and value
    )


def _procedure(words: str, context: Context) -> bool:
    firm = firm_of(context)
    paragraphs = firm.get("complaints_procedure")
    if firm.get("procedure_url") or not isinstance(paragraphs, list):
        return _of_firm("procedure_url")(words, context)
    return all(tells(words, paragraph) for paragraph in paragraphs)


_FACTS: Mapping[str, _Test] = {
    "received": _told("received_on"),
    "timescales": _told("eight_weeks_by", "payments_by", "payments_after_holding_by"),
    "who": _told("handler"),
    "contact": _of_firm("phone"),
    "procedure": _procedure,
    "reference": _told("reference"),
    "ombudsman": says(r"\bwww\.financial-ombudsman\.org\.uk\b"),
    "reasons": _told("because"),
    "expected": _told("expected_on"),
    "other-firm": _told("other_firm"),
}


def _where(key: str, test: _Test) -> _Test:
    """What must be said only where the letter was filled with a value."""
    return lambda words, context: key not in context or test(words, context)


def _all(words: str, context: Context, *, of: tuple[_Test, ...]) -> bool:
    return all(test(words, context) for test in of)


_TERMYNOL = r"\bh?ymateb terfynol\b"
_WELSH: Mapping[str, _Test] = {
    "received": says(r"\bderbyn", r"\bdelio\b|\bymchwilio\b"),
    "timescales": partial(
        _all,
        of=(
            _where(
                "eight_weeks_by", says(r"\b(?:wyth|8) wythnos\b", rf"\bymateb ysgrifenedig\b|{_TERMYNOL}")
            ),
            _where(
                "payments_by",
                says(
                    r"\b15 diwrnod busnes\b",
                    r"\b35 diwrnod busnes\b",
                    r"\beithriadol",
                    r"\bymateb dros dro\b",
                    _TERMYNOL,
                ),
            ),
        ),
    ),
    "email-consent": says(
        r"\be-?bost\b", r"\bbapur\b|\bdrwy'r post\b|\blythyr\b", r"\ba gawn ni\b|\bcytuno\b|\bfodlon\b"
    ),
    "data-protection": says(r"\bdata personol\b|\bgwybodaeth bersonol\b|\bdiogelu data\b", r"\bymchwilio\b"),
    "contact": says(r"\batebwch yr? e-?bost\b|\bffoniwch\b|@"),
    "formats": says(r"\bprint bras\b|\bbraille\b|\bfformat"),
    "procedure": says(r"\bg?weithdrefn\b", r"\bam ddim\b"),
    "ombudsman": says(r"\bombwdsmon ariannol\b"),
    "debt": says(r"\bnid\b[^.]{0,40}\bgofyn am daliad\b"),
    "not-an-answer": says(r"\bnid (?:ein h?ateb|ymateb|penderfyniad)\b"),
}
_SPOKEN = {"cy": _WELSH}
