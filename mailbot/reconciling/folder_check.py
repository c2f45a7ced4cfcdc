"""The folders mail is filed in as they lie on the server, compared with what was read and filed.

What lies there was read: a message is recognised by Message-ID, INTERNALDATE and size, and by its octets only
where those do not tell (a UID means nothing after a move). What was filed there is there, or somebody has
taken it out, which is nobody's fault: its octets are in the database. Nothing is moved or marked.

Faults: those of the server and of the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from mailbot.reconciling.discrepancies import Finding, Level, counted, in_mailbox
from mailbot.reconciling.inbox_check import Box, Shelf
from mailbot.reconciling.taking_back import NEVER_READ
from mailbot.store import ledger
from mailbot.store.database import Database
from mailbot.wire.outcome import Selected
from mailbot.wire.shelf import DAYS_OF_GRACE, Held

#: Between the clocks of machines that share a database.
SLACK = timedelta(minutes=1)


class FolderCheck:
    """One look at the folders of one mailbox; `there` are rows of messages that lie elsewhere in it."""

    def __init__(
        self,
        box: Box,
        shelf: Shelf,
        database: Database,
        now: datetime,
        *,
        since: datetime | None,
        there: set[int],
    ) -> None:
        self._box = box
        self._shelf = shelf
        self._database = database
        self._now = now
        self._since = since
        self._there = there
        self._sizes_are_exact = True  # some servers tell an estimate

    def findings(self) -> Iterator[Finding]:
        folders = self._box.folders or {}
        for ours, configured in folders.items():
            yield from self._unread_in(ours, configured)
        # Somebody may have moved a message from one folder to another: only now is it known what is gone.
        for ours in folders:
            yield from self._removed_from(ours)

    def _unread_in(self, ours: str, configured: str) -> Iterator[Finding]:
        opened = self._shelf.open(configured, ours=True)
        if opened is None:
            return  # what was filed there is told of as removed
        since = None if self._since is None else (self._since - DAYS_OF_GRACE).date()
        doubtful = []
        for some in self._shelf.held(self._shelf.uids(since=since)):
            doubtful += self._not_recognised(some)
        altered = []
        for one, resembled in doubtful:
            # A row for which another message has been found vouches for no second one.
            free = [row for row in resembled if row not in self._there]
            if free and not self._sizes_are_exact:
                self._there.add(free[0])
            elif self._is_known(one, free):
                continue
            elif free:
                self._there.add(free[0])
                altered.append(one)
            else:
                yield self._stranger(ours, one, opened)
        if altered:
            yield self._altered(ours, altered, opened)

    def _not_recognised(self, some: Sequence[Held]) -> list[tuple[Held, list[int]]]:
        """What is left, each with the rows it resembles: by Message-ID and date, but not by size."""
        ids = [one.message_id for one in some if one.message_id is not None]
        left = []
        with self._database.reading() as session:
            known = ledger.like(session, ids, {one.internal_date for one in some}) if ids else {}
            for one in some:
                like = [
                    row
                    for row in known.get(one.message_id or "", ())
                    if row.internal_date == one.internal_date
                ]
                found = [
                    row.message for row in like if row.size == one.size and row.message not in self._there
                ]
                if not found and one.size > self._box.oversize and one.message_id is None:
                    # Its octets cannot tell: those in the ledger are a part of it.
                    found = ledger.nameless(session, one.internal_date, one.size)
                if found:
                    self._there.add(found[0])
                else:
                    left.append((one, [row.message for row in like]))
        return left

    def _is_known(self, one: Held, resembled: Sequence[int]) -> bool:
        """By its octets; so is one that was removed meanwhile."""
        digest = self._shelf.digest(one)
        if digest is None:
            return True
        with self._database.reading() as session:
            rows = ledger.with_octets(session, digest)
        self._there.update(rows)
        if set(rows) & set(resembled):
            self._sizes_are_exact = False
        return bool(rows)

    def _stranger(self, ours: str, one: Held, opened: Selected) -> Finding:
        return in_mailbox(
            Level.FAULT,
            NEVER_READ,
            f"received {one.internal_date:%d %b %Y %H:%M} UTC and never read: somebody put it there, or the "
            "database was restored from a backup",
            f"`mailbot reconcile --take-back` moves all such back to {self._box.inbox}, where they are read "
            "like any other; those from before mailbot first read the mailbox only with --all",
            mailbox=self._box.name,
            folder=ours,
            uid=one.uid,
            epoch=opened.uid_validity,
            received=one.internal_date,
        )

    def _altered(self, ours: str, altered: Sequence[Held], opened: Selected) -> Finding:
        return in_mailbox(
            Level.WARNING,
            "altered",
            f"{counted(len(altered), 'message')} with Message-ID and date of one that was read, other octets",
            "compare the first with the one that was read; a mail server that rebuilds messages does this",
            mailbox=self._box.name,
            folder=ours,
            uid=altered[0].uid,
            epoch=opened.uid_validity,
        )

    def _removed_from(self, ours: str) -> Iterator[Finding]:
        number, first = 0, None
        with self._database.reading() as session:
            for one in ledger.filed(session, self._box.name, ours, self._now - SLACK, self._since):
                if one.message not in self._there:
                    number, first = number + 1, first or one
        if first is not None:
            example = f", the first with `mailbot cases show {first.case}`" if first.case else ""
            yield in_mailbox(
                Level.NOTE,
                "removed",
                f"{counted(number, 'message')} filed there, and not there now: somebody took them out",
                f"nothing: what was read is in the database{example}",
                mailbox=self._box.name,
                folder=ours,
                case=first.case,
                message=first.message,
            )
