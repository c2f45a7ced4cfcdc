"""Everything we write: render once, compose once, put the final bytes into the outbox.

Called inside the transaction that decided the letter; a retry is then byte-identical, and a template
edited later changes nothing that is queued (DESIGN section 2). Who is written to is decided by the
caller: one recipient, never more.

Faults: `CANNOT_WRITE` (a template that fails, bytes that are not what was meant) for the caller, which
keeps the case and lays the letter it owes before a person.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from mailbot.casework.editions import Editions
from mailbot.casework.letterhead import Leaflet as Leaflet
from mailbot.casework.letterhead import Letterhead as Letterhead
from mailbot.complaints.calendar import london_day
from mailbot.complaints.completed_check import Completed
from mailbot.complaints.drafts import DraftLetter
from mailbot.complaints.languages import ENGLISH, day_in_words
from mailbot.complaints.letters import (
    Context,
    Firm,
    LetterCase,
    acknowledgement_context,
    firm_context,
    leaflet_context,
)
from mailbot.mail.message import Address, ParsedMessage
from mailbot.mail.writing.compose import (
    AUTO_GENERATED,
    AUTO_REPLIED,
    BY_A_PERSON,
    Logo,
    UnsafeLetter,
    compose,
    message_id,
)
from mailbot.mail.writing.envelope import ReturnPath
from mailbot.mail.writing.template_file import Source, TemplateError
from mailbot.mail.writing.templates import Rendered, Templates
from mailbot.store import cases, outbox
from mailbot.store.outbox import NewLetter

#: A letter that cannot be written as intended: its case goes on, a person writes it.
CANNOT_WRITE = (TemplateError, UnsafeLetter, ValueError)

ANSWER = "command_answer"
TO_COMPLAINANT, TO_HANDLER = "complainant", "handler"


class Correspondence:
    """Writes letters; holds nothing that changes."""

    def __init__(self, editions: Editions, head: Letterhead, token: Callable[[], str]) -> None:
        self._editions = editions
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
        enclosed = self._enclosed(now) if enclose else []
        templates, common = self._to_complainant(session, case_id, case, recipient, parent, now, enclose)
        within, key = self._head.leaflet_with, key or f"case:{case_id}"
        letters = [self._begin(common, templates, "acknowledgement", case, key, enclosed if within else [])]
        if not within:
            letters.append(self._begin(common, templates, "leaflet", case, key, enclosed))
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
        enclosed = self._enclosed(now) if enclose else []
        templates, common = self._to_complainant(session, case_id, case, recipient, parent, now, enclose)
        letter = self._begin(common, templates, "leaflet", case, key, enclosed)
        return [letter.kind] if outbox.put(session, letter) is not None else []

    def _enclosed(self, now: datetime) -> list[Leaflet]:
        """The firm's file, where there is one that may go out on this day."""
        leaflet = self._head.leaflet
        return [leaflet] if leaflet is not None and not leaflet.fault(london_day(now)) else []

    def worded(self, kind: str, case: LetterCase, *, enclosed: bool) -> Rendered:
        """An acknowledgement or a leaflet as it would be written now; nothing is put."""
        templates = self._editions.of(case.mailbox, case.language)
        return templates.render(kind, self._context(templates, kind, case, enclosed=enclosed))

    def _begin(
        self,
        common: _Common,
        templates: Templates,
        kind: str,
        case: LetterCase,
        key: str,
        enclosed: Sequence[Leaflet],
    ) -> NewLetter:
        """One of the letters a case begins with."""
        context = self._context(templates, kind, case, enclosed=bool(enclosed))
        return self._write(common, templates, kind, f"{key}:{kind}", context, enclosed)

    def _context(self, templates: Templates, kind: str, case: LetterCase, *, enclosed: bool) -> Context:
        firm, case = self._in_language(templates, kind, case)
        if kind == "leaflet":
            return leaflet_context(firm, case.reference, case.complainant, enclosed=enclosed)
        how = "with" if self._head.leaflet_with else "separate"
        return acknowledgement_context(firm, case, leaflet=how, enclosed=enclosed)

    def _to_complainant(
        self,
        session: Session,
        case_id: int,
        case: LetterCase,
        recipient: Address,
        parent: ParsedMessage,
        now: datetime,
        enclose: bool,
    ) -> tuple[Templates, _Common]:
        logo = self._head.logo if enclose else None
        common = _Common(session, case_id, recipient, now, TO_COMPLAINANT, parent, AUTO_REPLIED, logo=logo)
        return self._editions.of(case.mailbox, case.language), common

    def _in_language(self, templates: Templates, kind: str, case: LetterCase) -> tuple[Firm, LetterCase]:
        """What one letter says of the firm and the case, in the language it is written in."""
        language = templates.language(kind)
        return self._head.firm_in(language), replace(case, language=language)

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
        mailbox, language = "", ENGLISH
        if case_id is not None and self._editions.others:  # else all have the same letters
            mailbox, language = cases.mailbox_and_language(session, case_id)
        templates = self._editions.of(mailbox, language if audience == TO_COMPLAINANT else ENGLISH)
        told = context(self._head.firm_in(templates.language(kind)), recipient.display_name)
        return outbox.put(session, self._write(common, templates, kind, unique_key, told, []))

    def draft(self, kind: str, case: LetterCase, context: Callable[[Firm, LetterCase], Context]) -> str:
        """One letter as a person completes it."""
        templates = self._editions.of(case.mailbox, case.language)
        return templates.draft(kind, context(*self._in_language(templates, kind, case)))

    def completed(
        self,
        kind: str,
        written: Source,
        case: LetterCase,
        context: Callable[[Firm, LetterCase], Context],
        *,
        considered: Collection[str],
        others: Collection[str],
        now: datetime,
    ) -> Rendered:
        """A letter a person has completed. Raises `ValueError` with what it lacks or must not say.

        `considered`: doubts that are none; `others`: who complained in other cases, as it calls them.
        """
        templates = self._editions.of(case.mailbox, case.language)
        firm, case = self._in_language(templates, kind, case)
        written, told = replace(written, language=case.language), context(firm, case)
        today, logo = london_day(now), self._head.logo is not None
        dated = day_in_words(today, case.language)  # the six months run from it (DISP 2.8.2R)
        rendered = templates.completed(written, firm_context(firm), dated=dated, logo=logo)
        letter = Completed(kind, written, rendered, told, templates.draft(kind, told), today, others)
        letter.check(considered)
        return rendered

    def release(
        self,
        session: Session,
        letter: DraftLetter,
        rendered: Rendered,
        *,
        unique_key: str,
        case_id: int,
        recipient: Address,
        answers: str | None,
        act: dict[str, str],
        now: datetime,
    ) -> int | None:
        """Put a completed letter; returns its id, None where it was put already. Raises `ValueError` where
        the Ombudsman's leaflet goes with it, and cannot (DISP 1.6.2R)."""
        leaflet, encloses = self._head.leaflet, letter.encloses(self._head.firm)
        why = "[leaflet] file is not set" if leaflet is None else leaflet.fault(london_day(now))
        if encloses and why:
            raise ValueError(f"the Ombudsman's leaflet has to go with it (DISP 1.6.2R), but {why}")
        common = _Common(
            session, case_id, recipient, now, TO_COMPLAINANT,
            auto_submitted=BY_A_PERSON, answers=answers, act=act, logo=self._head.logo,
        )  # fmt: skip
        enclosed = [leaflet] if encloses and leaflet is not None else []
        return outbox.put(session, self._letter(common, letter.template, unique_key, rendered, enclosed))

    def ids_of(self, word: str) -> list[str]:
        """The Message-IDs that a letter with this word may have."""
        return [message_id(word, kind, self._head.domain) for kind in self._editions.usual.names()]

    def _write(
        self,
        common: _Common,
        templates: Templates,
        kind: str,
        unique_key: str,
        context: Mapping[str, object],
        enclosed: Sequence[Leaflet],
    ) -> NewLetter:
        rendered = templates.render(kind, context, logo=common.logo is not None)
        return self._letter(common, kind, unique_key, rendered, enclosed)

    def _letter(
        self, common: _Common, kind: str, unique_key: str, rendered: Rendered, enclosed: Sequence[Leaflet]
    ) -> NewLetter:
        """The final bytes, and what the outbox knows of them."""
        head, parent = self._head, common.parent
        word = self._token()
        answers = parent.message_id if parent else common.answers
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
            in_reply_to=answers,
            parent_references=parent.references if parent else (),
            parent_in_reply_to=parent.in_reply_to if parent else (),
            headers=head.headers,
            logo=common.logo,
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
            in_reply_to=answers,
            act=common.act,
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
    answers: str | None = None  # the Message-ID of what it answers, where there is no `parent`
    logo: Logo | None = None
    act: dict[str, str] | None = None  # what its sending does to the case
