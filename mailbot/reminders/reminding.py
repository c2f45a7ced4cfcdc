"""Clock → rows: who has to be reminded of what, now.

The schedule is code, what is due is data: `sweep` asks which rungs of which open deadlines have been
reached at `now` and puts each under its unique key (deadline, rung). Called late, twice, by two daemons
or after a week's outage it does the same: what was missed comes in one combined letter per handler.
Outside working hours nothing is sent; the next morning's sweep finds it.

Faults: those of the database; a letter that cannot be rendered stops the sweep whole, and the next one
tries again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlmodel import Session

from mailbot.casework.attention import Desk
from mailbot.casework.correspondence import CANNOT_WRITE, Correspondence
from mailbot.casework.standing_in import StandingIn
from mailbot.complaints.calendar import Calendar, london_day
from mailbot.complaints.ladder import Rung
from mailbot.complaints.letters import ReminderLine, reminder_context
from mailbot.mail.message import Address
from mailbot.reminders.schedule import Hours, Ladders, Schedule
from mailbot.store import deadlines, ledger, looks, reminders, tasks
from mailbot.store.deadlines import OpenDeadline
from mailbot.store.journal import Event, append

#: A clock that is set back by no more than this tells nothing twice; one set back by more was wrong.
SET_BACK = timedelta(hours=25)
AT_A_TIME = 500  # deadlines whose next look is worked out in one transaction


@dataclass(frozen=True, slots=True)
class _Due:
    """An open deadline that has reached a rung nobody was told of."""

    open: OpenDeadline
    rung: Rung  # the latest; the ones before it are settled with it
    line: ReminderLine


class Reminders:
    """What was sent is in the reminders table; what is held here only saves work."""

    def __init__(
        self,
        correspondence: Correspondence,
        calendar: Calendar,
        hours: Hours,
        desk: Desk,
        *,
        standing_in: StandingIn,
        ladders: Ladders,
        warn: Callable[[Session, str, str, str, datetime], bool],
    ) -> None:
        self._correspondence = correspondence
        self._calendar = calendar
        self._hours = hours
        self._schedule = Schedule(calendar, hours, ladders)
        self._desk = desk
        self._standing_in = standing_in
        self._warn = warn
        self._begun = False

    def arrange(self, session: Session) -> bool:
        """Work out when to look at some deadlines next; False where that is known of all.

        Called until then before a sweep, each time in a transaction of its own: after a change of the ladder
        there may be a hundred thousand.
        """
        if not self._begun:
            looks.forget(session, self._schedule.version)
            self._begun = True
        waiting = looks.unarranged(session, AT_A_TIME)
        self._arrange(session, [(one, one.reminded_to) for one in waiting])
        return bool(waiting)

    def sweep(self, session: Session, now: datetime) -> list[Event]:
        """Put one letter for each person who has something new to be reminded of.

        What lapses today goes to the lead too, what has lapsed to oversight. A way that is no longer open is
        put away without a word.
        """
        if not self.open_at(now):
            return []
        events = self._take_back(session, now)
        while self.arrange(session):
            pass
        reached: dict[int, tuple[OpenDeadline, tuple[Rung, ...]]] = {}
        looked_at: list[tuple[OpenDeadline, datetime | None]] = []
        for one in looks.due(session, now):
            if one.deadline.lapses_quietly and now > one.deadline.due_at:
                events.append(self._put_away(session, one, now))
                continue
            found = self._schedule.reached(one, now)
            looked_at.append((one, found[-1].at if found else one.reminded_to))
            if found:
                reached[one.id] = one, found
        self._arrange(session, looked_at)
        told: dict[str, tuple[Address, list[_Due]]] = {}
        away = self._standing_in.away(session, london_day(now))
        for due in self._new(session, reached, now):
            for person in self._people(due, away):
                told.setdefault(person.key, (person, []))[1].append(due)
        events += [self._tell(session, person, theirs, now) for _, (person, theirs) in sorted(told.items())]
        append(session, events)
        return events

    def _people(self, due: _Due, away: dict[str, str]) -> list[Address]:
        """Who is told: whoever acts for the handler, the lead on the last working day, then oversight too."""
        handler = Address(due.open.handler_name, due.open.handler_email)
        last = due.rung.overdue or due.line.working_days == 0
        people = [
            self._standing_in.whom(away, handler),
            self._desk.lead if last else None,
            self._desk.oversight if due.rung.overdue else None,
        ]
        return list({each.key: each for each in people if each is not None}.values())

    def open_at(self, now: datetime) -> bool:
        """Whether a reminder may be sent now."""
        return self._hours.open_at(now, self._calendar)

    def _take_back(self, session: Session, now: datetime) -> list[Event]:
        """What was done while our clock was ahead, and is to be done again at its time.

        Where a message came in at a time that is still to come, it is our clock that is behind: what
        was told was told in time. If instead both clocks were ahead, the next message says so.
        """
        last = ledger.last_came_in(session)
        if last is not None and last > now + ledger.APART:
            return []
        told = Counter(reminders.withdraw(session, now + SET_BACK))
        put_away = Counter(deadlines.take_out_again(session, now))
        references = sorted(told | put_away)
        if not references:
            return []
        cases = f"{references[0]} and {len(references) - 1} more" if references[1:] else references[0]
        detail = (
            f"the clock of this machine was ahead and was set back: {told.total()} reminders sent too early "
            f"are sent again at their time, {put_away.total()} deadlines put away are open again ({cases}); "
            "what was told meanwhile as overdue may not be; see that the clock of this machine is kept right"
        )
        self._warn(session, f"clock:{now.isoformat()}", "clock was ahead", detail, now)
        return [
            Event("clock-was-ahead", now, one, {"reminders": told[one], "deadlines": put_away[one]})
            for one in references
        ]

    def _put_away(self, session: Session, one: OpenDeadline, now: datetime) -> Event:
        deadlines.discharge(session, one.case_id, [one.deadline.name], at=now, by=deadlines.PASSED)
        return Event("deadline-passed", now, one.reference, {"deadline": one.deadline.name})

    def _arrange(self, session: Session, told: Sequence[tuple[OpenDeadline, datetime | None]]) -> None:
        moments = {one.id: self._schedule.next_look(one, at) for one, at in told}
        looks.arrange(session, moments, self._schedule.version)

    def _new(
        self, session: Session, reached: dict[int, tuple[OpenDeadline, tuple[Rung, ...]]], now: datetime
    ) -> list[_Due]:
        """Put the rungs; what was not there before is to be told, by its latest rung."""
        rows = [
            reminders.Reached(one.id, rung.name, rung.at) for one, found in reached.values() for rung in found
        ]
        new = reminders.put(session, rows, now=now)
        latest = [
            (one, [rung for rung in found if reminders.Reached(one.id, rung.name, rung.at) in new])
            for one, found in reached.values()
        ]
        return [self._due(one, rungs[-1], now) for one, rungs in latest if rungs]

    def _due(self, one: OpenDeadline, rung: Rung, now: datetime) -> _Due:
        today, deadline = london_day(now), one.deadline
        overdue = now > deadline.due_at
        days = self._between(deadline.due_on, today) if overdue else self._between(today, deadline.work_by)
        return _Due(one, rung, ReminderLine(one.reference, deadline, days, overdue))

    def _unwritten(
        self, session: Session, key: str, to: Address, due: Sequence[_Due], why: str, now: datetime
    ) -> Event:
        """What a reminder would have said lies before a person instead."""
        cases = ", ".join(dict.fromkeys(each.open.reference for each in due))
        tasks.open_task(
            session,
            unique_key=f"unwritten:{key}",
            reason="reminder not written",
            detail=f"tell {to.display_name} what is due in {cases} ({why})",
            case_id=due[0].open.case_id,
            due_at=due[0].open.deadline.due_at,
            owner=to.addr_spec,
            now=now,
        )
        return Event("letter-unwritten", now, due[0].open.reference, {"kind": "reminder", "why": why})

    def _between(self, after: date, until: date) -> int:
        """Working days after one day, up to and with another."""
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(self._calendar.is_working_day(day) for day in days)

    def _tell(self, session: Session, to: Address, due: Sequence[_Due], now: datetime) -> Event:
        first = due[0]
        key = f"reminder:{to.key}:{first.open.id}:{first.rung.name}:{now.isoformat()}"
        try:
            lines = [each.line for each in due]
            letter_id = self._correspondence.list_to(
                session, "reminder", partial(reminder_context, lines=lines),
                unique_key=key, recipient=to, now=now,
            )  # fmt: skip
        except CANNOT_WRITE as fault:
            return self._unwritten(session, key, to, due, type(fault).__name__, now)
        if letter_id is not None:
            reminders.mark_lettered(session, [each.open.id for each in due], letter_id)
        return Event(
            name="reminder-due",
            at=now,
            case=first.open.reference if len(due) == 1 else None,
            fields={
                "handler": to.addr_spec,
                "deadlines": len(due),
                "overdue": sum(each.line.overdue for each in due),
                "first": first.open.reference,
            },
        )
