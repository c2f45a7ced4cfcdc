"""The threads of the event loop, in which it waits for whatever answers when it likes: a name server, who
gives tokens, an archive, the database's heartbeat.

Nobody waits for them at the end: a server that says nothing for a minute must not keep the process from
stopping.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class Aside(ThreadPoolExecutor):
    """A thread for each piece of work, which ends with it or with the process; for `set_default_executor`."""

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                found = work(*given, **named)
            except BaseException as fault:  # noqa: BLE001  # carried to whoever asked
                future.set_exception(fault)
            else:
                future.set_result(found)

        threading.Thread(target=run, name="aside", daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """There is nothing to shut down."""
