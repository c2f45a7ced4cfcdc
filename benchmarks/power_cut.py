"""The power fails: is every row there whose COMMIT had returned?

mailbot's own intake and outbox work on a file system in a file (benchmarks/disks). After each COMMIT that
returned, and at writes in between, the file is copied: that is what the power cut left. The copy is mounted,
the database is opened on it and repairs itself, and plain SQL reads all of it: it must be what was there
after the last COMMIT, or after the one that was being made, and the database must find itself sound.

The same is done with settings that are known to lose rows, so that a method that sees nothing is noticed.

    python -m benchmarks.power_cut --cuts 200 --database sqlite
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time

from benchmarks import cut_postgresql, cut_sqlite, tell, tracing
from benchmarks.cuts import Found
from benchmarks.disks import possible

CONTROL = 20  # cuts with settings that lose rows
CUTTERS = {"sqlite": cut_sqlite.cut, "postgresql": cut_postgresql.cut}
#: As mailbot sets it, and then settings of which the method must show that they lose rows.
SETTINGS = {
    "sqlite": ((), ("journal_mode=DELETE", "synchronous=FULL"), ("synchronous=OFF",)),
    "postgresql": ((), ("synchronous_commit=off",), ("fsync=off",)),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--database", choices=tuple(CUTTERS), default="sqlite")
    parser.add_argument("--control", type=int, default=CONTROL, help="cuts with each setting that loses rows")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if why := possible() or (None if tracing.possible() else "no ptrace here"):
        print(why, file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # as by Ctrl-C: nothing stays mounted
    good = True
    for settings in SETTINGS[arguments.database]:
        cuts = arguments.control if settings else arguments.cuts
        if not cuts:
            continue
        started, found = time.monotonic(), Found()
        CUTTERS[arguments.database](cuts, settings, random.Random(arguments.seed), found)
        tell("")
        name = f"{arguments.database}, {', '.join(settings) or 'as mailbot sets it'}"
        print(found.told(name, time.monotonic() - started), flush=True)
        for line in found.damaged[:10]:
            print(f"  {line}")
        lossless = not found.lost and not found.damaged
        good = good and lossless != bool(settings)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
