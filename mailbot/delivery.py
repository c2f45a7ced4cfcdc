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

from mailbot.journal import Journal
from mailbot.settling import Settling, Terms, Warn
from mailbot.store import outbox
from mailbot.store.database import Unavailable
from mailbot.store.outbox import OutboxLetter
from mailbot.wire.outcome import Delayed, Outcome

T = TypeVar("T")

#: Longer than any SMTP dialogue (RFC 5321 section 4.5.3.2): a lapsed lease means a dead owner.
LEASE = timedelta(minutes=45)
#: Letters to complainants: the breaker counts and may hold them. Mail to handlers is never held.
AUTOMATIC = ("acknowledgement", "leaflet")
#: How long to leave a server alone that refused us.
PAUSE_FIRST, PAUSE_MOST = timedelta(seconds=30), timedelta(minutes=15)
LETTERS_A_CLAIM = 64
#: Seconds between looks at the outbox while some courier is busy and there is nothing else to send.
LOOK_AGAIN_FIRST, LOOK_AGAIN_MOST = 0.02, 1.0


class Courier(Protocol):
    """One connection to the submission server; see wire/smtp."""

    async def deliver(
        self, reverse_path: str, recipients: Sequence[str], raw: bytes, *, arm: Callable[[], Awaitable[bool]]
    ) -> Outcome: ...

    async def close(self) -> None: ...


class Clerk(Protocol):
    """Runs a function of a session in a transaction and answers once it is committed."""

    async def do(self, request: Callable[[Session], T]) -> T: ...


@dataclass
class _Round:
    """One going through the outbox, shared by the couriers."""

    waiting: list[OutboxLetter] = field(default_factory=list)  # claimed, the next one last
    busy: int = 0  # couriers with a letter on the wire
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
    ) -> None:
        self._dead = dead  # owners of letters that are known to be gone
        self._warn = warn
        self._settling = Settling(terms, owner, warn)
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
        self._broken = False
        self._answered: dict[int, tuple[OutboxLetter, Outcome]] = {}  # and not written down yet
        self._outage: Unavailable | None = None

    @property
    def trouble(self) -> str | None:
        """Why the submission server cannot be used now, if it cannot."""
        return self._trouble

    def stop(self) -> None:
        """Finish the letters that are on the wire, take no other."""
        self._stopping = True

    async def deliver_due(self) -> int:
        """Deliver until nothing is due; returns how many attempts were made."""
        now = self._clock()
        if self._leave_alone_until is not None and now < self._leave_alone_until:
            return 0
        self._leave_alone_until = None
        self._outage = None
        for letter, outcome in list(self._answered.values()):
            await self._write_down(letter, outcome)
        await self._recover(now)
        round_ = _Round()
        async with asyncio.TaskGroup() as group:
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
        hour = timedelta(hours=1)
        room = self._terms.automatic_letters_per_hour - outbox.sent_since(session, now - hour, AUTOMATIC)
        broken = room <= 0
        if broken and not self._broken:
            limit = self._terms.automatic_letters_per_hour
            self._journal.say("breaker-open", now, limit=limit)
            detail = f"more than {limit} letters in an hour: those to complainants wait; find out why"
            self._warn(session, f"breaker:{now:%Y-%m-%d}", "breaker open", detail, now)
        elif self._broken and not broken:
            self._journal.say("breaker-closed", now)
        self._broken = broken
        return outbox.claim(
            session,
            owner=self._owner,
            now=now,
            lease=LEASE,
            limit=LETTERS_A_CLAIM,
            backoff=self._settling.backoff,
            audience="handler" if broken else None,
            most_automatic=max(room, 0),
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

    async def _next(self, round_: _Round) -> OutboxLetter | None:
        async with round_.claiming:
            if not round_.waiting:
                letters = await self._clerk.do(self._claim)
                round_.attempts += len(letters)
                round_.waiting.extend(reversed(letters))
            return round_.waiting.pop() if round_.waiting else None

    async def _attempt(self, courier: Courier, letter: OutboxLetter) -> None:
        async def arm() -> bool:
            return await self._clerk.do(
                lambda session: outbox.arm(session, letter.id, owner=self._owner, now=self._clock())
            )

        recipients = [letter.recipient]
        if self._terms.archive is not None and letter.audience == "complainant":
            recipients.append(self._terms.archive)
        outcome = await courier.deliver(letter.return_path, recipients, letter.raw, arm=arm)
        self._answered[letter.id] = (letter, outcome)
        await self._write_down(letter, outcome)
        if isinstance(outcome, Delayed) and outcome.ours:
            self._refused_us(outcome.reply)
        else:
            self._accepted_us()

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
        self._journal.emit(
            await self._clerk.do(
                # Nothing of ours is on the wire here: what we hold was left over by an outage.
                lambda session: self._settling.mend(session, {*self._dead(session), self._owner}, now)
            )
        )

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
