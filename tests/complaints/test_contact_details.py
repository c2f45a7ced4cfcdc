"""Contact details: only the complainant's own, as typed."""

from __future__ import annotations

import pytest
from complaint_messages import FIRM, PRACTICE, message

from mailbot.complaints.extract import Contact, extract
from mailbot.complaints.names import find_name
from mailbot.complaints.phones import find_phones
from mailbot.complaints.places import find_postcodes
from mailbot.mail.message import Address, Zone


def contact(text: str, **changes: object) -> Contact:
    return extract(message(text, **changes), PRACTICE).contact


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("07700900118", ["+447700900118"]),
        ("ring 07700 900 118.", ["+447700900118"]),
        ("Tel: (01632) 960274", ["+441632960274"]),
        ("+44 (0)1632 960 866", ["+441632960866"]),
        ("0044 7700 900118", ["+447700900118"]),
        ("Mob: 07700-900-866", ["+447700900866"]),
        ("tel07700900118", ["+447700900118"]),
        ("01632/960274", ["+441632960274"]),
        ("mobile 7700 900118", ["+447700900118"]),
        ("01632 960866 07700 900866", ["+441632960866", "+447700900866"]),
        ("M:07700900118/H:01632960001", ["+447700900118", "+441632960001"]),
        ("+1 415 555 2671", ["+14155552671"]),
        ("0161 496 0123 ext 12", ["+441614960123"]),
    ],
)
def test_a_telephone_number_is_found_as_it_is_typed(text: str, numbers: list[str]) -> None:
    assert [number for _, _, number in find_phones(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "sort code 01-23-45 account 12345678",
        "01/02/2026 10:30",
        "account number 07700900118",
        "077009001189",
        "£07700900118",
        "card 0412 8888 8888 1881 7",
        "VAT no. GB 999 0000 73",
        "FLX07700900118",
        "0 0 0 0 0 0 0 0 0 0 0",
        "company number 00998877",
        "+999 123 456 789",
    ],
)
def test_other_numbers_are_no_telephone_numbers(text: str) -> None:
    assert list(find_phones(text)) == []


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("ll57 9zt", "LL57 9ZT"),
        ("sw1a1aa", "SW1A 1AA"),
        ("EC1A 1BB.", "EC1A 1BB"),
        ("GIR 0AA", "GIR 0AA"),
        ("S18\n9ZX", "S18 9ZX"),
        ("BFPO 58", "BFPO 58"),
        ("BX1 1LT", "BX1 1LT"),
        ("JE2 3AB", "JE2 3AB"),
    ],
)
def test_a_postcode_is_shown_in_capitals_with_one_space(text: str, postcode: str) -> None:
    assert [value for _, _, value in find_postcodes(text)] == [postcode]


@pytest.mark.parametrize(
    "text",
    ["Q1 1AA", "ZZ99 3WZ", "AB12 345", "b2 3rd floor", "CNX-204418", "S18\n9zx is", "CMP1 2AB", "x/S189ZX"],
)
def test_other_codes_are_no_postcodes(text: str) -> None:
    assert list(find_postcodes(text)) == []


@pytest.mark.parametrize(
    ("text", "display", "name"),
    [
        (
            "bla\n\nYours faithfully,\n\nHarold Pemberton\n14 Larkspur Close",
            "H Pemberton",
            "Harold Pemberton",
        ),
        ("bla\n\nJaz", "Jaz Whitlock", "Jaz Whitlock"),
        ("bla\n\nRegards\nMargaret Oduya (Mrs)", "M. Oduya", "Margaret Oduya"),
        ("bla\n\nMr and Mrs T Wierzbicki\n2 Saddlers Row", "thewierzbickis", "thewierzbickis"),
        ("bla\n\nYours faithfully\n\nMr and Mrs T Wierzbicki", "", "Mr and Mrs T Wierzbicki"),
        ("bla", "GREAVES, PAULINE", "PAULINE GREAVES"),
        ("bla", "John Smith, MBE", "John Smith, MBE"),
        ("bla\n\nThanks\nSue", "P Jones", "Sue"),
        ("bla\n\nwayne", "wayne o", "wayne o"),
        ("bla", "Imran Delaney (Foxglove Money Advice)", "Imran Delaney"),
        ("bla", "jane@example.org", ""),
        ("bla", "Complaints", ""),
        ("My name is Siân Llywelyn-Price and I am cross", "", "Siân Llywelyn-Price"),
        ("Name: Ada Obi\nMessage: you took money", "Website Form", "Ada Obi"),
        ("bla\n\nRegards\nPaul\n\nPaul Weatherby\n1 High St", "", "Paul Weatherby"),
        ("Please answer.\n\nShabnam", "", "Shabnam"),
        ("Please answer me at once", "", ""),
        ("bla\n\nRegards, Tom Jones", "", "Tom Jones"),
        (
            "I am not Mr Hargreave.\n\nMany thanks,\nOlumide Bankole\nFlat 6",
            "Olumide Bankole",
            "Olumide Bankole",
        ),
        ("bla\n\nBest,\nAnne-Marie O’Neill", "", "Anne-Marie O’Neill"),
        ("bla\n\nRegards\nVery unhappy customer", "Jo Bell", "Jo Bell"),
    ],
)
def test_the_name_is_the_one_under_the_letter_or_the_display_name(text: str, display: str, name: str) -> None:
    assert find_name(text, display) == name


def test_numbers_and_postcodes_of_the_firm_are_not_the_complainants() -> None:
    found = contact("You rang from 0114 496 0100, S3 9ZZ. Ring 07700 900118.")
    assert (found.phones, found.postcodes) == (("+447700900118",), ())


@pytest.mark.parametrize("zone", [Zone.QUOTED, Zone.FORWARDED, Zone.DISCLAIMER])
def test_nothing_is_taken_from_other_peoples_words(zone: Zone) -> None:
    found = contact(
        "See below", zones=[(zone, "Regards\nPriti Anand\n1 Mill Lane, Leeds LS8 9ZW\n0808 157 0200")]
    )
    assert (found.phones, found.postcodes, found.postal_address, found.name) == ((), (), "", "Jane Doe")


def test_the_signature_is_the_complainants_own() -> None:
    found = contact("See below", zones=[(Zone.SIGNATURE, "Jane Doe\n07700 900118")])
    assert found.phones == ("+447700900118",)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Regards\nJane Doe\n14 Larkspur Close\nDronfield\nS18 9ZX", "14 Larkspur Close, Dronfield S18 9ZX"),
        (
            "Jane Doe\nHarbour View, 5 Dogger Steps, Whitby, YO22 9ZB",
            "Harbour View, 5 Dogger Steps, Whitby YO22 9ZB",
        ),
        ("Home: 27 Quillfeather Road, Solihull B91 7ZJ", "27 Quillfeather Road, Solihull B91 7ZJ"),
        ("I live at 4 Elm Road, Leeds LS8 9ZW and wait.", "4 Elm Road, Leeds LS8 9ZW"),
        (
            "Jane Doe\nFlat 2/1, 48 Corrieshalloch Street\nGlasgow G41 9ZL",
            "Flat 2/1, 48 Corrieshalloch Street, Glasgow G41 9ZL",
        ),
        ("Your letter came to LS8 9ZW", ""),
    ],
)
def test_the_postal_address_stands_above_or_before_the_postcode(text: str, address: str) -> None:
    assert contact(text).postal_address == address


def test_an_address_named_in_passing_is_not_the_complainants() -> None:
    found = contact(
        "You wrote to f.doe@school.example.net. My email is jd@example.net.", reply_to=(Address("", FIRM),)
    )
    assert found.addresses == ("jane@example.org", "jd@example.net")
