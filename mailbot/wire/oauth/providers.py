"""What is known of providers: their addresses, and what mail takes there.

Faults: none.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.wire.oauth.terms import SIGNED_IN, Grant, Provider, Terms

_DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Known:
    """Of one provider; "" is not known, and asked of its `issuer`."""

    token_url: str = ""
    authorize_url: str = ""
    device_url: str = ""
    by_itself: tuple[str, ...] = ()  # scopes of an application that acts for itself
    by_a_person: tuple[str, ...] = ()  # and of one somebody signed in to
    refresh_lifetime: float | None = None  # seconds
    redirect_host: str = "127.0.0.1"


_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
KNOWN: dict[Provider, Known] = {
    "microsoft": Known(
        token_url=f"{_MICROSOFT}/token",
        authorize_url=f"{_MICROSOFT}/authorize",
        device_url=f"{_MICROSOFT}/devicecode",
        by_itself=("https://outlook.office365.com/.default",),
        by_a_person=(
            "https://outlook.office.com/IMAP.AccessAsUser.All",
            "https://outlook.office.com/SMTP.Send",
            "offline_access",
        ),
        refresh_lifetime=90 * _DAY,  # without being used; each use issues another
        redirect_host="localhost",  # what its portal registers for a mobile or desktop application
    ),
    "google": Known(
        token_url="https://oauth2.googleapis.com/token",  # noqa: S106  # an address
        authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
        by_itself=("https://mail.google.com/",),
        by_a_person=("https://mail.google.com/",),
    ),
    "oidc": Known(by_a_person=("openid", "offline_access")),
}


def scopes(provider: Provider, grant: Grant) -> tuple[str, ...]:
    """What is asked for where the configuration says nothing."""
    known = KNOWN[provider]
    return known.by_a_person if grant in SIGNED_IN else known.by_itself if grant != "refresh-token" else ()


def advice(terms: Terms) -> str:
    """What to look at where a mail server does not take the token."""
    if terms.provider == "microsoft" and terms.grant == "client-credentials":
        return (
            "check New-ServicePrincipal (its -ObjectId is that of the Enterprise application, not of the app "
            "registration), Add-MailboxPermission, and that IMAP and authenticated SMTP are on there"
        )
    if terms.provider == "microsoft":
        return (
            f"check that {terms.account} has full access to this mailbox and may send as it, that IMAP and "
            f"authenticated SMTP are on for it; `mailbot oauth status`"
        )
    return "check username, account and scopes; `mailbot oauth status`"
