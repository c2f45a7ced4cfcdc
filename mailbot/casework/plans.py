"""Carry a plan out: the case, its deadlines, its letters, its tasks and its journal, inside one
transaction.

Faults: those of the database; the caller rolls back and sets the message aside (`stub`). A letter that
cannot be written becomes a task; its case goes on.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlmodel import Session

from mailbot.casework.attention import Attention
from mailbot.casework.bounces import Bounces
from mailbot.casework.canary import is_canary, unheard, unlimited
from mailbot.casework.caution import cautious, masked
from mailbot.casework.confirming import confirm
from mailbot.casework.correspondence import CANNOT_WRITE, Correspondence
from mailbot.casework.holding_back import hold_back
from mailbot.casework.letter_acts import LetterActs
from mailbot.casework.lookup import Lookup
from mailbot.casework.moving import Actor, move
from mailbot.casework.notices import tell
from mailbot.casework.opening import Opening
from mailbot.complaints.classify import Kind, Verdict, classify
from mailbot.complaints.decide import A_PERSON_SAID_SO, Folder, Plan, Step, decide, decide_after_all
from mailbot.complaints.findings import Extract
from mailbot.complaints.known import Known
from mailbot.complaints.numbers.masking import mask
from mailbot.complaints.practice import Practice
from mailbot.complaints.states import Move, State
from mailbot.mail.message import ParsedMessage
from mailbot.reading.arrival import Arrival
from mailbot.store import cases, journal, owed, received
from mailbot.store.cases import Case
from mailbot.store.journal import RESTORED, Event, Facts, append
from mailbot.store.received import Key

_A_PARTY = Actor("a party", "message")
NEVER = datetime.min.replace(tzinfo=UTC)
#: What a person who lets a message join a case says nothing about.
_KEEPS_ITS_KIND = (Kind.AUTOMATIC, Kind.REGULATOR, Kind.HANDLER)


class Handlers(Protocol):
    """Hears what handlers write, after it was recorded."""

    def hear(
        self, session: Session, arrival: Arrival, plan: Plan, known: Known, case: Case | None, row: int
    ) -> list[Event]: ...


class Casework:
    """Decides and writes down; the only place where a case is opened."""

    def __init__(
        self,
        practice: Practice,
        correspondence: Correspondence,
        attention: Attention,
        opening: Opening,
        handlers: Handlers,
        letter_acts: LetterActs,
    ) -> None:
        self._practice = practice
        self._correspondence = correspondence
        self._attention = attention
        self._bounces = Bounces(practice, attention, letter_acts)
        self._opening = opening
        self._handlers = handlers
        self._lookup = Lookup(practice, correspondence, opening.reference)
        self._put_back: datetime | None = None  # when the database last was, once that was asked for

    def handle(self, session: Session, arrival: Arrival) -> list[Event]:
        """Account for one message; returns what to journal once it is committed."""
        arrival = self._known_before(session, arrival)
        known = self._lookup.known(session, arrival)
        parsed, extract, practice = arrival.parsed, arrival.extract, self._practice
        if canary := is_canary(session, arrival, practice):
            known = unlimited(known)
        verdict = classify(parsed, extract, known, practice)
        plan = cautious(masked(decide(parsed, extract, verdict, known, practice)), arrival)
        if canary:
            plan = unheard(plan)
        if not arrival.whole and plan.folder is Folder.PROCESSED:
            plan = replace(plan, folder=Folder.SET_ASIDE)  # where people look for what they have to read
        return self._carry_out(session, arrival, plan, known)

    def stub(self, session: Session, arrival: Arrival, why: str) -> list[Event]:
        """A case in front of a person for a message that could not be handled."""
        # Whatever made it fail must not fail again: nothing is used but the author and the bytes.
        arrival = self._known_before(session, arrival)
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
        return self._carry_out(session, bare, cautious(plan, bare), Known())

    def vanished(self, session: Session, key: Key, now: datetime) -> None:
        """A message that somebody removed before it could be read lies before a person."""
        self._attention.vanished(session, key, now)

    def warn(self, session: Session, key: str, reason: str, detail: str, now: datetime) -> bool:
        """Lay something about a whole mailbox before a person; False where it lay there already."""
        return self._attention.warn(session, key, reason, detail, now)

    def lay(self, session: Session, **task: Any) -> bool:
        """Lay something about one message before a person; see mailbot/casework/duty."""
        return self._attention.duty.lay(session, **task)

    def open_after_all(
        self, session: Session, arrival: Arrival, row: int, was: Kind
    ) -> tuple[Case, list[Event]]:
        """A message set aside that a person calls a complaint: the case it would have opened."""
        arrival = replace(arrival, filed="filed" in (received.extract_of(session, row) or {}))
        known = self._lookup.known(session, arrival)
        plan = decide_after_all(arrival.parsed, arrival.extract, known, self._practice, was=was)
        plan = cautious(masked(plan), arrival)
        case, given = self._opening.open(session, arrival)
        self._give(session, row, plan, case)
        events = self._opening.begin(session, arrival, plan, case, row, given)
        return case, [*events, *self._attention.before_person(session, arrival, plan, case, row)]

    def join_after_all(
        self, session: Session, arrival: Arrival, row: int, was: Kind, case: Case
    ) -> list[Event]:
        """A message set aside that a person says belongs to a case."""
        author = arrival.parsed.author
        parties = {party.address for party in cases.parties_of(session, case.id)}
        plan = Plan(
            Verdict(was if was in _KEEPS_ITS_KIND else Kind.FOLLOW_UP, A_PERSON_SAID_SO),
            Step.JOIN,
            Folder.SET_ASIDE,
            case=case.reference,
            # Only a party's own words reopen a case.
            reopen=case.status == "closed" and author is not None and author.key in parties,
            urgent=arrival.extract.life_at_risk,
        )
        self._give(session, row, plan, case)
        events = hold_back(session, self._attention.warn, arrival, case)
        events += self._join(session, arrival, plan, case, row)
        return [*events, *self._attention.before_person(session, arrival, plan, case, row)]

    def _give(self, session: Session, row: int, plan: Plan, case: Case) -> None:
        owed.give(
            session,
            row,
            case_id=case.id,
            kind=plan.verdict.kind.value,
            rule=plan.verdict.rule,
            reason=plan.reason,
            accounted=plan.step.value,
        )

    def _carry_out(self, session: Session, arrival: Arrival, plan: Plan, known: Known) -> list[Event]:
        case: Case | None = None
        given = ""
        events: list[Event] = []
        match plan.step:
            case Step.OPEN:
                case, given = self._opening.open(session, arrival)
            case Step.JOIN if plan.case is not None:
                case = cases.hold(session, plan.case)
            case _:
                pass
        row = self._record(session, arrival, plan, case)
        events += hold_back(session, self._attention.warn, arrival, case)
        if plan.step is Step.OPEN and case is not None:
            events += self._opening.begin(session, arrival, plan, case, row, given)
        elif plan.step is Step.JOIN and case is not None:
            events += self._join(session, arrival, plan, case, row)
        if plan.verdict.kind is Kind.HANDLER:
            events += self._handlers.hear(session, arrival, plan, known, case, row)
        elif plan.step is Step.RECORD_REPORT:
            events += self._bounces.report(session, arrival, known, row)
        elif plan.step is Step.SETTLE_OWN and known.own_letter:
            events += self._bounces.came_back(session, arrival, known.own_letter)
        events += self._attention.before_person(session, arrival, plan, case, row)
        events.insert(0, self._read_event(arrival, plan, case))
        append(session, events)
        return events

    def _join(self, session: Session, arrival: Arrival, plan: Plan, case: Case, row: int) -> list[Event]:
        fields: Facts = {"kind": plan.verdict.kind.value, "rule": plan.verdict.rule}
        events = [Event("message-joined", arrival.now, case.reference, fields)]
        for reference in arrival.extract.references:
            cases.add_reference(
                session, case.id, type=reference.type, value=reference.value, source=reference.source
            )
        if arrival.extract.life_at_risk:
            cases.amend(session, case.reference, life_at_risk=True)
        if plan.reopen and State(case.state).closed:
            why: Facts = {"because": "a party wrote again"}
            events += move(session, case, Move.REOPENED, _A_PARTY, arrival.now, facts=why)
        confirmed = confirm(self._correspondence, session, arrival, case, row) if plan.confirm else []
        events += confirmed
        if plan.verdict.kind in (Kind.FOLLOW_UP, Kind.REGULATOR):
            queued = any(one.name == "letter-queued" for one in confirmed)
            events += self._tell(session, arrival, plan, case, row, confirmed=queued)
        if plan.owed:
            events.append(self._attention.owe(session, arrival, plan, case, row, ()))
        return events

    def _tell(
        self, session: Session, arrival: Arrival, plan: Plan, case: Case, row: int, *, confirmed: bool
    ) -> list[Event]:
        """Tell the handler that somebody wrote about their case."""
        try:
            tell(
                self._correspondence,
                session,
                case.id,
                unique_key=f"message:{row}",
                reference=case.reference,
                recipient=self._attention.acting(session, case, arrival.now),
                received_at=arrival.received_at,
                regulator=plan.verdict.kind is Kind.REGULATOR,
                reopened=plan.reopen,
                attention=bool(arrival.extract.cues),
                confirmed=confirmed,
                now=arrival.now,
            )
        except CANNOT_WRITE as fault:
            why = f"the notice to {case.handler_name} could not be written ({type(fault).__name__})"
            return [self._attention.unwritten(session, arrival, case, why)]
        return []

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
            extract_json={
                **asdict(extract),
                "text": "",
                "defects": [mask(defect)[0] for defect in parsed.defects],
                **({"filed": True} if arrival.filed else {}),
            },
        )

    def _read_event(self, arrival: Arrival, plan: Plan, case: Case | None) -> Event:
        author = arrival.correspondent
        fields: Facts = {
            "mailbox": arrival.key.mailbox,
            "uid": arrival.key.uid,
            "kind": plan.verdict.kind.value,
            "rule": plan.verdict.rule,
            "step": plan.step.value,
        }
        shown: Facts = {"author": author.addr_spec if author else None}
        return Event("message-read", arrival.now, case.reference if case else None, fields, shown)

    def _known_before(self, session: Session, arrival: Arrival) -> Arrival:
        """What arrived before the database was put back may have been filed, marked or not."""
        if self._put_back is None:
            self._put_back = journal.latest(session, RESTORED) or NEVER
        return replace(arrival, filed=True) if arrival.received_at <= self._put_back else arrival
