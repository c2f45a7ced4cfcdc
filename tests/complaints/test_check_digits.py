"""Check digits, by published examples and by what a slip of the finger does to them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from complaint_messages import PRACTICE, message
from hypothesis import given
from hypothesis import strategies as st

from mailbot.complaints.extract import extract
from mailbot.complaints.numbers.check_digits import passes
from mailbot.complaints.practice import ReferenceFormat


@pytest.mark.parametrize(
    ("check", "value"),
    [
        ("luhn", "79927398713"),
        ("luhn", "CNX-7992 7398-713"),
        ("mod97", "79444"),
        ("mod97", "GB82WEST12345698765432"[4:] + "GB82"),
        ("mod11", "0-306-40615-2"),
        ("mod11", "080442957X"),
        ("", "anything"),
    ],
)
def test_a_right_check_digit_passes(check: str, value: str) -> None:
    assert passes(check, value)


@pytest.mark.parametrize(
    ("check", "value"),
    [("luhn", "79927398710"), ("mod97", "79445"), ("mod11", "0-306-40615-3"), ("luhn", ""), ("mod97", "")],
)
def test_a_wrong_one_does_not(check: str, value: str) -> None:
    assert not passes(check, value)


@given(st.from_regex("[0-9]{4,12}", fullmatch=True), st.integers(0, 11), st.integers(1, 9))
def test_no_check_lets_one_wrong_digit_through(digits: str, place: int, shift: int) -> None:
    place %= len(digits)
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    for check in ("luhn", "mod97"):
        assert not (passes(check, digits) and passes(check, wrong))


def test_a_reference_whose_check_fails_is_kept_with_less_trust_and_bare_digits_are_refused() -> None:
    lettered = ReferenceFormat("account", re.compile("CNX-[0-9]{6}"), check="luhn")
    digits = ReferenceFormat("customer", re.compile("[0-9]{8}"), check="luhn")
    practice = replace(PRACTICE, references=(lettered, digits))
    found = extract(message("CNX-204411 and CNX-204412, 20481163 or 20481164"), practice).references
    trusted = {reference.value for reference in found if reference.confidence > 0.5}
    kept = {reference.value for reference in found}
    assert {value for value in kept if value.startswith("CNX")} == {"CNX-204411", "CNX-204412"}
    assert trusted == {value for value in kept if passes("luhn", value)}
    assert all(passes("luhn", value) for value in kept if value.isdigit())
