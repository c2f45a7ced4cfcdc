"""Wakes the event loop from any thread: there is something to do, or it is time to end.

Faults: none.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from datetime import timedelta


class Bell:
    """One for a run of the loop. `begin` is called in it; whatever rings before is not heard, an end is."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rung: asyncio.Event | None = None
        self._ended: asyncio.Event | None = None

    def begin(self, stop: threading.Event) -> asyncio.AbstractEventLoop:
        """`stop` is set by then where it was time to end before anybody could hear it."""
        self._rung, self._ended = asyncio.Event(), asyncio.Event()  # of this loop
        self._loop = asyncio.get_running_loop()
        if stop.is_set():
            self._ended.set()
        return self._loop

    def ring(self) -> None:
        """There is something to do; safe from any thread."""
        self._set(self._rung)

    def end(self) -> None:
        """It is time to end; safe from any thread and from a signal."""
        self._set(self._ended)
        self.ring()

    async def rung(self, most: timedelta) -> None:
        """Until it rings, or so long at most."""
        bell = self._rung
        assert bell is not None  # noqa: S101  # set in `begin`
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(bell.wait(), most.total_seconds())
        bell.clear()

    async def ended_or(self, task: asyncio.Task[None]) -> None:
        """Until `task` is done or it is time to end, whatever comes first."""
        ended = self._ended
        assert ended is not None  # noqa: S101  # set in `begin`
        waiter = asyncio.create_task(ended.wait())
        await asyncio.wait({task, waiter}, return_when=asyncio.FIRST_COMPLETED)
        waiter.cancel()

    def _set(self, event: asyncio.Event | None) -> None:
        loop = self._loop
        if loop is not None and event is not None and not loop.is_closed():
            loop.call_soon_threadsafe(event.set)
