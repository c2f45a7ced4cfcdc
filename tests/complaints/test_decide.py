"""What is done about a message: every kind, and that an acknowledgement is never silently dropped."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from complaint_messages import FIRM, JANE, PRACTICE, judged, known_case, message, vouched
from hypothesis import given
from hypothesis import strategies as st

from mailbot.complaints.classify import Kind
from mailbot.complaints.decide import Folder, Plan, Step
from mailbot.complaints.known import Known
from mailbot.mail.message import Address, ParsedMessage, Report, ReportType, Zone

NEVER_OWED = {
    Kind.OWN,
    Kind.DELIVERY_REPORT,
    Kind.AUTOMATIC,
    Kind.LIST,
    Kind.REGULATOR,
    Kind.HANDLER,
    Kind.FOLLOW_UP,
    Kind.ENQUIRY,
}
OMBUDSMAN = (Address("A", "a@financial-ombudsman.org.uk"),)


def plan(parsed: ParsedMessage, known: Known | None = None) -> Plan:
    return judged(parsed, known)[1]


def test_a_complaint_is_opened_and_acknowledged() -> None:
    made = plan(message())
    assert (made.step, made.folder, made.acknowledge, made.owed) == (Step.OPEN, Folder.PROCESSED, True, False)


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        ({"return_path": ""}, Known()),
        ({"headers": {"X-Auto-Response-Suppress": "All"}}, Known()),
        ({"recipients": (Address("", "other@example.org"),)}, Known()),
        ({"authors": ()}, Known()),
        ({"authors": (JANE, Address("", "joe@example.org"))}, Known()),
        ({"authors": (Address("Jane", ""),)}, Known()),
        ({"authors": (Address("", FIRM),)}, Known()),
        ({"text": "I can't go on like this"}, Known()),
        ({"text": "he reads my emails"}, Known()),
        ({}, Known(acknowledgements_today=3)),
        ({}, Known(acknowledgements_this_week=10)),
        ({}, Known(acknowledged_in_thread=True)),
    ],
)
def test_an_acknowledgement_that_must_not_go_out_by_itself_is_owed(
    changes: dict[str, Any], known: Known
) -> None:
    made = plan(message(**changes), known)
    assert (made.step, made.acknowledge, made.owed) == (Step.OPEN, False, True)
    assert made.reason


def test_below_the_limits_it_is_acknowledged() -> None:
    assert plan(message(), Known(acknowledgements_today=2, acknowledgements_this_week=9)).acknowledge


def test_where_nobody_asks_whether_it_was_addressed_to_us_it_is_acknowledged() -> None:
    elsewhere = message(recipients=(Address("", "other@example.org"),))
    assert judged(elsewhere, practice=replace(PRACTICE, check_addressed=False))[1].acknowledge


def test_a_life_at_risk_is_urgent_whatever_the_message_is() -> None:
    said = "I want to kill myself"
    opened = plan(message(said))
    assert (opened.urgent, opened.task, opened.reason) == (True, "life-at-risk", "life may be at risk")
    joined = plan(message(said), Known(cases=(known_case("token"),)))
    assert (joined.step, joined.urgent, joined.task) == (Step.JOIN, True, "life-at-risk")
    assert plan(message(said, headers={"X-Spam-Flag": "YES"})).urgent


def test_cues_are_not_looked_for_in_a_list() -> None:
    assert not plan(message("suicide prevention", headers={"List-Id": "<a.b.example>"})).urgent


def test_a_letter_of_ours_come_back_is_settled() -> None:
    known = Known(own_letter="<x@conexus.example.com>")
    assert plan(message(authors=(Address("", FIRM),)), known).step is Step.SETTLE_OWN
    assert plan(message(), known).step is Step.OPEN  # a stranger who uses our Message-ID again


def test_our_marks_on_an_unknown_letter_come_before_a_person() -> None:
    made = plan(message(authors=(Address("", FIRM),), headers={"X-Mailbot-Loop": "1"}))
    assert (made.step, made.task, made.folder) == (Step.BEFORE_PERSON, "loop", Folder.SET_ASIDE)


def test_a_report_is_recorded_on_its_letter_or_comes_before_a_person() -> None:
    report = message("could not be delivered", report=Report(ReportType.DELIVERY_STATUS))
    recorded = plan(report, Known(reported_letter="<x@conexus.example.com>"))
    assert (recorded.step, recorded.task) == (Step.RECORD_REPORT, None)
    assert (plan(report).step, plan(report).task) == (Step.BEFORE_PERSON, "unmatched-report")


def test_a_report_that_carries_a_persons_words_is_recorded_and_read_by_a_person() -> None:
    report = message("I wish to complain about this", report=Report(ReportType.DELIVERY_STATUS))
    made = plan(report, Known(reported_letter="<x@conexus.example.com>"))
    assert (made.step, made.task) == (Step.RECORD_REPORT, "report-with-complaint")


def test_a_machines_answer_joins_the_case_it_answers_and_never_reopens_it() -> None:
    answer = message(headers={"Auto-Submitted": "auto-replied"})
    joined = plan(answer, Known(cases=(known_case("message-id", closed=True),)))
    assert (joined.step, joined.case, joined.reopen) == (Step.JOIN, "C-1", False)
    assert plan(answer).task == "automatic"
    stranger = Known(cases=(known_case("reference", party="other@example.org"),))
    assert plan(answer, stranger).step is Step.BEFORE_PERSON


def test_a_list_is_laid_before_a_person_among_what_is_no_complaint() -> None:
    made = plan(message("Complaints are up again.", headers={"List-Id": "<a.b.example>"}))
    assert (made.step, made.task, made.folder) == (Step.BEFORE_PERSON, "list", Folder.NOT_COMPLAINTS)


def test_a_regulator_is_joined_by_his_reference_before_ours() -> None:
    known = Known(cases=(known_case("reference", reference="C-2"), known_case("regulator-reference")))
    made = plan(message(authors=OMBUDSMAN), known)
    assert (made.step, made.case, made.task, made.cites) == (Step.JOIN, "C-1", "regulator", ("C-2",))


@pytest.mark.parametrize("references", [(), ("C-1", "C-2")])
def test_a_regulator_about_no_case_or_several_comes_before_a_person_at_once(
    references: tuple[str, ...],
) -> None:
    cases = tuple(known_case("reference", reference=reference) for reference in references)
    made = plan(message(authors=OMBUDSMAN), Known(cases=cases))
    assert (made.step, made.task, made.urgent, made.acknowledge) == (
        Step.BEFORE_PERSON,
        "regulator",
        True,
        False,
    )


def test_a_handler_is_joined_as_a_note_or_comes_before_a_person() -> None:
    parsed = message(authors=(Address("", "sam@finance.example.com"),))
    joined = plan(parsed, Known(cases=(known_case("reference", closed=True),)))
    assert (joined.step, joined.case, joined.reopen) == (Step.JOIN, "C-1", False)
    assert plan(parsed).task == "handler"


def test_a_follow_up_joins_the_surest_case_and_reopens_it() -> None:
    known = Known(cases=(known_case("reference", reference="C-2"), known_case("token", closed=True)))
    made = plan(message(), known)
    assert (made.step, made.case, made.reopen, made.cites) == (Step.JOIN, "C-1", True, ("C-2",))
    assert not plan(message(), Known(cases=(known_case("token"),))).reopen


def test_a_suspect_message_comes_before_a_person_and_is_owed() -> None:
    made = plan(message(headers={"X-Spam-Flag": "YES"}))
    assert (made.step, made.task, made.owed, made.acknowledge) == (Step.BEFORE_PERSON, "suspect", True, False)


def test_what_cannot_be_read_opens_a_stub() -> None:
    made = plan(message(encrypted=True))
    assert (made.step, made.folder, made.task, made.owed) == (Step.OPEN, Folder.SET_ASIDE, "unreadable", True)


def test_an_enquiry_comes_before_a_person_and_is_owed_nothing() -> None:
    parsed = message("Could you tell me how to change my name?", subject="A question")
    made = judged(parsed, practice=replace(PRACTICE, triage=True))[1]
    assert (made.step, made.task, made.owed) == (Step.BEFORE_PERSON, "enquiry", False)


@pytest.mark.assertion("F-132")
@pytest.mark.parametrize(
    ("authentication", "enclose_to", "enclose"),
    [
        ((vouched("pass"),), "authentic", True),
        ((), "authentic", False),
        ((vouched("none"), vouched("pass")), "authentic", False),
        ((vouched("pass", server="mx.evil.example"),), "authentic", False),
        ((vouched("pass", domain="evil.example"),), "authentic", False),
        ((), "everyone", True),
        ((vouched("pass"),), "nobody", False),
    ],
)
def test_files_go_only_where_our_own_server_vouches_for_the_author(
    authentication: tuple[Any, ...], enclose_to: str, enclose: bool
) -> None:
    practice = replace(PRACTICE, enclose_to=enclose_to)
    assert judged(message(authentication=authentication), practice=practice)[1].enclose is enclose


MESSAGES = st.builds(
    message,
    st.sampled_from(
        ["", "I am unhappy", "Could you tell me the time?", "I can't go on like this", "he reads my emails"]
    ),
    authors=st.sampled_from(
        [
            (),
            (JANE,),
            (JANE, JANE),
            OMBUDSMAN,
            (Address("", "sam@finance.example.com"),),
            (Address("", FIRM),),
        ]
    ),
    return_path=st.sampled_from(["", None, "jane@example.org"]),
    encrypted=st.booleans(),
    report=st.sampled_from([None, None, Report(ReportType.DELIVERY_STATUS)]),
    authentication=st.sampled_from([(), (vouched("pass"),), (vouched("fail"),)]),
    zones=st.sampled_from([(), ((Zone.QUOTED, "words"),)]),
    headers=st.dictionaries(
        st.sampled_from(["Auto-Submitted", "Precedence", "List-Id", "X-Spam-Flag", "X-Mailbot-Loop"]),
        st.sampled_from(["auto-generated", "auto-replied", "bulk", "yes", "no"]),
        max_size=2,
    ),
)
KNOWN = st.builds(
    Known,
    own_letter=st.sampled_from([None, None, "<x@conexus.example.com>"]),
    reported_letter=st.sampled_from([None, "<x@conexus.example.com>"]),
    cases=st.lists(
        st.builds(
            known_case,
            st.sampled_from(["token", "message-id", "reference", "regulator-reference", "same-author"]),
            party=st.sampled_from([JANE.addr_spec, "other@example.org"]),
            closed=st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    acknowledgements_today=st.integers(0, 4),
    acknowledged_in_thread=st.booleans(),
)


@given(MESSAGES, KNOWN, st.booleans())
def test_a_message_is_acknowledged_or_owed_or_by_the_table_never_owed(
    parsed: ParsedMessage, known: Known, triage: bool
) -> None:
    verdict, made, found = judged(parsed, known, replace(PRACTICE, triage=triage))
    assert made.acknowledge + made.owed + (verdict.kind in NEVER_OWED) == 1
    assert made.acknowledge == (made.step is Step.OPEN and made.reason is None)
    assert not (made.acknowledge and (found.life_at_risk or found.unsafe_contact))
    assert made.reason is not None or not made.owed
    assert (made.case is not None) == (made.step is Step.JOIN)
    assert made.step is not Step.BEFORE_PERSON or made.task
    assert made.acknowledge or not made.enclose


@given(st.text(max_size=300), st.text(max_size=40), st.sampled_from(list(Zone)))
def test_no_words_break_the_room(text: str, subject: str, zone: Zone) -> None:
    verdict, made, _ = judged(message("", subject=subject, zones=[(zone, text)]))
    assert made.verdict is verdict


def test_a_handler_is_not_mailed_about_each_message_of_an_author_who_writes_too_often() -> None:
    made = plan(message(), Known(acknowledgements_today=3))
    assert (made.step, made.owed, made.quiet) == (Step.OPEN, True, True)
    assert not plan(message(), Known(acknowledgements_today=2)).quiet


def test_what_seems_the_same_message_again_is_linked_and_a_person_decides() -> None:
    made = plan(message(), Known(twin="C-1234-5678"))
    assert (made.step, made.twin, made.acknowledge, made.owed) == (Step.OPEN, "C-1234-5678", False, True)
    assert "C-1234-5678" in (made.reason or "")
