"""To whom a letter goes that a person sends: an address that was given, and what was considered before.

Faults: `NotAllowed` with the reason.
"""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from sqlmodel import Session

from mailbot.casework.moving import NotAllowed
from mailbot.complaints.practice import Practice
from mailbot.complaints.withholding import reason_never_to_write
from mailbot.mail.message import Address
from mailbot.store.cases import Case
from mailbot.store.harm import harm_in, harm_known


def address_given(to: str, practice: Practice) -> Address:
    """The address a person typed, if a letter to a complainant can go there."""
    try:
        found = validate_email(to.strip(), check_deliverability=False)
    except EmailNotValidError as reason:
        raise NotAllowed(f"{to!r} is not an e-mail address: {reason}") from None
    if found.ascii_email is None:
        raise NotAllowed(f"{to!r}: letters go to plain addresses only; the part before the @ is not")
    address = Address("", found.ascii_email)
    if never := reason_never_to_write(address, practice):
        raise NotAllowed(f"{address.addr_spec} gets no letter to a complainant: {never}")
    return address


def require_considered(session: Session, case: Case, although: str, *recipients: str) -> None:
    """Where a letter may do harm a person says what was considered (FG21/1).

    What was said in another case of whoever reads mail at these `recipients` counts too.
    """
    if although.strip():
        return
    why = harm_in(session, case.id, life_at_risk=case.life_at_risk)
    elsewhere = (harm_known(session, recipient, but=case.id) for recipient in recipients)
    if why := why or next(filter(None, elsewhere), ""):
        raise NotAllowed(
            f"{case.reference}: {why}; where it is right to write all the same, say --although "
            '"what was considered"'
        )
