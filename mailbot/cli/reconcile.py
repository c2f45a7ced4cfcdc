"""`mailbot reconcile`: is every message, case and letter accounted for? It reads; --take-back moves."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from mailbot.cli.show import Json, Refused, database, options, print_json

if TYPE_CHECKING:
    from mailbot.config import Config
    from mailbot.reconciling.discrepancies import Account
    from mailbot.reconciling.taking_back import TakenBack

_INDENT = (0, 0, 0, 8)  # below the level
_READS = (
    "the running daemon reads them, else `mailbot run --once` does; the UIDs they had before may be told "
    "of as vanished: see `mailbot queue list`"
)


def register(app: typer.Typer) -> None:
    app.command()(reconcile)


def reconcile(
    mailbox: Annotated[
        str | None,
        typer.Option(help="Only this mailbox, with its cases and letters; its name in the configuration."),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(min=1, help="Only what came or was written in so many days; the inboxes whole."),
    ] = None,
    take_back: Annotated[
        bool,
        typer.Option(
            "--take-back",
            help="Move what lies in our folders and was never read back to the inbox, as after a restore: "
            "what came in since mailbot first read the mailbox, or the day before. The rest is told as ever.",
        ),
    ] = False,
    of_any_age: Annotated[
        bool, typer.Option("--all", help="With --take-back: older messages too, whatever their age.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Compare mailboxes, database and archive both ways: exit 1 where anything does not agree."""
    from mailbot.assembly.servers import reconciliation, taking_back
    from mailbot.daemon import now_utc

    config = options.load()
    names = [box.name for box in config.mailbox]
    if mailbox is not None and mailbox not in names:
        raise Refused(f"there is no mailbox {mailbox}; configured: {', '.join(names)}")
    if of_any_age and not take_back:
        raise Refused("--all says what --take-back takes: give both, or neither")
    account = reconciliation(config, database(), now_utc).run(mailbox=mailbox, days=days)
    done = taking_back(config, database()).take(account, of_any_age=of_any_age) if take_back else {}
    moved = {found for one in done.values() for found in one.moved}
    account = replace(account, findings=tuple(one for one in account.findings if one not in moved))
    if as_json and take_back:
        told = {name: _taken_as_json(one) for name, one in done.items()}
        print_json({"account": _plain(account), "taken_back": told})
    elif as_json:
        print_json(_plain(account))
    else:
        _print(account)
        if take_back:
            _print_taken(config, done)
    faults = {name: one.fault for name, one in done.items() if one.fault is not None}
    for name, why in faults.items():
        typer.echo(f"mailbot: {name}: not all were moved back: {why}", err=True)
    for name, why in sorted(account.unreachable.items()):
        typer.echo(f"mailbot: {name} was not compared: {why}", err=True)
    raise typer.Exit(1 if faults or account.unreachable or account.discrepancies else 0)


def _print_taken(config: Config, done: Mapping[str, TakenBack]) -> None:
    """How many messages of each mailbox went back, and how many were too old to."""
    from mailbot.reconciling.discrepancies import counted

    inboxes = {box.name: box.inbox for box in config.mailbox}
    for name, one in done.items():
        told = f"{name}: {counted(len(one.moved), 'message')} moved back to {inboxes[name]}"
        typer.echo(told + (f", the oldest received {one.oldest:%d %b %Y %H:%M} UTC" if one.oldest else ""))
        if one.left:
            typer.echo(
                f"{name}: {counted(one.left, 'message')} left, received before mailbot first read this "
                "mailbox: `mailbot reconcile --take-back --all` takes older ones too"
            )
    typer.echo(_READS if any(one.moved for one in done.values()) else "nothing was moved back")


def _taken_as_json(one: TakenBack) -> dict[str, object]:
    return {
        "moved": len(one.moved),
        "oldest": one.oldest,
        "gone": one.gone,
        "left": one.left,
        "fault": one.fault,
    }


def _plain(account: Account) -> dict[str, object]:
    return {
        "messages": account.messages,
        "cases": account.cases,
        "letters": account.letters,
        "discrepancies": len(account.discrepancies),
        "unreachable": dict(account.unreachable),
        "findings": account.findings,
    }


def _print(account: Account) -> None:
    """A paragraph for each on a terminal, tab-separated lines into a pipe; then the summary."""
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.padding import Padding

        console = Console(highlight=False)
        for found in account.findings:
            dim = found.level.value == "note"
            style = {"fault": "bold red", "warning": "yellow"}.get(found.level.value, "dim")
            console.print(f"[{style}]{found.level.value:<8}[/][bold]{escape(found.where)}[/]")
            console.print(Padding(escape(found.what), _INDENT))
            console.print(Padding(f"→ {escape(found.todo)}", _INDENT, style="dim" if dim else ""))
        console.print(account.summary(), style="bold")
        return
    for found in account.findings:
        typer.echo("\t".join((found.level.value, found.kind, found.where, found.what, found.todo)))
    typer.echo(account.summary())
