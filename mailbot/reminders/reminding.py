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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, partial

from sqlmodel import Session

from mailbot.casework.attention import Desk
from mailbot.casework.correspondence import CANNOT_WRITE, Correspondence
from mailbot.casework.standing_in import StandingIn
from mailbot.complaints.calendar import Calendar, london_day
from mailbot.complaints.ladder import Rung
from mailbot.complaints.letters import ReminderLine, reminder_context
from mailbot.mail.message import Address
from mailbot.reminders.schedule import Hours, Ladders, Schedule
from mailbot.store import lapsed, ledger, looks, reminders, tasks
from mailbot.store.deadlines import OpenDeadline
from mailbot.store.journal import Event, append
from mailbot.store.reminders import Reached
from mailbot.store.statements import chunks

#: A clock that is set back by no more than this tells nothing twice; one set back by more was wrong.
SET_BACK = timedelta(hours=25)
AT_A_TIME = 500  # deadlines whose next look is worked out in one transaction
NAMED = 200  # deadlines in one mail, what lapses first: nobody works through more of a morning


@dataclass(frozen=True, slots=True)
class _Due:
    """An open deadline that has reached a rung nobody was told of."""

    id: int
    case_id: int
    handler: Address
    rung: Rung  # the latest; the ones before it are settled with it
    line: ReminderLine


@dataclass(slots=True)
class _Mail:
    """What one person is to be told; of what there are too many to name only the number."""

    to: Address
    first: _Due
    lines: list[ReminderLine] = field(default_factory=list)  # what lapsed or lapses first
    ids: list[int] = field(default_factory=list)  # of all deadlines
    overdue: int = 0
    cases: set[int] = field(default_factory=set)

    def add(self, due: _Due, most: int) -> None:
        self.cases.add(due.case_id)
        self.ids.append(due.id)
        self.overdue += due.line.overdue
        if len(self.lines) < most:
            self.lines.append(due.line)


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
        named: int = NAMED,
    ) -> None:
        """`named`: how many deadlines one mail names at most."""
        self._correspondence = correspondence
        self._calendar = calendar
        self._hours = hours
        self._schedule = Schedule(calendar, hours, ladders)
        self._desk = desk
        self._standing_in = standing_in
        self._warn = warn
        self._named = named
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
        moments = {one.id: self._schedule.next_look(one, one.reminded_to) for one in waiting}
        looks.arrange(session, moments, self._schedule.version)
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
        away = self._standing_in.away(session, london_day(now))
        days = _WorkingDays(self._calendar, london_day(now))
        mails: dict[str, _Mail] = {}
        for some in chunks(looks.due(session, now)):
            found = looks.some(session, some)
            events += self._put_away(session, [one for one in found if _has_passed(one, now)], now)
            for due in self._new(session, [one for one in found if not _has_passed(one, now)], days, now):
                for person in self._people(due, away):
                    mails.setdefault(person.key, _Mail(person, due)).add(due, self._named)
        for key in sorted(mails):
            events.append(self._tell(session, mails.pop(key), now))
        append(session, events)
        return events

    def _people(self, due: _Due, away: dict[str, str]) -> list[Address]:
        """Who is told: whoever acts for the handler, the lead on the last working day, then oversight too."""
        last = due.rung.overdue or due.line.working_days == 0
        people = [
            self._standing_in.whom(away, due.handler),
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
        put_away = Counter(lapsed.take_out_again(session, now))
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

    def _put_away(self, session: Session, passed: Sequence[OpenDeadline], now: datetime) -> list[Event]:
        done = lapsed.put_away(session, [one.id for one in passed], at=now)
        return [
            Event("deadline-passed", now, one.reference, {"deadline": one.deadline.name})
            for one in passed
            if one.id in done
        ]

    def _new(
        self, session: Session, found: Sequence[OpenDeadline], days: _WorkingDays, now: datetime
    ) -> Iterator[_Due]:
        """Put the rungs; what was not there before is to be told, by its latest rung."""
        looked = [(one, *self._schedule.look(one, now)) for one in found]
        looks.arrange(session, {one.id: at for one, _, at in looked}, self._schedule.version)
        rungs = {
            one.id: {Reached(one.id, rung.name, rung.at): rung for rung in new} for one, new, _ in looked
        }
        put = reminders.put(session, [each for new in rungs.values() for each in new], now=now)
        for one in found:
            told = [rung for reached, rung in rungs[one.id].items() if reached in put]
            if told:
                handler = Address(one.handler_name, one.handler_email)
                yield _Due(one.id, one.case_id, handler, told[-1], days.line(one, now))

    def _unwritten(self, session: Session, key: str, mail: _Mail, why: str, now: datetime) -> Event:
        """What a reminder would have said lies before a person instead."""
        first, more = mail.first, len(mail.ids) - len(mail.lines)
        cases = ", ".join(dict.fromkeys(line.reference for line in mail.lines))
        cases += f" and {more} more" if more else ""
        tasks.open_task(
            session,
            unique_key=f"unwritten:{key}",
            reason="reminder not written",
            detail=f"tell {mail.to.display_name} what is due in {cases} ({why})",
            case_id=first.case_id,
            due_at=first.line.deadline.due_at,
            owner=mail.to.addr_spec,
            now=now,
        )
        return Event("letter-unwritten", now, first.line.reference, {"kind": "reminder", "why": why})

    def _tell(self, session: Session, mail: _Mail, now: datetime) -> Event:
        to, first = mail.to, mail.first
        key = f"reminder:{to.key}:{first.id}:{first.rung.name}:{now.isoformat()}"
        told = partial(reminder_context, lines=mail.lines, count=len(mail.ids), overdue=mail.overdue)
        try:
            letter_id = self._correspondence.write_to(
                session, "reminder", told, unique_key=key, recipient=to, now=now,
                case_id=first.case_id if len(mail.cases) == 1 else None,
            )  # fmt: skip
        except CANNOT_WRITE as fault:
            return self._unwritten(session, key, mail, type(fault).__name__, now)
        if letter_id is not None:
            reminders.mark_lettered(session, mail.ids, letter_id)
        return Event(
            name="reminder-due",
            at=now,
            case=first.line.reference if len(mail.ids) == 1 else None,
            fields={
                "handler": to.addr_spec,
                "deadlines": len(mail.ids),
                "overdue": mail.overdue,
                "first": first.line.reference,
            },
        )


class _WorkingDays:
    """Says how many working days are left, or have gone by, on one day; many deadlines lapse on the same."""

    def __init__(self, calendar: Calendar, today: date) -> None:
        self._calendar = calendar
        self._today = today
        self._between = cache(self._count)

    def line(self, one: OpenDeadline, now: datetime) -> ReminderLine:
        deadline, overdue = one.deadline, now > one.deadline.due_at
        span = (deadline.due_on, self._today) if overdue else (self._today, deadline.work_by)
        return ReminderLine(one.reference, deadline, self._between(*span), overdue)

    def _count(self, after: date, until: date) -> int:
        """Working days after one day, up to and with another."""
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(self._calendar.is_working_day(day) for day in days)


def _has_passed(one: OpenDeadline, now: datetime) -> bool:
    return one.deadline.lapses_quietly and now > one.deadline.due_at
