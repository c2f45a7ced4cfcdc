"""Who does a thing that only one daemon may do, such as reading one mailbox.

A lease lapses unless it is renewed. Its fence number grows with every change of owner, so that one who slept
through the end of a lease notices when it asks (RELIABILITY section 5.4).

Faults: none; losing a lease is an answer, not an exception.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from mailbot.store.statements import is_new
from mailbot.store.tables import leases

#: How far the clocks of two machines may be apart, and an hour that is set back by hand.
AHEAD = timedelta(hours=1, minutes=10)


_WHOSE = (
    select(leases.c.owner, leases.c.fence, leases.c.until)
    .where(leases.c.name == bindparam("which"))
    .with_for_update()
)
_HOLDS = (
    select(leases.c.fence)
    .where(
        leases.c.name == bindparam("which"),
        leases.c.owner == bindparam("who"),
        leases.c.fence == bindparam("fence"),
        leases.c.until > bindparam("now"),
    )
    .with_for_update(read=True)
)


def acquire(session: Session, name: str, owner: str, now: datetime, ttl: timedelta) -> int | None:
    """Take or renew a lease and return its fence number; None while somebody else holds it."""
    connection = session.connection()
    fresh = {"name": name, "owner": owner, "fence": 1, "until": now + ttl}
    if is_new(session, leases, fresh, ["name"]):
        return 1
    row = connection.execute(_WHOSE, {"which": name}).one()
    # One that ends later than any was ever given was taken while a clock was ahead.
    held = now < row.until <= now + ttl + AHEAD
    if held and row.owner != owner:
        return None
    fence: int = row.fence if held else row.fence + 1
    connection.execute(
        update(leases).where(leases.c.name == name).values(owner=owner, fence=fence, until=now + ttl)
    )
    return fence


def holds(session: Session, name: str, owner: str, fence: int, now: datetime) -> bool:
    """Whether the lease is still ours; on PostgreSQL nobody can take it until this transaction ends."""
    about = {"which": name, "who": owner, "fence": fence, "now": now}
    return session.connection().execute(_HOLDS, about).first() is not None


def release(session: Session, name: str, owner: str, fence: int, now: datetime) -> bool:
    """Let go at once. The row stays, for its fence."""
    statement = update(leases).where(
        leases.c.name == name, leases.c.owner == owner, leases.c.fence == fence, leases.c.until > now
    )
    return session.connection().execute(statement.values(until=now)).rowcount == 1


def owners(session: Session, now: datetime) -> set[str]:
    """Everybody who holds a lease that has not lapsed."""
    return set(session.connection().execute(select(leases.c.owner).where(leases.c.until > now)).scalars())


def lapse(session: Session, dead: Collection[str], now: datetime) -> None:
    """End the leases of owners known to be gone; the next owner need not wait for the end of each."""
    statement = update(leases).where(leases.c.owner.in_(list(dead)), leases.c.until > now)
    session.connection().execute(statement.values(until=now))
