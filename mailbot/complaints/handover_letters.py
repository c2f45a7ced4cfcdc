"""What goes into reassignment.md and new_contact.md: a case was given to another handler.

Faults: `ValueError` where the new contact has no name to be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mailbot.complaints.calendar import in_words
from mailbot.complaints.letters import Context, Firm, LetterCase, clean_name, firm_context, moment_in_words


class Part(StrEnum):
    """What somebody who is told of it has to do with the case now."""

    NEW = "new"
    STAND_IN = "stand-in"  # for the new handler, who is away
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class Handover:
    """A case as its new handler finds it. `case.deadlines` are those that are open, `case.handler` is new."""

    case: LetterCase
    former: str
    at: datetime
    by: str = ""  # who gave it away; "" where nobody said
    closed: bool = False
    tasks: int = 0  # how many lie before people
    held_until: date | None = None  # reminders
    away_until: date | None = None  # the new handler's last day away
    stand_in: str = ""
    life_at_risk: bool = False
    unsafe_contact: bool = False
    told: bool = False  # the complainant is


def reassignment_context(firm: Firm, addressee: str, *, part: Part, of: Handover) -> Context:
    """For reassignment.md."""
    # Of a way that has closed nothing is owed any more.
    still = [one for one in of.case.deadlines if not (one.lapses_quietly and one.due_at < of.at)]
    return {
        "firm": firm_context(firm),
        "addressee": clean_name(addressee) or "Complaints team",
        "part": part.value,
        "reference": of.case.reference,
        "received_at": moment_in_words(of.case.received_at),
        "handler": clean_name(of.case.handler) or "somebody else",
        "former": clean_name(of.former) or "somebody else",
        "by": clean_name(of.by),
        "closed": of.closed,
        "deadlines": [
            {
                "name": deadline.name.replace("_", " "),
                "due_on": in_words(deadline.due_on),
                "work_by": in_words(deadline.work_by),
                "rule": deadline.rule,
                "overdue": deadline.due_at < of.at,
            }
            for deadline in sorted(still, key=lambda one: one.due_at)
        ],
        "tasks": of.tasks,
        "held_until": in_words(of.held_until) if of.held_until else "",
        "away_until": in_words(of.away_until) if of.away_until else "",
        "stand_in": clean_name(of.stand_in),
        "life_at_risk": of.life_at_risk,
        "unsafe_contact": of.unsafe_contact,
        "told": of.told,
    }


def new_contact_context(firm: Firm, complainant: str, *, reference: str, handler: str) -> Context:
    """For new_contact.md."""
    named = clean_name(handler)
    if not named:
        raise ValueError("the new contact has no name that a complainant could be told")
    return {
        "firm": firm_context(firm),
        "reference": reference,
        "complainant": clean_name(complainant),
        "handler": named,
    }
