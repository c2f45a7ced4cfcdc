"""What an attempt makes of a letter: its state, the deadlines it keeps, what it leaves to a person.

Each function is one transaction of the clerk's.

Faults: those of the database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from mailbot.casework.holding_back import Warn, held
from mailbot.casework.letter_acts import LetterActs
from mailbot.casework.moving import follow
from mailbot.complaints.states import Move
from mailbot.journal import masked
from mailbot.store import deadlines, outbox, recovery, stopping, tasks
from mailbot.store.journal import Event, Facts, append
from mailbot.store.outbox import Letter, OutboxLetter
from mailbot.wire.outcome import Delayed, Delivered, Failed, Outcome, Unknown

BACKOFF_MOST = timedelta(hours=4)
#: A letter that waits longer because a server refuses us is told to a person; it goes on waiting.
TOLD_AFTER = timedelta(hours=1)
#: So is a letter to a complainant that a server puts off for longer: greylisting is over by then, and the
#: target for an acknowledgement may be the next business day, before we give up (RFC 5321 section 4.5.4.1).
PUT_OFF_TOLD_AFTER = timedelta(hours=2)


IN_ARCHIVE = "found in the archive"
#: How the reason of a letter begins of which the archive can tell nothing.
NO_COPY = "the archive refused its copy"
#: How long people who are at work have to mend an archive before they decide about letters without it.
PATIENCE = timedelta(hours=4)


def by_the_clock(since: datetime) -> datetime:
    return since + PATIENCE


@dataclass(frozen=True, slots=True)
class Terms:
    """What a deployment decides about delivery."""

    archive: str | None  # second recipient that proves acceptance
    settle_time: timedelta  # before a letter of unknown fate is looked at again
    retry_first: timedelta
    give_up_after: timedelta
    automatic_letters_per_hour: int
    surge_factor: int  # times what is usual in an hour; 0 asks nobody what is usual
    kept_by_acknowledgement: tuple[str, ...]  # names of the deadlines an acknowledgement discharges
    #: When a person decides about a letter for which the archive cannot be asked since then.
    decide_by: Callable[[datetime], datetime] = by_the_clock


class Settling:
    """Writes outcomes down; holds nothing that changes."""

    def __init__(self, terms: Terms, owner: str, warn: Warn, letter_acts: LetterActs) -> None:
        self._terms = terms
        self._owner = owner
        self._warn = warn
        self._letter_acts = letter_acts

    def arm(self, session: Session, letter: OutboxLetter, now: datetime) -> tuple[bool, list[Event]]:
        """The last moment before the letter may be accepted: whether it may go, as its case stands now.

        One that may not is HELD, and lies before a person.
        """
        why = self._letter_acts.refusal(session, letter, now) if letter.act is not None else ""
        if not why and outbox.arm(session, letter.id, owner=self._owner, now=now):
            return True, []
        why = stopping.hold_back(session, letter.id, self._owner, why, now)
        return False, [held(session, self._warn, letter, why, now)] if why else []

    def settle(
        self, session: Session, letter: OutboxLetter, outcome: Outcome, now: datetime, again_for_us: datetime
    ) -> list[Event]:
        """Write down what one attempt came to.

        `again_for_us` is when to try again where the server refused us and not the letter.
        """
        fields: Facts = {"letter": letter.id, "kind": letter.kind}
        mine: dict[str, Any] = {"letter_id": letter.id, "owner": self._owner, "now": now}
        done, moved = True, list[Event]()
        match outcome:
            case Delivered(reply, refused):
                done = outbox.sent(session, reply=reply, **mine)
                name, fields["reply"] = "letter-sent", masked(reply)
                fields["leaflet"] = letter.leaflet_version
                fields["refused"] = masked(", ".join(refused)) or None
                if refused:
                    self._refused_copy(session, refused, now)
                # A late reply is proof, whatever became of it meanwhile.
                moved = self._keep(session, letter, now)
                if done and not outbox.is_bounced(session, letter.id):
                    self._letter_acts.went(session, letter, now)
            case Delayed(reply, ours) if ours or now < letter.created_at + self._terms.give_up_after:
                again = again_for_us if ours else now + self.backoff(letter.id, letter.attempts)
                done = self._put_off_until(session, letter, reply, again, now, ours=ours)
                name, fields["reply"], fields["again"] = "letter-delayed", masked(reply), again.isoformat()
            case Delayed(reply) | Failed(reply):
                done = outbox.failed(session, reply=reply, **mine)
                name, fields["reply"] = "letter-failed", masked(reply)
                if done:
                    self._owed(session, letter, f"{letter.kind} was refused: {reply}", now)
            case Unknown(why, refused):
                if refused:
                    self._refused_copy(session, refused, now)
                    why = f"{NO_COPY}; {why}"
                done = outbox.unknown(session, why=why, settle_at=now + self._terms.settle_time, **mine)
                name, fields["why"] = "letter-unknown", masked(why)
        if not done:
            return []  # somebody else has it: what we were told is not its fate
        events = [Event(name, now, letter.case, fields, {"to": letter.recipient}), *moved]
        append(session, events)
        return events

    def _put_off_until(
        self,
        session: Session,
        letter: OutboxLetter,
        reply: str,
        again: datetime,
        now: datetime,
        *,
        ours: bool,
    ) -> bool:
        """To be tried again; where it was about us the letter has not had its turn."""
        owner = self._owner
        done = ours and outbox.put_back(session, letter.id, owner=owner, next_attempt_at=again, reply=reply)
        done = done or outbox.delayed(
            session, letter.id, owner=owner, reply=reply, next_attempt_at=again, now=now
        )
        if done and ours and now > letter.created_at + TOLD_AFTER:
            detail = f"letters wait since {letter.created_at:%d %b %H:%M} UTC: {reply}"
            self._warn(session, f"submission:{now:%Y-%m-%d}", "letters cannot be sent", detail, now)
        elif done and not ours:
            self._put_off(session, letter, reply, now)
        return done

    def _refused_copy(self, session: Session, refused: Mapping[str, str], now: datetime) -> None:
        detail = f"the archive address was refused: {'; '.join(refused.values())}"
        self._warn(session, f"archive:{now:%Y-%m-%d}", "no archive copy", detail, now)

    def _put_off(self, session: Session, letter: OutboxLetter, reply: str, now: datetime) -> None:
        """A letter that may miss its day lies before a person while it is still tried."""
        if letter.audience != "complainant" or now < letter.created_at + PUT_OFF_TOLD_AFTER:
            return
        until = letter.created_at + self._terms.give_up_after
        detail = f"{letter.kind} is put off since {letter.created_at:%d %b %H:%M} UTC: {reply}; "
        detail += f"it is tried until {until:%d %b %H:%M} UTC; if that is too late, write or ring another way"
        self._warn(session, f"put-off:{letter.id}", "letter delayed", detail, now, letter=letter)

    def _keep(self, session: Session, letter: OutboxLetter | Letter, now: datetime) -> list[Event]:
        """What a letter keeps by having gone out, unless a report was quicker and it came back."""
        case_id = letter.case_id if letter.kind == "acknowledgement" else None
        moved: list[Event] = []
        if (case_id is None and letter.attempts == 1) or outbox.is_bounced(session, letter.id):
            return moved
        if case_id is not None:
            names = self._terms.kept_by_acknowledgement
            deadlines.discharge(session, case_id, names, at=now, by=deadlines.ACKNOWLEDGED)
            moved = follow(session, letter.case, Move.ACKNOWLEDGED, now)
        if letter.attempts > 1:  # it may have lain before a person meanwhile
            tasks.settle_of_letter(session, letter.id, "mailbot", "it was sent after all", now)
        return moved

    def _owed(self, session: Session, letter: OutboxLetter | Letter, detail: str, now: datetime) -> None:
        """A letter that will not go out by itself lies before a person, never in silence."""
        # A letter that is tried again by hand and fails again is a task again.
        key = f"letter:{letter.id}:{letter.attempts}"
        self._warn(session, key, "letter not delivered", detail, now, letter=letter)

    def mend(
        self,
        session: Session,
        dead: Collection[str],
        now: datetime,
        *,
        archived: bool = False,
        first: bool = False,
    ) -> list[Event]:
        """Letters whose owner is gone, or whose fate stayed unknown long enough (RELIABILITY section 5.3).

        `archived`: those to complainants are looked for in the archive first; `first`: since we began, so
        that somebody may have ended while he looked.
        """
        if first:
            recovery.look_again(session, now)
        settle_at = now + self._terms.settle_time
        mended = recovery.recover(session, now=now, settle_at=settle_at, dead=dead, archived=archived)
        events = [self._recovered(session, found, now) for found in mended]
        append(session, events)
        return events

    def looked_for(
        self, session: Session, letters: Sequence[Letter], found: Collection[str], now: datetime
    ) -> list[Event]:
        """Copies of letters of unknown fate were looked for in the archive; `found` are Message-IDs."""
        events = []
        for letter in letters:
            if letter.message_id not in found:
                once_more = recovery.not_found(session, letter, now)
                events += [self._recovered(session, once_more, now)] if once_more else []
            elif outbox.came_back(session, letter.message_id, now, IN_ARCHIVE):
                moved = self._keep(session, letter, now)
                if not outbox.is_bounced(session, letter.id):
                    self._letter_acts.went(session, letter, now)
                fields: Facts = {"letter": letter.id, "kind": letter.kind, "reply": IN_ARCHIVE}
                events.append(Event("letter-sent", now, letter.case, fields, {"to": letter.recipient}))
                events += moved
        append(session, events)
        return events

    def could_not_look(
        self, session: Session, letters: Sequence[Letter], why: str, now: datetime
    ) -> list[Event]:
        """The archive cannot be asked: no second copy on a guess, and no silence about it either."""
        events = []
        for letter in letters:
            since = (letter.armed_at or letter.created_at) + self._terms.settle_time
            if now >= self._terms.decide_by(since):
                told = f"the archive could not be asked since {since:%d %b %H:%M} UTC: {why}"
                given_up = recovery.give_up(session, letter, told)
                events += [self._recovered(session, given_up, now)] if given_up else []
            if now >= since + TOLD_AFTER:
                detail = f"letters of unknown fate wait since {since:%d %b %H:%M} UTC: {why}"
                key = f"archive-unreachable:{now:%Y-%m-%d}"
                self._warn(session, key, "archive not reachable", detail, now)
        append(session, events)
        return events

    def _recovered(self, session: Session, found: recovery.Recovered, now: datetime) -> Event:
        letter = found.letter
        if found.for_a_person:
            told = f"nobody knows whether the {letter.kind} arrived: {found.why}"
            self._owed(session, letter, told, now)
        fields: Facts = {"letter": letter.id, "kind": letter.kind, "state": found.state}
        return Event("letter-recovered", now, letter.case, fields | {"why": masked(found.why)})

    def backoff(self, letter_id: int, attempts: int) -> timedelta:
        """Doubling, with a jitter of its own for each letter and attempt that a restart does not change."""
        doubled: timedelta = self._terms.retry_first * 2 ** min(attempts - 1, 12)
        base = min(doubled, BACKOFF_MOST)
        jitter = sha256(f"{letter_id}:{attempts}".encode()).digest()[0] / 255
        return base * (0.8 + 0.4 * jitter)
