"""A small HTTP server in a thread of its own, for whatever watches this process; GET and HEAD, nothing else.

Faults: `OSError` where the address cannot be listened at. A page that fails is a 500 without a word of why.
"""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PATIENCE = 10.0  # seconds a client may take to ask
_MOST_AT_ONCE = 8
_NAME = "mailbot"


@dataclass(frozen=True, slots=True)
class Page:
    status: HTTPStatus
    content_type: str
    body: bytes


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self.address_family = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)[0][0]  # ::1 or 127.0.0.1
        super().__init__(address, handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked has gone: no event."""


class Pages:
    """Serves until closed. `page` is asked for each path, in a thread of the server; None is a 404."""

    def __init__(self, host: str, port: int, page: Callable[[str], Page | None]) -> None:
        room = threading.BoundedSemaphore(_MOST_AT_ONCE)

        class Handler(BaseHTTPRequestHandler):
            timeout = _PATIENCE
            server_version, sys_version = _NAME, ""

            def do_GET(self) -> None:  # the name is the library's
                self._answer(self._found() or Page(HTTPStatus.NOT_FOUND, "text/plain", b"not here\n"))

            do_HEAD = do_GET  # noqa: N815

            def _found(self) -> Page | None:
                if not room.acquire(blocking=False):
                    return Page(HTTPStatus.SERVICE_UNAVAILABLE, "text/plain", b"busy\n")
                try:
                    return page(self.path.partition("?")[0])
                except Exception:  # noqa: BLE001  # nothing of it goes to whoever asks
                    return Page(HTTPStatus.INTERNAL_SERVER_ERROR, "text/plain", b"failed\n")
                finally:
                    room.release()

            def _answer(self, found: Page) -> None:
                self.send_response(found.status)
                self.send_header("Content-Type", found.content_type)
                self.send_header("Content-Length", str(len(found.body)))
                self.send_header("Cache-Control", "no-store")
                self.send_header("X-Content-Type-Options", "nosniff")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(found.body)

            def log_message(self, *_: object) -> None:
                """Who asked is no event."""

        self._server = _Server((host, port), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, name="pages", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def answers(host: str, port: int) -> bool:
    """Whether these pages are served there, by this process or another."""
    line = http.client.HTTPConnection(host, port, timeout=_PATIENCE)
    try:
        line.request("GET", "/healthz")
        return str(line.getresponse().getheader("Server", "")).startswith(_NAME)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
