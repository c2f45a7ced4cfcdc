"""What a colleague's message is about, and whether it is the colleague who wrote it.

A command changes something only if it answers a mail that this colleague got (`Answered`: the words that name
such a mail cannot be guessed) and our own server does not say that it is somebody else's.

Faults: none; a doubt is an answer.
"""

from __future__ import annotations

from collections.abc import Iterable

from mailbot.complaints.authenticity import is_authentic, is_disowned
from mailbot.complaints.classify import JOINING, Sight
from mailbot.complaints.commands import first_case
from mailbot.complaints.known import KnownCase
from mailbot.mail.message import Zone


def case_written_to(sight: Sight) -> KnownCase | None:
    """The case that a colleague's letter to one of its parties belongs to; None where there is no telling."""
    theirs = [case for case in sight.known.cases if case.parties & sight.sent_to]
    sure = surest(case for case in theirs if case.by in JOINING)
    return sure or (theirs[0] if len(theirs) == 1 else None)


def case_meant(sight: Sight) -> KnownCase | None:
    """The case of the mail that is answered, one named on the first line, else any that is cited."""
    answered = sight.known.answered
    if answered is None:
        return surest(case for case in sight.known.cases if case.by in JOINING)
    named = answered.case or first_case(sight.extract.text)
    return next((case for case in sight.known.cases if case.reference == named), None)


def passes_on(sight: Sight) -> bool:
    """Whether it brings somebody else's message, which may be a complaint."""
    parsed = sight.parsed
    return any(passage.zone is Zone.FORWARDED for passage in parsed.passages) or any(
        each.content_type == "message/rfc822" for each in parsed.attachments
    )


def surest(cases: Iterable[KnownCase]) -> KnownCase | None:
    """The case found in the surest way, an open one before a closed one."""
    return min(cases, key=lambda case: (JOINING.index(case.by), case.closed), default=None)


def doubt(sight: Sight) -> str | None:
    """Why what a colleague says in this message changes nothing, for the colleague; None where it may."""
    if sight.author_key not in sight.practice.colleagues:
        return "its sender is none of the handlers"
    about = sight.parsed, sight.practice
    if is_disowned(*about):
        return "our mail server does not vouch for its sender"
    answered = sight.known.answered
    if answered is None:
        return "it does not answer a mail that was sent to you"
    if sight.practice.reply_path.template and not answered.by_address and not is_authentic(*about):
        return "it was not sent to the address that our mail to you asks to reply to"
    return None


def doubt_of_letter(sight: Sight) -> str | None:
    """The same of a copy of a letter, which need not answer a mail of ours if our server vouches for it."""
    if is_authentic(sight.parsed, sight.practice) or doubt(sight) is None:
        return None
    return "our mail server does not vouch for its sender ([responder] authserv_ids names that server)"
