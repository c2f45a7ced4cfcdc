"""From the configuration to the parts of a daemon: nothing is started here.

Faults: `Unfit` where something the configuration names cannot be used: a template, the leaflet, the
database, a secret.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from mailbot.assembly.deeds import deeds_of, redating
from mailbot.assembly.servers import archive, reconciliation, verify_sign_ins
from mailbot.assembly.servers import connection as connection
from mailbot.assembly.servers import submission as submission
from mailbot.assembly.stationery import firm as firm
from mailbot.assembly.stationery import leaflet as leaflet
from mailbot.assembly.stationery import letter_templates as letter_templates
from mailbot.assembly.stationery import letterhead as letterhead
from mailbot.casework.attention import Attention, Desk, kept_by_acknowledgement
from mailbot.casework.correspondence import Correspondence
from mailbot.casework.letter_acts import LetterActs
from mailbot.casework.opening import Opening
from mailbot.casework.plans import Casework
from mailbot.clerk import Clerk
from mailbot.complaints.deadlines import check_promises
from mailbot.complaints.ladder import working_time_after
from mailbot.complaints.practice import Practice
from mailbot.config import Config
from mailbot.config.tables import MailboxTable, Server
from mailbot.config.values import calendar, practice
from mailbot.delivery.rounds import Delivery
from mailbot.delivery.settling import PATIENCE, Terms
from mailbot.handling.replies import Replies
from mailbot.intake.taking import Intake
from mailbot.intake.watch import Watch
from mailbot.journal import Journal
from mailbot.mail.message import Address
from mailbot.ownership import MailboxLease, Unfit, gone, refuse_another_user, take_over
from mailbot.reading.reader import Limits, Reader
from mailbot.reconciling.daily import Daily
from mailbot.reminders.digest import Digest
from mailbot.reminders.recalculation import Recalculation
from mailbot.reminders.reminding import Reminders
from mailbot.reminders.schedule import Hours
from mailbot.store import recovery
from mailbot.store.database import Database, Unavailable
from mailbot.store.journal import Event
from mailbot.watching.signs import Standing
from mailbot.wire.smtp import Courier

#: How long a letter of unknown fate is left alone where no archive can tell what became of it.
UNSETTLED = timedelta(seconds=30)


@dataclass(frozen=True)
class Parts:
    """What a daemon is made of."""

    reader: Reader
    reminders: Reminders
    digest: Digest
    recalculation: Recalculation
    delivery: Callable[[Clerk], Delivery]
    watches: Callable[..., list[Watch]]
    daily: Callable[[Callable[[], None]], Daily]
    leases: list[MailboxLease]

    def sweep(self, session: Session, now: datetime) -> list[Event]:
        """Whatever the clock alone brings about, besides `recalculation`."""
        return [*self.reminders.sweep(session, now), *self.digest.sweep(session, now)]

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


def open_database(config: Config, *, upgrade: bool) -> Database:
    """The configured database, checked; on SQLite made and brought up to date if `upgrade`."""
    refuse_another_user(config.database_url)
    database = Database(config.database_url)
    if upgrade and config.database_url.startswith("sqlite"):
        database.upgrade()
    if findings := database.check():
        database.close()
        raise Unfit("\n".join(findings))
    return database


def correspondence(config: Config) -> Correspondence:
    """Everything letters need, tried; Unfit or ConfigError before anything is touched."""
    secrets_of(config)
    try:
        check_promises(practice(config).promises)
        calendar(config)
    except ValueError as reason:
        raise Unfit(str(reason)) from None
    return Correspondence(letter_templates(config), letterhead(config), lambda: secrets.token_hex(16))


def casework(config: Config, rules: Practice, letters: Correspondence, attention: Attention) -> Casework:
    opening = Opening(
        rules,
        redating(config, rules),
        letters,
        attention,
        case_prefix=config.intake.case_prefix,
        random_below=secrets.randbelow,
    )
    said = deeds_of(config, rules, letters, attention)
    heard = Replies(rules, letters, attention, said.commands, said.keeping)
    return Casework(rules, letters, attention, opening, heard, said.letter_acts)


def build(
    config: Config,
    letters: Correspondence,
    database: Database,
    journal: Journal,
    *,
    owner: str,
    clock: Callable[[], datetime],
    stop: threading.Event,
    standing: Standing | None = None,
) -> Parts:
    """`standing` hears when certificates of servers end, and that the outbox is worked on."""
    standing = standing or Standing(clock())
    rules = practice(config)
    attention = Attention(rules, letters, desk(config))
    work = casework(config, rules, letters, attention)
    reader = Reader(rules, limits(config))
    reader.begin()
    take_over(config.database_url, database, owner, clock())
    boxes = [
        (box, MailboxLease(database, f"mailbox:{box.name}", owner, clock, url=config.database_url))
        for box in config.mailbox
    ]

    def delivery(clerk: Clerk) -> Delivery:
        letter_acts = deeds_of(config, rules, letters, attention).letter_acts
        return _delivery(
            config, clerk, attention, letter_acts, journal, owner=owner, standing=standing, clock=clock
        )

    def taker(box: MailboxTable, lease: MailboxLease) -> Intake:
        aside = box.set_aside if box.after == "move" else None
        return Intake(box.name, database, reader, work, journal, clock=clock, held=lease.held, aside=aside)

    def watches(*, once: bool, bell: Callable[[], None]) -> list[Watch]:
        return [
            Watch(
                box.name,
                partial(connection, config, box, certificate=partial(standing.certificate, box.name)),
                taker(box, lease),
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

    def daily(bell: Callable[[], None]) -> Daily:
        whole = reconciliation(config, database, clock)
        return Daily(whole, database, attention, journal, owner=owner, clock=clock, bell=bell, stop=stop)

    reminders, digest = _told_by_the_clock(config, letters, attention)
    again = Recalculation(redating(config, rules), letters, attention)
    leases = [lease for _, lease in boxes]
    return Parts(reader, reminders, digest, again, delivery, watches, daily, leases)


def _delivery(
    config: Config,
    clerk: Clerk,
    attention: Attention,
    letter_acts: LetterActs,
    journal: Journal,
    *,
    owner: str,
    clock: Callable[[], datetime],
    standing: Standing,
) -> Delivery:
    def dead(session: Session) -> set[str]:
        return {name for name in recovery.owners(session) if gone(config.database_url, name, owner)}

    by = replace(submission(config), certificate=partial(standing.certificate, "smtp"))
    return Delivery(
        clerk,
        [Courier(by) for _ in range(config.smtp.connections)],
        terms(config, practice(config)),
        journal,
        owner=owner,
        clock=clock,
        dead=dead,
        warn=attention.warn,
        letter_acts=letter_acts,
        archive=archive(config),
        at_work=lambda letters: standing.at_work(clock(), letters),
    )


def _told_by_the_clock(
    config: Config, letters: Correspondence, attention: Attention
) -> tuple[Reminders, Digest]:
    hours = Hours(config.reminders.opens, config.reminders.closes)
    handlers = [Address(handler.name, handler.email) for handler in config.handler]
    days, warn = calendar(config), attention.warn
    return (
        Reminders(
            letters,
            days,
            hours,
            desk(config),
            standing_in=attention.standing_in,
            ladders=practice(config).ladders,
            warn=warn,
        ),
        Digest(letters, days, hours, lead=lead(config), handlers=handlers, warn=warn),
    )


def limits(config: Config) -> Limits:
    table = config.intake
    return Limits(
        memory=table.reading_memory_mb * 2**20,
        cpu=timedelta(seconds=table.reading_cpu_seconds),
        size=table.largest_message_mb * 2**20,
    )


def terms(config: Config, rules: Practice) -> Terms:
    days = calendar(config)
    return Terms(
        archive=config.archive_address,
        # Without an archive nothing more will be known by waiting.
        settle_time=config.smtp.settle_time
        if config.archive_address
        else min(config.smtp.settle_time, UNSETTLED),
        retry_first=config.smtp.retry_first,
        give_up_after=config.smtp.give_up_after,
        automatic_letters_per_hour=config.responder.automatic_letters_per_hour,
        surge_factor=config.responder.surge_factor,
        kept_by_acknowledgement=kept_by_acknowledgement(rules),
        decide_by=lambda since: working_time_after(
            since,
            PATIENCE,
            days,
            opens=config.reminders.opens,
            closes=config.reminders.closes,
        ),
    )


def desk(config: Config) -> Desk:
    table = config.oversight
    return Desk(
        oversight=Address("Complaints oversight", table.email) if table.email else None,
        on_call=Address("On call", table.on_call) if table.on_call else None,
        lead=Address("Complaints lead", table.lead) if table.lead else None,
        closes=config.reminders.closes,
    )


def lead(config: Config) -> Address | None:
    """Whom the whole queue is told to every morning; None: each handler is told what is theirs."""
    return desk(config).lead or desk(config).oversight


def secrets_of(config: Config) -> None:
    """Read every secret once, so that a missing one is told before anything is started; ConfigError."""
    servers: list[Server] = [*config.mailbox, config.smtp, *filter(None, [config.archive, config.alarm.smtp])]
    for server in servers:
        server.secret(config.base)
    verify_sign_ins(config, servers)
