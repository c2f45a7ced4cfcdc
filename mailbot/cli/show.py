"""What every command shares: the configuration it works under, and how it shows things."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from mailbot.config import Config, ConfigError, load, locate

if TYPE_CHECKING:
    from mailbot.store.database import Database

LONDON = ZoneInfo("Europe/London")
Json = Annotated[bool, typer.Option("--json", help="Machine-readable, as JSON.")]


class Refused(Exception):
    """A command that cannot be done; the text says why and what to do next. Exit code 1."""


@dataclasses.dataclass
class Options:
    """The options that stand before the command."""

    config: Path | None = None

    def load(self) -> Config:
        return load(locate(self.config))

    def load_if_any(self) -> Config | None:
        """The configuration where one is named or lies here; for commands that can do without."""
        path = locate(self.config)
        return load(path) if self.config is not None or path.exists() else None


options = Options()


def database(*, upgrade: bool = False) -> Database:
    """The configured database, ready; on SQLite it is made or upgraded where `upgrade` says so."""
    from mailbot.assembly.parts import open_database  # costs a second to import

    config = options.load()
    if not upgrade:
        require_database(config)
    return open_database(config, upgrade=upgrade)


def require_database(config: Config) -> None:
    """Refuse where the SQLite file is not there: whoever only looks must not make one."""
    path = config.database_url.removeprefix("sqlite:///")
    if path != config.database_url and path != ":memory:" and not Path(path).exists():
        raise Refused(f"there is no database {path}; `mailbot db upgrade` or the first start makes it")


def plain(value: object) -> object:
    """A value as JSON knows it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def write(path: Path, text: str, *, over: bool = False) -> None:
    """A file for its owner alone, since it may tell of a case; `over`: in place of one that is there."""
    how = os.O_CREAT | os.O_WRONLY | (os.O_TRUNC if over else os.O_EXCL)
    try:
        with os.fdopen(os.open(path, how, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise Refused(f"{path} is there already: name another file") from None
    except OSError as reason:
        raise Refused(f"{path} cannot be written: {reason.strerror}; name another file") from None


def print_json(value: object) -> None:
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False) + "\n")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, empty: str) -> None:
    """A table on a terminal, tab-separated lines into a pipe."""
    if not rows:
        typer.echo(empty, err=True)
        return
    if not sys.stdout.isatty():
        for row in rows:
            typer.echo("\t".join(_cell(value) for value in row))
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        # What is copied from the screen must stand on one line.
        table.add_column(column, overflow="fold", no_wrap=column in {"case", "id", "state", "what"})
    for row in rows:
        table.add_row(*(_cell(value).replace("[", r"\[") for value in row))
    Console().print(table)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(LONDON).strftime("%a %d %b %Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%a %d %b %Y")
    return str(value).replace("\t", " ").replace("\n", " ")


__all__ = [
    "ConfigError",
    "Json",
    "Refused",
    "database",
    "options",
    "plain",
    "print_json",
    "print_table",
    "require_database",
]
