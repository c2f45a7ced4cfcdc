"""Tell of alarms by every channel there is, each once, again after a while, and once that it is over.

What no channel took is told again at the next look. Nothing here raises: an alarm that fails is an event of
the journal.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from mailbot.journal import Journal
from mailbot.watching.alarms import Alarm

_SHOWN = 60  # characters of an alarm in a subject


class Channel(Protocol):
    """One way to reach somebody. Raises OSError where it cannot."""

    @property
    def name(self) -> str: ...

    def tell(self, subject: str, lines: Sequence[str], now: datetime) -> None: ...


class Telling:
    """Remembers what was told; one process has one."""

    def __init__(
        self, channels: Sequence[Channel], journal: Journal, *, repeat: timedelta, called: str
    ) -> None:
        """`called`: the installation, as the reader knows it."""
        self._channels = channels
        self._journal = journal
        self._repeat = repeat
        self._called = called
        self._said: set[str] = set()  # what the journal has of those that go on
        self._told: dict[str, tuple[Alarm, datetime]] = {}

    def look(self, raised: Sequence[Alarm], now: datetime, unknown: Collection[str] = ()) -> None:
        """Tell what is new or lasts, and what is over; of `unknown` keys nobody can say, so they go on."""
        keys = {alarm.key for alarm in raised}
        new = [one for one in raised if self._is_due(one, now)]
        over = [alarm for key, (alarm, _) in self._told.items() if key not in keys and key not in unknown]
        for one in new:
            if one.key not in self._said:
                self._journal.say("alarm", now, key=one.key, what=one.what)
        self._said = keys | self._said.intersection(unknown)
        if not new and not over:
            return
        lines = [f"ALARM {one.what}\n  {one.do}" for one in new]
        lines += [f"OVER {one.what}" for one in over]
        subject = f"{self._called}: {_in_short(new) if new else f'over: {_in_short(over)}'}"
        if not self._tell(subject, lines, now):
            return
        for one in new:
            self._told[one.key] = one, now
        for one in over:
            self._told.pop(one.key)
            self._journal.say("alarm-over", now, key=one.key)

    def _is_due(self, alarm: Alarm, now: datetime) -> bool:
        told = self._told.get(alarm.key)
        return told is None or now - told[1] >= self._repeat

    def _tell(self, subject: str, lines: Sequence[str], now: datetime) -> bool:
        """True where one channel at least took it, or there is none but the journal."""
        taken = not self._channels
        for channel in self._channels:
            try:
                channel.tell(subject, lines, now)
                taken = True
            except OSError as fault:
                self._journal.say("alarm-not-told", now, channel=channel.name, why=str(fault))
        return taken


def _in_short(some: Sequence[Alarm]) -> str:
    """For a subject line: the first, and how many more."""
    first = some[0].what
    if len(first) > _SHOWN:
        first = f"{first[:_SHOWN].rpartition(' ')[0]} …"
    return first if len(some) == 1 else f"{first}, and {len(some) - 1} more"
