"""How to reach the complainant: only what he himself wrote, never what stands in a quotation.

A letter of the firm's that is quoted or forwarded is full of the firm's telephone numbers; to take one for
the complainant's is to answer to the wrong person.
"""

from __future__ import annotations

import re

from mailbot.complaints.findings import Contact
from mailbot.complaints.names import find_name, name_words, tidy_display_name
from mailbot.complaints.phones import find_phones
from mailbot.complaints.places import find_postal_address, find_postcodes
from mailbot.complaints.practice import Practice
from mailbot.complaints.zones import Zones, fold
from mailbot.mail.message import ParsedMessage

MOST = 10  # of a kind: a message with more is a list of other people
_ADDRESS = re.compile(r"(?<![\w.+@-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?![\w@])")
_HIS_OWN = re.compile(
    r"(?:\bmy (?:new |other |personal |work |home )?e-?mail(?: address)?(?: is|:)?|^[ \t]*(?:e|"
    r"e-?mail)(?: address)?[ \t]*[:=]|"
    r"\b(?:reply to me|contact me|reach me|email me) (?:at|on|by email at))[ \t]*$",
    re.IGNORECASE,
)


def find_contact(parsed: ParsedMessage, zones: Zones, practice: Practice) -> Contact:
    """Find the complainant's contact details."""
    written = fold(zones.own_words)
    display = parsed.author.display_name if parsed.author else ""
    name = find_name(zones.own_words, display)
    known_names = name_words(name) | name_words(tidy_display_name(display))
    return Contact(
        name=name,
        addresses=_addresses(parsed, written, practice),
        phones=_each_once([e164 for _, _, e164 in find_phones(written)], practice.own_phones),
        postcodes=_each_once([value for _, _, value in find_postcodes(written)], practice.own_postcodes),
        postal_address=find_postal_address(
            _same_places(zones.own_words, written),
            names=known_names,
            own_postcodes=practice.own_postcodes,
        ),
    )


def _same_places(as_typed: str, folded: str) -> str:
    """The text as typed, but with plain spaces: an address is shown as it was written."""
    return "".join(" " if f == " " else t for t, f in zip(as_typed, folded, strict=True))


def _addresses(parsed: ParsedMessage, written: str, practice: Practice) -> tuple[str, ...]:
    """The author's, where he wants answers, and any he calls his own; one in passing is somebody else's."""
    found = [address.addr_spec for address in (*parsed.authors, *parsed.reply_to) if address.addr_spec]
    for match in _ADDRESS.finditer(written):
        if _HIS_OWN.search(written[: match.start()].rpartition("\n")[2][-60:]):
            found.append(match[0].rstrip(".'"))
    unique = {address.casefold(): address for address in reversed(found)}
    return tuple(
        address
        for address in dict.fromkeys(unique[a.casefold()] for a in found)
        if address.casefold() not in practice.own_addresses
    )[:MOST]


def _each_once(found: list[str], own: frozenset[str]) -> tuple[str, ...]:
    return tuple(value for value in dict.fromkeys(found) if value not in own)[:MOST]
