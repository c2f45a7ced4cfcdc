"""What the readings of a pattern are sure to begin with, read from the pattern itself.

A pattern need only be tried where one of its beginnings stands. The notation is that of `cue_rows.py` and
`topic_words.py`: small letters, one space for white space, `@3` for up to three words, `~` for anything after
the end of a word. What is not sure (`\\w`, a repetition) ends a beginning early, so none is ever missed; what
only looks ahead or behind is left out.
"""

from __future__ import annotations

import re

WORD_END = "\0"  # at the end of a beginning: here the word ends
_ENOUGH = 10  # letters of a beginning
_MOST = 120  # beginnings of one pattern, before the longer ones are cut
_ITEM = re.compile(
    r"(?P<letters>[a-z0-9£'/ -]+(?![?*+{]))|(?P<around>\(\?<?[=!])|(?P<group>\(\?:)|\[(?P<set>[^\]]+)\]|@\d"
    r"|\\?.",
    re.DOTALL,
)
_REPEATED = re.compile(r"\?|[*+]|\{\d*,?\d*\}")
_BEGINNING = re.compile(r"[a-z0-9£].")  # of a word, and long enough
_PLAIN = re.compile(r"[a-z0-9£'/ -]")

_Paths = frozenset[tuple[str, bool]]  # letters, and whether what follows them is known too
_NOTHING: _Paths = frozenset({("", True)})
_ANYTHING: _Paths = frozenset({("", False)})
_A_WORD_ENDS: _Paths = frozenset({(" ", False)})


def beginnings(pattern: str, at: int = 0) -> tuple[str, ...]:
    """What is sure to be read first from a place in a pattern of whole words on, in the choice it is in."""
    paths, end = _followed(_NOTHING, pattern, at)
    while end < len(pattern) and _is_open(paths):  # in a group: past its other choices goes what follows
        end = _past(pattern, end, ")") + 1
        repeated = _REPEATED.match(pattern, end)
        if repeated is not None:
            end = repeated.end()
            paths = paths if repeated[0] == "?" else _cut(paths)
        paths, end = _followed(paths, pattern, end)
    found = {_finished(letters, known) for letters, known in paths}
    if not all(_BEGINNING.match(begin) for begin in found):
        raise ValueError(f"too little to look for in {pattern[at:]!r}")
    return tuple(sorted(found))


def _finished(letters: str, known: bool) -> str:
    """With the end of its word marked where that is sure."""
    bare = re.sub(" +", " ", letters).rstrip()
    return bare + WORD_END if bare and (known or letters[-1] == " ") else bare


def _followed(paths: _Paths, pattern: str, at: int) -> tuple[_Paths, int]:
    """Paths and all that can follow them up to where the choice they are in ends."""
    while at < len(pattern) and pattern[at] not in "|)":
        if not _is_open(paths):
            return paths, _past(pattern, at, "|)")
        step, at = _step(pattern, at)
        paths = _joined(paths, step)
    return paths, at


def _step(pattern: str, at: int) -> tuple[_Paths, int]:
    """One item of a pattern, with what says how often it stands."""
    item = _item(pattern, at)
    at = item.end()
    if item["letters"]:
        return frozenset({(item["letters"], True)}), at
    if item["around"]:
        return _NOTHING, _past(pattern, at, ")") + 1
    if item["group"]:
        step, at = _choices(pattern, at)
    elif item["set"]:
        plain = all(_PLAIN.match(letter) for letter in item["set"]) and "-" not in item["set"][1:-1]
        step = frozenset((letter, True) for letter in item["set"]) if plain else _ANYTHING
    elif item[0] == "~":
        step = _A_WORD_ENDS
    else:
        step = frozenset({(item[0], True)}) if _PLAIN.fullmatch(item[0]) else _ANYTHING
    repeated = _REPEATED.match(pattern, at)
    if repeated is None:
        return step, at
    if repeated[0] == "?":
        return step | _NOTHING, repeated.end()
    return _ANYTHING if repeated[0][:2] in ("*", "{0", "{,") else _cut(step), repeated.end()


def _choices(pattern: str, at: int) -> tuple[_Paths, int]:
    """All choices of a group, and where what follows it stands."""
    found: _Paths = frozenset()
    while True:
        paths, at = _followed(_NOTHING, pattern, at)
        found |= paths
        at += 1
        if pattern[at - 1] == ")":
            return found, at


def _past(pattern: str, at: int, ends: str) -> int:
    """Where the group or the choice ends that a place is in."""
    while at < len(pattern) and pattern[at] not in ends:
        item = _item(pattern, at)
        at = item.end()
        if item["around"] or item["group"]:
            at = _past(pattern, at, ")") + 1
    return at


def _joined(paths: _Paths, step: _Paths) -> _Paths:
    longer = frozenset(
        _no_longer_than_enough(letters + more, goes_on) if known else (letters, known)
        for letters, known in paths
        for more, goes_on in (step if known else _NOTHING)
    )
    return longer if len(longer) <= max(_MOST, len(step)) else _cut(paths)


def _no_longer_than_enough(letters: str, known: bool) -> tuple[str, bool]:
    return (letters[:_ENOUGH], False) if len(letters) > _ENOUGH else (letters, known)


def _cut(paths: _Paths) -> _Paths:
    return frozenset((letters, False) for letters, _ in paths)


def _is_open(paths: _Paths) -> bool:
    return any(known for _, known in paths)


def _item(pattern: str, at: int) -> re.Match[str]:
    item = _ITEM.match(pattern, at)
    assert item is not None  # noqa: S101 - any character is an item
    return item
