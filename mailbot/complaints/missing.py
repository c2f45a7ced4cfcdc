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
_SAYS_NOTHING = re.compile(
    r"\b(?:dear|sirs?|madam|hi|hello|hiya|good|morning|afternoon|evening|whom|may|concern|team|complaints?|"
    r"complain(?:ing)?|i|we|am|is|are|a|an|the|this|to|of|my|your|you|me|us|and|with|about|against|want|would|"
    r"like|wish|need|make|making|raise|formal|formally|please|see|find|attached|below|above|enclosed|letter|"
    r"email|call|ring|phone|contact|reply|respond|back|asap|urgent|urgently|soon|regards|thanks?|kind|yours|"
    r"faithfully|sincerely|account|reference|ref|number|no|name|mr|mrs|ms|miss|on|at|for|it)\b"
    r"|\S*\d\S*|[^\w\s]",
    re.IGNORECASE,
)
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
    told = len(_SAYS_NOTHING.sub(" ", plain).split()) >= _ENOUGH_WORDS
    unauthorised = representative is not None and representative.role in _ASKED_FOR_AUTHORITY
    missing = {
        "account reference": bool(types) and not known,
        "name": not contact.name,
        "postal address or telephone number": not known
        and not (contact.phones or contact.postal_address or contact.postcodes),
        "authority to act for the account holder": unauthorised
        and not attached
        and not _AUTHORITY.search(plain),
        "details of the complaint": not attached and not told,
    }
    return tuple(name for name, is_missing in missing.items() if is_missing)[:MOST]
