"""What is typed into a draft reads as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.mail.writing.markdown import to_html, to_text
from mailbot.mail.writing.plain import lay_out
from mailbot.mail.writing.typed import as_typed

WRAPPED = """\
We listened to your call of 3 June, in which you told our agent about the new
card, and found that its details were not saved."""


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Other Bank plc\nPO Box 12\nLeeds", "Other Bank plc\nPO Box 12\nLeeds"),
        ("Our address:\n\n    1 High Street\n\tLeeds", "Our address:\n\n1 High Street\nLeeds"),
        ("We found:\n• the fee\n• the delay", "We found:\n\n- the fee\n- the delay"),
        ("• the fee\n\t• of May\n• the delay", "- the fee\n  - of May\n- the delay"),
        ("1. the fee\n\n    which was wrong\n\nend", "1. the fee\n\n   which was wrong\n\nend"),
        ("3 June | £35.00\n4 June | £10.00", "3 June | £35.00\n4 June | £10.00"),
        ("Kind regards,\\\nSam", "Kind regards,\nSam"),
        ("Kind regards,\\ \nSam", "Kind regards,\\ Sam"),
        ("## What we found\nThe fee.", "What we found\n-------------\n\nThe fee."),
        ("- the fee\n- the delay", "- the fee\n- the delay"),
        ("1) the fee\n2) the delay", "1) the fee\n2) the delay"),
        ("We rang\n+44 20 7946 0100.", "We rang\n+44 20 7946 0100."),
        ("Yes.\n\nNo.", "Yes.\n\nNo."),
    ],
)
def test_lines_that_were_ended_on_purpose_stay_lines(typed: str, shown: str) -> None:
    assert lay_out(to_text(as_typed(typed))) == f"{shown}\n"


def test_lines_that_an_editor_wrapped_are_joined_and_laid_out_anew() -> None:
    assert as_typed(WRAPPED) == WRAPPED
    assert to_html(as_typed(WRAPPED)).count("<br") == 0
    assert to_html(as_typed("a\nb")).count("<br") == 1


@given(st.lists(st.text(alphabet="ab •-#>\t1.\\", max_size=70), min_size=1, max_size=12))
@settings(max_examples=300, deadline=None)
def test_no_line_is_lost_and_none_moves(lines: list[str]) -> None:
    shown = as_typed("\n".join(lines)).split("\n")
    assert [_words(line) for line in shown] == [_words(line) for line in lines]


def _words(line: str) -> list[str]:
    return line.rstrip("\\ \t").replace("•", "-").split()
