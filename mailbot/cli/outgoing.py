"""Commands about what goes out: `outbox`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mailbot.cli.show import Json, Refused, database, options, print_json, print_table

outbox = typer.Typer(no_args_is_help=True, help="Letters: what waits, what went, what failed.")

Waiting = Annotated[bool, typer.Option("--waiting", help="Only those that are not settled.")]


def register(app: typer.Typer) -> None:
    app.add_typer(outbox, name="outbox")


@outbox.command("list")
def outbox_list(
    waiting: Waiting = False,
    case: Annotated[str | None, typer.Option(help="Only letters of this case.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many, the newest first.", min=1)] = 100,
    as_json: Json = False,
) -> None:
    """Letters, the newest first."""
    from mailbot.store import outbox as store

    states = ("PENDING", "CLAIMED", "ARMED", "UNKNOWN", "FAILED", "HELD") if waiting else None
    with database().reading() as session:
        found = store.list_letters(session, states=states, case=case, limit=limit)
    if as_json:
        print_json(found)
        return
    rows = [
        (
            one.id,
            one.state,
            one.kind,
            one.recipient,
            one.case,
            one.created_at,
            one.attempts,
            one.next_attempt_at if one.state == "PENDING" else None,
            one.reply or one.state_reason,
        )
        for one in found
    ]
    columns = ("id", "state", "letter", "to", "case", "written", "tries", "next try", "server said")
    print_table(columns, rows, empty="no letters")


@outbox.command("show")
def outbox_show(
    letter_id: Annotated[int, typer.Argument(help="The letter's number, from `outbox list`.")],
) -> None:
    """The exact bytes of a letter, as they go or went over the wire."""
    from mailbot.store import outbox as store

    with database().reading() as session:
        raw = store.show(session, letter_id)
    if raw is None:
        raise Refused(f"there is no letter {letter_id}; see `mailbot outbox list`")
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


@outbox.command("retry")
def outbox_retry(
    letter_id: Annotated[int, typer.Argument(help="The letter's number, from `outbox list`.")],
    although: Annotated[str, typer.Option(help="Where it may do harm to write: what was considered.")] = "",
    by: Annotated[str, typer.Option(help="Who does it, for the journal.")] = "command line",
) -> None:
    """Try a letter again now: one that failed, waits, or of which nobody knows whether it arrived."""
    from mailbot.assembly import by_hand
    from mailbot.daemon import now_utc

    store = database()
    hands = by_hand.hands(options.load())
    try:
        store.run(
            lambda session: hands.owed.retry(session, letter_id, although=although, by=by, now=now_utc())
        )
    finally:
        hands.close()
    typer.echo(f"letter {letter_id} will be tried at once by the running daemon, or by `mailbot run --once`")
