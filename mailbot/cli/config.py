"""Commands about the configuration: `config`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from mailbot.cli.show import ConfigError, Json, Refused, options, print_json, print_table, write
from mailbot.config import load, locate
from mailbot.config.tables import Email

config = typer.Typer(no_args_is_help=True, help="The configuration.")


def register(app: typer.Typer) -> None:
    app.add_typer(config, name="config")


@config.command("show")
def config_show(as_json: Json = False) -> None:
    """Every key with the value that holds, and where it comes from: a line of the file, or the default.

    Secrets are not read: only which file, environment variable or credential holds one is told.
    """
    from mailbot.config.origins import settings

    path = locate(options.config)
    found = list(settings(load(path), path))
    if as_json:
        print_json(found)
        return
    rows = [(one.key, _written(one.value), one.origin) for one in found]
    print_table(("key", "value", "from"), rows, empty="")


@config.command("schema")
def config_schema() -> None:
    """The JSON Schema of the configuration, for editors that complete and check by one."""
    from mailbot.config.schema import schema

    print_json(schema())


@config.command("init")
def config_init(
    path: Annotated[Path, typer.Argument(help="The file to begin; it must not be there yet.")] = Path(
        "config.toml"
    ),
    firm: Annotated[str, typer.Option(help="The firm's name.")] = "",
    mailbox: Annotated[str, typer.Option(help="The address complaints arrive at.")] = "",
    imap: Annotated[str, typer.Option(help="The IMAP server; imap.DOMAIN where not given.")] = "",
    smtp: Annotated[str, typer.Option(help="The submission server; smtp.DOMAIN where not given.")] = "",
    handler: Annotated[str, typer.Option(help="The name of who is given the cases.")] = "",
    handler_email: Annotated[str, typer.Option(help="Their address.")] = "",
    oversight: Annotated[str, typer.Option(help="Told when a deadline lapses; may be nobody.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; guess what was not given.")] = False,
) -> None:
    """Begin a configuration: a few questions, then a file with comments that mailbot reads."""
    from mailbot.config.starting import Answers, guessed_hosts, starting

    if path.exists():
        raise Refused(f"{path} is there already; name another file, or edit that one")
    firm = _asked("The firm's name", firm, "--firm", yes=yes)
    mailbox = _asked("The address complaints arrive at", mailbox, "--mailbox", yes=yes, read=_address)
    imap_host, smtp_host = guessed_hosts(mailbox)
    answers = Answers(
        firm=firm,
        mailbox=mailbox,
        imap_host=_asked("The IMAP server", imap, "--imap", yes=yes, guess=imap_host),
        smtp_host=_asked("The submission server", smtp, "--smtp", yes=yes, guess=smtp_host),
        handler=_asked("The name of who is given the cases", handler, "--handler", yes=yes),
        handler_email=_asked("Their address", handler_email, "--handler-email", yes=yes, read=_address),
        oversight=oversight
        or ("" if yes else _prompt("The address told of lapsed deadlines, if any", "", _address_or_none)),
    )
    _write(path, starting(answers))
    typer.echo(f"{path} is written")
    typer.echo(f"next: put the passwords into {path.parent / 'secrets'}/imap and smtp, `chmod 600` both,")
    typer.echo(f"then `mailbot --config {path} check`")


def _asked(
    question: str,
    given: str,
    option: str,
    *,
    yes: bool,
    guess: str | None = None,
    read: Callable[[str], str] = str.strip,
) -> str:
    if given or (yes and guess):
        return given or str(guess)
    if yes:
        raise Refused(f"{option} is missing, and nothing can be guessed for it")
    return _prompt(question, guess, read)


def _prompt(question: str, default: str | None, read: Callable[[str], str]) -> str:
    """Asked again until it can be read."""
    asked = partial(typer.prompt, question, default=default, show_default=bool(default), err=True)
    return str(asked(value_proc=read))


def _address(given: str) -> str:
    try:
        return str(TypeAdapter(Email).validate_python(given.strip()))
    except ValidationError as mistakes:
        told = mistakes.errors()[0]["msg"].removeprefix("Value error, ")
        raise typer.BadParameter(told) from None


def _address_or_none(given: str) -> str:
    return _address(given) if given.strip() else ""


def _write(path: Path, text: str) -> None:
    """What mailbot would not read is taken away again."""
    try:
        write(path, text)
        load(path)
    except ConfigError as mistakes:
        with contextlib.suppress(OSError):
            path.unlink()
        said = "\n".join(
            line.removeprefix(f"{path}:").partition(": ")[2] for line in str(mistakes).splitlines()
        )
        raise Refused(said) from None


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(_written, value)) if isinstance(value, list) else str(value)
