"""What an IMAP server's untagged answers say, as values: FETCH, SEARCH, COPYUID, names in a BODYSTRUCTURE.

An answer is what imaplib collects: lines, and (line, literal) for a line that ends in one. The items of a
message may come in any order, in several answers, or unasked (RFC 2683 section 3.4.4); what names no UID
belongs to nobody, for the number of a message changes under our feet (RFC 9051 section 7.5.1).

Faults: `ProtocolError` or another ValueError for what is no answer; the connection that said it is not to be
trusted further.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from imapclient.datetime_util import parse_to_datetime
from imapclient.exceptions import ProtocolError
from imapclient.response_lexer import TokenSource
from imapclient.response_parser import parse_response

from mailbot.mail.charset import clean_line, decode
from mailbot.mail.part import extended_parameter

Answer = Sequence[bytes | tuple[bytes, bytes]]
Items = Mapping[bytes, Any]

COPIED_AT_MOST = 1_000  # UIDs a range
NAMES_AT_MOST = 50  # files of one message
NAME_LIMIT = 120  # characters
#: Our keyword: we filed this message once, whatever the database knows of it.
FILED = b"$MailbotFiled"

_COPYUID = re.compile(rb"[0-9]{1,10} ([0-9:,]{1,65536}) [0-9:,]{1,65536}")
_NUMBER = re.compile(rb"[0-9]{1,10}")
_NAMED = re.compile(rb'"(?P<name>(?:FILE)?NAME(?:\*[0-9*]{0,4})?)"', re.IGNORECASE)


def by_uid(answer: Answer) -> dict[int, Items]:
    """UID → item → value, of everything that was told about a message by its UID."""
    found: dict[int, dict[bytes, Any]] = {}
    told = parse_response(list(answer)) if answer else ()
    if len(told) % 2:
        raise ProtocolError("a FETCH without its items")
    for items in told[1::2]:
        if not isinstance(items, tuple) or len(items) % 2:
            raise ProtocolError("FETCH items that are no pairs")
        named = {_name(name): value for name, value in zip(items[::2], items[1::2], strict=True)}
        uid = named.get(b"UID")
        if isinstance(uid, int):
            found.setdefault(uid, {}).update(named)
    return dict(found)


def _name(name: object) -> bytes:
    if not isinstance(name, bytes):
        raise ProtocolError("a FETCH item without a name")
    return name.upper()


def numbers(answer: Answer) -> list[int]:
    """What SEARCH found, over all its lines; "(MODSEQ n)" at the end of one is no message (RFC 7162)."""
    found: list[int] = []
    for line in answer:
        if not isinstance(line, bytes):
            raise ProtocolError("a SEARCH answered with a literal")
        for word in line.partition(b"(")[0].split():
            if not _NUMBER.fullmatch(word):
                raise ProtocolError("a SEARCH answered with no number")
            found.append(int(word))
    return found


def copied(answer: Iterable[bytes]) -> set[int]:
    """Which UIDs COPY or MOVE took along, as far as the server says (RFC 4315 section 3)."""
    uids: set[int] = set()
    for code in answer:
        found = _COPYUID.fullmatch(code)
        for part in found[1].split(b",") if found else []:
            low, _, high = part.partition(b":")
            first, last = sorted((int(low), int(high or low)))
            if last - first <= COPIED_AT_MOST:  # we never ask for more; who says so is not believed
                uids.update(range(first, last + 1))
    return uids


def octets(items: Items, name: bytes) -> bytes | None:
    """The octets of a body or a part of one; None where there are none, which is no empty message."""
    value = items.get(name)
    return value if isinstance(value, bytes) else None


def size(items: Items) -> int | None:
    value = items.get(b"RFC822.SIZE")
    return value if isinstance(value, int) else None


def was_filed(items: Items) -> bool:
    """Whether FLAGS names our keyword; nothing else of FLAGS is looked at."""
    flags = items.get(b"FLAGS")
    return isinstance(flags, tuple) and FILED.lower() in {
        flag.lower() for flag in flags if isinstance(flag, bytes)
    }


def moment(items: Items) -> datetime | None:
    """INTERNALDATE, aware and in UTC; None where it is no moment."""
    value = items.get(b"INTERNALDATE")
    try:
        date: datetime = parse_to_datetime(value, normalise=False)
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError):
        return None
    if date.tzinfo is None:
        return date.replace(tzinfo=UTC)
    try:
        return date.astimezone(UTC)
    except OverflowError:  # the last hours of the year 9999, further west
        return date.replace(tzinfo=UTC)


def file_names(answer: Answer) -> tuple[str, ...]:
    """The names of a message's files by its BODYSTRUCTURE; read flat, for hostile mail nests deeper than a
    parser can follow."""
    names: dict[str, None] = {}
    pieces: list[str] = []
    source = TokenSource(list(answer))
    tokens = iter(source)
    for token in tokens:
        found = _NAMED.fullmatch(token)
        if found is None:
            if pieces:
                names.setdefault(_whole(pieces))
                pieces = []
            continue
        value = next(tokens, b"")
        if value.startswith(b"{"):
            value = source.current_literal or b""
        pieces.append(f'{found["name"].decode().lower()}="{_quotable(value)}"')
        if len(names) >= NAMES_AT_MOST:
            break
    return tuple(name for name in names if name)


def _quotable(value: bytes) -> str:
    bare = value[1:-1] if value[:1] == value[-1:] == b'"' else value
    return decode(bare[: 4 * NAME_LIMIT])[0].replace("\\", "\\\\").replace('"', '\\"')


def _whole(pieces: Sequence[str]) -> str:
    """The pieces of one parameter in one (RFC 2231 section 3); its name may be encoded either way."""
    field = "x; " + "; ".join(pieces)
    found = extended_parameter(field, "filename") or extended_parameter(field, "name")
    return clean_line(found).replace('"', "'")[:NAME_LIMIT].strip()
