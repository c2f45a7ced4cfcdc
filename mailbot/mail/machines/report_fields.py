"""The groups of fields of a machine part: one about the message, then one for each recipient (RFC 3464
section 2.1; RFC 8098 section 3.1; RFC 5965 section 3).

Faults: a damaged group gives what could be read of it.
"""

from __future__ import annotations

import re
from email.message import Message

from mailbot.mail.addresses import is_addr_spec
from mailbot.mail.charset import clean_line, decode
from mailbot.mail.header import Header, read_header
from mailbot.mail.machines.bounce_details import status_in
from mailbot.mail.message import DeliveryStatus
from mailbot.mail.part import children, octets_of, value_of

MAX_RECIPIENTS = 200  # groups of a report that are kept
MAX_BLOCK_TEXT = 64 * 1024
MAX_DIAGNOSTIC = 1_000  # characters

Block = dict[str, str]

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ACTION = re.compile(
    r"\s{0,8}(?:(fail(?:ed|ure|s)?)|(delay(?:ed)?)|(deliver(?:ed)?)|(relay(?:ed)?)|(expand(?:ed)?))(?![\w-])",
    re.IGNORECASE,
)
_ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")  # RFC 3464 section 2.3.3
_ADDRESS_TYPE = re.compile(r"\s{0,8}[A-Za-z][\w.-]{0,20}\s{0,4}[;:]")
_CONCERNING = ("final-recipient", "original-recipient", "action", "original-rcpt-to")
# Fields of RFC 3464 that somebody wrote as text, quoted or not.
_AS_TEXT = re.compile(
    r"^[> \t]{0,8}(original-envelope-id|reporting-mta|final-recipient|original-recipient|action|status"
    r"|diagnostic-code|remote-mta)[ \t]{0,4}:[ \t]{0,8}(\S.{0,998})$",
    re.IGNORECASE | re.MULTILINE,
)


def blocks_of(part: Message) -> list[Block]:
    groups = children(part) or []
    if any(group.raw_items() for group in groups):
        found = [_fields_of(group) for group in groups]
        encoding = value_of(part, "content-transfer-encoding").lower()
        if any(found) and encoding in ("", "7bit", "8bit", "binary"):
            # The library divides message/delivery-status only; of other types the rest is payload.
            rest = b"\n\n".join(_payload_octets(group, group) for group in groups)[:MAX_BLOCK_TEXT]
            return [*found, *_divided(rest)]
    # Encoded, which RFC 3464 section 2.1 forbids and some do, or text the library did not divide.
    octets = b"\n\n".join(_payload_octets(leaf, part) for leaf in (groups or [part]))[:MAX_BLOCK_TEXT]
    return _divided(octets)


def _divided(octets: bytes) -> list[Block]:
    blocks = re.split(rb"\r?\n\r?\n", octets)
    return [_as_dict(read_header(block + b"\n\n")) for block in blocks if block.strip()]


def blocks_in(text: str) -> list[Block]:
    """The same groups where they were written into a text: a new recipient begins a new group."""
    blocks: list[Block] = [{}]
    for match in _AS_TEXT.finditer(text[:MAX_BLOCK_TEXT]):
        name = match[1].lower()
        if name in blocks[-1] or (name == "final-recipient" and "reporting-mta" in blocks[-1]):
            blocks.append({})
        blocks[-1][name] = match[2].strip()
    return [block for block in blocks if block]


def statuses(blocks: list[Block]) -> tuple[DeliveryStatus, ...]:
    concerning = [block for block in blocks if any(name in block for name in _CONCERNING)]
    return tuple(_status(block) for block in concerning[:MAX_RECIPIENTS])


def first_value(blocks: list[Block], name: str) -> str:
    return next((block[name] for block in blocks if name in block), "")


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


def _fields_of(message: Message) -> Block:
    fields: Block = {}
    for name, value in message.raw_items():
        octets = str(value).encode("latin-1", "replace").replace(b"\r", b"").replace(b"\n", b"")
        fields.setdefault(name.lower().strip(), clean_line(decode(octets[:MAX_BLOCK_TEXT])[0]))
    return fields


def _as_dict(header: Header) -> Block:
    fields: Block = {}
    for field in header.fields:
        fields.setdefault(field.name, field.unfolded())
    return fields


def _status(block: Block) -> DeliveryStatus:
    diagnostic = block.get("diagnostic-code", "")[:MAX_DIAGNOSTIC]
    status = _STATUS.search(block.get("status", "")[:200]) or _STATUS.search(diagnostic)
    return DeliveryStatus(
        action=_action(block.get("action", "")),
        status=status[0] if status else status_in(diagnostic),
        final_recipient=_address_of(block.get("final-recipient", "")),
        original_recipient=_address_of(block.get("original-recipient", block.get("original-rcpt-to", ""))),
        diagnostic_code=diagnostic,
    )


def _action(value: str) -> str:
    """One of the standard's five, also where a server writes "failure" or adds a remark; else ""."""
    match = _ACTION.match(value)
    return _ACTIONS[match.lastindex - 1] if match and match.lastindex else ""


def _address_of(value: str) -> str:
    """ "rfc822; jane@example.org" without its type (RFC 3464 section 2.3.2); "" for what is no address."""
    plain = _ADDRESS_TYPE.sub("", value[:MAX_DIAGNOSTIC], count=1)
    address = plain.partition(" (")[0].strip().strip("<>")
    return address if is_addr_spec(address) else ""
