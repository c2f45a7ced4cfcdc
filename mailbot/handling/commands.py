"""From a command to the act it asks for: the same acts as behind the command line.

Faults: `NotAllowed` with the reason; nothing was changed then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from mailbot.casework.moving import Actor, NotAllowed
from mailbot.complaints.commands import Command
from mailbot.complaints.grammar import USAGE, Verb
from mailbot.complaints.practice import Practice, Regime
from mailbot.complaints.states import TABLE, Move, State
from mailbot.handling.acts import Acts, Decision
from mailbot.handling.amending import Amendments
from mailbot.handling.keeping import Keeping
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case

_MOVES = {
    Verb.CONTACTED: Move.CONTACTED,
    Verb.ACCEPTED: Move.ACCEPTED,
    Verb.HOLDING: Move.HOLDING,
    Verb.EIGHT_WEEK: Move.EIGHT_WEEK,
    Verb.FINAL: Move.FINAL,
    Verb.WITHDRAWN: Move.WITHDRAWN,
    Verb.FORWARDED: Move.FORWARDED,
    Verb.NOT_A_COMPLAINT: Move.DISMISSED,
    Verb.REFERRED: Move.REFERRED,
    Verb.REOPEN: Move.REOPENED,
}
#: What can be said of an open case only, besides the moves.
_WHILE_OPEN = frozenset({Verb.TYPE, Verb.RECEIVED, Verb.MET, Verb.HOLD_REMINDERS})
_ME = frozenset({"me", "myself"})


@dataclass(frozen=True, slots=True)
class _Doing:
    """One command, and all that the act it asks for needs."""

    session: Session
    case: Case
    actor: Actor
    now: datetime
    command: Command
    on: date


class Commands:
    """Carries commands out; holds nothing that changes."""

    def __init__(self, acts: Acts, amendments: Amendments, keeping: Keeping, practice: Practice) -> None:
        self._acts = acts
        self._amendments = amendments
        self._keeping = keeping
        self._practice = practice
        self._ways: Mapping[Verb, Callable[[_Doing], str]] = {
            Verb.CONTACTED: lambda a: acts.contacted(a.session, a.case, a.actor, a.now, on=a.on),
            Verb.ACCEPTED: lambda a: acts.accepted(a.session, a.case, a.actor, a.now, on=a.on),
            Verb.SUMMARY_SENT: lambda a: acts.summary_sent(a.session, a.case, a.actor, a.now, on=a.on),
            Verb.HOLDING: lambda a: acts.holding(
                a.session, a.case, a.actor, a.now, on=a.on, because=a.command.because
            ),
            Verb.EIGHT_WEEK: self._eight_week,
            Verb.FINAL: self._final,
            Verb.WITHDRAWN: lambda a: self._ended(a, Move.WITHDRAWN, "the complainant withdrew it"),
            Verb.FORWARDED: lambda a: self._ended(a, Move.FORWARDED, "", f"to {a.command.what}"),
            Verb.NOT_A_COMPLAINT: lambda a: self._ended(a, Move.DISMISSED, ""),
            Verb.REFERRED: lambda a: acts.referred(
                a.session, a.case, a.actor, a.now, on=a.on, reference=a.command.what
            ),
            Verb.REOPEN: lambda a: acts.reopened(
                a.session, a.case, a.actor, a.now, because=a.command.because, not_sent=bool(a.command.what)
            ),
            Verb.TYPE: self._type,
            Verb.RECEIVED: self._received,
            Verb.ASSIGN: self._assign,
            Verb.NOTE: lambda a: keeping.note(a.session, a.case, a.actor, a.now, text=a.command.what),
            Verb.MET: lambda a: keeping.met(
                a.session, a.case, a.actor, a.now, deadlines=_deadlines(a.session, a.case, a.command.what)
            ),
            Verb.HOLD_REMINDERS: self._hold_reminders,
        }

    def do(
        self, session: Session, case: Case, actor: Actor, command: Command, now: datetime, *, on: date
    ) -> str:
        """Do what a command says, in one sentence. `on`: the London day of what it names no day for."""
        said = None if command.verb is Verb.EIGHT_WEEK else command.on  # that is a day to come
        return self._ways[command.verb](_Doing(session, case, actor, now, command, said or on))

    def _eight_week(self, asked: _Doing) -> str:
        expected = asked.command.on
        if expected is None:
            raise NotAllowed(f"say when the final response is expected: `{USAGE[Verb.EIGHT_WEEK].form}`")
        return self._acts.eight_week(
            asked.session, asked.case, asked.actor, asked.now,
            on=asked.on, expected=expected, because=asked.command.because,
        )  # fmt: skip

    def _final(self, asked: _Doing) -> str:
        decision = Decision(decision_of(asked.command))
        return self._acts.final(
            asked.session, asked.case, asked.actor, asked.now,
            on=asked.on, decision=decision, redress_pence=asked.command.pence,
        )  # fmt: skip

    def _ended(self, asked: _Doing, how: Move, otherwise: str, first: str = "") -> str:
        because = ": ".join(filter(None, (first, asked.command.because or otherwise)))
        return self._acts.ended(
            asked.session, asked.case, how, asked.actor, asked.now, on=asked.on, because=because
        )

    def _type(self, asked: _Doing) -> str:
        words = re.sub(r"data[\s-]protection", "data-protection", asked.command.what.lower())
        words = re.sub(r"not[\s-]data", "not-data", words)
        data_protection = regime = None
        for word in re.split(r"[\s,]+", words):
            if word.endswith("data-protection"):
                data_protection = not word.startswith("not")
            elif word != "and":
                regime = Regime.PAYMENTS if word.startswith("payment") else Regime(word)
        return self._amendments.retyped(
            asked.session, asked.case, asked.actor, asked.now,
            regime=regime, data_protection=data_protection,
        )  # fmt: skip

    def _received(self, asked: _Doing) -> str:
        at = asked.command.at
        if at is None:
            raise NotAllowed(f"say when it was received: `{USAGE[Verb.RECEIVED].form}`")
        return self._amendments.received(
            asked.session, asked.case, asked.actor, asked.now, at=at, because=asked.command.because
        )

    def _assign(self, asked: _Doing) -> str:
        named = asked.command.what
        found = self._practice.handlers_called(asked.actor.name if named.casefold() in _ME else named)
        if len(found) != 1:
            names = ", ".join(one.name for one in found or self._practice.handlers)
            raise NotAllowed(
                f"which handler is that? There {'are' if found else 'is none so called; there are'} {names}"
            )
        return self._keeping.assign(asked.session, asked.case, asked.actor, asked.now, to=found[0])

    def _hold_reminders(self, asked: _Doing) -> str:
        if asked.command.on is None:
            raise NotAllowed(f"say until when: `{USAGE[Verb.HOLD_REMINDERS].form}`")
        return self._keeping.hold_reminders(
            asked.session, asked.case, asked.actor, asked.now,
            until=asked.command.on, because=asked.command.because or "its handler says so",
        )  # fmt: skip


def _deadlines(session: Session, case: Case, said: str) -> list[str]:
    """The deadlines meant, named with spaces or underscores; what is none stays as it was said."""
    words, found = " ".join(re.split(r"[\s,_-]+", said.lower())), []
    for one in sorted(kept.of_case(session, case.id), key=lambda one: -len(one.deadline.name)):
        name = one.deadline.name.replace("_", " ")
        if re.search(rf"\b{name}\b", words):
            found.append(one.deadline.name)
            words = re.sub(rf"\b{name}\b", ",", words)
    return found + [word for word in re.split(r"[\s,]+", words) if word not in ("", "and")]


def decision_of(command: Command) -> str:
    """What a final response decides, as `Decision` says it; "" for other commands."""
    if command.verb is not Verb.FINAL:
        return ""
    said = " ".join(command.what.lower().split())
    if said.startswith("part") or said.endswith("part"):
        return Decision.PARTLY.value
    return (Decision.UPHELD if said == "upheld" else Decision.REJECTED).value


def offered(case: Case | None) -> frozenset[Verb]:
    """What a handler can say of a case as it stands; of several, everything."""
    if case is None:
        return frozenset(Verb)
    state = State(case.state)
    moves = {verb for verb, how in _MOVES.items() if state in TABLE[how].comes_from}
    moves.discard({Regime.STANDARD: Verb.HOLDING, Regime.PAYMENTS: Verb.EIGHT_WEEK}.get(Regime(case.regime)))
    if state is State.RESOLVED and case.responded_on is None:
        moves.add(Verb.SUMMARY_SENT)
    always = {Verb.ASSIGN, Verb.NOTE, Verb.DATES, Verb.HELP}
    return frozenset(moves | always | (set() if state.closed else _WHILE_OPEN))
