"""What a letter that a handler completed must say, must say as it is recorded, and must not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from html import unescape
from pathlib import Path

import pytest
from empty_database import database_in
from release_desk import FINAL, FIRM, RECEIVED, Desk, completed, refused

from mailbot.casework.moving import NotAllowed
from mailbot.mail.writing.draft_file import read_draft
from mailbot.mail.writing.template_file import TemplateError


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = database_in(tmp_path)
    yield Desk(database)
    database.close()


def test_a_place_that_is_not_filled_in_is_named_with_its_line(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "letter.md"
    text = desk.draft("final rejected")
    file.write_text(text, encoding="utf-8")
    line = text.splitlines().index(next(one for one in text.splitlines() if "[[" in one)) + 1
    with pytest.raises(NotAllowed, match=rf"letter\.md:{line}: still to be written: the complaint in a few"):
        desk.release(read_draft(file, "letter.md"))
    assert desk.office.letters("final_response") == []


def test_a_letter_that_lost_what_the_law_asks_for_is_refused(desk: Desk, tmp_path: Path) -> None:
    whole = desk.draft("final rejected")
    for lost, why in (
        ("www.financial-ombudsman.org.uk", "ombudsman"),
        ("You have six months from the date of this letter.", "annex-3r"),
        (desk.case.reference, "reference"),
    ):
        head, line, rest = whole.partition("Subject: ")
        with pytest.raises(NotAllowed, match=why):
            desk.release(completed(head + line + rest.replace(lost, ""), tmp_path))
    with pytest.raises(NotAllowed, match="0845"):
        desk.release(completed(whole.replace("[[why not]]", "Ring 0845 123 4567."), tmp_path))


def test_every_place_that_is_not_filled_in_is_told_at_once(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "letter.md"
    file.write_text(desk.draft(FINAL), encoding="utf-8")
    with pytest.raises(NotAllowed) as told:
        desk.release(read_draft(file, "letter.md"))
    lines = str(told.value).splitlines()
    assert len(lines) == file.read_text(encoding="utf-8").count("[[") > 2
    assert all(": still to be written: " in line for line in lines)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Dear Jane", "letter.md:1: front matter"),
        ("---\ncase: C-1\n---\nSubject: x\n\ny", "letter.md:1: 'command: …' is missing"),
        ("---\ncase: C-1\ncommand: contacted\nto: x\n---\nSubject: x\n\ny", "letter.md:4: expected one of"),
        ("---\ncase: C-1\ncommand: contacted\n---\nDear", "letter.md:5: a line 'Subject: …'"),
        ("---\ncase: C-1\ncommand: contacted\n---\nSubject: x\n\na\nb {{ c }}", "letter.md:8: '{{'"),
        (
            "---\ncase: C-1\ncommand: contacted\n---\nSubject: x\n\n|a|b|\n|--|:---:|",
            "letter.md:8: a table",
        ),
        ("---\ncase: C-1\ncommand: contacted\n---\nSubject: {% x\n\na", "letter.md:5: '{{'"),
        (
            "---\ncase: C-1\ncommand: contacted\n---\nSubject: x\n\na\nb \u202ec",
            "letter.md:8: the character U+202E",
        ),
        (
            "---\ncase: C-1\ncommand: contacted\n---\nSubject: x\n\na\nb\x07c",
            "letter.md:8: the character U+0007",
        ),
        (
            "---\ncase: C-1\ncommand: contacted\n---\nSubject: x\n\na\x1b[31m",
            "letter.md:7: the character U+001B",
        ),
        (
            "---\ncase: C-1\ncommand: contacted\n---\nSubject: x\n\na\x0bb",
            "letter.md:7: the character U+000B",
        ),
    ],
)
def test_a_file_that_is_no_draft_is_refused_with_its_line(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "letter.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError) as told:
        read_draft(file, "letter.md")
    assert why in str(told.value)


def refused_file(tmp_path: Path, text: str | bytes, why: str) -> None:
    file = tmp_path / "letter.md"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(TemplateError) as told:
        read_draft(file, "letter.md")
    assert why in str(told.value)


def test_a_file_that_is_not_utf_8_says_how_to_save_it(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("contacted")
    refused_file(tmp_path, text.encode("utf-16"), "letter.md:1: cannot be read: save it as UTF-8")
    name = next(n for n, line in enumerate(text.splitlines(), 1) if "Núñez" in line)
    refused_file(
        tmp_path, text.replace("–", "-").encode("cp1252"), f"letter.md:{name}: cannot be read: save it"
    )


def test_what_is_never_shown_hides_no_word(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("final rejected").replace("[[why not]]", "Ring 08\u200b45 1\u00ad23 4567.")
    with pytest.raises(NotAllowed, match="0845 123 4567"):
        desk.release(completed(text, tmp_path))


@pytest.mark.parametrize(
    ("drafted", "recorded", "why"),
    [
        ("final rejected", "final upheld", "says “rejected”, and what is recorded is “upheld”"),
        ("final upheld", "final rejected", "says “upheld”, and what is recorded is “rejected”"),
        ("final partly", "final rejected", "says “partly”, and what is recorded is “rejected”"),
        ("final upheld", "final partly", "says “upheld”, and what is recorded is “partly”"),
        ("final upheld redress 100", "final upheld redress 500", "does not say “£500.00”"),
        ("eight-week expected 2027-03-12 because we wait", "eight-week expected 2027-04-09 because we wait",
         "Friday 9 April 2027"),
        ("forwarded Other Ltd because it is theirs", "forwarded Third Ltd because it is theirs", "Third Ltd"),
    ],
)  # fmt: skip
def test_a_letter_says_what_is_recorded(
    desk: Desk, tmp_path: Path, drafted: str, recorded: str, why: str
) -> None:
    refused(desk, desk.draft(drafted).replace(f"command: {drafted}", f"command: {recorded}"), tmp_path, why)


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ("final partly", "I uphold the first point, the fee. I do not uphold the second."),
        ("final rejected", "Your complaint has not been upheld, because the fee was due."),
    ],
)
def test_a_decision_may_be_put_in_other_words(desk: Desk, tmp_path: Path, says: str, words: str) -> None:
    text = re.sub(r"(?ms)^We (?:do not )?uphold .*?(?=\n\n)", words, desk.draft(says))
    assert words in text
    desk.release(completed(text, tmp_path))


def test_what_a_draft_says_besides_may_be_shortened(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("contacted").replace(
        "[[what you have done so far, and what you do next]]", "We rang the bank."
    )
    text = re.sub(r"(?s)If you have a question, or .*?0100\.", "Call 020 7946 0100.", text)
    assert "Call 020 7946 0100." in text
    desk.release(completed(text, tmp_path))


@pytest.mark.parametrize(
    ("says", "draft", "words"),
    [
        ("final rejected", "complaint.", "complaint because the fee was agreed and not hidden."),
        ("final rejected", "complaint.", "complaint because the delay was partly caused by the other bank."),
        ("final upheld", "complaint.", "complaint because the fee was not refunded. We were wrong to reject "
         "your complaint in May."),
    ],
)  # fmt: skip
def test_the_drafts_own_words_for_a_decision_may_go_on(
    desk: Desk, tmp_path: Path, says: str, draft: str, words: str
) -> None:
    text = re.sub(
        rf"(?m)^(We (?:do not )?uphold your ){re.escape(draft)}", rf"\g<1>{words}", desk.draft(says)
    )
    assert words in text
    desk.release(completed(text, tmp_path))


def test_points_may_have_headings_of_their_own(desk: Desk, tmp_path: Path) -> None:
    asked = "[[what you looked at and what you found, point by point]]"
    found = "### The fee\n\nIt was due on 3 May.\n\n### The call\n\nWe listened to it."
    desk.release(completed(desk.draft("final rejected").replace(asked, found), tmp_path))


@pytest.mark.parametrize("pad", range(30, 64, 3))
def test_a_number_that_a_line_ends_within_is_found(desk: Desk, tmp_path: Path, pad: int) -> None:
    asked = "[[what you have done so far, and what you do next]]"
    text = desk.draft("contacted").replace(
        asked, f"We looked into it {'x' * pad} call 0845 123 4567 or write."
    )
    refused(desk, text, tmp_path, "0845 123 4567")


def test_brackets_that_were_only_deleted_fill_nothing_in(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("contacted").replace("[[", "").replace("]]", "")
    refused(desk, text, tmp_path, "next to nothing is said here: what you have done so far")


def test_whole_pounds_may_be_written_without_pence(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("final upheld redress 100").replace("£100.00", "£100")
    desk.release(completed(text, tmp_path))


def test_findings_may_speak_of_what_others_decided(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("final upheld").replace(
        "[[what you looked at and what you found, point by point]]",
        "The shop rejected your claim on 3 May, and your bank did not pay.",
    )
    desk.release(completed(text, tmp_path))


def test_a_letter_of_another_case_is_not_released(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("final rejected")
    refused(desk, text.replace("18 December", "11 November"), tmp_path, "not say “Friday 18 December 2026”")
    name = next(line for line in text.splitlines() if line.startswith("Dear "))
    line = text.splitlines().index(name) + 1
    why = rf"letter\.md:{line}: “[^”]+” is greeted, and the complaint is of Jane"
    for other in ("Dear Mary Smith,", "Dear Mrs Smith,", "Hello Mary"):
        refused(desk, text.replace(name, other), tmp_path, why)
    desk.release(
        completed(text.replace(name, "Dear Ms Smith,"), tmp_path), although=["greeting: she has married"]
    )


def test_a_letter_that_names_another_case_is_considered_first(desk: Desk, tmp_path: Path) -> None:
    draft = desk.draft("contacted")
    found = re.search(r"\*\*(.*-....-....)\*\*", draft)
    assert found
    another = f"{found[1][:-9]}AB12-CD34"
    text = draft.replace(found[0], f"**{another}**")
    line = text.count("\n", 0, text.index(another)) + 1
    refused(desk, text, tmp_path, rf"letter\.md:{line}: “{another}” is not the reference of this case")
    desk.release(completed(text, tmp_path), although=["another-case: the complaint of last year is meant"])


@pytest.mark.parametrize("subject", ["", "–"])
def test_a_subject_says_something(desk: Desk, tmp_path: Path, subject: str) -> None:
    draft = desk.draft("contacted")
    line = next(n for n, one in enumerate(draft.splitlines(), 1) if one.startswith("Subject: "))
    text = re.sub(r"Subject: .*? – ", f"Subject: {subject} – ", draft)
    refused(desk, text, tmp_path, rf"letter\.md:{line}: the subject says nothing")


def test_a_subject_is_written_with_single_spaces(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("contacted").replace("Subject: Your complaint: ", "Subject:  Your  complaint:\t ")
    desk.release(completed(text, tmp_path))
    (letter,) = desk.office.letters("progress")
    assert letter.subject.startswith("Your complaint: an update")


def test_a_subject_too_long_to_send_is_told_by_its_file(desk: Desk, tmp_path: Path) -> None:
    text = desk.draft("contacted").replace("Subject: ", "Subject: " + "word " * 300)
    refused(desk, text, tmp_path, r"letter\.md: a subject of more than")


@pytest.mark.parametrize(
    "greeting", ["Dear Ms O'Brien-Núñez,", "Dear Jane", "Dear Customer,", "Good morning,"]
)
def test_a_greeting_may_be_reworded(desk: Desk, tmp_path: Path, greeting: str) -> None:
    text = desk.draft("final rejected")
    name = next(line for line in text.splitlines() if line.startswith("Dear "))
    desk.release(completed(text.replace(name, greeting), tmp_path))


@pytest.mark.parametrize("left", ["[[what you looked at", "what you looked at]]"])
def test_what_is_left_of_a_place_is_told_with_its_line(desk: Desk, tmp_path: Path, left: str) -> None:
    text = completed(desk.draft("final rejected"), tmp_path)
    broken = replace(text, body=f"{text.body}\n{left}, and more\n")
    line = text.body_line + text.body.count("\n") + 1
    with pytest.raises(NotAllowed, match=rf"letter\.md:{line}: “(\[\[|\]\])” is left of a place"):
        desk.release(broken)


@pytest.mark.parametrize(
    ("says", "why"),
    [
        ("final rejected", "next to nothing is said here: the complaint in a few words"),
        ("forwarded Other Ltd because it is theirs", "and how to reach it .*what is recorded is “Other Ltd”"),
        ("contacted", "next to nothing is said here: what you have done so far"),
    ],
)
def test_places_that_were_only_deleted_are_not_filled_in(
    desk: Desk, tmp_path: Path, says: str, why: str
) -> None:
    refused(desk, re.sub(r"(?s)\[\[.*?\]\]", "", desk.draft(says)), tmp_path, why)


def test_a_line_that_may_be_taken_out_may_be_taken_out(tmp_path: Path) -> None:
    desk = Desk(database_in(tmp_path), about="in March")
    text = desk.draft("contacted", letter="missing_details")
    desk.release(completed(re.sub(r"- \[\[.*?\]\]\n", "", text), tmp_path))
    desk.office.database.close()


def test_reasons_that_were_reworded_are_asked_for_in_the_words_that_are_recorded(
    desk: Desk, tmp_path: Path
) -> None:
    text = desk.draft(EIGHT_WEEK)
    reworded = text.replace("We wait for the bank.", "The bank is slow.")
    refused(desk, reworded, tmp_path, "is “We wait for the bank.”: say so, or mend the command")


EIGHT_WEEK = "eight-week expected 2027-03-12 because we wait for the bank"


def test_an_eight_week_response_tells_of_no_six_months(desk: Desk, tmp_path: Path) -> None:
    """They run from a final response (DISP 2.8.2R(1)); time limits are waived, or not, where it matters."""
    text = desk.draft(EIGHT_WEEK)
    assert "six months" not in text
    late = text.replace("It is independent of us.", "You have six months from today.")
    refused(desk, late, tmp_path, "“six months” belongs to a final response")
    waived = re.sub(r"(?s)\[\[only where.*?\]\]", "We do not consent to waive the time limits.", text)
    desk.release(completed(waived, tmp_path))


def test_an_offer_without_accepting_the_complaint_is_told(desk: Desk, tmp_path: Path) -> None:
    """DISP 1.6.2R(1)(b)."""
    text = desk.draft("final rejected redress 50")
    assert "We do not uphold your complaint." in text
    assert "we offer you **£50.00**" in text
    refused(desk, text.replace("£50.00", "£60.00"), tmp_path, "does not say “£50.00”, the redress")
    desk.release(completed(text, tmp_path))


def test_a_response_on_payments_goes_by_email_only_where_that_was_agreed(desk: Desk, tmp_path: Path) -> None:
    desk.office.clock.now = RECEIVED + timedelta(days=10)
    desk.say("type payments")
    text = desk.draft("final upheld")
    line = next(one for one in text.splitlines() if one.startswith("agreed: "))
    file = tmp_path / "unfilled.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(NotAllowed, match=r"unfilled\.md:4: still to be written: how and when"):
        desk.release(read_draft(file, "unfilled.md"))
    refused(
        desk,
        text.replace(f"{line}\n", ""),
        tmp_path,
        r"letter\.md:1: a line “agreed: how and when” is missing",
    )
    refused_file(tmp_path, text.replace(line, "agreed:"), "letter.md:4: 'agreed:' is empty")
    for no in ("no", "he did not agree", "she doesn't", "None known"):
        refused(desk, text.replace(line, f"agreed: {no}"), tmp_path, r"letter\.md:4: without .* by post")
    desk.release(completed(text.replace(line, "agreed: by email on 21 December"), tmp_path))
    (released,) = desk.told("letter-released")
    assert released["agreed"] == "by email on 21 December"


def test_a_final_response_on_personal_data_tells_of_the_information_commissioner(
    desk: Desk, tmp_path: Path
) -> None:
    desk.say("type data-protection")
    text = desk.draft("final upheld")
    assert "<https://ico.org.uk>" in text
    refused(desk, text.replace("<https://ico.org.uk>", "online"), tmp_path, "data-outcome")
    desk.release(completed(text, tmp_path))


@pytest.mark.parametrize("typed", ["{\\{ 7 * 7 }}", "{\\% if x %}", "&#123;{ nothing }}", "{\\# gone #}"])
def test_nothing_a_handler_types_is_read_as_a_template(desk: Desk, tmp_path: Path, typed: str) -> None:
    desk.release(completed(desk.draft("contacted") + f"\nThe rate was {typed} then.\n", tmp_path))
    mail = BytesParser(policy=policy.default).parsebytes(desk.raw("progress"))
    shown = typed.replace("\\", "").replace("&#123;", "{")
    assert f"The rate was {shown} then." in mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert f"The rate was {shown} then." in unescape(html)


LATE = (
    "You have the right to refer your complaint to the Financial Ombudsman Service, free of charge.\n\n"
    "The Ombudsman might not be able to consider it if what you are complaining about happened more than six "
    "years ago. We think that your complaint was made outside of these time limits."
)
WITH_LATE = replace(FIRM, ombudsman_wordings={"out-of-time": LATE})


@pytest.mark.parametrize(
    "says", ["final rejected", EIGHT_WEEK, "summary-sent", "forwarded X because not ours"]
)
def test_another_wording_of_annex_3r_is_chosen_by_its_name(tmp_path: Path, says: str) -> None:
    """DISP 1 Annex 3R has six; what came too late has another than the usual one."""
    database = database_in(tmp_path)
    try:
        desk = Desk(database, firm=WITH_LATE)
        if says == "summary-sent":
            desk.office.clock.now = RECEIVED
            desk.say("accepted")
        text = desk.draft(says, wording="out-of-time")
        assert "wording: out-of-time\n" in text
        assert "outside of these time limits" in text
        assert "from the date of this letter" not in text
        changed = text.replace("outside of these time limits", "too late")
        refused(
            desk, changed, tmp_path, r"annex-3r: .*“The Ombudsman might not be.*” is missing.*--wording NAME"
        )
        refused(
            desk, text.replace("wording: out-", "wording: no-"), tmp_path, "'no-of-time'; there is out-of"
        )
        desk.release(completed(text, tmp_path))
    finally:
        database.close()


def test_a_wording_that_is_not_there_or_not_for_a_letter_is_refused(tmp_path: Path) -> None:
    database = database_in(tmp_path)
    try:
        desk = Desk(database, firm=WITH_LATE)
        with pytest.raises(
            NotAllowed, match=r"no \[\[ombudsman_wording\]\] of the name 'late'; there is out-of"
        ):
            desk.draft("final rejected", wording="late")
        with pytest.raises(NotAllowed, match="progress has no wording of DISP 1 Annex 3R"):
            desk.draft("contacted", wording="out-of-time")
        assert "[[only where it has turned out" in desk.draft(EIGHT_WEEK)
    finally:
        database.close()


def test_a_draft_has_no_marks_that_nobody_knows_and_its_lines_stay_lines(tmp_path: Path) -> None:
    database = database_in(tmp_path)
    try:
        desk = Desk(database, firm=replace(FIRM, name="Harbour & Vale Loans Ltd"))
        text = desk.draft("contacted")
        assert "\nHarbour & Vale Loans Ltd\n" in text
        assert "\\\n" not in text
        desk.release(completed(text, tmp_path))
        mail = BytesParser(policy=policy.default).parsebytes(desk.raw("progress"))
        plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
        assert plain is not None
        assert html is not None
        signed = plain.get_content().split("\r\n\r\n")[-1].splitlines()
        assert signed[:2] == ["Sam Ogilvie", "Harbour & Vale Loans Ltd"]
        assert re.search(r"Sam Ogilvie<br ?/?>\s*Harbour &amp; Vale Loans Ltd<br", html.get_content())
    finally:
        database.close()


def test_a_letter_that_a_person_released_bears_its_date(desk: Desk, tmp_path: Path) -> None:
    """The six months run from it, and a print has no header."""
    desk.release(completed(desk.draft("final rejected"), tmp_path))
    mail = BytesParser(policy=policy.default).parsebytes(desk.raw("final_response"))
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().startswith("Wednesday 10 February 2027\r\n\r\nDear ")
    assert re.search(r"<p[^>]*>Wednesday 10 February 2027</p>\s*<p[^>]*>Dear ", html.get_content())
