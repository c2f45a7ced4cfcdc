"""Commands about the installation: `db`, `templates`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.show import Refused, options, require_database

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


@templates.command("preview")
def preview(
    name: Annotated[str, typer.Argument(help="Which letter, such as acknowledgement.")],
    html: Annotated[Path | None, typer.Option(help="Write the HTML part to this file.")] = None,
    sample: Annotated[int, typer.Option(help="Which of the made-up cases, from 1.")] = 1,
) -> None:
    """A letter about a made-up case, as the complainant or the handler would get it."""
    from mailbot.assembly.parts import firm, letter_templates
    from mailbot.complaints.letter_samples import samples
    from mailbot.complaints.letters import firm_context
    from mailbot.mail.writing.templates import Templates, shipped_templates
    from mailbot.ownership import Unfit

    config = options.load_if_any()
    try:
        found = letter_templates(config) if config else Templates(shipped_templates(), None)
    except Unfit as reason:
        raise Refused(str(reason)) from None
    if name not in found.names() or name not in samples():
        raise Refused(f"there is no letter {name}; there are {', '.join(sorted(samples()))}")
    contexts = samples()[name]
    if not 1 <= sample <= len(contexts):
        raise Refused(f"--sample goes from 1 to {len(contexts)}")
    context = {**contexts[sample - 1], **({"firm": firm_context(firm(config))} if config else {})}
    rendered = found.render(name, context)
    typer.echo(f"Subject: {rendered.subject}\n\n{rendered.text}")
    if html is not None:
        html.write_text(rendered.html, encoding="utf-8")
        typer.echo(f"mailbot: the HTML part is in {html}", err=True)
