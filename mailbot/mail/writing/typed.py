"""What a person types into a draft, as Markdown that shows it as it was typed.

Whoever completes a letter writes in a text editor, or pastes from a word processor, and does not know that
Markdown joins lines: the lines of an address, and points behind bullets, stay lines and points. What is
indented is no program's code.

Faults: none. Lines keep their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

#: Whoever wraps lines wraps them later than this: one that had room for the next word was ended on purpose.
_ROOM = 50  # columns
_BULLET = re.compile(r"^([ \t]*)[•·‣▪◦●○][ \t]+")
_INDENT = re.compile(r"^(?: {4}| {0,3}\t)[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}(?:\s|$)")
_BEGINS_A_BLOCK = re.compile(r"\s*(?:$|[-*+](?:\s|$)|>|\d{1,9}[.)]\s|#{1,6}\s|[-=*_]{3,}\s*$|`{3}|~{3})")


def as_typed(body: str) -> str:
    """`body` with bullets as items, without indents, and with a break where a line ends early."""
    lines = list(_flush([_BULLET.sub(r"\1- ", line) for line in body.split("\n")]))
    for at, (line, after) in enumerate(pairwise(lines)):
        if _ends_early(line, after):
            lines[at] = f"{line.rstrip()}\\"
    return "\n".join(lines)


def as_shown(body: str) -> str:
    """`body` of a draft without the breaks that `as_typed` puts in again: nobody takes one for a slip."""
    lines = body.split("\n")
    for at, (line, after) in enumerate(pairwise(lines)):
        if line.endswith("\\") and not line.endswith("\\\\") and _ends_early(line[:-1], after):
            lines[at] = line[:-1]
    return "\n".join(lines)


def _flush(lines: list[str]) -> Iterator[str]:
    """Each line without its indent, except within a list, where that says how deep it is."""
    in_list = False
    for line in lines:
        is_indented = _INDENT.match(line) is not None
        yield line if in_list else _INDENT.sub("", line)
        if line.strip():
            in_list = _ITEM.match(line) is not None or (in_list and is_indented)


def _ends_early(line: str, after: str) -> bool:
    line = line.rstrip()
    if not line or line.endswith("\\") or _HEADING.match(line) or _BEGINS_A_BLOCK.match(after):
        return False
    return len(line) + 1 + len(after.split(maxsplit=1)[0]) <= _ROOM
