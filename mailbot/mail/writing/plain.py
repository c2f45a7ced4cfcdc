"""A letter as text/plain: laid out after it was filled, by marks no value can hold.

The text of a letter comes with a mark before each block, written by `mailbot.mail.writing.markdown` from the
template alone. The marks are control characters, and those are taken out of every value before it is filled
in: a complainant named ``# x`` or ``- x`` makes neither a heading nor an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

WRAP_AT = 72  # columns (RFC 3676 section 4.2)
LONGEST_KEPT = 60  # characters of a date in bold or of a command that stay on one line

# None of them is white space to the template engine, which drops that before a tag.
PARAGRAPH, ITEM, HEADING, VERBATIM = "\x01", "\x04", "\x05", "\x06"  # each begins a block
HANG = "\x02"  # ends what stands before the block's first word; its other lines hang below that
BREAK = "\x03"  # a line ends here
KEEP, FREE = "\x0e", "\x0f"  # the words between them stay together

_BLOCK = re.compile(f"([{PARAGRAPH}{ITEM}{HEADING}{VERBATIM}])([^{HANG}]*){HANG}")
_KEPT = re.compile(f"{KEEP}([^{KEEP}{FREE}]*){FREE}")
_SPACES = re.compile("[ \n]+")
_NO_BREAK = "\x10"
_TALL = 2  # lines; a list with a taller item has an empty line between its items


def lay_out(filled: str) -> str:
    """The blocks of a filled letter, wrapped at `WRAP_AT`, headings underlined, an empty line between two."""
    pieces = _BLOCK.split(filled)[1:]
    blocks = [
        (kind, lines)
        for kind, prefix, words in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
        if (lines := list(_lines(kind, prefix, words)))
    ]
    said: list[str] = []
    for kind, run in groupby(blocks, key=lambda block: block[0]):
        texts = ["\n".join(lines) for _, lines in run]
        together = kind == VERBATIM or (kind == ITEM and max(text.count("\n") for text in texts) < _TALL)
        said.append(("\n" if together else "\n\n").join(texts))
    return "\n\n".join(said) + "\n"


def _lines(kind: str, prefix: str, words: str) -> Iterator[str]:
    if kind == VERBATIM:
        yield (prefix + words.rstrip()).rstrip()
        return
    hanging = " " * len(prefix)
    for part in words.split(BREAK):
        for line in _wrapped(part, WRAP_AT - len(prefix)):
            yield prefix + line
            if kind == HEADING:
                yield hanging + "-" * len(line)
            prefix = hanging


def _wrapped(words: str, width: int) -> Iterator[str]:
    words = _KEPT.sub(_kept, words).replace(KEEP, "").replace(FREE, "")
    line = ""
    for word in _SPACES.split(words.strip(" \n")):
        if line and len(line) + 1 + len(word) > width:
            yield line.replace(_NO_BREAK, " ")
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line:
        yield line.replace(_NO_BREAK, " ")


def _kept(match: re.Match[str]) -> str:
    words = _SPACES.sub(" ", match[1])
    return words.replace(" ", _NO_BREAK) if len(words) <= LONGEST_KEPT else words
