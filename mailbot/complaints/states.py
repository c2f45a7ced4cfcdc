"""The states of a case, and what moves it from one to another.

One table: whoever moves a case, by command line, e-mail or by the delivery of a letter, is held to it. A
move that cannot be is refused with the reason. What has happened is recorded even when it came late; only
what the law gives for being in time is not had late (DISP 1.5.1R, 1.6.2AR).

Faults: none; a refusal is an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from mailbot.complaints.calendar import in_words
from mailbot.complaints.practice import Regime
from mailbot.complaints.promises import PAYMENTS_PREFIX

#: How long before its deadline an eight-week response can be sent: its date takes the place of the law's.
EIGHT_WEEK_FROM = timedelta(days=14)


class State(StrEnum):
    """How far a case is."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    INVESTIGATING = "investigating"
    HOLDING_SENT = "holding-sent"  # DISP 1.6.2AR: 35 business days instead of 15
    EIGHT_WEEK_SENT = "eight-week-sent"  # DISP 1.6.2R(2): no final response yet
    REOPENED = "reopened"
    FINAL_SENT = "final-sent"
    RESOLVED = "resolved"  # within three business days, and accepted (DISP 1.5.1R)
    WITHDRAWN = "withdrawn"
    FORWARDED = "forwarded"  # DISP 1.7
    NOT_A_COMPLAINT = "not-a-complaint"
    REFERRED = "referred"  # to the Ombudsman

    @property
    def closed(self) -> bool:
        """Whether nothing reminds of the case any more."""
        return self in CLOSED


class Move(StrEnum):
    """What somebody did, or what happened, that moves a case."""

    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"  # the acknowledgement came back
    UNANSWERED = "unanswered"  # a holding or an eight-week response came back
    CONTACTED = "contacted"
    HOLDING = "holding"
    EIGHT_WEEK = "eight-week"
    FINAL = "final"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    FORWARDED = "forwarded"
    DISMISSED = "not-a-complaint"
    REFERRED = "referred"
    REOPENED = "reopen"


#: How far a case is, for whoever is told why it cannot be moved.
IN_WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.OPENED: "not acknowledged yet",
        State.ACKNOWLEDGED: "acknowledged",
        State.INVESTIGATING: "in investigation",
        State.HOLDING_SENT: "answered by a holding response",
        State.EIGHT_WEEK_SENT: "answered by an eight-week response",
        State.REOPENED: "open again",
        State.FINAL_SENT: "closed by a final response",
        State.RESOLVED: "closed by a summary resolution",
        State.WITHDRAWN: "closed as withdrawn",
        State.FORWARDED: "closed as forwarded",
        State.NOT_A_COMPLAINT: "closed as not a complaint",
        State.REFERRED: "with the Ombudsman",
    }
)
CLOSED = frozenset(
    {State.FINAL_SENT, State.RESOLVED, State.WITHDRAWN, State.FORWARDED, State.NOT_A_COMPLAINT}
)
_OPEN = frozenset(State) - CLOSED - {State.REFERRED}
_EARLY = frozenset({State.OPENED, State.ACKNOWLEDGED, State.INVESTIGATING, State.REOPENED})
_TAKING_LONGER = frozenset({State.HOLDING_SENT, State.EIGHT_WEEK_SENT})


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table."""

    comes_from: frozenset[State]
    leads_to: State
    keeps: frozenset[str] = frozenset()  # names of the deadlines it discharges; see `keeps`
    done: str = ""  # what was done, for a person
    stays: frozenset[State] = frozenset()  # states it comes from and does not leave

    def to(self, before: State) -> State:
        return before if before in self.stays else self.leads_to


TABLE: Mapping[Move, Step] = MappingProxyType(
    {
        Move.ACKNOWLEDGED: Step(frozenset({State.OPENED}), State.ACKNOWLEDGED, done="acknowledged"),
        Move.RETURNED: Step(frozenset({State.ACKNOWLEDGED}), State.OPENED, done="not acknowledged after all"),
        # Who was told that it takes longer is kept informed all the same (DISP 1.6.1R(2)).
        Move.CONTACTED: Step(
            _EARLY | _TAKING_LONGER, State.INVESTIGATING, done="in investigation", stays=_TAKING_LONGER
        ),
        Move.HOLDING: Step(
            _EARLY,
            State.HOLDING_SENT,
            frozenset({"final_response", "holding_response"}),
            done="answered by a holding response",
        ),
        Move.EIGHT_WEEK: Step(
            _EARLY | {State.HOLDING_SENT},
            State.EIGHT_WEEK_SENT,
            frozenset({"final_response"}),
            done="answered by an eight-week written response",
        ),
        Move.UNANSWERED: Step(
            frozenset({State.HOLDING_SENT, State.EIGHT_WEEK_SENT}),
            State.INVESTIGATING,
            done="not answered after all",
        ),
        Move.FINAL: Step(_OPEN | {State.REFERRED}, State.FINAL_SENT, done="closed by a final response"),
        Move.ACCEPTED: Step(_EARLY, State.RESOLVED, frozenset({"summary_resolution"}), done="resolved"),
        Move.WITHDRAWN: Step(_OPEN | {State.REFERRED}, State.WITHDRAWN, done="withdrawn"),
        Move.FORWARDED: Step(_OPEN, State.FORWARDED, done="forwarded"),
        Move.DISMISSED: Step(_EARLY, State.NOT_A_COMPLAINT, done="closed: not a complaint"),
        Move.REFERRED: Step(frozenset(State) - {State.REFERRED}, State.REFERRED, done="with the Ombudsman"),
        Move.REOPENED: Step(CLOSED | {State.REFERRED}, State.REOPENED, done="open again"),
    }
)  # fmt: skip


#: The moves by which a case is answered, or ended.
ANSWERS = frozenset(Move) - {
    Move.ACKNOWLEDGED, Move.RETURNED, Move.UNANSWERED, Move.CONTACTED, Move.REFERRED, Move.REOPENED
}  # fmt: skip


def keeps(move: Move, regime: Regime) -> frozenset[str]:
    """The deadlines a move discharges; where both clocks run, a holding response meets but its own."""
    names = TABLE[move].keeps
    both = move is Move.HOLDING and regime is Regime.UNCONFIRMED
    return frozenset(f"{PAYMENTS_PREFIX}{name}" for name in names) if both else names


@dataclass(frozen=True, slots=True)
class Standing:
    """What bears on whether a case can be moved. Dates are London days."""

    state: State
    regime: Regime
    received_on: date
    today: date
    due_on: Mapping[str, date]  # of every deadline that holds, by its name


def refusal(move: Move, standing: Standing, on: date) -> str | None:
    """Why a case cannot be moved so by what happened on a day; None where it can."""
    step = TABLE[move]
    if standing.state not in step.comes_from:
        return f"it is {IN_WORDS[standing.state]}; {_way_there(move, standing.state)}"
    if on > standing.today:
        return f"{in_words(on)} is still to come: say when it happened"
    if on < standing.received_on:
        return f"{in_words(on)} is before it was received, on {in_words(standing.received_on)}"
    return _other_clock(move, standing) or _too_soon(move, standing, on) or _too_late(move, standing, on)


def _way_there(move: Move, state: State) -> str:
    """What would have to be first, for a person."""
    if state.closed and move is not Move.REOPENED:
        return "to go on with it, open it again first (`reopen`)"
    whence = [IN_WORDS[one] for one in State if one in TABLE[move].comes_from]
    return f"“{move.value}” is only for a case that is {' or '.join(whence)}"


def _too_soon(move: Move, standing: Standing, on: date) -> str | None:
    """An eight-week response is the answer to the eight weeks' end, not a letter on the way there."""
    due = standing.due_on.get("final_response")
    if move is not Move.EIGHT_WEEK or due is None or on >= (first := due - EIGHT_WEEK_FROM):
        return None
    return (
        f"the eight weeks end on {in_words(due)}, and only from {in_words(first)} a letter can be the "
        "written response to them (DISP 1.6.2R(2)); one before that keeps the complainant informed: say "
        "`contacted`"
    )


def _too_late(move: Move, standing: Standing, on: date) -> str | None:
    if move is Move.ACCEPTED and on > (last := standing.due_on.get("summary_resolution", on)):
        return (
            f"the third business day was {in_words(last)}: after it an acceptance needs a final response "
            "(DISP 1.5.1R); if it was accepted before, say on which day"
        )
    names = ("holding_response", "payments_holding_response")
    last = next((standing.due_on[name] for name in names if name in standing.due_on), on)
    if move is Move.HOLDING and on > last:
        return (
            f"a holding response had to go by {in_words(last)}, and gains no time after that (DISP 1.6.2AR): "
            "send the final response; if it went before, say on which day"
        )
    return None


def _other_clock(move: Move, standing: Standing) -> str | None:
    if move is Move.HOLDING and standing.regime is Regime.STANDARD:
        return (
            "its clock is eight weeks, without a holding response (DISP 1.6.2R); if it is a payments "
            "complaint, say so first: `type payments` by e-mail, or `mailbot cases type REFERENCE payments`"
        )
    if move is Move.EIGHT_WEEK and standing.regime is Regime.PAYMENTS:
        return "its clock is 15 business days, without an eight-week response (DISP 1.6.2AR)"
    return None
