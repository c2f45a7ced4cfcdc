"""What handlers, oversight and on-call are told of a case or of the installation, each mail once by its key.

Faults: as of everything written, `correspondence.CANNOT_WRITE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from mailbot.casework.correspondence import Correspondence
from mailbot.complaints.letters import (
    LetterCase,
    alert_context,
    handler_notice_context,
    message_notice_context,
)
from mailbot.mail.message import Address


def notify(
    letters: Correspondence,
    session: Session,
    case_id: int,
    case: LetterCase,
    *,
    recipient: Address,
    reason: str | None,
    references: int,
    contact: Sequence[str],
    attention: bool,
    unsafe_contact: bool,
    now: datetime,
) -> None:
    """Tell the handler of a new case."""
    letters.write_to(
        session,
        "handler_notice",
        lambda firm, _: handler_notice_context(
            firm,
            case,
            reason=reason,
            references=references,
            contact=contact,
            attention=attention,
            unsafe_contact=unsafe_contact,
            now=now,
        ),
        unique_key=f"case:{case_id}:handler_notice",
        recipient=recipient,
        now=now,
        case_id=case_id,
    )


def tell(
    letters: Correspondence,
    session: Session,
    case_id: int,
    *,
    unique_key: str,
    reference: str,
    recipient: Address,
    received_at: datetime,
    regulator: bool,
    reopened: bool,
    attention: bool,
    confirmed: bool,
    now: datetime,
) -> None:
    """Tell the handler that somebody wrote about a case they have."""
    letters.write_to(
        session,
        "message_notice",
        lambda firm, name: message_notice_context(
            firm,
            reference=reference,
            handler=name,
            received_at=received_at,
            regulator=regulator,
            reopened=reopened,
            attention=attention,
            confirmed=confirmed,
        ),
        unique_key=unique_key,
        recipient=recipient,
        now=now,
        case_id=case_id,
    )


def alert(
    letters: Correspondence,
    session: Session,
    *,
    unique_key: str,
    case_id: int | None,
    reference: str | None,
    recipient: Address,
    received_at: datetime | None,
    reason: str,
    command: str,
    life_at_risk: bool = False,
    unsafe_contact: bool = False,
    now: datetime,
) -> None:
    """Tell the on-call or oversight address what cannot wait."""
    letters.write_to(
        session,
        "alert",
        lambda firm, _: alert_context(
            firm,
            reference=reference,
            received_at=received_at,
            reason=reason,
            command=command,
            life_at_risk=life_at_risk,
            unsafe_contact=unsafe_contact,
        ),
        unique_key=f"{unique_key}:{recipient.key}",
        recipient=recipient,
        now=now,
        case_id=case_id,
    )
