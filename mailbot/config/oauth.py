"""The tables about signing in by OAuth 2: [oauth], and [mailbox.oauth], [smtp.oauth], [archive.oauth].

Faults: `ValueError` for keys that do not go together, by their names.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from mailbot.config.words import Span, Table

Provider = Literal["microsoft", "google", "oidc"]
Grant = Literal["client-credentials", "device-code", "installed-app", "service-account", "refresh-token"]

#: What each provider offers for mail, and why not another.
_GRANTS: dict[str, tuple[str, ...]] = {
    "microsoft": ("client-credentials", "device-code", "installed-app", "refresh-token"),
    "google": ("service-account", "installed-app", "refresh-token"),
    "oidc": ("client-credentials", "device-code", "installed-app", "refresh-token"),
}
_WHY_NOT = {
    ("google", "client-credentials"): "Google's applications act for a mailbox as a service account",
    ("google", "device-code"): "Google gives no access to mail by device code",
    ("microsoft", "service-account"): "that is Google's; Microsoft's is client-credentials",
    ("oidc", "service-account"): "that is Google's; elsewhere it is client-credentials",
}
#: Grants for which there must be …
_WITH_SECRET = {
    ("microsoft", "client-credentials"),
    ("oidc", "client-credentials"),
    ("google", "installed-app"),
    ("google", "refresh-token"),
}
_HERE = {"localhost", "127.0.0.1", "::1"}


def _https(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "https" and parts.hostname:
        return value
    if parts.scheme == "http" and parts.hostname in _HERE:
        return value
    raise ValueError(f"{value!r} is no https address: secrets are sent there")


SafeUrl = Annotated[str, AfterValidator(_https)]


class OauthTable(Table):
    """How one server is signed in to; who signs in is `account`, or else the server's username."""

    provider: Provider | None = None
    grant: Grant | None = None
    tenant: str = Field(default="", pattern=r"^[A-Za-z0-9.-]*$")
    client_id: str = ""
    client_secret_file: Path | None = None
    client_secret_env: str | None = None
    client_secret_credential: str | None = None
    client_secret_expires: date | None = None
    certificate_file: Path | None = None
    service_account_file: Path | None = None
    refresh_token_file: Path | None = None
    refresh_token_env: str | None = None
    refresh_token_credential: str | None = None
    account: str | None = Field(default=None, min_length=1)
    issuer: SafeUrl | None = None
    token_url: SafeUrl | None = None
    authorize_url: SafeUrl | None = None
    device_url: SafeUrl | None = None
    ca_file: Path | None = None
    scopes: tuple[str, ...] = ()
    mechanism: Literal["xoauth2", "oauthbearer"] = "xoauth2"
    refresh_ahead: Span = Field(default=timedelta(minutes=5), ge=timedelta(0), le=timedelta(minutes=30))
    refresh_token_lifetime: Span | None = None
    token_command: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> OauthTable:
        if self.token_command:
            self._alone()
            return self
        for key in ("provider", "grant"):
            if getattr(self, key) is None:
                raise ValueError(f"{key} is missing; or token_command instead of all")
        self._offered()
        self._sources()
        self._needed()
        return self

    def _alone(self) -> None:
        others = self.model_fields_set - {"token_command", "mechanism"}
        if others:
            raise ValueError(f"token_command needs nothing but mechanism beside it; remove {_named(others)}")

    def _offered(self) -> None:
        """Whether the provider has the grant, and the keys belong to both."""
        provider, grant = str(self.provider), str(self.grant)
        if grant not in _GRANTS[provider]:
            why = _WHY_NOT.get((provider, grant), "")
            told = f'grant = "{grant}" is nothing for provider = "{provider}" ({why})'
            raise ValueError(f"{told}; it takes {_named(_GRANTS[provider])}")
        misplaced = {
            "tenant": provider != "microsoft" and self.tenant,
            "certificate_file": provider == "google" and self.certificate_file,
            "service_account_file": grant != "service-account" and self.service_account_file,
            "issuer": provider != "oidc" and self.issuer,
        }
        for prefix, wanted in (
            ("refresh_token", grant == "refresh-token"),
            ("client_secret", grant != "service-account"),
        ):
            misplaced |= {key: not wanted and getattr(self, key) for key in _three(prefix)}
        if found := [key for key, wrong in misplaced.items() if wrong]:
            raise ValueError(f'{_named(found)}: not with provider = "{provider}", grant = "{grant}"')

    def _sources(self) -> None:
        for prefix in ("client_secret", "refresh_token"):
            if len(given := self._given(prefix)) > 1:
                raise ValueError(f"give one of {_named(given)}, not several")
        if self.certificate_file is not None and self._given("client_secret"):
            raise ValueError("certificate_file and client_secret are both set; keep one")

    def _needed(self) -> None:
        provider, grant = str(self.provider), str(self.grant)
        missing = []
        if grant == "service-account":
            missing += ["service_account_file"] if self.service_account_file is None else []
        elif not self.client_id:
            missing.append("client_id")
        if provider == "microsoft" and not self.tenant and self.token_url is None:
            missing.append("tenant")
        if grant == "refresh-token" and not self._given("refresh_token"):
            missing.append("refresh_token_file")
        secret = self._given("client_secret") or self.certificate_file is not None
        if (provider, grant) in _WITH_SECRET and not secret:
            missing.append("client_secret_file")
        if provider == "oidc" and self.issuer is None:
            urls = {"token_url": self.token_url}
            urls |= {"device_url": self.device_url} if grant == "device-code" else {}
            urls |= {"authorize_url": self.authorize_url} if grant == "installed-app" else {}
            missing += [f"{key} (or issuer)" for key, url in urls.items() if url is None]
        if missing:
            verb = "is" if len(missing) == 1 else "are"
            raise ValueError(
                f'{_named(missing)} {verb} missing for provider = "{provider}", grant = "{grant}"'
            )

    def _given(self, prefix: str) -> list[str]:
        return [key for key in _three(prefix) if getattr(self, key) is not None]


class OauthStoreTable(Table):
    """Where refresh tokens are kept, and what they are encrypted with."""

    token_store: Path | None = None
    token_key_file: Path | None = None
    token_key_env: str | None = None
    token_key_credential: str | None = None

    @model_validator(mode="after")
    def _one_key(self) -> OauthStoreTable:
        given = [key for key in _three("token_key") if getattr(self, key) is not None]
        if len(given) > 1:
            raise ValueError(f"give one of {_named(given)}, not several")
        return self


def _three(prefix: str) -> tuple[str, str, str]:
    return f"{prefix}_file", f"{prefix}_env", f"{prefix}_credential"


def _named(keys: object) -> str:
    assert isinstance(keys, list | tuple | set)  # noqa: S101
    return ", ".join(sorted(keys) if isinstance(keys, set) else keys)
