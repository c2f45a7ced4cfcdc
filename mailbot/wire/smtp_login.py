"""Who we are to a submission server: a password, XOAUTH2 or OAUTHBEARER (RFC 4954, 7628).

Faults: those of aiosmtplib and of `secret`; a refusal is `SMTPAuthenticationError`.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib

import aiosmtplib

from mailbot.wire.bearer import closing, hidden, response, why
from mailbot.wire.terms import Submission

_GO_ON, _WELCOME = 334, 235


async def log_in(client: aiosmtplib.SMTP, server: Submission, *, timeout: float) -> None:
    """Log in by TLS only, but on this machine. `timeout`: seconds for each answer."""
    if server.username is None or server.secret is None:
        return
    if server.tls != "none" and client.get_transport_info("sslcontext") is None:
        raise aiosmtplib.SMTPException("no TLS, so no login")
    # In a thread: a slow provider or disk must not hold up everything else.
    secret = await asyncio.to_thread(server.secret)
    if server.mechanism == "password":
        await client.login(server.username, secret, timeout=timeout)
        return
    try:
        await _bear(client, server, secret, timeout)
    except aiosmtplib.SMTPAuthenticationError:
        server.refused(secret)
        raise


async def _bear(client: aiosmtplib.SMTP, server: Submission, token: str, timeout: float) -> None:
    said = base64.b64encode(response(server, token))
    answer = await client.execute_command(b"AUTH", server.mechanism.upper().encode(), said, timeout=timeout)
    reason = ""
    if answer.code == _GO_ON:
        with contextlib.suppress(ValueError):
            reason = why(server, base64.b64decode(answer.message), token)
        answer = await client.execute_command(base64.b64encode(closing(server)), timeout=timeout)
    if answer.code != _WELCOME:
        told = hidden(server, answer.message, token)
        told = f"{told}; {reason}" if reason else told
        if 400 <= answer.code < 500:  # RFC 4954 section 6: the server's trouble, not the token's
            raise aiosmtplib.SMTPResponseException(answer.code, told)
        raise aiosmtplib.SMTPAuthenticationError(answer.code, told)
