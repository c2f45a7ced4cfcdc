"""What a sweep costs over a hundred thousand open deadlines: time, and memory of the process.

The database is filled with cases of the last eight weeks, of which nearly all were acknowledged in time; then
four things are measured, each in a process of its own: working out when to look at each (once, after a change
of the ladder or calendar), the sweep of a Monday morning that finds what came due, a sweep that finds
nothing, and the sweep after an outage of four weeks. The verdict is about the ordinary ones, Monday morning
and nothing: 2 seconds and 150 megabytes.

    python -m benchmarks.sweep --deadlines 100000 --database postgresql
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fakes import KEPT, Clock, Office
from sqlalchemy import bindparam, func, select

from benchmarks import database_url
from benchmarks import tell as progress
from mailbot.complaints.deadlines import Deadline
from mailbot.store import cases, deadlines, looks
from mailbot.store.cases import NewCase
from mailbot.store.database import Database
from mailbot.store.tables import reminders

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday morning
FRIDAY = NOW - timedelta(days=2, hours=17)
OPEN_A_CASE = 1.15  # deadlines
UNMET = 50  # one in so many cases was not acknowledged, one in so many not contacted
AT_A_TIME = 1000
SECONDS, MEGABYTES = 2.0, 150.0  # what an ordinary sweep may cost
OUTAGE = timedelta(days=28)
_PUT = select(func.count()).where(reminders.c.created_at == bindparam("at"))
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")  # ru_maxrss would be that of whoever started the process


def fill(url: str, wanted: int) -> int:
    """Cases received within the last eight weeks; returns how many deadlines are open."""
    database = Database(url)
    database.upgrade()
    office = Office(database, clock=Clock(NOW))
    chance = random.Random(1)
    numbers = range(int(wanted / OPEN_A_CASE) + 1)
    due: dict[datetime, tuple[Deadline, ...]] = {}
    for start in numbers[::AT_A_TIME]:
        with database.transaction() as session:
            for number in numbers[start : start + AT_A_TIME]:
                at = NOW - timedelta(minutes=15 * chance.randrange(8 * 7 * 24 * 4))
                case = cases.open_case(session, _new(number, at))
                if at not in due:
                    due[at] = office.redating.due(case)
                deadlines.put(session, case.id, due[at], office.redating.version)
                met = [name for name in KEPT if chance.randrange(UNMET)]
                deadlines.discharge(session, case.id, met, at=at, by=deadlines.ACKNOWLEDGED)
        progress(f"{min(start + AT_A_TIME, len(numbers)):,} of {len(numbers):,} cases")
    progress("what came due until Friday is told")
    arrange(office)
    office.clock.now = FRIDAY
    sweep(office)
    with database.transaction() as session:
        looks.forget(session, "another ladder")
    with database.reading() as session:
        found = len(deadlines.open_deadlines(session, now=NOW))
    database.close()
    return found


def _new(number: int, at: datetime) -> NewCase:
    return NewCase(
        reference=f"C-{number:08d}", mailbox="complaints", received_at=at, received_on=at.date(),
        regime="standard", data_protection=False, handler_name=f"Handler {number % 20}",
        handler_email=f"h{number % 20}@firm.example.com", complainant_name="Jane Doe",
        address=f"p{number}@example.org", subject="A complaint", topics=[], cues=[], contact={},
        life_at_risk=False, thread_token=f"{number:016x}", opened_at=at,
    )  # fmt: skip


def arrange(office: Office) -> str:
    rounds = 0
    while office.database.run(office.reminders.arrange):
        rounds += 1
    return f"{rounds:,} transactions"


def sweep(office: Office) -> str:
    at = office.clock()
    events = office.database.run(lambda session: office.reminders.sweep(session, at))
    told = [event for event in events if event.name == "reminder-due"]
    with office.database.reading() as session:
        rungs = session.connection().execute(_PUT, {"at": at}).scalar_one()
    return f"{rungs:,} rungs in {len(told)} mails, {len(events) - len(told):,} other events"


def _measured(url: str, what: Callable[[Office], str], at: datetime, answer: object) -> None:
    database = Database(url)
    office = Office(database, clock=Clock(at), number=int(at.timestamp()))
    began = time.perf_counter()
    done = what(office)
    took = time.perf_counter() - began
    peak = PEAK.findall(Path("/proc/self/status").read_text())[0]
    database.close()
    answer.send((done, took, int(peak) / 1024))  # type: ignore[attr-defined]


def measured(url: str, what: Callable[[Office], str], at: datetime) -> tuple[str, float, float]:
    """What it answers, seconds, megabytes; in a process that has done nothing else."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_measured, args=(url, what, at, there))
    process.start()
    there.close()
    answer: tuple[str, float, float] = here.recv()
    process.join()
    return answer


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--deadlines", type=int, default=100_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(database_url(given.database, directory))
        print(f"{fill(url, given.deadlines):,} open deadlines, {given.database}")
        over = []
        for what, act, at, ordinary in (
            ("working out when to look at each, once", arrange, NOW, False),
            ("Monday morning's sweep: what came due since Friday", sweep, NOW, True),
            ("a sweep that finds nothing", sweep, NOW + timedelta(minutes=1), True),
            ("the sweep after an outage of four weeks", sweep, NOW + OUTAGE, False),
        ):
            done, took, peak = measured(url, act, at)
            print(f"{what}: {took:.2f} s, {peak:.0f} MB ({done})")
            if ordinary and (took > SECONDS or peak > MEGABYTES):
                over.append(what)
        print(f"at most {SECONDS:g} s and {MEGABYTES:g} MB: {'OVER, ' + '; '.join(over) if over else 'kept'}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
