"""Which file each letter is read from: a mailbox's own, else the firm's, else the shipped one.

A letter in another language stands below a directory of its code, ``cy/acknowledgement.md``; where nobody
has written it, the English one is sent.

Faults: none; a file that cannot be read is a fault of its letter, one that belongs to none is a stray.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable
from pathlib import Path

from mailbot.mail.writing.template_file import Source, TemplateError, read

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Found:
    """Every letter that can be read, what keeps the others from it, and files that are no letter's."""

    sources: dict[str, Source] = field(default_factory=dict)
    faults: dict[str, TemplateError] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)


def find(shipped: Traversable | Path, own: Sequence[Path], language: str) -> Found:
    """`own` directories go before the shipped one, the first of them first; `language` before English."""
    english = [*((each, f"{each}/") for each in own), (shipped, "templates/")]
    ours = {file.name for file in shipped.iterdir() if file.name.endswith(".md")}
    places = [(where, named, ENGLISH) for where, named in english]
    if language != ENGLISH:
        places[:0] = [(where / language, f"{named}{language}/", language) for where, named in english]
    found = Found()
    for where, named, said_in in places:
        for name in sorted(_letters_in(where)):
            letter = name.removesuffix(".md")
            if name not in ours:
                told = f"no letter has this name; there are {', '.join(sorted(ours))}"
                found.strays.append(f"{named}{name}:1: {told}")
            elif letter not in found.sources and letter not in found.faults:
                try:
                    found.sources[letter] = replace(read(where / name, f"{named}{name}"), language=said_in)
                except TemplateError as error:
                    found.faults[letter] = error
    return found


def _letters_in(directory: Traversable | Path) -> Iterator[str]:
    if directory.is_dir():
        yield from (file.name for file in directory.iterdir() if file.name.endswith(".md"))
