"""How people group, lead up to and misspell a reference; and what only looks like one of ours."""

from __future__ import annotations

import pytest
from complaint_messages import PRACTICE, message

from mailbot.complaints.extract import extract


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("FLX.8410.2275", "FLX84102275"),
        ("FLX/84/10/22/75", "FLX84102275"),
        ("CNX.204.418", "CNX-204418"),
        ("CNX 204,418", "CNX-204418"),
        ("C.N.X. 204418", "CNX-204418"),
        ("CNX_204_418", "CNX-204418"),
        ("CNX dot 204418", "CNX-204418"),
        ("(CNX)204418", "CNX-204418"),
        ('CNX "204418"', "CNX-204418"),
        ("my cnx number is 20 44 18", "CNX-204418"),
        ("CNX account no: 204418", "CNX-204418"),
        ("My CNX is 204418", "CNX-204418"),
        ("Acc: 204418 (CNX)", "CNX-204418"),
        ("204418/CNX", "CNX-204418"),
        ("20 4418 CNX", "CNX-204418"),
        ("refrence number 204418", "CNX-204418"),
        ("my acount is 204418", "CNX-204418"),
        ("Ref.204418", "CNX-204418"),
        ("cust no 20481163", "FLX20481163"),
        ("CNX-204418.50 was taken", "CNX-204418"),
    ],
)
def test_digits_are_grouped_and_led_up_to_in_many_ways(typed: str, value: str) -> None:
    assert value in [r.value for r in extract(message(typed, subject=""), PRACTICE).references]


@pytest.mark.parametrize(
    "typed",
    [
        "FLX.8410.2275.3",
        "CNX 20.4418.7",
        "version 1.2044.18",
        "£204418 CNX",
        "2044181 CNX",
        "CNX is not 204418",
        "CNX no 2 of 04418",
        "my british gas account 204418",
        "my council tax ref 204418",
    ],
)
def test_longer_numbers_and_other_firms_accounts_are_not_ours(typed: str) -> None:
    found = extract(message(typed, subject=""), PRACTICE).references
    assert not [r for r in found if r.type != "unknown"]
