"""What goes into command_answer.md: what became of what a handler wrote.

The handler's own words are not repeated: they may name people, and mails are read in trains.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mailbot.complaints.calendar import in_words
from mailbot.complaints.deadlines import Deadline
from mailbot.complaints.grammar import USAGE, Verb
from mailbot.complaints.letters import Context, Firm, clean_name, firm_context


class Fate(StrEnum):
    """What became of one line."""

    DONE = "done"
    REFUSED = "refused"
    UNCLEAR = "unclear"  # nearly a command; kept as a note
    NOTED = "noted"
    FILED = "filed"  # a copy of a letter to a complainant
    TOLD = "told"  # help, dates


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line's; `told` is one sentence or several lines."""

    fate: Fate
    case: str | None
    told: str = ""
    verb: Verb | None = None


_HEADINGS = {
    Fate.DONE: "Done",
    Fate.REFUSED: "NOT done",
    Fate.UNCLEAR: "Not understood, kept as a note",
    Fate.NOTED: "Noted",
    Fate.FILED: "Your letter is filed",
    Fate.TOLD: "What you asked for",
}


def answer_context(
    firm: Firm,
    handler: str,
    *,
    outcomes: Sequence[Outcome],
    due: Sequence[Deadline] = (),
    offered: Collection[Verb] = (),
) -> Context:
    """`due` is what is open in the one case it is about; `offered` what can be written, where that helps."""
    cases = list(dict.fromkeys(one.case for one in outcomes if one.case))
    return {
        "firm": firm_context(firm),
        "handler": clean_name(handler) or "Complaints team",
        "reference": cases[0] if cases else "",
        "cases": len(cases),
        "asked": any(one.fate is Fate.TOLD and one.case is not None for one in outcomes),
        "heading": _heading(outcomes),
        "outcomes": [
            {
                "fate": one.fate.value,
                "reference": one.case or "",
                "verb": one.verb.value if one.verb is not None else "",
                # A value has no marks of Markdown: what is to be typed stands between quotes.
                "told": [line.strip() for line in one.told.replace("`", '"').splitlines() if line.strip()],
            }
            for one in outcomes
        ],
        "due": [
            {
                "name": one.name.replace("_", " "),
                "due_on": in_words(one.due_on),
                "work_by": in_words(one.work_by) if one.work_by != one.due_on else "",
            }
            for one in sorted(due, key=lambda one: one.due_at)
        ],
        "offered": [
            {"form": usage.form, "meaning": usage.meaning} for verb, usage in USAGE.items() if verb in offered
        ],
    }


def _heading(outcomes: Sequence[Outcome]) -> str:
    fates = {one.fate for one in outcomes}
    if len(fates) == 1:
        return _HEADINGS[fates.pop()]
    done = sum(one.fate is Fate.DONE for one in outcomes)
    return f"{done} done, {len(outcomes) - done} NOT done"
