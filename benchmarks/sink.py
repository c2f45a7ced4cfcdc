"""The submission server of the benchmarks, in a process of its own: what it wrote down is what was sent.

It does the least a letter needs and shares nothing with the program that is measured.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from servers import free_port, wait_for_port

from benchmarks.maildir import Maildir

ROOT = Path(__file__).parents[1]
ARCHIVE = "archive@firm.example.com"

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

    A letter is in the log, and the log on the disk if `keep`, before it is answered for: a client killed
    before the reply is seen too. A copy for the archive address lies in the Maildir `archive` soon after.
    """

    def __init__(
        self, log: Path, *, latency: float = 0.0, keep: bool = False, archive: Maildir | None = None
    ) -> None:
        self.log, self.port = log, free_port()
        self._latency, self._keep, self._archive = latency, keep, archive
        self.taken: set[str] = set()  # Message-IDs, as of the last count
        self._counted = self._read = 0

    def __enter__(self) -> Sink:
        self.log.touch()
        archive = str(self._archive.path) if self._archive else ""
        arguments = (self.port, str(self.log), self._latency, self._keep, archive)
        program = f"from benchmarks.sink import serve; serve{arguments!r}"
        self._process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
        wait_for_port(self.port, self._process)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def count(self) -> int:
        """How many letters it has taken."""
        with self.log.open("rb") as log:
            log.seek(self._read)
            new = log.read()
        lines = new[: new.rfind(b"\n") + 1].splitlines()
        self._read += sum(len(line) + 1 for line in lines)
        self._counted += len(lines)
        self.taken.update(json.loads(line)[3] for line in lines)
        return self._counted

    def letters(self) -> list[Taken]:
        found = []
        for line in self.log.read_text(encoding="utf-8").splitlines():
            at, recipients, kind, message_id, digest, raw = json.loads(line)
            found.append(Taken(at, tuple(recipients), kind, message_id, digest, raw))
        return found


def serve(port: int, log: str, latency: float, keep: bool, archive: str) -> None:
    """The sink's process."""
    target = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    copies = Maildir(Path(archive)) if archive else None

    async def forever() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Client(target, latency, keep, copies), "127.0.0.1", port)
        await server.serve_forever()

    asyncio.run(forever())


class _Client(asyncio.Protocol):
    """One connection to the sink."""

    transport: asyncio.Transport

    def __init__(self, log: int, latency: float, keep: bool, archive: Maildir | None) -> None:
        self._log, self._latency, self._keep, self._archive = log, latency, keep, archive
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
        if self._keep:
            os.fdatasync(self._log)
        if self._archive is not None and ARCHIVE in self._recipients:
            # A server hands a copy over after it has queued the letter, not before it answers.
            copy = b"Return-Path: <>\r\nDelivered-To: " + ARCHIVE.encode() + b"\r\n" + raw
            asyncio.get_running_loop().call_later(2 * self._latency, self._archive.put, copy)
        if self._latency:  # the moment in which the client does not know
            asyncio.get_running_loop().call_later(self._latency, self._say, b"250 2.0.0 taken")
        else:
            self._say(b"250 2.0.0 taken")

    def _say(self, reply: bytes) -> None:
        self.transport.write(reply + b"\r\n")
