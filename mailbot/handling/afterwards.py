"""A letter that a handler released does to its case what the handler said, on the day it is sent.

Not when it is released: the six months run from the day the final response is sent (DISP 2.8.2R), and a
letter that never goes out answers nobody.

Faults: those of the database. What cannot be done any more lies before a person.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from mailbot.casework.duty import Duty
from mailbot.casework.moving import MAILBOT, Actor, NotAllowed
from mailbot.complaints.calendar import london_day
from mailbot.complaints.commands import Command, read
from mailbot.complaints.grammar import Verb
from mailbot.complaints.states import State
from mailbot.handling.acts import Acts
from mailbot.handling.commands import Commands
from mailbot.store import cases
from mailbot.store.cases import Case
from mailbot.store.outbox import Letter, OutboxLetter


class Afterwards:
    """Holds nothing that changes."""

    def __init__(self, acts: Acts, commands: Commands, duty: Duty) -> None:
        self._acts = acts
        self._commands = commands
        self._duty = duty

    def __call__(self, session: Session, letter: Letter | OutboxLetter, now: datetime, *, sent: bool) -> None:
        """Do what the letter's act says; a case closed by a final response that came back is open again."""
        case = cases.hold(session, letter.case) if letter.act is not None and letter.case else None
        if case is None or letter.act is None:
            return
        try:
            with session.begin_nested():
                if sent:
                    self._do(session, case, letter, letter.act, now)
                elif (
                    self._command(letter.act, now).verb is Verb.FINAL
                    and State(case.state) is State.FINAL_SENT
                ):
                    why = f"the final response of {case.responded_on} came back"
                    self._acts.reopened(session, case, MAILBOT, now, because=why, not_sent=True)
        except (NotAllowed, ValueError) as why:
            self._duty.lay(
                session,
                unique_key=f"act:{letter.id}",
                reason="letter sent, case not moved",
                detail=f"{letter.kind.replace('_', ' ')} to {letter.recipient} "
                f"{'went out' if sent else 'came back'}, but {why}",
                case=case,
                letter_id=letter.id,
                now=now,
            )

    def _do(
        self, session: Session, case: Case, letter: Letter | OutboxLetter, act: dict[str, str], now: datetime
    ) -> None:
        """On the day it may have gone out last, where that was found out later."""
        went = letter.armed_at if isinstance(letter, Letter) else None
        on = london_day(min(now, went or now))
        actor = Actor(act["by"], act["via"])
        self._commands.do(session, case, actor, self._command(act, now), now, on=on)

    def _command(self, act: dict[str, str], now: datetime) -> Command:
        """What was said; it was understood when the letter was released."""
        for command in read(act["says"], london_day(now)):
            if isinstance(command, Command):
                return command
        raise NotAllowed(f"`{act['says']}` is not understood any more: say what it did with `mailbot cases`")
