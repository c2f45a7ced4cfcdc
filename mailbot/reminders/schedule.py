"""When somebody is reminded of a deadline: the ladder of its clock, in the firm's hours.

A deadline and what was told of it go in, moments come out. That of the next look does not depend on when it
is asked for.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from mailbot.complaints.calendar import LONDON, Calendar, at_london, london_day
from mailbot.complaints.ladder import Rung, overdue_rungs, rungs
from mailbot.store.deadlines import OpenDeadline

Ladders = Mapping[str, tuple[str, ...]]

_ONE_DAY = timedelta(days=1)
_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """When reminders are sent, London time, on working days."""

    opens: time
    closes: time

    def open_at(self, now: datetime, calendar: Calendar) -> bool:
        """Whether mail to colleagues may be sent at all: a working day, in working hours."""
        local = now.astimezone(LONDON)
        return calendar.is_working_day(local.date()) and self.opens <= local.time() <= self.closes


class Schedule:
    """The firm's ladders in its calendar and hours."""

    def __init__(self, calendar: Calendar, hours: Hours, ladders: Ladders) -> None:
        self._calendar = calendar
        self._hours = hours
        self._ladders = ladders
        told = f"{calendar.version}, {hours.opens}-{hours.closes}, {sorted(ladders.items())}"
        #: Of everything the moments depend on besides the deadline.
        self.version = sha256(told.encode()).hexdigest()[:16]

    def look(self, one: OpenDeadline, now: datetime) -> tuple[tuple[Rung, ...], datetime]:
        """The rungs whose time has come, and when to look again once they are told."""
        ladder = self._ladder(one)
        found = self._reached(one, now, ladder)
        return found, self._next_look(one, found[-1].at if found else one.reminded_to, ladder)

    def reached(self, one: OpenDeadline, now: datetime) -> tuple[Rung, ...]:
        """The rungs whose time has come since the last that was told; none while reminders are held."""
        return self._reached(one, now, self._ladder(one))

    def next_look(self, one: OpenDeadline, told: datetime | None) -> datetime:
        """When to look again at a deadline of which `told` is the last rung that was told."""
        return self._next_look(one, told, self._ladder(one))

    def _ladder(self, one: OpenDeadline) -> tuple[Rung, ...]:
        return rungs(
            one.deadline,
            one.received_at,
            self._calendar,
            opens=self._hours.opens,
            closes=self._hours.closes,
            ladders=self._ladders,
        )

    def _reached(self, one: OpenDeadline, now: datetime, ladder: tuple[Rung, ...]) -> tuple[Rung, ...]:
        held, since = _held_until(one), one.reminded_to
        if held is not None and london_day(now) < held:
            return ()
        before_lapse = tuple(rung for rung in ladder if rung.at <= now and (since is None or rung.at > since))
        overdue = overdue_rungs(one.deadline, now, self._calendar, opens=self._hours.opens, since=since)
        return before_lapse + overdue

    def _next_look(self, one: OpenDeadline, told: datetime | None, ladder: tuple[Rung, ...]) -> datetime:
        at = self._next_rung(one, told, ladder)
        if one.deadline.lapses_quietly:  # to be put away
            at = min(at, one.deadline.due_at + _A_MOMENT)
        held = _held_until(one)
        return at if held is None else max(at, at_london(held, time()))

    def _next_rung(self, one: OpenDeadline, told: datetime | None, ladder: tuple[Rung, ...]) -> datetime:
        for rung in ladder:
            if told is None or rung.at > told:
                return rung.at
        after = one.deadline.due_at if told is None else max(one.deadline.due_at, told)
        day = london_day(after)
        while not (self._calendar.is_working_day(day) and at_london(day, self._hours.opens) > after):
            day += _ONE_DAY
        return at_london(day, self._hours.opens)


def _held_until(one: OpenDeadline) -> date | None:
    """Until when nobody is reminded: never past the last day to act, wherever that has moved
    since, but for what lapses without harm."""
    held = one.reminders_held_until
    if held is None or one.deadline.lapses_quietly:
        return held
    return min(held, one.deadline.work_by)
