"""What other cases have to do with a letter: the same person's, and other people's that it names.

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlmodel import Session

from mailbot.store.letters import HANDLER
from mailbot.store.statements import chunks, folded, person
from mailbot.store.tables import cases, letters, parties


def open_cases_of(session: Session, address: str) -> list[tuple[int, str, bool]]:
    """Open cases of whoever reads mail at an address: id, reference, and whether life may be at risk."""
    theirs = select(parties.c.case_id).where(parties.c.address.in_({folded(address), person(address)}))
    written_to = select(letters.c.case_id).where(
        letters.c.recipient_key == person(address), letters.c.audience != HANDLER
    )
    query = (
        select(cases.c.id, cases.c.reference, cases.c.life_at_risk)
        .where(cases.c.status == "open", or_(cases.c.id.in_(theirs), cases.c.id.in_(written_to)))
        .order_by(cases.c.id)
    )
    return [(row.id, row.reference, bool(row.life_at_risk)) for row in session.connection().execute(query)]


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
