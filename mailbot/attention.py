"""What must not go unseen: tasks in front of a person, alerts to somebody now, letters that came back.

An acknowledgement that must not go out by itself is still owed; here it becomes a row with its reason
and its deadline. The number of those suppressed is the number of tasks, always (RELIABILITY A-0).

Faults: those of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from mailbot.arrival import Arrival
from mailbot.complaints.classify import Known
from mailbot.complaints.deadlines import Deadline
from mailbot.complaints.decide import Plan
from mailbot.complaints.masking import mask
from mailbot.complaints.practice import Practice
from mailbot.correspondence import CANNOT_WRITE, TO_COMPLAINANT, Correspondence
from mailbot.mail.message import Address, ReportType
from mailbot.store import cases, outbox, tasks
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case
from mailbot.store.deadlines import ACKNOWLEDGED
from mailbot.store.journal import Event, Facts


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is told what cannot wait."""

    oversight: Address | None
    on_call: Address | None


#: The task that stands for an acknowledgement nobody has sent yet.
OWED = "acknowledgement owed"
#: A report that names nobody, but comes in answer to our letter, is taken for the worst it can mean.
BOUNCES = (ReportType.DELIVERY_STATUS, ReportType.TEXT_BOUNCE)


class Attention:
    """Lays things before people; holds nothing that changes."""

    def __init__(self, practice: Practice, correspondence: Correspondence, desk: Desk) -> None:
        self._practice = practice
        self._correspondence = correspondence
        self._desk = desk

    def report(self, session: Session, arrival: Arrival, known: Known, row: int) -> list[Event]:
        """A report about a letter of ours; a failed one is owed again (RFC 3464 section 2.3.3)."""
        report = arrival.parsed.report
        if report is None or known.reported_letter is None:
            return []
        letter = outbox.by_message_id(session, known.reported_letter)
        if letter is None:
            return []
        # The archive's copy is a second recipient of the same letter; its fate is not the first's.
        theirs = [
            status
            for status in report.recipients
            if status.final_recipient.casefold() not in self._practice.own_addresses - {letter.recipient}
        ]
        failed = next((status for status in theirs if status.action == "failed"), None)
        actions = {status.action for status in report.recipients}
        fields: Facts = {"letter": letter.id, "kind": letter.kind, "report": report.type.value}
        unread = not report.recipients and report.type in BOUNCES
        if failed is None and not unread:
            fields["action"] = ",".join(sorted(filter(None, actions))) or "none"
            return [Event("letter-reported", arrival.now, letter.case, fields)]
        # A diagnostic may quote anything, also the message.
        told = mask(f"{failed.status} {failed.diagnostic_code}".strip())[0] if failed else "no details given"
        outbox.bounced(session, letter.id, told, arrival.now)
        whom = "the complainant" if letter.audience == TO_COMPLAINANT else letter.recipient
        if letter.kind == "acknowledgement" and letter.case_id is not None:
            # It was thought to have kept them; the complainant has not been acknowledged.
            kept.reinstate(session, letter.case_id, by=ACKNOWLEDGED)
        case = cases.get(session, letter.case) if letter.case else None
        lasting = "perhaps only for now: write again, or " if failed and failed.permanent is False else ""
        detail = f"{letter.kind} could not be delivered ({told}); {lasting}reach {whom} another way"
        opened = tasks.open_task(
            session,
            unique_key=f"bounced:{letter.id}",
            reason="letter bounced",
            detail=detail,
            case_id=letter.case_id,
            message_row_id=row,
            letter_id=letter.id,
            owner=case.handler_email if case else None,
            now=arrival.now,
        )
        fields["status"] = failed.status if failed else ""
        events = [Event("letter-bounced", arrival.now, letter.case, fields)]
        if opened and case is not None and letter.kind == "acknowledgement":
            told_to = [Address(case.handler_name, case.handler_email)]
            events += self._send_alerts(session, arrival, case, f"bounced:{letter.id}", detail, told_to)
        return events

    def came_back(self, session: Session, arrival: Arrival, message_id: str) -> list[Event]:
        """A letter of ours lies in a mailbox of ours: where its fate was unknown, that settles it."""
        letter = outbox.by_message_id(session, message_id)
        if letter is None or not outbox.came_back(session, message_id, arrival.now):
            return []
        if letter.kind == "acknowledgement" and letter.case_id is not None:
            names = kept_by_acknowledgement(self._practice)
            kept.discharge(session, letter.case_id, names, at=arrival.now, by=ACKNOWLEDGED)
        fields: Facts = {"letter": letter.id, "kind": letter.kind, "reply": "found in our own mailbox"}
        return [Event("letter-sent", arrival.now, letter.case, fields)]

    def before_person(
        self, session: Session, arrival: Arrival, plan: Plan, case: Case | None, row: int
    ) -> list[Event]:
        """Tasks and alerts: whatever must not wait for somebody to look by chance."""
        events = []
        if plan.task is not None:
            tasks.open_task(
                session,
                unique_key=f"message:{row}:{plan.task}",
                reason=plan.task,
                # Without a case this one task is also what the acknowledgement is owed by.
                detail=f"acknowledgement owed: {plan.reason}" if plan.owed and case is None else _why(plan),
                case_id=case.id if case else None,
                message_row_id=row,
                owner=case.handler_email if case else None,
                now=arrival.now,
            )
            fields: Facts = {"task": plan.task, "mailbox": arrival.key.mailbox, "uid": arrival.key.uid}
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
        row: int | None,
        due: tuple[Deadline, ...],
    ) -> Event:
        tasks.open_task(
            session,
            unique_key=f"owed:{arrival.key.mailbox}:{arrival.key.uidvalidity}:{arrival.key.uid}",
            reason=OWED,
            detail=plan.reason or "",
            case_id=case.id if case else None,
            message_row_id=row,
            due_at=next((deadline.due_at for deadline in due if deadline.name == "acknowledgement"), None),
            owner=case.handler_email if case else None,
            now=arrival.now,
        )
        reference = case.reference if case else None
        return Event("acknowledgement-owed", arrival.now, reference, {"reason": plan.reason or ""})

    def warn(self, session: Session, key: str, reason: str, detail: str, now: datetime) -> None:
        """Lay something about the whole installation before a person and tell oversight, once."""
        opened = tasks.open_task(
            session,
            unique_key=key,
            reason=reason,
            detail=detail,
            now=now,
        )
        if not opened or self._desk.oversight is None:
            return
        try:
            self._correspondence.alert(
                session,
                unique_key=key,
                case_id=None,
                reference=None,
                recipient=self._desk.oversight,
                received_at=None,
                reason=f"{reason} – {detail}",
                command="mailbot queue list",
                now=now,
            )
        except CANNOT_WRITE:
            return  # the task stands

    def unwritten(self, session: Session, arrival: Arrival, case: Case | None, why: str) -> Event:
        """A letter to a handler that could not be written: the matter lies before a person all the same."""
        tasks.open_task(
            session,
            unique_key=f"unwritten:{arrival.key.mailbox}:{arrival.key.uidvalidity}:{arrival.key.uid}",
            reason="letter not written",
            detail=why,
            case_id=case.id if case else None,
            owner=case.handler_email if case else None,
            now=arrival.now,
        )
        return Event("letter-unwritten", arrival.now, case.reference if case else None, {"why": why})

    def _alert(
        self, session: Session, arrival: Arrival, plan: Plan, case: Case | None, row: int
    ) -> list[Event]:
        """Tell somebody at once: oversight and the handler; on-call too for a life at risk."""
        risk = arrival.extract.life_at_risk and (case is not None or plan.task == "life-at-risk")
        told = [self._desk.on_call] if risk else []
        told.append(self._desk.oversight)
        if case is not None:
            told.append(Address(case.handler_name, case.handler_email))
        if not any(told):
            told = [Address(handler.name, handler.email) for handler in self._practice.handlers]
        reason = plan.reason or plan.task or plan.verdict.kind.value
        return self._send_alerts(session, arrival, case, f"alert:{row}", reason, told, life_at_risk=risk)

    def _send_alerts(
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
                self._correspondence.alert(
                    session,
                    unique_key=key,
                    case_id=case.id if case else None,
                    reference=reference,
                    recipient=address,
                    received_at=arrival.internal_date,
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


def kept_by_acknowledgement(practice: Practice) -> tuple[str, ...]:
    """The deadlines that are met once the acknowledgement is on its way."""
    promised = [promise.name for promise in practice.promises if promise.met_by == "acknowledgement"]
    return ("acknowledgement", "data_protection_acknowledgement", *promised)


def _why(plan: Plan) -> str:
    if plan.task == "possible-duplicate":
        # DISP 1.6: the clock of one complaint runs from its first receipt, by whatever channel.
        return f"much the same words as {plan.alike}; if it is one complaint, keep the case received first"
    return plan.reason or plan.verdict.rule
