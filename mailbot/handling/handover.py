"""Who is told that a case has another handler: the new one and who stands in, the former, the complainant.

Faults: none of its own. A mail that cannot be written is told in the journal and lies before a person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from sqlmodel import Session

from mailbot.casework.attention import Attention
from mailbot.casework.correspondence import CANNOT_WRITE, TO_COMPLAINANT, TO_HANDLER, Correspondence
from mailbot.casework.moving import Actor
from mailbot.casework.opening import letter_about
from mailbot.complaints.calendar import in_words, london_day
from mailbot.complaints.handover_letters import Handover, Part, new_contact_context, reassignment_context
from mailbot.complaints.letters import Context, Firm
from mailbot.complaints.practice import Handler, Practice
from mailbot.complaints.withholding import reason_never_to_write
from mailbot.mail.message import Address
from mailbot.store import deadlines as kept
from mailbot.store import outbox, pace, tasks
from mailbot.store.cases import Case
from mailbot.store.harm import harm_in, harm_known, unsafe_contact
from mailbot.store.journal import Event, Facts, append

REASSIGNMENT, NEW_CONTACT = "reassignment", "new_contact"


@dataclass(frozen=True, slots=True)
class _Giving:
    """One case given once: what its mails need."""

    session: Session
    case: Case  # as it was before
    to: Address
    turn: int  # no other giving has it
    now: datetime


class HandingOver:
    """Tells of new handlers; holds nothing that changes."""

    def __init__(self, practice: Practice, correspondence: Correspondence, attention: Attention) -> None:
        self._practice = practice
        self._correspondence = correspondence
        self._attention = attention
        self._names = {one.email.casefold(): one.name for one in practice.handlers}

    def tell(
        self, session: Session, case: Case, actor: Actor, now: datetime, *, to: Handler, turn: int
    ) -> list[str]:
        """Put the mails; `case` is as it was before. Returns what whoever gave the case should know."""
        giving = _Giving(session, case, Address(to.name, to.email), turn, now)
        standing_in, day = self._attention.standing_in, london_day(now)
        acting = standing_in.whom(standing_in.away(session, day), giving.to)
        last = standing_in.last_day(session, to.email, day)
        said, told = [], False
        if last is not None:
            said.append(_away(to, acting, last))
        if self._practice.tell_complainant:
            why_not = self._tell_complainant(giving)
            told = why_not is None
            said.append("the complainant is told" if told else f"the complainant is not told: {why_not}")
        self._tell_colleagues(giving, replace(self._about(giving, actor, told=told), away_until=last), acting)
        return said

    # -- colleagues

    def _about(self, giving: _Giving, actor: Actor, *, told: bool) -> Handover:
        case, session = giving.case, giving.session
        due = [one.deadline for one in kept.open_of_case(session, case.id)]
        return Handover(
            replace(letter_about(case, due, ()), handler=giving.to.display_name),
            case.handler_name,
            giving.now,
            by=self._names.get(actor.name.casefold(), ""),
            closed=case.status == "closed",
            tasks=len(tasks.list_tasks(session, case=case.reference)),
            held_until=_still(case.reminders_held_until, london_day(giving.now)),
            life_at_risk=case.life_at_risk,
            unsafe_contact=unsafe_contact(session, case.id),
            told=told,
        )

    def _tell_colleagues(self, giving: _Giving, of: Handover, acting: Address) -> None:
        former = Address(giving.case.handler_name, giving.case.handler_email)
        parts = {acting.key: (acting, Part.STAND_IN), giving.to.key: (giving.to, Part.NEW)}
        if former.key in self._names:  # who has left is written to no more
            parts = {former.key: (former, Part.FORMER), **parts}
        stand_in = acting.display_name if acting.key != giving.to.key else ""
        for address, part in parts.values():
            about = partial(reassignment_context, part=part, of=replace(of, stand_in=stand_in))
            self._put(giving, REASSIGNMENT, about, address, TO_HANDLER)

    # -- the complainant

    def _tell_complainant(self, giving: _Giving) -> str | None:
        """Put the letter; or return why not."""
        case, session = giving.case, giving.session
        to = self._acknowledged(session, case)
        if to is None:
            return "no acknowledgement was sent to them by e-mail"
        why_not = self._reason_not_to_write(giving, to)
        if why_not is not None:
            return why_not
        context = partial(new_contact_context, reference=case.reference, handler=giving.to.display_name)
        if not self._put(giving, NEW_CONTACT, context, to, TO_COMPLAINANT):
            return "the letter could not be written"
        shown: Facts = {"to": to.addr_spec}
        event = Event("letter-queued", giving.now, case.reference, {"kind": NEW_CONTACT}, shown)
        append(session, [event])
        return None

    def _acknowledged(self, session: Session, case: Case) -> Address | None:
        """Whom the last acknowledgement went to, as far as is known."""
        sent = outbox.list_letters(session, case=case.reference, kind=pace.ACKNOWLEDGEMENT, limit=1)
        arrived = [one for one in sent if one.state == "SENT" and one.bounced_at is None]
        return Address(case.complainant_name, arrived[0].recipient) if arrived else None

    def _reason_not_to_write(self, giving: _Giving, to: Address) -> str | None:
        case, session = giving.case, giving.session
        if case.status == "closed":
            return "the case is closed"
        harm = harm_in(session, case.id, life_at_risk=case.life_at_risk)
        if harm := harm or harm_known(session, to.addr_spec, but=case.id):
            return harm
        if never := reason_never_to_write(to, self._practice):
            return never
        most = self._practice.acknowledgements_per_address_per_day
        if pace.written_to(session, to.addr_spec, NEW_CONTACT, giving.now) >= most:
            return f"{most} such letters to this address within a day"
        return None

    def _put(
        self,
        giving: _Giving,
        kind: str,
        context: Callable[[Firm, str], Context],
        recipient: Address,
        audience: str,
    ) -> bool:
        """Write and queue one; False where it cannot be written, and a person has to."""
        case, key = giving.case, f"given:{giving.turn}:{kind}:{recipient.key}"
        try:
            self._correspondence.write_to(
                giving.session,
                kind,
                context,
                unique_key=key,
                recipient=recipient,
                now=giving.now,
                case_id=case.id,
                audience=audience,
            )
        except CANNOT_WRITE as fault:
            why = (
                f"{kind.replace('_', ' ')} could not be written ({type(fault).__name__}): tell them yourself"
            )
            self._attention.duty.lay(
                giving.session,
                unique_key=f"unwritten:{key}",
                reason="letter not written",
                detail=why,
                case=replace(case, handler_email=giving.to.addr_spec),
                now=giving.now,
            )
            append(giving.session, [Event("letter-unwritten", giving.now, case.reference, {"why": why})])
            return False
        return True


def _away(to: Handler, acting: Address, last: date) -> str:
    until = f"{to.name} is away until {in_words(last)}"
    if acting.key == to.email.casefold():
        return f"{until}, and nobody stands in"
    return f"{until}, {acting.display_name} stands in"


def _still(held_until: date | None, today: date) -> date | None:
    return held_until if held_until is not None and held_until > today else None
