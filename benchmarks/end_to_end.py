"""How fast, and was it right: a full inbox on a real Dovecot → `mailbot run --once` → an SMTP sink.

The inbox is filled and the schema is there before the clock starts; it stops when the process has ended, so
start-up counts. Processor time is that of the process and its worker, as the kernel accounts for them.
Exit 1 when a letter is missing, came twice, or went elsewhere, or when a message is left in the inbox.

    python -m benchmarks.end_to_end --messages 2000 --database postgresql
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import (
    HANDLERS,
    Dovecot,
    Firm,
    Sink,
    Taken,
    available,
    configured,
    database_url,
    deliver,
    rows,
    tell,
    upgrade,
)
from benchmarks.corpus import Complaint, complaints
from benchmarks.memory import Memory


@dataclass
class Figures:
    """What one run gave; memory in megabytes of 2**20 octets."""

    database: str
    messages: int
    letters: int
    seconds: float
    messages_per_second: float
    sending_seconds: float  # from the first letter the sink took to the last
    cpu_ms_per_message: float  # the process and its worker
    rss_peak: float  # sum over the tree; pages they share count twice
    pss_peak: float  # shared pages count once
    exit_code: int
    wrong: list[str]


def measure(count: int, database: str, seed: int) -> Figures:
    with contextlib.ExitStack() as stack:
        here = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mailbot-bench-")))
        dovecot = stack.enter_context(Dovecot())
        sink = stack.enter_context(Sink(here / "letters.log"))
        url = stack.enter_context(database_url(database, here))
        firm = configured(here / "firm", dovecot, "complaints", sink.port, url)
        upgrade(firm)
        sent = _fill(dovecot, count, seed)
        started = time.monotonic()
        code, processor, memory = _run(firm, sink, count, here)
        seconds = time.monotonic() - started
        letters = sink.letters()
        left = len(dovecot.listing("complaints"))
        wrong = _wrong(sent, letters, left, url)
        if code:
            wrong.insert(0, f"exit {code}: {(here / 'stderr').read_text()[-2000:]}")
    times = [letter.at for letter in letters] or [0.0]
    return Figures(
        database=database,
        messages=count,
        letters=len(letters),
        seconds=round(seconds, 2),
        messages_per_second=round(count / seconds, 1),
        sending_seconds=round(max(times) - min(times), 2),
        cpu_ms_per_message=round(processor * 1000 / count, 2),
        rss_peak=round(memory.rss / 2**20, 1),
        pss_peak=round(memory.pss / 2**20, 1),
        exit_code=code,
        wrong=wrong,
    )


def _fill(dovecot: Dovecot, count: int, seed: int) -> list[Complaint]:
    """The inbox, and Dovecot's index of it. Keeps no octets: they would be hundreds of megabytes."""
    sent: list[Complaint] = []

    def each() -> list[bytes]:
        made = list(complaints(min(100, count - len(sent)), seed=seed, first=len(sent)))
        sent.extend(Complaint(one.token, one.sender, b"") for one in made)
        return [one.raw for one in made]

    while len(sent) < count:
        deliver(dovecot, "complaints", each())
        tell(f"filling the inbox: {len(sent)}/{count}")
    if len(dovecot.listing("complaints")) != count:
        raise RuntimeError("the inbox does not hold what was put there")
    return sent


def _run(firm: Firm, sink: Sink, count: int, here: Path) -> tuple[int, float, Memory]:
    with (here / "journal").open("wb") as journal, (here / "stderr").open("wb") as errors:
        process = subprocess.Popen(
            firm.command("run", "--once"),
            env=firm.environment,
            cwd=firm.directory,
            stdout=journal,
            stderr=errors,
        )
        memory = Memory(process.pid)
        memory.start()
        progress = threading.Event()
        teller = threading.Thread(target=_progress, args=(sink, count, progress), daemon=True)
        if sys.stderr.isatty():
            teller.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        progress.set()
        memory.stop()
    tell("")
    return process.returncode, usage.ru_utime + usage.ru_stime, memory


def _progress(sink: Sink, count: int, ended: threading.Event) -> None:
    while not ended.wait(1):
        tell(f"letters sent: {sink.count()} of about {3 * count}")


def _wrong(sent: list[Complaint], letters: list[Taken], left: int, url: str) -> list[str]:
    """Everything that is not as it must be, in words."""
    wrong = [f"{left} messages are left in the inbox"] if left else []
    senders = {one.sender for one in sent}
    for kind in ("acknowledgement", "leaflet"):
        came = Counter(to for letter in letters if letter.kind == kind for to in letter.recipients)
        wrong += [f"{kind} for {who} is missing" for who in sorted(senders - set(came))]
        wrong += [f"{kind} for {who} came {n} times" for who, n in came.items() if n > 1 and who in senders]
        wrong += [f"{kind} went to {who}" for who in sorted(set(came) - senders)]
    notices = [letter for letter in letters if letter.kind == "handler_notice"]
    if len(notices) != len(sent) or len({letter.message_id for letter in notices}) != len(sent):
        wrong.append(f"{len(notices)} handler notices for {len(sent)} cases")
    wrong += [
        f"handler notice went to {to}" for letter in notices for to in letter.recipients if to not in HANDLERS
    ]
    others = Counter(letter.kind for letter in letters) - Counter(
        {"acknowledgement": len(sent), "leaflet": len(sent), "handler_notice": len(sent)}
    )
    wrong += [f"{number} letters too many: {kind}" for kind, number in others.items()]
    ((cases,),) = rows(url, "SELECT count(*) FROM cases")
    if cases != len(sent):
        wrong.append(f"{cases} cases for {len(sent)} messages")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if why := available():
        print(why, file=sys.stderr)
        return 1
    runs = [measure(arguments.messages, arguments.database, arguments.seed) for _ in range(arguments.repeat)]
    for run in runs:
        print(json.dumps(asdict(run)) if arguments.json else _told(run), flush=True)
    return 1 if any(run.wrong for run in runs) else 0


def _told(run: Figures) -> str:
    verdict = "exactly once: yes" if not run.wrong else "WRONG:\n  " + "\n  ".join(run.wrong[:20])
    return (
        f"{run.database}: {run.messages} messages, {run.letters} letters in {run.seconds} s: "
        f"{run.messages_per_second} messages/s, {run.cpu_ms_per_message} ms of processor a message, "
        f"memory of the tree {run.rss_peak} MB RSS, {run.pss_peak} MB PSS; {verdict}"
    )


if __name__ == "__main__":
    sys.exit(main())
