"""Histories by the thousand: what must hold is asked after every step.

mailbot's own intake, casework, delivery, recovery and reminders run against fake servers that fail, a clock
that jumps and a database whose commits crash; one seed is one history. A life cycle is one message from its
arrival until nothing is left to do about it.

    python -m benchmarks.simulate --seeds 6000            # about 300,000 life cycles
    python -m benchmarks.simulate --seed 17 --trace       # one history, step by step

Exit code 1 where something did not hold, with the seed that shows it again.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache

from benchmarks import tell as progress
from benchmarks.simulation.history import Told, tell
from benchmarks.simulation.stage import Stage

STEPS = 80  # of one history, before it is left to come to rest
SHOWN = 5  # violations that are told in full


@cache
def stage() -> Stage:
    """One for each process; what it compiled once serves all its histories."""
    gc.set_threshold(50_000, 20, 50)  # most of what is made lives for a moment only
    return Stage()


def one(job: tuple[int, int]) -> tuple[Told, float]:
    """The history of a seed, and the processor time it took, in seconds."""
    seed, steps = job
    place, began = stage(), time.process_time()
    return tell(place, seed, steps=steps), time.process_time() - began


def histories(seeds: range, steps: int, jobs: int) -> Iterator[tuple[Told, float]]:
    work = [(seed, steps) for seed in seeds]
    if jobs == 1:
        yield from map(one, work)
        return
    with multiprocessing.get_context("forkserver").Pool(jobs) as pool:
        yield from pool.imap_unordered(one, work, chunksize=8)


def simulate(seeds: range, steps: int, jobs: int) -> int:
    """Tell them all; returns how many did not hold."""
    began, spent, violations = time.monotonic(), 0.0, []
    sums: Counter[str] = Counter()
    for number, (told, seconds) in enumerate(histories(seeds, steps, jobs), 1):
        spent += seconds
        for what in ("cycles", "steps", "crashes", "copies", "second_copies", "cases"):
            sums[what] += getattr(told, what)
        if told.violation:
            violations.append(told)
            what = f": {told.violation.rstrip()}" if len(violations) <= SHOWN else ""
            print(f"\nseed {told.seed}{what}\n  make simulate SEED={told.seed}", flush=True)
        left = (time.monotonic() - began) / number * (len(seeds) - number) / 60
        progress(
            f"{number:,} of {len(seeds):,} histories, {sums['cycles']:,} life cycles, {left:.0f} min left"
        )
    print(
        f"\n{sums['cycles']:,} life cycles in {len(seeds):,} histories: {sums['steps']:,} steps, "
        f"{sums['crashes']:,} crashes, {sums['cases']:,} cases, {sums['copies']:,} letters taken "
        f"({sums['second_copies']:,} of them second copies), "
        f"{sums['cycles'] / max(spent, 0.001):.0f} life cycles a second of a core, "
        f"{len(violations)} violations"
    )
    return len(violations)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=1000, help="how many histories")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seed", type=int, help="this one only")
    parser.add_argument("--steps", type=int, default=STEPS, help="of each history")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--trace", action="store_true", help="with --seed: tell it step by step")
    given = parser.parse_args()
    if given.seed is None:
        return min(simulate(range(given.first, given.first + given.seeds), given.steps, given.jobs), 1)
    told = tell(stage(), given.seed, steps=given.steps, trace=given.trace)
    print(*told.lines, sep="\n", end="\n" if told.lines else "")
    print(told.violation or f"{told.cycles} life cycles, {told.crashes} crashes, 0 violations")
    return 1 if told.violation else 0


if __name__ == "__main__":
    sys.exit(main())
