"""Database work for the asyncio side: one thread, several requests a commit.

Each request is a function of a session. Those that wait while a transaction is being committed share the
next one; if the shared one fails, each is run again alone, so that one bad request spoils no other. A
result is handed back only after its commit: what a caller was told is durable.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from sqlmodel import Session

from mailbot.store.database import Database

T = TypeVar("T")
Request = Callable[[Session], Any]

_MOST_AT_ONCE = 64  # requests a commit; keeps a transaction short enough for the mailbox threads


class Clerk:
    """Owns one thread; `do` is awaited from the event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._requests: queue.SimpleQueue[tuple[Request, asyncio.Future[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="clerk", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def do(self, request: Callable[[Session], T]) -> T:
        """Run `request` in a transaction and return its result once committed."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._thread.start()
        future: asyncio.Future[T] = self._loop.create_future()
        self._requests.put((request, future))
        return await future

    def close(self, patience: timedelta = timedelta(seconds=5)) -> None:
        """Finish what was asked for, then end the thread; it is not waited for any longer than that."""
        if self._loop is not None:
            self._requests.put(None)
            self._thread.join(timeout=patience.total_seconds())

    def _serve(self) -> None:
        while (first := self._requests.get()) is not None:
            batch = [first]
            ending = False
            while len(batch) < _MOST_AT_ONCE and not self._requests.empty():
                following = self._requests.get()
                if following is None:
                    ending = True
                    break
                batch.append(following)
            self._answer(batch)
            if ending:
                return

    def _answer(self, batch: list[tuple[Request, asyncio.Future[Any]]]) -> None:
        def together(session: Session) -> list[Any]:
            return [request(session) for request, _ in batch]

        try:
            results = self._database.run(together)
        except Exception as fault:  # noqa: BLE001  # carried to whoever asked, on the loop's thread
            if len(batch) > 1:
                for one in batch:
                    self._answer([one])
            else:
                self._hand_back(batch[0][1], None, fault)
            return
        for (_, future), result in zip(batch, results, strict=True):
            self._hand_back(future, result, None)

    def _hand_back(self, future: asyncio.Future[Any], result: Any, fault: Exception | None) -> None:
        def settle() -> None:
            if future.cancelled():
                return
            if fault is not None:
                future.set_exception(fault)
            else:
                future.set_result(result)

        assert self._loop is not None  # noqa: S101  # set before the thread was started
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(settle)
