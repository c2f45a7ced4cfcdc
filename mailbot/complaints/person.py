"""Whether a message that a machine sent is a form a person filled in on a website, and who that is."""

from __future__ import annotations

import re

from mailbot.complaints.findings import Extract
from mailbot.complaints.triage import is_displeased
from mailbot.mail.machines.evidence import auto_submitted, list_manager_field, robot_address, robot_author
from mailbot.mail.machines.machine import answers_by_header
from mailbot.mail.machines.robot_addresses import is_form_local_part
from mailbot.mail.machines.signs import opens_a_ticket
from mailbot.mail.message import Address, ParsedMessage

_HEAD = 8_000  # characters in which a person says what it is about

_FORM_LINES = re.compile(
    r"^[ \t>*•-]{0,4}(?:your |full |first |last |customer(?:'s)? |contact |sender(?:'s)? |user |visitor )?"
    r"(?:name|surname|forename|e-?mail(?: address)?|telephone(?: number)?|phone(?: number)?"
    r"|mobile(?: number)?"
    r"|message|comments?|complaint|subject|details|enquiry|query|address|postcode|account(?: number)?"
    r"|reference"
    r"|date of birth|title|reason|nature of (?:your )?(?:complaint|enquiry)|your (?:complaint|message"
    r"|enquiry))"
    r"\*?[ \t]*[:=|]",
    re.IGNORECASE | re.MULTILINE,
)
_FORM_ADDRESS = re.compile(
    r"^[ \t>*•-]{0,4}(?:your |contact |customer |sender )?e-?mail(?: address)?\*?[ \t]*[:=|]"
    r"[ \t]*([^\s<>|]{3,254})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# Below this line of a form stands what its sender typed.
_MESSAGE = re.compile(
    r"^[ \t>*•-]{0,4}(?:your |the )?(?:message|comments?|complaint|details|enquiry|query|what )"
    r"[^\n:=|]{0,60}[:=|?]",
    re.IGNORECASE | re.MULTILINE,
)
_FORM_LEAST = 2  # lines such as "Name:" that make a form
# What a robot says to whom it answers; a form speaks about its sender.
_ANSWERS = re.compile(
    r"out of (?:the )?office|automatic (?:reply|response)|auto-?(?:reply|response)|type your reply above"
    r"|(?:your|this) (?:request|ticket|message|enquiry|email|query) (?:\([^()\n]{1,30}\) )?(?:has been"
    r"|was) (?:received|logged|created|assigned)|(?:we have|we've) received your"
    r"|annual leave|away from my desk|on holiday until|on leave until",
    re.IGNORECASE,
)
_DO_NOT_REPLY = re.compile(r"do not reply to this|do not respond to this|automated message", re.IGNORECASE)


def correspondent(parsed: ParsedMessage, extract: Extract) -> Address | None:
    """Whom an answer is for: the author, or who filled in the form that a website sent; None where a form
    does not say.

    A site's own address reaches nobody who complained. A form names its sender in Reply-To (RFC 5322 section
    3.6.2); its lines may only confirm that, since below them stands what anybody typed.
    """
    author = parsed.author
    if author is None or not is_form(parsed, extract):
        return author
    if len(parsed.reply_to) != 1:
        return None
    named = {address.casefold() for address in _FORM_ADDRESS.findall(_MESSAGE.split(extract.text[:_HEAD])[0])}
    return parsed.reply_to[0] if not named or parsed.reply_to[0].key in named else None


def is_form(parsed: ParsedMessage, extract: Extract) -> bool:
    """Whether the author named is a website's, and somebody else filled in what it sends."""
    if len(parsed.reply_to) == 1 and parsed.reply_to[0].key in {address.key for address in parsed.authors}:
        return False
    sent_by_site = robot_author(parsed) is not None or any(
        is_form_local_part(address.local_part.lower()) for address in parsed.authors
    )
    if sent_by_site and _answers_nothing(parsed):
        return (
            is_website_form(parsed, extract) or len(_FORM_LINES.findall(extract.text[:_HEAD])) >= _FORM_LEAST
        )
    return len(parsed.reply_to) == 1 and is_filled_in_form(parsed, extract)


def is_website_form(parsed: ParsedMessage, extract: Extract) -> bool:
    """A form on a website sends what a person typed, as `auto-generated` or from an address nobody reads; it
    answers nothing (RFC 3834 section 5)."""
    if is_filled_in_form(parsed, extract):
        return True
    text = extract.text[:_HEAD]
    spoken = f"{parsed.subject}\n{text}"
    return (
        (_is_generated(parsed) or robot_address(parsed) is not None)
        and _answers_nothing(parsed)
        and parsed.value("list-unsubscribe") is None
        and not (_ANSWERS.search(spoken) or _DO_NOT_REPLY.search(spoken) or opens_a_ticket(parsed))
        and is_displeased(text)
    )


def is_filled_in_form(parsed: ParsedMessage, extract: Extract) -> bool:
    """The same, with the form's own lines: "Name: ...", "Message: ..."."""
    text = extract.text[:_HEAD]
    return (
        (_is_generated(parsed) or robot_address(parsed) is not None or _is_for_another(parsed))
        and _answers_nothing(parsed)
        and _ANSWERS.search(f"{parsed.subject}\n{text}") is None
        and len(_FORM_LINES.findall(text)) >= _FORM_LEAST
    )


def _is_generated(parsed: ParsedMessage) -> bool:
    return auto_submitted(parsed).lower() == "auto-generated"


def _answers_nothing(parsed: ParsedMessage) -> bool:
    return (
        not parsed.in_reply_to
        and not parsed.references
        and parsed.return_path != ""
        and answers_by_header(parsed) is None
        and list_manager_field(parsed) is None
        and parsed.value("x-auto-response-suppress") is None
    )


def _is_for_another(parsed: ParsedMessage) -> bool:
    """An answer would go to somebody else than the author: the person who filled in the form."""
    authors = {address.key for address in parsed.authors}
    return len(parsed.reply_to) == 1 and parsed.reply_to[0].key not in authors
