"""Why no acknowledgement of a complaint may go out by itself: a person comes before a robot's rules.

Order: a danger to somebody, an address that cannot be written to, the message itself, our own limits. Doubts
about a machine give way to a person's own words, as they do in `classify`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from mailbot.complaints.classify import Sight
from mailbot.complaints.person import is_form
from mailbot.complaints.voice import speaks_for_himself
from mailbot.mail.automatic import reason_not_to_respond

LIFE_AT_RISK = "life may be at risk"
UNSAFE_CONTACT = "contact may not be safe"


def reason_not_to_acknowledge(sight: Sight) -> str | None:
    """Return why no acknowledgement may go out by itself, or None."""
    if sight.extract.life_at_risk:
        return LIFE_AT_RISK
    if sight.extract.unsafe_contact:
        return UNSAFE_CONTACT
    return _no_address(sight) or _of_the_message(sight) or _over_a_limit(sight)


def _no_address(sight: Sight) -> str | None:
    author = sight.correspondent
    if author is None:
        return "no single author" if sight.parsed.authors else "no author"
    local, _, domain = author.addr_spec.rpartition("@")
    return None if local and domain else "the author's address cannot be used"


def _of_the_message(sight: Sight) -> str | None:
    practice, parsed, answered = sight.practice, sight.parsed, sight.correspondent
    through_a_form = answered is not None and answered != parsed.author
    if answered is not None and through_a_form:
        # What is said of an author holds of whom we would write to; the website only carried his words.
        parsed = replace(parsed, authors=(answered,), sender=None)
    ask = partial(
        reason_not_to_respond,
        parsed,
        own_addresses=practice.own_addresses,
        mailbox_addresses=practice.mailbox_addresses if practice.check_addressed else None,
        spam_headers=practice.spam_headers,
    )
    reason = ask()
    spoken = through_a_form or speaks_for_himself(sight.parsed, sight.extract, practice)
    if reason is not None and spoken:
        reason = ask(in_own_words=True)
    if reason is None and not through_a_form and is_form(parsed, sight.extract):
        return "a form of a website that does not say whom to answer"
    return reason


def _over_a_limit(sight: Sight) -> str | None:
    known, practice = sight.known, sight.practice
    if known.twin is not None:
        return f"may be the message {known.twin} was opened with"
    if known.acknowledged_in_thread:
        return "this thread has had its acknowledgement"
    if known.acknowledgements_today >= practice.acknowledgements_per_address_per_day:
        return f"{known.acknowledgements_today} acknowledgements to this address within a day"
    if known.acknowledgements_this_week >= practice.acknowledgements_per_address_per_week:
        return f"{known.acknowledgements_this_week} acknowledgements to this address within a week"
    return None
