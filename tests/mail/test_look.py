"""How letters look: valid HTML, what mail software knows, legible on light and dark, narrow and wide."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.browser import Measures, found, measured
from mailbot.complaints.letter_samples import samples
from mailbot.mail.writing.look import COLOUR, CONTRAST, DARK_GROUND, LIGHT_GROUND, contrast, legible
from mailbot.mail.writing.templates import Templates, shipped_templates

TEMPLATES = Templates(shipped_templates(), None)
SAMPLES = samples()
EACH = [(name, number) for name, contexts in SAMPLES.items() for number in range(min(len(contexts), 6))]
#: What is shown to a browser, which takes its time.
MAIN = ("acknowledgement", "reminder", "final_response", "digest", "handler_notice")
#: What letters are made of. Look a new one up at caniemail.com before it stands here.
ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "table", "tbody", "tr", "td", "h1", "h2", "p", "ul",
    "ol", "li", "strong", "b", "em", "a", "code", "blockquote", "br", "pre", "hr",
    "span",
}  # fmt: skip
#: Each property, and what becomes of a letter where mail software does not know it (caniemail.com, its
#: tables of September 2025).
PROPERTIES = {
    "margin": "known; Gmail, Outlook and Yahoo drop negative ones and auto, which we do not use",
    "padding": "known; Outlook for Windows only within table cells, where ours is, and lists",
    "padding-left": "as padding",
    "color": "known",
    "font": "known",
    "font-size": "known in pixels; Outlook and Yahoo do not know every unit",
    "background": "a colour is known; Outlook for Windows may drop it: a command has no grey ground",
    "border-left": "Outlook for Windows not on every element: a panel has no bar",
    "max-width": "not in Outlook for Windows: the width attribute of the table holds",
    "width": "known; Outlook for Windows not on every element: as max-width",
    "word-break": "not in Windows Mail and Orange: a long address widens the letter",
    "display": "inline-block is known; Outlook for Windows does not: a reference may break at its hyphen",
    "white-space": "not known everywhere: a telephone number may break there",
    "border-spacing": "not in Outlook: two pixels of ground around the bar",
    "color-scheme": "not in Gmail and Outlook, which choose the colours of a dark theme by themselves",
}
COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))


@cache
def html_of(name: str, number: int = 0) -> str:
    return TEMPLATES.render(name, SAMPLES[name][number]).html


@pytest.mark.parametrize(("name", "number"), EACH)
def test_each_letter_is_valid_html_of_elements_that_mail_software_knows(name: str, number: int) -> None:
    html = html_of(name, number)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    document = parser.parse(html)  # raises on the first fault
    assert {element.tag for element in document.iter() if isinstance(element.tag, str)} <= ELEMENTS
    assert len(list(document.iter("h1"))) == 1
    assert document.get("lang") == "en-GB"
    tables = list(document.iter("table"))
    assert all(table.get("role") == "presentation" for table in tables)


@pytest.mark.parametrize(("name", "number"), EACH)
def test_no_mark_that_ends_a_sentence_can_stand_alone_on_a_line(name: str, number: int) -> None:
    """A `b` is an inline block: what follows it may begin a line."""
    assert re.findall(r"</b>[.,:;!?]", html_of(name, number)) == []


def test_a_telephone_number_is_not_broken() -> None:
    number = "0800 000 0000"
    letters = [TEMPLATES.render("acknowledgement", sample) for sample in SAMPLES["acknowledgement"]]
    asked = [one for one in letters if number in " ".join(one.text.split())]
    assert asked
    assert all(number in one.text for one in asked)
    assert all(f'<span style="white-space:nowrap">{number}</span>' in one.html for one in asked)


@pytest.mark.parametrize(("name", "number"), EACH)
def test_each_letter_uses_css_that_mail_software_knows_and_fetches_nothing(name: str, number: int) -> None:
    html = html_of(name, number)
    (sheet,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    inline = re.findall(r'style="([^"]*)"', html)
    used = set(_properties(sheet)) | {
        part.partition(":")[0] for one in inline for part in one.split(";") if part
    }
    assert used <= PROPERTIES.keys(), used - PROPERTIES.keys()
    assert len(sheet.encode()) < 8192  # Gmail drops a longer one
    assert not re.search(r"url\(|@import|src=|<link|expression\(", html)


def _properties(sheet: str) -> Iterator[str]:
    for rule in re.findall(r"\{([^{}]*)\}", sheet):
        for part in filter(None, rule.split(";")):
            yield part.partition(":")[0].strip()


@pytest.fixture(scope="module")
def leaflet_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where no other letter is compiled: all have the same frame."""
    folder = tmp_path_factory.mktemp("leaflet")
    for name in ("leaflet", "leaflet_text"):
        shutil.copy(shipped_templates() / f"{name}.md", folder)
    return folder


@given(colour=COLOURS)
def test_any_colour_of_a_firm_is_legible(leaflet_alone: Path, colour: str) -> None:
    for ground in (LIGHT_GROUND, DARK_GROUND):
        assert contrast(legible(colour, ground), ground) >= CONTRAST
    html = Templates(leaflet_alone, None, colour).render("leaflet", SAMPLES["leaflet"][0]).html
    name = re.search(r'bgcolor="(#\w+)" style="color:(#\w+)"', html)
    assert name is not None
    assert contrast(name[1], name[2]) >= CONTRAST


def test_contrast_is_reckoned_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert legible(COLOUR, LIGHT_GROUND) == COLOUR


@pytest.fixture(scope="module")
def shown() -> dict[tuple[str, int, bool], Measures]:
    """What a browser measured, by letter, width and whether it is dark; all letters stand on one page."""
    each = [(name, width) for name in MAIN for width in (320, 1200)]
    pages = [(html_of(name), width) for name, width in each]
    return {
        (name, width, dark): told
        for dark in (False, True)
        for (name, width), told in zip(each, measured(pages, dark=dark), strict=True)
    }


@pytest.mark.skipif(found() is None and not os.environ.get("CI"), reason="no Chromium here; required in CI")
@pytest.mark.parametrize("name", MAIN)
def test_a_browser_shows_it_whole_on_a_telephone_and_a_desktop_light_and_dark(
    name: str, shown: dict[tuple[str, int, bool], Measures]
) -> None:
    for width in (320, 1200):
        for dark in (False, True):
            told = shown[name, width, dark]
            assert told["wide"] <= width, f"{width} pixels, {'dark' if dark else 'light'}"
            assert float(told["smallest"]) >= 16
            ground = DARK_GROUND if dark else LIGHT_GROUND
            for words in filter(None, (told["words"], told["link"])):
                assert contrast(_hex(str(words)), ground) >= CONTRAST


def _hex(rgb: str) -> str:
    return "#{:02x}{:02x}{:02x}".format(*(int(part) for part in re.findall(r"\d+", rgb)[:3]))
