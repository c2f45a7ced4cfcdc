"""Who may work: one process a SQLite file, one owner a mailbox on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import Clock

from mailbot import ownership
from mailbot.ownership import LEASE, MailboxLease, Unfit
from mailbot.store.database import Database

POSTGRESQL = "postgresql+psycopg://here/x"


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


#: Where process numbers mean what they mean here: this machine since its start, and this container of it.
HERE = ownership.owner_name().rsplit(":", 2)[0]


def name_of(pid: int, place: str = HERE) -> str:
    return f"{place}:{pid}:abcd"


def lease(database: Database, owner: str, clock: Clock, url: str = POSTGRESQL) -> MailboxLease:
    return MailboxLease(database, "mailbox:complaints", owner, clock, url=url)


def test_a_sqlite_file_has_one_mailbot_and_the_next_is_told_which_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/mailbot.db"
    with ownership.lock_file(url):
        with pytest.raises(Unfit, match=r"mailbot\.db; stop it first") as told:
            ownership.lock_file(url)
        assert len(str(told.value).splitlines()) == 1
    ownership.lock_file(url).close()


def test_a_directory_that_is_not_there_is_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(Unfit, match="No such file or directory"):
        ownership.lock_file(f"sqlite:///{tmp_path}/no/mailbot.db")


def test_a_mailbox_has_one_owner(database: Database) -> None:
    clock = Clock()
    alive = name_of(os.getppid())
    first, second = lease(database, alive, clock), lease(database, "elsewhere:1:y", clock)
    assert first.hold()
    assert not second.hold()
    assert database.run(first.held)
    assert not database.run(second.held)
    first.release()
    assert second.hold()
    assert not database.run(first.held)


@pytest.mark.fault("F38")
def test_an_owner_that_slept_through_its_lease_is_fenced_off(database: Database) -> None:
    clock = Clock()
    first, second = lease(database, "a:1:x", clock), lease(database, "b:1:y", clock)
    assert first.hold()
    clock.go(seconds=LEASE.total_seconds() + 1)
    assert not database.run(first.held)
    assert second.hold()
    clock.go(seconds=-LEASE.total_seconds())  # even if its own clock says that nothing has happened
    assert not database.run(first.held)
    assert database.run(second.held)


@pytest.mark.fault("F35")
def test_a_mailbox_is_taken_over_from_an_owner_whose_clock_was_weeks_ahead(database: Database) -> None:
    clock = Clock()
    first, second = lease(database, "a:1:x", clock), lease(database, "b:1:y", clock)
    clock.go(weeks=8)
    assert first.hold()
    clock.go(weeks=-8)
    assert second.hold()
    assert not database.run(first.held)


@pytest.mark.fault("F35", "F38")
def test_an_hour_that_is_set_back_takes_no_mailbox_from_its_owner(database: Database) -> None:
    clock = Clock()
    first, second = lease(database, "a:1:x", clock), lease(database, "b:1:y", clock)
    assert first.hold()
    clock.go(hours=-1)
    assert not second.hold()
    assert first.hold()


def test_a_lease_is_renewed_by_holding_it_again(database: Database) -> None:
    clock = Clock()
    first, second = lease(database, "a:1:x", clock), lease(database, "b:1:y", clock)
    for _ in range(10):
        assert first.hold()
        clock.go(seconds=90)
        assert not second.hold()
    assert database.run(first.held)


def test_the_mailbox_of_a_process_that_was_killed_is_taken_over_at_once(database: Database) -> None:
    clock = Clock()
    killed, alive = lease(database, name_of(dead_pid()), clock), lease(database, name_of(os.getpid()), clock)
    assert killed.hold()
    assert alive.hold()


def test_in_doubt_a_process_is_alive(database: Database) -> None:
    clock = Clock()
    elsewhere, here = (
        lease(database, name_of(1, "another.host"), clock),
        lease(database, name_of(os.getpid()), clock),
    )
    assert elsewhere.hold()
    assert not here.hold()


@pytest.mark.parametrize(
    ("url", "name", "gone"),
    [
        (POSTGRESQL, name_of(os.getppid()), False),
        (POSTGRESQL, name_of(1, "another.host"), False),
        (POSTGRESQL, name_of(dead_pid()), True),
        (POSTGRESQL, name_of(dead_pid(), f"{HERE}0"), False),  # numbers of another container
        (POSTGRESQL, f"{HERE}:{os.getpid()}:before", True),  # a container's first process
        ("sqlite:///x.db", name_of(os.getppid()), True),  # we have the lock, so it has not
    ],
    ids=["alive", "elsewhere", "dead", "another container", "our number before us", "without the lock"],
)
def test_who_is_known_to_be_gone(url: str, name: str, gone: bool) -> None:
    assert ownership.gone(url, name, ours=name_of(os.getpid())) is gone


def test_where_the_system_does_not_say_where_we_are_nobody_is_known_to_be_gone() -> None:
    """A unit may hide it; a container of the same name has the same numbers, and works."""
    assert not ownership.gone(POSTGRESQL, f"vm/-/-:{dead_pid()}:x", "vm/-/-:1:y", here="vm/-/-")
    assert not ownership.gone(POSTGRESQL, "vm/-/-:1:x", "vm/-/-:1:y", here="vm/-/-")


def test_nobody_takes_himself_for_gone() -> None:
    ours = ownership.owner_name()
    assert not ownership.gone(POSTGRESQL, ours, ours)
    assert not ownership.gone("sqlite:///x.db", ours, ours)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can write to what belongs to somebody else")
def test_root_does_not_write_to_the_database_of_another_user(tmp_path: Path) -> None:
    file = tmp_path / "mailbot.db"
    ownership.refuse_another_user(f"sqlite:///{file}")  # made by whoever is first
    file.touch()
    ownership.refuse_another_user(f"sqlite:///{file}")
    os.chown(file, 65534, 65534)
    with pytest.raises(Unfit, match="belongs to nobody"):
        ownership.lock_file(f"sqlite:///{file}")
    assert [one.name for one in tmp_path.iterdir()] == ["mailbot.db"]
    with pytest.raises(Unfit, match=r"run this as nobody, such as `sudo -u nobody mailbot …`"):
        ownership.refuse_another_user(f"sqlite:///{file}")
    os.chown(file, 54321, 54321)
    with pytest.raises(Unfit, match="belongs to #54321"):
        ownership.refuse_another_user(f"sqlite:///{file}")
    ownership.refuse_another_user(POSTGRESQL)
    file.unlink()
    os.chown(tmp_path, 65534, 65534)
    with pytest.raises(Unfit, match=f"{tmp_path} belongs to nobody"):
        ownership.refuse_another_user(f"sqlite:///{file}")
