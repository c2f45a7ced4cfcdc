"""The UIDs of one mailbox: which are new, which came and went, and whether the numbers still mean the same.

Every UID below UIDNEXT was a message once, and no UID is given twice while UIDVALIDITY stays (RFC 9051
section 2.3.1.1). So each look asks: is this numbering known? did UIDNEXT go back? is a UID here that was
moved away? has each UID since the last look a row? What a server that was set back gives out a second time
is read again; by its octets it is known for what it is.

Faults: those of the database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlmodel import Session

from mailbot.casework.plans import Casework
from mailbot.journal import Journal
from mailbot.store import ledger, received
from mailbot.store.database import Database
from mailbot.store.journal import Event, append
from mailbot.store.received import Key

MISSED_AT_MOST = 1_000  # UIDs accounted for one by one; a server that skips more skipped numbers
TASKS_AT_MOST = 20  # of one look; more is one task


class Numbering:
    """What is known of one mailbox's UIDs; owned by the thread that watches it."""

    def __init__(
        self,
        mailbox: str,
        database: Database,
        casework: Casework,
        journal: Journal,
        *,
        clock: Callable[[], datetime],
        fence: Callable[[Session], None],
    ) -> None:
        self._mailbox = mailbox
        self._database = database
        self._casework = casework
        self._journal = journal
        self._clock = clock
        self._fence = fence
        self._next: dict[int, int] = {}  # UIDVALIDITY → the highest UIDNEXT told
        self._looked: dict[int, int] = {}  # UIDVALIDITY → UIDNEXT at the last look that was finished
        self._again: dict[int, int] = {}  # UIDVALIDITY → from here on UIDs may be given a second time
        self._read_again: set[tuple[int, int]] = set()

    def look(self, uid_validity: int, uid_next: int) -> None:
        """A look begins: tell where the numbering is not what it was."""
        highest = self._next.get(uid_validity)
        if highest is None:
            highest = self._first_look(uid_validity, uid_next)
        if uid_next < highest:
            self._again[uid_validity] = min(uid_next, self._again.get(uid_validity, uid_next))
            told = f"UIDNEXT of {self._mailbox} went back from {highest} to {uid_next}"
            self._tell(
                "mailbox-went-back",
                f"{uid_validity}:{highest}",
                f"{told}: the mail server was set back to an earlier state, and what it held since then "
                "may be lost there; compare with `mailbot reconcile`",
                {"uidvalidity": uid_validity, "from": highest, "to": uid_next},
            )
        self._next[uid_validity] = uid_next

    def unknown(self, uid_validity: int, uids: Sequence[int]) -> list[int]:
        """The UIDs that are to be read, in order: those the ledger has not seen, and those that may have been
        given out a second time."""
        with self._database.reading() as session:
            known = received.known_uids(session, self._mailbox, uid_validity, uids)
            doubtful = received.moved_uids(session, self._mailbox, uid_validity, known)
        if uid_validity in self._again:
            doubtful |= {uid for uid in known if uid >= self._again[uid_validity]}
        doubtful = {uid for uid in doubtful if (uid_validity, uid) not in self._read_again}
        self._read_again |= {(uid_validity, uid) for uid in doubtful}
        return [uid for uid in uids if uid not in known or uid in doubtful]

    def gaps(self, uid_validity: int, uid_next: int, present: Collection[int]) -> None:
        """Account for UIDs that came and went between two looks.

        One that is neither here nor in the ledger was removed by somebody before it was read. What was gone
        before the first look is not ours.
        """
        with self._database.reading() as session:
            since = received.epoch_begins(session, self._mailbox, uid_validity) or uid_next
            looked = max(since, self._looked.get(uid_validity, 0))
            ledger_has = (
                received.ledger_uids(session, self._mailbox, uid_validity, looked, uid_next)
                if looked < uid_next
                else set()
            )
        accounted = ledger_has.union(uid for uid in present if looked <= uid < uid_next)
        if uid_next - looked - len(accounted) > MISSED_AT_MOST:
            self._skipped(uid_validity, looked, uid_next)
        else:
            self._vanished(uid_validity, [uid for uid in range(looked, uid_next) if uid not in accounted])
        self._looked[uid_validity] = uid_next

    def vanished(self, uid_validity: int, uid: int) -> None:
        """Somebody removed a message before it was read: a row, a task and an event, once."""
        self._vanished(uid_validity, [uid])

    def _vanished(self, uid_validity: int, uids: Sequence[int]) -> None:
        now = self._clock()

        def note(session: Session) -> list[Event]:
            self._fence(session)
            keys = [Key(self._mailbox, uid_validity, uid) for uid in uids]
            new = [key for key in keys if received.vanished(session, key, now)]
            if len(new) > TASKS_AT_MOST:
                first, last = new[0].uid, new[-1].uid
                self._casework.warn(
                    session,
                    f"vanished:{self._mailbox}:{uid_validity}:{first}-{last}",
                    "messages vanished",
                    f"{len(new)} of the UIDs {first} to {last} of {self._mailbox} were gone before they "
                    "could be read; ask who removed them",
                    now,
                )
            else:
                for key in new:
                    self._casework.vanished(session, key, now)
            events = [
                Event("message-vanished", now, None, {"mailbox": self._mailbox, "uid": key.uid})
                for key in new
            ]
            append(session, events)
            return events

        if uids:
            self._journal.emit(self._database.run(note))

    def _first_look(self, uid_validity: int, uid_next: int) -> int:
        """Begin the account of this numbering, or take it up again; returns the highest UIDNEXT known."""
        with self._database.reading() as session:
            epochs = {epoch.uidvalidity: epoch for epoch in ledger.epochs(session, self._mailbox)}
        if (epoch := epochs.get(uid_validity)) is not None:
            return max(epoch.begins, (epoch.last or 0) + 1)

        def begin(session: Session) -> None:
            self._fence(session)
            received.begin_epoch(session, self._mailbox, uid_validity, uid_next, self._clock())

        self._database.run(begin)
        if epochs:
            self._tell(
                "mailbox-renumbered",
                f"{uid_validity}",
                f"the server gave {self._mailbox} new numbers (UIDVALIDITY {uid_validity}): what is there "
                "is looked at again, but what came and was removed meanwhile is unknown; ask your colleagues",
                {"uidvalidity": uid_validity},
            )
        return uid_next

    def _skipped(self, uid_validity: int, first: int, behind: int) -> None:
        self._tell(
            "uids-skipped",
            f"{uid_validity}:{first}",
            f"UIDs {first} to {behind - 1} of {self._mailbox}: over {MISSED_AT_MOST} of them are neither "
            "there nor accounted for; ask whether so many were removed, or the server skipped numbers",
            {"uidvalidity": uid_validity, "first": first, "last": behind - 1},
        )

    def _tell(self, name: str, number: str, detail: str, fields: dict[str, int]) -> None:
        now = self._clock()
        event = Event(name, now, None, {"mailbox": self._mailbox, **fields})

        def note(session: Session) -> bool:
            self._fence(session)
            key = f"{name}:{self._mailbox}:{number}"
            if not self._casework.warn(session, key, name.replace("-", " "), detail, now):
                return False
            append(session, [event])
            return True

        if self._database.run(note):
            self._journal.emit([event])
