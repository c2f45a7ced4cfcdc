"""The letters the embedded SMTP server took, each as a file that any mail program opens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailbot.demo.servers import Accepted

_UNFIT = re.compile(r"[^A-Za-z0-9.@_-]")
_REFERENCE = re.compile(r"\[([A-Z]{1,6}-[0-9A-Z]{4}-[0-9A-Z]{4})\]")


@dataclass(frozen=True, slots=True)
class SentLetter:
    number: int
    kind: str  # "acknowledgement", "leaflet", "reminder", …
    recipient: str
    subject: str
    message_id: str
    case: str  # the reference in the Subject; "" where there is none
    path: Path
    raw: bytes

    @property
    def text(self) -> str:
        """What its reader sees."""
        body = _parsed(self.raw).get_body(("plain",))
        return "" if body is None else str(body.get_content()).strip()


def write_down(accepted: Sequence[Accepted], directory: Path, *, first: int = 1) -> list[SentLetter]:
    """Write each letter as NN-kind-recipient.eml."""
    return [_written(one, number, directory) for number, one in enumerate(accepted, start=first)]


def _written(one: Accepted, number: int, directory: Path) -> SentLetter:
    parsed = _parsed(one.raw)
    kind = str(parsed.get("X-Mailbot-Letter", "letter"))
    recipient = one.forward_paths[0]
    subject = str(parsed["Subject"])
    path = directory / _UNFIT.sub("_", f"{number:02}-{kind}-{recipient[:100]}.eml")
    path.write_bytes(one.raw)
    found = _REFERENCE.search(subject)
    return SentLetter(
        number, kind, recipient, subject, str(parsed["Message-ID"]), found[1] if found else "", path, one.raw
    )


def _parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)
