"""A mistake in the configuration, told in one line: file, line, table, key, what is wrong, what would
be right.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ValidationError

#: Tables of which there may be several.
_SEVERAL = {
    "mailbox",
    "handler",
    "letter",
    "reference",
    "promise",
    "cue",
    "topic",
    "regulator",
    "spam_header",
    "suspension",
}
#: What pydantic says in a programmer's words, by its name for the mistake.
_PLAINLY = {
    "tuple_type": 'a list is wanted, such as ["one", "two"]',
    "int_parsing": "a whole number is wanted",
    "int_type": "a whole number is wanted",
    "bool_parsing": "true or false is wanted",
    "bool_type": "true or false is wanted",
    "string_type": "text is wanted, in quotes",
    "string_pattern_mismatch": "a plain word of letters, digits, _ (a mailbox: also . and -) is wanted",
}


class ConfigError(Exception):
    """What is wrong with the configuration, one line per mistake."""

    def __str__(self) -> str:
        return "\n".join(str(line) for line in self.args)


def explain(path: Path, text: str, mistakes: ValidationError, model: type[BaseModel]) -> list[str]:
    """One line per mistake pydantic found."""
    lines = []
    found = mistakes.errors()
    within = {mistake["loc"][0] for mistake in found if len(mistake["loc"]) > 1}
    for mistake in found:
        place = mistake["loc"]
        if mistake["type"] == "too_short" and place and place[0] in within:
            continue  # the list is empty only because its one table is wrong
        table, key = _split(place)
        number = _line_of(text, place)
        where = f"{path}:{number}" if number else str(path)
        said = mistake["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
        if mistake["type"] == "extra_forbidden":
            said = "unknown key" + _nearest(model, place)
        elif mistake["type"] in {"missing", "too_short"}:
            said = "is missing"
        elif mistake["type"] == "tuple_type" and len(place) == 1:
            said = f"there may be several: write [[{place[0]}]]"
        elif mistake["type"] in _PLAINLY:
            said = f"{_PLAINLY[mistake['type']]}, not {mistake['input']!r}"
        lines.append(": ".join(part for part in (where, table, key, said) if part))
    return lines


def _split(place: tuple[int | str, ...]) -> tuple[str, str]:
    """("mailbox", 0, "prot") → ("[[mailbox]] 1", "prot")."""
    names = [part for part in place if isinstance(part, str)]
    index = next((part for part in place if isinstance(part, int)), None)
    if not names:
        return "", ""
    if len(names) == 1 and index is None:
        return (f"[[{names[0]}]]" if names[0] in _SEVERAL else f"[{names[0]}]"), ""
    table = f"[{names[0]}]" if index is None else f"[[{names[0]}]] number {index + 1}"
    return table, ".".join(names[1:])


def _nearest(model: type[BaseModel], place: tuple[int | str, ...]) -> str:
    """“; did you mean port?”, from the keys the table really has."""
    if place[-1] == "password":
        return "; a password never stands in this file: put it in one of its own and name it in password_file"
    keys = _keys(model, [part for part in place if isinstance(part, str)][:-1])
    close = difflib.get_close_matches(str(place[-1]), keys, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else f"; known here: {', '.join(sorted(keys))}"


def _keys(model: type[BaseModel], path: list[str]) -> list[str]:
    for name in path:
        annotation = model.model_fields[name].annotation
        inner = next((arg for arg in (annotation, *get_args(annotation)) if isinstance(arg, type)), None)
        if inner is None or not issubclass(inner, BaseModel):
            return []
        model = inner
    return [field.alias or name for name, field in model.model_fields.items() if not field.exclude]


def _line_of(text: str, place: tuple[int | str, ...]) -> int | None:
    """The line the key stands on; the table's own line where the key is missing; None where neither is."""
    names = [part for part in place if isinstance(part, str)]
    index = next((part for part in place if isinstance(part, int)), 0)
    if not names:
        return None
    header = re.compile(rf"^\s*\[\[?\s*{re.escape(names[0])}\s*\]\]?")
    key = re.compile(rf"^\s*\"?{re.escape(names[-1])}\"?\s*=") if len(names) > 1 else None
    seen, found = -1, None
    for number, line in enumerate(text.splitlines(), 1):
        if header.match(line):
            seen += 1
            if seen == index:
                found = number
        elif seen == index and key is not None and key.match(line):
            return number
    return found
