"""Letters to the submission server (RFC 6409), one transaction each, several a connection (RFC 5321).

    [connect EHLO STARTTLS EHLO AUTH] → MAIL → RCPT … → arm() → DATA → text and dot → reply

What an answer is about depends on where it comes: up to MAIL about us, at RCPT and DATA about the letter, and
once the text is on its way no clear answer means that nobody knows (RFC 1047). `deliver` returns which.

Faults: every fault of the server or the network is an `Outcome`; a reverse-path or a text that may not be
sent as it stands is `UnsafeArgument`, our own defect.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import aiosmtplib

from mailbot.wire.notification import Handed
from mailbot.wire.oauth.faults import TokenRefused
from mailbot.wire.outcome import (
    Delayed,
    Delivered,
    Failed,
    Outcome,
    Unknown,
    UnsafeArgument,
    one_line,
    status_of,
)
from mailbot.wire.smtp_faults import advice, reason
from mailbot.wire.smtp_login import log_in
from mailbot.wire.terms import Submission, certificate_ends, tls_context

__all__ = ["Courier", "Patience", "Submission"]

_UNFIT_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f<>\ud800-\udfff\u2028\u2029]")
_BARE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")  # RFC 5321 section 2.3.8: MUST NOT be sent
#: Of answers to MAIL: its size (RFC 1870 section 6.1), or what is in it (RFC 3463 section 3.7).
_ABOUT_THE_LETTER = re.compile(r"5[0-9]{2} 5\.(?:3\.4|6\.[0-9]+)\b|(?:552|523) (?!5\.)")
_PARAMETERS_REFUSED = ("501", "504", "555")  # RFC 5321 section 4.2.4
_LOGIN_WANTED = "530"  # RFC 4954 section 6: at any command, and about us


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for each answer: the minima of RFC 5321 section 4.5.3.2."""

    greeting: float = 300
    command: float = 300  # EHLO, STARTTLS, AUTH, MAIL, RCPT
    data: float = 120
    block: float = 180  # the text itself, in addition to the dot
    dot: float = 600  # shorter, and a slow server's letters are sent twice (RFC 1047)
    leave: float = 30  # RSET and QUIT; nothing depends on them


class _Broken(Exception):
    """The connection is of no use; nothing of the letter was sent."""


class Courier:
    """One connection, opened when first needed. Letters handed in at once go one after the other."""

    def __init__(self, submission: Submission, *, patience: Patience | None = None) -> None:
        self._submission = submission
        self._patience = patience or Patience()
        self._where = f"{submission.host}:{submission.port}"
        self._client: aiosmtplib.SMTP | None = None
        self._refuses_reports = False  # though it offers them
        self._lock = asyncio.Lock()

    async def deliver(
        self,
        reverse_path: str,
        recipients: Sequence[str],
        raw: bytes,
        *,
        arm: Callable[[], Awaitable[bool]],
        envelope_id: str = "",
    ) -> Outcome:
        """Hand over one letter. The first recipient is who it is for: refused there, it is not sent at all.

        `arm` is awaited before DATA: what it has written down is what a crash after it will find. Reports
        about the letter name `envelope_id`, where the server offers that.
        """
        if _UNFIT_ADDRESS.search(reverse_path) or _BARE_LINE_END.search(raw) or not raw.endswith(b"\r\n"):
            raise UnsafeArgument("the reverse-path or the text of a letter may not be sent as it stands")
        if not recipients or any(not each or _UNFIT_ADDRESS.search(each) for each in recipients):
            return Failed("not an address that can be sent to", "5.1.3")  # and the next letter is not held up
        async with self._lock:
            try:
                return await self._transaction(Handed(reverse_path, recipients, raw, envelope_id), arm)
            except (
                BaseException
            ):  # cancelled, or arm() failed: half a transaction must not be used for another
                self._drop()
                raise

    async def check(self) -> str | None:
        """Connect and log in; return why that is not possible, or None."""
        async with self._lock:
            try:
                if not self._is_open():
                    await self._open()
            except _Broken as broken:
                return str(broken)
            return None

    async def close(self) -> None:
        """QUIT, if there is anybody to say it to."""
        async with self._lock:
            if self._is_open():
                with contextlib.suppress(_Broken):
                    await self._say("QUIT", self._patience.leave)
            self._drop()

    async def _transaction(self, letter: Handed, arm: Callable[[], Awaitable[bool]]) -> Outcome:
        if (ended := await self._mail(letter)) is not None:
            return ended
        refused: dict[str, str] = {}
        try:
            for number, recipient in enumerate(letter.recipients):
                reply = await self._rcpt(recipient, letter.of_recipient(number))
                if (judged := self._judge(reply)) is None:
                    continue
                if number == 0 or reply.startswith("421"):
                    await self._reset()
                    return judged
                refused[recipient] = reply
            if not await arm():
                await self._reset()
                return Delayed("withheld before DATA")
            reply = await self._say("DATA", self._patience.data)
        except _Broken as broken:  # before the text: certainly not sent
            return Delayed(str(broken))
        if not reply.startswith("354"):
            await self._reset()
            return self._judge(reply) or Delayed(f"{self._where}: {reply} instead of 354")
        return await self._text(letter.raw, refused)

    async def _mail(self, letter: Handed) -> Outcome | None:
        """MAIL; once more on a new connection where an open one turns out to have gone in the meantime."""
        reused = self._is_open()
        while True:
            try:
                if not self._is_open():
                    await self._open()
                options = self._options(letter)
                if not isinstance(options, str):
                    return options
                reply = await self._say(f"MAIL FROM:<{letter.reverse_path}>{options}", self._patience.command)
            except _Broken as broken:
                reply = str(broken)
                if not reused:
                    return Delayed(reply, ours=True)
            else:
                if reply.startswith("2"):
                    return None
                if self._reports() and reply.startswith(_PARAMETERS_REFUSED):
                    self._refuses_reports = True
                    continue
                if _ABOUT_THE_LETTER.match(reply):
                    await self._reset()
                    return Failed(reply, status_of(reply))
                if not reused or not reply.startswith("421"):
                    await self._reset()
                    why = f"{self._where}: sender refused: {reply}; check username and from"
                    return Delayed(why, ours=True)
            self._drop()
            reused = False

    def _options(self, letter: Handed) -> str | Outcome:
        """The parameters of MAIL, or why the server would not take it (RFC 1870, 3461, 6152, 6531)."""
        client, raw = self._client, letter.raw
        assert client is not None  # noqa: S101
        options = ""
        if client.supports_extension("size"):
            limit = client.esmtp_extensions.get("size", "").strip()
            if limit.isdecimal() and len(limit) < 16 and 0 < int(limit) < len(raw):
                return Failed(f"{self._where}: {len(raw)} octets, the server takes {limit}", "5.3.4")
            options += f" SIZE={len(raw)}"
        if not raw.isascii() and client.supports_extension("8bitmime"):
            options += " BODY=8BITMIME"
        if not all(address.isascii() for address in (letter.reverse_path, *letter.recipients)):
            if not client.supports_extension("smtputf8"):
                return Failed(f"{self._where}: the server takes no address outside ASCII", "5.6.7")
            options += " SMTPUTF8"
        if self._reports():
            options += letter.of_mail()
        return options

    async def _rcpt(self, recipient: str, asked: str) -> str:
        """RCPT; once more without asking for reports where the server refuses what it offered."""
        command, reports = f"RCPT TO:<{recipient}>", self._reports()
        reply = await self._say(command + (asked if reports else ""), self._patience.command)
        if reports and reply.startswith(_PARAMETERS_REFUSED):
            reply = await self._say(command, self._patience.command)
            self._refuses_reports = reply.startswith("2")
        return reply

    def _reports(self) -> bool:
        client = self._client
        return not self._refuses_reports and client is not None and client.supports_extension("dsn")

    async def _text(self, raw: bytes, refused: dict[str, str]) -> Outcome:
        """Send the text. From here on only a clear answer is one."""
        stuffed = (b"." if raw.startswith(b".") else b"") + raw.replace(b"\r\n.", b"\r\n..") + b".\r\n"
        protocol = self._client.protocol if self._client else None
        if protocol is None:
            return Delayed(f"{self._where}: connection lost after 354, before the text")
        try:
            protocol.write(stuffed)
        except aiosmtplib.SMTPServerDisconnected:  # raised before the first octet
            self._drop()
            return Delayed(f"{self._where}: connection lost after 354, before the text")
        try:
            code, told = await protocol.read_response(timeout=self._patience.block + self._patience.dot)
        except (aiosmtplib.SMTPException, OSError) as error:
            self._drop()
            return Unknown(f"{self._where}: no clear answer after the text: {reason(error)}", refused)
        reply = one_line(f"{code} {told}")
        if code == 421:
            self._drop()
        if 200 <= code <= 299:
            return Delivered(reply, refused)
        if 400 <= code <= 599:
            return Delayed(reply) if code < 500 else Failed(reply, status_of(reply))
        self._drop()
        return Unknown(f"{self._where}: no clear answer after the text: {reply}", refused)

    def _judge(self, reply: str) -> Delayed | Failed | None:
        """What an answer to RCPT or DATA means for the letter; None: go on (RFC 5321 section 4.2.1)."""
        if reply.startswith("2"):
            return None
        if reply.startswith(_LOGIN_WANTED):
            return Delayed(f"{self._where}: {reply}; check username and password", ours=True)
        return Failed(reply, status_of(reply)) if reply.startswith("5") else Delayed(reply)

    async def _say(self, line: str, timeout: float) -> str:
        """One command, one reply as a line. Raises `_Broken`."""
        verb = line.partition(" ")[0]
        if self._client is None:
            raise _Broken(f"{self._where}: not connected at {verb}")
        try:
            code, told = await self._client.execute_command(line.encode(), timeout=timeout)
        except (aiosmtplib.SMTPException, OSError) as error:
            self._drop()
            raise _Broken(
                f"{self._where}: connection lost at {verb}: {reason(error)}; trying again"
            ) from error
        return one_line(f"{code} {told}")

    async def _reset(self) -> None:
        """Give the transaction up, keep the connection if it can be kept."""
        try:
            if self._is_open() and not (await self._say("RSET", self._patience.leave)).startswith("2"):
                self._drop()
        except _Broken:
            self._drop()

    def _is_open(self) -> bool:
        return self._client is not None and self._client.is_connected

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    async def _open(self) -> None:
        """Connect, verify the certificate and its name, log in. Raises `_Broken`."""
        server = self._submission
        self._drop()
        try:
            context = None if server.tls == "none" else await asyncio.to_thread(tls_context, server.ca_file)
            self._client = client = aiosmtplib.SMTP(
                hostname=server.host,
                port=server.port,
                use_tls=server.tls == "implicit",
                start_tls=server.tls
                == "starttls",  # True fails where it is not offered; None would go on in the clear
                tls_context=context,
                local_hostname=server.local_hostname,
                timeout=self._patience.command,
            )
            await client.connect(timeout=self._patience.greeting)
            if (ends := certificate_ends(client.get_transport_info("peercert"))) is not None:
                server.certificate(ends)
            await client.ehlo(timeout=self._patience.command)
            if server.username and server.secret:
                await log_in(client, server, timeout=self._patience.command)
        except TokenRefused as refusal:
            self._drop()
            raise _Broken(f"{self._where}: no access token: {refusal}") from None
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            self._drop()
            raise _Broken(f"{self._where}: {advice(error, server)}") from error
