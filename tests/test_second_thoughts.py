"""What a hard look at the whole found: loops, twins, gaps, and what must not be kept."""

from __future__ import annotations

import pytest
from fakes import EPOCH, MAILBOX, MONDAY, OVERSIGHT, FakeCourier, FakeServer, Office, message

from mailbot.store.database import Database
from mailbot.wire.outcome import Fetched

ROBOT = "Helpdesk <team@helpdesk.example>"


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def test_a_robot_behind_a_handlers_address_is_not_written_to_for_ever(office: Office) -> None:
    office.take(message())
    for _ in range(10):
        office.deliver()
        notices = [one for one in office.letters() if one.audience == "handler"]
        office.take(message("We have received it.", author=ROBOT, In_Reply_To=notices[-1].message_id))
    assert len(office.cases()) == 1
    assert len([one for one in office.letters() if one.audience == "handler"]) == 1


def test_a_robot_that_answers_without_saying_what_is_soon_mailed_about_no_more(office: Office) -> None:
    for _ in range(20):
        office.take(message("We have received it.", author=ROBOT))
    assert len(office.cases()) == 20, "each is before a person"
    assert len(office.letters("handler_notice")) == 3
    assert len(office.letters("acknowledgement")) == 3
    assert sum(task.reason == "acknowledgement owed" for task in office.tasks()) == 17


def test_a_robot_that_is_never_acknowledged_is_soon_mailed_about_no_more_either(office: Office) -> None:
    for _ in range(20):
        office.take(message("We have received it.", author="noreply@helpdesk.example"))
    assert len(office.cases()) == 20, "each is before a person"
    assert len(office.letters("handler_notice")) == 3
    assert office.letters("acknowledgement") == []
    assert sum(task.reason == "acknowledgement owed" for task in office.tasks()) == 20


def test_oversight_is_no_complainant(office: Office) -> None:
    office.take(message("I want to end it all, I can't go on"))
    (alert,) = [one for one in office.letters("alert") if one.recipient == OVERSIGHT.addr_spec]
    office.take(message("I have rung her", author=OVERSIGHT.addr_spec, In_Reply_To=alert.message_id))
    assert len(office.cases()) == 1
    assert office.letters("acknowledgement") == []


def test_tags_do_not_make_several_people_of_one(office: Office) -> None:
    for number in range(8):
        office.take(message(author=f"victim+{number}@example.org"))
    assert len(office.letters("acknowledgement")) == 3


def test_one_mail_in_two_mailboxes_is_acknowledged_once_and_linked(office: Office) -> None:
    raw = message(message_id="<once@example.org>")
    office.take(raw)
    other = office.intake(mailbox="help")
    other.take([Fetched(EPOCH, 1, MONDAY, b"Received: from elsewhere by here; x\r\n" + raw)])
    first, second = office.cases()
    assert len(office.letters("acknowledgement")) == 1
    (task,) = [one for one in office.tasks() if one.case == second.reference]
    assert first.reference in task.detail
    links = office.rows("SELECT case_id, other_id, why FROM case_links")
    assert links == [(second.id, first.id, "may be the same")]


TOLD = (
    "On 3 November you took £35 from my account CNX-204418 although I had cancelled the direct debit. "
    "I rang you twice, was cut off once, and your colleague promised a refund that never came."
)


def test_one_complaint_through_two_channels_is_proposed_for_linking_and_both_are_acknowledged(
    office: Office,
) -> None:
    office.take(message(TOLD, subject="Direct debit"))
    office.take(message(f"Hello,\n\nI filled in your form too. {TOLD}\n\nThank you", subject="Your web form"))
    first, second = office.cases()
    links = office.rows("SELECT case_id, other_id, why FROM case_links")
    assert links == [(second.id, first.id, "much the same words")]
    (task,) = office.tasks()
    assert task.reason == "possible-duplicate"
    assert first.reference in task.detail
    assert task.case == second.reference
    assert len(office.letters("acknowledgement")) == 2


def test_another_complaint_of_the_same_person_is_no_duplicate(office: Office) -> None:
    office.take(message(TOLD))
    office.take(
        message(
            "Your branch in Leeds closed at two without a word on the door, and I had travelled an hour to "
            "pay in my late mother's cheque. The notice on your website still says five o'clock."
        )
    )
    assert office.rows("SELECT count(*) FROM case_links") == [(0,)]
    assert office.tasks() == []


def test_the_words_of_a_template_used_by_strangers_link_nothing(office: Office) -> None:
    office.take(message(TOLD.replace("CNX-204418", "CNX-111111"), author="one@example.org"))
    office.take(message(TOLD.replace("CNX-204418", "CNX-222222"), author="two@example.org"))
    assert office.rows("SELECT count(*) FROM case_links") == [(0,)]


def test_the_same_octets_under_another_mailboxs_name_are_the_same_message(office: Office) -> None:
    raw = message()
    office.intake(mailbox="complaints").take([Fetched(EPOCH, 1, MONDAY, raw)])
    office.intake(mailbox="renamed").take([Fetched(EPOCH, 1, MONDAY, raw)])
    assert len(office.cases()) == 1


def test_a_report_that_names_nobody_is_taken_for_a_bounce(office: Office) -> None:
    office.take(message())
    office.deliver()
    (letter,) = office.letters("acknowledgement")
    report = (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.org\r\nTo: {MAILBOX}\r\nSubject: failure\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt did not work. My card 4111 1111 1111 1111\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {letter.message_id}\r\n\r\n--b--\r\n"
    )
    office.take(report.encode())
    assert "acknowledgement" in office.open_deadlines(office.cases()[0])
    assert [task.reason for task in office.tasks()] == ["letter bounced"]


def test_no_address_is_kept_in_the_journal(office: Office) -> None:
    office.take(message())
    office.deliver()
    kept = " ".join(row[0] for row in office.rows("SELECT fields FROM journal"))
    assert "jane" not in kept
    assert "j***@example.org" in office.out.getvalue()


def test_a_uid_that_came_and_went_between_two_looks_is_told(office: Office) -> None:
    server = FakeServer()
    office.watch(server).run()
    uid = server.append(message(), MONDAY)
    del server.inbox[uid]
    office.watch(server).run()
    (task,) = office.tasks()
    assert task.reason == "message vanished"
    office.watch(server).run()
    assert len(office.tasks()) == 1


def test_what_was_gone_before_the_first_look_is_not_ours(office: Office) -> None:
    server = FakeServer()
    uid = server.append(message(), MONDAY)
    del server.inbox[uid]
    office.watch(server).run()
    assert office.tasks() == []


def test_a_message_that_was_hidden_for_a_moment_is_read_after_all(office: Office) -> None:
    server = FakeServer()
    office.watch(server).run()
    uid = server.append(message(), MONDAY)
    hidden = server.inbox.pop(uid)
    office.watch(server).run()
    server.inbox[uid] = hidden
    office.watch(server).run()
    assert len(office.cases()) == 1
    assert server.inbox == {}


def test_a_letter_that_hangs_on_its_server_does_not_keep_an_alert(office: Office) -> None:
    office.take(message())
    hanging = FakeCourier()
    free = FakeCourier()
    started = []

    def step(name: str) -> None:
        # While the first courier is about to hand its letter over, a life is at risk.
        if not started:
            started.append(name)
            office.take(message("I want to end it all, I can't go on", author="sam@example.net"))

    hanging.step = step
    office.deliver(hanging, free)
    sent = [recipients for courier in (hanging, free) for _, recipients, _ in courier.letters]
    assert (OVERSIGHT.addr_spec,) in sent


def test_a_uid_that_is_handed_out_again_swallows_no_task_and_no_notice(office: Office) -> None:
    """By a server that was set back: another message has the number of one that is settled."""
    first = message("I complain about a fee.", author="noreply@one.example")
    second = message("I complain about a letter.", author="noreply@two.example")
    answer = message("When do I hear from you?")
    office.take(message())
    (case,) = office.cases()
    again = answer.replace(b"When do I", f"{case.reference}: do I".encode())
    for raw in (first, second, again, again.replace(b"Message-ID: <", b"Message-ID: <x")):
        office.intake().take([Fetched(EPOCH, 77, office.clock.go(minutes=1), raw)])
    assert sum(task.reason == "acknowledgement owed" for task in office.tasks()) == 2
    assert len(office.letters("message_notice")) == 2
