"""A letter's Markdown with places to fill in, turned once into two templates: of its HTML and of its text.

`to_html` and `to_text` leave ``{{ … }}`` and ``{% … %}`` untouched, so that what they return is a template
again; `mailbot.mail.writing.plain` lays the text out after it was filled. Structure comes from here alone:
neither ever sees a value as Markdown.

A quotation (``> …``) is a panel, for what a reader looks for first, such as the reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mailbot.mail.writing.plain import BREAK, FREE, HANG, HEADING, ITEM, KEEP, PARAGRAPH, VERBATIM

#: A picture would be fetched by whoever opens the letter.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
_PLACE = re.compile(r"<\{\{([^{}]*)\}\}>|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_TAGS_ALONE = re.compile(r"(?:\s*(?:\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\}))+\s*")
_TAG_BEGINS = re.compile(r"\s*(?:\{%(?!.*%\})|\{#(?!.*#\}))")
_TAG_AT_LINE_END = re.compile(r"(?<![-+])([%#]\}[ \t]*)$", re.MULTILINE)
_LISTS_OF_A_LOOP = re.compile(r"</(ul|ol)>\s*<\1>")
_NOTHING_SAID = re.compile(r"<(p|h2|li)>\s*</\1>\n?")
_MARK = re.compile("[.,:;!?]+")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
#: A telephone number is read and dialled as one.
_NUMBER = re.compile(r"\{\{ *firm\.phone *\}\}")
_PANEL_INDENT = "    "
_RULE = "-" * 24


def to_fill(source: str) -> str:
    """`source` so that a tag alone on its line takes the line with it, and one that ends a line does not."""
    source = _CONTROL.sub("", source)
    return "".join(
        piece if is_tag else _TAG_AT_LINE_END.sub(r"+\1", piece) for is_tag, piece in _pieces(source)
    )


def to_html(source: str) -> str:
    """The HTML of `source`, its places kept; ``<{{ address }}>`` becomes a link to that address."""

    def linked(address: str) -> str:
        return f'<a href="{{{{ ({address})|web }}}}">{{{{ {address} }}}}</a>'

    found: list[str] = []
    for is_tag, piece in _pieces(source):
        if is_tag:
            found.append(piece)
            continue
        places = _Places(source)
        tokens = _MARKDOWN.parse(places.kept_in(piece))
        for token in tokens:
            if token.tag == "h1":  # the firm's name is that
                token.tag = "h2"
            _set_apart(token.children or [], places)
        html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
        whole = r'<span style="white-space:nowrap">\g<0></span>'
        found.append(_NUMBER.sub(whole, places.back_in(html, linked)))
    return "".join(found)


def to_text(source: str) -> str:
    """The text of `source`, its places and its line numbers kept, to be filled and then laid out."""

    def bare(address: str) -> str:
        return f"{{{{ {address} }}}}"

    found: list[str] = []
    for is_tag, piece in _pieces(source):
        if is_tag:
            found.append(piece)
            continue
        places = _Places(source)
        text = "".join(_blocks(_MARKDOWN.parse(places.kept_in(piece))))
        whole = _NUMBER.sub(rf"{KEEP}\g<0>{FREE}", places.back_in(text, bare))
        found.append(whole + "\n" * (piece.count("\n") - text.count("\n")))
    return "".join(found)


def join_lists(html: str) -> str:
    """Each turn of a loop makes a list of its own; a reader, and a screen reader, should hear one.

    What a tag left empty goes too.
    """
    return _LISTS_OF_A_LOOP.sub("", _NOTHING_SAID.sub("", html))


class _Places:
    """The places of one piece while Markdown reads it: each a word it passes through everywhere."""

    def __init__(self, source: str) -> None:
        self._mark = "xqj"
        while self._mark in source:
            self._mark += "q"
        self._found: list[re.Match[str]] = []

    def kept_in(self, piece: str) -> str:
        def keep(match: re.Match[str]) -> str:
            self._found.append(match)
            # Letters and digits only: even within a link they stay what they are.
            return f"{self._mark}{len(self._found) - 1}{self._mark}"

        return _PLACE.sub(keep, piece)

    def are(self, words: str) -> bool:
        """Whether `words` are one place and nothing else."""
        return re.fullmatch(f"{self._mark}[0-9]+{self._mark}", words) is not None

    def back_in(self, written: str, link: Callable[[str], str]) -> str:
        def place(match: re.Match[str]) -> str:
            found = self._found[int(match[1])]
            return found[0] if found[1] is None else link(found[1].strip())

        return re.sub(f"{self._mark}([0-9]+){self._mark}", place, written)


def _set_apart(words: list[Token], places: _Places) -> None:
    """A value by itself in bold, such as a date, becomes a `b`: what is looked for, not what is stressed.

    The mark that ends its sentence goes into it: it is not broken, so that the mark would stand alone.
    """
    for at, (opens, value, closes) in enumerate(zip(words, words[1:], words[2:], strict=False)):
        if opens.type == "strong_open" and closes.type == "strong_close" and places.are(value.content):
            opens.tag = closes.tag = "b"
            after = words[at + 3] if at + 3 < len(words) else None
            if after is not None and after.type == "text" and (mark := _MARK.match(after.content)):
                value.content += mark[0]
                after.content = after.content[mark.end() :]


def _blocks(tokens: list[Token]) -> Iterator[str]:
    """Each block with its mark and what its first line begins with, on the line it has in the source."""
    line = 0
    within: list[str] = []  # how far each list item and panel around the block indents it
    marker = ""  # of the list item that begins with the next block
    kind = PARAGRAPH
    for token in tokens:
        if token.type == "list_item_open":
            marker = f"{token.info}{token.markup} "
            within.append(" " * len(marker))
        elif token.type == "blockquote_open":
            within.append(_PANEL_INDENT)
        elif token.type in ("list_item_close", "blockquote_close"):
            within.pop()
        elif token.type == "heading_open":
            kind = HEADING
        elif token.type == "paragraph_open":
            kind = ITEM if token.hidden else PARAGRAPH
        elif token.type in ("inline", "fence", "code_block", "hr"):
            begins = token.map[0] if token.map else line
            prefix = "".join(within)
            prefix = prefix[: len(prefix) - len(marker)] + marker
            marker = ""
            if token.type == "inline":
                said = f"{kind}{prefix}{HANG}{_words(token.children or [])}"
            else:
                said = _as_it_stands(token, prefix)
            yield "\n" * (begins - line) + said
            line = max(line, begins) + said.count("\n")


def _as_it_stands(token: Token, prefix: str) -> str:
    content = _RULE if token.type == "hr" else token.content.rstrip("\n")
    indent = prefix if token.type == "hr" else prefix + _PANEL_INDENT
    return "\n".join(f"{VERBATIM}{indent}{HANG}{line}" for line in content.split("\n"))


def _words(tokens: list[Token]) -> str:
    """A paragraph's words without their marks; a command stands between quotes, a link is its address."""
    said: list[str] = []
    target = ""
    for token in tokens:
        match token.type:
            case "softbreak":
                said.append("\n")
            case "hardbreak":
                said.append(f"{BREAK}\n")
            case "strong_open":
                said.append(KEEP)
            case "strong_close":
                said.append(FREE)
            case "code_inline":
                said.append(f'{KEEP}"{token.content}"{FREE}')
            case "link_open":
                target = "" if token.markup == "autolink" else str(token.attrs["href"])
            case "link_close":
                said.append(f" ({target})" if target else "")
            case _:
                said.append(token.content)
    return "".join(said)


def _pieces(source: str) -> Iterator[tuple[bool, str]]:
    """`source` cut at lines that are only tags or comments: those stand between blocks, not in one."""
    block: list[str] = []
    tag: list[str] = []
    for line in source.splitlines(keepends=True):
        if tag or _TAG_BEGINS.match(line) or _TAGS_ALONE.fullmatch(line):
            tag.append(line)
            words = line.rstrip()
            if "%}" not in words and "#}" not in words:
                continue  # a tag of several lines
            if not words.endswith(("%}", "#}")):
                block += tag  # a tag at the head of a line of words
                tag = []
                continue
            yield False, "".join(block)
            yield True, "".join(tag)
            block, tag = [], []
        else:
            block.append(line)
    yield False, "".join(block + tag)
