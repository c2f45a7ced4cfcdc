"""The table of kinds: one test a row, and the doubts that must end as complaints."""

from __future__ import annotations

from dataclasses import replace

import pytest
from complaint_messages import FIRM, PRACTICE, judged, known_case, message, vouched

from mailbot.complaints.classify import RULES, Kind, Known, KnownCase, classify
from mailbot.complaints.extract import Extract
from mailbot.mail.message import Address, ParsedMessage, Report, ReportType, Zone

FORM = {"Auto-Submitted": "auto-generated"}
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
