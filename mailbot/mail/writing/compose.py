"""From the words of a letter to its final bytes, and the gate those bytes pass before anybody stores them.

Each kind of field has one way of being written; all of them refuse control characters. The standard library's
`EmailMessage` is not used for writing: it drops the quotes of a folded display name (CPython gh-80222) and
takes 4 ms a letter. The gate reads the bytes back with the standard library's parser all the same, so that
what a recipient's software sees is what was meant.

Faults: `UnsafeLetter` where the letter cannot be written or does not read back as intended. It must then
reach a person instead (RELIABILITY A-0), never be sent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from email import policy
from email.header import Header, decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import format_datetime, getaddresses, quote

from mailbot.mail.message import Address
from mailbot.mail.writing.body import Attachment as Attachment
from mailbot.mail.writing.body import Logo as Logo
from mailbot.mail.writing.body import body_of
from mailbot.mail.writing.fields import BIDI, LINE_OCTETS, head, line
from mailbot.mail.writing.fields import UnsafeLetter as UnsafeLetter
from mailbot.mail.writing.templates import Rendered

AUTO_REPLIED = "auto-replied"  # acknowledgement, leaflet (RFC 3834 section 3.1.7)
AUTO_GENERATED = "auto-generated"  # reminders and notices to handlers (RFC 3834 section 5.2)
BY_A_PERSON = "no"  # RFC 3834 section 5.1
SUPPRESS = (
    "OOF, AutoReply, RN, NRN"  # not "All", not "DR, NDR": bounces must come back (MS-OXCMAIL 2.1.3.2.20)
)

SUBJECT_LIMIT = 200  # characters
NAME_LIMIT = 120  # characters of a display name
LONGEST_WORD = 60  # characters that share a line with a field's name
MESSAGE_ID_LIMIT = 250  # octets; ids beyond are made to break somebody
REFERENCES_FIRST, REFERENCES_LAST = 1, 20

_ATEXT = "A-Za-z0-9!#$%&'*+/=?^_`{|}~-"
_ADDR_SPEC = re.compile(
    rf"(?=.{{3,254}}\Z)(?!.{{65,}}@)[{_ATEXT}]+(?:\.[{_ATEXT}]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_ATOMS = re.compile(rf"[{_ATEXT}]+(?: [{_ATEXT}]+)*")
_MESSAGE_ID = re.compile(rf"<[.{_ATEXT}]+@[.:\[\]{_ATEXT}]+>")
_OWN_MESSAGE_ID = re.compile(r"<([A-Za-z0-9]{11,64})\.([a-z][a-z0-9_-]{0,31})@([A-Za-z0-9.-]{1,200})>")
# A further field is the firm's own; what has a meaning to mail servers is not its to set.
_FURTHER = re.compile(r"(?i:X-(?!Auto-Response|Mailbot)[A-Z0-9-]{1,70}|Organization|Importance)")

_HEADER_PARSER = BytesHeaderParser(policy=policy.compat32)


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
    logo: Logo | None = None,
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
    content_type, body, parts = body_of(rendered, attachments, logo, boundary=f"=_{own[1]}")
    fields.append(("Content-Type", content_type))
    raw = head(fields) + body
    _gate(raw, fields, recipient, rendered.subject, parts)
    return raw


def _mailbox(address: Address) -> str:
    """A mailbox as it stands in a field: encoded where it must be, quoted where it must be (section 3.4)."""
    addr_spec = _addr_spec(address.addr_spec)
    name = " ".join(BIDI.sub("", line(address.display_name)).split())[:NAME_LIMIT].strip()
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
    if len(line(subject)) > SUBJECT_LIMIT:
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


def _is_message_id(value: str) -> bool:
    return len(value) <= MESSAGE_ID_LIMIT and _MESSAGE_ID.fullmatch(value) is not None


def _further(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in headers.items():
        if not _FURTHER.fullmatch(name):
            raise ValueError(f"a letter cannot be given a field {name!r}")
        if not line(value).isascii() or len(value) > LINE_OCTETS - 100 or value != " ".join(value.split()):
            raise UnsafeLetter(f"a value {name} cannot carry")
        yield name, value


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
