"""What an acknowledgement should ask for, because the complainant has not said it."""

from __future__ import annotations

import re

from mailbot.complaints.findings import Contact, Reference
from mailbot.complaints.practice import Practice

_ENOUGH_WORDS = 4  # "Please see attached." says nothing of what happened, unless something is attached


def find_missing(
    references: tuple[Reference, ...], contact: Contact, text: str, practice: Practice, *, attached: bool
) -> tuple[str, ...]:
    """Name what is missing, in the order an acknowledgement asks for it."""
    ours = {format_.type for format_ in practice.references}
    missing = {
        "account reference": bool(ours) and not any(reference.type in ours for reference in references),
        "name": not contact.name,
        "details of the complaint": not attached and len(re.findall(r"\w+", text[:2000])) < _ENOUGH_WORDS,
    }
    return tuple(name for name, is_missing in missing.items() if is_missing)
