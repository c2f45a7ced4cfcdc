"""The body of a message: the text a person would read, and the list of everything that is not body.

Of a multipart/alternative the plain text is read, unless it is empty or only says that there is HTML.
Nothing is fetched, unpacked or put together again (message/external-body, archives, message/partial).

Faults: a part that cannot be decoded is named as a defect and listed as an attachment.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from mailbot.mail import limits
from mailbot.mail.charset import clean_line, clean_text, decode, decode_words
from mailbot.mail.header import main_value, parameter
from mailbot.mail.html import html_to_text
from mailbot.mail.message import Attachment, Passage, Zone
from mailbot.mail.part import MAX_FILENAME, Part, children, filename_of, flat, octets_of, type_of, value_of
from mailbot.mail.quoting import zones

# The plain part some programs write beside the HTML they mean.
_STUB = re.compile(
    r"(?:not|n't|cannot|unable to) (?:support|display|show|view|read|see)\b.{0,40}\bhtml"
    r"|\bhtml (?:version|format|e-?mail|message|compatible)"
    r"|view (?:this|it|the) (?:e-?mail|message) (?:in|online|with)|in html format|this is an html",
    re.IGNORECASE,
)
_MAX_STUB = 400  # characters
_SUSPICIOUSLY_SHORT = 40  # characters of plain text beside an HTML part
_PGP = "-----BEGIN PGP MESSAGE-----"


@dataclass(slots=True)
class _Text:
    """A text part chosen for reading; HTML is laid out only when it is wanted."""

    content: str
    html: bool = False

    def plain(self) -> str:
        return html_to_text(self.content) if self.html else self.content


@dataclass(slots=True)
class Body:
    """What reading the parts gave."""

    passages: tuple[Passage, ...] = ()
    attachments: list[Attachment] = field(default_factory=list)
    encrypted: bool = False
    defects: list[str] = field(default_factory=list)


def read_body(root: Part, *, subject: str, is_report: bool) -> Body:
    reader = _Reader(is_report)
    texts = reader.read(root, depth=0)
    passages: list[Passage] = []
    within: Zone | None = None
    for text in texts:
        plain = text.plain()
        if _PGP in plain:
            reader.body.encrypted = True
        divided = zones(plain, subject=subject, within=within)
        within = Zone.FORWARDED if divided and divided[-1].zone is Zone.FORWARDED else None
        passages.extend(divided)
    reader.body.passages = (*passages, *reader.forwarded)
    return reader.body


class _Reader:
    """Walks the parts once, in the order of the message."""

    def __init__(self, is_report: bool, *, attached_in: int = 0) -> None:
        self.body = Body()
        self.forwarded: list[Passage] = []
        self.is_report = is_report
        self.attached_in = attached_in  # how many messages this one is attached within
        self.budget = limits.MAX_BODY_TEXT

    def read(self, part: Part, depth: int) -> list[_Text]:
        """The texts of the body within a part; everything else is put on the list of attachments."""
        content_type = type_of(part)
        payload = children(part)
        if depth > limits.MAX_DEPTH:
            self.body.defects.append("parts nested too deep were not read")
            return []
        if payload is None:
            return self._leaf(part, content_type)
        if content_type == "multipart/alternative":
            return self._alternative(payload, depth)
        if content_type.startswith("multipart/"):
            if content_type == "multipart/encrypted":  # RFC 1847 section 2.2
                self.body.encrypted = True
            return self._several(payload, depth, related=content_type == "multipart/related")
        if content_type == "message/rfc822" or not content_type.startswith("message/"):
            self._attached_message(part, payload)
        else:
            self._attach_digest(part, content_type, flat(part))
        return []

    def _several(self, parts: list[Part], depth: int, *, related: bool) -> list[_Text]:
        texts: list[_Text] = []
        for part in parts:
            if related and texts and type_of(part).startswith("text/"):
                self._attach(part, type_of(part))
            else:
                texts.extend(self.read(part, depth + 1))
        return texts

    def _alternative(self, parts: list[Part], depth: int) -> list[_Text]:
        plain: list[_Text] = []
        html: list[_Text] = []
        for part in parts:
            texts = self.read(part, depth + 1)
            if not any(text.html for text in texts):
                plain = plain or texts
            else:
                html = texts
        if not plain or not html:
            return plain or html
        return html if _is_stub("\n".join(text.content for text in plain), html) else plain

    def _leaf(self, part: Part, content_type: str) -> list[_Text]:
        if content_type in ("application/pkcs7-mime", "application/x-pkcs7-mime"):  # RFC 8551 section 3.2
            self.body.encrypted = True
        disposition = main_value(value_of(part, "content-disposition"))
        wanted = content_type in ("text/plain", "text/html") or content_type.startswith("multipart/")
        if not wanted or disposition == "attachment" or filename_of(part):
            if content_type == "message/rfc822":
                self.body.defects.append("an attached message that could not be read")
            self._attach(part, content_type)
            return []
        return [self._text(part, content_type)]

    def _text(self, part: Part, content_type: str) -> _Text:
        data = octets_of(part, self.body.defects)
        if len(data) > self.budget:
            self.body.defects.append("more text than is read")
            data = data[: self.budget]
        self.budget -= len(data)
        declared = value_of(part, "content-type")
        text, defect = decode(data, parameter(declared, "charset"))
        if defect:
            self.body.defects.append(defect)
        text = clean_text(text)
        if content_type == "text/html" or _is_unlabelled_html(part, text):
            return _Text(text, html=True)
        if parameter(declared, "format").lower() == "flowed":
            text = unflow(text, delete_space=parameter(declared, "delsp").lower() == "yes")
        return _Text(text)

    def _attach(self, part: Part, content_type: str) -> None:
        data = octets_of(part, self.body.defects)
        text = ""
        if content_type.startswith("text/") and self.budget > 0:
            size = min(self.budget, 4 * limits.MAX_ATTACHMENT_TEXT)
            text = clean_text(decode(data[:size], parameter(value_of(part, "content-type"), "charset"))[0])
            self.budget -= min(size, len(data))
            text = html_to_text(text) if content_type == "text/html" else text
        self._attach_digest(part, content_type, data, text[: limits.MAX_ATTACHMENT_TEXT])

    def _attach_digest(
        self, part: Part, content_type: str, data: bytes, text: str = "", name: str = ""
    ) -> None:
        self.body.attachments.append(
            Attachment(
                filename=filename_of(part) or name,
                content_type=content_type,
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                text=text,
                inline=main_value(value_of(part, "content-disposition")) == "inline"
                or value_of(part, "content-id") != "",
            )
        )

    def _attached_message(self, part: Part, payload: list[Part]) -> None:
        """Its words are FORWARDED passages, its attachments are listed as if they were this message's."""
        for message in payload[:1]:
            headings = [
                (name, clean_line(decode_words(value_of(message, name.lower())))) for name in _HEADINGS
            ]
            self._attach_digest(
                part, "message/rfc822", flat(message), name=dict(headings)["Subject"][:MAX_FILENAME]
            )
            if self.is_report or self.attached_in >= limits.MAX_ATTACHED_MESSAGES or self.budget <= 0:
                continue
            reader = _Reader(is_report=False, attached_in=self.attached_in + 1)
            reader.budget = self.budget
            texts = [text.plain() for text in reader.read(message, depth=0)]
            self.budget = reader.budget
            heading = [f"{name}: {value}" for name, value in headings if value]
            text = "\n".join([*heading, "", *texts]).strip()
            if text:
                self.forwarded.append(Passage(Zone.FORWARDED, text))
            self.forwarded.extend(reader.forwarded)
            self.body.attachments.extend(reader.body.attachments)
            self.body.defects.extend(reader.body.defects)
            self.body.encrypted = self.body.encrypted or reader.body.encrypted


_HEADINGS = ("From", "Date", "To", "Subject")


def _is_stub(plain: str, html: list[_Text]) -> bool:
    words = plain.strip()
    if not words:
        return True
    if len(words) > _MAX_STUB or (len(words) > _SUSPICIOUSLY_SHORT and _STUB.search(words) is None):
        return False
    laid_out = "\n".join(text.plain() for text in html).strip()
    return len(laid_out) > 3 * len(words) or (_STUB.search(words) is not None and bool(laid_out))


def _is_unlabelled_html(part: Part, text: str) -> bool:
    return (
        text[:200].lstrip().lower().startswith(("<!doctype html", "<html")) and type_of(part) == "text/plain"
    )


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
