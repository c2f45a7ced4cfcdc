"""The letters as a mailbox, or a language, has them: its own files, the usual ones for all the rest.

Faults: none; see `mailbot.mail.writing.templates`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mailbot.complaints.languages import ENGLISH
from mailbot.mail.writing.templates import Templates


@dataclass(frozen=True, slots=True)
class Editions:
    """`others` by the name of the mailbox, or "" for all that have none of their own, and the language."""

    usual: Templates
    others: Mapping[tuple[str, str], Templates] = field(default_factory=dict)

    def of(self, mailbox: str, language: str) -> Templates:
        """What is written to complainants in this language, and for this mailbox."""
        others = self.others
        own = others.get((mailbox, language)) or others.get(("", language))
        return own or others.get((mailbox, ENGLISH)) or self.usual

    def __iter__(self) -> Iterator[tuple[str, str, Templates]]:
        """Mailbox, language and letters of every edition but the usual one."""
        for (mailbox, language), templates in self.others.items():
            yield mailbox, language, templates
