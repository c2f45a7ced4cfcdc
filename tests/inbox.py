"""A real mailbox and the whole path from it: IMAP, reading, decision, database, filed away."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from fakes import Office, message
from servers import UserOf

from mailbot.intake.watch import Watch
from mailbot.wire.answers import FILED
from mailbot.wire.imap import Mailbox
from mailbot.wire.terms import Account

FOLDERS = {"processed": "processed", "set_aside": "set_aside", "not_complaints": "not_complaints"}
#: A server that has gone is missed in a second instead of a minute.
QUICK = {"connect_timeout": 2.0, "read_timeout": 1.0, "answer_timeout": 0.6, "idle_round": 0.4}


def account(at: UserOf, port: int | None = None, **changes: Any) -> Account:
    server = at.server
    terms: dict[str, Any] = {
        "host": server.host,
        "port": port or server.port,
        "tls": "none",
        "username": at.user,
        "secret": lambda: server.password,
        "read_timeout": 10.0,
    }
    return Account(**terms | changes)


class NoWaiting(threading.Event):
    """Lets no time pass, remembers how long would have been waited, and stops after so many attempts."""

    def __init__(self, attempts: int, each: Callable[[int], None] = lambda _: None) -> None:
        super().__init__()
        self.waits: list[float] = []
        self.attempts = attempts
        self.each = each

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0)
        self.each(len(self.waits))
        if len(self.waits) >= self.attempts:
            self.set()
        return self.is_set()


class Inbox:
    """One user's inbox, watched over `port` (else the server's own) for `office`."""

    def __init__(
        self,
        at: UserOf,
        office: Office,
        *,
        port: int | None = None,
        moving: bool = True,
        oversize: int = 25 * 2**20,
        below: str = "",
        **terms: Any,
    ) -> None:
        self.at, self.office, self.port, self.moving, self.oversize = at, office, port, moving, oversize
        self.folders = {ours: below + name for ours, name in FOLDERS.items()}
        self.terms = terms
        self.intake = office.intake(aside=self.folders["set_aside"] if moving else None)

    def put(self, *raws: bytes, when: datetime | None = None, folder: str = "INBOX") -> None:
        """Received `when`, else now by the office's clock, which is not the server's."""
        received = when or self.office.clock()
        self.at.server.append_many(self.at.user, folder, [(raw, received) for raw in raws])

    def put_complaints(self, *names: str) -> None:
        """One complaint each, from NAME@example.org."""
        self.put(*(complaint(name) for name in names))

    def mailbox(self) -> Mailbox:
        folders = self.folders if self.moving else None
        terms = account(self.at, self.port, **self.terms)
        return Mailbox(terms, inbox="INBOX", folders=folders, oversize=self.oversize)

    def watch(
        self,
        *,
        once: bool = True,
        stop: threading.Event | None = None,
        connection: Callable[[], Any] | None = None,
        rescan: timedelta = timedelta(minutes=5),
    ) -> Watch:
        office = self.office
        return Watch(
            "complaints",
            connection or self.mailbox,
            self.intake,
            office.lease,
            office.journal,
            clock=office.clock,
            bell=lambda: None,
            stop=stop or threading.Event(),
            moving=self.moving,
            rescan=rescan,
            once=once,
        )

    def run(self, attempts: int = 1) -> Watch:
        """Look once; after a lost connection again, as often as that."""
        watch = self.watch()
        for _ in range(attempts):
            watch.run()
            if watch.trouble is None:
                break
        return watch

    def in_folder(self, name: str) -> list[bytes]:
        """The messages there, as somebody else sees them."""
        with suppress(Exception):
            return self.at.server.messages(self.at.user, self.folders.get(name, name))
        return []

    def listed(self, name: str) -> dict[int, tuple[bytes, ...]]:
        """UID → flags."""
        return self.at.server.listing(self.at.user, self.folders.get(name, name))

    def everywhere(self) -> list[bytes]:
        return [raw for name in ("INBOX", *FOLDERS) for raw in self.in_folder(name)]

    def stored(self) -> list[bytes]:
        """The octets in the database, as an operator finds them."""
        return [zlib.decompress(row[0]) for row in self.office.rows("SELECT content FROM raw_messages")]

    def authors(self) -> list[str]:
        return sorted(case.address or "" for case in self.office.cases())

    def assert_all_filed(self, *names: str) -> None:
        """One case and one acknowledgement each, each message once in `processed` and nowhere else."""
        expected = sorted(f"{name}@example.org" for name in names)
        assert self.authors() == expected
        assert sorted(letter.recipient for letter in self.office.letters("acknowledgement")) == expected
        assert self.in_folder("INBOX") == []
        assert sorted(self.in_folder("processed")) == sorted(map(complaint, names))
        flags = {flag for each in self.listed("processed").values() for flag in each}
        assert flags <= {FILED}, "marked as read"
        assert sorted(self.stored()) == sorted(map(complaint, names)), "a message was not read whole"
        settled = [row[0] for row in self.office.rows("SELECT settled_to FROM message_keys")]
        assert len(settled) == len(names)
        assert set(settled) <= {"processed", "left the inbox before it was noted"}


def complaint(name: str) -> bytes:
    """The same octets for the same name."""
    return message(author=f"{name.title()} Doe <{name}@example.org>", message_id=f"<{name}@mail.example.org>")
