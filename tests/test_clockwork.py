"""What is done beside the work: a defect in it is told, and stops nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

from mailbot.clockwork import Regularly


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
    assert said[0][1]["kind"] == "ValueError"
    assert said[0][1]["place"].startswith("test_clockwork.py:")
    assert "hunter2" not in str(said)
