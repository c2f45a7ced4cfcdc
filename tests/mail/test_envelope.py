"""The word that names a letter: how it gets into a reverse-path, and is read from what comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.parse import parse
from mailbot.mail.writing.compose import message_id
from mailbot.mail.writing.envelope import ReturnPath, word_in, word_of

WORD = "0123456789abcdef0123456789abcdef"
PATH = ReturnPath("Bounces+{token}@firm.example")
SENT = f"Bounces+{WORD}@firm.example"


def test_a_letters_reverse_path_bears_the_word_of_its_message_id() -> None:
    assert PATH.of(word_of(message_id(WORD, "acknowledgement", "firm.example"))) == SENT


@pytest.mark.parametrize("template", ["", "complaints@firm.example"])
def test_without_a_token_all_letters_have_one_reverse_path_and_none_is_read(template: str) -> None:
    path = ReturnPath(template)
    assert path.of(WORD) == path.of("another") == template
    assert path.read(template) is None


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title])
def test_a_path_is_read_whatever_became_of_its_case(change: object) -> None:
    assert callable(change)
    assert PATH.read(change(SENT)) == SENT


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=13, max_size=64))
def test_what_was_written_is_read(word: str) -> None:
    assert PATH.read(PATH.of(word)) == PATH.of(word)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "bounces@firm.example",
        "bounces+@firm.example",
        "bounces+0123456789ab@firm.example",  # 62 bits may be guessed
        f"bounces+{WORD}@firm.example.org",
        f"x-bounces+{WORD}@firm.example",
        f"bounces+{WORD}x-@firm.example",
        f"bounces+{WORD[:-1]}\u017f@firm.example",  # a long s is an s where case is ignored
        f"bounces+{WORD[:-1]}\u212a@firm.example",  # and the sign of Kelvin a k
        f"bounces+{WORD}@firmxexample",
    ],
)
def test_another_address_is_none_of_our_paths(address: str) -> None:
    assert PATH.read(address) is None


@pytest.mark.parametrize("word", ["", "short", "ABCDEFABCDEFABCDEF", "a" * 65, "0123456789abcdef-"])
def test_a_word_that_could_be_guessed_or_lost_makes_no_path(word: str) -> None:
    with pytest.raises(ValueError, match="no reverse-path"):
        PATH.of(word)


@pytest.mark.parametrize(
    ("envelope_id", "word"),
    [(WORD, WORD), (f" {WORD.upper()} ", WORD), ("", None), ("QQ314159", None), (f"<{WORD}@mx>", None)],
)
def test_an_envelope_id_is_ours_by_its_form(envelope_id: str, word: str | None) -> None:
    assert word_in(envelope_id) == word


@pytest.mark.parametrize(
    ("template", "mailbox"),
    [
        ("bounces+{token}@firm.example", "bounces@firm.example"),
        ("bounces+x.{token}@firm.example", "bounces@firm.example"),
        ("complaints@firm.example", "complaints@firm.example"),
        ("b-{token}@firm.example", ""),
        ("{token}+b@firm.example", ""),
        ("", ""),
    ],
)
def test_where_its_mail_arrives_is_known_of_a_plus_address(template: str, mailbox: str) -> None:
    assert ReturnPath(template).mailbox == mailbox


@pytest.mark.parametrize(
    "field",
    [
        "To", "Cc", "Resent-To", "Delivered-To", "X-Original-To", "X-Delivered-To", "Envelope-To",
        "X-Envelope-To", "Apparently-To",
    ],
)  # fmt: skip
def test_what_a_message_was_sent_to_is_read_from_every_field_that_says_so(field: str) -> None:
    raw = f"From: a@x.example\r\n{field}: <{SENT.lower()}>\r\nSubject: {SENT}\r\n\r\nx\r\n".encode()
    assert PATH.sent_to(parse(raw)) == (SENT,)


def test_a_path_in_the_words_of_a_message_is_no_recipient() -> None:
    raw = f"From: {SENT}\r\nTo: x@firm.example\r\nReply-To: {SENT}\r\n\r\n{SENT}\r\n".encode()
    assert PATH.sent_to(parse(raw)) == ()
