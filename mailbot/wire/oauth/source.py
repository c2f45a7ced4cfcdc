"""The access token of one sign-in, for every server and thread that logs in with it.

    none → asked for → good → renewed ahead → good → …
                        └ a server does not take it → asked for anew, once a minute at most

It is kept in memory only. How long it lasts is counted by the monotonic clock from when it was asked for, so
a wall clock that is wrong does not matter. A refresh token that was replaced is on disk before the access
token it came with is used.

Faults: `TokenRefused`, `TokenUnavailable`; neither while the token at hand is good.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from mailbot.wire.oauth.faults import TokenRefused, TokenUnavailable, login
from mailbot.wire.oauth.keeping import Keeping, Kept
from mailbot.wire.oauth.providers import KNOWN, advice
from mailbot.wire.oauth.terms import LASTING, Terms, Unreadable

if TYPE_CHECKING:
    from mailbot.wire.oauth.granted import Granted

_UNTOLD = 600.0  # seconds for which a token is held to be good where the provider does not say
_FORCED = 60.0  # seconds between two tokens asked for because a server did not take one
_AFTER_REFUSAL = 60.0  # seconds a provider that refused is left alone, unless somebody signs in
_AFTER_FAILURE = 5.0  # and one that failed


class Asks(Protocol):
    """What asks the provider."""

    def for_itself(self) -> Granted: ...
    def refreshed(self, token: str) -> Granted: ...


@dataclass(frozen=True, slots=True, repr=False)
class _Held:
    access: str
    asked_at: float  # monotonic
    renew_at: float
    ends_at: float


class Source:
    """One for each sign-in of a process. Safe to use from any thread."""

    def __init__(
        self,
        terms: Terms,
        exchange: Asks | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.terms = terms
        self.keeping = Keeping(terms)
        self._exchange = exchange
        self._monotonic = monotonic
        self._wall = wall
        self._turn = threading.Lock()  # of whoever asks the provider; held while that takes
        self._changing = threading.Lock()
        self._held: _Held | None = None
        self._forced_at: float | None = None
        self._unsaved: tuple[str | None, Kept] | None = None  # what it replaces, and what could not be stored
        self._fault: TokenRefused | TokenUnavailable | None = None
        self._quiet_until = 0.0
        self._stamp: tuple[int, int] | None = None  # of the file when the provider refused

    @property
    def advice(self) -> str:
        """What to look at where a mail server does not take the token."""
        return advice(self.terms)

    def token(self) -> str:
        """A token that is good for a while yet. Several who ask at once cause one exchange."""
        now = self._monotonic()
        held = self._held
        if held is not None and now < held.renew_at:
            return held.access
        good = held is not None and now < held.ends_at
        if not self._turn.acquire(blocking=not good):
            assert held is not None  # noqa: S101
            return held.access  # somebody is at it
        try:
            held, now = self._held, self._monotonic()
            if held is not None and now < held.renew_at:
                return held.access
            try:
                return self._renew().access
            except (TokenRefused, TokenUnavailable):
                if held is not None and now < held.ends_at:
                    return held.access
                raise
        finally:
            self._turn.release()

    def refused(self, token: str = "") -> None:
        """A server does not take it (or "": the one it took has lapsed). The next who asks gets another,
        unless that was tried a moment ago: then the reason lies elsewhere."""
        with self._changing:
            held, now = self._held, self._monotonic()
            if held is None or (token and token != held.access):
                return
            if self._forced_at is None or now - self._forced_at >= _FORCED:
                self._forced_at, self._held = now, None

    def verify(self) -> None:
        """Raise `TokenRefused` for files that others may read, and `Unreadable` for secrets not there."""
        self.keeping.verify()
        for hidden in (self.terms.client_secret, self.terms.key):
            if hidden is not None:
                hidden.read()
        certificate, account = self.terms.certificate, self.terms.service_account
        if certificate is not None or account is not None:
            from mailbot.wire.oauth.assertions import private_key, read_account  # who has none need not pay

            if certificate is not None:
                private_key(certificate)
            if account is not None:
                read_account(account)

    def signed_in(self, granted: Granted) -> Kept:
        """Keep what somebody has signed in for."""
        if granted.refresh is None:
            raise TokenRefused(
                "the provider gave no refresh token, so the sign-in would last for an hour only: add "
                "offline_access to scopes, or allow it to the application"
            )
        with self._turn, self.keeping.locked():
            kept = self._kept(Kept(), granted, granted.refresh)
            self.keeping.write(kept)
            self._held, self._fault, self._unsaved = None, None, None
            return kept

    def _renew(self) -> _Held:
        asked_at = self._monotonic()
        fault, quiet = self._fault, asked_at < self._quiet_until
        if fault is not None and quiet and self.keeping.stamp() == self._stamp:
            raise type(fault)(str(fault))
        try:
            granted = self._refreshed() if self.terms.grant in LASTING else self._for_itself()
        except (TokenRefused, TokenUnavailable) as failed:
            self._failed(failed)
            raise
        self._fault = None
        lasts = _UNTOLD if granted.expires_in is None else granted.expires_in
        ahead = min(self.terms.refresh_ahead, lasts / 2)
        held = _Held(granted.access, asked_at, asked_at + lasts - ahead, asked_at + lasts)
        with self._changing:
            self._held = held
        return held

    def _for_itself(self) -> Granted:
        granted = self._asks().for_itself()
        self._note(lambda before: self._kept(before, granted, None))
        return granted

    def _refreshed(self) -> Granted:
        with self.keeping.locked():
            stored = self.keeping.read()
            before = self._before(stored)
            if before.refresh is None:
                raise TokenRefused(f"nobody has signed in for {self.terms.name} yet: {login(self.terms)}")
            granted = self._asks().refreshed(before.refresh)
            after = self._kept(before, granted, granted.refresh or before.refresh)
            self._unsaved = stored.refresh, after
            self.keeping.write(after)
            self._unsaved = None
            return granted

    def _before(self, kept: Kept) -> Kept:
        """The sign-in as it stands now: another process may have renewed it, or a person signed in."""
        if self._unsaved is not None and self._unsaved[0] == kept.refresh:
            self.keeping.write(self._unsaved[1])
            return self._unsaved[1]
        hidden = self.terms.refresh_token
        if hidden is None:
            return kept
        try:
            seed = hidden.read()
        except Unreadable as reason:
            if kept.refresh is not None:
                return kept
            raise TokenRefused(str(reason)) from None
        digest = hashlib.sha256(seed.encode()).hexdigest()
        return kept if kept.seed == digest else Kept(refresh=seed, seed=digest)

    def _kept(self, before: Kept, granted: Granted, refresh: str | None) -> Kept:
        now = self._wall()
        ends = None if granted.expires_in is None else now + granted.expires_in
        kept = replace(
            before, refreshed_at=now, access_expires_at=ends, error="", error_at=None, refused=False
        )
        told = granted.refresh_expires_in
        if refresh is None or (told is None and refresh == before.refresh and before.issued_at is not None):
            return kept
        lasts = told or self.terms.refresh_lifetime or KNOWN[self.terms.provider].refresh_lifetime
        dies = None if lasts is None else now + lasts
        return replace(kept, refresh=refresh, issued_at=now, refresh_expires_at=dies)

    def _failed(self, fault: TokenRefused | TokenUnavailable) -> None:
        person = isinstance(fault, TokenRefused)
        text = str(fault)
        self._note(lambda before: replace(before, error=text, error_at=self._wall(), refused=person))
        self._fault, self._stamp = fault, self.keeping.stamp()
        wait = _AFTER_REFUSAL if isinstance(fault, TokenRefused) else max(_AFTER_FAILURE, fault.after)
        self._quiet_until = self._monotonic() + wait

    def _note(self, change: Callable[[Kept], Kept]) -> None:
        """For `mailbot oauth status` only; that it cannot be noted must not keep anybody from the mail."""
        with contextlib.suppress(TokenRefused, TokenUnavailable), self.keeping.locked():
            self.keeping.note(change)

    def _asks(self) -> Asks:
        if self._exchange is None:
            from mailbot.wire.oauth.exchange import Exchange  # half a second that a start without it saves

            self._exchange = Exchange(self.terms, wall=self._wall)
        return self._exchange
