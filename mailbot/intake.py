"""Mailbox → rows: take what was fetched, decide, and write everything down in one transaction.

Order: read (in the worker) → transaction: seen? known? classify, decide, carry out → commit. Only after
that does the watch move the message. A batch shares a transaction; if that fails, each message is tried
alone, and one that fails alone is set aside with a case stub in front of a person, so that the next one
goes on.

Faults: a message never raises out of here. A database that cannot be reached or written does: the
message stays where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from mailbot.arrival import Arrival
from mailbot.casework import Casework
from mailbot.complaints.decide import Folder
from mailbot.journal import Journal
from mailbot.store import received, tasks
from mailbot.store.database import Database, Unavailable
from mailbot.store.journal import Event, append
from mailbot.store.received import Key
from mailbot.wire.outcome import Fetched, Found, MailboxError, Oversize, Vanished
from mailbot.worker import Reading


class Reader(Protocol):
    """Parses and extracts in a process of its own."""

    def start(self, raw: bytes) -> Future[Reading]: ...


#: Messages that the worker is reading: each as found, its octets, and what it will be read as.
Begun = list[tuple[Fetched | Oversize, bytes, Future[Reading]]]


class LeaseLost(MailboxError):
    """The mailbox is somebody else's now; nothing was written."""


@dataclass(frozen=True, slots=True)
class _Read:
    item: Fetched | Oversize
    raw: bytes
    reading: Reading


class Intake:
    """Takes the messages of one mailbox."""

    def __init__(
        self,
        mailbox: str,
        database: Database,
        reader: Reader,
        casework: Casework,
        journal: Journal,
        *,
        clock: Callable[[], datetime],
        held: Callable[[Session], bool],
    ) -> None:
        self._held = held
        self._looked: dict[int, int] = {}  # UIDVALIDITY → UIDNEXT at the last look
        self._mailbox = mailbox
        self._database = database
        self._reader = reader
        self._casework = casework
        self._journal = journal
        self._clock = clock

    def unknown(self, uid_validity: int, uids: Sequence[int]) -> list[int]:
        """The UIDs the ledger has not seen, in order."""
        with self._database.reading() as session:
            known = received.known_uids(session, self._mailbox, uid_validity, uids)
        return [uid for uid in uids if uid not in known]

    def gaps(self, uid_validity: int, uid_next: int, present: Collection[int]) -> None:
        """Account for UIDs that came and went between two looks (RFC 9051 section 2.3.1.1).

        Every UID below UIDNEXT was a message once. One that is neither here nor in the ledger was removed by
        somebody before it was read. What was gone before the first look is not ours.
        """
        now = self._clock()
        with self._database.reading() as session:
            since = received.epoch_begins(session, self._mailbox, uid_validity)
            looked = max(since or 0, self._looked.get(uid_validity, 0))
            ledger = (
                received.ledger_uids(session, self._mailbox, uid_validity, looked, uid_next)
                if looked < uid_next
                else set()
            )
        if since is None:
            self._database.run(
                lambda session: received.begin_epoch(session, self._mailbox, uid_validity, uid_next, now)
            )
        else:
            here = set(present)
            for uid in range(looked, uid_next):
                if uid not in ledger and uid not in here:
                    self._vanished(Vanished(uid_validity, uid))
        self._looked[uid_validity] = uid_next

    def unsettled(self, uid_validity: int, uids: Sequence[int]) -> dict[int, Folder]:
        """Where each UID that is accounted for, but still in the inbox, belongs."""
        present = set(uids)
        with self._database.reading() as session:
            waiting = received.unsettled(session, self._mailbox, uid_validity)
        return {uid: Folder(folder) for uid, folder in waiting.items() if uid in present}

    def absent(self, uid_validity: int, uids: Sequence[int]) -> list[int]:
        """The UIDs that are accounted for and not noted as moved, but are not in the inbox any more."""
        present = set(uids)
        with self._database.reading() as session:
            waiting = received.unsettled(session, self._mailbox, uid_validity)
        return [uid for uid in waiting if uid not in present]

    def settled(self, uid_validity: int, uids: Sequence[int], folder: str) -> None:
        now = self._clock()

        if uids:
            self._database.run(
                lambda session: received.settle_all(session, self._mailbox, uid_validity, uids, folder, now)
            )

    def take(self, items: Sequence[Found]) -> None:
        """Account for each; afterwards all of them are in the ledger."""
        self.account(self.begin(items))

    def account(self, begun: Begun) -> None:
        """Account for what was begun; afterwards all of it is in the ledger."""
        self._take([self._read(item) for item in begun])

    def begin(self, items: Sequence[Found]) -> Begun:
        """Start reading all of them, so that the worker never waits for us."""
        begun = []
        for item in items:
            if isinstance(item, Vanished):
                self._vanished(item)
                continue
            raw = item.raw if isinstance(item, Fetched) else item.header
            begun.append((item, raw, self._reader.start(raw)))
        return begun

    def _read(self, begun: tuple[Fetched | Oversize, bytes, Future[Reading]]) -> _Read:
        item, raw, future = begun
        reading = future.result()
        if isinstance(item, Oversize):
            why = f"not read whole ({item.size} octets): the message itself is in the mailbox"
            parsed = replace(reading.parsed, unreadable=why, defects=(*reading.parsed.defects, why))
            reading = replace(reading, parsed=parsed)
        return _Read(item, raw, reading)

    def _vanished(self, item: Vanished) -> None:
        key = Key(self._mailbox, item.uid_validity, item.uid)
        now = self._clock()
        event = Event(
            name="message-vanished", at=now, case=None, fields={"mailbox": self._mailbox, "uid": item.uid}
        )

        def note(session: Session) -> bool:
            self._require_lease(session)
            if not received.vanished(session, key, now):
                return False
            tasks.open_task(
                session,
                unique_key=f"vanished:{key.mailbox}:{key.uidvalidity}:{key.uid}",
                reason="message vanished",
                detail=f"UID {key.uid} of {key.mailbox} was gone before it could be read; ask who removed it",
                now=now,
            )
            append(session, [event])
            return True

        if self._database.run(note):
            self._journal.emit([event])

    def _take(self, batch: list[_Read]) -> None:
        def together(session: Session) -> list[Event]:
            self._require_lease(session)
            return [event for one in batch for event in self._account(session, one)]

        try:
            events = self._database.run(together)
        except (Unavailable, LeaseLost):
            raise
        except Exception:  # noqa: BLE001  # one message's fault must not stop the rest; see `_alone`
            self._each_alone(batch)
        else:
            self._journal.emit(events)

    def _require_lease(self, session: Session) -> None:
        # Fenced: an owner that slept through the end of its lease must not write (RELIABILITY section 5.4).
        if not self._held(session):
            raise LeaseLost(f"{self._mailbox}: another mailbot has taken this mailbox over")

    def _each_alone(self, batch: list[_Read]) -> None:
        for one in batch:
            self._alone(one)

    def _alone(self, one: _Read) -> None:
        def alone(session: Session) -> list[Event]:
            self._require_lease(session)
            return self._account(session, one)

        try:
            events = self._database.run(alone)
        except (Unavailable, LeaseLost):
            raise
        except Exception as fault:  # noqa: BLE001  # the one place: set aside what cannot be handled, go on
            # What the fault says may quote the message: only its class is told.
            why = f"mailbot could not handle it ({type(fault).__name__})"
            events = self._database.run(lambda session: self._account(session, one, stub_because=why))
        self._journal.emit(events)

    def _account(self, session: Session, one: _Read, stub_because: str = "") -> list[Event]:
        item, parsed = one.item, one.reading.parsed
        key = Key(self._mailbox, item.uid_validity, item.uid)
        if received.seen(session, key) is not None:
            return []
        # Octets we were not given are no evidence that two messages are one.
        before = one.raw and received.same_message(session, parsed.sha256, item.internal_date)
        if before:
            # The server renumbered, or somebody moved it out and in again: accounted for already.
            received.attach_key(session, before.id, key)
            return []
        arrival = Arrival(
            key, item.internal_date, one.raw, one.reading.parsed, one.reading.extract, self._clock()
        )
        if stub_because:
            return self._casework.stub(session, arrival, stub_because)
        return self._casework.handle(session, arrival)
