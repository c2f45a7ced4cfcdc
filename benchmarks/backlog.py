"""A mailbox nobody has read for two weeks: is all of it taken, in order, in bounded memory, although killed?

The inbox is filled; `mailbot run --once` is started, killed with its reader (SIGKILL) every so often and
started again, until nothing is left. The oracle judges, as in the kill storm. One author in fifty has written
twelve times: all those cases are opened, and three of them acknowledged. `--large N` puts N messages of 50 MB
among the others, and one whose header alone has 25 MB.

    python -m benchmarks.backlog --messages 100000 --kill-every 60 --database postgresql
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks import (
    Dovecot,
    Firm,
    Sink,
    available,
    configured,
    database_url,
    inbox_of,
    rows,
    tell,
    upgrade,
)
from benchmarks.corpus import complaint, large
from benchmarks.memory import Memory
from benchmarks.oracle import Generated, Verdict, in_folders, judge

USER = "complaints"
EVERY = 50  # one message in so many has a file
OFTEN, TIMES = 50, 12  # one author in so many has written so often
AGE = 14 * 86_400.0  # seconds; of the oldest message
LARGE, HEADER = 50_000_000, 25_000_000  # octets
AT_ONCE = 100  # messages written down before they are put there
SAMPLE = 0.25  # seconds between two looks at memory
LOOK = 2.0  # seconds between two looks at how far it is
LONGEST = 12 * 3_600.0  # seconds a life may take that is left alone
MEMORY = 300  # megabytes the whole tree may take
PARTS = 10  # of the way, for which figures are printed


@dataclass
class Look:
    """How far it was, `at` so many seconds of work."""

    at: float
    processor: float
    messages: int
    memory: int


@dataclass
class Figures:
    looks: list[Look] = field(default_factory=list)
    worked: float = 0.0  # seconds a mailbot was alive
    processor: float = 0.0  # seconds of it
    lives: int = 0
    kills: int = 0
    memory: int = 0  # octets, the peak over all lives


def fill(dovecot: Dovecot, sent: Generated, count: int, larges: int, seed: int, *, shuffled: bool) -> None:
    """Put everything into the inbox, oldest first, or in any order as after a migration of servers."""
    inbox, now = inbox_of(dovecot, USER), time.time()
    order = list(range(count + larges + bool(larges)))
    chance = random.Random(seed)
    if shuffled:
        chance.shuffle(order)
    big = set(chance.sample(range(len(order)), len(order) - count))
    with_header = min(big, default=-1)
    for start in range(0, len(order), AT_ONCE):
        tell(f"filling the inbox: {start}/{len(order)}")
        made = []
        for number in order[start : start + AT_ONCE]:
            header = number == with_header
            if number in big:
                one = large(number, seed, HEADER if header else LARGE, header=header)
            else:
                one = complaint(number, seed, EVERY, _often(number, seed))
            made.append((one, now - AGE * (1 - number / len(order))))
        sent.add(one for one, _ in made)
        for one, at in made:
            inbox.put(one.raw, at)


def _often(number: int, seed: int) -> str | None:
    block = number // TIMES
    return f"often{block}.{seed}@writers.example.org" if block % OFTEN == OFTEN - 1 else None


def work(firm: Firm, url: str, here: Path, every: float, kills: int, figures: Figures, count: int) -> int:
    """Lives, at most `kills` of them killed after `every` seconds; the exit code of the last."""
    while figures.kills < kills:
        figures.lives += 1
        code = _live(firm, url, here, every, figures, count)
        if code is not None:
            return code
        figures.kills += 1
    figures.lives += 1
    code = _live(firm, url, here, LONGEST, figures, count)
    if code is None:
        raise RuntimeError(f"the last life did not end in {LONGEST / 3600:.0f} hours")
    return code


def _live(firm: Firm, url: str, here: Path, every: float, figures: Figures, count: int) -> int | None:
    with (here / "journal").open("ab") as journal:
        process = subprocess.Popen(
            firm.command("run", "--once"),
            env=firm.environment,
            cwd=firm.directory,
            stdout=journal,
            stderr=journal,
        )
    memory = Memory(process.pid, SAMPLE)
    memory.start()
    began = time.monotonic()
    try:
        while (alive := time.monotonic() - began) < every:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.wait(min(LOOK, every - alive))
            ((done,),) = rows(url, "SELECT count(*) FROM messages")
            at, processor = figures.worked + time.monotonic() - began, figures.processor + memory.processor
            figures.looks.append(Look(at, processor, done, memory.latest))
            _tell(figures, done, count, memory.rss)
        _kill(process)
        return None
    finally:
        memory.stop()
        figures.worked += time.monotonic() - began
        figures.processor += memory.processor
        figures.memory = max(figures.memory, memory.rss)


def _kill(process: subprocess.Popen[bytes]) -> None:
    victims = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    for victim in victims:
        with contextlib.suppress(psutil.Error):
            victim.kill()
    process.wait()


def _tell(figures: Figures, done: int, count: int, memory: int) -> None:
    at = figures.looks[-1].at
    left = f", {at / done * (count - done) / 60:.0f} min left" if done else ""
    tell(f"{done}/{count} messages{left}; life {figures.lives}, {memory / 2**20:.0f} MB")


def out_of_order(url: str) -> float:
    """By how many seconds of INTERNALDATE a message was taken too late, at the most."""
    from datetime import datetime

    latest, worst = None, 0.0
    for (date,) in rows(url, "SELECT internal_date FROM messages ORDER BY id"):
        at = datetime.fromisoformat(str(date))
        latest = at if latest is None else max(latest, at)
        worst = max(worst, (latest - at).total_seconds())
    return worst


def _parts(figures: Figures) -> list[str]:
    """Messages a second and memory for each part of the way: do they stay what they were?"""
    lines, last = [], Look(0, 0, 0, 0)
    total = figures.looks[-1].messages if figures.looks else 0
    for part in range(1, PARTS + 1):
        passed = [
            look for look in figures.looks if last.at < look.at and look.messages * PARTS <= total * part
        ]
        if not passed or passed[-1].messages == last.messages:
            continue
        end = passed[-1]
        number = end.messages - last.messages
        rate, cost = number / (end.at - last.at), 1000 * (end.processor - last.processor) / number
        memory = statistics.median(look.memory for look in passed) / 2**20
        lines.append(
            f"  up to message {end.messages}: {rate:.1f} messages/s, "
            f"{cost:.0f} ms of processor each, {memory:.0f} MB"
        )
        last = end
    return lines


def _pauses(sink: Sink) -> float:
    """The longest time in which no letter went out, in seconds."""
    times = sorted(letter.at for letter in sink.letters())
    return max((after - before for before, after in itertools.pairwise(times)), default=0.0)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kill-every", type=float, default=60, help="seconds")
    parser.add_argument("--kills", type=int, default=2_000, help="at most")
    parser.add_argument("--large", type=int, default=0, help="messages of 50 MB among them")
    parser.add_argument("--shuffled", action="store_true", help="UIDs in another order than INTERNALDATE")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if why := available():
        print(why, file=sys.stderr)
        return 1
    figures = Figures()
    with contextlib.ExitStack() as stack:
        here = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mailbot-backlog-")))
        dovecot = stack.enter_context(Dovecot())
        sink = stack.enter_context(Sink(here / "letters.log", keep=True))
        url = stack.enter_context(database_url(arguments.database, here))
        firm = configured(here / "firm", dovecot, USER, sink.port, url)
        upgrade(firm)
        sent = Generated(here / "sent.log")
        fill(dovecot, sent, arguments.messages, arguments.large, arguments.seed, shuffled=arguments.shuffled)
        code = work(firm, url, here, arguments.kill_every, arguments.kills, figures, sent.number)
        verdict = judge(sent.all(), sink.letters(), in_folders(dovecot, USER), url)
        late, pause = out_of_order(url), _pauses(sink)
    return _report(arguments, figures, verdict, code, late, pause)


def _report(
    arguments: argparse.Namespace, figures: Figures, verdict: Verdict, code: int, late: float, pause: float
) -> int:
    tell("")
    if code:
        verdict.wrong.append(f"the last life ended with {code}")
    if figures.memory > MEMORY * 2**20:
        verdict.wrong.append(f"more memory than {MEMORY} MB")
    print(
        f"{arguments.database}: {verdict.messages} messages in {figures.worked:.0f} s of {figures.lives} "
        f"lives, {figures.kills} of them killed: {verdict.messages / figures.worked:.1f} messages/s, "
        f"memory of the tree at most {figures.memory / 2**20:.0f} MB RSS"
    )
    print("\n".join(_parts(figures)))
    print(
        f"taken out of order by at most {late:.0f} s of INTERNALDATE; longest pause of letters {pause:.1f} s"
    )
    print("\n".join(verdict.lines()), flush=True)
    return 1 if verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
