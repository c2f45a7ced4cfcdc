"""Clock → rows: who has to be reminded of what, now.

The schedule is code, what is due is data: `sweep` asks which rungs of which open deadlines have been
reached at `now` and puts each under its unique key (deadline, rung). Called late, twice, by two daemons
or after a week's outage it does the same: what was missed comes in one combined letter per handler.
Outside working hours nothing is sent; the next morning's sweep finds it.

Faults: those of the database; a letter that cannot be rendered stops the sweep whole, and the next one
tries again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from mailbot.complaints.calendar import LONDON, Calendar, london_day
from mailbot.complaints.ladder import Rung, due_rungs
from mailbot.complaints.letters import ReminderLine
from mailbot.correspondence import Correspondence
from mailbot.mail.message import Address
from mailbot.store import deadlines, reminders
from mailbot.store.deadlines import OpenDeadline
from mailbot.store.journal import Event, append


@dataclass(frozen=True, slots=True)
class Hours:
    """When reminders are sent, London time, on business days."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class _Due:
    """An open deadline that has reached a rung nobody was told of."""

    open: OpenDeadline
    rung: Rung  # the latest; the ones before it are settled with it
    line: ReminderLine


class Reminders:
    """Holds nothing that changes; what was sent is in the reminders table."""

    def __init__(
        self, correspondence: Correspondence, calendar: Calendar, hours: Hours, oversight: Address | None
    ) -> None:
        self._correspondence = correspondence
        self._calendar = calendar
        self._hours = hours
        self._oversight = oversight

    def sweep(self, session: Session, now: datetime) -> list[Event]:
        """Put one letter for each handler who has something new to be reminded of, and one for oversight."""
        if not self.open_at(now):
            return []
        found = [
            due for one in deadlines.open_deadlines(session, now=now) if (due := self._due(session, one, now))
        ]
        by_handler: dict[str, list[_Due]] = {}
        for due in found:
            by_handler.setdefault(due.open.handler_email, []).append(due)
        events = []
        for email, theirs in sorted(by_handler.items()):
            handler = Address(theirs[0].open.handler_name, email)
            events.append(self._tell(session, handler, theirs, now))
        lapsed = [due for due in found if due.rung.overdue]
        if lapsed and self._oversight is not None and self._oversight.key not in by_handler:
            events.append(self._tell(session, self._oversight, lapsed, now))
        append(session, events)
        return events

    def open_at(self, now: datetime) -> bool:
        """Whether a reminder may be sent at all: a business day, in working hours."""
        local = now.astimezone(LONDON)
        hours = self._hours
        return self._calendar.is_business_day(local.date()) and hours.opens <= local.time() <= hours.closes

    def _due(self, session: Session, one: OpenDeadline, now: datetime) -> _Due | None:
        reached = due_rungs(
            one.deadline,
            one.received_at,
            now,
            self._calendar,
            opens=self._hours.opens,
            closes=self._hours.closes,
            since=one.reminded_to,
        )
        new = [
            rung
            for rung in reached
            if reminders.put(session, deadline_id=one.id, rung=rung.name, due_at=rung.at, now=now)
        ]
        if not new:
            return None
        today, deadline = london_day(now), one.deadline
        overdue = now > deadline.due_at
        days = self._between(deadline.due_on, today) if overdue else self._between(today, deadline.work_by)
        return _Due(one, new[-1], ReminderLine(one.reference, deadline, days, overdue))

    def _between(self, after: date, until: date) -> int:
        """Business days after one day, up to and with another."""
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(self._calendar.is_business_day(day) for day in days)

    def _tell(self, session: Session, to: Address, due: Sequence[_Due], now: datetime) -> Event:
        first = due[0]
        letter_id = self._correspondence.remind(
            session,
            unique_key=f"reminder:{to.key}:{first.open.id}:{first.rung.name}:{now.isoformat()}",
            recipient=to,
            lines=[each.line for each in due],
            now=now,
        )
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
