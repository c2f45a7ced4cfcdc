"""The configuration: one TOML file, read and validated before anything is started.

An unknown key, a wrong type or a value out of range is an error that names the file, the line, the table
and the key.

Faults: `ConfigError`, whose text is one line per mistake.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mailbot.config.errors import ConfigError, explain
from mailbot.config.tables import Config

__all__ = ["Config", "ConfigError", "load", "locate"]


def locate(option: Path | None) -> Path:
    """`--config`, else `$MAILBOT_CONFIG`, else ./config.toml."""
    return option or Path(os.environ.get("MAILBOT_CONFIG") or "config.toml")


def load(path: Path) -> Config:
    """Read and validate the file; ConfigError names file, line, table and key."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as reason:
        raise ConfigError(
            f"{path}: {reason.strerror}; begin one by `mailbot config init`, or name yours with --config"
        ) from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: not UTF-8 text") from None
    try:
        values: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        raise ConfigError(_located(path, str(reason))) from None
    for name in ("base", "trial"):
        if name in values:
            raise ConfigError(f"{path}: {name}: unknown table")
    try:
        return Config(**values, base=path.resolve().parent)
    except ValidationError as mistakes:
        raise ConfigError(*explain(path, text, mistakes, Config)) from None


def _located(path: Path, said: str) -> str:
    """“Invalid value (at line 28, column 8)” → “config.toml:28: Invalid value (column 8)”."""
    place = re.search(r" \(at line (\d+), column (\d+)\)$", said)
    if place is None:
        return f"{path}: {said}"
    hint = "; put a pattern between single quotes" if "Unescaped" in said else ""
    return f"{path}:{place[1]}: {said[: place.start()]} (column {place[2]}){hint}"
