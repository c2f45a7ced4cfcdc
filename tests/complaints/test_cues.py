"""Cues of vulnerability, contact that is not safe, topics, and whether anybody complains at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from complaint_messages import PRACTICE, message

from mailbot.complaints.cues import find_cues, is_contact_unsafe
from mailbot.complaints.extract import extract
from mailbot.complaints.practice import CuePattern
from mailbot.complaints.topics import find_topics
from mailbot.complaints.triage import is_displeased, is_enquiry, is_plainly_complaining
from mailbot.mail.message import Attachment, Zone


def priorities(text: str) -> set[str]:
    return {cue.priority for cue in find_cues([text])}


@pytest.mark.parametrize(
    "text",
    [
        "I can’t go on like this",
        "I just cant go on",
        "I have been thinking about ending\nit all",
        "I want to kill myself",
        "they would be better off without me",
        "I took an overdose",
        "I am not suicidal but",
        "I don't want to be here any more",
        "there is nothing left to live for",
        "I cannot see a way out",
        "I've had enough of living",
        "my son tried to kill himself",
        "I self-harm",
        "by the time you read this I'll be gone",
        "I can't face another day",
        "I rang the Samaritans",
    ],
)
def test_a_life_at_risk_pages_somebody(text: str) -> None:
    assert "P0" in priorities(text)


@pytest.mark.parametrize(
    "text",
    [
        "these fees are killing me",
        "I nearly died laughing",
        "the deadline is the 31st",
        "a dead loss",
        "my phone died",
        "This can't go on like this",
        "I cannot go on paying",
        "I can't go on holiday",
        "career suicide",
        "Deathwatch Timber",
        "you turned a blind eye",
        "it fell on deaf ears",
        "at the stroke of midnight",
        "my card was disabled",
        "the card terminal",
        "you are all scammers",
        "I have no arrears",
        "I am not disabled",
        "give me some breathing space",
        "I am 20 minutes late",
        "your late payment charge",
        "I am anxious to hear from you",
        "a stroke of luck",
        "I nearly had a heart attack",
    ],
)
def test_an_idiom_or_a_denial_is_no_cue(text: str) -> None:
    assert find_cues([text]) == ()


@pytest.mark.parametrize(
    ("text", "driver", "phrase", "priority"),
    [
        ("My father has dementia.", "health", "dementia", "P1"),
        ("I hold lasting power of attorney", "capability", "I hold lasting power of attorney", "P1"),
        ("who passed away on 3 July", "life events", "passed away", "P1"),
        ("my husband died in March", "life events", "husband died", "P1"),
        ("I have been the victim of a scam and", "life events", "victim of a scam", "P1"),
        ("I lost\nmy job in May", "life events", "lost my job", "P2"),
        ("I am 78 and live alone", "life events", "I am 78", "P2"),
        ("I had to use the food bank", "resilience", "food bank", "P2"),
        ("My breathing space started on 2 November", "resilience", "breathing space started", "P1"),
        ("im dyslexic", "capability", "im dyslexic", "P2"),
        ("English is not my first language", "capability", "English is not my first language", "P2"),
    ],
)
def test_a_cue_keeps_the_words_as_written(text: str, driver: str, phrase: str, priority: str) -> None:
    assert (driver, phrase, priority) in {(c.driver, c.phrase, c.priority) for c in find_cues([text])}


def test_a_firm_adds_its_own_cues_and_topics() -> None:
    practice = replace(
        PRACTICE,
        extra_cues=(CuePattern("health", "P1", "guide dog"),),
        extra_topics=(("branch", "Leeds branch"),),
    )
    found = extract(message("My guide\ndog was sent out of the Leeds  branch"), practice)
    assert ("guide dog", "P1") in {(cue.phrase, cue.priority) for cue in found.cues}
    assert found.topics == ("branch",)


def test_a_risk_to_life_is_found_in_a_forwarded_or_attached_letter_but_not_in_a_quoted_one() -> None:
    letter = "I want to kill myself"
    assert extract(message("see below", zones=[(Zone.FORWARDED, letter)]), PRACTICE).life_at_risk
    attached = (Attachment("a.txt", "text/plain", 1, "", text=letter),)
    assert extract(message("see attached", attachments=attached), PRACTICE).life_at_risk
    assert not extract(message("thanks", zones=[(Zone.QUOTED, letter)]), PRACTICE).life_at_risk
    assert extract(message("", zones=[(Zone.QUOTED, letter)]), PRACTICE).life_at_risk


@pytest.mark.parametrize(
    "text",
    [
        "because he reads my email at home",
        "It is domestic abuse",
        "I am in a refuge",
        "please do not write to my address",
    ],
)
def test_contact_that_may_not_be_safe_is_noticed(text: str) -> None:
    assert is_contact_unsafe([text])
    assert "P1" in priorities(text)


@pytest.mark.parametrize(
    "text", ["ring me dont write", "stop ringing me on my work number", "take the office number off"]
)
def test_a_wish_about_the_channel_is_not_danger(text: str) -> None:
    assert not is_contact_unsafe([text])


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("how you handled my personal data", {"data-protection"}),
        ("a subject access request under Article 15", {"subject-access-request"}),
        ("I do not owe you anything", {"disputed-debt"}),
        ("I am not Mr Hargreave", {"not-the-debtor"}),
        ("I settled this in full", {"disputed-debt"}),
        ("I withdraw my complaint", {"withdrawal"}),
        ("this is a letter before action", {"legal-action"}),
        ("nobody called Priti works there", set()),
        ("pursued for a debt that is not his", set()),
        ("my father's power of attorney", set()),
    ],
)
def test_topics_are_read_from_the_words(text: str, topics: set[str]) -> None:
    assert set(find_topics([text])) == topics


@pytest.mark.parametrize(
    "text",
    [
        "Could you tell me whether I can set up a standing order?",
        "Please note that I have moved house. New number below.",
        "Will my card work in Spain? There is no need to hurry.",
        "How do I change my name on the account?",
    ],
)
def test_a_plain_question_is_an_enquiry(text: str) -> None:
    parsed = message(text, subject="A question")
    assert is_enquiry(parsed, extract(parsed, PRACTICE))


@pytest.mark.parametrize(
    "text",
    [
        "Could you tell me why I was charged twice?",
        "When will you answer my last three emails??",
        "Please refund my money",
        "Could you send the letter you promised",
        "WHERE IS MY MONEY PLEASE TELL ME WHERE MY MONEY IS NOW",
        "ok",
        "",
        "Can you help, I still haven't had a reply",
        "Please tell me how I make a complaint",
        "Could you help? I have cancer.",
    ],
)
def test_in_doubt_it_is_no_enquiry(text: str) -> None:
    parsed = message(text)
    assert not is_enquiry(parsed, extract(parsed, PRACTICE))


def test_words_with_more_behind_them_are_no_enquiry() -> None:
    question = "Could you tell me what this means?"
    forwarded = message(question, zones=[(Zone.FORWARDED, "Dear Miss Stott")])
    attached = message(question, attachments=(Attachment("a.pdf", "application/pdf", 1, ""),))
    assert not is_enquiry(forwarded, extract(forwarded, PRACTICE))
    assert not is_enquiry(attached, extract(attached, PRACTICE))


def test_a_machines_regret_is_not_a_persons_complaint() -> None:
    assert not is_plainly_complaining(
        "I'm sorry to have to inform you that your message could not be delivered"
    )
    assert is_plainly_complaining("I wish to make a complaint about the charge")
    assert is_displeased("This is not what was agreed")
