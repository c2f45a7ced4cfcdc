"""Commands about the database: `db`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.show import Refused, database, options, require_database

if TYPE_CHECKING:
    from sqlmodel import Session

db = typer.Typer(no_args_is_help=True, help="The database.")


def register(app: typer.Typer) -> None:
    app.add_typer(db, name="db")


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the schema this version needs; it is made where there is none."""
    from mailbot.ownership import Unfit, refuse_another_user
    from mailbot.store.database import Database, StoreError

    config = options.load()
    try:
        refuse_another_user(config.database_url)
        store = Database(config.database_url)
        before = store.revision()
        store.upgrade()
    except (StoreError, Unfit) as reason:
        raise Refused(str(reason)) from None
    after = store.revision()
    typer.echo(f"{store.name}: schema {after}" + ("" if before == after else f" (was {before or 'empty'})"))


@db.command("check")
def db_check() -> None:
    """Settings that keep committed complaints safe, and the schema's version: exit 1 on any finding."""
    from mailbot.store.database import Database, StoreError

    require_database(options.load())
    try:
        store = Database(options.load().database_url)
        found = store.check()
    except StoreError as reason:
        raise Refused(str(reason)) from None
    if found:
        raise Refused("\n".join(found))
    typer.echo(f"{store.name}: schema {store.revision()}, settings safe")


@db.command("backup")
def db_backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; it must not be there yet.")],
) -> None:
    """Copy a SQLite database while mailbot runs, and prove the copy: nothing missing, journal unbroken."""
    from rich.console import Console

    from mailbot.store.backup import back_up

    url = options.load().database_url
    if not url.startswith("sqlite:///"):
        raise Refused(
            "PostgreSQL makes its own: `pg_dump --format=custom --file=FILE DATABASE`, proved by "
            "`pg_restore` into an empty database and `mailbot db check` there"
        )
    with Console(stderr=True).status("copying and reading the copy"):
        copied = back_up(database(), Path(url.removeprefix("sqlite:///")), file)
    rows = ", ".join(f"{count} {name}" for name, count in copied.rows.items())
    typer.echo(f"{copied.file}: {copied.octets / 2**20:.1f} MB, schema {copied.revision}, {rows}: whole")


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
