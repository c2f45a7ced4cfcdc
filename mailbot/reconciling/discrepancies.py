"""What a reconciliation finds: each thing that does not agree, where it is, and what to do about it.

    fault     something may be lost, or is owed in silence
    warning   a person should look; nothing is lost
    note      how things are; no discrepancy, and nothing has to be done

Faults: none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailbot.store.accounts import Place


class Level(StrEnum):
    FAULT = "fault"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree. Nobody's name, address or words are in it."""

    level: Level
    kind: str
    key: str  # what it is about: the same for as long as it is the same discrepancy
    what: str
    todo: str  # what to type, or to ask
    mailbox: str | None = None
    folder: str | None = None
    uid: int | None = None
    case: str | None = None
    case_id: int | None = None
    letter: int | None = None
    message: int | None = None  # row
    task: int | None = None  # the one in which it lies before a person
    epoch: int | None = None  # UIDVALIDITY
    received: datetime | None = None  # by the mail server, in UTC
    former: str | None = None  # what the case was called before the database was put back

    @property
    def where(self) -> str:
        """ "complaints INBOX UID 12", "C-7KQ2-M9XD letter 5"."""
        told = [self.mailbox, self.folder, f"UID {self.uid}" if self.uid is not None else None, self.case]
        told.append(f"letter {self.letter}" if self.letter is not None else None)
        return " ".join(filter(None, told)) or "journal"


@dataclass(frozen=True, slots=True)
class Account:
    """What was compared, and what came of it."""

    messages: int
    cases: int
    letters: int
    findings: tuple[Finding, ...] = ()
    unreachable: Mapping[str, str] = field(default_factory=dict)  # what could not be compared, and why

    @property
    def discrepancies(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.level is not Level.NOTE)

    def summary(self) -> str:
        """ "2,104 messages, 1,987 cases, 5,961 letters: 0 discrepancies"."""
        told = ", ".join(
            counted(number, word)
            for number, word in ((self.messages, "message"), (self.cases, "case"), (self.letters, "letter"))
        )
        told += f": {counted(len(self.discrepancies), 'discrepancy')}"
        notes = len(self.findings) - len(self.discrepancies)
        told += f", {counted(notes, 'note')}" if notes else ""
        return told + (f"; not compared: {', '.join(sorted(self.unreachable))}" if self.unreachable else "")


_LOOK = "`mailbot cases show {case}`"
_LETTER = "`mailbot outbox show {letter}`"
_IN_QUEUE = "`mailbot queue list --reason reconcile`, then `mailbot queue show` its number"

#: Kind → level, what does not agree, what to do. The braces are fields of a `Place`.
ABOUT_ROWS: Mapping[str, tuple[Level, str, str]] = {
    "message-without-case": (
        Level.FAULT,
        'recorded as "{about}", but it belongs to no case',
        f"{_IN_QUEUE}: read it and open a case for it",
    ),
    "message-before-nobody": (
        Level.FAULT,
        "set aside for a person, but no person was ever told",
        f"{_IN_QUEUE}: read it and judge it",
    ),
    "withheld-in-silence": (
        Level.FAULT,
        "its acknowledgement was withheld, but no person was ever told that it is owed",
        f"{_IN_QUEUE}: acknowledge it",
    ),
    "case-without-message": (
        Level.WARNING,
        "no message belongs to this case",
        f"{_LOOK}: ask its handler how it came about",
    ),
    "case-without-deadline": (
        Level.FAULT,
        "this case has no deadlines: nobody is reminded of it",
        "`mailbot explain {case}`: tell its handler, who keeps the dates by hand",
    ),
    "case-unacknowledged": (
        Level.FAULT,
        "no acknowledgement was written, owed or made otherwise",
        f"{_LOOK}: acknowledge it, then `mailbot cases met {{case}} acknowledgement`",
    ),
    "met-without-letter": (
        Level.FAULT,
        "its acknowledgement is said to have been sent, but no letter was",
        f"{_LOOK}: acknowledge it again",
    ),
    "letter-not-counted": (
        Level.WARNING,
        "{about}: the deadline it keeps is still open",
        "`mailbot cases met {case} acknowledgement`",
    ),
    "letter-in-silence": (
        Level.FAULT,
        "{about}: no person was ever told",
        f"{_LETTER}: reach whom it is for another way, or `mailbot outbox retry {{letter}}`",
    ),
    "letter-stuck": (
        Level.FAULT,
        "{about}: should have gone on more than an hour ago, and nobody touched it",
        "is the daemon running? `mailbot run`; a submission-trouble line in its log says what is wrong",
    ),
    "copy-missing": (
        Level.WARNING,
        "{about}: no copy of it lies in the archive",
        f"{_LETTER} has its Message-ID: ask the mail server's log what became of it",
    ),
    "copy-of-unsent": (
        Level.WARNING,
        "{about}: a copy of it lies in the archive, so the server took it",
        "do not send it again; settle its task in `mailbot queue list`",
    ),
    "copies": (
        Level.WARNING,
        "{about}: more than one copy lies in the archive, and it was meant to be sent once",
        f"{_LETTER} has its Message-ID: ask the mail server's log who sent it twice",
    ),
    "second-copy": (
        Level.NOTE,
        "{about}: two copies went out, because nobody knew what had become of the first",
        "nothing: a second copy is the price of never losing one",
    ),
}


def about_row(kind: str, place: Place, *, lowered: bool = False) -> Finding:
    """The finding about a message, a case or a letter; `lowered` where a person knows of it already."""
    level, what, todo = ABOUT_ROWS[kind]
    facts = {"about": place.about, "case": place.case or "REFERENCE", "letter": place.letter}
    of_letter = place.letter is not None
    if of_letter:
        key = f"letter:{place.letter}"
    else:
        key = f"message:{place.message}" if place.message is not None else f"case:{place.case}"
    return Finding(
        level=Level.NOTE if lowered else level,
        kind=kind,
        key=key,
        what=what.format(**facts),
        todo=todo.format(**facts),
        mailbox=None if of_letter else place.mailbox,
        uid=place.uid,
        case=place.case,
        case_id=place.case_id,
        letter=place.letter,
        message=place.message,
    )


def in_mailbox(
    level: Level,
    kind: str,
    what: str,
    todo: str,
    *,
    mailbox: str,
    folder: str,
    epoch: int | None = None,
    uid: int | None = None,
    case: str | None = None,
    message: int | None = None,
    task: int | None = None,
    received: datetime | None = None,
) -> Finding:
    """The finding about what lies in a folder, under a UID of this UIDVALIDITY."""
    key = ":".join(str(part) for part in (mailbox, folder, epoch, uid) if part is not None)
    return Finding(
        level,
        kind,
        key,
        what,
        todo,
        mailbox,
        folder,
        uid,
        case,
        message=message,
        task=task,
        epoch=epoch,
        received=received,
    )


def counted(number: int, word: str) -> str:
    """ "1 case", "2,104 messages", "0 discrepancies"."""
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{number:,} {word if number == 1 else plural}"
