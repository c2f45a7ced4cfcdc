"""A person reads mail that was set aside and says that it is a complaint, or belongs to a case."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fakes import EPOCH, MAILBOX, ON_CALL, PRACTICE, FakeCourier, Office, message
from hands import Hands
from test_casework import DANGER, only_ack, report, told

from mailbot.casework.attention import BOUNCED
from mailbot.casework.moving import NotAllowed
from mailbot.reading.receipt import UNCERTAIN
from mailbot.store import cases, journal
from mailbot.store.database import Database
from mailbot.store.owed import OWED
from mailbot.wire.outcome import Vanished

JANE = "jane.doe@example.org"
LIST = {"List_Id": "<family.groups.example>"}
SPAM = {"X_Spam_Flag": "YES"}
AWAY = {"Subject": "Out of office", "Auto_Submitted": "auto-replied"}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def hands(office: Office) -> Hands:
    return Hands(office)


def row(office: Office) -> tuple[str, ...]:
    (found,) = office.rows("SELECT kind, rule, reason, accounted, folder FROM messages ORDER BY id LIMIT 1")
    return tuple(found)


# -- it is a complaint


@pytest.mark.parametrize("named", [True, False], ids=["a Received field", "none"])
@pytest.mark.parametrize("told", ["no date", "a date to come"])
def test_of_a_message_without_a_date_the_clock_runs_as_it_would_have_from_the_beginning(
    hands: Hands, named: bool, told: str
) -> None:
    office = hands.office
    office.intake().look(EPOCH, 1)
    office.clock.go(days=1)
    field = f"by mx.firm.example; {office.clock() - timedelta(hours=5):%d %b %Y %H:%M:%S %z}"
    raw = message("News of the group.", **LIST)
    raw = f"Received: {field}\r\n".encode() + raw if named else raw
    date = datetime(1970, 1, 1, tzinfo=UTC) if told == "no date" else office.clock() + timedelta(days=2)
    seen = office.clock()
    office.take(raw, at=date)
    office.clock.go(days=3)
    case = hands.complaint(hands.task("list"))
    assert case.received_at == (seen - timedelta(hours=5) if named else seen)
    task = hands.task(UNCERTAIN)
    assert (task.case, task.owner) == (case.reference, case.handler_email)
    assert ("by its topmost Received field" in task.detail) is named


@pytest.mark.parametrize(
    ("fields", "reason", "folder"),
    [(LIST, "list", "not_complaints"), (SPAM, "suspect", "set_aside"), (AWAY, "automatic", "set_aside")],
)
def test_what_set_it_aside_is_no_reason_any_more_and_the_clock_runs_from_receipt(
    hands: Hands, fields: dict[str, str], reason: str, folder: str
) -> None:
    office = hands.office
    received = office.clock()
    office.take(message("News of the group.", **fields))
    assert office.cases() == []
    office.clock.go(days=3)
    task = hands.task(reason)
    case = hands.complaint(task)
    assert case.received_at == received
    assert told(office, "acknowledgement") == {JANE: 1}
    assert told(office, "handler_notice") == {case.handler_email: 1}
    assert row(office) == ("complaint", "a person said so", None, "open", folder)
    assert office.tasks() == []
    settled = hands.again(task)
    assert (settled.outcome, settled.settled_by) == (f"a complaint: {case.reference}", "Sam")
    assert settled.case == case.reference
    office.deliver()
    assert "acknowledgement" not in office.open_deadlines(case)
    with office.database.reading() as session:
        names = [entry.name for entry in journal.entries(session, case.reference)]
        assert journal.verify(session) == []
    assert names[:2] == ["case-opened", "letter-queued"]
    assert "task-settled" in names
    assert len(hands.silent()) == 0


@pytest.mark.parametrize(
    ("text", "fields", "why"),
    [
        (DANGER, SPAM, "life may be at risk"),
        ("News.", LIST | {"author": "noreply@example.org"}, "an address nobody reads"),
        ("News.", LIST | {"to": "group@groups.example"}, "not addressed to this mailbox"),
        ("News.", SPAM | {"Return_Path": "<>"}, "null return path"),
        ("We have a complaint.", {"author": "team@financial-ombudsman.org.uk"}, "it is a regulator's (FOS)"),
        ("A thing.", {"author": "sam@firm.example.com"}, "it is a colleague's"),
    ],
)
def test_every_other_reason_not_to_answer_by_itself_still_holds(
    hands: Hands, text: str, fields: dict[str, str], why: str
) -> None:
    office = hands.office
    office.take(message(text, **fields))
    assert office.cases() == []
    task = next(task for task in office.tasks() if task.reason != "life-at-risk")
    case = hands.complaint(task)
    assert office.letters("acknowledgement") == []
    owed = hands.task(OWED)
    assert why in owed.detail
    assert (owed.case, owed.owner) == (case.reference, case.handler_email)
    assert str(row(office)[2]).startswith(why)
    assert len(hands.silent()) == 0


def test_the_limits_of_an_address_hold_for_what_a_person_finds(hands: Hands) -> None:
    office = hands.office
    for number in range(3):
        office.take(message(f"Complaint number {number}: you charged me a fee."))
    office.take(message("News.", **LIST))
    hands.complaint(hands.task("list"))
    assert "3 acknowledgements" in hands.task(OWED).detail


def test_an_enquiry_and_a_report_that_nobody_can_place_may_be_complaints(database: Database) -> None:
    office = Office(database, practice=replace(PRACTICE, triage=True))
    hands = Hands(office)
    office.take(message("How do I set up a standing order?", subject="Standing order"))
    office.take(report("<forged.acknowledgement@firm.example.com>"))
    first = hands.complaint(hands.task("enquiry"))
    second = hands.complaint(hands.task("unmatched-report"))
    assert [case.reference for case in office.cases()] == [first.reference, second.reference]
    assert told(office, "acknowledgement") == {JANE: 1}, "never a machine that sends reports"
    assert hands.task(OWED).case == second.reference


def test_a_report_that_carries_a_complaint_opens_its_case(hands: Hands) -> None:
    office = hands.office
    office.take(message())
    office.deliver()
    text = report(only_ack(office).message_id, action="delayed").replace(
        b"Your message could not be delivered.", b"I want to complain: you took my money twice."
    )
    office.take(text)
    case = hands.complaint(hands.task("report-with-complaint"))
    assert case.reference != office.cases()[0].reference


def test_a_life_at_risk_stays_a_task_and_goes_to_the_cases_handler(hands: Hands) -> None:
    office = hands.office
    office.take(message(DANGER, **LIST))
    task = hands.task("life-at-risk")
    case = hands.complaint(task)
    still = hands.task("life-at-risk")
    assert (still.id, still.case, still.owner) == (task.id, case.reference, case.handler_email)
    alerts = told(office, "alert")
    assert alerts[case.handler_email] == 1, "who has it learns of it at once"
    assert alerts[ON_CALL.addr_spec] == 1, "and on-call is not paged twice"
    assert hands.task(OWED)


def test_it_is_a_complaint_once(hands: Hands) -> None:
    hands.office.take(message("News.", **LIST))
    task = hands.task("list")
    case = hands.complaint(task)
    with pytest.raises(NotAllowed, match=f"a complaint: {case.reference}"):
        hands.complaint(task)
    assert len(hands.office.cases()) == 1


def test_two_people_at_once_open_one_case(url: str) -> None:
    databases = [Database(url), Database(url)]
    first = Hands(Office(databases[0]))
    second = Hands(Office(databases[1], clock=first.office.clock))
    first.office.take(message("News.", **LIST))
    task = first.task("list")
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def act(hands: Hands) -> None:
        together.wait(10)
        try:
            outcomes.append(hands.complaint(task).reference)
        except NotAllowed:
            outcomes.append("refused")

    threads = [threading.Thread(target=act, args=(each,)) for each in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    opened = [case.reference for case in first.office.cases()]
    for database in databases:
        database.close()
    assert sorted(outcomes) == sorted([*opened, "refused"])


def test_what_is_about_no_message_or_in_a_case_already_is_refused(hands: Hands) -> None:
    office = hands.office
    office.intake().take([Vanished(EPOCH, 5)])
    with pytest.raises(NotAllowed, match="about no message"):
        hands.complaint(hands.task("message vanished"))
    office.take(message(author="noreply@example.org"))
    (case,) = office.cases()
    with pytest.raises(NotAllowed, match=f"is in {case.reference} already"):
        hands.complaint(hands.task(OWED))


# -- it belongs to a case


def test_a_message_joins_the_case_that_a_person_names(hands: Hands) -> None:
    office = hands.office
    office.take(message())
    (case,) = office.cases()
    office.take(message("More about CNX-204418.", author="jane@work.example", **SPAM))
    task = hands.task("suspect")
    assert hands.join(task, case.reference.lower()).reference == case.reference
    kind, rule, _, accounted, _ = office.rows(
        "SELECT kind, rule, reason, accounted, case_id FROM messages ORDER BY id"
    )[1]
    assert (kind, rule, accounted) == ("follow_up", "a person said so", "join")
    assert hands.again(task).outcome == f"belongs to {case.reference}"
    assert told(office, "message_notice") == {case.handler_email: 1}
    assert len(office.letters("acknowledgement")) == 1
    assert office.tasks() == []
    assert len(hands.silent()) == 0
    with office.database.reading() as session:
        assert "CNX-204418" in [one.value for one in cases.references_of(session, case.id)]
        assert "jane@work.example" not in [party.address for party in cases.parties_of(session, case.id)]


@pytest.mark.parametrize(("author", "status"), [(JANE, "open"), ("stranger@example.net", "closed")])
def test_only_a_partys_message_opens_a_closed_case_again(hands: Hands, author: str, status: str) -> None:
    office = hands.office
    office.take(message())
    (case,) = office.cases()
    office.close(case.reference)
    office.take(message("More.", author=author, **SPAM))
    assert hands.join(hands.task("suspect"), case.reference).status == status


def test_a_life_at_risk_in_what_joins_is_the_cases(hands: Hands) -> None:
    office = hands.office
    office.take(message())
    (case,) = office.cases()
    office.take(message(DANGER, author="neighbour@example.net", **SPAM))
    hands.join(hands.task("suspect"), case.reference)
    assert office.cases()[0].life_at_risk
    laid = {(task.reason, task.case, task.owner) for task in office.tasks()}
    assert laid == {(why, case.reference, case.handler_email) for why in ("life-at-risk", "letter held")}


def test_a_regulators_letter_that_is_given_to_a_case_stays_a_regulators(hands: Hands) -> None:
    office = hands.office
    office.take(message())
    (case,) = office.cases()
    office.take(message("We have received a complaint.", author="team@financial-ombudsman.org.uk"))
    hands.join(hands.task("regulator"), case.reference)
    assert office.rows("SELECT kind FROM messages ORDER BY id")[1] == ("regulator",)
    (notice,) = office.letters("message_notice")
    assert notice.recipient == case.handler_email


def test_a_case_that_is_not_there_takes_nothing(hands: Hands) -> None:
    hands.office.take(message("News.", **LIST))
    with pytest.raises(NotAllowed, match="there is no case C-0000-0000; see `mailbot cases list`"):
        hands.join(hands.task("list"), "C-0000-0000")
    assert hands.task("list")


def test_an_answer_to_the_acknowledgement_of_a_found_complaint_joins_it(hands: Hands) -> None:
    office = hands.office
    office.take(message("News.", **LIST))
    hands.complaint(hands.task("list"))
    courier = FakeCourier()
    office.clock.now += timedelta(minutes=5)
    office.deliver(courier)
    office.take(message("When?", to=MAILBOX, In_Reply_To=only_ack(office).message_id))
    assert len(office.cases()) == 1


def test_a_bounce_is_no_complaint_however_it_is_asked(hands: Hands) -> None:
    office = hands.office
    office.take(message())
    office.deliver()
    (letter,) = office.letters("acknowledgement")
    office.take(report(letter.message_id))
    task = hands.task(BOUNCED)
    with pytest.raises(NotAllowed, match="a letter that came back"):
        hands.complaint(task)
    assert len(office.cases()) == 1
