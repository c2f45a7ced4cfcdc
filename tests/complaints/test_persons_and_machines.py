"""Machines that hardly say so, and persons who look like machines."""

from __future__ import annotations

import pytest
from brief_machines import BRIEF_MACHINES
from brief_persons import BRIEF_PERSONS
from complaint_messages import judged
from machines import MACHINES
from persons import PERSONS
from unlike_messages import Case

from mailbot.complaints.classify import Kind

_NO_CASE = ("automatic", "list", "delivery_report")
_BRIEF_MACHINES = tuple(Case(header, header, body, _NO_CASE) for header, body in BRIEF_MACHINES)
_BRIEF_PERSONS = tuple(
    Case(header, header, body, ("complaint",), acknowledged) for header, body, acknowledged in BRIEF_PERSONS
)


@pytest.mark.parametrize("case", [*MACHINES, *_BRIEF_MACHINES], ids=lambda case: case.about)
def test_a_machine_opens_no_case_and_is_not_answered(case: Case) -> None:
    verdict, plan, _ = judged(case.parsed())
    assert verdict.kind in case.kinds
    assert not plan.acknowledge


@pytest.mark.parametrize("case", [*PERSONS, *_BRIEF_PERSONS], ids=lambda case: case.about)
def test_a_person_opens_a_case_and_is_answered_or_owed_it(case: Case) -> None:
    verdict, plan, _ = judged(case.parsed())
    assert verdict.kind in case.kinds, verdict.rule
    assert plan.acknowledge is case.acknowledged, plan.reason
    assert plan.owed is not plan.acknowledge


@pytest.mark.parametrize("case", PERSONS, ids=lambda case: case.about)
def test_a_field_that_says_automatic_outweighs_a_persons_words(case: Case) -> None:
    """RFC 3834 section 5: what claims to be a response never gets one, nor a case."""
    replied = Case(case.about, f"{case.header}\nAuto-Submitted: auto-replied", case.body)
    verdict, plan, _ = judged(replied.parsed())
    assert not plan.acknowledge
    assert verdict.kind is not Kind.ENQUIRY
