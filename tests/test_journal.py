"""The operator's log: one line an event, addresses masked, and nobody has to listen."""

from __future__ import annotations

import json
import logging
import os
import re
import threading
from io import StringIO

import pytest
from fakes import MONDAY

from mailbot.journal import Journal, masked
from mailbot.store.journal import Event


def said(form: str, **fields: str | int | bool | None) -> str:
    out = StringIO()
    Journal(form, out).emit([Event("letter-sent", MONDAY, "C-0001", fields)])
    return out.getvalue()


def test_a_line_has_the_moment_the_event_and_the_case_first() -> None:
    assert said("text", letter=3) == "2026-11-23T10:00:00Z letter-sent C-0001 letter=3\n"


def test_json_is_one_object_a_line_without_what_is_not_known() -> None:
    line = said("json", letter=3, reply='250 "ok"\nx', refused=None)
    assert line.count("\n") == 1
    assert json.loads(line) == {
        "at": "2026-11-23T10:00:00Z",
        "event": "letter-sent",
        "case": "C-0001",
        "letter": 3,
        "reply": '250 "ok"\nx',
    }


def test_a_field_cannot_break_out_of_its_line() -> None:
    forged = "2026-11-23T10:00:00Z case-opened C-9999"
    line = said(
        "text", reply=f"250 ok\n{forged}", why=f"a\r{forged}\u2028{forged}\x1b[2K", rule='a"b=c', to=""
    )
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    assert line.endswith(' rule="a\\"b=c" to=\n')


def test_what_people_give_as_a_reason_is_not_printed_and_numbers_and_dates_are() -> None:
    line = said("text", because="Mrs Quintaxel has cancer", due_final_response="2027-02-12", seconds=3)
    assert line == "2026-11-23T10:00:00Z letter-sent C-0001 due_final_response=2027-02-12 seconds=3\n"
    moved = said("json", final_response="2027-02-12 → none", name="Jane")
    assert json.loads(moved)["final_response"] == "2027-02-12 → none"
    assert "Jane" not in moved


def test_what_went_with_a_letter_and_who_refused_it_is_printed() -> None:
    line = said("text", leaflet="2026-04", refused="archive@firm.example.com")
    assert line == "2026-11-23T10:00:00Z letter-sent C-0001 leaflet=2026-04 refused=a***@firm.example.com\n"


def test_of_a_librarys_warning_the_place_is_printed_and_never_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    del caplog  # whose handlers are put back after the test
    before = logging.root.handlers[:], logging.root.level
    out = StringIO()
    Journal("text", out).hear_libraries()
    try:
        logging.getLogger("imapclient.imaplib").debug("LOGIN jane hunter2")
        logging.getLogger("apscheduler.scheduler").warning("hunter2 of %s", "Quintaxel")
        try:
            raise ValueError("hunter2")
        except ValueError:
            logging.getLogger("asyncio").exception("hunter2")
    finally:
        logging.root.handlers[:], level = before
        logging.root.setLevel(level)
    first, second = out.getvalue().splitlines()
    assert " library-warned - library=apscheduler.scheduler place=test_journal:" in first
    assert first.endswith(" kind=warning")
    assert second.endswith(" kind=ValueError")
    assert "hunter2" not in out.getvalue()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("jane.doe@example.org", "j***@example.org"),
        ("550 <jane@example.org>: no such user", "550 <j***@example.org>: no such user"),
        ("a@x.example,bob@y.example", "a***@x.example,b***@y.example"),
        ('"jane doe"@example.org', "j***@example.org"),
        ("jörg@äpfel.example", "j***@äpfel.example"),
        ("no address", "no address"),
        ("", ""),
    ],
)
def test_addresses_are_masked_wherever_they_stand(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_address_is_printed_in_any_field(form: str) -> None:
    line = said(
        form, to="jane.doe@example.org", reply="250 <jane.doe@example.org> ok", why="x jane.doe@example.org"
    )
    assert "jane.doe" not in line
    assert line.count("j***@example.org") == 3


def test_masking_a_hostile_text_takes_no_longer_than_its_length() -> None:
    for text in ("a" * 200_000, '"' * 200_000, "a@" * 100_000, '"a' * 100_000, "@" * 200_000):
        masked(text)  # the time limit of the tests is the assertion


def test_a_reader_that_has_gone_costs_nothing() -> None:
    read, write = os.pipe()
    os.close(read)
    stream = os.fdopen(write, "w")
    journal = Journal("text", stream)
    journal.say("started", MONDAY)
    journal.say("stopped", MONDAY)
    with pytest.raises(BrokenPipeError):
        stream.close()


def test_a_stream_that_was_closed_costs_nothing() -> None:
    stream = StringIO()
    journal = Journal("text", stream)
    stream.close()
    journal.say("started", MONDAY)


def test_lines_of_several_threads_do_not_mix() -> None:
    out = StringIO()
    journal = Journal("text", out)

    def talk(number: int) -> None:
        for _ in range(100):
            journal.emit(
                [Event("one", MONDAY, None, {"n": number}), Event("two", MONDAY, None, {"n": number})]
            )

    threads = [threading.Thread(target=talk, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = out.getvalue().splitlines()
    assert len(lines) == 800
    assert all(re.fullmatch(r"\S+ (?:one|two) - n=\d", line) for line in lines)
    assert all(first[-3:] == second[-3:] for first, second in zip(lines[::2], lines[1::2], strict=True))
