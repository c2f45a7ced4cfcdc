"""The two mail servers of `mailbot demo`: real protocols on 127.0.0.1, nothing kept, one thread.

The IMAP server is pymap with its in-memory mailboxes and one user; the SMTP server is aiosmtpd and keeps what
it accepted. Both listen on a free port and serve from `start` to `close`.

Faults: `ImportError` on import where the extra `demo` is not installed; `OSError` where no port can be had.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiosmtpd.smtp import SMTP
from imapclient import IMAPClient
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, DictBackend, Login
from pymap.imap import IMAPServer
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

HOST = "127.0.0.1"
USER = "complaints@firm.example"
PASSWORD = "demonstration"  # noqa: S105  # of a server that lives for seconds and hears this machine alone
START_WITHIN = 10.0  # seconds
CLOSE_WITHIN = 5.0  # seconds
_APPENDUID = re.compile(rb"APPENDUID (\d+) (\d+)")


@dataclass(frozen=True, slots=True)
class Accepted:
    """One letter the SMTP server took: the envelope and the exact octets."""

    reverse_path: str
    forward_paths: tuple[str, ...]
    raw: bytes


@dataclass
class MailServers:
    """An IMAP and an SMTP server in a thread of their own."""

    accepted: list[Accepted] = field(
        default_factory=list
    )  # in the order of acceptance; only ever appended to
    imap_port: int = 0
    smtp_port: int = 0

    def __post_init__(self) -> None:
        self._ready = threading.Event()
        self._fault: OSError | None = None
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="demo-servers", daemon=True)

    def start(self) -> None:
        self._thread.start()
        if not self._ready.wait(START_WITHIN):
            raise OSError(f"the embedded mail servers did not start within {START_WITHIN:.0f} seconds")
        if self._fault is not None:
            raise self._fault

    def close(self) -> None:
        """Stop serving; harmless when it never started."""
        if self._loop is not None and self._stop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(CLOSE_WITHIN)

    def put(
        self, messages: Iterable[tuple[datetime, bytes]], mailbox: str = "INBOX"
    ) -> list[tuple[int, int]]:
        """Let messages arrive, each with its INTERNALDATE (RFC 3501 section 6.3.11).

        Returns the UIDVALIDITY and UID of each, as APPENDUID says them (RFC 4315 section 3).
        """
        client: Any = IMAPClient(HOST, self.imap_port, ssl=False, timeout=START_WITHIN)
        # Without it each literal waits for the server's delayed acknowledgement, 40 ms a message.
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.login(USER, PASSWORD)
        answers = [client.append(mailbox, raw, flags=(), msg_time=at) for at, raw in messages]
        client.logout()  # closes the socket too
        return [(int(uid[1]), int(uid[2])) for uid in map(_APPENDUID.search, answers) if uid is not None]

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except OSError as fault:
            self._fault = fault
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        imap = await _imap_server()
        smtp = await self._loop.create_server(self._smtp_session, HOST, 0)
        self.imap_port, self.smtp_port = _port(imap), _port(smtp)
        self._ready.set()
        await self._stop.wait()
        imap.close()
        smtp.close()
        # asyncio.run ends what is still connected; waiting for the clients could last for ever.

    def _smtp_session(self) -> SMTP:
        return SMTP(_Sink(self.accepted), hostname="localhost", ident="mailbot demo", enable_SMTPUTF8=True)


class _Sink:
    """Accepts every letter.  The method's name is aiosmtpd's."""

    def __init__(self, accepted: list[Accepted]) -> None:
        self._accepted = accepted

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self._accepted.append(
            Accepted(
                (envelope.mail_from or "").strip("<>"),
                tuple(envelope.rcpt_tos),
                bytes(envelope.original_content),
            )
        )
        return f"250 2.0.0 accepted as {len(self._accepted)}"


class _ImapConfig(Config):
    @property
    def greeting(self) -> bytes:
        return b"mailbot demo"  # pymap's own asks the network for this machine's name


async def _imap_server() -> asyncio.Server:
    args = Namespace(
        host=HOST, port=0, debug=False, cert=None, key=None, tls=False, proxy_protocol=None, passlib_cfg=None,
        inherited_sockets=None, demo_data=False, demo_user=USER, demo_password=PASSWORD,
    )  # fmt: skip
    config = _ImapConfig.from_args(args, hash_context=Cleartext())
    login = Login(config)
    await login.demo_user_identity.set(UserMetadata(config, USER, password=PASSWORD))
    backend = DictBackend(login, config)
    config.apply_context()
    serve = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
    return await asyncio.start_server(serve, host=HOST, port=0)


def _port(server: asyncio.Server) -> int:
    return int(server.sockets[0].getsockname()[1])
