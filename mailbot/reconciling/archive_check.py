"""Letters ↔ archive: every letter a server took lies there once, and none it did not take.

What a database that was put back does not know of any more is explained as far as can be: a letter that
answers a message of a case tells under which reference the case was known before.

Faults: those of the database and of wire/session.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.complaints.grammar import CASE
from mailbot.reconciling.discrepancies import Finding, Level, about_row, counted
from mailbot.reconciling.inbox_check import Shelf
from mailbot.store import accounts, former, owed
from mailbot.store.accounts import Posted, Scope
from mailbot.store.database import Database
from mailbot.store.former import InCase
from mailbot.store.owed import Owing
from mailbot.wire.shelf import DAYS_OF_GRACE, Held, is_ours

RECENTLY = timedelta(hours=25)
_NAMED = re.compile(rf"\[({CASE})\]")

Open = Callable[[], AbstractContextManager[Shelf]]


@dataclass(frozen=True, slots=True)
class Archive:
    """The mailbox with the second copy of each letter, and how long one may be on its way there."""

    connect: Open
    mailbox: str
    settle_time: timedelta


@dataclass(frozen=True, slots=True)
class _Strange:
    """A letter of ours that the database does not know."""

    held: Held
    answers: str | None  # the Message-ID of what it answers
    reference: str | None  # of the case it was about


def archive_findings(archive: Archive, database: Database, scope: Scope, now: datetime) -> Iterator[Finding]:
    copies: dict[int, int] = {}
    odd: dict[int, Posted] = {}
    strange: list[_Strange] = []
    oldest: datetime | None = None
    for held, letter in _archived(archive, database, scope):
        if isinstance(letter, _Strange):
            strange.append(letter)
            continue
        number = letter.letter
        copies[number] = copies.get(number, 0) + 1
        oldest = min(oldest or held.internal_date, held.internal_date)
        if copies[number] > 1 or letter.state != "SENT":
            odd[number] = letter
    for number, letter in odd.items():
        yield from _of_copies(letter, copies[number])
    yield from _explained(strange, archive.mailbox, database)
    # What went out before its oldest copy did so before there was an archive, or is kept no longer.
    after = max(filter(None, (scope.since, oldest or now - RECENTLY)))
    with database.reading() as session:
        sent = accounts.sent_between(session, scope, after, now - archive.settle_time)
        missing = [letter.place for letter in sent if letter.letter not in copies]
    yield from (about_row("copy-missing", place) for place in missing)


def _archived(archive: Archive, database: Database, scope: Scope) -> Iterator[tuple[Held, Posted | _Strange]]:
    """What lies in the archive and is a letter of ours, by the look of it; unknown ones only where everything
    is asked about."""
    since = None if scope.since is None else (scope.since - DAYS_OF_GRACE).date()
    with archive.connect() as shelf:
        shelf.require(archive.mailbox)
        for some in shelf.held(shelf.uids(since=since)):
            ours = {one.message_id: one for one in some if one.message_id and is_ours(one.message_id)}
            with database.reading() as session:
                known = {one.message_id: one for one in accounts.posted(session, scope, list(ours))}
            unknown = (
                [one for one in ours.values() if one.message_id not in known] if scope == Scope() else []
            )
            threads = shelf.threads([one.uid for one in unknown])
            for one in some:
                if one.message_id in known:
                    yield one, known[one.message_id]
            for one in unknown:
                thread = threads.get(one.uid)
                named = _NAMED.search(thread.subject) if thread is not None else None
                answers = thread.answers if thread is not None else None
                yield one, _Strange(one, answers, named[1] if named is not None else None)


def _explained(strange: Sequence[_Strange], mailbox: str, database: Database) -> Iterator[Finding]:
    """Which case each unknown letter was about; what is left is a discrepancy."""
    answered = {one.answers for one in strange if one.answers is not None}
    with database.reading() as session:
        found = former.cases_of_messages(session, answered)
        owing = owed.owing(session, answered)
    names = {
        (found[one.answers], one.reference)
        for one in strange
        if one.answers in found and one.reference not in (None, found[one.answers].case)
    }
    explained = {place.case for place, _ in names}
    left = [one for one in strange if one.answers not in found or found[one.answers].case not in explained]
    if left:
        yield _unknown_copies([one.held for one in left], mailbox)
    for place, reference in sorted(names, key=str):
        yield _former_reference(place, str(reference))
    yield from map(_answered_before, owing)


def _former_reference(place: InCase, reference: str) -> Finding:
    """A case that came back from the mailbox after a restore; its complainant knows it by another name."""
    return Finding(
        Level.NOTE,
        "former-reference",
        f"case:{place.case}:{reference}",
        f"letters in the archive call this case {reference}",
        "nothing: the daemon keeps that, and mail that names it joins the case",
        mailbox=place.mailbox,
        case=place.case,
        case_id=place.case_id,
        message=place.message,
        former=reference,
    )


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
