"""What we shall do about a message, and why: pure.

Of every message exactly one holds: it is acknowledged, its acknowledgement is owed with a reason, or by the
table of DESIGN section 5 none is ever owed. A reason not to respond withholds the letter, never the case
(RFC 3834 section 2 against DISP 1.6.1R).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from mailbot.complaints.authenticity import is_authentic
from mailbot.complaints.classify import (
    JOINING,
    Kind,
    Sight,
    Verdict,
    is_addressed_to_us,
    is_party,
)
from mailbot.complaints.colleagues import case_meant, case_written_to, passes_on, surest
from mailbot.complaints.findings import Extract
from mailbot.complaints.known import Known, KnownCase
from mailbot.complaints.practice import Practice
from mailbot.complaints.triage import is_plainly_complaining
from mailbot.complaints.voice import speaks_for_himself
from mailbot.complaints.withholding import (
    reason_never_to_write,
    reason_not_to_acknowledge,
    reason_not_to_confirm,
)
from mailbot.mail.message import ParsedMessage

#: The rule of a verdict that no row of the table came to.
A_PERSON_SAID_SO = "a person said so"
#: Reasons not to respond that are the very ones a message of this kind was set aside for (mail/automatic).
_OVERRULED = {
    Kind.LIST: ("a mailing list", "precedence"),
    Kind.AUTOMATIC: ("auto-submitted", "an automatic responder"),
    Kind.SUSPECT: ("marked as spam",),
}


class Step(StrEnum):
    OPEN = "open"  # a case
    JOIN = "join"  # the case named in `Plan.case`
    RECORD_REPORT = "record-report"  # on the letter it is about
    SETTLE_OWN = "settle-own"  # a letter of ours came back
    BEFORE_PERSON = "before-person"  # no case, a task
    ANSWER = "answer"  # a colleague's command about no one case


class Folder(StrEnum):
    """Which mailbox a settled message is moved to; the names on the server are configuration."""

    PROCESSED = "processed"
    SET_ASIDE = "set_aside"
    NOT_COMPLAINTS = "not_complaints"


@dataclass(frozen=True, slots=True)
class Plan:
    """The decision about one message. Exactly one of: acknowledged, owed, or never owed."""

    verdict: Verdict
    step: Step
    folder: Folder
    case: str | None = None  # reference of the case joined
    cites: tuple[str, ...] = ()  # cases only mentioned: linked, nothing disclosed
    reopen: bool = False
    acknowledge: bool = False
    reason: str | None = None  # why no acknowledgement goes out by itself
    owed: bool = False  # an acknowledgement is owed and becomes a task with `reason`
    task: str | None = None  # another task for a person: "set-aside", "unmatched-report", "regulator", …
    urgent: bool = False  # tell the on-call address at once
    enclose: bool = False  # the leaflet's file may be attached (sender authentic)
    quiet: bool = False  # the handler gets no mail of their own about it: its author has written too often
    twin: str | None = None  # the case that seems to hold the very same message: linked, a person decides
    alike: str | None = None  # an open case that may be the same complaint: linked, a person decides
    confirm: bool = False  # its author is told that it arrived
    by_hand: bool = False  # a copy of what a colleague wrote to a party of the case


def decide(
    parsed: ParsedMessage, extract: Extract, verdict: Verdict, known: Known, practice: Practice
) -> Plan:
    """Say what is to be done about a message."""
    return _PLANS[verdict.kind](Sight(parsed, extract, known, practice), verdict)


def decide_after_all(
    parsed: ParsedMessage, extract: Extract, known: Known, practice: Practice, *, was: Kind
) -> Plan:
    """Say what is to be done about a message that a person has read and calls a complaint.

    What made the table take it for `was` is no reason any more to withhold its acknowledgement; others are.
    """
    sight = Sight(parsed, extract, known, practice)
    return _open(sight, Verdict(Kind.COMPLAINT, A_PERSON_SAID_SO), _OVERRULED.get(was, ()))


def _open(sight: Sight, verdict: Verdict, overruled: Collection[str] | None = None) -> Plan:
    """Open a case; acknowledge unless there is a reason not to."""
    reason = reason_not_to_acknowledge(sight, overruled)
    if reason is None and overruled is not None and sight.correspondent is not None:
        # The table has rows for colleagues and regulators; a person may see a complaint in their mail too.
        reason = reason_never_to_write(sight.correspondent, sight.practice)
    return Plan(
        verdict,
        Step.OPEN,
        Folder.PROCESSED,
        cites=_cited(sight),
        acknowledge=reason is None,
        reason=reason,
        owed=reason is not None,
        task=_task_of_a_case(sight),
        urgent=sight.extract.life_at_risk,
        enclose=reason is None and _may_enclose(sight),
        # A robot that answers each notice with a new message would otherwise be sent the next one, for ever.
        quiet=_writes_too_often(sight) and not sight.extract.life_at_risk,
        twin=sight.known.twin,
        alike=sight.known.alike,
    )


def _task_of_a_case(sight: Sight) -> str | None:
    if sight.extract.life_at_risk:
        return "life-at-risk"
    return "possible-duplicate" if sight.known.alike is not None else None


def _open_stub(sight: Sight, verdict: Verdict) -> Plan:
    """What could not be read is a complaint until a person has read it."""
    reason = reason_not_to_acknowledge(sight)
    if reason is None:
        reason = "encrypted" if sight.parsed.encrypted else sight.parsed.unreadable or "nothing to read"
    return Plan(
        verdict,
        Step.OPEN,
        Folder.SET_ASIDE,
        cites=_cited(sight),
        reason=reason,
        owed=True,
        task="unreadable",
        urgent=sight.extract.life_at_risk,
    )


def _settle_own(sight: Sight, verdict: Verdict) -> Plan:
    if sight.known.own_letter is None:
        # Our marks on a letter the store does not know: a loop, or somebody who copies our marks.
        return _before_person(sight, verdict, "loop")
    return Plan(verdict, Step.SETTLE_OWN, Folder.PROCESSED)


def _record_report(sight: Sight, verdict: Verdict) -> Plan:
    """A report about a letter of ours is recorded; one that also carries a person's words is read by
    one."""
    spoken = (
        is_plainly_complaining(sight.parsed.new_text)
        or speaks_for_himself(sight.parsed, sight.extract, sight.practice)
        or sight.extract.life_at_risk
    )
    if sight.known.reported_letter is None:
        return _before_person(sight, verdict, "unmatched-report")
    return Plan(
        verdict,
        Step.RECORD_REPORT,
        Folder.PROCESSED,
        task="report-with-complaint" if spoken else None,
        urgent=sight.extract.life_at_risk,
    )


def _join_automatic(sight: Sight, verdict: Verdict) -> Plan:
    in_thread = [case for case in sight.known.cases if case.by in ("token", "message-id")]
    cited = [case for case in _parties_cases(sight) if case.by == "reference"]
    case = surest((*in_thread, *cited))
    return _join(sight, verdict, case) if case else _before_person(sight, verdict, "automatic")


def _set_list_aside(sight: Sight, verdict: Verdict) -> Plan:
    if sight.extract.life_at_risk and is_addressed_to_us(sight):
        return _before_person(sight, verdict, "life-at-risk")
    return Plan(verdict, Step.BEFORE_PERSON, Folder.NOT_COMPLAINTS, task="list")


def _join_regulator(sight: Sight, verdict: Verdict) -> Plan:
    """By the regulator's reference, else by ours; a regulator's letter always comes before a person."""
    by_theirs = [case for case in sight.known.cases if case.by == "regulator-reference"]
    by_ours = [case for case in sight.known.cases if case.by in JOINING]
    candidates = by_theirs or by_ours
    if len({case.reference for case in candidates}) == 1:
        return _join(sight, verdict, candidates[0], task="regulator", reopens=False)
    return _before_person(sight, verdict, "regulator", urgent=True)


def _join_handler(sight: Sight, verdict: Verdict) -> Plan:
    """A copy of a letter to a party, a command, or what is about a case."""
    by_hand = case_written_to(sight)
    case = by_hand or case_meant(sight)
    if case is not None:
        task = "handler" if by_hand is None and passes_on(sight) else None
        return replace(_join(sight, verdict, case, task=task, reopens=False), by_hand=by_hand is not None)
    if sight.known.answered is None or sight.extract.life_at_risk or passes_on(sight):
        return _before_person(sight, verdict, "handler")
    return Plan(verdict, Step.ANSWER, Folder.PROCESSED)


def _join_follow_up(sight: Sight, verdict: Verdict) -> Plan:
    case = surest(_parties_cases(sight))
    # Unreachable through `classify`; a verdict stored by older rules may still come here, and loses nothing.
    if case is None:
        return _open(sight, verdict)
    confirm = sight.practice.follow_up and reason_not_to_confirm(sight) is None
    return replace(_join(sight, verdict, case), confirm=confirm)


def _hold_suspect(sight: Sight, verdict: Verdict) -> Plan:
    reason = reason_not_to_acknowledge(sight) or "marked as spam or forged"
    return Plan(
        verdict,
        Step.BEFORE_PERSON,
        Folder.SET_ASIDE,
        cites=_cited(sight),
        reason=reason,
        owed=True,
        task="suspect",
        urgent=sight.extract.life_at_risk,
    )


def _show_enquiry(sight: Sight, verdict: Verdict) -> Plan:
    return _before_person(sight, verdict, "enquiry")


def _before_person(sight: Sight, verdict: Verdict, task: str, *, urgent: bool = False) -> Plan:
    return Plan(
        verdict,
        Step.BEFORE_PERSON,
        Folder.SET_ASIDE,
        cites=_cited(sight),
        task=task,
        urgent=urgent or sight.extract.life_at_risk,
    )


def _join(
    sight: Sight, verdict: Verdict, case: KnownCase, *, task: str | None = None, reopens: bool | None = None
) -> Plan:
    """Join a case. Only a party's own words reopen one: a machine's, a handler's or a regulator's do
    not."""
    reopen = verdict.kind is Kind.FOLLOW_UP if reopens is None else reopens
    return Plan(
        verdict,
        Step.JOIN,
        Folder.PROCESSED,
        case=case.reference,
        cites=tuple(reference for reference in _cited(sight) if reference != case.reference),
        reopen=case.closed and reopen,
        task="life-at-risk" if sight.extract.life_at_risk else task,
        urgent=sight.extract.life_at_risk,
    )


def _parties_cases(sight: Sight) -> list[KnownCase]:
    return [case for case in sight.known.cases if case.by in JOINING and is_party(case, sight.author_key)]


def _writes_too_often(sight: Sight) -> bool:
    known, practice = sight.known, sight.practice
    return (
        max(known.opened_today, known.acknowledgements_today)
        >= practice.acknowledgements_per_address_per_day
        > 0
        or known.acknowledgements_this_week >= practice.acknowledgements_per_address_per_week > 0
    )


def _cited(sight: Sight) -> tuple[str, ...]:
    """Cases this message mentions: linked, nothing of them disclosed. To have written before is no
    mention."""
    return tuple(dict.fromkeys(case.reference for case in sight.known.cases if case.by != "same-author"))


def _may_enclose(sight: Sight) -> bool:
    if sight.practice.enclose_to == "everyone":
        return True
    if sight.correspondent != sight.parsed.author:
        return False  # what the website's server vouches for is the website
    return sight.practice.enclose_to == "authentic" and is_authentic(sight.parsed, sight.practice)


_PLANS: dict[Kind, Callable[[Sight, Verdict], Plan]] = {
    Kind.OWN: _settle_own,
    Kind.DELIVERY_REPORT: _record_report,
    Kind.AUTOMATIC: _join_automatic,
    Kind.LIST: _set_list_aside,
    Kind.REGULATOR: _join_regulator,
    Kind.HANDLER: _join_handler,
    Kind.FOLLOW_UP: _join_follow_up,
    Kind.SUSPECT: _hold_suspect,
    Kind.UNREADABLE: _open_stub,
    Kind.ENQUIRY: _show_enquiry,
    Kind.COMPLAINT: _open,
}
