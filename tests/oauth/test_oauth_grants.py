"""Each way to a token, from the provider to a mailbox that is open and a letter that is taken."""

from __future__ import annotations

import asyncio
import base64
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from provider import Provider, google_file, key_pair
from smtp_script import scripted
from tokens import MAILBOX, PERSON, Time, TokenDovecot, TokenPostfix, source, terms

from mailbot.wire.imap import Mailbox
from mailbot.wire.oauth import signing_in
from mailbot.wire.oauth.exchange import Exchange
from mailbot.wire.oauth.faults import TokenRefused
from mailbot.wire.oauth.source import Source
from mailbot.wire.oauth.terms import Hidden
from mailbot.wire.outcome import Delivered, Refused
from mailbot.wire.smtp import Courier
from mailbot.wire.terms import Account, Mechanism, Submission

pytestmark = pytest.mark.servers


def account(server: TokenDovecot, tokens: Source, mechanism: Mechanism = "xoauth2", **more: Any) -> Account:
    found: dict[str, Any] = {
        "username": MAILBOX,
        "secret": tokens.token,
        "mechanism": mechanism,
        "refused": tokens.refused,
        "advice": tokens.advice,
    }
    return Account(server.host, server.port, "none", **{**found, **more})


def opened(server: TokenDovecot, tokens: Source, **more: Any) -> int:
    """How many messages are in the mailbox the token opens."""
    mailbox = Mailbox(account(server, tokens, **more), inbox="INBOX", folders=None)
    try:
        mailbox.connect()
        return mailbox.select().exists
    finally:
        mailbox.close()


def client_credentials(provider: Provider, at: Path) -> Source:
    return source(terms(provider, at))


def with_certificate(provider: Provider, at: Path) -> Source:
    key, certificate, path = key_pair(at)
    provider.trust(key, certificate)
    return source(terms(provider, at, provider="microsoft", client_secret=None, certificate=path))


def service_account(provider: Provider, at: Path) -> Source:
    key, _, _ = key_pair(at)
    provider.trust(key)
    found = terms(provider, at, "service-account", provider="google", account=MAILBOX, client_secret=None)
    return source(
        replace(found, client_id="", service_account=google_file(at, key), scopes=("https://mail/",))
    )


def device_code(provider: Provider, at: Path) -> Source:
    found = terms(provider, at, "device-code")
    made = source(found)
    time = Time()
    made.signed_in(
        signing_in.by_device(Exchange(found), lambda _: None, monotonic=time.monotonic, pause=time.go)
    )
    return made


def installed_app(provider: Provider, at: Path) -> Source:
    found = terms(provider, at, "installed-app")
    made = source(found)
    made.signed_in(signing_in.by_browser(Exchange(found), browser()))
    return made


def refresh_token(provider: Provider, at: Path) -> Source:
    (at / "refresh").write_text(provider.issue() + "\n")
    return source(
        terms(provider, at, "refresh-token", refresh_token=Hidden("refresh_token_file", at / "refresh"))
    )


def by_issuer(provider: Provider, at: Path) -> Source:
    return source(terms(provider, at, token_url="", authorize_url="", device_url="", issuer=provider.url))


def browser(meanwhile: Callable[[str], None] = lambda _: None) -> Callable[[str], None]:
    """Opens what it is told to, in a thread, as a person does."""

    def tell(line: str) -> None:
        if line.startswith("http"):
            meanwhile(line)
            threading.Thread(target=lambda: requests.get(line, timeout=10), daemon=True).start()

    return tell


WAYS = [
    client_credentials,
    with_certificate,
    service_account,
    device_code,
    installed_app,
    refresh_token,
    by_issuer,
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_each_grant_opens_the_mailbox(
    token_dovecot: TokenDovecot,
    asked: Provider,
    tmp_path: Path,
    mechanism: Mechanism,
    way: Callable[[Provider, Path], Source],
) -> None:
    asked.thumbprint = ""
    tokens = way(asked, tmp_path)
    token_dovecot.append(MAILBOX, way.__name__ + mechanism, b"Subject: one\r\n\r\n")
    before = asked.grants
    opened(token_dovecot, tokens, mechanism=mechanism)
    opened(token_dovecot, tokens, mechanism=mechanism)
    assert asked.grants - before == 1, "one token is good for both"


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_a_letter_is_taken_with_a_token_and_the_same_token_reads(
    token_dovecot: TokenDovecot,
    token_postfix: TokenPostfix,
    asked: Provider,
    tmp_path: Path,
    mechanism: Mechanism,
) -> None:
    tokens = client_credentials(asked, tmp_path)
    before = asked.grants
    opened(token_dovecot, tokens)
    assert isinstance(sent(token_postfix, tokens, mechanism), Delivered)
    assert asked.grants - before == 1


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_a_submission_server_that_refuses_the_token_gets_another_once(
    token_postfix: TokenPostfix, asked: Provider, tmp_path: Path, mechanism: Mechanism
) -> None:
    tokens = client_credentials(asked, tmp_path)
    tokens.token()
    asked.lapse()
    told = sent(token_postfix, tokens, mechanism)
    assert not isinstance(told, Delivered)
    assert "login as complaints@firm.example refused (535" in told.reply
    assert "check username, account and scopes" in told.reply
    assert tokens_in(told.reply) == []
    assert isinstance(sent(token_postfix, tokens, mechanism), Delivered)


def test_the_shared_mailbox_is_opened_with_the_token_of_a_person(
    token_dovecot: TokenDovecot, asked: Provider, tmp_path: Path
) -> None:
    """`username` is the mailbox, `account` who signs in; a token for another mailbox opens nothing."""
    tokens = device_code(asked, tmp_path)
    assert tokens.terms.account == PERSON
    opened(token_dovecot, tokens)
    with pytest.raises(Refused, match=r"login as other@firm.example refused .*check username, account"):
        opened(token_dovecot, tokens, username="other@firm.example")


def test_a_refused_login_says_what_the_server_says_and_the_known_trap_of_microsoft(
    token_dovecot: TokenDovecot, asked: Provider, tmp_path: Path
) -> None:
    tokens = source(terms(asked, tmp_path, provider="microsoft"))
    with pytest.raises(Refused) as told:
        opened(token_dovecot, tokens, username="other@firm.example")
    assert "New-ServicePrincipal (its -ObjectId is that of the Enterprise application" in str(told.value)
    assert "status" in str(told.value), "the server's reason, which is in its challenge"
    assert tokens_in(str(told.value)) == []


def test_a_certificate_that_is_not_the_applications_is_told(tmp_path: Path, provider: Provider) -> None:
    tokens = with_certificate(provider, tmp_path)
    provider.thumbprint = "another"
    with pytest.raises(TokenRefused, match="upload that of certificate_file"):
        tokens.token()


def test_a_device_is_asked_after_slowly_and_says_how_far_it_is(tmp_path: Path, provider: Provider) -> None:
    provider.patience = 3
    said: list[str] = []
    waits: list[float] = []
    time = Time()

    def pause(seconds: float) -> None:
        waits.append(seconds)
        time.go(seconds)

    exchange = Exchange(terms(provider, tmp_path, "device-code"))
    granted = signing_in.by_device(exchange, said.append, monotonic=time.monotonic, pause=pause)
    assert granted.refresh in provider.refresh
    assert waits == [5, 5, 10, 10], "slow_down is five seconds more, from then on"
    assert f"{provider.url}/activate" in said[0]
    assert "ABCD-EFGH" in said[0]
    assert said[2:] == ["waiting: 15 minutes left", "waiting: 15 minutes left", "waiting: 15 minutes left"]


@pytest.mark.parametrize(
    ("error", "told"), [("access_denied", "declined"), ("expired_token", "not entered in time")]
)
def test_a_device_that_declines_is_told(tmp_path: Path, provider: Provider, error: str, told: str) -> None:
    provider.declined = error
    time = Time()
    exchange = Exchange(terms(provider, tmp_path, "device-code"))
    with pytest.raises(TokenRefused, match=f"{told}.*mailbot oauth login complaints"):
        signing_in.by_device(exchange, lambda _: None, monotonic=time.monotonic, pause=time.go)


def test_a_code_nobody_enters_ends(tmp_path: Path, provider: Provider) -> None:
    provider.patience = 10**6
    time = Time()
    exchange = Exchange(terms(provider, tmp_path, "device-code"))
    with pytest.raises(TokenRefused, match="not entered in time"):
        signing_in.by_device(exchange, lambda _: None, monotonic=time.monotonic, pause=time.go)
    assert time.now <= 1000 + 900 + 60


def test_a_browser_that_brings_somebody_elses_answer_is_not_heard(tmp_path: Path, provider: Provider) -> None:
    """Without our state it is no answer (RFC 6749 section 10.12)."""
    answers: list[int] = []

    def forge(line: str) -> None:
        redirect = requests.utils.unquote(line.partition("redirect_uri=")[2].partition("&")[0])
        redirect = redirect.replace("localhost", "127.0.0.1")
        threading.Thread(
            target=lambda: answers.append(
                requests.get(f"{redirect}/?code=stolen&state=x", timeout=10).status_code
            )
        ).start()

    exchange = Exchange(terms(provider, tmp_path, "installed-app"))
    granted = signing_in.by_browser(exchange, browser(forge))
    assert granted.refresh in provider.refresh
    assert answers == [404]
    assert [form["code"] != "stolen" for form in provider.asked] == [True]


def test_a_browser_in_which_it_is_declined_is_told(tmp_path: Path, provider: Provider) -> None:
    provider.declined = "access_denied"
    with pytest.raises(TokenRefused, match="declined: run `mailbot oauth login complaints`"):
        signing_in.by_browser(Exchange(terms(provider, tmp_path, "installed-app")), browser())


def test_nobody_comes_back_from_the_browser(tmp_path: Path, provider: Provider) -> None:
    exchange = Exchange(terms(provider, tmp_path, "installed-app"))
    with pytest.raises(TokenRefused, match="nobody signed in within"):
        signing_in.by_browser(exchange, lambda _: None, patience=0.1)


def test_a_provider_that_gives_no_refresh_token_is_told(tmp_path: Path, provider: Provider) -> None:
    tokens = source(terms(provider, tmp_path, "device-code"))
    granted = Exchange(terms(provider, tmp_path)).for_itself()
    with pytest.raises(TokenRefused, match="offline_access"):
        tokens.signed_in(granted)


def test_a_secret_is_sent_as_the_provider_wants_it(tmp_path: Path, provider: Provider) -> None:
    source(terms(provider, tmp_path)).token()
    assert provider.heads[-1].get("Authorization", "").startswith("Basic ")
    source(terms(provider, tmp_path, provider="microsoft")).token()
    assert "Authorization" not in provider.heads[-1]
    assert provider.asked[-1]["client_secret"] == provider.secret
    provider.secret = ""
    source(terms(provider, tmp_path, "client-credentials")).token()
    assert provider.asked[-1] == {"grant_type": "client_credentials", "client_id": "app"}


def sent(server: TokenPostfix, tokens: Source, mechanism: Mechanism) -> Any:
    submission = Submission(
        server.host,
        server.port,
        "none",
        MAILBOX,
        tokens.token,
        None,
        "localhost",
        mechanism,
        tokens.refused,
        tokens.advice,
    )

    async def deliver() -> Any:
        courier = Courier(submission)
        try:
            return await courier.deliver(MAILBOX, ["jane@example.org"], b"Subject: x\r\n\r\nx\r\n", arm=yes)
        finally:
            await courier.close()

    return asyncio.run(deliver())


async def yes() -> bool:
    return True


def tokens_in(text: str) -> list[str]:
    return [word for word in text.split() if "planted" in word]


@pytest.mark.parametrize(
    ("code", "told", "asks_again"), [("454", "cannot use the SMTP server", False), ("535", "login as", True)]
)
def test_a_submission_server_in_trouble_costs_no_token(code: str, told: str, asks_again: bool) -> None:
    """Only a refusal says anything about the token; the reason comes in a challenge before it."""
    refused: list[str] = []
    heard: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reason = base64.b64encode(b'{"status":"401"}').decode()
        for answer in ("220 x", "250-x\r\n250 AUTH OAUTHBEARER", f"334 {reason}", f"{code} 4.7.0 no"):
            writer.write(f"{answer}\r\n".encode())
            heard.append((await reader.readline()).decode().strip())

    async def check() -> str | None:
        async with scripted(serve) as port:
            found = Submission(
                "127.0.0.1",
                port,
                "none",
                MAILBOX,
                lambda: "token",
                None,
                "x",
                "oauthbearer",
                refused.append,
            )
            return await Courier(found).check()

    said = asyncio.run(check()) or ""
    assert told in said
    assert f"{code} 4.7.0 no; status 401" in said
    assert refused == (["token"] if asks_again else [])
    assert heard[2] == base64.b64encode(b"\1").decode(), "not the token again (RFC 7628 section 3.2.3)"
    assert base64.b64decode(heard[1].split()[2]).startswith(f"n,a={MAILBOX},\1host=127.0.0.1\1".encode())
