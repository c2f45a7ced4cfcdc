"""Complaints as they come in, as many as wanted: each with a token and a sender of its own.

The same seed and number give the same octets. None of them may hold up its acknowledgement, so that what
must arrive is known: one acknowledgement and one leaflet for each sender. `with_machines` mixes in automatic
answers and mail of lists, which must be accounted for and never answered.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

ATTACHMENT = 200_000  # octets of a file, before base64
EVERY = 10  # one message in so many has one
MACHINES = 8  # one message in so many is a machine's, where they are mixed in
SENDERS = 20  # in one domain

FIRST = ("Jane", "Siân", "Owen", "Zoë", "Mohammed", "Grace", "Callum", "Aisling", "Noël", "Priya")
LAST = ("Doe", "Okafor", "O'Brien", "Davies", "Müller", "Begum", "Fraser", "Smith", "García", "Nowak")
STREETS = ("High Street", "Station Road", "Church Lane", "Mill Lane", "Victoria Avenue")
TOWNS = (("London", "SW1A 1AA"), ("Leeds", "LS1 4DY"), ("Cardiff", "CF10 3NP"), ("Glasgow", "G2 1DU"))
SUBJECTS = (
    "Complaint about account {reference}",
    "{reference}: I am not happy",
    "Formal complaint",
    "Re: your letter of last week",
    "Charges on my account – please put this right",
)
OPENINGS = (
    "I am writing to complain about a late payment charge on account {reference}.",
    "I am very unhappy with how my account {reference} was handled by your branch.",
    "You took the direct debit twice this month. My account is {reference}.",
    "Nobody has answered my letters about {reference} and I want this resolved.",
)
MIDDLES = (
    "The charge of £{pounds}.50 was taken on 3 November and I had already paid by then.",
    "I rang your call centre three times and waited {pounds} minutes each time.",
    "Your colleague told me that it would be put right within a week – it was not.",
    "I have been a customer for eleven years and never missed a payment.",
    "Please refund the €{pounds} fee and tell me in writing how this happened.",
    "I expected better. The statement shows two entries where there should be one.",
)
QUOTED = (
    "Dear customer,",
    "thank you for getting in touch. We have looked at your account and found nothing wrong.",
    "If you have any questions, please call us on 020 7946 0100.",
    "Kind regards, Example Finance",
)


@dataclass(frozen=True)
class Complaint:
    """One message and what it is known by."""

    token: str
    sender: str
    raw: bytes
    machine: bool = False  # nobody who wants an answer
    hard: bool = False  # too large to be read whole: that it is accounted for is enough


@dataclass(frozen=True)
class _Facts:
    token: str
    name: str
    reference: str
    phone: str
    address: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        # The token is where only the author's own text can carry it.
        told = "\n\n".join(self.paragraphs)
        signed = f"{self.name}\n{self.address}\nTel. {self.phone}\n"
        return f"{told}\n\nMy own note of this is {self.token}.\n\n{signed}"

    @property
    def html(self) -> str:
        told = "".join(f"<p style='margin:0'>{each}</p>\n" for each in self.paragraphs)
        return (
            "<html><head><style>p {color: #222}</style></head><body>"
            f"{told}<p>My own note of this is {self.token}.</p><p>{self.name}<br>{self.address}<br>"
            f"Tel. {self.phone}</p></body></html>"
        )


def complaints(count: int, *, seed: int, first: int = 0, every: int = EVERY) -> Iterator[Complaint]:
    """`count` complaints, from number `first` on; one in `every` with a file."""
    for number in range(first, first + count):
        yield complaint(number, seed, every)


def with_machines(count: int, *, seed: int, first: int = 0, every: int = EVERY) -> Iterator[Complaint]:
    for number in range(first, first + count):
        of_machine = number % MACHINES == MACHINES - 1
        yield machine(number, seed) if of_machine else complaint(number, seed, every)


def complaint(number: int, seed: int, every: int = EVERY, sender: str | None = None) -> Complaint:
    """Number `number`; `sender` where it is not somebody of its own."""
    chance = random.Random(f"{seed}:{number}")
    facts = _facts(number, chance)
    sender = sender or f"{facts.token}@customers{number // SENDERS}.example.org"
    message = _addressed(number, facts, sender)
    message["Subject"] = chance.choice(SUBJECTS).format(reference=facts.reference) + f" ({facts.token})"
    SHAPES[number % len(SHAPES)](message, facts, chance)
    if number % every == every - 1:
        file = b"%PDF-1.4\n" + chance.randbytes(ATTACHMENT)
        message.add_attachment(file, maintype="application", subtype="pdf", filename=f"letter {number}.pdf")
    return Complaint(facts.token, sender, message.as_bytes())


def large(number: int, seed: int, octets: int, *, header: bool = False) -> Complaint:
    """A complaint with a file of so many octets, or with so many of header fields nobody knows."""
    plain = complaint(number, seed, every=number + 2)
    if header:
        head, _, body = plain.raw.partition(b"\r\n\r\n")
        line = b"\r\nX-Filler: " + b"a" * 64
        raw = head + line * (octets // len(line)) + b"\r\n\r\n" + body
    else:
        fields = re.split(rb"\r\n(?![ \t])", plain.raw.partition(b"\r\n\r\n")[0])
        fields = [each for each in fields if not each.lower().startswith((b"content-", b"mime-"))]
        text = b"I complain about a charge. The scans are in the file.\r\n"
        line = b"QUJD" * 19 + b"\r\n"
        raw = b"\r\n".join(
            [*fields, b"MIME-Version: 1.0", b'Content-Type: multipart/mixed; boundary="b"', b""]
        )
        raw += b"\r\n--b\r\nContent-Type: text/plain\r\n\r\n" + text
        raw += b"--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
        raw += b'Content-Disposition: attachment; filename="scans.pdf"\r\n\r\n'
        raw += line * (octets // len(line)) + b"--b--\r\n"
    return Complaint(plain.token, plain.sender, raw, hard=True)


def machine(number: int, seed: int) -> Complaint:
    """An answer by a machine, or mail of a list."""
    facts = _facts(number, random.Random(f"{seed}:{number}"))
    of_list = number // MACHINES % 2
    sender = f"{facts.token}@{'lists' if of_list else 'office'}.example.net"
    message = _addressed(number, facts, sender)
    if of_list:
        message["Subject"] = f"Newsletter ({facts.token})"
        message["List-Id"] = "News <news.example.net>"
        message["List-Unsubscribe"] = "<https://lists.example.net/unsubscribe>"
        message["Precedence"] = "bulk"
        message.set_content("This month: how to save on your energy bill, and ten recipes for autumn.\n")
    else:
        message["Subject"] = f"Automatic reply: out of office ({facts.token})"
        message["Auto-Submitted"] = "auto-replied"
        message.set_content("I am away until Monday 30 November and shall read your message then.\n")
    return Complaint(facts.token, sender, message.as_bytes(), machine=True)


def _addressed(number: int, facts: _Facts, sender: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Return-Path"] = f"<{sender}>"
    message["From"] = f'"{facts.name}" <{sender}>'
    message["To"] = "complaints@firm.example.com"
    message["Date"] = format_datetime(datetime(2026, 11, 20, 9, tzinfo=UTC) + timedelta(seconds=number))
    message["Message-ID"] = f"<{facts.token}@customers.example.org>"
    return message


def _facts(number: int, chance: random.Random) -> _Facts:
    town, postcode = chance.choice(TOWNS)
    fill = {"reference": f"CNX-{number % 1_000_000:06d}", "pounds": chance.randint(10, 99)}
    middle = chance.sample(MIDDLES, chance.randint(2, 5))
    return _Facts(
        token="q" + "".join(chance.choices(string.ascii_lowercase, k=11)),
        name=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        reference=fill["reference"],  # type: ignore[arg-type]
        phone=f"020 7946 0{chance.randint(0, 999):03d}",
        address=f"{chance.randint(1, 200)} {chance.choice(STREETS)}, {town} {postcode}",
        paragraphs=tuple(each.format(**fill) for each in (chance.choice(OPENINGS), *middle)),
    )


def _plain(charset: str, encoding: str) -> Callable[[EmailMessage, _Facts, random.Random], None]:
    def shape(message: EmailMessage, facts: _Facts, _chance: random.Random) -> None:
        text = facts.text.encode(charset, "replace").decode(charset)
        message.set_content(text, charset=charset, cte=encoding)

    return shape


def _alternative(message: EmailMessage, facts: _Facts, _chance: random.Random) -> None:
    message.set_content(facts.text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(facts.html, subtype="html", charset="utf-8", cte="quoted-printable")


def _html(message: EmailMessage, facts: _Facts, _chance: random.Random) -> None:
    message.set_content(facts.html, subtype="html", charset="utf-8", cte="base64")


def _reply(message: EmailMessage, facts: _Facts, chance: random.Random) -> None:
    message["In-Reply-To"] = f"<{chance.randrange(10**9)}@elsewhere.example.net>"
    quoted = "\n".join(f"> {line}" for line in QUOTED for _ in range(3))
    text = f"{facts.text}\nOn 18 November 2026 Example Finance wrote:\n{quoted}\n"
    message.set_content(text, charset="utf-8", cte="8bit")


SHAPES: tuple[Callable[[EmailMessage, _Facts, random.Random], None], ...] = (
    _plain("utf-8", "8bit"),
    _alternative,
    _plain("windows-1252", "quoted-printable"),
    _html,
    _reply,
    _plain("iso-8859-15", "8bit"),
    _alternative,
    _plain("utf-8", "base64"),
    _reply,
)
