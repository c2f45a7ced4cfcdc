"""What becomes of a case: each act is one function, one transaction of the caller's, and one sentence.

The sentence says what was done, for whoever did it. Who, when, why and by which way is in the journal.

Faults: `NotAllowed` with the reason; nothing was changed then.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from mailbot.casework.duty import Duty
from mailbot.casework.moving import Actor, NotAllowed, move
from mailbot.casework.redating import Redating
from mailbot.complaints.calendar import in_words, london_day
from mailbot.complaints.deadlines import six_months_after
from mailbot.complaints.numbers.masking import mask
from mailbot.complaints.states import IN_WORDS, TABLE, Move, State
from mailbot.store import cases, tasks
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case
from mailbot.store.journal import Event, Facts, append

#: What is owed to a complainant who accepted within three business days (DISP 1.5.4R).
SUMMARY_OWED = "summary resolution communication"


class Decision(StrEnum):
    """What a final response says (DISP 1.6.2R(1))."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"


_SAYS = {Decision.UPHELD: "upheld", Decision.PARTLY: "upheld in part", Decision.REJECTED: "rejected"}


class Acts:
    """Carries acts upon cases out; holds nothing that changes."""

    def __init__(self, redating: Redating, duty: Duty) -> None:
        self._redating = redating
        self._duty = duty

    def contacted(self, session: Session, case: Case, actor: Actor, now: datetime, *, on: date | None) -> str:
        """Somebody spoke or wrote to the complainant, and looks into it."""
        append(session, move(session, case, Move.CONTACTED, actor, now, on=on))
        return f"{case.reference} is {IN_WORDS[TABLE[Move.CONTACTED].to(State(case.state))]}"

    def holding(
        self, session: Session, case: Case, actor: Actor, now: datetime, *, on: date | None, because: str
    ) -> str:
        """A holding response was sent; it must give the reasons for the delay (DISP 1.6.2AR)."""
        reason = _reason(because, "a holding response must say why there is a delay")
        told: Facts = {"because": reason}
        append(session, move(session, case, Move.HOLDING, actor, now, on=on, facts=told))
        due = {
            one.deadline.name.removeprefix("payments_"): one.deadline
            for one in kept.open_of_case(session, case.id)
        }
        then = due.get("final_response_after_holding")
        by = f"; the final response is due by {in_words(then.due_on)}" if then else ""
        return f"{case.reference}: a holding response was sent{by}"

    def eight_week(
        self,
        session: Session,
        case: Case,
        actor: Actor,
        now: datetime,
        *,
        on: date | None,
        expected: date,
        because: str,
    ) -> str:
        """An eight-week written response was sent; it says when the final one is expected (DISP 1.6.2R)."""
        reason = _reason(because, "an eight-week response must say why there is no final response yet")
        day = on or london_day(now)
        if expected <= day:
            raise NotAllowed(
                f"the final response cannot be expected on {in_words(expected)}: give a later day"
            )
        told: Facts = {"because": reason, "expected": expected.isoformat()}
        append(session, move(session, case, Move.EIGHT_WEEK, actor, now, on=on, facts=told))
        self._redating.told(session, case, expected, day, now)
        return (
            f"{case.reference}: an eight-week response was sent; the final one is due by {in_words(expected)}"
        )

    def final(
        self,
        session: Session,
        case: Case,
        actor: Actor,
        now: datetime,
        *,
        on: date | None,
        decision: Decision,
        redress_pence: int | None = None,
    ) -> str:
        """The final response was sent; from that day the six months run (DISP 2.8.2R)."""
        day = on or london_day(now)
        until = six_months_after(day)
        told: Facts = {"decision": decision.value, "redress_pence": redress_pence}
        told["referral_until"] = until.isoformat()
        events = move(
            session, case, Move.FINAL, actor, now, on=day, facts=told, outcome=decision.value,
            redress_pence=redress_pence, responded_on=day, referral_until=until,
        )  # fmt: skip
        append(session, events)
        return (
            f"{case.reference} is closed: final response sent on {in_words(day)}, {_SAYS[decision]}"
            f"{f', redress £{redress_pence / 100:,.2f}' if redress_pence else ''}; "
            f"it can be taken to the Ombudsman until {in_words(until)}"
        )

    def accepted(self, session: Session, case: Case, actor: Actor, now: datetime, *, on: date | None) -> str:
        """The complainant indicated acceptance within three business days (DISP 1.5.1R, 1.5.2AR)."""
        day = on or london_day(now)
        outcome = "summary-resolution"
        append(session, move(session, case, Move.ACCEPTED, actor, now, on=day, outcome=outcome))
        self.owe_summary(session, case, day.isoformat(), now)
        return f"{case.reference} is resolved; now send the summary resolution communication (DISP 1.5.4R)"

    def owe_summary(self, session: Session, case: Case, since: str, now: datetime) -> None:
        """Lay it before the handler, once for each word that says `since` when it is owed."""
        self._duty.lay(
            session,
            unique_key=f"summary:{case.id}:{since}",
            reason=SUMMARY_OWED,
            detail="send it promptly (DISP 1.5.4R), then `mailbot cases summary-sent`",
            case=case,
            now=now,
        )

    def summary_sent(
        self, session: Session, case: Case, actor: Actor, now: datetime, *, on: date | None
    ) -> str:
        """The summary resolution communication was sent; from that day the six months run (DISP 2.8.2R)."""
        owed = tasks.list_tasks(session, reason=SUMMARY_OWED, case=case.reference)
        if case.responded_on is not None:
            raise NotAllowed(f"it was sent already, on {in_words(case.responded_on)}")
        if not owed:
            raise NotAllowed(
                f"{case.reference} owes no summary resolution communication; see `cases accepted`"
            )
        day = on or london_day(now)
        if not case.received_on <= day <= london_day(now):
            raise NotAllowed(f"it cannot have been sent on {in_words(day)}: say on which day it was")
        until = six_months_after(day)
        cases.amend(session, case.reference, responded_on=day, referral_until=until)
        for task in owed:
            tasks.settle(session, task.id, actor.name, f"sent on {in_words(day)}", now)
        told: Facts = {
            "by": actor.name,
            "via": actor.via,
            "on": day.isoformat(),
            "referral_until": until.isoformat(),
            "letter": actor.letter,
        }
        append(session, [Event("summary-sent", now, case.reference, told)])
        return (
            f"{case.reference}: sent on {in_words(day)}; the Ombudsman can be asked until {in_words(until)}"
        )

    def ended(
        self,
        session: Session,
        case: Case,
        how: Move,
        actor: Actor,
        now: datetime,
        *,
        on: date | None,
        because: str,
    ) -> str:
        """Withdrawn, not a complaint, or forwarded, which is then said in `because` with the firm's name."""
        reason = _reason(because, "say why")
        told: Facts = {"because": reason}
        events = move(
            session, case, how, actor, now, on=on, facts=told, outcome=how.value, closed_because=reason
        )
        append(session, events)
        return f"{case.reference} is closed: {how.value}"

    def referred(
        self,
        session: Session,
        case: Case,
        actor: Actor,
        now: datetime,
        *,
        on: date | None,
        reference: str = "",
    ) -> str:
        """The complainant went to the Ombudsman, who may have given it a reference."""
        day = on or london_day(now)
        told: Facts = {"reference": mask(reference)[0] or None}
        append(session, move(session, case, Move.REFERRED, actor, now, on=day, facts=told, referred_on=day))
        if reference:
            cases.add_reference(session, case.id, type="ombudsman", value=reference, source=actor.via)
        until = case.referral_until
        late = f", after the six months had ended on {in_words(until)}" if until and day > until else ""
        return f"{case.reference} is with the Ombudsman{late}"

    def reopened(
        self,
        session: Session,
        case: Case,
        actor: Actor,
        now: datetime,
        *,
        because: str,
        not_sent: bool = False,
    ) -> str:
        """Open again; `not_sent`: the response it was closed with never went, so that its clocks run on."""
        reason = _reason(because, "say why")
        told: Facts = {"because": reason, "not_sent": not_sent}
        values = dict.fromkeys(cases.ANSWERED) if not_sent else {}
        append(session, move(session, case, Move.REOPENED, actor, now, facts=told, undone=not_sent, **values))
        due = min((one.deadline.due_on for one in kept.open_of_case(session, case.id)), default=None)
        return f"{case.reference} is open again; " + (
            f"next due by {in_words(due)}" if due else "nothing is due, as it was answered"
        )


def _reason(because: str, otherwise: str) -> str:
    if not because.strip():
        raise NotAllowed(otherwise)
    return mask(" ".join(because.split()))[0]
