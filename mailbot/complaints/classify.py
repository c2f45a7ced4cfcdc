"""What kind of message this is: an ordered table, first match wins.

Order is policy. What no row claims is a complaint until a person says otherwise, because the clock is
running; and a row that turns a message away from a case needs evidence, never the lack of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mailbot.complaints.authenticity import dmarc_result
from mailbot.complaints.findings import Extract
from mailbot.complaints.practice import Practice
from mailbot.complaints.regulators import regulator_of
from mailbot.complaints.triage import is_displeased, is_enquiry
from mailbot.mail.automatic import auto_submitted, is_automatic, list_evidence
from mailbot.mail.compose import is_own_message_id
from mailbot.mail.message import ParsedMessage


class Kind(StrEnum):
    OWN = "own"
    DELIVERY_REPORT = "delivery_report"
    AUTOMATIC = "automatic"
    LIST = "list"
    REGULATOR = "regulator"
    HANDLER = "handler"
    FOLLOW_UP = "follow_up"
    SUSPECT = "suspect"
    UNREADABLE = "unreadable"
    ENQUIRY = "enquiry"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class KnownCase:
    """An open or closed case the store found that this message may concern."""

    reference: str
    parties: frozenset[str]  # casefolded addr-specs
    closed: bool
    # How it was found: "token" (a Message-ID or address token of ours), "message-id" (thread), "reference"
    # (its case reference cited), "regulator-reference", "same-author".
    by: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows that bears on one message; empty for `inspect`."""

    own_letter: str | None = None  # Message-ID of a letter of ours this very message is
    reported_letter: str | None = None  # Message-ID of a letter of ours this report is about
    cases: tuple[KnownCase, ...] = ()
    acknowledgements_today: int = 0  # to this author, in the last 24 hours
    acknowledgements_this_week: int = 0  # in the last 7 days
    acknowledged_in_thread: bool = False  # this thread already had its acknowledgement
    answers_notice: bool = False  # it answers a letter of ours to a handler
    twin: str | None = None  # a case that what seems to be the very same message is in


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    rule: str  # the name of the row that matched


@dataclass(frozen=True, slots=True)
class Sight:
    """All that a row of the table may look at."""

    parsed: ParsedMessage
    extract: Extract
    known: Known
    practice: Practice

    @property
    def author_key(self) -> str:
        return self.parsed.author.key if self.parsed.author else ""


LOOP_FIELD = "x-mailbot-loop"
_CIRCULAR = re.compile(
    r"unsubscribe|view (?:this|it)?[ ]?(?:email )?in (?:your|a) browser|manage (?:your )?preferences",
    re.IGNORECASE,
)
_FORM_LINES = re.compile(
    r"^[ \t]*(?:your |full |first |last )?(?:name|e-?mail(?: address)?|telephone|phone|message|"
    r"comments?|complaint|subject|details)[ \t]*[:=]",
    re.IGNORECASE | re.MULTILINE,
)
_FORM_LEAST = 2  # lines such as "Name:" that make a form
_ROBOT_WORDS = re.compile(
    r"out of (?:the )?office|automatic (?:reply|response)|auto-?(?:reply|response)|do not reply to this|"
    r"type your reply above|"
    r"(?:your|this) (?:request|ticket|message|enquiry|email|query) (?:\([^()\n]{1,30}\) )?(?:has been|"
    r"was) (?:received|logged|created|assigned)|"
    r"annual leave|away from my desk|on holiday until|on leave until",
    re.IGNORECASE,
)


def is_own_letter(sight: Sight) -> bool:
    """A letter of ours, known to the store or by its marks; the marks count only under our own address."""
    if not any(address.key in sight.practice.own_addresses for address in sight.parsed.authors):
        return False  # a stranger who uses our Message-ID again may have written anything
    if sight.known.own_letter is not None:
        return True
    marked = sight.parsed.value(LOOP_FIELD) is not None
    # A colleague who writes from the shared mailbox has our domain in his Message-ID, but not our pattern.
    return marked or is_own_message_id(sight.parsed.message_id or "", sight.practice.own_domains)


def is_report(sight: Sight) -> bool:
    return sight.parsed.report is not None


def is_website_form(sight: Sight) -> bool:
    """A form on a website sends what a person typed as `auto-generated`; it answers nothing (RFC 3834
    section 5)."""
    parsed = sight.parsed
    text = sight.extract.text
    return (
        _submitted(sight) == "auto-generated"
        and not parsed.in_reply_to
        and not parsed.references
        and parsed.return_path != ""
        and list_evidence(parsed) is None
        and not any(
            parsed.value(name) for name in ("x-auto-response-suppress", "x-autoreply", "x-autorespond")
        )
        and _ROBOT_WORDS.search(f"{parsed.subject}\n{text[:4000]}") is None
        and (is_displeased(text) or len(_FORM_LINES.findall(text[:4000])) >= _FORM_LEAST)
    )


def is_machines_answer(sight: Sight) -> bool:
    return is_automatic(sight.parsed) is not None and not is_website_form(sight)


def is_list_mail(sight: Sight) -> bool:
    """Mail of a list. `Precedence: bulk` alone is no proof: helpdesks that took it for one lost real
    mail."""
    evidence = list_evidence(sight.parsed)
    if evidence is None or _is_our_own_list(sight):
        return False
    if evidence != "precedence: bulk" or not _is_addressed_to_us(sight):
        return True
    return _CIRCULAR.search(sight.parsed.whole_text[:65536]) is not None or not is_displeased(
        f"{sight.extract.subject}\n{sight.extract.text}"
    )


def _is_addressed_to_us(sight: Sight) -> bool:
    """Whether a recipient is one of our mailboxes; nobody can say where no mailbox is configured."""
    ours = sight.practice.mailbox_addresses
    return not ours or any(recipient.key in ours for recipient in sight.parsed.recipients)


def _is_our_own_list(sight: Sight) -> bool:
    """A firm may feed its complaints mailbox through a group of its own, which marks every complaint."""
    list_id = (sight.parsed.value("list-id") or "").rpartition("<")[2].rstrip("> ").lower()
    return any(list_id == domain or list_id.endswith("." + domain) for domain in sight.practice.own_domains)


def is_from_regulator(sight: Sight) -> bool:
    author = sight.parsed.author
    return (
        author is not None
        and regulator_of(author.domain, sight.practice) is not None
        and dmarc_result(sight.parsed, sight.practice) != "fail"
    )


def is_from_handler(sight: Sight) -> bool:
    colleagues = {handler.email.casefold() for handler in sight.practice.handlers} | sight.practice.desk
    return sight.author_key in colleagues and dmarc_result(sight.parsed, sight.practice) != "fail"


def answers_a_notice(sight: Sight) -> bool:
    """An answer to a letter that only a colleague got: a robot's behind their address, or from another of
    theirs. As a complaint it would bring the next notice, and so on."""
    parties = {party for case in sight.known.cases for party in case.parties}
    return (
        sight.known.answers_notice
        and sight.author_key not in parties
        and dmarc_result(sight.parsed, sight.practice) != "fail"
    )


def follows_up(sight: Sight) -> bool:
    """From a party of a case it belongs to; a stranger who quotes a case belongs to none (DESIGN
    section 5). A forged party is none."""
    return dmarc_result(sight.parsed, sight.practice) != "fail" and any(
        is_party(case, sight.author_key) and case.by in JOINING for case in sight.known.cases
    )


def is_suspect(sight: Sight) -> bool:
    flagged = any(
        value.strip().lower().startswith(prefix)
        for name, prefix in sight.practice.spam_headers
        for value in sight.parsed.values(name)
    )
    return flagged or dmarc_result(sight.parsed, sight.practice) == "fail"


def is_unreadable(sight: Sight) -> bool:
    parsed = sight.parsed
    nothing = not parsed.whole_text and not parsed.attachments and not parsed.subject.strip()
    return bool(parsed.unreadable) or parsed.encrypted or nothing


def asks_only(sight: Sight) -> bool:
    return sight.practice.triage and is_enquiry(sight.parsed, sight.extract)


def always(sight: Sight) -> bool:  # noqa: ARG001 - a row of the table
    return True


RULES: tuple[tuple[str, Callable[[Sight], bool], Kind], ...] = (
    ("own-letter", is_own_letter, Kind.OWN),
    ("delivery-report", is_report, Kind.DELIVERY_REPORT),
    ("automatic", is_machines_answer, Kind.AUTOMATIC),
    ("list", is_list_mail, Kind.LIST),
    ("regulator", is_from_regulator, Kind.REGULATOR),
    ("handler", is_from_handler, Kind.HANDLER),
    ("answers-a-notice", answers_a_notice, Kind.HANDLER),
    ("follow-up", follows_up, Kind.FOLLOW_UP),
    ("suspect", is_suspect, Kind.SUSPECT),
    ("unreadable", is_unreadable, Kind.UNREADABLE),
    ("enquiry", asks_only, Kind.ENQUIRY),
    ("otherwise", always, Kind.COMPLAINT),
)

# How a case must have been found for its party's message to join it, the surest first.
JOINING = ("token", "message-id", "reference")


def classify(parsed: ParsedMessage, extract: Extract, known: Known, practice: Practice) -> Verdict:
    """Say what kind of message this is and which row said so."""
    sight = Sight(parsed, extract, known, practice)
    rule, kind = next((rule, kind) for rule, test, kind in RULES if test(sight))
    return Verdict(kind, rule)


def is_party(case: KnownCase, author_key: str) -> bool:
    """Whether an author is a party of a case."""
    return bool(author_key) and author_key in case.parties


def _submitted(sight: Sight) -> str:
    return auto_submitted(sight.parsed).lower()
