"""The list of everything that is not body: name, declared and real type, size, digest, and its words.

Faults: a file that cannot be read is listed all the same, and named as a defect.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from mailbot.mail.charset import clean_line
from mailbot.mail.files import file_types
from mailbot.mail.files.documents import NO_TEXT, Budget, read_document
from mailbot.mail.header import main_value, parameter
from mailbot.mail.limits import MAX_PARTS
from mailbot.mail.message import Attachment
from mailbot.mail.part import MAX_FILENAME, Part, filename_of, value_of

# Text for programs: markup of another kind, keys, signatures, and the headers of a message sent back.
_FOR_PROGRAMS = frozenset(
    {
        "text/x-amp-html", "text/css", "text/javascript", "text/ecmascript", "text/rfc822-headers",
        "message/rfc822-headers", "application/pgp-signature", "application/pgp-keys",
        "application/pgp-encrypted", "application/javascript", "application/json", "application/xml",
        "text/xml",
    }
)  # fmt: skip
# Words in a file are read where nothing says that it is for a program.
_UNSPECIFIC = frozenset({"application/octet-stream", "application/txt", "application/x-msdownload"})
_IN_TEXT = frozenset({file_types.PLAIN, file_types.HTML, file_types.CALENDAR, file_types.CONTACT_CARD})


@dataclass(slots=True)
class Attached:
    """The files of one message and of what is enclosed in it, in order."""

    budget: Budget
    opens: bool = True  # whether what is enclosed is opened
    parts: int = 2 * MAX_PARTS  # read before nothing more is opened; the message itself has at most half
    files: list[Attachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    def add(
        self, part: Part, content_type: str, data: bytes, *, name: str = "", readable: bool = True
    ) -> Attachment:
        """List a part. ``readable``: its words may be read."""
        name = clean_line(filename_of(part) or name)[:MAX_FILENAME]
        real_type = file_types.real_type(data)
        text = self._text(part, content_type, real_type, data, name) if readable else ""
        attachment = Attachment(
            filename=name,
            content_type=content_type,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            text=text,
            inline=main_value(value_of(part, "content-disposition")) == "inline"
            or value_of(part, "content-id") != "",
            real_type=real_type,
        )
        self.files.append(attachment)
        return attachment

    def _text(self, part: Part, content_type: str, real_type: str, data: bytes, name: str) -> str:
        read_as = _read_as(content_type, real_type)
        if not read_as:
            return ""
        charset = parameter(value_of(part, "content-type"), "charset")
        text, why = read_document(data, read_as, charset, self.budget)
        label = f'"{name}"' if name else content_type
        if why == NO_TEXT:
            self.defects.append(f"no text in {label}")
        elif why:
            self.defects.append(f"{label} was not read{' to its end' if text else ''}: {why}")
        return text


def _read_as(content_type: str, real_type: str) -> str:
    """The type a file is read as, "" where it is not read: the content decides, not the label."""
    if content_type in _FOR_PROGRAMS:
        return ""
    declares_text = content_type.startswith("text/")
    if real_type in _IN_TEXT:
        if content_type == file_types.HTML and real_type == file_types.PLAIN:
            return file_types.HTML
        return real_type if declares_text or content_type in _UNSPECIFIC else ""
    if real_type in (file_types.UNKNOWN, file_types.MESSAGE):
        return file_types.PLAIN if declares_text else ""
    return real_type
