"""SIGHUP: read the configuration again, and go on with it where it can be used.

Faults: none; a configuration that cannot be used is told, and the old one stays.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from mailbot.assembly import parts
from mailbot.config import Config, ConfigError
from mailbot.journal import Journal
from mailbot.ownership import Unfit


class Reloading:
    """Asked once or often; `config` is what to go on with, once the process has stopped for it."""

    def __init__(
        self,
        read_again: Callable[[], Config],
        journal: Journal,
        *,
        database_url: str,
        clock: Callable[[], datetime],
        stop: Callable[[], None],
    ) -> None:
        self.config: Config | None = None
        self._read_again = read_again
        self._journal = journal
        self._database_url = database_url
        self._clock = clock
        self._stop = stop

    def ask(self) -> None:
        """Read it in a thread: letters and leaflet are tried too, which takes a second."""
        threading.Thread(target=self._read, name="reload", daemon=True).start()

    def _read(self) -> None:
        try:
            config = self._read_again()
            if config.database_url != self._database_url:
                raise ConfigError("[database] url is another: stop mailbot and start it again for that")
            parts.correspondence(config)
        except (ConfigError, Unfit) as reason:
            self._journal.say("configuration-refused", self._clock(), why=str(reason))
            return
        self.config = config
        self._stop()
