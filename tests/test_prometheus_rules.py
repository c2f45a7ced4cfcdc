"""Each rule for Prometheus fires on what mailbot shows when that is wrong, and on nothing else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from mailbot.store.figures import Figures, Pile, Totals
from mailbot.watching.canary import Standing as Flown
from mailbot.watching.metrics import exposition
from mailbot.watching.signs import Outage, SignIn, Signs

RULES = Path(__file__).parents[1] / "deploy" / "prometheus-rules.yml"
PROMTOOL = shutil.which("promtool")
AFTER = 3 * 3600  # seconds of an unchanged picture, from the epoch on: longer than any rule waits
NOW = datetime.fromtimestamp(AFTER, UTC)
BEFORE, HOUR, DAY = NOW - timedelta(hours=3), timedelta(hours=1), timedelta(days=1)
NOTHING = Figures({}, {}, 0, 0, None, 0, None, None)
WELL = Signs(
    NOW, BEFORE, {"complaints": NOW, "sales": NOW}, (), NOW, NOW, {}, {"sweep": 0.1}, NOTHING,
    certificates={"smtp": NOW + 60 * DAY}, unread={"complaints": None, "sales": None},
    sign_ins=(SignIn("smtp", 60, "", ""),),
    canaries={"complaints": Flown(NOW, 20.0, "", late=False)},
)  # fmt: skip
TOTALS = Totals({"complaint": 1}, {"SENT": 1}, 1)


def counted(**figures: object) -> Signs:
    return replace(WELL, figures=replace(NOTHING, **figures))  # type: ignore[arg-type]


#: What is wrong, and the labels of the alert beside its severity.
WRONG: dict[str, tuple[Signs, dict[str, str]]] = {
    "MailbotDatabase": (replace(WELL, figures=None), {}),
    "MailbotMailboxUnread": (
        replace(WELL, looked={"complaints": BEFORE, "sales": NOW}),
        {"mailbox": "complaints"},
    ),
    "MailbotOutage": (
        replace(WELL, outages=(Outage("submission", "", BEFORE, "x"),)),
        {"what": "submission"},
    ),
    "MailbotAcknowledgementOwed": (counted(owed_by=NOW + HOUR), {}),
    "MailbotLifeAtRisk": (counted(queue={"life-at-risk": Pile(1, NOW)}), {"reason": "life-at-risk"}),
    "MailbotRecordsDisagree": (
        counted(queue={"message vanished": Pile(1, NOW)}),
        {"reason": "message vanished"},
    ),
    "MailbotDeadlineLapsed": (counted(overdue=1), {}),
    "MailbotNotSwept": (replace(WELL, swept_at=BEFORE), {}),
    "MailbotLettersWait": (
        counted(outbox={"PENDING": Pile(1, BEFORE)}),
        {"state": "PENDING"},
    ),
    "MailbotFateUnknown": (counted(outbox={"UNKNOWN": Pile(1, NOW)}), {"state": "UNKNOWN"}),
    "MailbotReaderDies": (replace(WELL, deaths=20), {}),
    "MailbotSignInRefused": (
        replace(WELL, sign_ins=(SignIn("smtp", None, "the secret has expired", ""),)),
        {"server": "smtp"},
    ),
    "MailbotSignInEnds": (replace(WELL, sign_ins=(SignIn("smtp", 9, "", ""),)), {"server": "smtp"}),
    "MailbotCertificateEnds": (replace(WELL, certificates={"smtp": NOW + 3 * DAY}), {"server": "smtp"}),
    "MailbotUnaccounted": (
        replace(WELL, unread={"complaints": Pile(2, BEFORE), "sales": None}),
        {"mailbox": "complaints"},
    ),
    "MailbotCanaryLate": (
        replace(WELL, canaries={"complaints": Flown(BEFORE, None, "did not arrive", late=True)}),
        {"mailbox": "complaints"},
    ),
    "MailbotFault": (replace(WELL, counted={"fault": 2}), {"event": "fault"}),
    "MailbotRemindersLate": (counted(unlettered=Pile(1, BEFORE)), {}),
}
#: Nothing but the word of Prometheus that it gets no answer.
GONE = {
    "input_series": [{"series": 'up{job="mailbot",instance="a"}', "values": f"0x{AFTER // 60}"}],
    "alert_rule_test": [
        {
            "eval_time": f"{AFTER}s",
            "alertname": "MailbotGone",
            "exp_alerts": [
                {"exp_labels": {"severity": "page"}},
                {"exp_labels": {"severity": "page", "job": "mailbot", "instance": "a"}},
            ],
        }
    ],
}


def rules() -> dict[str, str]:
    text = RULES.read_text(encoding="utf-8")
    found = re.findall(r"- alert: (\w+)\n(?:.*\n)*?\s+labels: \{severity: (\w+)\}", text)
    assert (
        text.count("- alert: ") == text.count("expr: ") == text.count("annotations: {summary: ") == len(found)
    )
    return dict(found)


def series(signs: Signs) -> list[dict[str, str]]:
    """What is scraped each minute, unchanged; counters grow to what they are."""
    found = [{"series": 'up{job="mailbot",instance="a"}', "values": f"1x{AFTER // 60}"}]
    for family in text_string_to_metric_families(exposition(signs, TOTALS).decode("utf-8")):
        for name, labels, value, *_ in family.samples:
            told = {"job": "mailbot", "instance": "a", **labels}
            where = ",".join(f"{key}={json.dumps(text)}" for key, text in told.items())
            grows = f"0+{value / AFTER * 60}x{AFTER // 60}" if family.type == "counter" else None
            found.append({"series": f"{name}{{{where}}}", "values": grows or f"{value}x{AFTER // 60}"})
    return found


def case(signs: Signs, fires: dict[str, dict[str, str]]) -> dict[str, object]:
    """One run of promtool's: of all rules, which fire at its end. JSON is YAML."""
    told = []
    for name, severity in rules().items():
        labels = {"job": "mailbot", "instance": "a", "severity": severity, **fires.get(name, {})}
        told.append(
            {
                "eval_time": f"{AFTER}s",
                "alertname": name,
                "exp_alerts": [{"exp_labels": labels}] * (name in fires),
            }
        )
    return {"interval": "1m", "input_series": series(signs), "alert_rule_test": told}


def test_no_rule_is_forgotten() -> None:
    assert {*WRONG, "MailbotGone"} == set(rules())


@pytest.mark.skipif(PROMTOOL is None, reason="needs promtool, of Debian's prometheus")
def test_promtool_finds_nothing_wrong() -> None:
    done = subprocess.run(
        [PROMTOOL, "check", "rules", str(RULES)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(PROMTOOL is None, reason="needs promtool, of Debian's prometheus")
def test_each_rule_fires_on_what_is_wrong_and_on_nothing_else(tmp_path: Path) -> None:
    cases = [case(WELL, {}), *(case(signs, {name: labels}) for name, (signs, labels) in WRONG.items())]
    cases.append({**GONE, "interval": "1m"})
    # Rules without annotations: what they say of a picture is not asked here.
    plain = re.sub(r"\n\s+annotations: \{.*\}", "", RULES.read_text(encoding="utf-8"))
    (tmp_path / "rules.yml").write_text(plain, encoding="utf-8")
    asked = {"rule_files": ["rules.yml"], "evaluation_interval": "1m", "tests": cases}
    (tmp_path / "test.yml").write_text(json.dumps(asked), encoding="utf-8")
    done = subprocess.run(
        [PROMTOOL, "test", "rules", "test.yml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[:4000]
