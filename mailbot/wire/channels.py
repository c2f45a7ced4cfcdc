"""The ways to reach whoever runs mailbot that do not depend on the mailbox: mail by another server, a
webhook, a command, and a ping whose absence is the alarm.

Faults: `OSError` with the reason; never with an address that may be a secret, such as a webhook's.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import secrets
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from mailbot.wire.outcome import Delivered, Unknown
from mailbot.wire.smtp import Courier, Patience
from mailbot.wire.terms import Submission

_PATIENCE = 15.0  # seconds
#: Far below what a letter is given: other channels wait meanwhile, and an alarm told twice harms nobody.
_PATIENCE_OF_MAIL = Patience(greeting=15, command=15, data=15, block=30, dot=60, leave=5)
_SAID = 300  # characters of what a command complained of


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mail by a submission server, best another one than letters go by."""

    submission: Submission
    sender: str
    recipient: str
    name: str = "email"

    def tell(self, subject: str, lines: Sequence[str], now: datetime) -> None:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = self.sender, self.recipient, subject
        letter["Date"] = format_datetime(now)
        letter["Message-ID"] = f"<{secrets.token_hex(16)}@{self.sender_address.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content("\n".join(lines) + "\n")
        raw = letter.as_bytes(policy=policy.SMTP)
        hand_over(self.submission, self.sender_address, self.recipient, raw)

    @property
    def sender_address(self) -> str:
        return parseaddr(self.sender)[1]


@dataclass(frozen=True, slots=True)
class Webhook:
    """An HTTP POST of JSON: {"text", "subject", "lines", "at"}; "text" is what chat services show."""

    url: Callable[[], str]
    name: str = "webhook"

    def tell(self, subject: str, lines: Sequence[str], now: datetime) -> None:
        text = "\n".join([subject, *lines])
        told = {"text": text, "subject": subject, "lines": list(lines), "at": now.isoformat()}
        fetch(self.url(), json.dumps(told).encode("utf-8"))


@dataclass(frozen=True, slots=True)
class Command:
    """A program, with the subject as its last argument and the lines on its standard input."""

    arguments: tuple[str, ...]
    name: str = "command"

    def tell(self, subject: str, lines: Sequence[str], now: datetime) -> None:
        del now
        try:
            done = subprocess.run(  # noqa: S603  # the operator's own
                [*self.arguments, subject],
                input=("\n".join(lines) + "\n").encode("utf-8"),
                capture_output=True,
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise OSError(f"{self.arguments[0]}: not done after {_PATIENCE:.0f} s") from None
        if done.returncode != 0:
            told = " ".join(done.stderr.decode("utf-8", "replace").split())[:_SAID]
            raise OSError(f"{self.arguments[0]}: exit {done.returncode} {told}".strip())


def hand_over(submission: Submission, sender: str, recipient: str, raw: bytes) -> None:
    """One message as it stands; OSError where the server certainly did not take it."""

    async def deliver() -> object:
        courier = Courier(submission, patience=_PATIENCE_OF_MAIL)
        try:
            return await courier.deliver(sender, [recipient], raw, arm=_at_once)
        finally:
            await courier.close()

    outcome = asyncio.run(deliver())
    if not isinstance(outcome, Delivered | Unknown):
        raise OSError(str(getattr(outcome, "reply", outcome)))


async def _at_once() -> bool:
    return True


def fetch(url: str, body: bytes | None = None) -> None:
    """Ask for a page, or post JSON to it; its answer is of no interest beyond its status."""
    head = {"User-Agent": "mailbot", **({"Content-Type": "application/json"} if body is not None else {})}
    try:
        request = urllib.request.Request(url, data=body, headers=head)  # noqa: S310  # http(s): config
    except ValueError:
        raise OSError("what stands there is no web address and cannot be reached") from None
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            answer.read(1)
    except urllib.error.HTTPError as fault:
        raise OSError(f"{request.host} answered {fault.code}") from None
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as fault:
        raise OSError(
            f"{request.host} cannot be reached: {getattr(fault, 'reason', type(fault).__name__)}"
        ) from None
