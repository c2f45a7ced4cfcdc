"""What handlers do with a case. The callers of these say so in the journal.

Faults: none of its own; an act on a case that is not there, or not in the right state, is False.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlmodel import Session

from mailbot.complaints.practice import Handler
from mailbot.store import tasks
from mailbot.store.statements import INDEXED, PAGE, folded, overwrite, plain, serialise
from mailbot.store.tables import cases, deadlines, handler_turns, notes


def next_handler(session: Session, handlers: Sequence[Handler]) -> Handler:
    """The handler who has not been given a case for longest; it is then their turn no more."""
    if not handlers:
        raise ValueError("there is no handler to give a case to")
    serialise(session, "handlers", "turn")
    turns = {row.email: row.turn for row in session.connection().execute(select(handler_turns))}
    chosen = min(handlers, key=lambda handler: turns.get(folded(handler.email), 0))
    _took_a_turn(session, chosen.email)
    return chosen


def assign(session: Session, reference: str, handler: Handler) -> bool:
    """Give a case and its open tasks to somebody else, which counts as their turn."""
    query = select(cases.c.id, cases.c.handler_email).where(cases.c.reference == reference)
    before = session.connection().execute(query).first()
    done = _update(session, reference, handler_name=plain(handler.name), handler_email=plain(handler.email))
    if done and before is not None:
        tasks.hand_over(session, before.id, before=before.handler_email, after=handler.email)
        serialise(session, "handlers", "turn")
        _took_a_turn(session, handler.email)
    return done


def note(session: Session, reference: str, *, text: str, by: str, now: datetime) -> bool:
    """Keep what somebody wrote on a case."""
    query = select(cases.c.id).where(cases.c.reference == reference)
    case_id = session.connection().execute(query).scalar()
    if case_id is None:
        return False
    values = {"case_id": case_id, "at": now, "by": plain(by, INDEXED), "text": plain(text, PAGE)}
    session.connection().execute(insert(notes), values)
    return True


def move(session: Session, reference: str, *, before: str, state: str, closed: bool, **values: Any) -> bool:
    """Move a case from one state to another; False where it is in neither the state nor there.

    `values` are columns of the case that the move changes too, such as its outcome.
    """
    values |= {"state": state, "status": "closed" if closed else "open"}
    values = {name: plain(value) if isinstance(value, str) else value for name, value in values.items()}
    return _update(session, reference, cases.c.state == before, **values)


def amend(
    session: Session,
    reference: str,
    *,
    received_at: datetime | None = None,
    received_on: date | None = None,
    regime: str | None = None,
    data_protection: bool | None = None,
    complainant_name: str | None = None,
    reminders_held_until: date | None = None,
    life_at_risk: bool | None = None,
    channel: str | None = None,
    responded_on: date | None = None,
    referral_until: date | None = None,
) -> bool:
    """Change what a person knows better; the caller recomputes the deadlines."""
    given = {
        "received_at": received_at,
        "received_on": received_on,
        "regime": regime,
        "data_protection": data_protection,
        "complainant_name": None if complainant_name is None else plain(complainant_name),
        "reminders_held_until": reminders_held_until,
        "life_at_risk": life_at_risk,
        "channel": channel,
        "responded_on": responded_on,
        "referral_until": referral_until,
    }
    values = {name: value for name, value in given.items() if value is not None}
    if "reminders_held_until" in values:
        its = select(cases.c.id).where(cases.c.reference == reference).scalar_subquery()
        session.connection().execute(update(deadlines).where(deadlines.c.case_id == its).values(look_at=None))
    return bool(values) and _update(session, reference, **values)


def _update(session: Session, reference: str, *conditions: Any, **values: Any) -> bool:
    statement = update(cases).where(cases.c.reference == reference, *conditions).values(**values)
    return session.connection().execute(statement).rowcount == 1


def _took_a_turn(session: Session, email: str) -> None:
    turn = (session.connection().execute(_LAST_TURN).scalar() or 0) + 1
    overwrite(session, handler_turns, {"email": folded(email), "turn": turn}, ["email"])


_LAST_TURN = select(func.max(handler_turns.c.turn))
