"""The text of a PDF, page by page, as far as a budget goes.

What a page costs is bounded by what can be counted without a clock: the octets of its content and the
operators in it.

Faults: whatever pypdf raises on a damaged file comes out of here; the caller turns it into a defect.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PDF = 15 * 1024 * 1024  # octets of a file
MAX_PAGES = 30
MAX_CONTENT = 1024 * 1024  # octets of drawing instructions; a page of a letter has 5,000
MAX_OPERATORS = 60_000  # of a file, ten microseconds each; a page of a letter has 500
MAX_FIELDS = 500  # of a form somebody filled in
_MAX_VALUE = 4_000  # characters of one field of a form
_LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": MAX_PDF,
    "array_based_stream_maximum_output_length": 4 * MAX_CONTENT,
    "zlib_maximum_output_length": 16 * 1024 * 1024,
    "lzw_maximum_output_length": 4 * 1024 * 1024,
    "run_length_maximum_output_length": 4 * 1024 * 1024,
    "stream_decoding_work_maximum_length": 32 * 1024 * 1024,
    "stream_parsing_work_maximum_count": 200_000,
    "xform_maximum_invocations_per_extraction": 200,
    "form_fields_maximum_entries": MAX_FIELDS,
    "page_tree_maximum_entries": 10_000,
    "jbig2dec_binary": None,  # no other program is started
}


# It logs what it cannot read, and that is somebody's letter.
logging.getLogger("pypdf").propagate = False
logging.getLogger("pypdf").addHandler(logging.NullHandler())


class _TooMuch(Exception):
    """The file has more in it than we read."""


def pdf_text(data: bytes, max_text: int) -> tuple[str, str]:
    """The words, and why there may be more; "" when it was read to its end."""
    # Imported here: a tenth of a second that a process which never meets a PDF should not pay.
    from pypdf import PdfReader, apply_configuration
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    if len(data) > MAX_PDF:
        return "", f"over {MAX_PDF // (1024 * 1024)} MB"
    pieces: list[str] = []
    size = 0
    with apply_configuration(**_LIMITS):
        try:
            reader = PdfReader(io.BytesIO(data), root_object_recovery_limit=1_000)
            for text in _pages(reader):
                pieces.append(text)
                size += len(text)
                if size > max_text:
                    raise _TooMuch
            pieces.append(_form(reader))
        except _TooMuch:
            return "\n".join(pieces)[:max_text], "only its beginning was read"
        except (DependencyError, FileNotDecryptedError, WrongPasswordError):
            return "\n".join(pieces), "it is encrypted"
    return "\n".join(pieces)[:max_text], ""


def _pages(reader: PdfReader) -> Iterator[str]:
    left = MAX_OPERATORS
    content_left = MAX_CONTENT

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise _TooMuch

    for number, page in enumerate(reader.pages):
        if number >= MAX_PAGES:
            raise _TooMuch
        content = page.get_contents()
        content_left -= len(content.get_data()) if content is not None else 0
        if content_left < 0:
            raise _TooMuch
        yield page.extract_text(visitor_operand_before=count)


def _form(reader: PdfReader) -> str:
    """What was filled into a form: it is drawn over the page, not on it."""
    fields = reader.get_form_text_fields() or {}
    lines = [f"{name}: {value}" for name, value in list(fields.items())[:MAX_FIELDS] if value]
    return "\n".join(line[:_MAX_VALUE] for line in lines)
