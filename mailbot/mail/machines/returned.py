"""The message a report is about: the enclosed one, its header, or what the words quote of it.

What is found is a hint: whether it names a letter of ours the store says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

from mailbot.mail.addresses import message_ids, one_message_id
from mailbot.mail.charset import clean_text, decode, decode_words
from mailbot.mail.header import Header
from mailbot.mail.part import children, filename_of, octets_of, type_of, value_of

MAX_RETURNED = 64 * 1024  # octets of a returned header that are looked at
MAX_DEPTH = 4  # how deep the returned part is looked for

_RETURNED = frozenset(
    {
        "message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global",
        "message/global-headers", "text/rfc822", "text/rfc822-header", "message/rfc822-header",
        "message/partial",
    }
)  # fmt: skip
_MESSAGE_ID_LINE = re.compile(
    r"^[> \t|*]{0,40}(?:original[- ])?message[- ]?id[ \t]{0,4}[:=][ \t]*(<[!-;=?-~]{1,996}>)",
    re.IGNORECASE | re.MULTILINE,
)


def returned_parts(root: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that are the returned message or its header, not those within them."""
    for part in children(root) or []:
        if type_of(part) in _RETURNED:
            yield part
        elif depth < MAX_DEPTH and type_of(part).startswith("multipart/"):
            yield from returned_parts(part, depth + 1)


def original_message_id(root: Message, header: Header, text: str) -> str:
    """From the returned message or its header (RFC 3464 section 2), else from what the report quotes or
    answers."""
    for part in returned_parts(root):
        for inner in children(part) or []:
            found = one_message_id(value_of(inner, "message-id"))
            if found:
                return found
        match = _MESSAGE_ID_LINE.search(_unfolded(decode(octets_of(part, [])[:MAX_RETURNED])[0]))
        if match:
            return match[1]
    match = _MESSAGE_ID_LINE.search(_unfolded(text[:MAX_RETURNED]))
    if match:
        return match[1]
    for part in _attached_texts(root):
        match = _MESSAGE_ID_LINE.search(_unfolded(decode(octets_of(part, [])[:MAX_RETURNED])[0]))
        if match:
            return match[1]
    for name in ("in-reply-to", "x-original-message-id", "references"):
        answered = message_ids(decode_words(header.first(name) or ""))
        if answered:
            return answered[-1]
    return ""


def _attached_texts(root: Message) -> list[Message]:
    """Some gateways attach the returned header as a file of text."""
    texts = [part for part in children(root) or [] if type_of(part).startswith("text/") and filename_of(part)]
    return texts[:MAX_DEPTH]


def returned_fields(root: Message) -> frozenset[str]:
    """The names of the fields of the enclosed message, lower case."""
    return frozenset(
        name.lower()
        for part in returned_parts(root)
        for inner in children(part) or []
        for name in inner.keys()  # noqa: SIM118 - a Message is no dictionary
    )


def _unfolded(text: str) -> str:
    return clean_text(text).replace("\n ", " ").replace("\n\t", " ")
