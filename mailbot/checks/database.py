"""Whether the database is there, of the right schema, and keeps what was committed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mailbot.checks.finding import Finding, ok, tried
from mailbot.config import Config
from mailbot.ownership import Unfit, refuse_another_user
from mailbot.store.database import Database

_KEY = "[database] url"
_WHY = "committed complaints could be lost, or nothing can be remembered"


def findings(config: Config) -> Iterator[Finding]:
    url = config.database_url
    path = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:///") and not path.exists():
        if path.parent.is_dir():
            yield ok("database", f"{path} will be made at the first start", _KEY)
        else:
            do = "make it, for mailbot's own user, or name another place"
            yield Finding("database", f"{path.parent} is not a directory", "bad", _WHY, do, _KEY)
        return
    yield from tried(
        "database",
        lambda: _looked_at(config),
        why=_WHY,
        do="mend the settings of the database, or restore a backup; `mailbot db check` looks again",
        key=_KEY,
    )


def _looked_at(config: Config) -> str:
    refuse_another_user(config.database_url)
    database = Database(config.database_url)
    try:
        if found := database.check():
            raise Unfit("\n".join(found))
        return f"{database.name}, schema {database.revision()}"
    finally:
        database.close()
