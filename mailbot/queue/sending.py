"""A person sends what is owed: the acknowledgement, or a letter that did not arrive, once more.

What was never written is rendered as at the opening of its case. A letter that failed, is held, cancelled or
of unknown fate goes again with the octets it has; to another address, or after it came back, it is rendered
anew under a key of its own.

Faults: `NotAllowed`, as of any act, for what must not or cannot be sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from mailbot.casework.addressing import address_given, require_considered
from mailbot.casework.bounces import ACKNOWLEDGING
from mailbot.casework.correspondence import CANNOT_WRITE, TO_COMPLAINANT, Correspondence
from mailbot.casework.letter_acts import LetterActs
from mailbot.casework.moving import NotAllowed
from mailbot.casework.opening import letter_about
from mailbot.complaints.calendar import in_words, london_day
from mailbot.complaints.practice import Practice
from mailbot.complaints.prohibition import STARTING
from mailbot.complaints.timescales import reason_too_late
from mailbot.complaints.withholding import reason_never_to_write
from mailbot.mail.message import Address
from mailbot.reading.arrival import Arrival
from mailbot.store import cases, deadlines, outbox, owed, tasks
from mailbot.store.cases import Case
from mailbot.store.outbox import Letter
from mailbot.store.statements import person
from mailbot.store.tasks import Task


@dataclass(frozen=True, slots=True)
class Sent:
    address: str
    letters: str  # which kinds
    settles: tuple[Task, ...] = ()  # other tasks it has done


class Sending:
    """Puts letters that people release; holds nothing that changes."""

    def __init__(self, practice: Practice, correspondence: Correspondence, letter_acts: LetterActs) -> None:
        self._practice = practice
        self._correspondence = correspondence
        self._letter_acts = letter_acts

    def send(
        self,
        session: Session,
        task: Task,
        case: Case | None,
        letter: Letter | None,
        seen: Arrival | None,
        *,
        to: str,
        although: str,
        now: datetime,
    ) -> Sent:
        """Send what the task owes. `seen` is the message the case was opened with."""
        address = address_given(to, self._practice) if to else None
        if letter is None and (task.reason != owed.OWED or case is None):
            raise NotAllowed(_nothing_to_send(session, task))
        if letter is not None and letter.audience != TO_COMPLAINANT:
            return self._to_colleague(session, letter, address, now)
        if case is None:
            raise NotAllowed(f"task {task.id} is about no case; see `mailbot queue show {task.id}`")
        if letter is None:
            recipient = address or self._correspondent(case, seen)
            require_considered(session, case, although, recipient.addr_spec)
            kinds = self._render(session, task, case, None, recipient, seen, now)
            settles: tuple[Task, ...] = ()
        elif address in (None, _address(letter)) and letter.bounced_at is None:
            self.again(session, letter, case, although=although, now=now)
            return Sent(letter.recipient, letter.kind)
        else:
            recipient = Address(case.complainant_name, (address or _address(letter)).addr_spec)
            require_considered(session, case, although, recipient.addr_spec)
            kinds = self._render(session, task, case, letter, recipient, seen, now)
            outbox.withdraw(session, letter.id, f"written again to {recipient.addr_spec}", now)
            settles = _done_with_it(session, task, letter, kinds)
        cases.add_party(
            session,
            case.id,
            address=recipient.addr_spec,
            name=recipient.display_name,
            role="complainant",
        )
        return Sent(recipient.addr_spec, ", ".join(kinds), settles)

    def again(
        self, session: Session, letter: Letter, case: Case | None, *, although: str, now: datetime
    ) -> None:
        """The same octets to the same address; a letter that was sent, or is being sent, is refused."""
        if case is not None and letter.audience == TO_COMPLAINANT:
            require_considered(session, case, although, letter.recipient)
        if letter.stopped and letter.audience == TO_COMPLAINANT and not although.strip():
            raise NotAllowed(
                f"letter {letter.id} ({letter.kind}) was stopped: {letter.stopped}; where it is right to "
                'send it all the same, say --although "what was considered"'
            )
        written = london_day(letter.created_at)
        if letter.kind in STARTING and written != london_day(now):
            raise NotAllowed(
                f"letter {letter.id} ({letter.kind}) bears the date of {in_words(written)}, from which the "
                "six months run, as it says (DISP 2.8.2R): `queue settle` it, and release it again"
            )
        if why := self._letter_acts.refusal(session, letter, now):
            raise NotAllowed(
                f"letter {letter.id} ({letter.kind}) is not sent again: {why}; `mailbot queue settle` when "
                "that is right"
            )
        if not outbox.retry(session, letter.id, now, stopped=letter.stopped):
            raise NotAllowed(
                f"letter {letter.id} was sent, is being sent, or was just stopped, and is not sent again; "
                f"see `mailbot outbox show {letter.id}`"
            )

    def _to_colleague(self, session: Session, letter: Letter, address: Address | None, now: datetime) -> Sent:
        if address not in (None, _address(letter)):
            raise NotAllowed(
                f"letter {letter.id} is a {letter.kind} to {letter.recipient}, and goes to nobody else: mend "
                "[[handler]] or [oversight], tell them yourself, then `mailbot queue settle`"
            )
        if letter.bounced_at is not None:
            raise NotAllowed(
                f"letter {letter.id} ({letter.kind}) was sent to {letter.recipient} and came back: tell them "
                "another way, then `mailbot queue settle`"
            )
        self.again(session, letter, None, although="", now=now)
        return Sent(letter.recipient, letter.kind)

    def _render(
        self,
        session: Session,
        task: Task,
        case: Case,
        letter: Letter | None,
        recipient: Address,
        seen: Arrival | None,
        now: datetime,
    ) -> list[str]:
        """Write it now; `letter` is the one that did not arrive."""
        if letter is not None and letter.kind not in ACKNOWLEDGING:
            raise NotAllowed(
                f"letter {letter.id} ({letter.kind}) is not written again: tell them another way, then "
                "`mailbot queue settle`"
            )
        if never := reason_never_to_write(recipient, self._practice):
            raise NotAllowed(
                f"{recipient.addr_spec} gets no letter to a complainant: {never}; give --to ADDRESS"
            )
        if seen is None:
            raise NotAllowed(f"no message is kept of {case.reference} to answer to; write to them yourself")
        due = [one.deadline for one in deadlines.of_case(session, case.id)]
        about = letter_about(case, due, seen.extract.missing, seen.extract.representative)
        leaflet_only = letter is not None and letter.kind == "leaflet"
        write = self._correspondence.inform if leaflet_only else self._correspondence.acknowledge
        try:
            if not leaflet_only and (late := reason_too_late(about, now)):
                raise NotAllowed(f"no acknowledgement is sent in {case.reference}: {late}")
            kinds = write(
                session,
                case.id,
                about,
                recipient=recipient,
                parent=seen.parsed,
                # A person knows to whom it goes.
                enclose=self._practice.enclose_to != "nobody",
                now=now,
                key=f"case:{case.id}" if letter is None else f"task:{task.id}",
            )
        except CANNOT_WRITE as fault:
            raise NotAllowed(
                f"the letter could not be written ({type(fault).__name__}: {fault}); see `mailbot check`"
            ) from None
        if not kinds:
            raise NotAllowed(
                f"{case.reference} has its acknowledgement already; see `mailbot outbox list --case "
                f"{case.reference}`"
            )
        return kinds

    def _correspondent(self, case: Case, seen: Arrival | None) -> Address:
        """Whom the acknowledgement would have been for."""
        found = seen.correspondent if seen is not None else None
        addr_spec = found.addr_spec if found is not None else case.address
        if not addr_spec:
            raise NotAllowed(
                f"nobody is known to answer in {case.reference}: give --to ADDRESS, or write by post and "
                "then `mailbot queue posted`"
            )
        return Address(case.complainant_name, addr_spec)


def _address(letter: Letter) -> Address:
    return Address("", letter.recipient)


def _done_with_it(session: Session, task: Task, letter: Letter, kinds: list[str]) -> tuple[Task, ...]:
    """A leaflet that did not reach the same address either went along with the acknowledgement."""
    if task.case is None or letter.kind == "leaflet" or "leaflet" not in kinds:
        return ()
    found = []
    for other in tasks.list_tasks(session, case=task.case):
        about = outbox.get(session, other.letter_id) if other.letter_id is not None else None
        if (
            about is not None
            and about.kind == "leaflet"
            and person(about.recipient) == person(letter.recipient)
        ):
            found.append(other)
    return tuple(found)


def _nothing_to_send(session: Session, task: Task) -> str:
    if task.case is None and task.message_row_id is not None:
        return (
            f"task {task.id} ({task.reason}) has no case to write about: `mailbot queue complaint {task.id}` "
            f"opens one, `mailbot queue join {task.id} REFERENCE` adds it to one"
        )
    none = f"task {task.id} ({task.reason}) owes no letter"
    others = tasks.list_tasks(session, case=task.case, reason=owed.OWED) if task.case else []
    if others:
        return f"{none}; {task.case} owes one by task {others[0].id}: `mailbot queue send {others[0].id}`"
    return f"{none}; do what it asks for, then `mailbot queue settle {task.id} --because ...`"
