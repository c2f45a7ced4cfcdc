"""The keys of a sign-in: what goes together, what is told where it does not, and what is made of them."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from provider import Provider, key_pair

from mailbot.assembly import oauth, parts
from mailbot.assembly.servers import account
from mailbot.config import Config, ConfigError, load
from mailbot.wire.oauth.command import Command
from mailbot.wire.oauth.keeping import Keeping, Kept
from mailbot.wire.oauth.source import Source
from mailbot.wire.oauth.terms import Hidden, Terms

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
APP_ONLY = """
provider = "microsoft"
grant = "client-credentials"
tenant = "firm.example"
client_id = "app"
client_secret_file = "secrets/client"
"""
DEVICE = """
provider = "microsoft"
grant = "device-code"
tenant = "firm.example"
client_id = "app"
account = "sam@firm.example"
"""
GOOGLE = """
provider = "google"
grant = "service-account"
service_account_file = "secrets/service.json"
"""
OIDC = """
provider = "oidc"
grant = "client-credentials"
client_id = "app"
client_secret_env = "CLIENT_SECRET"
issuer = "https://login.firm.example"
"""


def written(at: Path, mailbox: str = "", smtp: str = "", more: str = "") -> Path:
    """The example with sign-ins in the place of passwords."""
    text = EXAMPLE.read_text(encoding="utf-8")
    if mailbox:
        text = text.replace('password_file = "secrets/imap"\n', "", 1)
        text = text.replace("\n[smtp]\n", f"\n[mailbox.oauth]\n{mailbox}\n[smtp]\n", 1)
    if smtp:
        text = text.replace('password_file = "secrets/smtp"\n', "", 1)
        text = text.replace("\n# The account in which", f"\n[smtp.oauth]\n{smtp}\n# The account in which", 1)
    text = text.replace("\n[oauth]\n", f"\n[oauth]\n{more}\n", 1)
    path = at / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def configured(at: Path, mailbox: str = "", smtp: str = "", more: str = "") -> Config:
    return load(written(at, mailbox, smtp, more))


def terms(config: Config) -> Terms:
    _, server, table = next(oauth.servers(config))
    return oauth.terms_of(config, server, table)


@pytest.mark.parametrize("table", [APP_ONLY, DEVICE, GOOGLE, OIDC, 'token_command = ["/bin/true"]'])
def test_what_is_whole_is_taken(tmp_path: Path, table: str) -> None:
    assert configured(tmp_path, table).mailbox[0].oauth is not None


@pytest.mark.parametrize(
    ("table", "old", "new", "told"),
    [
        (APP_ONLY, 'provider = "microsoft"\n', "", "provider is missing; or token_command"),
        (APP_ONLY, 'grant = "client-credentials"\n', "", "grant is missing"),
        (APP_ONLY, 'provider = "microsoft"', 'provider = "yahoo"', r"oauth.provider: .*'microsoft'"),
        (APP_ONLY, '"client-credentials"', '"password"', r"oauth.grant: .*'client-credentials'"),
        (APP_ONLY, '"client-credentials"', '"service-account"', "that is Google's; Microsoft's is client-cr"),
        (OIDC, '"client-credentials"', '"service-account"', 'nothing for provider = "oidc"'),
        (GOOGLE, '"service-account"', '"client-credentials"', "act for a mailbox as a service account"),
        (GOOGLE, '"service-account"', '"device-code"', "no access to mail by device code.*installed-app"),
        (APP_ONLY, 'tenant = "firm.example"\n', "", "tenant is missing for provider"),
        (APP_ONLY, 'tenant = "firm.example"', 'tenant = "a/b?c"', r"oauth.tenant"),
        (APP_ONLY, 'client_id = "app"\n', "", "client_id is missing"),
        (APP_ONLY, 'client_secret_file = "secrets/client"\n', "", "client_secret_file is missing"),
        (APP_ONLY, "client_secret_file", "client_secret", "unknown key; did you mean client_secret_"),
        (APP_ONLY, "grant", 'client_secret_env = "X"\ngrant', "one of client_secret_file, client_secret_env"),
        (
            APP_ONLY,
            "grant",
            'certificate_file = "x"\ngrant',
            "certificate_file and client_secret are both",
        ),
        (APP_ONLY, "grant", 'service_account_file = "x"\ngrant', "service_account_file: not with provider"),
        (APP_ONLY, "grant", 'refresh_token_env = "X"\ngrant', "refresh_token_env: not with provider"),
        (APP_ONLY, "grant", 'issuer = "https://x.example"\ngrant', "issuer: not with provider"),
        (APP_ONLY, "grant", 'token_command = ["x"]\ngrant', "token_command needs nothing but mechanism"),
        (APP_ONLY, "grant", 'mechanism = "plain"\ngrant', r"oauth.mechanism: .*'xoauth2' or 'oauthbearer'"),
        (APP_ONLY, "grant", 'refresh_ahead = "2h"\ngrant', "oauth.refresh_ahead"),
        (APP_ONLY, "grant", 'refresh_token_lifetime = "long"\ngrant', "'long' is not a length of time"),
        (APP_ONLY, "grant", "client_secret_expires = 7\ngrant", "oauth.client_secret_expires"),
        (GOOGLE, 'service_account_file = "secrets/service.json"\n', "", "service_account_file is missing"),
        (GOOGLE, "grant", 'tenant = "x"\ngrant', "tenant: not with provider"),
        (GOOGLE, "grant", 'client_secret_file = "x"\ngrant', "client_secret_file: not with provider"),
        (GOOGLE, '"service-account"', '"installed-app"', "service_account_file: not with provider"),
        (OIDC, 'issuer = "https://login.firm.example"\n', "", r"token_url \(or issuer\) is missing"),
        (OIDC, "https://login", "http://login", "is no https address: secrets are sent there"),
        (OIDC, "grant", 'token_url = "file:///etc/passwd"\ngrant', "oauth.token_url: .*no https address"),
        (DEVICE, '"device-code"', '"refresh-token"', "refresh_token_file is missing"),
    ],
)
def test_what_does_not_go_together_is_told_by_its_key(
    tmp_path: Path, table: str, old: str, new: str, told: str
) -> None:
    assert old in table
    with pytest.raises(ConfigError) as why:
        configured(tmp_path, table.replace(old, new, 1))
    assert re.search(told, str(why.value)), str(why.value)
    assert re.match(r".*config.toml:\d+: \[\[mailbox\]\] number 1: oauth", str(why.value))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[mailbox.oauth]", 'password_env = "X"\n[mailbox.oauth]', "oauth and a password are both set"),
        ('username = "complaints@firm.example"\n', "", "oauth is set, but not username: the mailbox to open"),
    ],
)
def test_a_sign_in_and_the_servers_own_keys(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = written(tmp_path, APP_ONLY)
    text = path.read_text()
    at = text.index("[[mailbox]]")
    changed = text[:at] + re.sub(rf"(?m)^{re.escape(old)}", new, text[at:], count=1)
    assert changed != text
    path.write_text(changed)
    with pytest.raises(ConfigError, match=told):
        load(path)


def test_two_keys_for_refresh_tokens_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="give one of token_key_file, token_key_env"):
        configured(tmp_path, DEVICE, more='token_key_file = "a"\ntoken_key_env = "B"')


def test_mailbox_and_submission_share_one_token_where_they_sign_in_alike(tmp_path: Path) -> None:
    config = configured(tmp_path, APP_ONLY, APP_ONLY)
    box, letters = account(config, config.mailbox[0]), parts.submission(config)
    assert box.secret == letters.secret
    assert (box.mechanism, letters.mechanism) == ("xoauth2", "xoauth2")
    assert "New-ServicePrincipal" in box.advice
    other = configured(tmp_path, APP_ONLY, APP_ONLY.replace("grant", 'account = "x@y.example"\ngrant'))
    assert parts.submission(other).secret != account(other, other.mailbox[0]).secret


def test_a_start_without_a_secret_is_refused_by_its_key(tmp_path: Path) -> None:
    config = configured(tmp_path, APP_ONLY, APP_ONLY)
    with pytest.raises(ConfigError, match=r"complaints: oauth: client_secret_file: .*client: No such"):
        parts.secrets_of(config)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/client").write_text("\n")
    with pytest.raises(ConfigError, match=r"client_secret_file: .*secrets/client is empty"):
        parts.secrets_of(config)
    (tmp_path / "secrets/client").write_text("s\n")
    parts.secrets_of(config)


def test_a_start_with_tokens_others_may_read_is_refused(tmp_path: Path) -> None:
    config = configured(tmp_path, DEVICE, DEVICE)
    keeping = Keeping(terms(config))
    with keeping.locked():
        keeping.write(Kept(refresh="x"))
    parts.secrets_of(config)
    keeping.path.chmod(0o644)
    with pytest.raises(ConfigError, match=r"may be read by others \(mode 644\): chmod 600"):
        parts.secrets_of(config)


def test_what_is_made_of_the_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/run/credentials/mailbot")
    table = APP_ONLY.replace("client_secret_file", "client_secret_credential").replace("secrets/client", "c")
    table += 'client_secret_expires = 2027-01-31\nrefresh_ahead = "10m"\nrefresh_token_lifetime = "30d"\n'
    found = terms(configured(tmp_path, table, more='token_key_env = "KEY"'))
    assert found == Terms(
        "microsoft",
        "client-credentials",
        "complaints@firm.example",
        tmp_path / "tokens",
        client_id="app",
        scopes=("https://outlook.office365.com/.default",),
        tenant="firm.example",
        client_secret=Hidden("client_secret_credential", Path("/run/credentials/mailbot/c")),
        client_secret_expires=date(2027, 1, 31),
        key=Hidden("token_key_env", env="KEY"),
        refresh_ahead=600,
        refresh_lifetime=30 * 86400,
    )
    assert found.name == "complaints"


@pytest.mark.parametrize(
    ("table", "scopes"),
    [
        (APP_ONLY, "https://outlook.office365.com/.default"),
        (
            DEVICE,
            "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send "
            "offline_access",
        ),
        (GOOGLE, "https://mail.google.com/"),
        (OIDC, ""),
        (OIDC.replace("client-credentials", "device-code"), "openid offline_access"),
        (OIDC + 'scopes = ["mail"]', "mail"),
    ],
)
def test_what_is_asked_for(tmp_path: Path, table: str, scopes: str) -> None:
    assert " ".join(terms(configured(tmp_path, table)).scopes) == scopes


@pytest.mark.parametrize(
    ("url", "more", "store"),
    [
        ("sqlite:///mailbot.db", "", "tokens"),
        ("sqlite:///data/mailbot.db", "", "data/tokens"),
        ("postgresql+psycopg://u@h/n", "", "tokens"),
        ("sqlite:///data/mailbot.db", 'token_store = "kept"', "kept"),
    ],
)
def test_where_refresh_tokens_are_kept(tmp_path: Path, url: str, more: str, store: str) -> None:
    path = written(tmp_path, DEVICE, more=more)
    path.write_text(path.read_text().replace("sqlite:///mailbot.db", url))
    assert oauth.store(load(path)) == tmp_path / store


def test_a_command_is_asked_for_tokens(tmp_path: Path) -> None:
    table = 'token_command = ["/bin/echo", "token"]\nmechanism = "oauthbearer"'
    config = configured(tmp_path, table)
    box = account(config, config.mailbox[0])
    assert (box.secret(), box.mechanism) == ("token", "oauthbearer")
    _, server, found = next(oauth.servers(config))
    assert isinstance(oauth.source(config, server, found), Command)
    assert [one.good for one in oauth.findings(config, NOW)] == [True]


def test_a_sign_in_lives_on_when_the_configuration_is_read_again(tmp_path: Path) -> None:
    first, again = configured(tmp_path, APP_ONLY), configured(tmp_path, APP_ONLY)
    assert account(first, first.mailbox[0]).secret == account(again, again.mailbox[0]).secret


def test_the_findings(tmp_path: Path) -> None:
    config = configured(tmp_path, DEVICE, APP_ONLY)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/client").write_text("s")
    keeping = Keeping(terms(config))
    ends = (NOW + timedelta(days=11, hours=2)).timestamp()
    kept = Kept(refresh="x", issued_at=1.0, refresh_expires_at=ends, refreshed_at=NOW.timestamp())
    with keeping.locked():
        keeping.write(kept)
    found = {one.what: one for one in oauth.findings(config, NOW)}
    told = "the refresh token dies in 11 days: run `mailbot oauth login complaints`"
    assert (found["oauth complaints"].text, found["oauth complaints"].bad) == (told, False)
    assert (found["oauth smtp"].text, found["oauth smtp"].good) == ("microsoft client-credentials", True)
    error = {"error": "invalid_grant", "error_at": NOW.timestamp(), "refused": True}
    with keeping.locked():
        keeping.write(replace(kept, **error))  # type: ignore[arg-type]
    assert any(one.bad and "invalid_grant" in one.text for one in oauth.findings(config, NOW))
    keeping.path.chmod(0o644)
    found = {one.what: one for one in oauth.findings(config, NOW)}
    assert found["oauth complaints"].bad
    assert "chmod 600" in found["oauth complaints"].text
    assert found["oauth smtp"].good, "the other stands as it did"


def test_the_end_of_a_certificate_is_known(tmp_path: Path) -> None:
    _, certificate, path = key_pair(tmp_path)
    table = APP_ONLY.replace("client_secret_file", "certificate_file").replace("secrets/client", str(path))
    config = configured(tmp_path, table)
    (one,) = oauth.standings(config, certificate.not_valid_after_utc - timedelta(days=11, hours=1))
    assert one.secret_days_left == 11
    (finding,) = oauth.findings(config, certificate.not_valid_after_utc - timedelta(hours=30))
    assert "dies in 1 day" in finding.text
    assert finding.bad


def test_a_source_is_one(tmp_path: Path) -> None:
    config = configured(tmp_path, APP_ONLY)
    _, server, table = next(oauth.servers(config))
    assert isinstance(oauth.source(config, server, table), Source)
    assert oauth.source(config, server, table) is oauth.source(config, server, table)


def test_a_renewal_that_is_refused_is_known_while_nobody_logs_in(tmp_path: Path, provider: Provider) -> None:
    """Of a connection that lasts for hours, and before its token has ended."""
    provider.lasts = 0.5
    table = OIDC.replace('issuer = "https://login.firm.example"', f'token_url = "{provider.url}/token"')
    config = configured(tmp_path, table.replace("client_secret_env", "client_secret_file"))
    (tmp_path / "CLIENT_SECRET").write_text(provider.secret)
    oauth.renew_ahead(config)
    oauth.renew_ahead(config)
    assert provider.grants == 1
    assert not oauth.standings(config, NOW)[0].refused
    provider.secret = "another"
    time.sleep(0.3)
    oauth.renew_ahead(config)
    (one,) = oauth.standings(config, NOW)
    assert one.refused
    assert "invalid_client" in one.error
