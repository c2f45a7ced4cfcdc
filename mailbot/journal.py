"""The operator's log: one line per business event, on standard output.

The same `Event` that is kept in the journal table is printed here once its transaction has been
committed, as text or as JSON. Only the fields named below are, besides numbers and dates: what people give as
a reason stays in the table. Addresses are masked in one place; a body, a subject or a phrase of a message
never gets here.

Of what libraries warn about only where they do so is printed: their words may hold anything.

Faults: a closed or full standard output is survived; the journal table is the record, this is its echo.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from structlog.processors import JSONRenderer, LogfmtRenderer

from mailbot.store.journal import Event, Fact

#: What may be printed: ids, states, names of things, reasons of machines; addresses among them are masked.
FIELDS = frozenset({
    "action", "author", "before", "by", "channel", "code", "day", "deadline", "deadlines",
    "decision", "deputy", "expected", "first", "from", "given", "handler", "how", "key", "kind",
    "leaflet", "library", "limit", "mailbox", "message_id", "move", "on", "owner", "place", "reason",
    "received_at", "referral_until", "refused", "regime", "reply", "report", "rule", "said", "says", "since",
    "state", "step", "task", "to", "unreachable", "until", "via", "waiting", "what", "why",
})  # fmt: skip
_JSON = JSONRenderer(ensure_ascii=False)
_TEXT = LogfmtRenderer(bool_as_flag=False)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # would end a line, or move a terminal's cursor
_NUMBERS = re.compile(r"[0-9T:+. →none-]*")  # a date, a time, or two of them
_ADDRESS = re.compile(r"(?:\"([^\"\n]{1,64})\"|([^\s<>@,;:\"]{1,64}))@([^\s<>@,;:\"()\[\]]{1,253})")


def masked(text: str) -> str:
    """jane.doe@example.org → j***@example.org."""
    return _ADDRESS.sub(lambda match: f"{(match[1] or match[2])[0]}***@{match[3]}", text)


def described(fault: BaseException) -> str:
    """A fault nobody expected: its kind and its place. Its own words may hold anything, so only those of the
    operating system are told."""
    frames = traceback.extract_tb(fault.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    told = f": {fault.strerror}" if isinstance(fault, OSError) and fault.strerror else ""
    return f"{type(fault).__name__}{place}{told}"


class Journal:
    """Prints events; safe to call from any thread."""

    def __init__(self, form: str = "text", stream: TextIO | None = None) -> None:
        self._json = form == "json"
        # None where the process was started with its standard output closed.
        self._stream: TextIO | None = stream or sys.stdout
        self._lock = threading.Lock()
        self._hears: Callable[[Event], None] | None = None

    def heard_by(self, listener: Callable[[Event], None]) -> None:
        """Whoever keeps an eye on events; called for each, from whatever thread says it."""
        self._hears = listener

    def hear_libraries(self) -> None:
        """From now on warnings of libraries are events, and nothing else they say is printed."""
        logging.basicConfig(handlers=[_Libraries(self)], level=logging.WARNING, force=True)

    def emit(self, events: Iterable[Event]) -> None:
        events = list(events)
        if self._hears is not None:
            for event in events:
                self._hears(event)
        lines = [self._line(event) for event in events]
        if not lines or self._stream is None:
            return
        with self._lock:
            try:
                self._stream.write("\n".join(lines) + "\n")
                self._stream.flush()
            except (OSError, ValueError):
                return  # nobody listens; the work goes on

    def say(self, name: str, now: datetime, **fields: str | int | None) -> None:
        """An event of the process itself, which belongs to no case and is not kept."""
        self.emit([Event(name=name, at=now, case=None, fields=fields)])

    def _line(self, event: Event) -> str:
        at = event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        fields = {
            key: masked(value) if isinstance(value, str) else value
            for key, value in (*event.fields.items(), *event.shown.items())
            if value is not None and _is_printed(key, value)
        }
        if self._json:
            record = {"at": at, "event": event.name, "case": event.case, **fields}
            return str(_JSON(None, "", {k: v for k, v in record.items() if v is not None}))
        told = {key: _CONTROLS.sub(" ", v) if isinstance(v, str) else v for key, v in fields.items()}
        return " ".join(filter(None, (at, event.name, event.case or "-", _TEXT(None, "", told))))


class _Libraries(logging.Handler):
    """Warnings of libraries, by where they come from."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.WARNING)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        self._journal.say(
            "library-warned",
            datetime.fromtimestamp(record.created, UTC),
            library=record.name,
            place=f"{record.module}:{record.lineno}",
            kind=record.levelname.lower() if kind is None else kind.__name__,
        )


def _is_printed(key: str, value: Fact) -> bool:
    return key in FIELDS or not isinstance(value, str) or _NUMBERS.fullmatch(value) is not None
