"""A letter's Markdown with places to fill in: as HTML to be filled, and as text that has been filled.

`to_html` turns the source into HTML once and leaves ``{{ … }}`` and ``{% … %}`` untouched in it, so that
the result is a template again. `reflow` lays out the source as text/plain after it was filled. Neither ever
sees a value as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

WRAP_AT = 72  # columns of text/plain (RFC 3676 section 4.2)

_PLACE = re.compile(r"<\{\{([^{}]*)\}\}>|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_TAG_AT_LINE_END = re.compile(r"(?<![-+])([%#]\}[ \t]*)$", re.MULTILINE)
_MARKER = re.compile(r"(?:[-*+]|\d{1,3}[.)]) |#{1,6} |> ")
# A date in bold and a command stay on one line; the lengths keep this linear.
_UNBROKEN = re.compile(r"\*\*[^*]{1,40}\*\*\S*|`[^`]{1,60}`\S*|\S+")
_LISTS_OF_A_LOOP = re.compile(r"</(ul|ol)>\s*<\1>")
_HEADING = '<h2 style="font-size:17px">'


def to_fill(source: str) -> str:
    """`source` so that a tag alone on its line takes the line with it, and one that ends a line does not."""
    return "".join(
        piece if is_tag else _TAG_AT_LINE_END.sub(r"+\1", piece) for is_tag, piece in _pieces(source)
    )


def to_html(source: str) -> str:
    """The HTML of `source`, its places kept; ``<{{ address }}>`` becomes a link to that address."""
    markdown = MarkdownIt("commonmark", {"html": False})
    mark = "xqj"
    while mark in source:
        mark += "q"
    places: list[str] = []

    def keep(match: re.Match[str]) -> str:
        address = match[1]
        if address is None:
            places.append(match[0])
        else:
            places.append(f'<a href="{{{{ ({address})|web }}}}">{{{{ {address} }}}}</a>')
        # Letters and digits only: Markdown passes them through everywhere, even within a link.
        return f"{mark}{len(places) - 1}{mark}"

    html = "".join(
        piece if is_tag else markdown.render(_PLACE.sub(keep, piece)) for is_tag, piece in _pieces(source)
    )
    html = html.replace("<h2>", _HEADING)
    return re.sub(f"{mark}([0-9]+){mark}", lambda match: places[int(match[1])], html)


def join_lists(html: str) -> str:
    """Each turn of a loop makes a list of its own; a reader, and a screen reader, should hear one."""
    return _LISTS_OF_A_LOOP.sub("", html)


def reflow(filled: str) -> str:
    """Paragraphs and list items wrapped at `WRAP_AT`; a line ended by a backslash stays a line."""
    lines: list[str] = []
    paragraph, hanging = "", ""
    for line in filled.split("\n"):
        words = line.strip()
        marker = _MARKER.match(words)
        if paragraph and (marker or not words):
            lines += _wrapped(paragraph, hanging)
            paragraph = ""
        if not words:
            if lines and lines[-1]:
                lines.append("")
            continue
        if not paragraph:
            hanging = " " * len(marker[0]) if marker and words[0] not in "#>" else ""
        paragraph = f"{paragraph} {words}" if paragraph else words
        if words.endswith("\\") or words.startswith("#"):
            lines += _wrapped(paragraph.removesuffix("\\").rstrip(), hanging)
            paragraph = ""
    lines += _wrapped(paragraph, hanging) if paragraph else []
    return "\n".join(lines).rstrip("\n") + "\n"


def _wrapped(paragraph: str, hanging: str) -> Iterator[str]:
    line = ""
    for word in _UNBROKEN.findall(paragraph):
        if line and len(line) + 1 + len(word) > WRAP_AT:
            yield line
            line = hanging + word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _pieces(source: str) -> Iterator[tuple[bool, str]]:
    """`source` cut at lines that are only a tag or a comment: those stand between blocks, not in one."""
    block: list[str] = []
    tag: list[str] = []
    for line in source.splitlines(keepends=True):
        words = line.strip()
        if tag or words.startswith(("{%", "{#")):
            tag.append(line)
            if not words.endswith(("%}", "#}")):
                if "%}" not in words and "#}" not in words:
                    continue  # a tag of several lines
                block += tag  # a tag at the head of a line of words
                tag = []
                continue
            yield False, "".join(block)
            yield True, "".join(tag)
            block, tag = [], []
        else:
            block.append(line)
    yield False, "".join(block + tag)
