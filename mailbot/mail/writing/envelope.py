"""What names a letter of ours on its envelope: the random word of its Message-ID, in the reverse-path
(RFC 5321 section 4.5.5, RFC 3834 section 3.3) and as envelope id (RFC 3461 section 4.4).

A word is lower case and digits, because a local part may be folded on its way, and 64 random bits or more,
because whoever names it is believed.

Faults: `ValueError` for a word that would not survive the way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mailbot.mail.message import ParsedMessage

TOKEN = "{token}"  # noqa: S105  # stands for the word
_WORD = "[a-z0-9]{13,64}"  # 64 bits are 13 of 36 characters


def word_of(message_id: str) -> str:
    """The word of a letter, from its Message-ID; see `compose.message_id`."""
    return message_id.removeprefix("<").partition(".")[0]


def word_in(envelope_id: str) -> str | None:
    """The word an Original-Envelope-Id may be (RFC 3464 section 2.2.1); None where it is another's."""
    folded = envelope_id.strip().lower()
    return folded if re.fullmatch(_WORD, folded) else None


@dataclass(frozen=True, slots=True)
class ReturnPath:
    """The reverse-path of our letters; with `{token}` each has one of its own. "" is the null one."""

    template: str = ""

    def of(self, word: str) -> str:
        """The reverse-path of the letter with this word."""
        if TOKEN in self.template and not re.fullmatch(_WORD, word):
            raise ValueError(f"no reverse-path can be made of {word!r}")
        return self.template.replace(TOKEN, word)

    def read(self, address: str) -> str | None:
        """The letter's reverse-path that an address is, spelt as it was sent; None for any other."""
        shape = _shape(self.template)
        match = shape.fullmatch(address) if shape is not None else None
        return self.of(match[1].lower()) if match else None

    def sent_to(self, message: ParsedMessage) -> tuple[str, ...]:
        """The letters' reverse-paths that a message was sent to."""
        named = [address.addr_spec for address in message.recipients] + list(message.delivered_to)
        return tuple(dict.fromkeys(path for path in map(self.read, named) if path is not None))

    def words_in(self, message: ParsedMessage) -> tuple[str, ...]:
        """The words in the addresses a message was sent to."""
        before, _, after = self.template.partition(TOKEN)
        return tuple(path[len(before) : len(path) - len(after)] for path in self.sent_to(message))

    @property
    def mailbox(self) -> str:
        """The address its mail arrives at, where a server delivers `name+anything` to `name`; "" where
        nobody can say."""
        local, at, domain = self.template.rpartition("@")
        if TOKEN not in local:
            return self.template
        name, plus, tag = local.partition("+")
        return f"{name}{at}{domain}" if plus and TOKEN in tag else ""


@cache
def _shape(template: str) -> re.Pattern[str] | None:
    if TOKEN not in template:
        return None
    before, _, after = template.partition(TOKEN)
    # ASCII: without it "ſ" is an "s" where case is ignored.
    return re.compile(f"{re.escape(before)}({_WORD}){re.escape(after)}", re.IGNORECASE | re.ASCII)
