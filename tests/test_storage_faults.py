"""A database file that cannot be written for a while, or is damaged: nothing is moved, nothing is lost.

Power cuts and refused system calls at every point of a real process: test_kill_storm.py.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeCourier, FakeServer, Office, message
from sqlalchemy import event

from mailbot.store.database import REVISIONS, Database, StoreError, Unavailable

Fault = Callable[[Database, Path], AbstractContextManager[None]]


@contextmanager
def locked(_database: Database, path: Path) -> Iterator[None]:
    """Somebody else writes, for longer than we wait."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def disk_full(_database: Database, _path: Path) -> Iterator[None]:
    """No file may grow beyond its first page."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def database_full(database: Database, _path: Path) -> Iterator[None]:
    with _at_begin(database, "PRAGMA max_page_count=1"):  # no fewer than it has
        yield
    with _at_begin(database, f"PRAGMA max_page_count={2**32 - 2}"), database.transaction() as session:
        session.connection()


@contextmanager
def read_only(database: Database, _path: Path) -> Iterator[None]:
    with _at_begin(database, "PRAGMA query_only=ON"):
        yield


@contextmanager
def _at_begin(database: Database, pragma: str) -> Iterator[None]:
    def say(connection: Any) -> None:
        connection.exec_driver_sql(pragma)

    event.listen(database._engine, "begin", say)
    try:
        yield
    finally:
        event.remove(database._engine, "begin", say)


FAULTS = (locked, disk_full, database_full, read_only)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mailbot.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    """One that does not wait long for a lock."""
    database = Database(f"sqlite:///{path}")
    event.listen(database._engine, "connect", lambda made, _: made.execute("PRAGMA busy_timeout=50").close())
    database.upgrade()
    yield database
    database.close()


class Breaking:
    """Steps of a fake; at one of them the fault begins, until `mended`."""

    def __init__(self, begin: AbstractContextManager[None], at: str) -> None:
        self.begin, self.at, self.broken = begin, at, False

    def __call__(self, name: str) -> None:
        if name == self.at and not self.broken:
            self.begin.__enter__()
            self.broken = True

    def mended(self) -> None:
        assert self.broken, "the step was not reached"
        self.begin.__exit__(None, None, None)


@pytest.mark.fault("F8", "F9", "F10")
@pytest.mark.parametrize("at", ["connected", "fetched", "before move"])
@pytest.mark.parametrize("fault", FAULTS)
def test_while_the_database_cannot_be_written_mail_stays_where_it_is_and_is_taken_afterwards(
    database: Database, path: Path, fault: Fault, at: str
) -> None:
    office, server = Office(database), FakeServer()
    server.append(message("I complain. " + os.urandom(30_000).hex()))
    breaking = Breaking(fault(database, path), at)
    watch = office.watch(server, breaking)
    watch.run()
    breaking.mended()
    if at != "before move":
        assert watch.trouble is not None
        assert len(server.inbox) == 1, "it was moved although nothing was written down"
        assert office.cases() == []
    office.watch(server).run()
    office.watch(server).run()
    assert server.inbox == {}
    assert len(office.cases()) == 1
    assert len(office.letters("acknowledgement")) == 1
    assert sum(map(len, server.folders.values())) == 1
    assert office.rows("SELECT uid FROM message_keys WHERE settled_to IS NULL") == []


@pytest.mark.fault("F8", "F9", "F10")
@pytest.mark.parametrize("at", ["before arm", "armed", "taken"])
@pytest.mark.parametrize("fault", [locked, disk_full, read_only])
def test_while_the_database_cannot_be_written_no_letter_is_lost_or_sent_twice(
    database: Database, path: Path, fault: Fault, at: str
) -> None:
    office = Office(database)
    office.take(message(), message(author="joe@example.org"))
    breaking = Breaking(fault(database, path), at)
    courier = FakeCourier(step=breaking)
    delivery = office.delivery(courier)
    with pytest.raises(Unavailable):
        asyncio.run(delivery.deliver_due())
    breaking.mended()
    for _ in range(4):
        office.clock.go(minutes=20)
        asyncio.run(delivery.deliver_due())
    assert {letter.state for letter in office.letters()} == {"SENT"}
    assert set(courier.copies().values()) == {1}
    assert len(courier.letters) == len(office.letters())


@pytest.mark.fault("F10")
def test_a_lock_that_is_let_go_of_in_time_is_waited_for(path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    office, server = Office(database), FakeServer()
    server.append(message())
    waiting = threading.Event()
    lock = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    lock.execute("BEGIN EXCLUSIVE")

    def let_go() -> None:
        waiting.wait(10)
        lock.execute("ROLLBACK")

    other = threading.Timer(0.3, let_go)
    other.start()
    watch = office.watch(server, lambda name: waiting.set() if name == "connected" else None)
    watch.run()
    other.join()
    lock.close()
    assert watch.trouble is None
    assert len(office.cases()) == 1
    assert server.inbox == {}
    database.close()


# -- damaged


@pytest.mark.fault("F11")
@pytest.mark.parametrize("page", range(6))
def test_a_damaged_file_is_refused_in_a_line(database: Database, path: Path, page: int) -> None:
    office = Office(database)
    office.take(*(message(author=f"jane{number}@example.org") for number in range(20)))
    with database.transaction() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
    assert database.check() == []
    database.close()
    with path.open("r+b") as file:
        file.seek(page * (pages // 6) * 4096)
        file.write(b"\xa5" * 4096)
    damaged = Database(f"sqlite:///{path}")
    try:
        damaged.upgrade()
        told = "; ".join(damaged.check())
    except StoreError as fault:
        told = str(fault)
    assert "damaged" in told
    assert "restore the last backup" in told
    damaged.close()


# -- a migration that does not end

_MIGRATION = """
import os, signal, sys
from sqlalchemy import event
from mailbot.store.database import Database
database = Database(sys.argv[1])
left = int(sys.argv[2])
@event.listens_for(database._engine, "before_cursor_execute")
def count(connection, cursor, statement, *_):
    global left
    if statement.lstrip().upper().startswith(("CREATE", "INSERT", "UPDATE")):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
database.upgrade()
"""


@pytest.mark.fault("F46")
@pytest.mark.parametrize("statement", [1, 2, 12, 25])
def test_a_migration_that_was_killed_has_not_begun_and_is_done_at_the_next_start(
    empty_url: str, statement: int
) -> None:
    command = [sys.executable, "-c", _MIGRATION, empty_url, str(statement)]
    assert subprocess.run(command, check=False, timeout=60).returncode == -signal.SIGKILL
    database = Database(empty_url)
    assert database.revision() is None
    assert any("empty" in finding for finding in database.check())
    database.upgrade()
    assert database.revision() == REVISIONS[-1]
    assert database.check() == []
    database.close()
