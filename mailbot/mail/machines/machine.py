"""Whether a machine answered or notified (RFC 3834). Reports and lists have their own kinds.

Order: a field that only such machines write; a form no person sends; signs that prove nothing alone, counted
together. Lenient: in doubt a person wrote, because what a machine wrote opens no case.
"""

from __future__ import annotations

from mailbot.mail.machines.evidence import (
    answerer_field,
    auto_submitted,
    calendar_method,
    list_manager_field,
    precedence,
    robot_address,
    rules_field,
    suppresses_answers,
    ticket_field,
)
from mailbot.mail.machines.signs import (
    has_a_complaint_abroad,
    has_a_persons_complaint,
    has_generated_subject,
    has_only_a_calendars_words,
    has_subject_of_a_receipt,
    has_subject_of_a_robot,
    has_subject_of_an_answer,
    is_aggregate_report,
    is_challenge,
    is_gateways_notice,
    machine_words,
    opens_a_ticket,
    says_nothing_else,
)
from mailbot.mail.message import ParsedMessage, ReportType

MAX_ANSWER = 3_000  # characters: an automatic answer told by its words alone is short


def is_automatic(message: ParsedMessage) -> str | None:
    """Return the evidence that a machine answered or notified, or None. Reports have their own kind.

    ``Auto-Submitted: auto-generated`` by itself is what a web form sends for a person, and
    X-Auto-Response-Suppress what a person's own mail program adds: neither is evidence alone, nor is a
    subject. For such messages ask `auto_submitted`, `list_evidence` and `precedence`.
    """
    if message.report is not None and message.report.type is not ReportType.FEEDBACK:
        return None
    return answers_by_header(message) or by_its_form(message) or by_several_signs(message)


def answers_by_header(message: ParsedMessage) -> str | None:
    """Evidence that needs no second: a field that only what answers by itself writes (RFC 3834 section 5)."""
    keyword = auto_submitted(message)
    if keyword in ("auto-replied", "auto-notified"):
        return f"auto-submitted: {keyword}"
    if "auto" in precedence(message):
        return f"precedence: {precedence(message)}"
    return answerer_field(message)


_NOBODY_READS = "an address nobody reads"
_TICKETS = frozenset({"logged", "automatic", "received"})
_SUPPRESSES = "a field of what also sends for people"


def by_its_form(message: ParsedMessage) -> str | None:
    """What no person sends: statistics, a calendar's bare answer, a challenge, a filter's notice."""
    method = calendar_method(message)
    if method in ("REPLY", "COUNTER", "REFRESH", "CANCEL", "DECLINECOUNTER") and has_only_a_calendars_words(
        message
    ):
        return f"calendar {method.lower()}"
    if is_aggregate_report(message):
        return "an aggregate report"
    if is_challenge(message):
        return "it asks for a confirmation that a person wrote"
    if is_gateways_notice(message):
        return "a mail filter's notice"
    return None


def by_several_signs(message: ParsedMessage) -> str | None:
    """Signs that prove nothing alone: a field that leans to a machine, its subject, its words, its thread.
    Where no field leans a complaint beside them is a person's; where one does that people's programs write
    too, only one that is not in English, which nobody reads again."""
    leaning = _leaning(message)
    found = _several_signs(message, leaning)
    if found is None:
        return None
    if leaning is None:
        return None if has_a_persons_complaint(message) else found
    return None if leaning == _SUPPRESSES and has_a_complaint_abroad(message) else found


def _several_signs(message: ParsedMessage, leaning: str | None) -> str | None:
    answers = has_subject_of_an_answer(message)
    if not answers and leaning is None and len(message.new_text) > MAX_ANSWER:
        return None
    said = machine_words(message)
    spoken = f"its words ({', '.join(sorted(said))})"
    if has_generated_subject(message):
        return "its subject"
    if answers and (said or not message.whole_text):
        return f"its subject and {spoken}"
    if said == {"returning"} or list_manager_field(message) is not None:
        return None  # "when I get back" is anybody's; a list makes every post lean to a machine
    if _is_told_by_words(message, said) or (said & _TICKETS and opens_a_ticket(message)):
        return spoken
    if said and (_is_an_answer(message) or opens_a_ticket(message)) and says_nothing_else(message):
        return f"{spoken}, and nothing else"
    if leaning is None:
        return None
    if answers:
        return f"{leaning}, and its subject"
    if leaning == _SUPPRESSES:
        return f"{leaning}, and {spoken}" if said & {"away", "gone", "automatic"} else None
    if said:
        return f"{leaning}, and {spoken}"
    # A website's form has an address nobody reads too, and a person's words under it.
    if leaning != _NOBODY_READS and has_subject_of_a_robot(message):
        return f"{leaning}, and its subject"
    if _is_threaded(message) and leaning.startswith(_STRONG):
        return f"{leaning}, and an answer in a thread"
    return None


def _is_told_by_words(message: ParsedMessage, said: frozenset[str]) -> bool:
    """Two kinds of them in an answer, three elsewhere, and not much else: a person who tells of his leave and
    of automatic answers has more to say."""
    if not said & {"away", "automatic", "gone"}:
        return False
    replies = said & {"automatic", "gone"} and said & {"received", "logged"}
    least = 2 if replies or _is_an_answer(message) or has_subject_of_a_robot(message) else 3
    kinds = (
        len(said | {"received"}) if "automatic" in said and has_subject_of_a_receipt(message) else len(said)
    )
    return kinds >= least and len(message.new_text) <= MAX_ANSWER


def _is_an_answer(message: ParsedMessage) -> bool:
    return _is_threaded(message) or message.subject[:4].lower() in ("re: ", "aw: ", "sv: ")


def _is_threaded(message: ParsedMessage) -> bool:
    return bool(message.in_reply_to or message.references)


_STRONG = ("auto-submitted", "null return path")


def is_surely_automatic(message: ParsedMessage) -> bool:
    """Whether the words of a complaint would not make it a person's: fields say so, or a field
    that leans to a machine and the words with which machines answer or notify."""
    if answers_by_header(message) is not None or is_aggregate_report(message):
        return True
    leaning, said = _leaning(message), machine_words(message) & {"away", "gone", "automatic", "logged"}
    if leaning is None or not said:
        return False
    return leaning != _SUPPRESSES or has_subject_of_an_answer(message)


def _leaning(message: ParsedMessage) -> str | None:
    if auto_submitted(message) not in ("", "no"):
        return f"auto-submitted: {auto_submitted(message)}"
    if message.return_path == "":
        return "null return path"
    if precedence(message):
        return f"precedence: {precedence(message)}"
    found = rules_field(message)
    if found is not None:
        return found
    if robot_address(message) is not None:
        return _NOBODY_READS
    return _SUPPRESSES if suppresses_answers(message) or ticket_field(message) else None
