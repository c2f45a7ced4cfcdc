"""From the configuration to sign-ins: one source of tokens for all servers that sign in alike.

Faults: `ConfigError` where a secret is not there, or where others may read one.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mailbot.config import Config, ConfigError
from mailbot.config.oauth import OauthTable
from mailbot.config.tables import ArchiveTable, MailboxTable, Server, SmtpTable
from mailbot.config.values import resolved
from mailbot.config.words import credential
from mailbot.wire.oauth.command import Command
from mailbot.wire.oauth.faults import TokenRefused, TokenUnavailable
from mailbot.wire.oauth.forecast import Standing, standing, told, unreadable
from mailbot.wire.oauth.keeping import Keeping
from mailbot.wire.oauth.providers import scopes
from mailbot.wire.oauth.source import Source
from mailbot.wire.oauth.terms import Hidden, Terms, Unreadable

_STORE = "tokens"
_sources: dict[Terms | tuple[str, ...], Source | Command] = {}
_making = threading.Lock()


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    text: str
    bad: bool = False  # must be mended
    good: bool = False


def servers(config: Config) -> Iterator[tuple[str, Server, OauthTable]]:
    """Every server that is signed in to by OAuth, by the name a person calls it by."""
    named: list[Server | None] = [*config.mailbox, config.smtp, config.archive, config.alarm.smtp]
    for server in named:
        if server is not None and server.oauth is not None:
            yield _name(server), server, server.oauth


def source(config: Config, server: Server, table: OauthTable) -> Source | Command:
    """Where its tokens come from; the same for servers that sign in alike, for as long as we run."""
    terms = table.token_command or terms_of(config, server, table)
    with _making:
        if terms not in _sources:
            _sources[terms] = Command(terms) if isinstance(terms, tuple) else Source(terms)
        return _sources[terms]


def verify(config: Config) -> None:
    """Look at every secret of every sign-in; said before anything is started."""
    for name, server, table in servers(config):
        try:
            source(config, server, table).verify()
        except (TokenRefused, Unreadable) as reason:
            raise ConfigError(f"{name}: oauth: {reason}") from None


def renew_ahead(config: Config) -> None:
    """Ask every sign-in for its token, once a minute: while a connection lasts nobody else does, and that a
    renewal is refused is to be known before somebody misses it. Blocks while a provider does."""
    for _, server, table in servers(config):
        found = source(config, server, table)
        if isinstance(found, Source):
            with contextlib.suppress(TokenRefused, TokenUnavailable):  # noted on disk
                found.token()


def standings(config: Config, now: datetime) -> list[Standing]:
    """How every sign-in stands, by what is on disk: no provider is asked."""
    found = []
    for name, server, table in servers(config):
        if table.token_command:
            account = table.account or server.username or ""
            found.append(Standing(name, "token_command", "", account, signed_in=True))
            continue
        terms = terms_of(config, server, table)
        try:
            found.append(standing(name, terms, Keeping(terms).look(), _certificate_ends(terms), now))
        except TokenRefused as reason:  # the others stand as they do
            found.append(unreadable(name, terms, str(reason), now))
    return found


def findings(config: Config, now: datetime) -> list[Finding]:
    """For `mailbot check`: what has to be mended, what soon will have to be, and what is well."""
    try:
        every, wrong = standings(config, now), defects(config)
    except ConfigError as reason:
        return [Finding("oauth", str(reason), bad=True)]
    found = []
    for one in every:
        said = told(one)
        if why := wrong.get(one.server):
            said = [(why, True), *((text, bad) for text, bad in said if text.partition(" (since ")[0] != why)]
        found += [Finding(f"oauth {one.server}", text, bad=bad) for text, bad in said]
        if not said:
            last = f", last token {one.refreshed_at:%d %b %H:%M} UTC" if one.refreshed_at else ""
            found.append(
                Finding(f"oauth {one.server}", f"{one.provider} {one.grant}{last}".strip(), good=True)
            )
    return found


def defects(config: Config) -> dict[str, str]:
    """Servers that cannot be signed in to as their files stand, and why: secrets, keys, what was kept."""
    found = {}
    for name, server, table in servers(config):
        try:
            one = source(config, server, table)
            one.verify()
            if isinstance(one, Source):
                one.keeping.read()
        except (TokenRefused, Unreadable) as reason:
            found[name] = str(reason)
    return found


def terms_of(config: Config, server: Server, table: OauthTable) -> Terms:
    """A sign-in as a value; ConfigError where systemd gave no credential."""
    assert table.provider is not None  # noqa: S101  # the table says so
    assert table.grant is not None  # noqa: S101
    lasts = table.refresh_token_lifetime
    return Terms(
        table.provider,
        table.grant,
        table.account or server.username or "",
        store(config),
        client_id=table.client_id,
        scopes=table.scopes or scopes(table.provider, table.grant),
        tenant=table.tenant,
        issuer=table.issuer or "",
        token_url=table.token_url or "",
        authorize_url=table.authorize_url or "",
        device_url=table.device_url or "",
        client_secret=_hidden(config, table, "client_secret"),
        client_secret_expires=table.client_secret_expires,
        certificate=resolved(config, table.certificate_file),
        service_account=resolved(config, table.service_account_file),
        refresh_token=_hidden(config, table, "refresh_token"),
        key=_hidden(config, config.oauth, "token_key"),
        ca_file=resolved(config, table.ca_file),
        refresh_ahead=table.refresh_ahead.total_seconds(),
        refresh_lifetime=None if lasts is None else lasts.total_seconds(),
        name=_name(server),
    )


def store(config: Config) -> Path:
    """Where refresh tokens are kept: beside a SQLite file, else beside the configuration."""
    if config.oauth.token_store is not None:
        return config.base / config.oauth.token_store
    url = config.database_url
    if url.startswith("sqlite:///") and not url.endswith(":memory:"):
        return Path(url.removeprefix("sqlite:///")).parent / _STORE
    return config.base / _STORE


def _hidden(config: Config, table: object, prefix: str) -> Hidden | None:
    """One of PREFIX_file, PREFIX_env and PREFIX_credential."""
    file: Path | None = getattr(table, f"{prefix}_file")
    if file is not None:
        return Hidden(f"{prefix}_file", config.base / file)
    if (env := getattr(table, f"{prefix}_env")) is not None:
        return Hidden(f"{prefix}_env", env=env)
    if (name := getattr(table, f"{prefix}_credential")) is not None:
        return Hidden(f"{prefix}_credential", credential(f"{prefix}_credential", name))
    return None


def _name(server: Server) -> str:
    if isinstance(server, MailboxTable):
        return server.name
    return (
        "smtp"
        if isinstance(server, SmtpTable)
        else "archive"
        if isinstance(server, ArchiveTable)
        else "alarm"
    )


def _certificate_ends(terms: Terms) -> datetime | None:
    if terms.certificate is None:
        return None
    from mailbot.wire.oauth.assertions import read_certificate

    try:
        return read_certificate(terms.certificate).not_valid_after_utc
    except Unreadable as reason:
        raise TokenRefused(str(reason)) from None
