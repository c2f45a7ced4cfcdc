"""The words of an attached file, whatever it is: PDF, Word, OpenDocument, RTF, HTML, plain text.

A complaint is often a letter attached to an empty message, so what can be read is read; but a document must
never cost the message its body. What a document may cost is counted (octets, pages, characters), what a
message's documents may cost together is in `Budget`.

Faults: whatever a library raises on a damaged document becomes a reason; nothing raises out of here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.mail.charset import clean_text, decode
from mailbot.mail.files import file_types
from mailbot.mail.files.office import office_text
from mailbot.mail.files.pdf import pdf_text
from mailbot.mail.files.rtf import is_cut, rtf_to_text
from mailbot.mail.files.word97 import word97_text
from mailbot.mail.html import html_to_text
from mailbot.mail.limits import MAX_ATTACHMENT_TEXT

NO_TEXT = "there is no text in it"  # perhaps pictures of text
CUT = "only its beginning was read"
MAX_DOCUMENTS = 10  # of one message: a bundle of scans must not cost ten times a letter
MAX_OCTETS = 20 * 1024 * 1024  # of all documents of one message
MAX_TEXT = 256 * 1024  # characters of all documents of one message
_MAX_PLAIN = 4 * MAX_ATTACHMENT_TEXT  # octets of a text file that are decoded

_OFFICE = frozenset({file_types.DOCX, file_types.ODT, file_types.XLSX, file_types.PPTX})
_LAID_OUT = frozenset({file_types.PDF, file_types.RTF, file_types.DOC, *_OFFICE})
_TEXTUAL = frozenset({file_types.PLAIN, file_types.HTML, file_types.CALENDAR, file_types.CONTACT_CARD})
_CUT_BY_THEMSELVES = frozenset({file_types.PDF, file_types.DOC, *_OFFICE})  # at the same length
_UNREAD = frozenset({"application/vnd.ms-excel", "application/vnd.ms-powerpoint"})
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # a stream's name (MS-OFFCRYPTO section 1.3.2)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*\n")


@dataclass(slots=True)
class Budget:
    """What is left for the documents of one message. ``documents`` of 0: none is read."""

    documents: int = MAX_DOCUMENTS
    octets: int = MAX_OCTETS
    text: int = MAX_TEXT
    why: str = "the message has more to read than is read"  # what is said of those it is not enough for


def read_document(data: bytes, real_type: str, charset: str, budget: Budget) -> tuple[str, str]:
    """The words of a file and why there are no more; both "" for what has no words, such as a picture."""
    if real_type == file_types.OLE and _ENCRYPTED_PACKAGE in data:
        return "", "it is encrypted"
    if real_type not in _LAID_OUT | _TEXTUAL:
        return "", "it is in an old format that is not read" if real_type in _UNREAD else ""
    if budget.documents <= 0 or budget.octets < len(data) or budget.text <= 0:
        return "", budget.why
    budget.documents -= real_type in _LAID_OUT
    budget.octets -= len(data)
    most = min(MAX_ATTACHMENT_TEXT, budget.text)
    try:
        text, why = _text(data, real_type, charset, most)
    except Exception as fault:  # noqa: BLE001
        # pypdf and lxml raise dozens of classes on hostile files, MemoryError and RecursionError among them.
        return "", f"it could not be read ({type(fault).__name__})"
    if len(text) > most or (len(text) == most and real_type in _CUT_BY_THEMSELVES):
        text, why = text[:most], why or CUT
    text = _BLANK_LINES.sub("\n\n", clean_text(text)).strip()
    budget.text -= len(text)
    if not text and not why and real_type in _LAID_OUT:
        why = NO_TEXT
    return text, why


def _text(data: bytes, real_type: str, charset: str, most: int) -> tuple[str, str]:
    if real_type == file_types.PDF:
        return pdf_text(data, most)
    if real_type in _OFFICE:
        return office_text(data, real_type)
    if real_type == file_types.DOC:
        return word97_text(data)
    if real_type == file_types.RTF:
        text, is_html = rtf_to_text(data)
        why = CUT if is_cut(data, text) else ""
        return html_to_text(text, marks=False) if is_html else text, why
    text = clean_text(decode(data[:_MAX_PLAIN], charset)[0])
    if real_type == file_types.HTML:
        text = html_to_text(text, marks=False)
    return text, CUT if len(data) > _MAX_PLAIN else ""
