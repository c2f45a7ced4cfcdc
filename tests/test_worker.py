"""Hostile mail is read in a process that may die; the next message is read all the same."""

from __future__ import annotations

import os
import pickle
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from fakes import PRACTICE, message

from mailbot.complaints.practice import Practice, ReferenceFormat
from mailbot.reading.reader import Closed, Limits, Reader

#: A firm's own pattern that takes for ever on a long run of one letter: the way to keep the child busy.
SLOW = ReferenceFormat("slow", re.compile(r"(?:A+A+)+B"))
BUSY = message("A" * 60)


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader(PRACTICE)
    yield reader
    reader.close()


def children_of(pid: int) -> list[psutil.Process]:
    """Its reading processes; the tests' own servers are children too."""
    found = psutil.Process(pid).children()
    return [each for each in found if any("mailbot.reading.worker" in word for word in each.cmdline())]


def child_of(pid: int) -> psutil.Process:
    (child,) = children_of(pid)
    return child


def slow(cpu: float = 1.0, **limits: object) -> Reader:
    practice: Practice = replace(PRACTICE, references=(SLOW,))
    return Reader(practice, replace(Limits(cpu=timedelta(seconds=cpu)), **limits))  # type: ignore[arg-type]


def test_a_message_comes_back_read(reader: Reader) -> None:
    reading = reader.read(message("My account is CNX-204418."))
    assert reading.parsed.author is not None
    assert [one.value for one in reading.extract.references] == ["CNX-204418"]


def test_a_message_that_takes_too_long_is_set_aside_and_the_next_is_read() -> None:
    reader = slow(0.3)
    try:
        stuck = reader.read(BUSY)
        assert "processor time" in stuck.parsed.unreadable
        assert stuck.parsed.author is not None, "whom to answer is in the header"
        assert stuck.parsed.size == len(BUSY)
        assert reader.read(message()).parsed.unreadable == ""
    finally:
        reader.close()


@pytest.mark.fault("F4")
def test_a_message_that_takes_too_much_memory_is_set_aside_and_the_next_is_read() -> None:
    reader = Reader(PRACTICE, Limits(memory=300 * 2**20, size=200 * 2**20))
    try:
        big = reader.read(message("x" * 120 * 2**20))
        assert big.parsed.unreadable
        assert big.parsed.author is not None
        assert reader.read(message()).parsed.unreadable == ""
    finally:
        reader.close()


def with_letter(words: str) -> bytes:
    return message(
        "--b\n\nPlease see attached.\n--b\nContent-Type: text/plain\n"
        f"Content-Disposition: attachment; filename=letter.txt\n\n{words}\n--b--\n",
        MIME_Version="1.0",
        Content_Type="multipart/mixed; boundary=b",
    )


def test_a_document_that_takes_too_long_costs_the_message_its_words_but_not_its_body() -> None:
    reader = slow(0.3)
    try:
        reading = reader.read(with_letter("A" * 60))
        assert reading.parsed.unreadable == ""
        assert reading.extract.text == "Please see attached."
        (attachment,) = reading.parsed.attachments
        assert (attachment.filename, attachment.size, attachment.text) == ("letter.txt", 60, "")
        assert any("its documents were not read" in defect for defect in reading.parsed.defects)
        assert reader.read(with_letter("My account is CNX-204418.")).parsed.attachments[0].text
    finally:
        reader.close()


@pytest.mark.fault("F4")
def test_a_child_killed_from_outside_costs_no_message(reader: Reader) -> None:
    reader.read(message())
    child = child_of(os.getpid())
    child.kill()
    child.wait(10)
    assert reader.read(message()).parsed.unreadable == ""


def test_ctrl_c_and_sigterm_at_the_terminal_do_not_end_the_child(reader: Reader) -> None:
    reader.read(message())
    child = child_of(os.getpid())
    assert os.getpgid(child.pid) != os.getpgid(os.getpid())
    for name in (signal.SIGINT, signal.SIGTERM):
        child.send_signal(name)
    assert reader.read(message()).parsed.unreadable == ""
    assert child_of(os.getpid()).pid == child.pid


def test_messages_begun_at_once_come_back_each_to_its_own(reader: Reader) -> None:
    futures = [reader.start(message(author=f"p{number}@example.org")) for number in range(20)]
    authors = [future.result().parsed.author for future in futures]
    assert [author.addr_spec for author in authors if author] == [f"p{n}@example.org" for n in range(20)]


def test_closing_ends_the_child_at_once_and_takes_no_message_for_unreadable() -> None:
    """A stub opened because we were told to stop would be a false alarm that moves somebody's mail."""
    reader = slow(30)
    future, waiting = reader.start(BUSY), reader.start(message())
    while not children_of(os.getpid()):
        time.sleep(0.01)
    child = child_of(os.getpid())
    time.sleep(0.3)
    began = time.monotonic()
    reader.close()
    assert time.monotonic() - began < 2
    assert not child.is_running()
    with pytest.raises((Closed, CancelledError)):
        future.result(5)
    with pytest.raises((Closed, CancelledError)):
        waiting.result(5)


def test_a_child_whose_parent_is_gone_ends_by_itself(tmp_path: Path) -> None:
    program = (
        "import sys, pickle, time\n"
        "from mailbot.reading.reader import Reader\n"
        "reader = Reader(pickle.load(open(sys.argv[1], 'rb')))\n"
        "reader.read(b'Subject: x\\r\\n\\r\\nx')\n"
        "print('ready', flush=True)\n"
        "time.sleep(60)\n"
    )
    path = tmp_path / "practice"
    path.write_bytes(pickle.dumps(PRACTICE))
    parent = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        child = child_of(parent.pid)
        parent.kill()
        parent.wait(10)
        child.wait(10)
        assert not child.is_running()
    finally:
        parent.kill()
        parent.wait()
        if parent.stdout is not None:
            parent.stdout.close()


@pytest.mark.parametrize("raw", [b"", b"\0", b"\xff" * 5000, b"From: " + b"(" * 100_000, b"\r\n\r\n"])
def test_whatever_the_octets_are_a_reading_comes_back(reader: Reader, raw: bytes) -> None:
    reading = reader.read(raw)
    assert reading.parsed.size == len(raw)
    assert len(reading.parsed.sha256) == 64
