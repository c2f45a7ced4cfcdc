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
import ssl
import threading
import time
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import imapclient
from imapclient.exceptions import ProtocolError

from mailbot.wire import answers
from mailbot.wire.login import log_in, secret_of
from mailbot.wire.outcome import Disconnected, MailboxError, Refused, one_line, refuse_unsafe
from mailbot.wire.stream import Stream
from mailbot.wire.terms import Account, NoRoots, certificate_ends, tls_context

IDLE_SLICE = 1.0  # seconds for which a stop may go unheard
NAMED_AT_ONCE = 80  # UIDs; a command line under the 1,000 octets of RFC 2683 section 3.2.1.5
LEAVE = 2.0  # seconds for a goodbye nobody needs
WHOLE_MESSAGES = 256 * 1024 * 1024  # octets one FETCH by `ask` may be answered with
STRUCTURE = 8 * 1024 * 1024  # and one of a BODYSTRUCTURE, whose names may be literals

# Commands a server has nothing to look for to answer.
_AT_ONCE = frozenset({"noop", "capabilities", "idle"})
_NEWS = ("EXISTS", "EXPUNGE", "RECENT", "VANISHED")

# RFC 5530 and 9051 section 7.1: trouble of the moment, as opposed to a decision about us.
_PASSING = re.compile(r"\[(?:UNAVAILABLE|INUSE|SERVERBUG|EXPUNGEISSUED)\b", re.IGNORECASE)
_LAPSED = "AccessTokenExpired"  # in the BYE of Exchange Online
# What imaplib and imapclient raise when a server talks nonsense.
_NONSENSE = (
    ProtocolError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RuntimeError,
)


class Session:
    """Owned by one thread for life: two threads on one connection hang (measured)."""

    def __init__(self, account: Account, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.account = account
        self.where = f"{account.host}:{account.port}"
        self.capabilities: frozenset[str] = frozenset()
        self.asked = 0  # commands since the last SELECT
        self._monotonic = monotonic
        self._client: Any = None  # imapclient is untyped
        self._idles = True  # until the server refuses to

    def connect(self) -> None:
        """Connect, verify, log in."""
        secret = secret_of(self.account)
        self._client = self._open()
        try:
            if self.account.tls == "starttls":
                self._start_tls()
            if (ends := self.certificate_ends()) is not None:
                self.account.certificate(ends)
            # Asked again after TLS and after the login: what was said in the clear counts for nothing
            # (RFC 9051 section 6.1.1).
            log_in(self.ask, self.account, secret, self._offered())
            self._client.normalise_times = False  # else INTERNALDATE comes naive, in this machine's zone
            self.capabilities = self._offered()
        except BaseException:
            self.drop()
            raise

    def certificate_ends(self) -> datetime | None:
        """Until when the server's certificate holds; None without TLS."""
        sock = self._client._imap.sock
        return certificate_ends(sock.getpeercert()) if isinstance(sock, ssl.SSLSocket) else None

    def ask(self, command: str, *arguments: object, **options: object) -> Any:
        """Run one command of imapclient."""
        refuse_unsafe([*arguments, *options.values()])
        literals = WHOLE_MESSAGES if command == "fetch" else 0
        return self._run(
            command, lambda client: getattr(client, command)(*arguments, **options), literals=literals
        )

    def search(self, *criteria: str) -> list[int]:
        """The UIDs a UID SEARCH finds."""
        refuse_unsafe(criteria)
        found: list[int] = self._run(
            "search", lambda client: answers.numbers(_uid(client, "SEARCH", *criteria))
        )
        return found

    def fetch(
        self, uids: Sequence[int], items: Sequence[str], *, octets: int = 0
    ) -> dict[int, answers.Items]:
        """UID → item → value; the bodies asked for may come to about `octets`."""
        refuse_unsafe(items)
        asked = ",".join(map(str, uids)), f"({' '.join(items)})"
        # RFC822.SIZE may be wrong (RFC 2683 section 3.4.5), but not by any amount.
        found: dict[int, answers.Items] = self._run(
            "fetch", lambda client: answers.by_uid(_uid(client, "FETCH", *asked)), literals=2 * octets
        )
        return found

    def file_names(self, uid: int) -> tuple[str, ...]:
        """The names of a message's files, by its BODYSTRUCTURE."""
        found: tuple[str, ...] = self._run(
            "fetch",
            lambda client: answers.file_names(_uid(client, "FETCH", str(uid), "(BODYSTRUCTURE)")),
            literals=STRUCTURE,
        )
        return found

    def present(self, uids: Collection[int]) -> set[int]:
        """Which of these are in the mailbox."""
        ordered = sorted(set(uids))
        found: set[int] = set()
        for start in range(0, len(ordered), NAMED_AT_ONCE):
            some = ordered[start : start + NAMED_AT_ONCE]
            found |= set(some) & set(self.search("UID", ",".join(map(str, some))))
        return found

    def untagged(self, name: str) -> list[bytes]:
        """What the server said beside its answers since the last SELECT."""
        return list(self._client._imap.untagged_responses.get(name, [])) if self._client else []

    def copied(self) -> set[int]:
        """Which UIDs the last COPY or MOVE took along, as far as the server says (RFC 4315 section 3)."""
        return answers.copied(self.untagged("COPYUID"))

    def forget(self, *names: str) -> None:
        for name in names if self._client else ():
            self._client._imap.untagged_responses.pop(name, None)

    def idle(self, timeout: float, stop: threading.Event) -> bool:
        """Wait for news, a stop or the timeout; True where the server told of something (RFC 2177).

        Not more than a hint: the caller looks at the mailbox after it, whatever it says. In rounds, so that a
        server that has gone without a word is missed; one without IDLE is asked after every round.
        """
        end = self._monotonic() + timeout
        self.forget(*_NEWS)
        self.ask("noop")
        while not self._has_news() and not stop.is_set() and (left := end - self._monotonic()) > 0:
            most = min(left, self.account.idle_round)
            if "IDLE" in self.capabilities and self._idles:
                self._run("idle", partial(self._round, seconds=most, stop=stop))
            else:
                stop.wait(most)
                if not stop.is_set():
                    self.ask("noop")
        return self._has_news()

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

    def _run(self, command: str, act: Callable[[Any], Any], *, literals: int = 0) -> Any:
        client = self._client
        if client is None:
            raise Disconnected(f"{self.where}: not connected; connect again")
        client._imap.patience = self._patience(command)
        client._imap.begin(literals=literals)
        self.asked += 1
        try:
            return act(client)
        except imaplib.IMAP4.readonly:
            self.drop()
            raise Refused(f"{self.where}: the mailbox is read-only for us; grant write access") from None
        except (imaplib.IMAP4.abort, OSError, *_NONSENSE) as error:
            self.drop()
            told = one_line(str(error)) or type(error).__name__
            if _LAPSED in told:
                self.account.refused("")
            raise Disconnected(f"{self.where}: lost in {command}: {told}; connect again") from error
        except imaplib.IMAP4.error as error:
            raise self._answered(one_line(str(error))) from error

    def _patience(self, command: str) -> float:
        account = self.account
        if command == "logout":
            return min(LEAVE, account.answer_timeout)
        return account.answer_timeout if command in _AT_ONCE else account.read_timeout

    def _has_news(self) -> bool:
        return any(self.untagged(name) for name in _NEWS)

    def _round(self, client: Any, seconds: float, stop: threading.Event) -> None:
        """One IDLE, and nothing between it and DONE (RFC 2177 section 3)."""
        imap = client._imap
        end = self._monotonic() + seconds
        tag = imap._command("IDLE")
        while imap._get_response() is not None:  # until it says "+"
            if imap.tagged_commands[tag] is not None:
                del imap.tagged_commands[tag]
                self._idles = False
                return
        while not self._has_news() and not stop.is_set() and (left := end - self._monotonic()) > 0:
            if imap.has_line(min(left, IDLE_SLICE)):
                imap._get_response()
                imap._check_bye()
            if imap.tagged_commands[tag] is not None:
                self._idles = False  # the server ended it; begun again at once it might do so for ever
                break
        else:
            imap.send(b"DONE\r\n")
        imap._command_complete("IDLE", tag)

    def _open(self) -> Any:
        account = self.account
        try:
            context = tls_context(account.ca_file) if account.tls == "implicit" else None
            stream = Stream(account.host, account.port, context=context, patience=account.connect_timeout)
        except (imaplib.IMAP4.error, OSError, *_NONSENSE) as error:
            raise self._unreachable(error) from error
        stream.debug = 0  # every line would be formatted for a log nobody reads, passwords among them
        return _client_of(stream, account)

    def _start_tls(self) -> None:
        if b"STARTTLS" not in self.ask("capabilities"):
            raise Refused(f"{self.where}: the server does not offer STARTTLS; check port and tls")
        try:
            context = tls_context(self.account.ca_file)
            self._client._imap.patience = self.account.connect_timeout
            self._client.starttls(ssl_context=context)
        except (imaplib.IMAP4.error, OSError, *_NONSENSE) as error:
            raise self._unreachable(error) from error

    def _offered(self) -> frozenset[str]:
        self._client._cached_capabilities = None
        self.forget("CAPABILITY")
        return frozenset(word.decode("ascii", "replace").upper() for word in self.ask("capabilities"))

    def _answered(self, told: str) -> MailboxError:
        kind = Disconnected if _PASSING.search(told) else Refused
        todo = (
            "the server is in trouble, trying again" if kind is Disconnected else "see what the server says"
        )
        error = kind(f"{self.where}: {told}; {todo}")
        error.answered = True
        return error

    def _unreachable(self, error: BaseException) -> MailboxError:
        if isinstance(error, NoRoots):
            return Refused(f"{self.where}: {error}")
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


def _client_of(stream: Stream, account: Account) -> Any:
    """imapclient's commands over a stream of ours."""
    kind: Any = type("Client", (imapclient.IMAPClient,), {"_create_IMAP4": lambda _: stream})
    client = kind(account.host, account.port, ssl=account.tls == "implicit")
    client._imap.debug = 0
    return client


def _uid(client: Any, name: str, *arguments: str) -> answers.Answer:
    """A UID command; what the server says in untagged answers of its name."""
    imap = client._imap
    imap.untagged_responses.pop(name, None)  # said unasked, before
    typ, data = imap._command_complete(name, imap._command("UID", name, *arguments))
    client._checkok(name, typ, data)
    told: answers.Answer = imap.untagged_responses.pop(name, [])
    return told
