"""Letters that are tried when the first of a kind is written: a command by hand writes few, or none.

A start tries every letter there is. Here a fault in one letter hinders nobody who writes another.

Faults: `Unfit` where a letter that is to be written has findings; it names file and line of each.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

from mailbot.assembly.stationery import firm, unread_templates
from mailbot.casework.editions import Editions
from mailbot.complaints import letter_check
from mailbot.complaints.languages import ENGLISH
from mailbot.config import Config
from mailbot.mail.writing.templates import Rendered, Templates
from mailbot.ownership import Unfit


def templates_tried_on_use(config: Config) -> Editions:
    """The shipped templates and the firm's own; Unfit where a directory is none, or a language is unknown."""

    def each(
        shipped: Traversable | Path,
        override: Path | None,
        colour: str,
        *,
        mailbox: Path | None = None,
        language: str = ENGLISH,
    ) -> Templates:
        return _TriedOnUse(config, shipped, override, colour, mailbox=mailbox, language=language)

    return unread_templates(config, each)


class _TriedOnUse(Templates):
    def __init__(
        self,
        config: Config,
        shipped: Traversable | Path,
        override: Path | None,
        colour: str,
        *,
        mailbox: Path | None,
        language: str,
    ) -> None:
        super().__init__(shipped, override, colour, mailbox=mailbox, language=language)
        self._config = config
        self._spoken = language
        self._tried: set[str] = set()

    def render(self, name: str, context: Mapping[str, object], *, logo: bool = False) -> Rendered:
        self._try(name)
        return super().render(name, context, logo=logo)

    def draft(self, name: str, context: Mapping[str, object]) -> str:
        self._try(name)
        return super().draft(name, context)

    def language(self, name: str) -> str:
        self._try(name)
        return super().language(name)

    def _try(self, name: str) -> None:
        """Once, and first of all: trying it renders it."""
        if name in self._tried:
            return
        from mailbot.complaints.letter_samples import samples  # made up with much to compute

        self._tried.add(name)
        table = next((one for one in self._config.language if one.code == self._spoken), None)
        made_up = samples(firm(self._config, table), self._spoken)
        if findings := letter_check.check_one(self, name, made_up.get(name, ())):
            raise Unfit("\n".join(findings))
