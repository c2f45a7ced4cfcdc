"""One lane of the storm: an installation of its own, its lives, and the moments at which they are killed."""

from __future__ import annotations

import contextlib
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import Dovecot, Sink, configured, database_url, inbox_of, rows, upgrade
from benchmarks.corpus import with_machines
from benchmarks.lives import POLL, Life, Nursery
from benchmarks.oracle import Generated, Verdict, in_folders, judge

USER, ARCHIVE_USER = "complaints", "archive"
LATENCY = 0.01  # seconds between a letter in the sink's log and its 250: the client does not know
EVERY = 100  # one message in so many has a file
SHORTEST = 0.02  # seconds into a life before it may be killed
RECOVERING = 0.05, 0.5  # seconds into a recovery before it is killed too
RECOVERED = 180.0  # seconds after the last kill before we say that it does not end
PAUSE = 1.1  # seconds between the last lives; more than settle_time and retry_first
LONGEST = 300.0  # seconds a life that is left alone may take
#: Letters whose fate was unknown twice wait for a person: nothing is left for the program to do.
UNDECIDED = """SELECT count(*) FROM letters WHERE state IN ('PENDING', 'CLAIMED', 'ARMED', 'HELD')
               OR (state = 'UNKNOWN' AND settle_at IS NOT NULL)"""
IN_HAND = "SELECT state, message_id FROM letters WHERE state IN ('CLAIMED', 'ARMED')"
UNSETTLED = "SELECT count(*) FROM message_keys WHERE settled_to IS NULL"


@dataclass
class Scene:
    """What is on the stage, and what was done to it."""

    dovecot: Dovecot
    sink: Sink
    url: str
    nursery: Nursery
    sent: Generated
    seed: int
    messages: int  # to be delivered in all
    tell: Callable[[str, int], None]  # what was done so far, and how many kills that were
    hits: int = 0  # kills, or whatever else is done to it
    lives: int = 0
    seconds: float = 1.5  # of a life that is not killed
    stages: Counter[str] = field(default_factory=Counter)
    moments: Counter[str] = field(default_factory=Counter)
    doubtful: set[str] = field(default_factory=set)  # Message-IDs of letters that were armed at a kill
    slowest: float = 0.0  # seconds, of the lives that were told to stop
    recovered: float = 0.0  # seconds after the last kill until nothing was left to do
    wrong: list[str] = field(default_factory=list)  # of the lives themselves, in words

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.inbox = inbox_of(self.dovecot, USER)

    def deliver(self, number: int) -> None:
        first = self.sent.number
        made = list(with_machines(number, seed=self.seed, first=first, every=EVERY))
        self.sent.add(made)
        for one in made:
            self.inbox.put(one.raw)

    def hit(self, moment: str, *, alive: bool = False) -> None:
        """Note where in its path this hit a message or a letter (phases of RELIABILITY section 4.3).

        Of what is alive nothing can be asked: it may stand still with the database locked.
        """
        self.hits += 1
        self.moments[moment] += 1
        self.tell(f"messages {self.sent.number}, letters {self.sink.count()}", self.hits)
        if alive:
            return
        armed = {message_id for state, message_id in rows(self.url, IN_HAND) if state == "ARMED"}
        self.doubtful |= armed
        self.stages[self._stage(armed)] += 1

    def _stage(self, armed: set[str]) -> str:
        if armed:
            self.sink.count()
            return "P7-P8 taken, not noted" if armed & self.sink.taken else "P6-P7 armed"
        if rows(self.url, IN_HAND):
            return "P5-P6 claimed"
        ((unsettled,),) = rows(self.url, UNSETTLED)
        if unsettled:
            return "P4 committed, not moved"
        return "P1-P3 before the commit" if self.inbox.count() else "P8-P10 between letters"

    def finish(self) -> bool:
        """Live until nothing is left to do, and note how long that took."""
        began = time.monotonic()
        while time.monotonic() - began < RECOVERED:
            life = self.begin("run", "--once")
            code = life.wait(LONGEST)
            if code is None:
                life.kill()
                return False
            ((undecided,),) = rows(self.url, UNDECIDED)
            if code == 0 or (code == 3 and not undecided):
                self.recovered = max(self.recovered, time.monotonic() - began)
                return True
            time.sleep(PAUSE)
        return False

    def begin(self, *arguments: str, before: Callable[[], None] | None = None) -> Life:
        self.lives += 1
        return self.nursery.start(*arguments, before=before)


def rage(scene: Scene, kills: int) -> None:
    """At random moments."""
    batch = max(1, scene.messages // max(kills, 1))
    recovering = False
    while scene.hits < kills:
        if not recovering:
            # Where a life came to its end in spite of us, what is left must last for the kills to come.
            left = scene.messages - scene.sent.number
            scene.deliver(min(batch + scene.chance.randint(0, batch), (left + 1) // 2))
        killed = _kill_once(scene, recovering=recovering)
        recovering = killed and not recovering and scene.chance.random() < 0.5
    scene.deliver(scene.messages - scene.sent.number)


def _kill_once(scene: Scene, *, recovering: bool) -> bool:
    """Start and kill; False where the life was over before."""
    started, before, chance = time.monotonic(), scene.sink.count(), scene.chance
    life = scene.begin("run", "--once") if chance.random() < 0.5 else scene.begin("run")
    moment = "recovery" if recovering else chance.choice(("start", "any", "sending", "sending"))
    match moment:
        case "recovery":
            life.wait(chance.uniform(*RECOVERING))
        case "start":
            life.wait(chance.uniform(SHORTEST, scene.seconds / 3))
        case "any":
            life.wait(chance.uniform(SHORTEST, scene.seconds))
        case "sending":
            letters, end = before + chance.randint(1, 12), time.monotonic() + 3 * scene.seconds
            while life.poll() is None and scene.sink.count() < letters and time.monotonic() < end:
                time.sleep(POLL)
            life.wait(chance.uniform(0, 0.03))
    if life.poll() is not None:
        scene.seconds = (scene.seconds + time.monotonic() - started) / 2
        return False
    life.kill()
    scene.hit(moment)
    return True


@contextlib.contextmanager
def staged(
    here: Path, database: str, seed: int, messages: int, tell: Callable[[str, int], None], *, cold: bool
) -> Iterator[Scene]:
    """An installation in `here`, with servers of its own."""
    with contextlib.ExitStack() as stack:
        dovecot = stack.enter_context(Dovecot())
        archive = inbox_of(dovecot, ARCHIVE_USER)
        sink = stack.enter_context(Sink(here / "letters.log", latency=LATENCY, keep=True, archive=archive))
        url = stack.enter_context(database_url(database, here))
        firm = configured(here / "firm", dovecot, USER, sink.port, url, ARCHIVE_USER)
        upgrade(firm)
        nursery = stack.enter_context(Nursery(firm, here / "journal.log", cold=cold))
        yield Scene(dovecot, sink, url, nursery, Generated(here / "sent.log"), seed, messages, tell)


def judged(scene: Scene) -> Verdict:
    """Leave it alone until nothing is left to do, then ask the oracle."""
    ended = scene.finish()
    folders = in_folders(scene.dovecot, USER)
    verdict = judge(scene.sent.all(), scene.sink.letters(), folders, scene.url, scene.doubtful)
    verdict.wrong += scene.wrong
    if not ended:
        states = dict(rows(scene.url, "SELECT state, count(*) FROM letters GROUP BY state"))
        verdict.wrong.append(f"something is left {RECOVERED:.0f} s after the last kill: {states}")
    return verdict
