"""Reports of machines about a message sent before: delivery status (RFC 3464), disposition (RFC 8098),
feedback (RFC 5965), and those that are only words.

Order: the structure first, then what the structure should have been, then notices of sending services, then
words. A report is one by its own structure: a report that somebody forwards is that person's message.

Faults: a report with damaged groups is still a report, with what could be read.
"""

from __future__ import annotations

from email.message import Message

from mailbot.mail.addresses import is_addr_spec, one_message_id
from mailbot.mail.charset import decode, decode_words
from mailbot.mail.header import Header, main_value, parameter
from mailbot.mail.machines.bounce import Sender, bounce_like_sender, failures_if_worded_as_bounce
from mailbot.mail.machines.bounce_details import failures_in
from mailbot.mail.machines.provider_notice import notice_in
from mailbot.mail.machines.receipt_words import is_feedback, is_read_receipt
from mailbot.mail.machines.report_fields import (
    MAX_RECIPIENTS,
    Block,
    blocks_in,
    blocks_of,
    first_value,
    statuses,
)
from mailbot.mail.machines.returned import original_message_id, returned_fields, returned_parts
from mailbot.mail.message import DeliveryStatus, Report, ReportType
from mailbot.mail.part import children, octets_of, type_of, value_of

MAX_DEPTH = 4  # how deep a machine part is looked for
MAX_OWN_TEXT = 8 * 1024  # octets

_TYPES = {
    "message/delivery-status": ReportType.DELIVERY_STATUS,
    "message/global-delivery-status": ReportType.DELIVERY_STATUS,  # RFC 6533 section 3
    "message/disposition-notification": ReportType.DISPOSITION,
    "message/global-disposition-notification": ReportType.DISPOSITION,
    "message/feedback-report": ReportType.FEEDBACK,
}
_BY_PARAMETER = {
    **{kind.value: kind for kind in ReportType if kind is not ReportType.TEXT_BOUNCE},
    "global-delivery-status": ReportType.DELIVERY_STATUS,
    "global-disposition-notification": ReportType.DISPOSITION,
}


def report_in(root: Message, *, header: Header, return_path: str | None, text: str) -> Report | None:
    """The report this message is, or None. ``text`` is its body, for those without a machine part."""
    sender = bounce_like_sender(header, return_path)
    part = _machine_part(root, sender)
    if part is not None:
        return _structured(root, part, header, text)
    declared = _declared_type(header, sender)
    if declared is not None:
        # The second part is required (RFC 6522 section 3); where it is missing it is a report all the same.
        return _from_text(declared, root, header, text)
    notice = notice_in(text) if sender is not Sender.PERSON else None
    return notice or _worded(root, header, sender, return_path, text)


def _worded(
    root: Message, header: Header, sender: Sender, return_path: str | None, text: str
) -> Report | None:
    subject = decode_words(header.first("subject") or "")
    if is_read_receipt(subject, text):
        return _from_text(ReportType.DISPOSITION, root, header, text)
    returned = children(root) is not None and next(returned_parts(root), None) is not None
    if returned and is_feedback(subject, _own_text(root), returned_fields(root)):
        return _from_text(ReportType.FEEDBACK, root, header, text)
    if sender is Sender.PERSON:
        return None
    failures = failures_if_worded_as_bounce(
        root, header, text, sender=sender, return_path=return_path, returned=returned
    )
    if failures is None:
        return None
    return _from_text(
        ReportType.TEXT_BOUNCE,
        root,
        header,
        text,
        permanent=failures.permanent,
        temporary=failures.temporary,
    )


def _from_text(
    kind: ReportType,
    root: Message,
    header: Header,
    text: str,
    *,
    permanent: tuple[str, ...] = (),
    temporary: tuple[str, ...] = (),
) -> Report:
    recipients: tuple[DeliveryStatus, ...] = ()
    if kind in (ReportType.TEXT_BOUNCE, ReportType.DELIVERY_STATUS):
        blocks = blocks_in(text)
        recipients = tuple(status for status in statuses(blocks) if status.final_recipient)
        if not recipients:
            failed = (*_failed_recipients(header), *permanent)
            recipients = tuple(failures_in(text, permanent=failed, temporary=temporary)[:MAX_RECIPIENTS])
    else:
        blocks = []
    return Report(
        kind,
        envelope_id=first_value(blocks, "original-envelope-id"),
        original_message_id=original_message_id(root, header, text),
        recipients=recipients,
        worded=True,
    )


def _declared_type(header: Header, sender: Sender) -> ReportType | None:
    value = header.first("content-type") or ""
    if not value.lower().startswith("multipart/report"):
        return None
    named = _BY_PARAMETER.get(parameter(value, "report-type").lower().strip())
    # A mail system that names no type, or none of the standard's, tells of a delivery.
    return named or (ReportType.DELIVERY_STATUS if sender >= Sender.STAFFED else None)


def _machine_part(root: Message, sender: Sender) -> Message | None:
    if type_of(root) in _TYPES:
        return root
    if not type_of(root).startswith("multipart/"):
        return None
    direct = next((part for part in children(root) or [] if type_of(part) in _TYPES), None)
    if direct is not None and type_of(root) == "multipart/report":
        return direct
    nested = _nested_report(root)
    if nested is not None and (sender is not Sender.PERSON or not _own_text(root).strip()):
        return nested
    # A person may attach the parts of a report; a server that mislabels one at least signs as a server, or
    # writes nothing of its own.
    found = direct or _deep(root, 0)
    if found is None:
        return None
    if sender is Sender.PERSON:
        return found if type_of(found) == "message/feedback-report" and _is_feedback_form(root) else None
    return found


def _is_feedback_form(root: Message) -> bool:
    return is_feedback("", _own_text(root), returned_fields(root))


def _nested_report(root: Message) -> Message | None:
    """The machine part of a multipart/report that something on the way wrapped, to add its footer."""
    for part in children(root) or []:
        if type_of(part) == "multipart/report":
            return next((inner for inner in children(part) or [] if type_of(inner) in _TYPES), None)
    return None


def _deep(part: Message, depth: int) -> Message | None:
    for inner in children(part) or []:
        if type_of(inner) in _TYPES:
            return inner
        if depth < MAX_DEPTH and type_of(inner).startswith("multipart/"):
            found = _deep(inner, depth + 1)
            if found is not None:
                return found
    return None


def _own_text(root: Message) -> str:
    """The words of the message itself, however deep its containers, not those of a report or message
    within."""
    return "\n".join(_words_of(part) for part in children(root) or [root])


def _words_of(part: Message) -> str:
    kind = type_of(part)
    if kind.startswith("multipart/") and kind != "multipart/report":
        return "\n".join(_words_of(inner) for inner in children(part) or [])
    if kind == "text/html":
        return "HTML"  # somebody wrote something
    if kind != "text/plain" or not _is_shown(part):
        return ""
    charset = parameter(value_of(part, "content-type"), "charset")
    return decode(octets_of(part, [])[:MAX_OWN_TEXT], charset)[0]


def _is_shown(part: Message) -> bool:
    disposition = value_of(part, "content-disposition")
    return main_value(disposition) in ("", "inline") and not parameter(disposition, "filename")


def _structured(root: Message, machine_part: Message, header: Header, text: str) -> Report:
    kind = _TYPES[type_of(machine_part)]
    blocks: list[Block] = blocks_of(machine_part)
    recipients = statuses(blocks)
    named = first_value(blocks, "original-message-id")
    if not recipients and kind is ReportType.DELIVERY_STATUS:
        recipients = _from_text(kind, root, header, text).recipients
    return Report(
        type=kind,
        envelope_id=first_value(blocks, "original-envelope-id"),
        original_message_id=one_message_id(named) or original_message_id(root, header, text),
        recipients=recipients,
    )


def _failed_recipients(header: Header) -> tuple[str, ...]:
    """Exim names them in a field of its own."""
    return tuple(
        address.strip()
        for value in header.all("x-failed-recipients")
        for address in value.split(",")
        if is_addr_spec(address.strip())
    )[:MAX_RECIPIENTS]
