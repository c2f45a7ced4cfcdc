"""Who signs in at which provider, and how: plain values, without a secret in them.

Faults: `Unreadable` where a secret is not there to be read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

Provider = Literal["microsoft", "google", "oidc"]
Grant = Literal["client-credentials", "device-code", "installed-app", "service-account", "refresh-token"]

#: Grants by which a person signs in once.
SIGNED_IN = frozenset({"device-code", "installed-app"})
#: Grants that live on a refresh token.
LASTING = frozenset({*SIGNED_IN, "refresh-token"})


class Unreadable(Exception):
    """A secret is not where it should be; the text names the key of the configuration."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Where a secret lies; `key` of the configuration says so."""

    key: str
    file: Path | None = None
    env: str | None = None

    def read(self) -> str:
        if self.env is not None:
            found = os.environ.get(self.env, "")
            where = f"the environment variable {self.env}"
        else:
            where, found = str(self.file), read_text(self.key, self.file)
        if not found.strip():
            raise Unreadable(f"{self.key}: {where} is empty or not set")
        return found.strip()


@dataclass(frozen=True, slots=True)
class Terms:
    """One sign-in. Servers whose terms are equal share one token; `name` is what a person calls it by."""

    provider: Provider
    grant: Grant
    account: str  # who signs in, or whom a service account acts for
    store: Path  # the directory refresh tokens are kept in
    client_id: str = ""
    scopes: tuple[str, ...] = ()
    tenant: str = ""
    issuer: str = ""
    token_url: str = ""
    authorize_url: str = ""
    device_url: str = ""
    client_secret: Hidden | None = None
    client_secret_expires: date | None = None
    certificate: Path | None = None  # PEM: a certificate and its key
    service_account: Path | None = None  # Google's JSON
    refresh_token: Hidden | None = None  # one that was got elsewhere
    key: Hidden | None = None  # what refresh tokens are encrypted with
    ca_file: Path | None = None
    refresh_ahead: float = 300.0  # seconds
    refresh_lifetime: float | None = None  # seconds, from the issue of a refresh token
    name: str = field(default="", compare=False)


def read_text(key: str, path: Path | None) -> str:
    try:
        return "" if path is None else path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Unreadable(f"{key}: {path} is not UTF-8 text") from None
    except OSError as reason:
        raise Unreadable(f"{key}: {path}: {reason.strerror}") from None
