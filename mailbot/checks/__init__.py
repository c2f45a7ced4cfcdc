"""`mailbot check`: everything a start would need, tried one by one, nothing changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mailbot.assembly import oauth
from mailbot.checks import database, domains, files, firm, machine, servers, stationery, watching
from mailbot.checks.finding import Finding, told
from mailbot.config import Config, ConfigError
from mailbot.wire.names import mail_to

__all__ = ["Finding", "findings", "misconfigured"]

_A_LINE = re.compile(r"\S+:[0-9]+: ")
_A_KEY = re.compile(r"(\[{1,2}[a-z_.]+\]{1,2})(?: number [0-9]+)?: (\w+(?:\.\w+)*): ")


def findings(
    config: Config,
    *,
    file: Path | None = None,
    now: datetime | None = None,
    asked: domains.Asked = mail_to,
    create_folders: bool = False,
) -> Iterator[Finding]:
    """In the order a person would mend them; servers are tried last because they take time.

    `file` is the configuration's own; `asked` says whether mail to a domain can arrive.
    """
    now = now or datetime.now(UTC)
    yield from machine.clock(now)
    yield from firm.findings(config)
    yield from stationery.findings(config, now.date())
    yield from files.findings(config, file)
    yield from machine.disk(config)
    yield from database.findings(config)
    yield from machine.reading(config)
    yield from watching.findings(config)
    for one in oauth.findings(config, now):
        yield _sign_in(one)
    yield from domains.findings(config, asked)
    for box in config.mailbox:
        yield from servers.mailbox(config, box, now, create=create_folders)
    yield from servers.archive(config, now)
    yield from servers.smtp(config, now)


def misconfigured(mistakes: ConfigError) -> Iterator[Finding]:
    """What is wrong with a configuration that cannot be read; nothing else can be tried then."""
    for line in str(mistakes).splitlines():
        what = "this line" if _A_LINE.match(line) else "it"
        do = f"mend {what}; config.example.toml says what each key means"
        found = told("configuration", line, "bad", why="mailbot does not start", do=do, key="")
        named = None if "did you mean" in line else _A_KEY.search(line)
        yield found if named is None else replace(found, key=f"{named[1]} {named[2]}")


def _sign_in(one: oauth.Finding) -> Finding:
    """What is found of a sign-in by OAuth 2."""
    server = one.what.removeprefix("oauth").strip()
    table = f"{server}.oauth" if server in {"smtp", "archive"} else "mailbox.oauth"
    key = "[alarm.smtp.oauth]" if server == "alarm" else f"[{table}]"
    if one.good:
        return Finding(one.what, one.text, "ok", key=key)
    what, _, advice = one.text.rpartition("; ")
    why = "without a token the server is of no use"
    do = advice if what else "see `mailbot oauth status`"
    return Finding(one.what, what or one.text, "bad" if one.bad else "note", why, do, key)
