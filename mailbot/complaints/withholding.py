"""Why no acknowledgement of a complaint may go out by itself: a person comes before a robot's rules.

Order: a danger to somebody, an address that cannot be written to, the message itself, our own limits. Doubts
about a machine give way to a person's own words, as they do in `classify`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from mailbot.complaints.classify import Sight
from mailbot.complaints.practice import Practice
from mailbot.complaints.regulators import regulator_of
from mailbot.complaints.voice import speaks_for_himself
from mailbot.mail.automatic import reason_not_to_respond
from mailbot.mail.message import Address

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
    if author is None and sight.parsed.author is not None:
        return f"it came from {sight.parsed.author.addr_spec}, which does not say whom to answer"
    if author is None:
        return "no single author" if sight.parsed.authors else "no author"
    local, _, domain = author.addr_spec.rpartition("@")
    return None if local and domain else "the author's address cannot be used"


def _of_the_message(sight: Sight) -> str | None:
    practice, parsed, answered = sight.practice, sight.parsed, sight.correspondent
    through_a_form = answered is not None and answered != parsed.author
    if answered is not None and through_a_form:
        if _is_one_of_us(answered, practice):
            return "a form of a website that names one of us"
        # What is said of an author holds of whom we would write to; the website only carried his words.
        trusted = sight.author_key in practice.web_forms
        path = None if trusted else parsed.return_path
        parsed = replace(parsed, authors=(answered,), sender=None, return_path=path)
    ask = partial(
        reason_not_to_respond,
        parsed,
        own_addresses=practice.own_addresses,
        mailbox_addresses=practice.mailbox_addresses if practice.check_addressed else None,
        spam_headers=practice.spam_headers,
    )
    reason = ask()
    if reason is not None and (through_a_form or speaks_for_himself(sight.parsed, sight.extract, practice)):
        reason = ask(in_own_words=True)
    return reason


def _is_one_of_us(address: Address, practice: Practice) -> bool:
    """Anybody may name anybody in a form: never a colleague, an address of ours or a regulator."""
    return (
        address.key in practice.colleagues
        or address.domain in practice.own_domains
        or regulator_of(address.domain, practice) is not None
    )


def _over_a_limit(sight: Sight) -> str | None:
    known, practice = sight.known, sight.practice
    most = practice.acknowledgements_per_address_per_day
    # Whoever stands behind an unknown form may name a new address in each.
    unknown_form = sight.correspondent != sight.parsed.author and sight.author_key not in practice.web_forms
    if unknown_form and known.opened_today >= most:
        return f"{known.opened_today} forms from this address within a day; [intake] web_forms may name it"
    if known.twin is not None:
        return f"may be the message {known.twin} was opened with"
    if known.acknowledged_in_thread:
        return "this thread has had its acknowledgement"
    if known.acknowledgements_today >= most:
        return f"{known.acknowledgements_today} acknowledgements to this address within a day"
    if known.acknowledgements_this_week >= practice.acknowledgements_per_address_per_week:
        return f"{known.acknowledgements_this_week} acknowledgements to this address within a week"
    return None
