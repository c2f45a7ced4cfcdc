"""Addresses and message identifiers, read strictly (RFC 5322 sections 3.4 and 3.6.4).

A letter goes to what this module returns, so an entry that two programs could read differently is no
address at all: better none, and a person, than a letter to the wrong one.

Faults: an entry that does not parse is left out and named as a defect.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mailbot.mail.charset import clean_line, decode_words
from mailbot.mail.message import Address

MAX_ENTRIES = 1_000  # recipients of one field that are looked at
MAX_ADDR_SPEC = 254  # octets; RFC 5321 section 4.5.3.1.3 less the angle brackets
MAX_DISPLAY_NAME = 256

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u00a1-\ufdcf\ufdf0-\ufffc-]+"
_QUOTED = r'"[A-Za-z0-9!#$%&\'()*+,./:;=?^_`{|}~\[\] -]+"'
_LABEL = r"[A-Za-z0-9_\u00a1-\ufdcf\ufdf0-\ufffc](?:[A-Za-z0-9_\u00a1-\ufdcf\ufdf0-\ufffc-]{0,62})"
_ADDR_SPEC = re.compile(rf"(?:{_ATOM}|{_QUOTED})@{_LABEL}(?:\.{_LABEL})*")

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,996}>")  # printable ASCII, no space, no angle bracket


def is_addr_spec(text: str) -> bool:
    """Whether text is one bare address that every program reads alike."""
    return len(text.encode("utf-8", "replace")) <= MAX_ADDR_SPEC and bool(_ADDR_SPEC.fullmatch(text))


def parse_addresses(value: str) -> tuple[tuple[Address, ...], tuple[str, ...]]:
    """Read an unfolded address field; return the addresses and the defects.

    The structure is read before encoded-words are decoded (RFC 2047 section 5): an encoded comma is not
    a separator and an encoded "@" makes no address.
    """
    found: list[Address] = []
    defects: list[str] = []
    name_before = ""
    for entry in _entries(value):
        if entry.broken:
            defects.append("an address that cannot be read")
            name_before = ""
            continue
        address = _address(entry, name_before)
        if address is not None:
            found.append(address)
        elif entry.is_only_words:
            # An unquoted comma in a name: Smith, Jane <jane@example.org>
            name_before = f"{name_before}{entry.words}, "
            continue
        elif entry.words or entry.angle is not None:
            defects.append("an address that cannot be read")
        name_before = ""
    if name_before:
        defects.append("a name without an address")
    return tuple(found), tuple(dict.fromkeys(defects))


@dataclass(slots=True)
class _Entry:
    """One element of an address list, its comments and quotation marks already taken apart."""

    plain: list[str] = field(default_factory=list)  # words outside angle brackets, quotes resolved
    comments: list[str] = field(default_factory=list)
    angle: str | None = None
    after_angle: bool = False  # words followed the angle bracket
    quoted: bool = False
    broken: bool = False

    @property
    def words(self) -> str:
        return " ".join("".join(self.plain).split())

    @property
    def is_only_words(self) -> bool:
        return self.angle is None and bool(self.words) and "@" not in self.words and not self.comments


def _address(entry: _Entry, name_before: str) -> Address | None:
    if entry.angle is not None:
        addr_spec = entry.angle.strip()
        if entry.after_angle or not is_addr_spec(addr_spec):
            return None
        name = f"{name_before}{entry.words}" or " ".join(entry.comments)
        return Address(_display(name), addr_spec)
    if entry.quoted or name_before or not is_addr_spec(entry.words):
        return None
    return Address(_display(" ".join(entry.comments)), entry.words)


def _display(name: str) -> str:
    return clean_line(decode_words(name)).strip("'\" ")[:MAX_DISPLAY_NAME].strip()


_SPECIAL = re.compile(r'[",;:<>()\\]')


def _entries(value: str) -> list[_Entry]:
    """Split a list at its commas, and at semicolons as Outlook writes them. One pass."""
    entries: list[_Entry] = []
    entry = _Entry()
    position = 0
    while position < len(value) and len(entries) < MAX_ENTRIES:
        special = _SPECIAL.search(value, position)
        stop = special.start() if special else len(value)
        _add_words(entry, value[position:stop])
        if special is None:
            break
        position, closed = _SPECIALS[special[0]](entry, value, stop)
        if closed:
            entries.append(entry)
            entry = _Entry()
    entries.append(entry)
    return entries


def _add_words(entry: _Entry, words: str) -> None:
    if entry.angle is not None and words.strip():
        entry.after_angle = True
    entry.plain.append(words)


def _separator(_entry: _Entry, _value: str, at: int) -> tuple[int, bool]:
    return at + 1, True


def _group_name(entry: _Entry, _value: str, at: int) -> tuple[int, bool]:
    """The name of a group is dropped: "undisclosed-recipients:;" and "Friends: a@example.org;"."""
    if entry.angle is not None or "@" in entry.words:
        entry.broken = True
    entry.plain.clear()
    entry.quoted = False
    return at + 1, False


def _stray(entry: _Entry, _value: str, at: int) -> tuple[int, bool]:
    entry.broken = True
    return at + 1, False


def _quoted_string(entry: _Entry, value: str, at: int) -> tuple[int, bool]:
    text: list[str] = []
    position = at + 1
    while position < len(value):
        character = value[position]
        if character == '"':
            break
        if character == "\\" and position + 1 < len(value):
            position += 1
            character = value[position]
        text.append(character)
        position += 1
    else:
        entry.broken = True
    end = position + 1
    if value[end : end + 1] == "@":  # a quoted local part stays as it is written
        entry.plain.append(value[at:end])
    else:
        _add_words(entry, "".join(text))
        entry.quoted = True
    return end, False


def _comment(entry: _Entry, value: str, at: int) -> tuple[int, bool]:
    depth = 0
    position = at
    while position < len(value):
        character = value[position]
        if character == "\\":
            position += 1
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0:
                break
        position += 1
    else:
        entry.broken = True
    entry.comments.append(value[at + 1 : position])
    # A comment parts words: alice(x)@example.org is legal and read in three ways.
    entry.plain.append(" ")
    return position + 1, False


def _angle_address(entry: _Entry, value: str, at: int) -> tuple[int, bool]:
    end = value.find(">", at)
    if end < 0 or entry.angle is not None or "<" in value[at + 1 : end]:
        entry.broken = True
        return (len(value) if end < 0 else end + 1), False
    entry.angle = value[at + 1 : end]
    return end + 1, False


_SPECIALS = {
    '"': _quoted_string,
    ",": _separator,
    ";": _separator,
    ":": _group_name,
    "<": _angle_address,
    ">": _stray,
    "(": _comment,
    ")": _stray,
    "\\": _stray,
}


def parse_path(value: str) -> str | None:
    """The addr-spec of a Return-Path field, "" for the null path, None when it is neither."""
    text = value.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].strip()
        if not text:
            return ""
    if text.upper() == "MAILER-DAEMON":  # as sendmail writes the null path into a mailbox
        return ""
    return text if is_addr_spec(text) else None


def message_ids(value: str) -> tuple[str, ...]:
    """Every plausible msg-id of In-Reply-To or References, in order, once each."""
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(value)))


def one_message_id(value: str) -> str | None:
    """The msg-id of a Message-ID field, verbatim; a comment may follow it, nothing else may."""
    match = _MESSAGE_ID.match(value.strip())
    if match is None:
        return None
    rest = value.strip()[match.end() :].strip()
    return match[0] if not rest or rest.startswith("(") else None
