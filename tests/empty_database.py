"""A migrated SQLite database, empty: made once, copied for each test."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from mailbot.store.database import Database


def database_in(folder: Path) -> Database:
    """An open one in this folder; the caller closes it."""
    path = folder / "mailbot.db"
    path.touch(mode=0o600)  # as one that was made here
    path.write_bytes(_migrated())
    return Database(f"sqlite:///{path}")


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        database = Database(f"sqlite:///{path}")
        database.upgrade()
        database.close()
        return path.read_bytes()
