"""Where the complainant lives: houses called after what they were, addresses abroad, what is no address."""

from __future__ import annotations

from time import process_time

import pytest
from complaint_messages import PRACTICE, message

from mailbot.complaints.contact.borrowed_mailbox import is_borrowed, is_of_the_dead
from mailbot.complaints.contact.ways import find_contact
from mailbot.complaints.extract import extract
from mailbot.complaints.numbers.references import find_references
from mailbot.complaints.zones import zones_of

LONGEST = 2.0  # seconds for 64 KiB of the worst
BEFORE = "You have taken money from my account twice and nobody has answered me.\n\n"


def address(text: str) -> str:
    return extract(message(text), PRACTICE).contact.postal_address


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ("Le Petit Moulin, 24540 Montferrand", "Le Petit Moulin, 24540 Montferrand"),
        ("12 Rue du Port\n29200 Brest\nFrance", "12 Rue du Port, 29200 Brest, France"),
        ("Hauptstraße 5\n10115 Berlin\nGermany", "Hauptstraße 5, 10115 Berlin, Germany"),
        ("9 Main Street\nBantry\nCo. Cork\nIreland", "9 Main Street, Bantry, Co. Cork, Ireland"),
        ("9 Main Street, Bantry, Co. Cork, P75 X2K8", "9 Main Street, Bantry, Co. Cork, P75 X2K8"),
        ("Ul. Długa 14/3\n00-238 Warszawa\nPolska", "Ul. Długa 14/3, 00-238 Warszawa, Polska"),
        ("61 Pine Parade\nFremantle WA 6160\nAustralia", "61 Pine Parade, Fremantle WA 6160, Australia"),
        ("123 Maple Ave\nAustin, TX 78701\nUSA", "123 Maple Ave, Austin, TX 78701, USA"),
        ("44 King St W\nToronto ON M5H 1A1\nCanada", "44 King St W, Toronto ON M5H 1A1, Canada"),
        ("Singel 12\n1015 CN Amsterdam", "Singel 12, 1015 CN Amsterdam"),
        ("14 Elm Road\nLeeds", "14 Elm Road, Leeds"),
        ("Flat 3, 14 Elm Road\nLeeds", "Flat 3, 14 Elm Road, Leeds"),
        ("Flat 3\n14 Elm Road, Leeds LS8 9ZW", "Flat 3, 14 Elm Road, Leeds LS8 9ZW"),
        ("Mill House\n14 Elm Road, Leeds, LS8 9ZW", "Mill House, 14 Elm Road, Leeds LS8 9ZW"),
        ("The Old Surgery, Hospital Lane, Wem SY11 9ZL", "The Old Surgery, Hospital Lane, Wem SY11 9ZL"),
        ("The Old Bank\nChurch Street\nOswestry\nSY11 9ZL", "The Old Bank, Church Street, Oswestry SY11 9ZL"),
        (
            "The Post Office, Main Street, Oswestry SY11 9ZL",
            "The Post Office, Main Street, Oswestry SY11 9ZL",
        ),
        (
            "Flat above the shop, 4 Quay Rd, Whitby YO22 9ZB",
            "Flat above the shop, 4 Quay Rd, Whitby YO22 9ZB",
        ),
        (
            "Lower Barn, St. Mary's Lane, St. Helens WA9 9ZZ",
            "Lower Barn, St. Mary's Lane, St. Helens WA9 9ZZ",
        ),
        ("Ty Coch\nHeol y Felin\nYnys Môn\nLL65 9ZZ", "Ty Coch, Heol y Felin, Ynys Môn LL65 9ZZ"),
        (
            "31 Drumnagee Road\nBallymena\nCo. Antrim\nBT44 9ZE",
            "31 Drumnagee Road, Ballymena, Co. Antrim BT44 9ZE",
        ),
    ],
)
def test_an_address_under_the_name_is_taken_whole(lines: str, whole: str) -> None:
    assert address(f"{BEFORE}Jane Doe\n{lines}") == whole


@pytest.mark.parametrize(
    "text",
    [
        "I went to 12 Rue du Port, 29200 Brest and the card failed",
        "The hotel is at 12 Rue du Port, 29200 Brest, France",
        "I paid the\nHotel Miramar\n28013 Madrid\nSpain\nwhich was shut",
        "The Ford, 20245 Focus",
        f"{BEFORE}Jane Doe\n07700 900118\n20245 Focus",
        f"{BEFORE}Jane Doe\nFinance Director\nSome Company Ltd",
        "I live in Dublin, Ireland and it is raining.",
        "I went to the branch, 1 High Street, Leeds LS1 4ZZ and it was shut",
        "I used your Leeds Branch, 1 High Street, Leeds LS1 4ZZ",
        "my ex lives at 1 Quay Road, Whitby YO22 9ZB",
        "do not write to 1 Quay Road, Whitby YO22 9ZB",
        "My old address:\n\nFlat 3\n14 Elm Road, Leeds, LS8 9ZW",
    ],
)
def test_places_that_are_not_his_home_are_no_postal_address(text: str) -> None:
    assert address(text) == ""


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("I now live at 12 Rue du Port, 29200 Brest, France. Bye", "12 Rue du Port, 29200 Brest, France"),
        ("Write here, not there:\n\n61 Pine Parade\nFremantle WA 6160", "61 Pine Parade, Fremantle WA 6160"),
        (
            "You still write to 1 Quay Road, Whitby YO22 9ZB. I'm at 2 Mill Lane, Leeds LS8 9ZW",
            "2 Mill Lane, Leeds LS8 9ZW",
        ),
        ("im at flat 4b 14 elm rd leeds ls89zw", "flat 4b 14 elm rd leeds LS8 9ZW"),
        (
            "Address line 1: 14 Elm Road\nAddress line 2:\nTown: Leeds\nPostcode: LS8 9ZW",
            "14 Elm Road, Leeds LS8 9ZW",
        ),
        (f"{BEFORE}Jane Doe A1234BC\nHMP Leeds\nLeeds\nLS12 9ZZ", "HMP Leeds, Leeds LS12 9ZZ"),
        (f"{BEFORE}Jane Doe 14 Elm Road Leeds LS8 9ZW", "14 Elm Road Leeds LS8 9ZW"),
    ],
)
def test_an_address_he_calls_his_own_is_taken(text: str, whole: str) -> None:
    assert address(text) == whole


@pytest.mark.parametrize(
    ("text", "display", "borrowed"),
    [
        ("I am writing from my wifes email but ring me", "Jane Hale", True),
        ("using my daughter's account as I have none", "Jane Hale", True),
        ("My husband Leonard did the banking", "Leonard Hale", True),
        ("My husband did the banking", "Leonard Hale", False),
        ("You sent my wife's letter here", "Leonard Hale", False),
        ("I am Leonard", "Leonard Hale", False),
    ],
)
def test_whose_the_mailbox_is_the_words_say(text: str, display: str, borrowed: bool) -> None:
    assert is_borrowed(text, display) is borrowed


def test_the_dead_are_known_by_name() -> None:
    assert is_of_the_dead("My husband Leonard died in May", "Leonard Hale")
    assert is_of_the_dead("my late husband Leonard", "Mr Leonard Hale")
    assert not is_of_the_dead("My husband died in May", "Noreen Hale")


@pytest.mark.parametrize(
    "hostile",
    [
        "29200 Brest " * 5_000,
        "29200 Brest-" * 5_000,
        "France\n" * 9_000,
        "Jane Doe\n29200 Brest\n" * 3_000,
        "The Old Bank, " * 4_500,
        "do not write to " * 4_000 + "LS8 9ZW",
        "my late husband " * 4_000,
        "Jane Doe\n1 Elm\n" * 4_000,
        "CNX no is no is " * 4_000,
        "C.N.X." * 10_000,
        "2 0 4 4 1 8 CN " * 4_000,
        "don't ring 07700 900118 not " * 2_300,
        "Jane's number is 07700 900118 " * 2_100,
        "Your phone 07700 900118\n" * 2_600,
    ],
    ids=lambda text: text[:12],
)
def test_a_hostile_text_costs_no_more_than_its_length(hostile: str) -> None:
    parsed = message(hostile)
    before = process_time()
    zones = zones_of(parsed, PRACTICE.references)
    find_references(zones, PRACTICE, author=None)
    find_contact(parsed, zones, PRACTICE)
    assert process_time() - before < LONGEST


UNDER_HIS_NAME = "\n\nJane Doe\n16 Orchard View\nWellington\nTA21 9ZN"


@pytest.mark.parametrize(
    "sentence",
    [
        "He has been at 5 Gasworks Row, Taunton TA1 9ZB since the summer.",
        "The last we heard he was at 7 Foundry Lane, Burnley BB11 9ZQ.",
        "Today's text said \"Darren, we'll be visiting SY11 9ZY between 8 and 12\".",
        "Her new place at 3 Quay Road, Poole BH15 9ZX is nothing to do with me.",
        "My son lives at 9 Mill Brow, Kendal LA9 9ZB and never had your card.",
        "Please write to me, not to Mum's house at 12 Weavers Row, Bolton BL1 9ZX.",
        "The seller gave an address of 20 Low Street, Hull HU1 9ZX.",
        "You have me down at 2 Beech Walk, Stoke ST4 9ZX and I left there in 2019.",
        "Somebody opened an account in my name from 31 Long Lane, Bury BL9 9ZX.",
        "The debtor, a Mr Oyelaran, moved to 8 Kings Rise, Luton LU1 9ZX.",
        "The house we sold was 3 The Green, Thame OX9 9ZX.",
        "I bought it from Bright Kitchens, 9 Forge Way, Corby NN17 9ZX.",
        "Craig lives at 22 Dock View, Goole DN14 9ZX with his new girlfriend.",
        "Before that we rented 7 Kiln Court, Poole BH15 9ZX.",
        "The cash was taken out in Luton at LU1 9ZX.",
    ],
)
def test_a_place_of_somebody_else_or_one_he_has_left_is_not_where_he_lives(sentence: str) -> None:
    alone = extract(message(f"{BEFORE}{sentence} I want this put right."), PRACTICE).contact
    assert (alone.postcodes, alone.postal_address) == ((), "")
    signed = extract(message(f"{BEFORE}{sentence} That is all.{UNDER_HIS_NAME}"), PRACTICE).contact
    assert signed.postcodes == ("TA21 9ZN",)
    assert signed.postal_address == "16 Orchard View, Wellington TA21 9ZN"


@pytest.mark.parametrize(
    "sentence",
    [
        "My husband has left me and I am still at 16 Orchard View, Wellington TA21 9ZN.",
        "I have lived at 16 Orchard View, Wellington TA21 9ZN for thirty years.",
        "This house, 16 Orchard View, Wellington TA21 9ZN, has only us in it.",
        "I'm Jane Doe of 16 Orchard View, Wellington TA21 9ZN.",
        "Your man says I live in Bath but it is 16 Orchard View, Wellington TA21 9ZN.",
        "He lives with his mum now. I am at 16 Orchard View, Wellington TA21 9ZN.",
        "Since the divorce I live with my sister at 16 Orchard View, Wellington TA21 9ZN.",
        "Home is 16 Orchard View, Wellington TA21 9ZN.",
    ],
)
def test_his_own_place_is_found_inside_a_sentence(sentence: str) -> None:
    contact = extract(message(BEFORE + sentence), PRACTICE).contact
    assert contact.postcodes == ("TA21 9ZN",)
    assert contact.postal_address == "16 Orchard View, Wellington TA21 9ZN"


def test_a_house_with_a_name_needs_no_number() -> None:
    lines = "\n\nJane Doe\nThe Bungalow, Marl Lane, Wellington\nTA21 9ZN"
    assert address(BEFORE + lines) == "The Bungalow, Marl Lane, Wellington TA21 9ZN"
