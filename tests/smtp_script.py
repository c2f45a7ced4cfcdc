"""An SMTP server of a test's own making, and the terms on which a courier talks to it or to the sink."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from servers import LOOPBACK, Sink

from mailbot.wire.smtp import Submission

RAW = b"From: firm@firm.example\r\nTo: jane@example.org\r\nSubject: Auto: hi\r\n\r\nDear Jane\r\n"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def terms(server: Sink, **changes: Any) -> Submission:
    said: dict[str, Any] = {
        "host": server.host,
        "port": server.port,
        "tls": "none",
        "username": None,
        "secret": None,
        "ca_file": server.certificates.ca_file if server.certificates else None,
        "local_hostname": "mailbot.firm.example",
    }
    return Submission(**said | changes)


async def yes() -> bool:
    return True


@contextlib.asynccontextmanager
async def scripted(serve: Serve) -> AsyncIterator[int]:
    """The port of a server on the loop that runs; `serve` holds each conversation."""
    held: set[asyncio.Task[None]] = set()

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        held.add(task)
        try:
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(hold, LOOPBACK, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in held:
            task.cancel()
        await asyncio.gather(*held, return_exceptions=True)
