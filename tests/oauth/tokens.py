"""What the tests of tokens share: terms, time that is told, and real servers that take tokens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from provider import Provider
from servers import Dovecot, Postfix

from mailbot.wire.oauth.exchange import Exchange
from mailbot.wire.oauth.source import Source
from mailbot.wire.oauth.terms import Grant, Hidden, Terms

MAILBOX = "complaints@firm.example"
PERSON = "sam@firm.example"


@dataclass
class Time:
    """Two clocks: one that only goes forward, and one on the wall, which somebody may have set wrongly."""

    now: float = 1000.0
    wall_ahead: float = 1_764_000_000.0

    def monotonic(self) -> float:
        return self.now

    def wall(self) -> float:
        return self.now + self.wall_ahead

    def go(self, seconds: float) -> None:
        self.now += seconds


def terms(idp: Provider, directory: Path, grant: Grant = "client-credentials", **changes: Any) -> Terms:
    """For the provider as any by its URLs; its client secret in a file."""
    secret = directory / "client-secret"
    secret.write_text(idp.secret)
    found = Terms(
        "oidc",
        grant,
        PERSON,
        directory / "tokens",
        client_id=idp.client,
        token_url=f"{idp.url}/token",
        authorize_url=f"{idp.url}/authorize",
        device_url=f"{idp.url}/device",
        client_secret=Hidden("client_secret_file", secret) if idp.secret else None,
        name="complaints",
    )
    return replace(found, **changes)


def source(found: Terms, time: Time | None = None) -> Source:
    if time is None:
        return Source(found)
    return Source(found, Exchange(found, wall=time.wall), monotonic=time.monotonic, wall=time.wall)


def signed_in(found: Terms, provider: Provider, time: Time | None = None) -> Source:
    """A sign-in somebody has made."""
    from mailbot.wire.oauth.granted import Granted

    made = source(found, time)
    made.signed_in(
        Granted("unused", refresh=provider.issue(), refresh_expires_in=provider.refresh_expires_in)
    )
    return made


class TokenDovecot(Dovecot):
    """Takes tokens, which it asks the provider about at each login; a password only by PLAIN."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self.provider = provider

    def _configuration(self, uid: int, gid: int, *, root: bool) -> str:
        asks = self.directory / "oauth2.conf"
        asks.write_text(
            f"introspection_mode = post\nintrospection_url = {self.provider.url}/introspect\n"
            "force_introspection = yes\nusername_attribute = username\nactive_attribute = active\n"
            "active_value = true\ntimeout_msecs = 5000\nmax_idle_time_msecs = 0\n"
        )
        told = super()._configuration(uid, gid, root=root)
        told = told.replace("auth_mechanisms = plain", "auth_mechanisms = plain xoauth2 oauthbearer")
        told = told.replace(
            "  driver = static\n  args = password",
            "  driver = static\n  mechanisms = plain\n  args = password",
        )
        # A login after a refused one is answered at once: how long Dovecot would wait is not the matter here.
        return f"""{told}
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {asks}
}}
service auth {{
  unix_listener {self.directory}/sasl {{
    mode = 0666
  }}
}}
"""


class TokenPostfix(Postfix):
    """Takes letters only from who has logged in, which it asks a Dovecot about."""

    def __init__(self, sasl: Path) -> None:
        self.sasl = sasl

    def _main(self, uid: int, gid: int) -> str:
        told = super()._main(uid, gid)
        told = told.replace("permit_mynetworks, reject", "permit_sasl_authenticated, reject")
        return (
            f"{told}smtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovecot\nsmtpd_sasl_path = {self.sasl}\n"
            "smtpd_tls_auth_only = no\nsmtpd_sasl_security_options = noanonymous\n"
        )
