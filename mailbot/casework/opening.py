"""Open a case: its reference and handler, its deadlines, its letters, what is owed at once.

Faults: those of the database. A letter that cannot be written becomes a task; its case goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from sqlmodel import Session

from mailbot.casework.assigning import Assigning
from mailbot.casework.attention import Attention
from mailbot.casework.correspondence import CANNOT_WRITE, Correspondence
from mailbot.casework.notices import notify
from mailbot.casework.redating import Redating
from mailbot.complaints.calendar import london_day
from mailbot.complaints.deadlines import Deadline
from mailbot.complaints.decide import Plan
from mailbot.complaints.findings import Representative
from mailbot.complaints.letters import LetterCase
from mailbot.complaints.numbers.masking import mask
from mailbot.complaints.practice import Channel, Practice, Regime
from mailbot.complaints.timescales import reason_too_late
from mailbot.complaints.variants import BEREAVEMENT, REPRESENTATIVE
from mailbot.mail.message import Address
from mailbot.reading.arrival import Arrival
from mailbot.store import cases, owed
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case, NewCase
from mailbot.store.journal import Event, Facts

#: Crockford's alphabet: nothing that is misread over the telephone.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Opening:
    """Opens cases; holds nothing that changes."""

    def __init__(
        self,
        practice: Practice,
        redating: Redating,
        correspondence: Correspondence,
        attention: Attention,
        *,
        case_prefix: str,
        random_below: Callable[[int], int],
    ) -> None:
        self._practice = practice
        self._redating = redating
        self._correspondence = correspondence
        self._attention = attention
        self._assigning = Assigning(practice, attention.standing_in)
        self._prefix = case_prefix
        self._random_below = random_below
        self.reference = own_reference(case_prefix)

    def open(self, session: Session, arrival: Arrival) -> tuple[Case, str]:
        """A case without anything yet, and by what rule its handler was chosen; the message is recorded
        against it next."""
        extract, author = arrival.extract, arrival.correspondent
        chosen = self._assigning.choose(
            session,
            topics=extract.topics,
            complainant=author.addr_spec if author else None,
            day=london_day(arrival.now),
        )
        contact = extract.contact
        case = cases.open_case(
            session,
            NewCase(
                reference=self._new_reference(session),
                mailbox=arrival.key.mailbox,
                received_at=arrival.received_at,
                received_on=london_day(arrival.received_at),
                regime=self._practice.regime.value,
                data_protection="data-protection" in extract.topics,
                handler_name=chosen.handler.name,
                handler_email=chosen.handler.email,
                complainant_name=contact.name,
                address=author.addr_spec if author else None,
                subject=extract.subject,
                topics=list(extract.topics),
                cues=[asdict(cue) for cue in extract.cues],
                contact=asdict(contact),
                life_at_risk=extract.life_at_risk,
                thread_token=self._word(16),
                opened_at=arrival.now,
                channel=self._channel(arrival).value,
                missing=extract.missing,
                language=self._practice.mailbox_languages.get(arrival.key.mailbox, extract.language),
            ),
        )
        return case, chosen.rule

    def _channel(self, arrival: Arrival) -> Channel:
        """By which way the complaint came, as far as a message tells."""
        author = arrival.parsed.author
        by_form = author is not None and author.key in self._practice.web_forms
        return Channel.WEB_FORM if by_form else Channel.EMAIL

    def begin(
        self, session: Session, arrival: Arrival, plan: Plan, case: Case, row: int, given: str
    ) -> list[Event]:
        """Everything a new case needs: references, deadlines, letters, owed tasks. `given`: see `open`."""
        extract, author = arrival.extract, arrival.correspondent
        if author is not None and self._practice.return_path.read(author.addr_spec) is None:
            cases.add_party(
                session, case.id, address=author.addr_spec, name=_name(author), role="complainant"
            )
        for reference in extract.references:
            cases.add_reference(
                session, case.id, type=reference.type, value=reference.value, source=reference.source
            )
        for cited in plan.cites:
            cases.link(session, case.id, cited, why="cites", at=arrival.now)
        if plan.twin is not None:
            cases.link(session, case.id, plan.twin, why="may be the same", at=arrival.now)
        if plan.alike is not None:
            cases.link(session, case.id, plan.alike, why="much the same words", at=arrival.now)
        due = self._redating.due(case)
        kept.put(session, case.id, due, self._redating.version)
        letter = letter_about(case, due, extract.missing, extract.representative)
        events = [_opened(arrival, case, given, due)]
        letters, plan = self._acknowledge(session, arrival, plan, case, letter)
        events += letters
        events += self._notify(session, arrival, plan, case, letter)
        if plan.owed:
            owed.withheld(session, row, plan.reason or "")  # also what was found out since it was recorded
            events.append(self._attention.owe(session, arrival, plan, case, row, due))
        return events

    def _acknowledge(
        self, session: Session, arrival: Arrival, plan: Plan, case: Case, letter: LetterCase
    ) -> tuple[list[Event], Plan]:
        """Put the letters to the complainant; the plan as it is afterwards."""
        author = arrival.correspondent
        if not plan.acknowledge or author is None:
            return [], plan
        try:
            if late := reason_too_late(letter, arrival.now):
                return [], replace(plan, acknowledge=False, owed=True, reason=late)
            kinds = self._correspondence.acknowledge(
                session,
                case.id,
                letter,
                recipient=Address(case.complainant_name or _name(author), author.addr_spec),
                parent=arrival.parsed,
                enclose=plan.enclose,
                now=arrival.now,
            )
        except CANNOT_WRITE as fault:
            why = f"the acknowledgement could not be written ({type(fault).__name__})"
            return [], replace(plan, acknowledge=False, owed=True, reason=why)
        shown: Facts = {"to": author.addr_spec}
        told = [Event("letter-queued", arrival.now, case.reference, {"kind": kind}, shown) for kind in kinds]
        return told, plan

    def _notify(
        self, session: Session, arrival: Arrival, plan: Plan, case: Case, letter: LetterCase
    ) -> list[Event]:
        """Tell the handler of the new case; of one author's many the queue and the reminders do."""
        extract = arrival.extract
        if plan.quiet:
            return [Event("notice-withheld", arrival.now, case.reference, {"reason": plan.reason or ""})]
        try:
            notify(
                self._correspondence,
                session,
                case.id,
                letter,
                recipient=Address(case.handler_name, case.handler_email),
                reason=None if plan.acknowledge else plan.reason or "nobody was found to answer",
                references=len(extract.references),
                contact=_means(arrival),
                attention=bool(extract.cues),
                unsafe_contact=extract.unsafe_contact,
                now=arrival.now,
            )
        except CANNOT_WRITE as fault:
            why = f"the notice to {case.handler_name} could not be written ({type(fault).__name__})"
            return [self._attention.unwritten(session, arrival, case, why)]
        return []

    def _new_reference(self, session: Session) -> str:
        while True:
            word = self._word(8)
            reference = f"{self._prefix}-{word[:4]}-{word[4:]}"
            if not cases.exists(session, reference):
                return reference

    def _word(self, length: int) -> str:
        return "".join(_LETTERS[self._random_below(len(_LETTERS))] for _ in range(length))


def own_reference(case_prefix: str) -> re.Pattern[str]:
    """What a reference of ours looks like in somebody's text."""
    return re.compile(rf"\b{re.escape(case_prefix)}-[{_LETTERS}]{{4}}-[{_LETTERS}]{{4}}\b", re.IGNORECASE)


def letter_about(
    case: Case,
    due: Sequence[Deadline],
    missing: Sequence[str],
    representative: Representative | None = None,
) -> LetterCase:
    """What letters may know about a case; `missing` is what an acknowledgement asks for."""
    return LetterCase(
        reference=case.reference,
        received_at=case.received_at,
        regime=Regime(case.regime),
        deadlines=tuple(due),
        data_protection=case.data_protection,
        complainant=case.complainant_name,
        handler=case.handler_name,
        missing=tuple(missing),
        language=case.language,
        mailbox=case.mailbox,
        topics=frozenset({*case.topics, *_topics_of(representative)}),
    )


def _topics_of(representative: Representative | None) -> set[str]:
    """Whoever says he is an executor writes because somebody has died."""
    if representative is None:
        return set()
    return {REPRESENTATIVE, BEREAVEMENT} if representative.role == "executor" else {REPRESENTATIVE}


def _name(author: Address) -> str:
    """As the author signs the From field; it is anybody's text, so a card number is masked in it too."""
    return mask(author.display_name)[0]


def _opened(arrival: Arrival, case: Case, given: str, due: tuple[Deadline, ...]) -> Event:
    fields: Facts = {
        "received_at": case.received_at.isoformat(),
        "handler": case.handler_email,
        "given": given,
        "regime": case.regime,
        "data_protection": case.data_protection or None,
        "life_at_risk": case.life_at_risk or None,
    }
    fields.update({f"due_{deadline.name}": deadline.due_on.isoformat() for deadline in due})
    return Event("case-opened", arrival.now, case.reference, fields)


def _means(arrival: Arrival) -> list[str]:
    contact = arrival.extract.contact
    means = {
        "email": bool(arrival.correspondent),
        "phone": bool(contact.phones),
        "post": bool(contact.postal_address),
    }
    return [name for name, known in means.items() if known]
