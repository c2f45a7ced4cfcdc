"""Which letters are tried when: a start tries all there are, a command by hand those that it writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import Office
from firm import Firm
from test_cli import Run, filled, firm, one_line, run, template

from mailbot.assembly.on_use import templates_tried_on_use
from mailbot.complaints import letter_check
from mailbot.complaints.letter_samples import samples
from mailbot.config import load
from mailbot.mail.writing.templates import Templates, shipped_templates
from mailbot.ownership import Unfit

__all__ = ["filled", "firm", "run"]

USUAL = samples()
#: One a letter: what is changed in it, what is told of it, and on which line of the file.
SILENT = ("acknowledgement", "{{ received_on }} and we are dealing with it", "then", "received: must ")
MISSPELT = ("reassignment", "{{ reference }}", "{{ refrence }}", "undefined name 'refrence'")


@pytest.fixture
def reference(filled: Office) -> str:
    return filled.cases()[0].reference


@pytest.mark.fault("F42")
@pytest.mark.parametrize("mistake", [SILENT, MISSPELT])
def test_a_fault_in_a_letter_it_does_not_write_hinders_no_command(
    run: Run, firm: Firm, reference: str, mistake: tuple[str, str, str, str]
) -> None:
    letter, old, new, told = mistake
    template(firm, letter, old, new)
    assert run("cases", "note", reference, "Rang back.", "--by", "sam").code == 0
    assert "note-added" in run("explain", reference).out
    one_line(run("run", "--once"), f"{letter}.md:", told)
    checked = run("check")
    assert checked.code == 1
    assert told in checked.out


@pytest.mark.fault("F42")
def test_a_fault_in_a_letter_it_would_write_is_told_and_nothing_is_done(
    run: Run, firm: Firm, filled: Office, reference: str
) -> None:
    handler = filled.cases()[0].handler_name
    letter, old, new, told = MISSPELT
    template(firm, letter, old, new)
    other = next(name for name in ("Sam Ogilvie", "Priti Anand") if name != handler)
    one_line(run("cases", "assign", reference, other), f"{letter}.md:", told)
    assert filled.cases()[0].handler_name == handler


def test_each_letter_is_tried_when_it_is_first_used_and_not_before(firm: Firm) -> None:
    letter, old, new, told = SILENT
    template(firm, letter, old, new)
    editions = templates_tried_on_use(load(firm.config))
    assert editions.usual.render("leaflet", USUAL["leaflet"][0]).text
    with pytest.raises(Unfit, match=rf"{letter}\.md:\d+: {told}"):
        editions.usual.render(letter, USUAL[letter][0])


@pytest.mark.parametrize("use", ["language", "draft"])
def test_to_ask_for_its_language_or_a_draft_is_to_use_a_letter(firm: Firm, use: str) -> None:
    template(firm, "final_response", "{{ reference }}", "{{ refrence }}")
    letters = templates_tried_on_use(load(firm.config)).usual
    with pytest.raises(Unfit, match="undefined name 'refrence'"):
        letters.language("final_response") if use == "language" else letters.draft(
            "final_response", USUAL["final_response"][0]
        )


def test_one_letter_is_checked_with_what_it_includes_and_nothing_else_is_told(tmp_path: Path) -> None:
    shipped = {name: (shipped_templates() / f"{name}.md").read_text("utf-8") for name in USUAL}
    text = shipped["leaflet_text"].replace("How to contact", "TODO.\n\nHow to contact", 1)
    for name, written in {"leaflet_text": text, "reminder": "no front matter", "stray": "?"}.items():
        (tmp_path / f"{name}.md").write_text(written, encoding="utf-8")
    letters = Templates(shipped_templates(), tmp_path)
    (found,) = letter_check.check_one(letters, "leaflet", USUAL["leaflet"])
    assert found.startswith(f"{tmp_path}/leaflet_text.md:")
    assert ": placeholder: " in found
    (found,) = letter_check.check_one(letters, "reminder", USUAL["reminder"])
    assert found.startswith(f"{tmp_path}/reminder.md:1: ")
    assert letter_check.check_one(letters, "digest", USUAL["digest"]) == []


def test_one_by_one_letters_have_the_findings_they_have_together(tmp_path: Path) -> None:
    faults = (SILENT, MISSPELT, ("leaflet", "reference **{{ reference }}**", "as before", ""))
    for letter, old, new, _ in faults:
        written = (shipped_templates() / f"{letter}.md").read_text(encoding="utf-8")
        assert old in written
        (tmp_path / f"{letter}.md").write_text(written.replace(old, new), encoding="utf-8")
    letters = Templates(shipped_templates(), tmp_path)
    singly = [each for name in letters.names() for each in letter_check.check_one(letters, name, USUAL[name])]
    assert len(singly) >= len(faults)
    assert sorted(singly) == sorted(letter_check.check(letters, USUAL))
