"""Commands that start things: `run`, `check`, `demo`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.show import Refused, options


def register(app: typer.Typer) -> None:
    app.command()(demo)
    app.command()(run)
    app.command()(check)


def run(
    once: Annotated[
        bool, typer.Option("--once", help="Empty every mailbox and the outbox, then end.")
    ] = False,
) -> None:
    """The daemon. With --once: exit 0 when all is settled, 3 when something is left."""
    # A second of imports that other commands do without.
    from mailbot.daemon import Daemon
    from mailbot.ownership import Unfit
    from mailbot.store.database import StoreError

    config = options.load()
    try:
        daemon = Daemon(config)
    except (Unfit, StoreError) as reason:
        raise Refused(str(reason)) from None
    try:
        code = asyncio.run(daemon.run_once() if once else daemon.run())
    except StoreError as reason:
        raise Refused(f"the database: {reason}") from None
    finally:
        daemon.close()
    for line in daemon.left:
        typer.echo(f"mailbot: left undone: {line}", err=True)
    raise typer.Exit(code)


def check() -> None:
    """Try everything and change nothing: one line per finding, exit 1 where something must be mended."""
    from mailbot.checks import findings

    config = options.load()
    bad = False
    for finding in findings(config):
        bad = bad or finding.bad
        mark, colour = ("BAD ", typer.colors.RED) if finding.bad else ("note", typer.colors.YELLOW)
        if finding.good:
            mark, colour = "ok  ", typer.colors.GREEN
        typer.echo(f"{typer.style(mark, fg=colour)} {finding.what}: {finding.text}")
    raise typer.Exit(1 if bad else 0)


def demo(
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Serve the console afterwards, once there is one.")
    ] = False,
    directory: Annotated[
        Path | None, typer.Option("--directory", help="Where its files go; ./demo-output where not given.")
    ] = None,
) -> None:
    """The whole path with embedded servers and sample complaints: no configuration, no network."""
    from rich.console import Console

    from mailbot.demo.story import tell

    del serve  # there is no console to serve yet
    # Into a pipe or a file there is no width to ask for.
    raise typer.Exit(tell(directory, Console(width=None if sys.stdout.isatty() else 100)))
