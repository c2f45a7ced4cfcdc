"""From the configuration to what is watched and who is told.

Faults: `OSError` where a file with an address cannot be read, when it is needed.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from mailbot.assembly.servers import archive, submission
from mailbot.casework.canary import dismiss
from mailbot.config import Config, ConfigError
from mailbot.config.values import resolved
from mailbot.journal import Journal
from mailbot.store.database import Database
from mailbot.watching.alarms import Bounds
from mailbot.watching.canary import Canaries, Wanted
from mailbot.watching.service import Looked, Watched, Watching
from mailbot.watching.signs import SignIn, Standing
from mailbot.watching.telling import Channel
from mailbot.wire.channels import Command, Mailed, Webhook, fetch, hand_over
from mailbot.wire.oauth.forecast import Standing as SignInStanding
from mailbot.wire.outcome import MailboxError


def watching(
    config: Config,
    standing: Standing,
    database: Database,
    journal: Journal,
    *,
    owner: str,
    clock: Callable[[], datetime],
    looked: Callable[[], Sequence[Looked]],
    deaths: Callable[[], int],
) -> Watching:
    wanted = watched(config)
    return Watching(
        wanted,
        standing,
        database,
        journal,
        clock=clock,
        looked=looked,
        deaths=deaths,
        sign_ins=partial(_sign_ins, config),
        canaries=_canaries(config, database, journal, owner=owner, clock=clock),
    )


def _canaries(
    config: Config, database: Database, journal: Journal, *, owner: str, clock: Callable[[], datetime]
) -> Canaries | None:
    """By the server alarms go by, where there is one: a complainant's is not the one letters go by."""
    table = config.canary
    if table is None:
        return None
    by = submission(config, config.alarm.smtp)
    boxes = {box.name: box.address for box in config.mailbox}
    return Canaries(
        Wanted(table.from_, boxes, table.every, table.within),
        database,
        journal,
        owner=owner,
        clock=clock,
        send=partial(hand_over, by),
        holds=partial(_holds, config) if config.archive is not None else None,
        dismiss=dismiss,
        word=lambda: secrets.token_hex(16),
    )


def _holds(config: Config, message_id: str, since: datetime) -> bool:
    found = archive(config)
    try:
        return found is not None and bool(found.holds([(message_id, since)]))
    except MailboxError as fault:
        raise OSError(str(fault)) from None


def renew_sign_ins(config: Config) -> None:
    """Have every sign-in by OAuth renewed ahead, where there is one; what fails is told by `watching`."""
    if not _signs_in(config):
        return
    from mailbot.assembly import oauth

    with contextlib.suppress(ConfigError):
        oauth.renew_ahead(config)


def _signs_in(config: Config) -> bool:
    servers = [*config.mailbox, config.smtp, config.archive, config.alarm.smtp]
    return any(server is not None and server.oauth is not None for server in servers)


def _sign_ins(config: Config, now: datetime) -> list[SignIn]:
    """How the sign-ins by OAuth stand, by what is on disk; one that cannot be read is one that is refused."""
    if not _signs_in(config):
        return []
    from mailbot.assembly import oauth  # a start without it need not pay for it

    try:
        return [_sign_in(one) for one in oauth.standings(config, now)]
    except (ConfigError, MailboxError) as reason:
        return [SignIn("oauth", None, str(reason), "mailbot oauth status")]


def _sign_in(one: SignInStanding) -> SignIn:
    days = [days for days in (one.refresh_days_left, one.secret_days_left) if days is not None]
    refused = one.error if one.refused else ""
    if not one.signed_in:
        refused = refused or "nobody has signed in yet"
    return SignIn(one.server, min(days, default=None), refused, one.todo or "mailbot oauth status")


def watched(config: Config) -> Watched:
    table = config.alarm
    ping = _address(config, table.ping, table.ping_file)
    return Watched(
        listen=listen(config),
        bounds=Bounds(table.no_fetch, table.outage, table.owed_before, table.letter_waits),
        repeat=table.repeat,
        called=table.name,
        channels=tuple(_channels(config)),
        ping=(lambda: fetch(ping())) if ping is not None else None,
        ping_every=table.ping_every,
    )


def listen(config: Config) -> tuple[str, int] | None:
    host, _, port = config.watch.listen.rpartition(":")
    return (host.strip("[]"), int(port)) if config.watch.listen else None


def _channels(config: Config) -> Iterator[Channel]:
    table = config.alarm
    if table.email is not None:
        own = config.smtp if table.smtp is None else table.smtp
        yield Mailed(submission(config, own), own.from_, table.email)
    if (url := _address(config, table.webhook, table.webhook_file)) is not None:
        yield Webhook(url)
    if table.command:
        yield Command(table.command)


def _address(config: Config, plain: str | None, file: Path | None) -> Callable[[], str] | None:
    """Read each time: a file may be changed while we run."""
    if plain is not None:
        return lambda: plain
    path = resolved(config, file)
    return None if path is None else lambda: _read(path)


def _read(path: Path) -> str:
    try:
        found = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as reason:
        raise OSError(f"{path}: {getattr(reason, 'strerror', None) or 'not UTF-8'}") from None
    if not found.startswith(("https://", "http://")):
        raise OSError(f"{path}: no http(s) address stands in it")
    return found
