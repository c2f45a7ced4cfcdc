"""From the configuration to what is asked of servers: mailboxes, the reconciliation, the archive, who
takes letters.

Nothing is started here, and no server is called.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from functools import partial
from typing import TypeVar

from mailbot.config import Config, ConfigError
from mailbot.config.tables import AlarmSmtpTable, ArchiveTable, MailboxTable, Server, SmtpTable
from mailbot.config.values import resolved
from mailbot.reconciling.inbox_check import Box
from mailbot.reconciling.reconciliation import Archive, Reconciliation
from mailbot.reconciling.taking_back import TakingBack
from mailbot.store.database import Database
from mailbot.wire import shelf
from mailbot.wire.imap import Mailbox
from mailbot.wire.shelf import Shelf
from mailbot.wire.terms import Account, Submission, unseen

Login = TypeVar("Login", Account, Submission)


def reconciliation(config: Config, database: Database, clock: Callable[[], datetime]) -> Reconciliation:
    """Everything the configuration names, to be compared."""
    boxes = [(box_of(config, box), partial(_shelf, config, box)) for box in config.mailbox]
    return Reconciliation(database, boxes, _archive(config), clock=clock)


def taking_back(config: Config, database: Database) -> TakingBack:
    """What moves messages nobody read back to the inboxes."""
    boxes = {box.name: partial(connection, config, box) for box in config.mailbox}
    return TakingBack(boxes, database)


def connection(
    config: Config, box: MailboxTable, *, certificate: Callable[[datetime], None] = unseen
) -> Mailbox:
    """`certificate` is told at each connection when the server's ends."""
    seen = box_of(config, box)
    return Mailbox(
        replace(account(config, box), certificate=certificate),
        inbox=seen.inbox,
        folders=seen.folders,
        oversize=seen.oversize,
        read_only=config.trial,
    )


def archive(config: Config) -> shelf.Archive | None:
    """Where a letter of unknown fate is looked for; None where nothing says so."""
    table = config.archive
    return None if table is None else shelf.Archive(account(config, table), table.folder)


def box_of(config: Config, box: MailboxTable) -> Box:
    """A mailbox as it is compared."""
    folders = {"processed": box.processed, "set_aside": box.set_aside, "not_complaints": box.not_complaints}
    oversize = config.intake.largest_message_mb * 2**20
    return Box(box.name, box.inbox, folders if box.after == "move" else None, oversize)


def account(config: Config, server: MailboxTable | ArchiveTable) -> Account:
    """Where an IMAP server is and who we are there."""
    found = Account(
        host=server.host,
        port=server.port,
        tls=server.tls,
        username=server.username or server.address or config.archive_address or "",
        secret=partial(secret, config, server),
        ca_file=resolved(config, server.ca_file),
    )
    return signed_in(config, server, found)


def submission(config: Config, server: SmtpTable | AlarmSmtpTable | None = None) -> Submission:
    """What letters are handed to, or another server that is."""
    server = server or config.smtp
    own = server.local_hostname if isinstance(server, SmtpTable) else None
    found = Submission(
        host=server.host,
        port=server.port,
        tls=server.tls,
        username=server.username,
        secret=partial(secret, config, server) if server.username is not None else None,
        ca_file=resolved(config, server.ca_file),
        local_hostname=own or parseaddr(server.from_)[1].rpartition("@")[2],
    )
    return signed_in(config, server, found)


def signed_in(config: Config, server: Server, terms: Login) -> Login:
    """The same terms with tokens in place of a password, where the server is signed in to by OAuth."""
    if server.oauth is None:
        return terms
    from mailbot.assembly import oauth  # a start without it need not pay for it

    source = oauth.source(config, server, server.oauth)
    return replace(
        terms,
        secret=source.token,
        mechanism=server.oauth.mechanism,
        refused=source.refused,
        advice=source.advice,
    )


def verify_sign_ins(config: Config, servers: Sequence[Server]) -> None:
    """Look at every secret a sign-in by OAuth needs; ConfigError."""
    if any(server.oauth is not None for server in servers):
        from mailbot.assembly import oauth

        oauth.verify(config)


def secret(config: Config, server: Server) -> str:
    """The password, now. One that is just being changed is an outage of one server, no fault."""
    try:
        return server.secret(config.base) or ""
    except ConfigError as reason:
        raise OSError(str(reason)) from None


def _shelf(config: Config, server: MailboxTable | ArchiveTable) -> Shelf:
    return Shelf(account(config, server))


def _archive(config: Config) -> Archive | None:
    table = config.archive
    if table is None:
        return None
    return Archive(partial(_shelf, config, table), table.folder, config.smtp.settle_time)
