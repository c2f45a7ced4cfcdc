"""What happens to the process itself: nobody reads its journal, the system gives it less than it asks for.

Signals and refused system calls at every point of its path: test_kill_storm.py.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import MONDAY, PRACTICE, FakeServer, Office, message
from firm import Firm
from servers import Sink, UserOf
from test_daemon import acknowledged, complain, configure, states

from mailbot.complaints.practice import Practice
from mailbot.reading.reader import Limits, NotStarted, Reader
from mailbot.store.database import Database

AUTHORS = ["jane@example.org", "joe@example.org"]


class _Unknown(Practice):
    """One that the process which reads cannot load, so that it ends before it has read anything."""


def run_once(firm: Firm, shell: str) -> subprocess.CompletedProcess[str]:
    """`mailbot run --once` by a shell, where `shell` has "$@" for it."""
    return subprocess.run(
        ["/bin/sh", "-c", shell, "sh", *firm.command("run", "--once")],
        env=firm.environment,
        cwd=firm.directory,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def firm(tmp_path: Path, pymap: UserOf, sink: Sink) -> Firm:
    """With two complaints in its inbox."""
    for author in AUTHORS:
        complain(pymap, author)
    return configure(tmp_path, pymap, sink)


@pytest.fixture
def reader_that_cannot_start() -> Iterator[Reader]:
    reader = Reader(_Unknown(), Limits())
    yield reader
    reader.close()


@pytest.mark.fault("F44")
@pytest.mark.parametrize("shell", ['"$@" >/dev/full 2>&1', '"$@" 2>&- | true'])
def test_it_goes_on_when_its_journal_cannot_be_written(firm: Firm, sink: Sink, shell: str) -> None:
    done = run_once(firm, shell)
    assert done.returncode == 0, done.stderr
    assert sorted(acknowledged(sink)) == AUTHORS
    assert states(firm) == {"SENT"}


@pytest.mark.fault("F45")
def test_with_too_few_descriptors_it_loses_nothing_and_does_the_rest_later(firm: Firm, sink: Sink) -> None:
    codes = {run_once(firm, f'ulimit -n {few}; exec "$@"').returncode for few in (10, 13)}
    assert 0 not in codes, "there were enough after all"
    assert acknowledged(sink) == []
    assert firm.run("run", "--once").returncode == 0
    assert sorted(acknowledged(sink)) == AUTHORS
    assert states(firm) == {"SENT"}


@pytest.mark.fault("F45")
def test_with_less_memory_than_the_reader_may_take_messages_are_read_all_the_same(
    firm: Firm, sink: Sink
) -> None:
    done = run_once(firm, 'ulimit -v 450000; exec "$@"')  # kilobytes; the reader's own limit is 512 MB
    assert done.returncode == 0, done.stderr
    assert sorted(acknowledged(sink)) == AUTHORS


@pytest.mark.fault("F45")
def test_with_too_little_memory_it_loses_nothing_and_does_the_rest_later(firm: Firm, sink: Sink) -> None:
    done = run_once(firm, 'ulimit -v 100000; exec "$@"')
    assert done.returncode != 0
    assert acknowledged(sink) == []
    assert firm.run("run", "--once").returncode == 0
    assert sorted(acknowledged(sink)) == AUTHORS


@pytest.mark.fault("F45")
def test_a_reader_that_cannot_be_started_says_nothing_about_the_message(
    reader_that_cannot_start: Reader,
) -> None:
    with pytest.raises(NotStarted, match="before it read any; see standard error"):
        reader_that_cannot_start.read(message())


@pytest.mark.fault("F45")
def test_while_no_reader_can_be_started_messages_stay_in_the_inbox(
    database: Database, reader_that_cannot_start: Reader
) -> None:
    office, server = Office(database), FakeServer()
    server.append(message(), MONDAY)
    watch = office.watch(server)
    watch._taker._reader = reader_that_cannot_start  # type: ignore[attr-defined]
    watch.run()
    assert "the process that is to read mail ended" in (watch.trouble or "")
    assert len(server.inbox) == 1
    assert office.cases() == []
    office.watch(server).run()
    assert server.inbox == {}
    assert len(office.cases()) == 1


def test_a_reader_reads_what_it_can_again_once_it_can_be_started() -> None:
    reader = Reader(PRACTICE, Limits())
    try:
        assert reader.read(message()).parsed.unreadable == ""
    finally:
        reader.close()
