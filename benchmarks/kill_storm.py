"""Killed again and again, at random moments or at each system call: is every complaint still acknowledged?

Messages keep coming; mailbot is started, killed with SIGKILL, started again, and at last left alone until
nothing is left to do. The verdict is the oracle's. A letter's second recipient is an archive mailbox, as in
production, so that a letter whose fate a kill left open can be looked up instead of being sent again.

    random    the moment is drawn: while mailbot starts, at any time of a life, or shortly after the sink took
              another letter; one kill in two is followed by a second, 50 to 500 ms into the recovery
    syscall   a life is killed before the N-th system call that others can see, for N = 1, 2, … until one ends
              by itself; the life that recovers is killed before one of its own; the next is left alone.
              Where there are fewer kills than that needs, N goes in steps
    stop      SIGTERM instead of SIGKILL at the N-th call: it must end within five seconds
    refuse    no kill: a call fails, or all of its kind from there on, as on a full, broken or read-only disk
              (SQLite), without network, or where no descriptor and no thread is to be had

Lanes are independent installations, each with servers of its own, and run at once.

    python -m benchmarks.kill_storm --kills 1000 --mode syscall --database postgresql --seed 3
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import ROOT, at_calls, available, tell
from benchmarks.oracle import Verdict
from benchmarks.storm import judged, rage, staged
from benchmarks.tracing import possible

AT_CALLS = {"syscall": at_calls.walk, "stop": at_calls.stop, "refuse": at_calls.refuse}


def lane(arguments: argparse.Namespace, number: int, here: Path) -> dict[str, Any]:
    """One installation's storm."""

    def told(done: str, kills: int) -> None:
        print(json.dumps({"done": done, "kills": kills}), flush=True)

    kills = _share(arguments.kills, arguments.lanes, number)
    messages = _share(arguments.messages, arguments.lanes, number)
    seed = arguments.seed * 1000 + number
    here.mkdir(parents=True, exist_ok=True)
    with staged(here, arguments.database, seed, messages, told, cold=arguments.cold) as scene:
        if arguments.mode == "random":
            rage(scene, kills)
        else:
            AT_CALLS[arguments.mode](scene, kills, number, arguments.lanes)
        verdict = judged(scene)
    return {
        "verdict": asdict(verdict),
        "kills": scene.hits,
        "lives": scene.lives,
        "stages": scene.stages,
        "moments": scene.moments,
        "slowest": scene.slowest,
        "recovered": scene.recovered,
    }


def _share(total: int, lanes: int, number: int) -> int:
    return total // lanes + (number < total % lanes)


class Lane(threading.Thread):
    """A lane in a process of its own: only a process with one thread can be forked and can trace."""

    def __init__(self, arguments: list[str], number: int, here: Path) -> None:
        super().__init__(daemon=True)
        self.done, self.kills = "starting", 0
        self.found: dict[str, Any] | None = None
        self._log = here / f"lane{number}.log"
        self._command = [sys.executable, "-W", "ignore", "-m", "benchmarks.kill_storm", *arguments]
        self._command += ["--lane", str(number), "--keep", str(here)]

    def run(self) -> None:
        with self._log.open("wb") as log:
            process = subprocess.Popen(self._command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log)
            assert process.stdout is not None
            for line in process.stdout:
                said = json.loads(line)
                self.kills = said["kills"]
                self.done = said.get("done", "judged")
                self.found = said if "verdict" in said else None
            if process.wait() or self.found is None:
                self.found = {
                    "verdict": asdict(Verdict(wrong=[f"a lane ended: {self._log.read_text()[-2000:]}"]))
                }


def storm(arguments: argparse.Namespace, options: list[str], here: Path) -> tuple[Verdict, dict[str, Any]]:
    """All lanes; the sum of what they found."""
    lanes = [Lane(options, number, here) for number in range(arguments.lanes)]
    started = time.monotonic()
    for each in lanes:
        each.start()
    while any(each.is_alive() for each in lanes):
        for each in lanes:
            each.join(0.5)
        kills = sum(each.kills for each in lanes)
        seconds = time.monotonic() - started
        left = f"{seconds / kills * (arguments.kills - kills) / 60:.0f} min left" if kills else "starting"
        tell(f"kills {kills}/{arguments.kills}, {left}; " + "; ".join(each.done for each in lanes))
    tell("")
    found = [each.found for each in lanes if each.found is not None]
    total: dict[str, Any] = {
        "kills": sum(one.get("kills", 0) for one in found),
        "lives": sum(one.get("lives", 0) for one in found),
        "slowest": max((one.get("slowest", 0.0) for one in found), default=0.0),
        "recovered": max((one.get("recovered", 0.0) for one in found), default=0.0),
        "stages": sum((Counter(one.get("stages", {})) for one in found), Counter()),
        "moments": sum((Counter(one.get("moments", {})) for one in found), Counter()),
    }
    return sum((Verdict(**one["verdict"]) for one in found), Verdict()), total


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--messages", type=int, help="as many as there are kills, where it is not given")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--mode", choices=("random", *AT_CALLS), default="random")
    parser.add_argument("--lanes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cold", action="store_true", help="start every life from nothing (random only)")
    parser.add_argument("--keep", type=Path, help="keep database, journal and the sink's log here")
    parser.add_argument("--lane", type=int, help=argparse.SUPPRESS)
    return parser


def main() -> int:
    options = sys.argv[1:]
    arguments = _parser().parse_args(options)
    arguments.messages = arguments.kills if arguments.messages is None else arguments.messages
    if why := available() or ("no ptrace here" if arguments.mode != "random" and not possible() else None):
        print(why, file=sys.stderr)
        return 1
    if arguments.lane is not None:
        print(json.dumps(lane(arguments, arguments.lane, arguments.keep / f"lane{arguments.lane}")))
        return 0
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mailbot-storm-") as temporary:
        here = (arguments.keep or Path(temporary)).resolve()
        here.mkdir(parents=True, exist_ok=True)
        verdict, total = storm(arguments, options, here)
    seconds = time.monotonic() - started
    rate = total["kills"] / seconds * 60
    print(
        f"{arguments.database}, {arguments.mode}, seed {arguments.seed}: {total['kills']} kills of "
        f"{total['lives']} lives in {seconds:.0f} s, {rate:.0f} a minute"
    )
    for name, counted in (("stage", total["stages"]), ("moment", total["moments"])):
        if counted:
            print(f"by {name}: " + ", ".join(f"{what} {n}" for what, n in sorted(counted.items())))
    if arguments.mode == "stop":
        print(f"the slowest stop took {total['slowest']:.1f} s")
    print(f"nothing was left to do {total['recovered']:.0f} s after the last kill")
    print("\n".join(verdict.lines()), flush=True)
    return 1 if verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
