"""What a handler says at the command line became of a case, and who is away."""

from __future__ import annotations

import pytest
from fakes import Office
from test_cli import Run, filled, firm, one_line, run

__all__ = ["filled", "firm", "run"]


@pytest.fixture
def reference(filled: Office) -> str:
    return filled.cases()[0].reference


def test_a_case_is_followed_from_contact_to_the_ombudsman(run: Run, reference: str) -> None:
    assert "in investigation" in run("cases", "contacted", reference, "--by", "sam").out
    closed = run("cases", "final", reference, "partly", "--redress", "£1,120.50", "--by", "sam")
    assert closed.code == 0
    assert "can be taken to the Ombudsman until" in closed.out
    shown = run("cases", "show", reference).out
    assert "final-sent: partly (closed)" in shown
    assert "£1,120.50" in shown
    assert "is with the Ombudsman" in run("cases", "referred", reference, "--reference", "PNX-12345-A1B2").out
    journal = run("explain", reference, "--json").json["journal"]
    told = [entry["fields"] for entry in journal if entry["fields"].get("via") == "command line"]
    assert [fields["to"] for fields in told] == ["investigating", "final-sent", "referred"]
    assert (told[0]["by"], told[0]["from"]) == ("sam.ogilvie@firm.example.com", "acknowledged")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("holding", "{}", "--because", "x"), "its clock is eight weeks"),
        (("final", "{}", "upheld", "--redress", "a lot"), "write pounds, such as 120.50"),
        (("final", "{}", "upheld", "--redress", "1.005"), "whole pence"),
        (("final", "{}", "upheld", "--on", "2099-01-01"), "is still to come"),
        (("final", "{}", "upheld", "--on", "2001-01-01"), "before it was received"),
        (("withdrawn", "{}", "--because", " "), "say why"),
        (("forwarded", "{}", " ", "--because", "theirs"), "say to which firm"),
        (("reopen", "{}", "--because", "x"), "it is acknowledged"),
        (("summary-sent", "{}"), "owes no summary resolution communication"),
        (("type", "{}"), "say what it is"),
        (("type", "{}", "standard"), "is that already"),
        (("received", "{}", "2099-01-01", "--because", "x"), "is still to come"),
        (("contacted", "C-0000-0000"), "there is no case C-0000-0000"),
    ],
)
def test_what_cannot_be_is_one_line_and_exit_1(
    run: Run, reference: str, command: tuple[str, ...], words: str
) -> None:
    one_line(run("cases", *(word.format(reference) for word in command)), words)


def test_a_type_found_out_moves_the_dates_and_says_which(run: Run, reference: str) -> None:
    said = run("cases", "type", reference, "payments", "--data-protection", "--channel", "letter")
    assert said.code == 0
    assert f"{reference} is payments, data protection, by letter" in said.out
    assert "final response: " in said.out
    assert "data protection acknowledgement: Wednesday 24 December 2025 (new)" in said.out


def test_a_later_receipt_takes_two_names(run: Run, filled: Office, reference: str) -> None:
    day = filled.cases()[0].received_at.date().isoformat()
    later = f"{day}T23:30"
    earlier = run("cases", "received", reference, "2025-10-01", "--because", "rang", "--by", "sam")
    assert earlier.code == 0
    first = run("cases", "received", reference, later, "--because", "no", "--by", "sam")
    assert "a second person must say the same" in first.out
    assert "later receipt proposed" in run("queue", "list").out
    for the_same in ("sam", "Sam Ogilvie", "SAM.OGILVIE@firm.example.com"):
        again = run("cases", "received", reference, later, "--because", "no", "--by", the_same)
        one_line(again, "said so already")
    assert (
        "dates that moved" in run("cases", "received", reference, later, "--because", "no", "--by", "ann").out
    )


def test_handlers_are_listed_with_their_days_away(run: Run, filled: Office) -> None:
    assert filled.cases()
    (one, *_) = run("handlers", "list", "--json").json
    assert run("handlers", "away", one["name"], "2099-07-01", "2099-07-14").code == 0
    (away,) = run("handlers", "list", "--json").json[0]["away"]
    assert (away["since"], away["until"], away["said_by"]) == ("2099-07-01", "2099-07-14", "command line")
    assert "2099-07-01 to 2099-07-14" in run("handlers", "list").out
    one_line(run("handlers", "away", one["email"], "2099-07-14", "2099-07-01"), "is before")
    one_line(
        run("handlers", "away", one["email"], "2099-07-01", "2099-07-02", "--deputy", one["name"]), "cannot"
    )
    one_line(run("handlers", "away", "nobody", "2099-07-01", "2099-07-02"), "is no handler")
    assert run("handlers", "back", one["name"]).code == 0
    one_line(run("handlers", "back", one["name"]), "was not said to be away")
