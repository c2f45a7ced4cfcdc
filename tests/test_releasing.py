"""Letters with judgement in them: drafted, completed by a handler, sent, and recorded when they are sent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import policy
from email.parser import BytesParser
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from fakes import LETTERHEAD, SAM, Clock, FakeCourier, Office, message
from hands import Hands
from test_bounces import dsn

from mailbot.casework.letterhead import Leaflet
from mailbot.casework.moving import Actor, NotAllowed
from mailbot.complaints.commands import Command, read
from mailbot.mail.writing.draft_file import read_draft
from mailbot.mail.writing.template_file import Source, TemplateError
from mailbot.store import cases, journal, outbox
from mailbot.store.cases import Case
from mailbot.store.database import Database
from mailbot.wire.outcome import Failed, Unknown

RECEIVED = datetime(2026, 12, 18, 16, 55, tzinfo=UTC)
LATER = datetime(2027, 2, 10, 10, 0, tzinfo=UTC)
PDF = Leaflet("leaflet.pdf", "application/pdf", b"%PDF-1.7 the Ombudsman's", "2026-07", "0" * 64, "K. Lead")
FIRM = replace(LETTERHEAD.firm, ombudsman_wording="You have six months from the date of this letter.")
HEAD = replace(LETTERHEAD, leaflet=PDF, firm=FIRM)
BY = Actor(SAM.email, "command line")
JANE = "Jane *Doe* O'Brien-Núñez <jane.doe@example.org>"


class Desk:
    """A complaint that was acknowledged, nearly eight weeks ago."""

    def __init__(self, database: Database, about: str = "on CNX-204418", **changes: object) -> None:
        self.office = Office(database, clock=Clock(RECEIVED), head=replace(HEAD, **changes))  # type: ignore[arg-type]
        self.office.take(message(f"I complain about a fee {about}.", author=JANE))
        self.office.deliver()
        self.office.clock.now = LATER

    @property
    def case(self) -> Case:
        (case,) = self.office.cases()
        with self.office.database.reading() as session:
            found = cases.get(session, case.reference)
        assert found is not None
        return found

    def draft(self, says: str, letter: str = "") -> str:
        case, now = self.case, self.office.clock()
        return self.office.database.run(
            lambda session: self.office.releasing.draft(session, case, BY, now, says=says, letter=letter)
        )

    def release(self, written: Source, **considered: str) -> str:
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


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


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


FINAL = "final partly redress 1,120.50"


@pytest.mark.parametrize("says", [FINAL, "eight-week expected 2027-03-12 because we wait"])
def test_without_the_approved_wording_no_letter_is_drafted_that_needs_it(
    database: Database, says: str
) -> None:
    desk = Desk(database, firm=LETTERHEAD.firm)
    with pytest.raises(NotAllowed, match=r"\[firm\] ombudsman_wording is not set"):
        desk.draft(says)
    assert "We are looking into" in desk.draft("contacted")


def test_every_place_that_is_not_filled_in_is_told_at_once(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "letter.md"
    file.write_text(desk.draft(FINAL), encoding="utf-8")
    with pytest.raises(NotAllowed) as told:
        desk.release(read_draft(file, "letter.md"))
    lines = str(told.value).splitlines()
    assert len(lines) == file.read_text(encoding="utf-8").count("[[") > 2
    assert all(": still to be written: " in line for line in lines)


def test_a_final_response_is_recorded_on_the_day_it_is_sent(desk: Desk, tmp_path: Path) -> None:
    said = desk.release(completed(desk.draft(FINAL), tmp_path))
    assert "goes to jane.doe@example.org" in said
    assert desk.case.status == "open"  # nothing is answered before it is sent
    desk.office.clock.go(days=1)
    desk.office.deliver()
    case = desk.case
    assert (case.state, case.outcome, case.redress_pence) == ("final-sent", "partly", 112050)
    assert (case.responded_on, case.referral_until) == (date(2027, 2, 11), date(2027, 8, 11))
    assert desk.office.open_deadlines(case) == set()
    (closed,) = desk.told("case-closed")
    assert (closed["by"], closed["via"]) == (SAM.email, "command line")
    (sent,) = [one for one in desk.told("letter-sent") if one["kind"] == "final_response"]
    assert sent["leaflet"] == "2026-07"


def test_it_says_what_the_law_asks_to_one_person_and_encloses_the_leaflet(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft(FINAL), tmp_path))
    mail = BytesParser(policy=policy.default).parsebytes(desk.raw("final_response"))
    assert mail["To"].addresses[0].addr_spec == "jane.doe@example.org"
    assert mail["Auto-Submitted"] == "no"
    assert mail["In-Reply-To"] == desk.office.letters("leaflet")[-1].message_id  # what she was sent last
    (leaflet,) = mail.iter_attachments()
    assert leaflet.get_content() == PDF.content
    plain = mail.get_body(("plain",)).get_content()
    words = " ".join(plain.split())
    for said in (
        "Dear Jane *Doe* O'Brien-Núñez,",
        "We will pay you £1,120.50.",
        "You have six months from the date of this letter.",
        "www.financial-ombudsman.org.uk",
        "<b>all</b> of it",
    ):
        assert said in words, said
    html = mail.get_body(("html",)).get_content()
    assert "<em>everything</em>" in html
    assert "<b>all</b>" not in html


@pytest.mark.parametrize(
    ("says", "why"),
    [
        ("final", "write `final upheld"),
        ("hello", "is no command"),
        ("type payments", "no letter goes with `type`"),
        ("final upheld on Monday", "write the date out"),
        ("holding because the bank is slow", "its clock is eight weeks"),
        ("summary-sent", "owes no summary resolution communication"),
        ("final upheld on 3/3/2027", "still to come"),
    ],
)
def test_what_could_not_be_recorded_is_not_drafted(desk: Desk, says: str, why: str) -> None:
    before = desk.case
    with pytest.raises(NotAllowed, match=why):
        desk.draft(says)
    assert desk.case == before


@pytest.mark.parametrize(
    ("says", "letter"),
    [
        ("contacted", "progress"),
        ("eight-week expected 12 March 2027 because the other bank owes us a file", "eight_week_response"),
        ("forwarded Other Bank plc because the account is theirs", "forwarding"),
        ("withdrawn", "withdrawal"),
        ("final upheld", "final_response"),
        ("final rejected", "final_response"),
    ],
)
def test_each_letter_can_be_drafted_completed_and_sent(
    desk: Desk, tmp_path: Path, says: str, letter: str
) -> None:
    desk.release(completed(desk.draft(says), tmp_path))
    desk.office.deliver()
    (sent,) = desk.office.letters(letter)
    assert sent.state == "SENT"
    assert desk.case.state != "acknowledged"
    assert desk.office.tasks() == []


def test_a_place_that_is_not_filled_in_is_named_with_its_line(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "letter.md"
    text = desk.draft("final rejected")
    file.write_text(text, encoding="utf-8")
    line = text.splitlines().index(next(one for one in text.splitlines() if "[[" in one)) + 1
    with pytest.raises(NotAllowed, match=rf"letter\.md:{line}: still to be written: the complaint in a few"):
        desk.release(read_draft(file, "letter.md"))
    assert desk.office.letters("final_response") == []


def test_a_letter_that_lost_what_the_law_asks_for_is_refused(desk: Desk, tmp_path: Path) -> None:
    whole = desk.draft("final rejected")
    for lost, why in (
        ("www.financial-ombudsman.org.uk", "ombudsman"),
        ("You have six months from the date of this letter.", "annex-3r"),
        (desk.case.reference, "reference"),
    ):
        head, line, rest = whole.partition("Subject: ")
        with pytest.raises(NotAllowed, match=why):
            desk.release(completed(head + line + rest.replace(lost, ""), tmp_path))
    with pytest.raises(NotAllowed, match="0845"):
        desk.release(completed(whole.replace("[[why not]]", "Ring 0845 123 4567."), tmp_path))


def test_a_letter_that_must_enclose_the_leaflet_waits_for_one(database: Database, tmp_path: Path) -> None:
    for leaflet, why in (
        (None, r"\[leaflet\] file is not set"),
        (replace(PDF, review_by=LATER.date() - timedelta(days=1)), "its review was due on 2027-02-09"),
        (replace(PDF, valid_from=LATER.date() + timedelta(days=1)), "valid from 2027-02-11"),
    ):
        desk = Desk(database, leaflet=leaflet) if leaflet is None else Desk.__new__(Desk)
        if leaflet is not None:
            desk.office = Office(database, clock=Clock(LATER), head=replace(HEAD, leaflet=leaflet))
        with pytest.raises(NotAllowed, match=why):
            desk.release(completed(desk.draft("final rejected"), tmp_path))


def test_the_same_letter_is_released_once(desk: Desk, tmp_path: Path) -> None:
    written = completed(desk.draft("contacted"), tmp_path)
    desk.release(written)
    with pytest.raises(NotAllowed, match="already; see"):
        desk.release(written)


def test_a_second_final_response_is_not_released_while_the_first_is_on_its_way(
    desk: Desk, tmp_path: Path
) -> None:
    desk.release(completed(desk.draft("final upheld"), tmp_path))
    other = completed(desk.draft("final rejected"), tmp_path)
    with pytest.raises(NotAllowed, match=r"letter \d+ \(final_response\) is on its way already"):
        desk.release(other)
    desk.office.deliver(FakeCourier(always=Unknown("the reply was lost")))
    with pytest.raises(NotAllowed, match="on its way already"):
        desk.release(other)
    assert len(desk.office.letters("final_response")) == 1
    assert desk.case.status == "open", "what was tried is undone"


def test_the_same_words_do_not_go_to_two_addresses_at_once(desk: Desk, tmp_path: Path) -> None:
    written = completed(desk.draft("final upheld"), tmp_path)
    desk.release(written, to="jane@exmaple.net")
    with pytest.raises(NotAllowed, match=r"of the same words, is on its way to jane@exmaple\.net"):
        desk.release(written, to="jane@example.net")
    desk.office.deliver(FakeCourier(always=Failed("550 no such host")))
    desk.release(written, to="jane@example.net")
    desk.office.deliver()
    assert [one.recipient for one in desk.office.letters("final_response") if one.state == "SENT"] == [
        "jane@example.net"
    ]


def test_a_refused_answer_is_not_sent_again_once_another_closed_the_case(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft("final rejected"), tmp_path))
    desk.office.deliver(FakeCourier(always=Failed("550 no such user")))
    desk.release(completed(desk.draft("final upheld"), tmp_path), to="jane@example.net")
    desk.office.deliver()
    (task,) = desk.office.tasks()
    with pytest.raises(NotAllowed, match=r"is not sent again: .* closed by a final response"):
        Hands(desk.office).send(task)
    desk.office.deliver()
    assert [one.state for one in desk.office.letters("final_response")].count("SENT") == 1


def test_letters_that_end_nothing_may_be_on_their_way_together(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft("contacted"), tmp_path))
    desk.release(completed(desk.draft("final upheld"), tmp_path))
    desk.office.deliver()
    assert (desk.case.state, desk.case.outcome) == ("final-sent", "upheld")
    assert desk.office.tasks() == []


def test_a_final_response_that_failed_keeps_no_other_back(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft("final upheld"), tmp_path))
    desk.office.deliver(FakeCourier(always=Failed("550 no such user")))
    desk.release(completed(desk.draft("final rejected"), tmp_path), to="jane@example.net")
    desk.office.deliver()
    assert desk.case.outcome == "rejected"


def test_where_writing_may_do_harm_it_is_said_what_was_considered(desk: Desk, tmp_path: Path) -> None:
    with desk.office.database.transaction() as session:
        cases.amend(session, desk.case.reference, life_at_risk=True)
    written = completed(desk.draft("contacted"), tmp_path)
    with pytest.raises(NotAllowed, match="life may be at risk"):
        desk.release(written)
    desk.release(written, although="rang her first")
    (released,) = desk.told("letter-released")
    assert released["because"] == "rang her first"


@pytest.mark.parametrize("to", ["complaints@firm.example.com", SAM.email, "not an address"])
def test_it_goes_to_no_address_of_ours(desk: Desk, tmp_path: Path, to: str) -> None:
    with pytest.raises(NotAllowed):
        desk.release(completed(desk.draft("contacted"), tmp_path), to=to)


def test_a_letter_that_is_refused_closes_nothing_and_lies_before_a_person(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft("final upheld"), tmp_path))
    desk.office.deliver(FakeCourier(always=Failed("550 no such user")))
    assert desk.case.status == "open"
    (task,) = desk.office.tasks()
    assert task.reason == "letter not delivered"


def test_what_came_back_is_open_again(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft("final upheld"), tmp_path))
    desk.office.deliver()
    assert desk.case.status == "closed"
    (letter,) = desk.office.letters("final_response")
    desk.office.take(dsn(about=letter.message_id, recipient=letter.recipient))
    case = desk.case
    assert (case.state, case.responded_on, case.referral_until) == ("reopened", None, None)
    assert "final_response" in desk.office.open_deadlines(case)
    assert [task.reason for task in desk.office.tasks()] == ["letter bounced"]


def test_another_letter_that_comes_back_opens_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft("contacted"), tmp_path))
    desk.office.deliver()
    desk.release(completed(desk.draft("final upheld"), tmp_path))
    desk.office.deliver()
    (progress,) = desk.office.letters("progress")
    desk.office.take(dsn(about=progress.message_id, recipient=progress.recipient))
    assert desk.case.state == "final-sent"


def test_what_came_back_is_released_to_another_address(desk: Desk, tmp_path: Path) -> None:
    written = completed(desk.draft("final upheld"), tmp_path)
    desk.release(written)
    desk.office.deliver()
    (letter,) = desk.office.letters("final_response")
    for status in ("4.2.2", "5.1.1"):  # for now, then for good
        desk.office.take(dsn(about=letter.message_id, recipient=letter.recipient, status=status))
        if desk.case.status == "open" and status == "4.2.2":
            desk.release(written, to="jane@example.net")
            desk.office.deliver()
    assert (desk.case.state, desk.case.outcome) == ("final-sent", "upheld")
    assert [one.recipient for one in desk.office.letters("final_response")] == [
        "jane.doe@example.org",
        "jane@example.net",
    ]


def test_a_letter_of_unknown_fate_is_recorded_once_when_it_is_known_to_have_gone(
    desk: Desk, tmp_path: Path
) -> None:
    desk.release(completed(desk.draft("final upheld"), tmp_path))
    desk.office.deliver(FakeCourier(always=Unknown("the reply was lost")))
    assert desk.case.status == "open"
    (letter,) = desk.office.letters("final_response")
    desk.office.clock.go(days=2)
    for _ in range(2):
        desk.office.take(dsn(about=letter.message_id, recipient=letter.recipient, action="delivered"))
    case = desk.case
    assert (case.state, case.responded_on) == ("final-sent", LATER.date())  # the day it went
    assert len(desk.told("case-closed")) == 1
    assert [task.reason for task in desk.office.tasks() if "case not moved" in task.reason] == []


@pytest.mark.parametrize("says", ["contacted", "final upheld", "withdrawn"])
def test_a_letter_whose_act_cannot_be_any_more_is_held_before_it_goes(
    desk: Desk, tmp_path: Path, says: str
) -> None:
    desk.release(completed(desk.draft(says), tmp_path))
    desk.office.close(desk.case.reference)
    courier = FakeCourier()
    desk.office.deliver(courier)
    assert courier.letters == []
    (task,) = desk.office.tasks()
    assert task.reason == "letter held"
    assert "closed by a final response" in task.detail
    with pytest.raises(NotAllowed, match=r"is not sent again: .* closed by a final response"):
        Hands(desk.office).send(task)


def test_a_letter_found_to_have_gone_after_its_case_was_closed_is_told_to_a_person(
    desk: Desk, tmp_path: Path
) -> None:
    desk.release(completed(desk.draft("contacted"), tmp_path))
    desk.office.deliver(FakeCourier(always=Unknown("the reply was lost")))
    desk.office.close(desk.case.reference)
    (letter,) = desk.office.letters("progress")
    desk.office.take(dsn(about=letter.message_id, recipient=letter.recipient, action="delivered"))
    (task,) = desk.office.tasks()
    assert task.reason == "letter sent, case not moved"
    assert "closed by a final response" in task.detail


def bounce(desk: Desk, kind: str) -> None:
    letter = desk.office.letters(kind)[0]
    desk.office.clock.go(hours=1)
    desk.office.take(dsn(about=letter.message_id, recipient=letter.recipient))


def test_an_eight_week_response_that_came_back_gained_no_time(desk: Desk, tmp_path: Path) -> None:
    before = desk.office.open_deadlines(desk.case)
    desk.release(completed(desk.draft("eight-week expected 2027-03-12 because we wait"), tmp_path))
    desk.office.deliver()
    assert "expected_final_response" in desk.office.open_deadlines(desk.case)
    bounce(desk, "eight_week_response")
    assert desk.case.state == "investigating"
    assert desk.office.open_deadlines(desk.case) == before


def test_a_holding_response_that_came_back_gained_no_time(desk: Desk, tmp_path: Path) -> None:
    desk.office.clock.now = RECEIVED + timedelta(days=10)
    desk.say("type payments")
    before = desk.office.open_deadlines(desk.case)
    desk.release(completed(desk.draft("holding because the other bank is closed"), tmp_path))
    desk.office.deliver()
    assert desk.office.open_deadlines(desk.case) < before
    bounce(desk, "holding_response")
    assert desk.case.state == "investigating"
    assert desk.office.open_deadlines(desk.case) == before


def test_a_forwarding_that_came_back_is_open_again(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft("forwarded Other Ltd because it is theirs"), tmp_path))
    desk.office.deliver()
    bounce(desk, "forwarding")
    assert desk.case.state == "reopened"
    assert "final_response" in desk.office.open_deadlines(desk.case)


def test_a_withdrawal_whose_confirmation_came_back_stays_withdrawn(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft("withdrawn"), tmp_path))
    desk.office.deliver()
    bounce(desk, "withdrawal")
    assert desk.case.state == "withdrawn"
    assert [task.reason for task in desk.office.tasks()] == ["letter bounced"]


def test_a_summary_resolution_communication_that_came_back_is_owed_again(desk: Desk, tmp_path: Path) -> None:
    desk.office.clock.now = RECEIVED + timedelta(days=3)
    desk.say("accepted")
    desk.release(completed(desk.draft("summary-sent"), tmp_path))
    desk.office.deliver()
    assert desk.case.responded_on is not None
    assert desk.office.tasks() == []
    bounce(desk, "summary_resolution")
    assert (desk.case.state, desk.case.responded_on, desk.case.referral_until) == ("resolved", None, None)
    assert {task.reason for task in desk.office.tasks()} == {
        "letter bounced",
        "summary resolution communication",
    }


def test_a_late_report_about_one_answer_does_not_undo_another(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft("final upheld"), tmp_path))
    desk.office.deliver()
    desk.office.clock.go(hours=1)
    desk.say("reopen not sent because she rang: the address is wrong")
    desk.release(completed(desk.draft("final partly"), tmp_path), to="jane@example.net")
    desk.office.deliver()
    bounce(desk, "final_response")  # the first
    assert (desk.case.state, desk.case.outcome) == ("final-sent", "partly")
    assert desk.case.responded_on == LATER.date()


def test_what_was_recorded_by_hand_since_is_not_undone(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft("final upheld"), tmp_path))
    desk.office.deliver()
    desk.office.clock.go(hours=1)
    desk.say("reopen not sent because it was a slip")
    desk.office.close(desk.case.reference)
    bounce(desk, "final_response")
    assert desk.case.state == "final-sent"


def test_a_final_response_that_came_back_after_the_complainant_wrote_again_is_owed(
    desk: Desk, tmp_path: Path
) -> None:
    desk.release(completed(desk.draft("final upheld"), tmp_path))
    desk.office.deliver()
    first = desk.office.letters("acknowledgement")[0]
    desk.office.clock.go(hours=1)
    desk.office.take(message("When do I hear from you?", author=JANE, In_Reply_To=first.message_id))
    assert (desk.case.state, desk.office.open_deadlines(desk.case)) == ("reopened", set())
    bounce(desk, "final_response")
    assert (desk.case.state, desk.case.responded_on) == ("reopened", None)
    assert "final_response" in desk.office.open_deadlines(desk.case)


def test_a_final_response_that_was_posted_in_the_end_closes_its_case_on_that_day(
    desk: Desk, tmp_path: Path
) -> None:
    desk.release(completed(desk.draft(FINAL), tmp_path))
    desk.office.deliver(FakeCourier(always=Failed("550 no such user")))
    (task,) = desk.office.tasks()
    desk.office.clock.go(days=2)
    Hands(desk.office).posted(task, LATER.date() + timedelta(days=1))
    case = desk.case
    assert (case.state, case.outcome, case.redress_pence) == ("final-sent", "partly", 112050)
    assert (case.responded_on, case.referral_until) == (date(2027, 2, 11), date(2027, 8, 11))
    assert desk.office.open_deadlines(case) == set()
    (closed,) = desk.told("case-closed")
    assert (closed["by"], closed["via"]) == ("Sam", "post")


def test_a_letter_whose_act_cannot_be_any_more_is_not_recorded_as_posted(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft("contacted"), tmp_path))
    desk.office.deliver(FakeCourier(always=Failed("550 no such user")))
    (task,) = desk.office.tasks()
    desk.office.close(desk.case.reference)
    with pytest.raises(NotAllowed, match="closed by a final response"):
        Hands(desk.office).posted(task, LATER.date())
    assert [one.id for one in desk.office.tasks()] == [task.id]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Dear Jane", "letter.md:1: front matter"),
        ("---\ncase: C-1\n---\nSubject: x\n\ny", "letter.md:1: 'command: …' is missing"),
        ("---\ncase: C-1\ncommand: contacted\nto: x\n---\nSubject: x\n\ny", "letter.md:4: expected one of"),
        ("---\ncase: C-1\ncommand: contacted\n---\nDear", "letter.md:5: a line 'Subject: …'"),
        ("---\ncase: C-1\ncommand: contacted\n---\nSubject: x\n\na\nb {{ c }}", "letter.md:8: '{{'"),
        ("---\ncase: C-1\ncommand: contacted\n---\nSubject: {% x\n\na", "letter.md:5: '{{'"),
        (
            "---\ncase: C-1\ncommand: contacted\n---\nSubject: x\n\na\nb \u202ec",
            "letter.md:8: the character U+202E",
        ),
        (
            "---\ncase: C-1\ncommand: contacted\n---\nSubject: x\n\na\nb\x07c",
            "letter.md:8: the character U+0007",
        ),
        (
            "---\ncase: C-1\ncommand: contacted\n---\nSubject: x\n\na\x1b[31m",
            "letter.md:7: the character U+001B",
        ),
        (
            "---\ncase: C-1\ncommand: contacted\n---\nSubject: x\n\na\x0bb",
            "letter.md:7: the character U+000B",
        ),
    ],
)
def test_a_file_that_is_no_draft_is_refused_with_its_line(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "letter.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError) as told:
        read_draft(file, "letter.md")
    assert why in str(told.value)


def test_what_is_never_shown_hides_no_word(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("final rejected").replace("[[why not]]", "Ring 08\u200b45 1\u00ad23 4567.")
    with pytest.raises(NotAllowed, match="0845 123 4567"):
        desk.release(completed(text, tmp_path))


def refused(desk: Desk, text: str, tmp_path: Path, why: str, **considered: str) -> None:
    with pytest.raises(NotAllowed, match=why):
        desk.release(completed(text, tmp_path), **considered)
    assert [one for one in desk.office.letters() if one.act] == []


@pytest.mark.parametrize(
    ("drafted", "recorded", "why"),
    [
        ("final rejected", "final upheld", "says “rejected”, and what is recorded is “upheld”"),
        ("final upheld", "final rejected", "says “upheld”, and what is recorded is “rejected”"),
        ("final partly", "final rejected", "says “partly”, and what is recorded is “rejected”"),
        ("final upheld", "final partly", "says “upheld”, and what is recorded is “partly”"),
        ("final upheld redress 100", "final upheld redress 500", "does not say “£500.00”"),
        ("eight-week expected 2027-03-12 because we wait", "eight-week expected 2027-04-09 because we wait",
         "Friday 9 April 2027"),
        ("forwarded Other Ltd because it is theirs", "forwarded Third Ltd because it is theirs", "Third Ltd"),
    ],
)  # fmt: skip
def test_a_letter_says_what_is_recorded(
    desk: Desk, tmp_path: Path, drafted: str, recorded: str, why: str
) -> None:
    refused(desk, desk.draft(drafted).replace(f"command: {drafted}", f"command: {recorded}"), tmp_path, why)


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ("final partly", "I uphold the first point, the fee. I do not uphold the second."),
        ("final rejected", "Your complaint has not been upheld, because the fee was due."),
    ],
)
def test_a_decision_may_be_put_in_other_words(desk: Desk, tmp_path: Path, says: str, words: str) -> None:
    text = re.sub(r"(?ms)^We (?:do not )?uphold .*?(?=\n\n)", words, desk.draft(says))
    assert words in text
    desk.release(completed(text, tmp_path))


def test_what_a_draft_says_besides_may_be_shortened(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("contacted").replace(
        "[[what you have done so far, and what you do next]]", "We rang the bank."
    )
    text = re.sub(r"(?s)If you have a question, or .*?0100\.", "Call 020 7946 0100.", text)
    assert "Call 020 7946 0100." in text
    desk.release(completed(text, tmp_path))


def test_findings_may_speak_of_what_others_decided(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("final upheld").replace(
        "[[what you looked at and what you found, point by point]]",
        "The shop rejected your claim on 3 May, and your bank did not pay.",
    )
    desk.release(completed(text, tmp_path))


def test_a_letter_of_another_case_is_not_released(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("final rejected")
    refused(desk, text.replace("18 December", "11 November"), tmp_path, "not say “Friday 18 December 2026”")
    name = next(line for line in text.splitlines() if line.startswith("Dear "))
    line = text.splitlines().index(name) + 1
    why = rf"letter\.md:{line}: it is addressed to another than Jane"
    for other in ("Dear Mary Smith,", "Dear Mrs Smith,", "Hello Mary"):
        refused(desk, text.replace(name, other), tmp_path, why)
    desk.release(completed(text.replace(name, "Dear Ms Smith,"), tmp_path), although="she has married")


def test_a_letter_that_names_another_case_is_considered_first(desk: Desk, tmp_path: Path) -> None:
    draft = desk.draft("contacted")
    found = re.search(r"\*\*(.*-....-....)\*\*", draft)
    assert found
    another = f"{found[1][:-9]}AB12-CD34"
    text = draft.replace(found[0], f"**{another}**")
    line = text.count("\n", 0, text.index(another)) + 1
    refused(desk, text, tmp_path, rf"letter\.md:{line}: “{another}” is not the reference of this case")
    desk.release(completed(text, tmp_path), although="the complaint of last year is meant")


@pytest.mark.parametrize("subject", ["", "–"])
def test_a_subject_says_something(desk: Desk, tmp_path: Path, subject: str) -> None:
    draft = desk.draft("contacted")
    line = next(n for n, one in enumerate(draft.splitlines(), 1) if one.startswith("Subject: "))
    text = re.sub(r"Subject: .*? – ", f"Subject: {subject} – ", draft)
    refused(desk, text, tmp_path, rf"letter\.md:{line}: the subject says nothing")


def test_a_subject_is_written_with_single_spaces(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("contacted").replace("Subject: Your complaint: ", "Subject:  Your  complaint:\t ")
    desk.release(completed(text, tmp_path))
    (letter,) = desk.office.letters("progress")
    assert letter.subject.startswith("Your complaint: how far")


def test_a_subject_too_long_to_send_is_told_by_its_file(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("contacted").replace("Subject: ", "Subject: " + "word " * 300)
    refused(desk, text, tmp_path, r"letter\.md: a subject of more than")


@pytest.mark.parametrize(
    "greeting", ["Dear Ms O'Brien-Núñez,", "Dear Jane", "Dear Customer,", "Good morning,"]
)
def test_a_greeting_may_be_reworded(desk: Desk, tmp_path: Path, greeting: str) -> None:
    text = desk.draft("final rejected")
    name = next(line for line in text.splitlines() if line.startswith("Dear "))
    desk.release(completed(text.replace(name, greeting), tmp_path))


@pytest.mark.parametrize("left", ["[[what you looked at", "what you looked at]]"])
def test_what_is_left_of_a_place_is_told_with_its_line(desk: Desk, tmp_path: Path, left: str) -> None:
    text = completed(desk.draft("final rejected"), tmp_path)
    broken = replace(text, body=f"{text.body}\n{left}, and more\n")
    line = text.body_line + text.body.count("\n") + 1
    with pytest.raises(NotAllowed, match=rf"letter\.md:{line}: “(\[\[|\]\])” is left of a place"):
        desk.release(broken)


@pytest.mark.parametrize(
    ("says", "why"),
    [
        ("final rejected", "next to nothing is said here: the complaint in a few words"),
        ("forwarded Other Ltd because it is theirs", "and how to reach it .*what is recorded is “Other Ltd”"),
        ("contacted", "next to nothing is said here: what you have done so far"),
    ],
)
def test_places_that_were_only_deleted_are_not_filled_in(
    desk: Desk, tmp_path: Path, says: str, why: str
) -> None:
    refused(desk, re.sub(r"(?s)\[\[.*?\]\]", "", desk.draft(says)), tmp_path, why)


def test_a_line_that_may_be_taken_out_may_be_taken_out(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, about="in March")
    text = desk.draft("contacted", letter="missing_details")
    desk.release(completed(re.sub(r"- \[\[.*?\]\]\n", "", text), tmp_path))


def test_reasons_that_were_reworded_are_asked_for_in_the_words_that_are_recorded(
    desk: Desk, tmp_path: Path
) -> None:
    text = desk.draft("eight-week expected 2027-03-12 because we wait for the bank")
    reworded = text.replace("We wait for the bank.", "The bank is slow.")
    refused(desk, reworded, tmp_path, "is “We wait for the bank.”: say so, or mend the command")


def test_a_response_on_payments_goes_by_email_only_where_that_was_agreed(desk: Desk, tmp_path: Path) -> None:
    desk.office.clock.now = RECEIVED + timedelta(days=10)
    desk.say("type payments")
    text = desk.draft("final upheld")
    line = next(one for one in text.splitlines() if one.startswith("agreed: "))
    file = tmp_path / "unfilled.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(NotAllowed, match=r"unfilled\.md:4: still to be written: how and when"):
        desk.release(read_draft(file, "unfilled.md"))
    refused(desk, text.replace(f"{line}\n", ""), tmp_path, r"letter\.md:1: this line is missing: agreed: ")
    desk.release(completed(text.replace(line, "agreed: by email on 21 December"), tmp_path))
    (released,) = desk.told("letter-released")
    assert released["agreed"] == "by email on 21 December"


def test_a_final_response_on_personal_data_tells_of_the_information_commissioner(
    desk: Desk, tmp_path: Path
) -> None:
    desk.say("type data-protection")
    text = desk.draft("final upheld")
    assert "<https://ico.org.uk>" in text
    refused(desk, text.replace("<https://ico.org.uk>", "online"), tmp_path, "data-outcome")
    desk.release(completed(text, tmp_path))


@pytest.mark.parametrize("typed", ["{\\{ 7 * 7 }}", "{\\% if x %}", "&#123;{ nothing }}", "{\\# gone #}"])
def test_nothing_a_handler_types_is_read_as_a_template(desk: Desk, tmp_path: Path, typed: str) -> None:
    desk.release(completed(desk.draft("contacted") + f"\nThe rate was {typed} then.\n", tmp_path))
    mail = BytesParser(policy=policy.default).parsebytes(desk.raw("progress"))
    shown = typed.replace("\\", "").replace("&#123;", "{")
    assert f"The rate was {shown} then." in mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert f"The rate was {shown} then." in unescape(html)


def test_missing_details_are_asked_for_in_a_letter_of_their_own(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, about="in March")
    text = desk.draft("contacted", letter="missing_details")
    assert "letter: missing_details\n---\n" in text
    assert "- your account reference" in text
    desk.release(completed(text, tmp_path))
    (letter,) = desk.office.letters("missing_details")
    desk.office.deliver()
    assert desk.case.state == "investigating"
    assert b"account reference" in desk.raw("missing_details")
    assert letter.recipient == "jane.doe@example.org"


def test_a_letter_that_does_not_go_with_a_command_is_refused(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="missing_details does not go with `final`, but final_response"):
        desk.draft(FINAL, letter="missing_details")
