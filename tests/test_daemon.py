"""The program itself: started, announced to, stopped, killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from pathlib import Path
from typing import TypeVar

import pytest
from fakes import message
from firm import CONFIGURATION, DEFAULTS, Firm
from servers import Sink, UserOf, database_of, free_port

T = TypeVar("T")

MAIL_TO = "complaints@firm.example.com"
STOP_WITHIN = 5.0  # seconds


class Running:
    """A daemon of a firm; its lines are collected as it says them."""

    def __init__(self, firm: Firm) -> None:
        self.process = firm.start("run")
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)

    def says(self, words: str, seconds: float = 20) -> str:
        return until(lambda: next((line for line in list(self.lines) if words in line), ""), words, seconds)

    def stop(self) -> float:
        """SIGTERM; returns how many seconds it took to end."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        return time.monotonic() - began

    def kill(self) -> None:
        self.process.kill()
        self.end()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)
        self._reader.join(10)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


@contextmanager
def running(firm: Firm) -> Iterator[Running]:
    daemon = Running(firm)
    try:
        yield daemon
    finally:
        daemon.end()


def until(found: Callable[[], T], what: str, seconds: float = 20) -> T:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.03)
    raise AssertionError(f"{what}: not within {seconds} s")


def acknowledged(sink: Sink) -> list[str]:
    """Who got an acknowledgement, once for each copy."""
    return [
        one.recipients[0]
        for one in sink.letters
        if message_from_bytes(one.raw)["X-Mailbot-Letter"] == "acknowledgement"
    ]


def states(firm: Firm) -> set[str]:
    """In which states letters are."""
    with closing(sqlite3.connect(firm.directory / "mailbot.db")) as database:
        return {row[0] for row in database.execute("SELECT state FROM letters")}


def complain(server: UserOf, author: str) -> None:
    server.server.append(server.user, "INBOX", message(author=author, to=MAIL_TO))


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that accepts everybody and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield listener.getsockname()[1]


def configure(tmp_path: Path, server: UserOf, sink: Sink, name: str = "firm", **settings: object) -> Firm:
    given = {"imap_port": server.server.port, "smtp_port": sink.port, "user": server.user}
    return Firm(tmp_path / name, server.server.password, given | settings)


def another_mailbox(firm: Firm, port: int, number: int = 1) -> None:
    text = firm.config.read_text(encoding="utf-8")
    first = text.index("[[mailbox]]")
    other = text[first : text.index("\n\n", first)]
    other = other.replace('name = "complaints"', f'name = "other{number}"')
    other = other.replace('address = "complaints@', f'address = "other{number}@')
    other = "\n".join(f"port = {port}" if line.startswith("port = ") else line for line in other.splitlines())
    firm.write(text.replace("[smtp]", f"{other}\n\n[smtp]"))


@pytest.mark.servers
def test_new_mail_is_answered_within_seconds_and_sigterm_ends_it(
    tmp_path: Path, dovecot: UserOf, sink: Sink
) -> None:
    firm = configure(tmp_path, dovecot, sink)
    with running(firm) as daemon:
        daemon.says(" started ")
        time.sleep(1.5)  # let it be idle, so that only the server's announcement can wake it
        began = time.monotonic()
        complain(dovecot, "jane@example.org")
        until(lambda: acknowledged(sink), "the acknowledgement", 10)
        assert time.monotonic() - began < 5
        assert daemon.stop() < STOP_WITHIN
        assert daemon.process.returncode == 0
        assert 'why="asked to"' in daemon.says(" stopped ")
    assert dovecot.server.listing(dovecot.user) == {}


@pytest.mark.parametrize("after", [0.05, 0.8, 1.6])
def test_sigterm_while_it_starts_ends_it(tmp_path: Path, pymap: UserOf, sink: Sink, after: float) -> None:
    firm = configure(tmp_path, pymap, sink)
    with running(firm) as daemon:
        time.sleep(after)
        assert daemon.stop() < STOP_WITHIN
        assert daemon.process.returncode in (0, -signal.SIGTERM)


def test_a_mailbox_that_cannot_be_reached_stops_no_other_and_hinders_no_sigterm(
    tmp_path: Path, pymap: UserOf, sink: Sink, silent: int
) -> None:
    firm = configure(tmp_path, pymap, sink)
    for number in range(6):
        another_mailbox(firm, silent, number)
    another_mailbox(firm, free_port(), 6)
    complain(pymap, "jane@example.org")
    with running(firm) as daemon:
        until(lambda: acknowledged(sink), "the acknowledgement")
        assert "mailbox=other6" in daemon.says(" mailbox-trouble ")
        assert daemon.stop() < STOP_WITHIN
        assert daemon.process.returncode == 0


def test_sigterm_while_the_submission_server_is_silent_after_the_text_ends_it_and_the_letter_is_settled_later(
    tmp_path: Path, pymap: UserOf, sink: Sink
) -> None:
    firm = configure(tmp_path, pymap, sink)
    sink.fault("dot", then="silence", times=3)
    complain(pymap, "jane@example.org")
    with running(firm) as daemon:
        until(lambda: len(sink.letters) >= 3, "three letters on the wire")
        assert daemon.stop() < STOP_WITHIN
    assert states(firm) <= {"ARMED", "UNKNOWN"}
    time.sleep(1.1)
    firm.run("run", "--once")  # finds out that nobody knows
    time.sleep(1.1)
    assert firm.run("run", "--once").returncode == 0  # sends them once more
    assert states(firm) == {"SENT"}
    assert acknowledged(sink) == ["jane@example.org"] * 2


def test_once_too_ends_at_sigterm_while_the_submission_server_is_silent(
    tmp_path: Path, pymap: UserOf, sink: Sink
) -> None:
    firm = configure(tmp_path, pymap, sink)
    sink.fault("greeting", then="silence", times=50)
    complain(pymap, "jane@example.org")
    process = firm.start("run", "--once")
    try:
        until(lambda: sink.connections, "a connection")
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
        assert time.monotonic() - began < STOP_WITHIN
        assert process.returncode == 3
    finally:
        process.kill()
        process.communicate()


def test_killed_and_started_again_it_goes_on_and_repeats_nothing(
    tmp_path: Path, pymap: UserOf, sink: Sink
) -> None:
    firm = configure(tmp_path, pymap, sink)
    complain(pymap, "jane@example.org")
    with running(firm) as daemon:
        until(lambda: acknowledged(sink), "the acknowledgement")
        until(lambda: len(sink.letters) == 3, "all three letters")
        time.sleep(0.3)  # the last reply is being written down
        second = firm.run("run")
        assert second.returncode == 1
        assert len(second.stderr.splitlines()) == 1
        assert "another mailbot works on" in second.stderr
        daemon.kill()
    complain(pymap, "joe@example.org")
    with running(firm):
        until(lambda: "joe@example.org" in acknowledged(sink), "the second acknowledgement")
    assert sorted(acknowledged(sink)) == ["jane@example.org", "joe@example.org"]


def test_two_daemons_on_one_postgresql_share_the_work_and_the_second_takes_over(
    tmp_path: Path, postgresql: str, pymap: UserOf, sink: Sink, request: pytest.FixtureRequest
) -> None:
    psycopg = pytest.importorskip("psycopg")
    name = f"two{os.getpid()}"
    with psycopg.connect(postgresql, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template_mailbot")

    def drop() -> None:
        with psycopg.connect(postgresql, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    request.addfinalizer(drop)
    url = database_of(postgresql, name)
    first = configure(tmp_path, pymap, sink, "first", database=url)
    second = configure(tmp_path, pymap, sink, "second", database=url)
    with running(first) as owner:
        complain(pymap, "jane@example.org")
        until(lambda: acknowledged(sink), "the acknowledgement")
        with running(second) as waiting:
            assert "another mailbot owns this mailbox" in waiting.says(" mailbox-elsewhere ")
            owner.kill()
            complain(pymap, "joe@example.org")
            until(lambda: "joe@example.org" in acknowledged(sink), "the second acknowledgement", 30)
            waiting.says(" mailbox-back ")
            assert waiting.stop() < STOP_WITHIN
    assert sorted(acknowledged(sink)) == ["jane@example.org", "joe@example.org"]


def test_it_goes_on_with_nobody_to_hear_its_journal(tmp_path: Path, pymap: UserOf, sink: Sink) -> None:
    firm = configure(tmp_path, pymap, sink)
    complain(pymap, "jane@example.org")
    command = " ".join(f"'{word}'" for word in firm.command("run", "--once"))
    done = subprocess.run(
        ["/bin/sh", "-c", f"{command} >&-"],
        env=firm.environment,
        cwd=firm.directory,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert acknowledged(sink) == ["jane@example.org"]


def test_a_reminder_job_that_fails_stops_the_daemon_instead_of_going_quiet(tmp_path: Path) -> None:
    """A deadline nobody is reminded of must not look like a healthy service."""
    pytest.importorskip("apscheduler")
    settings = DEFAULTS | {"imap_port": free_port(), "smtp_port": free_port()}
    firm = Firm(tmp_path / "firm", "x", settings)
    firm.write(CONFIGURATION.format(**settings))
    from mailbot.config import load
    from mailbot.daemon import REFUSED, Daemon

    os.environ["MAILBOT_TEST_PASSWORD"] = "x"
    try:
        import asyncio

        daemon = Daemon(load(firm.config))

        def broken(*_: object) -> list[object]:
            raise ZeroDivisionError("no ladder")

        object.__setattr__(daemon._parts, "reminders", type("Broken", (), {"sweep": broken})())
        try:
            assert asyncio.run(asyncio.wait_for(daemon.run(), 20)) == REFUSED
        finally:
            daemon.close()
    finally:
        del os.environ["MAILBOT_TEST_PASSWORD"]
