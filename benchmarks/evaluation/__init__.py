"""How well messages are understood: what is found, against what a person wrote down beforehand.

Each module here measures one kind of thing and gives `Row`s; `benchmarks.evaluate` prints them as a table,
and `tests/test_evaluation.py` holds each to its floor. Only what `mailbot inspect --json` says is judged, or
the one function it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
REAL = CORPUS / "real"
WRITTEN = {"complaints": CORPUS / "complaints", "messages": ROOT / "tests" / "messages"}


@dataclass(frozen=True)
class Row:
    """One line of the table. `n` things were looked at; `floor` is what must be reached, or None."""

    set: str
    what: str
    n: int
    score: float
    floor: float | None = None
    worst: tuple[str, ...] = ()
    at_most: bool = False  # the floor is a ceiling: milliseconds, or a count of what must not be

    @property
    def holds(self) -> bool:
        if self.floor is None:
            return True
        return self.score <= self.floor if self.at_most else self.score >= self.floor


@dataclass
class Tally:
    """What was right, wrong and missed, and an example of each fault."""

    right: int = 0
    wrong: int = 0  # found, but not there
    missed: int = 0  # there, but not found
    faults: list[str] = field(default_factory=list)

    def add(self, found: Iterable[object], wanted: Iterable[object], where: str) -> None:
        """Compare two collections as sets."""
        have, want = set(found), set(wanted)
        self.right += len(have & want)
        self.wrong += len(have - want)
        self.missed += len(want - have)
        if have != want:
            extra, lacking = sorted(map(str, have - want)), sorted(map(str, want - have))
            self.faults.append(f"{where}: found {extra}, missed {lacking}")

    def judge(self, ok: bool, fault: str) -> None:
        self.right += ok
        self.missed += not ok
        if not ok:
            self.faults.append(fault)

    @property
    def n(self) -> int:
        return self.right + self.missed

    @property
    def recall(self) -> float:
        return self.right / self.n if self.n else 1.0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.n else 1.0


def plain(text: str) -> str:
    """With one space for any white space."""
    return " ".join(text.split())
