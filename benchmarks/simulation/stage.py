"""The database of one process, emptied for each history; and a database whose commits may crash.

It lies in memory (tmpfs), and is told not to wait for a disk: what survives a power cut is tested elsewhere.
A crash abandons the transaction and everything in memory, and the next mailbot begins on the same rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from mailbot.store.database import Database

_MEMORY = Path("/dev/shm")  # noqa: S108


class Stage:
    """One SQLite file, one engine for as long as the process: statements are compiled once."""

    def __init__(self) -> None:
        self._directory = TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None, prefix="simulation")
        self.path = Path(self._directory.name) / "mailbot.db"
        self.database = Database(f"sqlite:///{self.path}")
        event.listen(self.database._engine, "connect", _in_a_hurry)
        self.database.upgrade()
        self.rows = sqlite3.connect(self.path, isolation_level=None)
        self.rows.row_factory = sqlite3.Row
        self._empty = self.saved()

    def empty(self) -> None:
        self.put_back(self._empty)

    def saved(self) -> sqlite3.Connection:
        """A copy of everything, as a backup holds it."""
        copy = sqlite3.connect(":memory:")
        self.rows.backup(copy)
        return copy

    def put_back(self, copy: sqlite3.Connection) -> None:
        copy.backup(self.rows)

    def close(self) -> None:
        self.rows.close()
        self.database.close()
        self._directory.cleanup()


def _in_a_hurry(connection: Any, _entry: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF").close()


class Mortal(Database):
    """One mailbot's view of the database; `at` is called by name around every commit, and may raise."""

    def __init__(self, database: Database, at: Callable[[str], None]) -> None:
        self.__dict__.update(database.__dict__)
        self._at = at

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        self._at("db begin")
        with super().transaction() as session:
            yield session
            self._at("db before commit")
        self._at("db committed")
