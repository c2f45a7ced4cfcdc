"""The table of kinds: one test a row, and the doubts that must end as complaints."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from complaint_messages import FIRM, PRACTICE, judged, known_case, message, vouched

from mailbot.complaints.classify import RULES, Kind, classify
from mailbot.complaints.extract import Extract
from mailbot.complaints.known import Known, KnownCase
from mailbot.complaints.regulators import find_regulator_references
from mailbot.mail.message import Address, ParsedMessage, Report, ReportType, Zone

FORM: dict[str, str] = {"Auto-Submitted": "auto-generated"}
OURS = (Address("Complaints", FIRM),)


def kind(parsed: ParsedMessage, known: Known | None = None) -> Kind:
    return judged(parsed, known)[0].kind


def test_what_nothing_says_anything_about_is_a_complaint() -> None:
    verdict = classify(message("hello"), Extract(), Known(), PRACTICE)
    assert (verdict.kind, verdict.rule) == (Kind.COMPLAINT, "otherwise")


def test_every_kind_has_its_rows_in_order_and_the_last_always_matches() -> None:
    assert list(dict.fromkeys(row[2] for row in RULES)) == list(Kind)
    assert len({row[0] for row in RULES}) == len(RULES)


def test_a_letter_of_ours_is_known_by_the_store_or_by_its_marks_under_our_address() -> None:
    assert kind(message(authors=OURS), Known(own_letter="<x@conexus.example.com>")) is Kind.OWN
    assert kind(message(), Known(own_letter="<x@conexus.example.com>")) is Kind.COMPLAINT
    assert kind(message(authors=OURS, headers={"X-Mailbot-Loop": "1"})) is Kind.OWN


def test_our_marks_under_a_strangers_address_are_a_complaint() -> None:
    assert kind(message(headers={"X-Mailbot-Loop": "1"})) is Kind.COMPLAINT


def test_a_colleague_writing_from_the_shared_mailbox_is_no_letter_of_ours() -> None:
    assert kind(message(authors=OURS, message_id="<abc@conexus.example.com>")) is Kind.COMPLAINT


@pytest.mark.parametrize("type_", list(ReportType))
def test_a_report_is_a_report_whatever_it_says(type_: ReportType) -> None:
    assert kind(message("I wish to complain", report=Report(type_))) is Kind.DELIVERY_REPORT


def test_a_machines_answer_is_automatic_even_if_it_sounds_dissatisfied() -> None:
    assert kind(message("I am not happy", headers={"Auto-Submitted": "auto-replied"})) is Kind.AUTOMATIC


def test_a_website_form_is_a_persons_complaint_not_acknowledged_but_owed() -> None:
    verdict, plan, _ = judged(message("Name: Jo\nMessage: you charged me twice", headers=FORM))
    assert verdict.kind is Kind.COMPLAINT
    assert not plan.acknowledge
    assert plan.owed
    assert plan.reason


def test_a_ticket_robot_is_no_website_form() -> None:
    robot = message(
        "Your request (88213) has been received. If you are unhappy, complain by replying.",
        subject="[Ticket #88213] We've received your request",
        headers={**FORM, "X-Auto-Response-Suppress": "All"},
        in_reply_to=("<1.ack.1@conexus.example.com>",),
    )
    assert kind(robot) is Kind.AUTOMATIC


@pytest.mark.parametrize("name", ["List-Id", "List-Unsubscribe", "List-Post"])
def test_mail_of_a_list_is_known_by_its_fields(name: str) -> None:
    assert kind(message("complaints are up", headers={name: "<a.b.example>"})) is Kind.LIST


def test_precedence_bulk_alone_does_not_make_a_persons_complaint_a_list() -> None:
    verdict, plan, _ = judged(message("I am unhappy with you", headers={"Precedence": "bulk"}))
    assert (verdict.kind, plan.acknowledge, plan.owed) == (Kind.COMPLAINT, False, True)


def test_precedence_bulk_with_a_way_to_unsubscribe_or_sent_to_others_is_a_list() -> None:
    bulk = {"Precedence": "bulk"}
    assert kind(message("Firms are unhappy. Unsubscribe here", headers=bulk)) is Kind.LIST
    assert (
        kind(message("unhappy", headers=bulk, recipients=(Address("", "all@lists.example.org"),)))
        is Kind.LIST
    )
    assert kind(message("unhappy", headers={"Precedence": "list"})) is Kind.LIST


def test_a_group_of_the_firms_own_that_feeds_the_mailbox_makes_no_list() -> None:
    headers = {"List-Id": "Complaints <complaints.conexus.example.com>"}
    verdict, plan, _ = judged(message(headers=headers))
    assert (verdict.kind, plan.owed) == (Kind.COMPLAINT, True)


@pytest.mark.parametrize(
    "domain", ["financial-ombudsman.org.uk", "mail.ICO.org.uk", "fca.org.uk", "csa-uk.com"]
)
def test_a_regulator_is_known_by_its_domain(domain: str) -> None:
    assert kind(message(authors=(Address("A", f"a@{domain}"),))) is Kind.REGULATOR


def test_a_domain_that_only_ends_alike_is_no_regulator() -> None:
    assert kind(message(authors=(Address("A", "a@not-ico.org.uk"),))) is Kind.COMPLAINT


@pytest.mark.parametrize("address", ["a@ico.org.uk", "sam@finance.example.com"])
def test_a_forged_regulator_or_handler_is_suspect(address: str) -> None:
    forged = message(authors=(Address("A", address),), authentication=(vouched("fail"),))
    assert kind(forged) is Kind.SUSPECT


def test_a_handler_is_known_by_the_exact_address() -> None:
    assert kind(message(authors=(Address("", "Sam@Finance.example.com"),))) is Kind.HANDLER
    assert kind(message(authors=(Address("", "not-sam@finance.example.com"),))) is Kind.COMPLAINT


@pytest.mark.parametrize("by", ["token", "message-id", "reference"])
def test_a_party_of_a_case_follows_it_up(by: str) -> None:
    assert kind(message(), Known(cases=(known_case(by),))) is Kind.FOLLOW_UP


@pytest.mark.parametrize("by", ["token", "message-id", "reference"])
def test_a_stranger_to_a_case_opens_his_own(by: str) -> None:
    verdict, plan, _ = judged(message(), Known(cases=(known_case(by, party="other@example.org"),)))
    assert verdict.kind is Kind.COMPLAINT
    assert (plan.case, plan.cites) == (None, ("C-1",))


def test_to_have_complained_before_is_no_follow_up() -> None:
    verdict, plan, _ = judged(message(), Known(cases=(known_case("same-author"),)))
    assert (verdict.kind, plan.cites) == (Kind.COMPLAINT, ())


def test_spam_and_forgery_are_suspect_only_on_our_own_servers_word() -> None:
    assert kind(message(headers={"X-Spam-Flag": "YES"})) is Kind.SUSPECT
    assert kind(message(authentication=(vouched("fail"),))) is Kind.SUSPECT
    assert kind(message(authentication=(vouched("fail", server="mx.evil.example"),))) is Kind.COMPLAINT
    assert kind(message(authentication=(vouched("pass"), vouched("fail")))) is Kind.COMPLAINT


def test_what_cannot_be_read_is_unreadable() -> None:
    assert kind(message(encrypted=True)) is Kind.UNREADABLE
    assert kind(message(unreadable="too large")) is Kind.UNREADABLE
    assert kind(message("", subject="")) is Kind.UNREADABLE
    assert kind(message("", subject="please ring me")) is Kind.COMPLAINT
    assert kind(message("", subject="", zones=[(Zone.FORWARDED, "words")])) is Kind.COMPLAINT


def test_an_enquiry_is_one_only_where_triage_is_on() -> None:
    question = message("Could you tell me how to change my name?", subject="A question")
    assert kind(question) is Kind.COMPLAINT
    assert judged(question, practice=replace(PRACTICE, triage=True))[0].kind is Kind.ENQUIRY


def test_an_answer_to_a_handlers_notice_from_elsewhere_is_no_complaint() -> None:
    assert kind(message(), Known(answers_notice=True)) is Kind.HANDLER


def test_a_party_who_answers_a_forwarded_notice_still_follows_up() -> None:
    case = KnownCase("C-1234-5678", frozenset({"jane@example.org"}), closed=False, by="token")
    parsed = message(authors=(Address("Jane", "jane@example.org"),))
    assert kind(parsed, Known(cases=(case,), answers_notice=True)) is Kind.FOLLOW_UP


def test_oversight_is_a_colleague() -> None:
    practice = replace(PRACTICE, desk=frozenset({"oversight@example.org"}))
    parsed = message(authors=(Address("Olive", "Oversight@example.org"),))
    assert classify(parsed, Extract(), Known(), practice).kind is Kind.HANDLER


def test_a_forged_party_joins_nothing() -> None:
    case = KnownCase("C-1234-5678", frozenset({"jane@example.org"}), closed=True, by="reference")
    parsed = message(authors=(Address("Jane", "jane@example.org"),), authentication=(vouched("fail"),))
    assert kind(parsed, Known(cases=(case,))) is Kind.SUSPECT


# --- machines and people who look like one --------------------------------------------------------------

NEWS = "Offers for you. You are receiving this email because you subscribed. To unsubscribe, click here."
CIRCULARS = [
    ({"Feedback-ID": "1:2:esp"}, {}),
    ({"X-Mailer": "MassMailing 3"}, {}),
    ({"X-Campaign": "w45"}, {}),
    ({"List-Unsubscribe": "<https://a.example.org>"}, {}),
    ({}, {"authors": (Address("Shop", "newsletter@shop.example.org"),)}),
    ({}, {"authors": (Address("Shop", "hello@news.shop.example.org"),)}),
    ({}, {"return_path": "bounces+88-jane=example.org@mail.example.org"}),
    ({}, {"return_path": "bounce-77_html-123@bounce.example.org"}),
]


@pytest.mark.parametrize(("headers", "changes"), CIRCULARS)
def test_a_mailing_is_known_by_its_form_and_its_words_together(
    headers: dict[str, str], changes: dict[str, Any]
) -> None:
    assert kind(message(NEWS, headers=headers, **changes)) is Kind.LIST
    complaint = "I want to make a complaint about my account. You took the fee twice."
    assert kind(message(complaint, headers=headers, **changes)) is Kind.COMPLAINT


def test_the_words_of_a_mailing_alone_leave_a_message_to_a_person() -> None:
    assert kind(message("If you do not wish to receive our news, unsubscribe here.")) is Kind.COMPLAINT
    forwarded = message("They keep sending me this.", zones=[(Zone.FORWARDED, NEWS)], subject="Fwd: Offers")
    assert kind(forwarded) is Kind.COMPLAINT


@pytest.mark.parametrize(
    ("headers", "changes"),
    [
        ({"X-BeenThere": "talk@lists.example.org"}, {}),
        ({"Mailing-List": "contact talk-help@lists.example.org; run by ezmlm"}, {}),
        ({"X-Mailing-List": "talk"}, {}),
        ({}, {"sender": Address("", "owner-talk@lists.example.org")}),
        ({}, {"return_path": "talk-bounces+jane=example.org@lists.example.org"}),
        ({"Precedence": "bulk"}, {"subject": "[talk] fees"}),
    ],
)
def test_mail_of_an_old_list_manager_is_a_list(headers: dict[str, str], changes: dict[str, Any]) -> None:
    assert kind(message("The fees are not fair.", headers=headers, **changes)) is Kind.LIST


@pytest.mark.parametrize(
    "name", ["List-Unsubscribe", "X-Auto-Response-Suppress", "Precedence", "Feedback-ID"]
)
def test_a_server_that_marks_all_it_sends_does_not_hide_a_complaint(name: str) -> None:
    value = {"X-Auto-Response-Suppress": "All", "Precedence": "bulk"}.get(name, "<https://a.example.org>")
    verdict, plan, _ = judged(message("I wish to complain about my loan.", headers={name: value}))
    assert verdict.kind is Kind.COMPLAINT
    assert plan.acknowledge or plan.owed


FORMS: list[dict[str, Any]] = [
    {"headers": FORM},
    {"authors": (Address("Website", "noreply@forms.example.org"),)},
    {
        "authors": (Address("Website", "web@forms.example.org"),),
        "reply_to": (Address("", "jo@example.org"),),
    },
    {
        "authors": (Address("Website", "noreply@forms.example.org"),),
        "reply_to": (Address("", "jo@example.org"),),
        "headers": {**FORM, "Feedback-ID": "1:2:esp"},
    },
]


@pytest.mark.parametrize("changes", FORMS)
def test_a_form_is_a_persons_whatever_sends_it(changes: dict[str, Any]) -> None:
    filled = (
        "Name: Jo\nEmail: jo@example.org\nMessage: the fee\n\nThis is an automated message, do not reply."
    )
    assert kind(message(filled, subject="Contact form", **changes)) is Kind.COMPLAINT


def test_a_services_notice_from_an_address_nobody_reads_is_automatic() -> None:
    robot = (Address("Shop", "noreply@shop.example.org"),)
    notice = message(
        "Your order was sent. Please do not reply to this email.", authors=robot, subject="Order"
    )
    assert kind(notice) is Kind.AUTOMATIC


def test_another_firms_robot_that_speaks_of_complaints_is_automatic() -> None:
    words = "Thank you for your email. We are sorry that you are unhappy. Our complaint team will reply."
    robot = message(words, headers=FORM, in_reply_to=("<1.ack.1@conexus.example.com>",))
    assert kind(robot) is Kind.AUTOMATIC


def test_somebody_away_who_is_no_robot_is_a_complaint() -> None:
    words = "I want to make a complaint about my card. "
    words += "I am on annual leave until Monday and will reply on my return."
    assert kind(message(words, in_reply_to=("<1@example.org>",), subject="Re: letter")) is Kind.COMPLAINT


# --- regulators -----------------------------------------------------------------------------------------

OMBUDSMAN = (Address("Case handler", "a.person@financial-ombudsman.org.uk"),)
ASKS = "Please send your file on PNX-12345-A1B2 by Friday."


@pytest.mark.parametrize(
    "headers",
    [FORM, {"Precedence": "bulk"}, {"List-Unsubscribe": "<https://a.example.org>"}, {"List-Id": "<x.y>"}],
)
def test_a_regulators_letter_is_one_whatever_its_system_adds(headers: dict[str, str]) -> None:
    text = f"{ASKS} This is an automated email."
    assert kind(message(text, authors=OMBUDSMAN, headers=headers)) is Kind.REGULATOR


def test_a_regulators_robot_and_newsletter_are_no_letter() -> None:
    away = message(ASKS, authors=OMBUDSMAN, headers={"Auto-Submitted": "auto-replied"})
    assert kind(away) is Kind.AUTOMATIC
    assert kind(message(NEWS, authors=OMBUDSMAN, headers={"List-Id": "<news.x>"})) is Kind.LIST
    assert (
        kind(message("x", authors=OMBUDSMAN, report=Report(ReportType.TEXT_BOUNCE))) is Kind.DELIVERY_REPORT
    )


@pytest.mark.parametrize(
    ("text", "author", "found"),
    [
        ("our ref PNX-12345-A1B2", None, ["PNX-12345-A1B2"]),
        ("pnx 12345 a1b2", None, []),
        ("IC-318842-T6W1 and CSA/26/1187", None, ["IC-318842-T6W1", "CSA/26/1187"]),
        ("12345678", None, []),
        ("the Ombudsman's reference 12345678", None, ["12345678"]),
        ("12345678", "FOS", ["12345678"]),
        ("RFA0812345", "ICO", ["RFA0812345"]),
        ("COM0812345", None, []),
        ("the ICO's case COM0812345", None, ["COM0812345"]),
    ],
)
def test_a_regulators_reference_is_known_by_its_form_or_its_label(
    text: str, author: str | None, found: list[str]
) -> None:
    assert [value for _, _, value in find_regulator_references(text, author=author)] == found


def test_a_citing_stranger_is_linked_and_never_joined_whatever_the_marks() -> None:
    known = Known(cases=(known_case("reference", party="other@example.org"),))
    for headers in ({}, {"Auto-Submitted": "auto-replied"}, {"List-Id": "<x.example.org>"}):
        _, plan, _ = judged(message("About C-1.", headers=headers), known)
        assert plan.case is None
