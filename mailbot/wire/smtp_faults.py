"""What went wrong with a submission server, in one line with what to do about it."""

from __future__ import annotations

import ssl

import aiosmtplib

from mailbot.wire.oauth.faults import TokenUnavailable
from mailbot.wire.outcome import one_line
from mailbot.wire.terms import NoRoots, Submission


def advice(error: BaseException, server: Submission) -> str:
    """Of a connection that could not be used: what every operator meets once."""
    if isinstance(error, NoRoots):
        return str(error)
    causes = [error, error.__cause__, error.__context__]
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"certificate refused: {cause.verify_message}; check host, ca_file and the certificate"
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return f"login as {server.username} refused ({reason(error)}); {server.advice}"
    if isinstance(error, TokenUnavailable):
        return f"no access token: {error}"
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return f"no TLS ({reason(error)}); check port and tls"
    return f"cannot use the SMTP server ({reason(error)}); check host, port, tls and network"


def reason(error: BaseException) -> str:
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return one_line(f"{error.code} {error.message}")
    return one_line(str(error)) or type(error).__name__
