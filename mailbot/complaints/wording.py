"""Tests of a letter's words: whether a thing is said in them.

They are tolerant, of wording and not of facts: a date must be the date of this case, an address the firm's
own.

Faults: none; `words_of` takes any text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from mailbot.complaints.days_in import tells_day

#: What a letter was filled with.
Context = Mapping[str, object]

#: A place in a draft that a person has yet to fill in; what should stand there is said within.
_PLACE = re.compile(r"\[\[.*?\]\]")
#: An e-mail address, a telephone number, a postcode or a website, but the Ombudsman's.
_A_WAY = re.compile(
    r"[\w.+-]+@[\w-]+\.\w|(?<!\d)(?:\+44|0)[\d ()-]{9,}|\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b"
    r"|\bwww\.(?!financial-ombudsman\.)[\w-]+\.\w|https?://(?!www\.financial-ombudsman\.)"
)
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "‑": "-", "–": "-", "*": ""})


def words_of(text: str) -> str:
    """A text in small letters on one line, its quotes and dashes plain."""
    return " ".join(text.translate(_SAME).casefold().split())


def says(*patterns: str) -> Callable[[str, Context], bool]:
    """Whether each of the patterns is found."""
    compiled = [re.compile(pattern) for pattern in patterns]
    return lambda words, _: all(pattern.search(words) for pattern in compiled)


def tells(words: str, value: object) -> bool:
    """Whether a value stands in the letter; for one that is not known yet a place to fill in will do."""
    told = words_of(str(value or ""))
    return told in words if told else _PLACE.search(words) is not None


def timescales(words: str, context: Context) -> bool:
    clocks = []
    if "eight_weeks_by" in context:
        clocks.append(tells(words, context["eight_weeks_by"]) and _EIGHT_WEEKS(words, context))
    if "payments_by" in context:
        dates = tells(words, context["payments_by"]) and tells(words, context["payments_after_holding_by"])
        clocks.append(dates and _PAYMENTS(words, context))
    return bool(clocks) and all(clocks)


_EIGHT_WEEKS = says(r"\b(?:eight|8) weeks\b", r"\b(?:written response|final response)\b")
_PAYMENTS = says(
    r"\b(?:fifteen|15) business days\b",
    r"\b(?:thirty-five|35) business days\b",
    r"\bexceptional",
    r"\bholding (?:response|reply|letter)\b",
    r"\bfinal response\b",
)
RECEIVED = says(
    r"\b(?:received|have (?:got )?your|we(?:'ve| have) had)\b",
    r"\b(?:dealing with|looking into|investigating|working on)\b",
)
OMBUDSMAN = says(r"\bfinancial ombudsman service\b", r"\bwww\.financial-ombudsman\.org\.uk\b")
_FREE = r"\b(?:free|no (?:cost|charge))\b"
_FREE_PROCEDURE = says(
    r"\bprocedure\b",
    rf"\b(?:complain|complaining|procedure)\b[^.]{{0,60}}{_FREE}|{_FREE}[^.]{{0,60}}\bprocedure\b",
)


def contact(words: str, context: Context) -> bool:
    firm = firm_of(context)
    ways = [firm.get("phone"), firm.get("email")]
    by_answer = re.search(r"\brepl(?:y|ying) to this e-?mail\b|\banswer this e-?mail\b", words)
    number = not firm.get("phone") or tells(words, firm["phone"])
    return number and (by_answer is not None or any(way and tells(words, way) for way in ways))


def who(words: str, context: Context) -> bool:
    if context.get("handler"):
        return tells(words, context["handler"])
    return re.search(r"\b(?:our|the) (?:[\w'-]+ ){0,3}team\b", words) is not None


def procedure(words: str, context: Context) -> bool:
    firm = firm_of(context)
    paragraphs = firm.get("complaints_procedure")
    if firm.get("procedure_url"):
        there = tells(words, firm["procedure_url"])
    elif isinstance(paragraphs, list) and paragraphs:
        there = all(tells(words, paragraph) for paragraph in paragraphs)
    else:
        there = re.search(r"\bcopy\b", words) is not None
    return there and _FREE_PROCEDURE(words, context)


def annex_3r(words: str, context: Context) -> bool:
    wording = context.get("wording")
    told = wording if isinstance(wording, list | tuple) else ()
    return bool(told) and all(tells(words, paragraph) for paragraph in told)


def leaflet_said(words: str, _: Context) -> bool:
    return re.search(r"\bleaflet\b", words) is not None and re.search(r"\benclos|\battach", words) is not None


def holding_date(words: str, context: Context) -> bool:
    day = context.get("expected_on") or context.get("payments_after_holding_by")
    return tells(words, day) or tells_day(words, str(day or ""))


def other_way(words: str, context: Context) -> bool:
    """Whether a way to reach somebody stands in the letter that is neither ours nor the Ombudsman's."""
    firm = firm_of(context)
    ours = [firm.get(key) for key in ("phone", "email", "address", "website", "procedure_url")]
    wording = context.get("wording")
    for value in (*ours, *(wording if isinstance(wording, list) else ())):
        words = words.replace(words_of(str(value or "")) or "\n", " ")
    return _PLACE.search(words) is not None or _A_WAY.search(words) is not None


def firm_of(context: Context) -> Mapping[str, object]:
    firm = context.get("firm")
    return firm if isinstance(firm, Mapping) else {}


def in_payments(context: Context) -> bool:
    return "payments_by" in context
