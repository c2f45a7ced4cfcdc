"""A mailbox's inbox as it lies on its server, compared with the ledger of UIDs.

Every UID that was handed out since we first looked is read, or noted as gone, or lies there and has not lain
there long (RFC 9051 section 2.3.1.1). The server is asked first and the ledger afterwards, so that what
arrives meanwhile is no discrepancy. Nothing is moved or marked.

Faults: those of the server and of the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from heapq import merge
from typing import Protocol

from mailbot.reconciling.discrepancies import Finding, Level, in_mailbox
from mailbot.store import ledger
from mailbot.store.database import Database
from mailbot.store.ledger import Epoch, Gap, Skipped, Taken
from mailbot.wire.outcome import Selected
from mailbot.wire.shelf import Held, Thread

#: How long a message may lie in the inbox before it is read, and then until it is moved.
PATIENCE = timedelta(minutes=15)

_ASK = "ask your colleagues who removed it, and for the message"
_IDLE = "is the daemon running? `mailbot run`; a mailbox-trouble line in its log says what is wrong"


class Shelf(Protocol):
    """A connection that reads; see wire/shelf."""

    def open(self, mailbox: str, *, ours: bool = False) -> Selected | None: ...
    def require(self, mailbox: str) -> Selected: ...
    def uids(self, *, since: date | None = None) -> list[int]: ...
    def held(self, uids: Sequence[int]) -> Iterator[list[Held]]: ...
    def digest(self, one: Held) -> str | None: ...
    def threads(self, uids: Sequence[int]) -> dict[int, Thread]: ...


@dataclass(frozen=True, slots=True)
class Box:
    """A mailbox as configured; `folders` are our names for those mail is moved to, None where none is."""

    name: str
    inbox: str
    folders: Mapping[str, str] | None
    oversize: int  # octets; of a larger message the ledger knows a part only


class InboxCheck:
    """One look at one inbox."""

    def __init__(self, box: Box, shelf: Shelf, database: Database, now: datetime) -> None:
        self._box = box
        self._shelf = shelf
        self._database = database
        self._now = now
        self._found = partial(in_mailbox, mailbox=box.name, folder=box.inbox)
        self.there: set[int] = set()  # rows of messages that lie there

    def findings(self) -> Iterator[Finding]:
        selected = self._shelf.open(self._box.inbox)
        if selected is None:
            todo = "name the right one in [[mailbox]] inbox; `mailbot check` tries it"
            yield self._found(Level.FAULT, "no-inbox", "there is no such mailbox on the server", todo)
            return
        present = self._shelf.uids()
        with self._database.reading() as session:
            taken = ledger.taken(session, self._box.name, selected.uid_validity, present)
            epochs = ledger.epochs(session, self._box.name)
            gaps = ledger.gaps(session, self._box.name)
            skipped = ledger.skipped(session, self._box.name)
        self.there.update(one.message for one in taken.values())
        yield from self._unread(selected, [uid for uid in present if uid not in taken])
        if self._box.folders is not None:
            left = [one for one in taken.values() if one.seen_at <= self._now - PATIENCE]
            yield from (self._not_moved(selected, one) for one in left)
        for epoch in epochs:
            yield from self._unaccounted(epoch, selected, present, skipped)
        yield from (self._skipped(one) for one in skipped if one.open)
        yield from (self._gap(gap) for gap in gaps if gap.open or gap.task is None)

    def _unread(self, selected: Selected, unknown: Sequence[int]) -> Iterator[Finding]:
        """One finding for all: they lie there for one reason."""
        held = (one for some in self._shelf.held(unknown) for one in some)
        old = [one for one in held if one.internal_date < self._now - PATIENCE]
        if old:
            since = min(one.internal_date for one in old)
            lie = "message has" if len(old) == 1 else "messages have"
            what = f"{len(old):,} {lie} lain there unread since {since:%d %b %Y %H:%M} UTC"
            epoch = selected.uid_validity
            yield self._found(Level.FAULT, "unread", what, _IDLE, uid=old[0].uid, epoch=epoch)

    def _not_moved(self, selected: Selected, one: Taken) -> Finding:
        if one.settled_to is None:
            what = f"read on {one.seen_at:%d %b %Y %H:%M} UTC, but not moved to {one.wanted}"
            todo = "`mailbot run --once` moves it; where it does not, its mailbox-trouble line says why"
        else:
            what = f'noted as "{one.settled_to}", but it lies there'
            todo = f"move it to {one.wanted} with a mail program; it was read, and its octets are kept"
        return self._found(
            Level.WARNING,
            "not-moved",
            what,
            todo,
            uid=one.uid,
            epoch=selected.uid_validity,
            case=one.case,
            message=one.message,
        )

    def _unaccounted(
        self, epoch: Epoch, selected: Selected, present: Sequence[int], skipped: Sequence[Skipped]
    ) -> Iterator[Finding]:
        """UIDs that were handed out, and are neither in the ledger nor on the server, nor told of as one."""
        current = epoch.uidvalidity == selected.uid_validity
        before = selected.uid_next if current else (epoch.last or 0) + 1
        here = [uid for uid in present if uid >= epoch.begins] if current else []
        with self._database.reading() as session:
            accounted = ledger.uids(session, self._box.name, epoch.uidvalidity, epoch.begins, before)
            missing = list(_left_out(merge(accounted, here), epoch.begins, before))
        told = [(one.first, one.last) for one in skipped if one.uidvalidity == epoch.uidvalidity]
        numbering = "" if current else f" before the server renumbered (UIDVALIDITY {epoch.uidvalidity})"
        todo = f"the daemon, or `mailbot run --once`, notes it as gone; {_ASK}" if current else _ASK
        for first, last in missing:
            if any(start <= first and last <= end for start, end in told):
                continue
            what = f"handed out{numbering}, and accounted for nowhere"
            what = what if first == last else f"UIDs {first} to {last}: {what}"
            yield self._found(Level.FAULT, "unaccounted", what, todo, uid=first, epoch=epoch.uidvalidity)

    def _skipped(self, one: Skipped) -> Finding:
        what = f"UIDs {one.first} to {one.last}: most of them are neither there nor accounted for"
        todo = f"{_ASK}, then `mailbot queue settle {one.task} --because …`"
        return self._found(
            Level.WARNING, "skipped", what, todo, uid=one.first, epoch=one.uidvalidity, task=one.task
        )

    def _gap(self, gap: Gap) -> Finding:
        level, what, todo = Level.FAULT, "gone before it could be read, and no person was ever told", _ASK
        if gap.task is not None:
            level = Level.WARNING
            what = "gone before it could be read; nobody has said yet what became of it"
            todo = f"{_ASK}, then `mailbot queue settle {gap.task} --because …`"
        return self._found(level, "gap", what, todo, uid=gap.uid, epoch=gap.uidvalidity, task=gap.task)


def _left_out(accounted: Iterator[int], first: int, before: int) -> Iterator[tuple[int, int]]:
    """The ranges from `first` up to `before` that ascending numbers leave out."""
    expected = first
    for number in accounted:
        if number > expected:
            yield expected, number - 1
        expected = max(expected, number + 1)
    if expected < before:
        yield expected, before - 1
