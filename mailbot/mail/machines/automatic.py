"""Whether an automatic answer to a message would be wrong (RFC 3834 section 2).

Strict: in doubt nobody is answered by a machine. The case is opened all the same and its acknowledgement is
owed by a person. Whether a machine wrote it is another question, and `machine` asks it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from mailbot.mail.machines.bulk import mailing
from mailbot.mail.machines.evidence import (
    answerer_field,
    auto_submitted,
    calendar_method,
    list_evidence,
    list_mark,
    precedence,
    robot_address,
    robot_author,
    suppresses_answers,
)
from mailbot.mail.machines.machine import by_its_form, by_several_signs, is_automatic
from mailbot.mail.machines.signs import is_forwarded_report
from mailbot.mail.message import ParsedMessage

__all__ = [
    "auto_submitted",
    "calendar_method",
    "is_automatic",
    "list_evidence",
    "precedence",
    "reason_not_to_respond",
    "robot_address",
    "suppresses_answers",
]

MAX_HOPS = 100  # Received fields; RFC 5321 section 6.3

_LOOP_FIELDS = ("x-mailbot-loop", "x-mailbot-letter")  # our own letters bear them


def reason_not_to_respond(
    message: ParsedMessage,
    *,
    own_addresses: Collection[str],
    mailbox_addresses: Collection[str] | None,
    spam_headers: Sequence[tuple[str, str]],
    in_own_words: bool = False,
    but: Collection[str] = (),
) -> str | None:
    """Return why an automatic response would be wrong, or None (RFC 3834 section 2; RFC 5230 section 4).

    ``mailbox_addresses`` None: nobody asks whether it was addressed to us. ``in_own_words``: somebody is
    known to speak for himself in it, and mere doubts are no reason. ``but``: names of rules that somebody who
    has read it overruled. Disposition-Notification-To and Return-Receipt-To are no reason, and no receipt is
    ever sent for them (RFC 8098 section 2.1).
    """
    us = _Us(
        frozenset(address.casefold() for address in own_addresses),
        None if mailbox_addresses is None else frozenset(address.casefold() for address in mailbox_addresses),
        tuple((name.lower(), prefix.lower()) for name, prefix in spam_headers),
    )
    for name, find in RULES if in_own_words else (*RULES, *DOUBTS):
        evidence = find(message, us) if name not in but else None
        if evidence is not None:
            return f"{name}: {evidence}" if evidence else name
    return None


@dataclass(frozen=True, slots=True)
class _Us:
    own: frozenset[str]
    mailbox: frozenset[str] | None
    spam_headers: tuple[tuple[str, str], ...]

    def owns(self, addr_spec: str) -> bool:
        """An own address, with or without a +tag."""
        local, _, domain = addr_spec.casefold().rpartition("@")
        return f"{local}@{domain}" in self.own or f"{local.partition('+')[0]}@{domain}" in self.own


# --- why not to respond -------------------------------------------------------------------------------


def _null_path(message: ParsedMessage, _us: _Us) -> str | None:
    return "" if message.return_path == "" else None


def _two_paths(message: ParsedMessage, _us: _Us) -> str | None:
    paths = {value.strip().strip("<>").strip().casefold() for value in message.values("return-path")}
    return "" if len(paths) > 1 else None


def _auto_submitted(message: ParsedMessage, _us: _Us) -> str | None:
    keyword = auto_submitted(message)
    return keyword if keyword not in ("", "no") else None


def _report(message: ParsedMessage, _us: _Us) -> str | None:
    if message.report is not None:
        return message.report.type.value
    return "multipart/report" if message.content_type == "multipart/report" else None


def _ours(message: ParsedMessage, us: _Us) -> str | None:
    addresses = [address.addr_spec for address in message.authors]
    addresses += [message.sender.addr_spec] if message.sender else []
    addresses += [message.return_path] if message.return_path else []
    return next((address for address in addresses if us.owns(address)), None)


def _loop(message: ParsedMessage, us: _Us) -> str | None:
    found = next((name for name in _LOOP_FIELDS if message.value(name) is not None), None)
    if found is not None:
        return found
    if any(us.owns(value.strip().strip("<>")) for value in message.values("x-loop")):
        return "x-loop"
    # Our letters bear Message-IDs of our own domains; an inbound one is a letter of ours come back.
    domains = {address.rpartition("@")[2] for address in us.own}
    domain = (message.message_id or "").rstrip(">").rpartition("@")[2].casefold()
    return "a Message-ID of ours" if domain and domain in domains else None


def _list(message: ParsedMessage, _us: _Us) -> str | None:
    return list_mark(message)


def _way_to_leave(message: ParsedMessage, _us: _Us) -> str | None:
    return list_evidence(message)


def _precedence(message: ParsedMessage, _us: _Us) -> str | None:
    return precedence(message) or None


def _robot(message: ParsedMessage, _us: _Us) -> str | None:
    return robot_author(message)


def _robot_beside(message: ParsedMessage, _us: _Us) -> str | None:
    return robot_address(message)


def _postmaster(message: ParsedMessage, _us: _Us) -> str | None:
    return "" if any(address.local_part.lower() == "postmaster" for address in message.authors) else None


def _suppressed(message: ParsedMessage, _us: _Us) -> str | None:
    return "" if suppresses_answers(message) else None


def _answerer(message: ParsedMessage, _us: _Us) -> str | None:
    return answerer_field(message)


def _spam(message: ParsedMessage, us: _Us) -> str | None:
    for name, prefix in us.spam_headers:
        if any(value.strip().lower().startswith(prefix) for value in message.values(name)):
            return name
    return None


def _authors(message: ParsedMessage, _us: _Us) -> str | None:
    if len(message.authors) == 1 and len(message.values("from")) == 1:
        return None
    return "no author that can be read" if not message.authors else "more than one author"


def _not_addressed(message: ParsedMessage, us: _Us) -> str | None:
    if us.mailbox is None:
        return None
    named = [address.addr_spec for address in message.recipients] + list(message.delivered_to)
    forms = {form for address in named for form in _with_and_without_tag(address.casefold())}
    return None if forms & us.mailbox else ""


def _with_and_without_tag(address: str) -> tuple[str, str]:
    local, _, domain = address.rpartition("@")
    return address, f"{local.partition('+')[0]}@{domain}"


def _hops(message: ParsedMessage, _us: _Us) -> str | None:
    count = len(message.values("received"))
    return f"{count} Received fields" if count > MAX_HOPS else None


def _calendar(message: ParsedMessage, _us: _Us) -> str | None:
    return calendar_method(message)


def _reads_automatic(message: ParsedMessage, _us: _Us) -> str | None:
    return by_its_form(message) or by_several_signs(message)


def _mass_mailing(message: ParsedMessage, _us: _Us) -> str | None:
    return "" if mailing(message).evidence is not None else None


def _forwarded_report(message: ParsedMessage, _us: _Us) -> str | None:
    return "" if is_forwarded_report(message) else None


# Order is what a person reads as the reason: the most telling first.
RULES: tuple[tuple[str, Callable[[ParsedMessage, _Us], str | None]], ...] = (
    ("a report", _report),
    ("null return path", _null_path),
    ("two different return paths", _two_paths),
    ("auto-submitted", _auto_submitted),
    ("mail loop", _loop),
    ("from an address of ours", _ours),
    ("more than 100 hops", _hops),
    ("a mailing list", _list),
    ("precedence", _precedence),
    ("an automatic responder", _answerer),
    ("an address nobody reads", _robot),
    ("a postmaster", _postmaster),
    ("the sender asks for no automatic answer", _suppressed),
    ("marked as spam", _spam),
    ("author", _authors),
    ("a calendar message", _calendar),
    ("a report forwarded without a word", _forwarded_report),
    ("not addressed to this mailbox", _not_addressed),
)
# What also stands on mail of people whose firm, gateway or habit adds it: plain words outweigh it.
DOUBTS: tuple[tuple[str, Callable[[ParsedMessage, _Us], str | None]], ...] = (
    ("a mailing list", _way_to_leave),
    ("an address nobody reads", _robot_beside),
    ("reads as an automatic answer", _reads_automatic),
    ("a mass mailing", _mass_mailing),
)
