"""Number of suppressed = number of tasks, over every way in which something is withheld or does not arrive;
each task has an owner and a date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fakes import (
    DESK,
    EPOCH,
    LETTERHEAD,
    MAILBOX,
    ON_CALL,
    OVERSIGHT,
    PRITI,
    SAM,
    Clock,
    FakeCourier,
    Office,
    message,
)
from hands import Hands
from sqlalchemy import text
from test_casework import ADDRESSES, DANGER, FORM, HEADERS, TEXTS, only_ack, report, told

from mailbot.casework.attention import Desk
from mailbot.casework.plans import Casework
from mailbot.store import cases
from mailbot.store.database import Database
from mailbot.store.owed import OWED
from mailbot.wire.outcome import Delayed, Delivered, Failed, Fetched, Unknown, Vanished

Path = Callable[[Office], None]
UNSAFE = "I complain. Please do not email me, my husband reads my email and he hits me."
TWICE = message(message_id="<twice@example.org>")


class Poisoned:
    """Casework that fails once for one message, as something nobody thought of would."""

    def __init__(self, casework: Casework) -> None:
        self._casework = casework
        self.stub, self.lay = casework.stub, casework.lay

    def handle(self, *_: object) -> object:
        raise RuntimeError("a fault of ours")


def took(*raws: bytes) -> Path:
    return lambda office: office.take(*raws)


def over_the_days_limit(office: Office) -> None:
    for number in range(5):
        office.take(message(f"Complaint number {number}: you charged me a fee."))


def over_the_weeks_limit(office: Office) -> None:
    for day in range(5):
        for number in range(3):
            office.take(message(f"Complaint {day}.{number}: you charged me a fee."))
        office.clock.go(days=1)


def the_same_mail_twice(office: Office) -> None:
    office.take(TWICE)
    office.take(b"Received: from elsewhere\r\n" + TWICE)


def poisoned(office: Office) -> None:
    intake = office.intake(casework=Poisoned(office.casework))
    intake.take([Fetched(EPOCH, 77, office.clock(), message())])


def refused(office: Office) -> None:
    office.take(message())
    office.deliver(FakeCourier(always=Failed("550 no such user")))


def given_up(office: Office) -> None:
    office.take(message())
    for _ in range(30):
        office.deliver(FakeCourier(always=Delayed("451 later", ours=False)))
        office.clock.go(hours=4)


def unknown(office: Office) -> None:
    office.take(message())
    for _ in range(3):
        office.deliver(FakeCourier(always=Unknown("lost after the dot")))
        office.clock.go(hours=1)


def bounced(office: Office) -> None:
    office.take(message())
    office.deliver()
    for letter in list(office.letters()):
        office.take(report(letter.message_id, recipient=letter.recipient))


def refused_twice(office: Office) -> None:
    refused(office)
    office.clock.go(minutes=5)
    hands = Hands(office)
    for letter in office.letters():
        if letter.state == "FAILED":
            hands.retry(letter.id)
    office.deliver(FakeCourier(always=Failed("550 still not")))


def breaker(office: Office) -> None:
    office.terms = replace(office.terms, automatic_letters_per_hour=1)
    for number in range(3):
        office.take(message(author=f"p{number}@example.org"))
    office.deliver()


def found_to_be_a_complaint(office: Office) -> None:
    office.take(message(DANGER, X_Spam_Flag="YES"))
    hands = Hands(office)
    hands.complaint(hands.task("suspect"))


PATHS: dict[str, Path] = {
    **{f"author {author or 'none'}": took(message(author=author)) for author in ADDRESSES},
    **{f"header {next(iter(found.items()), '')}": took(message(**found)) for found in HEADERS},
    **{f"text {words[:20]}": took(message(words)) for words in TEXTS},
    "not addressed to us": took(message(to="other@example.net")),
    "unsafe": took(message(UNSAFE)),
    "a form that names nobody": took(
        message(FORM.replace("Email: josie@example.org", ""), author="wordpress@forms.example.net")
    ),
    "nothing to read": took(b""),
    "over the day's limit": over_the_days_limit,
    "over the week's limit": over_the_weeks_limit,
    "the same mail twice": the_same_mail_twice,
    "poisoned": poisoned,
    "refused": refused,
    "refused twice": refused_twice,
    "given up": given_up,
    "of unknown fate": unknown,
    "bounced": bounced,
    "breaker": breaker,
    "found to be a complaint": found_to_be_a_complaint,
}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def settled(office: Office) -> int:
    """How many things are withheld or have not arrived, and lie before nobody; every task is somebody's."""
    for task in office.tasks():
        assert task.owner, task
        assert task.due_at is not None, task
        assert task.reason, task
    return len(Hands(office).silent())


@pytest.mark.assertion("A-0")
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_nothing_is_withheld_or_lost_in_silence(office: Office, path: Path) -> None:
    path(office)
    assert office.rows("SELECT id FROM messages")
    assert settled(office) == 0


@pytest.mark.assertion("A-0")
@pytest.mark.parametrize("words", ["I complain about your charges.", DANGER])
def test_nothing_is_silent_where_no_letter_can_be_written(database: Database, words: str) -> None:
    # A field that the gate refuses, in every letter.
    office = Office(database, head=replace(LETTERHEAD, headers={"X-Mailbot-Loop": "1"}))
    office.take(message(words))
    assert settled(office) == 0
    (reason,) = office.rows("SELECT reason FROM messages")[0]
    assert reason, "the message itself says why"


@pytest.mark.parametrize(
    ("path", "found"),
    [("author noreply@example.org", (1, 0)), ("poisoned", (1, 0)), ("refused", (0, 4)), ("bounced", (0, 3)),
     ("of unknown fate", (0, 3)), ("header ('X_Spam_Flag', 'YES')", (1, 0))],
)  # fmt: skip
def test_a_task_that_is_missing_is_found(office: Office, path: str, found: tuple[int, int]) -> None:
    PATHS[path](office)
    office.database.run(lambda session: session.connection().execute(text("DELETE FROM tasks")))
    silent = Hands(office).silent()
    assert (len(silent.messages), len(silent.letters)) == found


def test_a_task_of_an_earlier_failure_does_not_tell_of_a_later_one(office: Office) -> None:
    refused_twice(office)
    later = text("DELETE FROM tasks WHERE settled_at IS NULL")
    office.database.run(lambda session: session.connection().execute(later))
    assert len(Hands(office).silent().letters) == 4, "the alert about the handler's as well"


def test_an_acknowledgement_that_is_owed_once_more_needs_its_own_task(office: Office) -> None:
    """A task that says somebody may be at risk is none that an acknowledgement is owed by."""
    office.take(message(DANGER))
    owed = text(f"DELETE FROM tasks WHERE reason = '{OWED}'")  # noqa: S608
    office.database.run(lambda session: session.connection().execute(owed))
    assert len(Hands(office).silent().messages) == 1


# -- whose it is, and by when


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-23T10:00", "2026-11-24T17:00"),
        ("2026-11-27T10:00", "2026-11-30T17:00"),
        ("2026-12-24T10:00", "2026-12-29T17:00"),
    ],
)
@pytest.mark.parametrize("fields", [{"List_Id": "<news.example.org>"}, {"X_Spam_Flag": "YES"}])
def test_mail_without_a_case_is_due_on_the_next_business_day_after_its_receipt(
    database: Database, fields: dict[str, str], received: str, due: str
) -> None:
    office = Office(database, clock=Clock(at(received)))
    office.take(message("News.", **fields))
    (task,) = office.tasks()
    assert (task.due_at, task.owner) == (at(due), OVERSIGHT.addr_spec)


def test_mail_that_lay_unread_for_a_week_is_overdue_when_it_is_read(office: Office) -> None:
    office.take(message("News.", List_Id="<news.example.org>"), at=office.clock() - timedelta(days=7))
    (task,) = office.tasks()
    assert task.due_at is not None
    assert task.due_at < office.clock()


def test_an_owed_acknowledgement_is_the_handlers_by_the_day_of_its_deadline(office: Office) -> None:
    office.take(message(author="noreply@example.org"))
    (case,) = office.cases()
    task = Hands(office).task(OWED)
    (due,) = office.rows("SELECT due_at FROM deadlines WHERE name = 'acknowledgement'")[0]
    assert task.owner == case.handler_email
    assert task.due_at is not None
    assert str(due)[:10] == f"{task.due_at:%Y-%m-%d}" == "2026-11-24"


def test_a_letter_that_failed_is_due_by_the_cases_next_open_deadline(office: Office) -> None:
    office.take(message())
    office.deliver(FakeCourier(answers=[Delivered("250"), Delivered("250"), Failed("550 no")]))
    (task,) = office.tasks()
    (case,) = office.cases()
    assert "acknowledgement" not in office.open_deadlines(case)
    (due,) = office.rows("SELECT due_at FROM deadlines WHERE name = 'summary_resolution'")[0]
    assert task.due_at is not None
    assert str(due)[:10] == f"{task.due_at:%Y-%m-%d}" == "2026-11-26"
    assert task.owner == case.handler_email


def test_the_letter_of_a_case_without_open_deadlines_is_due_on_the_next_business_day(office: Office) -> None:
    office.take(message())
    met = text("UPDATE deadlines SET discharged_at = '2026-11-23 10:00:00', discharged_by = 'x'")
    office.database.run(lambda session: session.connection().execute(met))
    office.deliver(FakeCourier(always=Failed("550 no")))
    assert {task.due_at for task in office.tasks()} == {at("2026-11-24T17:00")}


@pytest.mark.parametrize(
    ("desk", "owner"),
    [(DESK, OVERSIGHT.addr_spec), (Desk(None, ON_CALL), SAM.email)],
)
def test_what_is_no_handlers_is_oversights_or_else_the_first_handlers(
    database: Database, desk: Desk, owner: str
) -> None:
    office = Office(database, desk=desk)
    office.intake().take([Vanished(EPOCH, 5)])
    assert [task.owner for task in office.tasks()] == [owner]


@pytest.mark.parametrize(("desk", "owner"), [(DESK, OVERSIGHT.addr_spec), (Desk(None, None), PRITI.email)])
def test_a_letter_that_does_not_reach_the_handler_is_somebody_elses(
    database: Database, desk: Desk, owner: str
) -> None:
    office = Office(database, desk=desk)
    office.take(message())
    (case,) = office.cases()
    assert case.handler_email == SAM.email
    office.deliver(FakeCourier(answers=[Failed("550 no such user")]))
    (task,) = office.tasks()
    assert (task.case, task.owner) == (case.reference, owner)


def test_what_is_open_in_a_case_goes_with_it_to_another_handler(office: Office) -> None:
    office.take(message(DANGER))
    (case,) = office.cases()
    hands = Hands(office)
    done = hands.task("life-at-risk")
    hands.settle(done)
    other = next(one for one in office.practice.handlers if one.email != case.handler_email)
    office.database.run(lambda session: cases.assign(session, case.reference, other))
    assert hands.task(OWED).owner == other.email
    assert hands.again(done).owner == case.handler_email


# -- a life at risk

ABOUT: dict[str, Callable[[Office], bytes]] = {
    "a complaint": lambda _: message(DANGER),
    "mail of a list": lambda _: message(DANGER, List_Id="<family.groups.example>"),
    "suspect mail": lambda _: message(DANGER, X_Spam_Flag="YES"),
    "an enquiry's words": lambda _: message(f"How do I set up a standing order? {DANGER}"),
    "a colleague's": lambda _: message(DANGER, author=PRITI.email),
    "a regulator's": lambda _: message(DANGER, author="team@financial-ombudsman.org.uk"),
    "an answer to us": lambda office: message(DANGER, In_Reply_To=only_ack(office).message_id),
    "a stranger who names a case": lambda office: message(
        f"{office.cases()[0].reference} {DANGER}", author="stranger@example.net"
    ),
    "a report about our letter": lambda office: _with_danger(report(only_ack(office).message_id)),
    "a report nobody can place": lambda _: _with_danger(report("<forged.x@firm.example.com>")),
    "an automatic answer": lambda _: message(DANGER, subject="Out of office", Auto_Submitted="auto-replied"),
    "an automatic answer to us": lambda office: message(
        DANGER, Auto_Submitted="auto-replied", In_Reply_To=only_ack(office).message_id
    ),
    "our own mark": lambda _: message(DANGER, author=MAILBOX, X_Mailbot_Loop="1"),
}


def _with_danger(raw: bytes) -> bytes:
    return raw.replace(b"Your message could not be delivered.", DANGER.encode())


@pytest.mark.parametrize("about", ABOUT.values(), ids=ABOUT)
def test_a_life_at_risk_is_told_on_call_at_once_wherever_it_is_written(
    office: Office, about: Callable[[Office], bytes]
) -> None:
    office.take(message("I complain about a fee."))
    office.deliver()
    office.take(about(office))
    assert told(office, "alert")[ON_CALL.addr_spec] == 1
    (alert,) = [one for one in office.letters("alert") if one.recipient == ON_CALL.addr_spec]
    assert "at risk" in alert.subject
    task = office.tasks()[0]
    assert (task.reason, task.due_at) == ("life-at-risk", office.clock()), "before all else"
    assert settled(office) == 0


def test_without_on_call_a_life_at_risk_is_told_oversight_else_the_handlers(database: Database) -> None:
    office = Office(database, desk=Desk(None, None))
    office.take(message(DANGER, List_Id="<family.groups.example>"))
    assert set(told(office, "alert")) == {SAM.email, PRITI.email}
