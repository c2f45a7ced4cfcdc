"""What happened: append-only, and hash-chained for each case.

An entry's hash covers the hash before it, so that changing, removing or inserting one breaks the chain
after it; the head of each chain is kept apart, so that cutting the end off is noticed too. Fields hold ids
and facts, never the text of a message. The database itself refuses to change an entry.

Faults: `verify` lists what is broken and changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlmodel import Session

from mailbot.store.statements import INDEXED, LINE, chunks, overwrite, plain, serialise
from mailbot.store.tables import journal, journal_heads

Fact = str | int | bool | None
Facts = dict[str, Fact]

RESTORED = "database-restored"  # an event of no case: somebody put a backup in its place

_DOMAIN = b"\x00mailbot-journal\x00"  # no other hash of ours can be taken for one of these
_BEGINNING = "0" * 64
_HEADS = select(journal_heads.c.chain, journal_heads.c.seq, journal_heads.c.hash).where(
    journal_heads.c.chain.in_(bindparam("chains", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    at: datetime
    case: str | None  # reference
    fields: Mapping[str, Fact] = field(default_factory=dict)
    #: Printed, never kept: an address in an entry nobody may change could not be erased.
    shown: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it was written down."""

    seq: int
    name: str
    at: datetime
    case: str | None
    fields: Mapping[str, Fact]
    hash: str


def append(session: Session, events: Sequence[Event]) -> None:
    """Write events down, in their order, at the end of the chain of their case."""
    chains: dict[str, list[Event]] = {}
    for event in events:
        chains.setdefault(event.case or "", []).append(event)
    # Sorted, so that two transactions with the same cases do not wait for each other crosswise.
    for some in chunks(sorted(chains)):
        serialise(session, "journal", *some)
        heads = _heads(session, some)
        rows = []
        for chain in some:
            seq, previous = heads.get(chain, (0, _BEGINNING))
            for event in chains[chain]:
                seq += 1
                rows.append(_row(chain, seq, previous, event))
                previous = rows[-1]["hash"]
            heads[chain] = seq, previous
        session.connection().execute(insert(journal), rows)
        told = [{"chain": chain, "seq": seq, "hash": last} for chain, (seq, last) in sorted(heads.items())]
        overwrite(session, journal_heads, told, ["chain"])


def entries(session: Session, reference: str | None) -> list[Entry]:
    """All that happened in a case; None: what belongs to no case."""
    columns = journal.c
    query = select(columns.seq, columns.name, columns.at, columns.fields, columns.hash)
    query = query.where(columns.chain == (reference or "")).order_by(columns.seq)
    return [
        Entry(row.seq, row.name, row.at, reference or None, json.loads(row.fields), row.hash)
        for row in session.connection().execute(query)
    ]


def latest(session: Session, name: str) -> datetime | None:
    """When an event that belongs to no case was last written down."""
    columns = journal.c
    query = select(columns.at).where(columns.chain == "", columns.name == name)
    found: datetime | None = (
        session.connection().execute(query.order_by(columns.seq.desc()).limit(1)).scalar()
    )
    return found


def verify(session: Session, case: str | None = None) -> list[str]:
    """What is wrong with the chain of one case, or with every chain; empty when nothing is."""
    query = select(journal_heads.c.chain, journal_heads.c.seq, journal_heads.c.hash)
    if case is not None:
        query = query.where(journal_heads.c.chain == case)
    heads = {row.chain: (row.seq, row.hash) for row in session.connection().execute(query)}
    found = []
    for chain, rows in _chains(session, case):
        fault = _fault(chain, rows, heads.pop(chain, None))
        if fault:
            found.append(f"{chain or 'events of no case'}: {fault}")
    found += [f"{chain or 'events of no case'}: every entry is missing" for chain in sorted(heads)]
    return found


def _heads(session: Session, chains: Sequence[str]) -> dict[str, tuple[int, str]]:
    rows = session.connection().execute(_HEADS, {"chains": chains})
    return {row.chain: (row.seq, row.hash) for row in rows}


def _row(chain: str, seq: int, previous: str, event: Event) -> dict[str, Any]:
    name = plain(event.name, INDEXED)
    fields = _canonical({plain(key): _fact(value) for key, value in event.fields.items()})
    return {
        "chain": chain,
        "seq": seq,
        "at": event.at,
        "name": name,
        "fields": fields,
        "previous_hash": previous,
        "hash": _hash(chain, seq, event.at, name, fields, previous),
    }


def _fact(value: Fact) -> Fact:
    return plain(value, LINE) if isinstance(value, str) else value


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _hash(chain: str, seq: int, at: datetime, name: str, fields: str, previous: str) -> str:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    content = _canonical({"case": chain, "seq": seq, "at": moment, "name": name, "fields": fields})
    return sha256(_DOMAIN + bytes.fromhex(previous) + content.encode()).hexdigest()


def _chains(session: Session, case: str | None) -> Iterator[tuple[str, list[Any]]]:
    columns = journal.c
    query = select(journal).order_by(columns.chain, columns.seq)
    if case is not None:
        query = query.where(columns.chain == case)
    chain: str | None = None
    rows: list[Any] = []
    for row in session.connection().execute(query.execution_options(yield_per=1000)):
        if rows and row.chain != chain:
            yield rows[0].chain, rows
            rows = []
        chain = row.chain
        rows.append(row)
    if rows:
        yield rows[0].chain, rows


def _fault(chain: str, rows: list[Any], head: tuple[int, str] | None) -> str:
    previous = _BEGINNING
    for expected, row in enumerate(rows, start=1):
        if row.seq != expected:
            return f"entry {expected} is missing"
        if row.previous_hash != previous:
            return f"entry {row.seq} does not follow the one before it"
        if row.hash != _hash(chain, row.seq, row.at, row.name, row.fields, previous):
            return f"entry {row.seq} was changed"
        previous = row.hash
    if head is None:
        return "the head of the chain is missing"
    if head != (rows[-1].seq, previous):
        return f"it ends at entry {rows[-1].seq}, but {head[0]} were written"
    return ""
