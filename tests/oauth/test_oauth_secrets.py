"""What is planted in every place a secret can stand appears in no text, error, log or file of ours."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import logging
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from provider import Fault, Provider, google_file, key_pair
from servers import Sink
from tokens import MAILBOX, Time, signed_in, source, terms
from toy_imap import Toy

from mailbot.wire.bearer import why
from mailbot.wire.imap import Mailbox
from mailbot.wire.oauth import signing_in
from mailbot.wire.oauth.exchange import Exchange
from mailbot.wire.oauth.faults import without
from mailbot.wire.oauth.granted import Device, Granted
from mailbot.wire.oauth.keeping import Kept
from mailbot.wire.smtp import Courier
from mailbot.wire.terms import Account, Submission

PLANTED = "planted"
ECHO = "planted-client-secret-9f8e7d planted-refresh-token-x planted-access-token-x"


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[list[str]]:
    """Everything that is said; at the end none of it may hold what was planted."""
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    yield said
    captured = capfd.readouterr()
    for text in (*said, caplog.text, captured.out, captured.err):
        assert PLANTED not in text
    assert said, "nothing was said, so nothing was shown"


def fails(act: Callable[[], object], told: list[str]) -> None:
    """Do what fails, and note all that can be made of its error, with the values on the way."""
    try:
        act()
    except Exception as error:  # noqa: BLE001  # whatever it is
        shown = traceback.TracebackException.from_exception(error)
        told += [str(error), repr(error), repr(error.__cause__), "".join(shown.format())]
        told.append(repr(error.__dict__))
        return
    raise AssertionError("it did not fail")


@pytest.mark.parametrize(
    "fault",
    [
        None,
        Fault(503, ECHO.encode()),
        Fault(400, ECHO.encode()),
        Fault(200, ECHO.encode()),
        Fault(200, b'{"access_token": "planted access", "refresh_token": "planted"}'),
        Fault(200, b'{"access_token": "planted\\nx"}'),
        Fault(200, b'{"planted": "planted"}'),
    ],
)
def test_a_provider_that_repeats_what_it_was_sent(
    tmp_path: Path, provider: Provider, told: list[str], fault: Fault | None
) -> None:
    """It names secret and refresh token in its description of why it refuses them."""
    tokens = signed_in(terms(provider, tmp_path, "device-code"), provider, Time())
    if fault is None:
        provider.revoke()
    else:
        provider.faults.append(Fault(fault.status, fault.body))
    fails(tokens.token, told)
    provider.secret = "another"
    fails(source(tokens.terms, Time()).token, told)
    told.append(tokens.keeping.path.read_text())
    told.append(repr(tokens.keeping.look()))


def test_a_provider_that_repeats_a_secret_as_the_name_of_the_error(
    tmp_path: Path, provider: Provider, told: list[str]
) -> None:
    found = terms(provider, tmp_path)
    for status in (400, 200):
        body = f'{{"error": "{provider.secret}", "error_description": "{provider.secret}"}}'
        provider.faults.append(Fault(status, body.encode()))
        fails(source(found).token, told)


def test_an_assertion_and_its_key(tmp_path: Path, provider: Provider, told: list[str]) -> None:
    key = key_pair(tmp_path)[0]
    file = google_file(tmp_path, key)
    provider.trust(key_pair(tmp_path)[0])
    found = terms(provider, tmp_path, "service-account", service_account=file, client_secret=None)
    fails(source(found).token, told)
    file.write_text('{"private_key": "planted", "client_email": "x"}')
    fails(source(found).token, told)
    file.write_text("planted")
    fails(source(found).token, told)
    fails(
        source(terms(provider, tmp_path, provider="microsoft", client_secret=None, certificate=file)).token,
        told,
    )
    assert not any("eyJ" in text for text in told)


def test_a_code_in_the_browsers_answer(tmp_path: Path, provider: Provider, told: list[str]) -> None:
    """Also where the provider does not take it."""
    exchange = Exchange(terms(provider, tmp_path, "installed-app"))
    code, verifier = f"{PLANTED}-code", f"{PLANTED}-verifier"
    fails(lambda: exchange.by_code(code, "http://localhost:1", verifier), told)
    body = {"error": "invalid_grant", "error_description": f"{code} {verifier}"}
    provider.faults.append(Fault(400, json.dumps(body).encode()))
    fails(lambda: exchange.by_code(code, "http://localhost:1", verifier), told)


def test_a_device_code(tmp_path: Path, provider: Provider, told: list[str]) -> None:
    time = Time()
    provider.patience = 1
    provider.declined = "access_denied"
    exchange = Exchange(terms(provider, tmp_path, "device-code"))
    fails(lambda: signing_in.by_device(exchange, told.append, monotonic=time.monotonic, pause=time.go), told)


def test_a_mail_server_that_repeats_the_token(tmp_path: Path, provider: Provider, told: list[str]) -> None:
    tokens = source(terms(provider, tmp_path))
    token = tokens.token()
    with Toy() as toy:
        line = base64.b64encode(f"user={MAILBOX}\1auth=Bearer {token}\1\1".encode()).decode()
        toy.scripts["AUTHENTICATE"] = [
            f"@ NO [AUTHENTICATIONFAILED] Bearer {token}\r\n".encode(),
            f"@ NO [UNAVAILABLE] what is {token}\r\n".encode(),
            f"@ BAD what is {line}\r\n".encode(),
            f"* BYE what is {token}\r\n".encode(),
        ]
        found = Account(
            "127.0.0.1", toy.port, "none", MAILBOX, tokens.token, mechanism="xoauth2", refused=tokens.refused
        )
        for _ in range(4):
            fails(lambda: Mailbox(found, inbox="INBOX", folders=None).connect(), told)
        assert "AUTHENTICATIONFAILED" in told[0]
        assert line[:20] not in "".join(told)


def test_a_submission_server_that_repeats_the_token(
    tmp_path: Path, provider: Provider, told: list[str], sink: Sink
) -> None:
    tokens = source(terms(provider, tmp_path))
    # It knows PLAIN only: what it makes of the rest is an error that holds the line.
    found = Submission("127.0.0.1", sink.port, "none", MAILBOX, tokens.token, None, "x", mechanism="xoauth2")

    async def check() -> str | None:
        courier = Courier(found)
        try:
            return await courier.check()
        finally:
            await courier.close()

    sink.login = ("x", "x")
    said = asyncio.run(check())
    assert said is not None
    told.append(said)


def test_what_is_shown_of_the_values(tmp_path: Path, provider: Provider, told: list[str]) -> None:
    tokens = signed_in(terms(provider, tmp_path, "device-code"), provider)
    token = tokens.token()
    told += [
        repr(tokens),
        repr(tokens._held),
        repr(tokens.terms),
        repr(tokens.keeping),
        repr(tokens.keeping.read()),
        repr(Kept(refresh="planted")),
        repr(Granted("planted", refresh="planted")),
        repr(Device("https://x", "planted", "planted", 1, 1)),
        repr(Exchange(tokens.terms)),
        repr(Account("localhost", 1, "none", "x", tokens.token, mechanism="xoauth2", refused=tokens.refused)),
    ]
    assert token.startswith(PLANTED)
    with contextlib.suppress(OSError):
        told += [text for text in (file.read_text() for file in tokens.terms.store.iterdir()) if text]


def test_what_looks_like_a_token_is_left_out_and_a_trace_id_is_not() -> None:
    trace = "Trace ID: 0f3e1f0a-7f38-4a5b-8a1e-2f6d3f4b5c6d"
    assert without(f"AADSTS1: {'eyJ' + 'x' * 60}.sig {trace}", []) == f"AADSTS1: … {trace}"
    assert without("x https://learn.microsoft.com/en-us/a-page-about-errors?id=7", []).endswith("id=7")
    assert without("my secret\nis hunter2", ["hunter2", ""]) == "my secret is …"


@pytest.mark.parametrize(
    ("challenge", "said"),
    [
        (b'{"status":"401","schemes":"bearer","scope":"mail"}', "status 401, schemes bearer, scope mail"),
        (b'{"status":"planted-token"}', "status …"),
        (b"no JSON planted-token", "no JSON …"),
        (b"[1]", ""),
        (b"\xff", "\ufffd"),
    ],
)
def test_the_reason_in_a_challenge(challenge: bytes, said: str) -> None:
    server = Account("localhost", 1, "none", MAILBOX, lambda: "", mechanism="xoauth2")
    assert why(server, challenge, "planted-token") == said
