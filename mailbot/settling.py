"""What an attempt makes of a letter: its state, the deadlines it keeps, what it leaves to a person.

Each function is one transaction of the clerk's.

Faults: those of the database.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from sqlmodel import Session

from mailbot.journal import masked
from mailbot.store import deadlines, outbox, recovery, tasks
from mailbot.store.journal import Event, Facts, append
from mailbot.store.outbox import Letter, OutboxLetter
from mailbot.wire.outcome import Delayed, Delivered, Failed, Outcome, Unknown

BACKOFF_MOST = timedelta(hours=4)
#: A letter that waits longer because a server refuses us is told to a person; it goes on waiting.
TOLD_AFTER = timedelta(hours=1)


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


class Settling:
    """Writes outcomes down; holds nothing that changes."""

    def __init__(self, terms: Terms, owner: str, warn: Warn) -> None:
        self._terms = terms
        self._owner = owner
        self._warn = warn

    def settle(
        self, session: Session, letter: OutboxLetter, outcome: Outcome, now: datetime, again_for_us: datetime
    ) -> list[Event]:
        """Write down what one attempt came to.

        `again_for_us` is when to try again where the server refused us and not the letter.
        """
        fields: Facts = {"letter": letter.id, "kind": letter.kind}
        match outcome:
            case Delivered(reply, refused):
                outbox.sent(session, letter.id, owner=self._owner, reply=reply, now=now)
                name, fields["reply"] = "letter-sent", masked(reply)
                fields["refused"] = masked(", ".join(refused)) or None
                if refused:
                    detail = f"the archive address was refused: {'; '.join(refused.values())}"
                    self._warn(session, f"archive:{now:%Y-%m-%d}", "no archive copy", detail, now)
                if letter.kind == "acknowledgement" and letter.case_id is not None:
                    kept = self._terms.kept_by_acknowledgement
                    deadlines.discharge(session, letter.case_id, kept, at=now, by=deadlines.ACKNOWLEDGED)
            case Delayed(reply, ours) if ours or now < letter.created_at + self._terms.give_up_after:
                again = again_for_us if ours else now + self.backoff(letter.id, letter.attempts)
                outbox.delayed(
                    session, letter.id, owner=self._owner, reply=reply, next_attempt_at=again, now=now
                )
                name, fields["reply"], fields["again"] = "letter-delayed", masked(reply), again.isoformat()
                if ours and now > letter.created_at + TOLD_AFTER:
                    detail = f"letters wait since {letter.created_at:%d %b %H:%M} UTC: {reply}"
                    self._warn(session, f"submission:{now:%Y-%m-%d}", "letters cannot be sent", detail, now)
            case Delayed(reply) | Failed(reply):
                outbox.failed(session, letter.id, owner=self._owner, reply=reply, now=now)
                name, fields["reply"] = "letter-failed", masked(reply)
                self._owed(session, letter, f"{letter.kind} was refused: {reply}", now)
            case Unknown(why):
                settle_at = now + self._terms.settle_time
                outbox.unknown(session, letter.id, owner=self._owner, why=why, now=now, settle_at=settle_at)
                name, fields["why"] = "letter-unknown", masked(why)
        events = [Event(name, now, letter.case, fields, {"to": letter.recipient})]
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
            letter_id=letter.id,
            now=now,
        )

    def mend(self, session: Session, dead: Collection[str], now: datetime) -> list[Event]:
        """Letters whose owner is gone, or whose fate stayed unknown long enough (RELIABILITY section 5.3)."""
        events = []
        settle_at = now + self._terms.settle_time
        for found in recovery.recover(session, now=now, settle_at=settle_at, dead=dead):
            letter = found.letter
            fields: Facts = {"letter": letter.id, "kind": letter.kind, "state": found.state, "why": found.why}
            events.append(Event("letter-recovered", now, letter.case, fields))
            if found.for_a_person:
                told = f"nobody knows whether the {letter.kind} arrived: {found.why}"
                self._owed(session, letter, told, now)
        append(session, events)
        return events

    def backoff(self, letter_id: int, attempts: int) -> timedelta:
        """Doubling, with a jitter of its own for each letter and attempt that a restart does not change."""
        doubled: timedelta = self._terms.retry_first * 2 ** min(attempts - 1, 12)
        base = min(doubled, BACKOFF_MOST)
        jitter = sha256(f"{letter_id}:{attempts}".encode()).digest()[0] / 255
        return base * (0.8 + 0.4 * jitter)
