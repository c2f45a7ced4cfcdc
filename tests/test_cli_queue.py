"""The queue at the command line: what a person types, and what is said to them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from empty_database import database_in
from fakes import Clock, FakeCourier, Office, message
from firm import Firm
from test_casework import DANGER
from test_cli import Run, firm, one_line, run  # noqa: F401  # fixtures

from mailbot.wire.outcome import Failed

ASKS_FOR_NO_ANSWER = {"X_Auto_Response_Suppress": "All"}
NEWS = {"List_Id": "<news.example.org>"}


@pytest.fixture
def office(firm: Firm) -> Office:  # noqa: F811
    """What came two days ago: an owed acknowledgement, a life at risk, two newsletters, a letter refused."""
    database = database_in(firm.directory)
    office = Office(database, clock=Clock(datetime.now(UTC) - timedelta(days=2)))
    office.take(
        message("I complain.", **ASKS_FOR_NO_ANSWER),
        message(DANGER, author="joe@x.example"),
        message("News.", author="news@example.org", **NEWS),
        message("More news.", author="news@example.org", **NEWS),
        message("I complain of a fee.", author="ann@example.net"),
    )
    office.deliver(FakeCourier(always=Failed("550 5.1.1 no such user")))
    return office


@pytest.fixture
def queued(run: Run, office: Office) -> list[dict[str, Any]]:  # noqa: F811, ARG001
    found: list[dict[str, Any]] = run("queue", "list", "--json").json
    return found


def number(queued: list[dict[str, Any]], reason: str, case: str | None = None) -> str:
    return str(next(one["id"] for one in queued if one["reason"] == reason and case in (None, one["case"])))


def test_the_list_says_how_long_and_by_when_in_words(run: Run, queued: list[dict[str, Any]]) -> None:  # noqa: F811
    assert queued[0]["reason"] == "life-at-risk"
    assert queued[0]["overdue"] is True
    assert queued[0]["waits"] == "2 days"
    assert queued[0]["due"] == "OVERDUE by 2 days"
    assert all(one["owner"] and one["due_at"] for one in queued)
    lines = run("queue", "list").out.splitlines()
    assert len(lines) == len(queued)
    assert lines[0].split("\t")[1:5:2] == ["life-at-risk", "2 days"]
    assert "OVERDUE by 2 days" in lines[0]


@pytest.mark.usefixtures("queued")
def test_a_reason_that_no_task_has_is_told_with_those_there_are(run: Run) -> None:  # noqa: F811
    said = run("queue", "list", "--reason", "nonsense")
    assert "nothing lies before a person because of “nonsense”; what does: " in said.err + said.out
    assert "life-at-risk" in said.err + said.out


def test_the_list_is_narrowed(run: Run, queued: list[dict[str, Any]], office: Office) -> None:  # noqa: F811
    def ids(*options: str) -> set[int]:
        return {one["id"] for one in run("queue", "list", "--json", *options).json}

    case = office.cases()[0]
    assert ids("--reason", "list") == {one["id"] for one in queued if one["reason"] == "list"}
    assert ids("--case", case.reference.lower()) == {
        one["id"] for one in queued if one["case"] == case.reference
    }
    assert ids("--overdue") == {one["id"] for one in queued if one["overdue"]}
    owner = queued[0]["owner"]
    assert ids("--owner", owner.upper()) == {one["id"] for one in queued if one["owner"] == owner}
    assert ids("--owner", "oversight") == {one["id"] for one in queued if "oversight" in one["owner"]}
    assert len(ids("--limit", "2")) == 2
    one_line(run("queue", "list", "--owner", "nobody"), "nobody is no handler", "Sam Ogilvie", "oversight")


def test_what_is_owed_is_sent_and_said_once(run: Run, queued: list[dict[str, Any]], office: Office) -> None:  # noqa: F811
    task = number(queued, "acknowledgement owed", office.cases()[0].reference)
    done = run("queue", "send", task, "--to", "jane@work.example", "--by", "Sam")
    assert (done.code, done.err) == (0, "")
    assert "goes to jane@work.example" in done.out
    assert [one.recipient for one in office.letters("acknowledgement")][-1] == "jane@work.example"
    one_line(run("queue", "send", task), "Sam settled it", "sent to jane@work.example")
    assert "sent to jane@work.example by Sam" in run("queue", "show", task).out


def test_where_a_life_is_at_risk_sending_asks_what_was_considered(
    run: Run,  # noqa: F811
    queued: list[dict[str, Any]],
    office: Office,
) -> None:
    task = number(queued, "acknowledgement owed", office.cases()[1].reference)
    one_line(run("queue", "send", task), "life may be at risk", '--although "what was considered"')
    assert run("queue", "send", task, "--although", "rang him, he asked for it").code == 0


def test_a_refused_letter_is_tried_again(run: Run, queued: list[dict[str, Any]], office: Office) -> None:  # noqa: F811
    refused = [one for one in queued if one["reason"] == "letter not delivered"]
    (letter,) = office.letters("acknowledgement")
    task = next(str(one["id"]) for one in refused if one["letter_id"] == letter.id)
    assert "ann@example.net" in run("queue", "send", task).out
    assert run("outbox", "list", "--waiting", "--json").json[-1]["state"] == "FAILED"
    other = next(one for one in office.letters() if one.state == "FAILED")
    assert run("outbox", "retry", str(other.id), "--by", "Sam").code == 0
    assert not [one for one in run("queue", "list", "--json").json if one["letter_id"] == other.id]


def test_what_was_posted_is_said_with_its_day(run: Run, queued: list[dict[str, Any]], office: Office) -> None:  # noqa: F811
    task = number(queued, "acknowledgement owed", office.cases()[0].reference)
    for day, why in (("soon", "2026-12-18"), ("2099-01-01", "still to come"), ("2020-01-01", "received")):
        one_line(run("queue", "posted", task, "--on", day), why)
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    assert "posted on" in run("queue", "posted", task, "--on", yesterday, "--by", "Sam").out
    assert "acknowledgement" not in office.open_deadlines(office.cases()[0])


def test_newsletters_are_settled_in_one_act(run: Run, queued: list[dict[str, Any]]) -> None:  # noqa: F811
    one_line(run("queue", "not-needed", "--because", "x"), "--reason")
    one_line(run("queue", "not-needed", "1", "--reason", "list", "--because", "x"), "--reason")
    one_line(run("queue", "not-needed", "--reason", "life-at-risk", "--because", "x"), "one by one")
    one_line(run("queue", "not-needed", "--reason", "list", "--because", " "), "--because is empty")
    done = run("queue", "not-needed", "--reason", "list", "--because", "newsletters")
    assert done.out == "2 tasks are settled: not needed\n"
    one_line(run("queue", "not-needed", "--reason", "list", "--because", "x"), "nothing waits", "waiting:")
    risk = number(queued, "life-at-risk")
    assert run("queue", "not-needed", risk, "--because", "a film title").out.startswith("1 task is settled")


def test_a_newsletter_may_be_a_complaint_after_all(
    run: Run,  # noqa: F811
    queued: list[dict[str, Any]],
    office: Office,
) -> None:
    first, second = (str(one["id"]) for one in queued if one["reason"] == "list")
    done = run("queue", "complaint", first, "--by", "Sam")
    case = office.cases()[-1]
    assert f"{case.reference} is opened, received " in done.out
    assert "its acknowledgement is queued" in done.out
    one_line(run("queue", "complaint", first), f"a complaint: {case.reference}")
    one_line(run("queue", "join", second, "C-0000-0000"), "no case C-0000-0000")
    assert run("queue", "join", second, case.reference).out == f"the message is in {case.reference}\n"
    one_line(run("queue", "join", second, case.reference), f"belongs to {case.reference}")


def test_a_complaint_that_may_not_be_answered_says_that_it_is_owed(run: Run, office: Office) -> None:  # noqa: F811
    office.take(message("News.", author="noreply@example.org", **NEWS))
    task = max(office.tasks(), key=lambda one: one.id)
    done = run("queue", "complaint", str(task.id))
    assert f"owed; see `mailbot queue list --case {office.cases()[-1].reference}`" in done.out


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "act", [("send",), ("posted", "--on", "2026-01-01"), ("complaint",), ("join", "C-1")]
)
def test_a_task_that_is_not_there_is_refused_in_a_line(run: Run, act: tuple[str, ...]) -> None:  # noqa: F811
    name, *rest = act
    one_line(run("queue", name, "999", *rest), "999", "mailbot queue list")


@pytest.mark.fault("F42")
@pytest.mark.usefixtures("office")
def test_a_template_that_is_broken_is_told_before_anything_is_done(run: Run, firm: Firm) -> None:  # noqa: F811
    own = firm.directory / "letters"
    own.mkdir()
    (own / "acknowledgement.md").write_text("no front matter\n", encoding="utf-8")
    text = firm.config.read_text(encoding="utf-8")
    firm.write(text.replace("[oversight]", '[templates]\ndirectory = "letters"\n\n[oversight]', 1))
    one_line(run("queue", "send", "1"), "acknowledgement.md")
