"""Reports of machines about a message sent before: delivery status (RFC 3464), disposition (RFC 8098),
feedback (RFC 5965), and bounces that are only words.

A report is one by its own outermost structure: a report that somebody forwards is that person's message.

Faults: a report with damaged groups is still a report, with what could be read.
"""

from __future__ import annotations

import re
from email.message import Message

from mailbot.mail.addresses import message_ids, one_message_id
from mailbot.mail.bounce import bounce_like_sender, is_worded_as_bounce, scanned_failures
from mailbot.mail.charset import clean_line, clean_text, decode, decode_words
from mailbot.mail.header import Header, parameter, read_header
from mailbot.mail.message import DeliveryStatus, Report, ReportType
from mailbot.mail.part import children, octets_of, type_of, value_of

MAX_RECIPIENTS = 200  # groups of a report that are kept
MAX_BLOCK_TEXT = 64 * 1024
MAX_DIAGNOSTIC = 1_000  # characters

_TYPES = {
    "message/delivery-status": ReportType.DELIVERY_STATUS,
    "message/global-delivery-status": ReportType.DELIVERY_STATUS,  # RFC 6533 section 3
    "message/disposition-notification": ReportType.DISPOSITION,
    "message/global-disposition-notification": ReportType.DISPOSITION,
    "message/feedback-report": ReportType.FEEDBACK,
}
_BY_PARAMETER = {kind.value: kind for kind in ReportType}
_RETURNED = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "text/rfc822"}
)
_MESSAGE_ID_LINE = re.compile(r"^[> \t]*message-id:[ \t]*(<[!-;=?-~]{1,996}>)", re.IGNORECASE | re.MULTILINE)


def report_in(root: Message, *, header: Header, return_path: str | None, text: str) -> Report | None:
    """The report this message is, or None. ``text`` is its body, for those without a machine part."""
    machine_part = _machine_part(root, header, return_path)
    if machine_part is not None:
        return _structured(root, machine_part, header, text)
    declared = _declared_type(header)
    if declared is not None:
        # The second part is required (RFC 6522 section 3); where it is missing it is a report all the same.
        return Report(declared, original_message_id=_original_message_id(root, header, text))
    sender = bounce_like_sender(header, return_path)
    if not sender:
        return None
    temporary, permanent = scanned_failures(root, text)
    if not is_worded_as_bounce(header, text, sender=sender, found=bool(temporary or permanent)):
        return None
    recipients = [DeliveryStatus("failed", "", address, "", "") for address in permanent]
    recipients += [DeliveryStatus("delayed", "", address, "", "") for address in temporary]
    return Report(
        ReportType.TEXT_BOUNCE,
        original_message_id=_original_message_id(root, header, text),
        recipients=tuple(recipients[:MAX_RECIPIENTS]) or _failed_recipients(header),
    )


def _declared_type(header: Header) -> ReportType | None:
    value = header.first("content-type") or ""
    if not value.lower().startswith("multipart/report"):
        return None
    return _BY_PARAMETER.get(parameter(value, "report-type").lower())


def _machine_part(root: Message, header: Header, return_path: str | None) -> Message | None:
    if type_of(root) in _TYPES:
        return root
    if not type_of(root).startswith("multipart/") or children(root) is None:
        return None
    part = next((part for part in children(root) or [] if type_of(part) in _TYPES), None)
    if part is None or type_of(root) == "multipart/report":
        return part
    # A person may attach the parts of a report; a server that mislabels one at least signs as a server.
    return part if bounce_like_sender(header, return_path) else None


def _structured(root: Message, machine_part: Message, header: Header, text: str) -> Report:
    kind = _TYPES[type_of(machine_part)]
    blocks = _blocks(machine_part)
    recipients = tuple(_status(block) for block in blocks if _concerns_recipient(block))[:MAX_RECIPIENTS]
    named = next((block["original-message-id"] for block in blocks if "original-message-id" in block), "")
    return Report(
        type=kind,
        envelope_id=next(
            (block["original-envelope-id"] for block in blocks if "original-envelope-id" in block), ""
        ),
        original_message_id=one_message_id(named) or _original_message_id(root, header, text),
        recipients=recipients or (_failed_recipients(header) if kind is ReportType.DELIVERY_STATUS else ()),
    )


def _blocks(part: Message) -> list[dict[str, str]]:
    """The groups of fields: one about the message, then one for each recipient (RFC 3464 section 2.1)."""
    groups = children(part) or []
    if any(group.raw_items() for group in groups):
        found = [_fields_of(group) for group in groups]
        if any(found) and value_of(part, "content-transfer-encoding").lower() in (
            "",
            "7bit",
            "8bit",
            "binary",
        ):
            return found
    # Encoded, which RFC 3464 section 2.1 forbids and some do, or text the library did not divide.
    octets = b"\n\n".join(_payload_octets(leaf, part) for leaf in (groups or [part]))[:MAX_BLOCK_TEXT]
    blocks = re.split(rb"\r?\n\r?\n", octets)
    return [_as_dict(read_header(block + b"\n\n")) for block in blocks if block.strip()]


def _payload_octets(leaf: Message, part: Message) -> bytes:
    payload = leaf.get_payload()
    if not isinstance(payload, str):
        return b""
    if leaf is part:
        return octets_of(part, [])
    shell: Message = Message()
    shell["Content-Transfer-Encoding"] = value_of(part, "content-transfer-encoding")
    shell.set_payload(payload)
    return octets_of(shell, [])


def _fields_of(message: Message) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in message.raw_items():
        octets = str(value).encode("latin-1", "replace").replace(b"\r", b"").replace(b"\n", b"")
        fields.setdefault(name.lower().strip(), clean_line(decode(octets[:MAX_BLOCK_TEXT])[0]))
    return fields


def _as_dict(header: Header) -> dict[str, str]:
    fields: dict[str, str] = {}
    for field in header.fields:
        fields.setdefault(field.name, field.unfolded())
    return fields


def _concerns_recipient(block: dict[str, str]) -> bool:
    return any(
        name in block for name in ("final-recipient", "original-recipient", "action", "original-rcpt-to")
    )


_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


def _status(block: dict[str, str]) -> DeliveryStatus:
    status = _STATUS.search(block.get("status", "")[:200])
    action = block.get("action", "").split()
    return DeliveryStatus(
        action=action[0].lower().strip(";,.") if action else "",
        status=status[0] if status else "",
        final_recipient=_address_of(block.get("final-recipient", "")),
        original_recipient=_address_of(block.get("original-recipient", block.get("original-rcpt-to", ""))),
        diagnostic_code=block.get("diagnostic-code", "")[:MAX_DIAGNOSTIC],
    )


def _address_of(value: str) -> str:
    """ "rfc822; jane@example.org" without its type (RFC 3464 section 2.3.2)."""
    _, semicolon, address = value.partition(";")
    return (address if semicolon else value).strip().strip("<>")[:320]


def _failed_recipients(header: Header) -> tuple[DeliveryStatus, ...]:
    """Exim names them in a field of its own."""
    addresses = [
        address.strip()
        for value in header.all("x-failed-recipients")
        for address in value.split(",")
        if address.strip()
    ]
    return tuple(
        DeliveryStatus("failed", "", address[:320], "", "") for address in addresses[:MAX_RECIPIENTS]
    )


def _original_message_id(root: Message, header: Header, text: str) -> str:
    """From the returned message or its header (RFC 3464 section 2), else from what the report quotes or
    answers. A hint: whether it names a letter of ours the store says."""
    for part in children(root) or []:
        if type_of(part) not in _RETURNED:
            continue
        for inner in children(part) or []:
            found = one_message_id(value_of(inner, "message-id"))
            if found:
                return found
        block = decode(octets_of(part, [])[:MAX_BLOCK_TEXT])[0]
        match = _MESSAGE_ID_LINE.search(clean_text(block).replace("\n ", " ").replace("\n\t", " "))
        if match:
            return match[1]
    match = _MESSAGE_ID_LINE.search(text[:MAX_BLOCK_TEXT])
    if match:
        return match[1]
    answered = message_ids(decode_words(header.first("in-reply-to") or ""))
    return answered[0] if answered else ""
