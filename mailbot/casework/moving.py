"""Move a case from one state to another: the state, what it discharges, and the journal, in one transaction.

Every move goes through here, whoever made it: a handler, a letter that went out, one that came back, a party
who wrote again. The table of complaints/states says which can be.

Faults: `NotAllowed` with the reason; nothing was changed then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from mailbot.casework.holding_back import LETTER_HELD
from mailbot.complaints.calendar import end_of_day, london_day
from mailbot.complaints.practice import Regime
from mailbot.complaints.states import TABLE, Move, Standing, State, keeps, refusal
from mailbot.store import cases, outbox, tasks
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case
from mailbot.store.journal import Event, Facts
from mailbot.store.owed import OWED
from mailbot.store.stopping import ENDED

PROPOSED = "later receipt proposed"  # of a task that ends with its case


class NotAllowed(Exception):
    """Why a case cannot be moved so, for whoever asked."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something to a case, and by which way: "command line", "e-mail", "delivery", "message"."""

    name: str
    via: str
    letter: int | None = None  # by whose sending it is done


MAILBOT = Actor("mailbot", "delivery")


def move(
    session: Session,
    case: Case,
    how: Move,
    actor: Actor,
    now: datetime,
    *,
    on: date | None = None,
    facts: Facts | None = None,
    undone: bool = False,
    **values: Any,
) -> list[Event]:
    """Move a case by what happened on a London day, today where none is given.

    `values` are columns of the case that change with it; `facts` go into the journal. A case that is opened
    again has its deadlines back, unless it was answered; `undone`: the answer never went.
    """
    on = on or london_day(now)
    why = refusal(how, _standing(session, case, now), on)
    if why is not None:
        raise NotAllowed(f"{case.reference}: this cannot be done: {why}")
    step = TABLE[how]
    before = State(case.state)
    after = step.to(before)
    if after.closed:
        values["closed_at"] = now
    elif before.closed:
        values |= {"closed_at": None, "outcome": None, "closed_because": None}
    if not cases.move(
        session,
        case.reference,
        before=case.state,
        state=after.value,
        closed=after.closed,
        **values,
    ):
        raise NotAllowed(f"{case.reference} was moved by somebody else meanwhile: look at it again")
    done = done_by(actor.name, how)
    at = min(now, end_of_day(on))
    if names := keeps(how, Regime(case.regime)):
        kept.discharge(session, case.id, names, at=at, by=done)
    if how is Move.REOPENED and (case.responded_on is None or undone):
        kept.reinstate_closed(session, case.id)
    if how is Move.REOPENED:
        _lay_what_was_withdrawn(session, case, now)
    if after.closed:
        kept.discharge(session, case.id, _open_names(session, case), at=at, by=f"{kept.CLOSING}{done}")
        _end_what_waits(session, case, actor, step.done, now)
    told: Facts = {"by": actor.name, "via": actor.via, "move": how.value, "from": case.state}
    told |= {"to": after.value, "on": on.isoformat(), **(facts or {})}
    if actor.letter is not None:
        told["letter"] = actor.letter
    name = "case-closed" if after.closed else "case-reopened" if before.closed else "case-moved"
    return [Event(name, now, case.reference, told)]


def _end_what_waits(session: Session, case: Case, actor: Actor, done: str, now: datetime) -> None:
    """What was owed in a case while it was open, and what would tell of it as if it were."""
    for reason in (OWED, PROPOSED):
        for task in tasks.list_tasks(session, reason=reason, case=case.reference):
            tasks.settle(session, task.id, actor.name, done, now)
    for letter in outbox.list_letters(session, case=case.reference, states=outbox.ON_THE_WAY):
        automatic = letter.audience != outbox.HANDLER and letter.act is None
        if automatic and outbox.withdraw(session, letter.id, f"{ENDED}{done}", now):
            tasks.settle_of_letter(session, letter.id, actor.name, done, now)


def _lay_what_was_withdrawn(session: Session, case: Case, now: datetime) -> None:
    """A letter that never went, since the case was over, is owed again: a person says whether it holds."""
    for letter in outbox.list_letters(session, case=case.reference, states=["CANCELLED"]):
        if letter.state_reason.startswith(ENDED) and outbox.hold_again(session, letter.id):
            why = f"was not sent: {letter.state_reason}, and is open again"
            tasks.open_task(
                session,
                unique_key=f"reopened:{letter.id}:{now.isoformat()}",
                reason=LETTER_HELD,
                detail=f"{letter.kind} to {letter.recipient} {why}",
                now=now,
                due_at=now,
                owner=case.handler_email,
                case_id=case.id,
                letter_id=letter.id,
            )
    _lay_what_was_owed(session, case, now)


def _lay_what_was_owed(session: Session, case: Case, now: datetime) -> None:
    """An acknowledgement that nobody had sent when the case was closed."""
    names = _open_names(session, case)
    written = outbox.list_letters(session, case=case.reference)
    if "acknowledgement" in names and not any(one.kind == "acknowledgement" for one in written):
        tasks.open_task(
            session,
            unique_key=f"reopened:{case.id}:{now.isoformat()}",
            reason=OWED,
            detail="the case was closed before it was sent, and is open again",
            now=now,
            due_at=now,
            owner=case.handler_email,
            case_id=case.id,
        )


def done_by(name: str, how: Move) -> str:
    """What the deadlines that a move meets are discharged by; see `store.deadlines.reinstate`."""
    return f"{name}: {TABLE[how].done}"


def follow(
    session: Session, reference: str | None, how: Move, now: datetime, actor: Actor = MAILBOT
) -> list[Event]:
    """Move a case by what befell a letter of ours, where it is in a state the move comes from."""
    step = TABLE[how]
    for before in step.comes_from:
        states = {"before": before.value, "state": step.leads_to.value}
        if reference is not None and cases.move(session, reference, **states, closed=False):
            told: Facts = {"by": actor.name, "via": actor.via, "move": how.value}
            told |= {"from": before.value, "to": step.leads_to.value}
            return [Event("case-moved", now, reference, told)]
    return []


def _standing(session: Session, case: Case, now: datetime) -> Standing:
    due = {one.deadline.name: one.deadline.due_on for one in kept.of_case(session, case.id)}
    return Standing(State(case.state), Regime(case.regime), case.received_on, london_day(now), due)


def _open_names(session: Session, case: Case) -> frozenset[str]:
    return frozenset(one.deadline.name for one in kept.open_of_case(session, case.id))
