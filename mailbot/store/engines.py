"""Connections to the two databases, with the settings that keep a committed complaint.

Faults: `StoreError` for a place where complaints would be lost; the findings list settings that are not safe.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from mailbot.store.faults import Damaged, StoreError, Unavailable

_BUSY = 30_000  # ms; another process may hold the file for a backup


def sqlite_engine(url: str) -> Engine:
    path = make_url(url).database
    if not path or path == ":memory:" or path.startswith("file:"):
        raise StoreError("complaints cannot be kept in memory: name a file, as in sqlite:///mailbot.db")
    create_private(Path(path))
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY / 1000})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _entry: ConnectionPoolEntry) -> None:
        # The driver's own BEGIN comes too late, after the first read.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={_BUSY}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()
        _write_ahead(connection)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("mailbot_reading", False)
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _write_ahead(connection: Any) -> None:
    """The change is kept in the file; two that make it at once do not wait for each other by themselves."""
    for _ in range(200):
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
            return
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorname != "SQLITE_BUSY":
                raise
            time.sleep(0.05)


def create_private(path: Path) -> None:
    """SQLite gives its log the mode of the file, so nobody else reads either."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as fault:
        raise Unavailable(f"cannot open {path}: {fault.strerror}") from fault


def postgresql_engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "postgresql":
        raise StoreError("the database is SQLite (sqlite:///…) or PostgreSQL (postgresql+psycopg://…)")
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={
            "connect_timeout": 10,
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            # A server that is gone is noticed within a minute, not a quarter of an hour.
            "keepalives_count": 3,
            "tcp_user_timeout": 50_000,
        },
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _entry: ConnectionPoolEntry) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")
            cursor.execute("SET TIME ZONE 'UTC'")
        connection.commit()

    return engine


def sqlite_findings(connection: Connection) -> list[str]:
    wanted = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
    found = []
    for pragma, value in wanted.items():
        actual = str(connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()).lower()
        if actual != value:
            found.append(
                f"SQLite {pragma} is {actual}, it must be {value}: committed complaints could be lost"
            )
    # Every page is read once: a damaged one may otherwise be met only when its case is wanted.
    damage = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    if damage != "ok":
        found.append(str(Damaged(" ".join(damage.split()))))
    return found


def postgresql_findings(connection: Connection) -> list[str]:
    wanted = {"fsync": "on", "full_page_writes": "on", "data_sync_retry": "off", "server_encoding": "UTF8"}
    found = []
    for setting, value in wanted.items():
        actual = str(connection.exec_driver_sql(f"SHOW {setting}").scalar())
        if actual != value:
            found.append(f"PostgreSQL {setting} is {actual}, it must be {value}")
    if connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "off":
        found.append("PostgreSQL synchronous_commit is off: committed complaints could be lost")
    return found
