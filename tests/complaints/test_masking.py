"""Card numbers and other identifiers are masked wherever they would be shown."""

from __future__ import annotations

import re
import time

import pytest
from complaint_messages import ACCOUNT, PRACTICE, message
from hypothesis import example, given
from hypothesis import strategies as st

from mailbot.complaints.extract import extract
from mailbot.complaints.numbers.masking import mask
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
    "typed",
    [
        "4012.8888.8888.1881",
        "4012\u00b78888\u00b78888\u00b71881",
        "4012_8888_8888_1881",
        "4012\u200b8888\u200b8888\u200b1881",
        "4012\u00ad8888\u00ad8888\u00ad1881",
        "4 0 1 2 8 8 8 8 8 8 8 8 1 8 8 1",
        "40 12 88 88 88 88 18 81",
        "40128888\n88881881",
        "4012 8888 8888 \n 1881",
        "4012\u20118888\u20118888\u20111881",
        "\u0664\u0660\u0661\u0662 \u0668\u0668\u0668\u0668 \u0668\u0668\u0668\u0668 \u0661\u0668\u0668\u0661",
        "401288 8888881881",
    ],
)
def test_what_stands_between_the_digits_does_not_hide_a_card_number(typed: str) -> None:
    assert mask(f"card {typed} ok") == ("card 401288******1881 ok", 1)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("sort code 12-34-56 account 41092837", "sort code **-**-56 account *****837"),
        ("Sort Code: 123456\nAccount number: 41092837", "Sort Code: ****56\nAccount number: *****837"),
        ("12-34-56 41092837", "**-**-56 *****837"),
        ("bank account 41092837", "bank account *****837"),
        ("GB82 WEST 1234 5698 7654 32", "GB82***************432"),
        ("GB82WEST12345698765432", "GB82***************432"),
        ("my NI number is QQ 12 34 56 A.", "my NI number is ** ** ** ** A."),
        ("nino qq123456a", "nino ********a"),
        ("my PIN is 1234", "my PIN is ****"),
        ("PIN: 4 3 2 1", "PIN: ****"),
        ("the passcode was 482910", "the passcode was ****"),
        ("password: hunter2, thanks", "password: ****, thanks"),
        ("my password is Fluffy99", "my password is ****"),
        ("memorable word = fluffy", "memorable word = ****"),
        ("mother's maiden name is Trench", "mother's maiden name is ****"),
        ("passport number 123456789", "passport number *******89"),
        ("licence MORGA657054SM9IJ", "licence **************IJ"),
        ("the 3 digits on the back 123", "the 3 digits on the back ***"),
        ("cv2 is 123", "cv2 is ***"),
    ],
)
def test_other_identifiers_are_masked_and_not_counted(text: str, masked: str) -> None:
    assert mask(text) == (masked, 0)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"{CARD} exp 09/28 cvv 123", "401288******1881 exp **/** cvv ***"),
        (f"{CARD}\nexpires 09/28", "401288******1881\nexpires **/**"),
        (f"{CARD} 09/28 123", "401288******1881 **/** ***"),
        (f"{CARD}, 123", "401288******1881, ***"),
    ],
)
def test_what_stands_beside_a_card_number_goes_with_it(text: str, masked: str) -> None:
    assert mask(text) == (masked, 1)


@pytest.mark.parametrize(
    "text",
    [
        "7000 1234 5678 9011",
        "4012888888881882",
        "07700 900118",
        "12340128888888818811234",
        "CNX-204418",
        "I paid on 12-10-26 and again on 15-10-26",
        "account number 41092837",
        "Our ref: QQ123456A",
        "the password is wrong",
        "the password reset is not working",
        "is there a way to see my PIN in the app?",
        "PIN sentry 2024/25",
        "GB82 WEST 1234 5698 7654 33",
        "VAT no. GB 999 0000 73",
        "FLX 2048 1163",
        "from 09/28 to 10/28",
        "\u00a3401.28 88.88 88.88 18.81",
        "the security code was sent to the wrong number",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask(text) == (text, 0)


def test_a_reference_of_eight_digits_beside_a_sort_code_is_kept() -> None:
    text = "sort code 12-34-56 reference 41092837"
    assert "41092837" in mask(text, keep=[re.compile("[0-9]{8}")])[0]
    assert mask("Order 41092837, sort code 12-34-56, account number 41092837", keep=[ACCOUNT.pattern])[0] == (
        "Order 41092837, sort code **-**-56, account number *****837"
    )


@pytest.mark.parametrize(
    "text",
    [
        "4 " * 32000,
        "1 " * 32000,
        "4\n" * 32000,
        "4" * 64000,
        f"{CARD} " * 3800,
        "4*" * 32000,
        "password is " * 5400,
    ],
)
def test_a_soup_of_digits_costs_no_more_than_its_length(text: str) -> None:
    began = time.process_time()
    mask(text, keep=[ACCOUNT.pattern, re.compile("[0-9]{8}")])
    assert time.process_time() - began < 1.5


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
