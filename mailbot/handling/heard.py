"""One mail of a handler's, as what hears it needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from mailbot.casework.correspondence import ANSWER
from mailbot.casework.moving import Actor
from mailbot.complaints.answer_letter import Fate, Outcome
from mailbot.complaints.classify import Sight
from mailbot.complaints.commands import Command, Said
from mailbot.complaints.grammar import Verb
from mailbot.mail.message import Address, Zone
from mailbot.reading.arrival import Arrival
from mailbot.store.cases import Case
from mailbot.store.journal import Event, Facts

_WORTH_A_NOTE = 5  # words below a command; fewer are a name


@dataclass(frozen=True, slots=True)
class Heard:
    """Who wrote it, the case it was put to, and its row in the database."""

    session: Session
    arrival: Arrival
    sight: Sight
    case: Case | None
    row: int
    who: Address
    actor: Actor

    @property
    def words(self) -> str:
        """What the handler newly wrote, masked; "" of a mail that only quotes."""
        new = any(one.zone is Zone.NEW and one.text.strip() for one in self.arrival.parsed.passages)
        return self.arrival.extract.text if new else ""

    @property
    def conversing(self) -> bool:
        """Whether it answers an answer: a person asks again, but so does a robot."""
        answered = self.sight.known.answered
        return answered is not None and answered.kind == ANSWER

    def event(self, name: str, fields: Facts) -> Event:
        told: Facts = {"by": self.actor.name, "via": self.actor.via, **fields}
        return Event(name, self.arrival.now, self.case.reference if self.case else None, told)


def is_worth_keeping(words: str, said: Sequence[Said], outcomes: Sequence[Outcome]) -> bool:
    """Whether a note must keep what stands below the commands or was refused, and none does yet."""
    if any(one.fate is Fate.UNCLEAR or one.verb is Verb.NOTE for one in outcomes):
        return False
    reasons = " ".join(one.because for one in said if isinstance(one, Command))
    rest = [line for line in words.splitlines() if line.strip()][len(said) :]
    left = [line for line in rest if " ".join(line.split()) not in reasons]
    refused = any(one.fate is Fate.REFUSED for one in outcomes)
    return refused or len(" ".join(left).split()) >= _WORTH_A_NOTE


def facts(outcomes: Sequence[Outcome]) -> Facts:
    """For the journal: "final done, note noted"."""
    said = [f"{one.verb.value if one.verb else 'note'} {one.fate.value}" for one in outcomes]
    return {"said": ", ".join(said)}
