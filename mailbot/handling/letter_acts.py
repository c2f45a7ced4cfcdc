"""A letter that a handler released does to its case what the handler said, on the day it is sent.

Not when it is released: the six months run from the day the final response is sent (DISP 2.8.2R), and a
letter that never goes out answers nobody. One that did not arrive undoes what it did, and no more: the
journal names the letter by which a case was answered, and another answer since then stands.

    final, forwarded     the case is open again
    holding, eight-week  it is in investigation again, and what the letter met is due again
    summary-sent         the summary resolution communication is owed again
    contacted, withdrawn nothing: the letter told what was so without it

Faults: those of the database. What cannot be done any more lies before a person.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from mailbot.casework.duty import Duty
from mailbot.casework.moving import Actor, NotAllowed
from mailbot.complaints.calendar import london_day
from mailbot.complaints.commands import Command, read
from mailbot.complaints.drafts import asks_for_agreement
from mailbot.complaints.practice import Regime
from mailbot.complaints.states import ANSWERS
from mailbot.handling.commands import Commands
from mailbot.handling.undoing import Undoing
from mailbot.store import cases, journal, outbox
from mailbot.store.cases import Case
from mailbot.store.outbox import Letter, OutboxLetter

_NOT_AGREED = (
    "it answers a complaint about payments now, and nobody said how the complainant agreed to email "
    "(DISP 1.6.2AR): draft it again, or post it"
)


class LetterActs:
    """Holds nothing that changes."""

    def __init__(self, undoing: Undoing, commands: Commands, duty: Duty) -> None:
        self._undoing = undoing
        self._commands = commands
        self._duty = duty

    def refusal(self, session: Session, letter: Letter | OutboxLetter, now: datetime) -> str:
        """Why what it says cannot be recorded as the case stands, so that it must not go; else ""."""
        case = _case(session, letter)
        if case is None or letter.act is None:
            return ""
        attempt = session.begin_nested()
        try:
            verb = _command(letter.act, now).verb
            if asks_for_agreement(verb, Regime(case.regime)) and not letter.act.get("agreed"):
                return _NOT_AGREED
            self._do(session, case, letter, letter.act, now, on=london_day(now))
        except (NotAllowed, ValueError) as why:
            return str(why)
        finally:
            attempt.rollback()
        return ""

    def went(self, session: Session, letter: Letter | OutboxLetter, now: datetime) -> None:
        """It was sent: do what its act says, on the day it may have gone out last."""
        case = _case(session, letter)
        if case is None or letter.act is None:
            return
        armed = letter.armed_at if isinstance(letter, Letter) else None  # where that was found out later
        try:
            with session.begin_nested():
                self._do(session, case, letter, letter.act, now, on=london_day(min(now, armed or now)))
        except (NotAllowed, ValueError) as why:
            self._tell(session, case, letter, f"went out, but {why}", now)

    def came_back(self, session: Session, letter: Letter | OutboxLetter, now: datetime) -> None:
        """It did not arrive: undo what it did, where nothing else was done since.

        An answer before it that came back while it stood is undone with it.
        """
        last: Letter | OutboxLetter | None = letter
        while last is not None:
            case = _case(session, last)
            if case is None or last.act is None or _answered_by(session, case) != last.id:
                return
            try:
                with session.begin_nested():
                    verb = _command(last.act, now).verb
                    self._undoing.undo(session, case, verb, last.id, last.act["by"], now)
            except (NotAllowed, ValueError) as why:
                self._tell(session, case, last, f"came back, but {why}", now)
                return
            before = _answered_by(session, case)
            last = outbox.get(session, before) if before is not None and before != last.id else None
            if last is not None and not outbox.is_bounced(session, last.id):
                return

    def posted(
        self, session: Session, letter: Letter | OutboxLetter, by: str, now: datetime, *, on: date
    ) -> None:
        """It went by post instead, on a London day. Raises `NotAllowed` where its act cannot be done."""
        case = _case(session, letter)
        if case is not None and letter.act is not None:
            command = _command(letter.act, now)
            self._commands.do(session, case, Actor(by, "post"), command, now, on=on)

    def _do(
        self,
        session: Session,
        case: Case,
        letter: Letter | OutboxLetter,
        act: dict[str, str],
        now: datetime,
        *,
        on: date,
    ) -> None:
        actor = Actor(act["by"], act["via"], letter.id)
        self._commands.do(session, case, actor, _command(act, now), now, on=on)

    def _tell(
        self, session: Session, case: Case, letter: Letter | OutboxLetter, what: str, now: datetime
    ) -> None:
        self._duty.lay(
            session,
            unique_key=f"act:{letter.id}",
            reason="letter sent, case not moved",
            detail=f"{letter.kind.replace('_', ' ')} to {letter.recipient} {what}",
            case=case,
            letter_id=letter.id,
            now=now,
        )


def _case(session: Session, letter: Letter | OutboxLetter) -> Case | None:
    return cases.hold(session, letter.case) if letter.act is not None and letter.case else None


def _answered_by(session: Session, case: Case) -> int | None:
    """The letter by which the case was answered last; None where that was recorded without one.

    An answer that was undone is none.
    """
    answers: list[object] = []
    for entry in journal.entries(session, case.reference):
        told = entry.fields
        if entry.name == "summary-sent" or told.get("move") in ANSWERS:
            answers.append(told.get("letter"))
        elif told.get("undone") is not None:
            answers = [one for one in answers if one != told["undone"]]
        elif told.get("not_sent") and answers:
            answers.pop()
    found = answers[-1] if answers else None
    return found if isinstance(found, int) else None


def _command(act: dict[str, str], now: datetime) -> Command:
    """What was said; it was understood when the letter was released."""
    for command in read(act["says"], london_day(now)):
        if isinstance(command, Command):
            return command
    raise NotAllowed(f"`{act['says']}` is not understood any more: say what it did with `mailbot cases`")
