"""Lays out a parsed HTML letter as lines, in one walk of any depth.

Inline elements join, so that ``<b>1234</b>5678`` stays one number; cells are parted by a blank, rows and
blocks by a line end, paragraphs by an empty line. A quotation's lines begin with ">".
"""

from __future__ import annotations

import re

from lxml import etree

from mailbot.mail.html_elements import Role, is_close_paragraph, is_preformatted, role_of

MAX_QUOTE_DEPTH = 20

# From here on the rest of the body is another message, whatever language its heading is in.
REST_IS_QUOTED = "\ue002"
# So it is where a heading follows that shows the fields of one.
HEADING_FOLLOWS = "\ue003"
SIGNATURE_BEGINS, SIGNATURE_ENDS = "\ue004", "\ue005"
MARKS = re.compile("[\ue002-\ue005]")

_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})
_BLOCKS = _PARAGRAPHS | frozenset(
    [
        "div",
        "blockquote",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "caption",
        "center",
        "form",
        "fieldset",
        "dl",
        "dt",
        "dd",
        "ul",
        "ol",
        "li",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "aside",
        "address",
        "figure",
        "figcaption",
        "body",
        "html",
        "hr",
        "option",
    ]
)
_CELLS = frozenset({"td", "th"})
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_BLANK_CHARACTERS = " \t\n\r\f"
_PREFIXES = {Role.REST_IS_QUOTED: REST_IS_QUOTED, Role.HEADING_FOLLOWS: HEADING_FOLLOWS}


def lay_out(tree: etree._Element) -> str:
    page = _Page()
    walk = etree.iterwalk(tree, events=("start", "end"))
    hidden: etree._Element | None = None
    for event, element in walk:
        if event == "start":
            if not isinstance(element.tag, str) or (role := role_of(element)) is Role.HIDDEN:
                hidden = element
                walk.skip_subtree()
                continue
            page.begin(element, role)
            page.write(element.text)
        else:
            if hidden is element:
                hidden = None
            else:
                page.end(element)
            if element is not tree:
                page.write(element.tail)
    return page.text()


class _Page:
    """The lines so far and the one being written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.gap = False  # an empty line is due
        self.prefix = ""
        self.quote_depth = 0
        self.preformatted = 0
        self.counters: list[int] = []  # of the lists we are in; 0 for bullets
        # Elements whose end means more than a line end, innermost last.
        self.open: list[tuple[etree._Element, Role, bool]] = []
        self.signature = -1  # the line a signature began at

    def begin(self, element: etree._Element, role: Role) -> None:
        tag = element.tag
        if tag == "br":
            self.new_line()
            return
        preformatted = tag in ("pre", "textarea") or ("style" in element.attrib and is_preformatted(element))
        if role is not Role.PLAIN or preformatted:
            self._begin_special(element, role, preformatted)
        if tag in _BLOCKS:
            self.end_line()
            if tag in _PARAGRAPHS and not is_close_paragraph(element):
                self.gap = True
            if tag in ("ul", "ol"):
                self.counters.append(1 if tag == "ol" else 0)
            elif tag == "li":
                self._bullet()
        elif tag in _CELLS:
            self.write(" ")

    def end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            if self.line and not self.end_line():
                self.gap = True  # a paragraph of no-break spaces
            if tag in _PARAGRAPHS and not is_close_paragraph(element):
                self.gap = True
            if tag in ("ul", "ol") and self.counters:
                self.counters.pop()
        elif tag in _CELLS:
            self.write(" ")
        if self.open and self.open[-1][0] is element:
            _, role, preformatted = self.open.pop()
            self._end_special(role, preformatted)

    def write(self, text: str | None) -> None:
        if not text or not (self.line or self.preformatted or text.strip(_BLANK_CHARACTERS)):
            return
        if not text.isascii():
            text = MARKS.sub("", text)  # nobody else writes ours
        if self.preformatted:
            first, *others = text.replace("\r", "").split("\n")
            self.line.append(first)
            for other in others:
                self.new_line()
                self.line.append(other)
            return
        text = _BLANKS.sub(" ", text)
        if text[:1] == " " and (not self.line or self.line[-1].endswith(" ")):
            text = text[1:]
        if text:
            self.line.append(text)

    def new_line(self) -> None:
        """A line end somebody wanted: an empty line where nothing stands on it."""
        if not self.end_line():
            self.gap = True

    def end_line(self) -> bool:
        """Finish the line being written; whether there was anything on it."""
        if not self.line:
            return False
        text = "".join(self.line).replace("\xa0", " ").strip()
        self.line.clear()
        if not text:
            return False
        quote = ">" * min(self.quote_depth, MAX_QUOTE_DEPTH)
        if self.gap and self.lines:
            above = self.lines[-1]
            shared = min(len(above) - len(above.lstrip(">")), len(quote))
            self.lines.append(">" * shared)
        self.gap = False
        self.lines.append(f"{quote} {self.prefix}{text}" if quote else f"{self.prefix}{text}")
        self.prefix = ""
        return True

    def text(self) -> str:
        self.end_line()
        return "\n".join(self.lines)

    def _bullet(self) -> None:
        counter = self.counters[-1] if self.counters else 0
        if counter:
            self.counters[-1] += 1
        self.line.append(f"{counter}. " if counter else "* ")

    def _begin_special(self, element: etree._Element, role: Role, preformatted: bool) -> None:
        if role is not Role.PLAIN:
            self.end_line()
        self.open.append((element, role, preformatted))
        self.preformatted += preformatted
        if role is Role.CITED:
            self.gap = True
            self.quote_depth += 1
        elif role is Role.SIGNATURE and self.signature < 0:
            self.signature = len(self.lines)
        elif role in _PREFIXES and not self.quote_depth:
            self.prefix = _PREFIXES[role]

    def _end_special(self, role: Role, preformatted: bool) -> None:
        if role is not Role.PLAIN:
            self.end_line()
        self.preformatted -= preformatted
        if role is Role.CITED:
            self.gap = True
            self.quote_depth -= 1
        elif role is Role.SIGNATURE and not any(other is Role.SIGNATURE for _, other, _ in self.open):
            self._mark_signature()
            self.signature = -1

    def _mark_signature(self) -> None:
        begin, end = self.signature, len(self.lines) - 1
        while begin < end and not self.lines[begin].strip("> "):
            begin += 1
        if self.quote_depth or begin > end or MARKS.search("".join(self.lines[begin : end + 1])):
            return
        self.lines[begin] = SIGNATURE_BEGINS + self.lines[begin]
        self.lines[end] += SIGNATURE_ENDS
