"""What letters must say: a closed list, each statement with its rule and a test of the words.

A letter's front matter names its statements (``requires: timescales, ombudsman``). The floor of each letter
is here: a firm's own file may ask for more and never for less.

Faults: none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mailbot.complaints.wording import (
    OMBUDSMAN,
    RECEIVED,
    Context,
    annex_3r,
    contact,
    holding_date,
    in_payments,
    leaflet_said,
    other_way,
    procedure,
    says,
    tells,
    timescales,
    who,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a letter says. `is_said` and `is_due` are told the letter's context; `is_said` its words too,
    as `words_of` gives them."""

    name: str
    source: str  # the rule
    what: str  # "must …"
    is_said: Callable[[str, Context], bool]
    is_due: Callable[[Context], bool] = lambda _: True


_STATEMENTS = (
    # An acknowledgement.
    Statement(
        "received",
        "DISP 1.6.1R(1)(a)",
        "say that we have the complaint and are dealing with it",
        lambda words, context: (
            RECEIVED(words, context)
            and ("received_on" not in context or tells(words, context["received_on"]))
        ),
    ),
    Statement(
        "timescales",
        "DISP 1.6.1R(1)(b)",
        "say by when we answer, with the date of every clock that runs: eight weeks for a written "
        "response, or 15 business days for the final response and, exceptionally, 35 after a holding one",
        timescales,
        lambda context: bool(context.get("states_timescales", True)),
    ),
    Statement(
        "email-consent",
        "DISP 1.6.2AR",
        "ask whether the answer to a payments complaint may come by email; else it is owed on paper",
        says(r"\be-?mail\b", r"\bpaper\b|\bby post\b|\bletter\b", r"\bmay we\b|\bagree\b|\bhappy for us\b"),
        in_payments,
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
    Statement("who", "DISP 1.6.1R(2)", "say who looks after the complaint", who),
    Statement(
        "contact",
        "DISP 1.3.1AAR",
        "say how to reach us: by answering, and our telephone number",
        contact,
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
        procedure,
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
        OMBUDSMAN,
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
    Statement("annex-3r", "DISP 1 Annex 3R", "have the firm's approved wording of Annex 3R", annex_3r),
    Statement(
        "leaflet",
        "DISP 1.6.2R",
        "say that the Ombudsman's leaflet is enclosed, and enclose it",
        leaflet_said,
        lambda context: bool(context.get("encloses_leaflet", True)),
    ),
    Statement(
        "reasons",
        "DISP 1.6.2R, 1.6.2AR",
        "give the reasons for the delay",
        lambda words, context: tells(words, context.get("because")),
    ),
    Statement(
        "expected",
        "DISP 1.6.2R, 1.6.2AR",
        "say when the final response can be expected",
        holding_date,
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
        lambda words, context: tells(words, context.get("other_firm")) and other_way(words, context),
    ),
)
STATEMENTS: Mapping[str, Statement] = MappingProxyType({one.name: one for one in _STATEMENTS})

_WITH_LEAFLET = ("reference", "ombudsman-now", "leaflet", "ombudsman")
_FINAL = (*_WITH_LEAFLET, "annex-3r")
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
        "eight_week_response": (*_WITH_LEAFLET, "reasons", "expected"),
        "final_response": (*_FINAL, "data-outcome"),
        "forwarding": (*_FINAL, "other-firm"),
        "summary_resolution": (
            "reference",
            "resolved",
            "if-dissatisfied",
            "annex-3r",
            "leaflet",
            "ombudsman",
            "more-on-its-site",
        ),
    }
)


#: The letters in which the firm's wording of DISP 1 Annex 3R may stand (DISP 1.6.2R(1) and (2), 1.5.4R(3)).
TAKES_WORDING = frozenset(
    {"eight_week_response", *(name for name, floor in FLOORS.items() if "annex-3r" in floor)}
)


def says_annex_3r(template: str) -> bool:
    """Whether a letter must have the firm's approved wording of DISP 1 Annex 3R."""
    return "annex-3r" in FLOORS.get(template, ())
