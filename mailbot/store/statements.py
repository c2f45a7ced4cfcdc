"""What two databases say differently, and the limits of what is written.

Faults: none of its own.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, CursorResult, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

T = TypeVar("T")

_CHUNK = 500  # values in one IN (…)
_THOROUGH = 64 * 1024  # octets; above it, compressing well would hold the transaction open too long

# An index entry of PostgreSQL holds 2,704 octets; four of them may be one character.
INDEXED = 500
LINE = 2000
PAGE = 20_000


def overwrite(
    session: Session,
    table: Table,
    rows: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    key: Sequence[str],
    *,
    where: ColumnElement[bool] | None = None,
) -> CursorResult[Any]:
    """Insert rows, or give the ones that are there already (and fulfil `where`) the new values."""
    connection = session.connection()
    columns = tuple(rows if isinstance(rows, Mapping) else rows[0])
    statement = _insert_or_update(connection.dialect.name, table, tuple(key), columns, where)
    return connection.execute(statement, rows)


@cache  # writing a statement costs as much as carrying it out
def _insert_or_update(
    dialect: str,
    table: Table,
    key: tuple[str, ...],
    columns: tuple[str, ...],
    where: ColumnElement[bool] | None,
) -> Any:
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    new = {column: statement.excluded[column] for column in columns if column not in key}
    statement = statement.on_conflict_do_update(index_elements=key, set_=new, where=where)
    # Asked back where one row may be refused: the drivers do not agree on the count of rows inserted.
    return statement if where is None else statement.returning(table.c[key[0]])


def put_once(session: Session, table: Table, values: Mapping[str, Any], key: Sequence[str]) -> int | None:
    """Insert a row and return its id, or None where its key is there already."""
    row_id: int | None = _put(session, table, values, key, table.c.id)
    return row_id


def is_new(session: Session, table: Table, values: Mapping[str, Any], key: Sequence[str]) -> bool:
    """Insert a row; False where its key is there already."""
    return _put(session, table, values, key, table.c[key[0]]) is not None


def put_all(
    session: Session, table: Table, rows: Sequence[Mapping[str, Any]], key: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Insert rows; returns the keys of those that were not there already."""
    if not rows:
        return []
    connection = session.connection()
    statement = _insert_once(connection.dialect.name, table, tuple(key), *(table.c[name] for name in key))
    return [tuple(row) for row in connection.execute(statement, rows)]


def _put(
    session: Session, table: Table, values: Mapping[str, Any], key: Sequence[str], told: ColumnElement[Any]
) -> Any:
    connection = session.connection()
    statement = _insert_once(connection.dialect.name, table, tuple(key), told)
    return connection.execute(statement, values).scalar_one_or_none()


@cache
def _insert_once(dialect: str, table: Table, key: tuple[str, ...], *told: ColumnElement[Any]) -> Any:
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return statement.on_conflict_do_nothing(index_elements=key).returning(*told)


def new_id(result: CursorResult[Any]) -> int:
    """The id of the row just inserted."""
    key = result.inserted_primary_key
    assert key is not None  # noqa: S101  # only after the insert of one row
    return int(key[0])


def serialise(session: Session, subject: str, *names: str) -> None:
    """Let no other transaction pass here for the same things until this one ends.

    SQLite has one writer at a time already.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK, [{"key": f"mailbot {subject} {name}"} for name in names])


_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    listed = list(values)
    for start in range(0, len(listed), _CHUNK):
        yield listed[start : start + _CHUNK]


def plain(value: str, most: int = LINE) -> str:
    """What both databases can store: no NUL, no lone surrogate, not longer than `most`."""
    return value[:most].replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def plain_or_none(value: str | None, most: int = LINE) -> str | None:
    return None if value is None else plain(value, most)


def folded(address: str) -> str:
    """The form in which two addresses are compared."""
    return plain(address.strip(), INDEXED).casefold()[:INDEXED]


def person(address: str) -> str:
    """The form under which letters to one person are counted: a +tag is the same person's mailbox."""
    local, at, domain = folded(address).rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def folded_reference(value: str) -> str:
    """A reference without the case, spaces and hyphens that people vary."""
    return "".join(c for c in plain(value, INDEXED).casefold() if c.isalnum())


def message_key(message_id: str | None) -> str | None:
    """A Message-ID to look up by; one that is absurdly long identifies nothing."""
    if message_id is None or len(message_id) > INDEXED:
        return None
    return plain(message_id, INDEXED)


def packed(raw: bytes) -> bytes:
    return zlib.compress(raw, 6 if len(raw) <= _THOROUGH else 1)


def unpacked(content: bytes) -> bytes:
    return zlib.decompress(content)
