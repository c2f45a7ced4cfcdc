"""What turns out to be otherwise about a case: its type, its channel, its day of receipt.

The dates are reckoned anew at once, and what moved is in the journal with the day it was and the day it is.
An earlier day of receipt takes one person and a reason, a later one a second person: it gives the firm time
that it may not have (DOMAIN section 5, "Counting conventions").

Faults: `NotAllowed` with the reason; nothing was changed then.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from mailbot.casework.duty import Duty
from mailbot.casework.moving import PROPOSED as PROPOSED
from mailbot.casework.moving import Actor, NotAllowed
from mailbot.casework.redating import Redating, as_facts
from mailbot.complaints.calendar import in_words, london_day
from mailbot.complaints.letters import moment_in_words
from mailbot.complaints.numbers.masking import mask
from mailbot.complaints.practice import Regime
from mailbot.store import cases, tasks
from mailbot.store.cases import Case
from mailbot.store.journal import Event, Facts, append
from mailbot.store.tasks import Task

ANONYMOUS = "command line"  # who acts there without saying who it is


class Amendments:
    """Changes what is known of a case; holds nothing that changes."""

    def __init__(self, redating: Redating, duty: Duty) -> None:
        self._redating = redating
        self._duty = duty

    def retyped(
        self,
        session: Session,
        case: Case,
        actor: Actor,
        now: datetime,
        *,
        regime: Regime | None = None,
        data_protection: bool | None = None,
        channel: str | None = None,
    ) -> str:
        """Which clocks run, by what kind of complaint it is and how it came."""
        amended = replace(
            case,
            regime=case.regime if regime is None else regime.value,
            data_protection=case.data_protection if data_protection is None else data_protection,
            channel=case.channel if channel is None else channel,
        )
        _require_open(case)
        if amended == case:
            raise NotAllowed(f"{case.reference} is that already; say what it is instead")
        cases.amend(
            session,
            case.reference,
            regime=amended.regime,
            data_protection=amended.data_protection,
            channel=amended.channel,
        )
        told: Facts = {"regime": amended.regime, "data_protection": amended.data_protection}
        told["channel"] = amended.channel
        what = f"{case.reference} is {_kind(amended)}"
        return self._redate(session, amended, "case-retyped", actor, now, told, what)

    def received(
        self, session: Session, case: Case, actor: Actor, now: datetime, *, at: datetime, because: str
    ) -> str:
        """It was received at another moment than the mailbox says, here or in another part of the firm."""
        reason = mask(" ".join(because.split()))[0]
        if not reason:
            raise NotAllowed("say why: by whom, where and how it was received then")
        if at > now:
            raise NotAllowed(f"{moment_in_words(at)} is still to come: say when it was received")
        if at == case.received_at:
            raise NotAllowed(f"{case.reference} was received then, as it is")
        told: Facts = {"because": reason, "before": case.received_at.isoformat()}
        _require_open(case)
        if london_day(at) > case.received_on:
            if actor.name == ANONYMOUS:
                raise NotAllowed("a later day takes two people: say who you are with --by")
            first = self._proposed(session, case, at, actor)
            if first is None:
                return self._propose(session, case, at, actor, reason, now)
            told["first"] = first.unique_key.removeprefix(_asked(case, at))
            for task in tasks.list_tasks(session, reason=PROPOSED, case=case.reference):
                tasks.settle(session, task.id, actor.name, f"received on {in_words(london_day(at))}", now)
        amended = replace(case, received_at=at, received_on=london_day(at))
        cases.amend(session, case.reference, received_at=at, received_on=amended.received_on)
        told["received_at"] = at.isoformat()
        what = f"{case.reference} was received on {moment_in_words(at)}"
        return self._redate(session, amended, "receipt-corrected", actor, now, told, what)

    def _redate(
        self,
        session: Session,
        case: Case,
        event: str,
        actor: Actor,
        now: datetime,
        told: Facts,
        what: str,
    ) -> str:
        moved = self._redating.redate(session, case, now)
        told |= {"by": actor.name, "via": actor.via, **as_facts(moved)}
        append(session, [Event(event, now, case.reference, told)])
        return "\n".join([f"{what}; dates that moved: {len(moved) or 'none'}", *map(str, moved)])

    def _proposed(self, session: Session, case: Case, at: datetime, actor: Actor) -> Task | None:
        """The same, proposed by somebody else."""
        asked = _asked(case, at)
        found = tasks.list_tasks(session, reason=PROPOSED, case=case.reference)
        by = {
            task.unique_key.removeprefix(asked).casefold(): task
            for task in found
            if task.unique_key.startswith(asked)
        }
        by.pop(actor.name.casefold(), None)
        return next(iter(by.values()), None)

    def _propose(
        self, session: Session, case: Case, at: datetime, actor: Actor, reason: str, now: datetime
    ) -> str:
        for task in tasks.list_tasks(session, reason=PROPOSED, case=case.reference):
            other = not task.unique_key.startswith(_asked(case, at))
            if other and task.unique_key.casefold().endswith(f":{actor.name}".casefold()):
                tasks.settle(session, task.id, actor.name, "another day was proposed", now)
        detail = (
            f"{actor.name} says it was received on {moment_in_words(at)}, not {in_words(case.received_on)}: "
        )
        new = self._duty.lay(
            session,
            unique_key=f"{_asked(case, at)}{actor.name}",
            reason=PROPOSED,
            detail=f"{detail}{reason}; a second person confirms with the same command",
            case=case,
            now=now,
        )
        if not new:
            raise NotAllowed(f"{actor.name} said so already: a second person must confirm a later day")
        fields: Facts = {"by": actor.name, "via": actor.via, "because": reason, "received_at": at.isoformat()}
        append(session, [Event("later-receipt-proposed", now, case.reference, fields)])
        return (
            f"{case.reference}: a later day gives the firm more time, so a second person must say the same; "
            "until then nothing has changed"
        )


def _require_open(case: Case) -> None:
    if case.status == "closed":
        raise NotAllowed(f"{case.reference} is closed and no clock runs; open it again first")


def _asked(case: Case, at: datetime) -> str:
    return f"received:{case.id}:{london_day(at).isoformat()}:"


def _kind(case: Case) -> str:
    both = "of unconfirmed type (both clocks run)" if case.regime == Regime.UNCONFIRMED else case.regime
    return f"{both}{', data protection' if case.data_protection else ''}, by {case.channel}"
