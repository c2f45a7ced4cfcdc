"""`mailbot alarm`: whether whoever should be told can be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from firm import Firm
from servers import Sink, free_port

EMAIL = 'email = "it@firm.example.com"\n'


@pytest.fixture
def firm(tmp_path: Path, sink: Sink) -> Firm:
    return Firm(tmp_path / "firm", "secret", {"imap_port": 1, "smtp_port": sink.port, "user": "complaints"})


def alarmed(firm: Firm, table: str) -> None:
    text = firm.config.read_text(encoding="utf-8")
    firm.write(text.replace("[watch]", f"[alarm]\n{table}\n[watch]", 1))


def test_each_way_is_tried_and_said(firm: Firm, sink: Sink, tmp_path: Path) -> None:
    page = f'["/bin/sh", "-c", "cat >> {tmp_path}/noted"]'
    alarmed(firm, f'name = "mailbot of the firm"\n{EMAIL}command = {page}')
    done = firm.run("alarm")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "email: told; see that it arrived\ncommand: told; see that it arrived\n"
    (letter,) = sink.letters
    assert letter.recipients == ("it@firm.example.com",)
    assert b"Subject: mailbot of the firm: test\r\n" in letter.raw
    assert b"Nothing is wrong" in letter.raw
    assert "Nothing is wrong" in (tmp_path / "noted").read_text()


def test_a_way_that_does_not_work_keeps_no_other_from_being_tried(firm: Firm, sink: Sink) -> None:
    dead = f"http://127.0.0.1:{free_port()}/hush"
    alarmed(firm, f'{EMAIL}webhook = "{dead}"\nping = "{dead}"')
    done = firm.run("alarm", "--json")
    assert done.returncode == 1
    told = {one["way"]: (one["told"], one["why"]) for one in json.loads(done.stdout)}
    assert told["email"] == (True, "")
    assert not told["webhook"][0]
    assert not told["ping"][0]
    assert "127.0.0.1" in told["ping"][1]
    assert "hush" not in done.stdout + done.stderr
    assert len(sink.letters) == 1


def test_where_nobody_is_named_that_is_said(firm: Firm) -> None:
    done = firm.run("alarm")
    assert done.returncode == 1
    assert "[alarm] names nobody; set email, webhook, command or ping" in done.stderr
