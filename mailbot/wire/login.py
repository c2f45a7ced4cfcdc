"""Who we are to an IMAP server: XOAUTH2, OAUTHBEARER, SASL PLAIN or LOGIN, and what a refusal means.

Faults: `Refused` where a person must change name, password or the server; `Disconnected` where the connection
was lost meanwhile, which says nothing about the password.
"""

from __future__ import annotations

import imaplib
import re
from collections.abc import Callable
from typing import Any

from imapclient.exceptions import LoginError

from mailbot.wire.bearer import closing, hidden, response, why
from mailbot.wire.oauth.faults import TokenRefused, TokenUnavailable
from mailbot.wire.outcome import Disconnected, MailboxError, Refused, one_line, refuse_unsafe
from mailbot.wire.terms import Account, is_loopback

_ATOM = re.compile(r"[^\s\x00-\x1f\x7f-\xff(){%*\"\\\]]+")


def log_in(ask: Callable[..., Any], account: Account, secret: str, offered: frozenset[str]) -> None:
    """Log in by the strongest way that is offered and that `account` allows."""
    name, host, where = account.username, account.host, f"{account.host}:{account.port}"
    if account.tls == "none" and not is_loopback(host):
        raise Refused(f"{where}: no login without TLS; set tls")
    reasons: list[str] = []
    try:
        if account.mechanism != "password":
            ask("sasl_login", account.mechanism.upper(), _bearer(account, secret, reasons))
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
        found = _judged(error, account, secret, reasons)
        if found is error:
            raise
        # What the server said may hold the token, and so may whatever was made of it on the way.
        raise found from (error if account.mechanism == "password" else None)


def _judged(error: MailboxError, account: Account, secret: str, reasons: list[str]) -> MailboxError:
    """What a failed login means; the same error where it means nothing else."""
    where, cause = f"{account.host}:{account.port}", error.__cause__
    if isinstance(cause, LoginError) and isinstance(cause.__context__, imaplib.IMAP4.abort | OSError):
        return Disconnected(f"{where}: lost while logging in; connect again")
    if isinstance(error, Refused) and isinstance(cause, LoginError):
        account.refused(secret)
        told = (
            one_line(str(cause)) if account.mechanism == "password" else hidden(account, str(cause), secret)
        )
        why_not = "; ".join([told, *reasons])
        return Refused(f"{where}: login as {account.username} refused ({why_not}); {account.advice}")
    if account.mechanism == "password":
        return error
    return type(error)(hidden(account, str(error), secret))


def secret_of(account: Account) -> str:
    """The password or token, now."""
    where = f"{account.host}:{account.port}"
    try:
        secret = account.secret()
    except TokenUnavailable as fault:
        raise Disconnected(f"{where}: no access token: {fault}") from None
    except TokenRefused as fault:
        raise Refused(f"{where}: no access token: {fault}") from None
    except OSError as error:
        raise Refused(f"{where}: cannot read the secret: {error}; check its file") from error
    refuse_unsafe([secret])
    return secret


def _bearer(account: Account, token: str, reasons: list[str]) -> Callable[[bytes], bytes]:
    """`reasons` gets what the server says against it."""

    def answer(challenge: bytes) -> bytes:
        if not challenge:
            return response(account, token)
        reasons.append(why(account, challenge, token))
        return closing(account)

    return answer


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
