"""`mailbot templates check`: the shipped letters are clean, each planted fault is found where it stands."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mailbot.cli import app
from mailbot.complaints import letter_check, letter_trials
from mailbot.complaints.letter_samples import FIRM, RECEIVED_AT, every_acknowledgement, samples
from mailbot.complaints.letters import Firm
from mailbot.mail.message import Address
from mailbot.mail.writing.compose import AUTO_REPLIED, UnsafeLetter, compose, message_id
from mailbot.mail.writing.templates import Templates, shipped_templates

SHIPPED = Templates(shipped_templates(), None)
USUAL = samples()
ACK, LEAFLET, TEXT, CONTACT = "acknowledgement", "leaflet", "leaflet_text", "new_contact"
HERE = "## How to reach us"
MISSING = "requires:"
DEAR = 'Dear {{ complainant or "Customer" }},'


def planted(tmp_path: Path, letter: str, old: str, new: str) -> tuple[Templates, Path]:
    """The firm's own copy of a letter with one thing changed, and no other letter but what it includes."""
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    own.mkdir(exist_ok=True)
    shipped.mkdir()
    for name in (letter, TEXT):
        written = (shipped_templates() / f"{name}.md").read_text(encoding="utf-8")
        (shipped / f"{name}.md").write_text(written, encoding="utf-8")
    file, written = own / f"{letter}.md", (shipped / f"{letter}.md").read_text(encoding="utf-8")
    assert old in written
    file.write_text(written.replace(old, new, 1), encoding="utf-8")
    return Templates(shipped, own), file


def line_of(file: Path, anchor: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    (at,) = [number for number, line in enumerate(lines, 1) if anchor in line][:1]
    return at


# What is taken out of a letter, and the statement that is then missing.
DROPPED = [
    (ACK, "We received your complaint on {{ received_on }} and we are dealing with it.", "Hi.", "received"),
    (ACK, "on {{ received_on }} and", "and", "received"),
    (ACK, "Your reference is **{{ reference }}**.", "", "reference"),
    (ACK, "**{{ eight_weeks_by }}**. It will", "then. It will", "timescales"),
    (ACK, "within eight weeks, by", "by", "timescales"),
    (ACK, "within 35 business days, by", "by", "timescales"),
    (ACK, "**{{ payments_by }}**. In exceptional", "then. In exceptional", "timescales"),
    (ACK, "In exceptional circumstances beyond our control we may", "We may", "timescales"),
    (ACK, '{% if regime == "standard" %}', '{% if regime != "payments" %}', "timescales"),
    (ACK, '{% if regime != "standard" %}', '{% if regime == "payments" %}', "email-consent"),
    (ACK, "May we send our response by email?", "Hm.", "email-consent"),
    (ACK, "{% if data_protection %}", "{% if data_protection and debt %}", "data-protection"),
    (ACK, "We will look into that without\nundue delay and", "We will", "data-protection"),
    (ACK, "{{ handler or \"Our complaints team\" }} is", "Somebody is", "who"),
    (ACK, "Reply to this email{% if firm.phone %} or call {{ firm.phone }}", "{% if firm.phone %}Ring",
     "contact"),
    (ACK, "or call {{ firm.phone }}", "or call us", "contact"),
    (ACK, "If you need large print, another format or other help, please tell us.", "", "formats"),
    (ACK, "Our procedure: <{{ firm.procedure_url }}>, or ask", "Ask", "procedure"),
    (ACK, "Complaining is free of charge. This is our procedure:", "This is what we do:", "procedure"),
    (ACK, "{{ paragraph }}", "", "procedure"),
    (ACK, "<https://www.financial-ombudsman.org.uk>", "it", "ombudsman"),
    (ACK, "Financial Ombudsman\nService", "Ombudsman", "ombudsman"),
    (ACK, "This email does not ask for a payment, and it", "This email", "debt"),
    (LEAFLET, "It is not our answer to your complaint.", "", "not-an-answer"),
    (LEAFLET, '{% include "leaflet_text.md" %}', "", "ombudsman"),
    (LEAFLET, "reference **{{ reference }}**", "as before", "reference"),
    (TEXT, "- Website: <https://www.financial-ombudsman.org.uk>", "", "ombudsman"),
    (CONTACT, "**{{ handler }}** is", "A colleague is", "who"),
    (CONTACT, "Your reference is still **{{ reference }}**.", "", "reference"),
]  # fmt: skip

# What is put into a letter, and the rule it breaks.
SAID = [
    (ACK, "Please pay now: it saves you costs.", "payment-demand", "Please pay"),
    (ACK, "You **must\npay** what you owe us.", "payment-demand", "must pay"),
    (
        ACK,
        "{% if debt == 'never' %}Your outstanding balance is high.{% endif %}",
        "talk-of-debt",
        "outstanding balance",
    ),
    (ACK, "You must{% if debt %} now{% endif %} pay.", "payment-demand", "You must now pay"),
    (ACK, "Your arrears have grown.", "talk-of-debt", "Your arrears"),
    (ACK, "Call 0845 123 4567.", "premium-number", "0845 123 4567"),
    (ACK, "Call +44 871 123 4567.", "premium-number", "871 123 4567"),
    (ACK, "Call 0845.123.4567.", "premium-number", "0845.123.4567"),
    (ACK, "Call 0 8 4 5 1234567.", "premium-number", "0 8 4 5 1234567"),
    (ACK, "Call (0845) 1234567.", "premium-number", "(0845) 1234567"),
    (ACK, "Call 0044 845 123 4567.", "premium-number", "0044 845 123 4567"),
    (ACK, "Call +44 (0)871 123-4567.", "premium-number", "+44 (0)871 123-4567"),
    (ACK, "We have decided not to uphold your complaint.", "decision", "decided not to uphold"),
    (ACK, "You must go to the Ombudsman within half a year.", "six-months", "half a year"),
    (ACK, "We treat this as our final response.", "final-response", "treat this as our final"),
    (ACK, "![our logo](https://firm.example/logo.png)", "picture", "![our logo]("),
    (ACK, '<img src="https://firm.example/logo.png">', "picture", "<img"),
    (CONTACT, "![a pixel][p]", "picture", "![a pixel]["),
    (ACK, "Call 0905 123 4567.", "premium-number", "0905 123 4567"),
    (ACK, "The Ombudsman is in South Quay Plaza, 183 Marsh Wall.", "stale-ombudsman", "South Quay"),
    (TEXT, "Write to complaintinfo@financial-ombudsman.org.uk.", "stale-ombudsman", "complaintinfo@"),
    (TEXT, "Write to complaint.info@financial-ombudsman.co.uk.", "stale-ombudsman", "complaint.info@"),
    (TEXT, "See www.financial-ombudsman.co.uk.", "stale-ombudsman", "financial-ombudsman.co.uk"),
    (
        LEAFLET,
        "We are regulated by the Financial Ombudsman Service.",
        "ombudsman-as-regulator",
        "regulated by",
    ),
    (ACK, "DISP 1.6.2R requires us to acknowledge this within 5 working days.", "invented-rule", "5 working"),
    (ACK, "You have 8 weeks to express any dissatisfaction.", "two-stages", "You have 8 weeks to"),
    (ACK, "Your card is 4111 1111 1111 1111.", "account-number", "4111 1111 1111 1111"),
    (ACK, "Please send your full card number and its date.", "account-number", "full card number"),
    (ACK, "TODO: ask compliance.", "placeholder", "TODO"),
    (ACK, "Call XXXX.", "placeholder", "XXXX"),
    (ACK, "Yours, [insert name]", "placeholder", "[insert name]"),
    (ACK, "We uphold your complaint.", "decision", "We uphold"),
    (CONTACT, "We have not upheld what you say.", "decision", "We have not upheld"),
    (ACK, "We accept that we were slow.", "admission", "We accept that we"),
    (ACK, "You must go there within six months.", "six-months", "six months"),
    (LEAFLET, "The time runs from the date of this letter.", "six-months", "date of this letter"),
    (ACK, "This is our final response.", "final-response", "This is our final response"),
    (ACK, "You may now refer your complaint.", "ombudsman-now", "You may now refer"),
    (CONTACT, "We have noted that you are vulnerable.", "flags", "you are vulnerable"),
    (ACK, "Please accept this as our final response.", "final-response", "accept this as our final"),
    (ACK, "This letter constitutes our final response.", "final-response", "constitutes our final"),
    (ACK, "This email represents our final decision.", "final-response", "represents our final"),
    (ACK, "This message serves as our final answer.", "final-response", "serves as our final"),
    (ACK, "Hwn yw ein hymateb terfynol.", "final-response", "Hwn yw ein hymateb"),
    (ACK, "Then you have 6 calendar months.", "six-months", "6 calendar months"),
    (ACK, "Do so within six (6) months.", "six-months", "six (6) months"),
    (ACK, "Do so within 6mths.", "six-months", "6mths"),
    (ACK, "There is a six\u2011month limit.", "six-months", "six\u2011month"),
    (ACK, "There is a half-a-year limit.", "six-months", "half-a-year"),
    (ACK, "You must write to them within 26 weeks.", "six-months", "within 26 weeks"),
    (ACK, "You must write to them within 180 days.", "six-months", "within 180 days"),
    (ACK, "They do not have our permission to consider it.", "waiver", "our permission to consider"),
    (ACK, "We do not waive any time limits.", "waiver", "waive any time limits"),
    (ACK, "You can go to the Ombudsman right now.", "ombudsman-now", "go to the Ombudsman right now"),
    (ACK, "Ask the Financial Ombudsman Service about it straight away.", "ombudsman-now", "straight away"),
    (ACK, "Gallwch fynd at yr Ombwdsmon nawr.", "ombudsman-now", "yr Ombwdsmon nawr"),
    (ACK, "Kindly make payment now.", "payment-demand", "make payment now"),
    (ACK, "Please settle your account.", "payment-demand", "settle your account"),
    (ACK, "Pay your balance online.", "payment-demand", "Pay your balance"),
    (ACK, "A payment of £10 is due.", "payment-demand", "payment of £10 is due"),
    (ACK, "Your payment is due on 1 December.", "payment-demand", "payment is due"),
    (ACK, "Your account is in arrears.", "talk-of-debt", "account is in arrears"),
    (ACK, "You are now in arrears.", "talk-of-debt", "You are now in arrears"),
    (ACK, "Call 0844/123/4567.", "premium-number", "0844/123/4567"),
    (ACK, "Call 0844 – 123 – 4567.", "premium-number", "0844 – 123 – 4567"),
    (ACK, "Call 00 44 844 123 4567.", "premium-number", "00 44 844 123 4567"),
    (ACK, "Call 070 1234 5678.", "premium-number", "070 1234 5678"),
    (ACK, "Your card is 4111.1111.1111.1111.", "account-number", "4111.1111.1111.1111"),
    (ACK, "Reply with your sort code and account number.", "account-number", "Reply with your sort code"),
    (ACK, "Please send us your full card details and PIN.", "account-number", "full card details"),
    (ACK, "Yours, [Handler]", "placeholder", "[Handler]"),
    (ACK, "We answer by [tbc].", "placeholder", "[tbc]"),
    (ACK, "Yours, {name}", "placeholder", "{name}"),
    (ACK, "Dear { complainant },", "placeholder", "{ complainant }"),
    (ACK, "We pay £XX.XX on [day].", "placeholder", "[day]"),
    (ACK, "We pay £XX.XX soon.", "placeholder", "£XX"),
    (ACK, "This is our final position on your complaint.", "final-response", "This is our final position"),
    (ACK, "We have closed your complaint.", "final-response", "We have closed your complaint"),
    (ACK, "Yours, %NAME%", "placeholder", "%NAME%"),
    (ACK, "You may appeal within 28 days.", "two-stages", "appeal within"),
    (ACK, "You can appeal this decision to us within a month.", "two-stages", "appeal this decision"),
    (ACK, "We got this wrong.", "admission", "We got this wrong"),
    (ACK, "Rydym yn gwrthod eich cwyn.", "decision", "Rydym yn gwrthod eich cwyn"),
    (ACK, "<!-- the customer is difficult -->", "comment", "<!-- the customer"),
    (CONTACT, "Call us<br>now.", "tags", "<br>"),
    (ACK, "You have 183 days from today.", "six-months", "183 days"),
    (ACK, "Go to the Ombudsman within 6 (six) months.", "six-months", "6 (six) months"),
    (ACK, "You have 26 weeks from today.", "six-months", "26 weeks"),
    (ACK, "There is a six\u2014month limit.", "six-months", "six\u2014month"),
    (ACK, "You must go to the Ombudsman by 10 August 2027.", "six-months", "You must go to the Ombudsman by"),
    (ACK, "You may refer your complaint to the Ombudsman now.", "ombudsman-now", "Ombudsman now"),
    (ACK, "We are going to reject your complaint.", "decision", "going to reject"),
    (ACK, "We won't be upholding your complaint.", "decision", "won't be upholding"),
    (ACK, "We find in your favour.", "decision", "We find in your favour"),
    (ACK, "We are sorry for our error.", "admission", "our error"),
    (ACK, "We were in the wrong.", "admission", "in the wrong"),
    (ACK, "Please treat this letter as our final reply.", "final-response", "as our final reply"),
    (ACK, "We have concluded our investigation.", "final-response", "concluded our investigation"),
    (ACK, "Call 0845\u2009123\u202f4567.", "premium-number", "0845"),
    (ACK, "Call 0845, 123 4567.", "premium-number", "0845, 123 4567"),
    (ACK, "Call 0845_123_4567.", "premium-number", "0845"),
    (ACK, "Call 44 845 123 4567.", "premium-number", "44 845 123 4567"),
    (ACK, "It may take us up to 12 weeks.", "too-long", "up to 12 weeks"),
    (ACK, "This is an automated message, please do not reply.", "no-reply", "please do not reply"),
    (ACK, "You wrote on 3/4/2027.", "day-in-figures", "3/4/2027"),
    (ACK, "[Click here](javascript:alert)", "link", "](javascript:alert)"),
    (CONTACT, "Call us <b>now</b>.", "tags", "<b>"),
]  # fmt: skip

PLACES = {ACK: HERE, LEAFLET: "If you have a question", TEXT: "How to contact", CONTACT: HERE}

# What is like one of these and is none.
RIGHT = [
    (ACK, "If we made a mistake, we will put it right."),
    (ACK, "Our answer will say whether we uphold your complaint and why."),
    (ACK, "If we reject it, we will say why."),
    (ACK, "Please do not send us your card number and PIN."),
    (ACK, "We never ask for it: never send your full card details."),
    (ACK, "Read more: [Your rights](https://firm.example/rights)."),
    ("progress", "We met on 09.12.2026 10:15."),
    (ACK, "If you are in arrears we can help."),
    (ACK, "Ring us on 07700 900123 or 0300 123 4567."),
    ("progress", "Please send us your last six months of bank statements."),
    ("progress", "No recovery action will be taken while we look into it."),
    ("progress", "You told us that the payment due on 1 December was taken twice."),
    ("progress", "You told us that the outstanding balance was wrong."),
    ("missing_details", "We need six months of statements."),
    ("holding_response", "You took the loan six months ago."),
    ("final_response", "You have four weeks to sign the form and return it."),
    ("final_response", "We got this wrong, and we are sorry."),
]  # fmt: skip

# The front matter itself.
FRONT = [
    (ACK, "requires: received, reference, timescales,", "requires: received, reference,", MISSING,
     "timescales"),
    (ACK, "requires: received,", "requires: recieved, received,", MISSING, "there is no 'recieved'"),
    (ACK, "requires:", "never: nonsense\nrequires:", "never:", "there is no 'nonsense'"),
    (ACK, "audience: complainant", "audience: complainant\nauthor: Sam", "author:", "expected one of"),
    (ACK, "audience: complainant", "audience: complainant\npurpose: more", "purpose: more", "a second time"),
    (LEAFLET, "requires: reference, not-an-answer, ombudsman, contact\n", "", "---", "requires must name"),
    ("handler_notice", "requires: reference", "requires: reference, formats\nnever: flags", MISSING,
     "formats: must"),
    ("reminder", "audience: handler", "audience: handler\nnever: decision", None, None),
]  # fmt: skip

# The firm's own words, which no template holds, and where the letter shows them.
FIRMS = [
    ("address", "South Quay Plaza, 183 Marsh Wall", "{{ firm.address }}", "stale-ombudsman"),
    ("complaints_procedure", "Tell us.\n\nPay the arrears first: you must pay.", "firm.complaints_procedure",
     "payment-demand"),
    ("complaints_procedure", "We are regulated by the Financial Ombudsman Service.",
     "firm.complaints_procedure", "ombudsman-as-regulator"),
    ("phone_hours", "or 0870 123 4567", "firm.phone_hours", "premium-number"),
    ("name", "TODO", None, "placeholder"),
]  # fmt: skip


def test_the_shipped_letters_are_clean_for_every_kind_of_case() -> None:
    every = {**USUAL, ACK: every_acknowledgement()}
    assert len(every[ACK]) > 1000
    assert letter_check.check(SHIPPED, every) == []


def test_awkward_words_come_out_of_every_letter_as_they_went_in() -> None:
    found, tried = letter_trials.check(SHIPPED, USUAL)
    assert found == []
    assert tried > 1000


def test_at_least_forty_faults_are_planted() -> None:
    assert len(DROPPED) + len(SAID) + len(FRONT) + len(FIRMS) >= 40


@pytest.mark.parametrize(("letter", "old", "new", "statement"), DROPPED)
def test_what_a_letter_leaves_out_is_told_with_the_line_that_asks_for_it(
    tmp_path: Path, letter: str, old: str, new: str, statement: str
) -> None:
    templates, file = planted(tmp_path, letter, old, new)
    found = letter_check.check(templates, USUAL)
    assert [one for one in found if one.startswith(f"{file}:{line_of(file, MISSING)}: {statement}: must ")]
    assert len([one for one in found if one.startswith(str(file))]) == 1


@pytest.mark.parametrize(("letter", "sentence", "rule", "words"), SAID)
def test_what_no_letter_may_say_is_told_with_its_line(
    tmp_path: Path, letter: str, sentence: str, rule: str, words: str
) -> None:
    place = PLACES[letter]
    templates, file = planted(tmp_path, letter, place, f"{sentence}\n\n{place}")
    found = [one for one in letter_check.check(templates, USUAL) if f": {rule}: " in one]
    assert [one for one in found if one.startswith(f"{file}:{line_of(file, sentence.splitlines()[0])}: ")]
    assert any(words in one for one in found)
    assert all(one.startswith(f"{file}:") for one in found)


@pytest.mark.parametrize(("letter", "sentence"), RIGHT)
def test_words_that_only_look_like_it_are_left_alone(tmp_path: Path, letter: str, sentence: str) -> None:
    place = PLACES.get(letter, "If you have a question")
    templates, _ = planted(tmp_path, letter, place, f"{sentence}\n\n{place}")
    assert letter_check.check(templates, USUAL) == []


@pytest.mark.parametrize(("letter", "old", "new", "anchor", "words"), FRONT)
def test_a_front_matter_that_asks_for_the_unknown_or_too_little_is_told(
    tmp_path: Path, letter: str, old: str, new: str, anchor: str | None, words: str | None
) -> None:
    templates, file = planted(tmp_path, letter, old, new)
    found = letter_check.check(templates, USUAL)
    if anchor is None or words is None:
        assert found == []
        return
    (one,) = found
    assert one.startswith(f"{file}:{line_of(file, anchor)}: ")
    assert words in one


@pytest.mark.parametrize(("key", "value", "shown", "rule"), FIRMS)
def test_a_firms_own_words_are_told_with_the_line_that_shows_them(
    key: str, value: str, shown: str | None, rule: str
) -> None:
    firm: Firm = replace(FIRM, **{"procedure_url": "", key: value})
    found = [
        one for one in letter_check.check(SHIPPED, samples(firm)) if "templates/acknowledgement.md" in one
    ]
    shipped = Path(str(shipped_templates())) / "acknowledgement.md"
    line = line_of(shipped, shown) if shown else line_of(shipped, "firm.name")
    assert [one for one in found if one.startswith(f"templates/acknowledgement.md:{line}: {rule}: ")]
    assert all(f"[firm] {key} says so" in one for one in found)


def test_a_published_procedure_may_speak_of_debts() -> None:
    text = "Complaints about your arrears, bailiffs or an outstanding balance: tell us.\n\nWe answer."
    firm = replace(FIRM, procedure_url="", complaints_procedure=text)
    assert letter_check.check(SHIPPED, samples(firm)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (DEAR, "Dear [you](https://x.example/{{ complainant }}),", "attribute"),
        (DEAR, "Dear {{ complainant|upper }},", "not shown as it was typed"),
        (DEAR, "Dear {{ complainant }},", "where a value is empty"),
        ("**{{ handler }}** is", "{{ handler|replace('*', '') }} is", "not shown as it was typed"),
    ],
)  # fmt: skip
def test_data_that_becomes_more_or_less_than_it_was_is_told(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    templates, file = planted(tmp_path, CONTACT, old, new)
    found, _ = letter_trials.check(templates, {CONTACT: USUAL[CONTACT]})
    assert any(one.startswith(f"{file}:{line_of(file, new)}: ") and fault in one for one in found)


def test_a_complaint_from_before_the_duty_needs_no_timescales(tmp_path: Path) -> None:
    old = '{% if regime == "standard" %}\nWe will send you'
    templates, file = planted(
        tmp_path, ACK, old, "{% if not states_timescales %}\nSoon.\n" + old.replace("if", "elif", 1)
    )
    assert letter_check.check(templates, {**USUAL, ACK: every_acknowledgement()}) == []
    other = file.read_text(encoding="utf-8").replace(
        "{% if not states_timescales %}", "{% if states_timescales %}"
    )
    file.write_text(other, encoding="utf-8")
    (found, *_) = letter_check.check(Templates(shipped_templates(), file.parent), USUAL)
    assert ": timescales: must" in found


def test_the_check_at_the_start_takes_no_time() -> None:
    begun = time.perf_counter()
    letter_check.check(Templates(shipped_templates(), None), samples())
    assert time.perf_counter() - begun < 3.0  # some 0.6 s where nothing else runs


def configured(tmp_path: Path, firm: str = "") -> Path:
    path = tmp_path / "config.toml"
    path.write_text(
        f'[firm]\nname = "Example Finance"\n{firm}\n'
        '[[mailbox]]\nname = "complaints"\naddress = "complaints@firm.example"\nhost = "imap.firm.example"\n'
        '[smtp]\nhost = "smtp.firm.example"\nfrom = "Complaints <complaints@firm.example>"\n'
        '[[handler]]\nname = "Sam"\nemail = "sam@firm.example"\n[templates]\ndirectory = "own"\n',
        encoding="utf-8",
    )
    (tmp_path / "own").mkdir()
    return path


def test_a_place_to_fill_in_is_for_letters_that_a_person_completes(tmp_path: Path) -> None:
    place = PLACES[ACK]
    templates, file = planted(tmp_path, ACK, place, f"[[fill in]]\n\n{place}")
    (found,) = letter_check.check(templates, USUAL)
    assert found.startswith(f"{file}:{line_of(file, '[[fill in]]')}: nobody fills in “[[fill in]]”")


def test_the_command_says_how_many_letters_it_read_or_what_it_found(tmp_path: Path) -> None:
    config = configured(tmp_path)
    clean = CliRunner().invoke(app, ["--config", str(config), "templates", "check"])
    assert clean.exit_code == 0, clean.output
    assert " letters, " in clean.output
    assert clean.output.endswith("renderings: nothing found\n")
    _, file = planted(tmp_path, CONTACT, HERE, f"TODO: ask.\n\n{HERE}")
    bad = CliRunner().invoke(app, ["--config", str(config), "templates", "check"])
    assert bad.exit_code == 1
    assert bad.output.startswith(f"{file}:{line_of(file, 'TODO')}: placeholder: ")
    told = CliRunner().invoke(app, ["--config", str(config), "templates", "check", "--json"])
    assert told.exit_code == 1
    assert json.loads(told.output)["findings"] == bad.output.splitlines()


@pytest.mark.parametrize("letter", [ACK, CONTACT])
def test_a_letter_that_cannot_be_read_is_told_with_its_line(tmp_path: Path, letter: str) -> None:
    config = configured(tmp_path)
    _, file = planted(tmp_path, letter, PLACES[letter], "{% if x }")
    found = CliRunner().invoke(app, ["--config", str(config), "templates", "check"])
    assert found.exit_code == 1
    assert type(found.exception).__name__ in ("SystemExit", "Refused")
    assert f"{found.output}{found.exception}".startswith(f"{file}:{line_of(file, '{% if x }')}: ")


def test_a_start_is_refused_for_the_same_findings(tmp_path: Path) -> None:
    from mailbot.assembly.stationery import letter_templates
    from mailbot.config import load
    from mailbot.ownership import Unfit

    config = configured(tmp_path, 'address = "South Quay Plaza"')
    with pytest.raises(Unfit, match=r"acknowledgement\.md:\d+: stale-ombudsman: .*\[firm\] address says so"):
        letter_templates(load(config))


def each_letter() -> Iterator[tuple[str, int]]:
    for name, contexts in USUAL.items():
        for number in range(0, len(contexts), max(1, len(contexts) // 2)):
            yield name, number


@pytest.mark.parametrize(("name", "number"), tuple(each_letter()))
@settings(max_examples=8, deadline=None)
@given(word=st.text(max_size=90), display=st.text(max_size=90))
def test_whatever_is_typed_each_letter_is_one_letter_to_one_recipient(
    name: str, number: int, word: str, display: str
) -> None:
    letter = SHIPPED.render(name, letter_trials.filled(USUAL[name][number], word))
    own_id = message_id("ABCDEFGHJKLMN", name, "firm.example")
    try:
        raw = compose(
            letter,
            sender=Address("Example Finance", "complaints@firm.example"),
            recipient=Address(display, "jane@example.org"),
            message_id=own_id,
            date=RECEIVED_AT,
            auto_submitted=AUTO_REPLIED,
            reply_to=None,
            in_reply_to=None,
            parent_references=(),
            parent_in_reply_to=(),
            headers={},
            attachments=(),
        )
    except UnsafeLetter:
        assert not display.isprintable()  # parsing has cleaned names long before
        return
    read = message_from_bytes(raw, policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert sorted({key.lower() for key in read}) == sorted(key.lower() for key in read)
    assert {key.lower() for key in read} == {
        "from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type",
        "x-auto-response-suppress", "x-mailbot-loop", "x-mailbot-letter",
    }  # fmt: skip
    assert [one.addr_spec for one in read["To"].addresses] == ["jane@example.org"]
    assert read["Message-ID"] == own_id
    assert read["Subject"] == letter.subject
    for part in (letter.text, letter.html, letter.subject):
        assert not any((ord(one) < 32 and one != "\n") or 127 <= ord(one) < 160 for one in part)
        assert "Undefined" not in part or "Undefined" in word
    bodies = [part.get_content() for part in read.walk() if part.get_content_maintype() == "text"]
    text, html = (body.replace("\r\n", "\n").rstrip() for body in bodies)
    assert text == letter.text.rstrip()
    assert unescape(html) == unescape(letter.html.rstrip())
