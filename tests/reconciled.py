"""A firm on a real IMAP server, whose every part can be compared: for the tests of reconciliation."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from fakes import ARCHIVE, Clock, FakeCourier, Office
from servers import UserOf
from sqlalchemy import text

from mailbot.complaints.decide import Folder
from mailbot.intake.watch import Watch
from mailbot.reconciling.daily import Daily
from mailbot.reconciling.discrepancies import Account as Found
from mailbot.reconciling.discrepancies import Level
from mailbot.reconciling.inbox_check import Box
from mailbot.reconciling.reconciliation import Archive, Reconciliation
from mailbot.reconciling.taking_back import TakenBack, TakingBack
from mailbot.store.database import Database
from mailbot.wire.imap import Mailbox
from mailbot.wire.shelf import Shelf
from mailbot.wire.terms import Account

FOLDERS = {folder.value: folder.value for folder in Folder}
#: A Monday that is over: a server makes nothing of an INTERNALDATE to come.
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
OVERSIZE = 300_000  # octets


class Firm(Office):
    """Reads a mailbox of `at`, and compares it; `kept` is where the copies of its letters lie."""

    def __init__(
        self,
        database: Database,
        at: UserOf,
        kept: UserOf | None = None,
        *,
        moving: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(database, **{"clock": Clock(MONDAY), **options})
        self.at, self.kept, self.moving = at, kept, moving
        self.courier = FakeCourier()
        self.filed = 0

    def account(self, of: UserOf | None = None, **changes: Any) -> Account:
        user = of or self.at
        terms = {"host": user.server.host, "port": user.server.port, "tls": "none", "username": user.user}
        return Account(**{**terms, "secret": lambda: user.server.password, **changes})

    def arrive(
        self, *raws: bytes, mailbox: str = "INBOX", ago: float = 0, flags: tuple[str, ...] = ()
    ) -> None:
        """Messages arrive on the server, so many minutes ago."""
        when = self.clock() - timedelta(minutes=ago)
        self.at.server.append_many(self.at.user, mailbox, [(raw, when) for raw in raws], flags)

    def mailbox(self, **changes: Any) -> Mailbox:
        folders = FOLDERS if self.moving else None
        return Mailbox(self.account(**changes), inbox="INBOX", folders=folders, oversize=OVERSIZE)

    def take_back(self, *, of_any_age: bool = False, **changes: Any) -> TakenBack:
        """What is never-read goes back to the inbox, as `mailbot reconcile --take-back` does it."""
        taking = TakingBack({"complaints": partial(self.mailbox, **changes)}, self.database)
        return taking.take(self.reconcile(), of_any_age=of_any_age).get("complaints", TakenBack())

    def read(self) -> None:
        """One going through the mailbox, as the daemon does it."""
        mailbox = self.mailbox()
        watch = Watch(
            "complaints",
            lambda: mailbox,
            self.intake(),
            self.lease,
            self.journal,
            clock=self.clock,
            bell=lambda: None,
            stop=threading.Event(),
            moving=self.moving,
            rescan=timedelta(minutes=5),
            once=True,
        )
        watch.run()
        assert watch.trouble is None, watch.trouble

    def send(self) -> None:
        """Deliver all that is due; the copies arrive in the archive where there is one."""
        self.deliver(self.courier)
        self.file()

    def file(self) -> None:
        if self.kept is None:
            return
        new, self.filed = self.courier.letters[self.filed :], len(self.courier.letters)
        copies = [(raw, self.clock()) for _, recipients, raw in new if ARCHIVE in recipients]
        self.kept.server.append_many(self.kept.user, "INBOX", copies)

    def work(self) -> None:
        self.read()
        self.send()

    def reconciliation(self, **changes: Any) -> Reconciliation:
        box = Box("complaints", "INBOX", FOLDERS if self.moving else None, OVERSIZE)
        archive = None
        if self.kept is not None:
            archive = Archive(partial(Shelf, self.account(self.kept)), "INBOX", timedelta(minutes=15))
        opened = partial(Shelf, self.account(**changes))
        return Reconciliation(self.database, [(box, opened)], archive, clock=self.clock)

    def reconcile(self, *, days: int | None = None, mailbox: str | None = None) -> Found:
        return self.reconciliation().run(days=days, mailbox=mailbox)

    def do(self, *statements: str, **values: Any) -> None:
        """What somebody does to the database behind our back."""
        self.database.run(
            lambda session: [session.connection().execute(text(each), values) for each in statements]
        )

    def listing(self) -> dict[str, Any]:
        return {name: self.at.server.listing(self.at.user, name) for name in ("INBOX", *FOLDERS)}

    def uids(self, mailbox: str = "INBOX") -> list[int]:
        return sorted(self.at.server.listing(self.at.user, mailbox))

    def move(self, uids: list[int], source: str, target: str) -> None:
        """A colleague with a mail program."""
        with self.at.server.client(self.at.user) as client:
            client.select_folder(source)
            if target:
                client.move(uids, target)
            else:
                client.delete_messages(uids)
                client.uid_expunge(uids)


def kinds(found: Found, *, notes: bool = False) -> Counter[str]:
    return Counter(one.kind for one in found.findings if notes or one.level is not Level.NOTE)


def daily(office: Office, found: Any, *, owner: str = "", database: Database | None = None) -> Daily:
    return Daily(
        found,
        database or office.database,
        office.attention,
        office.journal,
        owner=owner or office.owner,
        clock=office.clock,
        bell=lambda: None,
        stop=threading.Event(),
        again=timedelta(0),
    )
