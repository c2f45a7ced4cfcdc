"""One template file: front matter, subject and body, each with the line it stands on.

Faults: a file that is not of this form is a `TemplateError` that names file and line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

MAX_TEMPLATE_CHARS = 64 * 1024  # a letter of 20 pages; more is a mistake
AUDIENCES = ("complainant", "handler")
KEYS = ("purpose", "audience", "requires", "never")


class TemplateError(Exception):
    """A template that cannot be used, and where."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file, self.line, self.message = file, line, message


@dataclass(frozen=True, slots=True)
class Source:
    file: str  # as an operator would name it
    front_matter: dict[str, str]
    key_lines: dict[str, int]  # on which line each key of the front matter stands
    subject: str
    subject_line: int
    body: str
    body_line: int
    language: str = "en"  # a code of RFC 5646

    def at_its_line(self, part: str, line: int) -> str:
        """`part` below empty lines, so that the engine counts lines as the file does."""
        return "\n" * (line - 1) + part

    def names(self, key: str) -> list[str]:
        """What a key of the front matter lists, parted by commas; nothing where it is not there."""
        return [name for word in self.front_matter.get(key, "").split(",") if (name := word.strip())]


def read(file: Traversable | Path, name: str) -> Source:
    """Read a template; `name` is what an operator would call it."""
    source = parse(text_of(file, name), name, KEYS)
    found = source.front_matter
    if found.get("audience") not in AUDIENCES or "purpose" not in found:
        raise TemplateError(
            name, 1, f"front matter needs a purpose, and an audience of {' or '.join(AUDIENCES)}"
        )
    return source


def text_of(file: Traversable | Path, name: str) -> str:
    """What stands in a file, if it can be a letter."""
    try:
        content = file.read_text(encoding="utf-8")
    except OSError as error:
        raise TemplateError(name, 1, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise TemplateError(name, line, "cannot be read: save it as UTF-8, and as plain text") from error
    if len(content) > MAX_TEMPLATE_CHARS:
        raise TemplateError(name, 1, f"longer than {MAX_TEMPLATE_CHARS} characters")
    return content


def parse(content: str, name: str, keys: Sequence[str]) -> Source:
    """Front matter of these keys, a subject, an empty line and a body."""
    lines = content.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].strip() != "---" or "---" not in (line.strip() for line in lines[1:]):
        raise TemplateError(name, 1, "front matter between two lines of '---' is missing")
    end = next(n for n, line in enumerate(lines) if n and line.strip() == "---")
    front_matter, key_lines = _front_matter(lines[1:end], name, keys)
    at = next((n for n in range(end + 1, len(lines)) if lines[n].strip()), end)
    if not lines[at].startswith("Subject: "):
        raise TemplateError(name, at + 1, "a line 'Subject: …' must follow the front matter")
    if at + 1 >= len(lines) or lines[at + 1].strip():
        raise TemplateError(name, at + 2, "an empty line must follow the subject")
    return Source(
        name,
        front_matter,
        key_lines,
        lines[at].removeprefix("Subject: "),
        at + 1,
        "\n".join(lines[at + 2 :]) + "\n",
        at + 3,
    )


def _front_matter(
    lines: Sequence[str], name: str, keys: Sequence[str]
) -> tuple[dict[str, str], dict[str, int]]:
    found: dict[str, str] = {}
    at: dict[str, int] = {}
    for number, line in enumerate(lines, 2):
        key, colon, value = (piece.strip() for piece in line.partition(":"))
        if key in keys and colon and not value:
            raise TemplateError(name, number, f"'{key}:' is empty: write behind it what it asks for")
        if key not in keys or not colon:
            raise TemplateError(name, number, "expected one of: " + ", ".join(f"'{one}: …'" for one in keys))
        if key in found:
            raise TemplateError(name, number, f"'{key}' stands here a second time")
        found[key], at[key] = value, number
    return found, at
