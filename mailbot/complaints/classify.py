"""What kind of message this is: an ordered table, first match wins.

Order is policy. What no row claims is a complaint until a person says otherwise, because the clock is
running; and a row that turns a message away from a case needs evidence, never the lack of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mailbot.complaints.authenticity import dmarc_result
from mailbot.complaints.findings import Extract
from mailbot.complaints.known import Known, KnownCase
from mailbot.complaints.person import correspondent, is_filled_in_form, is_website_form
from mailbot.complaints.practice import Practice
from mailbot.complaints.regulators import REFERENCE_TYPE as REGULATORS_REFERENCE
from mailbot.complaints.regulators import regulator_of
from mailbot.complaints.triage import is_displeased, is_enquiry
from mailbot.complaints.voice import sells, speaks_for_himself, speaks_unmistakably
from mailbot.mail.machines.bulk import Mailing, mailing
from mailbot.mail.machines.evidence import list_evidence, list_manager_field, precedence
from mailbot.mail.machines.machine import answers_by_header, is_automatic, is_surely_automatic
from mailbot.mail.machines.signs import has_subject_of_an_answer
from mailbot.mail.message import Address, ParsedMessage
from mailbot.mail.writing.compose import is_own_message_id


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
    def correspondent(self) -> Address | None:
        """Whom an acknowledgement is for."""
        return correspondent(self.parsed, self.extract)

    @property
    def sent_to(self) -> frozenset[str]:
        """Whom it was sent to besides us, casefolded."""
        owns = self.practice.owns
        return frozenset(one.key for one in self.parsed.recipients if not owns(one.addr_spec))

    @property
    def author_key(self) -> str:
        return self.parsed.author.key if self.parsed.author else ""


LOOP_FIELD = "x-mailbot-loop"


def is_own_letter(sight: Sight) -> bool:
    """A letter of ours, known to the store or by its marks; the marks count only under our own address."""
    if not any(sight.practice.owns(address.addr_spec) for address in sight.parsed.authors):
        return False  # a stranger who uses our Message-ID again may have written anything
    if sight.known.own_letter is not None:
        return True
    marked = sight.parsed.value(LOOP_FIELD) is not None
    # A colleague who writes from the shared mailbox has our domain in his Message-ID, but not our pattern.
    return marked or is_own_message_id(sight.parsed.message_id or "", sight.practice.own_domains)


def is_report(sight: Sight) -> bool:
    return sight.parsed.report is not None


def is_machines_answer(sight: Sight) -> bool:
    parsed = sight.parsed
    if is_automatic(parsed) is None:
        return False
    if answers_by_header(parsed) is not None:
        return True
    if is_website_form(parsed, sight.extract) or _is_regulators_letter(sight):
        return False
    # The words of a complaint are in the answers of every firm's robot; what is plainly one is not.
    return is_surely_automatic(parsed) or not _speaks(sight)


def is_list_mail(sight: Sight) -> bool:
    """Mail of a list, or a mass mailing. `Precedence: bulk` alone is no proof: helpdesks that took it for one
    lost real mail; nor is a way to unsubscribe, which many add to all they send."""
    parsed = sight.parsed
    if _is_our_own_list(sight):
        return False
    marked = list_manager_field(parsed) is not None or precedence(parsed) == "list"
    evidence, signs = list_evidence(parsed), mailing(parsed)
    if not marked and evidence is None and signs.evidence is None:
        return False
    if _is_regulators_letter(sight):
        return False
    if marked:
        return not _writes_to_us(sight, signs)
    if is_filled_in_form(parsed, sight.extract):
        return False
    if signs.is_plain or (signs.evidence is not None and sells(sight.extract)):
        return not speaks_unmistakably(parsed, sight.extract, sight.practice)
    if signs.evidence is not None or evidence != "precedence: bulk" or len(signs.form) > 1:
        return not _speaks(sight)
    return not is_addressed_to_us(sight) or not is_displeased(
        f"{sight.extract.subject}\n{sight.extract.text}"
    )


def _writes_to_us(sight: Sight, signs: Mailing) -> bool:
    """Whether somebody complains to us through a list: a family's group, a provider that marks all it sends.
    A list's own readers are not written to at our address; a mailing is, and quotes people."""
    if not _names_us(sight) or not _speaks(sight):
        return False
    return signs.evidence is None or speaks_unmistakably(sight.parsed, sight.extract, sight.practice)


def _speaks(sight: Sight) -> bool:
    return speaks_for_himself(sight.parsed, sight.extract, sight.practice)


def _is_regulators_letter(sight: Sight) -> bool:
    """From a regulator, about a case: their systems send what a person wrote there as no-reply, or with the
    marks of a mailing. An out-of-office of theirs says so in a field or its words, and is no letter."""
    return (
        is_from_regulator(sight)
        and not has_subject_of_an_answer(sight.parsed)
        and any(reference.type == REGULATORS_REFERENCE for reference in sight.extract.references)
    )


def is_addressed_to_us(sight: Sight) -> bool:
    """Whether a recipient is one of our mailboxes; nobody can say where no mailbox is configured."""
    return not sight.practice.mailbox_addresses or _names_us(sight)


def _names_us(sight: Sight) -> bool:
    practice, recipients = sight.practice, sight.parsed.recipients
    return any(
        address.key in practice.mailbox_addresses
        or practice.return_path.read(address.addr_spec)
        or practice.reply_path.read(address.addr_spec)
        for address in recipients
    )


def _is_our_own_list(sight: Sight) -> bool:
    """A firm may feed its complaints mailbox through a group of its own, which marks every complaint."""
    senders = [sight.parsed.sender.domain] if sight.parsed.sender else []
    senders.append((sight.parsed.return_path or "").rpartition("@")[2].lower())
    if sight.parsed.value("list-id") is None and sight.practice.own_domains & set(senders):
        return True
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
    is_colleague = sight.author_key in sight.practice.colleagues
    return is_colleague and dmarc_result(sight.parsed, sight.practice) != "fail"


def is_letter_of_the_firm(sight: Sight) -> bool:
    """What a colleague wrote to a party of a case under an address of ours, such as the mailbox's own."""
    return (
        sight.practice.owns(sight.author_key)
        and any(case.parties & sight.sent_to for case in sight.known.cases)
        and dmarc_result(sight.parsed, sight.practice) != "fail"
    )


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
    ("letter-of-the-firm", is_letter_of_the_firm, Kind.HANDLER),
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
