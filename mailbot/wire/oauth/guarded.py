"""HTTP for tokens: verified TLS, no redirects, a limit to the time and the size of an answer.

Faults: those of requests, whose texts may hold what was sent: whoever catches one says only its kind;
`TokenUnavailable` for an answer that is too large or takes too long.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from mailbot.wire.oauth.faults import TokenUnavailable
from mailbot.wire.terms import is_loopback, tls_context

_CONNECT = 10.0  # seconds
_SILENCE = 10.0  # seconds without an octet
_WHOLE = 30.0  # seconds for the body
_LARGEST = 256 * 1024  # octets; a token is a few thousand


class Adapter(HTTPAdapter):
    """Trusts `ca_file` instead of the system's roots, where it is given."""

    def __init__(self, ca_file: Path | None, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._context = tls_context(ca_file)
        self._monotonic = monotonic
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, ssl_context=self._context, **options)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return super().proxy_manager_for(proxy, ssl_context=self._context, **options)

    def cert_verify(self, *_: Any) -> None:
        """Left to the context: the library would add its own roots to it."""

    def send(self, request: requests.PreparedRequest, *_: Any, **options: Any) -> requests.Response:
        options |= {"stream": True, "timeout": (_CONNECT, _SILENCE)}
        response = super().send(request, **options)
        try:
            response._content = self._body(response, (request.url or "").split("?")[0])
        except urllib3.exceptions.HTTPError as error:
            raise requests.exceptions.ConnectionError(type(error).__name__) from None
        finally:
            response.close()
        response._content_consumed = True
        return response

    def _body(self, response: requests.Response, where: str) -> bytes:
        end, body = self._monotonic() + _WHOLE, bytearray()
        while piece := response.raw.read1(65536):
            body += piece
            if len(body) > _LARGEST:
                raise TokenUnavailable(f"{where}: its answer is too large for a token; check the address")
            if self._monotonic() > end:
                raise TokenUnavailable(f"{where}: its answer takes too long; trying again")
        return bytes(body)


def is_safe(url: str) -> bool:
    """Whether a secret may be sent there."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    )


def prepare(session: requests.Session, url: str, ca_file: Path | None) -> None:
    """Make a session keep to the above; nothing of ~/.netrc is used, which would replace our secret."""
    session.proxies = dict(requests.utils.get_environ_proxies(url))
    session.trust_env = False
    session.headers.update({"User-Agent": "mailbot", "Accept-Encoding": "identity"})
    adapter = Adapter(ca_file)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
