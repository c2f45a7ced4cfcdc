"""A person signs in, once: with a code on another device (RFC 8628), or in a browser on this machine, which
comes back to a port of ours (RFC 8252, with PKCE).

Faults: `TokenRefused` where it was declined or took too long; `TokenUnavailable`.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from mailbot.wire.oauth.exchange import Exchange, Pending
from mailbot.wire.oauth.faults import TokenRefused, TokenUnavailable, judged, login
from mailbot.wire.oauth.granted import Granted
from mailbot.wire.oauth.providers import KNOWN

Tell = Callable[[str], None]
_SLOWER = 5.0  # seconds more between two questions (RFC 8628 section 3.5)
_PATIENCE = 900.0  # seconds somebody may take in the browser
_LOOK = 0.5
_THANKS = b"<!doctype html><title>mailbot</title><p>Signed in. You may close this window.\n"


def by_device(
    exchange: Exchange,
    tell: Tell,
    *,
    monotonic: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> Granted:
    """Tell where to enter which code, and wait until it was."""
    device = exchange.device()
    tell(f"Open {device.url} on any device, enter the code {device.code},")
    tell(f"and sign in as {exchange.terms.account}. It is good for {device.expires_in / 60:.0f} minutes.")
    end, every = monotonic() + device.expires_in, device.interval
    while (left := end - monotonic()) > 0:
        pause(min(every, left))
        try:
            return exchange.by_device(device)
        except Pending as pending:
            every += _SLOWER if pending.slower else 0
            tell(f"waiting: {left / 60:.0f} minutes left")
        except TokenUnavailable as fault:
            tell(str(fault))
    raise TokenRefused(f"the code was not entered in time: {login(exchange.terms)}")


def by_browser(
    exchange: Exchange,
    tell: Tell,
    *,
    port: int = 0,
    patience: float = _PATIENCE,
    monotonic: Callable[[], float] = time.monotonic,
) -> Granted:
    """Tell which address to open, and wait at `port` (0: any) of this machine for the answer."""
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    try:
        answer = _Answer(port, state)
    except OSError as reason:
        raise TokenUnavailable(f"port {port}: {reason.strerror}; choose another with --port") from None
    with answer:
        redirect = f"http://{KNOWN[exchange.terms.provider].redirect_host}:{answer.server_port}"
        tell(f"Open this in a browser on this machine and sign in as {exchange.terms.account}:")
        tell(exchange.authorize_url(redirect, state, verifier))
        ours = answer.server_port
        tell(f"With the browser on another machine, first there: ssh -L {ours}:127.0.0.1:{ours} THIS-MACHINE")
        end = monotonic() + patience
        while answer.told is None and monotonic() < end:
            answer.handle_request()
    if answer.told is None:
        raise TokenRefused(f"nobody signed in within {patience / 60:.0f} minutes: {login(exchange.terms)}")
    if "code" not in answer.told:
        code, text = answer.told.get("error", "no code"), answer.told.get("error_description", "")
        raise judged(exchange.terms, redirect, code, text, [state, verifier])
    return exchange.by_code(answer.told["code"], redirect, verifier)


class _Answer(HTTPServer):
    """Hears what the browser brings; what does not bear our state is from somebody else."""

    timeout = _LOOK
    told: Mapping[str, str] | None = None

    def __init__(self, port: int, state: str) -> None:
        server = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5.0
            server_version, sys_version = "mailbot", ""

            def do_GET(self) -> None:
                told = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
                ours = secrets.compare_digest(told.get("state", "").encode(), state.encode())
                if ours:
                    server.told = told
                self.send_response(HTTPStatus.OK if ours else HTTPStatus.NOT_FOUND)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Referrer-Policy", "no-referrer")
                self.end_headers()
                self.wfile.write(_THANKS if ours else b"not here\n")

            def log_message(self, *_: object) -> None:
                """The path holds a code."""

        super().__init__(("127.0.0.1", port), Handler)
