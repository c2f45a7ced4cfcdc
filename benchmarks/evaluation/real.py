"""Public real mail: nothing fails, machines are machines and people are people, and what it costs."""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import track

from benchmarks.evaluation import REAL, Row, Tally
from mailbot.cli.reading import opinion_on
from mailbot.complaints.practice import Practice
from mailbot.mail.limits import MAX_MESSAGE
from mailbot.reading.worker import read

TIME_OUT = 5.0  # seconds of processor: the reading process is ended there
_KINDS = {
    "bounce": {"delivery_report"},
    "auto_reply": {"automatic"},
    "list": {"list"},
    "human": {"complaint", "enquiry", "follow_up"},
}
_FLOORS = {"bounce": 0.99, "auto_reply": 0.95, "list": 0.97, "human": 0.995}
_MACHINES = {"bounce", "auto_reply"}


def messages() -> Iterator[tuple[dict[str, str], bytes]]:
    """Every row of the manifest and its message as an IMAP server would deliver it."""
    with (REAL / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        table = list(csv.DictReader(manifest, delimiter="\t"))
    for row in track(table, "reading", console=Console(stderr=True), transient=True):
        path = REAL / row["file"]
        raw = path.read_bytes()
        if not path.name.startswith("mac__"):
            raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        yield row, raw


def rows() -> list[Row]:
    practice = Practice(check_addressed=False)
    kinds: defaultdict[str, Tally] = defaultdict(Tally)
    failed, answered = Tally(), Tally()
    spent: list[tuple[float, str]] = []
    for row, raw in messages():
        began = time.process_time()
        try:
            reading = read(raw, practice, MAX_MESSAGE)
        except Exception as fault:  # noqa: BLE001  # that there is none is what is measured
            failed.judge(False, f"{row['file']}: {type(fault).__name__}")
            continue
        cost = time.process_time() - began
        spent.append((cost, row["file"]))
        failed.judge(cost < TIME_OUT, f"{row['file']}: {cost:.1f} s")
        said = opinion_on(Path(row["file"]), reading, practice)
        _enter(row, said, kinds[row["label"]])
        if row["label"] in _MACHINES:
            answered.judge(not said["acknowledge"], f"{row['file']}: {said['rule']}")
    return [
        _never("exceptions and time-outs", failed),
        _never("machines acknowledged", answered),
        *(
            Row("real", label, kinds[label].n, kinds[label].recall, floor, tuple(kinds[label].faults))
            for label, floor in _FLOORS.items()
        ),
        *_cost(spent),
    ]


def _never(what: str, tally: Tally) -> Row:
    return Row("real", what, tally.n, tally.missed, 0, tuple(tally.faults), at_most=True)


def _enter(row: dict[str, str], said: dict[str, object], tally: Tally) -> None:
    accepted = {kind for label in row["accept"].split("|") for kind in _KINDS.get(label, set())}
    fault = f"{row['file'].removeprefix('messages/')} ({row['subtype']}): {said['kind']}, {said['rule']}"
    tally.judge(said["kind"] in accepted, fault)


def _cost(spent: list[tuple[float, str]]) -> list[Row]:
    spent = sorted(spent)
    worst = tuple(f"{file}: {seconds * 1000:.0f} ms" for seconds, file in reversed(spent[-8:]))
    median, p99 = (spent[int(len(spent) * share)][0] * 1000 for share in (0.5, 0.99))
    return [
        Row("real", "parse and extract, median ms", len(spent), median, 4.0, (), at_most=True),
        Row("real", "parse and extract, p99 ms", len(spent), p99, 40.0, worst, at_most=True),
    ]
