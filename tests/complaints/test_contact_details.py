"""Contact details: only the complainant's own, as typed."""

from __future__ import annotations

from time import process_time

import pytest
from complaint_messages import FIRM, PRACTICE, message

from mailbot.complaints.contact.names import find_name
from mailbot.complaints.contact.phones import find_phones
from mailbot.complaints.contact.places import find_postcodes
from mailbot.complaints.contact.representatives import find_representative
from mailbot.complaints.contact.ways import find_contact
from mailbot.complaints.extract import Contact, extract
from mailbot.complaints.numbers.references import find_references
from mailbot.complaints.zones import zones_of
from mailbot.mail.message import Address, Zone

LONGEST = 2.0  # seconds for 64 KiB of the worst; the slow ones used to take minutes


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


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("+353 1 496 0123", ["+35314960123"]),
        ("00353 87 123 4567", ["+353871234567"]),
        ("+33 (0)1 99 00 12 34", ["+33199001234"]),
        ("07700.900.118", ["+447700900118"]),
        ("O7700 900118", ["+447700900118"]),
        ("0 7 7 0 0 9 0 0 1 1 8", ["+447700900118"]),
        ("(202) 555-0161 and 202/555-0123 or 202.555.0106", ["+12025550161", "+12025550123", "+12025550106"]),
        ("phone 202 555 0188", ["+12025550188"]),
        ("011-44-20-7946-0123", ["+442079460123"]),
        ("my mobile is 7700 900118", ["+447700900118"]),
    ],
)
def test_telephone_numbers_of_other_places_and_in_odd_writing(text: str, numbers: list[str]) -> None:
    assert sorted(number for _, _, number in find_phones(text)) == sorted(numbers)


@pytest.mark.parametrize(
    "text",
    [
        "Fax: 011294 0000-1234",  # no such area
        "tel: 020-5550123",
        "0315. 555 0123",
        "202 555 0188",  # not labelled: three groups of digits
        "ref 202-555-0188",
        "999-418-2211",  # no such area in North America
        "P004300001234567A1",
        "claim no 07700900118",
    ],
)
def test_numbers_of_no_telephone_plan_are_refused(text: str) -> None:
    assert list(find_phones(text)) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("you rang me on 07700 900118 today", True),
        ("they called me from 07700 900118", False),
        ("I keep getting calls, 07700 900118 mostly", False),
        ("07700 900118 keeps ringing me", False),
        ("07700 900118 is the number that rang", False),
        ("your agent's number 07700 900118", False),
        ("I rang 0808 157 0100", False),
        ("the scammer used 07700 900118", False),
        ("my solicitor is on 01632 960111", False),
        ("my old number was 07700 900118", False),
        ("my new mobile is 07700 900118", True),
        ("please phone my daughter on 07700 900118", True),
        ("I was told to call 01632 960111", False),
        ("I can be reached on 07700 900118", True),
        ("mobile 07700 900118", True),
    ],
)
def test_whose_number_it_is_the_words_around_it_say(text: str, kept: bool) -> None:
    assert bool(contact(f"{text} and nobody answers me any more.").phones) is kept


def test_the_newest_word_about_a_number_wins() -> None:
    found = contact("My old number was 07700 900111 but my new number is 07700 900222.")
    assert found.phones == ("+447700900222",)


def test_a_fax_machine_is_not_rung_and_kinds_stand_beside_their_numbers() -> None:
    found = contact("Bye\n\nJane Doe\nT: 01632 960866 (home)\nM 07700 900866\nF: 01632 960867")
    assert found.phones == ("+441632960866", "+447700900866")
    assert found.phone_kinds == ("home", "mobile")


@pytest.mark.parametrize(
    ("text", "postcodes"),
    [
        ("4 Elm Road, Leeds, LS8 OZW", ["LS8 0ZW"]),
        ("Fareham\nP015 5AB", ["PO15 5AB"]),
        ("LS8 ONE", []),
        ("WD200AB 40.5GB", []),
        ("B99 9ZZ", ["B99 9ZZ"]),
        ("DN990ZZ", []),
        ("see S302AB-2", []),
        ("we paid e4 2nd time", []),
        ("ECLA 1BB", []),
    ],
)
def test_slips_in_postcodes_are_mended_and_part_numbers_refused(text: str, postcodes: list[str]) -> None:
    assert [value for _, _, value in find_postcodes(text)] == postcodes


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "I used to live at 1 Quay Road, Whitby YO22 9ZB.\nI now live at 2 Mill Lane, Leeds LS8 9ZW.",
            "2 Mill",
        ),
        ("Previous address: 1 Quay Road, Whitby YO22 9ZB\nAddress: 2 Mill Lane, Leeds LS8 9ZW", "2 Mill"),
        ("Jane Doe, 2 Mill Lane, Leeds LS8 9ZW", "2 Mill Lane, Leeds LS8 9ZW"),
        ("Jane Doe\n\n2 Mill Lane\n\nLeeds\n\nLS8 9ZW", "2 Mill Lane, Leeds LS8 9ZW"),
        ("Address:\nPO Box 12\nSt Helier\nJersey JE2 3AB", "PO Box 12, St Helier, Jersey JE2 3AB"),
        ("My address: The Bothy, Glen Road\nBallymena\nBT43 9ZZ", "The Bothy, Glen Road, Ballymena BT43 9ZZ"),
        ("Address: 9 Rue du Port, Cork\nTel: 07700 900118", "9 Rue du Port, Cork"),
        ("Your branch at 1 High Street, Leeds LS1 4ZZ is shut.", ""),
        ("You sent it to 1 High Street, Leeds LS1 4ZZ again.", ""),
        ("Re: Mr A Hale, 1 High Street, Leeds LS1 4ZZ", ""),
        ("cc: Some Ombudsman, Exchange Square, London E14 9ZZ", ""),
    ],
)
def test_the_address_is_where_he_is_now(text: str, address: str) -> None:
    found = contact(text).postal_address
    assert found.startswith(address) if address else found == ""


def test_addresses_he_gives_are_added_to_those_he_writes_from() -> None:
    found = contact(
        "Best to email me on jane.work@example.com.\n\nJane Doe\njane.doe@example.net\nshop@example.com",
        reply_to=(Address("", "replies@example.org"),),
    )
    assert found.addresses == (
        "jane@example.org",
        "replies@example.org",
        "jane.work@example.com",
        "jane.doe@example.net",
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "0" * 60_000,
        "(0" * 30_000,
        "0 " * 30_000,
        "CNX" * 20_000,
        "CNX-" + "1 O" * 20_000,
        "account number " * 4_000,
        "ref " + "A/" * 20_000,
        "LS8 " * 15_000,
        "202-" * 15_000,
        "I am writing " * 4_500,
        "on behalf of my mother " * 2_500,
        "my my " * 10_000,
        "a@" * 30_000,
        "Jane " * 12_000,
        "Mr Jane\n" * 7_000,
        "my name is " * 5_000,
        "I have have been " * 3_500,
        "your number " * 5_000 + "07700 900118",
        "address: " * 6_000,
        "http://" * 8_000,
        "\n" * 60_000,
        "07700 900118 " * 4_000,
        "LS8 9ZW, 4 Elm Road, " * 3_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_hostile_text_costs_no_more_than_its_length(hostile: str) -> None:
    parsed = message(hostile)
    zones = zones_of(parsed, PRACTICE.references)
    before = process_time()
    find_references(zones, PRACTICE, author=None)
    find_contact(parsed, zones, PRACTICE)
    find_representative([zones.new])
    assert process_time() - before < LONGEST


def test_what_is_missing_is_only_what_would_help() -> None:
    def missing(text: str, **changes: object) -> tuple[str, ...]:
        return extract(message(text, **changes), PRACTICE).missing

    assert missing("You took money twice from CNX-204418.") == ()
    assert missing("You took money from me twice.") == (
        "account reference",
        "postal address or telephone number",
    )
    assert missing("You took money twice. Ring 07700 900118.") == ("account reference",)
    assert missing("I want to complain about CNX-204418, please ring me") == ("details of the complaint",)
    assert missing("I write on behalf of my mother, your man upset her. CNX-204418") == (
        "authority to act for the account holder",
    )
    assert missing("On behalf of my mother, her authority is attached. Upset. CNX-204418") == ()
