"""The sample messages: invented people, each a file in samples/ that `mailbot inspect` reads too.

Those of the second wave answer letters of the first; what they answer is filled in for the placeholders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from importlib.resources import files

from mailbot.complaints.calendar import LONDON
from mailbot.demo.letters import SentLetter

DIRECTORY = files("mailbot.demo").joinpath("samples")
LETTER = b"<letter@placeholder.example>"
CASE = b"C-0000-0000"
_DATE = re.compile(rb"^Date: [^\r\n]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sample:
    """A message that arrives so long before the moment mailbot looks."""

    name: str
    before: timedelta


#: What lies in the mailbox when mailbot starts, oldest first.
FIRST = (
    Sample("06-complaint-life-at-risk", timedelta(hours=9, minutes=12)),
    Sample("10-list-newsletter", timedelta(hours=4)),
    Sample("12-suspect-spam", timedelta(hours=3, minutes=31)),
    Sample("01-complaint", timedelta(minutes=58)),
    Sample("02-complaint-html", timedelta(minutes=52)),
    Sample("03-complaint-payments", timedelta(minutes=47)),
    Sample("04-complaint-data-protection", timedelta(minutes=41)),
    Sample("05-complaint-vulnerable", timedelta(minutes=33)),
    Sample("07-complaint-card-number", timedelta(minutes=29)),
    Sample("08-complaint-no-reference", timedelta(minutes=22)),
    Sample("09-complaint-letter-attached", timedelta(minutes=17)),
    Sample("11-regulator-ombudsman", timedelta(minutes=12)),
    Sample("13-unreadable-encrypted", timedelta(minutes=8)),
    Sample("14-enquiry", timedelta(minutes=3)),
)


def read(name: str, at: datetime, *, letter: str = "", case: str = "") -> bytes:
    """A sample as it arrives at a moment, answering a letter (a Message-ID) or naming a case."""
    raw = DIRECTORY.joinpath(f"{name}.eml").read_bytes()
    raw = _DATE.sub(b"Date: " + format_datetime(at.astimezone(LONDON)).encode("ascii"), raw, count=1)
    if letter:
        raw = raw.replace(LETTER, letter.encode("ascii"))
    if case:
        raw = raw.replace(CASE, case.encode("ascii"))
    return raw


def reply(letter: SentLetter, text: str, at: datetime) -> bytes:
    """What a colleague's mail program makes of an answer to a letter."""
    message = EmailMessage()
    message["Authentication-Results"] = "mx.firm.example; dmarc=pass header.from=firm.example"
    message["From"] = letter.recipient
    message["To"] = "complaints@firm.example"
    message["Subject"] = f"Re: {letter.subject}"
    message["Date"] = at.astimezone(LONDON)
    message["Message-ID"] = f"<reply-{letter.number}.{at:%Y%m%d%H%M%S}@firm.example>"
    message["In-Reply-To"] = message["References"] = letter.message_id
    quoted = "\n".join(f"> {line}".rstrip() for line in letter.text.splitlines())
    message.set_content(
        f"{text}\n\nOn {at.astimezone(LONDON):%A} Example Finance Complaints wrote:\n{quoted}\n"
    )
    return message.as_bytes(policy=policy.SMTP)


def first_wave(now: datetime) -> list[tuple[datetime, bytes]]:
    return [(now - sample.before, read(sample.name, now - sample.before)) for sample in FIRST]
