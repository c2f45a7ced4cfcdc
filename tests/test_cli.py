"""Every command, on an empty and on a filled database; and every mistake told in one line, before anything is
touched."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from empty_database import database_in
from fakes import MONDAY, Clock, FakeCourier, Office, message
from firm import CORPUS, Firm
from servers import Sink, UserOf, free_port
from test_logo import png
from typer.main import get_command

from mailbot.cli import app, main
from mailbot.wire.outcome import Failed

REFERENCE = "C-7KQ2-M9XD"  # looks like one of ours, and is none


@dataclass
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Firm:
    """Configured, with servers that are not there."""
    firm = Firm(tmp_path / "firm", "secret", {"imap_port": free_port(), "smtp_port": free_port()})
    monkeypatch.setenv("MAILBOT_TEST_PASSWORD", "secret")
    monkeypatch.chdir(firm.directory)
    return firm


@pytest.fixture
def run(firm: Firm, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, as the console script does."""

    def call(*arguments: str) -> Done:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["mailbot", "--config", str(firm.config), *arguments])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        told = capsys.readouterr()
        return Done(code, told.out, told.err)

    return call


@pytest.fixture
def filled(firm: Firm) -> Office:
    """A database with two cases, a life at risk among them, and a letter that was refused."""
    database = database_in(firm.directory)
    office = Office(database, clock=Clock(MONDAY - timedelta(weeks=52)))  # the commands ask the real clock
    office.take(
        message("I complain about CNX-204418."), message("I am going to kill myself.", author="joe@x.example")
    )
    office.deliver(FakeCourier(answers=[Failed("550 5.1.1 no such user")]))
    return office


def one_line(done: Done, *words: str) -> None:
    assert done.code == 1, done
    assert len(done.err.splitlines()) == 1, done.err
    assert done.err.startswith("mailbot: ")
    for word in words:
        assert word in done.err, done.err


# -- without a database


def helps(command: click.Command) -> Iterator[str]:
    yield command.help or ""
    yield from (getattr(one, "help", None) or "" for one in command.params)
    for one in getattr(command, "commands", {}).values():
        yield from helps(one)


def test_no_help_has_words_in_brackets_which_would_be_taken_for_markup() -> None:
    told = list(helps(get_command(app)))
    assert len(told) > 200
    assert [text for text in told if "[" in text] == []


LISTS = (("cases", "list"), ("queue", "list"), ("outbox", "list"))


@pytest.mark.parametrize(
    "command",
    [
        *LISTS,
        ("cases", "show", REFERENCE),
        ("explain", REFERENCE),
        ("db", "check"),
        ("queue", "settle", "1", "--because", "done"),
        ("queue", "send", "1"),
        ("queue", "complaint", "1"),
        ("outbox", "retry", "1"),
    ],
)
def test_without_a_database_every_command_says_so_in_a_line_and_makes_none(
    run: Run, firm: Firm, command: tuple[str, ...]
) -> None:
    one_line(run(*command), "mailbot db upgrade")
    assert sorted(path.name for path in firm.directory.iterdir()) == ["config.toml"]


@pytest.mark.parametrize("command", LISTS)
def test_an_empty_database_has_nothing_to_list(run: Run, command: tuple[str, ...]) -> None:
    assert run("db", "upgrade").code == 0
    assert run("db", "check").code == 0
    done = run(*command, "--json")
    assert (done.code, done.json) == (0, [])
    assert run(*command).out == ""


@pytest.mark.parametrize(
    "command",
    [
        ("cases", "show", REFERENCE),
        ("cases", "note", REFERENCE, "x"),
        ("cases", "met", REFERENCE, "final_response"),
        ("cases", "assign", REFERENCE, "Sam Ogilvie"),
        ("explain", REFERENCE),
        ("outbox", "show", "1"),
        ("outbox", "retry", "1"),
        ("queue", "settle", "1", "--because", "done"),
        ("queue", "send", "1"),
        ("queue", "complaint", "1"),
    ],
)
def test_what_is_not_there_is_refused_in_a_line_that_says_where_to_look(
    run: Run, command: tuple[str, ...]
) -> None:
    run("db", "upgrade")
    one_line(run(*command), "mailbot " + {"explain": "cases"}.get(command[0], command[0]))


# -- on a filled one


@pytest.mark.usefixtures("filled")
def test_cases_are_listed_shown_and_explained(run: Run) -> None:
    cases = run("cases", "list", "--json").json
    assert len(cases) == 2
    assert {"reference", "handler_email", "next_due_at", "life_at_risk"} <= set(cases[0])
    for case in cases:
        shown = run("cases", "show", case["reference"], "--json").json
        assert {"references", "parties", "links", "deadlines", "timeline"} <= set(shown)
        explained = run("explain", case["reference"], "--json").json
        assert all(one["deadline"]["because"] for one in explained["deadlines"])
        for command in (("cases", "show"), ("explain",)):
            done = run(*command, case["reference"])
            assert done.code == 0
            assert case["reference"] in done.out
    assert "LIFE AT RISK" in run("cases", "list").out


def test_a_reference_is_understood_in_small_letters(run: Run, filled: Office) -> None:
    assert run("cases", "show", filled.cases()[0].reference.lower()).code == 0


def test_a_deadline_is_met_once_and_by_somebody(run: Run, filled: Office) -> None:
    case = filled.cases()[0]
    assert run("cases", "met", case.reference, "final_response", "--by", "Sam").code == 0
    one_line(run("cases", "met", case.reference, "final_response"), "no open deadline final_response")
    one_line(run("cases", "met", case.reference, "nonsense"), "nonsense")
    assert "final_response" not in filled.open_deadlines(case)
    journal = run("explain", case.reference, "--json").json["journal"]
    assert [entry["fields"]["by"] for entry in journal if entry["name"] == "deadline-met"] == [
        "sam.ogilvie@firm.example.com"
    ]


def test_a_case_is_assigned_and_noted(run: Run, filled: Office) -> None:
    reference = filled.cases()[0].reference
    assert run("cases", "assign", reference, "sam ogilvie").code == 0
    one_line(run("cases", "assign", reference, "nobody"), "Priti Anand")
    assert run("cases", "note", reference, "rang her").code == 0
    shown = run("cases", "show", reference, "--json").json
    assert shown["handler_name"] == "Sam Ogilvie"
    assert any(one["what"] == "note" and one["summary"] == "rang her" for one in shown["timeline"])


@pytest.mark.usefixtures("filled")
def test_what_lies_before_a_person_is_listed_and_settled_once(run: Run) -> None:
    listed = run("queue", "list", "--json").json
    assert {one["reason"] for one in listed} >= {
        "acknowledgement owed",
        "life-at-risk",
        "letter not delivered",
    }
    number = str(listed[0]["id"])
    assert run("queue", "settle", number, "--because", "rang her").code == 0
    assert len(run("queue", "list", "--json").json) == len(listed) - 1
    one_line(run("queue", "settle", number, "--because", "again"), "not an open task")


def owed(run: Run) -> dict[str, object]:
    (task,) = [one for one in run("queue", "list", "--json").json if one["reason"] == "acknowledgement owed"]
    return task


def waiting(run: Run, reference: object) -> set[str]:
    shown = run("cases", "show", str(reference), "--json").json
    return {one["deadline"]["name"] for one in shown["deadlines"] if one["discharged_at"] is None}


@pytest.mark.usefixtures("filled")
def test_settling_an_owed_acknowledgement_meets_its_deadline(run: Run) -> None:
    task = owed(run)
    assert "acknowledgement" in waiting(run, task["case"])
    assert run("queue", "settle", str(task["id"]), "--because", "rang her", "--by", "jo").code == 0
    assert "acknowledgement" not in waiting(run, task["case"])


@pytest.mark.usefixtures("filled")
def test_meeting_the_deadline_settles_the_owed_acknowledgement(run: Run) -> None:
    task = owed(run)
    assert run("cases", "met", str(task["case"]), "acknowledgement").code == 0
    assert "acknowledgement owed" not in {one["reason"] for one in run("queue", "list", "--json").json}


def test_a_closed_case_is_listed_as_closed_and_closed_once(run: Run, filled: Office) -> None:
    reference = filled.cases()[0].reference
    done = run("cases", "final", reference, "partly", "--redress", "120.50")
    assert done.code == 0
    assert reference in run("cases", "list", "--closed").out
    assert reference not in run("cases", "list").out
    one_line(run("cases", "withdrawn", reference, "--because", "x"), "it is closed by a final response")


@pytest.mark.usefixtures("filled")
def test_a_queued_message_can_be_read(run: Run) -> None:
    task = next(one for one in run("queue", "list", "--json").json if one["reason"] == "life-at-risk")
    done = run("queue", "show", str(task["id"]))
    assert done.code == 0
    assert "I am going to kill myself" in done.out
    one_line(run("queue", "show", "999"), "queue list")


def test_an_empty_reason_is_none(run: Run, filled: Office) -> None:
    one_line(run("queue", "settle", str(owed(run)["id"]), "--because", " "), "--because")
    one_line(run("cases", "note", filled.cases()[0].reference, ""), "empty")


def test_a_letter_is_previewed_for_a_case(run: Run, filled: Office) -> None:
    case = filled.cases()[0]
    for name in ("acknowledgement", "leaflet"):
        assert case.reference in run("templates", "preview", name, "--case", case.reference).out
    one_line(
        run("templates", "preview", "alert", "--case", case.reference), "only acknowledgement and leaflet"
    )


def test_a_case_is_previewed_in_the_language_it_is_answered_in(run: Run, filled: Office, firm: Firm) -> None:
    change(firm, "[oversight]", '[[language]]\ncode = "cy"\nreviewed_by = "Siân Jones"\n\n[oversight]')
    reference = filled.cases()[0].reference
    assert "Dear " in run("templates", "preview", "acknowledgement", "--case", reference).out
    with filled.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE cases SET language = 'cy'")
    assert "Annwyl " in run("templates", "preview", "acknowledgement", "--case", reference).out
    english = run("templates", "preview", "acknowledgement", "--case", reference, "--language", "en")
    assert "Dear " in english.out
    told = run("templates", "preview", "final_response", "--language", "cy")
    assert "Dear " in told.out
    assert told.err == "mailbot: nobody has written final_response in cy: it goes out in English\n"
    listed = run("templates", "list", "--json").json
    found = [(one["letter"], one["file"], one["goes"]) for one in listed if one["language"] == "cy"]
    assert ("acknowledgement", "templates/cy/acknowledgement.md", "by itself") in found
    assert ("final_response", "drafted for final") in {(one["letter"], one["goes"]) for one in listed}
    assert f"{len(listed)} letters render" in run("check").out


def test_a_mailbox_that_is_not_there_is_no_preview(run: Run) -> None:
    one_line(
        run("templates", "preview", "acknowledgement", "--mailbox", "nope"), "no [[mailbox]] nope; there are"
    )
    assert run("templates", "preview", "acknowledgement", "--mailbox", "complaints").code == 0


def test_a_logo_is_seen_in_the_html_of_a_preview(
    run: Run, filled: Office, firm: Firm, tmp_path: Path
) -> None:
    (firm.directory / "logo.png").write_bytes(png())
    change(firm, "[oversight]", '[templates]\nlogo = "logo.png"\n\n[oversight]')
    html, file = tmp_path / "a.html", tmp_path / "letter.md"
    run("templates", "preview", "acknowledgement", "--html", str(html))
    shown = f'src="data:image/png;base64,{b64encode(png()).decode()}"'
    assert shown in html.read_text(encoding="utf-8")
    run("letters", "draft", filled.cases()[0].reference, "contacted", "--out", str(file))
    file.write_text(re.sub(r"\[\[.*?\]\]", "We rang the bank.", file.read_text(), flags=re.DOTALL))
    run("letters", "preview", str(file), "--html", str(html))
    assert shown in html.read_text(encoding="utf-8")
    assert "We rang the bank." in html.read_text(encoding="utf-8")


def test_a_completed_letter_is_looked_at_before_it_goes(run: Run, filled: Office, tmp_path: Path) -> None:
    case, file = filled.cases()[0], tmp_path / "letter.md"
    run("letters", "draft", case.reference, "contacted", "--out", str(file))
    one_line(run("letters", "preview", str(file)), f"{file}:12: still to be written")
    draft = file.read_text()
    before = run("outbox", "list", "--json").json
    file.write_text(re.sub(r"\[\[.*?\]\]", "We rang the bank.", draft, flags=re.DOTALL))
    seen = run("letters", "preview", str(file))
    assert (seen.code, seen.err) == (0, "")
    assert seen.out.startswith(f"To: {case.complainant_name} <{case.address}>\nSubject: Your complaint: ")
    assert "We rang the bank." in seen.out
    assert run("outbox", "list", "--json").json == before
    file.write_text(re.sub(r"\[\[.*?\]\]", "We will pay you £50.", draft, flags=re.DOTALL))
    doubted = run("letters", "preview", str(file))
    assert doubted.code == 1
    assert "We will pay you £50." in doubted.out
    assert doubted.err.startswith("mailbot: it is not released as it stands:\n")
    assert doubted.err.endswith('say so: --although "sum: why"\n')
    assert run("outbox", "list", "--json").json == before
    assert "letter-released" not in run("explain", case.reference).out


def test_a_letter_is_drafted_completed_and_released(run: Run, filled: Office, tmp_path: Path) -> None:
    case, file = filled.cases()[0], tmp_path / "letter.md"
    said = run("letters", "draft", case.reference, "contacted", "--out", str(file))
    assert f"mailbot letters release {file}" in said.out
    assert file.stat().st_mode & 0o77 == 0  # it tells of a complainant
    one_line(run("letters", "draft", case.reference, "contacted", "--out", str(file)), "is there already")
    nowhere = ("--out", str(tmp_path / "nowhere" / "letter.md"))
    one_line(run("letters", "draft", case.reference, "contacted", *nowhere), "cannot be written: No such")
    one_line(run("letters", "release", str(file)), f"{file}:12: still to be written")
    file.write_text(re.sub(r"\[\[.*?\]\]", "We rang the bank.", file.read_text(), flags=re.DOTALL))
    assert f"goes to {case.address}" in run("letters", "release", str(file), "--by", "sam").out
    one_line(run("letters", "release", str(file)), "already; see")


@pytest.mark.usefixtures("filled")
def test_a_handler_nobody_knows_is_refused(run: Run) -> None:
    one_line(run("cases", "list", "--handler", "Nobody"), "is no handler")
    assert run("cases", "list", "--handler", "Sam Ogilvie").code == 0


@pytest.mark.usefixtures("filled")
def test_letters_are_listed_shown_and_tried_again(run: Run) -> None:
    listed = run("outbox", "list", "--json").json
    (failed,) = [one for one in listed if one["state"] == "FAILED"]
    assert run("outbox", "list", "--waiting", "--json").json == [failed]
    shown = run("outbox", "show", str(failed["id"]))
    assert failed["message_id"] in shown.out
    assert run("outbox", "retry", str(failed["id"])).code == 0
    sent = next(one for one in listed if one["state"] == "SENT")
    one_line(run("outbox", "retry", str(sent["id"])), "not sent again")


@pytest.mark.usefixtures("filled")
def test_the_lists_can_be_read_by_a_program_line_by_line(run: Run) -> None:
    for command in LISTS:
        lines = run(*command).out.splitlines()
        assert lines
        assert len({line.count("\t") for line in lines}) == 1


# -- inspect, deadlines, templates: no database


def test_inspect_prints_one_object_a_message_of_a_folder(run: Run, firm: Firm) -> None:
    folder = CORPUS / "complaints"
    if not folder.exists():
        pytest.skip("the corpus is not here")
    done = run("inspect", "--json", str(folder))
    found = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert sorted(one["path"] for one in found) == sorted(str(path) for path in folder.glob("*.eml"))
    wanted = {
        "path", "kind", "rule", "acknowledge", "reason", "message_id", "subject", "author", "text",
        "references", "contact", "missing", "cues", "topics", "masked", "attachments", "defects",
    }  # fmt: skip
    assert all(wanted <= set(one) for one in found)
    assert [path.name for path in firm.directory.iterdir()] == ["config.toml"]


def test_inspect_masks_a_card_number_wherever_it_stands(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(
        message(
            "Card 4111111111111111", author="Card 4111111111111111 <j@x.example>", subject="4111111111111111"
        )
    )
    for options in (["--json"], []):
        assert "4111111111111111" not in run("inspect", *options, str(path)).out


def test_inspect_of_what_is_not_there_is_one_line(run: Run) -> None:
    one_line(run("inspect", "nowhere.eml"), "nowhere.eml")


def test_inspect_reads_anything_and_never_fails(run: Run, tmp_path: Path) -> None:
    for number, raw in enumerate(
        [b"", b"\0" * 100, b"From: \xff\xfe", b"Subject: x\n" * 3, bytes(range(256))]
    ):
        (tmp_path / f"{number}.eml").write_bytes(raw)
    done = run("inspect", "--json", *(str(tmp_path / f"{number}.eml") for number in range(5)))
    assert done.code == 0
    assert len([json.loads(line) for line in done.out.splitlines()]) == 5


def test_deadlines_are_those_of_the_worked_example(run: Run) -> None:
    """A complaint received on the Friday before Christmas at five to five."""

    def due(*options: str) -> dict[str, str]:
        found = run("deadlines", "--received", "2026-12-18T16:55", "--json", *options).json
        return {one["name"]: one["due_on"] for one in found}

    standard = due("--data-protection")
    assert standard["summary_resolution"] == "2026-12-23"
    assert standard["final_response"] == "2027-02-12"
    assert standard["data_protection_acknowledgement"] == "2027-01-18"
    payments = due("--type", "payments")
    assert (payments["final_response"], payments["holding_response"]) == ("2027-01-13", "2027-01-13")
    assert payments["final_response_after_holding"] == "2027-02-10"
    scottish = due("--type", "payments", "--division", "scotland")
    assert (scottish["final_response"], scottish["final_response_after_holding"]) == (
        "2027-01-14",
        "2027-02-11",
    )
    assert run("deadlines", "--received", "2026-12-18T16:55").code == 0


def test_deadlines_are_those_of_the_firm_the_channel_and_the_topic(run: Run, firm: Firm) -> None:
    firm.write(
        firm.config.read_text(encoding="utf-8").replace(
            'within = "24h"', 'within = "24h"\nchannels = ["letter", "phone"]'
        )
        + """
[calendar]
closures = ["2026-12-21/2026-12-23"]
close_of_business = 17:00:00

[[suspension]]
name = "motor finance"
from = 2026-12-21
until = 2026-12-31
topics = ["motor-finance"]
"""
    )

    def due(*options: str) -> dict[str, dict[str, str]]:
        found = run("deadlines", "--received", "2026-12-18T16:55", "--json", *options).json
        return {one["name"]: one for one in found}

    assert "first_contact" not in due()
    assert due("--channel", "letter")["first_contact"]["due_at"] == "2026-12-19T16:55:00+00:00"
    assert due()["summary_resolution"]["due_at"] == "2026-12-23T17:00:00+00:00"
    assert due()["summary_resolution"]["work_by"] == "2026-12-18"
    assert due("--topic", "fraud")["final_response"]["due_on"] == "2027-02-12"
    both = due("--topic", "fraud", "--topic", "motor-finance")
    assert both["final_response"]["due_on"] == "2027-02-23"


def test_the_day_a_complaint_may_be_referred_until_counts_from_the_day_it_was_answered(run: Run) -> None:
    command = ("deadlines", "--received", "2026-12-18T16:55", "--final-response-sent")
    *_, told = run(*command, "2027-02-12", "--json").json
    assert (told["name"], told["due_on"], told["rule"]) == ("referral", "2027-08-12", "DISP 2.8.2R")
    assert {"work_by", "due_at", "because", "steps"} <= set(told)
    assert "from there, not from when it arrived" in run(*command, "2027-02-12").out
    one_line(run(*command, "February"), "--final-response-sent February", "2027-02-12")
    one_line(run(*command, "2026-12-17"), "before the complaint was received")


def test_every_step_of_a_date_is_printed_below_the_table(run: Run) -> None:
    printed = run("deadlines", "--received", "2026-12-18T16:55", "--data-protection").out
    table, *blocks = printed.split("\n\n")
    found = run("deadlines", "--received", "2026-12-18T16:55", "--data-protection", "--json").json
    assert len(table.splitlines()) == len(blocks) == len(found)
    for one, block in zip(found, blocks, strict=True):
        name, because, *steps = block.rstrip("\n").splitlines()
        assert name == f"{one['name']}: {one['due_on']}"
        assert [because, *steps] == [f"  {one['because']}", *(f"    {step}" for step in one["steps"])]


def test_a_promise_no_date_follows_from_is_refused_in_a_line(run: Run, firm: Firm) -> None:
    change(firm, 'name = "first_contact"', 'name = "final_response"')
    one_line(run("deadlines", "--received", "2026-12-18T16:55"), "'final_response': the name is taken")


def test_a_day_that_cannot_be_read_is_refused_in_a_line(run: Run) -> None:
    one_line(run("deadlines", "--received", "Friday"), "Friday", "2026-12-18T16:55")


def test_every_letter_can_be_looked_at(run: Run, tmp_path: Path) -> None:
    from mailbot.complaints.letter_samples import samples

    for name in samples():
        assert run("templates", "preview", name, "--html", str(tmp_path / "a.html")).out.startswith(
            "Subject: "
        )
    one_line(run("templates", "preview", "nonsense"), "acknowledgement")
    unwritten = run("templates", "preview", "leaflet", "--html", str(tmp_path))
    assert unwritten.code == 1
    assert unwritten.err.startswith(f"mailbot: {tmp_path} cannot be written: Is a directory")
    assert "it reads as the shipped one" in run("templates", "preview", "leaflet", "--against-shipped").out
    nowhere = run("templates", "preview", "leaflet", "--against", "/nowhere")
    assert nowhere.code == 2
    assert "does not exist" in nowhere.err
    one_line(run("templates", "preview", "acknowledgement", "--sample", "99"), "--sample")


def test_wrong_usage_is_exit_code_two(run: Run) -> None:
    for arguments in (("nonsense",), ("cases", "nonsense"), ("deadlines",), ("run", "--nonsense")):
        assert run(*arguments).code == 2


# -- mistakes in what is configured, all told before anything is touched


def change(firm: Firm, old: str, new: str) -> None:
    text = firm.config.read_text(encoding="utf-8")
    assert old in text
    firm.write(text.replace(old, new, 1))


def template(firm: Firm, name: str, old: str, new: str) -> None:
    """The firm's own copy of a shipped template, with a mistake in it."""
    own = firm.directory / "letters"
    own.mkdir()
    shipped = Path(__file__).parents[1] / "templates" / f"{name}.md"
    text = shipped.read_text(encoding="utf-8")
    assert old in text
    (own / f"{name}.md").write_text(text.replace(old, new, 1), encoding="utf-8")
    change(firm, "[oversight]", '[templates]\ndirectory = "letters"\n\n[oversight]')


def unknown_key(firm: Firm) -> tuple[str, ...]:
    change(firm, 'after = "move"', 'afterr = "move"')
    return ("config.toml", "mailbox", "afterr", "after")


def wrong_type(firm: Firm) -> tuple[str, ...]:
    change(firm, "port = ", 'port = "x" # ')
    return ("config.toml", "port")


def broken_toml(firm: Firm) -> tuple[str, ...]:
    change(firm, "[smtp]", "[smtp")
    return ("config.toml", "line")


def missing_secret(firm: Firm) -> tuple[str, ...]:
    change(firm, "MAILBOT_TEST_PASSWORD", "MAILBOT_NO_SUCH_PASSWORD")
    return ("MAILBOT_NO_SUCH_PASSWORD",)


def missing_secret_file(firm: Firm) -> tuple[str, ...]:
    change(firm, 'password_env = "MAILBOT_TEST_PASSWORD"', 'password_file = "no/such"')
    return ("no/such",)


def undefined_name(firm: Firm) -> tuple[str, ...]:
    template(firm, "acknowledgement", "{{ reference }}", "{{ refrence }}")
    return ("acknowledgement.md", "refrence")


def missing_templates(firm: Firm) -> tuple[str, ...]:
    change(firm, "[oversight]", '[templates]\ndirectory = "nowhere"\n\n[oversight]')
    return ("[templates]", "nowhere")


def missing_leaflet(firm: Firm) -> tuple[str, ...]:
    change(firm, "[oversight]", '[leaflet]\nfile = "leaflet.pdf"\n\n[oversight]')
    return ("[leaflet]", "leaflet.pdf")


def another_leaflet(firm: Firm) -> tuple[str, ...]:
    (firm.directory / "leaflet.pdf").write_bytes(b"x")
    digest = "0" * 64
    change(firm, "[oversight]", f'[leaflet]\nfile = "leaflet.pdf"\nsha256 = "{digest}"\n\n[oversight]')
    return ("[leaflet]", "sha256")


MISTAKES = (unknown_key, wrong_type, broken_toml, missing_secret, missing_secret_file, undefined_name,
            missing_templates, missing_leaflet, another_leaflet)  # fmt: skip


@pytest.mark.fault("F42", "F43")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line_and_nothing_is_touched(
    run: Run, firm: Firm, mistake: Callable[[Firm], tuple[str, ...]]
) -> None:
    words = mistake(firm)
    before = sorted(path.name for path in firm.directory.iterdir())
    one_line(run("run", "--once"), *words)
    assert sorted(path.name for path in firm.directory.iterdir()) == before
    assert run("check").code == 1


@pytest.mark.fault("F46")
def test_a_database_of_a_newer_mailbot_is_refused_and_left_as_it_is(run: Run, firm: Firm) -> None:
    run("db", "upgrade")
    path = firm.directory / "mailbot.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        before = list(database.iterdump())
    for command in (("run", "--once"), ("cases", "list"), ("db", "upgrade"), ("db", "check")):
        one_line(run(*command), "newer mailbot", "9999")
    with closing(sqlite3.connect(path)) as database:
        assert list(database.iterdump()) == before


def test_a_database_in_a_directory_that_is_not_there_is_one_line(run: Run, firm: Firm) -> None:
    change(firm, "sqlite:///mailbot.db", "sqlite:///no/such/mailbot.db")
    one_line(run("run", "--once"), "no/such")
    one_line(run("cases", "list"))


def test_a_database_url_nobody_knows_is_one_line(run: Run, firm: Firm) -> None:
    change(firm, "sqlite:///mailbot.db", "nonsense://here")
    one_line(run("run", "--once"))
    one_line(run("db", "upgrade"))


def test_no_configuration_is_one_line_that_names_the_example(run: Run, firm: Firm) -> None:
    firm.config.unlink()
    one_line(run("run", "--once"), "mailbot config init")


def test_servers_that_cannot_be_reached_are_told_one_by_one(run: Run, firm: Firm) -> None:
    done = run("check")
    assert done.code == 1
    bad = [line for line in done.out.splitlines() if line.startswith("BAD")]
    assert [line.split()[1].rstrip(":") for line in bad] == ["mailbox", "smtp"]
    assert not (firm.directory / "mailbot.db").exists()


def test_a_run_that_reaches_no_server_leaves_something_undone(run: Run) -> None:
    done = run("run", "--once")
    assert done.code == 3
    assert "left undone: complaints: " in done.err
    assert len(done.err.splitlines()) == 1


def test_check_of_a_sound_installation_is_exit_code_zero_and_changes_nothing(
    firm: Firm, pymap: UserOf, sink: Sink
) -> None:
    shutil.rmtree(firm.directory)
    sound = Firm(
        firm.directory,
        pymap.server.password,
        {"imap_port": pymap.server.port, "smtp_port": sink.port, "user": pymap.user},
    )
    pymap.server.append(pymap.user, "INBOX", message())
    before = pymap.server.listing(pymap.user)
    done = sound.run("check")
    assert done.returncode == 0, done.stdout
    assert "BAD" not in done.stdout
    assert pymap.server.listing(pymap.user) == before
    assert [path.name for path in sound.directory.iterdir()] == ["config.toml"]
    assert sink.letters == []


def test_db_restored_puts_waiting_letters_in_doubt_and_says_what_comes_next(run: Run, filled: Office) -> None:
    filled.take(message("I complain as well.", author="ann@x.example"))
    told = run("db", "restored")
    assert told.code == 0
    assert "may have gone out since: 2; they lie before a person" in " ".join(told.out.split())
    assert "reconcile --take-back" in told.out
    states = {one.state for one in filled.letters() if one.audience == "complainant"}
    assert "PENDING" not in states
    assert filled.rows("SELECT count(*) FROM journal WHERE name = 'database-restored'") == [(1,)]
