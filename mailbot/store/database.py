"""The database: transactions, snapshots, its settings and its schema.

SQLite: write-ahead log, ``synchronous=FULL`` and foreign keys on every connection; a transaction begins with
BEGIN IMMEDIATE, so that what was read is still true when it is written. Threads of this process queue for the
write lock instead of spinning on it. PostgreSQL: READ COMMITTED with row locks; `run` repeats what lost to
another transaction.

Faults: `Conflict` another transaction was first, run it again; `Unavailable` the database cannot be
reached or written, and whether a commit in progress happened must be found out by its keys; `SchemaError` it
is of another version than this program.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TypeVar

from sqlalchemy import inspect, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlmodel import Session

from mailbot.store.engines import (
    postgresql_engine,
    postgresql_findings,
    sqlite_engine,
    sqlite_findings,
)
from mailbot.store.faults import Conflict as Conflict
from mailbot.store.faults import SchemaError as SchemaError
from mailbot.store.faults import StoreError as StoreError
from mailbot.store.faults import Unavailable as Unavailable
from mailbot.store.faults import translated

T = TypeVar("T")

#: Every schema this program knows, oldest first; the last is the one it needs.
REVISIONS = ("0001", "0002", "0003", "0004", "0005")

_ATTEMPTS = 8  # a deadlock or a lost race is over at once; more than this is a fault of ours


class Database:
    def __init__(self, url: str) -> None:
        try:
            self._url = make_url(url)
            self._sqlite = self._url.get_backend_name() == "sqlite"
            self._engine = sqlite_engine(url) if self._sqlite else postgresql_engine(url)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as fault:
            if isinstance(fault, ModuleNotFoundError) and fault.name == "psycopg":
                raise StoreError("PostgreSQL needs its driver: pip install 'mailbot[postgresql]'") from fault
            raise StoreError(f"cannot use this database URL: {fault}") from fault
        self._snapshots = (
            self._engine.execution_options(mailbot_reading=True)
            if self._sqlite
            else self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        )
        self._gate = _gate_of(self._url.database) if self._sqlite else None

    @property
    def name(self) -> str:
        """The URL without its password, for a person to read."""
        return self._url.render_as_string(hide_password=True)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """All or nothing; committed and on disk when the block ends without an exception."""
        with self._gate or nullcontext(), translated(), Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A snapshot that cannot be written to and waits for nobody."""
        with translated(), Session(self._snapshots) as session:
            yield session

    def run(self, request: Callable[[Session], T]) -> T:
        """Run `request` in a transaction; again from the beginning where another one was first."""
        for _ in range(_ATTEMPTS - 1):
            try:
                with self.transaction() as session:
                    return request(session)
            except Conflict:
                if self._sqlite:  # nobody else can have written in between: it would conflict for ever
                    raise
        with self.transaction() as session:
            return request(session)

    def check(self) -> list[str]:
        """What makes this database unfit to keep complaints in; empty when nothing does."""
        with translated(), self._engine.connect() as connection:
            found = sqlite_findings(connection) if self._sqlite else postgresql_findings(connection)
        try:
            self._require_known(self.revision())
        except SchemaError as fault:
            found.append(str(fault))
        return found

    def revision(self) -> str | None:
        """The schema's revision; None for an empty database."""
        with translated(), self._snapshots.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
            return None if row is None else str(row[0])

    def upgrade(self) -> None:
        """Bring the schema to the one this program needs. Two daemons may try at once."""
        found = self.revision()
        if found == REVISIONS[-1]:
            return
        if found is not None and found not in REVISIONS:
            self._require_known(found)
        # Slow to load, and needed once in the life of a release.
        from alembic import command
        from alembic.config import Config

        config = Config()
        scripts = Path(__file__).parent / "migrations"
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        with self._gate or nullcontext(), translated(), self._engine.begin() as connection:
            if not self._sqlite:
                connection.exec_driver_sql(
                    "SELECT pg_advisory_xact_lock(hashtextextended('mailbot schema', 0))"
                )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        self._engine.dispose()

    def _require_known(self, found: str | None) -> None:
        if found == REVISIONS[-1]:
            return
        if found is None:
            raise SchemaError(f"{self.name} is empty: run `mailbot db upgrade`")
        if found in REVISIONS:
            raise SchemaError(
                f"{self.name} is of an older mailbot (schema {found}, needed {REVISIONS[-1]}): "
                "run `mailbot db upgrade`"
            )
        raise SchemaError(
            f"{self.name} is of a newer mailbot (schema {found}, this program knows {REVISIONS[-1]}): "
            "install that version again, or restore the backup made before the upgrade"
        )


class _Gate:
    """The write lock of one SQLite file within this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: int | None = None

    def __enter__(self) -> None:
        if self._holder == threading.get_ident():
            raise RuntimeError("a transaction is open in this thread already")
        self._lock.acquire()
        self._holder = threading.get_ident()

    def __exit__(self, *_: object) -> None:
        self._holder = None
        self._lock.release()


_gates: dict[str, _Gate] = {}
_gates_lock = threading.Lock()


def _gate_of(path: str | None) -> _Gate:
    with _gates_lock:
        return _gates.setdefault(str(Path(path or "").resolve()), _Gate())
