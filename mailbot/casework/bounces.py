"""What a report makes of the letter it is about (RFC 3464), and what proves that a letter went out.

    failed                        bounced: its deadlines are open again, a task says how else to reach whom
    delayed                       a note in the journal, nothing else
    delivered, relayed, expanded  the same; a letter of unknown fate was sent after all

Where the recipient is named nobody else's fate is his; where only others are, whoever forwards his mail may
have it all the same: an answer is undone by a person then. A report that says nothing about any recipient is
taken for the worst it can mean. Reports about the archive's copy are not about the letter: its fate is not
the first recipient's.

Faults: those of the database.
"""

from __future__ import annotations

from sqlmodel import Session

from mailbot.casework.attention import BOUNCED, Attention, kept_by_acknowledgement
from mailbot.casework.correspondence import TO_COMPLAINANT
from mailbot.casework.letter_acts import LetterActs
from mailbot.casework.moving import follow
from mailbot.complaints.known import Known
from mailbot.complaints.numbers.masking import mask
from mailbot.complaints.practice import Practice
from mailbot.complaints.states import Move
from mailbot.mail.message import DeliveryStatus, Report, ReportType
from mailbot.reading.arrival import Arrival
from mailbot.store import cases, outbox, tasks
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case
from mailbot.store.deadlines import ACKNOWLEDGED
from mailbot.store.harm import unsafe_contact
from mailbot.store.journal import Event, Facts
from mailbot.store.outbox import Letter
from mailbot.store.statements import person

#: A report that names nobody, but comes in answer to our letter, is taken for the worst it can mean.
BOUNCES = (ReportType.DELIVERY_STATUS, ReportType.TEXT_BOUNCE)
#: What the complainant must have got for the acknowledgement to be one (DISP 1.6.1R).
ACKNOWLEDGING = ("acknowledgement", "leaflet")


class Bounces:
    """Writes down what reports say; holds nothing that changes."""

    def __init__(self, practice: Practice, attention: Attention, letter_acts: LetterActs) -> None:
        self._practice = practice
        self._attention = attention
        self._letter_acts = letter_acts

    def report(self, session: Session, arrival: Arrival, known: Known, row: int) -> list[Event]:
        """A report about a letter of ours; a failed one is owed again (RFC 3464 section 2.3.3)."""
        report = arrival.parsed.report
        if report is None or known.reported_letter is None:
            return []
        letter = outbox.by_message_id(session, known.reported_letter)
        if letter is None:
            return []
        theirs = [status for status in report.recipients if not self._is_the_archives(status, letter)]
        hers = [status for status in theirs if person(letter.recipient) in _named(status)]
        theirs = hers or theirs  # where the recipient is named, nobody else's fate is hers
        failed = _failure(report, theirs)
        if failed is None:
            return self._noted(session, arrival, report, letter, theirs)
        if letter.act and not hers and _named(failed):
            return self._elsewhere(session, arrival, report, letter, failed, row)
        return self._bounced(session, arrival, report, letter, failed, row)

    def came_back(self, session: Session, arrival: Arrival, message_id: str) -> list[Event]:
        """A letter of ours lies in a mailbox of ours: where its fate was unknown, that settles it."""
        letter = outbox.by_message_id(session, message_id)
        if letter is None:
            return []
        return self._proved(session, arrival, letter, "found in our own mailbox", arrived=True)

    def _proved(
        self, session: Session, arrival: Arrival, letter: Letter, how: str, *, arrived: bool
    ) -> list[Event]:
        """The server took a letter of unknown fate: there is no second copy."""
        if not outbox.came_back(session, letter.message_id, arrival.now, how):
            return []
        tasks.settle_of_letter(session, letter.id, "mailbot", how, arrival.now)
        moved: list[Event] = []
        if arrived and letter.kind == "acknowledgement" and letter.case_id is not None:
            names = kept_by_acknowledgement(self._practice)
            kept.discharge(session, letter.case_id, names, at=arrival.now, by=ACKNOWLEDGED)
            moved = follow(session, letter.case, Move.ACKNOWLEDGED, arrival.now)
        if arrived:
            self._letter_acts.went(session, letter, arrival.now)
        fields: Facts = {"letter": letter.id, "kind": letter.kind, "reply": how}
        return [Event("letter-sent", arrival.now, letter.case, fields), *moved]

    def _noted(
        self, session: Session, arrival: Arrival, report: Report, letter: Letter, theirs: list[DeliveryStatus]
    ) -> list[Event]:
        """A delay, a receipt, or the fate of the archive's copy."""
        events = []
        if any(status.action in ("delivered", "relayed", "expanded") for status in theirs):
            events += self._proved(session, arrival, letter, "a report says it was delivered", arrived=True)
        if not theirs and any(status.action == "failed" for status in report.recipients):
            detail = "the archive address returns what it took; check [smtp] archive and its mailbox"
            key = f"archive:{arrival.now:%Y-%m-%d}"
            self._attention.warn(session, key, "no archive copy", detail, arrival.now)
        said = sorted({status.action for status in report.recipients} - {""})
        fields = _fields(letter, report) | {"action": ",".join(said) or "none"}
        return [*events, Event("letter-reported", arrival.now, letter.case, fields)]

    def _bounced(
        self,
        session: Session,
        arrival: Arrival,
        report: Report,
        letter: Letter,
        failed: DeliveryStatus,
        row: int,
    ) -> list[Event]:
        # A diagnostic may quote anything, also the message.
        told = mask(f"{failed.status} {failed.diagnostic_code}".strip())[0] or "no details given"
        fields = _fields(letter, report) | {"status": failed.status}
        events = self._proved(session, arrival, letter, "a report says it was returned", arrived=False)
        first = outbox.bounced(session, letter.id, told, arrival.now)
        worse = not first and failed.permanent is True and (letter.bounce or "").startswith("4")
        if not first and not worse:
            return [
                *events,
                Event("letter-reported", arrival.now, letter.case, fields | {"action": "failed"}),
            ]
        if letter.kind == "acknowledgement" and letter.case_id is not None:
            # It was thought to have kept them; the complainant has not been acknowledged.
            kept.reinstate(session, letter.case_id, by=ACKNOWLEDGED)
            events += follow(session, letter.case, Move.RETURNED, arrival.now)
        if first:
            self._letter_acts.came_back(session, letter, arrival.now)
        key = f"bounced:{letter.id}" if first else f"bounced:{letter.id}:for good"
        events.append(Event("letter-bounced", arrival.now, letter.case, fields))
        case = cases.get(session, letter.case) if letter.case else None
        if self._lay(session, arrival, letter, case, key, failed, told, row):
            events += self._tell(session, arrival, letter, case, key, failed.status)
        return events

    def _elsewhere(
        self,
        session: Session,
        arrival: Arrival,
        report: Report,
        letter: Letter,
        failed: DeliveryStatus,
        row: int,
    ) -> list[Event]:
        """It failed at an address we did not write to: whoever forwards mail may have it all the same, and
        what was recorded when it was sent is undone by a person."""
        told = mask(f"{failed.status} {failed.diagnostic_code}".strip())[0] or "no details given"
        case = cases.get(session, letter.case) if letter.case else None
        where = failed.final_recipient or failed.original_recipient
        detail = (
            f"{letter.kind.replace('_', ' ')} to {letter.recipient} could not be delivered at {where} "
            f"({told}): ask whether it arrived; if not, `reopen not-sent` opens the case again"
        )
        self._attention.duty.lay(
            session,
            unique_key=f"elsewhere:{letter.id}",
            reason=BOUNCED,
            detail=detail,
            case=case,
            message_row_id=row,
            letter_id=letter.id,
            due_at=None,
            but=letter.recipient,
            now=arrival.now,
        )
        events = self._proved(session, arrival, letter, "a report tells of it", arrived=True)
        fields = _fields(letter, report) | {"action": "failed elsewhere", "status": failed.status}
        return [*events, Event("letter-reported", arrival.now, letter.case, fields)]

    def _lay(
        self,
        session: Session,
        arrival: Arrival,
        letter: Letter,
        case: Case | None,
        key: str,
        failed: DeliveryStatus,
        told: str,
        row: int,
    ) -> bool:
        """Before a person, with all that is known to reach the recipient by; False where it lies there."""
        lasting = "perhaps only for now: write again, or " if failed.permanent is False else ""
        how = f"{letter.kind.replace('_', ' ')} could not be delivered ({told}); {lasting}reach"
        to_complainant = letter.audience == TO_COMPLAINANT
        if to_complainant and case is not None:
            detail = f"{how} the complainant another way; {self._other_ways(session, case, letter.recipient)}"
        else:
            detail = f"{how} {'the complainant' if to_complainant else letter.recipient} another way"
        duty = self._attention.duty
        due_at = duty.acknowledgement(session, case) if case and letter.kind in ACKNOWLEDGING else None
        return duty.lay(
            session,
            unique_key=key,
            reason=BOUNCED,
            detail=detail,
            case=case,
            message_row_id=row,
            letter_id=letter.id,
            due_at=due_at or (duty.next_deadline(session, case, arrival.now) if case else None),
            but=letter.recipient,
            now=arrival.now,
        )

    def _tell(
        self, session: Session, arrival: Arrival, letter: Letter, case: Case | None, key: str, status: str
    ) -> list[Event]:
        """A complainant not acknowledged is the handler's at once; a handler not reached is oversight's."""
        reason = f"the {letter.kind.replace('_', ' ')} came back ({status or 'no details given'})"
        if letter.audience == TO_COMPLAINANT:
            if case is None or letter.kind != "acknowledgement":
                return []
            told = [self._attention.acting(session, case, arrival.now)]
            return self._attention.alert(
                session, arrival, case, key, f"{reason}: reach the complainant another way", told
            )
        if letter.unique_key.startswith("bounced:"):
            return []  # of two addresses that both fail, each would be told of the other for ever
        told = self._attention.overseers(but=letter.recipient)
        why = f"{reason} from {letter.recipient}, who may not know of a deadline"
        return self._attention.alert(session, arrival, case, key, why, told)

    def _other_ways(self, session: Session, case: Case, failed: str) -> str:
        """How else the complainant may be reached, as he said: by e-mail, else by telephone or post."""
        if unsafe_contact(session, case.id):
            return "writing or ringing may not be safe: find out first"
        contact, parties = case.contact, cases.parties_of(session, case.id)
        given = [*contact.get("addresses", ()), *(one.address for one in parties if one.role != "regulator")]
        # A +tag is the same mailbox, and returns what comes to it as well.
        addresses = {person(one): one for one in reversed(given) if not _is_ours(one, self._practice)}
        addresses.pop(person(failed), None)
        if addresses:
            return f"also given: {', '.join(reversed(addresses.values()))}"
        post = " ".join(contact.get("postal_address", "").split())
        means = [*contact.get("phones", ()), *filter(None, (post,))]
        return f"also given: {'; '.join(means)}" if means else "no other way is known"

    def _is_the_archives(self, status: DeliveryStatus, letter: Letter) -> bool:
        named = {status.final_recipient.casefold(), status.original_recipient.casefold()}
        return bool(named & self._practice.own_addresses - {letter.recipient.casefold()})


def _is_ours(address: str, practice: Practice) -> bool:
    return practice.owns(address) or address.casefold() in practice.colleagues


def _named(status: DeliveryStatus) -> set[str]:
    return {person(one) for one in (status.final_recipient, status.original_recipient) if one}


def _failure(report: Report, theirs: list[DeliveryStatus]) -> DeliveryStatus | None:
    """What failed, for good rather than for now; None where nothing did."""
    if report.type not in BOUNCES:
        return None
    if not report.recipients:
        return DeliveryStatus("failed", "", "", "", "")
    failed = [one for one in theirs if one.action == "failed" or not (one.action or one.status[:1] == "2")]
    return min(failed, key=lambda one: one.permanent is not True, default=None)


def _fields(letter: Letter, report: Report) -> Facts:
    return {"letter": letter.id, "kind": letter.kind, "report": report.type.value}
