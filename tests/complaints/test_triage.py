"""Whether anybody complains at all: in doubt it is a complaint (FCA Glossary)."""

from __future__ import annotations

import time

import pytest
from complaint_messages import PRACTICE, message

from mailbot.complaints.extract import extract
from mailbot.complaints.triage import is_displeased, is_enquiry, is_plainly_complaining
from mailbot.mail.message import Attachment, Zone


@pytest.mark.parametrize(
    "text",
    [
        "Could you tell me whether I can set up a standing order?",
        "Please note that I have moved house. New number below.",
        "Will my card work in Spain? There is no need to hurry.",
        "How do I change my name on the account?",
        "Hi, what are your opening hours over Christmas?",
        "Please could you send me a copy of my September statement?",
        "I would like to order a replacement card as mine has worn out. How do I do that?",
        "Could you tell me my current balance?",
        "How do I open a savings account with you?",
        "Please update my address to 4 Elm Road, Leeds LS1 4AB.",
        "I would like to change my surname. What do you need? Does my card still work in the meantime?",
        "Can I still pay by cheque?",
        "Could you let me have a settlement figure for 30 November please?",
        "What documents do I need to add my wife to the account?",
        "Is there a fee for using my card abroad?",
        "I have a new mobile number, 07700 900123. Please change your records.",
        "Can you tell me how to download the app?",
        "Could you please confirm my account is in credit? My mortgage broker needs a letter.",
        "I'd like to pay a bit extra each month, how do I set that up?",
        "When is my next payment due?",
        "Which sort code should I use to pay you?",
        "Please tell me how to close my account when the loan is paid off.",
        "What is the daily limit for transfers?",
        "Do you offer joint accounts?",
        "Just a quick question: can I move my payment date to the 28th?",
        "Please can I have a paper statement instead of an email?",
        "Where do I find my customer number?",
        "Thank you for the letter. Could you tell me whether I need to sign both pages?",
        "How long do transfers to France usually take?",
        "Could I have a form to authorise my daughter to speak to you?",
        "I've lost my card, how do I order a new one?",
        "Hello, I think I left my umbrella at your Sheffield office, was it handed in?",
        "Could you tell me what the interest rate is on the Flux account?",
        "Can you accept payment by card over the phone?",
        "Please cancel my appointment on Tuesday, I will ring to rebook.",
        "What happens to my direct debit if I change banks?",
        "Please let me know if you need anything else from me. I enclose the form you asked for.",
        "Do I need to tell you before I go on holiday?",
        "Is it possible to get a letter confirming my balance for my accountant?",
        "I would like to make an overpayment. Is there any charge?",
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
        "Is anyone actually there? 16 days.",
        "Why was I charged £12?",
        "Thanks for your help so far but can someone explain why it is taking so long?",
        "I asked for a statement on 3 March. Could you let me know when it will come?",
        "Could somebody please ring me back as promised?",
        "I'm still waiting for my statement, when will it arrive?",
        "Could you let me know when you intend to reply?",
        "This is the third time of asking: what is my balance?",
        "I would be grateful if you would stop sending me letters",
        "What sort of bank takes a month to answer a letter?",
        "Great service as ever. When can I expect the courtesy of an answer?",
        "Well done, you have managed to lose my form again. Can you send another?",
        "I was disappointed by the way I was spoken to. Could you pass this on?",
        "Please can you look into this, I think I have been overcharged",
        "My balance does not look right, could you check it?",
        "Can you explain this charge? I did not agree to it.",
        "Hello? Is there anybody there?",
        "I have heard nothing since May. Could you update me?",
        "How long do I have to wait for an answer?",
        "Would you mind telling me what is going on?",
        "Can I get my £40 back please?",
        "When are you going to pay me?",
        "I did ask for this in July. Please send it.",
        "Any news? I wrote on 4 May.",
        "I don't understand why my payment bounced. Can you tell me?",
        "could you sort my account out please, money has gone from it",
        "Please could you explain the interest you added in June, it is more than you told me",
        "Your app logged me out and I can't get in. What do I do?",
        "What do I have to do to speak to a human being?",
        "Am I ever going to hear from you?",
        "Who do I speak to about the way your agent behaved?",
        "Please tell me how I can take this further",
        "I'd like someone senior to call me about how this was handled",
        "Can you tell me when my card will arrive? I ordered it five weeks ago.",
        "Could you please remove the late fee?",
        "You took £60 on Monday instead of £30, can you put it back?",
        "Please confirm you will not contact my employer again",
        "Is this how you treat people?",
        "Could you tell me who decided to close my account?",
        "Please explain why my application was declined",
        "Is it normal for a transfer to take nine days?",
        "Can you chase this up for me please",
    ],
)
def test_in_doubt_it_is_no_enquiry(text: str) -> None:
    parsed = message(text)
    assert not is_enquiry(parsed, extract(parsed, PRACTICE))


@pytest.mark.parametrize(
    ("text", "enquiry"),
    [
        ("Do you offer statements in large print? My mother was registered blind.", True),
        ("Can I still pay by cheque? I am dyslexic.", True),
        ("Could you tell me my balance? I want to kill myself.", False),
        ("Could you tell me my balance? He reads my email.", False),
        ("Could you tell me my balance? My husband died in May.", False),
        ("Could you tell me my balance? I cannot afford food.", False),
    ],
)
def test_a_need_does_not_turn_a_question_into_a_complaint_but_danger_does(text: str, enquiry: bool) -> None:
    parsed = message(text)
    assert is_enquiry(parsed, extract(parsed, PRACTICE)) is enquiry


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


def test_a_hostile_text_costs_no_more_than_its_length() -> None:
    began = time.process_time()
    for text in ("i " * 32000, ". " * 32000, "not sure " * 7000, "could you still " * 4000):
        is_displeased(text)
        is_plainly_complaining(text)
        parsed = message("Hello", subject=text)
        is_enquiry(parsed, extract(parsed, PRACTICE))
    assert time.process_time() - began < 5
