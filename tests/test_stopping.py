"""SIGTERM ends the process within five seconds, whoever does not answer."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from servers import Sink, UserOf
from test_daemon import STOP_WITHIN, acknowledged, complain, configure, running, until


def test_while_somebody_else_holds_the_database(tmp_path: Path, pymap: UserOf, sink: Sink) -> None:
    firm = configure(tmp_path, pymap, sink)
    with running(firm) as daemon:
        daemon.says(" started ")
        with closing(sqlite3.connect(firm.directory / "mailbot.db")) as other:
            other.execute("BEGIN IMMEDIATE")
            complain(pymap, "jane@example.org")
            assert daemon.stop() < STOP_WITHIN
    assert firm.run("run", "--once").returncode == 0
    assert acknowledged(sink) == ["jane@example.org"]


def test_while_a_command_that_gives_tokens_hangs(tmp_path: Path, pymap: UserOf, sink: Sink) -> None:
    firm = configure(tmp_path, pymap, sink)
    begun = firm.directory / "begun"
    slow = firm.directory / "slow"
    slow.write_text(f"#!/bin/sh\ntouch {begun}\nexec sleep 60\n", encoding="ascii")
    slow.chmod(0o700)
    text = firm.config.read_text(encoding="utf-8")
    own = f'username = "letters@firm.example.com"\n\n[smtp.oauth]\ntoken_command = ["{slow}"]\n\n[oversight]'
    firm.write(text.replace("[oversight]", own))
    complain(pymap, "jane@example.org")
    with running(firm) as daemon:
        until(begun.exists, "the command")
        assert daemon.stop() < STOP_WITHIN
    firm.write(text)
    assert firm.run("run", "--once").returncode == 0
    assert acknowledged(sink) == ["jane@example.org"]
