"""From the configuration to the parts of a daemon: nothing is started here.

Faults: `Unfit` where something the configuration names cannot be used: a template, the leaflet, the
database, a secret.
"""

from __future__ import annotations

import hashlib
import mimetypes
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from mailbot.attention import Attention, Desk, kept_by_acknowledgement
from mailbot.casework import Casework
from mailbot.clerk import Clerk
from mailbot.complaints.deadlines import check_promises
from mailbot.complaints.letter_samples import samples
from mailbot.complaints.letters import Firm
from mailbot.complaints.practice import Practice
from mailbot.config import Config, ConfigError
from mailbot.config.tables import MailboxTable, Server
from mailbot.config.values import calendar, practice, resolved, sender
from mailbot.correspondence import Correspondence, Leaflet, Letterhead
from mailbot.delivery import Delivery
from mailbot.intake import Intake
from mailbot.journal import Journal
from mailbot.mail.message import Address
from mailbot.mail.templates import Templates, shipped_templates
from mailbot.opening import Opening
from mailbot.ownership import MailboxLease, Unfit, gone, take_over
from mailbot.reminders import Hours, Reminders
from mailbot.settling import Terms
from mailbot.store import recovery
from mailbot.store.database import Database, Unavailable
from mailbot.watch import Watch
from mailbot.wire.imap import Account, Mailbox
from mailbot.wire.smtp import Courier, Submission
from mailbot.worker import Limits, Reader

#: How long a letter of unknown fate is left alone where no archive can tell what became of it.
UNSETTLED = timedelta(seconds=30)


@dataclass(frozen=True)
class Parts:
    """What a daemon is made of."""

    reader: Reader
    reminders: Reminders
    delivery: Callable[[Clerk], Delivery]
    watches: Callable[..., list[Watch]]
    leases: list[MailboxLease]

    def release_leases(self) -> None:
        """Let go at once, so that whoever comes next need not wait for the leases to lapse."""
        for lease in self.leases:
            lease.release()

    def renew_leases(self) -> None:
        """Called by the heartbeat: a mailbox that is busy or idle for long stays ours."""
        for lease in self.leases:
            if lease.fence is not None:
                try:
                    lease.hold()
                except Unavailable:
                    return  # it lapses, and the transactions that ask for it stop


def correspondence(config: Config) -> Correspondence:
    """Everything letters need, tried; Unfit or ConfigError before anything is touched."""
    secrets_of(config)
    try:
        check_promises(practice(config).promises)
        calendar(config)
    except ValueError as reason:
        raise Unfit(str(reason)) from None
    return Correspondence(letter_templates(config), letterhead(config), lambda: secrets.token_hex(16))


def _casework(config: Config, rules: Practice, letters: Correspondence, attention: Attention) -> Casework:
    opening = Opening(
        rules,
        calendar(config),
        letters,
        attention,
        case_prefix=config.intake.case_prefix,
        random_below=secrets.randbelow,
    )
    return Casework(rules, letters, attention, opening)


def build(
    config: Config,
    letters: Correspondence,
    database: Database,
    journal: Journal,
    *,
    owner: str,
    clock: Callable[[], datetime],
    stop: threading.Event,
) -> Parts:
    """Put the parts together."""
    rules = practice(config)
    attention = Attention(rules, letters, desk(config))
    casework = _casework(config, rules, letters, attention)
    reader = Reader(rules, limits(config))
    take_over(config.database_url, database, owner, clock())
    boxes = [
        (box, MailboxLease(database, f"mailbox:{box.name}", owner, clock, url=config.database_url))
        for box in config.mailbox
    ]

    def dead(session: Session) -> set[str]:
        return {name for name in recovery.owners(session) if gone(config.database_url, name, owner)}

    def delivery(clerk: Clerk) -> Delivery:
        couriers = [Courier(submission(config)) for _ in range(config.smtp.connections)]
        return Delivery(
            clerk,
            couriers,
            terms(config, rules),
            journal,
            owner=owner,
            clock=clock,
            dead=dead,
            warn=attention.warn,
        )

    def watches(*, once: bool, bell: Callable[[], None]) -> list[Watch]:
        return [
            Watch(
                box.name,
                partial(connection, config, box),
                Intake(box.name, database, reader, casework, journal, clock=clock, held=lease.held),
                lease,
                journal,
                clock=clock,
                bell=bell,
                stop=stop,
                moving=box.after == "move",
                rescan=box.rescan,
                once=once,
            )
            for box, lease in boxes
        ]

    firm_hours = Hours(config.reminders.opens, config.reminders.closes)
    reminders = Reminders(letters, calendar(config), firm_hours, desk(config).oversight)
    return Parts(reader, reminders, delivery, watches, [lease for _, lease in boxes])


def limits(config: Config) -> Limits:
    table = config.intake
    return Limits(
        memory=table.reading_memory_mb * 2**20,
        cpu=timedelta(seconds=table.reading_cpu_seconds),
        size=table.largest_message_mb * 2**20,
    )


def connection(config: Config, box: MailboxTable) -> Mailbox:
    account = Account(
        host=box.host,
        port=box.port,
        tls=box.tls,
        username=box.username or box.address,
        secret=partial(_secret, config, box),
        ca_file=resolved(config, box.ca_file),
    )
    folders = {"processed": box.processed, "set_aside": box.set_aside, "not_complaints": box.not_complaints}
    return Mailbox(
        account,
        inbox=box.inbox,
        folders=folders if box.after == "move" else None,
        oversize=config.intake.largest_message_mb * 2**20,
    )


def _secret(config: Config, server: Server) -> str:
    """The password, now. One that is just being changed is an outage of one server, no fault."""
    try:
        return server.secret(config.base) or ""
    except ConfigError as reason:
        raise OSError(str(reason)) from None


def submission(config: Config) -> Submission:
    smtp = config.smtp
    return Submission(
        host=smtp.host,
        port=smtp.port,
        tls=smtp.tls,
        username=smtp.username,
        secret=partial(_secret, config, smtp) if smtp.username is not None else None,
        ca_file=resolved(config, smtp.ca_file),
        local_hostname=smtp.local_hostname or sender(config)[1].rpartition("@")[2],
    )


def terms(config: Config, rules: Practice) -> Terms:
    return Terms(
        archive=config.smtp.archive,
        # Without an archive nothing more will be known by waiting.
        settle_time=config.smtp.settle_time
        if config.smtp.archive
        else min(config.smtp.settle_time, UNSETTLED),
        retry_first=config.smtp.retry_first,
        give_up_after=config.smtp.give_up_after,
        automatic_letters_per_hour=config.responder.automatic_letters_per_hour,
        kept_by_acknowledgement=kept_by_acknowledgement(rules),
    )


def letterhead(config: Config) -> Letterhead:
    name, address = sender(config)
    return Letterhead(
        firm=firm(config),
        sender=Address(name, address),
        domain=address.rpartition("@")[2].lower(),
        return_path=address if config.smtp.return_path is None else config.smtp.return_path,
        leaflet=leaflet(config),
        leaflet_with=config.leaflet.send == "with",
    )


def firm(config: Config) -> Firm:
    table = config.firm
    return Firm(
        name=table.name,
        address=table.address,
        phone=table.phone,
        email=table.email or sender(config)[1],
        website=table.website,
        procedure_url=table.complaints_page or ("" if table.complaints_procedure else table.website),
        complaints_procedure=table.complaints_procedure,
        phone_hours=table.phone_hours,
    )


def leaflet(config: Config) -> Leaflet | None:
    """The firm's file, read whole; Unfit where it is not there or not the one that was approved."""
    table = config.leaflet
    path = resolved(config, table.file)
    if path is None:
        return None
    try:
        content = path.read_bytes()
    except OSError as reason:
        raise Unfit(f"[leaflet] file: {path}: {reason.strerror}") from None
    digest = hashlib.sha256(content).hexdigest()
    if table.sha256 and digest != table.sha256.lower():
        raise Unfit(f"[leaflet] sha256: {path} has {digest}; it is not the file that was approved")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Leaflet(path.name, kind, content, table.version or digest[:12], digest, table.review_by)


def letter_templates(config: Config) -> Templates:
    """The shipped templates and the firm's own, every one rendered once; Unfit names file and line."""
    directory = resolved(config, config.templates.directory)
    if directory is not None and not directory.is_dir():
        raise Unfit(f"[templates] directory: {directory} is not a directory")
    templates = Templates(shipped_templates(), directory)
    if findings := templates.check(samples()):
        raise Unfit("\n".join(findings))
    return templates


def desk(config: Config) -> Desk:
    table = config.oversight
    return Desk(
        oversight=Address("Complaints oversight", table.email) if table.email else None,
        on_call=Address("On call", table.on_call) if table.on_call else None,
    )


def secrets_of(config: Config) -> None:
    """Read every secret once, so that a missing one is told before anything is started; ConfigError."""
    servers: list[Server] = [*config.mailbox, config.smtp]
    for server in servers:
        server.secret(config.base)
