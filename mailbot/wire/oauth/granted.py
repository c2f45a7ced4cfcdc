"""What providers answer, as values.

Faults: `KeyError`, `ValueError`, `TypeError` where an answer is none; never with what stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_LONGEST = 100 * 365 * 86_400.0  # seconds; what is said to last longer lasts
_EVERY = 5.0  # seconds between two questions where the provider does not say (RFC 8628 section 3.2)


@dataclass(frozen=True, slots=True, repr=False)
class Granted:
    """What a provider answered. Lengths of time in seconds, None where it said nothing."""

    access: str
    expires_in: float | None = None
    refresh: str | None = None
    refresh_expires_in: float | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Device:
    """What a person enters where (RFC 8628 section 3.2); seconds."""

    url: str
    code: str
    secret: str
    expires_in: float
    interval: float


def read(told: Mapping[str, Any]) -> Granted:
    """An access token response (RFC 6749 section 5.1)."""
    access = told["access_token"]
    if not isinstance(access, str) or not access.isascii() or not access.isprintable() or " " in access:
        raise ValueError("no token")
    if str(told.get("token_type") or "bearer").lower() != "bearer":
        raise ValueError("another kind of token")
    refresh = told.get("refresh_token")
    return Granted(
        access,
        _seconds(told.get("expires_in")),
        str(refresh) if refresh else None,
        _seconds(told.get("refresh_token_expires_in") or told.get("refresh_expires_in")),
    )


def _seconds(told: object) -> float | None:
    try:
        return min(max(0.0, float(str(told))), _LONGEST) if told else None
    except ValueError:
        return None


def device(told: Mapping[str, Any]) -> Device:
    """A device authorization response; some call the address otherwise than the RFC does."""
    where = told.get("verification_uri") or told["verification_url"]
    if not str(where).startswith(("https://", "http://")) or not f"{where}{told['user_code']}".isprintable():
        raise ValueError("nothing to show anybody")
    every = _seconds(told.get("interval"))
    return Device(
        str(where),
        str(told["user_code"]),
        str(told["device_code"]),
        float(told["expires_in"]),
        _EVERY if every is None else every,
    )
