"""Who complained in other cases than the one a letter is about.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlmodel import Session

from mailbot.store.statements import chunks, folded, person
from mailbot.store.tables import cases, parties


def complainants_among(
    session: Session, case_id: int, *, names: Collection[str], addresses: Collection[str]
) -> list[str]:
    """Which of these names and addresses are those of who complained in other cases only."""
    connection, found = session.connection(), []
    own = set(connection.execute(select(parties.c.address).where(parties.c.case_id == case_id)).scalars())
    mine = {person(address) for address in own}
    wanted = {folded(address): address for address in addresses if person(address) not in mine}
    for some in chunks(sorted(wanted)):
        query = select(parties.c.address).where(parties.c.address.in_(some)).distinct()
        found += [wanted[one] for one in connection.execute(query).scalars()]
    called = {name.casefold(): name for name in names}
    theirs = func.lower(cases.c.complainant_name)
    for some in chunks(sorted(called)):
        query = select(theirs).where(theirs.in_(some), cases.c.id != case_id).distinct()
        query = query.where(or_(cases.c.address.is_(None), func.lower(cases.c.address).not_in(sorted(own))))
        found += [called[one] for one in connection.execute(query).scalars() if one in called]
    return found
