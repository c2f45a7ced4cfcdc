"""Proof that every UID is accounted for: mailboxes, ledger, cases, letters and archive, compared both ways.

    inbox ↔ ledger   folders ↔ ledger   messages ↔ cases ↔ letters ↔ tasks   letters ↔ archive   journal

Everything here reads: EXAMINE, BODY.PEEK and snapshots of the database. The same discrepancy has the same key
each time it is found; one that a person has settled in the queue is a note from then on.

Faults: those of the database. A server that cannot be reached is told of, and the rest compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from mailbot.reconciling.archive_check import RECENTLY, Open, archive_findings
from mailbot.reconciling.archive_check import Archive as Archive
from mailbot.reconciling.discrepancies import Account, Finding, Level, about_row
from mailbot.reconciling.folder_check import FolderCheck
from mailbot.reconciling.inbox_check import Box, InboxCheck
from mailbot.store import accounts, journal, owed
from mailbot.store.accounts import Place, Scope
from mailbot.store.database import Database
from mailbot.wire.outcome import MailboxError

#: A letter that nobody touches for so long has been forgotten.
FORGOTTEN = timedelta(hours=1)
#: Matters that keep letters waiting and are laid before a person again each day.
KNOWN_TO_WAIT = ("breaker open", "letters cannot be sent", "archive not reachable")
REASON = "reconcile"  # of the tasks, and the beginning of their keys


class Reconciliation:
    """Compares everything, or one mailbox's share of it; holds nothing that changes."""

    def __init__(
        self,
        database: Database,
        boxes: Sequence[tuple[Box, Open]],
        archive: Archive | None,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._boxes = boxes
        self._archive = archive
        self._clock = clock

    def run(self, *, mailbox: str | None = None, days: int | None = None) -> Account:
        """Look at everything once; `days`: apart from the inboxes, only at what came or was written since.

        Servers are asked first, then the database: what happens meanwhile is no discrepancy.
        """
        now = self._clock()
        scope = Scope(mailbox, None if days is None else now - timedelta(days=days))
        found: list[Finding] = []
        unreachable: dict[str, str] = {}
        for box, connect in self._boxes:
            if mailbox in (None, box.name):
                self._try(box.name, unreachable, found, self._mailbox(box, connect, scope))
        if self._archive is not None:
            self._try(
                "archive", unreachable, found, archive_findings(self._archive, self._database, scope, now)
            )
        with self._database.reading() as session:
            counts = accounts.counts(session, scope)
            found += self._records(session, scope)
            found += [_broken(line) for line in journal.verify(session)]
            found = _judged(session, found)
        return Account(counts.messages, counts.cases, counts.letters, tuple(found), unreachable)

    def _try(
        self, name: str, unreachable: dict[str, str], found: list[Finding], findings: Iterator[Finding]
    ) -> None:
        try:
            found.extend(findings)
        except MailboxError as fault:
            unreachable[name] = str(fault)

    def _mailbox(self, box: Box, connect: Open, scope: Scope) -> Iterator[Finding]:
        with connect() as shelf:
            inbox = InboxCheck(box, shelf, self._database, self._clock())
            yield from inbox.findings()
            folders = FolderCheck(
                box, shelf, self._database, self._clock(), since=scope.since, there=inbox.there
            )
            yield from folders.findings()

    def _records(self, session: Session, scope: Scope) -> Iterator[Finding]:
        """Messages, cases, letters and tasks, in one snapshot."""
        now = self._clock()
        silent = owed.silent(session)
        waits = accounts.is_known_to_wait(session, KNOWN_TO_WAIT, now - RECENTLY)
        yield from _each("message-without-case", accounts.messages_without_case(session, scope))
        yield from _each("message-before-nobody", accounts.messages_before_nobody(session, scope))
        yield from _each("withheld-in-silence", accounts.messages_named(session, scope, silent.messages))
        yield from _each("case-without-message", accounts.cases_without_message(session, scope))
        yield from _each("case-without-deadline", accounts.cases_without_deadline(session, scope))
        yield from _each("case-unacknowledged", accounts.cases_unacknowledged(session, scope))
        yield from _each("met-without-letter", accounts.cases_met_without_letter(session, scope))
        yield from _each("letter-not-counted", accounts.letters_not_counted(session, scope))
        yield from _each("letter-in-silence", accounts.letters_named(session, scope, silent.letters))
        stuck = accounts.letters_stuck(session, scope, now - FORGOTTEN)
        yield from _each("letter-stuck", stuck, lowered=waits)


def _each(kind: str, places: Iterable[Place], *, lowered: bool = False) -> Iterator[Finding]:
    for place in places:
        yield about_row(kind, place, lowered=lowered)


def _broken(line: str) -> Finding:
    chain = line.partition(":")[0]
    todo = "somebody changed the database: tell oversight, and compare it with the last backup"
    return Finding(Level.FAULT, "journal", chain, f"the chain of the journal is broken: {line}", todo)


def _judged(session: Session, found: Sequence[Finding]) -> list[Finding]:
    """With their tasks; what a person has settled is no discrepancy any more."""
    tasks = accounts.judged(session, [task_key(one) for one in found])
    told = []
    for one in found:
        task = tasks.get(task_key(one))
        if task is None:
            told.append(one)
        elif task.by is None:
            told.append(replace(one, task=one.task or task.task))
        else:
            todo = f"nothing: settled by {task.by}: {task.outcome}"
            told.append(replace(one, level=Level.NOTE, todo=todo, task=task.task))
    return told


def task_key(found: Finding) -> str:
    """The key of the task in which a discrepancy lies before a person."""
    return f"{REASON}:{found.kind}:{found.key}"
