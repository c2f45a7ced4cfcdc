"""The octets an IMAP server sends, bounded: in how many they are, and in how long it may say nothing.

imaplib asks for as many octets as a server announces, and loses half a line that was there when the time was
up. Here a line stays until it is whole, however it is sliced; what is longer than an answer can be ends the
connection before it is held; and the end of the stream is never a quiet mailbox.

Faults: `TimeoutError` after a silence; `imaplib.IMAP4.abort` at the end of the stream or over a limit.
"""

from __future__ import annotations

import contextlib
import imaplib
import socket
import ssl
import time
from io import BytesIO
from typing import Any

LINE = 8 * 1024 * 1024  # octets; a SEARCH of a million messages, the structure of ten thousand parts
ANSWER = 16 * 1024 * 1024  # octets a command may be answered with, besides the literals it asked for
LASTING = (
    1800.0  # seconds a command's lines may take in all; literals are not counted: a slow line is no fault
)
_CHUNK = 65_536

# A peer that vanished without FIN is noticed in less than a minute (RELIABILITY.md F16).
_KEEPALIVE = {"TCP_KEEPIDLE": 20, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 50_000}


class Stream(imaplib.IMAP4):
    """imaplib's protocol over a connection of ours; TLS from the start where there is a `context`."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        context: ssl.SSLContext | None,
        patience: float,
        answer: int = ANSWER,
        lasting: float = LASTING,
    ) -> None:
        self._context = context
        self._answer, self._lasting = answer, lasting
        self._came = bytearray()  # and not yet read
        self.patience = patience  # seconds of silence
        self.begin()
        super().__init__(host, port, timeout=patience)

    def begin(self, *, literals: int = 0) -> None:
        """A command begins: its answer may hold `literals` octets of literals."""
        self._left = self._answer + literals
        self._until = time.monotonic() + self._lasting

    # --- what imaplib calls -----------------------------------------------------------------------------

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        self.host, self.port = host, port
        connection = socket.create_connection((host, port), timeout)
        try:
            _tune(connection)
            self.sock = self._wrapped(connection, self._context) if self._context else connection
        except BaseException:
            connection.close()
            raise

    def readline(self) -> bytes:
        searched = 0
        while (end := self._came.find(b"\n", searched)) < 0:
            searched = len(self._came)
            if time.monotonic() > self._until:
                raise self.abort(f"the answer did not come to an end in {self._lasting:.0f} s")
            self._receive(self.patience)
        self._spend(end + 1)
        return self._taken(end + 1)

    def read(self, size: int) -> bytes:
        self._spend(size)  # before a single octet of it is waited for
        began = time.monotonic()
        into = BytesIO()
        into.write(self._taken(min(size, len(self._came))))
        while into.tell() < size:
            into.write(self._heard(self.patience, min(size - into.tell(), _CHUNK)))
        self._until += time.monotonic() - began
        return into.getvalue()

    def starttls(self, ssl_context: ssl.SSLContext | None = None) -> Any:
        typ, data = self._simple_command("STARTTLS")
        if typ != "OK" or ssl_context is None:
            raise self.error("the server does not begin TLS")
        if self._came:
            # Said in the clear, to be taken for an answer under TLS: somebody in between (RELIABILITY.md V8).
            raise self.abort("the server went on in the clear after STARTTLS")
        self.sock = self._wrapped(self.sock, ssl_context)
        self._tls_established = True
        self._get_capabilities()
        return typ, data

    def shutdown(self) -> None:
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()

    # --- what waits -------------------------------------------------------------------------------------

    def has_line(self, seconds: float) -> bool:
        """Wait until a whole line is here, at most so long."""
        end = time.monotonic() + seconds
        while b"\n" not in self._came:
            left = end - time.monotonic()
            if left <= 0:
                return False
            try:
                self._receive(left)
            except TimeoutError:
                return False
        return True

    def _receive(self, seconds: float) -> None:
        self._came += self._heard(seconds, _CHUNK)
        if len(self._came) > LINE + _CHUNK and b"\n" not in self._came:
            raise self.abort(f"a line over {LINE} octets")

    def _heard(self, seconds: float, most: int) -> bytes:
        self.sock.settimeout(seconds)
        chunk = self.sock.recv(most)
        if not chunk:
            raise self.abort("the server closed the connection")
        return chunk

    def _taken(self, size: int) -> bytes:
        taken = bytes(self._came[:size])
        del self._came[:size]
        return taken

    def _spend(self, octets: int) -> None:
        self._left -= octets
        if self._left < 0:
            raise self.abort("an answer longer than anything that was asked for")

    def _wrapped(self, connection: socket.socket, context: ssl.SSLContext) -> ssl.SSLSocket:
        return context.wrap_socket(connection, server_hostname=self.host)


def _tune(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else 40 ms a login (measured)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE.items():
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
