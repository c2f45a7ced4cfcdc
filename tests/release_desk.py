"""A complaint, and the handler who drafts and releases letters about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from fakes import LETTERHEAD, SAM, Clock, Office, message

from mailbot.casework.letterhead import Leaflet
from mailbot.casework.moving import Actor, NotAllowed
from mailbot.complaints.commands import Command, read
from mailbot.mail.writing.draft_file import read_draft
from mailbot.mail.writing.template_file import Source
from mailbot.store import cases, deadlines, journal, outbox
from mailbot.store.cases import Case
from mailbot.store.database import Database

RECEIVED = datetime(2026, 12, 18, 16, 55, tzinfo=UTC)
LATER = datetime(2027, 2, 10, 10, 0, tzinfo=UTC)
PDF = Leaflet("leaflet.pdf", "application/pdf", b"%PDF-1.7 the Ombudsman's", "2026-07", "0" * 64, "K. Lead")
FIRM = replace(LETTERHEAD.firm, ombudsman_wording="You have six months from the date of this letter.")
HEAD = replace(LETTERHEAD, leaflet=PDF, firm=FIRM)
BY = Actor(SAM.email, "command line")
JANE = "Jane *Doe* O'Brien-Núñez <jane.doe@example.org>"
FINAL = "final partly redress 1,120.50"


class Desk:
    """A complaint that was acknowledged, nearly eight weeks ago."""

    def __init__(
        self, database: Database, about: str = "on CNX-204418", author: str = JANE, **changes: object
    ) -> None:
        self.office = Office(database, clock=Clock(RECEIVED), head=replace(HEAD, **changes))  # type: ignore[arg-type]
        self.office.take(message(f"I complain about a fee {about}.", author=author))
        self.office.deliver()
        self.office.clock.now = LATER

    @property
    def case(self) -> Case:
        case = min(self.office.cases(), key=lambda one: one.received_at)
        with self.office.database.reading() as session:
            found = cases.get(session, case.reference)
        assert found is not None
        return found

    def draft(self, says: str, letter: str = "", wording: str = "") -> str:
        case, now = self.case, self.office.clock()
        return self.office.database.run(
            lambda session: self.office.releasing.draft(
                session, case, BY, now, says=says, letter=letter, wording=wording
            )
        )

    def release(self, written: Source, **considered: Sequence[str]) -> str:
        case, now = self.case, self.office.clock()
        return self.office.database.run(
            lambda session: self.office.releasing.release(
                session, case, BY, now, written=written, **considered
            )
        )

    def say(self, *words: str) -> None:
        """What the handler writes of the case."""
        case, now = self.case, self.office.clock()
        for command in read("\n".join(words), now.date()):
            assert isinstance(command, Command)
            self.office.database.run(
                partial(self.office.commands.do, case=case, actor=BY, command=command, now=now, on=now.date())
            )

    def open_deadlines(self) -> list[str]:
        with self.office.database.reading() as session:
            return [one.deadline.name for one in deadlines.open_of_case(session, self.case.id)]

    def told(self, name: str) -> list[dict[str, object]]:
        with self.office.database.reading() as session:
            found = journal.entries(session, self.case.reference)
        return [dict(one.fields) for one in found if one.name == name]

    def raw(self, kind: str) -> bytes:
        (letter,) = self.office.letters(kind)
        with self.office.database.reading() as session:
            found = outbox.show(session, letter.id)
        assert found is not None
        return found


def completed(text: str, tmp_path: Path) -> Source:
    """Each place filled in, as a handler would."""
    file = tmp_path / "letter.md"
    while "[[" in text:
        before, _, rest = text.partition("[[")
        asked, _, rest = rest.partition("]]")
        said = (
            "1 High Street, Leeds LS1 4AP"
            if "address" in asked
            else "We looked at *everything*, <b>all</b> of it"
        )
        text = f"{before}{said}{rest}"
    file.write_text(text, encoding="utf-8")
    return read_draft(file, "letter.md")


def refused(desk: Desk, text: str, tmp_path: Path, why: str, **considered: Sequence[str]) -> None:
    with pytest.raises(NotAllowed, match=why):
        desk.release(completed(text, tmp_path), **considered)
    assert [one for one in desk.office.letters() if one.act] == []
