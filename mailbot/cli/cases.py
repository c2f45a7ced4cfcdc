"""Commands about cases: `cases list|show|assign|note|met`, `explain`. What became of one: see moves.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli import case_view
from mailbot.cli.case_view import Reference, found, plain_case
from mailbot.cli.show import Json, Refused, database, options, print_json, print_table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from mailbot.config.tables import HandlerTable
    from mailbot.store.cases import Case


cases = typer.Typer(no_args_is_help=True, help="Cases: what came in, who has it, what is due.")

By = Annotated[str, typer.Option(help="Who does it, for the journal.")]


def register(app: typer.Typer) -> None:
    app.add_typer(cases, name="cases")
    cases.command("show")(case_view.cases_show)
    app.command()(case_view.explain)


@cases.command("list")
def cases_list(
    closed: Annotated[bool, typer.Option("--closed", help="Those that are closed.")] = False,
    handler: Annotated[str | None, typer.Option(help="Only this handler's, by name or e-mail.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.")] = 500,
    as_json: Json = False,
) -> None:
    """Cases, the one whose next deadline lapses first on top."""
    from mailbot.store import cases as store

    handler = handler_named(handler).email if handler is not None else None

    with database().reading() as session:
        found = store.list_cases(session, status="closed" if closed else "open", handler=handler, limit=limit)
    if as_json:
        print_json(
            [
                {
                    **plain_case(line.case),
                    "next_deadline": line.next_deadline,
                    "next_due_at": line.next_due_at,
                }
                for line in found
            ]
        )
        return
    rows = [
        (c.case.reference, c.case.received_at, c.case.complainant_name or c.case.address, c.case.handler_name,
         c.next_deadline, c.next_due_at, "LIFE AT RISK" if c.case.life_at_risk else "")
        for c in found
    ]  # fmt: skip
    columns = ("case", "received", "complainant", "handler", "next deadline", "due", "")
    print_table(columns, rows, empty="no cases")


@cases.command("assign")
def cases_assign(
    reference: Reference,
    handler: Annotated[str, typer.Argument(help="A handler's name or e-mail.")],
    by: By = "command line",
) -> None:
    """Give a case to a handler named in the configuration."""
    from mailbot.complaints.practice import Handler
    from mailbot.store import cases as store

    chosen = handler_named(handler)

    def act(session: Session, case: Case, _now: datetime) -> dict[str, str]:
        store.assign(session, case.reference, Handler(chosen.name, chosen.email))
        return {"to": chosen.email, "from": case.handler_email}

    case = _act(reference, "case-assigned", by, act)
    typer.echo(f"{case.reference} is {chosen.name}'s")


@cases.command("note")
def cases_note(
    reference: Reference, text: Annotated[str, typer.Argument(help="What to keep.")], by: By = "command line"
) -> None:
    """Keep a note on a case."""
    from mailbot.store import cases as store

    if not text.strip():
        raise Refused("the note is empty")

    def act(session: Session, case: Case, now: datetime) -> dict[str, str]:
        store.note(session, case.reference, text=text, by=by, now=now)
        return {"length": str(len(text))}

    case = _act(reference, "note-added", by, act)
    typer.echo(f"noted on {case.reference}")


@cases.command("met")
def cases_met(
    reference: Reference,
    deadlines: Annotated[list[str], typer.Argument(help="Which, such as final_response; see `cases show`.")],
    by: By = "command line",
) -> None:
    """Say that what a deadline asks for has been done: its reminders stop."""
    from mailbot.casework.attention import OWED
    from mailbot.store import deadlines as kept
    from mailbot.store import tasks

    def act(session: Session, case: Case, now: datetime) -> dict[str, str]:
        waiting = {d.deadline.name for d in kept.of_case(session, case.id) if d.discharged_at is None}
        if unknown := [name for name in deadlines if name not in waiting]:
            raise Refused(
                f"{case.reference} has no open deadline {', '.join(unknown)}; "
                f"open are: {', '.join(sorted(waiting)) or 'none'}"
            )
        kept.discharge(session, case.id, deadlines, now, by)
        if "acknowledgement" in deadlines:
            for task in tasks.list_tasks(session, reason=OWED, case=case.reference):
                tasks.settle(session, task.id, by, "the acknowledgement was sent", now)
        return {"deadlines": ", ".join(deadlines)}

    case = _act(reference, "deadline-met", by, act)
    typer.echo(f"{case.reference}: {', '.join(deadlines)} met")


def handler_named(named: str) -> HandlerTable:
    """The handler of that name or address."""
    known = options.load().handler
    chosen = next((h for h in known if named.casefold() in {h.name.casefold(), h.email.casefold()}), None)
    if chosen is None:
        raise Refused(f"{named} is no handler; there are {', '.join(h.name for h in known)}")
    return chosen


def _act(
    reference: str, event: str, by: str, act: Callable[[Session, Case, datetime], dict[str, str]]
) -> Case:
    """Do something to a case and journal it, in one transaction."""
    from mailbot.daemon import now_utc
    from mailbot.store.journal import Event, append

    def run(session: Session) -> Case:
        now = now_utc()
        case = found(session, reference)
        fields = act(session, case, now)
        append(session, [Event(event, now, case.reference, {"by": by, **fields})])
        return case

    return database().run(run)
