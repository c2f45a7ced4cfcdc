"""Read live mailboxes without touching them, and write down what would be done: a trial before the first day.

Mailboxes are opened read-only (EXAMINE), nothing is moved, marked or sent. What was read is remembered in a
database of its own, so that the next trial goes on where this one ended; letters are written as files.

Faults: `Unfit` for a configuration that cannot be used; `StoreError` for the database of the trial.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from mailbot import ownership
from mailbot.assembly import parts
from mailbot.assembly.oauth import store
from mailbot.config import Config
from mailbot.journal import Journal
from mailbot.store import outbox
from mailbot.store.database import Database
from mailbot.store.figures import Totals, totals

LETTERS = "letters"
DATABASE = "shadow.db"
ALL = 1_000_000  # more letters than a trial writes


@dataclass(frozen=True, slots=True)
class Shadow:
    """What a trial came to. `trouble`: mailboxes that could not be read, and why."""

    totals: Totals
    letters: list[Path] = field(default_factory=list)  # those written this time
    trouble: list[str] = field(default_factory=list)


def shadowed(config: Config, directory: Path) -> Config:
    """The configuration of the trial: read only, in a database of its own."""
    boxes = tuple(box.model_copy(update={"after": "leave"}) for box in config.mailbox)
    own = config.database.model_copy(update={"url": f"sqlite:///{(directory / DATABASE).resolve()}"})
    # Tokens stay where they are: a provider takes a refresh token that was replaced for a stolen one.
    tokens = config.oauth.model_copy(update={"token_store": store(config).resolve()})
    changed = {"mailbox": boxes, "database": own, "archive": None, "oauth": tokens, "trial": True}
    return config.model_copy(update=changed)


def shadow(config: Config, directory: Path, journal: Journal, *, clock: Callable[[], datetime]) -> Shadow:
    """Read every mailbox to its end."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    config = shadowed(config, directory)
    letters = parts.correspondence(config)
    with ownership.lock_file(config.database_url):
        database = parts.open_database(config, upgrade=True)
        try:
            built = parts.build(
                config, letters, database, journal, owner=ownership.owner_name(), clock=clock,
                stop=threading.Event(),
            )  # fmt: skip
            try:
                watches = built.watches(once=True, bell=lambda: None)
                for watch in watches:
                    watch.run()
            finally:
                built.reader.close()
                built.release_leases()
            trouble = [f"{watch.name}: {watch.trouble}" for watch in watches if watch.trouble is not None]
            return _told(database, directory, trouble)
        finally:
            database.close()


def _told(database: Database, directory: Path, trouble: list[str]) -> Shadow:
    place, written = directory / LETTERS, []
    place.mkdir(exist_ok=True, mode=0o700)
    with database.reading() as session:
        for letter in outbox.list_letters(session, limit=ALL):
            file = place / f"{letter.id:06d}-{letter.kind}.eml"
            raw = None if file.exists() else outbox.show(session, letter.id)
            if raw is not None:
                file.write_bytes(raw)
                written.append(file)
        return Shadow(totals(session), sorted(written), trouble)
