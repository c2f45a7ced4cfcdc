"""What letters must say and must never say: each row of the lists sees what it should, and only that."""

from __future__ import annotations

import pytest

from mailbot.complaints.prohibition import ANSWERS
from mailbot.complaints.prohibitions import PROHIBITIONS, forbidden
from mailbot.complaints.rule_sets import TIMESCALES_BEGAN, rule_set
from mailbot.complaints.statements import FLOORS, STATEMENTS, says_annex_3r
from mailbot.complaints.wording import Context, words_of
from mailbot.mail.writing.templates import Templates, shipped_templates

FIRM = {
    "phone": "0800 000 0000",
    "email": "c@firm.example",
    "procedure_url": "https://firm.example/complaints",
}
STANDARD: Context = {
    "firm": FIRM,
    "reference": "C-1",
    "eight_weeks_by": "Friday 12 February 2027",
    "handler": "Sam",
}
PAYMENTS: Context = {
    "firm": FIRM,
    "payments_by": "Wednesday 13 January 2027",
    "payments_after_holding_by": "Wednesday 10 February 2027",
}
BY_PAYMENTS = (
    "Our final response comes within 15 business days, by Wednesday 13 January 2027; exceptionally a holding "
    "reply first, and the final response within 35 business days, by Wednesday 10 February 2027."
)
TEXT_ONLY = {"firm": {**FIRM, "procedure_url": "", "complaints_procedure": ["Tell us.", "We answer."]}}
NO_PAGE = {"firm": {**FIRM, "procedure_url": ""}}

SAID: list[tuple[str, str, Context]] = [
    ("received", "We have received your complaint and are looking into it.", STANDARD),
    ("received", "Thank you: we’ve had it since Friday 1 May 2026 and are **dealing with** it.",
     {"received_on": "Friday 1 May 2026"}),
    ("timescales", "A final response within EIGHT WEEKS, by\nFriday 12 February\n2027.", STANDARD),
    ("timescales", "We will send a written response in 8 weeks: Friday 12 February 2027.", STANDARD),
    ("timescales", BY_PAYMENTS, PAYMENTS),
    ("email-consent", "May we answer by e-mail? Else you get a letter.", PAYMENTS),
    ("data-protection", "We are investigating what happened to your personal information.", STANDARD),
    ("data-outcome", "Your personal data: complain to the Information Commissioner, ico.org.uk.", STANDARD),
    ("who", "Sam is looking after it.", STANDARD),
    ("who", "Our customer care team has it.", {"handler": ""}),
    ("contact", "Reply to this email or ring 0800 000 0000.", STANDARD),
    ("contact", "Write to c@firm.example.", {"firm": {"phone": "", "email": "c@firm.example"}}),
    ("formats", "We can write in Braille or large print.", STANDARD),
    ("procedure", "Complaining is free. Our procedure: https://firm.example/complaints", STANDARD),
    ("procedure", "To complain costs nothing: the procedure is free. Tell us. We answer.", TEXT_ONLY),
    ("procedure", "Ask for a free copy of our procedure.", NO_PAGE),
    ("reference", "Your reference: c-1", STANDARD),
    ("ombudsman", "The Financial Ombudsman Service, https://www.financial-ombudsman.org.uk", STANDARD),
    ("debt", "This is not a request for payment.", STANDARD),
    ("not-an-answer", "This is not our final response to it.", STANDARD),
    ("ombudsman-now", "You have the right to refer it to the Financial Ombudsman Service.", STANDARD),
    ("annex-3r", "Before. You must do so within six months of\nthis letter. After.",
     {"wording": ["You must do so within six months of this letter."]}),
    ("leaflet", "We enclose the Ombudsman's leaflet.", STANDARD),
    ("reasons", "We wait for the creditor’s papers.", {"because": "We wait for the creditor's papers."}),
    ("reasons", "[[why it takes longer]]", {"because": ""}),
    ("expected", "You will have it by Friday 12 March 2027.", {"expected_on": "Friday 12 March 2027"}),
    ("expected", "By Wednesday 10 February 2027.", {**PAYMENTS, "expected_on": ""}),
    ("resolved", "You complained on Friday; we now consider this resolved.", STANDARD),
    ("if-dissatisfied", "If you are unhappy later, you may be able to ask the Ombudsman.", STANDARD),
    ("more-on-its-site", "There is further information on its website.", STANDARD),
    ("other-firm", "We passed it to Other Bank, Leeds LS1 4AP.", {"other_firm": "Other Bank"}),
    ("other-firm", "We passed it to Other Bank: c@other.example.", {"other_firm": "Other Bank"}),
    ("other-firm", "We passed it to Other Bank, telephone 0113 496 0000.", {"other_firm": "Other Bank"}),
]  # fmt: skip

NOT_SAID: list[tuple[str, str, Context]] = [
    ("received", "We have received your complaint.", STANDARD),
    ("timescales", "A final response within eight weeks.", STANDARD),
    ("timescales", "A final response by Friday 12 February 2027.", STANDARD),
    ("timescales", "A reply within eight weeks, by Friday 12 February 2027.", STANDARD),
    ("timescales", BY_PAYMENTS.replace("exceptionally", "or"), PAYMENTS),
    ("timescales", BY_PAYMENTS.replace("35 business", "35 working"), PAYMENTS),
    ("timescales", BY_PAYMENTS.replace("10 February", "11 February"), PAYMENTS),
    ("timescales", BY_PAYMENTS, {**STANDARD, **PAYMENTS}),
    ("timescales", "Eight weeks for a final response.", {}),
    ("email-consent", "We answer by email.", PAYMENTS),
    ("data-protection", "Your personal data are dear to us.", STANDARD),
    ("data-outcome", "We lost your personal data, and are sorry.", STANDARD),
    ("who", "Somebody is looking after it.", STANDARD),
    ("contact", "Reply to this email.", STANDARD),
    ("contact", "Ring 0800 000 0000 only after noon.", {"firm": {"phone": "0800 111 1111", "email": ""}}),
    ("formats", "Tell us if you need anything.", STANDARD),
    ("procedure", "Our procedure: https://firm.example/complaints. The Ombudsman looks at it free of charge.",
     STANDARD),
    ("procedure", "The procedure is free. Tell us.", TEXT_ONLY),
    ("procedure", "Complaining is free. We have a procedure.", NO_PAGE),
    ("reference", "Your reference: C-2", STANDARD),
    ("ombudsman", "The Financial Ombudsman Service.", STANDARD),
    ("ombudsman", "See www.financial-ombudsman.org.uk.", STANDARD),
    ("debt", "Please wait.", STANDARD),
    ("not-an-answer", "This is our answer.", STANDARD),
    ("ombudsman-now", "The Ombudsman is independent.", STANDARD),
    ("annex-3r", "You must do so in six months.", {"wording": ["You must do so in six months of it."]}),
    ("annex-3r", "You must do so within six months.", {"wording": []}),
    ("leaflet", "There is a leaflet on the website.", STANDARD),
    ("reasons", "It takes longer.", {"because": "We wait for papers."}),
    ("expected", "You will have it soon.", {"expected_on": ""}),
    ("resolved", "We sent you £50.", STANDARD),
    ("if-dissatisfied", "You may ask the Ombudsman.", STANDARD),
    ("more-on-its-site", "The Ombudsman is independent.", STANDARD),
    ("other-firm", "We passed it on.", {"other_firm": "Other Bank"}),
]  # fmt: skip

# What a letter may well say, although it sounds like what it must not.
HARMLESS = [
    ("payment-demand", "Your complaint is about a debt. This email does not ask for a payment."),
    ("payment-demand", "A payment or electronic money: we will answer."),
    (
        "talk-of-debt",
        "If you told us that a debt is not yours, is paid or is the wrong amount, we look into it.",
    ),
    ("premium-number", "Call 0800 023 4567, 0300 123 9123 or 020 7964 0900, 0900-1700, ref 0845."),
    ("premium-number", "On 09.12.2026 at 09:30, by 09 12 2026, or (0845) not. From 0900 to 1700, room 0.98."),
    ("premium-number", "Call 0044 20 7946 0100, +44 (0)20 7946 0100, 0121 984 5871 or 0191 498 0999."),
    ("comment", "We look into it -- all of it <!soon>."),
    ("tags", "See <https://firm.example> or <c@firm.example>: 3 < 4 and 5 > 4."),
    ("decision", "We have not decided whether to uphold your complaint."),
    ("stale-ombudsman", "complaint.info@financial-ombudsman.org.uk, https://www.financial-ombudsman.org.uk."),
    ("ombudsman-as-regulator", "We are regulated by the Financial Conduct Authority."),
    ("invented-rule", "We will send you our final response within 15 business days."),
    ("two-stages", "We have eight weeks to answer you."),
    ("account-number", "C-7K2M-9QXD of 2026-12-18, call 0800 000 0000 or +44 20 7946 0100"),
    ("placeholder", "[[what you found]] [C-7K2M-9QXD] XX Ltd"),
    ("picture", "Well done! [See our page](https://firm.example), or write to <{{ firm.email }}>."),
    ("decision", "Nothing has been decided about what you complain of. We look into it."),
    ("admission", "We accept complaints in any way you like."),
    ("six-months", "There are time limits for going to the Ombudsman."),
    ("waiver", "You gave us permission to look at your file. We waive the fee."),
    ("final-response", "Our final response is likely to take until May. Our final decision is not made."),
    ("final-response", "It will be our final response, or it will explain why we cannot give one yet."),
    ("ombudsman-now", "You may be able to ask the Ombudsman to look at your complaint."),
    (
        "another-response",
        "We will look at your next complaint as a new one. You can go to the Ombudsman now.",
    ),
    ("no-reply", "Please reply to this email. You do not need to answer at once."),
    ("too-long", "We will answer within eight weeks, by Friday 12 February 2027. It took 12 weeks."),
    ("day-in-figures", "By Friday 12 February 2027, call 020 7946 0100, from 9.30 to 17.00, section 1.6.2."),
    (
        "link",
        "[Our page](https://firm.example), [write](mailto:c@firm.example) or [ring](tel:+442079460100).",
    ),
    ("flags", "If you are vulnerable or need other help, please tell us."),
]


def test_the_lists_are_closed_and_each_row_has_its_rule() -> None:
    assert {name for name, *_ in SAID} == {name for name, *_ in NOT_SAID} == set(STATEMENTS)
    assert {name for name, _ in HARMLESS} == set(PROHIBITIONS)
    assert all(one.source and one.what for one in STATEMENTS.values())
    assert all(one.source and one.why for one in PROHIBITIONS.values())
    assert {name for floor in FLOORS.values() for name in floor} <= set(STATEMENTS)


def test_every_shipped_letter_names_at_the_least_its_floor() -> None:
    templates = Templates(shipped_templates(), None)
    assert set(FLOORS) <= set(templates.names())
    for name in FLOORS:
        assert set(FLOORS[name]) <= set(templates.source(name).names("requires")), name


@pytest.mark.parametrize(("name", "text", "context"), SAID)
def test_a_statement_is_seen_however_it_is_put(name: str, text: str, context: Context) -> None:
    assert STATEMENTS[name].is_said(words_of(text), context)


@pytest.mark.parametrize(("name", "text", "context"), NOT_SAID)
def test_half_a_statement_is_none(name: str, text: str, context: Context) -> None:
    assert not STATEMENTS[name].is_said(words_of(text), context)


@pytest.mark.parametrize(("name", "text"), HARMLESS)
def test_what_only_sounds_like_it_is_let_through(name: str, text: str) -> None:
    found = PROHIBITIONS[name].pattern.search(text)
    assert found is None, found


def test_a_statement_is_due_only_where_its_rule_holds() -> None:
    assert STATEMENTS["email-consent"].is_due(PAYMENTS)
    assert not STATEMENTS["email-consent"].is_due(STANDARD)
    assert not STATEMENTS["data-protection"].is_due({**STANDARD, "data_protection": False})
    assert not STATEMENTS["data-outcome"].is_due({**STANDARD, "data_protection": False})
    assert STATEMENTS["data-outcome"].is_due({**STANDARD, "data_protection": True})
    assert not STATEMENTS["debt"].is_due({**STANDARD, "debt": ""})
    assert not STATEMENTS["timescales"].is_due({**STANDARD, "states_timescales": False})


def test_the_timescales_are_stated_since_1_june_2026() -> None:
    assert TIMESCALES_BEGAN.isoformat() == "2026-06-01"
    assert rule_set(TIMESCALES_BEGAN).states_timescales
    assert not rule_set(TIMESCALES_BEGAN.replace(month=5, day=31)).states_timescales


def test_an_answer_may_say_what_an_acknowledgement_must_not() -> None:
    assert {"six-months", "ombudsman-now", "final-response", "decision"} <= set(
        forbidden("acknowledgement", "complainant")
    )
    for name in ANSWERS:
        assert not {"waiver", "ombudsman-now"} & set(forbidden(name, "complainant"))
    for name in ANSWERS - {"eight_week_response"}:
        assert not {"six-months", "final-response"} & set(forbidden(name, "complainant"))


def test_an_eight_week_response_starts_no_six_months() -> None:
    """Only a final response or a summary resolution communication does (DISP 2.8.2R(1))."""
    not_said = forbidden("eight_week_response", "complainant")
    assert {"six-months", "final-response", "decision"} <= set(not_said)
    assert not says_annex_3r("eight_week_response")


def test_what_complainants_must_not_read_handlers_may() -> None:
    assert "placeholder" in forbidden("reminder", "handler")
    assert "payment-demand" not in forbidden("reminder", "handler")
