"""Carry a plan out: the case, its deadlines, its letters, its tasks and its journal, inside one
transaction.

This is where "an acknowledgement that must not go out by itself is still owed" becomes a row: every plan
that owes one opens a task with its reason and its deadline.

Faults: those of the database and of `Correspondence`; the caller rolls back and sets the message aside
(`stub`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlmodel import Session

from mailbot.complaints.calendar import Calendar, london_day
from mailbot.complaints.classify import Kind, Known, Verdict, classify
from mailbot.complaints.deadlines import Deadline, deadlines
from mailbot.complaints.decide import Folder, Plan, Step, decide
from mailbot.complaints.extract import Extract
from mailbot.complaints.letters import LetterCase
from mailbot.complaints.practice import Practice, Regime
from mailbot.correspondence import Correspondence
from mailbot.mail.message import Address, ParsedMessage
from mailbot.store import cases, outbox, received, tasks
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case, NewCase
from mailbot.store.journal import Event, Facts, append
from mailbot.store.received import Key

#: Crockford's alphabet: nothing that is misread over the telephone.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message, read, with the moment the server received it and the moment we look at it."""

    key: Key
    internal_date: datetime
    raw: bytes
    parsed: ParsedMessage
    extract: Extract
    now: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is told what cannot wait."""

    oversight: Address | None
    on_call: Address | None
    case_prefix: str


class Casework:
    """Decides and writes down; the only place where a case is opened."""

    def __init__(
        self,
        practice: Practice,
        calendar: Calendar,
        correspondence: Correspondence,
        desk: Desk,
        random_below: Callable[[int], int],
    ) -> None:
        self._practice = practice
        self._calendar = calendar
        self._correspondence = correspondence
        self._desk = desk
        self._random_below = random_below
        self._own_reference = re.compile(
            rf"\b{re.escape(desk.case_prefix)}-[{_LETTERS}]{{4}}-[{_LETTERS}]{{4}}\b", re.IGNORECASE
        )

    def handle(self, session: Session, arrival: Arrival) -> list[Event]:
        """Account for one message; returns what to journal once it is committed."""
        known = self._known(session, arrival)
        parsed, extract, practice = arrival.parsed, arrival.extract, self._practice
        verdict = classify(parsed, extract, known, practice)
        plan = decide(parsed, extract, verdict, known, practice)
        return self._carry_out(session, arrival, plan, known)

    def stub(self, session: Session, arrival: Arrival, why: str) -> list[Event]:
        """A case in front of a person for a message that could not be handled."""
        # Whatever made it fail must not fail again: nothing is used but the author and the bytes.
        author = arrival.parsed.author
        parsed = ParsedMessage(
            size=arrival.parsed.size,
            sha256=arrival.parsed.sha256,
            message_id=arrival.parsed.message_id,
            authors=(author,) if author else (),
            unreadable=why,
            defects=(why,),
        )
        bare = replace(arrival, parsed=parsed, extract=Extract())
        plan = Plan(
            verdict=Verdict(Kind.UNREADABLE, "set-aside"),
            step=Step.OPEN,
            folder=Folder.SET_ASIDE,
            reason=why,
            owed=True,
            task="unreadable",
        )
        return self._carry_out(session, bare, plan, Known())

    def _known(self, session: Session, arrival: Arrival) -> Known:
        parsed, extract = arrival.parsed, arrival.extract
        author = parsed.author
        return cases.known(
            session,
            message_id=parsed.message_id,
            in_reply_to=parsed.in_reply_to,
            references=parsed.references,
            author=author.addr_spec if author else None,
            cited=self._cited(arrival),
            references_found=[reference.value for reference in extract.references],
            reported=parsed.report.original_message_id if parsed.report else "",
            now=arrival.now,
        )

    def _carry_out(self, session: Session, arrival: Arrival, plan: Plan, known: Known) -> list[Event]:
        case: Case | None = None
        events: list[Event] = []
        match plan.step:
            case Step.OPEN:
                case = self._open(session, arrival)
            case Step.JOIN if plan.case is not None:
                case = cases.get(session, plan.case)
            case _:
                pass
        row = self._record(session, arrival, plan, case)
        if plan.step is Step.OPEN and case is not None:
            events += self._begin(session, arrival, plan, case, row)
        elif plan.step is Step.JOIN and case is not None:
            events += self._join(session, arrival, plan, case)
        elif plan.step is Step.RECORD_REPORT:
            events += self._report(session, arrival, known, row)
        elif plan.step is Step.SETTLE_OWN and known.own_letter:
            outbox.came_back(session, known.own_letter, arrival.now)
        events += self._before_person(session, arrival, plan, case, row)
        events.insert(0, self._read_event(arrival, plan, case))
        append(session, events)
        return events

    # The parts of a plan

    def _open(self, session: Session, arrival: Arrival) -> Case:
        extract, author = arrival.extract, arrival.parsed.author
        handler = cases.next_handler(session, self._practice.handlers)
        contact = extract.contact
        return cases.open_case(
            session,
            NewCase(
                reference=self._reference(session),
                mailbox=arrival.key.mailbox,
                received_at=_received_at(arrival),
                received_on=london_day(_received_at(arrival)),
                regime=self._practice.regime.value,
                data_protection="data-protection" in extract.topics,
                handler_name=handler.name,
                handler_email=handler.email,
                complainant_name=contact.name,
                address=author.addr_spec if author else None,
                subject=extract.subject,
                topics=list(extract.topics),
                cues=[asdict(cue) for cue in extract.cues],
                contact=asdict(contact),
                life_at_risk=extract.life_at_risk,
                thread_token=self._word(16),
                opened_at=arrival.now,
            ),
        )

    def _begin(self, session: Session, arrival: Arrival, plan: Plan, case: Case, row: int) -> list[Event]:
        """Everything a new case needs: references, deadlines, letters, owed tasks."""
        extract, author = arrival.extract, arrival.parsed.author
        if author is not None:
            cases.add_party(
                session, case.id, address=author.addr_spec, name=author.display_name, role="complainant"
            )
        for reference in extract.references:
            cases.add_reference(
                session, case.id, type=reference.type, value=reference.value, source=reference.source
            )
        for cited in plan.cites:
            cases.link(session, case.id, cited, why="cites", at=arrival.now)
        due = deadlines(
            case.received_at,
            regime=Regime(case.regime),
            data_protection=case.data_protection,
            calendar=self._calendar,
            promises=self._practice.promises,
        )
        kept.put(session, case.id, due, self._calendar.version)
        letter = LetterCase(
            reference=case.reference,
            received_at=case.received_at,
            regime=Regime(case.regime),
            deadlines=due,
            data_protection=case.data_protection,
            complainant=case.complainant_name,
            handler=case.handler_name,
            missing=extract.missing,
        )
        events = [_opened(arrival, case, due)]
        events += self._letters(session, arrival, plan, case, letter)
        if plan.owed:
            events.append(self._owe(session, arrival, plan, case, row, due))
        return events

    def _letters(
        self, session: Session, arrival: Arrival, plan: Plan, case: Case, letter: LetterCase
    ) -> list[Event]:
        author, extract = arrival.parsed.author, arrival.extract
        events = []
        if plan.acknowledge and author is not None:
            recipient = Address(case.complainant_name or author.display_name, author.addr_spec)
            for kind in self._correspondence.acknowledge(
                session,
                case.id,
                letter,
                recipient=recipient,
                parent=arrival.parsed,
                enclose=plan.enclose,
                now=arrival.now,
            ):
                fields: Facts = {"kind": kind, "to": author.addr_spec}
                events.append(Event("letter-queued", arrival.now, case.reference, fields))
        self._correspondence.notify(
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
        return events

    def _join(self, session: Session, arrival: Arrival, plan: Plan, case: Case) -> list[Event]:
        fields: Facts = {"kind": plan.verdict.kind.value, "rule": plan.verdict.rule}
        events = [Event("message-joined", arrival.now, case.reference, fields)]
        for reference in arrival.extract.references:
            cases.add_reference(
                session, case.id, type=reference.type, value=reference.value, source=reference.source
            )
        if plan.reopen:
            cases.reopen(session, case.reference, now=arrival.now)
            events.append(
                Event("case-reopened", arrival.now, case.reference, {"because": "a party wrote again"})
            )
        if plan.owed:
            events.append(self._owe(session, arrival, plan, case, None, ()))
        return events

    def _report(self, session: Session, arrival: Arrival, known: Known, row: int) -> list[Event]:
        """A report about a letter of ours; a failed one is owed again (RFC 3464 section 2.3.3)."""
        report = arrival.parsed.report
        if report is None or known.reported_letter is None:
            return []
        letter = outbox.by_message_id(session, known.reported_letter)
        if letter is None:
            return []
        failed = next((status for status in report.recipients if status.action == "failed"), None)
        actions = {status.action for status in report.recipients}
        fields: Facts = {"letter": letter.id, "kind": letter.kind, "report": report.type.value}
        if failed is None and (report.recipients or report.type != "text-bounce"):
            fields["action"] = ",".join(sorted(filter(None, actions))) or "none"
            return [Event("letter-reported", arrival.now, letter.case, fields)]
        told = f"{failed.status} {failed.diagnostic_code}".strip() if failed else "no details given"
        outbox.bounced(session, letter.id, told, arrival.now)
        tasks.open_task(
            session,
            unique_key=f"bounced:{letter.id}",
            reason="letter bounced",
            detail=f"{letter.kind} could not be delivered ({told}); reach the complainant another way",
            case_id=letter.case_id,
            message_row_id=row,
            letter_id=letter.id,
            due_at=None,
            owner=None,
            now=arrival.now,
        )
        return [
            Event(
                "letter-bounced",
                arrival.now,
                letter.case,
                {**fields, "status": failed.status if failed else ""},
            )
        ]

    def _before_person(
        self, session: Session, arrival: Arrival, plan: Plan, case: Case | None, row: int
    ) -> list[Event]:
        """Tasks and alerts: whatever must not wait for somebody to look by chance."""
        events = []
        if plan.task is not None:
            tasks.open_task(
                session,
                unique_key=f"message:{row}:{plan.task}",
                reason=plan.task,
                detail=plan.reason or plan.verdict.rule,
                case_id=case.id if case else None,
                message_row_id=row,
                letter_id=None,
                due_at=None,
                owner=case.handler_email if case else None,
                now=arrival.now,
            )
            fields: Facts = {"task": plan.task, "mailbox": arrival.key.mailbox, "uid": arrival.key.uid}
            events.append(Event("before-person", arrival.now, case.reference if case else None, fields))
        if plan.owed and case is None:
            events.append(self._owe(session, arrival, plan, None, row, ()))
        if plan.urgent:
            events += self._alert(session, arrival, plan, case, row)
        return events

    def _owe(
        self,
        session: Session,
        arrival: Arrival,
        plan: Plan,
        case: Case | None,
        row: int | None,
        due: tuple[Deadline, ...],
    ) -> Event:
        tasks.open_task(
            session,
            unique_key=f"owed:{arrival.key.mailbox}:{arrival.key.uidvalidity}:{arrival.key.uid}",
            reason="acknowledgement owed",
            detail=plan.reason or "",
            case_id=case.id if case else None,
            message_row_id=row,
            letter_id=None,
            due_at=next((deadline.due_at for deadline in due if deadline.name == "acknowledgement"), None),
            owner=case.handler_email if case else None,
            now=arrival.now,
        )
        reference = case.reference if case else None
        return Event("acknowledgement-owed", arrival.now, reference, {"reason": plan.reason or ""})

    def _alert(
        self, session: Session, arrival: Arrival, plan: Plan, case: Case | None, row: int
    ) -> list[Event]:
        """Tell somebody at once: oversight and the handler; on-call too for a life at risk."""
        risk = arrival.extract.life_at_risk and case is not None
        told = [self._desk.on_call] if risk else []
        told.append(self._desk.oversight)
        if case is not None:
            told.append(Address(case.handler_name, case.handler_email))
        if not any(told):
            told = [Address(handler.name, handler.email) for handler in self._practice.handlers]
        events = []
        for address in {one.key: one for one in told if one is not None}.values():
            self._correspondence.alert(
                session,
                unique_key=f"alert:{row}",
                case_id=case.id if case else None,
                reference=case.reference if case else None,
                recipient=address,
                received_at=arrival.internal_date,
                reason=plan.reason or plan.task or plan.verdict.kind.value,
                command=f"mailbot cases show {case.reference}" if case else "mailbot queue list",
                life_at_risk=risk,
                unsafe_contact=arrival.extract.unsafe_contact,
                now=arrival.now,
            )
            fields: Facts = {"to": address.addr_spec, "life_at_risk": risk}
            events.append(Event("alerted", arrival.now, case.reference if case else None, fields))
        return events

    def _record(self, session: Session, arrival: Arrival, plan: Plan, case: Case | None) -> int:
        parsed, extract = arrival.parsed, arrival.extract
        author = parsed.author
        return received.record(
            session,
            key=arrival.key,
            sha256=parsed.sha256,
            raw=arrival.raw,
            size=parsed.size,
            internal_date=arrival.internal_date,
            received_seen_at=arrival.now,
            message_id=parsed.message_id,
            author=author.addr_spec if author else None,
            subject=extract.subject,
            kind=plan.verdict.kind.value,
            rule=plan.verdict.rule,
            reason=plan.reason,
            case_id=case.id if case else None,
            accounted=plan.step.value,
            folder=plan.folder.value,
            extract_json={**asdict(extract), "text": "", "defects": list(parsed.defects)},
        )

    def _cited(self, arrival: Arrival) -> list[str]:
        """Case references of ours that the message names, in its subject or anywhere in its text."""
        text = f"{arrival.parsed.subject}\n{arrival.parsed.whole_text[:65536]}"
        return sorted({found.upper() for found in self._own_reference.findall(text)})

    def _reference(self, session: Session) -> str:
        while True:
            word = self._word(8)
            reference = f"{self._desk.case_prefix}-{word[:4]}-{word[4:]}"
            if not cases.exists(session, reference):
                return reference

    def _word(self, length: int) -> str:
        return "".join(_LETTERS[self._random_below(len(_LETTERS))] for _ in range(length))

    def _read_event(self, arrival: Arrival, plan: Plan, case: Case | None) -> Event:
        author = arrival.parsed.author
        fields: Facts = {
            "mailbox": arrival.key.mailbox,
            "uid": arrival.key.uid,
            "kind": plan.verdict.kind.value,
            "rule": plan.verdict.rule,
            "step": plan.step.value,
            "author": author.addr_spec if author else None,
        }
        return Event("message-read", arrival.now, case.reference if case else None, fields)


def _received_at(arrival: Arrival) -> datetime:
    """The start of the clock: INTERNALDATE, unless the server's is no date mail was ever received on."""
    year = arrival.internal_date.year
    return arrival.internal_date if 1990 <= year < 2100 else arrival.now


def _opened(arrival: Arrival, case: Case, due: tuple[Deadline, ...]) -> Event:
    fields: Facts = {
        "received_at": case.received_at.isoformat(),
        "handler": case.handler_email,
        "regime": case.regime,
        "life_at_risk": case.life_at_risk or None,
    }
    fields.update({f"due_{deadline.name}": deadline.due_on.isoformat() for deadline in due})
    return Event("case-opened", arrival.now, case.reference, fields)


def _means(arrival: Arrival) -> list[str]:
    contact = arrival.extract.contact
    means = {
        "email": bool(arrival.parsed.author),
        "phone": bool(contact.phones),
        "post": bool(contact.postal_address),
    }
    return [name for name, known in means.items() if known]
