"""Where each value of the configuration comes from: a line of the file, or the default.

Whether a key is set the reader of the file knows; on which line, a look at the beginnings of lines. A key
within braces has the file alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from pydantic import BaseModel

from mailbot.config.keys import fields, table_of
from mailbot.config.tables import Config

DEFAULT = "default"
_HIDDEN = "(hidden)"
_HEADER = re.compile(r"^\s*(\[{1,2})\s*([^\[\]#]+?)\s*\]{1,2}")
_KEY = re.compile(r"^\s*([\w\"'-]+(?:\s*\.\s*[\w\"'-]+)*)\s*=")
_UNITS = ((86400, "d"), (3600, "h"), (60, "m"), (1, "s"))
#: Addresses that may be secrets themselves.
_ADDRESSES = frozenset({"webhook", "ping"})
#: Programs, whose arguments may be.
_COMMANDS = frozenset({"command", "token_command"})


@dataclass(frozen=True, slots=True)
class Setting:
    """`key` as "mailbox[0].host"; `value` as JSON knows it; `origin` is FILE:LINE, or "default"."""

    key: str
    value: object
    origin: str


def settings(config: Config, file: Path) -> Iterator[Setting]:
    """Every key with its effective value, in the order of config.example.toml; never a secret."""
    yield from _table(config, "", _Lines(file), file)


def _table(table: BaseModel, prefix: str, lines: _Lines, file: Path) -> Iterator[Setting]:
    for name, attribute, field in fields(type(table)):
        key, value = f"{prefix}{name}", getattr(table, attribute)
        if table_of(field)[0] is not None and value is not None:
            tables = value if isinstance(value, tuple) else (value,)
            for number, inner in enumerate(tables):
                place = f"{key}[{number}]" if isinstance(value, tuple) else key
                yield from _table(inner, f"{place}.", lines, file)
            if tables:
                continue
        line = lines.of(key)
        origin = f"{file}:{line}" if line else str(file)
        yield Setting(key, _shown(name, value), origin if attribute in table.model_fields_set else DEFAULT)


def _shown(name: str, value: object) -> object:
    """As it would be written in the file; None where a key is not set."""
    if isinstance(value, tuple):
        if name in _COMMANDS:
            return [*value[:1], *(_HIDDEN for _ in value[1:])]
        return [_shown(name, item) for item in value]
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return next(
            (f"{seconds // unit}{word}" for unit, word in _UNITS if seconds % unit == 0), f"{seconds}s"
        )
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, str):
        return _without_secrets(name, value)
    return value


def _without_secrets(name: str, value: str) -> str:
    """An address without the password in it; one that may be a secret as a whole only by its host."""
    if "://" not in value:
        return value
    parts = urlsplit(value)
    user, at, host = parts.netloc.rpartition("@")
    if name in _ADDRESSES:
        return f"{parts.scheme}://{host}/{_HIDDEN}"
    if ":" in user:
        user = f"{user.partition(':')[0]}:{_HIDDEN}"
    query = re.sub(r"(?<=password=)[^&]*", _HIDDEN, parts.query)
    whole = urlunsplit((parts.scheme, f"{user}{at}{host}", parts.path, query, parts.fragment))
    return whole if parts.netloc or parts.query else value


class _Lines:
    """The line on which each key stands."""

    def __init__(self, file: Path) -> None:
        self._found: dict[str, int] = {}
        self._several: dict[str, int] = {}  # how many [[tables]] of a name there were
        table, within = "", ""
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if within:  # of a text in three quotes
                within = "" if line.count(within) % 2 else within
                continue
            if header := _HEADER.match(line):
                table = self._begun(re.sub(r"[\s\"']", "", header[2]), several=header[1] == "[[")
            elif key := _KEY.match(line):
                name = re.sub(r"[\s\"']", "", key[1])
                self._found.setdefault(f"{table}{name}", number)
                within = next((each for each in ('"""', "'''") if line.count(each) % 2), "")

    def of(self, key: str) -> int | None:
        return self._found.get(key)

    def _begun(self, name: str, *, several: bool) -> str:
        first, dot, rest = name.partition(".")
        if several and not dot:
            self._several[first] = self._several.get(first, -1) + 1
        number = self._several.get(first)
        return f"{first}{'' if number is None else f'[{number}]'}{dot}{rest}."
