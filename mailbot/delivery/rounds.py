"""Deliver what the outbox holds: rows → courier.

Every step is a durable commit: PENDING → CLAIMED → ARMED → SENT, UNKNOWN or FAILED (store/outbox). A
letter is ARMED in the last moment before its DATA, so a crash before that costs a delay, and a crash
after it makes the outcome unknown, never two silent copies.

Faults: a delayed letter waits; a refused one fails and becomes a task for a person; a refusal of the
connection, the login or the sender is about us: it delays everything, burns no letter, and is journalled
once when it begins and once when it ends. While the database is away nothing is begun; what a server said
meanwhile is written down when it is back. Anything else is raised.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from sqlmodel import Session

from mailbot.casework.holding_back import Warn
from mailbot.casework.letter_acts import LetterActs
from mailbot.delivery.archive_search import Archive, ArchiveSearch
from mailbot.delivery.breaker import Breaker
from mailbot.delivery.settling import Settling, Terms
from mailbot.journal import Journal
from mailbot.mail.writing.envelope import word_of
from mailbot.store import outbox
from mailbot.store.database import Unavailable
from mailbot.store.journal import Event
from mailbot.store.outbox import LEASE, OutboxLetter
from mailbot.wire.outcome import Delayed, Failed, Outcome, UnsafeArgument

T = TypeVar("T")

#: How long to leave a server alone that refused us.
PAUSE_FIRST, PAUSE_MOST = timedelta(seconds=30), timedelta(minutes=15)
LETTERS_A_CLAIM = 64
#: Seconds between looks at the outbox while some courier is busy and there is nothing else to send.
LOOK_AGAIN_FIRST, LOOK_AGAIN_MOST = 0.02, 1.0


class Courier(Protocol):
    """One connection to the submission server; see wire/smtp."""

    async def deliver(
        self,
        reverse_path: str,
        recipients: Sequence[str],
        raw: bytes,
        *,
        arm: Callable[[], Awaitable[bool]],
        envelope_id: str = "",
    ) -> Outcome: ...

    async def close(self) -> None: ...


class Clerk(Protocol):
    """Runs a function of a session in a transaction and answers once it is committed."""

    async def do(self, request: Callable[[Session], T]) -> T: ...


@dataclass
class _Round:
    """One going through the outbox, shared by the couriers."""

    waiting: list[OutboxLetter] = field(default_factory=list)  # claimed, the next one last
    busy: int = 0  # couriers with a letter on the wire, and whoever asks the archive
    attempts: int = 0
    claiming: asyncio.Lock = field(default_factory=asyncio.Lock)


class Delivery:
    """Claims, delivers, settles. `deliver_due` is never run twice at once."""

    def __init__(
        self,
        clerk: Clerk,
        couriers: Sequence[Courier],
        terms: Terms,
        journal: Journal,
        *,
        owner: str,
        clock: Callable[[], datetime],
        dead: Callable[[Session], Collection[str]],
        warn: Warn,
        letter_acts: LetterActs,
        archive: Archive | None = None,
        at_work: Callable[[int], None] = lambda _: None,
    ) -> None:
        """`at_work` is told at each step how many letters are on the wire: there a server may be slow."""
        self._at_work = at_work
        self._on_the_wire = 0
        self._dead = dead  # owners of letters that are known to be gone
        self._breaker = Breaker(terms, journal, warn)
        self._settling = Settling(terms, owner, warn, letter_acts)
        self._search = ArchiveSearch(archive, clerk, self._settling, journal, clock) if archive else None
        self._searching: asyncio.Task[None] | None = None
        self._clerk = clerk
        self._couriers = couriers
        self._terms = terms
        self._journal = journal
        self._owner = owner
        self._clock = clock
        self._trouble: str | None = None
        self._pause = PAUSE_FIRST
        self._leave_alone_until: datetime | None = None
        self._stopping = False
        self._recovered = False  # what processes before us left over
        self._answered: dict[int, tuple[OutboxLetter, Outcome]] = {}  # and not written down yet
        self._outage: Unavailable | None = None

    @property
    def trouble(self) -> str | None:
        """Why the submission server cannot be used now, if it cannot."""
        return self._trouble

    def stop(self) -> None:
        """Finish the letters that are on the wire, take no other."""
        self._stopping = True
        if self._searching is not None:
            self._searching.cancel()

    async def deliver_due(self) -> int:
        """Deliver until nothing is due; returns how many attempts were made."""
        now = self._clock()
        # A pause that ends later than any was begun while our clock was ahead.
        if self._leave_alone_until is not None and now < self._leave_alone_until <= now + PAUSE_MOST:
            return 0
        self._leave_alone_until = None
        self._outage = None
        for letter, outcome in list(self._answered.values()):
            await self._write_down(letter, outcome)
        await self._recover(now)
        round_ = _Round()
        async with asyncio.TaskGroup() as group:
            if self._search is not None and not self._stopping:
                self._searching = group.create_task(self._look(self._search, round_))
            for courier in self._couriers:
                group.create_task(self._work(courier, round_))
        if self._outage is not None:
            raise self._outage
        await self._hand_back(round_.waiting)
        return round_.attempts

    async def close(self) -> None:
        for courier in self._couriers:
            await courier.close()

    def _claim(self, session: Session) -> list[OutboxLetter]:
        now = self._clock()
        room = self._breaker.room(session, now)
        return outbox.claim(
            session,
            owner=self._owner,
            now=now,
            lease=LEASE,
            limit=LETTERS_A_CLAIM,
            backoff=self._settling.backoff,
            audience=None if room else "handler",
            most_automatic=room,
        )

    async def _work(self, courier: Courier, round_: _Round) -> None:
        pause = LOOK_AGAIN_FIRST
        while not self._stopping and self._leave_alone_until is None and self._outage is None:
            try:
                letter = await self._next(round_)
                if letter is not None:
                    pause = LOOK_AGAIN_FIRST
                    round_.busy += 1
                    try:
                        await self._attempt(courier, letter)
                    finally:
                        round_.busy -= 1
                elif not round_.busy:
                    return
                else:
                    # A letter that hangs on its server must not keep others, an alert say, from going.
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LOOK_AGAIN_MOST)
            except Unavailable as fault:
                # Raised only when the others have finished: a letter on the wire is not given up for it.
                self._outage = fault

    async def _look(self, search: ArchiveSearch, round_: _Round) -> None:
        """Letters go out while the archive is asked, and those it does not know go out in this round."""
        round_.busy += 1
        try:
            await search.sweep()
        except Unavailable as fault:
            self._outage = fault
        finally:
            round_.busy -= 1

    async def _next(self, round_: _Round) -> OutboxLetter | None:
        async with round_.claiming:
            if not round_.waiting:
                letters = await self._clerk.do(self._claim)
                round_.attempts += len(letters)
                round_.waiting.extend(reversed(letters))
            return round_.waiting.pop() if round_.waiting else None

    async def _attempt(self, courier: Courier, letter: OutboxLetter) -> None:
        async def arm() -> bool:
            may_go, events = await self._clerk.do(
                lambda session: self._settling.arm(session, letter, self._clock())
            )
            self._journal.emit(events)
            return may_go

        recipients = [letter.recipient]
        if self._terms.archive is not None and letter.audience == "complainant":
            recipients.append(self._terms.archive)
        name = word_of(letter.message_id)
        outcome: Outcome
        self._begun(1)
        try:
            outcome = await courier.deliver(
                letter.return_path, recipients, letter.raw, arm=arm, envelope_id=name
            )
        except UnsafeArgument as fault:  # our own defect: this letter is for a person, the others go on
            outcome = Failed(f"it cannot be sent as it stands: {fault}")
        finally:
            self._begun(-1)
        self._answered[letter.id] = (letter, outcome)
        await self._write_down(letter, outcome)
        if isinstance(outcome, Delayed) and outcome.ours:
            self._refused_us(outcome.reply)
        else:
            self._accepted_us()

    def _begun(self, letters: int) -> None:
        self._on_the_wire += letters
        self._at_work(self._on_the_wire)

    async def _write_down(self, letter: OutboxLetter, outcome: Outcome) -> None:
        now = self._clock()
        again = self._again_for_us(now)
        events = await self._clerk.do(
            lambda session: self._settling.settle(session, letter, outcome, now, again)
        )
        del self._answered[letter.id]
        self._journal.emit(events)

    async def _recover(self, now: datetime) -> None:
        """Letters whose owner is gone, or whose fate stayed unknown long enough (RELIABILITY section 5.3)."""

        def mend(session: Session) -> list[Event]:
            # Nothing of ours is on the wire here: what we hold was left over by an outage.
            dead = {*self._dead(session), self._owner}
            archived = self._search is not None
            return self._settling.mend(session, dead, now, archived=archived, first=not self._recovered)

        self._journal.emit(await self._clerk.do(mend))
        self._recovered = True

    async def _hand_back(self, untouched: Sequence[OutboxLetter]) -> None:
        """Letters claimed and not begun, because the server refuses us or we are told to stop."""
        if not untouched:
            return
        at = self._leave_alone_until or self._clock()

        def put_back(session: Session) -> None:
            for letter in untouched:
                outbox.put_back(session, letter.id, owner=self._owner, next_attempt_at=at)

        await self._clerk.do(put_back)

    def _refused_us(self, reply: str) -> None:
        now = self._clock()
        if self._trouble is None:
            self._pause = PAUSE_FIRST
            self._journal.say("submission-trouble", now, why=reply)
        self._trouble = reply
        if self._leave_alone_until is None:
            self._leave_alone_until = now + self._pause
            self._pause = min(self._pause * 2, PAUSE_MOST)

    def _again_for_us(self, now: datetime) -> datetime:
        """When it is about us no letter has had its turn: all of them go as soon as the server takes us."""
        if self._leave_alone_until is not None:
            return self._leave_alone_until
        return now + (self._pause if self._trouble is not None else PAUSE_FIRST)

    def _accepted_us(self) -> None:
        if self._trouble is not None:
            self._journal.say("submission-back", self._clock())
        self._trouble = None
