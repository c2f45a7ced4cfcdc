"""A copy of a SQLite database made while others write to it, and proved by opening it.

The copy is one moment of the database (SQLite Online Backup API). It is made beside its name, brought to
disk, read again, and only then has its name: what bears the name is whole.

Faults: `StoreError` where it cannot be made, or where what was made is not what it should be.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from mailbot.store import journal
from mailbot.store.database import Database
from mailbot.store.faults import StoreError
from mailbot.store.tables import cases, letters, messages

_COUNTED = {"messages": messages, "cases": cases, "letters": letters}


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds, found in the copy itself."""

    file: Path
    octets: int
    revision: str
    rows: dict[str, int]  # by table


def back_up(database: Database, source: Path, target: Path) -> Copied:
    """Copy `source`, the file of `database`, to `target`, which must not be there."""
    if target.exists():
        raise StoreError(f"{target} is there already: name another file")
    before = _rows(database)
    with _unfinished(target) as new:
        _copy(source, new)
        copied = _proved(new, target, before)
        _to_disk(new)
        os.replace(new, target)
    _to_disk(target.parent)
    return copied


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """A file of our own beside the target, gone afterwards whatever happens."""
    new = target.with_name(f".{target.name}.unfinished")
    try:
        new.unlink(missing_ok=True)  # of one that was killed
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield new
    except OSError as reason:
        raise StoreError(f"{target}: {reason.strerror or reason}") from None
    finally:
        for each in (new, *(new.with_name(f"{new.name}{end}") for end in ("-wal", "-shm", "-journal"))):
            each.unlink(missing_ok=True)


def _copy(source: Path, new: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=60)) as old,
            closing(sqlite3.connect(new, timeout=60)) as copy,
        ):
            # In one step: whoever writes goes on meanwhile (WAL), and a copy in several steps would begin
            # anew each time somebody has written.
            old.backup(copy, pages=-1)
    except sqlite3.Error as reason:
        raise StoreError(f"{source} could not be copied: {reason}") from None


def _proved(new: Path, target: Path, before: dict[str, int]) -> Copied:
    copy = Database(f"sqlite:///{new}")
    try:
        with copy.reading() as session:
            damage = [row[0] for row in session.connection().exec_driver_sql("PRAGMA integrity_check")]
            chains = journal.verify(session)
        rows = _rows(copy)
        revision = copy.revision()
    finally:
        copy.close()
    found = [one for one in damage if one != "ok"] + chains
    found += [
        f"{count - rows[name]} of {count} {name} are missing"
        for name, count in before.items()
        if rows[name] < count
    ]
    if found:
        raise StoreError("the copy is not what it should be: " + "; ".join(found[:5]))
    return Copied(target, new.stat().st_size, revision or "", rows)


def _rows(database: Database) -> dict[str, int]:
    with database.reading() as session:
        connection = session.connection()
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in _COUNTED.items()
        }


def _to_disk(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
