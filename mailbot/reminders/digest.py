"""Clock → rows: what lies before people, told every working morning to whoever leads them.

One mail a day to each reader, unique by its date: called late, twice, by two daemons or after an outage it is
sent once. The day's mail is due when the firm opens, for what lay there by then; it shows what lies there at
the moment it is written. Nothing is sent when nothing lay there.

The reader is the handlers' lead, else oversight, else each handler for what is theirs.

Faults: those of the database. A digest that cannot be rendered becomes a task, once a day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from sqlmodel import Session

from mailbot.casework.correspondence import CANNOT_WRITE, Correspondence
from mailbot.complaints.calendar import Calendar, at_london, london_day
from mailbot.complaints.digest_letter import QueueLine, digest_context
from mailbot.mail.message import Address
from mailbot.reminders.schedule import Hours
from mailbot.store import tasks
from mailbot.store.journal import Event, Facts, append
from mailbot.store.tasks import Task


class Digest:
    """What was sent is in the outbox; what is held here only saves work."""

    def __init__(
        self,
        correspondence: Correspondence,
        calendar: Calendar,
        hours: Hours,
        *,
        lead: Address | None,
        handlers: Sequence[Address],
        warn: Callable[[Session, str, str, str, datetime], bool],
    ) -> None:
        self._correspondence = correspondence
        self._calendar = calendar
        self._hours = hours
        self._lead = lead
        self._handlers = handlers
        self._warn = warn
        self._done: date | None = None  # the last day that was looked at. A hint: it may be lost.

    def sweep(self, session: Session, now: datetime) -> list[Event]:
        """Put the day's digest, where it is not put yet."""
        today = london_day(now)
        if self._done == today or not self._hours.open_at(now, self._calendar):
            return []
        opened = at_london(today, self._hours.opens)
        events: list[Event] = []
        for reader, theirs in self._readers(tasks.list_tasks(session, limit=tasks.ALL)):
            if any(task.opened_at < opened for task in theirs):
                events += self._put(session, reader, theirs, today, now)
        append(session, events)
        if not events:
            self._done = today  # only what an earlier transaction has committed is known to be done
        return events

    def _readers(self, found: list[Task]) -> list[tuple[Address, list[Task]]]:
        if self._lead is not None:
            return [(self._lead, found)]
        known = {handler.key for handler in self._handlers}
        first = self._handlers[0].key

        def whose(task: Task) -> str:
            owner = (task.owner or "").casefold()
            return owner if owner in known else first

        return [(one, [task for task in found if whose(task) == one.key]) for one in self._handlers]

    def _put(
        self, session: Session, reader: Address, theirs: list[Task], today: date, now: datetime
    ) -> list[Event]:
        key = f"digest:{today.isoformat()}:{reader.key}"
        lines = [
            QueueLine(task.id, task.reason, task.case or "", task.opened_at, task.due_at) for task in theirs
        ]
        overdue = sum(line.overdue(now) for line in lines)
        facts: Facts = {"day": today.isoformat(), "tasks": len(lines), "overdue": overdue}
        try:
            put = self._correspondence.write_to(
                session, "digest", partial(digest_context, lines=lines, now=now),
                unique_key=key, recipient=reader, now=now,
            )  # fmt: skip
        except CANNOT_WRITE as fault:
            why = type(fault).__name__
            detail = f"the morning digest of the queue could not be written ({why}); run `mailbot check`"
            if not self._warn(session, key, "digest not written", detail, now):
                return []
            return [Event("letter-unwritten", now, None, {"kind": "digest", "why": why})]
        return [Event("queue-told", now, None, facts, {"to": reader.addr_spec})] if put else []
