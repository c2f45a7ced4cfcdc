"""A bad network between mailbot and a real SMTP server: slow, narrow, in crumbs, cut, silent, or half closed.

It knows as much SMTP as it takes to see which phase a conversation is in (RFC 5321 section 4.1.4): up to
STARTTLS, after which nobody can see it.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Self

#: In their order. At "dot" the server has not heard the dot; at "reply" it has, and has answered.
PHASES = ("greeting", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "text", "dot", "reply", "QUIT")
#: All arrives, later.
SLOW = ("latency", "narrow", "sliced")
#: Something does not arrive: both ends hear of it, nobody does, or one of them.
BROKEN = ("reset", "drop", "closed to us", "closed to the server")

DOT = b"\r\n.\r\n"
LATENCY = 0.02  # seconds a piece
PIECE, PAUSE = 256, 0.002  # octets, and seconds between them, of a narrow line


class Toxic:
    """Listens on `port` and passes on to `target` on this machine; from phase `at` on a conversation suffers.

    What is said meanwhile by conversations begun after `heal` arrives as it was.
    """

    host = "127.0.0.1"

    def __init__(self, target: int, toxic: str = "", at: str = "") -> None:
        self.target, self.toxic, self.at = target, toxic, at
        self.healed = False
        self.port = 0
        self.suffered = 0  # conversations that came that far

    def heal(self) -> None:
        self.healed = True

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="toxic", daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

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
        held: set[asyncio.Task[None]] = set()

        async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            held.add(task)
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await self._hold(reader, writer)

        server = await asyncio.start_server(hold, self.host, 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stopping.wait()
        server.close()
        for task in held:
            task.cancel()
        await asyncio.gather(*held, return_exceptions=True)
        await asyncio.sleep(0)  # the loop lets go of what was closed one turn later

    async def _hold(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.ExitStack() as ends:
            ends.callback(writer.close)
            theirs, ours = await asyncio.open_connection(self.host, self.target)
            ends.callback(ours.close)
            for end in (writer, ours):
                end.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = _Line(self, (reader, writer), (theirs, ours))
            pumps = [asyncio.create_task(line.up()), asyncio.create_task(line.down())]
            try:
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for pump in pumps:
                    pump.cancel()
                await asyncio.gather(*pumps, return_exceptions=True)


class _Line:
    """One conversation."""

    def __init__(
        self,
        proxy: Toxic,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        server: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self.proxy, self.toxic = proxy, "" if proxy.healed else proxy.toxic
        (self.reader, self.writer), (self.theirs, self.ours) = client, server
        self.suffering = False
        self.secret = False  # STARTTLS was said
        self.text = False  # 354 was said, and the dot was not
        self.tail = b""
        self.eof: set[asyncio.StreamWriter] = set()
        self.reach("greeting")

    def reach(self, phase: str) -> None:
        if phase == self.proxy.at and self.toxic and not self.suffering:
            self.suffering = True
            self.proxy.suffered += 1

    async def up(self) -> None:
        """From the client to the server."""
        while data := await self.reader.read(65536):
            for phase, piece in self.pieces(data):
                if phase != "reply":
                    self.reach(phase)
                await self.pass_on(piece, self.ours)

    async def down(self) -> None:
        """From the server to the client."""
        while data := await self.theirs.read(65536):
            if not self.secret and data.startswith(b"354"):
                self.text = True
            elif self.tail == DOT:
                self.tail = b""
                self.reach("reply")
            await self.pass_on(data, self.writer)

    def pieces(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        if self.secret:
            yield "", data
        elif not self.text:
            verb = data[:8].split()[0].decode("ascii", "replace").upper()
            self.secret = verb == "STARTTLS"
            yield verb, data
        else:
            self.tail = (self.tail + data)[-len(DOT) :]
            self.text = self.tail != DOT
            yield "text", data if self.text else data[:-3]
            if not self.text:
                yield "dot", data[-3:]

    async def pass_on(self, data: bytes, to: asyncio.StreamWriter) -> None:
        if not self.suffering:
            await self.write(data, to)
        elif self.toxic in SLOW:
            size = {"latency": len(data), "narrow": PIECE, "sliced": 1}[self.toxic]
            for start in range(0, len(data), size):
                await asyncio.sleep({"latency": LATENCY, "narrow": PAUSE, "sliced": 0}[self.toxic])
                await self.write(data[start : start + size], to)
        elif self.toxic == "reset":
            for end in (self.writer, self.ours):
                linger = b"\1\0\0\0\0\0\0\0"
                end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                end.transport.abort()
            raise ConnectionResetError
        elif self.toxic == "drop":
            await asyncio.Event().wait()
        elif (self.toxic == "closed to us") != (to is self.writer):
            await self.write(data, to)
        elif to not in self.eof:  # half closed: what is said in this direction is lost from here on
            self.eof.add(to)
            to.write_eof()

    async def write(self, data: bytes, to: asyncio.StreamWriter) -> None:
        to.write(data)
        await to.drain()
