"""`mailbot db backup`: a copy made while others write, whole or not there at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from fakes import Office, message
from test_cli import Run, firm, run  # noqa: F401  # fixtures

from mailbot.store.backup import back_up
from mailbot.store.database import Database
from mailbot.store.faults import StoreError


def database_at(path: Path) -> Database:
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    return database


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(database_at(tmp_path / "mailbot.db"))
    office.take(*(message(f"Complaint number {number}: a fee.") for number in range(20)))
    return office


def test_a_copy_is_made_while_somebody_writes_and_can_be_put_in_the_place(
    office: Office, tmp_path: Path
) -> None:
    stop = threading.Event()

    def complain() -> None:
        while not stop.is_set():
            office.take(message("And another one.", author="Max <max@example.org>"))

    writer = threading.Thread(target=complain)
    writer.start()
    try:
        copies = [
            back_up(office.database, tmp_path / "mailbot.db", tmp_path / f"copy{n}.db") for n in range(3)
        ]
    finally:
        stop.set()
        writer.join()
    assert copies[0].rows["cases"] >= 20
    assert copies[0].rows["cases"] < copies[2].rows["cases"] <= len(office.cases())
    file = copies[2].file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    restored = tmp_path / "restored.db"
    shutil.copy(file, restored)
    again = Office(Database(f"sqlite:///{restored}"))
    assert again.database.check() == []
    again.take(message("After the restore."))
    assert len(again.cases()) == copies[2].rows["cases"] + 1
    again.database.close()
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


@pytest.mark.parametrize("name", ["a b", "a#b", "ä"])
def test_whatever_the_file_is_called(tmp_path: Path, name: str) -> None:
    directory = tmp_path / name
    directory.mkdir()
    path = directory / "mailbot.db"
    office = Office(database_at(path))
    office.take(message("A fee."))
    assert back_up(office.database, path, directory / "copy.db").rows["cases"] == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == [name]


def test_what_is_there_is_never_written_over(office: Office, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_bytes(b"the last one")
    with pytest.raises(StoreError, match="is there already"):
        back_up(office.database, tmp_path / "mailbot.db", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == b"the last one"


def test_a_directory_that_is_not_there_is_told(office: Office, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file or directory"):
        back_up(office.database, tmp_path / "mailbot.db", tmp_path / "nowhere/copy.db")


def test_a_journal_that_was_tampered_with_makes_no_backup(office: Office, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "mailbot.db")) as raw:
        for (trigger,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {trigger}")
        raw.execute("UPDATE journal SET fields = '{}' WHERE id = 3")
        raw.commit()
    with pytest.raises(StoreError, match="the copy is not what it should be: "):
        back_up(office.database, tmp_path / "mailbot.db", tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    assert list(tmp_path.glob(".copy*")) == []


def test_a_disk_that_is_full_leaves_nothing_behind(office: Office, tmp_path: Path) -> None:
    del office
    program = f"""
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from pathlib import Path
from mailbot.store.backup import back_up
from mailbot.store.database import Database
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
database = Database("sqlite:///{tmp_path}/mailbot.db")
try:
    back_up(database, Path("{tmp_path}/mailbot.db"), Path("{tmp_path}/copy.db"))
except Exception as fault:
    print(type(fault).__name__, fault)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=os.getcwd()
    )
    assert done.stdout.startswith("StoreError"), done.stdout + done.stderr
    assert list(tmp_path.glob("*copy*")) == []
    assert list(tmp_path.glob(".copy*")) == []


def test_the_command_says_what_the_copy_holds(run: Run, tmp_path: Path) -> None:  # noqa: F811
    assert run("db", "upgrade").code == 0
    done = run("db", "backup", str(tmp_path / "copy.db"))
    assert done.code == 0, done.err
    assert "0 messages, 0 cases, 0 letters: whole" in done.out
    again = run("db", "backup", str(tmp_path / "copy.db"))
    assert again.code == 1
    assert "is there already: name another file" in again.err


def test_postgresql_is_told_its_own_command(run: Run, firm, tmp_path: Path) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    text = firm.config.read_text(encoding="utf-8")
    firm.write(text.replace("sqlite:///mailbot.db", "postgresql+psycopg://mailbot@localhost/mailbot"))
    done = run("db", "backup", str(tmp_path / "copy.db"))
    assert done.code == 1
    assert "pg_dump --format=custom" in done.err
