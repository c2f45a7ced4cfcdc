"""Everything we write: render once, compose once, put the final bytes into the outbox.

Called inside the transaction that decided the letter; a retry is then byte-identical, and a template
edited later changes nothing that is queued (DESIGN section 2). Who is written to is decided by the
caller: one recipient, never more.

Faults: `CANNOT_WRITE` (a template that fails, bytes that are not what was meant) for the caller, which
keeps the case and lays the letter it owes before a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from mailbot.casework.letterhead import Leaflet as Leaflet
from mailbot.casework.letterhead import Letterhead as Letterhead
from mailbot.complaints.letters import (
    Context,
    Firm,
    LetterCase,
    acknowledgement_context,
    alert_context,
    handler_notice_context,
    leaflet_context,
    message_notice_context,
)
from mailbot.mail.message import Address, ParsedMessage
from mailbot.mail.writing.compose import AUTO_GENERATED, AUTO_REPLIED, UnsafeLetter, compose, message_id
from mailbot.mail.writing.envelope import ReturnPath
from mailbot.mail.writing.template_file import TemplateError
from mailbot.mail.writing.templates import Templates
from mailbot.store import outbox
from mailbot.store.outbox import NewLetter

#: A letter that cannot be written as intended: its case goes on, a person writes it.
CANNOT_WRITE = (TemplateError, UnsafeLetter, ValueError)

ANSWER = "command_answer"
TO_COMPLAINANT, TO_HANDLER = "complainant", "handler"


class Correspondence:
    """Writes letters; holds nothing that changes."""

    def __init__(self, templates: Templates, head: Letterhead, token: Callable[[], str]) -> None:
        self._templates = templates
        self._head = head
        self._token = token

    def acknowledge(
        self,
        session: Session,
        case_id: int,
        case: LetterCase,
        *,
        recipient: Address,
        parent: ParsedMessage,
        enclose: bool,
        now: datetime,
        key: str = "",
    ) -> list[str]:
        """The acknowledgement and the leaflet, to the complainant (DISP 1.6.1R). Returns the kinds put.

        Both or neither: nothing is put before both could be composed. A case has one of each, unless `key`
        tells another pair from the first.
        """
        head = self._head
        how = "with" if head.leaflet_with else "separate"
        enclosed = [head.leaflet] if enclose and head.leaflet is not None else []
        common = _Common(session, case_id, recipient, now, TO_COMPLAINANT, parent, AUTO_REPLIED)
        letters = [
            self._write(
                common,
                "acknowledgement",
                f"{key or f'case:{case_id}'}:acknowledgement",
                acknowledgement_context(head.firm, case, leaflet=how),
                enclosed if head.leaflet_with else [],
            )
        ]
        if not head.leaflet_with:
            letters.append(self._leaflet(common, case, key or f"case:{case_id}", enclosed))
        return [letter.kind for letter in letters if outbox.put(session, letter) is not None]

    def inform(
        self,
        session: Session,
        case_id: int,
        case: LetterCase,
        *,
        recipient: Address,
        parent: ParsedMessage,
        enclose: bool,
        now: datetime,
        key: str,
    ) -> list[str]:
        """The leaflet alone, to the complainant: the first one did not arrive. Returns the kinds put."""
        enclosed = [self._head.leaflet] if enclose and self._head.leaflet is not None else []
        common = _Common(session, case_id, recipient, now, TO_COMPLAINANT, parent, AUTO_REPLIED)
        letter = self._leaflet(common, case, key, enclosed)
        return [letter.kind] if outbox.put(session, letter) is not None else []

    def _leaflet(self, common: _Common, case: LetterCase, key: str, enclosed: Sequence[Leaflet]) -> NewLetter:
        head = self._head
        context = leaflet_context(head.firm, case.reference, case.complainant, enclosed=bool(enclosed))
        return self._write(common, "leaflet", f"{key}:leaflet", context, enclosed)

    def notify(
        self,
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
        context = handler_notice_context(
            self._head.firm,
            case,
            reason=reason,
            references=references,
            contact=contact,
            attention=attention,
            unsafe_contact=unsafe_contact,
        )
        common = _Common(session, case_id, recipient, now)
        self._put(common, "handler_notice", f"case:{case_id}:handler_notice", context, [])

    def tell(
        self,
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
        now: datetime,
    ) -> None:
        """Tell the handler that somebody wrote about a case they have."""
        context = message_notice_context(
            self._head.firm,
            reference=reference,
            handler=recipient.display_name,
            received_at=received_at,
            regulator=regulator,
            reopened=reopened,
            attention=attention,
        )
        common = _Common(session, case_id, recipient, now)
        self._put(common, "message_notice", unique_key, context, [])

    def alert(
        self,
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
        context = alert_context(
            self._head.firm,
            reference=reference,
            received_at=received_at,
            reason=reason,
            command=command,
            life_at_risk=life_at_risk,
            unsafe_contact=unsafe_contact,
        )
        common = _Common(session, case_id, recipient, now)
        self._put(common, "alert", f"{unique_key}:{recipient.key}", context, [])

    def write_to(
        self,
        session: Session,
        kind: str,
        context: Callable[[Firm, str], Context],
        *,
        unique_key: str,
        recipient: Address,
        now: datetime,
        case_id: int | None = None,
        audience: str = TO_HANDLER,
        parent: ParsedMessage | None = None,
    ) -> int | None:
        """One mail; `context` is made of the firm and the recipient's name, `parent` is what it answers.

        Without `case_id` it is about many cases. Returns the letter's id; None where it was put already.
        """
        how = AUTO_GENERATED if parent is None else AUTO_REPLIED
        common = _Common(session, case_id, recipient, now, audience, parent, how)
        told = context(self._head.firm, recipient.display_name)
        return self._put(common, kind, unique_key, told, [])

    def ids_of(self, word: str) -> list[str]:
        """The Message-IDs that a letter with this word may have."""
        return [message_id(word, kind, self._head.domain) for kind in self._templates.names()]

    def _put(
        self,
        common: _Common,
        kind: str,
        unique_key: str,
        context: Mapping[str, object],
        enclosed: Sequence[Leaflet],
    ) -> int | None:
        return outbox.put(common.session, self._write(common, kind, unique_key, context, enclosed))

    def _write(
        self,
        common: _Common,
        kind: str,
        unique_key: str,
        context: Mapping[str, object],
        enclosed: Sequence[Leaflet],
    ) -> NewLetter:
        """The final bytes, and what the outbox knows of them."""
        head, parent = self._head, common.parent
        rendered = self._templates.render(kind, context)
        word = self._token()
        own_id = message_id(word, kind, head.domain)
        reply_to = ReturnPath(head.reply_to).of(word) if common.audience == TO_HANDLER else ""
        raw = compose(
            rendered,
            sender=head.sender,
            recipient=common.recipient,
            message_id=own_id,
            date=common.now,
            auto_submitted=common.auto_submitted,
            reply_to=reply_to or None,
            in_reply_to=parent.message_id if parent else None,
            parent_references=parent.references if parent else (),
            parent_in_reply_to=parent.in_reply_to if parent else (),
            headers=head.headers,
            attachments=[(leaflet.filename, leaflet.content_type, leaflet.content) for leaflet in enclosed],
        )
        return NewLetter(
            unique_key=unique_key,
            case_id=common.case_id,
            kind=kind,
            audience=common.audience,
            recipient=common.recipient.addr_spec,
            message_id=own_id,
            return_path=ReturnPath(head.return_path).of(word),
            subject=rendered.subject,
            raw=raw,
            not_before=common.now,
            leaflet_version=enclosed[0].version if enclosed else None,
            in_reply_to=parent.message_id if parent else None,
        )


@dataclass(frozen=True, slots=True)
class _Common:
    """As it stands, a letter to colleagues: it answers nobody."""

    session: Session
    case_id: int | None
    recipient: Address
    now: datetime
    audience: str = TO_HANDLER
    parent: ParsedMessage | None = None
    auto_submitted: str = AUTO_GENERATED
