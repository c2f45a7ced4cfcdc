"""What an element of an HTML letter is to a reader: hidden, a quotation, a heading, a signature.

By the names mail programs give their elements, so that the language of a heading does not matter. Names
copied from an earlier message bear a prefix (Outlook's ``x_``, Gmail's ``m_-123``).
"""

from __future__ import annotations

import re
from enum import Enum

from lxml import etree

_MAX_STYLE = 2_000  # characters that are looked at
_MAX_NAMES = 300

_DROPPED = frozenset(
    [
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
        "area",
        "map",
        "audio",
        "video",
        "canvas",
    ]
)
_TELLING = frozenset(["style", "hidden", "id", "class", "data-marker", "type", "cite"])  # attributes
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)(?=.*overflow\s*:\s*hidden)"
    r"|overflow\s*:\s*hidden.{0,200}max-height\s*:\s*0(?:px)?\s*(?:;|!|$)",
    re.DOTALL,
)
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?:\.0+)?\s*(?:px|pt|em|rem|%)?\s*(?:;|!|$)")
_PREFORMATTED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)")
_NO_MARGIN = re.compile(r"margin(?:-bottom|-top)?\s*:\s*0(?!\.[1-9])")
_CLOSE_PARAGRAPH = re.compile(r"\b(?:x_)?(?:msonormal|msoplaintext|msolistparagraph|p\d|msonospacing)\b")
# "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm": Outlook, above From, Sent and To.
_OUTLOOK_RULE = re.compile(r"border-top\s*:\s*solid.{0,60}padding\s*:\s*3(?:\.0)?pt", re.DOTALL)
_DRAWN_LEFT = re.compile(r"border-left(?:-width)?\s*:\s*[^;]{0,40}\b(?:solid|\d\.?\d*p[xt])")

_PREFIX = re.compile(r"^(?:x_|m_-?\d+_?)+", re.IGNORECASE)
_CITED = re.compile(
    r"gmail_quote|protonmail_quote|moz-cite|cite|yahoo|tutanota_quote|front-blockquote"
    r"|ntes-mailmaster-quote|iosymail|spark_quote"
    r"|replyblockquote|zmail|quoted"
)
_REST_IDS = frozenset(
    {
        "divrplyfwdmsg",
        "olk_src_body_section",
        "mail-editor-reference-message-container",
        "zwchr",
        "replysplit",
        "origbody",
    }
)
_REST_CLASSES = frozenset(
    {
        "outlookmessageheader",
        "yahoo_quoted",
        "ms-outlook-mobile-reference-message",
        "zmail_extra",
        "aolreplacedbody",
    }
)
_ATTRIBUTION_NAMES = frozenset(
    {"moz-cite-prefix", "gmail_attr", "reply-intro", "yahoo_quoted_header", "spark_quote_header"}
)
_LIKE_SIGNATURE = re.compile(
    r"(?:^|[-_ ])(?:[a-z]{0,24})signature(?:[-_ ]?(?:block|wrap|wrapper|container|text|user|proton))?(?:$"
    r"|[-_ \d])"
    r"|\bbloop_sign|__sig_p|composer_signature"
)


class Role(Enum):
    """What an element is."""

    PLAIN = ""
    HIDDEN = "hidden"
    CITED = "cited"
    REST_IS_QUOTED = "rest"
    HEADING_FOLLOWS = "heading"
    SIGNATURE = "signature"


def role_of(element: etree._Element) -> Role:
    if element.tag in _DROPPED:
        return Role.HIDDEN
    if _TELLING.isdisjoint(element.keys()):
        return Role.PLAIN
    style = _style(element)
    if element.get("hidden") is not None or (style and _is_hidden(element, style)):
        return Role.HIDDEN
    names = _names(element)
    if element.tag == "blockquote":
        return Role.CITED if _is_cited(element, names, style) else Role.PLAIN
    if style and _OUTLOOK_RULE.search(style):
        return Role.HEADING_FOLLOWS
    return _named_role(element, names) if names or element.get("data-marker") else Role.PLAIN


def is_preformatted(element: etree._Element) -> bool:
    return element.tag in ("pre", "textarea") or _PREFORMATTED.search(_style(element)) is not None


def is_close_paragraph(element: etree._Element) -> bool:
    """A paragraph without a gap below it: the lines of Outlook and Apple Mail."""
    if not element.attrib:
        return False
    return (
        _CLOSE_PARAGRAPH.search((element.get("class") or "")[:_MAX_NAMES].lower()) is not None
        or _NO_MARGIN.search(_style(element)) is not None
    )


def _style(element: etree._Element) -> str:
    style = element.get("style")
    return style[:_MAX_STYLE].lower() if style else ""


def _names(element: etree._Element) -> list[str]:
    joined = f"{element.get('id') or ''} {element.get('class') or ''}"[:_MAX_NAMES].lower()
    return [_PREFIX.sub("", name) for name in joined.split()]


def _is_hidden(element: etree._Element, style: str) -> bool:
    if _HIDDEN.search(style):
        return True
    # Newsletters lay cells out with size 0 and give their content its size back.
    return _NO_SIZE.search(style) is not None and not any(
        "font" in (below.get("style") or "")
        for below in element.iterdescendants()
        if isinstance(below.tag, str)
    )


def _is_cited(element: etree._Element, names: list[str], style: str) -> bool:
    if (element.get("type") or "").lower() == "cite" or element.get("cite") is not None:
        return True
    # Without any of these it may be an indented paragraph of the author's own.
    return any(_CITED.search(name) for name in names) or _DRAWN_LEFT.search(style) is not None


def _named_role(element: etree._Element, names: list[str]) -> Role:
    marker = (element.get("data-marker") or "").lower()
    if marker in ("__headers__", "__divider__") or any(
        name in _REST_IDS or name in _REST_CLASSES for name in names
    ):
        return Role.REST_IS_QUOTED
    if element.tag == "hr":
        return Role.HEADING_FOLLOWS if "stopspelling" in names else Role.PLAIN
    if any(name in _ATTRIBUTION_NAMES for name in names):
        # Gmail gives the heading of a forward the same name, with no quotation after it.
        following = element.getnext()
        if following is not None and following.tag == "br" and not (following.tail or "").strip():
            following = following.getnext()
        return Role.CITED if following is not None and following.tag == "blockquote" else Role.PLAIN
    if marker.startswith("__sig_") or any(
        "sign" in name and _LIKE_SIGNATURE.search(name) and "prefix" not in name for name in names
    ):
        return Role.SIGNATURE
    return Role.PLAIN
