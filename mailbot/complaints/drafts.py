"""Letters with judgement in them: what a handler's draft is told, and which letter belongs to which act.

mailbot decides no outcome: it fills in what is known and leaves a place, ``[[what to write there]]``, for
what a person has to say. The command that the sending of the letter stands for is one of `grammar`.

Faults: `ValueError` for an act that no letter goes with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from mailbot.complaints.calendar import london_day
from mailbot.complaints.commands import Command
from mailbot.complaints.deadlines import PAYMENTS_PREFIX
from mailbot.complaints.grammar import Verb
from mailbot.complaints.languages import day_in_words
from mailbot.complaints.letters import Context, Firm, LetterCase, clean_name, firm_context, paragraphs
from mailbot.complaints.practice import Regime
from mailbot.complaints.statements import TAKES_WORDING, says_annex_3r

#: What a response to a payments complaint needs besides its words, as a line of the draft's front matter.
AGREED = (
    "agreed: [[how and when the complainant agreed to a response by email (DISP 1.6.2AR); without that send "
    "it by post, and if it is about no payment say `type standard` first]]"
)
_NO_WORDING = (
    "[firm] ombudsman_wording is not set, and this letter must have the wording of DISP 1 Annex 3R that the "
    "firm has approved: have it set; or write the letter yourself, and record it by `mailbot cases`"
)
#: A place that a person has to fill in, and what should stand there.
PLACE = re.compile(r"\[\[((?:(?!\[\[).)*?)\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DraftLetter:
    """One letter that is drafted, and whether the Ombudsman's leaflet goes with it (DISP 1.6.2R)."""

    template: str
    must_enclose: bool = False
    may_enclose: bool = False  # where the firm does so

    def encloses(self, firm: Firm) -> bool:
        return self.must_enclose or (self.may_enclose and firm.leaflet_with_summary)


DRAFTS: Mapping[Verb, DraftLetter] = MappingProxyType(
    {
        Verb.CONTACTED: DraftLetter("progress"),
        Verb.HOLDING: DraftLetter("holding_response"),
        Verb.EIGHT_WEEK: DraftLetter("eight_week_response", must_enclose=True),
        Verb.SUMMARY_SENT: DraftLetter("summary_resolution", may_enclose=True),
        Verb.FINAL: DraftLetter("final_response", must_enclose=True),
        Verb.FORWARDED: DraftLetter("forwarding", must_enclose=True),
        Verb.WITHDRAWN: DraftLetter("withdrawal"),
    }
)


#: Letters that may go with an act instead of its usual one, by the name of their template.
OTHERS: Mapping[str, Verb] = MappingProxyType({"missing_details": Verb.CONTACTED})


def letters_and_acts() -> Mapping[str, str]:
    """The letters that a person completes, and the command that each goes with."""
    usual = {letter.template: verb.value for verb, letter in DRAFTS.items()}
    return {**usual, **{name: verb.value for name, verb in OTHERS.items()}}


def draft_for(verb: Verb, template: str = "") -> DraftLetter:
    """The letter whose sending is this act; `template` where it is not the usual one."""
    if verb not in DRAFTS:
        can = ", ".join(one.value for one in DRAFTS)
        raise ValueError(f"no letter goes with `{verb.value}`; there is one for {can}")
    if not template or template == DRAFTS[verb].template:
        return DRAFTS[verb]
    if OTHERS.get(template) is not verb:
        can = ", ".join([DRAFTS[verb].template, *(name for name, act in OTHERS.items() if act is verb)])
        raise ValueError(f"{template} does not go with `{verb.value}`, but {can}")
    return DraftLetter(template)


def draft_context(
    firm: Firm, case: LetterCase, command: Command, *, decision: str = "", wording: str = ""
) -> Context:
    """For the drafts. `decision`: "upheld", "partly" or "rejected"; `wording`: the name of one of the firm's.

    Raises `ValueError` where the firm has no wording that the letter must have.
    """
    due = {deadline.name.removeprefix(PAYMENTS_PREFIX): deadline.due_on for deadline in case.deadlines}
    pence = command.pence
    return {
        "firm": firm_context(firm),
        "reference": case.reference,
        "complainant": clean_name(case.complainant),
        "received_on": day_in_words(london_day(case.received_at), case.language),
        "handler": clean_name(case.handler),
        "missing": [clean_name(item) for item in case.missing],
        "decision": decision,
        "data_protection": case.data_protection,
        "redress": f"£{pence / 100:,.2f}" if pence else "",
        "because": _sentence(command.because),
        "other_firm": command.what,
        "expected_on": _in_words(command.on if command.verb is Verb.EIGHT_WEEK else None, case.language),
        "payments_after_holding_by": _in_words(due.get("final_response_after_holding"), case.language),
        "wording": _wording(firm, DRAFTS[command.verb].template, wording),
        "encloses_leaflet": DRAFTS[command.verb].encloses(firm),
    }


def _wording(firm: Firm, template: str, name: str) -> list[str]:
    """The firm's wording of DISP 1 Annex 3R, in paragraphs: the one of this name, else the usual one where
    the letter must have it. An eight-week response has one only where the complaint came too late."""
    if name:
        if name not in firm.ombudsman_wordings:
            known = ", ".join(firm.ombudsman_wordings) or "none"
            raise ValueError(f"there is no [[ombudsman_wording]] of the name {name!r}; there is {known}")
        if template not in TAKES_WORDING:
            raise ValueError(f"{template} has no wording of DISP 1 Annex 3R: leave `wording` out")
        return paragraphs(firm.ombudsman_wordings[name])
    if not says_annex_3r(template):
        return []
    if not firm.ombudsman_wording.strip():
        raise ValueError(_NO_WORDING)
    return paragraphs(firm.ombudsman_wording)


def asks_for_agreement(verb: Verb, regime: Regime) -> bool:
    """Whether the letter is a response that goes by email only where that was agreed (DISP 1.6.2AR)."""
    return verb in (Verb.HOLDING, Verb.FINAL) and regime is not Regime.STANDARD


def places(body: str) -> list[tuple[int, str]]:
    """The places nobody has filled in: line within `body`, from 1, and what should stand there."""
    return [
        (body.count("\n", 0, found.start()) + 1, " ".join(found[1].split())) for found in PLACE.finditer(body)
    ]


def _in_words(day: date | None, language: str) -> str:
    return day_in_words(day, language) if day is not None else ""


def _sentence(words: str) -> str:
    words = words.strip()
    if not words:
        return ""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!")) else ".")
