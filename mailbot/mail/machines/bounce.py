"""Bounces of servers that write no machine part: who sends them, and how they are worded.

Order: the sender is judged first, and only a mail system's wording is believed, the less machine-like the
sender the more of it is asked for: a customer who quotes "550 user unknown" is a customer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from enum import IntEnum

from flufl.bounce import all_failures

from mailbot.mail.addresses import is_addr_spec, parse_addresses
from mailbot.mail.charset import decode_words
from mailbot.mail.header import Header, main_value
from mailbot.mail.machines.bounce_words import (
    ANSWERED,
    DAEMON_NAMES,
    STAFFED_LOCAL_PARTS,
    SUBJECTS,
    SYSTEM_LOCAL_PARTS,
    SYSTEM_NAMES,
    WORDINGS,
)
from mailbot.mail.machines.complaint_words import complains
from mailbot.mail.machines.robot_addresses import is_robot_local_part
from mailbot.mail.part import value_of

MAX_SCANNED = 64 * 1024  # characters: a longer body is not searched for addresses
MAX_WORDED = 16 * 1024  # characters in which wording is looked for: it stands before what is returned


class Sender(IntEnum):
    """How far the sender is a mail system."""

    PERSON = 0
    MACHINE = 1  # some program: a no-reply address, or a field that says so
    STAFFED = 2  # a mail system, but a person may sit behind it; or the null reverse-path
    OFFICE = 3  # such an address and the null reverse-path
    SYSTEM = 4  # a mail system and nobody else


@dataclass(frozen=True, slots=True)
class Failures:
    """Addresses that stand where a known server writes those that failed."""

    temporary: tuple[str, ...] = ()
    permanent: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.temporary or self.permanent)


def bounce_like_sender(header: Header, return_path: str | None) -> Sender:
    author = header.first("from") or ""
    addresses, _ = parse_addresses(author)
    locals_ = {address.local_part.lower() for address in addresses}
    if not addresses:
        # "Mail Delivery Subsystem <MAILER-DAEMON>" and "<>" are no addresses.
        locals_ = {word.lower() for word in re.split(r"[\s<>()\",@]+", author[:500]) if word}
    shown = decode_words(author)[:500]
    if (
        locals_ & SYSTEM_LOCAL_PARTS
        or header.first("x-failed-recipients") is not None
        or (not locals_ and return_path == "")
        or DAEMON_NAMES.search(shown)
        or any(local.startswith(("mailer-daemon", "mailerdaemon", "microsoftexchange")) for local in locals_)
    ):
        return Sender.SYSTEM
    # A person's program always names somebody in From (RFC 5322 section 3.6.2), or at least to the server.
    nobody = not locals_ and not return_path
    if locals_ & STAFFED_LOCAL_PARTS and return_path == "":
        return Sender.OFFICE
    if nobody or locals_ & STAFFED_LOCAL_PARTS or return_path == "" or SYSTEM_NAMES.search(shown):
        return Sender.STAFFED
    if any(is_robot_local_part(local) for local in locals_) or _says_automatic(header):
        return Sender.MACHINE
    return Sender.PERSON


def _says_automatic(header: Header) -> bool:
    keyword = main_value(header.first("auto-submitted") or "")
    return keyword.startswith("auto-") or header.first("x-autoreply") is not None


def failures_if_worded_as_bounce(
    root: Message, header: Header, text: str, *, sender: Sender, return_path: str | None, returned: bool
) -> Failures | None:
    """The failures it names, if it is a bounce by its words; None where it is none. A list carries bounces on
    to its readers; they are the list's. ``returned``: the message it is about is enclosed, or its header."""
    if header.first("x-failed-recipients") is not None:
        return _scanned_failures(root, text)
    if header.first("list-id") is not None or header.first("x-beenthere") is not None:
        return None
    subject = decode_words(header.first("subject") or "")[:500]
    by_subject = SUBJECTS.search(subject.lower()) is not None
    by_text = WORDINGS.search(text[:MAX_WORDED].lower()) is not None
    if sender is not Sender.SYSTEM and return_path != "" and not _says_automatic(header):
        by_subject = by_subject and ANSWERED.match(subject) is None  # a postmaster answers too
    # The search for addresses costs most: only where it can decide.
    if not (by_text or sender is Sender.SYSTEM or (by_subject and sender >= Sender.STAFFED)):
        return None
    if sender is not Sender.SYSTEM and return_path != "" and complains(text[:MAX_WORDED]):
        return None  # a postmaster complains too
    found = _scanned_failures(root, text)
    return found if _is_bounce(sender, by_subject, by_text, bool(found), returned) else None


def _is_bounce(sender: Sender, by_subject: bool, by_text: bool, found: bool, returned: bool) -> bool:
    if sender is Sender.SYSTEM:
        return by_subject or by_text or found or returned
    if sender is Sender.OFFICE and by_subject:
        return True
    if sender >= Sender.STAFFED:
        # An out-of-office may carry the null path too.
        return sum((by_subject, by_text, found or returned)) >= 2
    return sender is Sender.MACHINE and by_text and (by_subject or found) and (found or returned)


def _scanned_failures(root: Message, text: str) -> Failures:
    """As flufl.bounce finds them, addresses that parse only."""
    if len(text) > MAX_SCANNED or not value_of(root, "from"):
        return Failures()
    temporary, permanent = all_failures(root)
    return Failures(_readable(temporary), _readable(permanent))


def _readable(found: set[bytes] | frozenset[bytes]) -> tuple[str, ...]:
    decoded = sorted(address.decode("utf-8", "replace") for address in found)
    return tuple(address for address in decoded if is_addr_spec(address))
