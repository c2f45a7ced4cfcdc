"""A draft: a letter as a file that a person completes, with values that Markdown leaves as they are.

    ---
    case: C-7K2M-9QXD
    command: final upheld
    ---
    Subject: Our final response to your complaint – [C-7K2M-9QXD]

    Dear Jane Doe,

Faults: a file that is not of this form is a `TemplateError` that names file and line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from mailbot.mail.writing.template_file import Source, TemplateError, parse, text_of

_KEYS = ("case", "command")
#: The letter, where it is not the usual one of the command; so the wording of DISP 1 Annex 3R; how an answer
#: by email was agreed.
_MAY = ("letter", "wording", "agreed")
#: What Markdown would take for a mark. Not a hyphen: a reference stays legible, and no value begins a line.
_MARKS = re.compile(r"([\\`*_\[\]<>~|]|&(?=#?\w{1,31};))")
#: Soft hyphens, and spaces and joins of no width: word processors leave them behind.
_NEVER_SHOWN = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
#: Control characters, other ends of lines, and what turns the direction of the words after it.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TABLE = re.compile(r"(?m)^[ \t]*\|?[ \t]*:?-+:?[ \t]*\|[ \t|:-]*$")
_ENGINES = re.compile(r"\{[{%#]")  # what the template engine would take for its own


def read_draft(file: Path, name: str) -> Source:
    """Read a completed draft; `name` is what its author calls it."""
    source = parse(_legible(text_of(file, name), name), name, (*_KEYS, *_MAY))
    for key in _KEYS:
        if key not in source.front_matter:
            raise TemplateError(name, 1, f"'{key}: …' is missing between the two lines of '---'")
    if "{" in source.subject and _ENGINES.search(source.subject):
        raise TemplateError(name, source.subject_line, "'{{', '{%' and '{#' cannot stand in a letter")
    for never, told in (
        (_ENGINES, "'{{', '{%' and '{#' cannot stand in a letter"),
        (_TABLE, "a table cannot stand in a letter: take this line out, and write one line for each row"),
    ):
        if found := never.search(source.body):
            raise TemplateError(name, source.body_line + source.body.count("\n", 0, found.start()), told)
    return source


def _legible(text: str, name: str) -> str:
    """Without what is never shown and only hides words; what changes how others are shown is a fault."""
    text = text.replace("\r\n", "\n").translate(_NEVER_SHOWN)
    if found := _UNFIT.search(text):
        line = text.count("\n", 0, found.start()) + 1
        told = f"the character U+{ord(found[0]):04X} cannot stand in a letter: delete it and type on"
        raise TemplateError(name, line, told)
    return text


def written_out(names: Mapping[str, object]) -> dict[str, object]:
    """The same values, so that Markdown leaves them as they are."""
    return {name: _written_out(value) for name, value in names.items()}


def _written_out(value: object) -> object:
    if isinstance(value, str):
        return _MARKS.sub(r"\\\1", value)
    if isinstance(value, Mapping):
        return written_out(value)
    if isinstance(value, list):
        return [_written_out(one) for one in value]
    return value
