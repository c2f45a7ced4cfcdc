"""Work of the asyncio side that waits for a server which answers when it likes.

Each piece has a thread of its own that nobody waits for at the end: a server that says nothing for a minute
must not keep the process from stopping. What it raises is raised where it was asked for.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


async def aside(work: Callable[[], T], name: str) -> T:
    """Run `work` in a thread; whoever is cancelled while waiting leaves it to itself."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(how: Callable[[Any], None], value: object) -> None:
        if not future.done():
            how(value)

    def run() -> None:
        how: Callable[[Any], None] = future.set_result
        value: object
        try:
            value = work()
        except Exception as fault:  # noqa: BLE001  # carried to whoever asked, on the loop's thread
            how, value = future.set_exception, fault
        with suppress(RuntimeError):  # the loop has ended meanwhile: nobody asks any more
            loop.call_soon_threadsafe(settle, how, value)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await future
