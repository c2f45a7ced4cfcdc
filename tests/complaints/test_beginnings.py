"""What a pattern begins with, and that nothing is missed which is looked for by its beginnings."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mailbot.complaints.beginnings import WORD_END, beginnings
from mailbot.complaints.need.cue_rows import Row
from mailbot.complaints.need.cues import ROWS, _index_with
from mailbot.complaints.topic_words import TOLD, TOLD_OF_A_DEBT
from mailbot.complaints.topics import _TOPICS, _index
from mailbot.complaints.word_index import WordIndex

PHRASES = [
    phrase for table in (dict(_TOPICS), TOLD, TOLD_OF_A_DEBT) for told in table.values() for phrase in told()
]


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        ("data", {"data|"}),
        ("data protection", {"data prote"}),
        ("(?:uk )?gdpr", {"gdpr|", "uk gdpr|"}),
        ("cop(?:y|ies) of (?:all |any )*it", {"copies of|", "copy of|"}),
        (r"(?:i|we)(?: \w+)? deny", {"i|", "i deny|", "we|", "we deny|"}),
        (r"(?<!i )shar(?:ed|e)(?! no) my \w+", {"share my|", "shared my|"}),
        (r"repay\w* it", {"repay"}),
        (r"re+pay", {"re"}),
        ("own(?:er|ed)?", {"own|", "owner|", "owned|"}),
        ("g[ai]ve [a-c]", {"gave|", "give|"}),
        ("in the street", {"in the str"}),
        ("go (?:the )?(?:bus|tram)", {"go bus|", "go tram|", "go the bus|", "go the tra"}),
        (
            "an? ?(?:old)? ?car",
            {"acar|", "a car|", "ancar|", "an car|"}
            | {"aold car|", "aoldcar|", "a old car|"}
            | {"a oldcar|", "anold car|", "anoldcar|", "an old car|", "an oldcar|"},
        ),
        ("so~bad", {"so|"}),
        ("on @2edge", {"on|"}),
    ],
)
def test_the_beginnings_of_a_pattern(pattern: str, begins: set[str]) -> None:
    assert {begin.replace(WORD_END, "|") for begin in beginnings(pattern)} == begins


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        ("a (?:b|<do|doing>|c (?:x|y)) it", {"do it|", "doing it|"}),
        ("a (?:b (?:<do|doing> )?)?it", {"do it|", "doing it|"}),
        ("a (?:<do|doing> )*it", {"do|", "doing|"}),
        ("a (?:<do>(?! x)|b (?:x)) it|other (?:z)", {"do it|"}),
    ],
)
def test_the_beginnings_of_the_rest_of_a_pattern(pattern: str, begins: set[str]) -> None:
    found = beginnings(pattern.replace("<", "(?:").replace(">", ")"), pattern.index("<"))
    assert {begin.replace(WORD_END, "|") for begin in found} == begins


@pytest.mark.parametrize("pattern", ["", r"\w+ it", "a?", ".a", "(?:pay)?", "(?: no)t", "'s got"])
def test_a_pattern_that_may_begin_with_anything_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="too little"):
        beginnings(pattern)


def test_an_index_finds_the_longest_beginning_and_whatever_a_shorter_one_stands_for() -> None:
    index = WordIndex([("do" + WORD_END, 1), ("do not", 2), ("don", 3), ("do", 4)])
    assert list(index.found_in("undo do nothing, done. do it")) == [
        (5, "do not", (4, 1, 2)),
        (17, "don", (4, 3)),
        (23, "do", (4, 1)),
    ]


def test_a_space_of_a_beginning_is_any_gap() -> None:
    index = WordIndex([("go on", 1), ("go" + WORD_END, 2)], gap=r"\s+")
    assert list(index.found_in("go \n\t   on. go\noff")) == [(0, "go on", (2, 1)), (12, "go", (2,))]


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(PHRASES).flatmap(lambda told: st.tuples(st.just(told), st.from_regex(told.pattern))))
def test_every_reading_of_a_phrase_is_tried(told_and_text: tuple) -> None:
    told, text = told_and_text
    assert any(
        told.pattern.match(text, place)
        for place, _, begun in _index().found_in(text)
        if any(phrase is told for _, phrase, _ in begun)
    )


@st.composite
def row_and_reading(draw: st.DrawFn) -> tuple[Row, str]:
    row = draw(st.sampled_from(ROWS))
    # A text as it is searched, its words apart: what may stand between two begins where the first ends.
    apart = row.pattern.pattern.replace("[^.!?]{0,80}", r"(?!\w)[^.!?]{0,80}(?<!\w)").replace(" ?", " ")
    return row, re.sub(" +", " ", draw(st.from_regex(apart)))


@settings(max_examples=500, deadline=None)
@given(row_and_reading())
def test_every_reading_of_a_row_is_looked_for(row_and_text: tuple[Row, str]) -> None:
    row, text = row_and_text
    found = row.pattern.search(text)
    assume(found is not None)
    assert any(
        found.start() <= place < found.end() and any(held is row for _, held in rows)
        for place, _, rows in _index_with(()).found_in(text)
    )
