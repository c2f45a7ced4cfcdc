"""What the author newly wrote is NEW; what is quoted, forwarded, signature or disclaimer is marked."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.html import html_to_text
from mailbot.mail.message import Zone
from mailbot.mail.passages.quoting import zones

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
OUTLOOK = "From: Firm <c@firm.example>\nSent: 21 September 2026 10:02\nTo: Jane\nSubject: Your account\n\nTheir words"  # noqa: E501


def text_in(text: str, zone: Zone, subject: str = "") -> str:
    return "\n".join(passage.text for passage in zones(text, subject=subject) if passage.zone is zone)


def new(text: str, subject: str = "") -> str:
    return text_in(text, Zone.NEW, subject)


@pytest.mark.parametrize(
    "quotation",
    [
        "> Their words",
        "On Wed, 7 Oct 2026 at 16:40, Firm <c@firm.example> wrote:\n> Their words",
        "On Wed, 7 Oct 2026 at 16:40, Firm <c@firm.example>\nwrote:\n\n> Their words",
        "On Wednesday, 7 October 2026 at 16:40:11 BST, Firm <c@firm.example> wrote:\n\nTheir words",
        "On 07/10/2026 16:40, Firm wrote:\n> Their words",
        "Le mer. 7 oct. 2026 à 16:40, Firm <c@firm.example> a écrit :\n> Their words",
        "Am 07.10.26 um 16:40 schrieb Firm:\n> Their words",
        OUTLOOK,
        "________________________________\n" + OUTLOOK,
        "*From:* Firm <c@firm.example>\n*Sent:* 21 September 2026\n*To:* Jane\n*Subject:* Account\n\nTheir words",  # noqa: E501
        "-----Original Message-----\n" + OUTLOOK,
        "-------- Original message --------\nFrom: Firm\nDate: 21/09/2026\n\nTheir words",
        "Von: Firm\nGesendet: Montag\nAn: Jane\nBetreff: Konto\n\nTheir words",
    ],
)
def test_a_reply_above_a_quotation_keeps_only_its_own_words(quotation: str) -> None:
    text = "You have not answered me.\n\n" + quotation
    assert "You have not answered me." in new(text)
    assert "Their words" not in new(text)
    assert "Their words" in text_in(text, Zone.QUOTED)


@pytest.mark.parametrize(
    "heading",
    [
        "Begin forwarded message:",
        "---------- Forwarded message ---------",
        "-------- Forwarded Message --------",
        "---------------------- Forwarded by Jane Doe/HOU on 02/03/2026 08:00 AM ---------------------------",
    ],
)
def test_what_is_forwarded_is_marked_as_forwarded(heading: str) -> None:
    text = f"See what you sent me.\n\n{heading}\nFrom: Firm <c@firm.example>\nSubject: A\n\nTheir words"
    assert new(text) == "See what you sent me."
    assert "Their words" in text_in(text, Zone.FORWARDED)


def test_an_outlook_block_under_a_forward_subject_is_forwarded() -> None:
    assert "Their words" in text_in("See below.\n\n" + OUTLOOK, Zone.FORWARDED, subject="FW: Your account")
    assert "Their words" in text_in(OUTLOOK, Zone.FORWARDED, subject="Fwd: Your account")


@pytest.mark.parametrize(
    "words",
    [
        "On 3 March your adviser wrote:\nwe will refund you\nand you did not.",
        "From: what I can see you took 60 pounds twice.\nThat is wrong.",
        "I paid it. Details:\n  From: Mr S Cotterill, account 41092837\n  To: Conexus\n  Amount: 310\n  Date: 12-10-26\nI object.",  # noqa: E501
        "From: Jane Doe\nTo: The Manager\nDate: 3 March\nSubject: Complaint\n\nI complain about the fee.",
        "Sent from my phone company was a letter that I never got.",
        "Thanks\n\nI want my money back. You took it twice.",
        "You sent a confidential letter that I should have had to my neighbour.\n\nI am upset.",
        "This message was intended only for me and my ex opened it.",
        "You are authorised and regulated by the FCA.\n\nBehave like it.",
        "The original message said otherwise.\nForwarded message below is wrong.",
        "Regards to your manager, who promised a refund.",
    ],
)
def test_the_words_of_a_complaint_are_new(words: str) -> None:
    assert new(words) == words


def test_answers_between_quoted_lines_are_new() -> None:
    text = "Answers below.\n\nOn 7 Oct 2026 at 16:40, Firm <c@f.example> wrote:\n\n> 1. number?\n\nCNX-1\n\n> 2. phone?\n\n0700"  # noqa: E501
    assert new(text).split() == ["Answers", "below.", "CNX-1", "0700"]


def test_a_quotation_marked_in_html_is_quoted_whatever_the_language() -> None:
    html = (
        "<p>Mine.</p><div class='moz-cite-prefix'>7.10.2026 16:40 Firm írta:</div>"
        "<blockquote type='cite'>Their words</blockquote><p>Mine again.</p>"
    )
    assert new(html_to_text(html)).split("\n")[0] == "Mine."
    assert "Mine again." in new(html_to_text(html))
    assert "Their words" not in new(html_to_text(html))


def test_an_outlook_reply_heading_is_known_by_its_element() -> None:
    html = "<p>Mine.</p><div id='divRplyFwdMsg'><b>Feladó:</b> Firm</div><div>Their words</div>"
    assert new(html_to_text(html)) == "Mine."
    assert "Their words" in text_in(html_to_text(html), Zone.QUOTED)
    assert "Their words" in text_in(html_to_text(html), Zone.FORWARDED, subject="FW: x")


def test_a_signature_after_its_delimiter_is_not_new() -> None:
    text = "My words.\n\n-- \nBowls Club - new members always welcome"
    assert new(text) == "My words."
    assert "Bowls Club" in text_in(text, Zone.SIGNATURE)


def test_two_hyphens_alone_do_not_swallow_a_long_complaint() -> None:
    text = "First part.\n--\n" + "\n".join(f"Point {number} of my complaint." for number in range(20))
    assert "Point 19" in new(text)


@pytest.mark.parametrize(
    "line", ["Sent from my iPhone", "Get Outlook for iOS", "Sent from my Samsung Galaxy smartphone."]
)
def test_the_signature_of_a_device_is_not_new(line: str) -> None:
    assert new(f"Stop texting me.\n\n{line}") == "Stop texting me."


@pytest.mark.parametrize(
    "sign_off", ["Kind regards", "Yours faithfully,", "Many thanks", "Cofion", "Regards"]
)
def test_the_lines_under_a_sign_off_are_the_signature(sign_off: str) -> None:
    text = f"I want it back.\n\n{sign_off}\n\nJane Doe\n14 Larkspur Close\nS18 9ZX\n07700 900118"
    assert new(text) == "I want it back."
    assert "07700 900118" in text_in(text, Zone.SIGNATURE)


def test_a_postscript_is_new() -> None:
    assert "PS You also lost my letter" in new("It is wrong.\n\nRegards\nJane\n\nPS You also lost my letter")


def test_a_disclaimer_is_not_new_and_the_signature_above_it_is_kept() -> None:
    text = (
        "We expect the money today.\n\nIsobel Trench\nt: 01632 960944\n\nThis email and any attachments are confidential and "  # noqa: E501
        "intended solely for the addressee. If you have received it in error please delete it.\n\n"
        "No liability is accepted for any virus that it may carry."
    )
    assert new(text) == "We expect the money today."
    assert "01632 960944" in text_in(text, Zone.SIGNATURE)
    assert "virus" in text_in(text, Zone.DISCLAIMER)


def test_a_banner_of_the_gateway_is_not_new() -> None:
    text = "CAUTION: This email originated from outside the organisation.\n\nYou took my money."
    assert new(text) == "You took my money."


@given(st.text(alphabet="ab >-_:\n*@<", max_size=400))
def test_marking_deletes_nothing(text: str) -> None:
    marked = "\n".join(passage.text for passage in zones(text))
    assert [line for line in marked.split("\n") if line.strip()] == [
        line for line in text.split("\n") if line.strip()
    ]


@pytest.mark.parametrize(
    "line",
    [
        "On Mon wrote ",
        "Thanks",
        "From: a",
        "--",
        "<" * 200,
        "<aaa@b " * 30,
        ">" * 500,
        "this email " * 50,
        "_" * 300,
    ],
)
def test_a_hundred_thousand_of_a_line_take_no_more_than_seconds(line: str) -> None:
    text = "\n".join([line] * max(1, 1_000_000 // len(line)))
    began = time.process_time()
    zones(text)
    assert time.process_time() - began < 4.0


def test_replies_of_the_public_corpus_keep_their_new_text() -> None:
    path = CORPUS / "real" / "expected" / "quagga_zones.jsonl"
    if not path.exists():
        pytest.skip("the corpus of real mail is not here")
    kept = wanted = 0
    for line in path.read_text().splitlines()[:500]:
        case = json.loads(line)
        found = set(
            " ".join(p.text for p in zones(case["text"]) if p.zone in (Zone.NEW, Zone.SIGNATURE)).split()
        )
        words = case["new_text"].split()
        wanted += len(words)
        kept += sum(word in found for word in words)
    assert kept / wanted > 0.97
