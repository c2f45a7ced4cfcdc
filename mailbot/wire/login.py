"""Who we are to an IMAP server: XOAUTH2, SASL PLAIN or LOGIN, and what a refusal means.

Faults: `Refused` where a person must change name, password or the server; `Disconnected` where the connection
was lost meanwhile, which says nothing about the password.
"""

from __future__ import annotations

import imaplib
import re
from collections.abc import Callable
from typing import Any

from imapclient.exceptions import LoginError

from mailbot.wire.outcome import Disconnected, MailboxError, Refused, one_line
from mailbot.wire.terms import Account, is_loopback

_ATOM = re.compile(r"[^\s\x00-\x1f\x7f-\xff(){%*\"\\\]]+")


def log_in(ask: Callable[..., Any], account: Account, secret: str, offered: frozenset[str]) -> None:
    """Log in by the strongest way that is offered and that `account` allows."""
    name, host, where = account.username, account.host, f"{account.host}:{account.port}"
    if account.tls == "none" and not is_loopback(host):
        raise Refused(f"{where}: no login without TLS; set tls")
    try:
        if account.mechanism == "xoauth2":
            ask("sasl_login", "XOAUTH2", _bearer(name, secret))
        elif "AUTH=PLAIN" in offered:  # not LOGIN, which cannot carry a password outside ASCII
            ask("sasl_login", "PLAIN", lambda _: f"\0{name}\0{secret}")
        elif "LOGINDISABLED" in offered:
            raise Refused(f"{where}: the server forbids passwords here (LOGINDISABLED); check port and tls")
        elif not (name + secret).isascii():
            raise Refused(
                f"{where}: the server takes only ASCII in a login (no AUTH=PLAIN); "
                "change the password or the username"
            )
        else:
            ask("login", name if _ATOM.fullmatch(name) else _quoted(name), secret)
    except MailboxError as error:
        cause = error.__cause__
        if isinstance(cause, LoginError) and isinstance(cause.__context__, imaplib.IMAP4.abort | OSError):
            raise Disconnected(f"{where}: lost while logging in; connect again") from error
        if isinstance(error, Refused) and isinstance(cause, LoginError):
            told = one_line(str(cause))
            raise Refused(
                f"{where}: login as {name} refused ({told}); check username and password"
            ) from error
        raise


def _bearer(name: str, token: str) -> Callable[[bytes], bytes]:
    def mechanism(challenge: bytes) -> bytes:
        # A challenge with text is the reason for refusing; it wants an empty line, not the token again.
        return b"" if challenge else f"user={name}\1auth=Bearer {token}\1\1".encode()

    return mechanism


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
