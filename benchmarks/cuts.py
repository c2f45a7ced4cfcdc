"""What a power cut may leave, and work of mailbot's to be cut."""

from __future__ import annotations

import itertools
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from benchmarks import tell

EVERY = 3  # one message in so many has a file, so that the log is written back now and then
HOURS = 5  # between two messages: reminders come due

Rows = frozenset[tuple[str, str]]  # table, digest of a row


def digested(table: str, rows: Sequence[Sequence[Any]]) -> Rows:
    return frozenset((table, sha256(repr(tuple(row)).encode()).hexdigest()) for row in rows)


@dataclass
class Found:
    """What the cuts with one setting left."""

    after_commit: int = 0
    at_write: int = 0
    lost: int = 0  # rows whose COMMIT had returned
    losing: int = 0  # cuts that lost any
    damaged: list[str] = field(default_factory=list)
    #: A cut before the next COMMIT returned: what was there before it, and what was found.
    _open: list[tuple[Rows, Rows]] = field(default_factory=list)

    @property
    def cuts(self) -> int:
        return self.after_commit + self.at_write

    def committed(self, before: Rows, found: Rows | str) -> None:
        """A cut after a COMMIT that returned."""
        self.after_commit += 1
        self._judge(before, before, found)

    def written(self, before: Rows, found: Rows | str) -> None:
        """A cut at a write; what is being committed is only known once it is."""
        self.at_write += 1
        if isinstance(found, str):
            self._judge(before, before, found)
        else:
            self._open.append((before, found))

    def now(self, rows: Rows) -> None:
        """A COMMIT returned, and this is what is there."""
        for before, found in self._open:
            self._judge(before, rows, found)
        self._open.clear()

    def _judge(self, before: Rows, after: Rows, found: Rows | str) -> None:
        if isinstance(found, str):
            self.damaged.append(found)
            lost = len(before)
        elif found in (before, after):
            return
        elif not (lost := len(before - found)):
            self.damaged.append(
                f"{len(found - before)} rows of a COMMIT that did not return, not all of them"
            )
        self.lost += lost
        self.losing += lost > 0

    def told(self, name: str, seconds: float) -> str:
        return (
            f"{name}: {self.cuts} cuts ({self.after_commit} after a COMMIT, {self.at_write} at a write): "
            f"{self.lost} committed rows lost in {self.losing} cuts, {len(self.damaged)} not sound; "
            f"{seconds:.0f} s"
        )

    def progress(self, cuts: int) -> None:
        tell(f"{self.cuts}/{cuts} cuts, {self.lost} rows lost")


def forked(work: Callable[[], None]) -> int:
    """The process number of a child that does `work`."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  # of a process that has no other way to tell
            traceback.print_exc()
        finally:
            os._exit(1)
    return pid


def work(
    url: str, settings: Sequence[str], seed: int, ready: Callable[[], None], told: Callable[[], None]
) -> None:
    """mailbot's intake, outbox and reminders, for ever; `told` is called after each COMMIT that returned."""
    from fakes import MONDAY, Clock, FakeCourier, Office
    from sqlalchemy import event
    from sqlmodel import Session

    from benchmarks.corpus import complaints
    from mailbot.store.database import Database

    class Watched(Database):
        @contextmanager
        def transaction(self) -> Iterator[Session]:
            with super().transaction() as session:
                yield session
            told()

    database = Watched(url)
    if url.startswith("sqlite"):

        @event.listens_for(database._engine, "connect")
        def less_careful(connection: Any, _entry: object) -> None:
            for setting in settings:
                connection.execute(f"PRAGMA {setting}").close()

    database.upgrade()
    clock = Clock(MONDAY)
    office, courier = Office(database, clock=clock), FakeCourier()
    ready()
    told()
    for number in itertools.count():
        (message,) = complaints(1, seed=seed, first=number, every=EVERY)
        office.take(message.raw)
        office.deliver(courier)
        clock.go(hours=HOURS)
        office.sweep()
        office.deliver(courier)
