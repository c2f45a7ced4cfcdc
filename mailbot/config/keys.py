"""The keys of the configuration as a person names them: "[smtp] return_path", "[[mailbox]] host"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mailbot.config.tables import Config

_TABLE = re.compile(r"\[{1,2}([a-z_]+(?:\.[a-z_]+)*)\]{1,2}")
_WORD = re.compile(r"\w+(?:\.\w+)*")


def fields(model: type[BaseModel]) -> Iterator[tuple[str, str, FieldInfo]]:
    """(name in the file, attribute, field) of everything that may stand in this table."""
    for attribute, field in model.model_fields.items():
        if not field.exclude:
            yield field.alias or attribute, attribute, field


def table_of(field: FieldInfo) -> tuple[type[BaseModel] | None, bool]:
    """The table a field is, if it is one, and whether there may be several of it."""
    annotation: Any = field.annotation
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind, getattr(annotation, "__origin__", None) is tuple
    return None, False


def key_in(text: str) -> str:
    """The key that a sentence speaks of: the first table it names, and that table's first key after it.

    "[smtp] return_path is not set" → "[smtp] return_path"; "" where it names no table.
    """
    for found in _TABLE.finditer(text):
        model, several = _model(found[1])
        if model is None:
            continue
        heading = f"[[{found[1]}]]" if several else f"[{found[1]}]"
        known = {name: table_of(field)[0] for name, _, field in fields(model)}
        for word in _WORD.findall(text[found.end() :]):
            first, _, rest = word.partition(".")
            if first in known:
                return f"{heading} {first}" + (f".{rest}" if rest and known[first] else "")
        return heading
    return ""


def _model(path: str) -> tuple[type[BaseModel] | None, bool]:
    model: type[BaseModel] | None = Config
    several = False
    for name in path.split("."):
        if model is None:
            return None, False
        found = next((field for key, _, field in fields(model) if key == name), None)
        model, many = (None, False) if found is None else table_of(found)
        several = several or many
    return model, several and "." not in path
