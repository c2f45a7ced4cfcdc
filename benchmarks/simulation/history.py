"""One seed from its first step to rest: the faults end, the clock goes on, and nothing is left to do."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fakes import Office

from benchmarks.simulation.oracle import Violation, working
from benchmarks.simulation.stage import Stage
from benchmarks.simulation.steps import step
from benchmarks.simulation.world import Weather, World

LONGEST_WAIT = timedelta(hours=6)  # longer than any back-off
SKEW = timedelta(minutes=5)
REMIND = 4  # of so many histories one is followed for weeks
ROUNDS = 400  # of polling and delivering before we say that it does not come to rest
_NEXT = """
    SELECT min(at) FROM (
    SELECT min(next_attempt_at) AS at FROM letters WHERE state = 'PENDING'
    UNION SELECT min(settle_at) FROM letters WHERE state = 'UNKNOWN'
    UNION SELECT min(lease_until) FROM letters WHERE state IN ('CLAIMED', 'ARMED')) WHERE at IS NOT NULL"""


@dataclass(frozen=True)
class Told:
    """What a history came to."""

    seed: int
    cycles: int  # messages, from arrival to rest
    steps: int
    crashes: int
    copies: int
    second_copies: int
    cases: int
    violation: str
    lines: tuple[str, ...]


def tell(
    stage: Stage, seed: int, *, steps: int, trace: bool = False, office: Callable[..., Office] = Office
) -> Told:
    """The history of one seed."""
    world = World(stage, seed, office, trace=trace)
    violation = ""
    try:
        for _ in range(steps):
            step(world)
            world.oracle.check()
        rest(world)
        world.oracle.at_rest()
        if seed % REMIND == 0:
            remind(world)
    except BaseExceptionGroup as group:
        violation = _first(group)
    except Exception as fault:  # noqa: BLE001  # whatever mailbot raises is a finding
        violation = _told(fault)
    finally:
        world.close()
    return _sum(world, violation)


def _sum(world: World, violation: str) -> Told:
    copies = [(copy.era, copy.message_id) for copy in world.post.copies]
    return Told(
        world.seed,
        len(world.arrivals),
        world.steps,
        world.crashes,
        len(copies),
        len(copies) - len(set(copies)),
        world.oracle.rows("SELECT count(*) FROM cases")[0][0],
        violation,
        tuple(world.lines),
    )


def _told(fault: BaseException) -> str:
    if isinstance(fault, Violation):
        return str(fault)
    return "".join(traceback.format_exception(fault))


def _first(group: BaseExceptionGroup[BaseException]) -> str:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else _told(inner)


def rest(world: World) -> None:
    """No fault any more; what a lost database forgot is put into the inbox again, as after any restore."""
    world.tell("rest")
    world.weather, world.wrong = Weather(), timedelta()
    for instance in world.instances[1:]:
        instance.stop()
    _put_back_what_is_forgotten(world)
    for _ in range(ROUNDS):
        instance = world.some()
        instance.mishap = None
        instance.poll()
        world.deliver(instance)
        world.oracle.check()
        (soonest,) = world.oracle.rows(_NEXT)[0]
        if soonest is None and not world.account.in_inbox():
            return
        at = world.clock() if soonest is None else datetime.fromisoformat(soonest).replace(tzinfo=UTC)
        if at > world.clock() + LONGEST_WAIT:
            raise Violation(f"a letter waits until {at}, and it is {world.clock()}")
        world.pass_time(max(at + timedelta(minutes=4) - world.clock(), timedelta(minutes=11)))
    raise Violation("it does not come to rest")


def _put_back_what_is_forgotten(world: World) -> None:
    ledger = {row["sha256"] for row in world.oracle.rows("SELECT sha256 FROM messages")}
    for one in world.account.in_folders():
        if one.by_mailbot and world.arrivals[one.arrival].digest not in ledger:
            one.where = "removed"
            world.put_back(one, one.at)


def remind(world: World) -> None:
    """Weeks later everything that has lapsed has been told."""
    for days in (4, 60):
        world.pass_time(timedelta(days=days))
        while not (working(world.clock() - SKEW) and working(world.clock() + SKEW)):  # by whichever clock
            world.pass_time(timedelta(hours=1))
        instance = world.some()
        instance.sweep()
        world.deliver(instance)
        if forgotten := world.oracle.lapsed_and_not_told():
            raise Violation(f"nobody is reminded of {', '.join(forgotten)}")
    rest(world)
    world.oracle.at_rest()
