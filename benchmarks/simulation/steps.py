"""What may happen next. Each step is drawn by its weight, and takes a world one step on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from benchmarks.simulation.instance import Instance, Mishap
from benchmarks.simulation.letters import CASE, OURS, OWN_ID, PERSON, THEIRS, templates
from benchmarks.simulation.servers import Copy
from benchmarks.simulation.world import Arrival, World

#: Hours by which a clock is off (RELIABILITY F35).
WRONG = (1, 1, -1, -1, -24, 8 * 7 * 24, 0)
LONG_AGO, EPOCH = timedelta(), datetime(1970, 1, 1, 0, 5, tzinfo=UTC)
#: Shapes that need nothing that came before, and how often each comes.
FIRST = {
    "complaint 0": 8, "complaint 1": 8, "complaint 2": 6, "complaint 3": 6, "tagged": 3, "public": 3,
    "one domain": 6, "danger": 1, "no reply": 2, "elsewhere": 1, "two authors": 1, "as if from us": 1,
    "empty": 1, "headless": 1, "encrypted": 1, "away alone": 3, "list": 5, "spam": 2,
}  # fmt: skip
#: Shapes that answer a letter of ours.
ANSWERS = {
    "answer": 8, "cites": 3, "stranger": 3, "away": 8, "failed": 5, "delayed": 2, "regulator": 2,
    "handler": 3, "ours": 4,
}  # fmt: skip


def _drawn(world: World, weights: dict[str, int]) -> str:
    return world.chance.choices(list(weights), list(weights.values()))[0]


def _own_id(world: World) -> str:
    return f"{world.chance.getrandbits(64):016x}"


def first(world: World) -> None:
    """Something new; sometimes under the Message-ID of something else."""
    own_id = _own_id(world)
    if world.arrivals and world.chance.random() < 0.05:
        own_id = world.chance.choice(world.arrivals).filled.get(OWN_ID, own_id)
    filled = {PERSON: world.chance.choice(world.people), OWN_ID: own_id}
    world.arrive(_drawn(world, FIRST), filled)


def burst(world: World) -> None:
    for _ in range(world.chance.choice((3, 6, 15))):
        world.chance.choice((first, first, answer))(world)


def answer(world: World) -> None:
    """To an acknowledgement of ours: by its reader, a machine behind him, the post or a colleague."""
    sent = [copy for copy in world.post.copies if copy.kind == "acknowledgement"]
    if not sent:
        return first(world)
    copy = world.chance.choice(sent[-12:])
    name = _drawn(world, ANSWERS)
    original = _answered_by(world, copy)
    if original is None or (name == "ours" and OWN_ID not in original.filled):
        return None
    # Who is a stranger to one conversation is no stranger to that which began with him.
    if name == "stranger" and not copy.recipients[0].endswith("@example.org"):
        return None
    filled = {
        PERSON: original.filled[PERSON],
        OWN_ID: _own_id(world),
        OURS: copy.message_id.partition(".")[0],
        CASE: _case(copy),
    }
    if name == "ours":
        world.library.learn(templates()["ours"], copy.raw, filled | {OWN_ID: original.filled[OWN_ID]})
        world.take_in(name, filled, copy.raw, original.thread)
        return None
    # Whoever cites a case from another address than its complainant's begins something of his own.
    same = copy.recipients[0] == f"{filled[PERSON]}@example.org"
    world.arrive(name, filled, original.thread if same or name != "cites" else None)
    return None


def adds(world: World) -> None:
    """Somebody writes again about what he wrote before."""
    before = [one for one in world.arrivals if one.template.name.startswith("complaint")]
    if not before:
        return first(world)
    original = world.chance.choice(before[-12:])
    filled = {PERSON: original.filled[PERSON], OWN_ID: _own_id(world), THEIRS: original.filled[OWN_ID]}
    world.arrive("adds", filled, original.thread)
    return None


def again(world: World) -> None:
    """The same octets delivered once more, at the same moment or later."""
    if not world.arrivals:
        return first(world)
    before = world.chance.choice(world.arrivals[-12:])
    copies = [one for one in world.account.held if one.arrival == before.number]
    at = world.chance.choice((copies[0].at, world.clock()))
    held = world.account.put(before.number, before.raw, at)
    world.tell(f"  message {before.number} arrives again, UID {held.uid}")
    return None


def _answered_by(world: World, copy: Copy) -> Arrival | None:
    """The message a letter of ours answers; two may have had one Message-ID, then its recipient tells."""
    asked = [one for one in world.arrivals if one.message_id == copy.answers and one.template.answerable]
    theirs = [one for one in asked if one.filled[PERSON] in copy.recipients[0]]
    return theirs[-1] if theirs else None


def _case(copy: Copy) -> str:
    return copy.raw.partition(b"[")[2][: len(CASE)].decode("ascii")


# -- what mailbot does


def _befallen(world: World, kinds: tuple[str, ...], most: int) -> Instance:
    """One that runs, and what will befall it on the way."""
    instance = world.some()
    instance.mishap = None
    if world.chance.random() < world.weather.mishaps:
        instance.mishap = Mishap(world.chance.choice(kinds), world.chance.randint(1, most))
    return instance


def poll(world: World) -> None:
    kinds = ("crash", "crash", "database", "database after", "connection", "meanwhile")
    _befallen(world, kinds, 25).poll()


def deliver(world: World) -> None:
    kinds = ("crash", "crash", "crash", "database", "database after", "while sending")
    world.deliver(_befallen(world, kinds, 25))


def sweep(world: World) -> None:
    _befallen(world, ("crash", "database", "database after"), 3).sweep()


def start(world: World) -> None:
    """Another one; where only one may run, the other has ended."""
    if not world.shared:
        for instance in list(world.instances):
            instance.stop()
    if len(world.instances) < 3:
        world.start()


def stop(world: World) -> None:
    if world.instances:
        world.chance.choice(world.instances).stop()


# -- what becomes of the world


def minutes(world: World) -> None:
    world.pass_time(timedelta(minutes=world.chance.choice((1, 5, 16, 20, 31))))


def hours(world: World) -> None:
    world.pass_time(timedelta(hours=world.chance.choice((1, 2, 5, 12, 26))))


def weeks(world: World) -> None:
    world.pass_time(timedelta(days=world.chance.choice((3, 7, 14, 56))))


def clock(world: World) -> None:
    """Our machines' clock is set wrong, or right again."""
    world.wrong = timedelta() if world.wrong else timedelta(hours=world.chance.choice(WRONG))
    if world.wrong == LONG_AGO:
        world.wrong = EPOCH - world.clock()
    world.was_wrong = True
    world.tell(f"  our clock is off by {world.wrong}")


def person(world: World) -> None:
    world.person()


def renumber(world: World) -> None:
    """Up or down, never to a number that was used before (RFC 9051 section 2.3.1.1)."""
    validity = world.chance.randrange(1, 2**32)
    if validity not in {one.uid_validity for one in world.account.held}:
        world.account.renumber(validity)
        world.tell(f"  the server renumbers the mailbox: {validity}")


def back_up(world: World) -> None:
    world.back_up()


def restore(world: World) -> None:
    world.restore()


STEPS: dict[str, tuple[Callable[[World], None], int]] = {
    "something new": (first, 12),
    "burst": (burst, 8),
    "an answer": (answer, 12),
    "more of it": (adds, 4),
    "the same again": (again, 4),
    "poll": (poll, 16),
    "deliver": (deliver, 16),
    "sweep": (sweep, 4),
    "start": (start, 3),
    "stop": (stop, 2),
    "minutes": (minutes, 12),
    "hours": (hours, 5),
    "weeks": (weeks, 1),
    "our clock": (clock, 2),
    "a person": (person, 3),
    "renumber": (renumber, 1),
    "back up": (back_up, 1),
    "restore": (restore, 1),
}
_NAMES, _WEIGHTS = list(STEPS), [weight for _, weight in STEPS.values()]


def step(world: World) -> str:
    """Take one step; returns its name."""
    name = world.chance.choices(_NAMES, _WEIGHTS)[0]
    world.steps += 1
    world.tell(f"{world.steps}: {name}")
    STEPS[name][0](world)
    return name
