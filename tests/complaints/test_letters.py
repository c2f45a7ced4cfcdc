"""What the shipped letters say, to whom, and what they must never say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.complaints.calendar import Calendar
from mailbot.complaints.deadlines import deadlines
from mailbot.complaints.drafts import DRAFTS
from mailbot.complaints.letter_samples import FIRM, HANDLER, RECEIVED_AT, REFERENCE, samples
from mailbot.complaints.letters import (
    NAME_LIMIT,
    Context,
    LetterCase,
    ReminderLine,
    acknowledgement_context,
    alert_context,
    clean_name,
    handler_notice_context,
    leaflet_context,
    moment_in_words,
    reminder_context,
)
from mailbot.complaints.practice import Division, Regime
from mailbot.mail.message import Address
from mailbot.mail.writing.compose import AUTO_REPLIED, compose, message_id
from mailbot.mail.writing.templates import Rendered, Templates, shipped_templates

TEMPLATES = Templates(shipped_templates(), None)
SAMPLES = samples()
EACH = [(name, number) for name, contexts in SAMPLES.items() for number in range(len(contexts))]
BY_A_PERSON = {letter.template for letter in DRAFTS.values()}
TO_COMPLAINANTS = [
    (name, number)
    for name, number in EACH
    if TEMPLATES.audience(name) == "complainant" and name not in BY_A_PERSON
]
TO_HANDLERS = [(name, number) for name, number in EACH if TEMPLATES.audience(name) == "handler"]

EIGHT_WEEKS = "Friday 12 February 2027"
FIFTEEN = "Wednesday 13 January 2027"
THIRTY_FIVE = "Wednesday 10 February 2027"

# DISP 2.8.3G: nothing may read like a final response; CONC: nothing may ask for money. Old addresses mislead.
FORBIDDEN = re.compile(
    r"six months|6 months|date of this letter|final response letter|this is our final|our final response is"
    r"|enclosed? (a|our) (final )?response|without (our )?permission|waive|annex|pay now|payment is due"
    r"|amount owed|balance|account number|card number|sort code|vulnerab|marsh wall|south quay|complaintinfo@"
    r"|\b084|\b0870|regulated by the financial ombudsman",
    re.IGNORECASE,
)


def case(regime: Regime = Regime.STANDARD, *, data_protection: bool = False) -> LetterCase:
    calendar = Calendar.of(Division.ENGLAND_AND_WALES, extra=frozenset(), removed=frozenset())
    due = deadlines(
        RECEIVED_AT, regime=regime, data_protection=data_protection, calendar=calendar, promises=()
    )
    return LetterCase(REFERENCE, RECEIVED_AT, regime, due, data_protection, "Jane Doe", HANDLER)


def rendered(name: str, context: Context) -> Rendered:
    return TEMPLATES.render(name, context)


def words(text: str) -> str:
    return " ".join(text.replace("**", "").split())


def acknowledgement(regime: Regime, *, data_protection: bool = False) -> str:
    context = acknowledgement_context(FIRM, case(regime, data_protection=data_protection))
    return words(rendered("acknowledgement", context).text)


def test_every_shipped_letter_renders_for_every_kind_of_case_without_a_finding() -> None:
    assert TEMPLATES.names() == sorted(SAMPLES)
    assert TEMPLATES.check(SAMPLES) == []


@pytest.mark.parametrize(("name", "number"), EACH)
def test_text_and_html_say_the_same(name: str, number: int) -> None:
    letter = rendered(name, SAMPLES[name][number])
    body = letter.html.split("</h1>")[1]
    html = re.sub(
        r"&(#39|#34|lt|gt|amp);",
        lambda m: {"#39": "'", "#34": '"', "lt": "<", "gt": ">"}.get(m[1], "&"),
        re.sub(r"<[^>]*>", "", body),
    )
    text = re.sub(r"(?m)^ *(-+$|- |\d\. )", "", letter.text)
    # What is to be typed stands between quotes in the text, and in a type of its own in the HTML.
    assert re.sub(r'[\s"]', "", text) == re.sub(r'[\s"]', "", html)


@pytest.mark.parametrize(("name", "number"), TO_COMPLAINANTS)
def test_no_letter_to_a_complainant_reads_like_a_final_response_or_a_demand(name: str, number: int) -> None:
    letter = rendered(name, SAMPLES[name][number])
    for part in (letter.subject, words(letter.text), words(letter.html)):
        assert FORBIDDEN.search(part) is None


def test_the_lint_would_see_a_forbidden_phrase() -> None:
    assert FORBIDDEN.search("You must do so within six months of the date of this letter.")


@pytest.mark.parametrize("name", ["acknowledgement", "leaflet"])
def test_letters_to_complainants_say_that_a_machine_wrote_them_and_carry_the_reference(name: str) -> None:
    for context in SAMPLES[name]:
        subject = rendered(name, context).subject
        assert subject.startswith("Auto: ")
        assert f"[{REFERENCE}]" in subject


@pytest.mark.parametrize("data_protection", [False, True])
@pytest.mark.parametrize("regime", Regime)
def test_an_acknowledgement_has_every_block_the_rules_ask_for(regime: Regime, data_protection: bool) -> None:
    said = acknowledgement(regime, data_protection=data_protection)
    for block in (
        "We received your complaint on Friday 18 December 2026 and we are dealing with it",
        f"Your reference is {REFERENCE}",
        f"{HANDLER} is looking after your complaint and will keep you informed",
        FIRM.phone,
        FIRM.procedure_url,
        "free of charge",
        "large print, another format or other help",
        "you may be able to ask the Financial Ombudsman Service",
        "www.financial-ombudsman.org.uk",
        FIRM.address,
    ):
        assert block in said
    assert ("your personal data" in said) == data_protection == ("ico.org.uk" in said)


def test_a_standard_complaint_is_told_eight_weeks_and_the_date() -> None:
    said = acknowledgement(Regime.STANDARD)
    assert f"We will send you a written response within eight weeks, by {EIGHT_WEEKS}." in said
    assert "It will be our final response, or it will explain why we cannot give one yet" in said
    assert "business days" not in said
    assert "May we send our response by email?" not in said


def test_a_payments_complaint_is_told_fifteen_and_thirty_five_business_days_and_the_dates() -> None:
    said = acknowledgement(Regime.PAYMENTS)
    assert f"our final response within 15 business days, by {FIFTEEN}." in said
    assert "In exceptional circumstances" in said
    assert "holding response by then, with the reasons for the delay" in said
    assert f"our final response within 35 business days, by {THIRTY_FIVE}" in said
    assert "eight weeks" not in said
    assert "May we send our response by email?" in said


def test_while_nobody_has_said_which_it_is_both_statements_stand() -> None:
    said = acknowledgement(Regime.UNCONFIRMED)
    for day in (EIGHT_WEEKS, FIFTEEN, THIRTY_FIVE):
        assert day in said
    assert "May we send our response by email?" in said


@pytest.mark.parametrize("regime", Regime)
def test_without_the_date_of_its_clock_there_is_no_acknowledgement(regime: Regime) -> None:
    bare = replace(case(regime), deadlines=())
    with pytest.raises(ValueError, match=r"DISP 1\.6\.1R"):
        acknowledgement_context(FIRM, bare)


@pytest.mark.parametrize("number", range(len(SAMPLES["acknowledgement"])))
def test_a_bold_date_is_never_broken_over_two_lines(number: int) -> None:
    for line in rendered("acknowledgement", SAMPLES["acknowledgement"][number]).text.split("\n"):
        assert line.count("**") % 2 == 0


def test_the_firms_procedure_goes_in_the_letter_where_it_is_not_on_the_web() -> None:
    firm = replace(FIRM, procedure_url="", complaints_procedure="First we\nlisten.\n\n  Then we answer.\n")
    said = rendered("acknowledgement", acknowledgement_context(firm, case()))
    assert "First we listen.\n\nThen we answer.\n" in said.text
    assert "<p>First we listen.</p>" in said.html


def test_the_acknowledgement_says_where_the_leaflet_is_and_may_hold_it() -> None:
    def said(leaflet: str, *, enclosed: bool = False) -> str:
        context = acknowledgement_context(FIRM, case(), leaflet=leaflet, enclosed=enclosed)
        return words(rendered("acknowledgement", context).text)

    assert "in a separate email" in said("separate")
    assert "0800 023 4567" not in said("separate")
    assert "0800 023 4567" in said("with")
    assert "attached" not in said("with")
    assert "its leaflet is attached" in said("with", enclosed=True)
    assert "separate email" not in said("none")
    with pytest.raises(ValueError, match="leaflet is one of"):
        said("sometimes")


def test_the_shipped_leaflet_names_the_ombudsmans_own_channels_and_says_it_is_a_stand_in() -> None:
    said = words(rendered("leaflet", leaflet_context(FIRM, REFERENCE, "Jane Doe", enclosed=True)).text)
    for fact in (
        "It is not the Ombudsman's leaflet",
        "It is not our answer to your complaint",
        "Exchange Tower, Harbour Exchange, London E14 9SR",
        "0800 023 4567 or 0300 123 9123",
        "complaint.info@financial-ombudsman.org.uk",
        "https://www.financial-ombudsman.org.uk",
        "The leaflet is attached",
    ):
        assert fact in said
    unattached = leaflet_context(FIRM, REFERENCE, "Jane Doe", enclosed=False)
    assert "attached" not in rendered("leaflet", unattached).text


@pytest.mark.parametrize(
    ("typed", "greeting"),
    [
        ("Jane Doe", "Dear Jane Doe,"),
        ("  Dr  jane\tDOE ", "Dear Dr jane DOE,"),
        ("", "Dear Customer,"),
        ("...", "Dear Customer,"),
        ("12345", "Dear Customer,"),
        ("Zoë & Bob O'Neil", "Dear Zoë & Bob O'Neil,"),
        ("{{ ''.__class__ }}", "Dear {{ ''.__class__ }},"),
        ("a\nBcc: x@y", "Dear a Bcc: x@y,"),
    ],
)
def test_a_complainant_is_greeted_as_they_signed_or_as_customer(typed: str, greeting: str) -> None:
    letter = rendered("leaflet", leaflet_context(FIRM, REFERENCE, typed, enclosed=False))
    assert letter.text.startswith(greeting + "\n")


def test_a_name_that_is_markup_is_shown_as_it_was_typed() -> None:
    letter = rendered("leaflet", leaflet_context(FIRM, REFERENCE, "<svg/onload=alert(1)>", enclosed=False))
    assert "<svg" not in letter.html
    assert "Dear &lt;svg/onload=alert(1)&gt;," in letter.html


def test_an_endless_name_is_cut_at_a_word() -> None:
    assert clean_name("Jane " * 1000) == ("Jane " * (NAME_LIMIT // 5)).strip()
    assert clean_name("x" * 10**6) == "x" * NAME_LIMIT


def test_a_handler_learns_of_an_owed_acknowledgement_and_why() -> None:
    context = handler_notice_context(
        FIRM, case(Regime.UNCONFIRMED), reason="null reverse-path", references=2, contact=("email", "phone")
    )
    letter = rendered("handler_notice", context)
    said = words(letter.text)
    assert letter.subject == f"[{REFERENCE}] New complaint: acknowledgement OWED"
    assert "mailbot did not acknowledge this complaint: null reverse-path." in said
    assert f"{EIGHT_WEEKS}: final response (DISP 1.6.2R)" in said
    assert f"{FIFTEEN}: payments final response (DISP 1.6.2AR)" in said
    assert "both clocks run" in said
    assert "References found: 2" in said
    assert "email, phone" in said
    assert f'"mailbot cases show {REFERENCE}"' in letter.text


def test_a_day_that_has_passed_is_said_to_have_passed() -> None:
    one = case(Regime.UNCONFIRMED)
    (first, *_) = sorted(one.deadlines, key=lambda deadline: deadline.due_at)
    context = handler_notice_context(
        FIRM, one, reason="x", references=0, contact=(), now=first.due_at + timedelta(seconds=1)
    )
    said = words(rendered("handler_notice", context).text)
    assert said.count("has passed") == 1
    assert f"{first.name.replace('_', ' ')} ({first.rule}); this day has passed" in said


def test_an_acknowledged_case_is_not_said_to_be_owed() -> None:
    context = handler_notice_context(FIRM, case(), reason=None, references=0, contact=())
    letter = rendered("handler_notice", context)
    assert letter.subject == f"[{REFERENCE}] New complaint"
    assert "owed" not in letter.text.lower()


def test_the_day_to_act_by_is_told_where_it_is_earlier_than_the_day_due() -> None:
    eight_weeks_before_good_friday = datetime(2027, 1, 29, 12, 0, tzinfo=UTC)
    calendar = Calendar.of(Division.ENGLAND_AND_WALES, extra=frozenset(), removed=frozenset())
    due = deadlines(
        eight_weeks_before_good_friday,
        regime=Regime.STANDARD,
        data_protection=False,
        calendar=calendar,
        promises=(),
    )
    late = replace(case(), received_at=eight_weeks_before_good_friday, deadlines=due)
    said = words(
        rendered(
            "handler_notice", handler_notice_context(FIRM, late, reason=None, references=0, contact=())
        ).text
    )
    assert (
        "Friday 26 March 2027: final response (DISP 1.6.2R); last working day to act: Thursday 25 March 2027"
    ) in said


@pytest.mark.parametrize(("name", "number"), TO_HANDLERS)
def test_no_mail_to_a_handler_names_the_complainant(name: str, number: int) -> None:
    letter = rendered(name, SAMPLES[name][number])
    assert "Jane" not in letter.subject + letter.text + letter.html
    assert "Auto: " not in letter.subject


def test_a_reminder_lists_what_lapsed_first_and_says_what_discharges_it() -> None:
    due = {deadline.name: deadline for deadline in case(Regime.PAYMENTS).deadlines}
    lines = [
        ReminderLine("C-1", due["final_response"], 3, overdue=False),
        ReminderLine("C-2", due["summary_resolution"], 1, overdue=True),
        ReminderLine("C-3", due["acknowledgement"], 0, overdue=False),
    ]
    letter = rendered("reminder", reminder_context(FIRM, HANDLER, lines))
    assert letter.subject == "[C-2] and 2 more: OVERDUE – summary resolution, Wednesday 23 December 2026"
    said = words(letter.text)
    assert "1 of these 3 deadlines has lapsed" in said
    assert said.index("C-2:") < said.index("C-3:") < said.index("C-1:")
    assert "OVERDUE by 1 working day." in said
    assert "today is the last working day" in said
    assert "3 working days left" in said
    assert 'To do: send the written acknowledgement. Then reply "C-3 met acknowledgement".' in said
    assert 'Then reply "C-2 accepted".' in said
    assert "a line for each case" in said
    assert letter.html.count("<ul>") == 1


def test_a_reminder_tells_what_is_due_in_one_case_together() -> None:
    soon, later = sorted(case().deadlines, key=lambda one: one.due_at)[-2:]
    lines = [
        ReminderLine(reference, deadline, 3, overdue=False)
        for reference, deadline in (("C-B", later), ("C-A", soon), ("C-B", soon), ("C-A", later))
    ]
    context = reminder_context(FIRM, "Sam", lines)
    told = [line["reference"] for line in context["lines"]]  # type: ignore[attr-defined]
    assert told == ["C-A", "C-A", "C-B", "C-B"]


def test_a_reminder_of_one_deadline_names_it_in_the_subject() -> None:
    (line,) = [
        ReminderLine("C-1", d, 1, overdue=False) for d in case().deadlines if d.name == "final_response"
    ]
    letter = rendered("reminder", reminder_context(FIRM, HANDLER, [line]))
    assert letter.subject == f"[C-1]: due – final response, {EIGHT_WEEKS}"
    assert "1 working day left" in letter.text
    offered = '"final upheld|partly|rejected" or "eight-week expected DATE because …"'
    assert f"Then reply {offered}." in words(letter.text)
    with pytest.raises(ValueError, match="needs a deadline"):
        reminder_context(FIRM, HANDLER, [])


@pytest.mark.parametrize("regime", Regime)
def test_every_deadline_of_the_law_has_its_own_words_for_what_is_to_be_done(regime: Regime) -> None:
    for deadline in case(regime, data_protection=True).deadlines:
        context = reminder_context(FIRM, HANDLER, [ReminderLine("C-1", deadline, 1, overdue=False)])
        assert "what we promised" not in rendered("reminder", context).text


def test_an_alert_for_a_life_says_whom_to_call_and_not_what_was_written() -> None:
    context = alert_context(
        FIRM,
        reference=REFERENCE,
        received_at=RECEIVED_AT,
        reason="cue: end it all",
        command=f"mailbot cases show {REFERENCE}",
        life_at_risk=True,
    )
    letter = rendered("alert", context)
    assert letter.subject.startswith(f"URGENT [{REFERENCE}]: ")
    for fact in ("999", "116 123", "has not been sent", f"mailbot cases show {REFERENCE}"):
        assert fact in letter.text
    assert "end it all" not in letter.text + letter.html + letter.subject


def test_an_alert_about_no_case_names_none() -> None:
    context = alert_context(
        FIRM, reference=None, received_at=RECEIVED_AT, reason="a gap", command="mailbot reconcile"
    )
    letter = rendered("alert", context)
    assert "[" not in letter.subject
    assert "a gap" in letter.text
    assert "at risk" not in letter.text


def test_an_instant_is_told_in_london_time() -> None:
    assert moment_in_words(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "Thursday 2 July 2026 at 00:30"
    with pytest.raises(ValueError, match="time zone"):
        moment_in_words(datetime(2026, 7, 1, 23, 30))  # noqa: DTZ001


@pytest.mark.parametrize("phone", ["0800 000 0000", "0300 123 4567", "+44 20 7946 0000", "07700 900123"])
def test_a_basic_rate_number_is_right(phone: str) -> None:
    assert replace(FIRM, phone=phone).findings() == []


@pytest.mark.parametrize(
    "phone", ["0845 000 0000", "0871 000 0000", "0906 000 0000", "", "+33 1 23 45 67 89"]
)
def test_a_number_that_costs_more_is_a_finding(phone: str) -> None:
    (finding,) = replace(FIRM, phone=phone).findings()
    assert "DISP 1.3.1AAR" in finding


def test_without_a_procedure_it_is_offered_on_request() -> None:
    firm = replace(FIRM, procedure_url="", complaints_procedure="")
    said = words(rendered("acknowledgement", acknowledgement_context(firm, case())).text)
    assert "Ask us for a copy of our procedure" in said
    assert "This is our procedure" not in said


def test_a_firm_without_a_procedure_or_an_address_is_a_finding() -> None:
    assert len(replace(FIRM, procedure_url="", address=" ").findings()) == 2


@pytest.mark.assertion("B-58")
def test_an_acknowledgement_is_a_few_kilobytes_in_all() -> None:
    """RFC 3834 section 2: no more than that to somebody who may not have asked."""
    sizes = {}
    for regime in Regime:
        raw = compose(
            rendered("acknowledgement", acknowledgement_context(FIRM, case(regime))),
            sender=Address("Example Finance Complaints", "complaints@firm.example"),
            recipient=Address("Jane Doe", "jane@example.org"),
            message_id=message_id("ABCDEFGHJKLMN", "acknowledgement", "firm.example"),
            date=RECEIVED_AT,
            auto_submitted=AUTO_REPLIED,
            reply_to=None,
            in_reply_to="<CAF-1234567890abcdef@mail.example>",
            parent_references=(),
            parent_in_reply_to=(),
            headers={},
            attachments=(),
        )
        sizes[regime] = len(raw)
    assert sizes[Regime.STANDARD] <= 4096
    assert max(sizes.values()) <= 5 * 1024


def test_a_payments_complaint_from_before_their_clocks_began_is_told_eight_weeks() -> None:
    received_at = datetime(2018, 1, 12, 9, 0, tzinfo=UTC)
    calendar = Calendar.of(Division.ENGLAND_AND_WALES, extra=frozenset(), removed=frozenset())
    due = deadlines(
        received_at, regime=Regime.PAYMENTS, data_protection=False, calendar=calendar, promises=()
    )
    case = LetterCase(REFERENCE, received_at, Regime.PAYMENTS, due)
    told = acknowledgement_context(FIRM, case)
    assert (told["regime"], told["eight_weeks_by"]) == ("standard", "Friday 9 March 2018")
    assert "payments_by" not in told
