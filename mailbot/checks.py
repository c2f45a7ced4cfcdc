"""`mailbot check`: everything a start would need, tried one by one, nothing changed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from mailbot.assembly import parts
from mailbot.assembly.servers import account
from mailbot.complaints.deadlines import check_promises
from mailbot.complaints.need.firms_cues import OFF
from mailbot.config import Config, ConfigError
from mailbot.config.tables import ArchiveTable, MailboxTable
from mailbot.config.values import calendar, practice, return_path
from mailbot.ownership import Unfit
from mailbot.store.database import Database, StoreError
from mailbot.wire.outcome import MailboxError
from mailbot.wire.shelf import Shelf
from mailbot.wire.smtp import Courier


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    text: str
    bad: bool = False  # must be mended before a start
    good: bool = False


def findings(config: Config) -> Iterator[Finding]:
    """In the order a person would mend them; servers are tried last because they take time."""
    today = datetime.now(UTC).date()
    yield from _firm(config)
    yield from _tried("templates", lambda: f"{len(parts.letter_templates(config).names())} render")
    yield from _leaflet(config, today)
    yield from _calendar(config, today)
    yield from _database(config)
    for box in config.mailbox:
        yield from _tried(f"mailbox {box.name}", lambda box=box: _mailbox(config, box))  # type: ignore[misc]
    yield from _archive(config)
    yield from _tried("smtp", lambda: _smtp(config))


def _tried(what: str, attempt: Callable[[], str]) -> Iterator[Finding]:
    try:
        yield Finding(what, attempt(), good=True)
    except (Unfit, ConfigError, MailboxError, StoreError, ValueError) as reason:
        for line in str(reason).splitlines():
            yield Finding(what, line, bad=True)


def _firm(config: Config) -> Iterator[Finding]:
    yield from (Finding("firm", text) for text in parts.firm(config).findings())
    if config.oversight.email is None:
        yield Finding(
            "oversight", "[oversight] email is not set: lapsed deadlines are told to the handlers only"
        )
    yield from _return_path(config)
    if not config.responder.authserv_ids:
        yield from _nobody_vouches(config)
    for cue in config.cue:
        if cue.driver == "life-risk" and cue.priority == OFF:
            yield Finding("cues", f"life at risk is not seen in “{cue.phrase}”: [[cue]] silences it")
    yield from _tried("promises", lambda: _promises(config))


def _nobody_vouches(config: Config) -> Iterator[Finding]:
    """What goes without, where no server of ours says who wrote a message."""
    unset = "[responder] authserv_ids is not set: "
    if config.leaflet.file is not None and config.responder.enclose_to == "authentic":
        yield Finding("responder", f"{unset}no sender counts as authentic, so no leaflet file is enclosed")
    if config.smtp.reply_to is None:
        yield Finding(
            "handlers",
            f"{unset}who is in copy of a handler's answer can write as that handler; name the server, or set "
            "[smtp] reply_to to an address with {token}, which only the handler sees",
        )
    if config.letter:
        yield Finding(
            "letters", f"{unset}no copy of a handler's letter counts, so [[letter]] records nothing"
        )


def _return_path(config: Config) -> Iterator[Finding]:
    """Whether bounces arrive where they are read."""
    path, polled = return_path(config), practice(config).mailbox_addresses
    key = "return_path" if config.smtp.return_path is not None else "from"
    if path.template == "":
        yield Finding("smtp", '[smtp] return_path = "": nobody learns that a letter came back')
    elif not polled & {path.mailbox.casefold(), path.template.casefold()}:
        where = (
            f"{path.mailbox} is not read" if path.mailbox else f"nobody can say where {path.template} arrives"
        )
        yield Finding(
            "smtp",
            f"[smtp] {key}: {where}, so nobody may learn that a letter came back; "
            f"add {path.mailbox or path.template} to the aliases of the [[mailbox]] its mail arrives in",
        )


def _promises(config: Config) -> str:
    check_promises(practice(config).promises)
    return ", ".join(f"{promise.name} within {promise.within}" for promise in config.promise) or "none"


def _leaflet(config: Config, today: date) -> Iterator[Finding]:
    if config.leaflet.file is None:
        yield Finding(
            "leaflet",
            "the shipped stand-in is sent, and no final response can be released, which must enclose the "
            "Ombudsman's own (DISP 1.6.2R): set [leaflet] file",
        )
        return
    try:
        found = parts.leaflet(config)
    except Unfit as reason:
        yield Finding("leaflet", str(reason), bad=True)
        return
    if found is None:
        return
    why = found.fault(today)
    if why:
        yield Finding(
            "leaflet", f"{why}: no letter encloses it, and no final response can be released", bad=True
        )
    approved = f", approved by {found.approved_by}" if found.approved_by else ""
    yield Finding("leaflet", f"version {found.version}, {len(found.content)} octets{approved}", good=not why)
    if not found.approved_by:
        yield Finding("leaflet", "[leaflet] approved_by is not set: nobody is on record for it")


def _calendar(config: Config, today: date) -> Iterator[Finding]:
    try:
        table = calendar(config)
    except ValueError as reason:
        yield Finding("calendar", str(reason), bad=True)
        return
    stale = table.finding(today)
    yield Finding("calendar", stale or table.version, good=stale is None)


def _database(config: Config) -> Iterator[Finding]:
    path = re.sub(r"^sqlite:///", "", config.database_url)
    if config.database_url.startswith("sqlite") and not Path(path).exists():
        parent = Path(path).parent
        text = (
            f"{path} will be made at the first start" if parent.is_dir() else f"{parent} is not a directory"
        )
        yield Finding("database", text, bad=not parent.is_dir(), good=parent.is_dir())
        return
    yield from _tried("database", lambda: _database_told(config))


def _database_told(config: Config) -> str:
    database = Database(config.database_url)
    try:
        if found := database.check():
            raise Unfit("\n".join(found))
        return f"{database.name}, schema {database.revision()}"
    finally:
        database.close()


def _mailbox(config: Config, box: MailboxTable) -> str:
    box.secret(config.base)
    connection = parts.connection(config, box)
    try:
        connection.connect()
        selected = connection.select()
        offered = sorted(connection.capabilities & {"IDLE", "MOVE", "UIDPLUS"})
        return f"{selected.exists} messages in {box.inbox}; offered: {', '.join(offered) or 'nothing'}"
    finally:
        connection.close()


def _archive(config: Config) -> Iterator[Finding]:
    """Whether a letter of unknown fate can be looked for."""
    table = config.archive
    if table is None:
        if (
            config.archive_address
            and config.archive_address.casefold() not in practice(config).mailbox_addresses
        ):
            yield Finding(
                "archive",
                "there is no [archive] to look for copies in: a letter of unknown fate is sent once more",
            )
        return
    there = (table.host, table.port, account(config, table).username, table.folder.upper())
    for box in config.mailbox:
        if there == (box.host, box.port, account(config, box).username, box.inbox.upper()):
            told = f"[archive] is the inbox of mailbox {box.name}, whose mail is moved on"
            yield Finding("archive", f"{told}: name another account or folder", bad=box.after == "move")
    yield from _tried("archive", lambda: _archive_told(config, table))


def _archive_told(config: Config, table: ArchiveTable) -> str:
    table.secret(config.base)
    with Shelf(account(config, table)) as shelf:
        return f"{shelf.require(table.folder).exists} messages in {table.folder}"


def _smtp(config: Config) -> str:
    config.smtp.secret(config.base)

    async def attempt() -> str | None:
        courier = Courier(parts.submission(config))
        trouble = await courier.check()
        await courier.close()
        return trouble

    if trouble := asyncio.run(attempt()):
        raise Unfit(trouble)
    return f"{config.smtp.host}:{config.smtp.port} takes letters"
