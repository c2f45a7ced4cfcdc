"""The operator's log: one line per business event, on standard output.

The same `Event` that is kept in the journal table is printed here once its transaction has been
committed, as text or as JSON. Addresses are masked in one place, below; a body, a subject or a phrase of
a message never gets here.

Faults: a closed or full standard output is survived; the journal table is the record, this is its echo.
"""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TextIO

from mailbot.store.journal import Event

_ADDRESS = re.compile(r"(?:\"([^\"\n]{1,64})\"|([^\s<>@,;:\"]{1,64}))@([^\s<>@,;:\"()\[\]]{1,253})")


def masked(text: str) -> str:
    """jane.doe@example.org → j***@example.org."""
    return _ADDRESS.sub(lambda match: f"{(match[1] or match[2])[0]}***@{match[3]}", text)


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
            if value is not None
        }
        if self._json:
            record = {"at": at, "event": event.name, "case": event.case, **fields}
            return json.dumps({k: v for k, v in record.items() if v is not None}, ensure_ascii=False)
        told = [at, event.name, event.case or "-"]
        told += [f"{key}={_quoted(value)}" for key, value in fields.items()]
        return " ".join(told)


def _quoted(value: object) -> str:
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if not text or re.search(r"[\s\"=]", text) else text
