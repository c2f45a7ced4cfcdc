"""What becomes of each kind of message, on a real database: case, letters, tasks, alerts, journal."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fakes import (
    ARCHIVE,
    FILE,
    LETTERHEAD,
    MAILBOX,
    ON_CALL,
    OVERSIGHT,
    PRACTICE,
    FakeCourier,
    Office,
    message,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.mail.writing.templates import Templates, shipped_templates
from mailbot.store import cases, journal, outbox
from mailbot.store.database import Database
from mailbot.wire.outcome import Failed, Unknown

CARD = "4111 1111 1111 1111"
DANGER = "I cannot go on and I am going to kill myself tonight because of your letters."
REPORT = """--b
Content-Type: text/plain

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: message/rfc822

Message-ID: {about}
Subject: Your complaint

.
--b--
"""


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def report(
    about: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    recipient: str = "jane.doe@example.org",
) -> bytes:
    return message(
        REPORT.format(about=about, action=action, status=status, recipient=recipient),
        author="MAILER-DAEMON@mx.example.org",
        subject="Undelivered Mail Returned to Sender",
        Return_Path="<>",
        Auto_Submitted="auto-replied",
        MIME_Version="1.0",
        Content_Type='multipart/report; report-type=delivery-status; boundary="b"',
    )


def only_ack(office: Office) -> outbox.Letter:
    (letter,) = office.letters("acknowledgement")
    return letter


def told(office: Office, kind: str) -> Counter[str]:
    return Counter(letter.recipient for letter in office.letters(kind))


# -- a complaint


def test_a_complaint_opens_a_case_with_its_deadlines_and_three_letters(office: Office) -> None:
    office.take(message("I complain about CNX-204418. Ring me on 020 7946 0712."))
    (case,) = office.cases()
    kinds = {letter.kind: letter.recipient for letter in office.letters()}
    assert kinds == {
        "acknowledgement": "jane.doe@example.org",
        "leaflet": "jane.doe@example.org",
        "handler_notice": case.handler_email,
    }
    assert office.open_deadlines(case) == {
        "acknowledgement",
        "summary_resolution",
        "final_response",
        "first_contact",
    }
    assert office.tasks() == []
    with office.database.reading() as session:
        assert [one.value for one in cases.references_of(session, case.id)] == ["CNX-204418"]


def test_everything_about_a_case_is_in_a_journal_that_verifies(office: Office) -> None:
    office.take(message())
    (case,) = office.cases()
    with office.database.reading() as session:
        names = [entry.name for entry in journal.entries(session, case.reference)]
        assert journal.verify(session) == []
    assert names == ["message-read", "case-opened", "letter-queued", "letter-queued"]


def test_the_clock_starts_when_the_server_received_it_not_when_it_was_read(office: Office) -> None:
    received = office.clock() - timedelta(days=3)
    office.take(message(), at=received)
    (case,) = office.cases()
    assert case.received_at == received


def test_a_server_with_a_date_before_there_was_mail_does_not_make_a_case_overdue(office: Office) -> None:
    office.take(message(), at=office.clock().replace(year=1970))
    (case,) = office.cases()
    assert case.received_at == office.clock()


def test_cases_go_to_the_handlers_in_turn(office: Office) -> None:
    office.take(*(message(author=f"p{n}@example.org") for n in range(4)))
    assert Counter(case.handler_name for case in office.cases()) == {"Sam Ogilvie": 2, "Priti Anand": 2}


def test_two_complaints_with_one_message_id_are_two_cases(office: Office) -> None:
    office.take(
        message(author="a@example.org", message_id="<same@example.org>"),
        message(author="b@example.org", message_id="<same@example.org>"),
    )
    assert len(office.cases()) == 2
    assert told(office, "acknowledgement") == {"a@example.org": 1, "b@example.org": 1}


@pytest.mark.assertion("B-42")
def test_the_acknowledgement_goes_to_one_address_whatever_reply_to_and_cc_say(office: Office) -> None:
    office.take(message(Reply_To="elsewhere@example.net", Cc="friend@example.net"))
    assert {one.recipient for one in office.letters() if one.audience == "complainant"} == {
        "jane.doe@example.org"
    }


def test_the_leaflets_file_goes_within_the_acknowledgement_where_the_firm_wants_it(
    database: Database,
) -> None:
    office = Office(
        database,
        head=replace(LETTERHEAD, leaflet=FILE, leaflet_with=True),
        practice=replace(PRACTICE, enclose_to="everyone"),
    )
    office.take(message())
    assert [one.kind for one in office.letters() if one.audience == "complainant"] == ["acknowledgement"]
    with database.reading() as session:
        raw = outbox.show(session, only_ack(office).id)
    assert raw is not None
    assert b'filename="leaflet.pdf"' in raw
    assert only_ack(office).leaflet_version == "v1"


def test_the_leaflets_file_is_not_sent_to_a_sender_nobody_vouches_for(database: Database) -> None:
    office = Office(database, head=replace(LETTERHEAD, leaflet=FILE))
    office.take(message())
    (leaflet,) = office.letters("leaflet")
    assert leaflet.leaflet_version is None


# -- what is owed


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"author": "noreply@example.org"}, "noreply"),
        ({"author": ""}, "no author"),
        ({"author": "a@example.org, b@example.org"}, "no single author"),
        ({"to": "somebody.else@example.net"}, "addressed"),
    ],
)
def test_an_acknowledgement_that_must_not_be_sent_is_one_task_with_its_reason_and_date(
    office: Office, fields: dict[str, str], reason: str
) -> None:
    office.take(message(**fields))
    (case,) = office.cases()
    assert office.letters("acknowledgement") == []
    (task,) = office.tasks()
    assert task.reason == "acknowledgement owed"
    assert reason in task.detail
    assert task.case == case.reference
    assert task.due_at is not None
    assert "acknowledgement" in office.open_deadlines(case)


def test_the_fourth_complaint_of_one_address_in_a_day_is_owed_and_the_next_day_answers_again(
    office: Office,
) -> None:
    for number in range(4):
        office.take(message(f"Complaint number {number}: you charged me a fee again."))
    assert told(office, "acknowledgement") == {"jane.doe@example.org": 3}
    assert len(office.cases()) == 4
    (task,) = office.tasks()
    assert "3 acknowledgements" in task.detail
    office.clock.go(hours=25)
    office.take(message("And you charged me a fee once more."))
    assert told(office, "acknowledgement") == {"jane.doe@example.org": 4}


def test_a_refused_acknowledgement_does_not_count_against_its_address(office: Office) -> None:
    for number in range(3):
        office.take(message(f"Complaint number {number}: you charged me a fee."))
    office.deliver(FakeCourier(always=Failed("550 no")))
    office.take(message("Complaint number 4: you charged me a fee."))
    assert len(office.letters("acknowledgement")) == 4


def test_a_letter_that_cannot_be_composed_is_owed_and_the_case_stays(database: Database) -> None:
    # A display name the header gate refuses must cost a letter, not a case.
    office = Office(database, head=replace(LETTERHEAD, headers={"X-Mailbot-Loop": "1"}))
    office.take(message())
    (case,) = office.cases()
    assert office.letters() == []
    reasons = Counter(task.reason for task in office.tasks())
    assert reasons == {"acknowledgement owed": 1, "letter not written": 1}
    assert office.open_deadlines(case) >= {"acknowledgement", "final_response"}


@pytest.mark.fault("F42")
@pytest.mark.parametrize("fails", ["{{ regime_name }}", "{{ 1 // 0 }}", "{% if regime %}"])
def test_a_template_that_fails_costs_its_letter_and_is_never_sent_half_filled(
    database: Database, tmp_path: Path, fails: str
) -> None:
    shipped = (shipped_templates() / "acknowledgement.md").read_text(encoding="utf-8")
    (tmp_path / "acknowledgement.md").write_text(f"{shipped}\n{fails}\n", encoding="utf-8")
    office = Office(database, letters=Templates(shipped_templates(), tmp_path))
    office.take(message())
    courier = FakeCourier()
    office.deliver(courier)
    (case,) = office.cases()
    assert office.letters("acknowledgement") == []
    assert [task.reason for task in office.tasks()].count("acknowledgement owed") == 1
    assert "acknowledgement" in office.open_deadlines(case)
    assert not any("jane.doe@example.org" in to for _, to, _ in courier.letters)
    assert office.letters("handler_notice"), "its handler is not told"


ADDRESSES = (
    "jane@example.org",
    "noreply@example.org",
    "MAILER-DAEMON@example.org",
    "news@example.org",
    "someone@financial-ombudsman.org.uk",
    "sam@firm.example.com",
    MAILBOX,
    "",
    "a@x.example, b@x.example",
)
HEADERS = (
    {},
    {"Auto_Submitted": "auto-replied"},
    {"Auto_Submitted": "no"},
    {"Auto_Submitted": "auto-generated"},
    {"List_Id": "<list.example.org>"},
    {"Precedence": "bulk"},
    {"Return_Path": "<>"},
    {"X_Auto_Response_Suppress": "All"},
    {"X_Spam_Flag": "YES"},
    {"Content_Type": "multipart/encrypted; boundary=x"},
    {"Content_Type": "text/calendar"},
    {"X_Mailbot_Loop": "1"},
)
TEXTS = (
    "I complain about your charges.",
    "",
    DANGER,
    "My husband reads my email, please do not write to me here. He hits me.",
    "I am out of the office until Monday.",
    "How do I set up a standing order?",
    f"My card is {CARD}. Refund me.",
    "View in your browser. Unsubscribe.",
)
#: Kinds of which, by DESIGN section 5, no acknowledgement is ever owed, unless they opened a case.
NEVER = {
    "own",
    "delivery_report",
    "automatic",
    "list",
    "regulator",
    "handler",
    "follow_up",
    "enquiry",
}
generated = st.lists(
    st.builds(
        lambda author, headers, text, to: message(text, author=author, to=to, **headers),
        st.sampled_from(ADDRESSES),
        st.sampled_from(HEADERS),
        st.sampled_from(TEXTS),
        st.sampled_from((MAILBOX, "other@example.net")),
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.assertion("A-0")
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(generated)
def test_every_message_is_acknowledged_or_owed_by_exactly_one_task_or_never_owed(
    office: Office, raws: list[bytes]
) -> None:
    before = len(office.rows("SELECT id FROM messages"))
    office.take(*raws)
    rows = office.rows(
        "SELECT m.id, m.kind, m.accounted, m.case_id, m.reason, m.folder FROM messages m ORDER BY m.id"
    )
    assert len(rows) == before + len(raws)
    owed = Counter(
        task.message_row_id
        for task in office.tasks()
        if task.reason == "acknowledgement owed" or task.detail.startswith("acknowledgement owed")
    )
    acknowledged = {row[0] for row in office.rows("SELECT case_id FROM letters WHERE kind='acknowledgement'")}
    tasked = {task.message_row_id for task in office.tasks()}
    for row in rows[before:]:
        opened = row.accounted == "open"
        answered = opened and row.case_id in acknowledged
        if answered:
            assert owed[row.id] == 0
        elif opened or row.kind not in NEVER:
            assert owed[row.id] == 1, (row.kind, row.accounted)
        else:
            assert owed[row.id] == 0
            assert row.case_id is not None or row.id in tasked, (row.kind, row.accounted)
        if row.folder == "set_aside":
            assert row.id in tasked


# -- joining


def test_an_answer_to_our_acknowledgement_joins_its_case_and_tells_the_handler(office: Office) -> None:
    office.take(message())
    office.take(message("When will I hear from you?", In_Reply_To=only_ack(office).message_id))
    (case,) = office.cases()
    assert office.rows("SELECT kind, case_id FROM messages")[1] == ("follow_up", case.id)
    assert told(office, "message_notice") == {case.handler_email: 1}
    assert len(office.letters("acknowledgement")) == 1
    assert office.tasks() == []


def test_an_answer_from_somebody_who_is_no_party_opens_a_case_of_its_own_linked(office: Office) -> None:
    office.take(message())
    office.take(
        message(
            "I complain too.",
            author="neighbour@example.net",
            In_Reply_To=only_ack(office).message_id,
        )
    )
    first, second = office.cases()
    with office.database.reading() as session:
        assert cases.links_of(session, second.id) == [(first.reference, "cites")]


def test_a_stranger_who_cites_a_reference_opens_his_own_case_and_learns_nothing(office: Office) -> None:
    office.take(message())
    (first,) = office.cases()
    office.take(message(f"About {first.reference}: I complain too.", author="stranger@example.net"))
    _, second = office.cases()
    with office.database.reading() as session:
        assert cases.links_of(session, second.id) == [(first.reference, "cites")]
        letters = outbox.list_letters(session, case=second.reference)
        for letter in letters:
            raw = outbox.show(session, letter.id)
            assert raw is not None
            assert b"jane" not in raw.lower()
            assert first.reference.encode() not in raw


def test_a_party_who_cites_the_reference_joins_in_any_case_of_letters(office: Office) -> None:
    office.take(message())
    (case,) = office.cases()
    office.take(message(f"My complaint {case.reference.lower()} again: still no answer."))
    assert len(office.cases()) == 1


def test_a_party_who_writes_again_reopens_a_closed_case(office: Office) -> None:
    office.take(message())
    (case,) = office.cases()
    office.close(case.reference)
    office.take(message("This is not settled.", In_Reply_To=only_ack(office).message_id))
    assert [one.status for one in office.cases()] == ["open"]
    with office.database.reading() as session:
        names = [entry.name for entry in journal.entries(session, case.reference)]
    assert "case-reopened" in names


def test_an_out_of_office_answer_joins_its_case_and_stirs_nobody(office: Office) -> None:
    office.take(message())
    letters = len(office.letters())
    office.take(
        message(
            "I am away.",
            subject="Automatic reply: your complaint",
            Auto_Submitted="auto-replied",
            In_Reply_To=only_ack(office).message_id,
        )
    )
    assert len(office.cases()) == 1
    assert len(office.letters()) == letters
    assert office.tasks() == []


def test_a_regulators_letter_that_names_no_case_goes_to_oversight_at_once(office: Office) -> None:
    office.take(message("We have received a complaint.", author="team@financial-ombudsman.org.uk"))
    assert office.cases() == []
    assert told(office, "alert") == {OVERSIGHT.addr_spec: 1}
    assert [task.reason for task in office.tasks()] == ["regulator"]


def test_mail_of_a_list_is_one_task_and_is_put_among_what_is_no_complaint(office: Office) -> None:
    office.take(message("News.", author="news@example.org", List_Id="<news.example.org>"))
    assert office.cases() == []
    assert office.rows("SELECT folder FROM messages") == [("not_complaints",)]
    assert [task.reason for task in office.tasks()] == ["list"]


# -- a website's form

FORM = """A message has been sent through the contact form.

Name: Josie Abernathy
Email: josie@example.org
Phone: 07700 900599
Message: You took the £64.99 twice. Please send it back."""


def test_who_filled_in_a_form_is_acknowledged_and_not_the_website(office: Office) -> None:
    office.take(message(FORM, author="Website <noreply@forms.example.net>", Reply_To="josie@example.org"))
    (case,) = office.cases()
    assert only_ack(office).recipient == "josie@example.org"
    assert case.address == "josie@example.org"
    assert not [one for one in office.letters() if one.recipient.endswith("forms.example.net")]
    office.take(message("And when?", author="josie@example.org", In_Reply_To=only_ack(office).message_id))
    assert len(office.cases()) == 1, "who filled it in is a party"


@pytest.mark.parametrize(
    "told",
    [
        FORM.replace("Email: josie@example.org", ""),
        "Subject: statement\nName: Jane\nMessage Body:\nYou emailed my statement to my ex husband."
        " The address you have is\nEmail: ex.husband@example.org",
    ],
)
def test_a_form_that_does_not_say_whom_to_answer_is_owed_its_acknowledgement(
    office: Office, told: str
) -> None:
    office.take(message(told, author="Website <wordpress@forms.example.net>"))
    assert office.letters("acknowledgement") == []
    (case,) = office.cases()
    assert case.address is None, "the website's address is nobody's"
    (task,) = office.tasks()
    assert task.reason == "acknowledgement owed"
    assert "does not say whom to answer" in task.detail


def test_a_form_whose_lines_name_another_than_its_reply_to_is_owed(office: Office) -> None:
    office.take(message(FORM, author="noreply@forms.example.net", Reply_To="victim@example.org"))
    assert office.letters("acknowledgement") == []


@pytest.mark.parametrize("named", ["handler@firm.example.com", "team@financial-ombudsman.org.uk"])
def test_a_form_that_names_one_of_us_or_a_regulator_is_owed(office: Office, named: str) -> None:
    office.take(
        message(FORM.replace("josie@example.org", named), author="noreply@forms.example.net", Reply_To=named)
    )
    assert office.letters("acknowledgement") == []


def test_a_robot_that_names_a_new_address_in_each_form_is_soon_answered_no_more(office: Office) -> None:
    for number in range(12):
        named = f"ticket-{number}@help.example.net"
        office.take(
            message(
                FORM.replace("josie@example.org", named) + f" {number}",
                author="desk@help.example.net",
                Reply_To=named,
            )
        )
    assert len(office.letters("acknowledgement")) == 3
    assert len(office.letters("handler_notice")) == 3
    assert len(office.cases()) == 12


def test_life_at_risk_written_through_a_list_is_told_at_once(office: Office) -> None:
    office.take(
        message(
            "I am going to kill myself tonight because of your letters.", List_Id="<family.groups.example>"
        )
    )
    assert office.letters("acknowledgement") == []
    assert ON_CALL.addr_spec in told(office, "alert")


# -- our own letters, and reports about them


def test_a_bounced_acknowledgement_is_due_again_and_lies_before_a_person(office: Office) -> None:
    office.take(message())
    office.deliver()
    (case,) = office.cases()
    assert "acknowledgement" not in office.open_deadlines(case)
    office.take(report(only_ack(office).message_id))
    assert office.open_deadlines(case) >= {"acknowledgement", "first_contact"}
    (task,) = office.tasks()
    assert task.reason == "letter bounced"
    assert "550 5.1.1" in task.detail
    assert "only for now" not in task.detail
    assert only_ack(office).bounced_at is not None
    assert len(office.cases()) == 1


def test_a_bounce_that_may_pass_says_so(office: Office) -> None:
    office.take(message())
    office.deliver()
    office.take(report(only_ack(office).message_id, status="4.2.2"))
    (task,) = office.tasks()
    assert "perhaps only for now" in task.detail


def test_a_report_of_a_delay_changes_nothing(office: Office) -> None:
    office.take(message())
    office.deliver()
    (case,) = office.cases()
    office.take(report(only_ack(office).message_id, action="delayed", status="4.4.1"))
    assert "acknowledgement" not in office.open_deadlines(case)
    assert office.tasks() == []


def test_a_report_that_only_the_archive_copy_failed_is_not_a_bounce_of_the_letter(office: Office) -> None:
    office.take(message())
    office.deliver()
    (case,) = office.cases()
    office.take(report(only_ack(office).message_id, recipient=ARCHIVE))
    assert "acknowledgement" not in office.open_deadlines(case)
    assert only_ack(office).bounced_at is None


def test_a_report_about_a_letter_nobody_knows_changes_no_case_and_lies_before_a_person(
    office: Office,
) -> None:
    office.take(message())
    office.deliver()
    office.take(report("<forged.acknowledgement@firm.example.com>"))
    assert [task.reason for task in office.tasks()] == ["unmatched-report"]
    assert len(office.cases()) == 1
    assert only_ack(office).bounced_at is None


def test_a_bounced_letter_to_a_handler_does_not_speak_of_the_complainant(office: Office) -> None:
    office.take(message())
    office.deliver()
    (notice,) = office.letters("handler_notice")
    office.take(report(notice.message_id, recipient=notice.recipient))
    (task,) = office.tasks()
    assert "complainant" not in task.detail


def test_the_archive_copy_of_a_letter_of_unknown_fate_proves_it_and_keeps_its_deadlines(
    office: Office,
) -> None:
    office.take(message())
    courier = FakeCourier(always=Unknown("connection lost after the dot"))
    office.deliver(courier)
    (case,) = office.cases()
    assert only_ack(office).state == "UNKNOWN"
    assert "acknowledgement" in office.open_deadlines(case)
    copies = [raw for _, _, raw in courier.letters if b"X-Mailbot-Letter: acknowledgement" in raw]
    office.take(*copies)
    assert only_ack(office).state == "SENT"
    assert not office.open_deadlines(case) & {"acknowledgement", "first_contact"}
    office.clock.go(hours=1)
    again = FakeCourier()
    office.deliver(again)
    assert not [raw for _, _, raw in again.letters if raw in copies]
    with office.database.reading() as session:
        names = [entry.name for entry in journal.entries(session, case.reference)]
    assert "letter-sent" in names


@pytest.mark.assertion("A-22", "A-23")
def test_a_letter_of_ours_that_comes_back_is_never_answered(office: Office) -> None:
    office.take(message())
    courier = FakeCourier()
    office.deliver(courier)
    before = len(office.letters())
    office.take(*(raw for _, _, raw in courier.letters))
    assert len(office.cases()) == 1
    assert len(office.letters()) == before


@pytest.mark.assertion("A-23")
def test_our_marks_on_a_letter_nobody_wrote_lie_before_a_person_as_a_loop(office: Office) -> None:
    office.take(message(author=MAILBOX, X_Mailbot_Loop="1"))
    assert [task.reason for task in office.tasks()] == ["loop"]
    assert office.letters() == []


# -- danger


def test_a_life_at_risk_is_told_at_once_and_not_answered_by_a_machine(office: Office) -> None:
    office.take(message(DANGER))
    (case,) = office.cases()
    assert case.life_at_risk
    assert told(office, "alert") == {
        ON_CALL.addr_spec: 1,
        OVERSIGHT.addr_spec: 1,
        case.handler_email: 1,
    }
    assert not [one for one in office.letters() if one.audience == "complainant"]
    assert sorted(task.reason for task in office.tasks()) == ["acknowledgement owed", "life-at-risk"]


def test_a_life_at_risk_in_an_answer_to_us_is_told_at_once_too(office: Office) -> None:
    office.take(message())
    office.deliver()
    office.take(message(DANGER, In_Reply_To=only_ack(office).message_id))
    assert len(office.cases()) == 1
    assert ON_CALL.addr_spec in told(office, "alert")
    assert [task.reason for task in office.tasks()] == ["life-at-risk"]


def test_an_alert_that_cannot_be_written_leaves_the_case_and_the_task(database: Database) -> None:
    office = Office(database, head=replace(LETTERHEAD, headers={"X-Mailbot-Loop": "1"}))
    office.take(message(DANGER))
    (case,) = office.cases()
    assert case.life_at_risk
    assert {task.reason for task in office.tasks()} == {
        "acknowledgement owed",
        "life-at-risk",
        "letter not written",
    }


def test_contact_that_may_not_be_safe_is_not_answered_by_a_machine(office: Office) -> None:
    office.take(message("I complain. Please do not email me, my husband reads my email and he hits me."))
    assert len(office.cases()) == 1
    assert not [one for one in office.letters() if one.audience == "complainant"]
    assert [task.reason for task in office.tasks()] == ["acknowledgement owed"]


# -- card numbers


def test_a_card_number_is_nowhere_but_in_the_sealed_original(office: Office) -> None:
    digits = CARD.replace(" ", "")
    office.take(
        message(f"You charged my card {CARD}, card {digits}.", subject=f"Card {CARD} charged"),
        message(f"Card {digits}", author=f"Card {digits} <jane@example.org>", subject=digits),
    )
    tables = [row[0] for row in office.rows(_TABLES[office.database.name.startswith("sqlite")])]
    seen = 0
    for table in tables:
        for row in office.rows(f"SELECT * FROM {table}"):  # noqa: S608
            for value in row:
                seen += 1
                if isinstance(value, bytes | memoryview):
                    continue  # compressed octets
                assert digits not in str(value).replace(" ", ""), table
    assert seen > 100
    with office.database.reading() as session:
        for letter in office.letters():
            raw = outbox.show(session, letter.id)
            assert raw is not None
            assert digits.encode() not in raw.replace(b" ", b"")
    assert digits not in office.out.getvalue().replace(" ", "")


_TABLES = {
    True: "SELECT name FROM sqlite_master WHERE type='table'",
    False: "SELECT tablename FROM pg_tables WHERE schemaname='public'",
}
