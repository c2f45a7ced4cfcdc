"""What may be wrong with a completed letter: it is doubted by its name, and passes by that name alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from empty_database import database_in
from fakes import message
from release_desk import JANE, Desk, completed, refused

from mailbot.casework.moving import NotAllowed
from mailbot.complaints.doubts import DOUBTS, considered
from mailbot.complaints.prohibitions import PROHIBITIONS
from mailbot.mail.writing.draft_file import read_draft

ASKED = "[[what you have done so far, and what you do next]]"
FOUND = "[[what you looked at and what you found, point by point]]"
TOLD = "[[how and when you were told, so that a mistake is noticed]]"
EIGHT_WEEK = "eight-week expected 2027-03-12 because we wait for the bank"
FORWARDED = "forwarded Other Bank plc because it is theirs"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = database_in(tmp_path)
    yield Desk(database)
    database.close()


#: What is drafted, what a person changes in it, the doubt and what is told of it.
DOUBTED = [
    ("final upheld", "We uphold your complaint.", "We uphold our earlier decision.",
     "decision", "does not say"),
    ("final upheld", FOUND, "Both points are plain. The point about the call is not upheld.",
     "decision", "partly"),
    ("final rejected", FOUND, "It is plain. Your complaint about the fee is upheld.",
     "decision", "partly"),
    ("final upheld", FOUND, "We will pay you £500.00 by 1 March 2027.", "sum", "no redress is recorded"),
    ("final upheld redress 100", FOUND, "We will pay you £1,000.00 for the £100.00 fee.",
     "sum", "£100.00"),
    ("final rejected", FOUND, "As a gesture of goodwill we will pay you £250.", "sum", "no redress"),
    ("contacted", ASKED, "We looked into it, and will refund the fee of £12.", "sum", "no redress"),
    ("final upheld", "18 December 2026", "17 December 2026", "date", "is a Thursday|does not say"),
    ("contacted", ASKED, "We will ring you by Tuesday 31 February 2027.",
     "date", "there is no such day"),
    ("contacted", ASKED, "We will ring you on Friday 20 November 2026.", "date", "has passed"),
    ("contacted", ASKED, "We will ring you on Friday 24 February 2027.", "date", "is a Wednesday"),
    (EIGHT_WEEK, "It is independent of us.", "We expect to answer by 30 June 2027 at the latest.",
     "date", "recorded is Friday 12 March 2027"),
    ("final rejected", FOUND, "I attach the statement of May.", "attachment", "nothing but the leaflet"),
    (FORWARDED, "complaint to **Other Bank plc**", "complaint to **Other Finance Ltd**",
     "firm", "other bank plc"),
    ("final rejected", "This is our final response to", "This is our answer to",
     "final-words", "it is final"),
    ("contacted", "call 020 7946 0100", "call 0117 496 0999",
     "phone", "our telephone number is 020 7946"),
    ("contacted", ASKED, "We reject what you say of 3 May, and look into why.",
     "decision", "decides, or seems"),
    ("contacted", ASKED, "It may have been our mistake, or the bank's.", "admission", "admits"),
    ("contacted", ASKED, "Your bank gives its reference as 2026 1203 0001 77.",
     "account-number", "a card or"),
    ("contacted", ASKED, "The policy has the number 0912345678, as you say.",
     "premium-number", "basic rate"),
    ("contacted", ASKED, "You told us that you have waited six months for it.",
     "six-months", "final response"),
    ("contacted", ASKED, "The council says your appeal must reach it within 28 days.",
     "two-stages", "stage"),
    ("withdrawn", TOLD, "You told us on the phone: we consider the matter resolved.",
     "final-response", "reads like"),
    ("contacted", ASKED, "We took over the loan on XX/XX/2023.", "placeholder", "nobody has filled"),
    ("contacted", ASKED, "We will ring you on XX February.", "placeholder", "nobody has filled"),
    ("contacted", ASKED, "Your card ends in XXXX 1234, as you wrote.",
     "placeholder", "nobody has filled"),
    (EIGHT_WEEK, "We wait for the bank.", "The bank is slow to answer us.",
     "reasons", "mend the command"),
    ("final rejected", FOUND, "Our complaints manager will review it again and send you our final response.",
     "another-response", "second answer"),
    ("final rejected", FOUND, "You must not go to the Ombudsman before you have used our appeal stage.",
     "another-response", "second answer"),
]  # fmt: skip


@pytest.mark.parametrize(("says", "was", "now", "doubt", "why"), DOUBTED)
def test_what_is_doubted_passes_by_its_name_alone(
    desk: Desk, tmp_path: Path, says: str, was: str, now: str, doubt: str, why: str
) -> None:
    draft = desk.draft(says)
    assert was in draft
    text = draft.replace(was, now)
    hint = f'--although "{doubt}: why"'
    with pytest.raises(NotAllowed, match=why) as told:
        desk.release(completed(text, tmp_path))
    assert str(told.value).splitlines()[-1].count("--although") == 1, told.value
    assert hint in str(told.value)
    other = "greeting" if doubt != "greeting" else "sum"
    refused(desk, text, tmp_path, why, although=["rang her first", f"{other}: it is right"])
    desk.release(completed(text, tmp_path), although=[f"{doubt}: it is right"])
    (released,) = desk.told("letter-released")
    assert released["because"] == f"{doubt}: it is right"


@pytest.mark.parametrize(
    ("says", "was", "now"),
    [
        ("contacted", ASKED, "Our final response is due by Friday 12 February 2027."),
        ("contacted", ASKED, "We have asked your bank for six months of statements."),
        ("contacted", ASKED, "You need not make a payment while we look into this."),
        ("contacted", ASKED, "No legal action will follow, and no recovery action will be taken."),
        ("contacted", ASKED, "We have put the outstanding balance on hold meanwhile."),
        ("contacted", ASKED, "You say that the amount due was wrong, and attached a letter of May."),
        ("contacted", ASKED, "We have paid you £10 for the calls on 3 March 2025, as you wrote."),
        ("contacted", ASKED, "We declined your application on 3 May and are looking into why."),
        ("contacted", ASKED, "We do not yet know whether it was our mistake."),
        ("withdrawn", TOLD, "You told us by phone on 9 February that you consider the complaint resolved."),
        (EIGHT_WEEK, "**Friday 12 March 2027**", "12 March 2027"),
        ("final upheld", "Friday 18 December 2026", "18th December 2026"),
        ("final rejected", FOUND, "In 2024 we upheld your complaint about the same fee."),
        ("final upheld redress 40", "**£40.00**", "£40"),
        ("final rejected", FOUND, "Your letter of 3 May enclosed a statement. We will send you a copy."),
        (FORWARDED, "**Other Bank plc**", "the Other Bank plc"),
        ("final rejected", FOUND, "The default will remain on your file for six years from 3 March 2025."),
        ("final rejected", FOUND, "You told us of your debt management plan on 10 March 2025."),
        ("final upheld redress 120.50", FOUND, "We will refund £100.50, and pay £20 for the trouble."),
        ("final upheld redress 120.50", FOUND, "We will refund £100.50. We will also pay you £20."),
    ],
)  # fmt: skip
def test_what_is_right_is_not_doubted(desk: Desk, tmp_path: Path, says: str, was: str, now: str) -> None:
    draft = desk.draft(says)
    assert was in draft
    desk.release(completed(draft.replace(was, now), tmp_path))


@pytest.mark.parametrize(
    ("name", "greeting", "is_theirs"),
    [
        ("Jane Doe", "Dear Jane:", True),
        ("Jane Doe", "Hi Jane!", True),
        ("Jane Doe", "Dear Mrs. Doe,", True),
        ("Jane Doe", "Dear J Doe", True),
        ("Jane Doe", "Dear Jane, thank you for your letter.", True),
        ("Jane O'Brien-Nunez", "Dear Mrs O'Brien,", True),
        ("Jane O'Brien-Nunez", "Dear Ms Nunez,", True),
        ("José Núñez", "Dear Mr Nunez,", True),
        ("Mr. J. Doe.", "Dear Mr Doe,", True),
        ("JaneDoe", "Dear Ms Doe,", True),
        ("Jane Doe", "Good morning Mary,", False),
        ("Jane Doe", "Mary Smith,", False),
        ("Jane Doe", "Dear Mary Doe,", False),
        ("J Li", "Dear Mary,", False),
        ("J Li", "Dear Mr Li,", True),
    ],
)
def test_a_person_may_be_greeted_by_any_of_their_names(
    tmp_path: Path, name: str, greeting: str, *, is_theirs: bool
) -> None:
    database = database_in(tmp_path)
    try:
        desk = Desk(database, author=f"{name} <jane.doe@example.org>")
        assert desk.case.complainant_name == name
        text = re.sub(r"(?m)^Dear .*$", greeting, desk.draft("contacted"))
        if is_theirs:
            desk.release(completed(text, tmp_path))
        else:
            refused(desk, text, tmp_path, r"letter\.md:7: “.*” is greeted, and the complaint is of")
    finally:
        database.close()


def test_who_complained_in_another_case_is_not_told_of(desk: Desk, tmp_path: Path) -> None:
    desk.office.take(message("I complain too.", author="Gareth Pugh <gareth@example.net>"))
    for other in ("Gareth Pugh", "gareth@example.net"):
        text = desk.draft("contacted").replace(ASKED, f"As we told {other}, the fee was agreed.")
        refused(desk, text, tmp_path, f"“{other}” complained to us in another case")
    desk.release(completed(text, tmp_path), although=["another-person: her husband, and she asked for it"])


def test_an_unfinished_place_in_the_subject_is_told_by_its_line(desk: Desk, tmp_path: Path) -> None:
    text = completed(desk.draft("contacted"), tmp_path)
    file = tmp_path / "letter.md"
    written = file.read_text(encoding="utf-8").replace("Subject: ", "Subject: [[what it is ")
    file.write_text(written, encoding="utf-8")
    with pytest.raises(NotAllowed, match=rf"letter\.md:{text.subject_line}: “\[\[” is left of a place"):
        desk.release(read_draft(file, "letter.md"))


def test_the_names_of_doubts_are_a_closed_list() -> None:
    assert considered(["she asked for it", "greeting: she has married: twice"]) == {
        "harm": "she asked for it",
        "greeting": "she has married: twice",
    }
    for wrong in ("greating: she has married", "tags: she likes them", "sum: "):
        with pytest.raises(ValueError, match="--although"):
            considered([wrong])
    assert set(PROHIBITIONS) - set(DOUBTS) == {
        "comment", "link", "picture", "tags", "stale-ombudsman", "ombudsman-as-regulator",
    }  # fmt: skip


def test_what_another_case_of_the_same_person_says_is_considered_before_a_release(
    desk: Desk, tmp_path: Path
) -> None:
    text = desk.draft("contacted")
    desk.office.take(message("I am going to kill myself tonight.", author=JANE, subject="I can't go on"))
    refused(desk, text, tmp_path, r"life may be at risk, as .* of the same person says")
    refused(desk, text, tmp_path, "life may be at risk", although=["greeting: it is she"])
    desk.release(completed(text, tmp_path), although=["rang her first"])


@pytest.mark.parametrize(
    "number",
    ["4111 1111 1111 1111", "sort code 12-34-56, account number 12345678", "GB29 NWBK 6016 1331 9268 19"],
)
def test_what_is_a_card_or_an_account_passes_by_no_word(desk: Desk, tmp_path: Path, number: str) -> None:
    text = desk.draft("contacted").replace(ASKED, f"We will use what we have, {number}, for the refund.")
    refused(
        desk, text, tmp_path, "is a number of a card or an account", although=["account-number: she asked"]
    )
