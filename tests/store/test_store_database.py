"""Transactions, settings and schema of both databases."""

from __future__ import annotations

import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Text, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

import mailbot.store
from mailbot.store import tables
from mailbot.store.database import (
    REVISIONS,
    Conflict,
    Database,
    SchemaError,
    StoreError,
    Unavailable,
)
from mailbot.store.engines import sqlite_findings

LEASE = {"name": "x", "owner": "a", "fence": 1, "until": "2026-03-02 09:00:00"}
INSERT = text("INSERT INTO leases (name, owner, fence, until) VALUES (:name, :owner, :fence, :until)")


def test_a_database_fit_for_complaints_has_no_findings(database: Database) -> None:
    assert database.check() == []


def test_an_empty_database_is_migrated(empty_url: str) -> None:
    database = Database(empty_url)
    assert database.revision() is None
    assert any("is empty" in finding for finding in database.check())
    database.upgrade()
    assert database.revision() == REVISIONS[-1]
    database.upgrade()
    assert database.check() == []
    database.close()


@pytest.mark.fault("F46")
def test_a_database_of_a_newer_mailbot_is_refused(database: Database) -> None:
    with database.transaction() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaError, match="is of a newer mailbot"):
        database.upgrade()
    assert any("is of a newer mailbot" in finding for finding in database.check())


def test_the_tables_and_the_migrations_say_the_same(database: Database) -> None:
    with database.transaction() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, tables.METADATA) == []


def test_the_comparison_of_tables_and_migrations_notices_a_difference(database: Database) -> None:
    with database.transaction() as session:
        session.connection().execute(text("ALTER TABLE leases ADD COLUMN stray VARCHAR"))
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, tables.METADATA)


def test_the_program_knows_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(mailbot.store.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(reversed([script.revision for script in scripts.walk_revisions()])) == REVISIONS


def test_two_daemons_may_migrate_at_once(empty_url: str) -> None:
    faults: list[Exception] = []

    def upgrade() -> None:
        database = Database(empty_url)
        try:
            database.upgrade()
        except Exception as fault:  # noqa: BLE001  # carried to the test
            faults.append(fault)
        finally:
            database.close()

    threads = [threading.Thread(target=upgrade) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database = Database(empty_url)
    assert faults == []
    assert database.check() == []
    database.close()


def test_what_fails_in_a_transaction_leaves_nothing(database: Database) -> None:
    def request(session: Session) -> None:
        session.connection().execute(INSERT, LEASE)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.run(request)
    with database.reading() as session:
        assert session.connection().execute(text("SELECT count(*) FROM leases")).scalar() == 0


def test_the_same_key_twice_is_a_conflict(database: Database) -> None:
    with database.transaction() as session:
        session.connection().execute(INSERT, LEASE)
    with pytest.raises(Conflict), database.transaction() as session:
        session.connection().execute(INSERT, LEASE)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_what_lost_to_another_transaction_is_run_again(database: Database) -> None:
    runs = []

    def request(_session: Session) -> None:
        runs.append(1)
        if len(runs) == 1:
            raise Conflict("another was first")

    database.run(request)
    assert len(runs) == 2


def test_a_snapshot_cannot_be_written_to(database: Database) -> None:
    with pytest.raises((Unavailable, DBAPIError), match="read"), database.reading() as session:
        session.connection().execute(INSERT, LEASE)
    with database.transaction() as session:  # the same connection writes again
        session.connection().execute(INSERT, LEASE)


def test_a_snapshot_does_not_see_what_is_committed_after_it(database: Database) -> None:
    count = text("SELECT count(*) FROM leases")
    with database.reading() as before:
        assert before.connection().execute(count).scalar() == 0
        with database.transaction() as session:
            session.connection().execute(INSERT, LEASE)
        assert before.connection().execute(count).scalar() == 0


def test_a_server_that_is_not_there_is_unavailable() -> None:
    pytest.importorskip("psycopg")
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable), database.transaction() as session:
        session.connection()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "not a url"])
def test_a_place_where_complaints_would_be_lost_is_refused(url: str) -> None:
    with pytest.raises(StoreError):
        Database(url)


class TestSQLite:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "mailbot.db"

    @pytest.fixture
    def database(self, path: Path) -> Database:
        database = Database(f"sqlite:///{path}")
        database.upgrade()
        return database

    def test_every_connection_has_the_settings(self, database: Database) -> None:
        with database.transaction() as first, database.reading() as second:
            for session in (first, second):
                connection = session.connection()
                pragmas = {
                    name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                    for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
                }
                assert pragmas == {
                    "journal_mode": "wal",
                    "synchronous": 2,
                    "foreign_keys": 1,
                    "busy_timeout": 30000,
                }

    def test_a_transaction_holds_the_write_lock_before_it_reads(self, database: Database, path: Path) -> None:
        other = sqlite3.connect(path, timeout=0)
        with database.transaction() as session:
            session.connection()
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.close()

    def test_threads_queue_for_the_write_lock(self, database: Database, path: Path) -> None:
        rivals = [database, Database(f"sqlite:///{path}")]
        with database.transaction() as session:
            session.connection().execute(INSERT, LEASE | {"fence": 0})

        def count_up(which: Database) -> None:
            for _ in range(25):
                with which.transaction() as session:
                    connection = session.connection()
                    fence = connection.execute(text("SELECT fence FROM leases")).scalar_one()
                    connection.execute(text("UPDATE leases SET fence = :f"), {"f": fence + 1})

        threads = [threading.Thread(target=count_up, args=(rivals[n % 2],)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with database.reading() as session:
            assert session.connection().execute(text("SELECT fence FROM leases")).scalar_one() == 100

    def test_a_transaction_within_a_transaction_is_refused(self, database: Database) -> None:
        with database.transaction(), pytest.raises(RuntimeError, match="open in this thread"):
            database.run(lambda _session: None)
        with database.transaction():
            pass

    def test_nobody_else_may_read_the_file(self, database: Database, path: Path) -> None:
        with database.transaction() as session:
            session.connection().execute(INSERT, LEASE)
        for file in (path, path.with_name("mailbot.db-wal")):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_an_unsafe_setting_is_found(self, path: Path) -> None:
        engine = create_engine(f"sqlite:///{path}")
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA synchronous=NORMAL")
            assert any("synchronous" in finding for finding in sqlite_findings(connection))
        engine.dispose()


def test_long_columns_are_text() -> None:
    assert isinstance(tables.notes.c.text.type, Text)
