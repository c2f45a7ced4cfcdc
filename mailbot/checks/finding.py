"""What `mailbot check` says: what is so, why it matters, what to do, and by which key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from mailbot.config import ConfigError
from mailbot.config.keys import key_in
from mailbot.ownership import Unfit
from mailbot.store.faults import StoreError
from mailbot.wire.outcome import MailboxError

Level = Literal["ok", "note", "bad"]  # "bad" must be mended before a start, "note" is advice


@dataclass(frozen=True, slots=True)
class Finding:
    """`about`: the part it is found in, "smtp", "mailbox complaints"; `key`: "" where none is to blame."""

    about: str
    what: str
    level: Level = "note"
    why: str = ""
    do: str = ""
    key: str = ""

    @property
    def bad(self) -> bool:
        return self.level == "bad"

    @property
    def text(self) -> str:
        """What and why, for a line."""
        return f"{self.what}: {self.why}" if self.why else self.what


def ok(about: str, what: str, key: str = "") -> Finding:
    return Finding(about, what, "ok", key=key)


def tried(about: str, attempt: Callable[[], str], *, why: str, do: str, key: str) -> Iterator[Finding]:
    """What an attempt says where it succeeds; where it fails one finding a line, each by its own key if it
    names one, and with its own advice if it gives one after a semicolon."""
    try:
        yield ok(about, attempt(), key)
    except (Unfit, ConfigError, MailboxError, StoreError, ValueError) as reason:
        for line in str(reason).splitlines():
            yield told(about, line, "bad", why=why, do=do, key=key)


def told(about: str, line: str, level: Level, *, why: str, do: str, key: str) -> Finding:
    """A sentence of another room: "what; what to do"."""
    what, _, advice = line.rpartition("; ")
    return Finding(about, what or line, level, why, advice if what else do, key_in(line) or key)
