"""The terms on which we talk to a peer: where it is, who we are there, and TLS.

Chain and name of a certificate are always verified; plain text stays on this machine (RFC 7817, RFC 8314).
"""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from mailbot.wire.outcome import refuse_unsafe

Tls = Literal["implicit", "starttls", "none"]
Mechanism = Literal["password", "xoauth2", "oauthbearer"]  # `secret` returns a password, or an access token
Secret = Callable[[], str]
NOT_TAKEN = "check username and password"


def unheard(token: str) -> None:
    """Nobody wants to know that a secret was refused: a password is read anew anyway."""


def unseen(ends: datetime) -> None:
    """Nobody wants to know until when the server's certificate holds."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where the mailbox is and who we are there. `tls="none"` only to a loopback host."""

    host: str
    port: int
    tls: Tls
    username: str
    secret: Secret  # asked at every login: a password may be changed, a token lapses
    ca_file: Path | None = None
    mechanism: Mechanism = "password"
    refused: Callable[[str], None] = unheard  # told the token that is not taken; "": the one at hand lapsed
    advice: str = NOT_TAKEN  # what to do where a login is refused
    certificate: Callable[[datetime], None] = unseen  # told at each connection when the server's ends, in UTC
    connect_timeout: float = 15.0
    # Seconds of silence after which the server has gone; an octet a second is no silence. What it has to look
    # for may take it long, what it only has to say does not. While we wait it is asked after every round: one
    # that is stopped, or behind a line that fell silent, is missed after `idle_round + answer_timeout`.
    read_timeout: float = 60.0
    answer_timeout: float = 25.0
    idle_round: float = 30.0

    def __post_init__(self) -> None:
        refuse_unsafe([self.username])
        check_terms(self.host, self.port, self.tls)


@dataclass(frozen=True, slots=True)
class Submission:
    """The submission server. Without `username` there is no login; `tls="none"` only to a loopback host."""

    host: str
    port: int
    tls: Tls
    username: str | None
    secret: Secret | None  # asked at every login
    ca_file: Path | None
    local_hostname: str  # said in EHLO; the machine's own name would cost a look-up
    mechanism: Mechanism = "password"
    refused: Callable[[str], None] = unheard  # told the token that is not taken; "": the one at hand lapsed
    advice: str = NOT_TAKEN  # what to do where a login is refused
    certificate: Callable[[datetime], None] = unseen  # told at each connection when the server's ends, in UTC

    def __post_init__(self) -> None:
        refuse_unsafe([self.username, self.local_hostname])
        check_terms(self.host, self.port, self.tls)


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine, by name or literal; a look-up could be answered by somebody else."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_terms(host: str, port: int, tls: Tls) -> None:
    """Plain text stays on this machine (RFC 8314 section 3)."""
    refuse_unsafe([host])
    if tls == "none" and not is_loopback(host):
        raise ValueError(
            f'{host}:{port}: tls = "none" is for a loopback host only; use "implicit" or "starttls"'
        )


class NoRoots(OSError):
    """`ca_file` cannot be read, or holds no certificate."""


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """TLS 1.2 or later; chain and name always verified (RFC 7817). `ca_file` replaces the system's roots.

    Raises `NoRoots`."""
    try:
        context = ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
    except OSError as reason:  # an SSLError is one
        told = "it holds no certificate (PEM)" if isinstance(reason, ssl.SSLError) else reason.strerror
        raise NoRoots(f"ca_file: {ca_file}: {told}") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def certificate_ends(certificate: object) -> datetime | None:
    """Until when a peer's certificate holds, in UTC: what `getpeercert` returned; None without TLS."""
    if not isinstance(certificate, dict) or "notAfter" not in certificate:
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
