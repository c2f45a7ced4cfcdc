"""What arrives: messages made from templates, and what mailbot reads in them.

Reading costs more than everything else together and is not what is tested here. So each template is read
once, by mailbot, with placeholders in it; a message is the template with the placeholders filled, and its
reading is the template's reading with them filled, for each has a fixed length. A test holds the two to each
other.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from hashlib import sha256

from fakes import ARCHIVE, LETTERHEAD, MAILBOX, PRACTICE, SAM, Reading

from mailbot.complaints.likeness import signature
from mailbot.mail.message import Address
from mailbot.mail.writing.compose import compose
from mailbot.mail.writing.templates import Rendered
from mailbot.reading.worker import read

#: Placeholders, each of the length of what takes its place.
PERSON = "zqperson00"  # a local part
OWN_ID = "zqmessageid00000"  # the first part of its Message-ID
THEIRS = "zqtheiridbefore0"  # of an earlier message of theirs
OURS = "feedfacefeedfacefeedfacefeedface"  # the word of a letter of ours
CASE = "C-ZQZQ-ZQZQ"

ROBOTS = "robots.example"
MACHINES = frozenset(
    {
        "mailer-daemon@mx.example.org",
        "news@lists.example",
        f"noreply@{ROBOTS}",
        "team@financial-ombudsman.org.uk",
    }
)
_HEAD = {
    "From": f"Pat Person <{PERSON}@example.org>",
    "To": MAILBOX,
    "Subject": "Complaint",
    "Date": "Mon, 23 Nov 2026 09:59:00 +0000",
    "Message-ID": f"<{OWN_ID}@mail.example.org>",
}
_ANSWERS = f"<{OURS}.acknowledgement@firm.example.com>"
_TOLD = (
    "On 3 November you took a fee from my account although I had paid. I want it back.",
    "Nobody has answered my letters since the summer and I am very unhappy about it.",
    "Your branch closed at two without a word on the door. I complain about that.",
    "You sent my statement to somebody else. Put it right and tell me how it happened.",
)
_REPORT = f"""--b
Content-Type: text/plain

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {PERSON}@example.org
Action: {{action}}
Status: {{status}}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: message/rfc822

Message-ID: {_ANSWERS}
Subject: Your complaint

.
--b--
"""


@dataclass(frozen=True)
class Template:
    """One shape of message. `kinds`: what mailbot may take it for; `answerable`: it may be acknowledged."""

    name: str
    raw: bytes
    kinds: frozenset[str]
    answerable: bool = False

    @property
    def opens(self) -> bool:
        return "complaint" in self.kinds or "unreadable" in self.kinds


def _message(text: str, **changes: str) -> bytes:
    fields = _HEAD | {name.replace("_", "-"): value for name, value in changes.items()}
    head = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    return f"{head}\n{text}\n".encode().replace(b"\n", b"\r\n")


def _report(action: str, status: str) -> bytes:
    return _message(
        _REPORT.format(action=action, status=status),
        From="MAILER-DAEMON@mx.example.org",
        Subject="Undelivered Mail Returned to Sender",
        Return_Path="<>",
        Auto_Submitted="auto-replied",
        MIME_Version="1.0",
        Content_Type='multipart/report; report-type=delivery-status; boundary="b"',
    )


def _own_letter() -> bytes:
    return compose(
        Rendered(f"Auto: [{CASE}]", "Dear customer,\n", "<p>Dear customer,</p>\n"),
        sender=LETTERHEAD.sender,
        recipient=Address("", f"{PERSON}@example.org"),
        message_id=f"<{OURS}.acknowledgement@firm.example.com>",
        date=datetime.fromisoformat("2026-11-23T10:00:00+00:00"),
        auto_submitted="auto-replied",
        reply_to=None,
        in_reply_to=f"<{OWN_ID}@mail.example.org>",
        parent_references=(),
        parent_in_reply_to=(),
        headers={},
        attachments=[],
    )


def _kinds(*names: str) -> frozenset[str]:
    return frozenset(names)


_COMPLAINT, _JOINS = _kinds("complaint"), _kinds("follow_up", "complaint")
_DANGER = "I cannot go on and I am going to kill myself tonight because of your letters."


@cache
def templates() -> Mapping[str, Template]:
    """Every shape there is, by name."""
    listed = [
        *(Template(f"complaint {n}", _message(text), _COMPLAINT, True) for n, text in enumerate(_TOLD)),
        Template("tagged", _message(_TOLD[0], From=f"{PERSON}+tag@example.org"), _COMPLAINT, True),
        Template("public", _message(_TOLD[1], From=f"{PERSON}@gmail.com"), _COMPLAINT, True),
        Template("one domain", _message(_TOLD[2], From=f"{PERSON}@{ROBOTS}"), _COMPLAINT, True),
        Template("danger", _message(_DANGER), _COMPLAINT),
        Template("no reply", _message(_TOLD[1], From=f"noreply@{ROBOTS}"), _COMPLAINT),
        Template("elsewhere", _message(_TOLD[0], To="somebody@example.net"), _COMPLAINT),
        Template("two authors", _message(_TOLD[0], From=f"{PERSON}@example.org, b@example.org"), _COMPLAINT),
        Template("as if from us", _message(_TOLD[0], From=MAILBOX), _COMPLAINT),
        Template("empty", _message("", Subject=""), _kinds("unreadable")),
        Template(
            "headless", b"\r\n\x00\xff garbage \x80\r\n" + OWN_ID.encode(), _kinds("unreadable", "complaint")
        ),
        Template(
            "encrypted",
            _message("x", Content_Type="application/pkcs7-mime; smime-type=enveloped-data"),
            _kinds("unreadable"),
        ),
        Template(
            "answer", _message("When will I hear?", In_Reply_To=_ANSWERS, Subject="Re: it"), _JOINS, True
        ),
        Template("cites", _message(f"My complaint {CASE} again: still no answer."), _JOINS, True),
        Template(
            "adds", _message("And another thing.", In_Reply_To=f"<{THEIRS}@mail.example.org>"), _JOINS, True
        ),
        Template(
            "stranger",
            _message("I complain too.", From=f"{PERSON}@example.net", In_Reply_To=_ANSWERS),
            _COMPLAINT,
            True,
        ),
        Template(
            "away",
            _message(
                "I am away.", Subject="Automatic reply", Auto_Submitted="auto-replied", In_Reply_To=_ANSWERS
            ),
            _kinds("automatic"),
        ),
        Template("away alone", _message("I am away.", Auto_Submitted="auto-replied"), _kinds("automatic")),
        Template("failed", _report("failed", "5.1.1"), _kinds("delivery_report")),
        Template("delayed", _report("delayed", "4.4.7"), _kinds("delivery_report")),
        Template(
            "list",
            _message("News.", From="news@lists.example", List_Id="<news.lists.example>"),
            _kinds("list"),
        ),
        Template(
            "regulator",
            _message(f"We have a complaint about you, {CASE}.", From="team@financial-ombudsman.org.uk"),
            _kinds("regulator"),
        ),
        Template(
            "handler", _message(f"{CASE}: I rang.", From=SAM.email, In_Reply_To=_ANSWERS), _kinds("handler")
        ),
        Template("spam", _message(_TOLD[0], X_Spam_Flag="YES"), _kinds("suspect", "follow_up")),
        Template("ours", _own_letter(), _kinds("own")),
    ]
    return {template.name: template for template in listed}


#: What a robot's template may never become, whatever the store knows: a case of its own.
ROBOTIC = ("away", "away alone", "failed", "delayed", "list", "regulator", "handler", "ours")


@dataclass
class Library:
    """Reads: a reader for intake. What was not made here it reads as the real one does."""

    read: dict[bytes, Reading] = field(default_factory=dict)

    def make(self, name: str, filled: Mapping[str, str]) -> bytes:
        """A message of this shape, with its placeholders filled."""
        template = templates()[name]
        raw = fill(template.raw, filled)
        self.learn(template, raw, filled)
        return raw

    def learn(self, template: Template, raw: bytes, filled: Mapping[str, str]) -> None:
        """`raw` reads as this template with these placeholders filled."""
        digest, reading = _pickled(template.name)
        made: Reading = pickle.loads(  # noqa: S301  # our own
            fill(reading, filled).replace(digest.encode(), sha256(raw).hexdigest().encode())
        )
        compared = replace(made.extract, likeness=signature(made.extract.text))
        self.read[raw] = replace(made, extract=compared)

    def start(self, raw: bytes) -> Future[Reading]:
        future: Future[Reading] = Future()
        future.set_result(self.read[raw])
        return future


def fill(octets: bytes, filled: Mapping[str, str]) -> bytes:
    for placeholder, value in filled.items():
        assert len(placeholder) == len(value.encode()), (placeholder, value)
        octets = octets.replace(placeholder.encode(), value.encode())
    return octets


def fresh(raw: bytes) -> Reading:
    """As mailbot's worker reads it."""
    return read(raw, PRACTICE, 25 * 2**20)


@cache
def _pickled(name: str) -> tuple[str, bytes]:
    """The digest of a template, and its reading."""
    reading = fresh(templates()[name].raw)
    return reading.parsed.sha256, pickle.dumps(reading)


class Words:
    """The words of letters, as few as can be told apart."""

    def language(self, kind: str) -> str:
        del kind
        return "en"

    def render(self, kind: str, context: Mapping[str, object], *, logo: bool = False) -> Rendered:
        del logo
        subject = f"{kind} [{context.get('reference') or '-'}]"
        return Rendered(subject, f"{subject}\n", f"<p>{subject}</p>\n")

    def names(self) -> list[str]:
        return ["acknowledgement", "alert", "handler_notice", "leaflet", "message_notice", "reminder"]


OWN = frozenset({MAILBOX, ARCHIVE})
