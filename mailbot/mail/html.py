"""HTML to text: lxml reads it, `html_layout` lays it out as a person would read it.

What is hidden is left out, quotations get the ">" that plain text has, tables become lines.

Faults: markup too deep or too damaged for the parser loses its tags one by one instead; nothing raises on
any input.
"""

from __future__ import annotations

import re
from html import unescape

from lxml import etree

from mailbot.mail.charset import clean_text
from mailbot.mail.html_layout import MARKS, lay_out

MAX_HTML = 2 * 1024 * 1024  # characters; libxml2 needs 160 MB for as many of the worst

# What only this room writes into a text, and what preheaders are padded with.
_PRIVATE = re.compile("[\ue000-\ue00f\x00\u034f\u180e]")
# Joiners matter between letters of some scripts and within pictures, never within a number.
_JOINERS = re.compile("(?<=[0-9A-Za-z ])[\u200c\u200d]+|[\u200c\u200d]+(?=[0-9A-Za-z ])")


def html_to_text(html: str, *, marks: bool = True) -> str:
    """The readable text; quoted lines begin with ">". ``marks`` keeps what `quoting` reads of the elements of
    mail programs; whoever shows or searches the text itself leaves them out."""
    html = _PRIVATE.sub("", html[:MAX_HTML])
    if not html.strip():
        return ""
    tree = _tree(html)
    text = tidy(stripped(html) if tree is None else lay_out(tree))
    return text if marks else MARKS.sub("", text)


def _tree(html: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree: etree._Element | None = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    # libxml2 stops at a depth of its own and loses the rest without an exception.
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        return None
    return tree


_TAG = re.compile(r"<[^<>]*>")
_LINE_TAG = re.compile(r"<(?:/?(?:p|div|tr|li|h[1-6])|br)\b[^<>]*>", re.IGNORECASE)


def stripped(html: str) -> str:
    """Tags taken out one by one, for markup no parser takes."""
    return unescape(_TAG.sub("", _LINE_TAG.sub("\n", html)))


def tidy(text: str) -> str:
    """Trailing blanks and runs of empty lines of a laid-out page say nothing."""
    lines: list[str] = []
    text = clean_text(text)
    if "\u200c" in text or "\u200d" in text:
        text = _JOINERS.sub("", text)
    for line in text.replace("\xa0", " ").split("\n"):
        line = line.strip() if not line.startswith(">") else line.rstrip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n")
