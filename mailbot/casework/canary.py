"""The cases of complaints mailbot sends to itself: opened like any, told to nobody, and closed again.

Faults: none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from mailbot.casework.moving import Actor, NotAllowed, move
from mailbot.complaints.decide import Plan, Step
from mailbot.complaints.practice import Practice
from mailbot.complaints.states import Move
from mailbot.reading.arrival import Arrival
from mailbot.store import canaries, cases
from mailbot.store.journal import Event, append

BECAUSE = "a canary of mailbot's own"
_MAILBOT = Actor("mailbot", "canary")


def unheard(session: Session, plan: Plan, arrival: Arrival, practice: Practice) -> Plan:
    """The plan for a canary of ours: nobody is told of its case. Anybody may write from its address, so what
    counts is its Message-ID, which was written down before it was sent."""
    author = arrival.correspondent
    if plan.step is not Step.OPEN or author is None or not practice.canary or author.key != practice.canary:
        return plan
    if not canaries.flies(session, arrival.parsed.message_id):
        return plan
    return replace(plan, quiet=True, task=None)


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
