"""What handlers do with a case. The callers of these say so in the journal.

Faults: none of its own; an act on a case that is not there, or not in the right state, is False.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import Session

from mailbot.complaints.practice import Handler
from mailbot.store import tasks
from mailbot.store.statements import INDEXED, PAGE, folded, overwrite, plain, serialise
from mailbot.store.tables import cases, deadlines, handler_turns, notes, parties

# Written once: building a statement costs as much as carrying it out, and these are asked of every case.
_OPEN_OF_PARTY = (
    select(cases.c.reference, cases.c.handler_email)
    .join(parties, parties.c.case_id == cases.c.id)
    .where(
        parties.c.address == bindparam("address"),
        parties.c.role == "complainant",
        cases.c.status == "open",
    )
    .order_by(cases.c.id.desc())
    .limit(bindparam("most"))
)
_LOADS = (
    select(cases.c.handler_email, func.count())
    .where(cases.c.status == "open")
    .group_by(cases.c.handler_email)
)


def next_handler(session: Session, handlers: Sequence[Handler], *, by_load: bool = False) -> Handler:
    """The handler who has not been given a case for longest; it is then their turn no more.

    `by_load`: of those with the fewest open cases.
    """
    if not handlers:
        raise ValueError("there is no handler to give a case to")
    serialise(session, "handlers", "turn")
    turns = {row.email: row.turn for row in session.connection().execute(select(handler_turns))}
    load = _open_cases(session) if by_load else Counter()
    chosen = min(handlers, key=lambda one: (load[folded(one.email)], turns.get(folded(one.email), 0)))
    _took_a_turn(session, chosen.email)
    return chosen


def _open_cases(session: Session) -> Counter[str]:
    """How many open cases each handler has, by folded address."""
    found: Counter[str] = Counter()
    for email, number in session.connection().execute(_LOADS):
        found[folded(email)] += number
    return found


def open_of_party(session: Session, address: str, most: int) -> list[tuple[str, str]]:
    """(reference, handler's address) of the open cases of a complainant, the newest first."""
    about = {"address": folded(address), "most": most}
    return [(row[0], row[1]) for row in session.connection().execute(_OPEN_OF_PARTY, about)]


def assign(session: Session, reference: str, handler: Handler) -> int:
    """Give a case and its open tasks to somebody else, which counts as their turn.

    Returns the number of the turn, which no other assignment has; 0 where there is no such case.
    """
    query = select(cases.c.id, cases.c.handler_email).where(cases.c.reference == reference)
    before = session.connection().execute(query).first()
    if before is None:
        return 0
    _update(session, reference, handler_name=plain(handler.name), handler_email=plain(handler.email))
    tasks.hand_over(session, before.id, before=before.handler_email, after=handler.email)
    serialise(session, "handlers", "turn")
    return _took_a_turn(session, handler.email)


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


def unanswered(session: Session, reference: str) -> bool:
    """The answer that was recorded never went."""
    return _update(session, reference, **dict.fromkeys(ANSWERED))


#: What is recorded of a case with its answer.
ANSWERED = ("responded_on", "referral_until", "redress_pence")


def _update(session: Session, reference: str, *conditions: Any, **values: Any) -> bool:
    statement = update(cases).where(cases.c.reference == reference, *conditions).values(**values)
    return session.connection().execute(statement).rowcount == 1


def _took_a_turn(session: Session, email: str) -> int:
    turn: int = (session.connection().execute(_LAST_TURN).scalar() or 0) + 1
    overwrite(session, handler_turns, {"email": folded(email), "turn": turn}, ["email"])
    return turn


_LAST_TURN = select(func.max(handler_turns.c.turn))
