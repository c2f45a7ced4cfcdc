"""Who keeps a case and what is kept with it: its handler, its notes, deadlines that were met, reminders held.

Each act is one transaction of the caller's and one sentence, which says what was done, for whoever did it.
Who, when, why and by which way is in the journal. The mails that tell of a new handler go out once for each
time a case is given.

Faults: `NotAllowed` with the reason; nothing was changed then. A mail that cannot be written is told in the
journal and lies before a person; the act stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from mailbot.casework.attention import Attention
from mailbot.casework.correspondence import Correspondence
from mailbot.casework.moving import Actor, NotAllowed
from mailbot.complaints.calendar import at_london, in_words, london_day
from mailbot.complaints.numbers.masking import mask
from mailbot.complaints.practice import Handler, Practice
from mailbot.handling.handover import HandingOver
from mailbot.store import cases, tasks
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case
from mailbot.store.deadlines import KeptDeadline
from mailbot.store.journal import Event, Facts, append
from mailbot.store.owed import OWED


class Keeping:
    """Carries these acts out; holds nothing that changes."""

    def __init__(
        self,
        practice: Practice,
        correspondence: Correspondence,
        attention: Attention,
        *,
        opens: time = time(9),
    ) -> None:
        """`opens`: from when on a working day people are reminded, London time."""
        self._handing_over = HandingOver(practice, correspondence, attention)
        self._opens = opens

    def assign(self, session: Session, case: Case, actor: Actor, now: datetime, *, to: Handler) -> str:
        """Give the case, open or closed, and what lies before its handler, to somebody else."""
        if to.email.casefold() == case.handler_email.casefold():
            raise NotAllowed(f"{case.reference} is {case.handler_name}'s already")
        turn = cases.assign(session, case.reference, to)
        told: Facts = {"by": actor.name, "via": actor.via, "to": to.email, "from": case.handler_email}
        append(session, [Event("case-assigned", now, case.reference, told)])
        said = self._handing_over.tell(session, case, actor, now, to=to, turn=turn)
        return "; ".join([f"{case.reference} is {to.name}'s", *said])

    def hold_reminders(
        self, session: Session, case: Case, actor: Actor, now: datetime, *, until: date, because: str
    ) -> str:
        """Remind of nothing in the case before a London day; today's lets them go on. Never past a lapse."""
        reason = mask(" ".join(because.split()))[0]
        today, held = london_day(now), case.reminders_held_until
        if until < today:
            raise NotAllowed(f"{in_words(until)} is over: say on which day reminders are to go on")
        if case.status == "closed":
            raise NotAllowed(f"{case.reference} is closed: nothing reminds of it")
        if until == today and (held is None or held <= today):
            raise NotAllowed("no reminders are held: say a later day on which they are to go on")
        self._require_time(kept.open_of_case(session, case.id), case.reference, now, until)
        cases.amend(session, case.reference, reminders_held_until=until)
        told: Facts = {"by": actor.name, "via": actor.via, "until": until.isoformat()}
        told["because"] = reason or None
        append(session, [Event("reminders-held", now, case.reference, told)])
        if until == today:
            return f"{case.reference}: reminders go on today"
        return f"{case.reference}: no reminders before {in_words(until)}"

    def _require_time(
        self, waiting: Sequence[KeptDeadline], reference: str, now: datetime, until: date
    ) -> None:
        """The next deadline must be reminded of while something can be done about it."""
        lapsing = [
            one.deadline for one in waiting if not (one.deadline.lapses_quietly and one.deadline.due_at < now)
        ]
        if not lapsing:
            raise NotAllowed(f"{reference} has no open deadline: nothing reminds of it")
        if until == london_day(now):
            return
        following = min(lapsing, key=lambda one: (one.work_by, one.due_at))
        name = following.name.replace("_", " ")
        if following.due_at < now:
            raise NotAllowed(f"{name} is overdue since {in_words(following.due_on)}: that cannot be held")
        last = following.work_by
        if at_london(last, self._opens) >= following.due_at:
            last -= timedelta(days=1)
        if until > last:
            raise NotAllowed(
                f"{name} lapses on {in_words(following.due_on)}: reminders can be held until {in_words(last)}"
                ", or say that it is met"
            )

    def note(self, session: Session, case: Case, actor: Actor, now: datetime, *, text: str) -> str:
        """Keep what somebody wrote on the case, card numbers masked."""
        words = mask(text.strip())[0]
        if not words:
            raise NotAllowed("the note is empty")
        cases.note(session, case.reference, text=words, by=actor.name, now=now)
        told: Facts = {"by": actor.name, "via": actor.via, "length": len(words)}
        append(session, [Event("note-added", now, case.reference, told)])
        return f"noted on {case.reference}"

    def met(
        self, session: Session, case: Case, actor: Actor, now: datetime, *, deadlines: Sequence[str]
    ) -> str:
        """What these deadlines, by name, ask for has been done: their reminders stop."""
        named = [name for name in dict.fromkeys(deadlines) if name]
        waiting = sorted(one.deadline.name for one in kept.open_of_case(session, case.id))
        unknown = [name for name in named if name not in waiting]
        if unknown or not named:
            raise NotAllowed(
                f"{case.reference} has no open deadline {', '.join(unknown)}; "
                f"open are: {', '.join(waiting) or 'none'}"
            )
        kept.discharge(session, case.id, named, now, actor.name)
        if "acknowledgement" in named:
            for task in tasks.list_tasks(session, reason=OWED, case=case.reference):
                tasks.settle(session, task.id, actor.name, "the acknowledgement was sent", now)
        told: Facts = {"by": actor.name, "via": actor.via, "deadlines": ", ".join(named)}
        append(session, [Event("deadline-met", now, case.reference, told)])
        return f"{case.reference}: {', '.join(named)} met"
