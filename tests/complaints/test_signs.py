"""What shows that a search is worth beginning is never missing where the search would find something."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.complaints import likeness, regulators
from mailbot.complaints.contact import places, places_abroad, representatives, stated_names
from mailbot.complaints.numbers import identifiers, labels, masking
from mailbot.complaints.signs import Signs, has, signs, small
from mailbot.complaints.zones import _FOLD, fold

NUMBERED = (re.compile(identifiers._SHAPES.pattern),)
SIGNED: list[tuple[str, re.Pattern[str], Signs]] = [
    *(
        (f"identifier {number}", pattern, (*shown, *(() if shown else NUMBERED)))
        for number, (pattern, _, shown) in enumerate(identifiers._SEARCHES)
        if pattern is not identifiers._SORT_CODE
    ),
    ("sort code", identifiers._SORT_CODE, (*identifiers._SEARCHES[1][2], *NUMBERED)),
    ("card code", masking._CODE_WORDS, masking._CODE_SIGNS),
    *((f"regulator {form.pattern}", form, regulators._FORMAT_SIGNS) for _, form in regulators._FORMATS),
    ("ombudsman", regulators._LABELLED_EIGHT, regulators._EIGHT_SIGNS),
    ("commissioner", regulators._LABELLED_ICO, regulators._ICO_SIGNS),
    ("my name", stated_names._STATED, stated_names._STATED_SIGNS),
    ("title", stated_names._TITLED, stated_names._TITLED_SIGNS),
    ("long number", likeness._NUMBER, (likeness._LONG_NUMBER,)),
]

ANYWHERE = re.compile(
    places_abroad._PLACE.pattern.replace(f"(?:{places_abroad._BEGINS})", ""), places_abroad._PLACE.flags
)


def test_small_letters_keep_their_places() -> None:
    letters = [chr(code) for code in range(sys.maxunicode + 1)]
    assert all(len(small(letter)) == 1 for letter in letters)
    assert all(small(letter).isascii() for letter in letters if re.fullmatch("[a-z]", letter, re.IGNORECASE))


def test_a_sign_begins_a_word_and_is_followed() -> None:
    shown = signs("pin", "p.i.n", then=" ?\\d")
    assert [has(text, shown) for text in ("my pin 12", "p.i.n1", "shopping 12", "pxixn 12", "pin", "")] == [
        *(True, True, False, False, False, False)
    ]


@pytest.mark.parametrize(("pattern", "shown"), [row[1:] for row in SIGNED], ids=[row[0] for row in SIGNED])
def test_what_a_search_would_find_shows_its_sign(pattern: re.Pattern[str], shown: Signs) -> None:
    @settings(max_examples=50, deadline=None)
    @given(st.from_regex(pattern))
    def shows(text: str) -> None:
        assert has(small(text), shown)

    shows()


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [(stated_names._HERE, stated_names._HERE_SIGNS), (places._SLIP, places._LIKE_A_SLIP)],
    ids=["here", "postcode"],
)
def test_what_a_search_in_capitals_would_find_shows_its_sign(pattern: re.Pattern[str], shown: Signs) -> None:
    @settings(max_examples=50, deadline=None)
    @given(st.from_regex(pattern))
    def shows(text: str) -> None:
        assert has(text, shown)

    shows()


@pytest.mark.parametrize(
    ("role", "needles", "pattern"), representatives._ROLES, ids=[row[0] for row in representatives._ROLES]
)
def test_whoever_writes_for_another_uses_a_word_of_his_role(
    role: str, needles: list[str], pattern: re.Pattern[str]
) -> None:
    @settings(max_examples=50, deadline=None)
    @given(st.from_regex(pattern))
    def holds(text: str) -> None:
        lowered = " ".join(text.casefold().split())
        if any(representatives._in_role(role, pattern, text)):
            assert any(needle in lowered for needle in needles)

    holds()


@settings(max_examples=100, deadline=None)
@given(st.from_regex(labels._LABEL))
def test_every_label_is_tried(text: str) -> None:
    found = labels._LABEL.search(text)
    tried = labels._next_label(text, small(text), 0)
    assert found is not None
    assert tried is not None
    assert tried.span() == found.span()


@settings(max_examples=100, deadline=None)
@given(st.from_regex(ANYWHERE))
def test_every_place_abroad_is_tried(text: str) -> None:
    assert [found.span() for found in places_abroad._PLACE.finditer(text)] == [
        found.span() for found in ANYWHERE.finditer(text)
    ]


@given(st.text(alphabet="0123456789٣ .-*\n\u00a0\u2013x", max_size=60))
def test_every_long_run_of_digits_is_looked_at(text: str) -> None:
    runs = re.finditer(rf"(?<![\d*])\d+(?![\d*])(?:(?:{masking._BREAK})\d+(?![\d*]))*", text)
    assert [run.span() for run in masking._RUN.finditer(text) if masking._long_enough(run)] == [
        run.span() for run in runs if masking._long_enough(run)
    ]


@given(st.text(alphabet=[*_FOLD, "a", "é", "\u3001"]))
def test_folding_takes_one_character_for_one(text: str) -> None:
    assert fold(text) == "".join(_FOLD.get(character, character) for character in text)
