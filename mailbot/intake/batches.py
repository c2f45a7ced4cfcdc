"""What is fetched, as many messages at a time as fit into a transaction and into the memory meant for them.

Faults: those of the fetching; what was read before one is yielded first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mailbot.wire.outcome import Fetched, Found, MailboxError, Oversize

BATCH_OCTETS = 4 * 1024 * 1024  # of bodies in a batch, unless one message is larger; two batches are held
BATCH_MESSAGES = 20  # messages a transaction: keeps the write lock short


def batches(items: Iterable[Found]) -> Iterator[list[Found]]:
    batch: list[Found] = []
    octets = 0
    try:
        for item in items:
            size = _octets(item)
            if batch and octets + size > BATCH_OCTETS:
                yield batch
                batch, octets = [], 0
            batch.append(item)
            octets += size
            if len(batch) >= BATCH_MESSAGES or octets >= BATCH_OCTETS:  # full: hold no more
                yield batch
                batch, octets = [], 0
    except MailboxError:
        if batch:
            yield batch  # what was read is not lost with the connection
        raise
    if batch:
        yield batch


def _octets(item: Found) -> int:
    if isinstance(item, Fetched):
        return len(item.raw)
    return len(item.beginning) if isinstance(item, Oversize) else 0
