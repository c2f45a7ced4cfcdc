"""Every table and key of the configuration file, with its default; `config.example.toml` says what
each means.

Secrets are never written in the file: a key names the file, the environment variable or the systemd
credential that holds them, and they are read only when a server is called.
"""

from __future__ import annotations

import os
import re
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from mailbot.complaints.commands import Command, Unclear, read
from mailbot.complaints.counting import check_suspensions
from mailbot.complaints.grammar import Verb
from mailbot.complaints.practice import Channel, Division, Promise, Regime, Suspension
from mailbot.complaints.public_domains import PUBLIC_DOMAINS
from mailbot.complaints.rungs import LADDERS, steps
from mailbot.complaints.topics import SHIPPED_TOPICS
from mailbot.config.apart import check_folders, check_people
from mailbot.config.errors import ConfigError
from mailbot.config.oauth import OauthStoreTable, OauthTable
from mailbot.config.words import Span, Table, credential, length
from mailbot.mail.writing.envelope import TOKEN
from mailbot.mail.writing.look import COLOUR

#: Numbers a firm may print for complaints (DISP 1.3.1AAR to 1.3.1ADR): not 084, 087 or 09.
_BARRED_NUMBER = re.compile(r"^(?:\+44|0044|0)\s*(?:\(0\)\s*)?(?:84|87[0-3]|9)")
_BUSINESS_DAYS = re.compile(r"^\s*(\d{1,3})\s*(?:bd|(?:business|working) days?)\s*$")
#: What a letter to a complainant can do.
_BY_LETTER = frozenset(
    {Verb.CONTACTED, Verb.HOLDING, Verb.FINAL, Verb.SUMMARY_SENT, Verb.WITHDRAWN, Verb.FORWARDED, Verb.MET}
)
_LONGEST_CLOSURE = timedelta(days=366)  # longer is a slip of the pen
_LOCAL_PART = 64  # RFC 5321 section 4.5.3.1.1
_TOKEN_LENGTH = 32


def _address(value: str) -> str:
    try:
        address = validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as reason:
        raise ValueError(f"{value!r} is not an e-mail address: {reason}") from None
    if not address.isascii():
        raise ValueError(f"{value!r}: letters go to plain addresses only; write the domain as xn--…")
    return address


def _named_address(value: str) -> str:
    match = re.fullmatch(r"\s*(.*?)\s*<([^<>]+)>\s*", value)
    if match is None:
        return _address(value)
    return f"{match[1]} <{_address(match[2])}>"


def _return_path(value: str) -> str:
    """An address, in whose local part `{token}` may stand once; "" is the null reverse-path."""
    if not value:
        return value
    if value.count(TOKEN) > 1:
        raise ValueError(f"{value!r}: {TOKEN} may stand there once")
    if unknown := re.search(r"\{[^{}]*\}?|\}", value.replace(TOKEN, "")):
        raise ValueError(f"{value!r}: {unknown[0]} means nothing; only {TOKEN} may stand in braces")
    local, at, domain = value.partition("@")
    if TOKEN in domain:
        raise ValueError(f"{value!r}: {TOKEN} belongs before the @")
    filled = local.replace(TOKEN, "0" * _TOKEN_LENGTH)
    if len(filled) > _LOCAL_PART:
        raise ValueError(
            f"{value!r} is too long: {_LOCAL_PART} characters before the @, {len(filled)} with a token"
        )
    try:
        address = _address(f"{filled}{at}{domain}")
    except ValueError as reason:
        raise ValueError(str(reason).replace(filled, local)) from None
    return f"{local}@{address.rpartition('@')[2]}"


def _command(value: str) -> str:
    """A handler's command that a letter can stand for: no case and no day of its own."""
    said = read(value, date.min.replace(year=2000))  # no day may be in it
    if len(said) != 1 or not isinstance(said[0], Command):
        why = next((f": {one.why}" for one in said if isinstance(one, Unclear)), "")
        raise ValueError(f'{value!r} is not a command of a handler{why}; write one such as "final upheld"')
    if said[0].verb not in _BY_LETTER or said[0].on is not None or said[0].case is not None:
        named = ", ".join(sorted(_BY_LETTER))
        raise ValueError(f"{value!r}: a letter can mean {named}, without a case and without a day")
    return value


def _phone(value: str) -> str:
    if _BARRED_NUMBER.match(value):
        raise ValueError(
            f"{value} may not be given to complainants: 01, 02, 03, 07 or 080 only (DISP 1.3.1AAR)"
        )
    return value


def _days(value: object) -> object:
    """A list of days: dates, and texts of one date or of the first and last of several."""
    if not isinstance(value, list | tuple):
        return value
    return tuple(day for item in value for day in _one_or_several(item))


def _one_or_several(item: object) -> list[date]:
    if isinstance(item, date) and not isinstance(item, datetime):
        return [item]
    first, _, last = str(item).partition("/")
    try:
        since = date.fromisoformat(first.strip())
        until = date.fromisoformat(last.strip()) if "/" in str(item) else since
    except ValueError:
        raise ValueError(f'{str(item)!r} is no day; write 2026-12-29 or "2026-12-28/2026-12-31"') from None
    if until < since:
        raise ValueError(f"{str(item)!r} ends before it begins")
    if until - since > _LONGEST_CLOSURE:
        raise ValueError(f"{str(item)!r} is longer than a year")
    return [since + timedelta(days=n) for n in range((until - since).days + 1)]


def _pattern(value: str) -> str:
    try:
        compiled = re.compile(value)
    except re.error as reason:
        raise ValueError(f"not a regular expression: {reason}") from None
    if compiled.match(""):
        raise ValueError("matches the empty text")
    return value


def _domain(value: str) -> str:
    """A whole domain, or such as "hotmail.*"."""
    name = value.strip().lower()
    if not re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}|[a-z0-9-]+\.\*", name):
        raise ValueError(f'{value!r} is not a domain; write "example.org", or "example.*" for any ending')
    return name


Email = Annotated[str, AfterValidator(_address)]
NamedEmail = Annotated[str, AfterValidator(_named_address)]
Domain = Annotated[str, AfterValidator(_domain)]
Tls = Literal["implicit", "starttls", "none"]


def _listen(value: str) -> str:
    """An address and a port, or nothing."""
    host, _, port = value.rpartition(":")
    if value and not (host and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(f'{value!r} is not an address and a port, such as "127.0.0.1:9464"; "" is nowhere')
    return value


def _url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError(f"{value!r} is not an http(s) address")
    return value


Url = Annotated[str, AfterValidator(_url)]


class Secret(Table):
    """Where a password lies; exactly one of the three, or none where the server asks for none."""

    password_file: Path | None = None
    password_env: str | None = None
    password_credential: str | None = None  # a systemd credential (LoadCredential=)

    def secret(self, base: Path) -> str | None:
        """The password, read now; ConfigError when it is not there."""
        if self.password_env is not None:
            value = os.environ.get(self.password_env)
            if not value:
                raise ConfigError(f"password_env: the environment variable {self.password_env} is not set")
            return value
        path = self._path(base)
        if path is None:
            return None
        try:
            return path.read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as reason:
            raise ConfigError(
                f"password_file: {path}: {reason.strerror}; write the password there, for mailbot alone"
            ) from None

    def _path(self, base: Path) -> Path | None:
        if self.password_credential is not None:
            return credential("password_credential", self.password_credential)
        return base / self.password_file if self.password_file is not None else None

    @model_validator(mode="after")
    def _one_source(self) -> Secret:
        given = [self.password_file, self.password_env, self.password_credential]
        if sum(source is not None for source in given) > 1:
            raise ValueError("give one of password_file, password_env and password_credential, not several")
        return self


class FirmTable(Table):
    name: str = Field(min_length=1)
    address: str = ""
    phone: Annotated[str, AfterValidator(_phone)] = ""
    phone_hours: str = ""
    email: Email | None = None
    website: str = ""
    complaints_page: str = ""
    complaints_procedure: str = ""
    ombudsman_wording: str = ""
    division: Division = Division.ENGLAND_AND_WALES
    regime: Regime = Regime.STANDARD
    collects_debts: bool = False
    keep_records_years: int = Field(default=3, ge=3)


class DatabaseTable(Table):
    url: str = "sqlite:///mailbot.db"


class Server(Secret):
    host: str = Field(min_length=1)
    port: int = Field(ge=1, le=65535)
    tls: Tls
    username: str | None = None
    ca_file: Path | None = None
    oauth: OauthTable | None = None

    @model_validator(mode="after")
    def _plain_only_here(self) -> Server:
        if self.tls == "none" and self.host not in {"localhost", "127.0.0.1", "::1"}:
            raise ValueError('tls = "none" is only for a server on this machine')
        sources = (self.password_file, self.password_env, self.password_credential)
        if self.oauth is not None:
            if self.username is None:
                raise ValueError("oauth is set, but not username: the mailbox to open")
            if any(sources):
                raise ValueError("oauth and a password are both set; keep one")
        elif self.username is not None and not any(sources):
            raise ValueError("username is set, but none of password_file, password_env, password_credential")
        return self


class MailboxTable(Server):
    name: str = Field(min_length=1, pattern=r"^[A-Za-z0-9._-]+$")
    address: Email
    aliases: tuple[Email, ...] = ()
    port: int = Field(default=993, ge=1, le=65535)
    tls: Tls = "implicit"
    inbox: str = "INBOX"
    after: Literal["move", "leave"] = "move"
    processed: str = "processed"
    set_aside: str = "set_aside"
    not_complaints: str = "not_complaints"
    templates: Path | None = None
    language: str = ""
    rescan: Span = Field(default=timedelta(minutes=5), le=timedelta(minutes=5), gt=timedelta(0))


class SmtpTable(Server):
    port: int = Field(default=587, ge=1, le=65535)
    tls: Tls = "starttls"
    from_: NamedEmail = Field(alias="from")
    archive: Email | None = None
    return_path: Annotated[str, AfterValidator(_return_path)] | None = None
    reply_to: Annotated[str, AfterValidator(_return_path)] | None = Field(default=None, min_length=1)
    local_hostname: str | None = None
    connections: int = Field(default=4, ge=1, le=32)
    settle_time: Span = timedelta(minutes=15)
    retry_first: Span = timedelta(minutes=5)
    give_up_after: Span = timedelta(days=2)


class AlarmSmtpTable(Server):
    """Another submission server than letters go by, for alarms."""

    port: int = Field(default=587, ge=1, le=65535)
    tls: Tls = "starttls"
    from_: NamedEmail = Field(alias="from")


class ArchiveTable(Server):
    port: int = Field(default=993, ge=1, le=65535)
    tls: Tls = "implicit"
    folder: str = Field(default="INBOX", min_length=1)
    address: Email | None = None


class OversightTable(Table):
    email: Email | None = None
    lead: Email | None = None
    on_call: Email | None = None


class HandlerTable(Table):
    name: str = Field(min_length=1)
    email: Email
    deputy: Email | None = None
    away: Annotated[tuple[date, ...], BeforeValidator(_days)] = ()
    topics: tuple[str, ...] = ()
    only_topics: bool = False

    @model_validator(mode="after")
    def _some_topics(self) -> HandlerTable:
        if self.only_topics and not self.topics:
            raise ValueError("only_topics is true, but topics names none: no case would be given to them")
        return self


class AssignmentTable(Table):
    by: Literal["turn", "load"] = "turn"
    tell_complainant: bool = False


class LetterTable(Table):
    phrase: str = Field(min_length=12)  # fewer characters would be found in many letters
    means: Annotated[str, AfterValidator(_command)]


class ReferenceTable(Table):
    type: str = Field(min_length=1)
    pattern: Annotated[str, AfterValidator(_pattern)]
    check: Literal["", "luhn", "mod97", "mod11"] = ""


class PromiseTable(Table):
    name: str = Field(min_length=1, pattern=r"^[a-z][a-z0-9_]*$")
    within: str
    met_by: Literal["acknowledgement", "final_response"] = "acknowledgement"
    channels: tuple[Channel, ...] = ()
    sent_by: Literal["", "letter"] = ""

    @model_validator(mode="after")
    def _readable(self) -> PromiseTable:
        self.promise  # noqa: B018  # raises when `within` cannot be read
        return self

    @cached_property
    def promise(self) -> Promise:
        days = _BUSINESS_DAYS.match(self.within)
        span = None if days else length(self.within)
        assert span is None or isinstance(span, timedelta)  # noqa: S101
        return Promise(
            self.name,
            within=span,
            business_days=int(days[1]) if days else None,
            met_by=self.met_by,
            channels=self.channels,
            sent_by=self.sent_by,
        )


class IntakeTable(Table):
    triage: bool = False
    web_forms: tuple[Email, ...] = ()
    case_prefix: str = Field(default="C", pattern=r"^[A-Z]{1,6}$")
    largest_message_mb: int = Field(default=25, ge=1, le=200)
    reading_memory_mb: int = Field(default=512, ge=128)
    reading_cpu_seconds: int = Field(default=5, ge=1, le=60)


class ResponderTable(Table):
    acknowledgements_per_address_per_day: int = Field(default=3, ge=0)
    acknowledgements_per_address_per_week: int = Field(default=10, ge=0)
    acknowledgements_per_domain_per_day: int = Field(default=50, ge=0)
    public_domains: tuple[Domain, ...] = PUBLIC_DOMAINS
    automatic_letters_per_hour: int = Field(default=2000, ge=0)
    surge_factor: int = Field(default=5, ge=0)
    enclose_to: Literal["authentic", "everyone", "nobody"] = "authentic"
    follow_up: bool = False
    authserv_ids: tuple[str, ...] = ()


class LeafletTable(Table):
    send: Literal["separate", "with"] = "separate"
    with_summary_resolution: bool = False
    file: Path | None = None
    version: str = ""
    sha256: str = Field(default="", pattern=r"^(?:[0-9a-fA-F]{64})?$")
    approved_by: str = ""
    valid_from: date | None = None
    review_by: date | None = None


class TemplatesTable(Table):
    directory: Path | None = None
    colour: str = Field(default=COLOUR, pattern=r"^#[0-9a-fA-F]{6}$")
    logo: Path | None = None


FIRM_WORDS = ("phone_hours", "complaints_page", "complaints_procedure", "ombudsman_wording")


class LanguageTable(Table):
    """A language besides English that complainants are answered in."""

    code: str = Field(pattern=r"^[a-z]{2}$")
    reviewed_by: str = Field(min_length=1)
    phone_hours: str = ""
    complaints_page: str = ""
    complaints_procedure: str = ""
    ombudsman_wording: str = ""


class OmbudsmanWordingTable(Table):
    """Another wording of DISP 1 Annex 3R than the usual one, for whoever writes a letter to choose."""

    name: str
    text: str = Field(min_length=1)
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")

    @field_validator("name")
    @classmethod
    def _typed_easily(cls, name: str) -> str:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
            raise ValueError(f"small letters, digits and hyphens are wanted, not {name!r}")
        return name


class LadderTable(Table):
    """A key for each clock; its default is the shipped ladder."""

    acknowledgement: tuple[str, ...] = LADDERS["acknowledgement"]
    summary_resolution: tuple[str, ...] = LADDERS["summary_resolution"]
    final_response: tuple[str, ...] = LADDERS["final_response"]
    payments_final_response: tuple[str, ...] = LADDERS["payments_final_response"]
    payments_holding_response: tuple[str, ...] = LADDERS["payments_holding_response"]
    payments_final_response_after_holding: tuple[str, ...] = LADDERS["payments_final_response_after_holding"]
    data_protection_acknowledgement: tuple[str, ...] = LADDERS["data_protection_acknowledgement"]
    promise: tuple[str, ...] = LADDERS["promise"]

    @field_validator("*", mode="before")
    @classmethod
    def _readable(cls, ladder: object, info: ValidationInfo) -> object:
        """Before each text is looked at by itself, so that a mistake is told by the name of the clock."""
        if not isinstance(ladder, list | tuple):
            return ladder
        texts = tuple(str(text) for text in ladder)
        steps(str(info.field_name), texts)
        return texts


class RemindersTable(Table):
    opens: time = time(9, 0)
    closes: time = time(17, 0)
    every: Span = Field(default=timedelta(minutes=1), ge=timedelta(seconds=1), le=timedelta(hours=1))
    ladder: LadderTable = LadderTable()

    @model_validator(mode="after")
    def _some_hours(self) -> RemindersTable:
        if self.opens >= self.closes:
            raise ValueError(
                f"opens {self.opens:%H:%M} is not before closes {self.closes:%H:%M}: nobody would be reminded"
            )
        return self


class CalendarTable(Table):
    extra_holidays: tuple[date, ...] = ()
    removed_holidays: tuple[date, ...] = ()
    closures: Annotated[tuple[date, ...], BeforeValidator(_days)] = ()
    close_of_business: time | None = Field(default=None, ge=time(12, 0))


class SuspensionTable(Table):
    name: str = Field(min_length=1)
    from_: date = Field(alias="from")
    until: date
    topics: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    rule: str = ""

    @model_validator(mode="after")
    def _has_an_end(self) -> SuspensionTable:
        check_suspensions([self.suspension], self.clocks)  # whether those are clocks, the whole file says
        return self

    @cached_property
    def suspension(self) -> Suspension:
        return Suspension(self.name, self.from_, self.until, self.topics, self.clocks, self.rule)


class JournalTable(Table):
    format: Literal["text", "json"] = "text"


class WatchTable(Table):
    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:9464"


class AlarmTable(Table):
    """Who is told that mailbot itself does not work, and by which ways."""

    name: str = Field(default="mailbot", min_length=1)
    no_fetch: Span = timedelta(minutes=15)
    outage: Span = timedelta(minutes=5)
    owed_before: Span = timedelta(hours=2)
    letter_waits: Span = timedelta(hours=1)
    repeat: Span = timedelta(days=1)
    email: Email | None = None
    smtp: AlarmSmtpTable | None = None
    webhook: Url | None = None
    webhook_file: Path | None = None
    command: tuple[str, ...] = ()
    ping: Url | None = None
    ping_file: Path | None = None
    ping_every: Span = Field(default=timedelta(minutes=5), ge=timedelta(seconds=10))

    @model_validator(mode="after")
    def _one_of_each(self) -> AlarmTable:
        for name in ("webhook", "ping"):
            if getattr(self, name) is not None and getattr(self, f"{name}_file") is not None:
                raise ValueError(f"{name} and {name}_file are both set; keep one")
        if self.smtp is not None and self.email is None:
            raise ValueError("[alarm.smtp] is set, but nobody is written to: set email")
        return self


class CanaryTable(Table):
    """A complaint mailbot sends to itself, and how long it may take until it is answered and archived."""

    from_: Email = Field(alias="from")
    every: Span = Field(default=timedelta(days=1), ge=timedelta(hours=8))
    within: Span = Field(default=timedelta(minutes=15), ge=timedelta(minutes=1), le=timedelta(hours=4))


class CueTable(Table):
    driver: Literal["life-risk", "health", "life events", "resilience", "capability"]
    priority: Literal["P0", "P1", "P2", "off"]
    phrase: str = Field(min_length=3)


class TopicTable(Table):
    topic: str = Field(min_length=1)
    phrase: str = Field(min_length=3)


class RegulatorTable(Table):
    domain: str = Field(min_length=3)
    name: str = Field(min_length=1)


class SpamHeaderTable(Table):
    name: str = Field(min_length=1)
    starts_with: str = Field(min_length=1)


class Config(Table):
    """The whole file; `base` is the directory its relative paths start from."""

    firm: FirmTable
    database: DatabaseTable = DatabaseTable()
    mailbox: tuple[MailboxTable, ...] = Field(min_length=1)
    smtp: SmtpTable
    archive: ArchiveTable | None = None
    oauth: OauthStoreTable = OauthStoreTable()
    oversight: OversightTable = OversightTable()
    handler: tuple[HandlerTable, ...] = Field(min_length=1)
    assignment: AssignmentTable = AssignmentTable()
    letter: tuple[LetterTable, ...] = ()
    reference: tuple[ReferenceTable, ...] = ()
    promise: tuple[PromiseTable, ...] = ()
    intake: IntakeTable = IntakeTable()
    responder: ResponderTable = ResponderTable()
    leaflet: LeafletTable = LeafletTable()
    templates: TemplatesTable = TemplatesTable()
    language: tuple[LanguageTable, ...] = ()
    ombudsman_wording: tuple[OmbudsmanWordingTable, ...] = ()
    reminders: RemindersTable = RemindersTable()
    calendar: CalendarTable = CalendarTable()
    suspension: tuple[SuspensionTable, ...] = ()
    journal: JournalTable = JournalTable()
    watch: WatchTable = WatchTable()
    alarm: AlarmTable = AlarmTable()
    canary: CanaryTable | None = None
    cue: tuple[CueTable, ...] = ()
    topic: tuple[TopicTable, ...] = ()
    regulator: tuple[RegulatorTable, ...] = ()
    spam_header: tuple[SpamHeaderTable, ...] = ()
    base: Path = Field(default=Path(), exclude=True)
    trial: bool = Field(default=False, exclude=True)  # mailboxes are only looked at; never in the file

    @model_validator(mode="after")
    def _distinct(self) -> Config:
        for what, names in (
            ("mailbox", [m.name for m in self.mailbox]),
            ("language", [one.code for one in self.language]),
            ("ombudsman_wording", [f"{one.name} ({one.language})" for one in self.ombudsman_wording]),
            ("handler", [h.email.casefold() for h in self.handler]),
            (
                "promise",
                [f"{p.name} by {channel}" for p in self.promise for channel in p.channels or Channel],
            ),
        ):
            twice = {name for name in names if names.count(name) > 1}
            if twice:
                raise ValueError(f"[[{what}]] {', '.join(sorted(twice))} stands there twice")
        return self

    @model_validator(mode="after")
    def _languages_of_mailboxes(self) -> Config:
        known = {"", "en", *(one.code for one in self.language)}
        for box in self.mailbox:
            if box.language not in known:
                told = f'[[mailbox]] {box.name}: language = "{box.language}" has no [[language]] of that code'
                raise ValueError(told)
        for one in self.ombudsman_wording:
            if one.language not in known:
                told = f'[[ombudsman_wording]] {one.name}: language = "{one.language}" has no [[language]]'
                raise ValueError(told)
        return self

    @model_validator(mode="after")
    def _apart(self) -> Config:
        check_folders(self.mailbox)
        check_people(self)
        return self

    @model_validator(mode="after")
    def _clocks_that_run(self) -> Config:
        check_suspensions([table.suspension for table in self.suspension], [p.name for p in self.promise])
        return self

    @model_validator(mode="after")
    def _canary_of_its_own(self) -> Config:
        if self.canary is None:
            return self
        boxes = {address for box in self.mailbox for address in (box.address, *box.aliases)}
        people = {handler.email for handler in self.handler}
        desk = {self.oversight.email, self.oversight.lead, self.oversight.on_call, self.archive_address}
        taken = {*boxes, *people, *desk, parseaddr(self.smtp.from_)[1]}
        if self.canary.from_.casefold() in {one.casefold() for one in taken if one}:
            raise ValueError(
                f"[canary] from: {self.canary.from_} is somebody's already, and would not be acknowledged; "
                "name an address nobody else writes from"
            )
        return self

    @model_validator(mode="after")
    def _deputies(self) -> Config:
        known = {handler.email.casefold() for handler in self.handler}
        for handler in self.handler:
            deputy = (handler.deputy or "").casefold()
            if deputy and (deputy not in known or deputy == handler.email.casefold()):
                raise ValueError(
                    f"[[handler]] {handler.name}: the deputy {handler.deputy} is no other handler"
                )
        return self

    @model_validator(mode="after")
    def _topics_of_handlers(self) -> Config:
        known = {*SHIPPED_TOPICS, *(table.topic for table in self.topic)}
        for handler in self.handler:
            if unknown := sorted(set(handler.topics) - known):
                raise ValueError(
                    f"[[handler]] {handler.name}: topics: {', '.join(map(repr, unknown))} is no topic; "
                    f"known: {', '.join(sorted(known))}; [[topic]] adds others"
                )
        if all(handler.only_topics for handler in self.handler):
            raise ValueError(
                "[[handler]] only_topics: somebody must be given the complaints that are about nothing else"
            )
        return self

    @model_validator(mode="after")
    def _one_archive(self) -> Config:
        if self.archive is None:
            return self
        given = {address for address in (self.archive.address, self.smtp.archive) if address}
        if len(given) != 1:
            told = "not both" if given else "say where the copies are sent"
            raise ValueError(f"[archive] needs [smtp] archive, or address of its own; {told}")
        return self

    @property
    def archive_address(self) -> str | None:
        """Where the second copy of each letter to a complainant goes."""
        return (self.archive.address if self.archive is not None else None) or self.smtp.archive

    @property
    def database_url(self) -> str:
        """The URL with a relative SQLite path resolved against the file's directory."""
        prefix = "sqlite:///"
        path = self.database.url.removeprefix(prefix)
        if not self.database.url.startswith(prefix) or path.startswith("/") or path == ":memory:":
            return self.database.url
        return f"{prefix}{(self.base / path).resolve()}"
