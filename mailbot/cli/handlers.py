"""Commands about handlers: who is there, who is away, who stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.cases import By, handler_named
from mailbot.cli.show import Json, Refused, database, options, print_json, print_table

if TYPE_CHECKING:
    from sqlmodel import Session

    from mailbot.store.absences import Absence
    from mailbot.store.journal import Event

_DAY = ["%Y-%m-%d"]
handlers = typer.Typer(no_args_is_help=True, help="Handlers: who is there, who is away, who stands in.")
Who = Annotated[str, typer.Argument(help="A handler's name or e-mail.")]


def register(app: typer.Typer) -> None:
    app.add_typer(handlers, name="handlers")


@handlers.command("list")
def handlers_list(as_json: Json = False) -> None:
    """Every handler, and the days away that are not over."""
    from mailbot.complaints.calendar import london_day
    from mailbot.daemon import now_utc
    from mailbot.store import absences

    today = london_day(now_utc())
    with database().reading() as session:
        said = absences.from_day(session, today)
    config = options.load()
    away = {
        one.email: [
            *(each for each in said if each.email == one.email.casefold()),
            *(
                absences.Absence(one.email, first, last, one.deputy, "configuration")
                for first, last in _spans(day for day in one.away if day >= today)
            ),
        ]
        for one in config.handler
    }
    if as_json:
        print_json(
            [
                {"name": one.name, "email": one.email, "deputy": one.deputy, "away": away[one.email]}
                for one in config.handler
            ]
        )
        return
    rows = [
        (one.name, one.email, one.deputy, "; ".join(map(_in_words, away[one.email])))
        for one in config.handler
    ]
    print_table(("name", "e-mail", "deputy", "away"), rows, empty="no handlers")


@handlers.command("away")
def handlers_away(
    handler: Who,
    since: Annotated[datetime, typer.Argument(formats=_DAY, help="The first day.")],
    until: Annotated[datetime, typer.Argument(formats=_DAY, help="The last day.")],
    deputy: Annotated[str | None, typer.Option(help="Who stands in, by name or e-mail.")] = None,
    by: By = "command line",
) -> None:
    """A handler is away: reminders and news go to the deputy, new cases to the others."""
    from mailbot.store import absences
    from mailbot.store.journal import Event

    who = handler_named(handler)
    stands_in = handler_named(deputy).email if deputy is not None else None
    first, last = since.date(), until.date()
    if last < first:
        raise Refused(f"{last.isoformat()} is before {first.isoformat()}: give the first day, then the last")
    if stands_in is not None and stands_in.casefold() == who.email.casefold():
        raise Refused(f"{who.name} cannot stand in for {who.name}")

    def act(session: Session, now: datetime) -> Event:
        absences.put(session, email=who.email, since=first, until=last, deputy=stands_in, by=by, now=now)
        told = {"handler": who.email, "since": first.isoformat(), "until": last.isoformat()}
        return Event("handler-away", now, None, {**told, "deputy": stands_in, "by": by})

    _act(act)
    typer.echo(f"{who.name} is away from {first.isoformat()} to {last.isoformat()}")


@handlers.command("back")
def handlers_back(handler: Who, by: By = "command line") -> None:
    """A handler is there again, from today on."""
    from mailbot.complaints.calendar import london_day
    from mailbot.store import absences
    from mailbot.store.journal import Event

    who = handler_named(handler)

    def act(session: Session, now: datetime) -> Event:
        if not absences.back(session, who.email, london_day(now)):
            raise Refused(f"{who.name} was not said to be away; `mailbot handlers list` shows who is")
        return Event("handler-back", now, None, {"handler": who.email, "by": by})

    _act(act)
    typer.echo(f"{who.name} is there again")


def _act(act: Callable[[Session, datetime], Event]) -> None:
    """Do it and journal it, in one transaction."""
    from mailbot.daemon import now_utc
    from mailbot.store.journal import append

    database().run(lambda session: append(session, [act(session, now_utc())]))


def _spans(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days that follow each other, as (first, last)."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and (day - found[-1][1]).days == 1:
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found


def _in_words(away: Absence) -> str:
    days = f"{away.since.isoformat()} to {away.until.isoformat()}"
    return f"{days} ({away.deputy} stands in)" if away.deputy else days
