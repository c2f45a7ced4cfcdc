"""Compound files, the container of .msg and .doc (MS-CFB): `olefile` reads them.

Faults: `Damaged` where the file makes no sense; a damaged stream is left out.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import olefile

MAX_STREAMS = 20_000
MAX_DEPTH = 12  # storages within storages

_FAULTS = (OSError, ValueError, OverflowError, IndexError, TypeError, RecursionError, struct.error)


class Damaged(ValueError):
    """The file is no compound file that can be read."""


@dataclass(slots=True)
class Storage:
    """A folder of a compound file."""

    streams: dict[str, bytes] = field(default_factory=dict)
    storages: dict[str, Storage] = field(default_factory=dict)


def read_compound_file(data: bytes) -> Storage:
    """The root storage with all that is in it; no more is read than twice what the file holds."""
    root = Storage()
    left = 2 * len(data)
    try:
        for path, content in _streams(data):
            left -= len(content)
            if left < 0:
                raise Damaged("streams that overlap")
            storage = root
            for name in path[:-1]:
                storage = storage.storages.setdefault(name, Storage())
            storage.streams[path[-1]] = content
    except _FAULTS as fault:
        raise Damaged(str(fault)) from None
    return root


def _streams(data: bytes) -> Iterator[tuple[list[str], bytes]]:
    with olefile.OleFileIO(BytesIO(data)) as file:
        for path in file.listdir()[:MAX_STREAMS]:
            if len(path) > MAX_DEPTH:
                continue
            try:
                content = file.openstream(path).read()
            except _FAULTS:
                continue
            yield path, content
