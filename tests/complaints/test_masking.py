"""Card numbers are masked wherever they would be shown."""

from __future__ import annotations

import re

import pytest
from complaint_messages import ACCOUNT, PRACTICE, message
from hypothesis import example, given
from hypothesis import strategies as st

from mailbot.complaints.extract import extract
from mailbot.complaints.masking import mask
from mailbot.mail.message import Attachment, Zone

CARD = "4012888888881881"


@pytest.mark.parametrize(
    "typed",
    [
        CARD,
        "4012 8888 8888 1881",
        "4012-8888-8888-1881",
        "4012\u00a08888\u00a08888\u00a01881",
        "4012 8888\n8888 1881",
        "４０１２ ８８８８ ８８８８ １８８１",
        "Visa4012888888881881",
        "4012 8888 8888 1881 09/28",
        "07700 900118 4012888888881881",
    ],
)
def test_a_card_number_is_masked_however_it_is_typed(typed: str) -> None:
    text, count = mask(f"card {typed} ok")
    assert count == 1
    assert "401288******1881" in text
    assert "8888" not in text


def test_an_american_express_number_has_fifteen_digits() -> None:
    assert mask("3782 822463 10005") == ("378282*****0005", 1)


@pytest.mark.parametrize(
    "text",
    [
        "7000 1234 5678 9011",
        "4012888888881882",
        "07700 900118",
        "12340128888888818811234",
        "CNX-204418",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask(text) == (text, 0)


def test_the_security_code_goes_too() -> None:
    assert mask(f"{CARD} CVV 123, security code: 4321") == (
        "401288******1881 CVV ***, security code: ****",
        1,
    )


def test_a_reference_of_the_firm_is_never_masked() -> None:
    pattern = re.compile(r"[0-9]{16}")
    assert mask(CARD, keep=[pattern]) == (CARD, 0)
    assert mask(f"CNX-204418 {CARD}", keep=[ACCOUNT.pattern])[1] == 1
    assert mask("4012 8888 8888 1881", keep=[re.compile("[0-9]{8}")])[1] == 1


@given(st.text(alphabet="0123456789 -\nX", max_size=60))
@example("4004840406")  # with the six digits that stay visible it would look like another card number
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once, _ = mask(f"{text} {CARD} {text}")
    assert mask(once) == (once, 0)


def test_no_card_number_survives_in_what_was_found() -> None:
    parsed = message(
        f"Reference: {CARD} and card no. {CARD}",
        subject=CARD,
        zones=[(Zone.QUOTED, f"ref {CARD}")],
        attachments=(Attachment(f"{CARD}.pdf", "application/pdf", 1, "", text=f"ref {CARD}"),),
    )
    found = extract(parsed, PRACTICE)
    assert CARD not in repr(found)
    assert found.masked == 3
