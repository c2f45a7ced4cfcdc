"""Back to the inbox goes what lies in our folders and was never read: there it is read like any other.

After a restore from a backup that is all that was filed since. Only what a reconciliation has just called so,
under the UID it had, and only what no person has settled; whatever was moved meanwhile is left alone. Done
twice it moves nothing twice, and what the ledger knows after all becomes no second case.

Faults: those of one mailbox are told of it, and keep no other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from mailbot.reconciling.discrepancies import Account, Finding, Level
from mailbot.wire.outcome import MailboxError, Moved

NEVER_READ = "never-read"


class Mover(Protocol):
    """A connection that may move; see wire/imap."""

    def connect(self) -> None: ...
    def close(self) -> None: ...
    def ensure_folders(self) -> None: ...
    def take_back(self, uids: Collection[int], folder: str, uid_validity: int) -> Moved: ...


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many messages of a mailbox were moved, how many were gone before; why not all were, or None."""

    moved: int = 0
    gone: int = 0
    fault: str | None = None


class TakingBack:
    """Moves on each mailbox's own server; holds nothing that changes."""

    def __init__(self, mailboxes: Mapping[str, Callable[[], Mover]]) -> None:
        self._mailboxes = mailboxes

    def take(self, account: Account) -> dict[str, TakenBack]:
        """Mailbox → what became of it, for each in which something was never read."""
        wanted: dict[str, dict[tuple[str, int], list[int]]] = {}
        for found in account.findings:
            if found.kind == NEVER_READ and found.level is not Level.NOTE:
                folder, uid = _place(found)
                wanted.setdefault(found.mailbox or "", {}).setdefault(folder, []).append(uid)
        return {name: self._of_one(self._mailboxes[name](), folders) for name, folders in wanted.items()}

    def _of_one(self, mover: Mover, folders: Mapping[tuple[str, int], Collection[int]]) -> TakenBack:
        number = gone = 0
        fault: MailboxError | None = None
        try:
            mover.connect()
            mover.ensure_folders()
            for (folder, epoch), uids in folders.items():
                moved = mover.take_back(uids, folder, epoch)
                number, gone = number + len(moved.moved), gone + len(moved.gone)
                fault = moved.fault or fault
        except MailboxError as error:
            fault = error
        finally:
            mover.close()
        return TakenBack(number, gone, None if fault is None else str(fault))


def _place(found: Finding) -> tuple[tuple[str, int], int]:
    """Its folder with the UIDVALIDITY its UID belongs to, and the UID."""
    if found.folder is None or found.epoch is None or found.uid is None:
        raise ValueError(f"{found.where}: {found.kind} names no message")
    return (found.folder, found.epoch), found.uid
