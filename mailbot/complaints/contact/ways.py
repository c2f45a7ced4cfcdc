"""How to reach the complainant: only what he himself wrote, never what stands in a quotation.

A letter of the firm's that is quoted or forwarded is full of the firm's telephone numbers; to take one for
the complainant's is to answer to the wrong person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.complaints.contact.name_shape import is_company, name_words
from mailbot.complaints.contact.names import find_name, tidy_display_name
from mailbot.complaints.contact.phone_owners import own_phones
from mailbot.complaints.contact.postal import find_postal_address, his_postcodes, postcodes_in
from mailbot.complaints.findings import Contact
from mailbot.complaints.practice import Practice
from mailbot.complaints.zones import Zones, fold
from mailbot.mail.machines.robot_addresses import is_form_local_part, is_robot_local_part
from mailbot.mail.message import ParsedMessage

_SHORTEST_NAME = 3
_LONGEST_LOCAL_PART = 64  # RFC 5321 section 4.5.3.1.1
_LONGEST_DOMAIN = 400
MOST = 10  # of a kind: a message with more is a list of other people
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_ADDRESS = re.compile(r"(?<![\w.+@-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?![\w@])")
_HIS_OWN = re.compile(
    r"(?:\bmy (?:\w+ ){0,2}(?:e-?mail|address)(?: address)?(?:'s| is(?: now)?| has changed to|:)?"
    r"|(?:^|\|)[ \t]*(?:e|e-?mail|e-?mail address|reply to)[ \t]*[:=-]"
    r"|\b(?:reply|write|respond|answer|e-?mail)(?: back)? to (?:me|us)(?: (?:at|on|by e-?mail at))?"
    r"|\b(?:contact|reach|e-?mail|write|get) (?:me|us)(?: by e-?mail| direct(?:ly)?)?(?: (?:at|on|via))?"
    r"|\b(?:use|reply to|answer to)(?: this address| my (?:other|work|new) address)?:?)[ \t]*$",
    re.IGNORECASE,
)


def find_contact(
    parsed: ParsedMessage, zones: Zones, practice: Practice, *, represented: str = ""
) -> Contact:
    """Find the complainant's contact details; `represented` is the person he writes for."""
    written = fold(zones.own_words)
    display = parsed.author.display_name if parsed.author else ""
    name = find_name(zones.own_words, display, represented=represented)
    called = tidy_display_name(display)
    known_names = name_words(name) | (frozenset() if is_company(called) else name_words(called))
    kinds = _phones(written, zones, practice, known_names | name_words(represented))
    postcodes = postcodes_in(written)
    return Contact(
        name=name,
        addresses=_addresses(parsed, written, practice, known_names),
        phones=tuple(kinds),
        phone_kinds=tuple(kinds.values()),
        postcodes=his_postcodes(written, postcodes, names=known_names, own_postcodes=practice.own_postcodes)[
            :MOST
        ],
        postal_address=find_postal_address(
            _with_plain_spaces(zones.own_words),
            postcodes,
            names=known_names,
            own_postcodes=practice.own_postcodes,
        ),
    )


def _with_plain_spaces(as_typed: str) -> str:
    """The text as typed, but with plain spaces: an address is shown as it was written."""
    if as_typed.isascii():
        return as_typed
    for space in _SPACES:
        as_typed = as_typed.replace(space, " ")
    return as_typed


def _addresses(
    parsed: ParsedMessage, written: str, practice: Practice, names: frozenset[str]
) -> tuple[str, ...]:
    """The author's, where he wants answers, and any he calls his own or writes under his name; one in
    passing is somebody else's."""
    given = [*parsed.authors, *parsed.reply_to]
    if parsed.reply_to:
        # What a website sends its forms from reaches nobody; he is who it says to reply to.
        given = [one for one in given if not _is_a_websites(one.local_part.lower())]
    found = [address.addr_spec for address in given if address.addr_spec]
    for match in _addresses_in(written):
        before = written[max(0, match.start() - 80) : match.start()].rpartition("\n")[2]
        if _HIS_OWN.search(before) or _stands_under_his_name(written, match, names):
            found.append(match[0].rstrip(".'"))
    unique = {address.casefold(): address for address in reversed(found)}
    return tuple(
        address
        for address in dict.fromkeys(unique[a.casefold()] for a in found)
        if not practice.owns(address)
    )[:MOST]


def _is_a_websites(local_part: str) -> bool:
    return is_form_local_part(local_part) or is_robot_local_part(local_part)


def _addresses_in(written: str) -> Iterator[re.Match[str]]:
    """Looked for round each "@" only: a long text holds few."""
    behind, at = 0, written.find("@")
    while at >= 0:
        match = _ADDRESS.search(written, max(behind, at - _LONGEST_LOCAL_PART - 1), at + _LONGEST_DOMAIN)
        if match is not None and match.end() > at:
            behind = match.end()
            yield match
        at = written.find("@", max(at + 1, behind))


def _stands_under_his_name(written: str, match: re.Match[str], names: frozenset[str]) -> bool:
    """An address alone on its line that is made of his name, as in a signature."""
    start, end = match.span()
    alone = written[start - 1 : start] in ("", "\n") and written[end : end + 1] in ("", "\n")
    local_part = match[0].rpartition("@")[0].casefold()
    return alone and any(len(word) >= _SHORTEST_NAME and word in local_part for word in names)


def _phones(written: str, zones: Zones, practice: Practice, names: frozenset[str]) -> dict[str, str]:
    """Each number once with its kind; a fax machine is not one to ring."""
    signature_from = len(zones.new) + 1 if zones.new else 0
    found: dict[str, str] = {}
    for phone in own_phones(written, signature_from=signature_from, names=names):
        if phone.kind != "fax" and phone.number not in practice.own_phones and len(found) < MOST:
            found[phone.number] = found.get(phone.number) or phone.kind
    return found
