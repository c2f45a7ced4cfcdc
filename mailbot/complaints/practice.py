"""What one firm has decided about complaints, as plain values.

The configuration builds a `Practice`; everything in this room takes it as an argument, so that nothing
here reads a file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from mailbot.complaints.public_domains import PUBLIC_DOMAINS
from mailbot.complaints.rungs import LADDERS
from mailbot.mail.writing.envelope import ReturnPath


class Regime(StrEnum):
    """Which clock of DISP runs. `UNCONFIRMED`: nobody has said, a payments firm runs both."""

    STANDARD = "standard"  # DISP 1.6.2R: eight weeks
    PAYMENTS = "payments"  # DISP 1.6.2AR: 15 business days, exceptionally 35
    UNCONFIRMED = "unconfirmed"


class Division(StrEnum):
    """The part of the United Kingdom whose bank holidays count (FCA Glossary, "business day")."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class Channel(StrEnum):
    """How a complaint came."""

    EMAIL = "email"
    WEB_FORM = "web-form"
    LETTER = "letter"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class ReferenceFormat:
    """A reference the firm itself gives out, such as an account number."""

    type: str
    pattern: re.Pattern[str]  # matched whole, ignoring case, spaces and hyphens tolerated
    check: str = ""  # "luhn", "mod97", "mod11": which check digit it carries


@dataclass(frozen=True, slots=True)
class Promise:
    """A target the firm publishes on top of the law: clock time or business days after receipt.

    Several may bear one name where no two hold for one channel.
    """

    name: str
    within: timedelta | None = None  # "24h"
    business_days: int | None = None
    met_by: str = "acknowledgement"  # or "final_response": which letter keeps it
    channels: tuple[str, ...] = ()  # of `Channel`: complaints that came so; empty = all
    sent_by: str = ""  # "letter": only something posted keeps it

    def holds_for(self, channel: str) -> bool:
        return not self.channels or channel in self.channels


@dataclass(frozen=True, slots=True)
class Suspension:
    """A span of days in which time does not run, such as that of motor finance (DISP App 5.2.1R)."""

    name: str
    since: date
    until: date  # the last of them
    topics: tuple[str, ...] = ()  # complaints about one of these; empty = all
    clocks: tuple[str, ...] = ()  # names of deadlines; empty = `counting.SUSPENDED`
    rule: str = ""  # "DISP App 5.2.1R"

    def holds_on(self, day: date) -> bool:
        return self.since <= day <= self.until

    def is_about(self, topics: Collection[str]) -> bool:
        """Whether it concerns a complaint about these."""
        return not self.topics or not set(self.topics).isdisjoint(topics)


@dataclass(frozen=True, slots=True)
class CuePattern:
    """A cue of vulnerability the firm added, ranked anew or silenced (DOMAIN section 2)."""

    driver: str
    priority: str  # "P0", "P1", "P2" or "off"
    phrase: str


@dataclass(frozen=True, slots=True)
class LetterMarker:
    """Words of the firm's own letters that tell what a letter is, in a copy of one sent by hand."""

    phrase: str  # casefolded, single spaces
    means: str  # a handler's command: "final upheld"


@dataclass(frozen=True, slots=True)
class Handler:
    """Somebody, or a team at one address, to whom cases are given."""

    name: str
    email: str
    deputy: str = ""  # the address of whoever stands in while the handler is away
    away: frozenset[date] = frozenset()
    topics: frozenset[str] = frozenset()  # whose complaints they are given before anybody else
    only_topics: bool = False  # nothing else is given to them


@dataclass(frozen=True, slots=True)
class Practice:
    """Everything the pure rooms need to know about the firm."""

    division: Division = Division.ENGLAND_AND_WALES
    regime: Regime = Regime.STANDARD
    own_addresses: frozenset[str] = frozenset()  # casefolded; mailboxes, aliases, From, archive, bounce
    own_domains: frozenset[str] = frozenset()  # of own_addresses; right-hand sides of our Message-IDs
    mailbox_addresses: frozenset[str] = frozenset()  # casefolded; what mail must be addressed to
    return_path: ReturnPath = field(default_factory=ReturnPath)  # of our letters; only machines write to it
    reply_path: ReturnPath = field(default_factory=ReturnPath)  # what colleagues' answers are sent to
    own_phones: frozenset[str] = frozenset()  # E.164
    own_postcodes: frozenset[str] = frozenset()
    authserv_ids: frozenset[str] = frozenset()  # whose Authentication-Results count (RFC 8601 section 5)
    follow_up: bool = False  # whether a complainant's further message is confirmed
    canary: str = ""  # casefolded; what mailbot's complaints to itself are written from
    web_forms: frozenset[str] = frozenset()  # casefolded; what the firm's own websites send forms from
    check_addressed: bool = True  # False for `inspect` without a configuration
    handlers: tuple[Handler, ...] = ()
    assign_by: str = "turn"  # or "load": who has the fewest open cases
    tell_complainant: bool = False  # of a new handler, where a case is given to another
    letter_markers: tuple[LetterMarker, ...] = ()
    desk: frozenset[str] = frozenset()  # casefolded; oversight and on-call: colleagues, never complainants
    languages: tuple[str, ...] = ()  # besides English: whoever writes in one is answered in it
    # All mail to a mailbox, by its name; not of what two practices differ by in a cache.
    mailbox_languages: Mapping[str, str] = field(default_factory=dict, hash=False)
    references: tuple[ReferenceFormat, ...] = ()
    promises: tuple[Promise, ...] = ()
    triage: bool = False
    regulator_domains: tuple[tuple[str, str], ...] = (
        ("financial-ombudsman.org.uk", "FOS"),
        ("ico.org.uk", "ICO"),
        ("fca.org.uk", "FCA"),
        ("csa-uk.com", "CSA"),
    )
    extra_cues: tuple[CuePattern, ...] = ()
    extra_topics: tuple[tuple[str, str], ...] = ()  # (topic, phrase)
    spam_headers: tuple[tuple[str, str], ...] = (("x-spam-flag", "yes"),)  # name, value prefix; lower case
    extra_holidays: frozenset[date] = frozenset()
    removed_holidays: frozenset[date] = frozenset()
    closures: frozenset[date] = frozenset()  # days on which nobody works; no date of the law moves
    close_of_business: time | None = None  # London time (DISP 1.5.1R); None: the day ends at midnight
    suspensions: tuple[Suspension, ...] = ()
    # Of reminders, by clock: the rungs as rungs.py reads them. A dict of texts, since the whole travels to
    # another process.
    ladders: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(LADDERS), hash=False)
    keep_records_years: int = 3  # from receipt, at least 3 (DISP 1.9.1R)
    acknowledgements_per_address_per_day: int = 3
    acknowledgements_per_address_per_week: int = 10
    acknowledgements_per_domain_per_day: int = 50
    public_domains: frozenset[str] = frozenset(PUBLIC_DOMAINS)  # whose many authors are not one correspondent
    enclose_to: str = "authentic"  # or "everyone", "nobody"

    def handlers_called(self, named: str) -> list[Handler]:
        """The handlers that a person may mean: by address, by whole name, else by how the name begins."""
        key = " ".join(named.split()).casefold()
        by_address = [one for one in self.handlers if one.email.casefold() == key]
        by_name = [one for one in self.handlers if one.name.casefold() == key]
        begins = [one for one in self.handlers if key and f"{one.name} ".casefold().startswith(f"{key} ")]
        return by_address or by_name or begins

    def owns(self, address: str) -> bool:
        """An address of ours; the reverse-path of a letter is one too."""
        paths = self.return_path, self.reply_path
        return address.casefold() in self.own_addresses or any(path.read(address) for path in paths)

    @property
    def colleagues(self) -> frozenset[str]:
        """Handlers, oversight and on-call, casefolded: never complainants."""
        return self.desk | {handler.email.casefold() for handler in self.handlers}
