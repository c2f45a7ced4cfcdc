"""One mailbox, watched for life by one thread that owns its connection.

Work list and order: the inbox itself. Look at every UID there; read the ones the ledger does not know;
commit; only then move what is settled. Then wait for the server to announce something (IDLE) or for the
next rescan, five minutes at most.

States: waiting for the lease → connecting → scanning ⇄ idle; after any fault back to connecting, with
back-off, for ever. A fault of this mailbox touches no other. Where only the filing is refused (a folder is
full, nothing may be moved) the reading goes on, and the filing is tried again at every look.

Faults: a lost connection or a refusal is journalled once when it begins and once when it ends; anything
else ends the thread and is carried to the main thread, which stops the daemon.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from mailbot.complaints.decide import Folder
from mailbot.intake.batches import BATCH_OCTETS, batches
from mailbot.intake.taking import Begun
from mailbot.journal import Journal
from mailbot.store.database import Unavailable
from mailbot.store.figures import Pile
from mailbot.wire.outcome import Found, MailboxError, Moved, Selected

BACKOFF_FIRST, BACKOFF_MOST = timedelta(seconds=1), timedelta(minutes=5)
#: A server may write down its whole index each time: of a full inbox that takes longer than to read them.
FILED_AT_ONCE = 80
RENEW_IDLE = timedelta(minutes=5)
LEASE_WAIT = timedelta(seconds=15)  # how long a mailbox may lie there after its owner is gone
MOVED_UNNOTED = "left the inbox before it was noted"


class Connection(Protocol):
    """What the watch needs of an IMAP connection; see wire/imap."""

    def connect(self) -> None: ...
    def close(self) -> None: ...
    def select(self) -> Selected: ...
    def ensure_folders(self) -> None: ...
    def uids(self, first: int = 1) -> list[int]: ...
    def fetch(
        self, uids: Sequence[int], *, max_bytes: int, lost: Mapping[int, int] | None = None
    ) -> Iterator[Found]: ...
    def move(self, uids: Sequence[int], folder: str, *, again: bool = False) -> Moved: ...
    def idle(self, timeout: float, stop: threading.Event) -> bool: ...


class Taker(Protocol):
    """What the watch needs of intake."""

    def look(self, uid_validity: int, uid_next: int) -> None: ...
    def unknown(self, uid_validity: int, uids: Sequence[int]) -> list[int]: ...
    def unsettled(self, uid_validity: int, uids: Sequence[int]) -> dict[int, Folder]: ...
    def absent(self, uid_validity: int, uids: Sequence[int]) -> list[int]: ...
    def begin(self, items: Sequence[Found]) -> Begun: ...
    def account(self, begun: Begun) -> None: ...
    def gaps(self, uid_validity: int, uid_next: int, present: Collection[int]) -> None: ...
    def trouble(self) -> str | None: ...
    def settled(self, uid_validity: int, uids: Sequence[int], folder: str) -> None: ...


class Lease(Protocol):
    """One owner per mailbox, over all machines."""

    def hold(self) -> bool: ...


class Watch:
    """Runs until `stop`; `once` makes it end after one scan that finds nothing new."""

    def __init__(
        self,
        name: str,
        connection: Callable[[], Connection],
        taker: Taker,
        lease: Lease,
        journal: Journal,
        *,
        clock: Callable[[], datetime],
        bell: Callable[[], None],
        stop: threading.Event,
        moving: bool,
        rescan: timedelta,
        once: bool,
    ) -> None:
        self.name = name
        self.last_read: datetime | None = None  # the whole inbox, or a batch of it
        self.unread: Pile | None = (
            None  # what lies there that the ledger does not know; since when, by our clock
        )
        self.trouble: str | None = None  # the outage that goes on now
        self.elsewhere = False  # another daemon reads it
        self._new_connection = connection
        self._taker = taker
        self._lease = lease
        self._journal = journal
        self._clock = clock
        self._bell = bell
        self._stop = stop
        self._moving = moving
        self._rescan = rescan
        self._once = once
        self._lost: dict[tuple[int, int], int] = {}  # (UIDVALIDITY, UID) → connections lost while it was read

    def run(self) -> None:
        """Watch until told to stop. With `once`, one failed attempt ends it too; `trouble` says why."""
        pause = BACKOFF_FIRST
        while not self._stop.is_set():
            most = BACKOFF_MOST
            connection = self._new_connection()
            try:
                if self._lease.hold():
                    self.elsewhere = False
                    self._serve(connection)
                    pause = BACKOFF_FIRST
                else:
                    most, self.elsewhere = LEASE_WAIT, True
                    why = "another mailbot owns this mailbox; this one takes over when that one ends"
                    self._in_trouble(why, "mailbox-elsewhere")
            except (MailboxError, Unavailable) as fault:
                if self.trouble is None:
                    pause = BACKOFF_FIRST
                self._in_trouble(str(fault))
            finally:
                connection.close()
            if self._once:
                return
            # Jitter, so that several mailboxes of one server do not come back all at once.
            pause = min(pause, most)
            self._stop.wait(pause.total_seconds() * random.uniform(0.8, 1.2))  # noqa: S311
            pause = min(pause * 2, most)

    def _serve(self, connection: Connection) -> None:
        connection.connect()
        cannot_file = self._prepare(connection)
        first = True
        while not self._stop.is_set():
            found, fault = self._scan(connection, first=first, filing=self._moving and cannot_file is None)
            first = False
            why = fault or cannot_file or self._taker.trouble()
            if why is None:
                self._out_of_trouble()
            else:
                self._in_trouble(str(why))
            self.last_read = self._clock()
            if self._once and not found:
                return
            if not found:
                self._wait(connection)
            if not self._lease.hold():
                return

    def _prepare(self, connection: Connection) -> MailboxError | None:
        """Make our folders; why nothing can be filed here, or None."""
        if not self._moving:
            return None
        try:
            connection.ensure_folders()
        except MailboxError as fault:
            if not fault.answered:
                raise
            return fault
        return None

    def _scan(self, connection: Connection, *, first: bool, filing: bool) -> tuple[int, MailboxError | None]:
        """Look at the whole inbox once; return how many were read, and why some were not, or not filed."""
        selected = connection.select()
        validity = selected.uid_validity
        self._taker.look(validity, selected.uid_next)
        present = connection.uids() if selected.exists else []
        new = self._taker.unknown(validity, present)
        self._lie_unread(len(new))
        read, unread, unfiled = 0, None, None
        waiting: list[int] = []  # to be filed
        try:
            for uids in self._read(connection, validity, new):
                read += len(uids)
                self.last_read = self._clock()
                self._lie_unread(len(new) - read)
                waiting += uids
                stopping = self._stop.is_set()
                if filing and unfiled is None and (stopping or len(waiting) >= FILED_AT_ONCE):
                    unfiled = self._file_away(connection, validity, waiting)
                    waiting = []
                if stopping:
                    return read, unfiled
        except MailboxError as fault:
            if not fault.answered:
                raise
            unread = fault
        if filing and unfiled is None and waiting:
            unfiled = self._file_away(connection, validity, waiting)
        # Also what was committed before and not moved: we died here last time, or the move failed.
        if filing and unfiled is None and len(new) < len(present):
            unfiled = self._file_away(connection, validity, present, again=first)
        if self._moving and first:
            # Moved last time, and the connection or we died before that was written down.
            self._taker.settled(validity, self._taker.absent(validity, present), MOVED_UNNOTED)
        self._taker.gaps(validity, selected.uid_next, present)
        return read, unread or unfiled

    def _lie_unread(self, count: int) -> None:
        since = self.unread.oldest if self.unread is not None else self._clock()
        self.unread = Pile(count, since) if count else None

    def _read(self, connection: Connection, validity: int, new: Sequence[int]) -> Iterator[list[int]]:
        """Read and account for all of these; yield the UIDs of each batch once it is committed.

        What was read when the connection failed is accounted for before that is said.
        """
        lost = {uid: times for (epoch, uid), times in self._lost.items() if epoch == validity}
        found = batches(connection.fetch(new, max_bytes=BATCH_OCTETS, lost=lost))
        batch: list[Found] = []
        begun: Begun = []
        while True:
            following, fault = self._next(found, validity)
            # The worker reads the next ones while these are written down.
            begun_next = self._taker.begin(following)
            if batch:
                self._taker.account(begun)
                self._bell()
                if fault is None or fault.answered:
                    yield [item.uid for item in batch]
            if fault is not None:
                raise fault
            if not following:
                return
            batch, begun = following, begun_next

    def _next(self, found: Iterator[list[Found]], validity: int) -> tuple[list[Found], MailboxError | None]:
        try:
            return next(found, []), None
        except MailboxError as fault:
            self._suspect(validity, fault.reading)
            return [], fault

    def _suspect(self, validity: int, uids: Collection[int]) -> None:
        """The connection was lost while these were read: next time each is asked for alone, and last."""
        for uid in uids:
            times = self._lost.get((validity, uid), 0)
            # One of many is only a suspect; one that was asked for alone is very likely the reason.
            self._lost[validity, uid] = times + 1 if len(uids) == 1 else max(times, 1)

    def _file_away(
        self, connection: Connection, validity: int, uids: Sequence[int], *, again: bool = False
    ) -> MailboxError | None:
        """Move what is settled. A server that says no, to a full folder say, must not stop the reading."""
        by_folder: dict[Folder, list[int]] = {}
        for uid, folder in self._taker.unsettled(validity, uids).items():
            by_folder.setdefault(folder, []).append(uid)
        fault: MailboxError | None = None
        for folder, settled in by_folder.items():
            try:
                moved = connection.move(settled, folder.value, again=again)
            except MailboxError as refused:
                if not refused.answered:
                    raise
                fault = refused
                continue
            self._taker.settled(validity, sorted(moved.moved), folder.value)
            if moved.gone:
                self._taker.settled(validity, sorted(moved.gone), "removed by somebody else")
            fault = moved.fault or fault
        return fault

    def _wait(self, connection: Connection) -> None:
        connection.idle(min(self._rescan, RENEW_IDLE).total_seconds(), self._stop)

    def _in_trouble(self, why: str, event: str = "mailbox-trouble") -> None:
        # A repeated outage is told once: here, and below when it ends.
        if self.trouble != why:
            self._journal.say(event, self._clock(), mailbox=self.name, why=why)
        self.trouble = why

    def _out_of_trouble(self) -> None:
        if self.trouble is not None:
            self._journal.say("mailbox-back", self._clock(), mailbox=self.name)
        self.trouble = None
