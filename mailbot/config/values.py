"""The configuration as the other rooms want it: plain values, no file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parseaddr
from pathlib import Path

import phonenumbers

from mailbot.complaints.calendar import Calendar
from mailbot.complaints.practice import CuePattern, Handler, LetterMarker, Practice, ReferenceFormat
from mailbot.config.tables import Config, HandlerTable
from mailbot.mail.writing.envelope import ReturnPath

_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s?([0-9][A-Z]{2})\b")


def practice(config: Config) -> Practice:
    """What the firm has decided about complaints."""
    own, path = own_addresses(config), return_path(config)
    default = Practice()
    return Practice(
        division=config.firm.division,
        regime=config.firm.regime,
        own_addresses=frozenset(own),
        own_domains=frozenset(address.rpartition("@")[2] for address in (*own, path.template) if address),
        mailbox_addresses=frozenset(
            address.casefold() for box in config.mailbox for address in (box.address, *box.aliases)
        ),
        return_path=path,
        reply_path=ReturnPath(config.smtp.reply_to or ""),
        own_phones=_phones(config.firm.phone),
        own_postcodes=frozenset(f"{a} {b}" for a, b in _POSTCODE.findall(config.firm.address.upper())),
        authserv_ids=frozenset(name.casefold() for name in config.responder.authserv_ids),
        handlers=tuple(map(_handler, config.handler)),
        assign_by=config.assignment.by,
        tell_complainant=config.assignment.tell_complainant,
        letter_markers=tuple(
            LetterMarker(" ".join(one.phrase.casefold().split()), one.means) for one in config.letter
        ),
        desk=frozenset(
            address.casefold()
            for address in (config.oversight.email, config.oversight.lead, config.oversight.on_call)
            if address
        ),
        languages=tuple(table.code for table in config.language),
        mailbox_languages={box.name: box.language for box in config.mailbox if box.language},
        references=tuple(
            ReferenceFormat(table.type, re.compile(table.pattern, re.IGNORECASE), table.check)
            for table in config.reference
        ),
        promises=tuple(table.promise for table in config.promise),
        triage=config.intake.triage,
        follow_up=config.responder.follow_up,
        canary=(config.canary.from_ if config.canary is not None else "").casefold(),
        web_forms=frozenset(address.casefold() for address in config.intake.web_forms),
        regulator_domains=(*_regulators(config), *default.regulator_domains),
        extra_cues=tuple(CuePattern(cue.driver, cue.priority, cue.phrase) for cue in config.cue),
        extra_topics=tuple((topic.topic, topic.phrase) for topic in config.topic),
        spam_headers=(
            *default.spam_headers,
            *((header.name.casefold(), header.starts_with.casefold()) for header in config.spam_header),
        ),
        extra_holidays=frozenset(config.calendar.extra_holidays),
        removed_holidays=frozenset(config.calendar.removed_holidays),
        closures=frozenset(config.calendar.closures),
        close_of_business=config.calendar.close_of_business,
        suspensions=tuple(table.suspension for table in config.suspension),
        ladders=dict(config.reminders.ladder),
        keep_records_years=config.firm.keep_records_years,
        acknowledgements_per_address_per_day=config.responder.acknowledgements_per_address_per_day,
        acknowledgements_per_address_per_week=config.responder.acknowledgements_per_address_per_week,
        acknowledgements_per_domain_per_day=config.responder.acknowledgements_per_domain_per_day,
        public_domains=frozenset(config.responder.public_domains),
        enclose_to=config.responder.enclose_to,
    )


def _regulators(config: Config) -> Iterator[tuple[str, str]]:
    yield from ((table.domain.casefold(), table.name) for table in config.regulator)


def _handler(table: HandlerTable) -> Handler:
    return Handler(
        table.name,
        table.email,
        deputy=table.deputy or "",
        away=frozenset(table.away),
        topics=frozenset(table.topics),
        only_topics=table.only_topics,
    )


def own_addresses(config: Config) -> set[str]:
    """Every address that is ours: mail from one of them is never answered (RFC 3834 section 2)."""
    addresses = {address for box in config.mailbox for address in (box.address, *box.aliases)}
    addresses.add(sender(config)[1])
    paths = return_path(config), ReturnPath(config.smtp.reply_to or "")
    also = (config.firm.email, config.archive_address, *(path.mailbox for path in paths))
    addresses.update(filter(None, also))
    return {address.casefold() for address in addresses}


def sender(config: Config) -> tuple[str, str]:
    """Display name and addr-spec of `[smtp] from`."""
    return parseaddr(config.smtp.from_)


def return_path(config: Config) -> ReturnPath:
    """Where bounces go: the address of `from` unless the file says otherwise."""
    given = config.smtp.return_path
    return ReturnPath(sender(config)[1] if given is None else given)


def calendar(config: Config) -> Calendar:
    return Calendar.of_firm(practice(config))


def resolved(config: Config, path: Path | None) -> Path | None:
    """A path of the file, from the file's own directory."""
    return None if path is None else config.base / path


def _phones(text: str) -> frozenset[str]:
    if not text:
        return frozenset()
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return frozenset()
    return frozenset({phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)})
