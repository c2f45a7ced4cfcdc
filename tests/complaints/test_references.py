"""References: the firm's formats as people type them, regulators', labelled ones, and look-alikes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from complaint_messages import ACCOUNT, PRACTICE, message
from hypothesis import given
from hypothesis import strategies as st

from mailbot.complaints.extract import Extract, extract
from mailbot.complaints.numbers.formats import find_formatted
from mailbot.complaints.practice import ReferenceFormat
from mailbot.mail.message import Address, Attachment, Zone


def found_in(text: str, **changes: object) -> dict[str, str]:
    found = extract(message(text, **changes), PRACTICE)
    return {reference.value: reference.type for reference in found.references}


@pytest.mark.parametrize(
    "typed",
    [
        "CNX-550193",
        "cnx-550193",
        "cnx - 550193",
        "cnx - 550 193",
        "CNX550193",
        "CNX 550193",
        "CNX–550193",
        "CNX-\n550193",
        "CNX\u00a0550193",
        "ref-CNX-550193",
        "(CNX-550193)",
        "CNX-550193.",
        "CNX-550193/CNX-550194",
    ],
)
def test_an_account_reference_is_found_however_it_is_typed(typed: str) -> None:
    assert found_in(f"My number is {typed} and I am cross.")["CNX-550193"] == "account"


@pytest.mark.parametrize(
    "longer", ["CNX-5501934", "XCNX-550193", "CNX-550193-7", "ORD-CNX-550193", "CNX-550193A"]
)
def test_a_reference_is_never_found_inside_a_longer_token(longer: str) -> None:
    assert "CNX-550193" not in found_in(f"See {longer} for details.")


@given(st.from_regex(ACCOUNT.pattern, fullmatch=True), st.sampled_from([" ", "\n", " - ", ""]), st.booleans())
def test_a_reference_is_found_alone_whatever_separates_it(value: str, gap: str, small: bool) -> None:
    typed = value.replace("-", gap).lower() if small else value.replace("-", gap)
    assert {found for _, _, found in find_formatted(f"about {typed}, please", ACCOUNT.pattern)} == {value}


@pytest.mark.parametrize(
    ("pattern", "typed", "value"),
    [
        (r"FLX[0-9]{8}", "flx 2048 1163", "FLX20481163"),
        (r"AB/\d{4}/[A-Z]{2}", "ab / 1234 / xy", "AB/1234/XY"),
        (r"(?:ACC|LN)-?\d{5,7}", "acc 12345", "ACC12345"),
        (r"\bC\d{3} \d{3}\b", "c123456", "C123 456"),
        (r"[0-9]{8}", "1234 5678", "12345678"),
        (r"(?P<area>[A-Z]{2})\d{2}-\d{4}", "ab121234", "AB12-1234"),
        (r"K(?=\d)\d{5}", "k12345", "K12345"),
    ],
)
def test_any_pattern_of_a_firm_is_loosened_and_spelt_its_own_way(
    pattern: str, typed: str, value: str
) -> None:
    assert [found for _, _, found in find_formatted(f"no {typed}.", re.compile(pattern))] == [value]


def test_a_pattern_of_bare_digits_does_not_take_dates_phones_and_banks_for_references() -> None:
    practice = replace(PRACTICE, references=(ReferenceFormat("account", re.compile("[0-9]{8}")),))
    text = "On 12-10-2026 I rang 01632 960274. Sort code 12-34-56, account 41092837. Yours is 20481163."
    assert [r.value for r in extract(message(text), practice).references] == ["20481163"]


def test_each_reference_is_reported_once_from_the_newest_place() -> None:
    parsed = message(
        "My account is CNX-204418.", subject="cnx204418", zones=[(Zone.QUOTED, "CNX-204418 CNX-111111")]
    )
    found = extract(parsed, PRACTICE).references
    assert [(r.value, r.source) for r in found] == [("CNX-204418", "new"), ("CNX-111111", "quoted")]
    assert found[0].confidence > found[1].confidence


def test_references_are_read_from_attachments_and_their_names() -> None:
    attached = (Attachment("CNX-222222_letter.pdf", "application/pdf", 1, "", text="Account CNX-333333"),)
    found = extract(message("see attached", attachments=attached), PRACTICE).references
    assert {(r.value, r.source) for r in found} == {("CNX-222222", "filename"), ("CNX-333333", "attachment")}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Our ref: TH/2291", "TH/2291"),
        ("Your reference\nAB12345", "AB12345"),
        ("Account number:\n\n  99887766", "99887766"),
        ("policy no. 12/AB/778812", "12/AB/778812"),
        ("Complaint: 7781234", "7781234"),
        ("my agreement number is 1234 5678 90", "1234 5678 90"),
        ("[Ticket#118192] hello", "118192"),
    ],
)
def test_a_labelled_value_is_found_with_unknown_type(text: str, value: str) -> None:
    assert found_in(text)[value] == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "your reference dated 12-10-26",
        "ref: 12/10/2026",
        "account: 07700 900118",
        "customer no: S18 9ZX",
        "account £612.40",
        "reference: 25%",
        "sort code 65-43-21\naccount no. 10293847",
        "my case is 2 weeks old",
        "account 2291",
        "the complaint of 2026",
        "policy: 2026",
        "Case: 14:30",
        "sort code 12-34-56, account number 41092837",
    ],
)
def test_what_only_looks_like_a_reference_is_refused(text: str) -> None:
    assert found_in(text) == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Our reference: PNX-48213-K7Q2", "PNX-48213-K7Q2"),
        ("pnx-1234567-a1b2", "PNX-1234567-A1B2"),
        ("ICO case IC-318842-T6W1", "IC-318842-T6W1"),
        ("Consumer complaint CSA/26/1187", "CSA/26/1187"),
        ("the Ombudsman's case number is 17654321", "17654321"),
    ],
)
def test_a_regulators_reference_is_known_by_its_form(text: str, value: str) -> None:
    assert found_in(text)[value] == "regulator"


def test_eight_bare_digits_are_the_ombudsmans_only_when_he_writes() -> None:
    from_ombudsman = (Address("A", "a@financial-ombudsman.org.uk"),)
    assert found_in("About 17654321.", authors=from_ombudsman) == {"17654321": "regulator"}
    assert found_in("About 17654321.") == {}


def test_no_reference_of_the_firm_is_reported_missing() -> None:
    def missing(text: str) -> tuple[str, ...]:
        found: Extract = extract(message(text), PRACTICE)
        return found.missing

    assert "account reference" in missing("I am unhappy, ref: AB12345, about my charges")
    assert "account reference" not in missing("I am unhappy with CNX-204418 and its charges")
    assert "account reference" not in extract(message(), replace(PRACTICE, references=())).missing


@pytest.mark.parametrize(
    "typed",
    [
        "CNX/550193",
        "cnx.550193",
        "CNX: 550193",
        "CNX #550193",
        "cnx_550193",
        "C N X 550193",
        "CNX dash 55 01 93",
        "cnx hyphen 550193",
        "CNX-550=\n193",
        "CNX-\n> 550193",
        "\uff23\uff2e\uff38-\uff15\uff15\uff10\uff11\uff19\uff13",
        "CNX-55O193",
        "cnx 55ol93",
    ],
)
def test_an_account_reference_survives_separators_dictation_and_slips(typed: str) -> None:
    assert found_in(f"It is {typed} I think.", subject="") == {"CNX-550193": "account"}


@pytest.mark.parametrize("typed", ["CNX-OIL OLI", "CNX oil 55", "CNX-55OOO3", "CNX 55019", "cnx and 550193"])
def test_letters_are_not_digits_where_they_may_be_words(typed: str) -> None:
    assert "account" not in found_in(f"About {typed} please.", subject="").values()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my account number is 204418", {"CNX-204418": "account"}),
        ("a/c 204418", {"CNX-204418": "account"}),
        ("about my account 204418 with you", {"CNX-204418": "account"}),
        ("Your ref: 204418", {"CNX-204418": "account"}),
        ("Loan agreement number: 204418", {"CNX-204418": "account"}),
        ("customer no 2048 1163", {"FLX20481163": "customer"}),
        ("my FLX number is 20481163", {"FLX20481163": "customer"}),
        ("account number 20481163", {"20481163": "unknown"}),
        ("booking ref: 204418", {"204418": "unknown"}),
        ("order 204418", {}),
        ("my bank account 204418", {}),
        ("204418", {}),
    ],
)
def test_letters_left_out_are_put_back_only_behind_a_label_that_means_us(
    text: str, found: dict[str, str]
) -> None:
    assert found_in(text, subject="") == found


def test_a_completed_reference_is_believed_less_than_one_typed_whole() -> None:
    guessed = extract(message("account number 204418"), PRACTICE).references[0]
    typed = extract(message("account number CNX-204418"), PRACTICE).references[0]
    again = extract(message("account number 204418", subject="CNX-204418"), PRACTICE).references
    assert guessed.confidence < 0.6 < typed.confidence
    assert [(r.value, r.confidence > 0.9) for r in again] == [("CNX-204418", True)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Our Ref (KL-22918)", "KL-22918"),
        ("[ref: 7781234]", "7781234"),
        ("Customer ID\tAA-99-1", "AA-99-1"),
        ("ref no AB 123456", "AB 123456"),
        ("Policy Number: POL 0099 1827", "POL 0099 1827"),
        ("crime reference number 42/118273/26", "42/118273/26"),
        ("the reference I was given was 99182-KP", "99182-KP"),
        ("Case: CMP-2026-00127", "CMP-2026-00127"),
        ("Account No. - 8829173", "8829173"),
        ("| Roll number | 8827-1662 |", "8827-1662"),
        ("account number 8829173 07700 900118", "8829173"),
        ("account number 8829173 12 May 2026", "8829173"),
        ("CONFIRMATION: 77120418SEATS", "77120418"),
    ],
)
def test_a_label_may_be_joined_in_many_ways(text: str, value: str) -> None:
    assert found_in(text, subject="") == {value: "unknown"}


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example.com/order?ref=88271662",
        "write to ref=7781234@example.net",
        "<ref:12345678@mail.example.org>",
        "my bank account number is 12345678",
        "account number: 12345678\nSort code: 12-34-56",
        "refund to Barclays account no 12345678",
        "ref: QQ 12 34 56 C",
        "policy AB12 CDE",
        "reference: 192.168.10.24",
        "ref: £1,250.00",
        "account no 1250.00",
        "my account number ends in 4418",
        "card number 4012 8888 8888 1881",
        "reference your letter of 12 October 2026",
        "reference 2026/27",
        "ref 978-0-306-40615-7",
        "VAT ref GB 999 0000 73",
        "order number 99182731",
        "tracking number JD00022918",
    ],
)
def test_numbers_of_other_things_are_refused_behind_a_label_too(text: str) -> None:
    assert found_in(text, subject="") == {}
