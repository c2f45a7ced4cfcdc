"""Why there is no access token, and what to do; never with a secret in it.

Faults: this is them. `TokenRefused`: a person must do something; `TokenUnavailable`: trying again may help.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailbot.wire.oauth.terms import Terms
from mailbot.wire.outcome import Refused, one_line

#: As long as no word and no trace id of a provider is, and every token.
_LONG = re.compile(r"[A-Za-z0-9_~+.=-]{40,}")
_SHORTEST = 4  # characters of a secret that can be looked for in a text
#: Of Microsoft's descriptions what differs each time: the same outage is to be the same text.
_EACH_TIME = re.compile(r"\s*Trace ID:.*", re.DOTALL)
#: Errors of RFC 6749 section 5.2 and OpenID Connect that pass.
_PASSING = frozenset({"temporarily_unavailable", "server_error", "slow_down"})

_SECRET = "make a new client secret at the provider and put it where client_secret_file says"  # noqa: S105  # no secret
#: What Microsoft's numbers mean to an operator.
_AADSTS = {
    "7000222": f"the client secret has expired: {_SECRET}",
    "7000215": "the client secret is wrong: its value is wanted, not its id",
    "700016": "no such application in that tenant: check client_id and tenant",
    "90002": "no such tenant: check tenant",
    "65001": "nobody has consented: grant admin consent to the application's permissions",
    "7000218": "allow public client flows for the application, or set client_secret_file",
    "700027": "the certificate is not the application's: upload that of certificate_file",
    "700082": "it was not used for too long: {login}",
    "50173": "the password was changed or the sign-in revoked: {login}",
    "50076": "another factor is wanted: {login}",
    "53003": "a conditional access policy forbids it: except this application from it",
}
_BY_CODE = {
    "invalid_client": "check client_id and the client secret, which may have expired",
    "unauthorized_client": "allow the application this grant and these scopes at the provider",
    "invalid_scope": "check scopes",
    "access_denied": "it was declined: {login}",
    "expired_token": "the code was not entered in time: {login}",
}
_AT_GOOGLE = (
    "in the Admin console, Security, API controls, Domain-wide delegation, allow the service account's "
    "client id the scopes {scopes}; check that {account} is a user, and this machine's clock"
)


class TokenUnavailable(OSError):
    """The provider, the disk or the command fails at the moment."""

    def __init__(self, text: str, *, after: float = 0.0) -> None:
        """`after`: seconds before which the provider does not want to be asked again."""
        super().__init__(text)
        self.after = after


class TokenRefused(Refused):
    """There is no token until a person does what the text says."""


def without(text: str, secrets: Iterable[str]) -> str:
    """A provider's or a program's text as one line, with nothing in it that is or looks like a secret."""
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, "…")
    return one_line(_LONG.sub("…", text))


def judged(
    terms: Terms, where: str, code: str, description: str, secrets: Iterable[str]
) -> TokenRefused | TokenUnavailable:
    """What an error of the provider means."""
    said = _EACH_TIME.sub("", description)
    told = without(f"{code}: {said}" if said else code, secrets)
    if code in _PASSING:
        return TokenUnavailable(f"{where}: {told}; trying again")
    return TokenRefused(f"{where}: {told}; {_todo(terms, code, description)}")


def login(terms: Terms) -> str:
    """What makes a new sign-in."""
    if terms.grant == "refresh-token":
        return "put a new refresh token where refresh_token_file says"
    return f"run `mailbot oauth login {terms.name}`"


def _todo(terms: Terms, code: str, description: str) -> str:
    number = re.search(r"AADSTS([0-9]+)", description)
    if number is not None and number[1] in _AADSTS:
        return _AADSTS[number[1]].format(login=login(terms))
    if terms.grant == "service-account":
        return _AT_GOOGLE.format(scopes=" ".join(terms.scopes), account=terms.account)
    if code == "invalid_grant" and terms.grant == "client-credentials":
        return "check tenant, client_id, and this machine's clock"
    if code == "invalid_grant":
        return f"the sign-in has lapsed or was withdrawn: {login(terms)}"
    return _BY_CODE.get(code, "see what the provider says").format(login=login(terms))
