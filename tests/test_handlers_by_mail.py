"""Handlers who answer by e-mail: commands, notes, copies of letters, and whom nobody obeys."""

from __future__ import annotations

import re
from dataclasses import replace
from email import policy
from email.parser import BytesParser

import pytest
from fakes import LETTERHEAD, MAILBOX, MONDAY, OVERSIGHT, PRACTICE, PRITI, SAM, Office, message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from mailbot.complaints.practice import LetterMarker
from mailbot.mail.writing.envelope import ReturnPath
from mailbot.store import cases, journal, outbox
from mailbot.store.cases import Case
from mailbot.store.database import Database
from mailbot.store.letters import Letter

JANE = "Jane Doe <jane.doe@example.org>"
PATH = "complaints+{token}@firm.example.com"


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def opened(office: Office, author: str = JANE) -> Case:
    office.take(message("I complain about CNX-204418.", author=author))
    return office.cases()[-1]


def notice(office: Office, case: Case, kind: str = "handler_notice") -> Letter:
    return next(one for one in reversed(office.letters(kind)) if one.case in (case.reference, None))


def reply(office: Office, letter: Letter, text: str, *, author: str | None = None, **fields: str) -> None:
    """What a mail program makes of an answer to a letter: its thread, and all of it quoted."""
    with office.database.reading() as session:
        quoted = "\n".join(f"> {line}" for line in body(raw_of(session, letter.id)).splitlines())
    fields.setdefault("In_Reply_To", letter.message_id)
    fields.setdefault("References", letter.message_id)
    office.take(
        message(
            f"{text}\n\nOn Monday 23 November 2026 Example Finance wrote:\n{quoted}",
            author=author or letter.recipient,
            subject=f"Re: {letter.subject}",
            **fields,
        )
    )


def raw_of(session: Session, letter_id: int) -> bytes:
    raw = outbox.show(session, letter_id)
    assert raw is not None
    return raw


def body(raw: bytes) -> str:
    part = BytesParser(policy=policy.default).parsebytes(raw).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def answers(office: Office) -> list[Letter]:
    return office.letters("command_answer")


def answer(office: Office) -> str:
    """The words of the last answer."""
    with office.database.reading() as session:
        said = body(raw_of(session, answers(office)[-1].id))
    return " ".join(said.replace('"', "").split())


def now(office: Office, case: Case) -> Case:
    with office.database.reading() as session:
        found = cases.get(session, case.reference)
    assert found is not None
    return found


def told(office: Office, case: Case, name: str) -> list[dict[str, object]]:
    with office.database.reading() as session:
        return [dict(one.fields) for one in journal.entries(session, case.reference) if one.name == name]


def notes(office: Office, case: Case) -> list[str]:
    rows = office.rows("SELECT case_id, text FROM notes ORDER BY id")
    return [text for case_id, text in rows if case_id == case.id]


def other(case: Case) -> str:
    """The handler who does not have it."""
    return next(one.email for one in (SAM, PRITI) if one.email != case.handler_email)


# -- commands


def test_a_reply_moves_the_case_and_is_answered(office: Office) -> None:
    case = opened(office)
    reply(office, notice(office, case), "contacted\n\nSam")
    assert now(office, case).state == "investigating"
    (letter,) = answers(office)
    assert (letter.recipient, letter.case) == (case.handler_email, case.reference)
    assert letter.subject == f"[{case.reference}] Done"
    assert f"Done. {case.reference} is in investigation." in answer(office)
    assert "final response" in answer(office)  # what is still due
    (move,) = [one for one in told(office, case, "case-moved") if one["via"] == "e-mail"]
    assert (move["by"], move["to"]) == (case.handler_email, "investigating")
    assert office.tasks() == []


def test_the_final_response_closes_the_case_and_ends_its_reminders(office: Office) -> None:
    case = opened(office)
    reply(office, notice(office, case), "Final response – partly upheld, redress £1,120.50")
    closed = now(office, case)
    assert (closed.status, closed.outcome, closed.redress_pence) == ("closed", "partly", 112050)
    assert "upheld in part, redress £1,120.50" in answer(office)
    assert office.open_deadlines(case) == set()
    office.clock.go(days=70)
    assert office.sweep() == 0
    assert "taken to the Ombudsman until Sunday 23 May 2027" in answer(office)


def test_what_cannot_be_is_refused_with_the_reason_and_what_can_be(office: Office) -> None:
    case = opened(office)
    reply(office, notice(office, case), "holding because the bank is slow")
    assert now(office, case).state == "opened"
    assert answers(office)[-1].subject == f"[{case.reference}] NOT done"
    assert "Not done (holding), nothing was changed." in answer(office)
    assert "its clock is eight weeks" in answer(office)
    assert "final upheld | partly | rejected" in answer(office)
    assert "reopen" not in answer(office)  # only what can be said of an open case


def test_a_day_is_reckoned_from_when_the_mail_was_received(office: Office) -> None:
    case = opened(office)
    letter = notice(office, case)
    office.clock.go(days=3)
    received = office.clock()
    office.clock.go(days=2)  # the daemon was down meanwhile
    office.take(
        message("final rejected", author=letter.recipient, In_Reply_To=letter.message_id), at=received
    )
    responded_on = now(office, case).responded_on
    assert responded_on is not None
    assert (responded_on - MONDAY.date()).days == 3


@pytest.mark.parametrize("words", ["help", "Help please", "dates"])
def test_help_and_dates_change_nothing(office: Office, words: str) -> None:
    case = opened(office)
    reply(office, notice(office, case), words)
    assert now(office, case) == case
    assert ("not-a-complaint because" in answer(office)) == ("help" in words.lower())
    assert "Monday 18 January 2027" in answer(office)
    assert notes(office, case) == []


def test_prose_is_kept_as_a_note_and_card_numbers_are_masked(office: Office) -> None:
    case = opened(office)
    reply(office, notice(office, case), "I rang her; she paid with 4111 1111 1111 1111 by mistake.")
    assert now(office, case).state == "opened"
    (note,) = notes(office, case)
    assert note.startswith("I rang her")
    assert "4111 1111" not in note
    assert "kept on the case as a note" in answer(office)


def test_what_is_nearly_a_command_is_a_note_and_its_sender_learns_how_it_is_written(office: Office) -> None:
    case = opened(office)
    reply(office, notice(office, case), "final upheld?")
    reply(office, notice(office, case), "contcted")
    assert now(office, case).state == "opened"
    assert notes(office, case) == ["final upheld?", "contcted"]
    assert "Did you mean contacted?" in answer(office)


def test_type_receipt_note_assignment_and_reminders_are_said_by_mail(office: Office) -> None:
    case = opened(office)
    letter = notice(office, case)
    office.clock.go(hours=1)
    reply(office, letter, "type payments")
    assert now(office, case).regime == "payments"
    reply(office, letter, "received 20/11/2026 because the branch had it on Friday")
    assert str(now(office, case).received_on) == "2026-11-20"
    reply(office, letter, "note she prefers the telephone")
    assert notes(office, case) == ["she prefers the telephone"]
    reply(office, letter, "met first_contact, acknowledgement")
    reply(office, letter, "hold reminders until tomorrow because she is in hospital")
    assert now(office, case).reminders_held_until is not None, answer(office)
    reply(office, letter, f"assign {other(case)}")
    assert now(office, case).handler_email == other(case)
    assert {one.subject.split("] ")[1] for one in answers(office)} == {"Done"}


def test_what_stands_below_a_command_is_kept_as_a_note(office: Office) -> None:
    case = opened(office)
    reply(office, notice(office, case), "contacted\n\nShe is deaf: use text relay only.\n\nSam")
    assert now(office, case).state == "investigating"
    assert "text relay" in notes(office, case)[0]
    reply(office, notice(office, case), "contacted\n\nSam")
    assert len(notes(office, case)) == 1


def test_a_mail_that_only_quotes_moves_nothing(office: Office) -> None:
    case = opened(office)
    letter = notice(office, case)
    office.take(message("> withdrawn", author=letter.recipient, In_Reply_To=letter.message_id))
    reply(office, letter, "")
    assert now(office, case) == case
    assert "no words of yours" in answer(office)


def test_who_had_the_case_before_commands_no_more(office: Office) -> None:
    case = opened(office)
    letter = notice(office, case)
    reply(office, letter, f"assign {other(case)}")
    reply(office, letter, "final upheld")
    assert now(office, case).status == "open"
    assert "somebody else's now" in answer(office)
    reply(office, letter, "note what I still know: she is at work till six")
    assert "till six" in notes(office, case)[-1]


def test_a_complaint_that_a_handler_passes_on_lies_before_a_person(office: Office) -> None:
    case = opened(office)
    letter = overdue(office, case)
    forwarded = "Please open a case.\n\n---------- Forwarded message ---------\nFrom: Bob <bob@example.org>\n"
    forwarded += "Date: Mon, 23 Nov 2026\nSubject: Complaint\nTo: Sam\n\nI complain about my loan."
    office.take(message(forwarded, author=case.handler_email, In_Reply_To=letter.message_id))
    assert [task.reason for task in office.tasks() if task.reason == "handler"] == ["handler"]


# -- a list of several cases


def overdue(office: Office, case: Case) -> Letter:
    office.clock.go(days=1)
    office.sweep()
    return next(one for one in reversed(office.letters("reminder")) if one.recipient == case.handler_email)


def test_a_reminder_of_one_case_is_answered_without_naming_it(office: Office) -> None:
    case = opened(office)
    letter = overdue(office, case)
    reply(office, letter, "met first contact and acknowledgement")
    assert not {"acknowledgement", "first_contact"} & office.open_deadlines(case), answer(office)


def test_a_list_is_answered_by_a_line_for_each_case(office: Office) -> None:
    one = Office(office.database, practice=replace(PRACTICE, handlers=(SAM,)))
    first, second = opened(one), opened(one, "Tom Brown <tom@example.net>")
    letter = overdue(one, first)
    reply(one, letter, "contacted")
    assert "Say of which case" in answer(one)
    reply(one, letter, f"{first.reference}: contacted\n{second.reference}: final rejected")
    assert (now(one, first).state, now(one, second).state) == ("investigating", "final-sent")
    assert answers(one)[-1].subject == f"[{first.reference}] and 1 more: Done"


def test_nobody_acts_on_somebody_elses_case_by_a_list_of_his_own(office: Office) -> None:
    mine, theirs = opened(office), opened(office, "Tom Brown <tom@example.net>")
    assert mine.handler_email != theirs.handler_email
    letter = overdue(office, mine)
    reply(office, letter, f"{theirs.reference} final rejected")
    assert now(office, theirs).status == "open"
    # Nor by a mail about one case on another.
    reply(office, notice(office, mine), f"{theirs.reference} final rejected")
    assert now(office, theirs).status == "open"
    assert "You answered a mail about" in answer(office)


# -- who is believed


def test_a_mail_that_answers_nothing_of_ours_changes_nothing(office: Office) -> None:
    case = opened(office)
    for _ in range(25):
        office.take(message("final upheld", author=case.handler_email, subject=f"Re: [{case.reference}]"))
    assert now(office, case).state == "opened"
    assert len(answers(office)) == 20  # enough to tell the handler, not enough for a storm
    assert "not carried out because it does not answer a mail that was sent to you" in answer(office)
    assert len(told(office, case, "command-declined")) == 25


def test_an_answer_from_another_than_who_was_written_to_changes_nothing(office: Office) -> None:
    case = opened(office)
    letter = notice(office, case)
    for author in (other(case), OVERSIGHT.addr_spec, "sam@elsewhere.example", JANE, MAILBOX):
        reply(office, letter, "final upheld", author=author)
        reply(office, letter, "final upheld", author=author)
    assert now(office, case).status == "open"
    (task,) = [task for task in office.tasks() if task.detail.startswith("sam@elsewhere.example, none of")]
    assert task.owner == case.handler_email


def test_our_servers_doubt_is_enough(database: Database) -> None:
    office = Office(database, practice=replace(PRACTICE, authserv_ids=frozenset({"mx.firm.example.com"})))
    case = opened(office)
    letter = notice(office, case)
    for result in (
        "dmarc=fail header.from=firm.example.com",
        "dmarc=none; spf=fail; dkim=none",
        "spf=softfail",
        "dmarc=temperror; spf=pass",
        # Somebody else's domain passed.
        "dmarc=none header.from=firm.example.com; spf=pass smtp.mailfrom=bounce@evil.example",
        "spf=pass smtp.mailfrom=evilfirm.example.com",
        "dkim=pass header.d=evil.example; spf=fail smtp.mailfrom=firm.example.com",
    ):
        reply(office, letter, "final upheld", Authentication_Results=f"mx.firm.example.com; {result}")
    assert now(office, case).status == "open"
    # Anybody may write such a field; only our own server's counts, and of those the topmost.
    good = "mx.firm.example.com; dmarc=pass header.from=firm.example.com"
    reply(office, letter, "contacted", Authentication_Results=good)
    assert now(office, case).state == "investigating"


@pytest.mark.parametrize(
    "result",
    [
        "dmarc=none; spf=pass smtp.mailfrom=sam@mail.firm.example.com",
        "spf=fail smtp.mailfrom=elsewhere.example; dkim=pass header.d=firm.example.com header.s=a",
        "dmarc=bestguesspass; dkim=pass header.i=@firm.example.com",
    ],
)
def test_a_domain_without_a_policy_is_spoken_for_by_what_passed_for_it(
    database: Database, result: str
) -> None:
    office = Office(database, practice=replace(PRACTICE, authserv_ids=frozenset({"mx.firm.example.com"})))
    case = opened(office)
    reply(
        office,
        notice(office, case),
        "contacted",
        Authentication_Results=f"mx.firm.example.com; {result}",
    )
    assert now(office, case).state == "investigating"


def test_who_only_sees_the_thread_commands_nothing_where_there_is_a_reply_address(
    database: Database,
) -> None:
    """A complainant in copy of a handler's answer reads In-Reply-To there, but not our Reply-To."""
    practice = replace(PRACTICE, reply_path=ReturnPath(PATH), authserv_ids=frozenset({"mx.firm.example.com"}))
    office = Office(database, practice=practice, head=replace(LETTERHEAD, reply_to=PATH))
    case = opened(office)
    letter = notice(office, case)
    reply(office, letter, "withdrawn because she says so")
    assert now(office, case).status == "open"
    assert "asks to reply to" in answer(office)
    reply(
        office,
        letter,
        "contacted",
        Authentication_Results="mx.firm.example.com; dmarc=pass header.from=firm.example.com",
    )
    assert now(office, case).state == "investigating"


def test_the_word_in_the_reply_address_is_enough_where_the_thread_is_lost(database: Database) -> None:
    practice = replace(PRACTICE, reply_path=ReturnPath(PATH))
    office = Office(database, practice=practice, head=replace(LETTERHEAD, reply_to=PATH))
    case = opened(office)
    letter = notice(office, case)
    with office.database.reading() as session:
        reply_to = BytesParser(policy=policy.default).parsebytes(raw_of(session, letter.id))["Reply-To"]
        (acknowledgement,) = office.letters("acknowledgement")
        to_jane = BytesParser(policy=policy.default).parsebytes(raw_of(session, acknowledgement.id))
    assert re.fullmatch(r"complaints\+[a-z0-9]{32}@firm\.example\.com", str(reply_to))
    assert to_jane["Reply-To"] is None  # only colleagues can command
    office.take(message("contacted", author=letter.recipient, to=str(reply_to)))
    assert now(office, case).state == "investigating"
    guessed = str(reply_to).replace("complaints+", "complaints+0", 1)
    office.take(message("final upheld", author=letter.recipient, to=guessed))
    assert now(office, case).status == "open"


def test_life_at_risk_in_what_a_handler_shows_alerts_and_our_own_words_do_not(office: Office) -> None:
    case = opened(office)
    reply(office, notice(office, case), "note she wrote to me:\n> I am going to kill myself tonight.")
    (alert, *_) = office.letters("alert")
    alerts = len(office.letters("alert"))
    reply(office, alert, "contacted by phone")  # quotes the alert, which says that a life is at risk
    assert len(office.letters("alert")) == alerts
    assert now(office, case).life_at_risk


def test_who_is_no_handler_any_more_is_obeyed_no_more(office: Office) -> None:
    case = opened(office)
    letter = notice(office, case)
    left = Office(
        office.database,
        practice=replace(PRACTICE, handlers=tuple(h for h in (SAM, PRITI) if h.email != letter.recipient)),
    )
    reply(left, letter, "final upheld")
    assert now(left, case).status == "open"


def test_the_same_mail_twice_is_heard_once(office: Office) -> None:
    case = opened(office)
    letter = notice(office, case)
    for _ in range(2):
        reply(office, letter, "note once", Message_ID="<the-same@firm.example.com>")
    assert notes(office, case) == ["once"]
    assert len(answers(office)) == 1


# -- robots behind a handler's address


def test_an_out_of_office_is_no_command(office: Office) -> None:
    case = opened(office)
    reply(office, notice(office, case), "final upheld", Auto_Submitted="auto-replied")
    assert now(office, case).status == "open"
    assert answers(office) == []


@pytest.mark.parametrize(
    "words", ["I have left the firm.", "Received: your mail.", "Help is on its way", "Note: I am out"]
)
def test_a_robot_that_hides_itself_gets_few_answers(office: Office, words: str) -> None:
    case = opened(office)
    letter = notice(office, case)
    for _ in range(50):
        reply(office, letter, words)
        letter = (answers(office) or [letter])[-1]
        office.clock.go(minutes=5)
    assert len(answers(office)) <= 3
    assert now(office, case).state == "opened"


# -- letters by hand


def copy(office: Office, case: Case, text: str, **fields: str) -> None:
    office.take(
        message(
            text,
            author=f"Sam Ogilvie <{case.handler_email}>",
            to=f"{JANE}, {MAILBOX}",
            subject="Your complaint",
            **fields,
        )
    )


def test_a_copy_of_a_letter_is_filed_and_its_writer_asked_what_it_was(office: Office) -> None:
    case = opened(office)
    copy(office, case, "Dear Ms Doe, we have looked into it and uphold your complaint.")
    assert [row[0] for row in office.rows("SELECT kind FROM messages ORDER BY id")] == [
        "complaint",
        "handler",
    ]
    assert len({row[0] for row in office.rows("SELECT case_id FROM messages")}) == 1
    assert office.tasks() == []
    assert len(office.cases()) == 1
    assert now(office, case).state == "opened"
    assert "Your letter is filed" in answer(office)
    assert answers(office)[-1].recipient == case.handler_email
    reply(office, answers(office)[-1], "final upheld")
    assert now(office, case).status == "closed"


def test_a_letter_that_somebody_wrote_as_the_mailbox_itself_is_filed_and_changes_nothing(
    office: Office,
) -> None:
    case = opened(office)
    office.take(message("This is our final response. final upheld", author=MAILBOX, to=f"{JANE}, {MAILBOX}"))
    assert len(office.cases()) == 1
    assert now(office, case) == case
    assert office.tasks() == []
    assert [one["by"] for one in told(office, case, "letter-filed")] == [MAILBOX]
    assert answers(office) == []  # nothing is ever answered to an address of ours
    office.take(message("I complain, says who forges us.", author=MAILBOX))
    assert len(office.cases()) == 2  # a letter to no party of a case is none of the firm's


def test_dates_of_a_case_that_owes_nothing_say_so(office: Office) -> None:
    case = opened(office)
    letter = notice(office, case)
    reply(office, letter, "final upheld")
    reply(office, letter, "dates")
    assert "Nothing is due." in answer(office)


def test_a_second_copy_the_same_day_is_filed_without_a_word(office: Office) -> None:
    case = opened(office)
    for number in range(4):
        copy(office, case, f"Dear Ms Doe, this is letter {number}.")
    assert len(answers(office)) == 1
    assert len(told(office, case, "letter-filed")) == 4


MARKED = replace(
    PRACTICE,
    authserv_ids=frozenset({"mx.firm.example.com"}),
    letter_markers=(LetterMarker("this is our final response and we uphold your complaint", "final upheld"),),
)
AUTHENTIC = "mx.firm.example.com; dmarc=pass header.from=firm.example.com"
FINAL = "Dear Ms Doe,\n\nThis is our final response and we\nuphold your complaint.\n\nSam"


def test_the_firms_own_words_for_it_discharge_the_deadline(database: Database) -> None:
    office = Office(database, practice=MARKED)
    case = opened(office)
    copy(office, case, FINAL, Authentication_Results=AUTHENTIC)
    assert (now(office, case).status, now(office, case).outcome) == ("closed", "upheld")
    assert "Your letter is filed." in answer(office)


def test_they_discharge_nothing_where_nobody_vouches_for_the_sender(database: Database) -> None:
    office = Office(database, practice=MARKED)
    case = opened(office)
    copy(office, case, FINAL)
    assert now(office, case).status == "open"
    assert "nothing was recorded" in answer(office)


def test_a_letter_to_somebody_with_two_cases_lies_before_a_person(office: Office) -> None:
    first, second = opened(office), opened(office)
    copy(office, first, "Dear Ms Doe, about your complaint.")
    assert now(office, first) == first
    assert [task.reason for task in office.tasks() if task.reason == "handler"] == ["handler"]
    copy(office, second, "Dear Ms Doe, about your complaint.", References=notice(office, second).message_id)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=200),
    st.sampled_from(["", "contacted ", "final ", "received ", "type ", "assign ", "met "]),
)
def test_whatever_a_handler_writes_is_accounted_for(office: Office, text: str, verb: str) -> None:
    case = next(iter(office.cases()), None) or opened(office)
    clean = "".join(each for each in text if each.isprintable())
    office.take(
        message(f"{verb}{clean}", author=case.handler_email, In_Reply_To=notice(office, case).message_id)
    )
    assert [one for one in office.cases() if one.id != case.id] == []
    # What reads like somebody else's message lies before a person; nothing is a stub.
    assert {task.reason for task in office.tasks()} <= {"handler"}
