"""From the words of a letter to its final bytes, and the gate those bytes pass before anybody stores them.

Each kind of field has one way of being written; all of them refuse control characters. The standard library's
`EmailMessage` is not used for writing: it drops the quotes of a folded display name (CPython gh-80222) and
takes 4 ms a letter. The gate reads the bytes back with the standard library's parser all the same, so that
what a recipient's software sees is what was meant.

Faults: `UnsafeLetter` where the letter cannot be written or does not read back as intended. It must then
reach a person instead (RELIABILITY A-0), never be sent.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from email import policy
from email.errors import HeaderParseError
from email.header import Header, decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import format_datetime, getaddresses, quote

from mailbot.mail.message import Address
from mailbot.mail.writing.templates import Rendered

AUTO_REPLIED = "auto-replied"  # acknowledgement, leaflet (RFC 3834 section 3.1.7)
AUTO_GENERATED = "auto-generated"  # reminders and notices to handlers (RFC 3834 section 5.2)
BY_A_PERSON = "no"  # RFC 3834 section 5.1
SUPPRESS = (
    "OOF, AutoReply, RN, NRN"  # not "All", not "DR, NDR": bounces must come back (MS-OXCMAIL 2.1.3.2.20)
)

LINE_OCTETS = 998  # without CRLF (RFC 5322 section 2.1.1)
SUBJECT_LIMIT = 200  # characters
NAME_LIMIT = 120  # characters of a display name
LONGEST_WORD = 60  # characters that share a line with a field's name
MESSAGE_ID_LIMIT = 250  # octets; ids beyond are made to break somebody
REFERENCES_FIRST, REFERENCES_LAST = 1, 20

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ODD_IN_FILENAME = re.compile(f'[/\\\\"]|{_BIDI.pattern}')
_ATEXT = "A-Za-z0-9!#$%&'*+/=?^_`{|}~-"
_ADDR_SPEC = re.compile(
    rf"(?=.{{3,254}}\Z)(?!.{{65,}}@)[{_ATEXT}]+(?:\.[{_ATEXT}]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_ATOMS = re.compile(rf"[{_ATEXT}]+(?: [{_ATEXT}]+)*")
_MESSAGE_ID = re.compile(rf"<[.{_ATEXT}]+@[.:\[\]{_ATEXT}]+>")
_OWN_MESSAGE_ID = re.compile(r"<([A-Za-z0-9]{11,64})\.([a-z][a-z0-9_-]{0,31})@([A-Za-z0-9.-]{1,200})>")
_CONTENT_TYPE = re.compile(r"(?!message/|multipart/)[a-z]+/[a-z0-9][a-z0-9.+-]{0,100}")
# A further field is the firm's own; what has a meaning to mail servers is not its to set.
_FURTHER = re.compile(r"(?i:X-(?!Auto-Response|Mailbot)[A-Z0-9-]{1,70}|Organization|Importance)")

_WHOLE_LINE = 75  # octets of name and value, without the colon and space between them
_WIRE = policy.compat32.clone(linesep="\r\n", max_line_length=76)  # RFC 2047 section 2
_HEADER_PARSER = BytesHeaderParser(policy=policy.compat32)

Attachment = tuple[str, str, bytes]  # filename, content type, content


class UnsafeLetter(Exception):
    """The letter cannot be written as intended, and why."""


def message_id(token: str, kind: str, domain: str) -> str:
    """The id of one letter (RFC 5322 section 3.6.4). `token` holds 64 random bits or more."""
    value = f"<{token}.{kind}@{domain}>"
    if not _OWN_MESSAGE_ID.fullmatch(value):
        raise ValueError(f"no message-id can be made of {token!r}, {kind!r} and {domain!r}")
    return value


def is_own_message_id(value: str, domains: Collection[str]) -> bool:
    """Whether `value` is of our making; `domains` are our own, lower case."""
    match = _OWN_MESSAGE_ID.fullmatch(value.strip()) if len(value) < MESSAGE_ID_LIMIT else None
    return match is not None and match[3].lower() in domains


def references(
    in_reply_to: str | None, parent_references: Sequence[str], parent_in_reply_to: Sequence[str]
) -> list[str]:
    """The thread, oldest first: the parent's References, else its one In-Reply-To, then the parent.

    (RFC 5322 section 3.6.4.) Capped at the first and the last 20; what is no msg-id is left out.
    """
    before = [value for value in parent_references if _is_message_id(value)]
    if not parent_references and len(parent_in_reply_to) == 1:
        before = [value for value in parent_in_reply_to if _is_message_id(value)]
    if in_reply_to is not None and _is_message_id(in_reply_to):
        before.append(in_reply_to)
    thread = list(dict.fromkeys(reversed(before)))[::-1]
    if len(thread) > REFERENCES_FIRST + REFERENCES_LAST:
        thread = thread[:REFERENCES_FIRST] + thread[-REFERENCES_LAST:]
    return thread


def compose(
    rendered: Rendered,
    *,
    sender: Address,
    recipient: Address,
    message_id: str,
    date: datetime,
    auto_submitted: str,
    reply_to: str | None,
    in_reply_to: str | None,
    parent_references: Sequence[str],
    parent_in_reply_to: Sequence[str],
    headers: Mapping[str, str],
    attachments: Sequence[Attachment],
) -> bytes:
    """The final bytes of one letter to one person, read back and found as intended.

    `in_reply_to` is the Message-ID of the message answered, `headers` are further fields. Retries send the
    same bytes, so everything that varies is an argument.
    """
    own = _OWN_MESSAGE_ID.fullmatch(message_id)
    if own is None:
        raise ValueError(f"{message_id!r} was not made by message_id()")
    if auto_submitted not in (AUTO_REPLIED, AUTO_GENERATED, BY_A_PERSON):
        raise ValueError(
            f"a letter is {AUTO_REPLIED}, {AUTO_GENERATED} or by a person, not {auto_submitted!r}"
        )
    if date.utcoffset() is None:
        raise ValueError("a letter's date needs its time zone")
    fields = [
        ("From", _mailbox(sender)),
        ("To", _mailbox(recipient)),
        ("Date", format_datetime(date)),
        ("Message-ID", message_id),
        ("Subject", _subject(rendered.subject)),
    ]
    if reply_to is not None and reply_to.casefold() != sender.key:
        fields.append(("Reply-To", _addr_spec(reply_to)))
    if in_reply_to is not None and _is_message_id(in_reply_to):
        fields.append(("In-Reply-To", in_reply_to))
    if thread := references(in_reply_to, parent_references, parent_in_reply_to):
        fields.append(("References", " ".join(thread)))
    fields += [
        ("Auto-Submitted", auto_submitted),
        ("X-Auto-Response-Suppress", SUPPRESS),
        ("X-Mailbot-Loop", own[3]),
        ("X-Mailbot-Letter", own[2]),
        *_further(headers),
        ("MIME-Version", "1.0"),
    ]
    content_type, body, parts = _body(rendered, attachments, boundary=f"=_{own[1]}")
    fields.append(("Content-Type", content_type))
    raw = _head(fields) + body
    _gate(raw, fields, recipient, rendered.subject, parts)
    return raw


def _mailbox(address: Address) -> str:
    """A mailbox as it stands in a field: encoded where it must be, quoted where it must be (section 3.4)."""
    addr_spec = _addr_spec(address.addr_spec)
    name = " ".join(_BIDI.sub("", _line(address.display_name)).split())[:NAME_LIMIT].strip()
    if not name:
        return addr_spec
    written = name if _ATOMS.fullmatch(name) else f'"{quote(name)}"'
    # Encoded are also: a word that looks encoded, for the reader would decode it; a word too long to be
    # folded; and a quotation that would be folded, for many readers lose the quotes then.
    unfit = not name.isascii() or "=?" in name
    if unfit or max(map(len, [written] if written[0] == '"' else name.split())) > LONGEST_WORD:
        written = _encoded(name)
    return f"{written} <{addr_spec}>"


def _addr_spec(value: str) -> str:
    """An address every parser reads alike: no comments, no quoted local part, ASCII (RELIABILITY V5)."""
    if not _ADDR_SPEC.fullmatch(value):
        raise UnsafeLetter("an address that is not plain local-part@domain")
    return value


def _subject(subject: str) -> str:
    """The subject; words that need no encoding, such as "Auto:" and our reference, stay as they are."""
    if len(_line(subject)) > SUBJECT_LIMIT:
        raise UnsafeLetter(f"a subject of more than {SUBJECT_LIMIT} characters")
    if subject != " ".join(subject.split()):
        raise UnsafeLetter("a subject with odd spaces")
    words = subject.split(" ")
    odd = [at for at, word in enumerate(words) if not word.isascii() or "=?" in word]
    if not odd:
        return subject
    first, last = odd[0], odd[-1] + 1
    # Readers drop the space between two encoded words, so all from the first to the last is one text.
    return " ".join([*words[:first], _encoded(" ".join(words[first:last])), *words[last:]])


def _encoded(text: str) -> str:
    """Encoded-words short enough to share a line with a field's name; none cuts a character (RFC 2047 2)."""
    return Header(text, "utf-8", maxlinelen=64).encode(linesep="")


def _line(value: str) -> str:
    if _CONTROL.search(value):
        raise UnsafeLetter("a control character in a header field")
    return value


def _is_message_id(value: str) -> bool:
    return len(value) <= MESSAGE_ID_LIMIT and _MESSAGE_ID.fullmatch(value) is not None


def _further(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in headers.items():
        if not _FURTHER.fullmatch(name):
            raise ValueError(f"a letter cannot be given a field {name!r}")
        if not _line(value).isascii() or len(value) > LINE_OCTETS - 100 or value != " ".join(value.split()):
            raise UnsafeLetter(f"a value {name} cannot carry")
        yield name, value


def _head(fields: Sequence[tuple[str, str]]) -> bytes:
    try:
        return b"".join(_field(name, value) for name, value in fields) + b"\r\n"
    except HeaderParseError as error:
        raise UnsafeLetter("a field that cannot be folded") from error


def _field(name: str, value: str) -> bytes:
    # Most fit on their line as they are; folding them would cost more than the rest of the letter.
    if len(name) + len(value) < _WHOLE_LINE and value.isascii() and not _CONTROL.search(value):
        return f"{name}: {value}\r\n".encode("ascii")
    return _WIRE.fold_binary(name, value)


def _body(rendered: Rendered, attachments: Sequence[Attachment], *, boundary: str) -> tuple[str, bytes, int]:
    """The content type of the whole, its body, and how many boundary lines that has."""
    alternatives = [_text(rendered.text, "plain"), _text(rendered.html, "html")]
    content_type, body = _multipart("alternative", alternatives, boundary)
    if not attachments:
        return content_type, body, len(alternatives) + 1
    inner = b"Content-Type: " + content_type.encode("ascii") + b"\r\n\r\n" + body
    enclosed = [_enclosed(*attachment) for attachment in attachments]
    content_type, body = _multipart("mixed", [inner, *enclosed], f"{boundary}_m")
    return content_type, body, len(alternatives) + 1 + len(enclosed) + 2


def _multipart(subtype: str, parts: Sequence[bytes], boundary: str) -> tuple[str, bytes]:
    # `=_` cannot stand in quoted-printable nor in base64 (RFC 2045 section 6.7); the token is random besides.
    delimiter = f"--{boundary}\r\n".encode("ascii")
    body = b"".join(delimiter + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode("ascii")
    return f'multipart/{subtype}; boundary="{boundary}"', body


def _text(text: str, subtype: str) -> bytes:
    # HTML says the same in ASCII, which needs no transfer encoding and survives every gateway.
    content = text.encode("ascii", "xmlcharrefreplace") if subtype == "html" else text.encode("utf-8")
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"\x00" in content:
        raise UnsafeLetter("a NUL in the body")
    encoding = b"7bit"
    if not content.isascii() or max(map(len, content.split(b"\n"))) > LINE_OCTETS or b"=_" in content:
        encoding, content = b"quoted-printable", binascii.b2a_qp(content, istext=True)
    head = b'Content-Type: text/%s; charset="utf-8"\r\nContent-Transfer-Encoding: %s\r\n\r\n'
    return head % (subtype.encode("ascii"), encoding) + content.replace(b"\n", b"\r\n")


def _enclosed(filename: str, content_type: str, content: bytes) -> bytes:
    if not _CONTENT_TYPE.fullmatch(content_type):
        raise UnsafeLetter(f"content type {content_type!r} cannot be enclosed")
    if (
        not filename
        or _line(filename) != filename
        or len(filename) > 100
        or _ODD_IN_FILENAME.search(filename)
    ):
        raise UnsafeLetter(f"file name {filename!r} cannot be enclosed")
    part = Message()
    part.add_header("Content-Type", content_type)
    part.add_header("Content-Transfer-Encoding", "base64")
    name = filename if filename.isascii() else ("utf-8", "", filename)  # RFC 2231 where it must be
    part.add_header("Content-Disposition", "attachment", filename=name)
    return _head(part.items()) + _base64(content)


def _base64(content: bytes) -> bytes:
    lines = (content[at : at + 57] for at in range(0, len(content), 57))
    return b"".join(binascii.b2a_base64(line, newline=False) + b"\r\n" for line in lines)


def _gate(
    raw: bytes, fields: Sequence[tuple[str, str]], recipient: Address, subject: str, boundary_lines: int
) -> None:
    """Read the bytes as a stranger would; refuse them unless they say what was meant, and nothing else."""
    if not raw.isascii() or b"\x00" in raw:
        raise UnsafeLetter("not 7-bit clean (RFC 5321 section 2.4)")
    lines = raw.split(b"\r\n")
    ends = len(lines) - 1
    if max(map(len, lines)) > LINE_OCTETS or raw.count(b"\r") != ends or raw.count(b"\n") != ends:
        raise UnsafeLetter("a line that is too long, or a bare CR or LF (RFC 5321 section 2.3.8)")
    if raw.count(b"\r\n--=_") + raw.startswith(b"--=_") != boundary_lines:
        raise UnsafeLetter("a boundary within a part")
    seen = _HEADER_PARSER.parsebytes(raw[: raw.index(b"\r\n\r\n") + 4])
    if [(name, _unfolded(value)) for name, value in seen.items()] != list(fields):
        raise UnsafeLetter("other header fields than intended")
    to = getaddresses([seen["To"]])
    if [address for _, address in to] != [recipient.addr_spec]:
        raise UnsafeLetter("another recipient than intended")
    if str(make_header(decode_header(_unfolded(seen["Subject"])))) != subject:
        raise UnsafeLetter("another subject than intended")


def _unfolded(value: str) -> str:
    return value.replace("\r\n", "").replace("\n", "").lstrip(" ")
