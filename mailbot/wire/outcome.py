"""What a peer's answer means to us.

A letter handed to the submission server ends as one `Outcome`, a value. What a mailbox holds are values too;
one that cannot be used is a `MailboxError`: `Disconnected` (throw the connection away, come again) or
`Refused` (a person must change something). Every text in either is one line: where, what failed, what to do.

Faults: `UnsafeArgument` is a defect of the caller, raised before anything reaches a socket.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

_UNSAFE = re.compile(r"[\x00\r\n]")
_UNSAFE_BYTES = re.compile(rb"[\x00\r\n]")
_STATUS = re.compile(r"[2-5][0-9]{2} ([245]\.[0-9]{1,3}\.[0-9]{1,3})(?: |$)")
_TEXT_LIMIT = 500  # of a server's text: enough for a journal, too little to fill a disk


@dataclass(frozen=True, slots=True)
class Delivered:
    """The server answered for the letter (RFC 5321 section 4.2.5). `refused`: recipients after the first."""

    reply: str
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delayed:
    """Certainly not sent; to be tried again. `ours`: about us (connection, login, sender), not the letter."""

    reply: str
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """Certainly not sent, and would be refused again (5yz). `status` as in RFC 3463, or None."""

    reply: str
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """The text was on its way and no clear answer came: the server may have the letter (RFC 1047).

    `refused`: recipients after the first that were refused before; no copy of theirs can tell.
    """

    why: str
    refused: Mapping[str, str] = field(default_factory=dict)


Outcome = Delivered | Delayed | Failed | Unknown


@dataclass(frozen=True, slots=True)
class Selected:
    """SELECT's answer. Every UID below `uid_next` was handed out at some time (RFC 9051 section 2.3.1.1)."""

    uid_validity: int
    uid_next: int
    exists: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole message as the server holds it; `internal_date` is aware, in UTC.

    `filed`: it bears the keyword of what we have filed.
    """

    uid_validity: int
    uid: int
    internal_date: datetime
    raw: bytes
    filed: bool = False


@dataclass(frozen=True, slots=True)
class Oversize:
    """Too large to fetch, or not handed over whole: its first octets, if any, and RFC822.SIZE.

    `files`: the names of its files, where the server told them.
    """

    uid_validity: int
    uid: int
    internal_date: datetime
    beginning: bytes
    size: int
    files: tuple[str, ...] = ()
    filed: bool = False


@dataclass(frozen=True, slots=True)
class Vanished:
    """Asked for twice and not there: somebody else removed it (RFC 2180 section 4.1)."""

    uid_validity: int
    uid: int


Found = Fetched | Oversize | Vanished


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of each UID. One in neither is still there, and `fault` says why (RFC 6851 section 3.3)."""

    moved: frozenset[int]
    gone: frozenset[int]
    fault: MailboxError | None = None


class UnsafeArgument(ValueError):
    """A value that would change the meaning of a command was about to be sent to a server."""


class MailboxError(Exception):
    """The mailbox cannot be used now; the text says where, what, and what to do next."""

    answered = False  # the server said NO to one command, and the connection is sound
    reading: frozenset[int] = frozenset()  # the UIDs that were asked for when the connection was lost


class Disconnected(MailboxError):
    """The connection is of no more use: throw it away, connect again with back-off."""


class Refused(MailboxError):
    """Login, certificate, permission or quota: trying again changes nothing until a person does."""


def status_of(reply: str) -> str | None:
    """ "550 5.1.1 no such user" → "5.1.1" (RFC 3463)."""
    found = _STATUS.match(reply)
    return found[1] if found else None


def one_line(text: str) -> str:
    """A server's text as one short, printable line."""
    cut = text[: _TEXT_LIMIT * 2].encode("utf-8", "replace").decode()
    return " ".join("".join(c if c.isprintable() else " " for c in cut).split())[:_TEXT_LIMIT]


def refuse_unsafe(values: Iterable[object]) -> None:
    """Raise `UnsafeArgument` for CR, LF or NUL in any str or bytes, however deep (RELIABILITY.md V1, V2)."""
    for value in values:
        if isinstance(value, str):
            unsafe = _UNSAFE.search(value) is not None
        elif isinstance(value, bytes | bytearray):
            unsafe = _UNSAFE_BYTES.search(value) is not None
        else:
            unsafe = False
            if isinstance(value, Iterable):
                refuse_unsafe(value.items() if isinstance(value, Mapping) else value)
        if unsafe:
            raise UnsafeArgument("CR, LF or NUL in an argument of a command; nothing was sent")
