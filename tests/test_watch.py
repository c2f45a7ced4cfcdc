"""The watch of one mailbox: what it moves, when it waits, what it says of an outage."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from fakes import MONDAY, FakeMailbox, FakeServer, LeaseHere, Office, message

from mailbot.intake.batches import BATCH_MESSAGES
from mailbot.intake.taking import Intake
from mailbot.intake.watch import FILED_AT_ONCE, Watch
from mailbot.store.database import Database, Unavailable
from mailbot.wire.outcome import Disconnected, Found, Moved, Refused


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


class Scripted(FakeMailbox):
    """Calls `at_idle` instead of waiting; ends the watch when it has nothing more to do."""

    script: list[Callable[[], None]]

    def idle(self, timeout: float, stop: threading.Event) -> bool:
        if self.script:
            self.script.pop(0)()
            return True
        return super().idle(timeout, stop)


def watching(
    office: Office,
    server: FakeServer,
    *script: Callable[[], None],
    intake: Intake | None = None,
    moving: bool = True,
    stop: threading.Event | None = None,
    rung: list[int] | None = None,
    kind: type[Scripted] = Scripted,
) -> Watch:
    todo = list(script)

    def connection() -> Scripted:
        made = kind(server)
        made.script = todo
        return made

    return Watch(
        "complaints",
        connection,
        intake or office.intake(),
        office.lease,
        office.journal,
        clock=office.clock,
        bell=lambda: (rung if rung is not None else []).append(1),
        stop=stop or threading.Event(),
        moving=moving,
        rescan=timedelta(minutes=5),
        once=False,
    )


def test_mail_that_comes_while_it_waits_is_taken_and_the_bell_is_rung(
    office: Office, server: FakeServer
) -> None:
    rung: list[int] = []
    watching(office, server, lambda: server.append(message()) and None, rung=rung).run()
    assert len(office.cases()) == 1
    assert rung
    assert server.inbox == {}


def test_where_nothing_may_be_moved_nothing_is(office: Office, server: FakeServer) -> None:
    server.append(message())
    watching(office, server, lambda: None, lambda: None, moving=False).run()
    assert len(server.inbox) == 1
    assert server.folders == {}
    assert len(office.cases()) == 1


def test_what_lies_unread_is_counted_down_and_a_long_first_look_is_no_silence(
    office: Office, server: FakeServer
) -> None:
    seen: list[tuple[int, bool]] = []

    class Noting(Scripted):
        def fetch(self, uids: Sequence[int], **options: Any) -> Iterator[Found]:
            for one in super().fetch(uids, **options):
                office.clock.go(seconds=1)
                if watch.unread is not None:
                    seen.append((watch.unread.count, watch.last_read is not None))
                yield one

    for number in range(BATCH_MESSAGES * 3):
        server.append(message(author=f"p{number}@example.org", message_id=f"<{number}@example.org>"))
    began = office.clock()
    watch = watching(office, server, kind=Noting)
    watch.run()
    # A batch is read ahead of the one that is written down.
    assert [*dict.fromkeys(seen)] == [(60, False), (40, True)]
    assert watch.unread is None
    assert began < watch.last_read == office.clock()  # type: ignore[operator]


@pytest.mark.parametrize("refused", [False, True], ids=["all read", "one cannot be read"])
def test_of_a_full_inbox_many_are_put_away_at_once_and_none_is_left(
    office: Office, server: FakeServer, refused: bool
) -> None:
    moves: list[int] = []

    class Counting(Scripted):
        def fetch(self, uids: Sequence[int], **options: Any) -> Iterator[Found]:
            yield from super().fetch(uids, **options)
            if refused and uids:
                raise Refused("NO [SERVERBUG] of the last one")

        def move(self, uids: Sequence[int], folder: str, *, again: bool = False) -> Moved:
            moves.append(len(uids))
            return super().move(uids, folder, again=again)

    for number in range(FILED_AT_ONCE + 30):
        server.append(message(author=f"p{number}@example.org", message_id=f"<{number}@example.org>"))
    watching(office, server, kind=Counting).run()
    assert server.inbox == {}
    assert moves == [FILED_AT_ONCE, 30]


def test_a_message_a_colleague_puts_back_is_put_away_again(office: Office, server: FakeServer) -> None:
    server.append(message())

    def put_back() -> None:
        server.append(server.folders["processed"].pop(), MONDAY)

    watching(office, server, put_back).run()
    assert server.inbox == {}
    assert len(office.cases()) == 1


def test_an_outage_is_told_once_when_it_begins_and_once_when_it_ends(
    office: Office, server: FakeServer
) -> None:
    stop = NoWaiting(attempts=6)
    server.down = True

    def mend(attempt: int) -> None:
        server.down = attempt < 4

    stop.each = mend
    watch = watching(office, server, stop=stop)
    watch.run()
    out = office.out.getvalue()
    assert out.count(" mailbox-trouble ") == 1
    assert out.count(" mailbox-back ") == 1
    assert watch.trouble is None
    assert stop.waits[:4] == sorted(stop.waits[:4]), "it does not wait longer and longer"


class NoWaiting(threading.Event):
    """Lets no time pass, remembers how long would have been waited, and stops after so many attempts."""

    def __init__(self, attempts: int) -> None:
        super().__init__()
        self.waits: list[float] = []
        self.attempts = attempts
        self.each: Callable[[int], None] = lambda _: None

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0)
        self.each(len(self.waits))
        if len(self.waits) >= self.attempts:
            self.set()
        return self.is_set()


def test_a_mailbox_owned_by_another_is_asked_for_often_enough_to_take_over_soon(
    office: Office, server: FakeServer
) -> None:
    office.lease.mine = False
    stop = NoWaiting(attempts=30)
    watch = watching(office, server, stop=stop)
    watch.run()
    assert max(stop.waits) <= 20
    assert watch.trouble is not None
    assert office.out.getvalue().count(" mailbox-elsewhere ") == 1


def test_a_server_that_stays_away_is_asked_every_few_minutes_for_ever(
    office: Office, server: FakeServer
) -> None:
    server.down = True
    stop = NoWaiting(attempts=40)
    watching(office, server, stop=stop).run()
    assert max(stop.waits) <= 360
    assert sum(stop.waits[:5]) < 60


@pytest.mark.parametrize("fault", [Unavailable("disk full"), Disconnected("lost"), Refused("read-only")])
def test_trouble_of_the_database_or_the_server_ends_no_thread(
    office: Office, server: FakeServer, fault: Exception
) -> None:
    class Failing(Intake):
        def unknown(self, uid_validity: int, uids: Sequence[int]) -> list[int]:
            del uid_validity, uids
            raise fault

    intake = office.intake()
    intake.__class__ = Failing
    watching(office, server, intake=intake, stop=NoWaiting(attempts=3)).run()
    assert office.out.getvalue().count(" mailbox-trouble ") == 1


def test_a_fault_of_ours_ends_the_thread_and_is_not_hidden(office: Office, server: FakeServer) -> None:
    class Failing(Intake):
        def unknown(self, uid_validity: int, uids: Sequence[int]) -> list[int]:
            del uid_validity, uids
            raise ZeroDivisionError

    intake = office.intake()
    intake.__class__ = Failing
    with pytest.raises(ZeroDivisionError):
        watching(office, server, intake=intake).run()


def test_a_lease_lost_in_the_middle_stops_the_work_at_once(office: Office, server: FakeServer) -> None:
    server.append(message())

    class Lost(LeaseHere):
        asked = 0

        def hold(self) -> bool:
            Lost.asked += 1
            return Lost.asked == 1

    office.lease = Lost()
    watching(office, server, stop=NoWaiting(attempts=2)).run()
    assert len(office.cases()) == 1
