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
MAX_DAMAGED = 50  # streams that cannot be read; each may cost what the whole file does

_FAULTS = (
    OSError, ValueError, OverflowError, IndexError, KeyError, TypeError, AttributeError, AssertionError,
    RecursionError, MemoryError, struct.error,
)  # fmt: skip


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
    damaged = 0
    with olefile.OleFileIO(BytesIO(data)) as file:
        if file.root.size > len(data):  # what holds the small streams
            raise Damaged("streams larger than their file")
        for path in file.listdir()[:MAX_STREAMS]:
            # A sector that is followed by itself makes a stream as long as it says it is.
            if len(path) > MAX_DEPTH or file.get_size(path) > len(data):
                continue
            try:
                content = file.openstream(path).read()
            except _FAULTS:
                damaged += 1
                if damaged > MAX_DAMAGED:
                    raise Damaged("too many damaged streams") from None
                continue
            yield path, content
