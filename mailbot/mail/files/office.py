"""Office documents that are zip archives of XML: Word, OpenDocument text, and the words of sheets and slides.

Read without unpacking more than the limits allow: the directory of the archive is believed for nothing, every
octet that comes out of it is counted. XML is read as a stream, without entities, without a network.

Faults: what is over a limit or damaged gives the words before it and a reason.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from mailbot.mail.files.file_types import DOCX, PPTX, XLSX

MAX_UNPACKED = 50 * 1024 * 1024  # octets of one document
MAX_READ = 8 * 1024 * 1024  # octets of XML that are looked at; a letter has 100 KB
MAX_RATIO = 100  # unpacked to packed, beyond the first megabyte
MAX_ENTRIES = 5_000
MAX_TEXT = 64 * 1024  # characters
_FREE = 1024 * 1024  # octets that may unpack at any ratio: plain XML often reaches 20
_CHUNK = 64 * 1024

_NUMBER = re.compile(r"(\d{1,5})\.xml$")


class _OverLimit(Exception):
    """The document is larger than we unpack; the text is why."""


def office_text(data: bytes, media_type: str) -> tuple[str, str]:
    """The words of a document, and why there may be more; "" when it was read to its end."""
    words = _Words()
    why = ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _read(archive, _wanted(archive, media_type), words)
    except _OverLimit as over:
        why = str(over)
    except (zipfile.BadZipFile, zlib.error, etree.LxmlError, EOFError, OSError):
        why = "it is damaged"
    except (RuntimeError, NotImplementedError):  # zipfile: a password, an unknown compression
        why = "it is encrypted or packed in an unknown way"
    return "".join(words.pieces)[:MAX_TEXT], why


def _wanted(archive: zipfile.ZipFile, media_type: str) -> list[zipfile.ZipInfo]:
    """The parts that hold words, in the order a reader meets them."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _OverLimit(f"more than {MAX_ENTRIES:,} files in it")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _OverLimit(f"over {MAX_UNPACKED // (1024 * 1024)} MB unpacked")
    patterns = _PARTS.get(media_type, (r"content\.xml",))
    found: list[zipfile.ZipInfo] = []
    for pattern in patterns:
        matching = [entry for entry in entries if re.fullmatch(pattern, entry.filename)]
        found.extend(sorted(matching, key=_number))
    return found


_PARTS = {
    DOCX: (
        r"word/header\d{0,3}\.xml",
        r"word/document\.xml",
        r"word/(?:footnotes|endnotes)\.xml",
        r"word/footer\d{0,3}\.xml",
    ),
    XLSX: (r"xl/sharedStrings\.xml", r"xl/worksheets/sheet\d{1,3}\.xml"),
    PPTX: (r"ppt/slides/slide\d{1,3}\.xml",),
}


def _number(entry: zipfile.ZipInfo) -> int:
    match = _NUMBER.search(entry.filename)
    return int(match[1]) if match else 0


def _read(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], words: _Words) -> None:
    budget = MAX_READ
    for entry in entries:
        # No entity is expanded and no DTD is loaded; libxml2's own limits on depth and size hold.
        parser = etree.XMLParser(
            target=words, resolve_entities=False, no_network=True, load_dtd=False, recover=True
        )
        packed = max(entry.compress_size, 1)
        unpacked = 0
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                budget -= len(chunk)
                if budget < 0 or words.size > MAX_TEXT:
                    raise _OverLimit("only its beginning was read")
                if unpacked > _FREE and unpacked > MAX_RATIO * packed:
                    raise _OverLimit(f"packed more than {MAX_RATIO} times")
                parser.feed(chunk)
        if unpacked:
            parser.close()
        words.put("\n")


# Local names are the same in every version of the formats; their namespaces are not.
_LINES = frozenset({"p", "h", "tr", "table-row", "row", "si", "br", "cr", "line-break"})
_CELLS = frozenset({"tc", "table-cell", "c", "tab"})
# What was deleted while changes were tracked, and what somebody remarked on the margin.
_DROPPED = frozenset({"tracked-changes", "annotation", "del", "moveFrom", "rPh", "automatic-styles"})
_PARAGRAPHS = frozenset({"p", "h"})


class _Words:
    """Collects the words while libxml2 reads: nothing of the tree is kept."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.size = 0
        self.within = 0  # elements whose characters are words
        self.dropped = 0
        self.in_cells = 0

    def start(self, tag: str | bytes, attrib: object) -> None:  # noqa: ARG002
        namespace, _, name = str(tag).rpartition("}")
        if name in _DROPPED:
            self.dropped += 1
        elif _holds_words(namespace, name):
            self.within += 1
        elif name in _CELLS and name != "tab":
            self.in_cells += 1
        elif name == "s" and "opendocument" in namespace:
            self.put(" ")

    def end(self, tag: str | bytes) -> None:
        namespace, _, name = str(tag).rpartition("}")
        if name in _DROPPED:
            self.dropped -= 1
        elif _holds_words(namespace, name):
            self.within -= 1
        if name in _CELLS:
            self.in_cells -= name != "tab"
            self.put("\t")
        elif name in _LINES:
            self.put(" " if self.in_cells and name in _PARAGRAPHS else "\n")

    def data(self, data: str | bytes) -> None:
        if self.within:
            self.put(str(data))

    def comment(self, text: str | bytes) -> None:
        """Not for readers."""

    def put(self, text: str) -> None:
        if not self.dropped and self.size <= MAX_TEXT:
            self.pieces.append(text)
            self.size += len(text)

    def close(self) -> None:
        """The parser asks for a result; it is in ``pieces``."""


def _holds_words(namespace: str, name: str) -> bool:
    """In OOXML words stand only in <t>; in OpenDocument they stand in a paragraph, between its spans."""
    return name in _PARAGRAPHS if "opendocument" in namespace else name == "t"
