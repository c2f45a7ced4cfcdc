"""What the store knows that bears on a message: the question put together from all that the message names.

Faults: those of the database.
"""

from __future__ import annotations

import re

from sqlmodel import Session

from mailbot.casework.correspondence import Correspondence
from mailbot.complaints.known import Known
from mailbot.complaints.practice import Practice
from mailbot.complaints.withholding import limited_domain
from mailbot.mail.message import ParsedMessage
from mailbot.mail.writing.envelope import word_in
from mailbot.reading.arrival import Arrival
from mailbot.store import cases

_MOST_TEXT = 65536  # characters in which a case is looked for


class Lookup:
    """Asks for what is known; holds nothing that changes."""

    def __init__(
        self, practice: Practice, correspondence: Correspondence, reference: re.Pattern[str]
    ) -> None:
        """`reference`: what a reference of ours looks like in somebody's text."""
        self._practice = practice
        self._correspondence = correspondence
        self._reference = reference

    def known(self, session: Session, arrival: Arrival) -> Known:
        parsed, extract, practice = arrival.parsed, arrival.extract, self._practice
        author = arrival.correspondent
        word = word_in(parsed.report.envelope_id) if parsed.report else None
        return cases.known(
            session,
            message_id=parsed.message_id,
            in_reply_to=parsed.in_reply_to,
            references=parsed.references,
            author=author.addr_spec if author else None,
            sender=parsed.author.addr_spec if parsed.author else None,
            cited=self._cited(arrival),
            references_found=[reference.value for reference in extract.references],
            reported=parsed.report.original_message_id if parsed.report else "",
            envelope=self._correspondence.ids_of(word) if word else (),
            return_paths=practice.return_path.sent_to(parsed),
            answering=self._answering(parsed),
            addressees=self._written_to(parsed),
            sha256=parsed.sha256 if parsed.size else "",
            subject=extract.subject,
            likeness=extract.likeness,
            domain=limited_domain(author, practice),
            most_of_domain=practice.acknowledgements_per_domain_per_day,
            now=arrival.now,
        )

    def _cited(self, arrival: Arrival) -> list[str]:
        """Case references of ours that the message names: first in its own words, then anywhere."""
        parsed, own = arrival.parsed, arrival.extract.text
        text = f"{own[:_MOST_TEXT]}\n{parsed.subject}\n{parsed.whole_text[:_MOST_TEXT]}"
        return list(dict.fromkeys(found.upper() for found in self._reference.findall(text)))

    def _answering(self, parsed: ParsedMessage) -> list[str]:
        """The Message-IDs of the mails to colleagues whose Reply-To it was sent to."""
        words = self._practice.reply_path.words_in(parsed)
        return [one for word in words for one in self._correspondence.ids_of(word)]

    def _written_to(self, parsed: ParsedMessage) -> list[str]:
        """Whom a colleague writes to, besides colleagues and us; he may write under an address of ours."""
        colleagues, owns = self._practice.colleagues, self._practice.owns
        author = parsed.author
        if author is None or not (author.key in colleagues or owns(author.addr_spec)):
            return []
        others = [one for one in parsed.recipients if not owns(one.addr_spec)]
        return [one.key for one in others if one.key not in colleagues]
