"""A report finds its letter by where it was sent, and what becomes of the letter, on a real database."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from fakes import (
    ARCHIVE,
    LETTERHEAD,
    MAILBOX,
    ON_CALL,
    OVERSIGHT,
    PRACTICE,
    FakeCourier,
    Office,
    message,
)

from mailbot.mail.writing.envelope import ReturnPath, word_of
from mailbot.store import deadlines, journal, tasks
from mailbot.store.database import Database
from mailbot.store.letters import Letter
from mailbot.wire.outcome import Unknown

TOKEN_PATH = "bounces+{token}@firm.example.com"
JANE = "jane.doe@example.org"
GIVEN_UP = "a" * 32  # a word no letter has
DSN = """--b
Content-Type: text/plain

{words}

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
{envelope}
Final-Recipient: rfc822; {recipient}
{action}{status}Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: message/rfc822

{about}Subject: Your complaint

.
--b--
"""


def an_office(database: Database, path: str = TOKEN_PATH, **settings: Any) -> Office:
    """A firm whose letters go out under reverse-paths of this form."""
    practice = replace(PRACTICE, return_path=ReturnPath(path))
    return Office(database, practice=practice, head=replace(LETTERHEAD, return_path=path), **settings)


@pytest.fixture
def office(database: Database) -> Office:
    return an_office(database)


def dsn(
    to: str = MAILBOX,
    *,
    about: str = "",
    envelope: str = "",
    action: str = "failed",
    status: str = "5.1.1",
    recipient: str = JANE,
    words: str = "Your message could not be delivered.",
    **headers: str,
) -> bytes:
    """A report as Postfix words it, sent `to` a reverse-path."""
    told = DSN.format(
        words=words,
        envelope=f"Original-Envelope-Id: {envelope}\n" if envelope else "",
        recipient=recipient,
        action=f"Action: {action}\n" if action else "",
        status=f"Status: {status}\n" if status else "",
        about=f"Message-ID: {about}\n" if about else "",
    )
    return message(
        told,
        to=to,
        author="MAILER-DAEMON@mx.example.org",
        subject="Undelivered Mail Returned to Sender",
        Return_Path="<>",
        Auto_Submitted="auto-replied",
        MIME_Version="1.0",
        Content_Type='multipart/report; report-type=delivery-status; boundary="b"',
        **headers,
    )


def acknowledged(office: Office, **complaint: Any) -> Letter:
    """The acknowledgement of a complaint, on its way."""
    office.take(message(**complaint))
    office.deliver()
    return office.letters("acknowledgement")[-1]


def again(office: Office, letter: Letter) -> Letter:
    return next(one for one in office.letters() if one.id == letter.id)


def unmet(office: Office) -> set[str]:
    (case,) = office.cases()
    return office.open_deadlines(case)


def heard(office: Office, event: str) -> list[dict[str, Any]]:
    """The fields of each such event in the journals of all cases and of none."""
    with office.database.reading() as session:
        found = [
            entry
            for reference in (None, *(case.reference for case in office.cases()))
            for entry in journal.entries(session, reference)
        ]
    return [dict(entry.fields) for entry in found if entry.name == event]


def state(office: Office) -> tuple[Any, ...]:
    """All that a report may change."""
    return (
        [(one.id, one.state, one.bounced_at, one.bounce) for one in office.letters()],
        office.rows("SELECT id, name, discharged_at FROM deadlines ORDER BY id"),
        office.rows("SELECT id, status FROM cases ORDER BY id"),
        [(one.id, one.reason) for one in office.tasks()],
        office.rows("SELECT address FROM parties ORDER BY address"),
    )


# -- on the way out


@pytest.mark.assertion("B-60")
def test_every_letter_goes_out_under_a_reverse_path_that_bears_the_word_of_its_message_id(
    office: Office,
) -> None:
    office.take(message())
    courier = FakeCourier()
    office.deliver(courier)
    letters = office.letters()
    assert len(letters) == 3
    for letter in letters:
        assert letter.return_path == f"bounces+{word_of(letter.message_id)}@firm.example.com"
    assert {path for path, _, _ in courier.letters} == {letter.return_path for letter in letters}
    assert len({letter.return_path for letter in letters}) == 3


@pytest.mark.parametrize("path", ["", MAILBOX])
def test_without_a_token_all_letters_go_out_under_the_one_reverse_path(database: Database, path: str) -> None:
    office = an_office(database, path)
    office.take(message())
    assert {letter.return_path for letter in office.letters()} == {path}


# -- found again


@pytest.mark.assertion("D-89")
@pytest.mark.parametrize("field", ["To", "Delivered_To", "X_Original_To", "Envelope_To", "Apparently_To"])
def test_a_report_that_names_no_letter_is_about_the_one_under_whose_path_it_came(
    office: Office, field: str
) -> None:
    letter = acknowledged(office)
    path = letter.return_path.upper()
    office.take(dsn(path) if field == "To" else dsn(**{field: path}))
    assert again(office, letter).bounced_at is not None
    assert unmet(office) >= {"acknowledgement", "first_contact"}


@pytest.mark.assertion("D-89")
def test_where_letters_have_no_path_of_their_own_the_envelope_id_names_them(database: Database) -> None:
    office = an_office(database, MAILBOX)
    letter = acknowledged(office)
    office.take(dsn(envelope=word_of(letter.message_id)))
    assert again(office, letter).bounced_at is not None


@pytest.mark.assertion("D-89")
def test_the_path_counts_before_the_letter_named_within(office: Office) -> None:
    first = acknowledged(office)
    second = acknowledged(office, text="Another complaint: you charged me twice.", author="joe@example.org")
    office.take(
        dsn(first.return_path, about=second.message_id, envelope=word_of(second.message_id), recipient=JANE)
    )
    assert again(office, first).bounced_at is not None
    assert again(office, second).bounced_at is None


@pytest.mark.assertion("D-89")
def test_a_report_to_another_address_is_about_the_letter_named_within(office: Office) -> None:
    letter = acknowledged(office)
    office.take(dsn(about=letter.message_id, envelope="QQ314159"))
    assert again(office, letter).bounced_at is not None


@pytest.mark.assertion("D-90")
@pytest.mark.parametrize("action", ["failed", "delayed", "delivered"])
def test_a_report_with_a_token_nobody_was_given_changes_nothing_and_lies_before_a_person(
    office: Office, action: str
) -> None:
    letter = acknowledged(office)
    before = state(office)
    forged = letter.return_path.replace(word_of(letter.message_id), GIVEN_UP)
    office.take(dsn(forged, about=letter.message_id, envelope=word_of(letter.message_id), action=action))
    (task,) = office.tasks()
    assert task.reason == "unmatched-report"
    assert (*state(office)[:3], [], state(office)[4]) == before


# -- what becomes of the letter


@pytest.mark.assertion("D-87")
@pytest.mark.fault("F32")
@pytest.mark.parametrize("after", [{"minutes": 1}, {"days": 5}])
def test_a_failed_acknowledgement_is_due_again_before_its_handler_with_the_way_to_reach_the_complainant(
    office: Office, after: dict[str, float]
) -> None:
    letter = acknowledged(
        office, text="I complain. My work address: j.doe@work.example.org\n\nJane Doe\n020 7946 0712"
    )
    (case,) = office.cases()
    office.clock.go(**after)
    office.take(dsn(letter.return_path))
    assert unmet(office) >= {"acknowledgement", "first_contact"}
    assert (again(office, letter).state, again(office, letter).bounce) == (
        "SENT",
        "5.1.1 smtp; 550 5.1.1 no such user",
    )
    (task,) = office.tasks()
    assert (task.reason, task.owner, task.letter_id) == ("letter bounced", case.handler_email, letter.id)
    with office.database.reading() as session:
        due = {one.deadline.name: one.deadline.due_at for one in deadlines.of_case(session, case.id)}
    assert task.due_at == due["acknowledgement"]
    assert "j.doe@work.example.org" in task.detail
    (alert,) = office.letters("alert")
    assert alert.recipient == case.handler_email


CONTACT = "I am writing to complain about a charge.\n\n"


@pytest.mark.parametrize(
    ("complaint", "told"),
    [
        ({"text": CONTACT, "Reply_To": "jane@home.example.org"}, "also given: jane@home.example.org"),
        ({"text": f"{CONTACT}You can ring me on 020 7946 0712."}, "also given: +442079460712"),
        (
            {"text": f"{CONTACT}Jane Doe\n12 Acacia Avenue\nLeeds\nLS1 4AP"},
            "also given: 12 Acacia Avenue, Leeds LS1 4AP",
        ),
        ({"text": CONTACT}, "no other way is known"),
        ({"text": f"{CONTACT}Or write to me at jane.doe+x@example.org."}, "no other way is known"),
    ],
)
def test_the_task_says_how_else_the_complainant_may_be_reached(
    office: Office, complaint: dict[str, str], told: str
) -> None:
    letter = acknowledged(office, **complaint)
    office.take(dsn(letter.return_path))
    (task,) = office.tasks()
    assert task.detail.endswith(f"reach the complainant another way; {told}")


def test_where_contact_may_not_be_safe_no_other_way_is_proposed(office: Office) -> None:
    letter = acknowledged(office, text=f"{CONTACT}You can ring me on 020 7946 0712.")
    unsafe = "Please do not ring me: my husband reads my email and checks my phone, and he hits me."
    office.take(message(unsafe, In_Reply_To=letter.message_id))
    office.take(dsn(letter.return_path))
    (task,) = [one for one in office.tasks() if one.letter_id == letter.id]
    assert "may not be safe" in task.detail
    assert "7946" not in task.detail


def test_the_mail_about_a_bounce_says_nothing_of_the_complainant(office: Office) -> None:
    letter = acknowledged(office, text=f"{CONTACT}You can ring me on 020 7946 0712.")
    courier = FakeCourier()
    office.take(dsn(letter.return_path))
    office.deliver(courier)
    ((_, _, raw),) = courier.letters
    for said in (b"jane", b"Jane", b"7946", b"no such user"):
        assert said not in raw


@pytest.mark.assertion("D-88")
@pytest.mark.parametrize("fate", ["sent", "unknown"])
def test_a_delay_is_a_note_in_the_journal_and_nothing_else(office: Office, fate: str) -> None:
    office.take(message())
    office.deliver(*([FakeCourier(always=Unknown("connection lost"))] if fate == "unknown" else []))
    (letter,) = office.letters("acknowledgement")
    before = state(office)
    office.take(dsn(letter.return_path, action="delayed", status="4.4.1"))
    assert state(office) == before
    assert len(office.letters()) == 3
    (noted,) = heard(office, "letter-reported")
    assert (noted["letter"], noted["action"]) == (letter.id, "delayed")


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_a_note_in_the_journal(office: Office, action: str) -> None:
    letter = acknowledged(office)
    before = state(office)
    office.take(dsn(letter.return_path, action=action, status="2.0.0"))
    assert state(office) == before
    assert [noted["action"] for noted in heard(office, "letter-reported")] == [action]


def test_a_failure_after_a_delay_is_a_failure(office: Office) -> None:
    letter = acknowledged(office)
    office.take(dsn(letter.return_path, action="delayed", status="4.4.1"))
    office.take(dsn(letter.return_path, action="failed", status="5.4.7"))
    assert "acknowledgement" in unmet(office)
    assert [task.reason for task in office.tasks()] == ["letter bounced"]


def test_a_failure_for_good_after_one_that_might_have_passed_lies_before_a_person_again(
    office: Office,
) -> None:
    letter = acknowledged(office)
    office.take(dsn(letter.return_path, status="4.2.2"))
    (task,) = office.tasks()
    assert "perhaps only for now" in task.detail
    office.database.run(
        lambda session: tasks.settle(session, task.id, "Sam", "I shall write again", office.clock())
    )
    office.take(dsn(letter.return_path, status="5.2.1"))
    (task,) = office.tasks()
    assert "perhaps only for now" not in task.detail
    office.take(dsn(letter.return_path, status="5.2.1"))
    assert len(office.tasks()) == 1


def test_the_same_report_twice_is_one_task_and_reinstates_nothing_met_meanwhile(office: Office) -> None:
    letter = acknowledged(office)
    (case,) = office.cases()
    raw = dsn(letter.return_path)
    office.take(raw)
    office.database.run(
        lambda session: deadlines.discharge(
            session, case.id, ["acknowledgement"], at=office.clock(), by=deadlines.ACKNOWLEDGED
        )
    )
    before = state(office)
    office.take(raw, dsn(letter.return_path))
    assert state(office) == before
    assert len(office.letters("alert")) == 1
    assert len(heard(office, "letter-bounced")) == 1


def test_a_report_that_only_the_archive_failed_is_told_once_and_is_no_bounce_of_the_letter(
    office: Office,
) -> None:
    first = acknowledged(office)
    second = acknowledged(office, text="Another complaint: you charged me twice.", author="joe@example.org")
    for letter in (first, second):
        office.take(dsn(letter.return_path, recipient=ARCHIVE))
        assert again(office, letter).bounced_at is None
    assert [task.reason for task in office.tasks()] == ["no archive copy"]
    assert [letter.recipient for letter in office.letters("alert")] == [OVERSIGHT.addr_spec]


def test_of_the_archives_and_the_complainants_fate_the_complainants_counts(office: Office) -> None:
    letter = acknowledged(office)
    raw = dsn(letter.return_path, action="delivered", status="2.0.0")
    office.take(
        raw.replace(
            b"\r\n--b\r\nContent-Type: message/rfc822",
            f"\r\nFinal-Recipient: rfc822; {ARCHIVE}\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n"
            "--b\r\nContent-Type: message/rfc822".encode(),
        )
    )
    assert again(office, letter).bounced_at is None
    assert office.tasks() == []


@pytest.mark.parametrize(("status", "bounced"), [("5.1.1", True), ("", True), ("2.0.0", False)])
def test_a_report_without_an_action_is_taken_for_the_worst_its_status_can_mean(
    office: Office, status: str, bounced: bool
) -> None:
    letter = acknowledged(office)
    raw = dsn(letter.return_path, action="", status=status)
    if status == "2.0.0":
        raw = raw.replace(b"550 5.1.1 no such user", b"250 2.0.0 ok")
    office.take(raw)
    assert (again(office, letter).bounced_at is not None) is bounced


# -- letters whose fate is not written down yet


def test_a_letter_of_unknown_fate_that_is_returned_was_sent_and_is_not_sent_again(office: Office) -> None:
    office.take(message())
    office.deliver(FakeCourier(always=Unknown("connection lost after the dot")))
    (letter,) = office.letters("acknowledgement")
    office.take(dsn(letter.return_path))
    assert again(office, letter).state == "SENT"
    office.clock.go(hours=1)
    courier = FakeCourier()
    office.deliver(courier)
    assert letter.return_path not in {path for path, _, _ in courier.letters}
    assert "acknowledgement" in unmet(office)


def test_a_letter_of_unknown_fate_that_is_reported_delivered_keeps_its_deadlines(office: Office) -> None:
    office.take(message())
    office.deliver(FakeCourier(always=Unknown("connection lost after the dot")))
    (letter,) = office.letters("acknowledgement")
    assert "acknowledgement" in unmet(office)
    office.take(dsn(letter.return_path, action="relayed", status="2.0.0"))
    assert again(office, letter).state == "SENT"
    assert not unmet(office) & {"acknowledgement", "first_contact"}


def test_a_report_that_is_quicker_than_our_own_pen_still_counts(office: Office) -> None:
    office.take(message())
    (letter,) = office.letters("acknowledgement")
    courier = FakeCourier()

    def bounce_at_once(step: str) -> None:
        if step == "taken" and courier.letters[-1][0] == letter.return_path:
            office.take(dsn(letter.return_path))

    courier.step = bounce_at_once
    office.deliver(courier)
    assert again(office, letter).state == "SENT"
    assert "acknowledgement" in unmet(office)
    assert [task.reason for task in office.tasks()] == ["letter bounced"]


# -- somebody of ours is not reached


def test_a_handler_who_is_not_reached_is_a_task_for_somebody_else_and_told_to_oversight(
    office: Office,
) -> None:
    acknowledged(office)
    (notice,) = office.letters("handler_notice")
    office.take(dsn(notice.return_path, recipient=notice.recipient))
    (task,) = office.tasks()
    assert task.reason == "letter bounced"
    assert task.owner != notice.recipient
    assert "complainant" not in task.detail
    (alert,) = office.letters("alert")
    assert alert.recipient == OVERSIGHT.addr_spec
    assert "acknowledgement" not in unmet(office)


def test_a_reminder_that_is_returned_is_a_task_and_told_to_oversight(office: Office) -> None:
    acknowledged(office)
    office.clock.go(days=60)
    office.sweep()
    reminder = next(one for one in office.letters("reminder") if one.recipient != OVERSIGHT.addr_spec)
    office.deliver()
    office.take(dsn(reminder.return_path, recipient=reminder.recipient))
    (task,) = office.tasks()
    assert (task.reason, task.letter_id) == ("letter bounced", reminder.id)
    (alert,) = office.letters("alert")
    assert alert.recipient == OVERSIGHT.addr_spec


def test_when_nobody_of_ours_can_be_reached_it_is_tasks_and_no_storm_of_alerts(office: Office) -> None:
    acknowledged(office)
    (notice,) = office.letters("handler_notice")
    returned = {notice.id}
    office.take(dsn(notice.return_path, recipient=notice.recipient))
    for _ in range(10):
        office.deliver()
        fresh = [one for one in office.letters("alert") if one.id not in returned]
        returned |= {one.id for one in fresh}
        office.take(*(dsn(one.return_path, recipient=one.recipient) for one in fresh))
    assert len(office.letters("alert")) == 1
    assert len(office.tasks()) == 2


def test_an_alert_to_oversight_that_is_returned_is_told_to_who_is_on_call(office: Office) -> None:
    office.take(message("We have received a complaint.", author="team@financial-ombudsman.org.uk"))
    office.deliver()
    (alert,) = office.letters("alert")
    assert alert.recipient == OVERSIGHT.addr_spec
    office.take(dsn(alert.return_path, recipient=alert.recipient))
    assert [one.recipient for one in office.letters("alert")] == [OVERSIGHT.addr_spec, ON_CALL.addr_spec]


# -- never a case, never an answer


@pytest.mark.assertion("D-91", "C-84")
@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("words", ["Your message could not be delivered.", "I am writing to complain."])
def test_a_report_opens_no_case_and_is_never_answered(office: Office, known: bool, words: str) -> None:
    letter = acknowledged(office)
    to = letter.return_path if known else MAILBOX
    office.take(dsn(to, words=words))
    assert len(office.cases()) == 1
    assert Counter(one.recipient for one in office.letters() if one.audience == "complainant") == {JANE: 2}
    assert not [one for one in office.letters() if "MAILER-DAEMON" in one.recipient]


@pytest.mark.assertion("D-92")
@pytest.mark.parametrize("known", [True, False])
def test_a_report_that_carries_a_complaint_goes_to_a_person(office: Office, known: bool) -> None:
    letter = acknowledged(office)
    words = "I am writing to complain. You took £40 from my account and I want it back. Jane"
    office.take(dsn(letter.return_path if known else MAILBOX, words=words, action="delayed", status="4.4.1"))
    (task,) = office.tasks()
    assert task.reason == ("report-with-complaint" if known else "unmatched-report")
    assert task.message_row_id is not None


@pytest.mark.parametrize("closed", [False, True])
def test_an_out_of_office_answer_to_the_path_joins_its_case_and_stirs_nobody(
    office: Office, closed: bool
) -> None:
    letter = acknowledged(office)
    (case,) = office.cases()
    if closed:
        office.close(case.reference)
    before = state(office)
    # RFC 3834 section 4: to the Return-Path; many answer without a word of what they answer.
    office.take(
        message(
            "I am away until Monday.",
            to=letter.return_path,
            author="Jane's other address <jane@home.example.org>",
            subject="Out of office",
            Auto_Submitted="auto-replied",
            Return_Path="<>",
        )
    )
    assert state(office) == before
    assert len(office.letters()) == 3
    (row,) = office.rows("SELECT kind, case_id FROM messages ORDER BY id DESC LIMIT 1")
    assert tuple(row) == ("automatic", case.id)


def test_an_out_of_office_answer_with_a_token_nobody_was_given_lies_before_a_person(office: Office) -> None:
    acknowledged(office)
    office.take(message("Away.", to=f"bounces+{GIVEN_UP}@firm.example.com", Auto_Submitted="auto-replied"))
    assert [task.reason for task in office.tasks()] == ["automatic"]


def test_what_does_not_look_like_a_machine_but_writes_to_the_path_is_not_answered_and_owed(
    office: Office,
) -> None:
    letter = acknowledged(office)
    office.take(
        message("Thank you, ticket 4711 is open.", to=letter.return_path, author="desk@help.example.net")
    )
    assert len(office.letters("acknowledgement")) == 1
    assert len(office.cases()) == 2
    (task,) = office.tasks()
    assert (task.reason, task.detail) == (
        "acknowledgement owed",
        "sent to the return path of a letter of ours",
    )


def test_a_party_who_writes_to_the_path_follows_up(office: Office) -> None:
    letter = acknowledged(office)
    office.take(message("And when will I hear?", to=letter.return_path))
    assert len(office.cases()) == 1
    (row,) = office.rows("SELECT kind FROM messages ORDER BY id DESC LIMIT 1")
    assert tuple(row) == ("follow_up",)


@pytest.mark.parametrize("path", [TOKEN_PATH, "b-{token}@bounces.example.net"])
def test_a_path_of_ours_is_never_a_party_and_never_written_to(database: Database, path: str) -> None:
    office = an_office(database, path)
    letter = acknowledged(office)
    office.take(message("I complain about everything you do.", author=letter.return_path))
    assert office.rows("SELECT address FROM parties") == [(JANE,)]
    assert {one.recipient for one in office.letters() if one.audience == "complainant"} == {JANE}
    (task,) = office.tasks()
    assert task.detail == "from the return path of a letter of ours"


def test_a_robot_that_names_a_path_of_ours_in_its_form_is_not_followed(office: Office) -> None:
    letter = acknowledged(office)
    form = f"Name: Jane\nEmail: {letter.return_path}\nMessage: You took the money twice. Send it back."
    office.take(message(form, author="noreply@forms.example.net", Reply_To=letter.return_path))
    assert len(office.letters("acknowledgement")) == 1
    assert office.rows("SELECT address FROM parties") == [(JANE,)]
