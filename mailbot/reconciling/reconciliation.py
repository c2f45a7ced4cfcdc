"""Proof that every UID is accounted for: mailboxes, ledger, cases, letters and archive, compared both ways.

    inbox ↔ ledger   folders ↔ ledger   messages ↔ cases ↔ letters ↔ tasks   letters ↔ archive   journal

Everything here reads: EXAMINE, BODY.PEEK and snapshots of the database. The same discrepancy has the same key
each time it is found; one that a person has settled in the queue is a note from then on.

Faults: those of the database. A server that cannot be reached is told of, and the rest compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from mailbot.reconciling.discrepancies import Account, Finding, Level, about_row, counted
from mailbot.reconciling.folder_check import FolderCheck
from mailbot.reconciling.inbox_check import Box, InboxCheck, Shelf
from mailbot.store import accounts, journal, owed
from mailbot.store.accounts import Place, Posted, Scope
from mailbot.store.database import Database
from mailbot.store.owed import Owing
from mailbot.wire.outcome import MailboxError
from mailbot.wire.shelf import DAYS_OF_GRACE, Held, is_ours

#: A letter that nobody touches for so long has been forgotten.
FORGOTTEN = timedelta(hours=1)
#: Matters that keep letters waiting and are laid before a person again each day.
KNOWN_TO_WAIT = ("breaker open", "letters cannot be sent", "archive not reachable")
RECENTLY = timedelta(hours=25)
REASON = "reconcile"  # of the tasks, and the beginning of their keys

Open = Callable[[], AbstractContextManager[Shelf]]


@dataclass(frozen=True, slots=True)
class Archive:
    """The mailbox with the second copy of each letter, and how long one may be on its way there."""

    connect: Open
    mailbox: str
    settle_time: timedelta


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
            self._try("archive", unreachable, found, self._copies(self._archive, scope, now))
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

    def _copies(self, archive: Archive, scope: Scope, now: datetime) -> Iterator[Finding]:
        """Every letter a server took lies in the archive once, and none it did not take."""
        copies: dict[int, int] = {}
        odd: dict[int, Posted] = {}
        strange: list[Held] = []
        oldest: datetime | None = None
        answered: set[str] = set()
        for held, letter, answers in self._archived(archive, scope):
            if letter is None:
                strange.append(held)
                answered.update(filter(None, [answers]))
                continue
            number = letter.letter
            copies[number] = copies.get(number, 0) + 1
            oldest = min(oldest or held.internal_date, held.internal_date)
            if copies[number] > 1 or letter.state != "SENT":
                odd[number] = letter
        for number, letter in odd.items():
            yield from _of_copies(letter, copies[number])
        if strange and scope == Scope():  # else the others are only not asked about
            yield _unknown_copies(strange, archive.mailbox)
            with self._database.reading() as session:
                yield from map(_answered_before, owed.owing(session, answered))
        # What went out before its oldest copy did so before there was an archive, or is kept no longer.
        after = max(filter(None, (scope.since, oldest or now - RECENTLY)))
        with self._database.reading() as session:
            sent = accounts.sent_between(session, scope, after, now - archive.settle_time)
            missing = [letter.place for letter in sent if letter.letter not in copies]
        yield from _each("copy-missing", missing)

    def _archived(self, archive: Archive, scope: Scope) -> Iterator[tuple[Held, Posted | None, str | None]]:
        """What lies in the archive and is a letter of ours, by the look of it; of one that the database does
        not know, what it answers."""
        since = None if scope.since is None else (scope.since - DAYS_OF_GRACE).date()
        with archive.connect() as shelf:
            shelf.require(archive.mailbox)
            for some in shelf.held(shelf.uids(since=since)):
                ours = {one.message_id: one for one in some if one.message_id and is_ours(one.message_id)}
                with self._database.reading() as session:
                    known = {one.message_id: one for one in accounts.posted(session, scope, list(ours))}
                strange = [one.uid for one in ours.values() if one.message_id not in known]
                strange = strange if scope == Scope() else []
                answers = shelf.answers_to(strange)
                for one in some:
                    if one.message_id in ours:
                        yield one, known.get(one.message_id), answers.get(one.uid)


def _of_copies(letter: Posted, copies: int) -> Iterator[Finding]:
    """What `copies` of one letter in the archive mean."""
    state = letter.state
    unsent = state in ("FAILED", "HELD") or (state == "PENDING" and not letter.second_copy)
    if unsent or (state == "UNKNOWN" and not letter.waits):
        yield about_row("copy-of-unsent", letter.place)
    if copies > 1:
        meant = letter.second_copy and copies == 2
        yield about_row("second-copy" if meant else "copies", letter.place)


def _unknown_copies(strange: Sequence[Held], mailbox: str) -> Finding:
    """What a database that was restored from a backup no longer knows was sent."""
    first = min(strange, key=lambda one: one.internal_date)
    what = f"{counted(len(strange), 'letter')} of ours, the first of {first.internal_date:%d %b %Y %H:%M} UTC"
    return Finding(
        Level.WARNING,
        "copy-unknown",
        f"{mailbox}:{first.message_id}",
        f"{what}: the database does not know of them",
        "was it restored from a backup? What was filed since then is never-read: take it back, "
        "and its acknowledgements are owed, not sent again",
        mailbox="archive",
        folder=mailbox,
        uid=first.uid,
    )


def _answered_before(one: Owing) -> Finding:
    """What is owed because nobody could know that it was done."""
    return Finding(
        Level.NOTE,
        "answered-before",
        f"task:{one.task}",
        "its acknowledgement is owed, and the archive holds a letter of ours that answers it",
        f'`mailbot queue not-needed {one.task} --because "answered before the restore"`',
        mailbox=one.mailbox,
        case=one.case,
        message=one.message,
        task=one.task,
    )


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
