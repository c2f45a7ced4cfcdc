"""Power cuts of SQLite: the process that writes stands still at a system call while the disk is copied."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from benchmarks import cuts
from benchmarks.cuts import Found, Rows, digested, forked
from benchmarks.disks import Disk, made, mounted, workplace
from benchmarks.lives import Life
from benchmarks.tracing import KILL, Traced

DISK = 48  # megabytes
AT_WRITES = ("pwrite64", "fdatasync", "fsync", "unlink", "ftruncate")


class Cutter:
    """Copies the disk when a COMMIT has returned, and at some of the writes."""

    def __init__(self, disk: Disk, copy: Path, chance: random.Random, limit: int, found: Found) -> None:
        self._disk, self._copy, self._chance = disk, copy, chance
        self._limit, self._found = limit, found
        self._rows: Rows = frozenset()
        self._written, self._cut_at = 0, 0  # since the last COMMIT
        self.told, self.telling = os.pipe()
        os.set_blocking(self.told, False)

    def decide(self, _number: int, call: str, _thread: int) -> int:
        """At a call of the process that writes; it is killed once there were enough cuts."""
        committed = False
        with contextlib.suppress(BlockingIOError):
            committed = b"c" in os.read(self.told, 100)
        if committed:
            self._rows = _rows(self._disk.folder / "mailbot.db", writing=False)
            self._found.now(self._rows)
            if self._found.cuts >= self._limit:
                return KILL
            self._found.committed(self._rows, self._left())
            self._cut_at, self._written = self._chance.randint(1, self._written + 4), 0
        elif call in AT_WRITES:
            self._written += 1
            if self._written == self._cut_at:
                self._found.written(self._rows, self._left())
        self._found.progress(self._limit)
        return 0

    def _left(self) -> Rows | str:
        """What the power cut left of the rows, or why they cannot be read."""
        self._disk.cut(self._copy)
        with mounted(self._copy, self._copy.with_name("left")) as disk:
            try:
                return _rows(disk.folder / "mailbot.db", writing=True)
            except sqlite3.Error as fault:
                return f"{type(fault).__name__}: {fault}"


def cut(number: int, settings: Sequence[str], chance: random.Random, found: Found) -> None:
    """`number` cuts of a SQLite database with these PRAGMAs on top of mailbot's own."""
    with workplace() as here, made(here, DISK) as disk:
        cutter, traced = Cutter(disk, here / "copy", chance, number, found), Traced()

        def told() -> None:
            os.write(cutter.telling, b"c")
            os.write(cutter.telling, b".")  # stops here, with the other one to be read

        url = f"sqlite:///{disk.folder}/mailbot.db"
        life = Life(forked(lambda: cuts.work(url, settings, chance.randrange(1000), traced.before, told)))
        made_, call = traced.run(life, cutter.decide)
        if call is None:
            raise RuntimeError(f"the work ended by itself, with {life.code}, after {made_} calls")


def _rows(path: Path, *, writing: bool) -> Rows:
    """All rows of all tables; `writing`: whatever is to be repaired is repaired first, and must be sound."""
    uri = f"file:{path}?mode={'rw' if writing else 'ro'}"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as file:
        if writing:
            for check in ("integrity_check", "foreign_key_check"):
                complaints = [row for row in file.execute(f"PRAGMA {check}") if row != ("ok",)]
                if complaints:
                    raise sqlite3.DatabaseError(f"{check}: {complaints[:3]}")
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        query = 'SELECT * FROM "{}"'
        rows = [digested(table, file.execute(query.format(table)).fetchall()) for table in tables]
        return frozenset().union(*rows)
