"""What the clock sets off in a running process: the sweep, the leases, the looks at ourselves.

The schedule is code, what is due is data: late, twice or after an outage, harmless.

What may wait for a server of somebody else's has a thread of its own, which an end does not wait for.

Faults: none. An unexpected one of the main work is carried to the main thread, which stops the daemon; one of
the looks at ourselves is an event: complaints are taken and answered all the same.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from mailbot.assembly.parts import Parts
from mailbot.clerk import Clerk
from mailbot.journal import Journal, described
from mailbot.store.database import Unavailable
from mailbot.watching.service import Watching
from mailbot.watching.signs import Standing
from mailbot.wire.supervisor import notify, watchdog

LOOK = timedelta(seconds=15)  # how often it is asked whether somebody has to be told
SIGN_IN = timedelta(minutes=1)  # how often every sign-in is asked for its token
_LOOK_AT_CLOCK, _SET = timedelta(seconds=5), timedelta(seconds=2)  # how often, and what is no drift
HEARTBEAT = timedelta(seconds=30)  # how often leases are renewed; well inside their length


class Regularly:
    """Something done at once and then every so often, in the thread that runs it, until told to stop."""

    def __init__(
        self,
        name: str,
        act: Callable[[], None],
        every: timedelta,
        stop: threading.Event,
        *,
        say: Callable[..., None],
    ) -> None:
        """`say`: an event with its fields, for a fault nobody expected; the same is said once."""
        self.name = name
        self._act = act
        self._every = every
        self._stop = stop
        self._say = say
        self._failed = ""

    def run(self) -> None:
        while True:
            try:
                self._act()
                self._failed = ""
            except Exception as fault:  # noqa: BLE001  # the work goes on without it
                self._tell(fault)
            if self._stop.wait(self._every.total_seconds()):
                return

    def _tell(self, fault: Exception) -> None:
        why = described(fault)
        if self._failed != why:
            self._say("fault", what=self.name, why=why)
        self._failed = why


class Clockwork:
    """The scheduler of one process and its jobs."""

    def __init__(
        self,
        parts: Parts,
        clerk: Clerk,
        journal: Journal,
        watching: Watching,
        standing: Standing,
        *,
        sign_in: Callable[[], None],
        clock: Callable[[], datetime],
        every: timedelta,
        bell: Callable[[], None],
        database_is: Callable[[str | None], None],
        carry: Callable[[BaseException | None], None],
        wall: Callable[[], float] = time.time,
    ) -> None:
        """`wall`: seconds of the clock the scheduler goes by."""
        self._wall = wall
        self._setting: asyncio.Task[None] | None = None
        self._parts = parts
        self._clerk = clerk
        self._journal = journal
        self._watching = watching
        self._standing = standing
        self._sign_in = sign_in
        self._clock = clock
        self._every = every
        self._bell = bell
        self._database_is = database_is
        self._carry = carry
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def start(self) -> None:
        add = self._scheduler.add_job
        add(self._remind)  # at once
        add(self._remind, "interval", seconds=self._every.total_seconds())
        add(self._renew, "interval", seconds=HEARTBEAT.total_seconds())
        if (wanted := watchdog()) is not None:
            add(self._alive, "interval", seconds=wanted.total_seconds() / 3)
        self._scheduler.start()
        self._setting = asyncio.create_task(self._mind_the_clock())

    async def _mind_the_clock(self) -> None:
        """The scheduler goes by the clock on the wall: set back by an hour, it would rest for an hour."""
        ahead = self._wall() - time.monotonic()
        while True:
            await asyncio.sleep(_LOOK_AT_CLOCK.total_seconds())
            before, ahead = ahead, self._wall() - time.monotonic()
            if abs(ahead - before) > _SET.total_seconds():
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=self._clock())

    def beside(self, stop: threading.Event) -> list[Regularly]:
        """What has a thread of its own."""
        return [
            Regularly("look", self._watching.look, LOOK, stop, say=self._say),
            Regularly("sign-in", self._sign_in, SIGN_IN, stop, say=self._say),
            Regularly("canary", self._watching.send_canaries, LOOK, stop, say=self._say),
        ]

    def _say(self, name: str, **fields: str) -> None:
        self._journal.say(name, self._clock(), **fields)

    def stop(self) -> None:
        if self._setting is not None:
            self._setting.cancel()
        self._scheduler.shutdown(wait=False)

    async def sweep(self) -> bool:
        """Whatever the clock alone brings about; True where there is something to deliver."""
        parts, found, began = self._parts, False, time.monotonic()
        recalculate = parts.recalculation.step
        while events := await self._clerk.do(lambda session: recalculate(session, self._clock())):
            self._journal.emit(events)
            found = True
        while await self._clerk.do(parts.reminders.arrange):
            pass
        events = await self._clerk.do(lambda session: parts.sweep(session, self._clock()))
        self._journal.emit(events)
        self._standing.swept_at = self._clock()
        self._standing.seconds["sweep"] = time.monotonic() - began
        return found or bool(events)

    async def _remind(self) -> None:
        try:
            if await self.sweep():
                self._bell()
        except Unavailable as fault:
            self._database_is(str(fault))
        except Exception as fault:  # noqa: BLE001  # carried to the main thread, which stops the daemon
            self._carry(fault)

    async def _renew(self) -> None:
        await asyncio.to_thread(self._parts.renew_leases)

    async def _alive(self) -> None:
        # From the event loop itself: where that hangs, or the deliveries do, the supervisor starts us anew.
        if self._watching.alive():
            notify("WATCHDOG=1")
