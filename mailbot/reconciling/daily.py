"""Clock → rows: once a day everything is compared, and what does not agree is laid before people.

Due at six in the morning, London. A day is done when its row in the journal ("reconciled") is committed: a
restart repeats nothing, what was missed is caught up, and of several daemons the one with the lease works.
What a first look finds counts only when a second one finds it too, minutes later: work goes on meanwhile.

Each discrepancy is one task, once for as long as it is the same one; a day with new ones is one mail to
oversight. One that has gone settles nothing by itself.

Faults: those of the database leave the day due. Anything else ends the thread, and with it the process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlmodel import Session

from mailbot.casework.attention import Attention
from mailbot.complaints.calendar import at_london, london_day
from mailbot.journal import Journal
from mailbot.reconciling.discrepancies import Account, Finding, counted
from mailbot.reconciling.reconciliation import REASON, Reconciliation, task_key
from mailbot.store import cases, journal, leases
from mailbot.store.database import Database, Unavailable
from mailbot.store.former import FORMER
from mailbot.store.journal import Event, Facts, append

SIX = time(6, 0)
GRACE = timedelta(minutes=15)  # after a start: what came while nobody worked is read first
LOOK = timedelta(minutes=1)  # between two looks at the clock
AGAIN = timedelta(minutes=5)  # until the second look
LEASE = timedelta(hours=3)  # longer than any going through of it all
TASKS_AT_MOST = 100  # of one kind a day; the rest is one task that says how many
TOLD_AT_MOST = 10  # in the mail
RECONCILED = "reconciled"


class Daily:
    """What is done is in the journal; what is held here only saves work."""

    name = "reconciliation"

    def __init__(
        self,
        reconciliation: Reconciliation,
        database: Database,
        attention: Attention,
        log: Journal,
        *,
        owner: str,
        clock: Callable[[], datetime],
        bell: Callable[[], None],
        stop: threading.Event,
        again: timedelta = AGAIN,
    ) -> None:
        self._reconciliation = reconciliation
        self._database = database
        self._attention = attention
        self._log = log
        self._owner = owner
        self._clock = clock
        self._bell = bell
        self._stop = stop
        self._again = again
        self._done: datetime | None = None

    def run(self) -> None:
        """Look at the clock until told to stop."""
        if self._stop.wait(GRACE.total_seconds()):
            return
        self.turn()
        while not self._stop.wait(LOOK.total_seconds()):
            self.turn()

    def turn(self) -> None:
        """Do the day's work if nobody has."""
        try:
            if self._is_due():
                self._work()
        except Unavailable:
            return  # others tell of it; the day stays due

    def _is_due(self) -> bool:
        due = last_due(self._clock())
        if self._done is None or self._done < due:
            with self._database.reading() as session:
                self._done = journal.latest(session, RECONCILED)
        return self._done is None or self._done < due

    def _work(self) -> None:
        now = self._clock()
        fence = self._database.run(
            lambda session: leases.acquire(session, RECONCILED, self._owner, now, LEASE)
        )
        if fence is None:
            return
        try:
            account = self._look_twice()
            if account is not None:
                self._log.emit(self._database.run(lambda session: self._lay(session, account, fence)))
                self._bell()
        finally:
            self._database.run(
                lambda session: leases.release(session, RECONCILED, self._owner, fence, self._clock())
            )

    def _look_twice(self) -> Account | None:
        """What two looks agree about; None when told to stop between them."""
        account = self._reconciliation.run()
        if not account.discrepancies and not account.unreachable:
            return account
        if self._stop.wait(self._again.total_seconds()):
            return None
        before = {task_key(found) for found in account.findings}
        account = self._reconciliation.run()
        return replace(account, findings=tuple(f for f in account.findings if task_key(f) in before))

    def _lay(self, session: Session, account: Account, fence: int) -> list[Event]:
        """Tasks, the mail and the day's row, all or nothing."""
        now = self._clock()
        due, last = last_due(now), journal.latest(session, RECONCILED)
        if not leases.holds(session, RECONCILED, self._owner, fence, now) or (
            last is not None and last >= due
        ):
            return []
        new = [found for found in _at_most(account.discrepancies) if self._lay_one(session, found, now)]
        for found in account.findings:
            if found.former is not None and found.case_id is not None:
                cases.add_reference(session, found.case_id, type=FORMER, value=found.former, source="archive")
        day = london_day(now).isoformat()
        if account.unreachable:
            detail = "; ".join(f"{name}: {why}" for name, why in sorted(account.unreachable.items()))
            self._attention.warn(session, f"{REASON}:unreachable:{day}", "not compared", detail, now)
        if new:
            self._attention.tell_oversight(session, f"{REASON}:{day}", _told(new), now, COMMAND)
        fields: Facts = {
            "messages": account.messages,
            "cases": account.cases,
            "letters": account.letters,
            "discrepancies": len(account.discrepancies),
            "new": len(new),
            "unreachable": ", ".join(sorted(account.unreachable)) or None,
        }
        events = [Event(RECONCILED, now, None, fields)]
        append(session, events)
        return events

    def _lay_one(self, session: Session, found: Finding, now: datetime) -> bool:
        return self._attention.duty.lay(
            session,
            unique_key=task_key(found),
            reason=REASON,
            detail=f"{found.where}: {found.what}. To do: {found.todo}",
            case=cases.get(session, found.case) if found.case else None,
            message_row_id=found.message,
            letter_id=found.letter,
            now=now,
        )


COMMAND = "mailbot reconcile"


def last_due(now: datetime) -> datetime:
    """The last six o'clock in London up to `now`, in UTC."""
    today = london_day(now)
    due = at_london(today, SIX)
    return due if due <= now else at_london(today - timedelta(days=1), SIX)


def _at_most(found: Sequence[Finding]) -> list[Finding]:
    """Each by itself; of what there are masses, the first and one that stands for the rest."""
    kinds: dict[str, list[Finding]] = {}
    for one in found:
        kinds.setdefault(one.kind, []).append(one)
    told = []
    for some in kinds.values():
        told += some[:TASKS_AT_MOST]
        if rest := some[TASKS_AT_MOST:]:
            what = f"the first of {counted(len(rest), 'discrepancy')} more like this: {rest[0].what}"
            told.append(replace(rest[0], what=what, todo=f"`{COMMAND}` shows all; {rest[0].todo}"))
    return told


def _told(new: Sequence[Finding]) -> str:
    told = [f"{found.where}: {found.what}" for found in new[:TOLD_AT_MOST]]
    more = [f"and {len(new) - TOLD_AT_MOST} more"] if len(new) > TOLD_AT_MOST else []
    return f"{counted(len(new), 'new discrepancy')} – {'; '.join([*told, *more])}"
