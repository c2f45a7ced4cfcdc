"""Letters with judgement in them: drafted, completed by a handler, sent, and recorded when they are sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from fakes import LETTERHEAD, SAM, Clock, FakeCourier, Office, message
from hands import Hands
from release_desk import FINAL, FIRM, HEAD, JANE, LATER, PDF, RECEIVED, Desk, completed, refused
from test_bounces import dsn

from mailbot.casework.moving import NotAllowed
from mailbot.store import cases, outbox
from mailbot.store.database import Database
from mailbot.wire.outcome import Failed, Unknown


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.mark.parametrize("says", [FINAL, "forwarded Other Ltd because it is theirs"])
def test_without_the_approved_wording_no_letter_is_drafted_that_needs_it(
    database: Database, says: str
) -> None:
    desk = Desk(database, firm=LETTERHEAD.firm)
    with pytest.raises(NotAllowed, match=r"\[firm\] ombudsman_wording is not set"):
        desk.draft(says)
    assert "We are looking into" in desk.draft("contacted")


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
        ("hello", "is not a command"),
        ("type payments", "no letter goes with `type`"),
        ("eight-week expected Friday because we wait", "write the date out"),
        ("holding because the bank is slow", "its clock is eight weeks"),
        ("summary-sent", "owes no summary resolution communication"),
        ("final upheld on 2027-01-20", "recorded on the day it is sent; leave"),
        ("final upheld on Monday", "leave `on …` out"),
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
    desk.release(written, although=["rang her first"])
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


def bounce(desk: Desk, kind: str, **report: str) -> None:
    letter = desk.office.letters(kind)[0]
    desk.office.clock.go(hours=1)
    desk.office.take(dsn(about=letter.message_id, **{"recipient": letter.recipient, **report}))


def test_a_report_that_names_somebody_else_undoes_no_answer(desk: Desk, tmp_path: Path) -> None:
    """Whoever forwards mail may have it all the same: a person finds out."""
    desk.release(completed(desk.draft("final rejected"), tmp_path))
    desk.office.deliver()
    bounce(desk, "final_response", recipient="jane@old-provider.example")
    assert (desk.case.state, desk.case.outcome) == ("final-sent", "rejected")
    (task,) = desk.office.tasks()
    assert task.reason == "letter bounced"
    assert "could not be delivered at jane@old-provider.example (5.1.1 smtp; 550 5.1.1 no such" in task.detail
    assert "`reopen not-sent`" in task.detail
    bounce(desk, "final_response")  # and now her own address returns it
    assert desk.case.state == "reopened"
    assert "final_response" in desk.office.open_deadlines(desk.case)


def test_where_the_recipient_has_it_what_became_of_another_copy_is_not_hers(
    desk: Desk, tmp_path: Path
) -> None:
    desk.release(completed(desk.draft("final rejected"), tmp_path))
    desk.office.deliver()
    (letter,) = desk.office.letters("final_response")
    both = dsn(about=letter.message_id, recipient="jane@old-provider.example").replace(
        b"Final-Recipient: rfc822; jane@old",
        f"Final-Recipient: rfc822; {letter.recipient}\nAction: delivered\nStatus: 2.0.0\n\n"
        "Final-Recipient: rfc822; jane@old".encode(),
    )
    desk.office.take(both)
    assert desk.case.state == "final-sent"
    assert desk.office.tasks() == []


def test_what_came_back_may_be_released_again_as_it_is(desk: Desk, tmp_path: Path) -> None:
    written = completed(desk.draft("final rejected"), tmp_path)
    desk.release(written)
    desk.office.deliver()
    with pytest.raises(NotAllowed):
        desk.release(written)
    for _ in range(2):
        letter = desk.office.letters("final_response")[-1]
        desk.office.clock.go(hours=1)
        desk.office.take(dsn(about=letter.message_id, recipient=letter.recipient, status="4.2.2"))
        assert desk.case.state == "reopened"
        desk.release(written)
        with pytest.raises(NotAllowed, match="the very same letter was released"):
            desk.release(written)
        desk.office.deliver()
        assert (desk.case.state, desk.case.outcome) == ("final-sent", "rejected")
    assert len(desk.office.letters("final_response")) == 3


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


def test_a_summary_that_came_back_in_a_case_that_was_opened_again_leaves_it_its_deadline(
    desk: Desk, tmp_path: Path
) -> None:
    desk.office.clock.now = RECEIVED + timedelta(days=3)
    desk.say("accepted")
    desk.release(completed(desk.draft("summary-sent"), tmp_path))
    desk.office.deliver()
    desk.say("reopen because she wrote again")
    bounce(desk, "summary_resolution")
    assert (desk.case.status, desk.case.responded_on) == ("open", None)
    assert "final_response" in desk.open_deadlines()
    assert [task.reason for task in desk.office.tasks()] == ["letter bounced"]


@pytest.mark.parametrize("first", ["eight_week_response", "final_response"])
def test_two_answers_that_both_came_back_are_both_undone(desk: Desk, tmp_path: Path, first: str) -> None:
    before = desk.open_deadlines()
    desk.release(completed(desk.draft("eight-week expected 2027-03-12 because we wait"), tmp_path))
    desk.office.deliver()
    desk.office.clock.go(hours=1)
    desk.release(completed(desk.draft("final upheld"), tmp_path))
    desk.office.deliver()
    second = {"eight_week_response": "final_response"}.get(first, "eight_week_response")
    bounce(desk, first)
    bounce(desk, second)
    assert desk.case.status == "open"
    assert desk.open_deadlines() == before


@pytest.mark.parametrize("with_it", [False, True])
def test_the_leaflet_goes_with_a_summary_resolution_where_the_firm_says_so(
    database: Database, tmp_path: Path, with_it: bool
) -> None:
    desk = Desk(database, firm=replace(FIRM, leaflet_with_summary=with_it))
    desk.office.clock.now = RECEIVED + timedelta(days=3)
    desk.say("accepted")
    text = desk.draft("summary-sent")
    assert ("leaflet is attached" in text) == with_it
    if with_it:
        refused(desk, text.replace("leaflet is attached", "leaflet"), tmp_path, "leaflet is enclosed")
    desk.release(completed(text, tmp_path))
    mail = BytesParser(policy=policy.default).parsebytes(desk.raw("summary_resolution"))
    assert [one.get_content() for one in mail.iter_attachments()] == [PDF.content] * with_it


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


def test_who_was_told_that_it_takes_longer_is_kept_informed(desk: Desk, tmp_path: Path) -> None:
    """DISP 1.6.1R(2) goes on after an eight-week response."""
    desk.say("eight-week expected 2027-03-12 because we wait")
    before = desk.open_deadlines()
    desk.release(completed(desk.draft("contacted"), tmp_path))
    desk.office.deliver()
    assert desk.case.state == "eight-week-sent"
    assert desk.open_deadlines() == before
    (letter,) = desk.office.letters("progress")
    assert letter.state == "SENT"
    moved = desk.told("case-moved")[-1]
    assert (moved["move"], moved["to"], moved["letter"]) == ("contacted", "eight-week-sent", letter.id)


def test_a_case_that_turns_out_to_be_about_payments_is_answered_by_nothing_unagreed(
    desk: Desk, tmp_path: Path
) -> None:
    """DISP 1.6.2AR: between the release and the sending somebody found out what it is about."""
    desk.office.clock.now = RECEIVED + timedelta(days=10)
    desk.release(completed(desk.draft("final upheld"), tmp_path))
    desk.say("type payments")
    desk.office.deliver()
    assert desk.case.status == "open"
    (letter,) = desk.office.letters("final_response")
    assert letter.state == "HELD"
    (task,) = [one for one in desk.office.tasks() if one.letter_id == letter.id]
    assert "how the complainant agreed to email" in task.detail
    Hands(desk.office).settle(task, because="drafted again")
    desk.release(completed(desk.draft("final upheld"), tmp_path))
    desk.office.deliver()
    assert desk.case.state == "final-sent"


def test_who_answers_from_the_address_a_letter_was_sent_to_is_heard(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft("contacted"), tmp_path), to="jane@elsewhere.example")
    desk.office.deliver()
    (letter,) = desk.office.letters("progress")
    desk.office.take(
        message(
            "Thank you.",
            author="Jane <jane@elsewhere.example>",
            In_Reply_To=letter.message_id,
            subject=f"Re: {letter.subject}",
        )
    )
    assert len(desk.office.cases()) == 1


def test_a_final_response_that_was_held_overnight_is_released_again_with_its_day(
    desk: Desk, tmp_path: Path
) -> None:
    """The six months that it speaks of run from its date, and by law from its sending."""
    written = completed(desk.draft("final rejected"), tmp_path)
    desk.release(written)
    desk.office.deliver(FakeCourier(always=Failed("550 5.7.1 refused")))
    (letter,) = desk.office.letters("final_response")
    (task,) = [one for one in desk.office.tasks() if one.letter_id == letter.id]
    desk.office.clock.go(hours=24)
    hands = Hands(desk.office)
    with pytest.raises(NotAllowed, match="bears the date of Wednesday 10 February 2027"):
        hands.send(task)
    hands.settle(task, because="released again")
    desk.release(written)
    with pytest.raises(NotAllowed):
        desk.release(written)
    desk.office.deliver()
    assert desk.case.state == "final-sent"
    failed, sent = desk.office.letters("final_response")
    assert (failed.state, sent.state) == ("FAILED", "SENT")
    with desk.office.database.reading() as session:
        assert b"Thursday 11 February 2027" in (outbox.show(session, sent.id) or b"")


def test_one_of_the_same_day_goes_again_as_it_is(desk: Desk, tmp_path: Path) -> None:
    desk.release(completed(desk.draft("final rejected"), tmp_path))
    desk.office.deliver(FakeCourier(always=Failed("550 5.7.1 refused")))
    (letter,) = desk.office.letters("final_response")
    (task,) = [one for one in desk.office.tasks() if one.letter_id == letter.id]
    Hands(desk.office).send(task)
    desk.office.deliver()
    assert desk.case.state == "final-sent"
