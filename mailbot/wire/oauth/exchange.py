"""Asks a provider for tokens, by whichever grant (RFC 6749, 7521, 7523, 7636, 8628).

This machine's clock may be wrong: where a signed assertion was refused, it is signed once more with the
time the provider's answer bore.

Faults: `TokenUnavailable`, `TokenRefused`; `Pending` while a person has not entered the code yet.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from mailbot.wire.oauth import assertions
from mailbot.wire.oauth.faults import TokenRefused, TokenUnavailable, judged, without
from mailbot.wire.oauth.granted import Device, Granted, device, read
from mailbot.wire.oauth.guarded import is_safe, prepare
from mailbot.wire.oauth.providers import KNOWN
from mailbot.wire.oauth.terms import Terms, Unreadable

_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"  # RFC 7523 section 2.1
_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"  # RFC 8628 section 3.4
_SKEWED = 30.0  # seconds by which a clock is wrong enough to sign again
_LONGEST_PAUSE = 600.0  # seconds a provider may make us wait
_REMEMBERED = 20  # secrets that were sent last
T = TypeVar("T")


class Pending(Exception):
    """Nobody has entered the code yet; `slower`: we ask too often."""

    slower = False


class Exchange:
    """Asks on the terms of one sign-in. `wall`: seconds since the epoch."""

    def __init__(self, terms: Terms, *, wall: Callable[[], float] = time.time) -> None:
        self.terms = terms
        self._wall = wall
        self._ahead = 0.0  # seconds the provider's clock is ahead of ours
        self._found: Mapping[str, Any] = {}  # what its issuer says of it
        self._sent: deque[str] = deque(maxlen=_REMEMBERED)  # must not stand in what we say

    def for_itself(self) -> Granted:
        """A token of the application's own, or of a service account's."""
        if self.terms.grant == "service-account":
            return self._signed(lambda: self._granted(self._by_service_account))
        return self._signed(lambda: self._granted(self._by_client))

    def refreshed(self, token: str) -> Granted:
        return self._signed(lambda: self._granted(lambda session, url: self._refresh(session, url, token)))

    def device(self) -> Device:
        """Begin to sign in on another device."""
        url = self._address("device_url", "device_authorization_endpoint")

        def ask(session: OAuth2Session) -> Device:
            data = {"scope": " ".join(self.terms.scopes)}
            auth = session.client_auth(session.token_endpoint_auth_method)
            told = self._json(session.post(url, data=data, auth=auth, allow_redirects=False), url)
            if "error" in told:
                raise OAuthError(told["error"], told.get("error_description"))
            return device(told)

        return self._asked(url, ask)

    def by_device(self, device: Device) -> Granted:
        """The token, once the code was entered. Raises `Pending` before."""
        self._sent.append(device.secret)
        return self._granted(
            lambda session, url: session.fetch_token(
                url, grant_type=_DEVICE, device_code=device.secret, allow_redirects=False
            )
        )

    def authorize_url(self, redirect: str, state: str, verifier: str) -> str:
        """What a person opens in a browser (RFC 7636, 8252)."""
        url = self._address("authorize_url", "authorization_endpoint")
        more = {"login_hint": self.terms.account}
        if self.terms.provider == "google":  # else it gives no refresh token, or only the first time
            more |= {"access_type": "offline", "prompt": "consent"}
        with self._session() as session:
            session.redirect_uri = redirect
            found, _ = session.create_authorization_url(url, state=state, code_verifier=verifier, **more)
            return str(found)

    def by_code(self, code: str, redirect: str, verifier: str) -> Granted:
        self._sent.extend((code, verifier))
        return self._granted(
            lambda session, url: session.fetch_token(
                url,
                grant_type="authorization_code",
                code=code,
                redirect_uri=redirect,
                code_verifier=verifier,
                allow_redirects=False,
            )
        )

    def _by_client(self, session: OAuth2Session, url: str) -> Any:
        return session.fetch_token(url, grant_type="client_credentials", allow_redirects=False)

    def _refresh(self, session: OAuth2Session, url: str, token: str) -> Any:
        self._sent.append(token)
        return session.refresh_token(url, refresh_token=token, allow_redirects=False)

    def _by_service_account(self, session: OAuth2Session, url: str) -> Any:
        del session
        assertion = assertions.service_account(self.terms, url, int(self._wall() + self._ahead))
        self._sent.append(assertion)
        with OAuth2Session(token_endpoint_auth_method=_unchanged) as plain:
            self._guard(plain, url)
            return plain.fetch_token(url, grant_type=_JWT_BEARER, assertion=assertion, allow_redirects=False)

    def _signed(self, ask: Callable[[], Granted]) -> Granted:
        """Once more with the provider's time, where only our clock may be why it was refused."""
        before = self._ahead
        try:
            return ask()
        except TokenRefused:
            signs = self.terms.grant == "service-account" or self.terms.certificate is not None
            if not signs or abs(self._ahead - before) < _SKEWED:
                raise
        return ask()

    def _granted(self, ask: Callable[[OAuth2Session, str], Any]) -> Granted:
        url = self._address("token_url", "token_endpoint")
        return self._asked(url, lambda session: read(ask(session, url)))

    def _asked(self, url: str, ask: Callable[[OAuth2Session], T]) -> T:
        """What is asked of `url`; every fault of it as one of ours. Nothing of the cause is kept: it may
        hold what was sent."""
        where = url.split("?")[0]
        try:
            with self._session() as session:
                return ask(session)
        except OAuthError as error:
            if error.error in {"authorization_pending", "slow_down"}:
                pending = Pending(str(error.error))
                pending.slower = error.error == "slow_down"
                raise pending from None
            code, text = str(error.error), str(error.description or "")
            fault: Exception = judged(self.terms, where, without(code, self._sent), text, self._sent)
        except Unreadable as reason:
            fault = TokenRefused(str(reason))
        except (TokenRefused, TokenUnavailable):
            raise
        except requests.exceptions.RequestException as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                fault = TokenRefused(f"{where}: its certificate is refused; check the address and ca_file")
            else:
                fault = TokenUnavailable(f"{where} cannot be reached ({type(error).__name__}); trying again")
        except OSError as error:
            fault = TokenUnavailable(f"{error.strerror or error}")
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            fault = TokenUnavailable(f"{where}: what it answers is no token; trying again")
        raise fault from None

    @contextlib.contextmanager
    def _session(self) -> Any:
        secret, method = self._client_secret()
        session = OAuth2Session(
            self.terms.client_id,
            secret,
            token_endpoint_auth_method=method,
            scope=" ".join(self.terms.scopes) or None,
            code_challenge_method="S256",
        )
        if method == "private_key_jwt":
            assert self.terms.certificate is not None  # noqa: S101
            now = int(self._wall() + self._ahead)
            session.register_client_auth_method(assertions.certificate(self.terms.certificate, now))
        self._guard(session, self.terms.token_url or self.terms.issuer)
        with session:
            yield session

    def _client_secret(self) -> tuple[str | None, str]:
        """The secret and how it is said."""
        if self.terms.certificate is not None:
            return assertions.private_key(self.terms.certificate), "private_key_jwt"
        if self.terms.client_secret is None:
            return None, "none"
        secret = self.terms.client_secret.read()
        self._sent.append(secret)
        offered = self._found.get("token_endpoint_auth_methods_supported") or ()
        post = self.terms.provider != "oidc" or "client_secret_post" in offered
        return secret, "client_secret_post" if post else "client_secret_basic"

    def _guard(self, session: OAuth2Session, url: str) -> None:
        prepare(session, url, self.terms.ca_file)
        for kind in ("access_token_response", "refresh_token_response"):
            session.register_compliance_hook(kind, self._looked)

    def _looked(self, response: requests.Response) -> requests.Response:
        """Before anything is read of an answer: whether it is one, and what time it bears."""
        where = str(response.url).split("?")[0]
        with contextlib.suppress(KeyError, ValueError, TypeError):
            self._ahead = parsedate_to_datetime(response.headers["Date"]).timestamp() - self._wall()
        if response.status_code >= 500 or response.status_code == 429:
            after = response.headers.get("Retry-After", "")
            pause = min(float(after), _LONGEST_PAUSE) if after.isdecimal() else 0.0
            raise TokenUnavailable(f"{where} answered {response.status_code}; trying again", after=pause)
        if 300 <= response.status_code < 400:
            raise TokenRefused(f"{where} answered {response.status_code}, which is another address; check it")
        if response.status_code >= 400 and not response.content.lstrip().startswith(b"{"):
            raise TokenUnavailable(
                f"{where} answered {response.status_code}; check the address; trying again"
            )
        return response

    def _json(self, response: requests.Response, url: str) -> dict[str, Any]:
        found = self._looked(response).json()
        if not isinstance(found, dict):
            raise TypeError(url)
        return found

    def _address(self, key: str, published: str) -> str:
        """An endpoint: as configured, as known of the provider, or as its issuer says."""
        known: str = getattr(self.terms, key) or getattr(KNOWN[self.terms.provider], key)
        if not known and self.terms.issuer:
            if not self._found:
                self._found = self._discovered()
            known = str(self._found.get(published, ""))
        url = known.replace("{tenant}", self.terms.tenant)
        if not url:
            raise TokenRefused(f"the provider of {self.terms.name} says nothing of it: set {key}")
        if not is_safe(url):
            raise TokenRefused(f"{url}: secrets are sent to https only; check {key}")
        return url

    def _discovered(self) -> Mapping[str, Any]:
        """OpenID Connect Discovery 1.0 section 4."""
        url = self.terms.issuer.rstrip("/") + "/.well-known/openid-configuration"
        if not is_safe(url):
            raise TokenRefused(f"{url}: secrets are sent to https only; check issuer")

        def ask(session: OAuth2Session) -> Mapping[str, Any]:
            return self._json(session.get(url, withhold_token=True, allow_redirects=False), url)

        return self._asked(url, ask)


def _unchanged(
    client: object, method: str, uri: str, headers: dict[str, str], body: str
) -> tuple[str, dict[str, str], str]:
    """An assertion says who we are (RFC 7523 section 2.1)."""
    del client, method
    return uri, headers, body
