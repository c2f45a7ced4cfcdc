"""File messages away over IMAP: our folders, and MOVE (RFC 6851) or what stands for it (RFC 4315).

Without MOVE: COPY → what did COPYUID name? → +FLAGS.SILENT (\\Deleted) on that → UID EXPUNGE of that. EXPUNGE
and CLOSE would remove what somebody else marked, and are never sent. At every step each message is in at
least one of the two mailboxes; one that may have been copied before the connection was lost is looked for in
the target before it is copied again (RFC 4549 section 5.1).

Faults: those of wire/session. A message the server will not move does not keep the others: `Moved.fault`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

import imapclient

from mailbot.wire import answers
from mailbot.wire.outcome import Disconnected, MailboxError, Moved, Refused, Selected
from mailbot.wire.session import Session

MOVE_BATCH = 80  # keeps the command line under the 1,000 octets of RFC 2683 section 3.2.1.5
RESELECT_AFTER = 200  # commands; imaplib keeps every untagged answer until the next SELECT
REFUSALS = 3  # messages in a row that cannot be moved: it is the folder
HELD_WINDOW = 400  # messages a FETCH
COMPARED_AT_MOST = 2**25  # octets; a second copy of a larger message does no harm
_A_DAY = timedelta(days=1)  # a server searches by its own day
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_Held = tuple[int, datetime]  # RFC822.SIZE and INTERNALDATE, which a copy keeps (RFC 9051 section 6.4.7)


class Filing:
    """Our folders below one account; `select` selects the inbox again, `at` says which epoch we are in.

    `marks`: what is moved bears our keyword from then on, where the server keeps keywords.
    """

    def __init__(
        self,
        session: Session,
        at: Callable[[], Selected],
        select: Callable[[], Selected],
        folders: Mapping[str, str] | None,
        *,
        marks: bool = True,
    ) -> None:
        self._may_delete = True  # the inbox lets us mark a message as deleted
        self._may_mark = False  # and with our keyword
        self._marks = marks  # until the server refuses to
        self._session = session
        self._ask, self._where = session.ask, session.where
        self._at, self._select = at, select
        self._folders = dict(folders or {})
        self._copied: dict[tuple[int, int], str] = {}  # (UIDVALIDITY, UID) → the folder that has it already

    def allow(self, flags: Collection[bytes] | None) -> None:
        """What may be marked where we move from: PERMANENTFLAGS, or None where there is none."""
        allowed = None if flags is None else {flag.lower() for flag in flags}
        self._may_delete = allowed is None or b"\\deleted" in allowed
        self._may_mark = allowed is not None and bool(allowed & {b"\\*", answers.FILED.lower()})

    def name_of(self, folder: str) -> str:
        """What `folder` is called on the server; after `ensure_folders`."""
        return self._folders[folder]

    def ensure_folders(self) -> None:
        """Create the folders that are missing, below the personal namespace (RFC 2342)."""
        if self._folders and not self._session.capabilities & {"MOVE", "UIDPLUS"}:
            raise self._cannot('the server has neither MOVE nor UIDPLUS; set after = "leave"')
        prefix, delimiter = self._namespace()
        for ours, configured in self._folders.items():
            name = configured.replace("/", delimiter) if delimiter else configured
            name = name if name.startswith(prefix) else prefix + name
            self._folders[ours] = name
            if not self._ask("list_folders", "", name):
                self._create(name)

    def move(self, uids: Collection[int], folder: str, *, again: bool) -> Moved:
        """Move to the folder `folder` stands for. A UID that is gone is no error."""
        name, ordered = self._folders[folder], sorted(uids)
        moved: set[int] = set()
        gone: set[int] = set()
        fault: MailboxError | None = None
        for start in range(0, len(ordered), MOVE_BATCH):
            if self._session.asked > RESELECT_AFTER:
                self._select_again()
            batch = set(ordered[start : start + MOVE_BATCH])
            if again and "MOVE" not in self._session.capabilities:
                self._find_copies(sorted(self._session.present(batch)), name)
            done, fault = self._move_batch(batch, name)
            moved |= done
            gone |= batch - done - self._session.present(batch - done)
            if fault is not None:
                break
        return Moved(frozenset(moved), frozenset(gone), fault)

    def _move_batch(self, batch: set[int], name: str) -> tuple[set[int], MailboxError | None]:
        """Those known to be in the target; where the server says NO, in halves, to find which it is about."""
        done: set[int] = set()
        waiting, refused = [sorted(batch)], 0
        fault: MailboxError | None = None
        while waiting and refused < REFUSALS:
            some = waiting.pop()
            try:
                done |= self._move_some(set(some), name)
                refused = 0
            except MailboxError as error:
                if not error.answered:
                    raise
                fault = error
                # A part may have been moved all the same (RFC 6851 section 3.3).
                done |= set(some) & self._session.copied() - self._session.present(some)
                if len(some) == 1:
                    refused += 1
                else:
                    half = len(some) // 2
                    waiting += [some[half:], some[:half]]
        return done, fault

    def _move_some(self, batch: set[int], name: str) -> set[int]:
        done: set[int] = set()
        for last in (False, False, True):
            try:
                return done | self._move(sorted(self._session.present(batch - done)), name)
            except MailboxError as error:
                # Somebody else removed one just now (RFC 5530); the others may be here still, or moved.
                if last or not error.answered or "[EXPUNGEISSUED]" not in str(error).upper():
                    raise
                done |= batch & self._session.copied() - self._session.present(batch)
                self._ask("noop")
        return done

    def _move(self, uids: list[int], name: str) -> set[int]:
        """Return those known to be in the target."""
        self._at()
        if not uids:
            return set()
        self._mark(uids)
        if "MOVE" in self._session.capabilities:
            self._session.forget("COPYUID")
            self._into(name, "move", uids)
            # COPYUID names what arrived; without it, an OK means: all that were there (RFC 6851 section 3.3).
            return set(uids) & self._session.copied() or set(uids) - self._session.present(uids)
        return self._copy_and_expunge(uids, name)

    def _mark(self, uids: list[int]) -> None:
        """Before they are moved, for MOVE and COPY keep keywords (RFC 9051 section 6.4.7): with a database
        restored from a backup they must not be taken for new. A server that refuses is no fault."""
        if not (self._marks and self._may_mark):
            return
        try:
            self._ask("add_flags", uids, [answers.FILED], silent=True)
        except MailboxError as error:
            if not error.answered:
                raise
            if isinstance(error, Refused):  # else it is trouble of the moment, or one was just removed
                self._marks = False

    def _copy_and_expunge(self, uids: list[int], name: str) -> set[int]:
        if not self._may_delete:
            raise self._cannot('nothing may be marked as deleted here (PERMANENTFLAGS); set after = "leave"')
        validity = self._at().uid_validity
        to_copy = [uid for uid in uids if self._copied.get((validity, uid)) != name]
        if to_copy:
            self._session.forget("COPYUID")
            self._into(name, "copy", to_copy)
            for uid in set(to_copy) & self._session.copied() or to_copy:
                self._copied[validity, uid] = name
        # \Deleted only on what the target holds (RFC 4549 section 5.1, note 1).
        done = [uid for uid in uids if self._copied.get((validity, uid)) == name]
        if done:
            self._ask("add_flags", done, [imapclient.DELETED], silent=True)
            self._ask("uid_expunge", done)
        return set(done)

    def _find_copies(self, uids: list[int], name: str) -> None:
        """Note which of these the target holds already, octet for octet and of the same moment."""
        epoch = self._at()
        ours = self._held(uids)
        if not ours:
            return
        days = [moment.date() for _, moment in ours.values()]
        first, behind = min(days) - _A_DAY, max(days) + 2 * _A_DAY
        self._ask("select_folder", name, readonly=True)
        found = self._session.search("SINCE", _day(first), "BEFORE", _day(behind))
        theirs = {uid: held for uid, held in self._held(found).items() if held in ours.values()}
        digests = set(self._digests(theirs).values())
        self._select_again(epoch)
        alike = {uid: held for uid, held in ours.items() if held in theirs.values()}
        for uid, digest in self._digests(alike).items():
            if digest in digests:
                self._copied[epoch.uid_validity, uid] = name

    def _held(self, uids: Sequence[int]) -> dict[int, _Held]:
        found = {}
        for start in range(0, len(uids), HELD_WINDOW):
            window = uids[start : start + HELD_WINDOW]
            for uid, items in self._session.fetch(window, ("RFC822.SIZE", "INTERNALDATE")).items():
                size, moment = answers.size(items), answers.moment(items)
                if size is not None and size <= COMPARED_AT_MOST and moment is not None:
                    found[uid] = size, moment
        return found

    def _digests(self, held: Mapping[int, _Held]) -> dict[int, str]:
        """One message at a time: they may be large."""
        found = {}
        for uid, (size, _) in held.items():
            items = self._session.fetch([uid], ("BODY.PEEK[]",), octets=size).get(uid, {})
            if (whole := answers.octets(items, b"BODY[]")) is not None:
                found[uid] = sha256(whole).hexdigest()
        return found

    def _into(self, name: str, command: str, uids: list[int]) -> None:
        try:
            self._ask(command, uids, name)
        except Refused as refused:
            if "[TRYCREATE]" not in str(refused).upper():  # any other NO is not ours to mend (RFC 2683 3.3.2)
                raise
            self._create(name)
            self._ask(command, uids, name)

    def _select_again(self, epoch: Selected | None = None) -> None:
        before = epoch or self._at()
        if self._select().uid_validity != before.uid_validity:
            self._session.drop()
            raise Disconnected(f"{self._where}: UIDVALIDITY changed; connect and scan again")

    def _namespace(self) -> tuple[str, str]:
        if "NAMESPACE" in self._session.capabilities and (personal := self._ask("namespace").personal):
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

    def _cannot(self, why: str) -> Refused:
        refused = Refused(f"{self._where}: {why}")
        refused.answered = True
        return refused


def _day(day: date) -> str:
    """As SEARCH writes a day, in English whatever the locale."""
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year:04}"
