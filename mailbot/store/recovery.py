"""Letters whose owner is gone, and letters of unknown fate: what becomes of them.

    CLAIMED, owner gone → PENDING: it was not sent
    ARMED, owner gone → UNKNOWN until its settle time
    UNKNOWN, settle time over → PENDING, once: the same octets, the second and last copy; after that a person

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlmodel import Session

from mailbot.store.letters import Letter, get
from mailbot.store.outbox import end_attempt, move
from mailbot.store.tables import letters

AT_ONCE = 3  # attempts that ended with their owner; after more of them the back-off holds


@dataclass(frozen=True, slots=True)
class Recovered:
    """A letter whose owner is gone or whose fate stayed unknown, and the state it is in now."""

    letter: Letter
    state: str
    why: str
    for_a_person: bool  # it may have gone out twice: no third copy by itself


def owners(session: Session) -> set[str]:
    """Everybody who has claimed a letter and not settled it."""
    query = select(letters.c.owner).where(letters.c.state.in_(["CLAIMED", "ARMED"])).distinct()
    return set(session.connection().execute(query).scalars())


def recover(
    session: Session, now: datetime, settle_at: datetime, dead: Collection[str] = ()
) -> list[Recovered]:
    """Letters whose owner is gone, and those whose fate is still unknown after their settle time.

    An owner is gone when its lease has lapsed, or when it is one of `dead`.
    """
    lapsed = and_(
        letters.c.state.in_(["CLAIMED", "ARMED"]),
        or_(letters.c.lease_until <= now, letters.c.owner.in_(list(dead))),
    )
    still = and_(letters.c.state == "UNKNOWN", letters.c.settle_at <= now)
    query = select(letters.c.id).where(or_(lapsed, still)).order_by(letters.c.id).limit(1000)
    ids = session.connection().execute(query.with_for_update(skip_locked=True)).scalars().all()
    found = []
    for letter_id in ids:
        letter = get(session, letter_id)
        if letter is not None:
            found.append(_recover(session, letter, now, settle_at, dead))
    return found


def _recover(
    session: Session, letter: Letter, now: datetime, settle_at: datetime, dead: Collection[str]
) -> Recovered:
    which, anyway = letter.id, letters.c.state == letter.state
    if letter.state == "CLAIMED":
        why = "whoever had claimed it is gone; it was not sent"
        # It was we who died, not the letter that was refused: at once, unless it happens again and again.
        at_once = letter.owner in dead and letter.attempts <= AT_ONCE
        again = now if at_once else letter.next_attempt_at
        move(session, which, anyway, state="PENDING", owner=None, lease_until=None, next_attempt_at=again)
        end_attempt(session, which, "abandoned", why, now)
        return Recovered(letter, "PENDING", why, for_a_person=False)
    if letter.state == "ARMED":
        why = "whoever was sending it is gone"
        move(session, which, anyway, state="UNKNOWN", state_reason=why, settle_at=settle_at)
        end_attempt(session, which, "unknown", why, now)
        return Recovered(letter, "UNKNOWN", why, for_a_person=False)
    if not letter.second_copy:
        # The owner stays: its late reply still proves that the first copy went out.
        move(session, which, anyway, state="PENDING", second_copy=True, settle_at=None, next_attempt_at=now)
        return Recovered(letter, "PENDING", f"sent once more ({letter.state_reason})", for_a_person=False)
    move(session, which, anyway, settle_at=None)
    return Recovered(letter, "UNKNOWN", f"unknown a second time ({letter.state_reason})", for_a_person=True)
