"""What the tables of the configuration file are made of."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from mailbot.config.errors import ConfigError

_SPAN = re.compile(r"^\s*(\d{1,4})\s*(s|m|min|h|d|hours?|minutes?|days?)\s*$")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, ignored_types=(cached_property,))


def length(value: object) -> object:
    """ "90s", "30m", "24h", "7d" as a length of time; ValueError says how to write one."""
    if not isinstance(value, str):
        return value
    match = _SPAN.match(value)
    if match is None:
        raise ValueError(f'{value!r} is not a length of time; write "90s", "30m", "24h" or "7d"')
    return timedelta(**{_UNITS[match[2][0]]: int(match[1])})


Span = Annotated[timedelta, BeforeValidator(length)]


def credential(key: str, name: str) -> Path:
    """Where systemd put the credential that `key` names (LoadCredential=)."""
    directory = os.environ.get("CREDENTIALS_DIRECTORY")
    if directory is None:
        raise ConfigError(f"{key} is set, but not started by systemd with LoadCredential=")
    return Path(directory) / name
