"""Handlers' commands: what is understood in spite of how it is typed, and what must never move a case."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.complaints.calendar import LONDON
from mailbot.complaints.commands import Command, Unclear, first_case, read
from mailbot.complaints.grammar import USAGE, VERBS, Verb
from mailbot.complaints.spoken_dates import day

TODAY = date(2026, 12, 23)  # a Wednesday
REFERENCE = "C-7K2M-9QXD"


def the(text: str) -> Command:
    (said,) = read(text, TODAY)
    assert isinstance(said, Command), said
    return said


UNDERSTOOD = {
    "contacted": (Verb.CONTACTED, {}),
    "Contacted.": (Verb.CONTACTED, {}),
    "CONTACTED, thanks": (Verb.CONTACTED, {}),
    "mailbot: please contacted yesterday": (Verb.CONTACTED, {"on": date(2026, 12, 22)}),
    "- contacted on 21/12/2026": (Verb.CONTACTED, {"on": date(2026, 12, 21)}),
    "contacted on Monday": (Verb.CONTACTED, {"on": date(2026, 12, 21)}),
    "contacted by phone": (Verb.CONTACTED, {}),
    "Contacted customer by e-mail on 21/12": (Verb.CONTACTED, {"on": date(2026, 12, 21)}),
    "contacted the complainant": (Verb.CONTACTED, {}),
    "**contacted**": (Verb.CONTACTED, {}),
    "`contacted`": (Verb.CONTACTED, {}),
    "“contacted on Monday”": (Verb.CONTACTED, {"on": date(2026, 12, 21)}),
    "assign to me": (Verb.ASSIGN, {"what": "me"}),
    "assign Priti Anand": (Verb.ASSIGN, {"what": "Priti Anand"}),
    "Reassigned to priti@firm.example.com": (Verb.ASSIGN, {"what": "priti@firm.example.com"}),
    "note: rang, no answer": (Verb.NOTE, {"what": "rang, no answer"}),
    "type payments": (Verb.TYPE, {"what": "payments"}),
    "type data protection and payments": (Verb.TYPE, {"what": "data protection and payments"}),
    "received 2026-12-18 because the branch had it": (
        Verb.RECEIVED,
        {"at": datetime(2026, 12, 18, tzinfo=LONDON), "because": "the branch had it"},
    ),
    "Received on 18 December 2026 at 4.55 pm because it lay in the branch": (
        Verb.RECEIVED,
        {"at": datetime(2026, 12, 18, 16, 55, tzinfo=LONDON), "because": "it lay in the branch"},
    ),
    "received 2026-12-18T16:55 – seen in Leeds": (
        Verb.RECEIVED,
        {"at": datetime(2026, 12, 18, 16, 55, tzinfo=LONDON), "because": "seen in Leeds"},
    ),
    "accepted": (Verb.ACCEPTED, {}),
    "contacted on 21st Dec 26": (Verb.CONTACTED, {"on": date(2026, 12, 21)}),
    "accepted on 22 Dec": (Verb.ACCEPTED, {"on": date(2026, 12, 22)}),
    "summary sent": (Verb.SUMMARY_SENT, {}),
    "holding because the card scheme has not answered": (
        Verb.HOLDING,
        {"because": "the card scheme has not answered"},
    ),
    "Holding response sent today because the bank is slow": (
        Verb.HOLDING,
        {"on": TODAY, "because": "the bank is slow"},
    ),
    "8-week expected 1 March because of the expert": (
        Verb.EIGHT_WEEK,
        {"on": date(2027, 3, 1), "because": "of the expert"},
    ),
    "8-week letter sent, expected 1 March 2027 because of the expert": (
        Verb.EIGHT_WEEK,
        {"on": date(2027, 3, 1), "because": "of the expert"},
    ),
    "final upheld": (Verb.FINAL, {"what": "upheld"}),
    "Final response: upheld": (Verb.FINAL, {"what": "upheld"}),
    "final response sent: upheld in part": (Verb.FINAL, {"what": "upheld in part"}),
    "final partially upheld, redress 120.5": (Verb.FINAL, {"what": "partially upheld", "pence": 12050}),
    "final partly redress 120.50": (Verb.FINAL, {"what": "partly", "pence": 12050}),
    "Final – Partly upheld, redress of £1,120.50 on 22/12/26": (
        Verb.FINAL,
        {"what": "Partly upheld", "pence": 112050, "on": date(2026, 12, 22)},
    ),
    "final rejected on Friday 18 December 2026": (
        Verb.FINAL,
        {"what": "rejected", "on": date(2026, 12, 18)},
    ),
    "withdrawn": (Verb.WITHDRAWN, {}),
    "withdrawn by customer": (Verb.WITHDRAWN, {}),
    "Withdrawn by the complainant on Monday": (Verb.WITHDRAWN, {"on": date(2026, 12, 21)}),
    "withdrawn because she says so": (Verb.WITHDRAWN, {"because": "she says so"}),
    "forwarded Other Bank plc because it is their account": (
        Verb.FORWARDED,
        {"what": "Other Bank plc", "because": "it is their account"},
    ),
    "Forwarded to “Other Bank” because the account is theirs": (
        Verb.FORWARDED,
        {"what": "Other Bank", "because": "the account is theirs"},
    ),
    "not a complaint because he asked for the opening hours": (
        Verb.NOT_A_COMPLAINT,
        {"because": "he asked for the opening hours"},
    ),
    "NOT–A–COMPLAINT because a thank-you": (Verb.NOT_A_COMPLAINT, {"because": "a thank-you"}),
    "referred PNX-1234567-AB": (Verb.REFERRED, {"what": "PNX-1234567-AB"}),
    "met first_contact": (Verb.MET, {"what": "first_contact"}),
    "hold reminders until Monday": (Verb.HOLD_REMINDERS, {"on": date(2026, 12, 28)}),
    "hold-reminders until 4 January": (Verb.HOLD_REMINDERS, {"on": date(2027, 1, 4)}),
    "reopen because she rang again": (Verb.REOPEN, {"because": "she rang again"}),
    "re-open not sent because the letter is still here": (
        Verb.REOPEN,
        {"what": "not sent", "because": "the letter is still here"},
    ),
    "status": (Verb.DATES, {}),
    "help": (Verb.HELP, {}),
    "Help please": (Verb.HELP, {}),
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_is_understood_in_spite_of_how_it_is_typed(text: str) -> None:
    verb, fields = UNDERSTOOD[text]
    said = the(text)
    assert said.verb is verb
    assert {name: getattr(said, name) for name in fields} == fields
    without = {"what": "", "on": None, "at": None, "because": "", "pence": None, "case": None}
    if verb not in (Verb.RECEIVED, Verb.NOTE) and "on" not in fields:
        assert {n: getattr(said, n) for n in without if n not in fields} == {
            n: v for n, v in without.items() if n not in fields
        }


@pytest.mark.parametrize(
    "text",
    [
        "final upheld?",
        "final",
        "final answer to come",
        "Final response sent",
        "final upheld redress lots",
        "final upheld redress 99999999999",
        "holding off until Friday",
        "Contacted the customer yesterday, he is happy",
        "Contacted the customer's bank",
        "contacted by the customer",
        "withdrawn by us",
        "final upheld in part, I think",
        "hold reminders till next Friday",
        "accepted my apologies",
        "Withdrawn? He said he might",
        "Received a call from the customer",
        "received 2026-02-30 because of the branch",
        "received 0001-01-01 because of the branch",
        "hold reminders until 9999-12-31",
        "received on Friday 17 December 2026 because the weekday is another",
        "received 18 December because",
        "eight-week expected some day because it is slow",
        "reopen the file on the desk",
        "Forwarded your letter to Priti",
        "Forwarded to Priti",
        "Forwarded to Legal, thanks",
        "Accepted, thanks",
        "Withdrawn - no, he says he wants it looked at",
        "Withdrawn: not yet, I am waiting",
        "Not a complaint: I disagree with that.",
        "Not a complaint because why? I am unsure",
        "Reopen: no",
        "Holding response: draft attached, please review",
        "final rejected on Wednesday",
        "hold reminders",
        "not a complaint",
        "type unknown",
        "contcted",
        "fianl upheld",
        "not-a-complant",
        f"{REFERENCE} is done",
    ],
)
def test_what_only_begins_like_a_command_moves_nothing_and_says_why(text: str) -> None:
    said = read(text, TODAY)
    if text == "not a complaint":
        # Understood, and refused by the act: it wants the reason.
        assert isinstance(said[0], Command)
        return
    assert [type(one) for one in said] == [Unclear]
    assert said[0].why  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "I rang her this morning.",
        "Sounds good to me",
        "Noted, thanks",
        "We have the final upheld letter here",
        "Thanks",
    ],
)
def test_prose_is_a_note(text: str) -> None:
    assert read(text, TODAY) == []


def test_only_the_first_line_is_a_command() -> None:
    said = read("contacted\nfinal upheld\n\nwithdrawn", TODAY)
    assert [one.heard for one in said] == ["contacted"]


def test_a_reason_goes_on_to_the_end_of_its_paragraph() -> None:
    said = the("not-a-complaint because the customer only\nasked for the opening hours\n\nSam")
    assert said.because == "the customer only asked for the opening hours"


@pytest.mark.parametrize("greeting", ["Hi,", "Hello mailbot!", "Good morning", "Dear complaints team,"])
def test_a_greeting_comes_before_the_first_line(greeting: str) -> None:
    assert the(f"{greeting}\n\nfinal rejected\n\nSam").what == "rejected"
    assert read(f"{greeting} I rang her, contacted.", TODAY) == []


def test_a_note_is_all_that_follows() -> None:
    assert the("note rang her\n\nno answer").what == "rang her\n\nno answer"


def test_a_list_is_answered_line_by_line_each_with_its_case() -> None:
    other = "C-9XQD-7K2M"
    said = read(f"[{REFERENCE.lower()}]: contacted\n{other} final rejected\nThat is all.", TODAY)
    assert [(one.case, one.verb) for one in said] == [(REFERENCE, Verb.CONTACTED), (other, Verb.FINAL)]
    assert read(f"contacted {REFERENCE}", TODAY)[0].case == REFERENCE
    listed = read(f"1. {REFERENCE} withdrawn because she says so\n\n- {other}: final rejected", TODAY)
    assert [(one.case, one.verb) for one in listed] == [(REFERENCE, Verb.WITHDRAWN), (other, Verb.FINAL)]
    assert listed[0].because == "she says so"  # type: ignore[union-attr]
    assert first_case(f"contacted {REFERENCE}\n{other} x") == REFERENCE
    assert first_case(f"contacted\n{REFERENCE}") is None


def test_every_verb_is_understood_as_its_own_form_says() -> None:
    for verb, usage in USAGE.items():
        plain = usage.form.replace(" | ", "|").split("[")[0].split("|")[0]
        written = plain.replace("DATE", "today").replace("…", "it is so").replace("NAME", "Sam")
        written = written.replace("FIRM", "Other Bank").replace("DEADLINE", "final_response")
        written = "final upheld" if verb is Verb.FINAL else written
        assert the(written if verb is not Verb.RECEIVED else "received today because it is so").verb is verb
    assert {verb for verb, _ in VERBS} == set(Verb) == set(USAGE)


@given(st.text(max_size=300))
def test_reads_anything(text: str) -> None:
    read(text, TODAY)
    first_case(text)


@given(st.sampled_from([verb.value for verb in Verb]), st.text(max_size=80))
def test_reads_anything_after_a_verb(verb: str, text: str) -> None:
    for said in read(f"{verb} {text}", TODAY):
        assert said.heard


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)), st.booleans())
def test_a_day_written_out_is_that_day(on: date, to_come: bool) -> None:
    written = (
        f"{on:%Y-%m-%d}",
        f"{on:%d/%m/%Y}",
        f"{on:%A} {on.day} {on:%B} {on.year}",
        f"{on.day} {on:%b %Y}",
    )
    assert {day(each, TODAY, to_come=to_come) for each in written} == {on}


def test_a_day_without_a_year_is_the_nearest_that_is_meant() -> None:
    assert day("25/12", TODAY) == date(2025, 12, 25)
    assert day("25/12", TODAY, to_come=True) == date(2026, 12, 25)
    assert day("tuesday", TODAY) == date(2026, 12, 22)
    assert day("tuesday", TODAY, to_come=True) == date(2026, 12, 29)
    assert day("wednesday", TODAY) is None  # which is today: the date must be written
    assert day("31/02/2026", TODAY) is None
