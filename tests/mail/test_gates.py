"""What is looked at first must let through whatever the pattern behind it would match."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import Parser
from email.policy import compat32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.mail.boundary import divided
from mailbot.mail.charset import clean_text
from mailbot.mail.header import read_header
from mailbot.mail.passages import attributions, devices, disclaimers, headings, sign_offs
from mailbot.mail.passages.beginnings import begins_like
from mailbot.mail.passages.quoting import is_plain


def matching(pattern: re.Pattern[str]) -> st.SearchStrategy[str]:
    """What the whole of a pattern matches, on one line."""
    return st.from_regex(pattern, fullmatch=True).map(lambda text: text.replace("\n", " "))


@given(matching(sign_offs._SIGN_OFFS))
@settings(max_examples=500)
def test_every_sign_off_begins_like_one(text: str) -> None:
    assert begins_like(text, sign_offs._BEGINNINGS)


@pytest.mark.parametrize("pattern", [headings._ORIGINAL_WORDS, headings._REPLY_ABOVE])
def test_no_heading_is_plain(pattern: re.Pattern[str]) -> None:
    @given(matching(pattern))
    @settings(max_examples=200)
    def not_plain(text: str) -> None:
        assert not text.strip() or not is_plain(text)

    not_plain()


@pytest.mark.parametrize(
    "pattern",
    [devices._OUTLOOK, devices._WHOLE, devices._ADVERTISES, devices._FROM_MY, devices._SENT],
    ids=["outlook", "whole", "advertises", "from-my", "sent"],
)
def test_every_line_of_a_device_begins_or_ends_like_one(pattern: re.Pattern[str]) -> None:
    @given(matching(pattern))
    @settings(max_examples=200)
    def lets_through(text: str) -> None:
        assert begins_like(text, devices.BEGINNINGS) or devices.ends_like_one(text)
        assert not is_plain(text)

    lets_through()


@pytest.mark.parametrize("line", ["sent from my phone", "> quoted", "Subject: x", "--", "发自我的手机"])
def test_a_line_that_may_be_special_is_not_plain(line: str) -> None:
    assert not is_plain(line)


def test_prose_is_plain() -> None:
    assert is_plain("I complained on 3 March about a fee of 25 pounds.")


@given(matching(attributions._FINAL))
@settings(max_examples=300)
def test_every_attribution_ends_like_one(text: str) -> None:
    assert attributions._ends_with_verb(text) == (attributions._FINAL.search(text[-120:]) is not None)


@given(matching(attributions._MEDIAL))
@settings(max_examples=300)
def test_every_verb_before_a_name_has_its_stem(text: str) -> None:
    assert any(stem in text.lower() for stem in attributions._MEDIAL_STEMS)


@pytest.mark.parametrize(
    "row", [*disclaimers.DISCLAIMERS, *disclaimers.PARTICULARS], ids=lambda row: "|".join(row[0])
)
def test_standing_words_have_their_stem(row: disclaimers.Row) -> None:
    stems, pattern = row

    @given(matching(pattern))
    def has_stem(text: str) -> None:
        assert any(stem in text.lower() for stem in stems)

    has_stem()


@given(st.text(st.sampled_from("aé\n\r\t\x00\x07\x0b\x7f\x85\x92\xad\u200b\u2028\u202e\ufeff\ud800\udfff")))
def test_cleaning_reads_each_character_by_itself(text: str) -> None:
    lines = text.replace("\r\n", "\n")
    assert clean_text(text) == "".join(clean_text(character) for character in lines)


# --- lines of base64 that the parser of the standard library never sees ----------------------------

_ENCODED = ["QUJD" * 19, "QUJD" * 15, "QUJD" * 3 + "QQ=="]
_LINES = [
    "--a",
    "--a--",
    "--b",
    "",
    "words",
    "Content-Type: text/plain",
    "Content-Type: message/rfc822",
    *_ENCODED,
]


@given(
    st.sampled_from(['multipart/mixed; boundary="a"', "message/rfc822", "text/plain", "multipart/mixed"]),
    st.lists(st.tuples(st.sampled_from(_LINES), st.sampled_from([1, 2, 19, 20, 21, 40])), max_size=12),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=300)
def test_long_runs_of_base64_come_through_as_the_standard_library_reads_them(
    content_type: str, runs: list[tuple[str, int]], end: str
) -> None:
    body = "".join((line + end) * (count if line in _ENCODED else 1) for line, count in runs)
    raw = f"Content-Type: {content_type}{end}{end}{body}".encode("latin-1")
    header = read_header(raw)
    text = (header.rebuilt() + raw[header.body_at :]).decode("latin-1")
    assert _tree(divided(raw, header)) == _tree(Parser(policy=compat32).parsestr(text))


def _tree(part: Message) -> object:
    payload = part.get_payload()
    content = [_tree(inner) for inner in payload if isinstance(inner, Message)]
    return (
        part.items(),
        part.preamble,
        part.epilogue,
        [type(defect) for defect in part.defects],
        payload if isinstance(payload, str) else content,
    )
