"""The command that tries everything: `check`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.show import ConfigError, Json, options, print_json
from mailbot.config import locate

if TYPE_CHECKING:
    from mailbot.checks import Finding

_MARKS = {
    "ok": ("ok  ", typer.colors.GREEN),
    "note": ("note", typer.colors.YELLOW),
    "bad": ("BAD ", typer.colors.RED),
}


def register(app: typer.Typer) -> None:
    app.command()(check)


def check(
    as_json: Json = False,
    create_folders: Annotated[
        bool, typer.Option("--create-folders", help="Make the mailboxes settled mail is moved to.")
    ] = False,
) -> None:
    """Try everything, change nothing, and say what to do; exit 1 where something must be mended."""
    found = []
    for finding in _findings(create_folders=create_folders):
        found.append(finding)
        if not as_json:
            _print(finding)
    if as_json:
        print_json([_plain(finding) for finding in found])
    raise typer.Exit(1 if any(finding.bad for finding in found) else 0)


def _findings(*, create_folders: bool) -> Iterator[Finding]:
    from mailbot.checks import findings, misconfigured  # a second of imports

    try:
        config = options.load()
    except ConfigError as mistakes:
        yield from misconfigured(mistakes)
        return
    yield from findings(config, file=locate(options.config), create_folders=create_folders)


def _print(finding: Finding) -> None:
    mark, colour = _MARKS[finding.level]
    typer.echo(f"{typer.style(mark, fg=colour)} {finding.about}: {finding.text}")
    if finding.do:
        key = f"{finding.key}: " if finding.key and finding.key not in finding.text else ""
        typer.echo(typer.style(f"       → {key}{finding.do}", dim=True))


def _plain(finding: Finding) -> dict[str, str]:
    return {
        "level": finding.level,
        "about": finding.about,
        "what": finding.what,
        "why": finding.why,
        "do": finding.do,
        "key": finding.key,
    }
