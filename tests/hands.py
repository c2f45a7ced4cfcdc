"""What people do about an office's queue, each act in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from fakes import Office
from sqlmodel import Session

from mailbot.queue.owed import Owed
from mailbot.queue.second_look import SecondLook
from mailbot.reading.worker import read
from mailbot.store import owed, tasks
from mailbot.store.cases import Case
from mailbot.store.tasks import Task

T = TypeVar("T")


@dataclass
class Hands:
    office: Office
    by: str = "Sam"

    def __post_init__(self) -> None:
        office, practice = self.office, self.office.practice
        self.owed = Owed(
            practice, office.correspondence, office.letter_acts, lambda raw: read(raw, practice, 25 * 2**20)
        )
        self.second_look = SecondLook(self.office.casework)

    def send(self, task: Task, **how: str) -> str:
        with self.office.database.reading() as session:
            seen = self.owed.look(session, task.id, self.office.clock())
        return self._run(
            lambda session: self.owed.send(session, task.id, seen, by=self.by, now=self.office.clock(), **how)
        )

    def complaint(self, task: Task) -> Case:
        with self.office.database.reading() as session:
            seen = self.owed.look(session, task.id, self.office.clock())
        return self._run(
            lambda session: self.second_look.complaint(
                session, task.id, seen, by=self.by, now=self.office.clock()
            )
        )

    def join(self, task: Task, reference: str) -> Case:
        with self.office.database.reading() as session:
            seen = self.owed.look(session, task.id, self.office.clock())
        return self._run(
            lambda session: self.second_look.join(
                session, task.id, seen, reference, by=self.by, now=self.office.clock()
            )
        )

    def posted(self, task: Task, on: date) -> None:
        self._act(self.owed.posted, task.id, on=on)

    def not_needed(self, *found: Task, because: str = "he rang") -> None:
        self._act(self.owed.not_needed, [task.id for task in found], because=because)

    def none_needed(self, reason: str, because: str = "newsletters") -> int:
        number: int = self._act(self.owed.none_needed, reason, because=because)
        return number

    def settle(self, task: Task, because: str = "done") -> None:
        self._act(self.owed.settle, task.id, because=because)

    def retry(self, letter_id: int, **how: str) -> None:
        self._act(self.owed.retry, letter_id, **how)

    def task(self, reason: str) -> Task:
        """The open task for this reason."""
        (found,) = [task for task in self.office.tasks() if task.reason == reason]
        return found

    def again(self, task: Task) -> Task:
        """What became of a task."""
        with self.office.database.reading() as session:
            found = tasks.get(session, task.id)
        assert found is not None
        return found

    def silent(self) -> owed.Silent:
        with self.office.database.reading() as session:
            return owed.silent(session)

    def _act(self, act: Callable[..., T], *about: Any, **how: Any) -> T:
        return self._run(lambda session: act(session, *about, by=self.by, now=self.office.clock(), **how))

    def _run(self, request: Callable[[Session], T]) -> T:
        return self.office.database.run(request)
