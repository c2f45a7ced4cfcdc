"""HTML to text: lxml reads it, inscriptis lays it out.

Before the layout the tree is cut down to what can be read: what is hidden goes, quotations get the ">" that
plain text has, tables become lines. Inline tags join, so ``<b>1234</b>5678`` stays one number.

Faults: markup too deep or too damaged for the layout loses its tags one by one instead; nothing raises on
any input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import lxml.html
from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml import etree

from mailbot.mail.charset import clean_text

MAX_HTML = 2 * 1024 * 1024  # characters; libxml2 needs 160 MB for as many of the worst
MAX_DEPTH = 120  # inscriptis recurses once a level
MAX_ELEMENTS = 40_000  # beyond, the layout takes seconds
MAX_LIST_DEPTH = 6  # each level indents every line

# From here on the rest of the body is another message, whatever language its heading is in.
REST_IS_QUOTED = "\ue002"
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKS = re.compile("[\ue000-\ue002]")

_DROPPED = frozenset(
    {
        "head",
        "script",
        "style",
        "title",
        "noscript",
        "template",
        "iframe",
        "object",
        "svg",
        "math",
        "link",
        "meta",
    }
)
_TO_BLOCK = frozenset(
    {"table", "tbody", "thead", "tfoot", "tr", "caption", "center", "form", "fieldset", "dl", "dt", "dd"}
)
_TO_INLINE = frozenset({"td", "th"})
_LISTS = frozenset({"ul", "ol"})
# The elements in which mail programs put the heading of the message replied to or forwarded.
_REPLY_HEADINGS = frozenset(
    {"divRplyFwdMsg", "OLK_SRC_BODY_SECTION", "mail-editor-reference-message-container"}
)
_CITED = re.compile(r"gmail_quote(?!_)|protonmail_quote|moz-cite-prefix|cite")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_PREFORMATTED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)")

_CONFIG = ParserConfig(css=STRICT_CSS_PROFILE)


def html_to_text(html: str) -> str:
    """The readable text; quoted lines begin with ">"."""
    html = _MARKS.sub("", html.replace("\x00", ""))[:MAX_HTML]
    if not html.strip():
        return ""
    tree = _tree(html)
    if tree is None:
        return tidy(stripped(html))
    deepest, elements = _prepare(tree)
    if deepest > MAX_DEPTH or elements > MAX_ELEMENTS:
        return tidy(_quote_lines("".join(_walk(tree))))
    return tidy(_quote_lines(Inscriptis(tree, _CONFIG).get_text()))


def _tree(html: str) -> lxml.html.HtmlElement | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    # libxml2 stops at a depth of its own and loses the rest without an exception.
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        return None
    return tree


def _prepare(tree: lxml.html.HtmlElement) -> tuple[int, int]:
    """Cut down and mark the tree in place; return its depth and the number of its elements."""
    deepest = elements = 0
    depth = lists = 0
    removed: list[lxml.html.HtmlElement] = []
    cited: list[lxml.html.HtmlElement] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "end":
            depth -= 1
            lists -= element.get("mailbot-list") is not None
            continue
        depth += 1
        elements += 1
        deepest = max(deepest, depth)
        if _is_hidden(element):
            removed.append(element)
        elif element.tag in _LISTS:
            lists += 1
            element.set("mailbot-list", "")
            if lists > MAX_LIST_DEPTH:
                element.tag = "div"
        else:
            _simplify(element, cited)
    for element in removed:
        _remove(element)
    for element in cited:
        # Only now: the walk takes such characters out of the sender's text.
        etree.SubElement(element, "span").text = _CLOSE
    return deepest, elements


def _is_hidden(element: lxml.html.HtmlElement) -> bool:
    if element.tag in _DROPPED:
        return True
    style = element.get("style")
    return element.get("hidden") is not None or (
        style is not None and bool(_HIDDEN.search(style.lower()[:2000]))
    )


def _simplify(element: lxml.html.HtmlElement, cited: list[lxml.html.HtmlElement]) -> None:
    style = element.attrib.pop("style", None)
    if style is not None and _PREFORMATTED.search(style.lower()[:2000]):
        element.set("style", "white-space: pre")
    for name in ("text", "tail"):
        text = getattr(element, name)
        if text and _MARKS.search(text):
            setattr(element, name, _MARKS.sub("", text))
    if element.tag in _TO_BLOCK:
        element.tag = "div"
    elif element.tag in _TO_INLINE:
        element.tag = "span"
        element.tail = " " + (element.tail or "")
    if element.get("id") in _REPLY_HEADINGS:
        element.text = f"{REST_IS_QUOTED} {element.text or ''}"
    elif _is_cited(element):
        element.tag = "blockquote"
        element.text = _OPEN + (element.text or "")
        cited.append(element)


def _is_cited(element: lxml.html.HtmlElement) -> bool:
    if element.tag == "blockquote":
        if (element.get("type") or "").lower() == "cite" or element.get("cite") is not None:
            return True
        # Without either it may be an indented paragraph of the author's own.
        return bool(_CITED.search(element.get("class") or ""))
    return element.tag == "div" and "moz-cite-prefix" in (element.get("class") or "")


def _remove(element: lxml.html.HtmlElement) -> None:
    """Drop an element, and keep the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _walk(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """The text of a tree too deep for the layout."""
    block = {"div", "p", "br", "li", "blockquote", "h1", "h2", "h3", "h4", "pre"}
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element.tag in block:
            yield "\n"
        yield " ".join(((element.text if event == "start" else element.tail) or "").split("\n"))


_TAG = re.compile(r"<[^<>]*>")
_LINE_TAG = re.compile(r"<(?:/?(?:p|div|tr|li|h[1-6])|br)\b[^<>]*>", re.IGNORECASE)


def stripped(html: str) -> str:
    """Tags taken out one by one, for markup no parser takes."""
    return unescape(_TAG.sub("", _LINE_TAG.sub("\n", html)))


def _quote_lines(text: str) -> str:
    """Turn the marks of cited elements into ">" at the head of their lines."""
    if _OPEN not in text:
        return text
    lines: list[str] = []
    depth = 0
    for line in text.split("\n"):
        opened, closed = line.count(_OPEN), line.count(_CLOSE)
        level = min(depth + opened, 20)
        line = _MARKS.sub(lambda mark: mark[0] if mark[0] == REST_IS_QUOTED else "", line)
        if level:
            if line.strip() or not (opened or closed):
                lines.append(f"{'>' * level} {line.strip()}".rstrip())
        else:
            lines.append(line)
        depth = max(0, depth + opened - closed)
    return "\n".join(lines)


def tidy(text: str) -> str:
    """Trailing blanks and runs of empty lines of a laid-out page say nothing."""
    lines: list[str] = []
    for line in clean_text(text).replace("\xa0", " ").split("\n"):
        line = line.strip() if not line.startswith(">") else line.rstrip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n")
