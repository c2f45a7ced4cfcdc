"""Where a letter may do harm: what a case's messages say of it, and other cases of whoever reads the letter.

Faults: none of its own.
"""

from __future__ import annotations

from sqlalchemy import and_, exists, or_, select, union
from sqlmodel import Session

from mailbot.complaints.withholding import LIFE_AT_RISK, UNSAFE_CONTACT
from mailbot.store.letters import HANDLER
from mailbot.store.statements import folded, person
from mailbot.store.tables import cases, letters, messages, parties

#: A message of the case.
_SAYS_UNSAFE = and_(
    messages.c.case_id == cases.c.id, messages.c.extract["unsafe_contact"].as_boolean().is_(True)
)


def harm_known(session: Session, address: str, *, but: int | None = None) -> str:
    """Why a letter to an address may do harm, as another case than `but` of its reader says; else "".

    Life at risk was dealt with when its case was closed; who else reads the mail there was not.
    """
    theirs = select(parties.c.case_id).where(parties.c.address.in_({folded(address), person(address)}))
    written_to = select(letters.c.case_id).where(
        letters.c.recipient_key == person(address), letters.c.audience != HANDLER
    )
    of_them = cases.c.id.in_(union(theirs, written_to))
    life = and_(cases.c.life_at_risk, cases.c.status == "open")
    query = (
        select(cases.c.reference, life.label("life_at_risk"))
        .where(of_them, cases.c.id != (but or 0), or_(life, exists().where(_SAYS_UNSAFE)))
        .order_by(cases.c.id.desc())
    )
    row = session.connection().execute(query.limit(1)).first()
    if row is None:
        return ""
    return (
        f"{LIFE_AT_RISK if row.life_at_risk else UNSAFE_CONTACT}, as {row.reference} of the same person says"
    )


def harm_in(session: Session, case_id: int, *, life_at_risk: bool) -> str:
    """Why a letter in a case may do harm; else ""."""
    if life_at_risk:
        return LIFE_AT_RISK
    return UNSAFE_CONTACT if unsafe_contact(session, case_id) else ""


def unsafe_contact(session: Session, case_id: int) -> bool:
    """Whether any message of the case says that a letter could do harm."""
    query = select(cases.c.id).where(cases.c.id == case_id, exists().where(_SAYS_UNSAFE))
    return session.connection().execute(query).first() is not None
