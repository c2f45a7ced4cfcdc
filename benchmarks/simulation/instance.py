"""One running mailbot: the parts of `tests/fakes.Office`, which die together, and when they may.

At every change of a server's or the database's, mailbot passes a seam. At the one drawn for its mishap it
dies, or the database or the connection fails it, or others act while it stands there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from sqlmodel import Session

from benchmarks.simulation.letters import Words
from benchmarks.simulation.servers import Carrier, Line
from benchmarks.simulation.stage import Mortal
from mailbot.ownership import MailboxLease
from mailbot.store.database import Database, Unavailable
from mailbot.wire.outcome import Disconnected

if TYPE_CHECKING:
    from benchmarks.simulation.world import World

T = TypeVar("T")

COURIERS = 2
#: Where two mailbots may stand at once a mailbox has an owner by lease; see mailbot/ownership.
SHARED, ALONE = "postgresql+psycopg://simulated/mailbot", "sqlite:///simulated.db"


class Crash(BaseException):
    """The machine went away."""


@dataclass
class Mishap:
    """What befalls it at the `seam`th seam it passes from now on."""

    what: str  # "crash", "database", "database after", "connection", "meanwhile"
    seam: int


class Instance:
    """Alive until it crashes or is stopped."""

    def __init__(self, world: World, name: str, skew: timedelta) -> None:
        self.world, self.name, self.chance = world, name, world.chance
        self.alive = True
        self.mishap: Mishap | None = None
        self.stood_still = False  # while a letter was on the wire, perhaps longer than its lease
        self.clock = Skewed(world, skew)
        database = Mortal(world.stage.database, self.at)
        self.office = world.office(
            database,
            clock=self.clock,
            practice=world.practice,
            letters=Words(),
            owner=name,
            number=world.chance.getrandbits(60),
            chance=world.chance,
            **world.terms,
        )
        self.office.reader = world.library
        url = SHARED if world.shared else ALONE
        self.office.lease = MailboxLease(database, "mailbox:complaints", name, self.clock, url=url)
        self._watch = self.office.watch(world.account, connection=lambda: Line(world.account, self))
        carriers = [Carrier(self) for _ in range(COURIERS)]
        self._delivery = self.office.delivery(*carriers, dead=world.dead, clerk=SharingClerk(database))

    # -- what it does

    def poll(self) -> None:
        self._live(self._watch.run)

    def sweep(self) -> None:
        def remind() -> None:
            try:
                self.office.sweep()
            except Unavailable:
                return  # the scheduler asks again

        self._live(remind)

    async def deliver(self) -> None:
        self.stood_still = False
        try:
            await self._delivery.deliver_due()
        except Unavailable:
            return  # the pump asks again
        except Crash:
            self._buried()
        except BaseExceptionGroup as group:
            ours, others = group.split(Crash)
            if others is not None or ours is None:
                raise
            self._buried()

    def _live(self, action: Callable[[], None]) -> None:
        try:
            action()
        except Crash:
            self._buried()

    # -- what may happen to it

    def at(self, seam: str) -> None:
        """A seam: nothing, or what was drawn for it."""
        if not self.alive:
            raise Crash(seam)
        mishap = self.mishap
        if mishap is None:
            return
        mishap.seam -= 1
        if mishap.seam > 0 or not _fits(mishap.what, seam):
            return
        self.mishap = None
        self.world.tell(f"    {self.name}: {mishap.what} at {seam}")
        match mishap.what:
            case "crash":
                self.alive = False
                raise Crash(seam)
            case "database" | "database after":
                self.world.doubt(self, "the database failed")
                raise Unavailable("the disk is full")
            case "connection":
                raise Disconnected("127.0.0.1:993: connection lost; trying again")
            case "meanwhile":
                self.world.meanwhile(self)

    async def between(self, seam: str) -> None:
        """A seam at which the others on the same loop go on too."""
        await asyncio.sleep(0)
        mishap = self.mishap
        if self.alive and mishap is not None and mishap.what == "while sending":
            mishap.seam -= 1
            if mishap.seam <= 0:
                self.mishap = None
                self.world.tell(f"    {self.name}: stands still at {seam}")
                self.stood_still = True
                await self.world.while_sending(self)
        self.at(seam)

    def stop(self) -> None:
        """It ends, as on SIGTERM with nothing on the wire."""
        self.alive = False
        self.world.gone(self)

    def _buried(self) -> None:
        self.alive = False
        self.world.crashes += 1
        self.world.doubt(self, "it died")
        self.world.gone(self)


def _fits(what: str, seam: str) -> bool:
    """A fault that is drawn comes at the first seam after its turn at which it can."""
    match what:
        case "database":
            return seam in ("db begin", "db before commit")
        case "database after":
            return seam == "db committed"
        case "connection":
            return seam.startswith("imap") or seam in ("connected", "folders")
        case "meanwhile":
            return seam.startswith("imap")
        case _:
            return True


@dataclass
class Skewed:
    """What one machine takes for the time."""

    world: World
    skew: timedelta

    def __call__(self) -> datetime:
        return self.world.clock() + self.world.wrong + self.skew


class SharingClerk:
    """As mailbot's own: requests that wait share a commit; if that fails each is run again alone."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[Callable[[Session], Any], asyncio.Future[Any]]] = []

    async def do(self, request: Callable[[Session], T]) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._waiting.append((request, future))
        if len(self._waiting) == 1:
            loop.call_soon(self._serve)
        return await future

    def _serve(self) -> None:
        batch, self._waiting = self._waiting, []
        self._answer(batch)

    def _answer(self, batch: list[tuple[Callable[[Session], Any], asyncio.Future[Any]]]) -> None:
        try:
            results = self._database.run(lambda session: [request(session) for request, _ in batch])
        except Exception as fault:  # noqa: BLE001  # carried to whoever asked
            if len(batch) > 1:
                for one in batch:
                    self._answer([one])
            elif not batch[0][1].done():
                batch[0][1].set_exception(fault)
        except Crash as crash:
            for _, future in batch:
                if not future.done():
                    future.set_exception(crash)
        else:
            for (_, future), result in zip(batch, results, strict=True):
                if not future.done():
                    future.set_result(result)
