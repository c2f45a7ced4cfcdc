"""The cases of complaints mailbot sends to itself: opened like any, told to nobody, and closed again.

Faults: none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from mailbot.casework.moving import Actor, NotAllowed, move
from mailbot.complaints.decide import Plan, Step
from mailbot.complaints.known import Known
from mailbot.complaints.practice import Practice
from mailbot.complaints.states import Move
from mailbot.reading.arrival import Arrival
from mailbot.store import canaries, cases
from mailbot.store.journal import Event, append

BECAUSE = "a canary of mailbot's own"
_MAILBOT = Actor("mailbot", "canary")


def is_canary(session: Session, arrival: Arrival, practice: Practice) -> bool:
    """Whether a message is one we sent. Anybody may write from its address, so what counts is its Message-ID,
    which was written down before it was sent, and that this is the first message with it."""
    author = arrival.correspondent
    if author is None or not practice.canary or author.key != practice.canary:
        return False
    return canaries.flies(session, arrival.parsed.message_id)


def unlimited(known: Known) -> Known:
    """What bears on a canary: not how many there were before, nor that they are all alike."""
    return replace(
        known,
        acknowledgements_today=0,
        acknowledgements_this_week=0,
        acknowledgements_of_domain=0,
        twin=None,
        alike=None,
    )


def unheard(plan: Plan) -> Plan:
    """The plan for a canary: nobody is told of its case."""
    return replace(plan, quiet=True) if plan.step is Step.OPEN else plan


def dismiss(session: Session, reference: str, now: datetime) -> list[Event]:
    """Close its case as no complaint; nothing where somebody has."""
    case = cases.hold(session, reference)
    if case is None:
        return []
    try:
        events = move(
            session, case, Move.DISMISSED, _MAILBOT, now, facts={"because": BECAUSE},
            outcome=Move.DISMISSED.value, closed_because=BECAUSE,
        )  # fmt: skip
    except NotAllowed:
        return []
    append(session, events)
    return events
