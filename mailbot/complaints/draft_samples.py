"""Made-up acts that take every branch of the letters a handler completes; for check and preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mailbot.complaints.commands import Command
from mailbot.complaints.drafts import DRAFTS, OTHERS, draft_context
from mailbot.complaints.grammar import Verb
from mailbot.complaints.letters import Context, Firm, LetterCase
from mailbot.complaints.statements import TAKES_WORDING

_WORDING = (
    "Here stands the wording of DISP 1 Annex 3R that the firm has approved.\n\n"
    "It says within which time the complainant can go to the Ombudsman."
)
_EXPECTED = date(2027, 3, 12)
_SAYS = {
    Verb.FINAL: [
        ("upheld", 12050),
        ("partly", 12050),
        ("upheld", None),
        ("rejected", None),
        ("rejected", 5000),
    ],
}


def draft_samples(firm: Firm, cases: Sequence[LetterCase]) -> dict[str, list[Context]]:
    """Contexts by letter; none is drafted without the wording of DISP 1 Annex 3R."""
    firm = replace(
        firm,
        ombudsman_wording=firm.ombudsman_wording or _WORDING,
        ombudsman_wordings=firm.ombudsman_wordings or {"late": _WORDING},
    )
    letters = [(letter.template, verb) for verb, letter in DRAFTS.items()]
    return {
        template: [
            draft_context(
                firm,
                case,
                Command(
                    verb,
                    "",
                    what="Other Bank plc",
                    on=_EXPECTED,
                    because="the other bank owes a file",
                    pence=pence,
                ),
                decision=decision,
                wording=wording,
            )
            for case in cases
            for decision, pence in _SAYS.get(verb, [("", None)])
            for wording in ("", *(firm.ombudsman_wordings if template in TAKES_WORDING else ()))
        ]
        for template, verb in [*letters, *OTHERS.items()]
    }
