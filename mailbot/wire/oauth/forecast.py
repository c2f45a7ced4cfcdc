"""How a sign-in stands, and when it will stop working unless somebody does something: pure.

Faults: none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from mailbot.wire.oauth.faults import login
from mailbot.wire.oauth.keeping import Kept
from mailbot.wire.oauth.terms import SIGNED_IN, Terms

SOON = 14  # days
NOW = 3  # days
_RENEW_SECRET = "make a new client secret or certificate at the provider, and put it in place of the old one"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one server. Days are whole ones, negative once it is over; None where there is nothing to end."""

    server: str
    provider: str
    grant: str
    account: str
    signed_in: bool  # or nobody has to
    refreshed_at: datetime | None = None
    access_expires_at: datetime | None = None
    refresh_expires_at: datetime | None = None
    refresh_days_left: int | None = None
    secret_days_left: int | None = None
    error: str = ""
    error_at: datetime | None = None
    refused: bool = False  # the error is one that does not pass
    todo: str = ""


def days_left(until: datetime | None, now: datetime) -> int | None:
    """Whole days until then."""
    return None if until is None else (until - now) // timedelta(days=1)


def standing(
    server: str, terms: Terms, kept: Kept, certificate_ends: datetime | None, now: datetime
) -> Standing:
    """What is known at `now`; `certificate_ends`: of an application that signs in with one."""
    secret_ends = certificate_ends
    if terms.client_secret_expires is not None:
        secret_ends = datetime.combine(terms.client_secret_expires, time(), UTC)
    refresh_days = days_left(_at(kept.refresh_expires_at), now)
    secret_days = days_left(secret_ends, now)
    signed_in = terms.grant not in SIGNED_IN or kept.issued_at is not None
    lapses = terms.grant in SIGNED_IN and refresh_days is not None and refresh_days <= SOON
    if secret_days is not None and secret_days <= SOON:
        todo = _RENEW_SECRET
    elif kept.error or not signed_in or lapses:
        todo = login(terms) if terms.grant in SIGNED_IN else "mailbot check"
    else:
        todo = ""
    return Standing(
        server,
        terms.provider,
        terms.grant,
        terms.account,
        signed_in,
        _at(kept.refreshed_at),
        _at(kept.access_expires_at),
        _at(kept.refresh_expires_at),
        refresh_days,
        secret_days,
        kept.error,
        _at(kept.error_at),
        kept.refused,
        todo,
    )


def unreadable(server: str, terms: Terms, why: str, now: datetime) -> Standing:
    """Of a sign-in of which what is kept cannot be read."""
    return Standing(
        server,
        terms.provider,
        terms.grant,
        terms.account,
        signed_in=True,
        error=why,
        error_at=now,
        refused=True,
        todo="mailbot oauth status",
    )


def told(one: Standing) -> list[tuple[str, bool]]:
    """What has to be said of it, and whether it must be mended before a start; nothing where all is well."""
    said = []
    if not one.signed_in:
        said.append((f"nobody has signed in as {one.account} yet: {one.todo}", True))
    if one.error and one.error_at is not None:
        said.append((f"{one.error} (since {one.error_at:%d %b %H:%M} UTC)", one.refused))
    for what, days, todo in (
        ("the refresh token", one.refresh_days_left, one.todo),
        ("the client secret", one.secret_days_left, _RENEW_SECRET),
    ):
        if days is not None and days <= SOON:
            dies = f"dies in {days} day{'s' * (days != 1)}" if days >= 0 else "has died"
            said.append((f"{what} {dies}: {todo}" if todo else f"{what} {dies}", days <= NOW))
    return said


def _at(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
