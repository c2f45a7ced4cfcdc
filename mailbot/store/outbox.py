"""The outbox: letters as final octets, and what may happen to them.

States, each arrow a durable commit (RELIABILITY section 5.3):

    PENDING → CLAIMED → ARMED → SENT
    CLAIMED → PENDING    put back, or its owner is gone: it was not sent
    CLAIMED, ARMED → PENDING (transient reply) or FAILED (permanent reply)
    ARMED → UNKNOWN      no reply, or its owner is gone
    UNKNOWN → PENDING    once, after its settle time: the same octets, the second and last copy
    PENDING or CLAIMED → HELD    stopped: a person must consider it first (`store.stopping`)
    HELD → PENDING, PENDING or HELD → CANCELLED    by a person

An attempt is registered when a letter is claimed, before the server is called: a crash costs a delay, not a
storm. Every move names the state and the owner it starts from, and says whether it happened.

Faults: none of its own; a move that was not possible is False.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, insert, or_, select, update
from sqlmodel import Session

from mailbot.store.letters import HANDLER as HANDLER
from mailbot.store.letters import Attempt as Attempt
from mailbot.store.letters import Letter as Letter
from mailbot.store.letters import NewLetter as NewLetter
from mailbot.store.letters import OutboxLetter as OutboxLetter
from mailbot.store.letters import attempts as attempts
from mailbot.store.letters import by_message_id as by_message_id
from mailbot.store.letters import claimed
from mailbot.store.letters import counts as counts
from mailbot.store.letters import get as get
from mailbot.store.letters import list_letters as list_letters
from mailbot.store.letters import put as put
from mailbot.store.letters import sent_since as sent_since
from mailbot.store.letters import show as show
from mailbot.store.letters import waiting as waiting
from mailbot.store.statements import INDEXED, plain
from mailbot.store.tables import PENDING, letter_attempts, letters

#: The states of a letter that may go out yet, or for all that is known did.
ON_THE_WAY = ("PENDING", "CLAIMED", "ARMED", "UNKNOWN", "HELD")
#: Longer than any SMTP dialogue (RFC 5321 section 4.5.3.2): who has not settled by then is gone.
LEASE = timedelta(minutes=45)
_BACKOFF = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1))


def default_backoff(_letter_id: int, attempt: int) -> timedelta:
    return _BACKOFF[min(attempt, len(_BACKOFF)) - 1]


def claim(
    session: Session,
    *,
    owner: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    backoff: Callable[[int, int], timedelta] = default_backoff,
    audience: str | None = None,
    most_automatic: int | None = None,
) -> list[OutboxLetter]:
    """Take letters that are due, mail to handlers first; of letters to complainants `most_automatic`."""
    due = _due(session, now, limit, audience)
    if most_automatic is not None:
        automatic = [row for row in due if row.audience != HANDLER][most_automatic:]
        due = [row for row in due if row not in automatic]
    if not due:
        return []
    connection = session.connection()
    ours = {"who": owner, "until": now + lease}
    numbered = [(row.id, row.attempts + 1) for row in due]
    moves = [ours | {"which": one, "number": n, "again": now + backoff(one, n)} for one, n in numbered]
    connection.execute(_CLAIM, moves)
    attempt = {"owner": plain(owner, INDEXED), "at": now}
    connection.execute(
        insert(letter_attempts), [attempt | {"letter_id": one, "number": n} for one, n in numbered]
    )
    return claimed(session, [row.id for row in due])


def _due(session: Session, now: datetime, limit: int, audience: str | None) -> list[Any]:
    query = _DUE if audience is None else _DUE.where(letters.c.audience == audience)
    return list(session.connection().execute(query, {"now": now, "most": limit}))


# Written once: building a statement costs as much as carrying it out, and these are asked of every letter.
_DUE = (
    select(letters.c.id, letters.c.attempts, letters.c.audience)
    .where(PENDING, letters.c.next_attempt_at <= bindparam("now"))
    .order_by(letters.c.priority, letters.c.next_attempt_at, letters.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(letters)
    .where(letters.c.id == bindparam("which"))
    .values(
        state="CLAIMED",
        owner=bindparam("who"),
        lease_until=bindparam("until"),
        attempts=bindparam("number"),
        next_attempt_at=bindparam("again"),
    )
)
_ARM = (
    update(letters)
    .where(
        letters.c.id == bindparam("which"),
        letters.c.state == "CLAIMED",
        letters.c.owner == bindparam("who"),
        letters.c.lease_until > bindparam("moment"),
        letters.c.stopped == "",
    )
    .values(state="ARMED", armed_at=bindparam("moment"), lease_until=bindparam("until"))
)
_SENT = (
    update(letters)
    .where(
        letters.c.id == bindparam("which"),
        or_(
            letters.c.state.in_(["ARMED", "UNKNOWN"]),
            and_(letters.c.state.in_(["PENDING", "HELD"]), letters.c.second_copy),
        ),
        letters.c.owner == bindparam("who"),
    )
    .values(
        state="SENT",
        lease_until=None,
        settle_at=None,
        settled_at=bindparam("moment"),
        reply=bindparam("said"),
    )
)
_END = (
    update(letter_attempts)
    .where(
        letter_attempts.c.letter_id == bindparam("which"),
        letter_attempts.c.number
        == select(letters.c.attempts).where(letters.c.id == bindparam("which")).scalar_subquery(),
    )
    .values(outcome=bindparam("how"), reply=bindparam("said"), ended_at=bindparam("moment"))
)
_BOUNCED = select(letters.c.id).where(letters.c.id == bindparam("which"), letters.c.bounced_at.is_not(None))


def arm(session: Session, letter_id: int, owner: str, now: datetime, lease: timedelta = LEASE) -> bool:
    """The last moment before the letter may be accepted. False: it is no longer ours, do not send it.

    The lease begins anew: it was claimed with others, which may have taken long.
    """
    values = {"which": letter_id, "who": owner, "moment": now, "until": now + lease}
    return session.connection().execute(_ARM, values).rowcount == 1


def sent(session: Session, letter_id: int, owner: str, reply: str, now: datetime) -> bool:
    """The server took it. A late reply is proof even where the letter was given up as unknown meanwhile."""
    values = {"which": letter_id, "who": owner, "moment": now, "said": plain(reply)}
    done = session.connection().execute(_SENT, values).rowcount == 1
    if done:
        end_attempt(session, letter_id, "sent", reply, now)
    return done


def delayed(
    session: Session, letter_id: int, owner: str, reply: str, next_attempt_at: datetime, now: datetime
) -> bool:
    """The server said no for now: it was not sent."""
    done = move(
        session,
        letter_id,
        _answered(owner),
        state="PENDING",
        owner=None,
        lease_until=None,
        settle_at=None,
        next_attempt_at=next_attempt_at,
        reply=plain(reply),
    )
    if done:
        end_attempt(session, letter_id, "delayed", reply, now)
    return done


def failed(session: Session, letter_id: int, owner: str, reply: str, now: datetime) -> bool:
    """The server said no for good."""
    return _settle(session, letter_id, _answered(owner), "FAILED", reply, now)


def unknown(
    session: Session, letter_id: int, owner: str, why: str, now: datetime, settle_at: datetime
) -> bool:
    """Nobody knows whether the server took it; look again at `settle_at`."""
    condition = and_(letters.c.state == "ARMED", letters.c.owner == owner)
    values = {"state": "UNKNOWN", "state_reason": plain(why), "settle_at": settle_at, "lease_until": None}
    done = move(session, letter_id, condition, **values)
    if done:
        end_attempt(session, letter_id, "unknown", why, now)
    return done


def put_back(
    session: Session, letter_id: int, owner: str, next_attempt_at: datetime, reply: str | None = None
) -> bool:
    """Claimed and not begun, or `reply` is about us: nothing was attempted after all."""
    said = {} if reply is None else {"reply": plain(reply)}
    condition = and_(letters.c.state == "CLAIMED", letters.c.owner == owner)
    number = select(letters.c.attempts).where(letters.c.id == letter_id).scalar_subquery()
    done = move(
        session, letter_id, condition, state="PENDING", owner=None, lease_until=None,
        next_attempt_at=next_attempt_at, **said,
    )  # fmt: skip
    if done:
        connection = session.connection()
        registered = letter_attempts.c
        connection.execute(
            letter_attempts.delete().where(registered.letter_id == letter_id, registered.number == number)
        )
        connection.execute(
            update(letters).where(letters.c.id == letter_id).values(attempts=letters.c.attempts - 1)
        )
    return done


def came_back(
    session: Session, message_id: str, now: datetime, how: str = "found in our own mailbox"
) -> bool:
    """Proof that the server accepted a letter, such as its copy in a mailbox of ours."""
    letter = by_message_id(session, message_id)
    if letter is None:
        return False
    # One that is being sent at this moment is settled by whoever sends it.
    waits = letters.c.state.in_(["PENDING", "HELD"])
    condition = or_(letters.c.state == "UNKNOWN", and_(waits, letters.c.second_copy))
    return _settle(session, letter.id, condition, "SENT", how, now)


def bounced(session: Session, letter_id: int, told: str, now: datetime) -> bool:
    """A report says that it was not delivered (RFC 3464). The first report counts."""
    return move(session, letter_id, letters.c.bounced_at.is_(None), bounced_at=now, bounce=plain(told))


def is_bounced(session: Session, letter_id: int) -> bool:
    """A report may be read before what the server replied is written down."""
    return session.connection().execute(_BOUNCED, {"which": letter_id}).first() is not None


def retry(session: Session, letter_id: int, now: datetime, *, stopped: str = "") -> bool:
    """A person wants it sent, or sent again, now. After an unknown fate no other copy follows by itself.

    `stopped`: for what it was stopped when the person considered it; for something else it is not sent.
    """
    may_go = letters.c.state.in_(["PENDING", "HELD", "FAILED", "UNKNOWN", "CANCELLED"])
    condition = and_(may_go, letters.c.stopped == stopped)
    return move(
        session, letter_id, condition, state="PENDING", state_reason="", owner=None, lease_until=None,
        settle_at=None, settled_at=None, next_attempt_at=now, stopped="",
        second_copy=or_(letters.c.second_copy, letters.c.state == "UNKNOWN"),
    )  # fmt: skip


def cancel(session: Session, letter_id: int, why: str, now: datetime) -> bool:
    """A person does not want it sent (again)."""
    condition = letters.c.state.in_(["PENDING", "HELD", "UNKNOWN", "FAILED"])
    return move(session, letter_id, condition, state="CANCELLED", state_reason=plain(why), settled_at=now)


def withdraw(session: Session, letter_id: int, why: str, now: datetime) -> bool:
    """What it says was said otherwise, or is true no more: it must not go out by itself, or when somebody
    lets it go on. One that is being sent does not go again."""
    # PENDING too: one that is claimed between the two statements is not armed.
    may_go = letters.c.state.in_(["PENDING", "CLAIMED", "ARMED", "UNKNOWN"])
    move(session, letter_id, may_go, stopped=plain(why))
    values = {"state": "CANCELLED", "state_reason": plain(why), "settled_at": now}
    return move(session, letter_id, letters.c.state.in_(["HELD", "PENDING"]), **values)


def hold_again(session: Session, letter_id: int) -> bool:
    """One that was withdrawn lies before a person again, for the reason it has."""
    return move(session, letter_id, letters.c.state == "CANCELLED", state="HELD", settled_at=None)


def _answered(owner: str) -> Any:
    return and_(letters.c.state.in_(["CLAIMED", "ARMED", "UNKNOWN"]), letters.c.owner == owner)


def _settle(session: Session, letter_id: int, condition: Any, state: str, reply: str, now: datetime) -> bool:
    done = move(
        session, letter_id, condition, state=state, lease_until=None, settle_at=None, settled_at=now,
        reply=plain(reply),
    )  # fmt: skip
    if done:
        end_attempt(session, letter_id, state.lower(), reply, now)
    return done


def move(session: Session, letter_id: int, condition: Any, **values: Any) -> bool:
    statement = update(letters).where(letters.c.id == letter_id, condition).values(**values)
    return session.connection().execute(statement).rowcount == 1


def end_attempt(session: Session, letter_id: int, outcome: str, reply: str, now: datetime) -> None:
    """Of the latest attempt. One that was unknown keeps saying so until something better is known."""
    values = {"which": letter_id, "how": outcome, "said": plain(reply), "moment": now}
    session.connection().execute(_END, values)
