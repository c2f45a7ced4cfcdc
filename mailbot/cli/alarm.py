"""The command that tries how alarms are told: `alarm`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import typer

from mailbot.cli.show import Json, Refused, options, print_json

_LINES = ("This is a test. Nothing is wrong, and nothing need be done.",)


def register(app: typer.Typer) -> None:
    app.command()(alarm)


def alarm(as_json: Json = False) -> None:
    """Tell a test alarm by every way that is configured, and ask for its ping; exit 1 where one fails."""
    from mailbot.assembly.watched import watched
    from mailbot.daemon import now_utc

    config = options.load()
    wanted = watched(config)
    if not wanted.channels and wanted.ping is None:
        raise Refused("[alarm] names nobody; set email, webhook, command or ping")
    now, subject = now_utc(), f"{wanted.called}: test"
    ways: dict[str, Callable[[], None]] = {
        one.name: partial(one.tell, subject, _LINES, now) for one in wanted.channels
    }
    if wanted.ping is not None:
        ways["ping"] = wanted.ping
    told = {way: _why_not(tell) for way, tell in ways.items()}
    if as_json:
        print_json([{"way": way, "told": not why, "why": why} for way, why in told.items()])
    else:
        for way, why in told.items():
            typer.echo(f"{way}: {f'failed: {why}' if why else 'told; see that it arrived'}")
    raise typer.Exit(1 if any(told.values()) else 0)


def _why_not(tell: Callable[[], None]) -> str:
    """Why it cannot be told, "" where it can."""
    try:
        tell()
    except OSError as fault:
        return str(fault)
    return ""
