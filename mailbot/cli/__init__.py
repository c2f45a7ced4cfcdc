"""The command line: `mailbot --config FILE COMMAND`.

Exit codes: 0 done, 1 refused or findings, 2 wrong usage, 3 something left undone. Every error is one
line on standard error that says what to do next; a traceback is a defect of ours.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mailbot import __version__
from mailbot.cli import (
    alarm,
    cases,
    check,
    handlers,
    letters,
    moves,
    oauth,
    outgoing,
    queue,
    reading,
    reconcile,
    replay,
    running,
    templates,
    upkeep,
)
from mailbot.cli import config as config_commands
from mailbot.cli.show import Refused, options
from mailbot.config import ConfigError

app = typer.Typer(
    name="mailbot",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    help="The daemon for a UK financial firm's shared complaints mailbox.",
)
#: Commands as `mailbot --help` groups them.
_PANELS = (
    ("Set up and run", (running, check, alarm, config_commands, oauth)),
    ("Cases", (cases, moves, queue, letters, handlers)),
    ("See why", (reading, replay)),
    ("Look after", (outgoing, reconcile, templates, upkeep)),
)
for panel, rooms in _PANELS:
    for room in rooms:
        room.register(app)
    for command in app.registered_commands:
        if not isinstance(command.rich_help_panel, str):
            command.rich_help_panel = panel
    for group in app.registered_groups:
        if not isinstance(group.rich_help_panel, str):
            group.rich_help_panel = panel


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mailbot {__version__}")
        raise typer.Exit


@app.callback()
def everywhere(
    config: Annotated[
        Path | None,
        typer.Option("--config", help="The configuration; else $MAILBOT_CONFIG, else ./config.toml."),
    ] = None,
    version: Annotated[  # noqa: ARG001  # acted on by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    options.config = config


def main() -> None:
    """Run the command line; the entry point of the `mailbot` script."""
    try:
        app()
    except SystemExit:
        raise
    except _told() as refusal:
        for line in str(refusal).splitlines():
            typer.echo(f"mailbot: {line}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # `mailbot inspect … | head`
        sys.stderr.close()
        sys.exit(0)


def _told() -> tuple[type[Exception], ...]:
    """What is told in a line; asked for only when something was raised: these imports take a second."""
    from mailbot.casework.moving import NotAllowed
    from mailbot.ownership import Unfit
    from mailbot.store.faults import StoreError

    return (Refused, NotAllowed, ConfigError, Unfit, StoreError)
