"""What is said to a mail server with an access token: XOAUTH2, and OAUTHBEARER (RFC 7628).

Faults: none.
"""

from __future__ import annotations

import base64
import json

from mailbot.wire.oauth.faults import without
from mailbot.wire.terms import Account, Submission


def response(server: Account | Submission, token: str) -> bytes:
    """The one thing to say: the mailbox to open, and the token, whoever's it is."""
    name = server.username or ""
    if server.mechanism == "xoauth2":
        return f"user={name}\1auth=Bearer {token}\1\1".encode()
    named = name.replace("=", "=3D").replace(",", "=2C")  # RFC 5801 section 4
    return f"n,a={named},\1host={server.host}\1port={server.port}\1auth=Bearer {token}\1\1".encode()


def closing(server: Account | Submission) -> bytes:
    """What a challenge is answered with, which is the reason for refusing; not the token again."""
    return b"" if server.mechanism == "xoauth2" else b"\1"  # RFC 7628 section 3.2.3


def why(server: Account | Submission, challenge: bytes, token: str) -> str:
    """The reason in a challenge, in one line and without the token."""
    text = challenge.decode("utf-8", "replace")
    try:
        told = json.loads(text)
    except ValueError:
        return hidden(server, text, token)
    if not isinstance(told, dict):
        return ""
    said = ", ".join(f"{key} {value}" for key, value in told.items() if isinstance(value, str))
    return hidden(server, said, token)


def hidden(server: Account | Submission, text: str, token: str) -> str:
    """A server's text as one line, without the token, however it was sent."""
    return without(text, [base64.b64encode(response(server, token)).decode(), token])
