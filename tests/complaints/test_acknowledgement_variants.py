"""What an acknowledgement says besides, by what the complaint seems to be about; harmless where it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.casework.opening import letter_about
from mailbot.complaints.calendar import Calendar
from mailbot.complaints.deadlines import deadlines
from mailbot.complaints.findings import Representative
from mailbot.complaints.letter_samples import FIRM, HANDLER, RECEIVED, RECEIVED_AT, REFERENCE
from mailbot.complaints.letters import LetterCase, acknowledgement_context
from mailbot.complaints.practice import Division, Regime
from mailbot.mail.writing.templates import Templates, shipped_templates
from mailbot.store.cases import Case

TEMPLATES = Templates(shipped_templates(), None)
ENG = Calendar.of(Division.ENGLAND_AND_WALES, extra=frozenset(), removed=frozenset())
DUE = deadlines(RECEIVED_AT, regime=Regime.STANDARD, data_protection=False, calendar=ENG, promises=())

NO_PAYMENT = "This email does not ask for a payment, and it takes no view on whether anything is owed."
LOOKED_INTO = "If you told us that a debt is not yours, is paid or is the wrong amount, we look into that"
IT_DEPENDS = "it usually can look at loans, credit cards and other credit, and usually not at council tax"
CONDOLENCES = "If you are writing to us because somebody has died, please accept our condolences."
AUTHORITY = "If you are writing for somebody else, we may need to see that you may act for them"


def said(*topics: str, collects_debts: bool = False) -> str:
    case = LetterCase(
        REFERENCE, RECEIVED_AT, Regime.STANDARD, DUE, False, "Jane Doe", HANDLER, topics=frozenset(topics)
    )
    firm = replace(FIRM, collects_debts=collects_debts)
    text = TEMPLATES.render("acknowledgement", acknowledgement_context(firm, case)).text
    return " ".join(text.split())


def test_without_a_topic_there_is_no_more_than_the_law_asks() -> None:
    letter = said("legal-action")
    assert letter.startswith("Dear Jane Doe, We received")
    for more in (NO_PAYMENT, LOOKED_INTO, IT_DEPENDS, CONDOLENCES, AUTHORITY):
        assert more not in letter


@pytest.mark.parametrize("topic", ["debt-collection", "disputed-debt", "not-the-debtor"])
def test_of_a_debt_it_asks_for_no_payment_and_says_for_which_the_ombudsman_is(topic: str) -> None:
    letter = said(topic)
    assert NO_PAYMENT in letter
    assert LOOKED_INTO in letter
    assert f"Where a debt is being collected, that depends on the debt: {IT_DEPENDS}" in letter


def test_of_a_regulated_debt_the_ombudsman_is_not_in_doubt() -> None:
    letter = said("disputed-debt", "regulated-debt")
    assert NO_PAYMENT in letter
    assert IT_DEPENDS not in letter


def test_a_firm_that_collects_debts_says_it_to_everybody() -> None:
    assert NO_PAYMENT in said(collects_debts=True)
    assert IT_DEPENDS in said(collects_debts=True)
    assert IT_DEPENDS not in said("regulated-debt", collects_debts=True)


def test_nobody_who_may_have_died_is_greeted() -> None:
    letter = said("bereavement")
    assert letter.startswith(f"Hello, {CONDOLENCES} ")
    assert "Dear" not in letter
    assert "Jane Doe" not in letter


def test_a_representative_is_greeted_and_told_that_authority_may_be_needed() -> None:
    letter = said("representative")
    assert letter.startswith("Dear Jane Doe,")
    assert f"{AUTHORITY} before we tell you anything about them. We are dealing with the complaint" in letter


@pytest.mark.parametrize(
    ("role", "topics"),
    [
        ("", {"disputed-debt"}),
        ("executor", {"disputed-debt", "representative", "bereavement"}),
        ("family", {"disputed-debt", "representative"}),
    ],
)
def test_who_writes_for_another_is_a_topic_of_the_letters(role: str, topics: set[str]) -> None:
    case = Case(
        id=1, reference=REFERENCE, status="open", state="open", mailbox="complaints", received_at=RECEIVED_AT,
        received_on=RECEIVED_AT.date(), regime="standard", data_protection=False, handler_name=HANDLER,
        handler_email="sam@firm.example", complainant_name="Jane Doe", address="jane@example.org", subject="",
        topics=["disputed-debt"], cues=[], contact={}, life_at_risk=False, thread_token="T",
        opened_at=RECEIVED_AT,
    )  # fmt: skip
    representative = Representative(role, "", "as") if role else None
    assert letter_about(case, DUE, (), representative).topics == topics


def test_old_complaints_are_told_by_when_too() -> None:
    for received_at in RECEIVED:
        due = deadlines(received_at, regime=Regime.STANDARD, data_protection=False, calendar=ENG, promises=())
        context = acknowledgement_context(FIRM, LetterCase(REFERENCE, received_at, Regime.STANDARD, due))
        assert context["states_timescales"] == (received_at >= RECEIVED[1])
        assert "within eight weeks, by" in TEMPLATES.render("acknowledgement", context).text
