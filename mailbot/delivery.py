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
from hashlib import sha256
from typing import Protocol, TypeVar

from sqlmodel import Session

from mailbot.journal import Journal
from mailbot.store import deadlines, outbox, recovery, tasks
from mailbot.store.database import Unavailable
from mailbot.store.journal import Event, Facts, append
from mailbot.store.outbox import Letter, OutboxLetter
from mailbot.wire.outcome import Delayed, Delivered, Failed, Outcome, Unknown

T = TypeVar("T")

#: Longer than any SMTP dialogue (RFC 5321 section 4.5.3.2): a lapsed lease means a dead owner.
LEASE = timedelta(minutes=45)
#: Letters to complainants: the breaker counts and may hold them. Mail to handlers is never held.
AUTOMATIC = ("acknowledgement", "leaflet")
#: How long to leave a server alone that refused us.
PAUSE_FIRST, PAUSE_MOST = timedelta(seconds=30), timedelta(minutes=15)
BACKOFF_MOST = timedelta(hours=4)
LETTERS_A_CLAIM = 64
#: Seconds between looks at the outbox while some courier is busy and there is nothing else to send.
LOOK_AGAIN_FIRST, LOOK_AGAIN_MOST = 0.02, 1.0
#: A letter that waits longer because a server refuses us is told to a person; it goes on waiting.
TOLD_AFTER = timedelta(hours=1)


class Courier(Protocol):
    """One connection to the submission server; see wire/smtp."""

    async def deliver(
        self, reverse_path: str, recipients: Sequence[str], raw: bytes, *, arm: Callable[[], Awaitable[bool]]
    ) -> Outcome: ...

    async def close(self) -> None: ...


class Clerk(Protocol):
    """Runs a function of a session in a transaction and answers once it is committed."""

    async def do(self, request: Callable[[Session], T]) -> T: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """What a deployment decides about delivery."""

    archive: str | None  # second recipient that proves acceptance
    settle_time: timedelta  # before a letter of unknown fate is looked at again
    retry_first: timedelta
    give_up_after: timedelta  # must be inside the shortest deadline, three business days
    automatic_letters_per_hour: int
    kept_by_acknowledgement: tuple[str, ...]  # names of the deadlines an acknowledgement discharges


class Warn(Protocol):
    """Lays something before a person and tells oversight, once per key."""

    def __call__(self, session: Session, key: str, reason: str, detail: str, now: datetime) -> None: ...


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
            backoff=self._backoff,
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
        events = await self._clerk.do(lambda session: self._settle(session, letter, outcome))
        del self._answered[letter.id]
        self._journal.emit(events)

    def _settle(self, session: Session, letter: OutboxLetter, outcome: Outcome) -> list[Event]:
        now = self._clock()
        fields: dict[str, str | int | bool | None] = {
            "letter": letter.id,
            "kind": letter.kind,
            "to": letter.recipient,
        }
        match outcome:
            case Delivered(reply, refused):
                outbox.sent(session, letter.id, owner=self._owner, reply=reply, now=now)
                name, fields["reply"] = "letter-sent", reply
                fields["refused"] = ", ".join(refused) or None
                if refused:
                    detail = f"the archive address was refused: {'; '.join(refused.values())}"
                    self._warn(session, f"archive:{now:%Y-%m-%d}", "no archive copy", detail, now)
                if letter.kind == "acknowledgement" and letter.case_id is not None:
                    kept = self._terms.kept_by_acknowledgement
                    deadlines.discharge(session, letter.case_id, kept, at=now, by=deadlines.ACKNOWLEDGED)
            case Delayed(reply, ours) if ours or now < letter.created_at + self._terms.give_up_after:
                again = self._again_for_us(now) if ours else now + self._backoff(letter.id, letter.attempts)
                outbox.delayed(
                    session, letter.id, owner=self._owner, reply=reply, next_attempt_at=again, now=now
                )
                name, fields["reply"], fields["again"] = "letter-delayed", reply, again.isoformat()
                if ours and now > letter.created_at + TOLD_AFTER:
                    detail = f"letters wait since {letter.created_at:%d %b %H:%M} UTC: {reply}"
                    self._warn(session, f"submission:{now:%Y-%m-%d}", "letters cannot be sent", detail, now)
            case Delayed(reply) | Failed(reply):
                outbox.failed(session, letter.id, owner=self._owner, reply=reply, now=now)
                name, fields["reply"] = "letter-failed", reply
                self._owed(session, letter, f"{letter.kind} was refused: {reply}", now)
            case Unknown(why):
                settle_at = now + self._terms.settle_time
                outbox.unknown(session, letter.id, owner=self._owner, why=why, now=now, settle_at=settle_at)
                name, fields["why"] = "letter-unknown", why
        events = [Event(name, now, letter.case, fields)]
        append(session, events)
        return events

    def _owed(self, session: Session, letter: OutboxLetter | Letter, detail: str, now: datetime) -> None:
        """A letter that will not go out by itself lies before a person, never in silence."""
        tasks.open_task(
            session,
            unique_key=f"letter:{letter.id}",
            reason="letter not delivered",
            detail=detail,
            case_id=letter.case_id,
            message_row_id=None,
            letter_id=letter.id,
            due_at=None,
            owner=None,
            now=now,
        )

    async def _recover(self, now: datetime) -> None:
        """Letters whose owner is gone, or whose fate stayed unknown long enough (RELIABILITY section 5.3)."""

        def mend(session: Session) -> list[Event]:
            events = []
            for found in recovery.recover(
                session,
                now=now,
                settle_at=now + self._terms.settle_time,
                # Nothing of ours is on the wire here: what we hold was left over by an outage.
                dead={*self._dead(session), self._owner},
            ):
                letter = found.letter
                fields: Facts = {
                    "letter": letter.id,
                    "kind": letter.kind,
                    "state": found.state,
                    "why": found.why,
                }
                events.append(Event("letter-recovered", now, letter.case, fields))
                if found.for_a_person:
                    self._owed(
                        session, letter, f"nobody knows whether the {letter.kind} arrived: {found.why}", now
                    )
            append(session, events)
            return events

        self._journal.emit(await self._clerk.do(mend))

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

    def _backoff(self, letter_id: int, attempts: int) -> timedelta:
        """Doubling, with a jitter of its own for each letter and attempt that a restart does not change."""
        doubled: timedelta = self._terms.retry_first * 2 ** min(attempts - 1, 12)
        base = min(doubled, BACKOFF_MOST)
        jitter = sha256(f"{letter_id}:{attempts}".encode()).digest()[0] / 255
        return base * (0.8 + 0.4 * jitter)
