"""Whole years of a firm's complaints against the oracle of tests/simulated_year.py, one a seed.

python -m benchmarks.year --cases 2000 --first 0 --seeds 3 --database postgresql
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import database_url
from mailbot.store.database import Database


def main() -> int:
    from simulated_year import Year  # found by benchmarks/__init__

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="seed")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    for seed in range(given.first, given.first + given.seeds):
        with ExitStack() as stack:
            directory = Path(stack.enter_context(TemporaryDirectory()))
            database = Database(stack.enter_context(database_url(given.database, directory)))
            stack.callback(database.close)
            database.upgrade()
            began = time.perf_counter()
            try:
                happened = Year(database, directory, seed, given.cases).tell()
            except AssertionError as fault:
                print(fault)
                return 1
            told = ", ".join(f"{number:,} {what}" for what, number in sorted(happened.items()))
            print(f"seed {seed}: {time.perf_counter() - began:.0f} s; {told}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
