"""Who may work: one process per SQLite file, one owner per mailbox over all daemons of a PostgreSQL.

SQLite: a lock on a file beside the database, which the system lets go of when the process ends, however
it ends. PostgreSQL: a lease per mailbox, renewed by a heartbeat and fenced, so that an owner which slept
through its end notices (RELIABILITY section 5.4).

Faults: `Unfit` where another mailbot has the database.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import FileIO
from pathlib import Path

from sqlmodel import Session

from mailbot.store import leases
from mailbot.store.database import Database

LEASE = timedelta(minutes=2)  # of a mailbox; four heartbeats

_SQLITE = "sqlite:///"


class Unfit(Exception):
    """Something the configuration names cannot be used; one line per finding."""


@dataclass
class MailboxLease:
    """One owner per mailbox, over all daemons; each transaction of intake asks for it again."""

    database: Database
    name: str
    owner: str
    clock: Callable[[], datetime]
    fence: int | None = None
    url: str = ""  # of the database

    def hold(self) -> bool:
        """Take or renew it; False while somebody else has it."""
        self.fence = self._acquire()
        if self.fence is None:
            take_over(self.url, self.database, self.owner, self.clock())
            self.fence = self._acquire()
        return self.fence is not None

    def _acquire(self) -> int | None:
        return self.database.run(
            lambda session: leases.acquire(session, self.name, self.owner, self.clock(), LEASE)
        )

    def held(self, session: Session) -> bool:
        """Whether it is still ours, inside the transaction that depends on it."""
        return self.fence is not None and leases.holds(
            session, self.name, self.owner, self.fence, self.clock()
        )

    def release(self) -> None:
        if self.fence is not None:
            fence, self.fence = self.fence, None
            self.database.run(
                lambda session: leases.release(session, self.name, self.owner, fence, self.clock())
            )


_UNKNOWN = "/-/-"  # of a place, where a sandbox hides it


def owner_name() -> str:
    """Who holds leases and letters: this process, on this machine, this time."""
    return f"{_place()}:{os.getpid()}:{secrets.token_hex(4)}"


def _place() -> str:
    """Where process numbers mean something: this machine since its start, and this container of it."""
    try:
        started = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")[:8]
        numbers = os.readlink("/proc/self/ns/pid").strip("pid:[]")
    except OSError:
        return f"{socket.gethostname()}{_UNKNOWN}"
    return f"{socket.gethostname()}/{started}/{numbers}"


def gone(url: str, name: str, ours: str, *, here: str | None = None) -> bool:
    """Whether the process of that name cannot be running any more. In doubt it is: where the system does not
    say where we are, another container of this name may be meant."""
    here = _place() if here is None else here
    if name == ours:
        return False
    if url.startswith(_SQLITE):
        return True  # we hold the file's lock, so nobody else is running
    place, process, _ = name.rsplit(":", 2)
    if place != here or here.endswith(_UNKNOWN):
        return False  # its lease will tell
    if int(process) == os.getpid():
        return True  # it had our number before us, as the first process of a container does
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def take_over(url: str, database: Database, owner: str, now: datetime) -> None:
    """End the leases of processes that were killed, instead of waiting for them to lapse."""

    def end(session: Session) -> None:
        dead = {name for name in leases.owners(session, now) if gone(url, name, owner)}
        if dead:
            leases.lapse(session, dead, now)

    database.run(end)


def refuse_another_user(url: str) -> None:
    """Unfit where somebody else's SQLite database would be written to: files SQLite makes beside it would be
    ours, and the daemon could not write any more. Root may do everything, which is how that happens."""
    path = Path(url.removeprefix(_SQLITE))
    if not url.startswith(_SQLITE) or os.geteuid() != 0:
        return
    there = next((each for each in (path, path.parent) if each.exists()), None)
    owner = 0 if there is None else there.stat().st_uid
    if owner != 0:
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = f"#{owner}"
        raise Unfit(f"{there} belongs to {name}: run this as {name}, such as `sudo -u {name} mailbot …`")


def lock_file(url: str) -> FileIO:
    """One mailbot per SQLite database; the lock ends with the process, however it ends."""
    if not url.startswith(_SQLITE):
        return FileIO("/dev/null", "r")  # leases decide, with fences; see MailboxLease
    refuse_another_user(url)
    path = Path(url.removeprefix(_SQLITE) + ".lock")
    try:
        lock = FileIO(path, "a+")
    except OSError as reason:
        raise Unfit(f"{path}: {reason.strerror}") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise Unfit(f"another mailbot works on {path.with_suffix('')}; stop it first") from None
    except OSError as reason:
        lock.close()
        raise Unfit(f"{path}: {reason.strerror}") from None
    return lock
