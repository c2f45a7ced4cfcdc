"""The mailbox we read, over IMAP (RFC 3501, 9051; UIDPLUS 4315, MOVE 6851, NAMESPACE 2342).

One `Mailbox` is one connection, owned by one thread for life:

    connect → ensure_folders → (select → uids → fetch → move → idle)* → close

Nothing changes on the server but by `ensure_folders`, `move` and `take_back`: bodies are read with
BODY.PEEK[], of FLAGS only our own keyword counts, EXPUNGE and CLOSE are never sent. No argument with CR, LF
or NUL gets as far as the socket (wire/session).

Faults: `Disconnected`: this object is dead, make another, with back-off; `Refused`: a person must change
something.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence

from mailbot.wire.filing import Filing
from mailbot.wire.outcome import (
    Disconnected,
    Fetched,
    Found,
    Moved,
    Oversize,
    Refused,
    Selected,
    Vanished,
    refuse_unsafe,
)
from mailbot.wire.reading import Reading
from mailbot.wire.session import Session
from mailbot.wire.terms import Account

__all__ = ["Account", "Fetched", "Mailbox", "Moved", "Oversize", "Selected", "Vanished"]

SEARCH_WINDOW = 600_000  # UIDs; keeps the line of an answer under the limit of wire/stream
OVERSIZE = 50_000_000  # octets
_BACK = "inbox"
LARGEST = 2**32  # of what counts messages (RFC 9051 section 9, nz-number)


class Mailbox:
    """One connection to one mailbox; `folders` maps our names to the configured ones, None moves nothing."""

    def __init__(
        self,
        account: Account,
        *,
        inbox: str,
        folders: Mapping[str, str] | None,
        oversize: int = OVERSIZE,
        read_only: bool = False,
    ) -> None:
        """`read_only`: by EXAMINE, which leaves no trace; nothing can be filed then."""
        refuse_unsafe([inbox, folders or {}])
        self.account = account
        self._session = Session(account)
        self._ask, self._where = self._session.ask, self._session.where
        self._inbox = inbox
        self._read_only = read_only
        self._selected: Selected | None = None
        self._name = inbox  # of what is selected
        self._filing = Filing(self._session, self._at, self.select, folders)
        self._reading = Reading(self._session, self._at, oversize=oversize)

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
        """Wait for news, so long at most; True where the server told of some. A hint: look in any case."""
        self._at()
        return self._session.idle(timeout, stop)

    def select(self) -> Selected:
        """Select the inbox; the caller compares `uid_validity`, for inequality, with what it remembers."""
        return self._open(self._inbox, self._filing)

    def _open(self, name: str, filing: Filing) -> Selected:
        self._name = name
        answer = self._ask("select_folder", name, readonly=self._read_only)
        self._session.asked = 0
        if b"UIDNOTSTICKY" in answer:  # RFC 4315 section 3: a UID written down would mean nothing tomorrow
            raise Refused(f"{self._where}: {name} has no lasting UIDs (UIDNOTSTICKY); use another mailbox")
        if b"READ-ONLY" in answer and not self._read_only:
            raise Refused(f"{self._where}: {name} is read-only for us; grant write access")
        uid_validity, uid_next = answer.get(b"UIDVALIDITY"), answer.get(b"UIDNEXT")
        if not uid_next:
            status = self._ask("folder_status", name, ["UIDNEXT", "UIDVALIDITY"])
            uid_next = status.get(b"UIDNEXT")
            if status.get(b"UIDVALIDITY", uid_validity) != uid_validity:
                raise self._epoch_ended()
        if not uid_validity or not uid_next:
            raise Refused(f"{self._where}: {name} has no UIDVALIDITY or UIDNEXT; use another mailbox")
        told = uid_validity, uid_next, answer.get(b"EXISTS")
        if not all(isinstance(number, int) and 0 <= number <= LARGEST for number in told):
            raise self._dropped(f"{name} was selected with numbers that are none")
        filing.allow(answer.get(b"PERMANENTFLAGS"))
        self._selected = Selected(*told)
        return self._selected

    def uids(self, first: int = 1) -> list[int]:
        """UIDs from `first` up to the last `select`, ascending, in searches with a bounded answer."""
        at = self._at()
        window = at.uid_next if at.exists <= SEARCH_WINDOW else SEARCH_WINDOW
        found: set[int] = set()
        for low in range(max(first, 1), at.uid_next, window):
            high = min(low + window, at.uid_next) - 1
            # More than was asked for may come back (RFC 9051 section 6.4.9 on n:*).
            answer = self._session.search("UID", f"{low}:{high}")
            found.update(uid for uid in answer if low <= uid <= high)
        self._at()
        return sorted(found)

    def fetch(
        self, uids: Sequence[int], *, max_bytes: int, lost: Mapping[int, int] | None = None
    ) -> Iterator[Found]:
        """Yield one value a UID, in order, holding about `max_bytes` of bodies at a time.

        At the end those in `lost`: how often the connection was lost while they were read.
        """
        yield from self._reading.messages(uids, max_bytes=max_bytes, lost=lost or {})

    def ensure_folders(self) -> None:
        """Create the folders that are missing, below the personal namespace (RFC 2342)."""
        self._filing.ensure_folders()

    def move(self, uids: Collection[int], folder: str, *, again: bool = False) -> Moved:
        """Move to the folder `folder` stands for. A UID that is gone is no error; `again`: an earlier
        connection may have been lost while it moved them."""
        return self._filing.move(uids, folder, again=again)

    def take_back(self, uids: Collection[int], folder: str, uid_validity: int) -> Moved:
        """Move back to the inbox, from the folder `folder` stands for; then `select` comes first again.

        What an earlier attempt has copied there already is not copied again.
        """
        name = self._filing.name_of(folder)
        back = Filing(
            self._session, self._at, lambda: self._open(name, back), {_BACK: self._inbox}, marks=False
        )
        if self._open(name, back).uid_validity != uid_validity:
            raise self._epoch_ended()
        return back.move(uids, _BACK, again=True)

    def _at(self) -> Selected:
        """The epoch all UIDs of this moment belong to (RFC 2683 section 3.4.3)."""
        if self._selected is None:
            raise Disconnected(f"{self._where}: no mailbox selected; connect and select")
        told = self._session.untagged("UIDVALIDITY")
        if told and told[-1].strip() != b"%d" % self._selected.uid_validity:
            raise self._epoch_ended()
        return self._selected

    def _epoch_ended(self) -> Disconnected:
        return self._dropped(f"UIDVALIDITY of {self._name} changed")

    def _dropped(self, why: str) -> Disconnected:
        self._session.drop()
        return Disconnected(f"{self._where}: {why}; connect and scan again")
