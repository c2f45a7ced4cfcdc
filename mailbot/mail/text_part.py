"""One part that is text, from octets to what a person reads.

Faults: what is wrong with its charset or its label is named as a defect.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.mail.charset import clean_text, decode
from mailbot.mail.files.rtf import is_cut, rtf_to_text
from mailbot.mail.header import parameter
from mailbot.mail.html import html_to_text
from mailbot.mail.message import Zone
from mailbot.mail.passages.quoting import zones

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
RTF_TYPES = frozenset({"text/rtf", "application/rtf", "application/x-rtf", "text/x-rtf"})
ENRICHED_TYPES = frozenset({"text/enriched", "text/richtext"})

_MARKUP = re.compile(r"<(?:[a-zA-Z/!]|\?xml)")
_HTML_BEGIN = re.compile(
    r"\s{0,50}<(?:!doctype\s+html|html|head|body|div|p|table|meta|font|span|style|center)\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_HTML_END = re.compile(r"</(?:html|body|div|p|table|font|span|center)\s{0,10}>\s{0,50}\Z", re.IGNORECASE)
_ENRICHED = re.compile(r"<(/?)([A-Za-z-]{1,60})>")
_ENRICHED_PARAMETER = re.compile(r"<param>[^<]{0,200}</param>", re.IGNORECASE)

# The plain part some programs write beside the HTML they mean.
_STUB = re.compile(
    r"(?:not|n't|cannot|unable to) (?:support|display|show|view|read|see)\b.{0,40}\bhtml"
    r"|\bhtml (?:version|format|e-?mail|message|compatible)"
    r"|view (?:this|it|the) (?:e-?mail|message) (?:in|online|with)|in html format|this is an html",
    re.IGNORECASE,
)
_MAX_STUB = 400  # characters
_MAX_STANDING = 1_500  # characters of a text that may be standing words alone
_STANDING = (Zone.SIGNATURE, Zone.DISCLAIMER)
_PICTURE = re.compile(r"\[(?:cid|image):[^\]\n]{0,300}\]", re.IGNORECASE)
_SUSPICIOUSLY_SHORT = 40  # characters of plain text beside an HTML part


@dataclass(slots=True)
class Text:
    """A text chosen for reading; HTML is laid out only when it is wanted."""

    content: str
    html: bool = False
    laid_out: str | None = None

    def plain(self) -> str:
        if not self.html:
            return self.content
        if self.laid_out is None:
            self.laid_out = html_to_text(self.content)
        return self.laid_out


def read_text(data: bytes, content_type: str, declared: str, defects: list[str]) -> Text:
    """``declared`` is the whole Content-Type field."""
    if content_type in RTF_TYPES:
        content, is_html = rtf_to_text(data)
        if is_cut(data, content):
            defects.append("more text than is read")
        return Text(clean_text(content), html=is_html)
    content, defect = decode(data, parameter(declared, "charset"))
    if defect:
        defects.append(defect)
    content = clean_text(content)
    if content_type in HTML_TYPES:
        # Some programs label as HTML what they forgot to mark up; its lines are all it has.
        return Text(content, html=_MARKUP.search(content) is not None or "&" in content)
    if content_type in ENRICHED_TYPES:
        return Text(_without_enrichment(content))
    if content_type == "text/plain" and looks_like_html(content):
        return Text(content, html=True)
    if parameter(declared, "format").lower() == "flowed":
        content = unflow(content, delete_space=parameter(declared, "delsp").lower() == "yes")
    return Text(content)


def with_words(texts: list[Text], spare: list[Text]) -> list[Text]:
    """The texts of a body, or what is there instead where a reader would see nothing."""
    if not spare:
        return texts
    words = _words(texts)
    if not words:
        return [*spare, *texts]
    if len(words) > _MAX_STANDING or any(passage.zone not in _STANDING for passage in zones(words)):
        return texts
    # A gateway's disclaimer or a device's line is no letter: the letter is what stands beside it.
    return [*spare, *texts] if count_new_words(spare) else texts


def _words(texts: list[Text]) -> str:
    return _PICTURE.sub("", "\n".join(text.plain() for text in texts)).strip()


def count_new_words(texts: list[Text]) -> int:
    """How many words of these are an author's own."""
    return sum(
        sum(any(map(str.isalnum, word)) for word in passage.text.split())
        for passage in zones(_words(texts))
        if passage.zone is Zone.NEW
    )


def the_better_page(earlier: list[Text], later: list[Text]) -> list[Text]:
    """Of two alternatives the later is the better one (RFC 2046 section 5.1.4), if it is no mere footer."""
    if not earlier or count_new_words(later) >= count_new_words(earlier):
        return later
    return earlier


def says_only_html(plain: list[Text], html: list[Text]) -> bool:
    """Whether the plain one of two alternatives is only a notice that there is another."""
    words = "\n".join(text.content for text in plain).strip()
    if not words:
        return True
    if len(words) <= _MAX_STANDING and not count_new_words(plain):
        return count_new_words(html) > 0
    if len(words) > _MAX_STUB or (len(words) > _SUSPICIOUSLY_SHORT and _STUB.search(words) is None):
        return False
    laid_out = "\n".join(text.plain() for text in html).strip()
    return len(laid_out) > 3 * len(words) or (_STUB.search(words) is not None and bool(laid_out))


def looks_like_html(content: str) -> bool:
    """Whether what is labelled plain text is a page of HTML."""
    begin = _HTML_BEGIN.match(content)
    if begin is None:
        return False
    return (
        "<html" in begin[0].lower() or "doctype" in begin[0].lower() or bool(_HTML_END.search(content[-400:]))
    )


def _without_enrichment(content: str) -> str:
    """The words of text/enriched (RFC 1896) and of text/richtext (RFC 1341 section 7.1.3)."""
    content = _ENRICHED_PARAMETER.sub("", content).replace("<<", "\ue003")
    content = _ENRICHED.sub(lambda tag: "\n" if tag[2].lower() in ("nl", "paragraph") else "", content)
    return content.replace("\ue003", "<")


# --- format=flowed (RFC 3676) ---------------------------------------------------------------------------


def unflow(text: str, *, delete_space: bool) -> str:
    """Join the lines a mail program broke; quotation depth and the signature line stay."""
    paragraphs: list[list[str]] = []
    open_depth = -1  # the quotation depth of a paragraph that goes on, or -1
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        is_signature = content == "-- "
        flows = content.endswith(" ") and not is_signature
        if flows and delete_space:
            content = content[:-1]
        if open_depth == depth and not is_signature:
            paragraphs[-1].append(content)
        else:
            paragraphs.append([f"{'>' * depth} " if depth else "", content])
        open_depth = depth if flows else -1
    return "\n".join("".join(pieces) for pieces in paragraphs)


# --- OpenPGP in the text (RFC 9580 section 7) -------------------------------------------------------------

_ENCRYPTED = "-----BEGIN PGP MESSAGE-----"
PGP_BLOCK = re.compile(r"^-----BEGIN PGP MESSAGE-----.*?(?:^-----END PGP MESSAGE-----|\Z)", re.M | re.S)
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_SIGNATURE_END = "-----END PGP SIGNATURE-----"


def is_pgp_encrypted(text: str) -> bool:
    """Whether a line of it begins an encrypted block."""
    return text.startswith(_ENCRYPTED) or f"\n{_ENCRYPTED}" in text


def without_clear_signature(text: str) -> str:
    """The words that were signed, without the armour around them; nothing is verified."""
    if _SIGNED not in text:
        return text
    kept: list[str] = []
    state = ""  # "header", "signed", "signature", or "" outside
    for line in text.split("\n"):
        stripped = line.rstrip()
        if stripped == _SIGNED:
            state = "header"
        elif state == "header":
            state = "" if not stripped else "header"
            state = state or "signed"
        elif state == "signed" and stripped == _SIGNATURE:
            state = "signature"
        elif state == "signature":
            state = "" if stripped == _SIGNATURE_END else state
        else:
            kept.append(line.removeprefix("- ") if state == "signed" else line)
    return "\n".join(kept)
