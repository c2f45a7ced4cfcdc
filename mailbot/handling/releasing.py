"""Letters with judgement in them: drafted for a handler, completed by the handler, released as final bytes.

A draft is a file: its case and the command that its sending stands for, then subject and words in Markdown,
with places to fill in. What is released goes through the outbox like any letter; the command is carried out
when it is sent (`letter_acts`), with the day it was sent on.

Faults: `NotAllowed` with the reason, and the line of the draft where there is one; nothing was changed then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session

from mailbot.casework.addressing import address_given, require_considered
from mailbot.casework.correspondence import CANNOT_WRITE, Correspondence
from mailbot.casework.moving import Actor, NotAllowed
from mailbot.casework.opening import letter_about
from mailbot.complaints.calendar import london_day
from mailbot.complaints.commands import Command, Unclear, read
from mailbot.complaints.completed_check import unfilled
from mailbot.complaints.doubts import HARM, considered
from mailbot.complaints.drafts import AGREED, DraftLetter, asks_for_agreement, draft_context, draft_for
from mailbot.complaints.grammar import Verb
from mailbot.complaints.greetings import people_in
from mailbot.complaints.letters import Context, Firm, LetterCase
from mailbot.complaints.numbers.masking import mask
from mailbot.complaints.practice import Practice, Regime
from mailbot.complaints.withholding import reason_never_to_write
from mailbot.handling import released_before as before
from mailbot.handling.commands import Commands, decision_of
from mailbot.mail.message import Address
from mailbot.mail.writing.template_file import Source
from mailbot.store import cases, others
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case
from mailbot.store.journal import Event, Facts, append
from mailbot.store.outbox import Letter

_DID_NOT_AGREE = re.compile(r"(?i)^(?:no|none|nobody|never|n/a|unknown)\b|\b(?:not|never)\b|n['’]t\b")
_A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Written:
    """A draft that came back."""

    source: Source
    command: Command
    letter: DraftLetter
    words: str  # their digest
    considered: Mapping[str, str]  # by the name of the doubt


class Releasing:
    """Drafts and releases; holds nothing that changes."""

    def __init__(self, practice: Practice, correspondence: Correspondence, commands: Commands) -> None:
        self._practice = practice
        self._correspondence = correspondence
        self._commands = commands

    def draft(
        self,
        session: Session,
        case: Case,
        actor: Actor,
        now: datetime,
        *,
        says: str,
        letter: str = "",
        wording: str = "",
    ) -> str:
        """The draft of the letter whose sending is what a command `says`, as the text of a file.

        `letter`: its template, where it is not the usual one; so `wording`, of the firm's of Annex 3R.
        """
        command, meant = self._meant(says, now, letter)
        self._try(session, case, actor, command, now)
        about, context = self._context(session, case, command, wording)
        try:
            words = self._correspondence.draft(meant.template, about, context)
        except CANNOT_WRITE as fault:
            raise NotAllowed(str(fault)) from None
        which = f"letter: {letter}\n" if letter else ""
        which += f"wording: {wording}\n" if wording else ""
        if asks_for_agreement(command.verb, Regime(case.regime)):
            which += f"{AGREED}\n"
        return f"---\ncase: {case.reference}\ncommand: {' '.join(says.split())}\n{which}---\n{words}"

    def release(
        self,
        session: Session,
        case: Case,
        actor: Actor,
        now: datetime,
        *,
        written: Source,
        to: str = "",
        although: Sequence[str] = (),
    ) -> str:
        """Put the completed letter into the outbox; the same words go to an address once.

        `although`: what was considered, each "doubt: why", or a text about a letter that may do harm.
        """
        if faults := unfilled(written):
            raise NotAllowed("\n".join(faults))
        try:
            said = considered(although)
        except ValueError as fault:
            raise NotAllowed(str(fault)) from None
        says = written.front_matter["command"]
        command, letter = self._meant(says, now, written.front_matter.get("letter", ""))
        agreed = self._agreement(case, command, written)
        how = "agreed\n" if agreed else ""  # one that nobody had agreed to is another letter
        words = sha256(f"{how}{written.subject}\n{written.body}".encode()).hexdigest()
        on_their_way = before.on_their_way(session, case)
        others = [one for one in on_their_way if f":{words}" not in one.unique_key]
        self._try(session, case, actor, command, now, after=[one for one in others if one.act])
        recipient = self._recipient(case, to)
        require_considered(session, case, said.get(HARM, ""), recipient.addr_spec)
        before.refuse_a_second_address([one for one in on_their_way if one not in others], recipient)
        letter_id = self._put(
            session, case, actor, now, _Written(written, command, letter, words, said), recipient
        )
        if to:  # who answers it is heard as whoever complained
            name, role = recipient.display_name, "complainant"
            cases.add_party(session, case.id, address=recipient.addr_spec, name=name, role=role)
        told: Facts = {"by": actor.name, "via": actor.via, "letter": letter_id, "kind": letter.template}
        because = "; ".join(why if name == HARM else f"{name}: {why}" for name, why in said.items())
        told |= {"says": command.verb.value, "because": mask(because)[0] or None}
        append(session, [Event("letter-released", now, case.reference, told | agreed)])
        return (
            f"{case.reference}: letter {letter_id} goes to {recipient.addr_spec}; "
            f"`{command.verb.value}` is recorded when it is sent"
        )

    def _put(
        self, session: Session, case: Case, actor: Actor, now: datetime, put: _Written, recipient: Address
    ) -> int:
        letter = put.letter
        about, context = self._context(session, case, put.command, put.source.front_matter.get("wording", ""))
        try:
            rendered = self._correspondence.completed(
                letter.template,
                put.source,
                about,
                context,
                considered=put.considered,
                others=self._others(session, case, put.source),
                now=now,
            )
            letter_id = self._correspondence.release(
                session,
                letter,
                rendered,
                unique_key=before.key_for(session, case, recipient, put.words),
                case_id=case.id,
                recipient=recipient,
                answers=before.last_to(session, case, recipient),
                act={
                    "says": put.source.front_matter["command"],
                    "by": actor.name,
                    "via": actor.via,
                    **({"agreed": "yes"} if put.source.front_matter.get("agreed") else {}),
                },
                now=now,
            )
        except CANNOT_WRITE as fault:
            file = put.source.file
            raise NotAllowed(str(fault) if str(fault).startswith(file) else f"{file}: {fault}") from None
        if letter_id is None:
            raise NotAllowed(
                f"{case.reference}: the very same letter was released to {recipient.addr_spec} already; see "
                f"`mailbot outbox list --case {case.reference}`"
            )
        return letter_id

    def _agreement(self, case: Case, command: Command, written: Source) -> Facts:
        """How the complainant agreed to an answer by email, where the law asks for that (DISP 1.6.2AR)."""
        agreed = written.front_matter.get("agreed", "")
        if not agreed and asks_for_agreement(command.verb, Regime(case.regime)):
            raise NotAllowed(
                f"{written.file}:1: a line “agreed: how and when” is missing: the complainant must have "
                "agreed to a response by email (DISP 1.6.2AR); without that send it by post, and if it is "
                "about no payment say `type standard` first"
            )
        if _DID_NOT_AGREE.search(agreed):
            line = written.key_lines["agreed"]
            raise NotAllowed(f"{written.file}:{line}: without the complainant's agreement send it by post")
        return {"agreed": mask(agreed)[0]} if agreed else {}

    def _context(
        self, session: Session, case: Case, command: Command, wording: str
    ) -> tuple[LetterCase, Callable[[Firm, LetterCase], Context]]:
        due = [one.deadline for one in kept.of_case(session, case.id)]

        def told(firm: Firm, about: LetterCase) -> Context:
            return draft_context(firm, about, command, decision=decision_of(command), wording=wording)

        return letter_about(case, due, case.missing), told

    def _meant(self, says: str, now: datetime, template: str) -> tuple[Command, DraftLetter]:
        """The command and its letter; it must mean the same on whatever day the letter is sent."""
        today = london_day(now)
        said = read(says, today)
        if len(said) != 1 or isinstance(said[0], Unclear):
            why = f": {said[0].why}" if said and isinstance(said[0], Unclear) else ""
            raise NotAllowed(f"`{says.strip()}` is not a command{why}")
        command = said[0]
        if command.case is not None:
            raise NotAllowed("the command of a letter names no case: the letter does")
        if command.on is not None and command.verb is not Verb.EIGHT_WEEK:
            raise NotAllowed(
                f"`{says.strip()}`: a letter is recorded on the day it is sent; leave `on …` out"
            )
        if read(says, today + _A_WEEK) != said:
            raise NotAllowed(f"`{says.strip()}`: write the date out, with its year")
        try:
            return command, draft_for(command.verb, template)
        except ValueError as fault:
            raise NotAllowed(str(fault)) from None

    def _try(
        self,
        session: Session,
        case: Case,
        actor: Actor,
        command: Command,
        now: datetime,
        *,
        after: Sequence[Letter] = (),
    ) -> None:
        """Refuse now what would be refused when the letter is sent, `after` those that go before it."""
        attempt, first = session.begin_nested(), ""
        try:
            for one in after:
                with suppress(NotAllowed):  # a person is told of it when it is sent
                    for earlier in read((one.act or {})["says"], london_day(now)):
                        self._do(session, case, actor, earlier, now)
                    first = f"letter {one.id} ({one.kind}) is on its way already, and then: "
            try:
                self._do(session, case, actor, command, now)
            except NotAllowed as why:
                raise NotAllowed(f"{first}{why}") from None
        finally:
            attempt.rollback()

    def _do(self, session: Session, case: Case, actor: Actor, said: Command | Unclear, now: datetime) -> None:
        there = cases.get(session, case.reference)
        if there is not None and isinstance(said, Command):
            self._commands.do(session, there, actor, said, now, on=london_day(now))

    def _others(self, session: Session, case: Case, written: Source) -> list[str]:
        """Who complained in other cases, of those the letter names."""
        names, addresses = people_in(f"{written.subject}\n{written.body}")
        ours = {handler.name.casefold() for handler in self._practice.handlers}
        names = {name for name in names if name.casefold() not in {*ours, case.complainant_name.casefold()}}
        return others.complainants_among(session, case.id, names=names, addresses=addresses)

    def _recipient(self, case: Case, to: str) -> Address:
        if to:
            return Address(case.complainant_name, address_given(to, self._practice).addr_spec)
        if not case.address:
            raise NotAllowed(f"no address is known in {case.reference}: give --to ADDRESS, or write by post")
        found = Address(case.complainant_name, case.address)
        if never := reason_never_to_write(found, self._practice):
            raise NotAllowed(f"{case.address} gets no letter to a complainant: {never}; give --to ADDRESS")
        return found
