"""Commands about the installation: `db`, `templates`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.show import Json, Refused, database, options, print_json, require_database

if TYPE_CHECKING:
    from sqlmodel import Session

db = typer.Typer(no_args_is_help=True, help="The database.")
templates = typer.Typer(no_args_is_help=True, help="The letters' templates.")


def register(app: typer.Typer) -> None:
    app.add_typer(db, name="db")
    app.add_typer(templates, name="templates")


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the schema this version needs; it is made where there is none."""
    from mailbot.store.database import Database, StoreError

    try:
        database = Database(options.load().database_url)
        before = database.revision()
        database.upgrade()
    except StoreError as reason:
        raise Refused(str(reason)) from None
    after = database.revision()
    typer.echo(
        f"{database.name}: schema {after}" + ("" if before == after else f" (was {before or 'empty'})")
    )


@db.command("check")
def db_check() -> None:
    """Settings that keep committed complaints safe, and the schema's version: exit 1 on any finding."""
    from mailbot.store.database import Database, StoreError

    require_database(options.load())
    try:
        database = Database(options.load().database_url)
        found = database.check()
    except StoreError as reason:
        raise Refused(str(reason)) from None
    if found:
        raise Refused("\n".join(found))
    typer.echo(f"{database.name}: schema {database.revision()}, settings safe")


@db.command("restored")
def db_restored() -> None:
    """Say that a backup was put in the database's place, before mailbot is started on it: nothing that may
    have been sent since the backup is sent again by itself."""
    from mailbot.daemon import now_utc
    from mailbot.ownership import Unfit, gone, lock_file
    from mailbot.store import leases, recovery
    from mailbot.store.database import Database, StoreError
    from mailbot.store.journal import RESTORED, Event, append

    config = options.load()
    require_database(config)
    now, archived = now_utc(), config.archive is not None

    def put_in_doubt(session: Session) -> int:
        held = leases.owners(session, now)
        if running := {name for name in held if not gone(config.database_url, name, "")}:
            raise Refused(f"{', '.join(sorted(running))} may be at work; stop every mailbot, then try again")
        doubted = recovery.put_in_doubt(session, now, archived=archived)
        append(session, [Event(RESTORED, now, None, {"letters": doubted})])
        return doubted

    try:
        with lock_file(config.database_url):
            database = Database(config.database_url)
            database.upgrade()
            doubted = database.run(put_in_doubt)
    except (StoreError, Unfit) as reason:
        raise Refused(str(reason)) from None
    told = "are looked for in the archive" if archived else "lie before a person"
    typer.echo(
        f"letters that waited when the backup was made and may have gone out since: {doubted}; they {told}"
    )
    typer.echo(
        "mail that came before now and is not in the database gets its case; its acknowledgement is owed"
    )
    typer.echo("next: `mailbot reconcile --take-back`, then start mailbot")


@templates.command("check")
def check(as_json: Json = False) -> None:
    """Read every letter for every kind of case: says what the law asks, nothing it forbids, and what people
    typed as they typed it. Exit 1 on any finding, each with file and line."""
    from mailbot.assembly.stationery import firm, unread_templates
    from mailbot.complaints import letter_check, letter_trials
    from mailbot.complaints.letter_samples import FIRM, every_acknowledgement, samples
    from mailbot.mail.writing.templates import Templates, shipped_templates
    from mailbot.ownership import Unfit

    config = options.load_if_any()
    try:
        letters = unread_templates(config) if config else Templates(shipped_templates(), None)
    except Unfit as reason:
        raise Refused(str(reason)) from None
    about = firm(config) if config else FIRM
    usual = samples(about)
    every = {**usual, "acknowledgement": every_acknowledgement(about)}
    found = letter_check.check(letters, every)
    awkward, tried = letter_trials.check(letters, usual)
    found += awkward
    count = sum(len(contexts) for contexts in every.values()) + tried
    if as_json:
        print_json({"letters": letters.names(), "renderings": count, "findings": found})
    elif found:
        typer.echo("\n".join(found))
    else:
        typer.echo(f"{len(letters.names())} letters, {count} renderings: nothing found")
    if found:
        raise typer.Exit(1)


@templates.command("preview")
def preview(
    name: Annotated[str, typer.Argument(help="Which letter, such as acknowledgement.")],
    html: Annotated[Path | None, typer.Option(help="Write the HTML part to this file.")] = None,
    sample: Annotated[int, typer.Option(help="Which of the made-up cases, from 1.")] = 1,
    case: Annotated[
        str | None, typer.Option(help="A case of yours instead, for a letter that goes out by itself.")
    ] = None,
    shipped: Annotated[
        bool, typer.Option("--against-shipped", help="What your own file changes, line by line.")
    ] = False,
) -> None:
    """A letter as the complainant or the handler would get it; nothing is sent."""
    from mailbot.assembly.stationery import firm, letter_templates
    from mailbot.complaints.letter_samples import samples
    from mailbot.complaints.letters import firm_context
    from mailbot.mail.writing.templates import Templates, shipped_templates
    from mailbot.ownership import Unfit

    config = options.load_if_any()
    plain = Templates(shipped_templates(), None)
    try:
        found = letter_templates(config) if config else plain
    except Unfit as reason:
        raise Refused(str(reason)) from None
    if name not in found.names() or name not in samples():
        raise Refused(f"there is no letter {name}; there are {', '.join(sorted(samples()))}")
    contexts = samples()[name] if case is None else [_of_case(name, case)]
    if not 1 <= sample <= len(contexts):
        raise Refused(f"--sample goes from 1 to {len(contexts)}")
    context = {**contexts[sample - 1], **({"firm": firm_context(firm(config))} if config else {})}
    rendered = found.render(name, context)
    words = f"Subject: {rendered.subject}\n\n{rendered.text}"
    if shipped:
        usual = plain.render(name, context)
        words = _changes(f"Subject: {usual.subject}\n\n{usual.text}", words)
    typer.echo(words)
    if html is not None:
        html.write_text(rendered.html, encoding="utf-8")
        typer.echo(f"mailbot: the HTML part is in {html}", err=True)


def _of_case(name: str, reference: str) -> dict[str, object]:
    """What a letter about a case would be filled with today."""
    from mailbot.assembly.stationery import letterhead
    from mailbot.casework.opening import letter_about
    from mailbot.cli.case_view import found
    from mailbot.complaints.letters import acknowledgement_context, leaflet_context
    from mailbot.store import deadlines

    head = letterhead(options.load())
    enclosed = head.leaflet is not None
    with database().reading() as session:
        case = found(session, reference)
        due = [one.deadline for one in deadlines.of_case(session, case.id)]
    if name == "acknowledgement":
        how = "with" if head.leaflet_with else "separate"
        enclosed = enclosed and head.leaflet_with
        return acknowledgement_context(head.firm, letter_about(case, due, ()), leaflet=how, enclosed=enclosed)
    if name == "leaflet":
        return leaflet_context(head.firm, case.reference, case.complainant_name, enclosed=enclosed)
    raise Refused(
        f"{name} is not previewed for a case: only acknowledgement and leaflet; `mailbot letters "
        "draft` shows those that a person completes, `mailbot outbox show` those that were sent"
    )


def _changes(before: str, after: str) -> str:
    from difflib import unified_diff

    told = unified_diff(before.splitlines(), after.splitlines(), "shipped", "yours", lineterm="")
    return "\n".join(told) or "it reads as the shipped one"
