"""Something between mailbot and a real IMAP server: an older server, a bad line, or somebody with scissors.

It takes capabilities away and answers BAD to what needs them, and does to one command's answer what a fault
says. It knows lines, tags and literals, nothing else of the protocol.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

#: What a client may only say where the capability is offered.
NEEDS = {
    "MOVE": r"(?:UID )?MOVE\b",
    "UIDPLUS": r"UID EXPUNGE\b",
    "IDLE": r"IDLE\b",
    "NAMESPACE": r"NAMESPACE\b",
    "CONDSTORE": r"ENABLE\b|.*(?:CHANGEDSINCE|MODSEQ|CONDSTORE)",
    "LITERAL+": r".*\{[0-9]+\+\}$",
    "SASL-IR": r"AUTHENTICATE \S+ \S+",
    "UNSELECT": r"UNSELECT\b",
    "KEYWORDS": r"UID STORE .*\$",
    "AUTH=PLAIN": r"AUTHENTICATE PLAIN\b",
}
_LITERAL = re.compile(rb"\{([0-9]+)\}\r\n$")
_CODES = {
    "UIDPLUS": re.compile(rb"\[(?:COPYUID|APPENDUID)[^\]]*\] "),
    "CONDSTORE": re.compile(rb"\[HIGHESTMODSEQ[^\]]*\] "),
    "KEYWORDS": re.compile(
        rb" \\\*(?=\)\])"
    ),  # of PERMANENTFLAGS; no capability says that a server keeps them
}


@dataclass
class Fault:
    """What happens when a command that matches `on` is heard; used up once, unless `times` says otherwise.

    `then`: "say" (`answer` instead of the server, the tag for @) · "refuse" (close, the server hears
    nothing) · "cut" (close after `octets` of the answer, which the server has given in full) · "lose the
    end" (close before the tagged line) · "stall" (say no more after `octets`, and keep the connection).
    """

    on: str
    then: str
    answer: str = ""
    octets: int = 0
    times: int = 1


class Proxy:
    """Listens on `port`; passes on to `target` on this machine."""

    def __init__(
        self, target: int, *, without: Iterable[str] = (), sliced: bool = False, delay: float = 0.0
    ) -> None:
        self.target = target
        self.without = frozenset(without)
        self.sliced = sliced  # one octet at a time, `delay` seconds apart
        self.delay = delay
        self.faults: list[Fault] = []
        self.commands: list[str] = []  # what clients said, without the tag
        self.errors: list[str] = []  # tagged BAD, from the server
        self.connections = 0
        self.silent = False  # nothing is passed on any more, on any connection
        self.port = 0

    def fault(self, on: str, then: str, answer: str = "", *, octets: int = 0, times: int = 1) -> None:
        self.faults.append(Fault(on, then, answer, octets, times))

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="proxy", daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def hang_up(self) -> None:
        """End every connection that is open."""
        self._loop.call_soon_threadsafe(lambda: [task.cancel() for task in self._open])

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    def _run(self, ready: threading.Event) -> None:
        try:
            self._loop.run_until_complete(self._serve(ready))
        finally:
            self._loop.close()

    async def _serve(self, ready: threading.Event) -> None:
        self._stopping = asyncio.Event()
        self._open: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._client, "127.0.0.1", 0, limit=1 << 26)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stopping.wait()
        server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        self.connections += 1
        try:
            theirs, ours = await asyncio.open_connection("127.0.0.1", self.target, limit=1 << 26)
        except OSError:
            writer.close()
            self._open.discard(task)
            return
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line = _Line(self, reader, writer, theirs, ours)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await line.hold()
        self._open.discard(task)
        ours.close()
        writer.close()

    def take_fault(self, command: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and re.match(fault.on, command, re.IGNORECASE):
                fault.times -= 1
                return fault
        return None


class _Cut(ConnectionError):
    """The fault ends the connection."""


class _Line:
    """One connection."""

    def __init__(
        self,
        proxy: Proxy,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        theirs: asyncio.StreamReader,
        ours: asyncio.StreamWriter,
    ) -> None:
        self.proxy = proxy
        self.reader, self.writer, self.theirs, self.ours = reader, writer, theirs, ours
        self.fault: Fault | None = None
        self.tag = b""
        self.told = 0  # octets of the answer

    async def hold(self) -> None:
        pumps = [asyncio.create_task(self.up()), asyncio.create_task(self.down())]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)

    async def up(self) -> None:
        """From the client to the server."""
        while line := await self.reader.readline():
            tag, _, command = line.decode("utf-8", "replace").strip().partition(" ")
            self.proxy.commands.append(command or tag)
            await self.hush()
            if any(
                re.match(NEEDS[name], command, re.IGNORECASE) for name in self.proxy.without & NEEDS.keys()
            ):
                await self.say(f"{tag} BAD unknown command\r\n".encode())
                continue
            fault = self.proxy.take_fault(command) if command else None
            if fault is not None and fault.then == "refuse":
                raise _Cut
            if fault is not None and fault.then == "say":
                await self.say(fault.answer.replace("@", tag).encode())
                if "* BYE" in fault.answer:
                    raise _Cut
                continue
            if fault is not None:
                self.fault, self.tag, self.told = fault, tag.encode(), 0
            self.ours.write(line)

    async def down(self) -> None:
        """From the server to the client."""
        while line := await self.theirs.readline():
            if line.split(b" ", 2)[1:2] == [b"BAD"]:
                self.proxy.errors.append(line.decode("utf-8", "replace").strip())
            found = _LITERAL.search(line)
            literal = await self.theirs.readexactly(int(found[1])) if found else b""
            await self.hush()
            await self.answer(self.filtered(line), literal)

    async def answer(self, line: bytes, literal: bytes) -> None:
        fault = self.fault
        if fault is None:
            await self.say(line + literal)
            return
        is_end = line.startswith(self.tag + b" ")
        if fault.then == "lose the end":
            if is_end:
                raise _Cut
            await self.say(line + literal)
            return
        left = max(fault.octets - self.told, 0)
        self.told += len(line) + len(literal)
        await self.say((line + literal)[:left])
        if fault.then == "stall" and self.told >= fault.octets:
            await asyncio.Event().wait()
        if is_end:
            raise _Cut

    async def say(self, data: bytes) -> None:
        proxy = self.proxy
        for piece in (data[at : at + 1] for at in range(len(data))) if proxy.sliced else (data,):
            self.writer.write(piece)
            await self.writer.drain()
            if proxy.sliced:
                await asyncio.sleep(proxy.delay)

    async def hush(self) -> None:
        while self.proxy.silent:
            await asyncio.sleep(0.02)

    def filtered(self, line: bytes) -> bytes:
        without = self.proxy.without
        for name in without & _CODES.keys():
            line = _CODES[name].sub(b"", line)
        if b"CAPABILITY " not in line:
            return line
        return re.sub(
            rb"(CAPABILITY)((?: [^\s\]]+)+)",
            lambda found: found[1] + b"".join(
                b" " + word for word in found[2].split() if word.decode().upper() not in without
            ),
            line,
        )  # fmt: skip
