"""What outlives a crash: the servers, the clock, the mailbots that run, and the records of what happened."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from fakes import PRACTICE, Clock, Office

from benchmarks.simulation.instance import Instance
from benchmarks.simulation.letters import Library, Template, templates
from benchmarks.simulation.oracle import Oracle
from benchmarks.simulation.servers import Account, Copy, Held, Post
from benchmarks.simulation.stage import Stage
from mailbot.complaints.practice import Practice

#: Ordinary days, the nights the clocks change, Christmas and Easter, the end of February.
BEGINNINGS = (
    "2026-11-23T10:00", "2026-10-24T22:30", "2027-03-27T23:30", "2026-12-23T16:30", "2027-03-25T16:55",
    "2028-02-28T12:00", "2027-01-01T00:05", "2026-11-20T17:01",
)  # fmt: skip


@dataclass
class Arrival:
    """One message as it was first delivered, or delivered once more."""

    number: int
    template: Template
    filled: dict[str, str]
    raw: bytes
    thread: int  # a conversation; ours and theirs
    message_id: str
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        self.digest = sha256(self.raw).hexdigest()


@dataclass
class Weather:
    """How likely each server is to fail."""

    smtp: float = 0.0
    full: float = 0.0
    mishaps: float = 0.0


class World:
    """One history, as far as it has come. Everything by chance is drawn from `chance`."""

    def __init__(self, stage: Stage, seed: int, office: Callable[..., Office], *, trace: bool) -> None:
        self.stage, self.seed, self.office, self.trace = stage, seed, office, trace
        self.chance = chance = random.Random(seed)  # the whole point: the same again
        self.clock = Clock(datetime.fromisoformat(chance.choice(BEGINNINGS)).replace(tzinfo=UTC))
        self.weather = Weather(
            smtp=chance.choice((0.0, 0.1, 0.4)),
            full=chance.choice((0.0, 0.05)),
            mishaps=chance.choice((0.1, 0.4)),
        )
        self.shared = chance.random() < 0.5  # several mailbots may run at once
        self.practice: Practice = replace(
            PRACTICE, acknowledgements_per_domain_per_day=chance.choice((2, 50))
        )
        self.terms: dict[str, Any] = {"automatic_letters_per_hour": chance.choice((5, 40, 2000))}
        self.library, self.account, self.post = Library(), Account(), Post()
        self.was_wrong = False
        self.wrong = timedelta()  # how far the clock of our machines is off; the servers' is right
        self.people = [f"p{chance.getrandbits(32):09x}"[:10] for _ in range(chance.choice((3, 12)))]
        self.arrivals: list[Arrival] = []
        self.instances: list[Instance] = []
        self.torn: set[int] = set()  # conversations of which a restored database has forgotten a part
        self.dead: list[str] = []  # owners known to be gone
        self.era = 0
        self.backup: sqlite3.Connection | None = None
        self.crashes = self.steps = self.threads = self.started = 0
        self.lines: list[str] = []
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)  # futures of those who died
        stage.empty()
        self.oracle = Oracle(self)
        self.start()

    def close(self) -> None:
        self.loop.close()

    def tell(self, line: str) -> None:
        if self.trace:
            self.lines.append(line)

    # -- mailbots

    def start(self) -> Instance:
        self.started += 1
        skew = timedelta(seconds=self.chance.choice((0, 0, 0, -200, 200)) if self.shared else 0)
        instance = Instance(self, f"machine{self.started}:{self.started}:x", skew)
        self.instances.append(instance)
        self.tell(f"  {instance.name} starts")
        return instance

    def gone(self, instance: Instance) -> None:
        self.tell(f"  {instance.name} is gone")
        if instance in self.instances:
            self.instances.remove(instance)
        # On one machine the next one sees that its process is gone; of another's only the lease tells.
        if not self.shared or self.chance.random() < 0.5:
            self.dead.append(instance.name)

    def some(self) -> Instance:
        """One that runs; started again if none does."""
        return self.chance.choice(self.instances) if self.instances else self.start()

    def deliver(self, instance: Instance) -> None:
        self.loop.run_until_complete(instance.deliver())

    def meanwhile(self, instance: Instance) -> None:
        """Others act while one stands at a seam that lies in no transaction."""
        match self.chance.choice(("person", "clock", "other")):
            case "person":
                self.person()
            case "clock":
                self.pass_time(timedelta(minutes=self.chance.choice((1, 3, 60))))
            case "other":
                other = self._another(instance)
                if other is not None:
                    self.pass_time(timedelta(minutes=self.chance.choice((0, 3))))
                    other.poll()

    async def while_sending(self, instance: Instance) -> None:
        """The same with a letter on the wire; the pause may be longer than any lease."""
        pause = timedelta(minutes=self.chance.choice((0, 1, 50, 70)))
        if pause:
            self.doubt(instance, "it stood still")
            self.pass_time(pause)
        other = self._another(instance)
        if other is None:
            return
        other.poll()
        await other.deliver()
        if self.chance.random() < 0.5:
            self.pass_time(timedelta(minutes=20))
            await other.deliver()

    def _another(self, instance: Instance) -> Instance | None:
        if not self.shared:
            return None
        others = [one for one in self.instances if one is not instance]
        return self.chance.choice(others) if others else self.start()

    # -- the clock and people

    def pass_time(self, span: timedelta) -> None:
        self.clock.now += span
        self.tell(f"    it is {self.clock.now:%Y-%m-%d %H:%M}")

    def person(self) -> None:
        """Somebody with a mail program of his own."""
        inbox, folders = self.account.in_inbox(), self.account.in_folders()
        match self.chance.choice(("remove", "take out", "back", "copy", "as new")):
            case "remove" if inbox:
                self._take_away(self.chance.choice(inbox), "removed")
            case "take out" if inbox:
                self._take_away(self.chance.choice(inbox), "elsewhere")
            case "back" if folders:
                one = self.chance.choice(folders)
                one.where = "removed"
                self.put_back(one, one.at)
            case "copy" if folders:
                one = self.chance.choice(folders)
                self.put_back(one, one.at)
            case "as new" if folders:
                self.put_back(self.chance.choice(folders), self.clock())

    def _take_away(self, one: Held, where: str) -> None:
        self.tell(f"    a person moves message {one.arrival} (UID {one.uid}) to {where}")
        self.account.take_away(one, where)

    def put_back(self, one: Held, at: datetime) -> None:
        back = self.account.put_back(one, at)
        self.tell(f"    a person puts message {one.arrival} into the inbox again (UID {back.uid})")

    # -- mail

    def arrive(self, name: str, filled: dict[str, str], thread: int | None = None) -> Arrival:
        """A new message of this shape."""
        raw = self.library.make(name, filled)
        return self.take_in(name, filled, raw, thread)

    def take_in(self, name: str, filled: dict[str, str], raw: bytes, thread: int | None) -> Arrival:
        if thread is None:
            self.threads += 1
            thread = self.threads
        found = raw.partition(b"Message-ID: <")[2].partition(b">")[0].decode("ascii", "replace")
        arrival = Arrival(len(self.arrivals), templates()[name], filled, raw, thread, found)
        self.arrivals.append(arrival)
        held = self.account.put(arrival.number, raw, self.clock())
        self.tell(f"  message {arrival.number} arrives: {name}, thread {thread}, UID {held.uid}")
        return arrival

    # -- records

    def doubt(self, instance: Instance, why: str) -> None:
        """From now on this mailbot may not know of what it sent and has not written down."""
        for copy in self.unsettled(instance.name):
            copy.doubt = copy.doubt or why

    def unsettled(self, name: str) -> list[Copy]:
        theirs = [
            copy for copy in self.post.copies if copy.by == name and copy.era == self.era and not copy.doubt
        ]
        return [copy for copy in theirs if self.oracle.state(copy.message_id) != "SENT"]

    def back_up(self) -> None:
        self.backup = self.stage.saved()

    def restore(self) -> None:
        """Yesterday's database in the place of today's; whatever ran is gone."""
        if self.backup is None:
            return
        for instance in list(self.instances):
            instance.stop()
        self.stage.put_back(self.backup)
        self.era += 1
        ledger = {row["sha256"] for row in self.oracle.rows("SELECT sha256 FROM messages")}
        self.torn |= {one.thread for one in self.arrivals if one.digest not in ledger}
        self.oracle.put_back()
