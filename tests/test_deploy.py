"""What stands in deploy/: it names what there is, and the tools that read it find nothing wrong."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.store.figures import Figures, Pile, Totals
from mailbot.watching.canary import Standing as Flown
from mailbot.watching.metrics import exposition
from mailbot.watching.signs import Outage, SignIn, Signs

DEPLOY = Path(__file__).parents[1] / "deploy"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FIGURES = Figures({"reconcile": Pile(1, NOW)}, {"PENDING": Pile(1, NOW)}, 1, 1, None, 1, NOW, NOW)
OUTAGE = Outage("submission", "", NOW, "x")
SIGNS = Signs(
    NOW, NOW, {"complaints": NOW}, (OUTAGE,), NOW, NOW, {"letter-failed": 1}, {"sweep": 0.1}, FIGURES,
    certificates={"smtp": NOW}, unread={"complaints": Pile(1, NOW)}, deaths=1,
    sign_ins=(SignIn("smtp", 9, "", ""),), canaries={"complaints": Flown(NOW, 1, "", late=False)},
)  # fmt: skip
TOTALS = Totals({"complaint": 1}, {"SENT": 1}, 1)


def known() -> set[str]:
    return set(re.findall(r"^(mailbot_\w+)", exposition(SIGNS, TOTALS).decode(), re.MULTILINE))


def found_well(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]


@pytest.mark.parametrize("name", ["prometheus-rules.yml", "grafana-dashboard.json"])
def test_every_metric_that_is_asked_for_is_there(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    asked = set(re.findall(r"\bmailbot_\w+", text))
    assert len(asked) >= 10
    assert asked - known() == set()


def test_the_dashboard_is_one() -> None:
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text(encoding="utf-8"))
    assert all(panel["targets"][0]["expr"] for panel in board["panels"])
    places = [tuple(panel["gridPos"][key] for key in "xywh") for panel in board["panels"]]
    assert len(set(places)) == len(places)


def test_the_unit_is_hardened_where_systemd_can_say() -> None:
    unit = DEPLOY / "mailbot.service"
    analyze = shutil.which("systemd-analyze")
    text = unit.read_text(encoding="utf-8")
    for setting in (
        "Type=notify",
        "WatchdogSec=",
        "ProtectSystem=strict",
        "LoadCredential=",
        "NoNewPrivileges=yes",
    ):
        assert setting in text
    if analyze is None:
        return
    done = subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=20", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
