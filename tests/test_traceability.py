"""Every assertion has a test that shows it, and the table that says which is the one the markers make."""

from __future__ import annotations

from pathlib import Path

import pytest
from traceability import (
    ASSERTIONS,
    FAULTS,
    PAGE,
    Markers,
    Unreadable,
    Words,
    collected,
    findings,
    page,
    words,
)


def test_every_assertion_and_fault_has_a_test_or_a_reason() -> None:
    found = findings(collected(), words())
    assert not found, "\n".join(found)


def test_the_table_is_the_one_the_markers_make() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(collected(), words()), "the markers have changed; run: make trace"


EVERYTHING = Markers({one: ["test_x.py::test_x"] for one in ASSERTIONS}, {one: ["t::t"] for one in FAULTS})
SAID = Words(dict.fromkeys(ASSERTIONS, "words"), dict.fromkeys(FAULTS, "words"), {})


def test_where_all_is_shown_nothing_is_found() -> None:
    assert findings(EVERYTHING, SAID) == []


@pytest.mark.parametrize(
    ("markers", "said", "expected"),
    [
        (Markers({}, EVERYTHING.fault), SAID, "A-0: no test shows it (words)"),
        (Markers(EVERYTHING.assertion, {}), SAID, "F48: no test and no reason why (words)"),
        (Markers(EVERYTHING.assertion, {}), SAID, "0 faults have a test; at least 40 must"),
        (
            Markers(EVERYTHING.assertion | {"A-136": ["t::t"]}, EVERYTHING.fault),
            SAID,
            "A-136: no such id (['t::t'])",
        ),
        (
            Markers(EVERYTHING.assertion, EVERYTHING.fault | {"F49": ["t::t"]}),
            SAID,
            "F49: no such id (['t::t'])",
        ),
        (
            EVERYTHING,
            Words(SAID.assertions, SAID.faults, {"F5": "needs root"}),
            "F5: left out, yet t::t shows it; remove the reason",
        ),
        (EVERYTHING, Words({**SAID.assertions, "B-70": ""}, SAID.faults, {}), "B-70: no words for it"),
    ],
)
def test_what_does_not_fit_together_is_one_line(markers: Markers, said: Words, expected: str) -> None:
    assert expected in findings(markers, said)


def test_markers_are_read_off_the_text_of_the_tests(tmp_path: Path) -> None:
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire/test_one.py").write_text(
        '@pytest.mark.assertion("A-1", "A-2")\n@pytest.mark.fault(\n    "F3",\n)\ndef test_a():\n    pass\n\n'
        'class Tests:\n    @mark.slow\n    @pytest.mark.assertion("A-1")\n    async def test_b(self): ...\n'
    )
    (tmp_path / "other.py").write_text('@pytest.mark.assertion("A-9")\ndef test_c(): ...\n')
    assert collected(tmp_path) == Markers(
        {
            "A-1": ["wire/test_one.py::test_a", "wire/test_one.py::test_b"],
            "A-2": ["wire/test_one.py::test_a"],
        },
        {"F3": ["wire/test_one.py::test_a"]},
    )


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ('X = [pytest.param(1, marks=pytest.mark.assertion("A-1"))]', "stands on no test"),
        ('@pytest.mark.assertion("A-1")\ndef helper(): ...', "stands on no test"),
        ('@pytest.mark.assertion(f"A-{n}")\ndef test_x(): ...', "written out as text"),
        ("@pytest.mark.fault()\ndef test_x(): ...", "written out as text"),
    ],
)
def test_a_marker_that_would_show_nothing_is_an_error(tmp_path: Path, source: str, why: str) -> None:
    (tmp_path / "test_x.py").write_text(source)
    with pytest.raises(Unreadable, match=f"test_x.py:[12]: .*{why}"):
        collected(tmp_path)
