"""What a file is by its content, whatever its name or its label says.

An allow-list of the types that matter to a handler of complaints; whatever is not on it is
``application/octet-stream``, which is a fact about our list, not about the file. Nothing is unpacked: of a
zip archive only the names in its directory are looked at.

Faults: a damaged file is what its first octets say.
"""

from __future__ import annotations

import io
import re
import zipfile

UNKNOWN = "application/octet-stream"
PDF = "application/pdf"
RTF = "application/rtf"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
DOC = "application/msword"
MSG = "application/vnd.ms-outlook"
TNEF = "application/ms-tnef"
EXECUTABLE = "application/x-executable"
HTML = "text/html"
PLAIN = "text/plain"
CALENDAR = "text/calendar"
CONTACT_CARD = "text/vcard"
MESSAGE = "message/rfc822"

_HEAD = 4 * 1024  # octets that tell a type
_PDF_REACH = 1024  # ISO 32000-1 annex H.3.4.1: junk may stand before "%PDF-"
_MAX_NAMES = 5_000  # entries of an archive's directory
_MAX_DIRECTORY = 4 * 1024 * 1024  # octets of an archive whose directory is read at most, from its end

_SIGNATURES = (  # (offset, octets, type): the first that fits
    (0, b"{\\rtf", RTF),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"\x78\x9f\x3e\x22", TNEF),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (0, b"MZ", EXECUTABLE),
    (0, b"\x7fELF", EXECUTABLE),
    (0, b"\xcf\xfa\xed\xfe", EXECUTABLE),
    (0, b"#!", EXECUTABLE),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", EXECUTABLE),  # a Windows shortcut
    (0, b"BEGIN:VCALENDAR", CALENDAR),
    (0, b"BEGIN:VCARD", CONTACT_CARD),
)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
_HTML_START = re.compile(
    rb"(?:<\?xml[^>]{0,200}>|<!--[^>]{0,500}-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.I
)
_HEADER_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:")
_MESSAGE_FIELDS = re.compile(
    rb"(?:^|\n)(?:received|from|date|message-id|subject|mime-version|return-path):", re.IGNORECASE
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# A name in a compound file's directory is UTF-16 (MS-CFB section 2.6.1).
_OLE_NAMES = (
    ("WordDocument".encode("utf-16-le"), DOC),
    ("__properties_version1.0".encode("utf-16-le"), MSG),
    ("Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
    ("PowerPoint Document".encode("utf-16-le"), "application/vnd.ms-powerpoint"),
)
_ZIP_NAMES = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("ppt/presentation.xml", PPTX),
)


def real_type(data: bytes) -> str:
    """The media type of a file's content; "" where there is no content."""
    if not data:
        return ""
    head = data[:_HEAD]
    stripped = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for offset, octets, media_type in _SIGNATURES:
        if head.startswith(octets, offset) or (not offset and stripped.startswith(octets)):
            return _of_ole(data) if media_type is OLE else media_type
    if b"%PDF-" in head[:_PDF_REACH]:
        return PDF
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "image/heic"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(data)
    return _of_text(stripped)


def _of_ole(data: bytes) -> str:
    return next((media_type for name, media_type in _OLE_NAMES if name in data), OLE)


def _of_zip(data: bytes) -> str:
    """The name of its parts tells an office document from an archive."""
    # OpenDocument stores its type first and uncompressed (ODF 1.2 part 3 section 3.3).
    if data[30:73] == b"mimetypeapplication/vnd.oasis.opendocument.":
        named = re.match(rb"[a-z-]{1,40}", data[73:113])
        return f"application/vnd.oasis.opendocument.{named[0].decode()}" if named else ZIP
    if data.count(b"PK\x01\x02", max(0, len(data) - _MAX_DIRECTORY)) > _MAX_NAMES:
        return ZIP
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError, LookupError):
        return ZIP
    return next((media_type for name, media_type in _ZIP_NAMES if name in names), ZIP)


def _of_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return PLAIN
    if not head or _BINARY.search(head):
        return UNKNOWN
    if _HTML_START.match(head):
        return HTML
    if _HEADER_FIELD.match(head) and len(_MESSAGE_FIELDS.findall(head)) >= 2:
        return MESSAGE
    return PLAIN
