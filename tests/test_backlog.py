"""A mailbox nobody has read for two weeks, in small; `make backlog` has a hundred thousand messages."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from servers import require

from benchmarks import ROOT

MESSAGES = 150


@pytest.mark.servers
@pytest.mark.fault("F39")
def test_a_backlog_is_taken_in_order_although_it_is_killed_again_and_again() -> None:
    require("dovecot")
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.backlog", "--messages", str(MESSAGES)]
    command += ["--kill-every", "3", "--kills", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "L = 0  C = 0 " in done.stdout
    kills = re.search(r"lives, (\d+) of them killed", done.stdout)
    assert kills is not None
    assert int(kills[1]) > 0
