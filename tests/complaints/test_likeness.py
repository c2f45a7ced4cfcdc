"""Whether two texts are one complaint: the same through two channels, a chaser, or a stranger's copy."""

from __future__ import annotations

import time

import pytest

from mailbot.complaints.likeness import ALIKE, MOST, likeness, signature

COMPLAINT = (
    "Dear Sir or Madam,\n\nI wish to complain about the late payment charge of £25 which you added to my "
    "account CNX-204418 on 28 August. My standing order left my bank on 24 August, four days before the date "
    "printed on your own payment plan letter. Your Mr Lister told me on the telephone that he could see the "
    "payment on his screen. He then said the system adds the charge by itself and that there was nothing he "
    "could do about it. I would like the charge removed and a letter confirming that no late "
    "payment has been "
    "recorded against me.\n\nHarold Pemberton"
)
RETYPED = (
    "hello, i wish to complain about the late payment charge of 25 pounds which you added to my account "
    "cnx-204418 in August. My standing order left my bank on 24 Aug, four days before the date "
    "printed on the "
    "payment plan letter. Mr Lister told me on the telephone he could see the payment on his screen. He then "
    "said the system adds the charge by itself and there was nothing he could do. I would like the charge "
    "removed and a letter confirming no late payment has been recorded against me. H Pemberton"
)
ANOTHER = (
    "Dear Sir or Madam,\n\nI wish to complain about your agent, who called at my house on 4 October "
    "without an "
    "appointment about my account CNX-204418. He would not show me his card, he stood on my step for ten "
    "minutes and he spoke so loudly that my neighbour came out to look. I would like to know who "
    "sent him, and "
    "a letter confirming that nobody will call again.\n\nHarold Pemberton"
)
TEMPLATE = (
    "I refer to the above account. I do not acknowledge any debt to your company. Please send me a true copy "
    "of the executed agreement, a full statement of account and the deed of assignment within twelve working "
    "days. Until you do so the account is in dispute and all collection must cease. My reference is {}."
)


def alike(one: str, other: str) -> float:
    return likeness(signature(one), signature(other))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(COMPLAINT, id="sent twice"),
        pytest.param(COMPLAINT.upper(), id="in capitals"),
        pytest.param("  ".join(COMPLAINT.split()), id="without line ends"),
        pytest.param("\n".join(f"> {line}" for line in COMPLAINT.splitlines()), id="quoted"),
        pytest.param(f"As I have not heard from you I send this again.\n\n{COMPLAINT}", id="a chaser on top"),
        pytest.param(f"Name: Harold Pemberton\nMessage: {COMPLAINT}\nContact me by: post", id="a web form"),
        pytest.param(f"{COMPLAINT}\n\nSent from my iPad", id="a signature below"),
        pytest.param(COMPLAINT.replace("'", "\u2019"), id="curly quotes"),
        pytest.param(RETYPED, id="retyped"),
        pytest.param(COMPLAINT.partition("He then")[0], id="cut short"),
        pytest.param(COMPLAINT.replace("CNX-204418", "CNX204418"), id="the reference without its hyphen"),
        pytest.param(COMPLAINT.replace("CNX-204418", ""), id="without the reference"),
    ],
)
def test_the_same_complaint_again_is_alike(other: str) -> None:
    assert alike(COMPLAINT, other) >= ALIKE
    assert alike(other, COMPLAINT) == alike(COMPLAINT, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(COMPLAINT, ANOTHER, id="two complaints of one person"),
        pytest.param(
            TEMPLATE.format("CNX-118305"), TEMPLATE.format("CNX-550193"), id="one template, two people"
        ),
        pytest.param("Please call me back", "Please call me back", id="too short to say"),
        pytest.param("", "", id="nothing"),
        pytest.param("", COMPLAINT, id="nothing and something"),
        pytest.param("I am not happy with the service I have had from you", COMPLAINT, id="any complaint"),
    ],
)
def test_another_complaint_is_not(one: str, other: str) -> None:
    assert alike(one, other) < ALIKE


def test_two_complaints_of_one_person_are_far_from_the_line() -> None:
    assert alike(COMPLAINT, ANOTHER) < ALIKE / 2


def test_a_long_text_keeps_a_small_signature_that_still_contains_it() -> None:
    long = " ".join(f"word{number} of the long story" for number in range(2000))
    assert len(signature(long)) <= 2 * MOST
    assert alike(long, f"{long} and more of it") > 0.9


def test_a_signature_is_the_same_every_day() -> None:
    assert signature("the same three words again") == signature("The same, three words AGAIN.")
    assert signature("one two three")[0] == 2015744983


def test_a_hostile_text_costs_no_more_than_its_length() -> None:
    began = time.process_time()
    for text in ("1-" * 40000, "a" * 80000, "> " * 40000, "9" * 80000, "'a" * 40000):
        signature(text)
    assert time.process_time() - began < 2
