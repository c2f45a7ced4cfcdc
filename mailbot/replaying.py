"""What would be decided and written today of what is in the database: for whoever changes rules or letters.

Nothing is changed. What was known when a message came is asked anew, without what came later: cases opened
since, and the limits of that day, which no rule of a message depends on.

Faults: those of the database. A letter that could not be written today is told as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from email import policy
from email.parser import BytesParser
from typing import Any

from sqlmodel import Session

from mailbot.casework.correspondence import CANNOT_WRITE, Correspondence
from mailbot.casework.lookup import Lookup
from mailbot.casework.opening import letter_about
from mailbot.complaints.classify import classify
from mailbot.complaints.deadlines import Deadline
from mailbot.complaints.decide import A_PERSON_SAID_SO, decide
from mailbot.complaints.known import Known
from mailbot.complaints.practice import Practice
from mailbot.mail.writing.templates import Rendered
from mailbot.reading.arrival import Arrival
from mailbot.reading.reader import Reading
from mailbot.store import again, cases, deadlines, journal, outbox, owed, received
from mailbot.store.cases import Case
from mailbot.store.letters import Letter

#: What is found in a message and told where it is another now.
FOUND = ("references", "contact", "missing", "cues", "topics", "language", "unsafe_contact")
LETTERS = ("acknowledgement", "leaflet")
PAGE = 200  # messages asked for at a time


@dataclass(frozen=True, slots=True)
class Decided:
    """One message: what is another today, each with what was and what would be."""

    message: int  # row
    received_at: datetime
    kind: str
    case: str | None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """One letter: its words as they are in the outbox, and as they would be."""

    letter: int
    kind: str
    case: str
    state: str
    was: str
    now: str


class Replaying:
    """Decides and writes again; holds nothing that changes."""

    def __init__(
        self,
        practice: Practice,
        correspondence: Correspondence,
        lookup: Lookup,
        read: Callable[[bytes], Reading],
    ) -> None:
        self._practice = practice
        self._correspondence = correspondence
        self._lookup = lookup
        self._read = read

    def messages(self, session: Session, since: datetime | None = None) -> Iterator[int]:
        """The rows of all messages that are kept, oldest first."""
        last = 0
        while rows := again.kept_after(session, last, PAGE, since):
            yield from rows
            last = rows[-1]

    def again(self, session: Session, row: int) -> tuple[Decided, list[Written]] | None:
        """One message, and the letters that its case began with; None where its octets are gone."""
        kept = owed.kept(session, row)
        if kept is None:
            return None
        reading = self._read(kept.raw)
        arrival = Arrival(
            kept.key, kept.internal_date, kept.raw, reading.parsed, reading.extract, kept.seen_at
        )
        changes = dict(self._found(session, row, arrival))
        if kept.rule != A_PERSON_SAID_SO:
            changes |= self._decided(session, row, arrival)
        told = Decided(row, arrival.received_at, kept.kind, kept.case, changes)
        return told, list(self._written(session, row, kept.case, arrival))

    def _found(self, session: Session, row: int, arrival: Arrival) -> Iterator[tuple[str, tuple[Any, Any]]]:
        was = received.extract_of(session, row) or {}
        now = _plain(asdict(arrival.extract))
        for name in FOUND:
            if name in was and was[name] != now[name]:
                yield name, (was[name], now[name])

    def _decided(self, session: Session, row: int, arrival: Arrival) -> dict[str, tuple[Any, Any]]:
        known = self._known_then(session, arrival)
        verdict = classify(arrival.parsed, arrival.extract, known, self._practice)
        plan = decide(arrival.parsed, arrival.extract, verdict, known, self._practice)
        was = again.decision(session, row)
        now = {"kind": verdict.kind.value, "rule": verdict.rule, "step": plan.step.value}
        return {name: (was[name], now[name]) for name in now if was[name] != now[name]}

    def _known_then(self, session: Session, arrival: Arrival) -> Known:
        known = self._lookup.known(session, arrival)
        before = [
            one
            for one in known.cases
            if (case := cases.get(session, one.reference)) and case.opened_at < arrival.now
        ]
        return Known(
            own_letter=known.own_letter,
            reported_letter=known.reported_letter,
            cases=tuple(replace(one, closed=False) for one in before),
            answers_another=known.answers_another,
            answers_notice=known.answers_notice,
            answered=known.answered,
        )

    def _written(
        self, session: Session, row: int, reference: str | None, arrival: Arrival
    ) -> Iterator[Written]:
        case = cases.get(session, reference) if reference else None
        if case is None or owed.opening_message(session, case.id) != row:
            return
        for letter in outbox.list_letters(session, case=case.reference):
            if letter.kind in LETTERS:
                was, now = (
                    _words_of(outbox.show(session, letter.id)),
                    self._words(session, case, letter, arrival),
                )
                if was != now:
                    yield Written(letter.id, letter.kind, case.reference, letter.state, was, now)

    def _words(self, session: Session, case: Case, letter: Letter, arrival: Arrival) -> str:
        case, due = self._as_it_was(session, case, letter)
        about = letter_about(case, due, arrival.extract.missing, arrival.extract.representative)
        try:
            enclosed = letter.leaflet_version is not None
            return _told(self._correspondence.worded(letter.kind, about, enclosed=enclosed))
        except CANNOT_WRITE as fault:
            return f"it could not be written: {fault}"

    def _as_it_was(self, session: Session, case: Case, letter: Letter) -> tuple[Case, list[Deadline]]:
        """The case as the journal says it was opened, where its letter is of that moment."""
        rows = sorted(deadlines.of_case(session, case.id, superseded=True), key=lambda one: one.id)
        entries = journal.entries(session, case.reference)
        opened = next((one.fields for one in entries if one.name == "case-opened"), None)
        if opened is None or letter.created_at != case.opened_at:
            return case, [one.deadline for one in rows if one.superseded_at is None]
        names = {one.email: one.name for one in self._practice.handlers}
        handler = str(opened["handler"])
        was = replace(
            case,
            received_at=datetime.fromisoformat(str(opened["received_at"])),
            regime=str(opened["regime"]),
            data_protection=bool(opened.get("data_protection")),
            handler_email=handler,
            handler_name=case.handler_name if handler == case.handler_email else names.get(handler, handler),
        )
        return was, list({one.deadline.name: one.deadline for one in reversed(rows)}.values())


def _words_of(raw: bytes | None) -> str:
    """Subject and text of a letter of ours."""
    letter = BytesParser(policy=policy.default).parsebytes(raw or b"")
    plain = letter.get_body(("plain",))
    content = plain.get_content() if plain is not None else ""
    return _told(Rendered(str(letter["Subject"] or ""), str(content), ""))


def _told(letter: Rendered) -> str:
    lines = letter.text.strip().splitlines()  # a message's end in CRLF
    return "\n".join((f"Subject: {letter.subject}", "", *lines, ""))


def _plain(value: Any) -> Any:
    """As it comes back from JSON."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
