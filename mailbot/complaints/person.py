"""Whether a person speaks in a message that bears signs of a machine.

A website's form, an adviser's mailing system, a server that marks all it sends: their messages look like a
machine's and are people's. What is plainly somebody's own complaint outweighs weak signs, never a strong one.
"""

from __future__ import annotations

import re

from mailbot.complaints.findings import Extract
from mailbot.complaints.practice import Practice
from mailbot.complaints.triage import is_displeased, is_plainly_complaining
from mailbot.mail.evidence import auto_submitted, list_manager_field, robot_address
from mailbot.mail.machine import answers_by_header
from mailbot.mail.message import ParsedMessage

_HEAD = 8_000  # characters in which a person says what it is about

_OWN_AFFAIR = re.compile(
    r"\b(?:my|our) (?:\w{1,15} ){0,2}(?:accounts?|complaints?|cards?|loans?|debts?|money|payments?|refund"
    r"|statements?"
    r"|credit (?:file|report|score|record|rating)|case|claim|balance|bank|mortgage|polic(?:y|ies)|savings"
    r"|wages|rent"
    r"|client|clients|customer|mother|father|mum|dad|husband|wife|partner|son|daughter|late)\b"
    r"|\b(?:i|we) (?:am|are|'m|'re|was|were|have|'ve|had|want|wish|would|demand|expect|need|did|do|don't"
    r"|didn't|never"
    r"|paid|called|rang|phoned|wrote|asked|told|complained|received|feel|cannot|can't|write|spoke|tried"
    r"|act)\b"
    r"|\bi(?:'m|'ve|'d|'ll)\b",
    re.IGNORECASE,
)
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
        and not (_ANSWERS.search(spoken) or _DO_NOT_REPLY.search(spoken))
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


def speaks_for_himself(parsed: ParsedMessage, extract: Extract, practice: Practice) -> bool:
    """Whether the author plainly complains, of an affair of his own; or names a number this firm gave him."""
    text = extract.text[:_HEAD].replace("’", "'")
    ours = {reference.type for reference in practice.references}
    named = any(found.type in ours and found.source == "new" for found in extract.references)
    complains = is_plainly_complaining(f"{parsed.subject}\n{text}")
    return (complains or (named and is_displeased(text))) and _OWN_AFFAIR.search(text) is not None
