"""The mailbox we read, over IMAP (RFC 3501, 9051; UIDPLUS 4315, MOVE 6851, NAMESPACE 2342).

One `Mailbox` is one connection, owned by one thread for life:

    connect → ensure_folders → (select → uids → fetch → move → idle)* → close

Nothing changes on the server but by `ensure_folders` and `move`: bodies are read with BODY.PEEK[], \\Seen is
neither read nor set, EXPUNGE and CLOSE are never sent. No argument with CR, LF or NUL gets as far as the
socket (wire/session).

Faults: `Disconnected`: this object is dead, make another, with back-off; `Refused`: a person must change
something.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import imapclient

from mailbot.wire.outcome import (
    Disconnected,
    Fetched,
    Found,
    MailboxError,
    Moved,
    Oversize,
    Refused,
    Selected,
    Vanished,
    refuse_unsafe,
)
from mailbot.wire.session import Session
from mailbot.wire.terms import Account

__all__ = ["Account", "Fetched", "Mailbox", "Moved", "Oversize", "Selected", "Vanished"]

SEARCH_WINDOW = 80_000  # UIDs; imaplib gives up on an answer line over 1,000,000 octets
SIZES_WINDOW, BODIES_BATCH = 400, 100  # messages a FETCH
MOVE_BATCH = 80  # keeps the command line under the 1,000 octets of RFC 2683 section 3.2.1.5
RESELECT_AFTER = 200  # commands; imaplib keeps every untagged answer until the next SELECT
HEADER_LIMIT = 262_144  # octets of a message that is too large to be fetched whole
OVERSIZE = 50_000_000  # octets


class Mailbox:
    """One connection to one mailbox; `folders` maps our names to the configured ones, None moves nothing."""

    def __init__(
        self,
        account: Account,
        *,
        inbox: str,
        folders: Mapping[str, str] | None,
        oversize: int = OVERSIZE,
    ) -> None:
        refuse_unsafe([inbox, folders or {}])
        self.account = account
        self._session = Session(account)
        self._ask, self._where = self._session.ask, self._session.where
        self._inbox = inbox
        self._folders = dict(folders or {})
        self._oversize = oversize
        self._selected: Selected | None = None

    def connect(self) -> None:
        """Connect, verify the certificate and its name, log in."""
        self._session.connect()

    def close(self) -> None:
        """Leave by LOGOUT; never raises for a server that has gone."""
        self._session.close()

    @property
    def capabilities(self) -> frozenset[str]:
        """As offered after the login, in capitals."""
        return self._session.capabilities

    def idle(self, timeout: float, stop: threading.Event) -> bool:
        """Wait for news, at most a minute; True where the server told of some. A hint: look in any case."""
        self._at()
        return self._session.idle(timeout, stop)

    def select(self) -> Selected:
        """Select the inbox; the caller compares `uid_validity`, for inequality, with what it remembers."""
        answer = self._ask("select_folder", self._inbox)
        self._session.asked = 0
        if b"UIDNOTSTICKY" in answer:  # RFC 4315 section 3: a UID written down would mean nothing tomorrow
            raise Refused(
                f"{self._where}: {self._inbox} has no lasting UIDs (UIDNOTSTICKY); use another mailbox"
            )
        if b"READ-ONLY" in answer:
            raise Refused(f"{self._where}: {self._inbox} is read-only for us; grant write access")
        uid_validity, uid_next = answer.get(b"UIDVALIDITY"), answer.get(b"UIDNEXT")
        if uid_next is None:
            uid_next = self._ask("folder_status", self._inbox, ["UIDNEXT"]).get(b"UIDNEXT")
        if not uid_validity or not uid_next:
            raise Refused(f"{self._where}: {self._inbox} has no UIDVALIDITY or UIDNEXT; use another mailbox")
        self._selected = Selected(int(uid_validity), int(uid_next), int(answer[b"EXISTS"]))
        return self._selected

    def uids(self, first: int = 1) -> list[int]:
        """UIDs from `first` up to the last `select`, ascending, in searches with a bounded answer."""
        at = self._at()
        window = at.uid_next if at.exists <= SEARCH_WINDOW else SEARCH_WINDOW
        found: set[int] = set()
        for low in range(max(first, 1), at.uid_next, window):
            high = min(low + window, at.uid_next) - 1
            # More than was asked for may come back (RFC 9051 section 6.4.9 on n:*).
            found.update(uid for uid in self._ask("search", ["UID", f"{low}:{high}"]) if low <= uid <= high)
        self._at()
        return sorted(found)

    def fetch(self, uids: Sequence[int], *, max_bytes: int) -> Iterator[Found]:
        """Yield one value a UID, in order, holding about `max_bytes` of bodies at a time.

        One that is listed and of which the server tells nothing is complained about after all others.
        """
        stuck: list[int] = []
        for start in range(0, len(uids), SIZES_WINDOW):
            window = uids[start : start + SIZES_WINDOW]
            facts = self._items(window, "RFC822.SIZE", "INTERNALDATE")
            sizes = {uid: int(items[b"RFC822.SIZE"]) for uid, items in facts.items()}
            for batch in _batches(window, sizes, max_bytes, self._oversize):
                yield from self._bodies(batch, facts, sizes, stuck)
        if stuck:
            raise Refused(f"{self._where}: the server does not hand over UID {stuck[0]}; look at it there")

    def _bodies(
        self,
        batch: Sequence[int],
        facts: Mapping[int, Mapping[bytes, Any]],
        sizes: Mapping[int, int],
        stuck: list[int],
    ) -> Iterator[Found]:
        whole = [uid for uid in batch if uid in sizes and sizes[uid] <= self._oversize]
        bodies = self._items(whole, "BODY.PEEK[]")
        rest = [uid for uid in batch if uid in sizes and uid not in bodies]
        headers = self._items(rest, f"BODY.PEEK[HEADER]<0.{HEADER_LIMIT}>")
        there = self._present(set(batch) - set(bodies) - set(headers))
        validity = self._at().uid_validity
        for uid in batch:
            if uid in bodies:
                yield Fetched(validity, uid, _in_utc(facts[uid]), bodies[uid][b"BODY[]"])
            elif uid in headers or (uid in there and uid in facts):
                header = headers[uid][b"BODY[HEADER]<0>"] if uid in headers else b""
                yield Oversize(validity, uid, _in_utc(facts[uid]), header, sizes[uid])
            elif uid in there:
                stuck.append(uid)
            else:
                yield Vanished(validity, uid)

    def _items(self, uids: Sequence[int], *items: str) -> dict[int, Mapping[bytes, Any]]:
        """FETCH; those an item is missing of once more, after a NOOP (RFC 2683 section 3.4.4)."""
        keys = [item.replace(".PEEK", "").replace(f".{HEADER_LIMIT}>", ">").encode() for item in items]
        answer: dict[int, Mapping[bytes, Any]] = {}
        wanted = list(uids)
        for again in (False, True):
            if wanted and again:
                self._ask("noop")
            got = self._fetch(wanted, items)
            answer |= {u: got[u] for u in wanted if u in got and all(got[u].get(k) is not None for k in keys)}
            wanted = [uid for uid in wanted if uid not in answer]
        return answer

    def _fetch(self, uids: Sequence[int], items: Sequence[str]) -> dict[int, Mapping[bytes, Any]]:
        """FETCH; where the server says NO, in halves, to find the message that is the trouble."""
        if not uids:
            return {}
        try:
            return dict(self._ask("fetch", uids, items))
        except MailboxError as error:
            if not error.answered:
                raise
        if len(uids) == 1:
            return {}
        half = len(uids) // 2
        return self._fetch(uids[:half], items) | self._fetch(uids[half:], items)

    def ensure_folders(self) -> None:
        """Create the folders that are missing, below the personal namespace (RFC 2342)."""
        if self._folders and not self.capabilities & {"MOVE", "UIDPLUS"}:
            raise Refused(f'{self._where}: the server has neither MOVE nor UIDPLUS; set after = "leave"')
        prefix, delimiter = self._namespace()
        for ours, configured in self._folders.items():
            name = configured.replace("/", delimiter) if delimiter else configured
            name = name if name.startswith(prefix) else prefix + name
            self._folders[ours] = name
            if not self._ask("list_folders", "", name):
                self._create(name)

    def move(self, uids: Collection[int], folder: str) -> Moved:
        """Move to the folder `folder` stands for. A UID that is gone is no error."""
        name, ordered = self._folders[folder], sorted(uids)
        moved: set[int] = set()
        gone: set[int] = set()
        for start in range(0, len(ordered), MOVE_BATCH):
            at = self._at()
            if self._session.asked > RESELECT_AFTER and self.select().uid_validity != at.uid_validity:
                raise self._epoch_ended()
            batch = set(ordered[start : start + MOVE_BATCH])
            done = self._move_batch(batch, name)
            moved |= done
            gone |= batch - done - self._present(batch - done)
        return Moved(frozenset(moved), frozenset(gone))

    def _move_batch(self, batch: set[int], name: str) -> set[int]:
        done: set[int] = set()
        for last in (False, False, True):
            try:
                return done | self._move(sorted(self._present(batch - done)), name)
            except MailboxError as error:
                # Somebody else removed one just now (RFC 5530); the others may be here still, or moved.
                if last or not error.answered or "[EXPUNGEISSUED]" not in str(error).upper():
                    raise
                done |= batch & self._session.copied()
                self._ask("noop")
        return done

    def _move(self, uids: list[int], name: str) -> set[int]:
        """Return those known to be in the target."""
        if not uids:
            return set()
        self._session.forget("COPYUID")
        by_move = "MOVE" in self.capabilities
        self._into(name, "move" if by_move else "copy", uids)
        # COPYUID names what arrived; without it, an OK means: all that were there (RFC 3501 section 6.4.7).
        done = set(uids) & self._session.copied()
        done = done or set(uids) - (self._present(uids) if by_move else set())
        if not by_move and done:  # \Deleted only on what the target holds (RFC 4549 section 5.1, note 1)
            self._ask("add_flags", sorted(done), [imapclient.DELETED], silent=True)
            self._ask("uid_expunge", sorted(done))
        return done

    def _into(self, name: str, command: str, uids: list[int]) -> None:
        try:
            self._ask(command, uids, name)
        except Refused as refused:
            if "[TRYCREATE]" not in str(refused).upper():  # any other NO is not ours to mend (RFC 2683 3.3.2)
                raise
            self._create(name)
            self._ask(command, uids, name)

    def _present(self, uids: Iterable[int]) -> set[int]:
        wanted = set(uids)
        if not wanted:
            return set()
        return wanted & set(self._ask("search", ["UID", ",".join(map(str, sorted(wanted)))]))

    def _namespace(self) -> tuple[str, str]:
        if "NAMESPACE" in self.capabilities and (personal := self._ask("namespace").personal):
            prefix, delimiter = personal[0]
            return str(prefix), str(delimiter or "")
        roots = self._ask("list_folders", "", "")
        return "", roots[0][1].decode("ascii", "replace") if roots and roots[0][1] else ""

    def _create(self, name: str) -> None:
        try:
            self._ask("create_folder", name)
        except Refused:
            if not self._ask("list_folders", "", name):  # else somebody was faster
                raise

    def _at(self) -> Selected:
        """The epoch all UIDs of this moment belong to (RFC 2683 section 3.4.3)."""
        if self._selected is None:
            raise Disconnected(f"{self._where}: no mailbox selected; connect and select")
        told = self._session.untagged("UIDVALIDITY")
        if told and int(told[-1]) != self._selected.uid_validity:
            raise self._epoch_ended()
        return self._selected

    def _epoch_ended(self) -> Disconnected:
        self._session.drop()
        return Disconnected(f"{self._where}: UIDVALIDITY of {self._inbox} changed; connect and scan again")


def _batches(
    uids: Sequence[int], sizes: Mapping[int, int], max_bytes: int, oversize: int
) -> Iterator[Sequence[int]]:
    batch: list[int] = []
    held = 0
    for uid in uids:
        size = min(sizes.get(uid, 0), HEADER_LIMIT) if sizes.get(uid, 0) > oversize else sizes.get(uid, 0)
        if batch and (held + size > max_bytes or len(batch) >= BODIES_BATCH):
            yield batch
            batch, held = [], 0
        batch.append(uid)
        held += size
    if batch:
        yield batch


def _in_utc(facts: Mapping[bytes, Any]) -> datetime:
    date: datetime = facts[b"INTERNALDATE"]
    try:
        return date.astimezone(UTC)
    except OverflowError:  # the last hours of the year 9999, further west
        return date.replace(tzinfo=UTC)
