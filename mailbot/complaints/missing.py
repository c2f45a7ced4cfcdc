"""What an acknowledgement should ask for, because the complainant has not said it.

The published procedures of firms ask for name, address, telephone and account, and what happened. Only what
would help is asked: whoever gave his account can be found without an address. What he wants is not asked for:
people say that in too many ways for a machine to notice that they did. Each is worded to stand behind "your".
"""

from __future__ import annotations

import re

from mailbot.complaints.findings import Contact, Reference, Representative
from mailbot.complaints.practice import Practice
from mailbot.complaints.zones import fold

MOST = 3  # a longer list is a form, and forms are not sent back
_READ = 4000  # characters: whoever wrote more has told what happened
_ENOUGH_WORDS = 2  # "I want to complain, please ring me": nothing happened yet
_COURTESIES = (
    "dear sir sirs madam hi hello hiya good morning afternoon evening whom may concern team "
    "complaint complaints complain complaining i we am is are a an the this to of my your you me "
    "us and with about against want would like wish need make making raise formal formally please "
    "see find attached below above enclosed letter email call ring phone contact reply respond "
    "back asap urgent urgently soon regards thank thanks kind yours faithfully sincerely account "
    "reference ref number no name mr mrs ms miss on at for it"
)
_SAYS_NOTHING = frozenset(_COURTESIES.split())
_LETTERS = re.compile(r"[^\W\d_]+")
_ASKED_FOR_AUTHORITY = frozenset(["family", "professional", "representative"])
_AUTHORITY = re.compile(
    r"\b(?:authori[sz]\w+|authority|consent\w*|permission|signed|attach\w*|enclos\w*|mandate|attorney)\b",
    re.IGNORECASE,
)


def find_missing(
    references: tuple[Reference, ...],
    contact: Contact,
    text: str,
    practice: Practice,
    *,
    attached: bool,
    representative: Representative | None = None,
) -> tuple[str, ...]:
    """Name what is missing, in the order an acknowledgement asks for it."""
    types = {format_.type for format_ in practice.references}
    known = any(reference.type in types for reference in references)
    plain = fold(text[:_READ])
    unauthorised = representative is not None and representative.role in _ASKED_FOR_AUTHORITY
    missing = {
        "account reference": bool(types) and not known,
        "name": not contact.name,
        "postal address or telephone number": not known
        and not (contact.phones or contact.postal_address or contact.postcodes),
        "authority to act for the account holder": unauthorised
        and not attached
        and not _AUTHORITY.search(plain),
        "details of the complaint": not attached and not _is_told(plain),
    }
    return tuple(name for name, is_missing in missing.items() if is_missing)[:MOST]


def _is_told(text: str) -> bool:
    """Whether words stand there that a letter without anything in it would lack."""
    telling = 0
    for written in text.split():
        if not any(character.isdigit() for character in written):
            telling += sum(word not in _SAYS_NOTHING for word in _LETTERS.findall(written.lower()))
        if telling >= _ENOUGH_WORDS:
            return True
    return False
