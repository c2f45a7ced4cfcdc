"""What this machine has for mailbot: the time, room on the disk, and a process that reads mail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from mailbot.assembly import parts
from mailbot.checks.finding import Finding, ok
from mailbot.config import Config
from mailbot.config.values import practice
from mailbot.reading.reader import NotStarted, Reader

_FIRST_YEAR = 2026  # mailbot is no older: a clock before it was never set
NOTE_BELOW, BAD_BELOW = 10**9, 10**8  # octets free
_SAMPLE = (
    b"From: Jane Roe <jane@example.org>\r\nTo: complaints@example.org\r\nSubject: A complaint\r\n"
    b"Message-ID: <check@example.org>\r\n\r\nI am unhappy with a charge.\r\n"
)


def clock(now: datetime) -> Iterator[Finding]:
    if now.year < _FIRST_YEAR:
        what = f"this machine believes that it is {now:%d %B %Y}"
        why, do = "deadlines count from its clock where a server tells no date", "set it, and keep it by NTP"
        yield Finding("clock", what, "bad", why, do)


def disk(config: Config, free: Callable[[Path], int] | None = None) -> Iterator[Finding]:
    """Whether a SQLite database can grow: room, and leave to write."""
    url, key = config.database_url, "[database] url"
    if not url.startswith("sqlite:///"):
        return
    path = Path(url.removeprefix("sqlite:///"))
    if not path.parent.is_dir():
        return  # told with the database
    left = (free or _free)(path.parent)
    if left < NOTE_BELOW:
        what = f"{left // 10**6} MB are free where {path} lies"
        why, do = "no complaint is taken when the disk is full", "make room, or move the database"
        yield Finding("disk", what, "bad" if left < BAD_BELOW else "note", why, do, key)
    else:
        yield ok("disk", f"{left / 10**9:.0f} GB free where {path} lies", key)
    for place in (path.parent, *([path] if path.exists() else [])):
        if not os.access(place, os.W_OK):
            why, do = (
                "nothing can be remembered",
                "run this as mailbot's own user, or give that user the place",
            )
            yield Finding("disk", f"{place} cannot be written to", "bad", why, do, key)


def reading(config: Config) -> Iterator[Finding]:
    """Whether a message can be read within the limits that are set, by reading one."""
    key, why = "[intake] reading_memory_mb", "messages would lie before a person unread"
    do = "raise it, and what the machine or its container allows a process"
    reader = Reader(practice(config), parts.limits(config))
    try:
        read = reader.read(_SAMPLE)
    except NotStarted as reason:
        yield Finding("reading", str(reason), "bad", why, do, key)
        return
    finally:
        reader.close()
    if read.parsed.unreadable:
        yield Finding("reading", f"a short message: {read.parsed.unreadable}", "bad", why, do, key)
        return
    table = config.intake
    yield ok(
        "reading", f"a message within {table.reading_memory_mb} MB and {table.reading_cpu_seconds} s", key
    )


def _free(path: Path) -> int:
    return shutil.disk_usage(path).free
