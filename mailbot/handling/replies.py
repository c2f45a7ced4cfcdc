"""What a handler writes to the mailbox: a command, a note, or a copy of a letter to a complainant.

Nothing is changed for a sender who may be another (`complaints/colleagues.doubt`). Each mail is answered with
what was done or why not; but an answer to an answer that asks for nothing ends the conversation, and there is
a limit a day, so that no robot behind a handler's address can keep one going (RFC 3834 section 2).

Faults: those of the database. An answer that cannot be written is told in the journal; the act stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from sqlmodel import Session

from mailbot.casework.attention import Attention
from mailbot.casework.correspondence import ANSWER, CANNOT_WRITE, Correspondence
from mailbot.casework.moving import Actor, NotAllowed
from mailbot.complaints.answer_letter import Fate, Outcome, answer_context
from mailbot.complaints.calendar import london_day
from mailbot.complaints.classify import Sight
from mailbot.complaints.colleagues import doubt, doubt_of_letter
from mailbot.complaints.commands import Command, Said, read
from mailbot.complaints.decide import Plan
from mailbot.complaints.grammar import Verb
from mailbot.complaints.known import Known
from mailbot.complaints.practice import Practice
from mailbot.handling.commands import Commands, offered
from mailbot.handling.heard import Heard, facts, is_worth_keeping
from mailbot.handling.keeping import Keeping
from mailbot.mail.message import Address
from mailbot.reading.arrival import Arrival
from mailbot.store import cases, pace
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case
from mailbot.store.journal import Event, Facts

ANSWERS_A_DAY = 100  # to one handler
DOUBTS_A_DAY = 3  # answers in one case to answers of ours that were not understood
DECLINED_A_DAY = 20  # after so many answers nobody hears that a mail may not have been his
_ASK = frozenset({Verb.HELP, Verb.DATES})
#: What whoever had the case before may still say of it.
_ANYBODY = frozenset({Verb.NOTE, *_ASK})
#: What a robot may say again and again.
_CHANGES_LITTLE = frozenset({Verb.NOTE, Verb.CONTACTED})
#: What a letter to a complainant may have done.
_BY_LETTER = frozenset(
    {Verb.CONTACTED, Verb.HOLDING, Verb.EIGHT_WEEK, Verb.FINAL, Verb.SUMMARY_SENT, Verb.MET, Verb.HELP}
)


class Replies:
    """Hears handlers out; holds nothing that changes."""

    def __init__(
        self,
        practice: Practice,
        correspondence: Correspondence,
        attention: Attention,
        commands: Commands,
        keeping: Keeping,
    ) -> None:
        self._practice = practice
        self._correspondence = correspondence
        self._attention = attention
        self._commands = commands
        self._keeping = keeping

    def hear(
        self, session: Session, arrival: Arrival, plan: Plan, known: Known, case: Case | None, row: int
    ) -> list[Event]:
        """Do what a handler's message asks for, and answer it. The events are for the caller to keep."""
        author = arrival.parsed.author
        if author is None:
            return []
        if known.twin is not None:  # it came before: that one was heard
            fields: Facts = {"by": author.key, "via": "e-mail", "said": "the same mail again"}
            return [Event("handler-said", arrival.now, known.twin, fields)]
        if author.key not in self._practice.colleagues:  # under an address of ours, or behind a colleague's
            if case is not None and not plan.by_hand:
                self._attention.duty.lay(
                    session,
                    unique_key=f"stranger:{case.id}:{author.key}",
                    reason="handler",
                    detail=f"{author.key}, none of the handlers, answered a mail to one: nothing was done",
                    case=case,
                    message_row_id=row,
                    now=arrival.now,
                )
            told: Facts = {"by": author.key, "via": "e-mail", "kind": "by hand"}
            reference = case.reference if case is not None else None
            return [Event("letter-filed", arrival.now, reference, told)] if plan.by_hand else []
        names = {one.email.casefold(): one.name for one in self._practice.handlers}
        who = Address(names.get(author.key, ""), author.addr_spec)
        sight = Sight(arrival.parsed, arrival.extract, known, self._practice)
        mail = Heard(session, arrival, sight, case, row, who, Actor(author.key, "e-mail"))
        return self._file(mail) if plan.by_hand else self._obey(mail)

    # -- commands and notes

    def _obey(self, mail: Heard) -> list[Event]:
        said = read(mail.words, london_day(mail.arrival.received_at))
        why_not = doubt(mail.sight)
        if why_not is not None:
            if any(isinstance(one, Command) for one in said):
                return self._decline(mail, why_not)
            if mail.case is not None and mail.words.strip():
                self._lay_before_person(mail, f"about the case, and it was not kept as a note: {why_not}")
            return []
        if not said:
            return self._note_it(mail)
        outcomes = [self._do(mail, one) for one in said]
        self._keep_the_rest(mail, said, outcomes)
        idle = all(one.fate is not Fate.DONE or one.verb in _CHANGES_LITTLE for one in outcomes)
        if idle and mail.conversing and self._answered(mail, mail.case) >= DOUBTS_A_DAY:
            return [mail.event("handler-said", facts(outcomes))]
        return self._answer(mail, outcomes)

    def _do(self, mail: Heard, said: Said) -> Outcome:
        """Carry one line out."""
        bound = mail.sight.known.answered
        about = bound.case if bound is not None else None
        reference = said.case or about
        verb = said.verb
        if about is not None and said.case not in (None, about):
            return Outcome(
                Fate.REFUSED, said.case, f"You answered a mail about {about}; answer one of this case.", verb
            )
        if reference is None:
            if verb in _ASK:
                return Outcome(Fate.TOLD, None, verb=verb)
            return Outcome(
                Fate.REFUSED, None, "Say of which case: its reference first, then the command.", verb
            )
        case = cases.hold(mail.session, reference)
        if case is None:
            return Outcome(Fate.REFUSED, None, f"There is no case {reference}.", verb)
        if about is None and not self._is_theirs(mail, case):
            return Outcome(
                Fate.REFUSED, reference, "It is neither yours nor of anybody you stand in for.", verb
            )
        theirs = about is None or verb in _ANYBODY or self._is_theirs(mail, case)
        if not theirs:
            return Outcome(Fate.REFUSED, reference, "It is somebody else's now; a note is kept.", verb)
        if not isinstance(said, Command):
            self._keep(mail, case)
            return Outcome(Fate.UNCLEAR, reference, f"{said.why[:1].upper()}{said.why[1:]}", verb)
        if verb in _ASK:
            return Outcome(Fate.TOLD, reference, verb=verb)
        return self._carry_out(mail, case, said)

    def _carry_out(self, mail: Heard, case: Case, command: Command) -> Outcome:
        arrival = mail.arrival
        on = london_day(min(arrival.received_at, arrival.now))
        try:
            with mail.session.begin_nested():
                told = self._commands.do(mail.session, case, mail.actor, command, arrival.now, on=on)
        except NotAllowed as why:
            return Outcome(Fate.REFUSED, case.reference, f"{why}.", command.verb)
        return Outcome(Fate.DONE, case.reference, f"{told}.", command.verb)

    def _is_theirs(self, mail: Heard, case: Case) -> bool:
        """Whether somebody may act on a case that a list of several told them of."""
        key = mail.who.key
        acting = self._attention.acting(mail.session, case, mail.arrival.now)
        return key in {case.handler_email.casefold(), acting.key} or key in self._practice.desk

    def _note_it(self, mail: Heard) -> list[Event]:
        """Prose: a note on the case; without a case, the question which one."""
        conversing = mail.conversing
        if mail.case is None:
            told = "Say of which case: its reference on the first line, then the command or the note."
            if conversing and mail.words.strip():
                self._lay_before_person(mail, "words about no one case: read them and say where they belong")
            return [] if conversing else self._answer(mail, [Outcome(Fate.REFUSED, None, told)])
        if not mail.words.strip():
            told = "There were no words of yours in that mail."
            return (
                [] if conversing else self._answer(mail, [Outcome(Fate.REFUSED, mail.case.reference, told)])
            )
        self._keep(mail, mail.case)
        if conversing:
            return []
        return self._answer(mail, [Outcome(Fate.NOTED, mail.case.reference)])

    def _keep_the_rest(self, mail: Heard, said: Sequence[Said], outcomes: Sequence[Outcome]) -> None:
        """What stands below the commands, or was refused, is kept as a note on the case of the first."""
        case = cases.get(mail.session, outcomes[0].case) if outcomes[0].case else mail.case
        if case is not None and is_worth_keeping(mail.words, said, outcomes):
            self._keep(mail, case)

    def _lay_before_person(self, mail: Heard, why: str) -> None:
        self._attention.duty.lay(
            mail.session,
            unique_key=f"handler-words:{mail.row}",
            reason="handler",
            detail=f"{mail.who.addr_spec} wrote {why}",
            case=mail.case,
            message_row_id=mail.row,
            now=mail.arrival.now,
        )

    def _keep(self, mail: Heard, case: Case) -> None:
        text = mail.words.strip()
        if text:
            self._keeping.note(mail.session, case, mail.actor, mail.arrival.now, text=text)

    def _decline(self, mail: Heard, why: str) -> list[Event]:
        """A command from somebody who may not be the handler: the handler is told, nothing is done."""
        told = f"The command was not carried out because {why}. Reply to a mail of mailbot about the case."
        events = [mail.event("command-declined", {"why": why})]
        if self._answered(mail) >= DECLINED_A_DAY:
            return events
        reference = mail.case.reference if mail.case else None
        return [*events, *self._answer(mail, [Outcome(Fate.REFUSED, reference, told)], offers=False)]

    # -- copies of letters to complainants

    def _file(self, mail: Heard) -> list[Event]:
        """A letter by hand is on the case already; what it is, the firm's own words in it tell."""
        case = mail.case
        assert case is not None  # noqa: S101  # by hand is only what joined a case
        events = [mail.event("letter-filed", {"kind": "by hand"})]
        marked = self._marked(mail)
        if marked is None:
            if self._answered(mail, case):
                return events  # one mail a day says how to record it
            return [*events, *self._answer(mail, [Outcome(Fate.FILED, case.reference, _UNMARKED)])]
        why_not = doubt_of_letter(mail.sight)
        if why_not is not None:
            told = f"It reads like `{marked.heard}`, but {why_not}: nothing was recorded. Reply with that."
            return [*events, *self._answer(mail, [Outcome(Fate.FILED, case.reference, told)])]
        outcome = self._carry_out(mail, cases.hold(mail.session, case.reference) or case, marked)
        return [
            *events,
            *self._answer(mail, [replace(outcome, told=f"Your letter is filed. {outcome.told}")]),
        ]

    def _marked(self, mail: Heard) -> Command | None:
        """The command that the firm's words for such a letter stand for."""
        parts = [mail.arrival.extract.text, *(each.text for each in mail.arrival.parsed.attachments)]
        words = " ".join(" ".join(parts).casefold().split())
        day = london_day(mail.arrival.received_at)
        for marker in self._practice.letter_markers:
            if marker.phrase in words:
                return next((one for one in read(marker.means, day) if isinstance(one, Command)), None)
        return None

    # -- answers

    def _answered(self, mail: Heard, case: Case | None = None) -> int:
        """How many answers went to this handler within a day, about a case or in all."""
        return pace.written_to(
            mail.session, mail.who.addr_spec, ANSWER, mail.arrival.now, case_id=case.id if case else None
        )

    def _answer(self, mail: Heard, outcomes: Sequence[Outcome], *, offers: bool = True) -> list[Event]:
        events = [mail.event("handler-said", facts(outcomes))]
        if self._answered(mail) >= ANSWERS_A_DAY:
            return [*events, mail.event("answer-withheld", {"limit": ANSWERS_A_DAY})]
        named = {one.case for one in outcomes if one.case}
        case = cases.get(mail.session, named.pop()) if len(named) == 1 else None
        due = [each.deadline for each in kept.open_of_case(mail.session, case.id)] if case else []
        helps = offers and any(one.fate is Fate.REFUSED or one.verb is Verb.HELP for one in outcomes)
        can = offered(case) if helps else frozenset[Verb]()
        if any(one.fate is Fate.FILED for one in outcomes):
            can = offered(case) & _BY_LETTER
        context = partial(answer_context, outcomes=outcomes, due=due, offered=can)
        try:
            self._correspondence.write_to(
                mail.session,
                ANSWER,
                context,
                unique_key=f"answer:{mail.row}",
                recipient=mail.who,
                now=mail.arrival.now,
                case_id=case.id if case else None,
                parent=mail.arrival.parsed,
            )
        except CANNOT_WRITE as fault:
            why = f"the answer to {mail.who.addr_spec} could not be written ({type(fault).__name__})"
            return [*events, self._attention.unwritten(mail.session, mail.arrival, mail.case, why)]
        return events


_UNMARKED = (
    "Nothing else was recorded. If it answers the complaint or keeps a deadline, reply to this mail with the "
    "command that says so."
)
