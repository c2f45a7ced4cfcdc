"""Why no acknowledgement of a complaint may go out by itself: a person comes before a robot's rules.

Order: a danger to somebody, an address that cannot be written to, the message itself, our own limits. Doubts
about a machine give way to a person's own words, as they do in `classify`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from mailbot.complaints.classify import Sight
from mailbot.complaints.practice import Practice
from mailbot.complaints.public_domains import is_public
from mailbot.complaints.regulators import regulator_of
from mailbot.complaints.voice import speaks_for_himself
from mailbot.mail.machines.automatic import reason_not_to_respond
from mailbot.mail.message import Address

LIFE_AT_RISK = "life may be at risk"
UNSAFE_CONTACT = "contact may not be safe"
#: Of a message that bears our keyword: the database was set back since, or is another.
FILED_BEFORE = (
    "filed before, and the database does not know it: its acknowledgement may have gone out already; look in "
    "the archive or the sent mail, then `queue send` or `queue not-needed`"
)


def reason_not_to_acknowledge(sight: Sight, overruled: Collection[str] | None = None) -> str | None:
    """Return why no acknowledgement may go out by itself, or None.

    ``overruled``: the rules about automatic mail that a person who has read the message knows better than;
    None where nobody has read it.
    """
    if sight.extract.life_at_risk:
        return LIFE_AT_RISK
    if sight.extract.unsafe_contact:
        return UNSAFE_CONTACT
    if sight.known.harm and not sight.extract.representative:  # whose mailbox is another
        return sight.known.harm
    of_it = _no_address(sight) or _of_our_letters(sight) or _of_the_message(sight, overruled)
    return of_it or _over_a_limit(sight)


def reason_not_to_confirm(sight: Sight) -> str | None:
    """Return why the author of a further message may not be told that it arrived, or None.

    As for an acknowledgement; that this thread has had one is no reason here.
    """
    known = replace(sight.known, acknowledged_in_thread=False)
    reason = reason_not_to_acknowledge(replace(sight, known=known))
    author = sight.correspondent
    return reason or (reason_never_to_write(author, sight.practice) if author is not None else None)


def _no_address(sight: Sight) -> str | None:
    author = sight.correspondent
    if author is None and sight.parsed.author is not None:
        return f"it came from {sight.parsed.author.addr_spec}, which does not say whom to answer"
    if author is None:
        return "no single author" if sight.parsed.authors else "no author"
    local, _, domain = author.addr_spec.rpartition("@")
    return None if local and domain else "the author's address cannot be used"


def _of_our_letters(sight: Sight) -> str | None:
    """Where bounces of our letters go nobody is answered from, and only machines write (RFC 3834
    section 3.3)."""
    parsed, ours = sight.parsed, sight.practice.return_path
    named = [*parsed.authors, *filter(None, (parsed.sender, sight.correspondent))]
    writers = [*(address.addr_spec for address in named), parsed.return_path or ""]
    if any(map(ours.read, writers)):
        return "from the return path of a letter of ours"
    return "sent to the return path of a letter of ours" if ours.sent_to(parsed) else None


def reason_never_to_write(address: Address, practice: Practice) -> str | None:
    """Return why a letter to a complainant may not go to an address, whoever wants it to, or None."""
    local, _, domain = address.key.rpartition("@")
    if practice.owns(address.key) or practice.owns(f"{local.partition('+')[0]}@{domain}"):
        return "it is an address of ours"
    if address.key in practice.colleagues:
        return "it is a colleague's"
    regulator = regulator_of(address.domain, practice)
    return f"it is a regulator's ({regulator})" if regulator else None


def _of_the_message(sight: Sight, overruled: Collection[str] | None) -> str | None:
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
        but=overruled or (),
    )
    reason = ask()
    known_a_person = through_a_form or overruled is not None
    if reason is not None and (known_a_person or speaks_for_himself(sight.parsed, sight.extract, practice)):
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
    if known.answers_another:
        return "it answers a letter of ours to somebody else"
    if known.acknowledgements_today >= most:
        return f"{known.acknowledgements_today} acknowledgements to this address within a day"
    if known.acknowledgements_this_week >= practice.acknowledgements_per_address_per_week:
        return f"{known.acknowledgements_this_week} acknowledgements to this address within a week"
    domain, of_domain = limited_domain(sight.correspondent, practice), known.acknowledgements_of_domain
    if domain is not None and of_domain >= practice.acknowledgements_per_domain_per_day:
        return f"{of_domain} acknowledgements to {domain} within a day"
    return None


def limited_domain(author: Address | None, practice: Practice) -> str | None:
    """The domain that counts as one correspondent, where many authors write from it; None for a public one.

    A robot may have a new address in each message.
    """
    if author is None or not author.domain or is_public(author.domain, practice.public_domains):
        return None
    return author.domain
