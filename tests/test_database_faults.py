"""A PostgreSQL whose backends end in the middle of a transaction: read again by its keys, once.

What is not there at all, or lost to another transaction: store/test_store_database.py.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any

import pytest
from fakes import FakeCourier, FakeServer, Office, message
from sqlalchemy import event, text
from sqlalchemy.engine import Connection
from sqlmodel import Session

from mailbot.store.database import Database, Unavailable

pytestmark = pytest.mark.parametrize("url", ["postgresql"], indirect=True)

INSERT = text("INSERT INTO leases (name, owner, fence, until) VALUES (:n, 'a', 1, now())")
UPDATE = text("UPDATE leases SET fence = fence + 1 WHERE name = :n")


def terminated(database: Database, url: str, statement: str, *, committed: bool = False) -> list[int]:
    """End the backend that is about to run `statement`, or has just committed; those that were ended."""
    done: list[int] = []

    def end(connection: Connection) -> None:
        if done:
            return
        driver: Any = connection.connection.driver_connection
        done.append(driver.info.backend_pid)
        if committed:
            driver.commit()  # it happens, and the answer is never heard
            driver.execute("SELECT 1")
        with closing(Database(url)) as other, other.transaction() as session:
            session.connection().execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": done[0]})

    def before(connection: Connection, _cursor: object, said: str, *_: object) -> None:
        if said.startswith(statement):
            end(connection)

    def at_commit(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        if driver.execute("SELECT count(*) FROM cases").fetchone()[0]:
            end(connection)

    if statement == "COMMIT":
        event.listen(database._engine, "commit", at_commit)
    else:
        event.listen(database._engine, "before_cursor_execute", before)
    return done


@pytest.mark.fault("F12")
@pytest.mark.parametrize(
    ("statement", "committed"),
    [("INSERT INTO cases", False), ("INSERT INTO letters", False), ("COMMIT", False), ("COMMIT", True)],
)
def test_a_backend_that_ends_within_a_transaction_of_intake_leaves_one_case(
    database: Database, url: str, statement: str, committed: bool
) -> None:
    office, server = Office(database), FakeServer()
    server.append(message())
    ended = terminated(database, url, statement, committed=committed)
    watch = office.watch(server)
    watch.run()
    assert len(ended) == 1
    assert watch.trouble is not None
    assert len(server.inbox) == 1, "it was moved although nobody knew of the commit"
    office.watch(server).run()
    assert server.inbox == {}
    assert len(office.cases()) == 1
    courier = FakeCourier()
    office.deliver(courier)
    assert len(office.letters("acknowledgement")) == 1
    assert set(courier.copies().values()) == {1}


@pytest.mark.fault("F12")
def test_after_all_backends_ended_at_once_the_next_transaction_works(database: Database, url: str) -> None:
    office, other = Office(database), Database(url)
    office.take(message())
    kill = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
    with other.transaction() as session:
        session.connection().execute(text(f"{kill} AND datname = current_database()"))
    other.close()
    with suppress(Unavailable):
        office.take(message(author="joe@example.org"))
    if len(office.cases()) < 2:
        office.take(message(author="joe@example.org"))
    assert len(office.cases()) == 2


@pytest.mark.fault("F14")
def test_of_two_that_wait_for_each_other_both_are_done_once(database: Database) -> None:
    together = threading.Barrier(2)
    runs: list[str] = []
    with database.transaction() as session:
        for name in "ab":
            session.connection().execute(INSERT, {"n": name})

    def both(first: str, second: str) -> Callable[[Session], None]:
        def request(session: Session) -> None:
            runs.append(first)
            session.connection().execute(UPDATE, {"n": first})
            if runs.count(first) == 1:
                together.wait(10)
            session.connection().execute(UPDATE, {"n": second})

        return request

    threads = [threading.Thread(target=database.run, args=(both(*pair),)) for pair in ("ab", "ba")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with database.reading() as session:
        fences = session.connection().execute(text("SELECT fence FROM leases")).scalars().all()
    assert fences == [3, 3]
    assert len(runs) >= 3, "no deadlock happened"
