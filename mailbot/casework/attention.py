"""What must not go unseen: tasks in front of a person, alerts to somebody now.

An acknowledgement that must not go out by itself is still owed; here it becomes a row with its reason
and its deadline. The number of those suppressed is the number of tasks, always (RELIABILITY A-0).

Faults: those of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time

from sqlmodel import Session

from mailbot.casework.correspondence import CANNOT_WRITE, Correspondence
from mailbot.casework.duty import Duty
from mailbot.casework.notices import alert
from mailbot.casework.standing_in import StandingIn
from mailbot.complaints.calendar import Calendar, london_day
from mailbot.complaints.deadlines import Deadline
from mailbot.complaints.decide import Plan
from mailbot.complaints.practice import Practice
from mailbot.mail.message import Address
from mailbot.reading.arrival import Arrival
from mailbot.store import cases
from mailbot.store.cases import Case
from mailbot.store.journal import Event, Facts
from mailbot.store.letters import ALERT, HANDLER, Letter, OutboxLetter
from mailbot.store.owed import OWED as OWED
from mailbot.store.received import Key
from mailbot.store.tasks import LIFE_AT_RISK


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is told what cannot wait, and when those who look after the rest go home."""

    oversight: Address | None
    on_call: Address | None
    lead: Address | None = None  # of the handlers
    closes: time = time(17, 0)  # London


#: The task of a letter that a report says did not arrive.
BOUNCED = "letter bounced"


class Attention:
    """Lays things before people; holds nothing that changes."""

    def __init__(self, practice: Practice, correspondence: Correspondence, desk: Desk) -> None:
        self._practice = practice
        self._correspondence = correspondence
        self._desk = desk
        #: Whose a task is, and by when it is due.
        self.duty = duty(practice, desk)
        self.standing_in = StandingIn(practice.handlers, desk.lead or desk.oversight)

    def acting(self, session: Session, case: Case, now: datetime) -> Address:
        """The case's handler, or who acts in the handler's place today."""
        away = self.standing_in.away(session, london_day(now))
        return self.standing_in.whom(away, Address(case.handler_name, case.handler_email))

    def before_person(
        self, session: Session, arrival: Arrival, plan: Plan, case: Case | None, row: int
    ) -> list[Event]:
        """Tasks and alerts: whatever must not wait for somebody to look by chance."""
        events = []
        wanted = [plan.task] if plan.task is not None else []
        if plan.urgent and arrival.extract.life_at_risk and plan.task != LIFE_AT_RISK:
            wanted.append(LIFE_AT_RISK)  # whatever else the message is
        for task in wanted:
            self.duty.lay(
                session,
                unique_key=f"message:{row}:{task}",
                reason=task,
                # Without a case the first task is also what the acknowledgement is owed by.
                detail=f"acknowledgement owed: {plan.reason}"
                if plan.owed and case is None and task == plan.task
                else _why(plan, task),
                case=case,
                message_row_id=row,
                due_at=arrival.now if task == LIFE_AT_RISK else None,
                since=arrival.received_at,
                now=arrival.now,
            )
            fields: Facts = {"task": task, "mailbox": arrival.key.mailbox, "uid": arrival.key.uid}
            events.append(Event("before-person", arrival.now, case.reference if case else None, fields))
        if plan.owed and case is None and plan.task is None:
            events.append(self.owe(session, arrival, plan, None, row, ()))
        if plan.urgent:
            events += self._alert(session, arrival, plan, case, row)
        return events

    def owe(
        self,
        session: Session,
        arrival: Arrival,
        plan: Plan,
        case: Case | None,
        row: int,
        due: tuple[Deadline, ...],
    ) -> Event:
        self.duty.lay(
            session,
            unique_key=f"owed:{row}",  # not by its UID: a server that was set back hands those out again
            reason=OWED,
            detail=plan.reason or "",
            case=case,
            message_row_id=row,
            due_at=next((deadline.due_at for deadline in due if deadline.name == "acknowledgement"), None),
            since=arrival.received_at,
            now=arrival.now,
        )
        reference = case.reference if case else None
        return Event("acknowledgement-owed", arrival.now, reference, {"reason": plan.reason or ""})

    def warn(
        self,
        session: Session,
        key: str,
        reason: str,
        detail: str,
        now: datetime,
        *,
        letter: Letter | OutboxLetter | None = None,
    ) -> bool:
        """Lay something about the whole installation before a person and tell oversight, once; False
        where it lay there already.

        Of letters only one that a handler did not get is told by another letter: he may not know of a
        deadline. If that fails too it stays at the task.
        """
        case = cases.get(session, letter.case) if letter and letter.case else None
        opened = self.duty.lay(
            session,
            unique_key=key,
            reason=reason,
            detail=detail,
            case=case,
            letter_id=letter.id if letter else None,
            but=letter.recipient if letter else "",
            due_at=self.duty.next_deadline(session, case, now) if case else None,
            now=now,
        )
        if opened and letter is None:
            self.tell_oversight(session, key, f"{reason} – {detail}", now)
        elif opened and letter is not None and letter.audience == HANDLER and letter.kind != ALERT:
            # Once a day of each who is not reached: the tasks are one a letter.
            key = f"unreached:{letter.recipient}:{now:%Y-%m-%d}"
            why = f"{detail}; {letter.recipient} may not know of a deadline"
            for address in self.overseers(but=letter.recipient):
                self._tell(session, address, key, why, now)
        return opened

    def tell_oversight(
        self, session: Session, key: str, reason: str, now: datetime, command: str = "mailbot queue list"
    ) -> None:
        """One mail about what lies in the queue already, once per key."""
        if self._desk.oversight is not None:
            self._tell(session, self._desk.oversight, key, reason, now, command)

    def _tell(
        self,
        session: Session,
        recipient: Address,
        key: str,
        reason: str,
        now: datetime,
        command: str = "mailbot queue list",
    ) -> None:
        with suppress(*CANNOT_WRITE):  # the task stands
            alert(
                self._correspondence,
                session,
                unique_key=key,
                case_id=None,
                reference=None,
                recipient=recipient,
                received_at=None,
                reason=reason,
                command=command,
                now=now,
            )

    def unwritten(self, session: Session, arrival: Arrival, case: Case | None, why: str) -> Event:
        """A letter to a handler that could not be written: the matter lies before a person all the same."""
        self.duty.lay(
            session,
            unique_key=f"unwritten:{arrival.parsed.sha256}:{arrival.internal_date.isoformat()}",
            reason="letter not written",
            detail=why,
            case=case,
            now=arrival.now,
        )
        return Event("letter-unwritten", arrival.now, case.reference if case else None, {"why": why})

    def vanished(self, session: Session, key: Key, now: datetime) -> None:
        """Somebody removed a message before it was read; it may have been a complaint."""
        self.duty.lay(
            session,
            unique_key=f"vanished:{key.mailbox}:{key.uidvalidity}:{key.uid}",
            reason="message vanished",
            detail=f"UID {key.uid} of {key.mailbox} was gone before it could be read; ask who removed it",
            now=now,
        )

    def overseers(self, *, but: str) -> list[Address]:
        """Who is told that somebody of ours cannot be reached; `but` is that address."""
        handlers = [Address(one.name, one.email) for one in self._practice.handlers]
        for way in ([self._desk.oversight], [self._desk.on_call], handlers):
            if found := [one for one in way if one is not None and one.key != but.casefold()]:
                return found
        return []

    def _alert(
        self, session: Session, arrival: Arrival, plan: Plan, case: Case | None, row: int
    ) -> list[Event]:
        """Tell somebody at once: oversight and the handler; on-call too for a life at risk."""
        risk = arrival.extract.life_at_risk
        told = [self._desk.on_call] if risk else []
        told.append(self._desk.oversight)
        if case is not None:
            told.append(self.acting(session, case, arrival.now))
        if not any(told):
            told = [Address(handler.name, handler.email) for handler in self._practice.handlers]
        reason = plan.reason or plan.task or plan.verdict.kind.value
        return self.alert(session, arrival, case, f"alert:{row}", reason, told, life_at_risk=risk)

    def alert(
        self,
        session: Session,
        arrival: Arrival,
        case: Case | None,
        key: str,
        reason: str,
        told: Sequence[Address | None],
        *,
        life_at_risk: bool = False,
    ) -> list[Event]:
        events = []
        reference = case.reference if case else None
        for address in {one.key: one for one in told if one is not None}.values():
            try:
                alert(
                    self._correspondence,
                    session,
                    unique_key=key,
                    case_id=case.id if case else None,
                    reference=reference,
                    recipient=address,
                    received_at=arrival.received_at,
                    reason=reason,
                    command=f"mailbot cases show {reference}" if reference else "mailbot queue list",
                    life_at_risk=life_at_risk,
                    unsafe_contact=arrival.extract.unsafe_contact,
                    now=arrival.now,
                )
            except CANNOT_WRITE as fault:
                why = f"the alert to {address.addr_spec} could not be written ({type(fault).__name__})"
                events.append(self.unwritten(session, arrival, case, why))
                continue
            fields: Facts = {"to": address.addr_spec, "life_at_risk": life_at_risk}
            events.append(Event("alerted", arrival.now, reference, fields))
        return events


def duty(practice: Practice, desk: Desk) -> Duty:
    return Duty(Calendar.of_firm(practice), desk.closes, desk.oversight, practice.handlers)


def kept_by_acknowledgement(practice: Practice, *, posted: bool = False) -> tuple[str, ...]:
    """The deadlines that are met once the acknowledgement is on its way, by e-mail or `posted`."""
    promised = [
        promise.name
        for promise in practice.promises
        if promise.met_by == "acknowledgement" and (posted or promise.sent_by != "letter")
    ]
    return ("acknowledgement", "data_protection_acknowledgement", *promised)


def _why(plan: Plan, task: str) -> str:
    if task != plan.task:
        return f"somebody's life may be at risk, in what was taken for {plan.task or plan.verdict.kind.value}"
    if task == "possible-duplicate":
        # DISP 1.6: the clock of one complaint runs from its first receipt, by whatever channel.
        return f"much the same words as {plan.alike}; if it is one complaint, keep the case received first"
    return plan.reason or plan.verdict.rule
