"""The power fails a few times; `make power-cut` does it by the hundred. Only root may mount what it needs.

Elsewhere these tests are not collected, and the end of the run says why.
"""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from benchmarks import ROOT, disks, tracing

WHY_NOT = disks.possible() or (None if tracing.possible() else "no ptrace here")
CUTS, CONTROL = 8, 4

if WHY_NOT is None:

    @pytest.mark.fault("F5", "F6")
    @pytest.mark.parametrize("database", ["sqlite", "postgresql"])
    def test_no_committed_row_is_lost_when_the_power_fails_and_lax_settings_are_seen_to_lose_some(
        database: str,
    ) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.power_cut", "--database", database]
        command += ["--cuts", str(CUTS), "--control", str(CONTROL)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        as_set, *lax = re.findall(r", (.+): \d+ cuts .*?: (\d+) committed rows lost", done.stdout)
        assert as_set == ("as mailbot sets it", "0"), done.stdout + done.stderr
        assert any(int(lost) for _, lost in lax), "the method sees nothing"
