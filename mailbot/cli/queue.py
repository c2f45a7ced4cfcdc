"""Commands about what lies before a person: `queue list|show`, and what a person does about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from mailbot.cli.show import Json, Refused, database, options, plain, print_json, print_table

if TYPE_CHECKING:
    from sqlmodel import Session

    from mailbot.assembly.by_hand import Hands
    from mailbot.reading.arrival import Arrival
    from mailbot.store.letters import Letter
    from mailbot.store.tasks import Task

T = TypeVar("T")

queue = typer.Typer(no_args_is_help=True, help="What lies before a person, and what is done about it.")

Number = Annotated[int, typer.Argument(help="Its number, from `queue list`.", metavar="ID")]
By = Annotated[str, typer.Option(help="Who does it, for the journal.")]
Because = Annotated[str, typer.Option(help="What was done, or why nothing has to be.")]

SENDS = "the running daemon sends it within seconds, else `mailbot run --once` does"


def register(app: typer.Typer) -> None:
    app.add_typer(queue, name="queue")


def _nothing(reason: str | None) -> str:
    """What is said of an empty list; a reason may have been mistyped."""
    from mailbot.store import tasks

    if reason is None:
        return "nothing lies before a person"
    with database().reading() as session:
        there = sorted({one.reason for one in tasks.list_tasks(session)})
    told = f"; what does: {', '.join(there)}" if there else ""
    return f"nothing lies before a person because of “{reason}”{told}"


@queue.command("list")
def queue_list(
    reason: Annotated[str | None, typer.Option(help="Only this reason, such as list.")] = None,
    owner: Annotated[str | None, typer.Option(help="Only whose this is, by name or e-mail.")] = None,
    case: Annotated[str | None, typer.Option(help="Only what is about this case.")] = None,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only what should have been done by now.")
    ] = False,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 500,
    as_json: Json = False,
) -> None:
    """What waits for a person, the most pressing first."""
    from mailbot.daemon import now_utc
    from mailbot.store import tasks

    now = now_utc()
    with database().reading() as session:
        found = tasks.list_tasks(
            session,
            reason=reason,
            owner=_owner(owner) if owner is not None else None,
            case=case,
            due_before=now if overdue else None,
            limit=limit,
        )
    if as_json:
        print_json([_as_json(one, now) for one in found])
        return
    columns = ("id", "what", "case", "waits", "due", "whose", "from", "why")
    names = {address: name for name, address in _owners().items()}
    rows = [
        (
            one.id,
            one.reason,
            one.case,
            *_waits(one, now),
            names.get(one.owner or "", one.owner),
            one.author,
            one.detail,
        )
        for one in found
    ]
    print_table(columns, rows, empty=_nothing(reason))


@queue.command("show")
def queue_show(task_id: Number, as_json: Json = False) -> None:
    """What it is about: the task, and the message or the letter."""
    from mailbot.cli.case_view import texts_of
    from mailbot.daemon import now_utc
    from mailbot.store import outbox as store
    from mailbot.store import received, tasks

    with database().reading() as session:
        task = tasks.get(session, task_id)
        if task is None:
            raise Refused(f"there is no task {task_id}; see `mailbot queue list`")
        raws = [received.raw(session, task.message_row_id)] if task.message_row_id is not None else []
        letter = store.get(session, task.letter_id) if task.letter_id is not None else None
    if as_json:
        print_json({**_as_json(task, now_utc()), "letter": letter})
        return
    print_table(("", ""), [row for row in _facts(task, letter, now_utc()) if row[1]], empty="")
    for text in texts_of(raws):
        typer.echo("\n" + (text or "(nothing that can be read)"))


@queue.command("send")
def queue_send(
    task_id: Number,
    to: Annotated[str, typer.Option(help="To this address instead of the one it would go to.")] = "",
    although: Annotated[str, typer.Option(help="Where it may do harm to write: what was considered.")] = "",
    by: By = "command line",
) -> None:
    """Send what is owed: an acknowledgement, or a letter that did not arrive, once more."""

    def act(hands: Hands, session: Session, seen: Arrival | None, now: datetime) -> str:
        return hands.owed.send(session, task_id, seen, to=to, although=although, by=by, now=now)

    typer.echo(f"task {task_id}: it goes to {_acted(task_id, act)}; {SENDS}")


@queue.command("posted")
def queue_posted(
    task_id: Number,
    on: Annotated[str, typer.Option(help="The day it was posted, such as 2026-12-18.")],
    by: By = "command line",
) -> None:
    """Say that the letter that is owed went by post: its deadlines are met on that day."""
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise Refused(f"--on {on}: a day is wanted, such as 2026-12-18") from None
    _at_once(lambda hands, session, now: hands.owed.posted(session, task_id, on=day, by=by, now=now))
    typer.echo(f"task {task_id} is settled: posted on {day:%d %b %Y}")


@queue.command("not-needed")
def queue_not_needed(
    because: Because,
    task_ids: Annotated[list[int] | None, typer.Argument(help="Their numbers.", metavar="ID")] = None,
    reason: Annotated[
        str | None, typer.Option(help="Everything that waits for this reason, such as list.")
    ] = None,
    by: By = "command line",
) -> None:
    """Say that nothing has to be done about something, or about everything of one reason."""
    if bool(task_ids) == (reason is not None):
        raise Refused("give the numbers from `mailbot queue list`, or --reason for all of one reason")

    def act(hands: Hands, session: Session, now: datetime) -> int:
        if reason is not None:
            return hands.owed.none_needed(session, reason, because=because, by=by, now=now)
        hands.owed.not_needed(session, task_ids or [], because=because, by=by, now=now)
        return len(set(task_ids or []))

    number = _at_once(act)
    typer.echo(f"{number} {'task is' if number == 1 else 'tasks are'} settled: not needed")


@queue.command("complaint")
def queue_complaint(task_id: Number, by: By = "command line") -> None:
    """Say that mail set aside is a complaint: its case is opened, its clock runs from receipt."""
    from mailbot.store import tasks

    def act(
        hands: Hands, session: Session, seen: Arrival | None, now: datetime
    ) -> tuple[str, datetime, bool]:
        case = hands.second_look.complaint(session, task_id, seen, by=by, now=now)
        owed = any(one.reason == OWED for one in tasks.list_tasks(session, case=case.reference))
        return case.reference, case.received_at, owed

    from mailbot.complaints.letters import moment_in_words
    from mailbot.store.owed import OWED

    reference, received_at, owed = _acted(task_id, act)
    typer.echo(f"{reference} is opened, received {moment_in_words(received_at)}")
    typer.echo(
        f"its acknowledgement is owed; see `mailbot queue list --case {reference}`"
        if owed
        else f"its acknowledgement is queued: {SENDS}"
    )


@queue.command("join")
def queue_join(
    task_id: Number,
    reference: Annotated[str, typer.Argument(help="The case's reference, such as C-7KQ2-M9XD.")],
    by: By = "command line",
) -> None:
    """Say that a message that was set aside belongs to a case."""

    def act(hands: Hands, session: Session, seen: Arrival | None, now: datetime) -> tuple[str, str]:
        case = hands.second_look.join(session, task_id, seen, reference, by=by, now=now)
        return case.reference, case.status

    joined, status = _acted(task_id, act)
    typer.echo(f"the message is in {joined}" + (", which is closed" if status == "closed" else ""))


@queue.command("settle")
def queue_settle(task_id: Number, because: Because, by: By = "command line") -> None:
    """Say that a thing is done; who, when and why is journalled."""
    _at_once(lambda hands, session, now: hands.owed.settle(session, task_id, because=because, by=by, now=now))
    typer.echo(f"task {task_id} is settled")


def _acted(task_id: int, act: Callable[[Hands, Session, Arrival | None, datetime], T]) -> T:
    """Read the message a task is about, then act in one transaction."""
    from mailbot.daemon import now_utc

    store = database()
    with _hands() as hands:
        now = now_utc()
        with store.reading() as session:
            seen = hands.owed.look(session, task_id, now)
        return store.run(lambda session: act(hands, session, seen, now))


def _at_once(act: Callable[[Hands, Session, datetime], T]) -> T:
    """Act in one transaction."""
    from mailbot.daemon import now_utc

    store = database()
    with _hands() as hands:
        return store.run(lambda session: act(hands, session, now_utc()))


@contextmanager
def _hands() -> Iterator[Hands]:
    from mailbot.assembly import by_hand

    hands = by_hand.hands(options.load())
    try:
        yield hands
    finally:
        hands.close()


def _owner(named: str) -> str:
    """The address of a handler, of oversight, or as it was given."""
    known = _owners()
    found = next((address for name, address in known.items() if name.casefold() == named.casefold()), named)
    if "@" not in found:
        raise Refused(f"{named} is no handler; there are {', '.join(known)}, or give an e-mail address")
    return found


def _owners() -> dict[str, str]:
    """Whose a task may be: name → address."""
    config = options.load()
    known = {handler.name: handler.email for handler in config.handler}
    return known | ({"oversight": config.oversight.email} if config.oversight.email else {})


def _waits(task: Task, now: datetime) -> tuple[str, str]:
    """Its age and when it is due, in plain words; what is settled waits no more."""
    from mailbot.complaints.waiting import due_in_words, span_in_words

    if task.settled_at is not None:
        return "", ""
    return span_in_words(now - task.opened_at), due_in_words(task.due_at, now) if task.due_at else ""


def _as_json(task: Task, now: datetime) -> dict[str, object]:
    told = plain(task)
    assert isinstance(told, dict)  # noqa: S101
    waits, due = _waits(task, now)
    late = task.settled_at is None and task.due_at is not None and task.due_at < now
    return {**told, "waits": waits, "due": due, "overdue": late}


def _facts(task: Task, letter: Letter | None, now: datetime) -> list[tuple[str, object]]:
    waits, due = _waits(task, now)
    settled = f"{task.settled_at:%d %b %Y} by {task.settled_by}: {task.outcome}" if task.settled_at else ""
    return [
        ("what", task.reason),
        ("why", task.detail),
        ("case", task.case),
        ("due", due),
        ("waits", waits),
        ("since", task.opened_at),
        ("whose", task.owner),
        ("settled", settled),
        ("letter", f"{letter.id}: {letter.kind} to {letter.recipient}, {letter.state}" if letter else ""),
        ("from", task.author),
        ("subject", task.subject),
    ]
