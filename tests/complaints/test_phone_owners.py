"""Whose telephone number it is: his own, somebody else's, one he has given up or will not be rung on."""

from __future__ import annotations

import pytest
from complaint_messages import PRACTICE, message

from mailbot.complaints.contact.phones import find_phones
from mailbot.complaints.extract import extract


def phones(text: str) -> list[str]:
    return [number[-6:] for number in extract(message(text), PRACTICE).contact.phones]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("My mobile here is +33 6 39 98 41 07. Bye", "+33639984107"),
        ("+33.6.39.98.41.07", "+33639984107"),
        ("Tel: 0033 6 39 98 41 07", "+33639984107"),
        ("00353 20 913 0123", "+353209130123"),
        ("+61 491 570 156", "+61491570156"),
        ("+48 601 234 567", "+48601234567"),
        ("+92 300 1234567", "+923001234567"),
        ("+234 803 123 4567", "+2348031234567"),
        ("44 7700 900118", "+447700900118"),
        ("07700_900118", "+447700900118"),
        ("07700 900118x12", "+447700900118"),
        ("mobile no.07700900118", "+447700900118"),
    ],
)
def test_a_number_of_another_country_needs_a_plus_or_a_word_and_the_right_length(
    text: str, number: str
) -> None:
    assert [found for _, _, found in find_phones(text)] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "ref 0045 7719 2203",
        "see 0045 7719 2203 in our books",
        "+999 123 456 789",
        "+33 6 39 98",
        "447700900118901",
        "order 447700900118",
    ],
)
def test_a_run_of_digits_with_noughts_before_it_is_not_a_foreign_number(text: str) -> None:
    assert list(find_phones(text)) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("my new number is 07700 900118 (old one 07700 900222 no longer works)", ["900118"]),
        ("my number has changed from 07700 900222 to 07700 900118", ["900118"]),
        ("tel 07700 900118 not 07700 900222", ["900118"]),
        ("You have 07700 900222 on file, it is wrong, its 07700 900118", ["900118"]),
        ("07700 900222 is my old number", []),
        ("07700 900222 belongs to my mother", []),
        ("07700 900118 or 01632 960111", ["900118", "960111"]),
        ("call me on 07700 900118 after 6", ["900118"]),
        ("do not ring my work number 01632 960111", []),
        ("don't ring me at work on 01632 960111, use 07700 900118", ["900118"]),
        ("Please do not call before ten, 07700 900118", ["900118"]),
        ("Why don't you call me on 07700 900118", ["900118"]),
        ("ring me not her, 07700 900118", ["900118"]),
        ("that is a lie full stop phone me on 07700 900118", ["900118"]),
        ("He left a card, Gary 07700 900909, I've rung him six times", []),
        ("Your man Gary 07700 900909 came round", []),
        ("the bailiff's number is 07700 900909", []),
        ("the number on the letter is 01632 960111", []),
        ("the letter says ring 01632 960111", []),
        ("someone called Gary on 07700 900909 left a message", []),
        ("Gary's number is 07700 900909", []),
        ("I spoke to Gary (07700 900909) and he was rude", []),
        ("07700 900909 but nobody answers", ["900909"]),
        ("I tried 07700 900909, he doesn't pick up", []),
        ("please ring my son Gary on 07700 900118", ["900118"]),
        ("you can leave a message with my neighbour on 01632 960111", ["960111"]),
    ],
)
def test_only_numbers_he_can_and_will_be_rung_on_are_kept(text: str, kept: list[str]) -> None:
    assert phones(f"{text} and that is all I have to say about it.") == kept


@pytest.mark.parametrize(
    "text",
    [
        "Your phone: 07700 900118\nYour postcode: SE15 9ZP",
        "Your telephone number * 07700 900118",
        "Your contact number\n07700 900118",
        "Best number to call you on: 07700 900118",
    ],
)
def test_your_phone_in_a_form_is_the_writers(text: str) -> None:
    assert phones(text) == ["900118"]


def test_your_number_in_a_sentence_is_the_firms() -> None:
    assert phones("Your phone number 07700 900118 is never answered by anybody at all.") == []


@pytest.mark.parametrize("aside", ["(not for the public)", "(answerphone, please leave your name)", ""])
def test_an_adviser_signs_with_his_own_line_below_an_organisations_name(aside: str) -> None:
    signature = "Zainab Roe\nCitizens Advice Thornaby\n1 Chapel Wynd\nAdviser line 01632 960454 "
    assert phones(f"Please reply to me.\n\n{signature}{aside}") == ["960454"]


UNHAPPY = "I am unhappy with what you have done to my account and want it put right. "
SIGNATURE = "\n\nRegards\nJane Doe\n01632 960111"


@pytest.mark.parametrize(
    "sentence",
    [
        "My daughter Ann, 07700 900222, will tell you the same story if you ask her.",
        "His mobile is 07700 900222 and his landline 01632 960222.",
        "If you want to hear it from her she is on 07700 900222 most evenings.",
        "I keep being rung by 0161 496 0222 and 0161 496 0333 and nobody speaks.",
        "They ring from 07700 900222 or 020 7946 0222, sometimes withheld.",
        "A man on 07700 900222 told me he was from your fraud team.",
        "The seller gave 07700 900222 as his number and has now vanished.",
        "The shop's number is 01632 960222 and they will confirm it.",
        "You should be talking to my ex husband on 07700 900222, not to me.",
        "My brother Tom is the guarantor. Tom's on 07700 900222.",
        "You have my mum down with 07700 900222 as my emergency contact, take it off.",
        "Since Monday: 0161 496 0222 at 8.01, 0161 496 0222 at 8.40, 0161 496 0333 at 9.15.",
        "Here is the log of calls:\n\n08:01 0161 496 0222\n08:40 0161 496 0333\n\nEnough.",
        "The landlord, Mr Hill, 07700 900222, has the receipts.",
        "You sent my code to 07700 900222 and that is a stranger's phone.",
        'The text said "call us on 01632 960222 at once" and I did.',
        "Please remove 07700 900222 from my file, it was never mine.",
        "Somebody has changed the number on my account to 07700 900222.",
        "The scheme is run by Redwood Cover Services, 0113 496 0222.",
        "If you want the car ask Shaun Pike, 07700 900222, it is on his drive.",
        "It was sold to me by Carpet Barn, Ilkeston, 0115 496 0222.",
        "You rang my work on 01632 960222 and spoke to the receptionist.",
        "Whoever has my old SIM is on 07700 900222 and gets my codes.",
    ],
)
def test_a_number_of_somebody_else_is_not_his_whether_his_own_stands_below_or_none(sentence: str) -> None:
    assert phones(f"{UNHAPPY}{sentence} I want this sorted out.") == []
    assert phones(f"{UNHAPPY}{sentence} I want this sorted out.{SIGNATURE}") == ["960111"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Please ring on a weekday, 07700 900118, or write.",
        "His number is 07700 900222, mine is 07700 900118.",
        "My number is 07700 900118 and my daughter's is 07700 900222.",
        "I've had this number (07700 900118) since 2019.",
        "He has moved out. I am on 07700 900118.",
        "Your texts go to 07700 900118, that is me, and I am not Darren.",
        "Leave a message with my wife on 07700 900118 if I am out.",
        "Can someone who knows what they are doing phone 07700 900118?",
        "When I am at my sister's it is 07700 900118.",
        "My wife and I share a phone, 07700 900118.",
        "Please look at my complaint soon and ring on one of the weekdays, 07700\n900118, or simply write.",
        "Customer FLX20261234, Jane Doe, 07700 900118",
    ],
)
def test_his_own_number_is_kept_beside_words_of_others(sentence: str) -> None:
    assert phones(UNHAPPY + sentence) == ["900118"]


@pytest.mark.parametrize(
    ("signature", "kept"),
    [
        ("Doe Roofing Ltd\nDDI: 0117 496 0241\nSwitchboard: 0117 496 0200", ["960241", "960200"]),
        ("Head Office: 0117 496 0200\nMob: 07700 900118", ["960200", "900118"]),
        ("Tel: 01632 960 158 (Ann: 0161 496 0477)", ["960158"]),
        ("01632 960158 / 07700 900118 (husband)", ["960158"]),
        ("My carer Sue 07700 900222\nMe 07700 900118", ["900118"]),
    ],
)
def test_all_numbers_of_his_own_signature_are_his_save_those_it_gives_to_others(
    signature: str, kept: list[str]
) -> None:
    assert phones(f"{UNHAPPY}\n\nYours faithfully\nJane Doe\n{signature}") == kept


def test_a_number_nobody_claims_is_believed_only_where_none_is_surely_his() -> None:
    passing = "It is all in the thread with 07700 900222 as you know."
    assert phones(UNHAPPY + passing) == ["900222"]
    assert phones(UNHAPPY + passing + SIGNATURE) == ["960111"]
