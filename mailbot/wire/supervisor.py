"""Tell systemd that we are ready, still alive, reloading or stopping (sd_notify(3)).

Faults: none; without a supervisor, or with one that does not listen, nothing is said.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Mapping
from datetime import timedelta


def notify(message: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Send lines such as "READY=1"; False where nobody listens."""
    address = environment.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as speaker:
        speaker.settimeout(1)
        speaker.sendto(
            message.encode("utf-8"), address.replace("@", "\0", 1) if address[0] == "@" else address
        )
        return True
    return False


def watchdog(environment: Mapping[str, str] = os.environ) -> timedelta | None:
    """How often the supervisor wants to hear from us; None where it does not (sd_watchdog_enabled(3))."""
    wanted, whose = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID")
    if not wanted.isdigit() or int(wanted) == 0 or (whose and whose != str(os.getpid())):
        return None
    return timedelta(microseconds=int(wanted))
