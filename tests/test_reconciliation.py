"""`mailbot reconcile`: nothing is found where all is well; what does not agree is, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import Clock, FakeCourier, message
from reconciled import OVERSIZE, Firm, kinds
from servers import Dovecot, UserOf, free_port

from mailbot.reconciling.discrepancies import Finding, Level
from mailbot.reconciling.reconciliation import task_key
from mailbot.reconciling.taking_back import TakenBack
from mailbot.store import outbox, tasks
from mailbot.store.backup import back_up
from mailbot.store.database import Database
from mailbot.wire.outcome import Delayed, Failed, Unknown

pytestmark = pytest.mark.servers

BOUNCE = """This is the mail system at host mx.example.org. Your message could not be delivered.

<jane.doe@example.org>: host mx.example.org said: 550 5.1.1 no such user
"""


@pytest.fixture
def firm(database: Database, dovecot: UserOf) -> Firm:
    firm = Firm(database, dovecot)
    firm.read()  # the numbering is known from here on
    return firm


def only(firm: Firm, kind: str, *, notes: bool = False) -> Finding:
    """The one thing that is found."""
    found = firm.reconcile()
    listed = [one for one in found.findings if notes or one.level is not Level.NOTE]
    assert [one.kind for one in listed] == [kind], found.findings
    return listed[0]


def copied_to(firm: Firm, user: UserOf | None) -> Firm:
    """The same firm with an archive."""
    firm.kept = user
    return firm


# -- where all is well


def of_every_kind() -> list[bytes]:
    nobody = "Mail Delivery System <MAILER-DAEMON@mx.example.org>"
    return [
        message(),
        message(message_id=" "),  # none
        message("Same id, first.", message_id="<same@example.org>", author="a@example.org"),
        message("Same id, second, and longer.", message_id="<same@example.org>", author="b@example.org"),
        message(
            message_id="=?utf-8?q?x=0D=0AX1_CREATE_Gone=0D=0AX2_MOVE_1=3A*_Gone?=", author="c@example.org"
        ),
        message(message_id=f"<{'x' * 900}@example.org>", author="d@example.org"),
        message("Our new issue is out.", author="news@example.org", List_Id="<news.example.org>"),
        message("I am away.", author="e@example.org", Auto_Submitted="auto-replied"),
        message(BOUNCE, author=nobody, Return_Path="<>", subject="Undelivered Mail Returned to Sender"),
        message("Robot", author="noreply@robots.example"),
        message("I am going to kill myself", author="f@example.org"),
        message("x" * OVERSIZE, author="g@example.org"),
        message("y" * OVERSIZE, author="h@example.org", message_id=" "),
        b"\r\n",
        b"From: i@example.org\r\n\r\n",
    ]


@pytest.mark.parametrize("moving", [True, False], ids=["move", "leave"])
def test_a_mailbox_that_is_well_has_no_finding_at_all(
    database: Database, dovecot: UserOf, moving: bool
) -> None:
    firm = Firm(database, dovecot, moving=moving)
    firm.read()
    firm.arrive(*of_every_kind())
    firm.work()
    twice = message(author="twice@example.org")
    firm.arrive(twice, twice)
    firm.work()
    firm.clock.go(hours=3)
    found = firm.reconcile()
    assert found.findings == ()
    assert (found.messages, found.cases) == (len(of_every_kind()) + 1, len(firm.cases()))
    assert found.summary().endswith("letters: 0 discrepancies")
    assert dict(found.unreachable) == {}


def test_it_reads_and_changes_nothing(firm: Firm) -> None:
    firm.arrive(message(), message(author="joe@example.org"))
    firm.work()
    firm.arrive(message(), message(), flags=(r"\Flagged",))
    firm.arrive(message(), mailbox="processed")
    firm.arrive(message(), mailbox="set_aside", flags=(r"\Seen",))
    before, journal = firm.listing(), firm.rows("SELECT count(*) FROM journal")
    firm.reconcile()
    assert firm.listing() == before
    assert firm.rows("SELECT count(*) FROM journal") == journal


def test_what_is_on_its_way_is_no_discrepancy(firm: Firm) -> None:
    firm.arrive(message(), ago=10)  # not read yet
    firm.read()  # and not sent yet
    firm.arrive(message(author="joe@example.org"), ago=10)
    assert firm.reconcile().findings == ()


def test_a_server_that_tells_estimates_of_sizes_is_believed_after_one_look(firm: Firm) -> None:
    firm.arrive(*(message(author=f"p{number}@example.org") for number in range(6)))
    firm.work()
    firm.do("UPDATE messages SET size = size + 3")
    account = firm.reconciliation()
    assert account.run().findings == ()


def test_a_message_filed_in_another_of_our_folders_is_where_somebody_wants_it(firm: Firm) -> None:
    firm.arrive(message(), message(author="joe@example.org"))
    firm.work()
    firm.move([1], "processed", "set_aside")
    firm.clock.go(hours=1)
    assert firm.reconcile().findings == ()


def test_a_message_moved_back_to_the_inbox_is_in_the_ledger_twice_and_well(firm: Firm) -> None:
    firm.arrive(message())
    firm.work()
    firm.move([1], "processed", "INBOX")
    firm.work()
    firm.clock.go(hours=1)
    assert firm.reconcile().findings == ()
    assert len(firm.cases()) == 1


def test_after_the_server_renumbered_all_is_well_again(firm: Firm, dovecot: UserOf) -> None:
    assert isinstance(dovecot.server, Dovecot)
    firm.arrive(message())
    firm.work()
    firm.arrive(message(author="joe@example.org"))
    dovecot.server.set_uid_validity(dovecot.user, 1999999999)
    firm.work()
    firm.clock.go(hours=1)
    found = firm.reconcile()
    assert kinds(found) == {}, found.findings


# -- the inbox


@pytest.mark.assertion("E-99")
def test_messages_that_lie_in_the_inbox_unread_are_one_finding(firm: Firm) -> None:
    firm.arrive(*(message() for _ in range(3)), ago=20)
    firm.arrive(message(), ago=5)
    found = only(firm, "unread")
    assert found.level is Level.FAULT
    assert found.what.startswith("3 messages have lain there unread since 02 Mar 2026 09:40 UTC")
    assert "is the daemon running?" in found.todo
    assert found.where == "complaints INBOX UID 1"


@pytest.mark.assertion("E-99")
@pytest.mark.parametrize("gone", [[2], [2, 3]])
def test_a_uid_nobody_accounts_for_is_found(firm: Firm, gone: list[int]) -> None:
    firm.arrive(*(message(author=f"p{number}@example.org") for number in range(4)))
    firm.move(gone, "INBOX", "")
    found = only(firm, "unaccounted")
    named = "" if gone == [2] else "UIDs 2 to 3: "
    assert (found.what, found.uid) == (f"{named}handed out, and accounted for nowhere", 2)
    assert found.level is Level.FAULT
    assert "`mailbot run --once`" in found.todo


@pytest.mark.assertion("E-99")
@pytest.mark.fault("F19")
def test_a_gap_stays_a_finding_until_somebody_has_said_what_became_of_it(firm: Firm) -> None:
    firm.arrive(message(), message(author="joe@example.org"))
    firm.move([1], "INBOX", "")
    firm.work()
    found = only(firm, "gap")
    (task,) = firm.tasks()
    assert (found.level, found.task, found.uid) == (Level.WARNING, task.id, 1)
    assert f"mailbot queue settle {task.id}" in found.todo
    firm.database.run(lambda session: tasks.settle(session, task.id, "Sam", "spam", firm.clock()))
    assert firm.reconcile().findings == ()


def test_a_gap_that_lies_before_nobody_is_a_fault(firm: Firm) -> None:
    firm.arrive(message(), message(author="joe@example.org"))
    firm.move([1], "INBOX", "")
    firm.work()
    firm.do("DELETE FROM tasks")
    assert only(firm, "gap").level is Level.FAULT


def test_a_uid_missing_from_an_earlier_numbering_is_found(firm: Firm, dovecot: UserOf) -> None:
    assert isinstance(dovecot.server, Dovecot)
    firm.arrive(*(message(author=f"p{number}@example.org") for number in range(3)))
    firm.work()
    dovecot.server.set_uid_validity(dovecot.user, 1999999999)
    firm.work()
    firm.do("DELETE FROM message_keys WHERE uid = 2", "DELETE FROM tasks")
    assert "before the server renumbered" in only(firm, "unaccounted").what


def test_what_was_read_and_not_moved_is_found_after_a_while(firm: Firm) -> None:
    firm.arrive(message())
    firm.moving = False
    firm.work()
    firm.moving = True
    assert firm.reconcile().findings == (), "it is moved in a moment"
    firm.clock.go(minutes=16)
    found = only(firm, "not-moved")
    assert (found.level, found.uid, found.case) == (Level.WARNING, 1, firm.cases()[0].reference)
    assert "not moved to processed" in found.what


def test_what_is_noted_as_moved_and_lies_in_the_inbox_is_found(firm: Firm) -> None:
    firm.arrive(message())
    firm.moving = False
    firm.work()
    firm.moving = True
    firm.do("UPDATE message_keys SET settled_to = 'processed', settled_at = :at", at=firm.clock())
    firm.clock.go(minutes=16)
    assert only(firm, "not-moved").what == 'noted as "processed", but it lies there'


def test_thousands_of_uids_at_once_are_one_finding_until_somebody_has_looked(firm: Firm) -> None:
    firm.arrive(message())
    with firm.at.server.client(firm.at.user) as client:
        client.select_folder("INBOX")
        for _ in range(11):
            client.copy(client.search("ALL"), "INBOX")  # 2,048 of them
        client.delete_messages(client.search("ALL"))
        client.expunge()
    firm.arrive(message(author="joe@example.org"))
    firm.work()
    found = only(firm, "skipped")
    assert found.task is not None
    task = found.task
    firm.database.run(lambda session: tasks.settle(session, task, "Sam", "a test", firm.clock()))
    assert firm.reconcile().findings == ()


# -- the folders


@pytest.mark.parametrize("folder", ["processed", "set_aside", "not_complaints"])
def test_a_message_put_into_a_folder_unread_is_found(firm: Firm, folder: str) -> None:
    firm.arrive(message(), message(author="joe@example.org"))
    firm.work()
    firm.arrive(message("I complain.", author="unread@example.org"), mailbox=folder, ago=60 * 24 * 90)
    found = only(firm, "never-read")
    assert (found.level, found.mailbox, found.folder) == (Level.FAULT, "complaints", folder)
    assert "`mailbot reconcile --take-back` moves all such back to INBOX" in found.todo
    assert firm.take_back() == TakenBack(left=1), "mailbot cannot have filed it"
    assert firm.take_back(of_any_age=True).moved == (found,)
    firm.work()
    firm.clock.go(hours=1)
    assert firm.reconcile().findings == (), "what it says to do mends it"


@pytest.mark.parametrize("named", ["<same@example.org>", " "], ids=["one Message-ID", "none"])
def test_a_message_that_resembles_one_that_was_read_is_told_apart_by_its_octets(
    firm: Firm, named: str
) -> None:
    firm.arrive(message("I complain about A.", message_id=named))
    firm.work()
    firm.arrive(message("I complain about B.", message_id=named), mailbox="processed")
    assert only(firm, "never-read").uid == 2


def test_a_message_of_which_only_the_beginning_was_read_is_known_where_it_was_filed(firm: Firm) -> None:
    firm.arrive(message("x" * OVERSIZE), message("y" * OVERSIZE, author="joe@example.org", message_id=" "))
    firm.work()
    firm.arrive(message("z" * OVERSIZE, author="eve@example.org"), mailbox="processed")
    assert only(firm, "never-read").folder == "processed"


def test_messages_with_other_octets_than_those_read_are_one_finding(firm: Firm) -> None:
    raws = [
        message(message_id=f"<{number}@a.example>", author=f"{number}@example.org") for number in range(3)
    ]
    firm.arrive(*raws)
    firm.work()
    firm.move([1, 2, 3], "processed", "")
    firm.arrive(*(raw + b"rebuilt\r\n" for raw in raws), mailbox="processed")
    found = only(firm, "altered")
    assert (found.level, found.what[:10]) == (Level.WARNING, "3 messages")


def test_what_somebody_took_out_of_a_folder_is_a_note_and_no_discrepancy(firm: Firm) -> None:
    firm.arrive(*(message(author=f"p{number}@example.org") for number in range(3)))
    firm.work()
    firm.clock.go(hours=1)
    firm.move([1, 3], "processed", "")
    found = only(firm, "removed", notes=True)
    assert (found.level, found.folder) == (Level.NOTE, "processed")
    assert found.what.startswith("2 messages filed there, and not there now")
    assert firm.cases()[0].reference in found.todo
    told = firm.reconcile()
    assert told.discrepancies == ()
    assert told.summary().endswith("0 discrepancies, 1 note")


def test_a_folder_that_is_gone_is_told_of_as_what_was_in_it(firm: Firm) -> None:
    firm.arrive(message())
    firm.work()
    firm.clock.go(hours=1)
    with firm.at.server.client(firm.at.user) as client:
        client.delete_folder("processed")
    assert only(firm, "removed", notes=True).level is Level.NOTE


# -- messages, cases, letters

UNMET = "UPDATE deadlines SET discharged_at = NULL, discharged_by = NULL WHERE name = 'acknowledgement'"

RECORDS = {
    "message-without-case": (
        ["DELETE FROM case_references", "UPDATE messages SET case_id = NULL"],
        {"message-without-case", "case-without-message", "withheld-in-silence"},
    ),
    "message-before-nobody": (
        ["UPDATE messages SET accounted = 'before-person'"],
        {"message-before-nobody"},
    ),
    "withheld-in-silence": (["UPDATE messages SET reason = 'a robot'"], {"withheld-in-silence"}),
    "case-without-message": (
        ["UPDATE messages SET case_id = NULL, accounted = 'settle-own'"],
        {"case-without-message"},
    ),
    "case-without-deadline": (["DELETE FROM deadlines"], {"case-without-deadline"}),
    "case-unacknowledged": (
        [
            "DELETE FROM letter_attempts",
            "DELETE FROM raw_letters",
            "DELETE FROM letters",
            UNMET,
        ],
        {"case-unacknowledged", "withheld-in-silence"},
    ),
    "met-without-letter": (
        ["UPDATE letters SET state = 'CANCELLED' WHERE kind = 'acknowledgement'"],
        {"met-without-letter"},
    ),
    "letter-not-counted": (
        [UNMET],
        {"letter-not-counted"},
    ),
    "letter-failed": (["UPDATE letters SET state = 'FAILED' WHERE kind = 'leaflet'"], {"letter-in-silence"}),
    "letter-bounced": (
        ["UPDATE letters SET bounced_at = armed_at WHERE kind = 'leaflet'"],
        {"letter-in-silence"},
    ),
    "letter-unknown": (
        ["UPDATE letters SET state = 'UNKNOWN' WHERE kind = 'leaflet'"],
        {"letter-in-silence"},
    ),
    "journal": (["DELETE FROM journal_heads"], {"journal"}),
}


@pytest.mark.parametrize("name", RECORDS)
def test_records_that_do_not_agree_are_found(firm: Firm, name: str) -> None:
    statements, expected = RECORDS[name]
    firm.arrive(message())
    firm.work()
    assert firm.reconcile().findings == ()
    firm.do(*statements)
    found = firm.reconcile()
    assert set(kinds(found)) == expected, found.findings
    for one in found.findings:
        assert one.todo
        assert one.where != "" or one.kind == "journal"
        assert "jane" not in f"{one}".lower(), "no personal data"


def test_a_message_before_a_person_is_accounted_for_by_its_task(firm: Firm) -> None:
    firm.arrive(message("Our new issue is out.", author="news@example.org", List_Id="<news.example.org>"))
    firm.work()
    assert firm.reconcile().findings == ()
    firm.do("DELETE FROM tasks")
    found = only(firm, "message-before-nobody")
    assert (found.folder, found.uid, found.message is not None) == (None, 1, True)


@pytest.mark.parametrize("state", ["PENDING", "CLAIMED", "UNKNOWN"])
def test_a_letter_nobody_touches_for_an_hour_is_found(firm: Firm, state: str) -> None:
    firm.arrive(message())
    firm.read()
    if state == "UNKNOWN":
        firm.deliver(FakeCourier(always=Unknown("lost")))
    elif state == "CLAIMED":
        firm.do(
            "UPDATE letters SET state = 'CLAIMED', owner = 'dead', lease_until = next_attempt_at "
            "WHERE state = 'PENDING'"
        )
    firm.clock.go(minutes=59)
    assert firm.reconcile().findings == ()
    firm.clock.go(minutes=30)
    found = firm.reconcile()
    assert set(kinds(found)) == {"letter-stuck"}
    assert kinds(found)["letter-stuck"] == 3
    assert "is the daemon running?" in found.findings[0].todo


def test_a_letter_the_server_delays_waits_for_a_reason(firm: Firm) -> None:
    firm.arrive(message())
    firm.read()
    for _ in range(4):
        firm.deliver(FakeCourier(always=Delayed("450 4.2.1 greylisted")))
        firm.clock.go(minutes=40)
    assert firm.reconcile().findings == ()


def test_letters_that_wait_for_a_reason_a_person_knows_are_notes(firm: Firm) -> None:
    firm.arrive(message())
    firm.read()
    firm.deliver(FakeCourier(always=Delayed("535 wrong password", ours=True)))
    firm.clock.go(hours=2)
    firm.deliver(FakeCourier(always=Delayed("535 wrong password", ours=True)))
    firm.clock.go(hours=2)
    found = firm.reconcile()
    assert [task.reason for task in firm.tasks()] == ["letters cannot be sent"]
    assert found.discrepancies == ()
    assert kinds(found, notes=True) == {"letter-stuck": 4}, "the one that tells oversight waits too"


def test_a_refused_letter_that_lies_before_a_person_is_well(firm: Firm) -> None:
    firm.arrive(message())
    firm.read()
    firm.deliver(FakeCourier(answers=[Failed("550 5.1.1 no such user")]))
    assert firm.reconcile().findings == ()


# -- the archive


@pytest.fixture
def archived(firm: Firm, dovecot_server: Dovecot, request: pytest.FixtureRequest) -> Firm:
    """With an archive in which copies of two earlier letters lie."""
    copied_to(firm, UserOf(dovecot_server, f"archive{abs(hash(request.node.name))}"))
    firm.arrive(message())
    firm.work()
    firm.clock.go(hours=1)
    assert firm.reconcile().findings == ()
    return firm


def second(firm: Firm) -> None:
    firm.arrive(message(author="joe@example.org"))
    firm.read()


def test_a_sent_letter_without_a_copy_is_found_once_a_copy_should_be_there(archived: Firm) -> None:
    second(archived)
    archived.deliver(archived.courier)  # and no copy arrives
    archived.clock.go(minutes=10)
    assert archived.reconcile().findings == ()
    archived.clock.go(minutes=10)
    found = archived.reconcile()
    assert kinds(found) == {"copy-missing": 2}, "acknowledgement and leaflet; a handler's mail has none"
    assert found.findings[0].level is Level.WARNING
    archived.file()
    assert archived.reconcile().findings == ()


@pytest.mark.parametrize("state", ["FAILED", "PENDING", "UNKNOWN"])
def test_a_copy_of_a_letter_we_think_unsent_is_found(archived: Firm, state: str) -> None:
    second(archived)
    archived.send()
    archived.do(
        "UPDATE letters SET state = :state, settle_at = NULL, next_attempt_at = :at "
        "WHERE kind = 'leaflet' AND id > 3",
        state=state,
        at=archived.clock(),
    )
    found = kinds(archived.reconcile())
    assert found["copy-of-unsent"] == 1
    assert set(found) <= {"copy-of-unsent", "letter-in-silence"}


def test_a_letter_of_unknown_fate_that_will_be_looked_for_is_no_discrepancy(archived: Firm) -> None:
    second(archived)
    archived.deliver(FakeCourier(always=Unknown("lost")))
    for letter in archived.letters():
        if letter.state == "UNKNOWN" and letter.audience == "complainant":
            with archived.database.reading() as session:
                raw = outbox.show(session, letter.id)
            assert archived.kept is not None
            archived.kept.server.append(archived.kept.user, "INBOX", raw or b"", archived.clock())
    assert archived.reconcile().findings == ()


def test_a_second_copy_we_sent_is_a_note_and_one_we_did_not_send_a_discrepancy(archived: Firm) -> None:
    assert archived.kept is not None
    server, user = archived.kept.server, archived.kept.user
    server.append_many(user, "INBOX", [(raw, archived.clock()) for raw in server.messages(user)])
    assert kinds(archived.reconcile()) == {"copies": 2}
    archived.do("UPDATE letters SET second_copy = :yes", yes=True)
    found = archived.reconcile()
    assert (kinds(found), kinds(found, notes=True)) == ({}, {"second-copy": 2})
    server.append_many(user, "INBOX", [(server.messages(user)[0], archived.clock())])
    assert kinds(archived.reconcile()) == {"copies": 1}


def test_what_was_sent_before_there_was_an_archive_needs_no_copy(firm: Firm, dovecot_server: Dovecot) -> None:
    firm.arrive(message())
    firm.work()
    firm.clock.go(days=2)
    copied_to(firm, UserOf(dovecot_server, f"late{id(firm)}"))
    second(firm)
    firm.filed = len(firm.courier.letters)
    firm.send()
    firm.clock.go(hours=1)
    assert firm.reconcile().findings == ()


def test_other_mail_in_the_archive_is_nobodys_concern(archived: Firm) -> None:
    assert archived.kept is not None
    server, user = archived.kept.server, archived.kept.user
    server.append_many(user, "INBOX", [message(), message(message_id=" "), b"\r\n"])
    assert archived.reconcile().findings == ()


# -- the whole


@pytest.mark.fault("F13", "F47")
def test_after_a_restore_of_an_older_database_it_says_what_is_missing_and_how_to_mend_it(
    tmp_path: Path, dovecot: UserOf, dovecot_server: Dovecot
) -> None:
    today = Database(f"sqlite:///{tmp_path}/today.db")
    today.upgrade()
    firm = copied_to(Firm(today, dovecot), UserOf(dovecot_server, f"{dovecot.user}-archive"))
    firm.arrive(message())
    firm.work()
    back_up(today, tmp_path / "today.db", tmp_path / "yesterday.db")
    firm.clock.go(hours=20)
    firm.arrive(*(message(author=f"p{number}@example.org") for number in range(3)))
    firm.work()
    yesterday = Database(f"sqlite:///{tmp_path}/yesterday.db")
    restored = copied_to(Firm(yesterday, dovecot, clock=firm.clock), firm.kept)
    found = restored.reconcile()
    assert kinds(found) == {"never-read": 3, "unaccounted": 1, "copy-unknown": 1}, found.findings
    (told,) = [one for one in found.findings if one.kind == "copy-unknown"]
    assert told.what.startswith("6 letters of ours, the first of 03 Mar 2026 06:00 UTC")
    restored.move([one.uid or 0 for one in found.findings if one.kind == "never-read"], "processed", "INBOX")
    restored.work()
    restored.clock.go(hours=1)
    assert set(kinds(restored.reconcile())) == {"gap"}
    assert kinds(restored.reconcile(), notes=True)["former-reference"] == 3  # whose the six letters are
    assert len(restored.cases()) == 4
    for database in (today, yesterday):
        database.close()


def test_a_server_that_cannot_be_reached_is_told_of_and_the_rest_is_compared(firm: Firm) -> None:
    firm.arrive(message())
    firm.work()
    firm.do("DELETE FROM deadlines")
    found = firm.reconciliation(port=free_port()).run()
    assert set(kinds(found)) == {"case-without-deadline"}
    assert "cannot reach the IMAP server" in found.unreachable["complaints"]
    assert found.summary().endswith("1 discrepancy; not compared: complaints")


def test_a_discrepancy_that_a_person_has_settled_is_a_note(firm: Firm) -> None:
    firm.arrive(message())
    firm.work()
    firm.do("DELETE FROM deadlines")
    found = only(firm, "case-without-deadline")

    def lay(session: object) -> None:
        firm.attention.duty.lay(
            session,  # type: ignore[arg-type]
            unique_key=task_key(found),
            reason="reconcile",
            detail=found.what,
            now=firm.clock(),
        )

    firm.database.run(lay)
    (task,) = firm.tasks()
    assert only(firm, "case-without-deadline").task == task.id
    firm.database.run(lambda session: tasks.settle(session, task.id, "Sam", "kept by hand", firm.clock()))
    noted = only(firm, "case-without-deadline", notes=True)
    assert (noted.level, noted.todo) == (Level.NOTE, "nothing: settled by Sam: kept by hand")


def test_days_leaves_out_what_is_older_and_never_the_inbox(firm: Firm) -> None:
    firm.arrive(message())
    firm.work()
    firm.do("DELETE FROM deadlines")
    firm.clock.go(days=10)
    firm.arrive(message("Never read.", author="joe@example.org"), mailbox="processed", ago=8 * 24 * 60)
    firm.arrive(message("Lies there.", author="eve@example.org"), ago=9 * 24 * 60)
    assert set(kinds(firm.reconcile())) == {"case-without-deadline", "never-read", "unread"}
    found = firm.reconcile(days=3)
    assert set(kinds(found)) == {"unread"}
    assert (found.messages, found.cases, found.letters) == (0, 0, 0)


def test_one_mailbox_is_compared_without_the_others(database: Database, dovecot: UserOf) -> None:
    firm = Firm(database, dovecot, clock=Clock())
    firm.arrive(message())
    firm.work()
    firm.do("DELETE FROM deadlines")
    assert kinds(firm.reconcile(mailbox="complaints")) == {"case-without-deadline": 1}
    other = firm.reconcile(mailbox="other")
    assert (other.findings, other.messages, other.cases, other.letters) == ((), 0, 0, 0)
