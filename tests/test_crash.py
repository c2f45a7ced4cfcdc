"""Stop the world after every arrow of the path of a message, start again: one case, one letter.

Seams lie at every change on the IMAP server, before and after every commit, and around the moment a letter is
handed over. At each in turn the program dies; another one then starts on the same database and mailbox. Two
copies of a letter are allowed only where it died between arming the letter and settling it (RFC 1047).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from fakes import MONDAY, Clock, FakeCourier, FakeServer, Office, message
from sqlmodel import Session

from mailbot.store import journal
from mailbot.store.database import Database


class Crash(BaseException):
    """The machine went away."""


@dataclass
class Seams:
    """Counts the seams that are passed and dies at the one that is told."""

    die_at: int | None = None
    passed: list[str] = field(default_factory=list)

    def __call__(self, name: str) -> None:
        self.passed.append(name)
        if len(self.passed) == self.die_at:
            raise Crash(name)


class Mortal(Database):
    """A database that may die before a commit, or after it and before anybody hears of it."""

    seams: Seams

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with super().transaction() as session:
            yield session
            self.seams("before commit")
        self.seams("committed")


@dataclass
class World:
    """What outlives a crash: the servers, the clock, the database."""

    database: Mortal
    server: FakeServer = field(default_factory=FakeServer)
    courier: FakeCourier = field(default_factory=FakeCourier)
    clock: Clock = field(default_factory=Clock)
    lives: int = 0

    def live(self, die_at: int | None = None) -> list[str]:
        """Start the program, let it do all there is to do or die; returns the seams it passed."""
        self.lives += 1
        seams = self.database.seams = Seams(die_at)
        self.courier.step = seams
        office = Office(self.database, clock=self.clock, owner=f"here:{self.lives}:x")
        before = [f"here:{life}:x" for life in range(1, self.lives)]
        try:
            office.watch(self.server, seams).run()
            office.deliver(self.courier, dead=before)
        except* Crash:
            pass  # what comes after it is the next life
        return seams.passed

    def recover(self) -> None:
        """Start again, and come back after the letters of unknown fate may be looked at."""
        for _ in range(3):
            self.live()
            self.clock.go(minutes=20)

    def armed(self) -> set[str]:
        """Message-IDs of letters that are on the wire now, as far as the database knows."""
        return {row[0] for row in self.office().rows("SELECT message_id FROM letters WHERE state = 'ARMED'")}

    def office(self) -> Office:
        return Office(self.database, clock=self.clock)

    def copies(self, author: str) -> dict[str, int]:
        """Message-ID → how many copies the server took, of letters about a complaint of `author`."""
        found = {}
        query = "SELECT l.message_id, c.address FROM letters l JOIN cases c ON c.id = l.case_id"
        for row in self.office().rows(query):
            if row[1] != author:
                continue
            found[row[0]] = sum(row[0].encode() in raw for _, _, raw in self.courier.letters)
        return found


@pytest.fixture
def world(url: str) -> Iterator[World]:
    database = Mortal(url)
    database.seams = Seams()
    yield World(database)
    database.close()


def settled(world: World, author: str) -> None:
    """The end that every life has to come to."""
    office = world.office()
    assert world.server.inbox == {}
    moved = [raw for raw in world.server.folders["processed"] if author.encode() in raw]
    assert len(moved) == 1
    (case,) = [one for one in office.cases() if one.address == author]
    about = [letter for letter in office.letters() if letter.case_id == case.id]
    assert sorted(letter.kind for letter in about) == ["acknowledgement", "handler_notice", "leaflet"]
    assert {letter.state for letter in about} == {"SENT"}
    assert not office.open_deadlines(case) & {"acknowledgement", "first_contact"}
    assert office.rows("SELECT uid FROM message_keys WHERE settled_to IS NULL") == []
    assert office.tasks() == []
    with world.database.reading() as session:
        assert journal.verify(session) == []


def test_whichever_arrow_it_dies_after_there_is_one_case_and_one_acknowledgement(world: World) -> None:
    world.live()  # the first look at a mailbox is written down, once
    world.server.append(message(author="p0@example.org"), MONDAY)
    seams = world.live()
    world.recover()
    settled(world, "p0@example.org")
    assert set(world.copies("p0@example.org").values()) == {1}
    assert {"before commit", "committed", "before move", "moved", "armed", "taken"} <= set(seams)
    twice = 0
    for die_at in range(1, len(seams) + 1):
        author = f"p{die_at}@example.org"
        world.server.append(message(author=author), world.clock())
        died = world.live(die_at)
        assert len(died) == die_at, "it did not die"
        on_the_wire = world.armed()
        world.recover()
        settled(world, author)
        for message_id, number in world.copies(author).items():
            assert number == 1 or (number == 2 and message_id in on_the_wire), (die_at, died[-1])
            twice += number - 1
    assert twice > 0  # the two generals' window was really tried


def test_dying_again_while_recovering_adds_no_case_and_no_third_copy(world: World) -> None:
    world.live()  # the first look at a mailbox is written down, once
    world.server.append(message(author="p0@example.org"), MONDAY)
    most = len(world.live())
    world.recover()
    for first in range(2, most + 1, 3):
        author = f"q{first}@example.org"
        world.server.append(message(author=author), world.clock())
        world.live(first)
        for again in (first, 4, 1 + first // 2):
            world.clock.go(minutes=20)
            world.live(again)
        for _ in range(3):
            world.recover()
        office = world.office()
        (case,) = [one for one in office.cases() if one.address == author]
        assert world.server.inbox == {}
        owed = {task.letter_id for task in office.tasks()}
        for letter in office.letters():
            if letter.case_id == case.id:
                number = world.copies(author)[letter.message_id]
                assert number in (1, 2), (first, letter.kind)
                assert letter.state == "SENT" or (letter.state == "UNKNOWN" and letter.id in owed)


def test_a_batch_that_dies_in_the_middle_of_its_moves_is_moved_whole(world: World) -> None:
    world.live()  # the first look at a mailbox is written down, once
    for number in range(5):
        world.server.append(message(author=f"b{number}@example.org"), MONDAY)
    seams = world.live()
    world.recover()
    third = [index for index, name in enumerate(seams, 1) if name == "moved"][2]
    for number in range(5):
        world.server.append(message(author=f"c{number}@example.org"), MONDAY)
    world.live(third)
    assert len(world.server.inbox) == 2
    world.recover()
    assert world.server.inbox == {}
    assert len(world.server.folders["processed"]) == 10
    assert len(world.office().cases()) == 10


def test_a_message_a_colleague_removes_between_commit_and_move_is_settled_as_removed(world: World) -> None:
    world.server.append(message(), MONDAY)
    seams = Seams()
    world.database.seams = seams
    world.courier.step = seams

    def interfere(name: str) -> None:
        if name == "before move":
            world.server.inbox.clear()

    office = world.office()
    office.watch(world.server, interfere).run()
    assert office.rows("SELECT settled_to FROM message_keys") == [("removed by somebody else",)]
    assert len(office.cases()) == 1
