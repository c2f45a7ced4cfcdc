"""Commands about what goes out and what lies before a person: `outbox`, `queue`."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.show import Json, Refused, database, options, print_json, print_table

outbox = typer.Typer(no_args_is_help=True, help="Letters: what waits, what went, what failed.")
queue = typer.Typer(no_args_is_help=True, help="What lies before a person.")

if TYPE_CHECKING:
    from sqlmodel import Session

Waiting = Annotated[bool, typer.Option("--waiting", help="Only those that are not settled.")]


def register(app: typer.Typer) -> None:
    app.add_typer(queue, name="queue")
    app.add_typer(outbox, name="outbox")


@outbox.command("list")
def outbox_list(
    waiting: Waiting = False,
    case: Annotated[str | None, typer.Option(help="Only letters of this case.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many, the newest first.")] = 100,
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
) -> None:
    """Try a letter again now: one that failed, waits, or of which nobody knows whether it arrived."""
    from mailbot.daemon import now_utc
    from mailbot.store import outbox as store
    from mailbot.store.journal import Event, append

    def again(session: Session) -> bool:
        now = now_utc()
        letter = store.get(session, letter_id)
        if letter is None:
            raise Refused(f"there is no letter {letter_id}; see `mailbot outbox list`")
        if not store.retry(session, letter_id, now):
            return False
        append(session, [Event("letter-retried", now, letter.case, {"letter": letter_id})])
        return True

    if not database().run(again):
        raise Refused(f"letter {letter_id} was sent or is being sent; it is not sent again")
    typer.echo(f"letter {letter_id} will be tried at once by the running daemon, or by `mailbot run --once`")


@queue.command("list")
def queue_list(
    reason: Annotated[str | None, typer.Option(help="Only this reason.")] = None,
    as_json: Json = False,
) -> None:
    """What waits for a person, the most pressing first."""
    from mailbot.store import tasks

    with database().reading() as session:
        found = tasks.list_tasks(session, reason=reason)
    if as_json:
        print_json(found)
        return
    rows = [
        (one.id, one.reason, one.case, one.author, one.due_at, one.opened_at, one.owner, one.detail)
        for one in found
    ]
    columns = ("id", "what", "case", "from", "due", "since", "whose", "why")
    print_table(columns, rows, empty="nothing lies before a person")


@queue.command("show")
def queue_show(task_id: Annotated[int, typer.Argument(help="Its number, from `queue list`.")]) -> None:
    """What it is about: the task, and the message or the letter."""
    from mailbot.cli.case_view import texts_of
    from mailbot.store import outbox as store
    from mailbot.store import received, tasks

    with database().reading() as session:
        task = tasks.get(session, task_id)
        if task is None:
            raise Refused(f"there is no task {task_id}; see `mailbot queue list`")
        raws = [received.raw(session, task.message_row_id)] if task.message_row_id is not None else []
        letter = store.get(session, task.letter_id) if task.letter_id is not None else None
    rows = [
        ("what", task.reason),
        ("why", task.detail),
        ("case", task.case),
        ("due", task.due_at),
        ("since", task.opened_at),
        ("whose", task.owner),
        (
            "settled",
            f"{task.settled_at:%d %b %Y} by {task.settled_by}: {task.outcome}" if task.settled_at else "",
        ),
        ("letter", f"{letter.id}: {letter.kind} to {letter.recipient}, {letter.state}" if letter else ""),
        ("from", task.author),
        ("subject", task.subject),
    ]
    print_table(("", ""), [row for row in rows if row[1]], empty="")
    for text in texts_of(raws):
        typer.echo("\n" + (text or "(nothing that can be read)"))


@queue.command("settle")
def queue_settle(
    task_id: Annotated[int, typer.Argument(help="Its number, from `queue list`.")],
    because: Annotated[str, typer.Option(help="What was done, or why nothing has to be.")],
    by: Annotated[str, typer.Option(help="Who says so.")] = "command line",
) -> None:
    """Say that a thing is done; who, when and why is journalled."""
    from mailbot.attention import OWED, kept_by_acknowledgement
    from mailbot.config.values import practice
    from mailbot.daemon import now_utc
    from mailbot.store import deadlines as kept
    from mailbot.store import tasks
    from mailbot.store.journal import Event, Facts, append

    if not because.strip():
        raise Refused("--because is empty: say what was done, or why nothing has to be")
    acknowledged = kept_by_acknowledgement(practice(options.load()))

    def settle(session: Session) -> bool:
        now: datetime = now_utc()
        task = tasks.get(session, task_id)
        if task is None or not tasks.settle(session, task_id, by, because, now):
            return False
        if task.reason == OWED and task.case_id is not None:
            # Whatever was done about the owed acknowledgement, nothing has to remind of it any more.
            kept.discharge(session, task.case_id, acknowledged, at=now, by=f"{by}: {because}")
        fields: Facts = {"task": task_id, "what": task.reason, "by": by, "because": because}
        append(session, [Event("task-settled", now, task.case, fields)])
        return True

    if not database().run(settle):
        raise Refused(f"{task_id} is not an open task; see `mailbot queue list`")
    typer.echo(f"task {task_id} is settled")
