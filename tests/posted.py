"""An office's letters over real SMTP, and what stands in their octets."""

from __future__ import annotations

import asyncio
import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from fakes import Office
from servers import Letter, Sink

from mailbot.wire.smtp import Courier, Patience, Submission

SHORT = Patience(greeting=5, command=5, data=5, block=0, dot=1, leave=1)


def post(office: Office, sink: Sink) -> list[Letter]:
    """Hand over all that is due; what the server has since it was started."""

    async def work() -> None:
        terms = Submission(sink.host, sink.port, "none", None, None, None, "mailbot.firm.example")
        courier = Courier(terms, patience=SHORT)
        await office.delivery(courier).deliver_due()
        await courier.close()

    asyncio.run(work())
    return list(sink.letters)


def answer(office: Office, sink: Sink, raw: bytes) -> bytes:
    """The octets of the acknowledgement of a message."""
    office.take(raw)
    (found,) = [one.raw for one in post(office, sink) if kind_of(one.raw) == "acknowledgement"]
    return found


def fields(raw: bytes) -> list[tuple[str, str]]:
    """Each field of the header as it stands, unfolded."""
    head = raw.split(b"\r\n\r\n", 1)[0].decode("ascii")
    lines = re.sub(r"\r\n(?=[ \t])", "", head).split("\r\n")
    return [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]


def values(raw: bytes, name: str) -> list[str]:
    return [value for found, value in fields(raw) if found.lower() == name.lower()]


def kind_of(raw: bytes) -> str:
    (kind,) = values(raw, "X-Mailbot-Letter")
    return kind


def parts(raw: bytes) -> list[EmailMessage]:
    parsed = message_from_bytes(raw, policy=policy.default)
    return [part for part in parsed.walk() if isinstance(part, EmailMessage) and not part.is_multipart()]


def fit_for_the_wire(raw: bytes) -> None:
    assert raw.isascii(), "B-68: raw UTF-8"
    assert b"\x00" not in raw
    assert raw.count(b"\r\n") == raw.count(b"\r") == raw.count(b"\n"), "B-62"
    assert raw.endswith(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    for name, value in fields(raw):
        assert re.fullmatch(r"[!-9;-~]+", name), "B-64"
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value), "B-64"
