"""Commands that start things: `run`, `demo`."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from mailbot.cli.show import Refused, options

if TYPE_CHECKING:
    from mailbot.config import Config


def register(app: typer.Typer) -> None:
    app.command()(demo)
    app.command()(run)


def run(
    once: Annotated[
        bool, typer.Option("--once", help="Empty every mailbox and the outbox, then end.")
    ] = False,
    trial: Annotated[
        Path | None,
        typer.Option(
            "--shadow",
            help="Read the mailboxes once without touching them, send nothing, and write what would be done "
            "to this directory.",
        ),
    ] = None,
) -> None:
    """The daemon. With --once: exit 0 when all is settled, 3 when something is left."""
    if trial is not None:
        if once:
            raise typer.BadParameter("--shadow reads the mailboxes once by itself; leave --once out")
        _shadow(trial)
    # A second of imports that other commands do without.
    from mailbot.daemon import Daemon
    from mailbot.journal import Journal
    from mailbot.ownership import Unfit
    from mailbot.store.database import StoreError

    config: Config | None = options.load()
    while config is not None:  # anew for each configuration it is told to go on with
        journal = Journal(config.journal.format)
        journal.hear_libraries()
        try:
            daemon = Daemon(config, journal=journal, read_again=None if once else options.load)
        except (Unfit, StoreError) as reason:
            raise Refused(str(reason)) from None
        try:
            code = asyncio.run(daemon.run_once() if once else daemon.run())
        except StoreError as reason:
            raise Refused(f"the database: {reason}") from None
        finally:
            # Between two loops nobody hears it, and it would end us.
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            daemon.close()
        config = daemon.renewed
    for line in daemon.left:
        typer.echo(f"mailbot: left undone: {line}", err=True)
    raise typer.Exit(code)


def _shadow(directory: Path) -> NoReturn:
    """What the first day would bring; exit 3 where a mailbox could not be read."""
    from mailbot.daemon import now_utc
    from mailbot.journal import Journal
    from mailbot.ownership import Unfit
    from mailbot.shadowing import DATABASE, LETTERS, shadow
    from mailbot.store.database import StoreError

    config = options.load()
    try:
        found = shadow(config, directory, Journal(config.journal.format), clock=now_utc)
    except (Unfit, StoreError) as reason:
        raise Refused(str(reason)) from None
    kinds = sorted(found.totals.messages.items())
    read = ", ".join(f"{kind.replace('_', ' ')}: {count}" for kind, count in kinds)
    for line in (
        f"read and touched nothing: {read or 'no message'}",
        f"{len(found.letters)} letters would have been sent: {directory / LETTERS}",
        f"cases, queue and dates are in {directory / DATABASE}: a copy of your configuration with that as "
        "[database] url shows them",
        *(f"not read: {trouble}" for trouble in found.trouble),
    ):
        typer.echo(f"mailbot: {line}", err=True)
    raise typer.Exit(3 if found.trouble else 0)


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
