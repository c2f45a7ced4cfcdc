"""Confirm to a complainant that a further message has arrived, where the firm wants that.

Once a day for a case and three times a week to one address, whatever comes: a machine that answers must not
keep it going (RFC 3834 section 2). Nothing is owed where it does not go.

Faults: those of the database. A letter that cannot be written is an event; the message has joined its case.
"""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from mailbot.casework.correspondence import CANNOT_WRITE, TO_COMPLAINANT, Correspondence
from mailbot.complaints.follow_up_letter import follow_up_context
from mailbot.complaints.states import State
from mailbot.mail.message import Address
from mailbot.reading.arrival import Arrival
from mailbot.store import pace
from mailbot.store.cases import Case
from mailbot.store.harm import harm_in, harm_known
from mailbot.store.journal import Event, Facts

FOLLOW_UP = "follow_up"
_A_WEEK, _MOST_A_WEEK = timedelta(days=7), 3


def confirm(letters: Correspondence, session: Session, arrival: Arrival, case: Case, row: int) -> list[Event]:
    """Tell the author that the message in this row has joined the case; `case` is as it was before."""
    author = arrival.correspondent
    if author is None or not _may_be_written_to(session, arrival, case, author):
        return []
    try:
        put = letters.write_to(
            session,
            FOLLOW_UP,
            lambda firm, name: follow_up_context(
                firm, name, reference=case.reference, handler=case.handler_name
            ),
            unique_key=f"message:{row}:{FOLLOW_UP}",
            recipient=Address(case.complainant_name, author.addr_spec),
            now=arrival.now,
            case_id=case.id,
            audience=TO_COMPLAINANT,
            parent=arrival.parsed,
        )
    except CANNOT_WRITE as fault:
        why = f"{FOLLOW_UP} could not be written ({type(fault).__name__})"
        return [Event("letter-unwritten", arrival.now, case.reference, {"why": why})]
    if put is None:
        return []
    shown: Facts = {"to": author.addr_spec}
    return [Event("letter-queued", arrival.now, case.reference, {"kind": FOLLOW_UP}, shown)]


def _may_be_written_to(session: Session, arrival: Arrival, case: Case, author: Address) -> bool:
    """An acknowledgement goes first; where writing may do harm a person decides; one a day is enough.

    Whoever was answered must not read that the answer is still to come: the six months run (DISP 2.8.2R).
    """
    state = State(case.state)
    if state is State.OPENED or state.closed or case.responded_on is not None:
        return False
    harm = harm_in(session, case.id, life_at_risk=case.life_at_risk)
    if harm or harm_known(session, author.addr_spec, but=case.id):
        return False
    to, now = author.addr_spec, arrival.now
    return (
        pace.written_to(session, to, FOLLOW_UP, now, case_id=case.id) == 0
        and pace.written_to(session, to, FOLLOW_UP, now, within=_A_WEEK) < _MOST_A_WEEK
    )
