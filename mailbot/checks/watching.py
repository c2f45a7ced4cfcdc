"""Whether mailbot can be watched as is wanted: its pages, and the command alarms go by."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from mailbot.assembly.watched import listen
from mailbot.checks.finding import Finding, ok
from mailbot.config import Config
from mailbot.wire.pages import Pages, answers


def findings(config: Config) -> Iterator[Finding]:
    yield from _pages(config)
    yield from _command(config)


def _pages(config: Config) -> Iterator[Finding]:
    """Opened for a moment; where a daemon of ours runs, it has the port."""
    wanted, key = listen(config), "[watch] listen"
    if wanted is None:
        return
    try:
        Pages(*wanted, lambda _: None).close()
    except OSError as reason:
        if answers(*wanted):
            yield ok("watch", f"a mailbot answers at {config.watch.listen}", key)
            return
        what = f"{config.watch.listen} cannot be listened at: {reason.strerror or reason}"
        why, do = (
            "/healthz, /readyz and /metrics are not served",
            "name an address of this machine, and a free port",
        )
        yield Finding("watch", what, "bad", why, do, key)
    else:
        yield ok("watch", f"{config.watch.listen} is free", key)


def _command(config: Config) -> Iterator[Finding]:
    command = config.alarm.command
    if command and shutil.which(command[0]) is None:
        why, do = "alarms are not told by it", "name a program that may be run, by its whole path"
        yield Finding("alarm", f"{command[0]} cannot be run", "bad", why, do, "[alarm] command")
