"""The archive decides about letters of unknown fate (RELIABILITY section 5.3).

After its settle time a letter is looked for among the archive's copies by its own Message-ID:

    found           → SENT
    not found       → PENDING once more, the same octets; the second time before a person
    its copy refused →  as if not reachable
    not reachable   → stays UNKNOWN and is looked for again: never a second copy on a guess. After an hour a
                      task and oversight are told; after four hours of work a person decides about the letter

Letters to handlers have no copy there; they go on as without an archive.

Faults: those of the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from sqlmodel import Session

from mailbot.delivery.settling import NO_COPY, Settling
from mailbot.journal import Journal
from mailbot.store import recovery
from mailbot.store.journal import Event
from mailbot.store.outbox import Letter
from mailbot.wire.outcome import MailboxError

T = TypeVar("T")

#: Until a letter is looked for again, also where whoever did it died. Longer than a server may be silent.
AGAIN = timedelta(minutes=5)


class Archive(Protocol):
    """The mailbox with the second copies; see wire/shelf. It may take its time."""

    def holds(self, wanted: Iterable[tuple[str, datetime]]) -> set[str]: ...


class Clerk(Protocol):
    """Runs a function of a session in a transaction and answers once it is committed."""

    async def do(self, request: Callable[[Session], T]) -> T: ...


class ArchiveSearch:
    """Holds nothing that changes."""

    def __init__(
        self,
        archive: Archive,
        clerk: Clerk,
        settling: Settling,
        journal: Journal,
        clock: Callable[[], datetime],
    ) -> None:
        self._archive = archive
        self._clerk = clerk
        self._settling = settling
        self._journal = journal
        self._clock = clock

    async def sweep(self) -> None:
        """Look for every letter whose settle time is over, over one connection, and write down what comes."""
        now = self._clock()
        letters = await self._clerk.do(lambda session: recovery.to_look_for(session, now, now + AGAIN))
        if not letters:
            return
        silent = [letter for letter in letters if letter.state_reason.startswith(NO_COPY)]
        if silent:
            self._journal.emit(
                await self._clerk.do(lambda session: self._not_asked(session, silent, NO_COPY))
            )
            letters = [letter for letter in letters if letter not in silent]
        if not letters:
            return
        wanted = [(letter.message_id, letter.armed_at or letter.created_at) for letter in letters]
        try:
            found = await asyncio.to_thread(self._archive.holds, wanted)
        except MailboxError as fault:
            why = str(fault)
            events = await self._clerk.do(lambda session: self._not_asked(session, letters, why))
        else:
            events = await self._clerk.do(lambda session: self._asked(session, letters, found))
        self._journal.emit(events)

    def _asked(self, session: Session, letters: Sequence[Letter], found: set[str]) -> list[Event]:
        return self._settling.looked_for(session, letters, found, self._clock())

    def _not_asked(self, session: Session, letters: Sequence[Letter], why: str) -> list[Event]:
        return self._settling.could_not_look(session, letters, why, self._clock())
