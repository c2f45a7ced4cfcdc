"""`mailbot reconcile` and the archive as an operator meets them: commands, configuration, real servers."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from fakes import message
from firm import Firm
from imap_proxy import Proxy
from servers import PASSWORD, Sink, UserOf, free_port
from test_daemon import STOP_WITHIN, running, silent

__all__ = ["silent"]  # a fixture

from mailbot.assembly import parts
from mailbot.cli import main
from mailbot.cli.reconcile import _print
from mailbot.complaints.withholding import FILED_BEFORE
from mailbot.config import ConfigError, load
from mailbot.config.values import own_addresses
from mailbot.daemon import Daemon, now_utc
from mailbot.journal import Journal
from mailbot.reconciling.discrepancies import Account, Finding, Level
from mailbot.store.database import Database

TO = "complaints@firm.example.com"
COPIES = "copies@firm.example.com"


def configure(tmp_path: Path, at: UserOf, sink: Sink, **settings: Any) -> Firm:
    given = {"imap_port": at.server.port, "smtp_port": sink.port, "user": at.user}
    return Firm(tmp_path / "firm", at.server.password, given | settings)


def with_archive(firm: Firm, user: str, port: int = 0, folder: str = "INBOX") -> Firm:
    """The same installation, with an archive that can be asked."""
    text = firm.config.read_text(encoding="utf-8")
    imap = port or text.partition("port = ")[2].partition("\n")[0]
    table = f"""
[archive]
host = "127.0.0.1"
port = {imap}
tls = "none"
username = "{user}"
password_env = "MAILBOT_TEST_PASSWORD"
folder = "{folder}"
address = "{COPIES}"
"""
    firm.write(text + table)
    return firm


def acknowledged(sink: Sink) -> int:
    return sum(b"X-Mailbot-Letter: acknowledgement" in one.raw for one in sink.letters)


def once(firm: Firm) -> int:
    """`mailbot run --once`, in this process: starting one takes a second or two."""
    daemon = Daemon(load(firm.config))
    try:
        return asyncio.run(daemon.run_once())
    finally:
        daemon.close()


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_TEST_PASSWORD", PASSWORD)


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, as the console script does."""

    def call(firm: Firm, *arguments: str) -> Done:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["mailbot", "--config", str(firm.config), *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Done(int(ended.value.code or 0), told.out, told.err)

    return call


@pytest.fixture
def firm(tmp_path: Path, dovecot: UserOf, sink: Sink) -> Firm:
    firm = configure(tmp_path, dovecot, sink)
    dovecot.server.append(dovecot.user, "INBOX", message(to=TO))
    assert once(firm) == 0
    return firm


pytestmark = pytest.mark.servers


def test_where_all_is_well_it_says_so_in_one_line(run: Run, firm: Firm) -> None:
    done = run(firm, "reconcile")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "1 message, 1 case, 3 letters: 0 discrepancies\n",
        "",
    )
    assert json.loads(run(firm, "reconcile", "--json").stdout) == {
        "messages": 1,
        "cases": 1,
        "letters": 3,
        "discrepancies": 0,
        "unreachable": {},
        "findings": [],
    }


def test_each_discrepancy_is_a_line_with_where_what_and_what_to_do(
    run: Run, firm: Firm, dovecot: UserOf
) -> None:
    dovecot.server.append(dovecot.user, "processed", message("Never read", author="eve@example.org"))
    done = run(firm, "reconcile")
    line, summary = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (1, "")
    level, kind, where, what, todo = line.split("\t")
    assert (level, kind, where) == ("fault", "never-read", "complaints processed UID 2")
    assert "never read: somebody put it there" in what
    assert "`mailbot reconcile --take-back` moves all such back to INBOX" in todo
    assert summary == "1 message, 1 case, 3 letters: 1 discrepancy"
    told = run(firm, "reconcile", "--json")
    assert told.returncode == 1
    (found,) = json.loads(told.stdout)["findings"]
    assert (found["kind"], found["mailbox"], found["folder"], found["uid"]) == (
        "never-read",
        "complaints",
        "processed",
        2,
    )


def test_a_server_that_is_down_is_a_line_on_standard_error_and_the_rest_is_compared(
    run: Run, firm: Firm, dovecot: UserOf
) -> None:
    with closing(sqlite3.connect(firm.directory / "mailbot.db")) as database, database:
        database.execute("DELETE FROM deadlines")
    text = firm.config.read_text(encoding="utf-8")
    firm.write(text.replace(f"port = {dovecot.server.port}", f"port = {free_port()}", 1))
    done = run(firm, "reconcile")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith("fault\tcase-without-deadline\t")
    assert done.stdout.splitlines()[-1].endswith("1 discrepancy; not compared: complaints")
    (line,) = done.stderr.splitlines()
    assert line.startswith("mailbot: complaints was not compared: 127.0.0.1:")
    assert "check host, port and network" in line


def test_a_mailbox_that_is_not_configured_is_refused_and_a_wrong_number_of_days(run: Run, firm: Firm) -> None:
    done = run(firm, "reconcile", "--mailbox", "complants")
    assert done.returncode == 1
    assert done.stderr == "mailbot: there is no mailbox complants; configured: complaints\n"
    assert run(firm, "reconcile", "--days", "0").returncode == 2
    assert run(firm, "reconcile", "--mailbox", "complaints", "--days", "3").returncode == 0


def test_without_a_database_it_says_so_and_makes_none(
    run: Run, tmp_path: Path, dovecot: UserOf, sink: Sink
) -> None:
    firm = configure(tmp_path, dovecot, sink)
    done = run(firm, "reconcile")
    assert done.returncode == 1
    assert "mailbot db upgrade" in done.stderr
    assert not (firm.directory / "mailbot.db").exists()


def test_the_daemon_does_it_every_day(firm: Firm) -> None:
    config = load(firm.config)
    database, out = Database(config.database_url), StringIO()
    built = parts.build(
        config,
        parts.correspondence(config),
        database,
        Journal("text", out),
        owner="here:1:x",
        clock=now_utc,
        stop=threading.Event(),
    )
    try:
        built.daily(lambda: None).turn()
        built.daily(lambda: None).turn()
    finally:
        built.reader.close()
        database.close()
    lines = [line for line in out.getvalue().splitlines() if " reconciled " in line]
    assert len(lines) == 1
    assert "messages=1 cases=1 letters=3 discrepancies=0 new=0" in lines[0]


def test_on_a_terminal_it_can_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    todo = "ask your colleagues who removed it, and for the message"
    found = Finding(Level.FAULT, "gap", "k", "gone before it could be read", todo, "complaints", "INBOX", 7)
    _print(Account(2104, 1987, 5961, (found,)))
    out = capsys.readouterr().out
    assert out.splitlines()[0].split() == ["fault", "complaints", "INBOX", "UID", "7"]
    assert "→ ask your colleagues" in out
    assert out.splitlines()[-1] == "2,104 messages, 1,987 cases, 5,961 letters: 1 discrepancy"


# -- after a restore


def replaced(path: Path, copy: Path) -> None:
    """Put a copy of a database back, as an operator does while nobody works with it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
    shutil.copy(copy, path)


@pytest.mark.fault("F13", "F47")
def test_with_yesterdays_backup_all_of_todays_mail_is_found_and_nobody_is_acknowledged_twice(
    run: Run, firm: Firm, dovecot: UserOf, sink: Sink
) -> None:
    path, copy = firm.directory / "mailbot.db", firm.directory / "yesterday.db"
    with closing(sqlite3.connect(path)) as database, closing(sqlite3.connect(copy)) as backup:
        database.backup(backup)
    names = [f"p{number}@example.org" for number in range(3)]
    for name in names:
        dovecot.server.append(dovecot.user, "INBOX", message(to=TO, author=name))
    assert once(firm) == 0
    replaced(path, copy)

    told = run(firm, "reconcile")
    assert (told.returncode, told.stdout.count("\tnever-read\t")) == (1, 3)
    assert told.stdout.count("mailbot reconcile --take-back") == 3
    done = run(firm, "reconcile", "--take-back")
    assert done.stderr == ""
    assert "\tnever-read\t" not in done.stdout
    assert (done.returncode, "\tunaccounted\t" in done.stdout) == (1, True), "the rest is told as ever"
    (line,) = [line for line in done.stdout.splitlines() if " moved back to " in line]
    assert line.startswith("complaints: 3 messages moved back to INBOX, the oldest received ")
    again = run(firm, "reconcile", "--take-back")
    assert again.stdout.splitlines()[-1] == "nothing was moved back"

    assert once(firm) == 0
    written = [one for one in sink.letters if b"X-Mailbot-Letter: acknowledgement" in one.raw]
    assert sorted(one.recipients for one in written) == [
        ("jane.doe@example.org",),
        *((name,) for name in names),
    ]
    left = json.loads(run(firm, "queue", "list", "--json").stdout)
    assert [one["detail"] for one in left if one["reason"] == "acknowledgement owed"] == [FILED_BEFORE] * 3
    numbers = ("--reason", "message vanished", "--because", "filed before the restore")
    assert run(firm, "queue", "not-needed", *numbers).returncode == 0
    clean = run(firm, "reconcile")
    assert (clean.returncode, clean.stdout) == (0, "4 messages, 4 cases, 6 letters: 0 discrepancies\n")


def test_what_cannot_be_taken_back_is_said_and_is_no_success(run: Run, firm: Firm, dovecot: UserOf) -> None:
    dovecot.server.append(dovecot.user, "processed", message("Never read", author="eve@example.org"))
    text = firm.config.read_text(encoding="utf-8")
    with Proxy(dovecot.server.port, without=("MOVE", "UIDPLUS")) as proxy:
        firm.write(text.replace(f"port = {dovecot.server.port}", f"port = {proxy.port}", 1))
        done = run(firm, "reconcile", "--take-back")
        assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "nothing was moved back")
        assert done.stderr.startswith("mailbot: complaints: not all were moved back: 127.0.0.1:")
        assert "neither MOVE nor UIDPLUS" in done.stderr
        told = json.loads(run(firm, "reconcile", "--take-back", "--json").stdout)
    (account, taken) = (told["account"], told["taken_back"]["complaints"])
    assert (account["discrepancies"], len(account["findings"])) == (1, 1)
    assert (taken["moved"], taken["oldest"], taken["gone"], taken["left"]) == (0, None, 0, 0)
    assert "neither MOVE nor UIDPLUS" in taken["fault"]
    firm.write(text.replace(f"port = {dovecot.server.port}", f"port = {free_port()}", 1))
    away = run(firm, "reconcile", "--take-back")
    assert (away.returncode, away.stdout.splitlines()[-1]) == (1, "nothing was moved back")
    assert "complaints was not compared" in away.stderr


def test_of_what_is_taken_back_it_says_how_old_it_is_and_what_was_too_old(
    run: Run, firm: Firm, dovecot: UserOf
) -> None:
    old = datetime(2024, 2, 5, 9, 30, tzinfo=UTC)
    dovecot.server.append(dovecot.user, "processed", message("Long ago", author="old@example.org"), old)
    dovecot.server.append(dovecot.user, "processed", message("Never read", author="eve@example.org"))
    done = run(firm, "reconcile", "--take-back")
    assert done.returncode == 1
    assert done.stdout.count("\tnever-read\t") == 1
    assert "complaints: 1 message moved back to INBOX, the oldest received " in done.stdout
    assert "complaints: 1 message left, received before mailbot first read this mailbox" in done.stdout
    assert "`mailbot reconcile --take-back --all` takes older ones too" in done.stdout
    everything = run(firm, "reconcile", "--take-back", "--all")
    moved = "complaints: 1 message moved back to INBOX, the oldest received 05 Feb 2024 09:30 UTC"
    assert moved in everything.stdout
    refused = run(firm, "reconcile", "--all")
    assert (refused.returncode, refused.stderr.startswith("mailbot: --all says what --take-back")) == (
        1,
        True,
    )


def test_taking_back_hides_no_other_discrepancy(run: Run, firm: Firm, dovecot: UserOf) -> None:
    with closing(sqlite3.connect(firm.directory / "mailbot.db")) as database, database:
        database.execute("DELETE FROM deadlines")
    dovecot.server.append(dovecot.user, "processed", message("Never read", author="eve@example.org"))
    done = run(firm, "reconcile", "--take-back", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert (told["taken_back"]["complaints"]["moved"], told["account"]["discrepancies"]) == (1, 1)
    assert [one["kind"] for one in told["account"]["findings"]] == ["case-without-deadline"]


# -- the archive


@pytest.mark.fault("F29")
@pytest.mark.parametrize("kept", [True, False], ids=["kept", "lost"])
def test_the_program_asks_the_archive_before_it_sends_anything_twice(
    tmp_path: Path, dovecot: UserOf, sink: Sink, capsys: pytest.CaptureFixture[str], kept: bool
) -> None:
    firm = with_archive(configure(tmp_path, dovecot, sink), f"{dovecot.user}-copies")
    dovecot.server.append(dovecot.user, "INBOX", message(to=TO))
    sink.fault("dot" if kept else "text", then="close", times=3)
    assert once(firm) == 3
    for one in sink.letters:
        if COPIES in one.recipients:
            dovecot.server.append(f"{dovecot.user}-copies", "INBOX", one.raw)
    assert acknowledged(sink) == kept
    time.sleep(1.1)  # the settle time
    capsys.readouterr()
    assert once(firm) == 0
    assert acknowledged(sink) == 1
    with closing(sqlite3.connect(firm.directory / "mailbot.db")) as database:
        states = database.execute("SELECT DISTINCT state FROM letters").fetchall()
    assert states == [("SENT",)]
    assert ("found in the archive" in capsys.readouterr().out) == kept


def test_while_the_archive_is_down_nothing_is_sent_twice(tmp_path: Path, dovecot: UserOf, sink: Sink) -> None:
    firm = with_archive(configure(tmp_path, dovecot, sink), "copies", free_port())
    dovecot.server.append(dovecot.user, "INBOX", message(to=TO))
    sink.fault("dot", then="close", times=3)
    once(firm)
    time.sleep(1.1)  # the settle time
    done = firm.run("run", "--once")
    assert done.returncode == 3
    assert "2 unknown" in done.stderr
    assert acknowledged(sink) == 1


def test_an_archive_that_says_nothing_hinders_no_sigterm(
    tmp_path: Path, dovecot: UserOf, sink: Sink, silent: int
) -> None:
    firm = with_archive(configure(tmp_path, dovecot, sink), "copies", silent)
    dovecot.server.append(dovecot.user, "INBOX", message(to=TO))
    sink.fault("dot", then="close", times=3)
    once(firm)
    time.sleep(1.1)  # the settle time
    with running(firm) as daemon:
        daemon.says(" letter-sent ")  # the handler's, once more; the others are being looked for
        assert daemon.stop() < STOP_WITHIN
        assert daemon.process.returncode == 0
    assert acknowledged(sink) == 1


def test_check_tries_the_archive(run: Run, tmp_path: Path, dovecot: UserOf, sink: Sink) -> None:
    firm = with_archive(configure(tmp_path, dovecot, sink), f"{dovecot.user}-copies")
    dovecot.server.append(f"{dovecot.user}-copies", "INBOX", message())
    done = run(firm, "check")
    assert (done.returncode, "ok   archive: 1 messages in INBOX" in done.stdout) == (0, True), done.stdout
    for old, new, told in (
        ('folder = "INBOX"', 'folder = "Copies"', "BAD  archive: 127.0.0.1:"),
        ('-copies"', '"', "[archive] is the inbox of mailbox complaints, whose mail is moved on"),
    ):
        before = firm.config.read_text(encoding="utf-8")
        firm.write(before.replace(old, new))
        done = run(firm, "check")
        assert (done.returncode, told in done.stdout) == (1, True), done.stdout
        firm.write(before)


def test_check_says_that_an_archive_nobody_can_ask_decides_nothing(
    run: Run, tmp_path: Path, dovecot: UserOf, sink: Sink
) -> None:
    firm = configure(tmp_path, dovecot, sink)
    text = firm.config.read_text(encoding="utf-8")
    firm.write(text.replace("[oversight]", f'archive = "{COPIES}"\n\n[oversight]'))
    done = run(firm, "check")
    assert "note archive: there is no [archive] to look for copies in" in done.stdout


# -- the configuration


def test_the_archives_address_is_ours_wherever_it_stands(tmp_path: Path, dovecot: UserOf, sink: Sink) -> None:
    firm = configure(tmp_path, dovecot, sink)
    with_archive(firm, "copies")
    config = load(firm.config)
    assert config.archive_address == COPIES
    assert COPIES in own_addresses(config)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (f'address = "{COPIES}"\n', "", "say where the copies are sent"),
        ("[oversight]", 'archive = "other@firm.example.com"\n\n[oversight]', "not both"),
        ('folder = "INBOX"', 'fold = "INBOX"', "[archive]: fold: unknown key; did you mean folder?"),
    ],
)
def test_a_mistake_in_the_archives_table_is_told(
    tmp_path: Path, dovecot: UserOf, sink: Sink, old: str, new: str, told: str
) -> None:
    firm = with_archive(configure(tmp_path, dovecot, sink), "copies")
    text = firm.config.read_text(encoding="utf-8")
    assert old in text
    firm.write(text.replace(old, new))
    with pytest.raises(ConfigError) as mistake:
        load(firm.config)
    assert told in str(mistake.value)


def test_the_archives_password_is_looked_for_before_the_start(
    tmp_path: Path, dovecot: UserOf, sink: Sink
) -> None:
    firm = with_archive(configure(tmp_path, dovecot, sink), "copies")
    text = firm.config.read_text(encoding="utf-8")
    first, _, last = text.rpartition('password_env = "MAILBOT_TEST_PASSWORD"')
    firm.write(f'{first}password_file = "secrets/archive"{last}')
    done = firm.run("run", "--once")
    assert done.returncode == 1
    assert "secrets/archive" in done.stderr
