"""Lives that are killed, told to stop, or refused something at a system call, one call after the other."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from benchmarks.lives import Life
from benchmarks.storm import LONGEST, Scene
from benchmarks.tracing import KILL, LASTING, Traced, first_argument

A_ROUND = 2  # messages before each life
UNHURT = 3  # lives in a row that made fewer calls than N: there is no N-th
STOP_WITHIN = 5.0  # seconds from SIGTERM to the end
IDLE_AFTER = 4.0  # seconds after which a daemon has nothing left to do
END_WITHIN = 90.0  # seconds a life may take that is refused something
#: What may be refused: once, or from then on.
REFUSALS = (
    ("fdatasync", errno.EIO),
    ("pwrite64", errno.EIO),
    ("pwrite64", errno.ENOSPC),
    ("pwrite64", errno.EROFS),
    ("ftruncate", errno.EROFS),
    ("unlink", errno.EROFS),
    ("write", errno.ENOSPC),  # standard output is a file here
    ("connect", errno.ECONNREFUSED),
    ("socket", errno.EMFILE),
    ("clone3", errno.EAGAIN),
    ("vfork", errno.EAGAIN),
)
_REFUSED = tuple({call: None for call, _ in REFUSALS})


def walk(scene: Scene, kills: int, lane: int, lanes: int) -> None:
    """SIGKILL at each call of a life, or at as many as there are kills for, and again in the recovery."""
    made = _calls(scene)
    step = max(lanes, round(made * 2 / max(kills, 1)))
    place, unhurt, recovery = 1 + lane * step // lanes, 0, made
    while scene.hits < kills:
        scene.deliver(A_ROUND)
        _, call = _kill_at(scene, place)
        unhurt = 0 if call else unhurt + 1
        if unhurt == UNHURT:  # once through; what is left of the kills goes in between
            place, unhurt = scene.chance.randint(1, step), 0
            continue
        place += step
        if scene.hits < kills:
            made, call = _kill_at(scene, scene.chance.randint(1, recovery), "again: ")
            recovery = recovery if call else max(made, 10)
        _left_alone(scene)


def stop(scene: Scene, times: int, lane: int, lanes: int) -> None:
    """SIGTERM at each call, or at as many as there are: to a daemon, and to `run --once`, in turn."""
    step = max(lanes, round(_calls(scene) / max(times, 1)))
    place, unhurt = 1 + lane * step // lanes, 0
    while scene.hits < times:
        scene.deliver(A_ROUND)
        told = _stop_at(scene, place, ("run", "--once") if scene.hits % 2 else ("run",))
        unhurt = 0 if told else unhurt + 1
        place += step
        if unhurt == UNHURT:
            place, unhurt = scene.chance.randint(1, step), 0
        _left_alone(scene)


def refuse(scene: Scene, times: int, lane: int, lanes: int) -> None:
    """One call fails, or all of its kind from there on: the disk is full, say, or no thread is to be had."""
    made = Counter[str]()

    def count(_number: int, call: str, thread: int) -> int:
        made[call] += _is_meant(call, thread)
        return 0

    scene.deliver(A_ROUND)
    _watch(scene, ("run", "--once"), _REFUSED, count)
    turns = [(*each, forever) for each in REFUSALS if made[each[0]] for forever in (False, True)]
    turn = lane * len(turns) // lanes
    while scene.hits < times:
        scene.deliver(A_ROUND)
        call, error, forever = turns[turn % len(turns)]
        _refuse_at(scene, call, error, scene.chance.randint(1, made[call]), forever=forever)
        turn += 3
        _left_alone(scene)


def _calls(scene: Scene) -> int:
    """How many calls a life makes that nobody hurts."""
    scene.deliver(A_ROUND)
    return _kill_at(scene, 0)[0]


def _left_alone(scene: Scene) -> None:
    scene.begin("run", "--once").wait(LONGEST)


def _kill_at(scene: Scene, place: int, told: str = "") -> tuple[int, str | None]:
    _, made, call = _watch(scene, ("run", "--once"), LASTING, lambda number, *_: KILL * (number == place))
    if call:
        scene.hit(told + call)
    return made, call


def _stop_at(scene: Scene, place: int, command: Sequence[str]) -> bool:
    """SIGTERM at this call, or once it is idle; False where the life ended before."""
    life_of: list[int] = []
    at = 0.0

    def tell(moment: str) -> None:
        nonlocal at
        with contextlib.suppress(ProcessLookupError):
            if not at:
                os.kill(life_of[0], signal.SIGTERM)
                at = time.monotonic()
                scene.hit(moment, alive=True)

    def decide(number: int, call: str, _thread: int) -> int:
        if number == place:
            tell(call)
        return 0

    with _after(IDLE_AFTER, lambda: tell("idle")):
        life, _, _ = _watch(scene, command, LASTING, decide, life_of)
    if not at:
        return False
    scene.slowest = max(scene.slowest, time.monotonic() - at)
    if life.code not in (0, 3, -signal.SIGTERM):
        scene.wrong.append(f"told to stop at call {place} it ended with {life.code}")
    if time.monotonic() - at > STOP_WITHIN:
        scene.wrong.append(f"told to stop at call {place} it took {time.monotonic() - at:.1f} s")
    return True


def _refuse_at(scene: Scene, call: str, error: int, place: int, *, forever: bool) -> None:
    seen, life_of = 0, list[int]()

    def decide(_number: int, made: str, thread: int) -> int:
        nonlocal seen
        if made != call or not _is_meant(call, thread):
            return 0
        seen += 1
        return error if (seen == place or (forever and seen > place)) else 0

    def end() -> None:
        scene.wrong.append(f"refused {call} {place} it did not end in {END_WITHIN:.0f} s")
        with contextlib.suppress(ProcessLookupError):
            os.kill(life_of[0], signal.SIGKILL)

    with _after(END_WITHIN, end):
        _watch(scene, ("run", "--once"), _REFUSED, decide, life_of)
    if seen >= place:
        scene.hit(f"{call} {errno.errorcode[error]}{' from then on' if forever else ''}")


def _is_meant(call: str, thread: int) -> bool:
    """A file that is written without a place in it is the journal; a pipe is no disk."""
    return call != "write" or first_argument(thread) in (1, 2)


def _watch(
    scene: Scene,
    command: Sequence[str],
    calls: Sequence[str],
    decide: Callable[[int, str, int], int],
    life_of: list[int] | None = None,
) -> tuple[Life, int, str | None]:
    traced = Traced(calls)
    life = scene.begin(*command, before=traced.before)
    if life_of is not None:
        life_of.append(life.pid)
    return life, *traced.run(life, decide)


@contextlib.contextmanager
def _after(seconds: float, act: Callable[[], None]) -> Iterator[None]:
    """Do this after so many seconds, if the block lasts so long."""
    before = signal.signal(signal.SIGALRM, lambda *_: act())
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
