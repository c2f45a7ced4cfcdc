"""The mail servers, looked at: what they offer, how full they are, until when their certificates hold.

Nothing changes there; see wire/visit. Whether their clocks agree with ours no protocol of theirs says; that a
message came in later than now is the one sign of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

from mailbot.assembly import parts
from mailbot.assembly.servers import account, box_of
from mailbot.checks.finding import Finding, Level, ok, told
from mailbot.config import Config, ConfigError
from mailbot.config.tables import MailboxTable, Server
from mailbot.config.values import practice
from mailbot.ownership import Unfit
from mailbot.wire.names import unresolved
from mailbot.wire.outcome import MailboxError
from mailbot.wire.visit import ImapVisit, SmtpVisit

NOTE_DAYS, BAD_DAYS = timedelta(days=21), timedelta(days=3)  # before a certificate ends
NOTE_FULL, BAD_FULL = 80, 95  # per cent of a quota
_AHEAD = timedelta(minutes=5)  # clocks that are kept do not differ by more
_ENVELOPE = 64 * 1024  # octets of a letter besides the file it encloses
_MOVING = {"t": "mark as deleted", "e": "remove"}  # RFC 4314 section 4
_LOST = {
    "UIDPLUS": "where a message went is not told: after a broken connection it is looked for",
    "MOVE": "a message is copied and then removed, and a broken connection may leave both",
    "IDLE": "new mail is found by asking twice a minute",
}
#: Of what went wrong, which key is most likely to blame; the first that is found.
_BLAMED = (
    ("certificate", "ca_file"),
    ("TLS", "tls"),
    ("cannot read the secret", "password_file"),
    ("access token", "oauth"),
    ("token_command", "oauth"),
    ("login", "username"),
    ("authenticat", "username"),
    ("no mailbox", "inbox"),
    ("UIDNOTSTICKY", "inbox"),
)


def mailbox(config: Config, box: MailboxTable, now: datetime, *, create: bool) -> Iterator[Finding]:
    """`create`: the missing folders are made, the one thing that is ever changed."""
    about, table = f"mailbox {box.name}", "[[mailbox]]"
    why = "complaints that arrive there are not read"
    if found := _unreachable(config, box, about, table, why):
        yield found
        return
    try:
        with ImapVisit(account(config, box)) as visit:
            there = visit.require_lasting(box.inbox)
            offered = sorted(visit.capabilities & _LOST.keys())
            yield ok(about, f"{there} messages in {box.inbox}; offered: {', '.join(offered) or 'nothing'}")
            yield from _clock(visit, about, now)
            yield from _certificate(visit.certificate_ends(), about, table, now)
            yield from _capabilities(visit, box, about)
            yield from _rights(visit, box, about)
            yield from _quota(visit, box, about)
            if box.after == "move":
                yield from _folders(config, box, visit, about, create=create)
    except (MailboxError, OSError) as reason:
        yield _failed(str(reason), about, table, why)


def archive(config: Config, now: datetime) -> Iterator[Finding]:
    """Whether a letter of unknown fate can be looked for."""
    table, why = config.archive, "a letter of unknown fate is sent once more"
    if table is None:
        address = config.archive_address
        if address and address.casefold() not in practice(config).mailbox_addresses:
            do, key = "set [archive] to the account it arrives in", "[smtp] archive"
            yield Finding("archive", "there is no [archive] to look for copies in", "note", why, do, key)
        return
    there = (table.host, table.port, account(config, table).username, table.folder.upper())
    for box in config.mailbox:
        if there == (box.host, box.port, account(config, box).username, box.inbox.upper()):
            what = f"[archive] is the inbox of mailbox {box.name}, whose mail is moved on"
            level: Level = "bad" if box.after == "move" else "note"
            do = "name another account or folder"
            yield Finding("archive", what, level, why, do, "[archive] folder")
    if found := _unreachable(config, table, "archive", "[archive]", why):
        yield found
        return
    try:
        with ImapVisit(account(config, table)) as visit:
            yield ok("archive", f"{visit.require(table.folder).exists} messages in {table.folder}")
            yield from _certificate(visit.certificate_ends(), "archive", "[archive]", now)
    except (MailboxError, OSError) as reason:
        yield _failed(str(reason), "archive", "[archive]", why)


def smtp(config: Config, now: datetime) -> Iterator[Finding]:
    why = "no letter can be sent"
    if found := _unreachable(config, config.smtp, "smtp", "[smtp]", why):
        yield found
        return

    async def visit() -> Iterator[Finding]:
        courier = SmtpVisit(parts.submission(config))
        try:
            if trouble := await courier.check():
                return iter([_failed(trouble, "smtp", "[smtp]", why)])
            offered = courier.offered()
        finally:
            await courier.close()
        takes = ok("smtp", f"{config.smtp.host}:{config.smtp.port} takes letters")
        ends = _certificate(offered.certificate_ends, "smtp", "[smtp]", now)
        return iter([takes, *ends, *_size(config, offered.size)])

    yield from asyncio.run(visit())


def _unreachable(config: Config, server: Server, about: str, table: str, why: str) -> Finding | None:
    """Whether it cannot be called at all: no secret, or no such host."""
    try:
        server.secret(config.base)
    except ConfigError as reason:
        source = str(reason).partition(":")[0].split()[0]
        return told(about, str(reason), "bad", why=why, do="put the password there", key=f"{table} {source}")
    if unknown := unresolved(server.host):
        do = "check host, and this machine's name servers"
        return Finding(about, f"{server.host}: {unknown}", "bad", why, do, f"{table} host")
    return None


def _failed(text: str, about: str, table: str, why: str) -> Finding:
    text = text.removesuffix("; trying again")  # the daemon would; here nobody does
    key = next((key for words, key in _BLAMED if words in text), "host")
    if "not yet valid" in text:
        text += ", if the clock of this machine is right"
    do = "mend that, then `mailbot check` again" if key == "oauth" else "see what the server says"
    return told(about, text, "bad", why=why, do=do, key=f"{table} {key}")


def _clock(visit: ImapVisit, about: str, now: datetime) -> Iterator[Finding]:
    newest = visit.newest()
    if newest is not None and newest - now > _AHEAD:
        what = f"a message came in at {newest:%d %b %H:%M} UTC, and here it is {now:%d %b %H:%M}"
        why, do = "deadlines count from the server's clock and lapse by ours", "set both clocks by NTP"
        yield Finding(about, what, "note", why, do, "[[mailbox]] host")


def _certificate(ends: datetime | None, about: str, table: str, now: datetime) -> Iterator[Finding]:
    if ends is None:
        return
    left, days = ends - now, (ends - now).days
    if left >= NOTE_DAYS:
        yield ok(about, f"its certificate holds for {days} days", f"{table} host")
        return
    what = f"its certificate ends on {ends:%d %B %Y}, in {days} days"
    why, do = "from then on mailbot does not talk to it", "have the server's certificate renewed"
    yield Finding(about, what, "bad" if left < BAD_DAYS else "note", why, do, f"{table} host")


def _capabilities(visit: ImapVisit, box: MailboxTable, about: str) -> Iterator[Finding]:
    moving = box.after == "move"
    if moving and not visit.capabilities & {"MOVE", "UIDPLUS"}:
        what, why = "the server has neither MOVE nor UIDPLUS", "no message can be filed away"
        yield Finding(about, what, "bad", why, 'set after = "leave"', "[[mailbox]] after")
        return
    for name, cost in _LOST.items():
        if name not in visit.capabilities and (moving or name == "IDLE"):
            key = "[[mailbox]] rescan" if name == "IDLE" else "[[mailbox]] after"
            do = "nothing, or have the server offer it"
            yield Finding(about, f"the server does not offer {name}", "note", cost, do, key)


def _rights(visit: ImapVisit, box: MailboxTable, about: str) -> Iterator[Finding]:
    rights = visit.rights(box.inbox)
    if rights is None or box.after == "leave":
        return
    # "d" of RFC 2086 stands for both.
    missing = [words for letter, words in _MOVING.items() if letter not in rights and "d" not in rights]
    if missing:
        what = f"{box.username} may not {' and '.join(missing)} in {box.inbox} ({rights})"
        why, do = "no message can be filed away", 'grant write access, or set after = "leave"'
        yield Finding(about, what, "bad", why, do, "[[mailbox]] after")


def _quota(visit: ImapVisit, box: MailboxTable, about: str) -> Iterator[Finding]:
    for quota in visit.quotas(box.inbox):
        if quota.percent > NOTE_FULL:
            what = f"{quota.percent} % of its {quota.resource} quota is used"
            why = "at 100 % mail to it is refused, and no message can be filed by copying"
            do = "have it raised, or old mail archived"
            level: Level = "bad" if quota.percent > BAD_FULL else "note"
            yield Finding(about, what, level, why, do, "[[mailbox]] address")


def _folders(
    config: Config, box: MailboxTable, visit: ImapVisit, about: str, *, create: bool
) -> Iterator[Finding]:
    folders = box_of(config, box).folders or {}
    missing = visit.missing(folders.values())
    keys = [key for key, name in folders.items() if name in missing]
    if missing and create:
        connection = parts.connection(config, box)
        connection.connect()
        try:
            connection.ensure_folders()
        finally:
            connection.close()
        yield ok(about, f"made {', '.join(missing)}", f"[[mailbox]] {keys[0]}")
    elif missing:
        what = f"there is no {', no '.join(missing)} yet"
        why = "settled messages are moved there; the first start makes them, if it may"
        do = "nothing, or `mailbot check --create-folders` to see that it may"
        yield Finding(about, what, "note", why, do, f"[[mailbox]] {keys[0]}")


def _size(config: Config, limit: int | None) -> Iterator[Finding]:
    """Whether the largest letter, the one that encloses the leaflet, is taken (RFC 1870)."""
    try:
        leaflet = parts.leaflet(config)
    except Unfit:
        return  # told with the leaflet
    if limit is None or leaflet is None:
        return
    octets = len(leaflet.content) * 137 // 100 + _ENVELOPE  # base64, in lines of 76
    if octets > limit:
        what = f"a letter with the leaflet has about {octets} octets, and the server takes {limit}"
        why = "no letter that encloses it can be sent"
        do = "have the server take more, or use a smaller file of the same leaflet"
        yield Finding("smtp", what, "bad", why, do, "[leaflet] file")
