"""A complainant's further message is confirmed where the firm wants that, and never keeps a machine going."""

from __future__ import annotations

from dataclasses import replace
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from fakes import PRACTICE, Office, ReaderHere, message

from mailbot.casework.caution import cautious
from mailbot.casework.moving import Actor
from mailbot.complaints.classify import Kind, Verdict
from mailbot.complaints.decide import Folder, Plan, Step
from mailbot.handling.acts import Decision
from mailbot.mail.writing.templates import Templates, shipped_templates
from mailbot.reading.arrival import Arrival
from mailbot.store import outbox
from mailbot.store.database import Database
from mailbot.store.letters import Letter
from mailbot.store.received import Key

MORE = "I forgot to say that the charge was taken twice. Please look at March as well."


@pytest.fixture
def office(database: Database) -> Office:
    """One case, acknowledged."""
    office = Office(database, practice=replace(PRACTICE, follow_up=True))
    office.take(message())
    office.deliver()
    return office


def write_again(office: Office, text: str = MORE, **headers: str) -> None:
    letter = next(one for one in office.letters("acknowledgement"))
    office.take(message(text, In_Reply_To=letter.message_id, subject=f"Re: {letter.subject}", **headers))


def confirmed(office: Office) -> int:
    return len(office.letters("follow_up"))


def test_a_further_message_is_confirmed_in_a_letter_that_says_no_word_of_it(office: Office) -> None:
    write_again(office)
    (case,) = office.cases()
    (letter,) = office.letters("follow_up")
    assert letter.recipient == "jane.doe@example.org"
    assert letter.audience == "complainant"
    assert letter.subject == f"Auto: We have received your further message – [{case.reference}]"
    with office.database.reading() as session:
        raw = outbox.show(session, letter.id) or b""
    assert case.handler_name.encode() in raw
    assert b"March" not in raw


def test_nothing_is_confirmed_unless_the_firm_says_so(database: Database) -> None:
    office = Office(database)
    office.take(message())
    office.deliver()
    write_again(office)
    assert confirmed(office) == 0


def test_it_is_confirmed_once_a_day_and_three_times_a_week(office: Office) -> None:
    for _ in range(3):
        write_again(office)
    assert confirmed(office) == 1
    for _ in range(6):
        office.clock.go(days=1, minutes=1)
        write_again(office)
    assert confirmed(office) == 3


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        (MORE, {"Auto_Submitted": "auto-replied"}),
        (MORE, {"Precedence": "bulk"}),
        ("I want to kill myself.", {}),
        ("Please do not write to me, he reads my email and I am afraid of him.", {}),
    ],
)
def test_a_machine_is_not_answered_nor_anybody_whom_it_may_harm(
    office: Office, text: str, headers: dict[str, str]
) -> None:
    write_again(office, text, **headers)
    assert confirmed(office) == 0


def test_who_was_in_danger_at_first_is_not_written_to_later(database: Database) -> None:
    office = Office(database, practice=replace(PRACTICE, follow_up=True))
    office.take(message("You charged me twice. Please be careful, he reads my email and I am afraid of him."))
    (case,) = office.cases()
    office.clock.go(days=1)
    office.take(message(f"About {case.reference}: {MORE}"))
    assert office.rows("SELECT kind FROM messages")[1] == ("follow_up",)
    assert confirmed(office) == 0


def test_the_acknowledgement_goes_first(database: Database) -> None:
    office = Office(database, practice=replace(PRACTICE, follow_up=True))
    office.take(message())
    write_again(office)
    assert confirmed(office) == 0


def test_the_handler_is_told_whether_it_was_confirmed(office: Office) -> None:
    for _ in range(2):
        write_again(office)
    told = [words(office, one) for one in office.letters("message_notice")]
    assert ["confirmed that the message arrived" in one for one in told] == [True, False]
    assert ["No automatic answer was sent" in one for one in told] == [False, True]


def test_whoever_was_answered_is_not_told_that_the_answer_is_still_to_come(office: Office) -> None:
    (case,) = office.cases()
    sam = Actor("Sam", "command line")
    office.database.run(
        lambda session: office.acts.final(
            session, case, sam, office.clock(), on=None, decision=Decision.UPHELD
        )
    )
    for _ in range(2):  # the first opens it again
        write_again(office)
        office.clock.go(days=2)
    assert confirmed(office) == 0


def words(office: Office, letter: Letter) -> str:
    with office.database.reading() as session:
        raw = outbox.show(session, letter.id) or b""
    plain = BytesParser(policy=policy.default).parsebytes(raw).get_body(("plain",))
    assert plain is not None
    return " ".join(str(plain.get_content()).split())


def test_what_was_filed_before_a_restore_is_not_confirmed_again(office: Office) -> None:
    plan = Plan(Verdict(Kind.FOLLOW_UP, "thread"), Step.JOIN, Folder.PROCESSED, case="C-1", confirm=True)
    read = ReaderHere().start(message(MORE)).result()
    now = office.clock()
    arrival = Arrival(Key("complaints", 1, 1), now, b"", read.parsed, read.extract, now)
    assert cautious(plan, arrival).confirm
    assert not cautious(plan, replace(arrival, filed=True)).confirm


def test_a_stranger_who_cites_the_case_learns_nothing_by_it(office: Office) -> None:
    (case,) = office.cases()
    office.take(message(f"About {case.reference}: {MORE}", author="Mallory <mallory@example.net>"))
    assert confirmed(office) == 0


def test_a_letter_that_fails_costs_nothing_but_itself(database: Database, tmp_path: Path) -> None:
    shipped = (shipped_templates() / "follow_up.md").read_text(encoding="utf-8")
    (tmp_path / "follow_up.md").write_text(f"{shipped}\n{{{{ nothing }}}}\n", encoding="utf-8")
    office = Office(
        database,
        practice=replace(PRACTICE, follow_up=True),
        letters=Templates(shipped_templates(), tmp_path),
    )
    office.take(message())
    office.deliver()
    write_again(office)
    assert confirmed(office) == 0
    assert len(office.letters("message_notice")) == 1
