"""Messages that could be neither handled nor laid aside: they stay in the inbox, the others go on.

Each is tried again every few minutes, for ever, and lies before a person meanwhile: the clock of a complaint
runs whether or not mailbot can read it.

Faults: those of the database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from mailbot.casework.plans import Casework
from mailbot.journal import Journal
from mailbot.store.database import Database

#: How long a message is left alone before it is tried again.
AGAIN = timedelta(minutes=5)
#: The reason of its task.
STUCK = "message not handled"


class Stuck:
    """Of one mailbox. A hint: after a restart each is tried at once."""

    def __init__(
        self,
        mailbox: str,
        database: Database,
        casework: Casework,
        journal: Journal,
        clock: Callable[[], datetime],
    ) -> None:
        self._mailbox = mailbox
        self._database = database
        self._casework = casework
        self._journal = journal
        self._clock = clock
        self._since: dict[tuple[int, int], datetime] = {}  # (UIDVALIDITY, UID) → last tried

    def leave(self, uid_validity: int, uid: int, why: str) -> None:
        """One more, to lie before a person."""
        now = self._clock()
        if (uid_validity, uid) not in self._since:
            self._journal.say("message-stuck", now, mailbox=self._mailbox, uid=uid, why=why)
        self._since[uid_validity, uid] = now
        task: dict[str, Any] = {
            "unique_key": f"stuck:{self._mailbox}:{uid_validity}:{uid}",
            "reason": STUCK,
            "detail": f"the message with UID {uid} stays in the inbox of {self._mailbox}: {why}; read it "
            "there, its clock runs, and report the fault",
        }
        self._database.run(lambda session: self._casework.lay(session, now=now, **task))

    def left(self, uid_validity: int, unknown: Collection[int]) -> list[int]:
        """Those of the UIDs not in the ledger that are to be tried now."""
        still = {(uid_validity, uid) for uid in unknown}
        self._since = {key: at for key, at in self._since.items() if key in still}
        now = self._clock()
        return [uid for uid in unknown if not self._waits(uid_validity, uid, now)]

    def told(self) -> str | None:
        """What is wrong, while something is."""
        many = len(self._since)
        if not many:
            return None
        return f"{many} message{'s' if many > 1 else ''} could not be handled and stay in the inbox"

    def _waits(self, uid_validity: int, uid: int, now: datetime) -> bool:
        at = self._since.get((uid_validity, uid))
        return at is not None and abs(now - at) < AGAIN
