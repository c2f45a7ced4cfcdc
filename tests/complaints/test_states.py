"""The table of states: what moves a case, and what does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.complaints.practice import Regime
from mailbot.complaints.states import IN_WORDS, TABLE, Move, Standing, State, refusal

RECEIVED = date(2026, 12, 18)
DUE = {
    "summary_resolution": date(2026, 12, 23),
    "holding_response": date(2027, 1, 13),
    "final_response": date(2027, 2, 12),
}
#: From each state, by a move of the table and the clock it needs, to where it leads.
MOVES = [
    (before, move, step.to(before)) for move, step in TABLE.items() for before in sorted(step.comes_from)
]


def standing(
    state: State, regime: Regime = Regime.UNCONFIRMED, today: date = RECEIVED, **due: date
) -> Standing:
    return Standing(state, regime, RECEIVED, today, due or DUE)


@pytest.mark.parametrize(("before", "move", "after"), MOVES)
def test_a_move_of_the_table_is_allowed_on_the_day_of_receipt_or_when_its_time_has_come(
    before: State, move: Move, after: State
) -> None:
    on = DUE["final_response"] if move is Move.EIGHT_WEEK else RECEIVED
    assert refusal(move, standing(before, today=on), on) is None
    assert after is (before if before in TABLE[move].stays else TABLE[move].leads_to)


@given(st.sampled_from(State), st.sampled_from(Move))
def test_every_other_move_is_refused_and_the_refusal_names_the_state_and_what_it_can_follow(
    state: State, move: Move
) -> None:
    on = DUE["final_response"] if move is Move.EIGHT_WEEK else RECEIVED
    why = refusal(move, standing(state, today=on), on)
    if state in TABLE[move].comes_from:
        assert why is None
    else:
        assert why is not None
        assert f"it is {IN_WORDS[state]}" in why
        if state.closed:
            assert "open it again first" in why
        else:
            assert all(IN_WORDS[each] in why for each in TABLE[move].comes_from)


def test_each_state_can_be_reached_and_each_closed_one_can_be_left() -> None:
    reached, found = {State.OPENED}, {State.OPENED}
    while found:
        found = {after for before, _, after in MOVES if before in reached} - reached
        reached |= found
    assert reached == set(State)
    assert {state for state in State if state.closed} <= TABLE[Move.REOPENED].comes_from
    # The Ombudsman's cases are not done with.
    assert not State.REFERRED.closed


@pytest.mark.parametrize(
    ("move", "on", "words"),
    [
        (Move.ACCEPTED, date(2026, 12, 23), None),
        (Move.ACCEPTED, date(2026, 12, 24), "third business day was Wednesday 23 December 2026"),
        (Move.HOLDING, date(2027, 1, 13), None),
        (Move.HOLDING, date(2027, 1, 14), "had to go by Wednesday 13 January 2027"),
        # What is late is late, and recorded.
        (Move.FINAL, date(2027, 6, 1), None),
        (Move.EIGHT_WEEK, date(2027, 6, 1), None),
    ],
)
def test_only_what_the_law_gives_for_being_in_time_is_not_had_late(
    move: Move, on: date, words: str | None
) -> None:
    why = refusal(move, standing(State.ACKNOWLEDGED, today=date(2027, 7, 1)), on)
    assert why is None if words is None else words in (why or "")


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (RECEIVED - timedelta(days=1), "before it was received, on Friday 18 December 2026"),
        (RECEIVED + timedelta(days=1), "Saturday 19 December 2026 is still to come"),
    ],
)
def test_nothing_happens_before_receipt_or_tomorrow(on: date, words: str) -> None:
    assert words in (refusal(Move.FINAL, standing(State.OPENED), on) or "")


def test_each_clock_has_its_own_way_of_more_time() -> None:
    assert "eight weeks" in (refusal(Move.HOLDING, standing(State.OPENED, Regime.STANDARD), RECEIVED) or "")
    assert "15 business days" in (
        refusal(Move.EIGHT_WEEK, standing(State.OPENED, Regime.PAYMENTS), RECEIVED) or ""
    )
    assert refusal(Move.HOLDING, standing(State.OPENED, Regime.PAYMENTS), RECEIVED) is None


def test_an_eight_week_response_is_none_weeks_before_the_eight_weeks_end() -> None:
    first = date(2027, 1, 29)
    for on, words in ((first, ""), (first - timedelta(days=1), "only from Friday 29 January 2027")):
        why = refusal(Move.EIGHT_WEEK, standing(State.OPENED, Regime.STANDARD, today=first), on)
        assert words in (why or "")
        assert bool(why) is bool(words)
