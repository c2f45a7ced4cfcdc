"""Raw octets to a `ParsedMessage`. Never raises, whatever the octets.

Order: the header is read here; the limits are measured on the raw octets; only then does the standard
library divide the parts, and the body, the attachments and a report are read from them.

Faults: over a limit, or where the standard library fails, the message keeps its header fields and says in
``unreadable`` why there is no more; what was merely damaged is in ``defects``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from mailbot.mail.addresses import is_addr_spec, message_ids, one_message_id, parse_addresses, parse_path
from mailbot.mail.body import Body, read_body
from mailbot.mail.boundary import divided
from mailbot.mail.files.documents import Budget
from mailbot.mail.header import Header, RawField, authentication, decoded_fields, main_value, read_header
from mailbot.mail.limits import MAX_FIELD, MAX_FIELDS, MAX_MESSAGE, header_over_limit, structure_over_limit
from mailbot.mail.machines.report import report_in
from mailbot.mail.message import Address, Field, ParsedMessage, Report

# RFC 5322 section 3.6: at most one of each. Two are a message that two programs read differently.
_SINGLE = frozenset(
    {
        "from", "sender", "reply-to", "to", "cc", "date", "subject", "message-id", "in-reply-to",
        "references",
        "content-type", "content-transfer-encoding", "mime-version", "auto-submitted",
    }
)  # fmt: skip

# Each system's own name for the recipient of the envelope.
_DELIVERED_TO = (
    "delivered-to", "x-original-to", "x-delivered-to", "envelope-to", "x-envelope-to", "apparently-to",
)  # fmt: skip


def parse(raw: bytes, *, max_size: int = MAX_MESSAGE, documents: bool = True) -> ParsedMessage:
    """Read a message as far as it can be read. Without ``documents`` attached files are listed, not read."""
    header = read_header(raw)
    over = f"over {max_size // (1024 * 1024)} MB" if len(raw) > max_size else ""
    over = over or header_over_limit(header)
    if over:
        header = _within_limits(header)
    budget = Budget() if documents else Budget(documents=0, octets=0, why="no document of the message was")
    content = _Content() if over else _content(raw, header, budget)
    return _assemble(raw, header, content, unreadable=over or content.unreadable)


@dataclass(slots=True)
class _Content:
    """What came of the parts."""

    body: Body = field(default_factory=Body)
    report: Report | None = None
    unreadable: str = ""


def _content(raw: bytes, header: Header, budget: Budget) -> _Content:
    """Divide and read the parts.

    The one broad ``except`` of this room. The standard library's parser raises RecursionError, IndexError,
    ValueError, LookupError, TypeError and more on hostile mail, and each release finds others; a message
    that does it must become a case for a person, like any other nobody can read.
    """
    try:
        over = structure_over_limit(raw, header)
        if over:
            return _Content(unreadable=over)
        return _read(divided(raw, header), header, budget)
    except Exception as fault:  # noqa: BLE001
        return _Content(unreadable=f"it could not be parsed ({type(fault).__name__})")


def _read(root: Message, header: Header, budget: Budget) -> _Content:
    subject = next((field.decoded() for field in header.fields if field.name == "subject"), "")
    is_report = (header.first("content-type") or "").lower().startswith("multipart/report")
    body = read_body(root, subject=subject, is_report=is_report, documents=budget)
    body.defects.extend(f"{type(defect).__name__}" for part in root.walk() for defect in part.defects)
    text = "\n".join(passage.text for passage in body.passages)
    report = report_in(root, header=header, return_path=_return_path(header), text=text)
    unreadable = "" if text.strip() or body.attachments or report else "no text and no attachment"
    return _Content(body, report, unreadable)


def _within_limits(header: Header) -> Header:
    """The first fields of a header that is too large, long values cut, so that a person sees who wrote."""
    kept = [
        RawField(field.name, field.value[: MAX_FIELD // 16] if len(field.value) > MAX_FIELD else field.value)
        for field in header.fields[:MAX_FIELDS]
    ]
    return Header(tuple(kept), header.body_at, header.defects)


def _assemble(raw: bytes, header: Header, content: _Content, *, unreadable: str) -> ParsedMessage:
    fields = decoded_fields(header)
    defects = [*header.defects, *_duplicates(fields)]
    authors = _addresses(header, ("from",), defects)
    senders = _addresses(header, ("sender",), [])
    if not raw.strip():
        unreadable = "an empty message"
    return ParsedMessage(
        size=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
        fields=fields,
        message_id=one_message_id(header.first("message-id") or ""),
        in_reply_to=_ids(header, "in-reply-to"),
        references=_ids(header, "references"),
        subject=next((field.value for field in fields if field.name == "subject"), ""),
        date=_date(header.first("date"), defects),
        authors=authors,
        sender=senders[0] if len(senders) == 1 else None,
        reply_to=_addresses(header, ("reply-to",), defects),
        recipients=_addresses(header, ("to", "cc", "resent-to", "resent-cc"), defects),
        delivered_to=_delivered_to(header),
        return_path=_return_path(header),
        content_type=main_value(header.first("content-type") or "") or "text/plain",
        passages=content.body.passages,
        attachments=tuple(content.body.attachments),
        report=content.report,
        authentication=authentication(header),
        encrypted=content.body.encrypted,
        unreadable=unreadable,
        defects=tuple(dict.fromkeys([*defects, *content.body.defects])),
    )


def _duplicates(fields: tuple[Field, ...]) -> list[str]:
    seen: set[str] = set()
    twice: list[str] = []
    for field_ in fields:
        if field_.name in seen and field_.name in _SINGLE:
            twice.append(f"more than one {field_.name} field")
        seen.add(field_.name)
    return twice


def _addresses(header: Header, names: tuple[str, ...], defects: list[str]) -> tuple[Address, ...]:
    found: dict[str, Address] = {}
    for value in (value for name in names for value in header.all(name)):
        addresses, faults = parse_addresses(value)
        defects.extend(f"{names[0]}: {fault}" for fault in faults)
        for address in addresses:
            found.setdefault(address.key, address)
    return tuple(found.values())


def _ids(header: Header, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for value in header.all(name) for found in message_ids(value)))


def _date(value: str | None, defects: list[str]) -> datetime | None:
    if value is None:
        return None
    try:
        date = parsedate_to_datetime(value[:200])
        # "-0000" says nothing about the zone (RFC 5322 section 3.3).
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        defects.append("a Date that is none")
        return None


def _return_path(header: Header) -> str | None:
    """The topmost Return-Path: the final delivery wrote it (RFC 5321 section 4.4)."""
    value = header.first("return-path")
    return None if value is None else parse_path(value)


def _delivered_to(header: Header) -> tuple[str, ...]:
    values = [value for name in _DELIVERED_TO for value in header.all(name)]
    found = [word.strip("<>,") for value in values for word in value.split()]
    return tuple(dict.fromkeys(word for word in found if is_addr_spec(word)))
