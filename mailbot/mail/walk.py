"""Walks the parts of a message once, in its order: which are its text, which are files, what is enclosed.

Nothing is fetched or put together again (message/external-body, message/partial), no archive is opened.

Faults: a part that cannot be read is named as a defect and listed as an attachment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message

from mailbot.mail import limits
from mailbot.mail.boundary import ambiguities, mended, parts_without_boundary, undeclared_parts
from mailbot.mail.charset import clean_text, decode
from mailbot.mail.files import file_types
from mailbot.mail.files.attached import Attached
from mailbot.mail.files.cms import is_signed_data
from mailbot.mail.files.enclosed import (
    ENCODED,
    decoded_message,
    is_message_file,
    saved_message,
    signed_message,
    tnef_message,
)
from mailbot.mail.files.inline_files import cut_files
from mailbot.mail.header import main_value, parameter
from mailbot.mail.part import (
    MAX_FILENAME,
    Part,
    children,
    filename_of,
    flat,
    heading_of,
    octets_of,
    type_of,
    value_of,
)
from mailbot.mail.text_part import (
    ENRICHED_TYPES,
    HTML_TYPES,
    RTF_TYPES,
    Text,
    count_new_words,
    read_text,
    says_only_html,
    the_better_page,
    with_words,
)

_BODY_TYPES = frozenset({"text/plain", "text/markdown", *HTML_TYPES, *RTF_TYPES, *ENRICHED_TYPES})
_CMS_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_READABLE = frozenset({file_types.PLAIN, file_types.HTML, file_types.RTF, file_types.MESSAGE})
_FOR_OLD_PROGRAMS = re.compile(r"\bMIME\b|multi-?part|\[skipped\]", re.IGNORECASE)
_WORTH_READING = 1_024  # octets of a budget


@dataclass(slots=True)
class Enclosed:
    """A message within the message, and its own texts."""

    message: Part
    texts: list[Text]


@dataclass(slots=True)
class Walk:
    """What one pass over the parts found. ``attached_in``: how many messages this one is enclosed in.

    What is not the message's own words is read after them, or from a budget of its own, so that nothing
    attached costs a message its words.
    """

    attached: Attached
    text_budget: int = limits.MAX_BODY_TEXT
    aside_budget: int = limits.MAX_BODY_TEXT  # of text that is the body only where there is no other
    enclosed_budget: int = limits.MAX_BODY_TEXT
    attached_in: int = 0
    is_report: bool = False
    encrypted: bool = False
    spare: list[Text] = field(default_factory=list)  # text that is the body where there is no other
    enclosed: list[Enclosed] = field(default_factory=list)
    waiting: list[Part] = field(default_factory=list)  # messages within, not yet read
    is_aside: bool = False

    @property
    def defects(self) -> list[str]:
        return self.attached.defects

    def read(self, part: Part, depth: int) -> list[Text]:
        """The texts of the body within a part; everything else is put on the list of attachments."""
        self.attached.parts -= 1
        if self.attached.parts > 0:
            part = mended(part)
        content_type = type_of(part)
        if depth > limits.MAX_DEPTH:
            self.defects.append("parts nested too deep were not read")
            return []
        self.defects.extend(ambiguities(part))
        payload = children(part)
        if payload is None:
            payload = self._lost_parts(part, content_type, depth)
        if payload is None:
            return self._leaf(part, content_type, depth)
        if content_type != "multipart/encrypted":
            self._outside(part)
        if content_type == "multipart/alternative":
            return self._alternative(payload, depth)
        if content_type.startswith("message/"):
            self._message(part, content_type, payload)
            return []
        if content_type == "multipart/encrypted":  # RFC 1847 section 2.2
            self.encrypted = True
            self.spare.extend(text for inner in payload for text in self.read(inner, depth + 1))
            return []
        if content_type == "multipart/related":
            return self._related(payload, parameter(value_of(part, "content-type"), "start"), depth)
        return [text for inner in payload for text in self.read(inner, depth + 1)]

    def _lost_parts(self, part: Part, content_type: str, depth: int) -> list[Part] | None:
        """The parts of what the standard library could not divide."""
        payload = part.get_payload()
        if not isinstance(payload, str) or not payload or self.attached.parts <= 0:
            return None
        if content_type.startswith("multipart/"):
            if main_value(value_of(part, "content-transfer-encoding")) in ENCODED:
                payload = octets_of(part, self.defects).decode("latin-1")
            found = parts_without_boundary(payload)
        elif not value_of(part, "content-type") and depth == 0:
            found = undeclared_parts(payload)
        else:
            return None
        if found:
            self.defects.append("parts without their boundary")
        return found

    def _outside(self, part: Part) -> None:
        """Words before the first delimiter or after the last: not of the message (RFC 2046 section 5.1.1),
        but where it has no others a program put them in the wrong place."""
        for words in (part.preamble, part.epilogue):
            if isinstance(words, str) and words.strip() and not _FOR_OLD_PROGRAMS.search(words[:500]):
                text, _ = decode(words[: limits.MAX_ATTACHMENT_TEXT].encode("latin-1", "replace"))
                self.spare.append(Text(clean_text(text)))

    def _related(self, parts: list[Part], start: str, depth: int) -> list[Text]:
        """The root is named by its Content-ID or is the first (RFC 2387 section 3.2)."""
        root = next((part for part in parts if start and value_of(part, "content-id") == start), None)
        ordered = parts if root is None else [root, *(part for part in parts if part is not root)]
        texts: list[Text] = []
        for part in ordered:
            if texts and children(part) is None and type_of(part).startswith("text/"):
                self._attach(part, type_of(part), octets_of(part, self.defects))
            else:
                texts.extend(self.read(part, depth + 1))
        return texts

    def _alternative(self, parts: list[Part], depth: int) -> list[Text]:
        plain: list[Text] = []
        html: list[Text] = []
        for part in parts:
            texts = self.read(part, depth + 1)
            if any(text.html for text in texts):
                html = the_better_page(html, texts)
            elif not "".join(text.content for text in plain).strip():
                plain = texts
        if not plain or not html:
            return plain or html
        return html if says_only_html(plain, html) else plain

    # --- leaves -----------------------------------------------------------------------------------------

    def _leaf(self, part: Part, content_type: str, depth: int) -> list[Text]:
        data = octets_of(part, self.defects)
        if content_type in _CMS_TYPES:
            return self._cms(part, content_type, data, depth)
        if content_type in _TNEF_TYPES or data.startswith(b"\x78\x9f\x3e\x22"):
            self._tnef(part, content_type, data, depth)
            return []
        is_body = content_type in _BODY_TYPES or content_type.startswith("multipart/")
        disposition = main_value(value_of(part, "content-disposition"))
        if is_body and disposition != "attachment" and not filename_of(part):
            return [self._text(part, content_type, data)]
        if is_body and (disposition != "attachment" or depth == 0) and _is_text(data):
            with self._aside():
                self.spare.append(self._text(part, content_type, data))
        if content_type == "message/rfc822" or (
            not self.is_report and is_message_file(part, content_type, data)
        ):
            self._message_file(part, content_type, data)
        else:
            self._attach(part, content_type, data)
        return []

    def _text(self, part: Part, content_type: str, data: bytes) -> Text:
        most = self.text_budget * 3 // 4  # something is left for the parts after it
        if len(data) > most:
            self.defects.append("more text than is read")
            data = data[:most]
        self.text_budget -= len(data)
        data, files = cut_files(data)
        for file in files:
            shell = Message()
            name = decode(file.name)[0]
            self.attached.add(shell, file_types.UNKNOWN, file.data, name=name, readable=not self.is_report)
        return read_text(data, content_type, value_of(part, "content-type"), self.defects)

    def _attach(self, part: Part, content_type: str, data: bytes) -> None:
        self.attached.add(part, content_type, data, readable=not self.is_report)

    def _cms(self, part: Part, content_type: str, data: bytes, depth: int) -> list[Text]:
        """S/MIME: enveloped is not for us; signed has the message inside (RFC 8551 section 3)."""
        self._attach(part, content_type, data)
        if not is_signed_data(data):
            if parameter(value_of(part, "content-type"), "smime-type").lower() != "certs-only":
                self.encrypted = True
            return []
        inner = signed_message(data) if self._may_open() else None
        if inner is None:
            self.defects.append("a signed message whose text cannot be read")
            self.encrypted = True
            return []
        self.defects.append("the text is within a signature, which was not checked")
        return self.read(inner, depth + 1)

    def _tnef(self, part: Part, content_type: str, data: bytes, depth: int) -> None:
        self.attached.add(part, content_type, data, readable=False)
        message = tnef_message(data) if not self.is_report and self._may_open() else None
        if message is None:
            self.defects.append("a TNEF part that was not read")
            return
        with self._aside():
            self.spare.extend(self.read(message, depth + 1))

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Text is read from the budget of what is the body only where there is no other."""
        if self.is_aside:
            yield
            return
        own, self.text_budget, self.is_aside = self.text_budget, self.aside_budget, True
        yield
        self.aside_budget, self.text_budget, self.is_aside = self.text_budget, own, False

    def _may_open(self) -> bool:
        if not self.attached.opens:
            self.defects.append("what is enclosed was not opened")
        elif self.attached.parts <= 0:
            self.defects.append("more parts than are read")
        return self.attached.opens and self.attached.parts > 0

    # --- messages ---------------------------------------------------------------------------------------

    def _message(self, part: Part, content_type: str, payload: list[Part]) -> None:
        if content_type == "message/partial":  # RFC 2046 section 5.2.2
            self.defects.append("a piece of a message that was sent in pieces")
        elif content_type == "message/external-body":  # RFC 2046 section 5.2.3
            self.defects.append("a part that is kept elsewhere was not fetched")
        if content_type not in ("message/rfc822", "message/global", "message/news") or not payload:
            self.attached.add(part, content_type, flat(part), readable=False)
            return
        message = payload[0]
        if self.attached.parts > 0:
            message = mended(decoded_message(part, message, self.defects))
        name = "" if filename_of(part) else heading_of(message, "subject")[:MAX_FILENAME]
        self.attached.add(part, "message/rfc822", flat(message), name=name, readable=False)
        self._enclose(message)

    def _message_file(self, part: Part, content_type: str, data: bytes) -> None:
        """A saved message, attached as a file."""
        self.attached.add(part, content_type, data, readable=False)
        message = saved_message(data) if self._may_open() else None
        if message is None:
            self.defects.append("an attached message that could not be read")
        else:
            self._enclose(message)

    def _enclose(self, message: Part) -> None:
        if self.is_report:
            return  # what a server returns is a letter of ours
        self.waiting.append(message)

    def read_enclosed(self) -> None:
        """The messages within, after the words of the message itself."""
        for message in self.waiting:
            if self.attached_in >= limits.MAX_ATTACHED_MESSAGES or self.enclosed_budget < _WORTH_READING:
                self.defects.append("a message within messages that was not read")
            elif self._may_open():
                self._read_within(message)

    def _read_within(self, message: Part) -> None:
        inner = Walk(self.attached, self.enclosed_budget, self.aside_budget, 0, self.attached_in + 1)
        texts = inner.read(message, 0)
        self.enclosed.append(Enclosed(message, with_words(texts, inner.spare)))
        inner.enclosed_budget = inner.text_budget
        inner.read_enclosed()
        self.enclosed_budget, self.aside_budget = inner.enclosed_budget, inner.aside_budget
        self.enclosed.extend(inner.enclosed)
        if inner.encrypted and count_new_words(texts):
            self.defects.append("an encrypted part was not read")
        else:
            self.encrypted = self.encrypted or inner.encrypted


def _is_text(data: bytes) -> bool:
    return file_types.real_type(data) in _READABLE
