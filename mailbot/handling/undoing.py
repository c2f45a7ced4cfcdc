"""Undo what a letter did to its case that turned out not to have arrived: what it met is owed again.

Faults: `NotAllowed` with the reason; nothing was changed then.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from mailbot.casework.moving import MAILBOT, done_by, move
from mailbot.casework.redating import Redating
from mailbot.complaints.grammar import Verb
from mailbot.complaints.states import Move, State
from mailbot.handling.acts import Acts
from mailbot.store import cases
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case
from mailbot.store.journal import Event, append

_ANSWERS = {Verb.HOLDING: Move.HOLDING, Verb.EIGHT_WEEK: Move.EIGHT_WEEK}


class Undoing:
    """Holds nothing that changes."""

    def __init__(self, acts: Acts, redating: Redating) -> None:
        self._acts = acts
        self._redating = redating

    def undo(self, session: Session, case: Case, verb: Verb, letter: int, by: str, now: datetime) -> None:
        """`verb`: what the letter with this number stood for; `by`: who released it."""
        if verb in _ANSWERS:
            self._unanswer(session, case, _ANSWERS[verb], letter, by, now)
        elif verb is Verb.SUMMARY_SENT and case.responded_on is not None:
            self._take_back(session, case, letter, now)
            if State(case.state).closed:
                self._acts.owe_summary(session, case, f"letter:{letter}", now)
            else:  # opened again meanwhile: it is a complaint that nobody has answered
                kept.reinstate_closed(session, case.id)
        elif verb in (Verb.FINAL, Verb.FORWARDED) and State(case.state).closed:
            why = f"letter {letter} ({verb.value}) came back"
            self._acts.reopened(session, case, MAILBOT, now, because=why, not_sent=True)
        elif verb is Verb.FINAL and case.responded_on is not None:  # opened again, or referred, meanwhile
            self._take_back(session, case, letter, now)
            kept.reinstate_closed(session, case.id)

    def _unanswer(self, session: Session, case: Case, how: Move, letter: int, by: str, now: datetime) -> None:
        """A holding or eight-week response gained its time by being sent (DISP 1.6.2AR, 1.6.2R(2))."""
        if how is Move.EIGHT_WEEK:
            self._redating.untold(session, case, now)
        kept.reinstate(session, case.id, by=done_by(by, how))
        if State(case.state) in (State.HOLDING_SENT, State.EIGHT_WEEK_SENT):
            append(session, move(session, case, Move.UNANSWERED, MAILBOT, now, facts={"undone": letter}))

    def _take_back(self, session: Session, case: Case, letter: int, now: datetime) -> None:
        """The six months did not begin (DISP 2.8.2R)."""
        cases.unanswered(session, case.reference)
        was = case.responded_on.isoformat() if case.responded_on else None
        append(session, [Event("answer-undone", now, case.reference, {"undone": letter, "before": was})])
