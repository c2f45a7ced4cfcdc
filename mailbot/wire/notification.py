"""A letter as it is handed over, and what a server that offers DSN (RFC 3461) is asked to report of it.

A failure and a delay for whom the letter is for; nothing for the archive, whose copy is only proof; nothing
at all under the null reverse-path, where a report could not go (RFC 3834 section 3.3).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NOT_XCHAR = re.compile(r"[^!-*,-<>-~]")  # RFC 3461 section 4: printable, but "+" and "="
_LONGEST = 100  # octets of an envelope id; RFC 3461 section 4.4


@dataclass(frozen=True, slots=True)
class Handed:
    """The first recipient is who the letter is for; `envelope_id` is what reports call it by."""

    reverse_path: str
    recipients: Sequence[str]
    raw: bytes
    envelope_id: str

    def of_mail(self) -> str:
        """The parameters of MAIL: the header comes back, not the whole letter."""
        if not self.reverse_path:
            return ""
        named = xtext(self.envelope_id)
        return " RET=HDRS" + (f" ENVID={named}" if 0 < len(named) <= _LONGEST else "")

    def of_recipient(self, number: int) -> str:
        """The parameter of RCPT."""
        return " NOTIFY=FAILURE,DELAY" if number == 0 and self.reverse_path else " NOTIFY=NEVER"


def xtext(value: str) -> str:
    """`value` with what is no xchar in hexadecimal (RFC 3461 section 4)."""
    return _NOT_XCHAR.sub(lambda found: "".join(f"+{octet:02X}" for octet in found[0].encode()), value)
