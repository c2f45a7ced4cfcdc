"""What letters must say: a closed list, each statement with its rule and a test of the words.

A letter's front matter names its statements (``requires: timescales, ombudsman``). The floor of each letter
is here: a firm's own file may ask for more and never for less. The tests are tolerant, of wording and not
of facts: a date must be the date of this case, an address the firm's own.

Faults: none; `words_of` takes any text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: What a letter was filled with.
Context = Mapping[str, object]

#: A place in a draft that a person has yet to fill in; what should stand there is said within.
_PLACE = re.compile(r"\[\[.*?\]\]")
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "‑": "-", "–": "-", "*": ""})


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a letter says. `is_said` and `is_due` are told the letter's context; `is_said` its words too,
    as `words_of` gives them."""

    name: str
    source: str  # the rule
    what: str  # "must …"
    is_said: Callable[[str, Context], bool]
    is_due: Callable[[Context], bool] = lambda _: True


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


def _timescales(words: str, context: Context) -> bool:
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
_RECEIVED = says(
    r"\b(?:received|have (?:got )?your|we(?:'ve| have) had)\b",
    r"\b(?:dealing with|looking into|investigating|working on)\b",
)
_OMBUDSMAN = says(r"\bfinancial ombudsman service\b", r"\bwww\.financial-ombudsman\.org\.uk\b")
_FREE = r"\b(?:free|no (?:cost|charge))\b"
_FREE_PROCEDURE = says(
    r"\bprocedure\b",
    rf"\b(?:complain|complaining|procedure)\b[^.]{{0,60}}{_FREE}|{_FREE}[^.]{{0,60}}\bprocedure\b",
)


def _contact(words: str, context: Context) -> bool:
    firm = firm_of(context)
    ways = [firm.get("phone"), firm.get("email")]
    by_answer = re.search(r"\brepl(?:y|ying) to this e-?mail\b|\banswer this e-?mail\b", words)
    number = not firm.get("phone") or tells(words, firm["phone"])
    return number and (by_answer is not None or any(way and tells(words, way) for way in ways))


def _who(words: str, context: Context) -> bool:
    if context.get("handler"):
        return tells(words, context["handler"])
    return re.search(r"\b(?:our|the) (?:[\w'-]+ ){0,3}team\b", words) is not None


def _procedure(words: str, context: Context) -> bool:
    firm = firm_of(context)
    paragraphs = firm.get("complaints_procedure")
    if firm.get("procedure_url"):
        there = tells(words, firm["procedure_url"])
    elif isinstance(paragraphs, list) and paragraphs:
        there = all(tells(words, paragraph) for paragraph in paragraphs)
    else:
        there = re.search(r"\bcopy\b", words) is not None
    return there and _FREE_PROCEDURE(words, context)


def _annex_3r(words: str, context: Context) -> bool:
    wording = context.get("wording")
    told = wording if isinstance(wording, list | tuple) else ()
    return all(tells(words, paragraph) for paragraph in told) if told else tells(words, "")


def _leaflet_said(words: str, _: Context) -> bool:
    return re.search(r"\bleaflet\b", words) is not None and re.search(r"\benclos|\battach", words) is not None


def _holding_date(words: str, context: Context) -> bool:
    return tells(words, context.get("expected_on") or context.get("payments_after_holding_by"))


def firm_of(context: Context) -> Mapping[str, object]:
    firm = context.get("firm")
    return firm if isinstance(firm, Mapping) else {}


def _in_payments(context: Context) -> bool:
    return "payments_by" in context


_STATEMENTS = (
    # An acknowledgement.
    Statement(
        "received",
        "DISP 1.6.1R(1)(a)",
        "say that we have the complaint and are dealing with it",
        lambda words, context: (
            _RECEIVED(words, context)
            and ("received_on" not in context or tells(words, context["received_on"]))
        ),
    ),
    Statement(
        "timescales",
        "DISP 1.6.1R(1)(b)",
        "say by when we answer, with the date of every clock that runs: eight weeks for a written "
        "response, or 15 business days for the final response and, exceptionally, 35 after a holding one",
        _timescales,
        lambda context: bool(context.get("states_timescales", True)),
    ),
    Statement(
        "email-consent",
        "DISP 1.6.2AR",
        "ask whether the answer to a payments complaint may come by email; else it is owed on paper",
        says(r"\be-?mail\b", r"\bpaper\b|\bby post\b|\bletter\b", r"\bmay we\b|\bagree\b|\bhappy for us\b"),
        _in_payments,
    ),
    Statement(
        "data-protection",
        "s.164A DPA 2018",
        "say that we look into the complaint about personal data",
        says(
            r"\bpersonal (?:data|information)\b|\bdata protection\b|\bprivacy\b",
            r"\blook(?:ing)? into\b|\binvestigat",
        ),
        lambda context: bool(context.get("data_protection")),
    ),
    Statement(
        "data-outcome",
        "s.164A DPA 2018",
        "say what became of the complaint about personal data, and that the complainant may complain to the "
        "Information Commissioner, https://ico.org.uk",
        says(r"\bpersonal (?:data|information)\b", r"\binformation commission", r"\bico\.org\.uk\b"),
        lambda context: bool(context.get("data_protection")),
    ),
    Statement("who", "DISP 1.6.1R(2)", "say who looks after the complaint", _who),
    Statement(
        "contact", "DISP 1.3.1AAR", "say how to reach us: by answering, and our telephone number", _contact
    ),
    Statement(
        "formats",
        "DISP 1.5.6G, FG21/1",
        "offer another format or other help",
        says(r"\b(?:large print|braille|another format|other formats?|different format|easy read)\b"),
    ),
    Statement(
        "procedure",
        "DISP 1.2.1R(3)(b)",
        "give our complaints procedure in writing, free of charge",
        _procedure,
    ),
    Statement(
        "reference",
        "DISP 1.9.1R",
        "name the reference of the case",
        lambda words, context: tells(words, context.get("reference")),
    ),
    Statement(
        "ombudsman",
        "DISP 1.2.1R",
        "name the Financial Ombudsman Service and its website, www.financial-ombudsman.org.uk",
        _OMBUDSMAN,
    ),
    Statement(
        "debt",
        "CONC 7.14.1R, DISP 2.3",
        "say that it does not ask for a payment",
        says(
            r"\bnot (?:ask(?:ing)? (?:you )?for|a request for|requesting|require) (?:a |any )?payment",
        ),
        lambda context: bool(context.get("debt")),
    ),
    Statement(
        "not-an-answer",
        "DISP 2.8.3G",
        "say that it is not our answer to the complaint: a final response starts the six months",
        says(r"\bnot (?:our|a|the) (?:\w+ )?(?:answer|response|decision)\b"),
    ),
    # The answers, which a person writes.
    Statement(
        "ombudsman-now",
        "DISP 1.6.2R",
        "say that the complainant may now go to the Ombudsman",
        says(r"\b(?:can|may|right to|entitled to|able to)\b[^.]{0,60}\bombudsman\b", r"\bnow\b|\bright to\b"),
    ),
    Statement("annex-3r", "DISP 1 Annex 3R", "have the firm's approved wording of Annex 3R", _annex_3r),
    Statement(
        "leaflet",
        "DISP 1.6.2R",
        "say that the Ombudsman's leaflet is enclosed, and enclose it",
        _leaflet_said,
    ),
    Statement(
        "reasons",
        "DISP 1.6.2R, 1.6.2AR",
        "give the reasons for the delay",
        lambda words, context: tells(words, context.get("because")),
    ),
    Statement(
        "expected", "DISP 1.6.2R, 1.6.2AR", "say when the final response can be expected", _holding_date
    ),
    Statement(
        "resolved",
        "DISP 1.5.4R(1)",
        "refer to the complaint and say that we now consider it resolved",
        says(r"\bcomplain", r"\bresolved\b"),
    ),
    Statement(
        "if-dissatisfied",
        "DISP 1.5.4R(2)",
        "say that the complainant may be able to go to the Ombudsman if later dissatisfied",
        says(r"\bmay\b[^.]{0,80}\bombudsman\b", r"\bdissatisfied\b|\bunhappy\b|\bnot (?:happy|satisfied)\b"),
    ),
    Statement(
        "more-on-its-site",
        "DISP 1.5.4R(5)",
        "say that there is more information on the Ombudsman's website",
        says(r"\b(?:more|further) (?:information|about)\b", r"\bwebsite\b|\bfinancial-ombudsman\.org\.uk\b"),
    ),
    Statement(
        "other-firm",
        "DISP 1.7.1R",
        "name the firm the complaint is passed to, and how to reach it",
        lambda words, context: tells(words, context.get("other_firm")),
    ),
)
STATEMENTS: Mapping[str, Statement] = MappingProxyType({one.name: one for one in _STATEMENTS})

_FINAL = ("reference", "ombudsman-now", "annex-3r", "leaflet", "ombudsman")
#: What each letter must say at the least, by the name of its template.
FLOORS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "acknowledgement": (
            "received",
            "reference",
            "timescales",
            "email-consent",
            "data-protection",
            "who",
            "contact",
            "procedure",
            "ombudsman",
            "debt",
        ),
        "leaflet": ("reference", "not-an-answer", "ombudsman"),
        "leaflet_text": ("ombudsman",),
        "new_contact": ("reference", "who", "contact"),
        "follow_up": ("reference", "not-an-answer", "who", "contact"),
        "holding_response": ("reference", "reasons", "expected"),
        "eight_week_response": (*_FINAL, "reasons", "expected"),
        "final_response": (*_FINAL, "data-outcome"),
        "forwarding": (*_FINAL, "other-firm"),
        "summary_resolution": (
            "reference",
            "resolved",
            "if-dissatisfied",
            "annex-3r",
            "ombudsman",
            "more-on-its-site",
        ),
    }
)


def says_annex_3r(template: str) -> bool:
    """Whether a letter must have the firm's approved wording of DISP 1 Annex 3R."""
    return "annex-3r" in FLOORS.get(template, ())
