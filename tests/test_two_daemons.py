"""Two daemons of one firm: the first sleeps through its leases in the middle of its work, and wakes."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from firm import Firm
from imap_proxy import Fault, Proxy
from servers import Sink, UserOf, database_of
from sqlalchemy import text
from test_daemon import acknowledged, complain, running, until

from mailbot.delivery.rounds import LEASE as OF_A_LETTER
from mailbot.ownership import LEASE as OF_A_MAILBOX
from mailbot.store.database import Database

#: The daemon as it is, by a clock that can be moved on: nobody waits for three quarters of an hour.
PROGRAM = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from mailbot.config import load
from mailbot.daemon import Daemon

ahead = Path(sys.argv[2])
clock = lambda: datetime.now(UTC) + timedelta(seconds=float(ahead.read_text()))
daemon = Daemon(load(Path(sys.argv[1])), clock=clock)
try:
    sys.exit(asyncio.run(daemon.run()))
finally:
    daemon.close()
"""


class Machine(Firm):
    """Beside the others, on the same database and mailbox."""

    def command(self, *arguments: str) -> list[str]:
        del arguments
        return [sys.executable, "-c", PROGRAM, str(self.config), str(self.directory.parent / "ahead")]


def machine(tmp_path: Path, name: str, at: UserOf, port: int, sink: Sink, url: str) -> Machine:
    settings = {"imap_port": port, "smtp_port": sink.port, "user": at.user, "database": url}
    return Machine(tmp_path / name, at.server.password, settings)


class Holding(Proxy):
    """Falls silent when it has passed on a command that `until` describes."""

    until = ""

    def take_fault(self, command: str) -> Fault | None:
        if self.until and re.match(self.until, command):
            self.until, self.silent = "", True
        return super().take_fault(command)


@pytest.fixture
def url(postgresql: str) -> Iterator[str]:
    psycopg = pytest.importorskip("psycopg")
    name = f"sleep{os.getpid()}"
    with psycopg.connect(postgresql, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template_mailbot")
        yield database_of(postgresql, name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.servers
@pytest.mark.fault("F38")
def test_a_daemon_that_sleeps_through_its_leases_works_no_more_under_them_and_nothing_is_done_twice(
    tmp_path: Path, dovecot: UserOf, sink: Sink, url: str
) -> None:
    ahead = tmp_path / "ahead"
    ahead.write_text("0")
    database = Database(url)

    def column(query: str) -> list[str]:
        with database.reading() as session:
            return [row[0] for row in session.connection().execute(text(query))]

    with Holding(dovecot.server.port) as proxy:
        first = machine(tmp_path, "first", dovecot, proxy.port, sink, url)
        second = machine(tmp_path, "second", dovecot, dovecot.server.port, sink, url)
        with running(first) as sleeper:
            sleeper.says(" started ")
            sink.fault("dot", then="slow", seconds=15)
            complain(dovecot, "armed@example.org")
            until(lambda: sink.letters, "a letter on the wire")
            proxy.until = r"UID FETCH .*BODY\.PEEK\[\]"
            complain(dovecot, "fetched@example.org")
            until(lambda: proxy.silent, "a message on the wire")
            (slept_in,) = column("SELECT owner FROM leases WHERE name = 'mailbox:complaints'")
            sleeper.process.send_signal(signal.SIGSTOP)
            assert "ARMED" in column("SELECT state FROM letters")
            with running(second) as follower:
                assert "another mailbot owns this mailbox" in follower.says(" mailbox-elsewhere ")
                ahead.write_text(str(2 * max(OF_A_LETTER, OF_A_MAILBOX).total_seconds()))
                follower.says(" mailbox-back ")
                until(lambda: "fetched@example.org" in acknowledged(sink), "what the first had begun", 40)
                proxy.silent = False
                sleeper.process.send_signal(signal.SIGCONT)
                sleeper.says(" mailbox-elsewhere ")
                complain(dovecot, "after@example.org")
                until(lambda: set(column("SELECT state FROM letters")) == {"SENT"}, "all letters sent", 40)
                until(lambda: not dovecot.server.listing(dovecot.user), "the inbox empty")
                assert "after@example.org" in acknowledged(sink)
                assert column("SELECT owner FROM leases WHERE name = 'mailbox:complaints'") != [slept_in]
                assert sum(" case-opened " in line for line in sleeper.lines) == 1
                assert sum(" case-opened " in line for line in follower.lines) == 2
                for daemon in (sleeper, follower):
                    daemon.stop()
                    assert daemon.process.returncode == 0
    authors = ["after@example.org", "armed@example.org", "fetched@example.org"]
    assert sorted(column("SELECT address FROM cases")) == authors
    copies = Counter(letter.raw for letter in sink.letters)
    assert len(copies) == len(column("SELECT id FROM letters"))
    assert max(copies.values()) <= 2
    assert sum(copies.values()) <= len(copies) + 1, "only what was on the wire may have gone out twice"
    database.close()
