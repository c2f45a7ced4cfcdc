"""What a server says, taken apart: in any order, and whatever it is."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient.exceptions import ProtocolError

from mailbot.wire import answers
from mailbot.wire.session import _NONSENSE


@pytest.mark.assertion("E-103", "E-106")
def test_what_is_said_of_a_message_is_gathered_by_its_uid_and_by_nothing_else() -> None:
    answer = [
        b"1 (FLAGS (\\Seen))",
        (b"2 (BODY[] {5}", b"12345"),
        b" UID 7)",
        b"2 (UID 7 RFC822.SIZE 5)",
        b"7 (RFC822.SIZE 99)",
        b"3 (UID 9)",
    ]
    assert answers.by_uid(answer) == {
        7: {b"BODY[]": b"12345", b"UID": 7, b"RFC822.SIZE": 5},
        9: {b"UID": 9},
    }


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        (b"20-Nov-2026 12:00:00 +0000", datetime(2026, 11, 20, 12, tzinfo=UTC)),
        (b" 1-Jul-2026 00:30:00 +0100", datetime(2026, 6, 30, 23, 30, tzinfo=UTC)),
        (b"20-Nov-2026 12:00:00 -0000", datetime(2026, 11, 20, 12, tzinfo=UTC)),
        (b"20-Nov-2026 12:00:00", None),
        (b"31-Dec-9999 23:59:59 -1200", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (b"32-Nov-2026 12:00:00 +0000", None),
        (b"sometime", None),
        (b"", None),
        (None, None),
        (5, None),
        (b"1-Jan-99999999999999999999 00:00:00 +0000", None),
    ],
)
def test_a_moment_is_aware_or_none(said: object, moment: datetime | None) -> None:
    assert answers.moment({b"INTERNALDATE": said}) == moment


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ([b"3 1 2"], [3, 1, 2]),
        ([b"1", b"2"], [1, 2]),
        ([b""], []),
        ([], []),
        ([b"1 2 (MODSEQ 917162500)"], [1, 2]),
    ],
)
def test_a_search_is_read_over_all_its_lines(answer: list[bytes], found: list[int]) -> None:
    assert answers.numbers(answer) == found


@pytest.mark.parametrize("answer", [[b"1 x"], [b"1:5"], [b"-1"], [(b"1 {3}", b"abc")], [b"9" * 30]])
def test_a_search_answered_with_no_number_is_no_answer(answer: answers.Answer) -> None:
    with pytest.raises(ProtocolError):
        answers.numbers(answer)


def test_the_names_of_files_are_found_however_they_are_written() -> None:
    structure: answers.Answer = [
        b'1 (UID 5 BODYSTRUCTURE ((("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 10 1)'
        b'("APPLICATION" "PDF" ("NAME" "a \\"b\\".pdf") NIL NIL "BASE64" 900)'
        b'("A" "B" ("NAME*" "utf-8\'\'%e2%82%ac.pdf") NIL)("A" "B" ("name" "=?utf-8?q?caf=C3=A9.png?=") NIL)'
        b'("A" "B" NIL NIL NIL NIL 5 NIL ("ATTACHMENT" ("FILENAME*0" "long-" "FILENAME*1" "name.txt")))'
        b'("A" "B" ("NAME" "same.doc") NIL NIL NIL 5 NIL ("INLINE" ("FILENAME" "same.doc")))'
        b'("A" "B" ("NAME" "") NIL)("A" "B" (',
        (b'"NAME" {10}', b"caf\xc3\xa9 2.gif"),
        b' ) NIL) "MIXED"))',
    ]
    assert answers.file_names(structure) == (
        "a 'b'.pdf",
        "€.pdf",
        "café.png",
        "long-name.txt",
        "same.doc",
        "café 2.gif",
    )


def test_of_a_thousand_names_a_few_dozen_are_told_and_none_is_endless() -> None:
    names = b" ".join(b'(("NAME" "%d%s"))' % (number, b"x" * 3000) for number in range(1000))
    found = answers.file_names([b"1 (UID 5 BODYSTRUCTURE " + names + b")"])
    assert len(found) == answers.NAMES_AT_MOST
    assert max(map(len, found)) <= answers.NAME_LIMIT


WORDS = (
    b"1",
    b" ",
    b"(",
    b")",
    b"UID",
    b"FETCH",
    b'"',
    b"NIL",
    b"{3}",
    b"BODY[]",
    b"[",
    b"NAME",
    b"\\",
    b"x",
)
LINES = st.lists(st.sampled_from(WORDS), max_size=30).map(b" ".join)
ANSWERS = st.lists(LINES | st.tuples(LINES.map(lambda line: line + b" {3}"), st.just(b"abc")), max_size=5)


@given(ANSWERS)
def test_whatever_is_said_is_an_answer_or_nonsense_and_nothing_else(answer: answers.Answer) -> None:
    for read in (answers.by_uid, answers.numbers, answers.file_names):
        with suppress(*_NONSENSE):
            read(answer)
