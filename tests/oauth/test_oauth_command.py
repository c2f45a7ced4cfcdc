"""A token from a program of the operator's: good, slow, failing, or printing something else."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from mailbot.wire.oauth.command import Command
from mailbot.wire.oauth.faults import TokenUnavailable

PLANTED = "planted-access-token-0123456789"


def program(at: Path, text: str) -> tuple[str, ...]:
    path = at / "program.py"
    path.write_text(text)
    return (sys.executable, str(path))


def test_what_it_prints_is_the_token(tmp_path: Path) -> None:
    told = program(tmp_path, f"print({PLANTED!r})")
    assert Command(told).token() == PLANTED
    assert Command((*told, "an argument")).token() == PLANTED


def test_it_is_asked_at_every_login(tmp_path: Path) -> None:
    count = tmp_path / "count"
    told = program(tmp_path, f"open({str(count)!r}, 'a').write('x'); print(len(open({str(count)!r}).read()))")
    tokens = Command(told)
    assert [tokens.token() for _ in range(3)] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", r"no access token \(0 octets\)"),
        ("print()", r"no access token \(1 octets\)"),
        (f"print('token:', {PLANTED!r})", "no access token"),
        (f"print({PLANTED!r} + '\\n' + {PLANTED!r})", "no access token"),
        ("print('x' * 20000)", "no access token"),
        ("print('tök')", "no access token"),
        ("import os; os.write(1, b'a\\0b')", "no access token"),
        ("import os; os.write(1, b'\\xff')", "no access token"),
        (
            f"import sys; print({PLANTED!r}); print('not so', {PLANTED!r}, file=sys.stderr); sys.exit(3)",
            "exit 3: not so …",
        ),
        ("import os; os.kill(os.getpid(), 9)", "exit -9"),
    ],
)
def test_anything_else_is_told_without_what_it_printed(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(TokenUnavailable, match=told) as why:
        Command(program(tmp_path, text)).token()
    assert PLANTED not in f"{why.value}{why.value!r}"
    assert "xxxx" not in str(why.value)
    assert sys.executable in str(why.value)


def test_a_slow_one_is_ended_with_all_it_started(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    child = f"import time; time.sleep(2.5); open({str(alive)!r}, 'w')"
    text = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])"
    begun = time.monotonic()
    with pytest.raises(TokenUnavailable, match=r"not done after 0.5 s"):
        Command(program(tmp_path, text), patience=0.5).token()
    assert time.monotonic() - begun < 2
    time.sleep(2.5)
    assert not alive.exists()


def test_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TokenUnavailable, match=r"token_command .*none: No such file"):
        Command((str(tmp_path / "none"),)).token()
