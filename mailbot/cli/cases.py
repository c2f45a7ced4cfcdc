"""Commands about cases: `cases list|show|assign|note|met|hold-reminders`, `explain`. What became of one: see
moves.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from mailbot.cli import case_view
from mailbot.cli.case_view import Reference, found, plain_case
from mailbot.cli.show import Json, Refused, database, options, print_json, print_table

if TYPE_CHECKING:
    from sqlmodel import Session

    from mailbot.assembly.by_hand import Deeds
    from mailbot.casework.moving import Actor
    from mailbot.complaints.practice import Handler
    from mailbot.store.cases import Case


T = TypeVar("T")

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
    limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 500,
    as_json: Json = False,
) -> None:
    """Cases, the one whose next deadline lapses first on top."""
    from mailbot.daemon import now_utc
    from mailbot.store import cases as store

    handler = handler_named(handler).email if handler is not None else None

    with database().reading() as session:
        status = "closed" if closed else "open"
        found = store.list_cases(session, status=status, handler=handler, now=now_utc(), limit=limit)
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
    """Give a case to a handler named in the configuration; both handlers are told."""
    to = handler_named(handler)
    say(reference, by, lambda d, s, c, a, now: d.keeping.assign(s, c, a, now, to=to))


@cases.command("note")
def cases_note(
    reference: Reference, text: Annotated[str, typer.Argument(help="What to keep.")], by: By = "command line"
) -> None:
    """Keep a note on a case."""
    say(reference, by, lambda d, s, c, a, now: d.keeping.note(s, c, a, now, text=text))


@cases.command("met")
def cases_met(
    reference: Reference,
    deadlines: Annotated[list[str], typer.Argument(help="Which, such as final_response; see `cases show`.")],
    by: By = "command line",
) -> None:
    """Say that what a deadline asks for has been done: its reminders stop."""
    say(reference, by, lambda d, s, c, a, now: d.keeping.met(s, c, a, now, deadlines=deadlines))


@cases.command("hold-reminders")
def cases_hold_reminders(
    reference: Reference,
    until: Annotated[
        datetime, typer.Argument(formats=["%Y-%m-%d"], help="The day they go on; today ends a hold.")
    ],
    because: Annotated[str, typer.Option(help="In a few words, for the journal.")] = "",
    by: By = "command line",
) -> None:
    """Remind of nothing in a case before a day, which no deadline may lapse before."""
    day = until.date()
    say(
        reference,
        by,
        lambda d, s, c, a, now: d.keeping.hold_reminders(s, c, a, now, until=day, because=because),
    )


def handler_named(named: str) -> Handler:
    """The handler of that name or address; how the name begins is enough where it fits but one."""
    from mailbot.config.values import practice

    rules = practice(options.load())
    chosen = rules.handlers_called(named)
    if len(chosen) != 1:
        names = ", ".join(f"{one.name} ({one.email})" for one in chosen or rules.handlers)
        raise Refused(f"{named} {'may be any of' if chosen else 'is no handler; there are'} {names}")
    return chosen[0]


def say(
    reference: str,
    by: str,
    act: Callable[[Deeds, Session, Case, Actor, datetime], str],
    *,
    shown: Callable[[str], str] = str,
) -> None:
    """Do something to a case in one transaction, and print what was done, as `shown` puts it."""
    typer.echo(shown(done(reference, by, act)))


def done(reference: str, by: str, act: Callable[[Deeds, Session, Case, Actor, datetime], T]) -> T:
    """Do something to a case in one transaction."""
    from mailbot.assembly.by_hand import deeds
    from mailbot.casework.moving import Actor
    from mailbot.config.values import practice
    from mailbot.daemon import now_utc

    config = options.load()
    doing, known = deeds(config), practice(config).handlers_called(by)
    # Whoever is known acts under one name by every way: two of them are two people.
    actor = Actor(known[0].email.casefold() if len(known) == 1 else by, "command line")

    def run(session: Session) -> T:
        return act(doing, session, found(session, reference, to_change=True), actor, now_utc())

    return database().run(run)
