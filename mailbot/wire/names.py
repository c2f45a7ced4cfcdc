"""Whether names of hosts and domains lead anywhere: asked of the system's resolver, told as a reason or None.

Faults: none; what cannot be found out is said to be so.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Literal

from email_validator import EmailNotValidError, EmailUndeliverableError, validate_email

if TYPE_CHECKING:
    from dns.resolver import Resolver

_PATIENCE = 5  # seconds for all questions about a domain
#: Names that nobody can own (RFC 2606, RFC 6761).
_NOBODYS = ("example", "example.com", "example.net", "example.org", "test", "invalid", "localhost")

Mail = Literal["taken", "refused", "nobody's", "unknown"]


def unresolved(host: str) -> str | None:
    """Why a host has no address, or None where it has one."""
    try:
        socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as reason:
        return str(getattr(reason, "strerror", None) or reason)
    return None


def mail_to(domain: str, resolver: Resolver | None = None) -> tuple[Mail, str]:
    """Whether mail to a domain can arrive, and why not (RFC 5321 section 5, RFC 7505)."""
    if any(f".{domain.casefold()}".endswith(f".{name}") for name in _NOBODYS):
        return "nobody's", f"{domain} is a name for examples and tests (RFC 2606)"
    if "." not in domain or domain.casefold().endswith(".local"):
        return "unknown", f"{domain} is known in your own network only"
    from dns.exception import DNSException  # slow to load

    try:
        found = validate_email(
            f"postmaster@{domain}",
            timeout=None if resolver is not None else _PATIENCE,
            dns_resolver=resolver,
        )
    except EmailUndeliverableError as reason:
        return "refused", str(reason).rstrip(".")
    except EmailNotValidError as reason:
        return "unknown", str(reason).rstrip(".")
    except DNSException as reason:  # there is nobody to ask
        return "unknown", str(reason).rstrip(".")
    if not getattr(found, "mx", None):
        return "unknown", f"no name server answered about {domain}"
    return "taken", ""
