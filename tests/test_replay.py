"""`mailbot replay`: what today's rules and letters would make of what is in the database."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import LETTERHEAD, PRACTICE, SAM, Office, ReaderHere, message, templates
from test_bounces import dsn
from test_cli import Run, filled, firm, run  # noqa: F401  # fixtures

from mailbot.casework.correspondence import Correspondence
from mailbot.casework.editions import Editions
from mailbot.casework.lookup import Lookup
from mailbot.casework.moving import Actor
from mailbot.casework.opening import own_reference
from mailbot.complaints.commands import Command, read
from mailbot.complaints.practice import Practice, ReferenceFormat
from mailbot.mail.writing.templates import Templates, shipped_templates
from mailbot.replaying import Decided, Replaying, Written
from mailbot.store.database import Database

LIST = {
    "List_Id": "<offers.shop.example>",
    "List_Unsubscribe": "<https://shop.example/u>",
    "Precedence": "list",
}


def replayed(
    office: Office, practice: Practice = PRACTICE, letters: Templates | None = None
) -> tuple[list[Decided], list[Written]]:
    """What is different of everything, with these rules and letters."""
    writes = Correspondence(Editions(letters or templates()), LETTERHEAD, lambda: "never")
    read = ReaderHere(practice)
    again = Replaying(
        practice, writes, Lookup(practice, writes, own_reference("C")), lambda raw: read.start(raw).result()
    )
    with office.database.reading() as session:
        found = [told for row in again.messages(session) if (told := again.again(session, row))]
    decided = [one for one, _ in found if one.changes]
    return decided, [letter for _, some in found for letter in some]


@pytest.fixture
def office(database: Database) -> Office:
    """One message of each kind, each decided with what was known when it came."""
    office = Office(database)
    office.take(message(), message("You charged me twice, and my account is CNX-204418."))
    office.deliver()
    acknowledgement = office.letters("acknowledgement")[0]
    office.clock.go(minutes=1)
    office.take(
        message("And another thing: March.", In_Reply_To=acknowledgement.message_id),
        message("I am away until Monday.", Auto_Submitted="auto-replied"),
        message("Buy now", author="Shop <offers@shop.example>", **LIST),
        message("Noted, thanks.", author="Sam <sam@firm.example.com>"),
        message("Your complaint", author="FOS <someone@financial-ombudsman.org.uk>"),
        message("I want to kill myself.", author="Max <max@example.org>"),
        message("My card is 4111 1111 1111 1111, you took money.", author="Pat <pat@example.org>"),
    )
    return office


def test_the_same_rules_decide_and_write_the_same(office: Office) -> None:
    office.clock.go(days=3)
    assert replayed(office) == ([], [])


@pytest.mark.parametrize(
    "says",
    ["type payments", "type data-protection", "received 2026-11-20 because it was handed in", "assign Priti"],
)
def test_what_became_of_a_case_since_is_no_difference(office: Office, says: str) -> None:
    (said,) = read(says, office.clock().date())
    assert isinstance(said, Command)
    case, now = office.cases()[0], office.clock.go(hours=1)
    sam = Actor(SAM.email, "command line")
    office.database.run(lambda session: office.commands.do(session, case, sam, said, now, on=now.date()))
    assert office.cases()[0] != case
    assert [one for one in replayed(office)[1] if one.case == case.reference] == []


def test_it_changes_nothing(office: Office) -> None:
    tables = ("messages", "cases", "letters", "tasks", "journal")
    before = [office.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables]  # noqa: S608
    replayed(office, replace(PRACTICE, triage=True))
    assert [office.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables] == before  # noqa: S608


def test_a_reference_that_is_known_from_now_on_is_told(office: Office) -> None:
    formats = (ReferenceFormat("month", re.compile("March")),)
    decided, _ = replayed(office, replace(PRACTICE, references=(*PRACTICE.references, *formats)))
    (told,) = [one for one in decided if one.kind == "follow_up"]
    was, now = told.changes["references"]
    assert [one["value"].casefold() for one in now if one not in was] == ["march"]


def test_a_kind_that_is_another_today_is_told(office: Office) -> None:
    decided, _ = replayed(office, replace(PRACTICE, regulator_domains=()))
    (told,) = [one for one in decided if one.kind == "regulator"]
    assert told.changes["kind"] == ("regulator", "complaint")
    assert told.changes["step"] == ("before-person", "open")


def test_letters_that_would_read_otherwise_are_told_queued_and_sent(office: Office, tmp_path: Path) -> None:
    shipped = (shipped_templates() / "acknowledgement.md").read_text(encoding="utf-8")
    own = shipped.replace("## How to reach us", "## How you reach us")
    (tmp_path / "acknowledgement.md").write_text(own, encoding="utf-8")
    _, written = replayed(office, letters=Templates(shipped_templates(), tmp_path))
    assert {one.kind for one in written} == {"acknowledgement"}
    assert {one.state for one in written} == {"SENT", "PENDING"}
    assert all("How to reach us" in one.was and "How you reach us" in one.now for one in written)
    assert len(written) == len(office.letters("acknowledgement"))


def test_a_letter_that_could_not_be_written_today_is_told(office: Office, tmp_path: Path) -> None:
    shipped = (shipped_templates() / "leaflet.md").read_text(encoding="utf-8")
    (tmp_path / "leaflet.md").write_text(f"{shipped}\n{{{{ nothing }}}}\n", encoding="utf-8")
    _, written = replayed(office, letters=Templates(shipped_templates(), tmp_path))
    assert all("could not be written" in one.now and "nothing" in one.now for one in written)
    assert len(written) == len(office.letters("leaflet"))


def test_a_bounce_is_decided_again_with_the_letter_it_is_about(office: Office) -> None:
    letter = office.letters("acknowledgement")[0]
    office.take(dsn(letter))
    assert office.rows("SELECT kind FROM messages ORDER BY id")[-1] == ("delivery_report",)
    assert replayed(office) == ([], [])


@pytest.mark.usefixtures("filled")
def test_the_command_tells_what_a_changed_configuration_would_do(
    run: Run,  # noqa: F811
    tmp_path: Path,
) -> None:
    assert "2 messages read again: 0 would be understood or decided otherwise" in run("replay").out
    config = tmp_path / "firm" / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('name = "Example Finance"', 'name = "Other Finance"', 1), encoding="utf-8")
    done = run("replay")
    assert done.code == 1
    assert "+Other Finance" in done.out
    told = run("replay", "--json").json
    assert told["messages"] == []
    assert "+Other Finance" in told["letters"][0]["diff"]
    assert run("replay", "--since", "2036-01-01").code == 0


@pytest.mark.usefixtures("filled")
def test_messages_are_found_by_their_octets(run: Run, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "new.eml"
    file.write_bytes(message("Never seen."))
    done = run("replay", str(file))
    assert done.code == 1
    assert "none of these messages is in the database" in done.err
