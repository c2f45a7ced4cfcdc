"""What is done beside the work: a defect in it is told, and stops nothing."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from mailbot import clockwork
from mailbot.clockwork import Clockwork, Regularly


def after(times: int, stop: threading.Event) -> Callable[[], None]:
    """Fails each time but one, and is told to stop after so many."""
    done = []

    def act() -> None:
        done.append(1)
        if len(done) == times:
            stop.set()
        if len(done) != 3:
            raise ValueError("hunter2")

    return act


def test_a_defect_is_told_once_and_again_after_it_was_over_and_the_rest_goes_on() -> None:
    stop, said = threading.Event(), []
    Regularly(
        "look", after(5, stop), timedelta(0), stop, say=lambda *name, **fields: said.append((name, fields))
    ).run()
    assert [name for name, _ in said] == [("fault",), ("fault",)]
    assert said[0][1]["what"] == "look"
    assert said[0][1]["why"].startswith("ValueError at test_clockwork.py:")
    assert "hunter2" not in str(said)


def test_a_clock_that_is_set_brings_every_job_back_to_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set back by an hour, the scheduler would rest for an hour: reminders, leases, the supervisor's ping."""
    monkeypatch.setattr(clockwork, "_LOOK_AT_CLOCK", timedelta(milliseconds=20))
    ran, ahead = threading.Event(), [0.0]
    made = object.__new__(Clockwork)
    made._scheduler = AsyncIOScheduler(timezone=UTC)
    made._clock = lambda: datetime.now(UTC)
    made._wall = lambda: time.monotonic() + ahead[0]

    async def run() -> bool:
        an_hour = datetime.now(UTC) + timedelta(
            hours=1
        )  # what was due in a second, once the clock is set back
        made._scheduler.add_job(ran.set, "interval", seconds=3600, next_run_time=an_hour)
        made._scheduler.start()
        minding = asyncio.create_task(made._mind_the_clock())
        await asyncio.sleep(0.2)
        before, ahead[0] = ran.is_set(), -3600.0
        for _ in range(100):
            await asyncio.sleep(0.02)
        minding.cancel()
        made._scheduler.shutdown(wait=False)
        return before

    assert asyncio.run(run()) is False
    assert ran.is_set()
