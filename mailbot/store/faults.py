"""What can be wrong with a database, in our words: a driver's own may quote somebody's data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

#: serialization failure, deadlock, unique violation (the other was first), lock timeout
_CONFLICTS = frozenset({"40001", "40P01", "23505"})
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_TWICE = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})


class StoreError(Exception):
    """Something is wrong with the database."""


class Conflict(StoreError):
    """Another transaction was first."""


class Unavailable(StoreError):
    """The database cannot be reached or written."""


class SchemaError(StoreError):
    """The database is of another version than this program."""


class Damaged(StoreError):
    """The file is not what was written to it: nothing may be built on it."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"the database is damaged ({words}): keep a copy of it as it is, and restore the last backup"
        )


@contextmanager
def translated() -> Iterator[None]:
    """Say in our words what a driver raised; its own may quote somebody's data."""
    try:
        yield
    except DBAPIError as fault:
        original = fault.orig
        diagnostic = getattr(getattr(original, "diag", None), "message_primary", None)
        words = diagnostic or str(original)
        if getattr(original, "sqlstate", None) in _CONFLICTS:
            raise Conflict(words) from fault
        if getattr(original, "sqlite_errorname", None) in _TWICE:
            raise Conflict(words) from fault
        if str(getattr(original, "sqlite_errorname", "")).startswith(_DAMAGED):
            raise Damaged(words) from fault
        if isinstance(fault, OperationalError | InterfaceError):
            raise Unavailable(words) from fault
        raise
