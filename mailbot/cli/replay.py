"""`replay`: what today's rules and letters would make of what is in the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, time
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from mailbot.cli.show import LONDON, Json, Refused, database, options, print_json
from mailbot.store import again as store

if TYPE_CHECKING:
    from sqlmodel import Session

    from mailbot.replaying import Decided, Replaying, Written


def register(app: typer.Typer) -> None:
    app.command()(replay)


def replay(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Messages, or folders of them; else all that are kept.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(help="Only what came since this day.", formats=["%Y-%m-%d"])
    ] = None,
    as_json: Json = False,
) -> None:
    """Decide again about messages, and write their acknowledgements again, by today's rules and letters; show
    what would be different. Nothing is changed. Exit 1 where anything would."""
    from mailbot.assembly.by_hand import replaying
    from mailbot.ownership import Unfit

    try:
        again, reader = replaying(options.load())
    except Unfit as reason:
        raise Refused(str(reason)) from None
    begins = datetime.combine(since.date(), time(), LONDON).astimezone(UTC) if since else None
    with closing(reader), database().reading() as session:
        rows = _rows(session, again, paths, begins)
        decided, written, read = _compared(session, again, rows)
    if as_json:
        print_json(
            {
                "read": read,
                "messages": [{**asdict(one), "received_at": one.received_at.isoformat()} for one in decided],
                "letters": [{**asdict(one), "diff": _diff(one)} for one in written],
            }
        )
    else:
        _print(decided, written, read)
    if decided or written:
        raise typer.Exit(1)


def _rows(
    session: Session, again: Replaying, paths: Sequence[Path] | None, since: datetime | None
) -> list[int]:
    if not paths:
        return list(again.messages(session, since))
    from mailbot.cli.reading import files_below

    octets = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files_below(paths)]
    rows = [row for each in octets for row in store.with_octets(session, each)]
    if not rows:
        raise Refused("none of these messages is in the database; `mailbot inspect` needs none")
    return rows


def _compared(
    session: Session, again: Replaying, rows: Sequence[int]
) -> tuple[list[Decided], list[Written], int]:
    decided: list[Decided] = []
    written: list[Written] = []
    console, read = Console(stderr=True), 0
    for row in track(rows, "deciding again", console=console, disable=not console.is_terminal):
        if (told := again.again(session, row)) is None:
            continue
        read += 1
        decided += [told[0]] if told[0].changes else []
        written += told[1]
    return decided, written, read


def _print(decided: Sequence[Decided], written: Sequence[Written], read: int) -> None:
    for one in decided:
        came = one.received_at.astimezone(LONDON)
        about = f" ({one.case})" if one.case else ""
        typer.echo(f"message {one.message} of {came:%d %b %Y %H:%M}, {one.kind}{about}")
        for name, (was, now) in one.changes.items():
            typer.echo(f"    {name}: {_shown(was)} -> {_shown(now)}")
    for letter in written:
        typer.echo(f"letter {letter.letter}, {letter.kind} of {letter.case}, {letter.state.lower()}")
        for line in _diff(letter):
            typer.echo(f"    {line}")
    typer.echo(
        f"{read} messages read again: {len(decided)} would be understood or decided otherwise, "
        f"{len(written)} letters would read otherwise"
    )


def _shown(value: Any) -> str:
    return str(value) if value not in (None, "", [], {}) else "nothing"


def _diff(letter: Written) -> list[str]:
    lines: Iterator[str] = unified_diff(letter.was.splitlines(), letter.now.splitlines(), lineterm="", n=1)
    return [line for line in lines if not line.startswith(("---", "+++"))]
