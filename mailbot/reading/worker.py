"""The process that reads hostile mail: it knows no network, no database, and what it can cost is limited.

Only here are the parsers imported; mailbot/reading/reader starts this, asks, and ends it.

Faults: none of a message's making; what it died of is heard by the reader.
"""

from __future__ import annotations

import logging
import pickle
import resource
import signal
import sys

from mailbot.complaints.extract import extract
from mailbot.complaints.practice import Practice
from mailbot.mail.parse import parse
from mailbot.reading.reader import WITH_DOCUMENTS, Reading, receive, send


def read(raw: bytes, practice: Practice, size: int, *, documents: bool = True) -> Reading:
    """Parse and extract, here and now, without limits but the size's."""
    parsed = parse(raw, max_size=size, documents=documents)
    return Reading(parsed, extract(parsed, practice))


def serve() -> None:
    """The child: read frames from standard input until it ends."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)  # the parent decides; see `_spawn`
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    logging.disable(logging.CRITICAL)  # libraries log what they could not read: the message itself
    source, target = sys.stdin.buffer, sys.stdout.buffer
    practice, limits = pickle.loads(receive(source))  # noqa: S301  # the parent's
    _, most = resource.getrlimit(resource.RLIMIT_AS)  # what we were given may be less
    memory = limits.memory if most == resource.RLIM_INFINITY else min(limits.memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    read(b"", practice, limits.size)  # tables that are built at the first message are no cost of a message
    send(target, b"ready")
    while True:
        try:
            documents, raw = receive(source) == WITH_DOCUMENTS, receive(source)
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_PROF, limits.cpu.total_seconds())
        try:
            answer = pickle.dumps(read(raw, practice, limits.size, documents=documents))
        except MemoryError:
            answer = pickle.dumps(f"reading it took more than {memory // 2**20} MB")
        except Exception as fault:  # noqa: BLE001  # its text may quote the message: only its class is told
            answer = pickle.dumps(f"reading it failed ({type(fault).__name__})")
        signal.setitimer(signal.ITIMER_PROF, 0)
        send(target, answer)
