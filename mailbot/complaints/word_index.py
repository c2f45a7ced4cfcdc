"""Find with one look at a text which of many things to try, and where: each by the letters it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from mailbot.complaints.beginnings import WORD_END

Entry = TypeVar("Entry")


class WordIndex(Generic[Entry]):
    """Entries by their beginnings, each at the beginning of a word. `gap` is what a space in one may be."""

    __slots__ = ("_entries", "_word")

    def __init__(self, entries: Iterable[tuple[str, Entry]], *, gap: str = " ") -> None:
        by_beginning: dict[str, list[Entry]] = {}
        for begin, entry in entries:
            by_beginning.setdefault(begin, []).append(entry)
        words = any_of(sorted(by_beginning)).replace(r"\ ", gap)
        self._word = re.compile(rf"(?<!\w)(?=({words}))")
        self._entries = {
            word: tuple(dict.fromkeys(entry for held in _held(word) for entry in by_beginning.get(held, ())))
            for word in {begin.removesuffix(WORD_END) for begin in by_beginning}
        }

    def found_in(self, text: str) -> Iterator[tuple[int, str, tuple[Entry, ...]]]:
        """Each place where a beginning stands, the longest that stands there, and what may begin there."""
        for match in self._word.finditer(text):
            word = " ".join(match[1].split())
            yield match.start(), word, self._entries[word]


def any_of(beginnings: list[str]) -> str:
    """One pattern for many words, the longest first, that reads each letter once."""
    by_letter: dict[str, list[str]] = {}
    for begin in beginnings:
        if begin:
            by_letter.setdefault(begin[0], []).append(begin[1:])
    ends = by_letter.pop(WORD_END, None) is not None
    branches = [re.escape(letter) + any_of(rest) for letter, rest in by_letter.items()]
    if ends and "" not in beginnings:
        branches.append(r"(?!\w)")
    if not branches:
        return ""
    if len(branches) == 1 and "" not in beginnings:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in beginnings else "")


def _held(word: str) -> Iterator[str]:
    """Every beginning a word found may stand for: its own, and each that is shorter."""
    for length in range(1, len(word) + 1):
        yield word[:length]
        if length == len(word) or not word[length].isalnum():
            yield word[:length] + WORD_END
