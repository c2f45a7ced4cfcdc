"""One IMAP connection: opened, verified, logged in, and guarded.

Every command goes through `Session.ask`, which refuses CR, LF and NUL in any argument (imapclient writes them
to the wire: one header value of a message could move the whole inbox) and knows two errors:

    Disconnected   the connection is of no more use, or the server is busy: come again, with back-off
    Refused        the server understood and said no: a person must change something

Faults: as above. A connection that failed once is never used again: its buffers may hold half an answer.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any

import imapclient
from imapclient.exceptions import LoginError, ProtocolError

from mailbot.wire.outcome import Disconnected, MailboxError, Refused, one_line, refuse_unsafe
from mailbot.wire.terms import Account, is_loopback, tls_context

IDLE_SLICE = 1.0  # seconds for which a stop may go unheard
IDLE_ROUND = (
    60.0  # seconds; a notice in the packet of "+ idling" is only seen when the round ends. RFC 2177: < 29 min
)
DEAD_AFTER = (
    3  # empty answers before their time, in a row: the server has gone and imapclient does not say so
)

_CLIENT: Any = imapclient.IMAPClient  # untyped in part, wrongly in part

COPIED_AT_MOST = 1_000  # UIDs a range

# RFC 5530 and 9051 section 7.1: trouble of the moment, as opposed to a decision about us.
_PASSING = re.compile(r"\[(?:UNAVAILABLE|INUSE|SERVERBUG|EXPUNGEISSUED)\b", re.IGNORECASE)
# What imaplib and imapclient raise when a server talks nonsense.
_NONSENSE = (
    ProtocolError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
)
# A peer that vanished without FIN is noticed in less than a minute (RELIABILITY.md F16).
_KEEPALIVE = {"TCP_KEEPIDLE": 20, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 50_000}


_COPYUID = re.compile(rb"[0-9]{1,10} ([0-9:,]{1,65536}) [0-9:,]{1,65536}")


class Session:
    """Owned by one thread for life: two threads on one connection hang (measured)."""

    def __init__(self, account: Account, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.account = account
        self.where = f"{account.host}:{account.port}"
        self.capabilities: frozenset[str] = frozenset()
        self.asked = 0  # commands since the last SELECT
        self._monotonic = monotonic
        self._client: Any = None  # imapclient is untyped

    def connect(self) -> None:
        """Connect, verify, log in."""
        secret = self._secret()
        self._client = self._open()
        try:
            if self.account.tls == "starttls":
                self._start_tls()
            # Asked again after TLS and after the login: what was said in the clear counts for nothing
            # (RFC 9051 section 6.1.1).
            self._login(secret, self._offered())
            self._client.normalise_times = False  # else INTERNALDATE comes naive, in this machine's zone
            self.capabilities = self._offered()
        except BaseException:
            self.drop()
            raise

    def ask(self, command: str, *arguments: object, **options: object) -> Any:
        """Run one command of imapclient."""
        refuse_unsafe([*arguments, *options.values()])
        client = self._client
        if client is None:
            raise Disconnected(f"{self.where}: not connected; connect again")
        self.asked += 1
        try:
            return getattr(client, command)(*arguments, **options)
        except imaplib.IMAP4.readonly:
            self.drop()
            raise Refused(f"{self.where}: the mailbox is read-only for us; grant write access") from None
        except (imaplib.IMAP4.abort, OSError, *_NONSENSE) as error:
            self.drop()
            raise Disconnected(
                f"{self.where}: lost in {command}: {one_line(str(error))}; connect again"
            ) from error
        except imaplib.IMAP4.error as error:
            raise self._answered(one_line(str(error))) from error

    def untagged(self, name: str) -> list[bytes]:
        """What the server said beside its answers since the last SELECT."""
        return list(self._client._imap.untagged_responses.get(name, [])) if self._client else []

    def copied(self) -> set[int]:
        """Which UIDs the last COPY or MOVE took along, as far as the server says (RFC 4315 section 3)."""
        uids: set[int] = set()
        for code in self.untagged("COPYUID"):
            found = _COPYUID.fullmatch(code)
            for part in found[1].split(b",") if found else []:
                low, _, high = part.partition(b":")
                first, last = sorted((int(low), int(high or low)))
                if last - first <= COPIED_AT_MOST:  # we never ask for more; who says so is not believed
                    uids.update(range(first, last + 1))
        return uids

    def forget(self, name: str) -> None:
        if self._client:
            self._client._imap.untagged_responses.pop(name, None)

    def idle(self, timeout: float, stop: threading.Event) -> bool:
        """Wait for news, a stop or the timeout; True where the server told of something (RFC 2177).

        Not more than a hint: the caller looks at the mailbox after it, whatever it says.
        """
        if "IDLE" not in self.capabilities:
            stop.wait(timeout)
            return False
        # A message that came since the last look would be told in the packet of "+ idling" and not be seen.
        self.forget("EXISTS")
        self.ask("noop")
        if self.untagged("EXISTS") or stop.is_set():
            return bool(self.untagged("EXISTS"))
        self.ask("idle")
        news = self._watch(min(timeout, IDLE_ROUND), stop)
        _, last = self.ask("idle_done")
        return _tells(last) or news

    def close(self) -> None:
        """Leave by LOGOUT, which expunges nothing (RFC 4549 section 4.2.5). Never raises."""
        if self._client is not None:
            with contextlib.suppress(MailboxError):
                self.ask("logout")
        self.drop()

    def drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                client.shutdown()

    def _watch(self, timeout: float, stop: threading.Event) -> bool:
        end = self._monotonic() + timeout
        empty = 0
        while not stop.is_set() and (left := end - self._monotonic()) > 0:
            began, wait = self._monotonic(), min(left, IDLE_SLICE)
            answers = self.ask("idle_check", wait)
            if any(answer and answer[0] == b"BYE" for answer in answers):
                self.drop()
                raise Disconnected(f"{self.where}: the server said goodbye while we waited; connect again")
            if _tells(answers):
                return True
            # imapclient swallows the end of the stream: an empty answer too soon. Once: half a TLS record.
            empty = empty + 1 if not answers and self._monotonic() - began < wait / 2 else 0
            if empty >= DEAD_AFTER:
                self.drop()
                raise Disconnected(f"{self.where}: the server has gone while we waited; connect again")
        return False

    def _open(self) -> Any:
        account = self.account
        context = tls_context(account.ca_file) if account.tls == "implicit" else None
        try:
            client: Any = _CLIENT(
                account.host,
                account.port,
                ssl=context is not None,
                ssl_context=context,
                timeout=imapclient.SocketTimeout(account.connect_timeout, account.read_timeout),
            )
        except (imaplib.IMAP4.error, OSError, *_NONSENSE) as error:
            raise self._unreachable(error) from error
        client._imap.debug = 0  # imapclient formats every line for a log nobody reads, passwords among them
        _tune(client.socket())
        return client

    def _start_tls(self) -> None:
        if b"STARTTLS" not in self.ask("capabilities"):
            raise Refused(f"{self.where}: the server does not offer STARTTLS; check port and tls")
        context = tls_context(self.account.ca_file)
        try:
            self._client.starttls(ssl_context=context)
            self._client._set_read_timeout()
        except (imaplib.IMAP4.error, OSError, *_NONSENSE) as error:
            raise self._unreachable(error) from error

    def _offered(self) -> frozenset[str]:
        self._client._cached_capabilities = None
        self.forget("CAPABILITY")
        return frozenset(word.decode("ascii", "replace").upper() for word in self.ask("capabilities"))

    def _secret(self) -> str:
        try:
            secret = self.account.secret()
        except OSError as error:
            raise Refused(f"{self.where}: cannot read the secret: {error}; check its file") from error
        refuse_unsafe([secret])
        return secret

    def _login(self, secret: str, offered: frozenset[str]) -> None:
        name, host = self.account.username, self.account.host
        if self.account.tls == "none" and not is_loopback(host):
            raise Refused(f"{self.where}: no login without TLS; set tls")
        try:
            if self.account.mechanism == "xoauth2":
                self.ask("sasl_login", "XOAUTH2", _bearer(name, secret))
            elif "AUTH=PLAIN" in offered:  # not LOGIN, which cannot carry a password outside ASCII
                self.ask("sasl_login", "PLAIN", lambda _: f"\0{name}\0{secret}")
            elif "LOGINDISABLED" in offered:
                raise Refused(
                    f"{self.where}: the server forbids passwords here (LOGINDISABLED); check port and tls"
                )
            else:
                self.ask("login", name, secret)
        except MailboxError as error:
            cause = error.__cause__
            if isinstance(cause, LoginError) and isinstance(cause.__context__, imaplib.IMAP4.abort | OSError):
                raise Disconnected(f"{self.where}: lost while logging in; connect again") from error
            if isinstance(error, Refused) and isinstance(cause, LoginError):
                told = one_line(str(cause))
                raise Refused(
                    f"{self.where}: login as {name} refused ({told}); check username and password"
                ) from error
            raise

    def _answered(self, told: str) -> MailboxError:
        kind = Disconnected if _PASSING.search(told) else Refused
        todo = (
            "the server is in trouble, trying again" if kind is Disconnected else "see what the server says"
        )
        error = kind(f"{self.where}: {told}; {todo}")
        error.answered = True
        return error

    def _unreachable(self, error: BaseException) -> MailboxError:
        if isinstance(error, ssl.SSLCertVerificationError):
            return Refused(
                f"{self.where}: certificate refused: {error.verify_message}; "
                "check host, ca_file and the server's certificate"
            )
        if isinstance(error, ssl.SSLError) and not isinstance(
            error, ssl.SSLEOFError | ssl.SSLZeroReturnError
        ):
            return Refused(f"{self.where}: no TLS ({one_line(str(error))}); check port and tls")
        told = one_line(str(error)) or type(error).__name__
        return Disconnected(
            f"{self.where}: cannot reach the IMAP server ({told}); check host, port and network"
        )


def _bearer(name: str, token: str) -> Callable[[bytes], bytes]:
    def mechanism(challenge: bytes) -> bytes:
        # A challenge with text is the reason for refusing; it wants an empty line, not the token again.
        return b"" if challenge else f"user={name}\1auth=Bearer {token}\1\1".encode()

    return mechanism


def _tells(answers: object) -> bool:
    """Whether IDLE's answers tell of a change, as opposed to "OK Still here"."""
    return isinstance(answers, list) and any(
        len(answer) > 1 and answer[1] in (b"EXISTS", b"RECENT", b"EXPUNGE") for answer in answers
    )


def _tune(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else 40 ms a login (measured)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE.items():
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
