"""Mailbox → rows: take what was fetched, decide, and write everything down in one transaction.

Order: read (in the worker) → transaction: seen? known? classify, decide, carry out → commit. Only after
that does the watch move the message. A batch shares a transaction; if that fails, each message is tried
alone, and one that fails alone is set aside with a case stub in front of a person, so that the next one
goes on.

Of a message that is too large its beginning is read, and it is handled by what that says; what is left out is
told to a person. A part has no identity: it is never taken for another message, nor another for it.

Faults: a message never raises out of here. A database that cannot be reached or written does: the
message stays where it is.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from sqlmodel import Session

from mailbot.casework.plans import Casework
from mailbot.casework.undated import reckoned, show_undated
from mailbot.complaints.classify import Kind
from mailbot.complaints.decide import Folder
from mailbot.complaints.numbers.masking import mask
from mailbot.intake.numbering import Numbering
from mailbot.intake.stuck import Stuck
from mailbot.journal import Journal
from mailbot.reading.arrival import Arrival
from mailbot.reading.reader import Reading
from mailbot.store import cases, received
from mailbot.store.database import Database, Unavailable
from mailbot.store.journal import Event
from mailbot.store.received import Key, Seen
from mailbot.wire.outcome import Fetched, Found, MailboxError, Oversize, Vanished


class Reader(Protocol):
    """Parses and extracts in a process of its own."""

    def start(self, raw: bytes) -> Future[Reading]: ...


#: Messages that the worker is reading: each as found, its octets, and what it will be read as.
Begun = list[tuple[Fetched | Oversize, bytes, Future[Reading]]]


#: The task of a message of which only the beginning was read.
TOO_LARGE = "too large to read whole"
FILES_TOLD = 10
_NOBODY_NEED_LOOK = (Kind.OWN, Kind.LIST)


#: What the system says when it has too little of something, whatever was asked of it.
_LACK = ("EMFILE", "ENFILE", "ENOMEM", "EAGAIN", "ENOSPC", "EDQUOT", "EROFS", "EIO")
_LACKING = frozenset(getattr(errno, name) for name in _LACK)


class LeaseLost(MailboxError):
    """The mailbox is somebody else's now; nothing was written."""


class Lacking(MailboxError):
    """The machine could not do what handling any message takes."""


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
        aside: str | None = None,
    ) -> None:
        """`aside`: the folder for what people have to read, as it is called there; None: nothing is moved."""
        self._held = held
        self._aside = aside
        self._mailbox = mailbox
        self._database = database
        self._reader = reader
        self._casework = casework
        self._journal = journal
        self._clock = clock
        self._stuck = Stuck(mailbox, database, casework, journal, clock)
        self._numbering = Numbering(
            mailbox, database, casework, journal, clock=clock, fence=self._require_lease
        )

    def look(self, uid_validity: int, uid_next: int) -> None:
        """A look at the mailbox begins; see mailbot/intake/numbering, also for the next two."""
        self._numbering.look(uid_validity, uid_next)

    def unknown(self, uid_validity: int, uids: Sequence[int]) -> list[int]:
        return self._stuck.left(uid_validity, self._numbering.unknown(uid_validity, uids))

    def trouble(self) -> str | None:
        return self._stuck.told()

    def gaps(self, uid_validity: int, uid_next: int, present: Collection[int]) -> None:
        self._numbering.gaps(uid_validity, uid_next, present)

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
                self._numbering.vanished(item.uid_validity, item.uid)
                continue
            raw = item.raw if isinstance(item, Fetched) else item.beginning
            begun.append((item, raw, self._reader.start(raw)))
        return begun

    def _read(self, begun: tuple[Fetched | Oversize, bytes, Future[Reading]]) -> _Read:
        item, raw, future = begun
        reading = future.result()
        if isinstance(item, Oversize):
            reading = self._of_a_part(item, reading)
        return _Read(item, raw, reading)

    def _of_a_part(self, item: Oversize, reading: Reading) -> Reading:
        parsed = reading.parsed
        why = f"only {len(item.beginning)} of its {item.size} octets were read"
        readable = not parsed.unreadable and parsed.whole_text
        parsed = replace(
            parsed,
            size=item.size,
            # Of no octets at all: whoever compares digests of messages compares whole messages.
            sha256=sha256(b"a part: " + item.beginning).hexdigest(),
            unreadable="" if readable else f"{why}; {self._where(item)}",
            defects=(*parsed.defects, why),
        )
        return replace(reading, parsed=parsed)

    def _take(self, batch: list[_Read]) -> None:
        def together(session: Session) -> list[Event]:
            self._require_lease(session)
            return [event for one in batch for event in self._account(session, one)]

        try:
            events = self._database.run(together)
        except (Unavailable, LeaseLost):
            raise
        except Exception as fault:  # noqa: BLE001  # one message's fault must not stop the rest; see `_alone`
            self._require_means(fault)
            for one in batch:
                self._alone(one)
        else:
            self._journal.emit(events)

    def _require_lease(self, session: Session) -> None:
        # Fenced: an owner that slept through the end of its lease must not write (RELIABILITY section 5.4).
        if not self._held(session):
            raise LeaseLost(f"{self._mailbox}: another mailbot has taken this mailbox over")

    def _require_means(self, fault: Exception) -> None:
        """What this machine lacks says nothing about a message: it stays where it is meanwhile."""
        if isinstance(fault, OSError) and fault.errno in _LACKING:
            why = f"this machine lacks something: {fault.strerror}; look at its descriptors, memory and disk"
            raise Lacking(f"{self._mailbox}: {why}") from fault

    def _alone(self, one: _Read) -> None:
        def alone(session: Session) -> list[Event]:
            self._require_lease(session)
            return self._account(session, one)

        try:
            events = self._database.run(alone)
        except (Unavailable, LeaseLost):
            raise
        except Exception as fault:  # noqa: BLE001  # the one place: set aside what cannot be handled, go on
            self._require_means(fault)
            # What the fault says may quote the message: only its class is told.
            why = f"mailbot could not handle it ({type(fault).__name__})"
            try:
                events = self._database.run(lambda session: self._account(session, one, stub_because=why))
            except (Unavailable, LeaseLost):
                raise
            except Exception as worse:  # noqa: BLE001  # nor could it be laid aside: the others still can
                self._require_means(worse)
                more = f"{why}, nor lay it aside ({type(worse).__name__})"
                return self._stuck.leave(one.item.uid_validity, one.item.uid, more)
        return self._journal.emit(events)

    def _account(self, session: Session, one: _Read, stub_because: str = "") -> list[Event]:
        item, parsed = one.item, one.reading.parsed
        key = Key(self._mailbox, item.uid_validity, item.uid)
        seen = received.seen(session, key)
        if seen is not None and not self._is_another(session, one, key, seen):
            return []
        # Octets we were not given are no evidence that two messages are one.
        whole = isinstance(item, Fetched)
        before = whole and one.raw and received.same_message(session, parsed.sha256, item.internal_date)
        if before:
            # The server renumbered, or somebody moved it out and in again: accounted for already.
            received.attach_key(session, before.id, key)
            return []
        arrival = Arrival(
            key,
            item.internal_date,
            one.raw,
            parsed,
            one.reading.extract,
            self._clock(),
            whole=whole,
            filed=item.filed,
        )
        arrival = reckoned(session, arrival)
        work = self._casework
        stub = stub_because != ""
        events = work.stub(session, arrival, stub_because) if stub else work.handle(session, arrival)
        show_undated(session, work.lay, arrival)
        if isinstance(item, Oversize) and not parsed.unreadable and not stub:
            self._show_whole(session, item, arrival)
        return events

    def _is_another(self, session: Session, one: _Read, key: Key, seen: Seen) -> bool:
        """Whether a UID that is in the ledger was given to another message: a server that was set back does.

        The same message, moved away and here again, is to be moved again.
        """
        same = received.same_message(session, one.reading.parsed.sha256, one.item.internal_date)
        if isinstance(one.item, Oversize) or (same is not None and same.id == seen.id):
            if seen.settled is not None:
                received.unsettle(session, key)
            return False
        received.release_key(session, key)
        return True

    def _show_whole(self, session: Session, item: Oversize, arrival: Arrival) -> None:
        """What the beginning does not say is for a person to read."""
        seen = received.seen(session, arrival.key)
        if seen is None or seen.kind in _NOBODY_NEED_LOOK:
            return
        self._casework.lay(
            session,
            unique_key=f"part:{seen.id}",
            reason=TOO_LARGE,
            detail=f"{arrival.parsed.defects[-1]}; {self._where(item)}",
            case=cases.get(session, seen.case) if seen.case else None,
            message_row_id=seen.id,
            now=arrival.now,
        )

    def _where(self, item: Oversize) -> str:
        """Where the whole message lies, and what it holds."""
        place = f'the folder "{self._aside}"' if self._aside else "the inbox"
        told = f"the whole message ({item.size / 2**20:.1f} MB) is in {place} of {self._mailbox}"
        if not item.files:
            return told
        more = f" and {len(item.files) - FILES_TOLD} more" if len(item.files) > FILES_TOLD else ""
        return f"{told}, with {mask(', '.join(item.files[:FILES_TOLD]))[0]}{more}"
