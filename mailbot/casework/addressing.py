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
from mailbot.store import others, owed
from mailbot.store.cases import Case


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

    What was said in another open case of whoever reads mail at these `recipients` counts too.
    """
    if although.strip():
        return
    about = {case.id: (case.reference, case.life_at_risk)}
    for recipient in recipients:
        for case_id, reference, life_at_risk in others.open_cases_of(session, recipient):
            about.setdefault(case_id, (reference, life_at_risk))
    for case_id, (reference, life_at_risk) in about.items():
        why = "life may be at risk" if life_at_risk else ""
        why = why or ("contact may not be safe" if owed.unsafe_contact(session, case_id) else "")
        if why:
            there = "" if case_id == case.id else f", as {reference} of the same person says"
            raise NotAllowed(
                f"{case.reference}: {why}{there}; where it is right to write all the same, say --although "
                '"what was considered"'
            )
