"""A message whose date of receipt cannot be believed: it is reckoned, and shown to the case's handler.

Faults: those of the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session

from mailbot.complaints.letters import moment_in_words
from mailbot.reading.arrival import Arrival
from mailbot.reading.receipt import UNCERTAIN, came_in
from mailbot.store import cases, ledger, received


def reckoned(session: Session, arrival: Arrival) -> Arrival:
    """With the moment it came in, and with the defect; as it is where its date can be believed."""
    if arrival.dated:
        return arrival
    known = ledger.last_written(session)
    if known is not None and known > arrival.now + ledger.APART:
        arrival = replace(arrival, behind=True)
        if arrival.dated:
            return arrival
    since = received.first_look(session, arrival.key.mailbox)
    parsed = replace(arrival.parsed, defects=(UNCERTAIN, *arrival.parsed.defects))
    return replace(arrival, parsed=parsed, came_in=came_in(parsed, since, arrival.first_seen))


def show_undated(session: Session, lay: Callable[..., bool], arrival: Arrival) -> None:
    """A case whose clock may have begun at another time is for its handler to look at."""
    if arrival.dated:
        return
    seen = received.seen(session, arrival.key)
    case = cases.get(session, seen.case) if seen and seen.case else None
    if seen is None or case is None or case.received_at != arrival.received_at:
        return  # none, or its clock began with another message
    how = "by its topmost Received field" if arrival.came_in else "when mailbot first saw it"
    lay(
        session,
        unique_key=f"undated:{seen.id}",
        reason=UNCERTAIN,
        detail=f"{_told(arrival)}; it counts as received on {moment_in_words(arrival.received_at)}, {how}; "
        "look there whether it came in earlier",
        case=case,
        message_row_id=seen.id,
        now=arrival.now,
    )


def _told(arrival: Arrival) -> str:
    """What the mail server says about its date."""
    told = arrival.internal_date
    if told <= arrival.first_seen or told.year >= ledger.NEVER:
        return "the mail server tells no date for this message"
    return f"the mail server dates this message {moment_in_words(told)}, which was still to come"
