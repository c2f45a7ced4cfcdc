"""Notices of sending services as JSON: Amazon SES through SNS, Mailgun, SendGrid, Postmark.

They are meant for programs, and come by mail where somebody subscribed an address to them.

Faults: what is no JSON of theirs is no notice.
"""

from __future__ import annotations

import json
import re
from typing import Any

from mailbot.mail.addresses import one_message_id
from mailbot.mail.message import DeliveryStatus, Report, ReportType

MAX_JSON = 256 * 1024  # characters
MAX_PREAMBLE = 2_000  # characters before the first brace
MAX_RECIPIENTS = 200

_KNOWN = re.compile(
    r'\\?"(?:notificationType|eventType|event-data|sg_event_id|RecordType|bouncedRecipients)\\?"'
)
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\d|\.\d)")
_FAILED = frozenset(
    {"bounce", "failed", "dropped", "reject", "rejected", "rendering failure", "rejectedsubmission"}
)
_DELAYED = frozenset({"deliverydelay", "deferred", "delayed"})
_FEEDBACK = frozenset({"complaint", "complained", "spamreport", "spamcomplaint", "unsubscribe"})

_Object = dict[str, Any]


def notice_in(text: str) -> Report | None:
    """The report a service's notice is, or None."""
    head = text[:MAX_JSON]
    if _KNOWN.search(head) is None:
        return None
    loaded = _load(head)
    events = loaded if isinstance(loaded, list) else [loaded]
    reports = [_report(event) for event in events[:MAX_RECIPIENTS] if isinstance(event, dict)]
    return next((report for report in reports if report is not None), None)


def _load(text: str) -> Any:
    start = min((at for at in (text.find("{"), text.find("[{")) if at >= 0), default=-1)
    if not 0 <= start <= MAX_PREAMBLE:
        return None
    try:
        # A mail program may have broken the lines of a long string.
        loaded, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
        inner = loaded.get("Message") if isinstance(loaded, dict) else None
        if isinstance(inner, str) and inner.lstrip().startswith("{"):
            loaded = json.loads(inner, strict=False)
    except (ValueError, RecursionError):
        return {"notificationType": "unreadable"}  # of a service all the same: it names one of its fields
    return loaded


def _report(event: _Object) -> Report | None:
    event = _dict(event.get("event-data")) or event
    kind = next(
        (
            value.lower()
            for name in ("notificationType", "eventType", "event", "RecordType")
            if isinstance(value := event.get(name), str)
        ),
        "",
    )
    if not kind:
        return None
    if kind in _FEEDBACK:
        return Report(ReportType.FEEDBACK, original_message_id=_message_id(event))
    return Report(
        ReportType.TEXT_BOUNCE if kind in _FAILED | _DELAYED else ReportType.DELIVERY_STATUS,
        original_message_id=_message_id(event),
        recipients=_recipients(event, _action(event, kind)),
    )


def _action(event: _Object, kind: str) -> str:
    if kind in _DELAYED or event.get("severity") == "temporary":
        return "delayed"
    return "failed" if kind in _FAILED else "delivered" if kind in ("delivery", "delivered") else ""


def _recipients(event: _Object, action: str) -> tuple[DeliveryStatus, ...]:
    rows = [
        row
        for holder, name in (
            ("bounce", "bouncedRecipients"),
            ("deliveryDelay", "delayedRecipients"),
        )
        for row in _list(_dict(event.get(holder)).get(name))
    ]
    said = _dict(event.get("delivery-status"))
    if not rows:
        address = event.get("email") or event.get("recipient") or event.get("Email") or event.get("Recipient")
        reason = event.get("reason") or said.get("message") or said.get("description") or event.get("Details")
        rows = [{"emailAddress": address, "status": event.get("status"), "diagnosticCode": reason}]
    found = [_status(_dict(row), action) for row in rows[:MAX_RECIPIENTS]]
    return tuple(status for status in found if status.final_recipient)


def _status(row: _Object, action: str) -> DeliveryStatus:
    diagnostic = str(row.get("diagnosticCode") or "")[:1_000]
    match = _STATUS.search(str(row.get("status") or "")) or _STATUS.search(diagnostic)
    address = row.get("emailAddress")
    return DeliveryStatus(
        action=action,
        status=match[0] if match else "",
        final_recipient=address.strip()[:320] if isinstance(address, str) else "",
        original_recipient="",
        diagnostic_code=" ".join(diagnostic.split()),
    )


def _message_id(event: _Object) -> str:
    """The Message-ID of the letter: the field's, not the number the service gave it."""
    mail = _dict(event.get("mail"))
    headers = _dict(_dict(event.get("message")).get("headers"))
    candidates = [
        _dict(mail.get("commonHeaders")).get("messageId"),
        *(
            row.get("value")
            for row in map(_dict, _list(mail.get("headers")))
            if str(row.get("name")).lower() == "message-id"
        ),
        headers.get("message-id"),
        event.get("smtp-id"),
    ]
    for candidate in candidates:
        if isinstance(candidate, str) and candidate:
            wrapped = candidate if candidate.startswith("<") else f"<{candidate}>"
            found = one_message_id(wrapped[:1_000])
            if found:
                return found
    return ""


def _dict(value: object) -> _Object:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
