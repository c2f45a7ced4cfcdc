"""The process: puts the rooms together, starts them, stops them.

Two colours: asyncio owns the main thread (delivery, scheduler, signals); each mailbox has one thread
that owns its connection for life. Between them are the database and a bell. SIGTERM and SIGINT end the
process within five seconds at any moment: what is on the wire is given two seconds, everything else is
in the database.

Faults: `Unfit` where another mailbot has this SQLite database; an unexpected fault of any part
stops the whole, exit code 1, so that a supervisor starts it anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from mailbot import ownership
from mailbot.aside import Aside
from mailbot.assembly import parts
from mailbot.assembly.parts import Parts
from mailbot.assembly.watched import renew_sign_ins, watching
from mailbot.bell import Bell
from mailbot.clerk import Clerk
from mailbot.clockwork import Clockwork, Regularly
from mailbot.config import Config
from mailbot.delivery.rounds import Delivery
from mailbot.intake.watch import Watch
from mailbot.journal import Journal, described
from mailbot.reconciling.daily import Daily
from mailbot.reloading import Reloading
from mailbot.store import outbox
from mailbot.store.database import Unavailable
from mailbot.watching.signs import Standing
from mailbot.wire.supervisor import notify

DONE, REFUSED, LEFT_UNDONE = 0, 1, 3

PUMP = timedelta(seconds=15)  # how often the outbox is looked at although nobody rang
FINISH = timedelta(seconds=2)  # what a letter on the wire is given when we are told to stop
LAST_WORDS = timedelta(milliseconds=500)  # and each of a mailbox's thread, the clerk, the leases


def now_utc() -> datetime:
    return datetime.now(UTC)


class Daemon:
    """One process of mailbot. `run` for good, `run_once` until nothing is left to do."""

    def __init__(
        self,
        config: Config,
        *,
        clock: Callable[[], datetime] = now_utc,
        journal: Journal | None = None,
        read_again: Callable[[], Config] | None = None,
    ) -> None:
        """`read_again` reads the configuration anew on SIGHUP."""
        self._config = config
        self._clock = clock
        self._journal = journal or Journal(config.journal.format)
        self._owner = ownership.owner_name()
        # A mistake in what the configuration names is told before anything is touched.
        letters = parts.correspondence(config)
        # The lock before the database: two processes must not both bring its schema up to date.
        self._lock = ownership.lock_file(config.database_url)
        try:
            self._database = parts.open_database(config, upgrade=True)
        except BaseException:
            self._lock.close()
            raise
        self._reloading = (
            Reloading(
                read_again, self._journal, database_url=config.database_url, clock=clock, stop=self._halt
            )
            if read_again
            else None
        )
        self.left: list[str] = []  # what `run_once` could not finish
        self._stop = threading.Event()
        self._for_good = False
        self._fault: BaseException | None = None
        self._standing = Standing(clock())
        self._parts: Parts = parts.build(
            config,
            letters,
            self._database,
            self._journal,
            owner=self._owner,
            clock=clock,
            stop=self._stop,
            standing=self._standing,
        )
        self._journal.heard_by(self._standing.hear)
        self._watches: list[Watch] = []
        self.watching = watching(
            config,
            self._standing,
            self._database,
            self._journal,
            owner=self._owner,
            clock=clock,
            looked=lambda: self._watches,
            deaths=lambda: self._parts.reader.deaths,
        )
        self._bell = Bell()
        self._database_trouble = False

    def close(self) -> None:
        self._parts.reader.close()
        # A database that does not answer keeps nobody from ending: what is not let go of lapses.
        letting_go = threading.Thread(target=self._let_go, name="leases", daemon=True)
        letting_go.start()
        letting_go.join(LAST_WORDS.total_seconds())
        self._database.close()
        self._lock.close()

    def _let_go(self) -> None:
        with contextlib.suppress(Unavailable):
            self._parts.release_leases()

    def stop(self) -> None:
        """Ask everything to end; safe from any thread and from a signal."""
        self._for_good = True
        self._halt()

    def _halt(self) -> None:
        self._stop.set()
        self._bell.end()

    @property
    def renewed(self) -> Config | None:
        """The configuration to go on with, where we have stopped for one."""
        return self._reloading.config if self._reloading is not None and not self._for_good else None

    async def run(self) -> int:
        """Serve until told to stop."""
        self._begin()
        clerk = Clerk(self._database)
        delivery = self._parts.delivery(clerk)
        clockwork = self._clockwork(clerk)
        self._watches = self._parts.watches(once=False, bell=self._bell.ring)
        threads = [self._start(watch) for watch in self._watches]
        clockwork.start()
        self.watching.open()
        self._journal.say("started", self._clock(), mailboxes=len(threads), owner=self._owner)
        notify("READY=1")
        threads.append(self._start(self._parts.daily(self._bell.ring)))
        threads += map(self._start, clockwork.beside(self._stop))
        pump = asyncio.create_task(self._pump(delivery.deliver_due))
        try:
            await self._bell.ended_or(pump)
        finally:
            # Whoever says that it stops, and goes on, is killed.
            notify("STOPPING=1" if self.renewed is None else "RELOADING=1")
            clockwork.stop()
            self.watching.close()
            delivery.stop()
            await self._finish(pump)
            await asyncio.to_thread(_join, threads, LAST_WORDS)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(delivery.close(), LAST_WORDS.total_seconds())
            clerk.close(LAST_WORDS)
        why = "asked to" if self._fault is None else described(self._fault)
        self._journal.say("stopped", self._clock(), why=why)
        return REFUSED if self._fault is not None else DONE

    async def run_once(self) -> int:
        """Empty every mailbox, remind of what is due, empty the outbox; 3 when something is left."""
        self._begin()
        clerk = Clerk(self._database)
        delivery = self._parts.delivery(clerk)
        watches = self._parts.watches(once=True, bell=self._bell.ring)
        threads = [self._start(watch) for watch in watches]
        try:
            while any(thread.is_alive() for thread in threads) and not self._stop.is_set():
                await self._bell.rung(timedelta(milliseconds=100))
                await self._deliver(delivery)
            if not self._stop.is_set():
                await self._clockwork(clerk).sweep()
                await self._deliver(delivery)
        finally:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(delivery.close(), LAST_WORDS.total_seconds())
            clerk.close()
        if self._fault is not None:
            raise self._fault
        left = [f"{watch.name}: {watch.trouble}" for watch in watches if watch.trouble is not None]
        left += self._waiting(delivery.trouble)
        for line in left:
            self._journal.say("left-undone", self._clock(), what=line)
        self.left = left
        return LEFT_UNDONE if left or self._stop.is_set() else DONE

    def _waiting(self, trouble: str | None) -> list[str]:
        with self._database.reading() as session:
            waiting = outbox.waiting(session)
        told = ", ".join(f"{number} {state.lower()}" for state, number in sorted(waiting.items()))
        if not told:
            return []
        return [f"outbox: {told}" + (f" ({trouble})" if trouble else "; see `mailbot outbox list`")]

    def _begin(self) -> None:
        loop = self._bell.begin(self._stop)
        loop.set_default_executor(Aside())
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(name, self.stop)
            if self._reloading is not None:
                loop.add_signal_handler(signal.SIGHUP, self._reloading.ask)

    def _clockwork(self, clerk: Clerk) -> Clockwork:
        return Clockwork(
            self._parts,
            clerk,
            self._journal,
            self.watching,
            self._standing,
            sign_in=partial(renew_sign_ins, self._config),
            clock=self._clock,
            every=self._config.reminders.every,
            bell=self._bell.ring,
            database_is=self._database_is,
            carry=self._carry,
        )

    async def _pump(self, deliver_due: Callable[[], object]) -> None:
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                await deliver_due()  # type: ignore[misc]
            except Unavailable as fault:
                self._database_is(str(fault))
            else:
                self._database_is(None)
            self._standing.at_work(self._clock(), 0)
            self._standing.seconds["delivery"] = time.monotonic() - began
            await self._bell.rung(PUMP)

    def _database_is(self, trouble: str | None) -> None:
        # A repeated outage is told once, and once that it is over.
        if trouble is not None and not self._database_trouble:
            self._journal.say("database-trouble", self._clock(), why=trouble)
        elif trouble is None and self._database_trouble:
            self._journal.say("database-back", self._clock())
        self._database_trouble = trouble is not None

    async def _deliver(self, delivery: Delivery) -> None:
        """Deliver what is due; told to stop, finish what is on the wire, within its time."""

        async def due() -> None:
            await delivery.deliver_due()

        task = asyncio.create_task(due())
        await self._bell.ended_or(task)
        if task.done():
            await task
        else:
            delivery.stop()
            await self._finish(task)

    def _start(self, watch: Watch | Daily | Regularly) -> threading.Thread:
        thread = threading.Thread(target=self._in_thread, args=(watch,), name=watch.name, daemon=True)
        thread.start()
        return thread

    def _in_thread(self, watch: Watch | Daily | Regularly) -> None:
        try:
            watch.run()
        except BaseException as fault:  # noqa: BLE001  # carried to the main thread
            self._carry(fault)
        finally:
            self._bell.ring()

    def _carry(self, fault: BaseException | None) -> None:
        if self._fault is None:
            self._fault = fault
        self.stop()

    async def _finish(self, task: asyncio.Task[None]) -> None:
        done, _ = await asyncio.wait({task}, timeout=FINISH.total_seconds())
        if not done:
            task.cancel()
            await asyncio.wait({task}, timeout=LAST_WORDS.total_seconds())
        elif not task.cancelled() and task.exception() is not None:
            self._carry(task.exception())


def _join(threads: Sequence[threading.Thread], most: timedelta) -> None:
    """Wait for all of them together, not for each in turn."""
    end = time.monotonic() + most.total_seconds()
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
