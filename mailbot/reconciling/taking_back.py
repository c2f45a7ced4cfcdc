"""Back to the inbox goes what lies in our folders and was never read: there it is read like any other.

After a restore from a backup that is all that was filed since. Only what a reconciliation has just called so,
under the UID it had, and only what no person has settled; whatever was moved meanwhile is left alone, and so
is what came in before mailbot read the mailbox, unless all is wanted. Done twice it moves nothing twice, and
what the ledger knows after all becomes no second case.

Faults: those of one mailbox are told of it, and keep no other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from mailbot.reconciling.discrepancies import Account, Finding, Level
from mailbot.store import received
from mailbot.store.database import Database
from mailbot.wire.filing import MOVE_BATCH
from mailbot.wire.outcome import MailboxError, Moved

NEVER_READ = "never-read"
GRACE = timedelta(days=1)  # a server's clock may be wrong, and mail may have waited for mailbot's first look


class Mover(Protocol):
    """A connection that may move; see wire/imap."""

    def connect(self) -> None: ...
    def close(self) -> None: ...
    def ensure_folders(self) -> None: ...
    def take_back(self, uids: Collection[int], folder: str, uid_validity: int) -> Moved: ...


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of the messages of one mailbox; why not all were moved, or None.

    `gone`: how many were there no more. `left`: how many are too old to have been filed by mailbot.
    """

    moved: tuple[Finding, ...] = ()
    gone: int = 0
    left: int = 0
    fault: str | None = None

    @property
    def oldest(self) -> datetime | None:
        """When the first of those that were moved came in."""
        return min((one.received for one in self.moved if one.received is not None), default=None)


class TakingBack:
    """Moves on each mailbox's own server; holds nothing that changes."""

    def __init__(self, mailboxes: Mapping[str, Callable[[], Mover]], database: Database) -> None:
        self._mailboxes = mailboxes
        self._database = database

    def take(self, account: Account, *, of_any_age: bool = False) -> dict[str, TakenBack]:
        """Mailbox → what became of it, for each in which something was never read."""
        found: dict[str, list[Finding]] = {}
        for one in account.findings:
            if one.kind == NEVER_READ and one.level is not Level.NOTE:
                found.setdefault(one.mailbox or "", []).append(one)
        done = {}
        for name, all_of_it in found.items():
            wanted = all_of_it if of_any_age else self._ours(name, all_of_it)
            taken = self._of_one(self._mailboxes[name](), wanted) if wanted else TakenBack()
            done[name] = replace(taken, left=len(all_of_it) - len(wanted))
        return done

    def _ours(self, mailbox: str, found: Sequence[Finding]) -> list[Finding]:
        """Those that came in since mailbot has read the mailbox: what is older it cannot have filed."""
        with self._database.reading() as session:
            began = received.first_look(session, mailbox)
        if began is None:
            return []
        return [one for one in found if one.received is not None and one.received >= began - GRACE]

    def _of_one(self, mover: Mover, wanted: Sequence[Finding]) -> TakenBack:
        moved: list[Finding] = []
        gone = 0
        fault: MailboxError | None = None
        try:
            mover.connect()
            mover.ensure_folders()
            for (folder, epoch), some in _batches(wanted):
                done = mover.take_back(list(some), folder, epoch)
                moved += [some[uid] for uid in sorted(done.moved)]
                gone += len(done.gone)
                fault = done.fault or fault
        except MailboxError as error:
            fault = error
        finally:
            mover.close()
        return TakenBack(tuple(moved), gone, fault=None if fault is None else str(fault))


_Folder = tuple[str, int]  # with the UIDVALIDITY its UIDs belong to


def _batches(wanted: Sequence[Finding]) -> Iterator[tuple[_Folder, dict[int, Finding]]]:
    """By folder, under their UIDs, and no more than are moved by one command: a connection that is lost
    leaves the fate of no others unknown."""
    folders: dict[_Folder, dict[int, Finding]] = {}
    for one in wanted:
        if one.folder is None or one.epoch is None or one.uid is None:
            raise ValueError(f"{one.where}: {one.kind} names no message")
        folders.setdefault((one.folder, one.epoch), {})[one.uid] = one
    for folder, found in folders.items():
        uids = sorted(found)
        for start in range(0, len(uids), MOVE_BATCH):
            yield folder, {uid: found[uid] for uid in uids[start : start + MOVE_BATCH]}
