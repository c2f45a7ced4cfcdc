"""Files of a sign-in that are not what they should be: told by name, and the others stand as they do."""

from __future__ import annotations

import base64
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from provider import Fault, Provider, key_pair
from test_oauth_config import DEVICE, written
from tokens import Time, signed_in, source, terms

from mailbot.assembly import oauth
from mailbot.config import load
from mailbot.wire.oauth.faults import TokenRefused, TokenUnavailable
from mailbot.wire.oauth.forecast import standing
from mailbot.wire.oauth.keeping import Keeping
from mailbot.wire.oauth.terms import Hidden, Unreadable

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def key_file(path: Path) -> Path:
    path.write_bytes(base64.urlsafe_b64encode(os.urandom(32)))
    path.chmod(0o600)
    return path


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda: ec.generate_private_key(ec.SECP256R1()), "is no RSA key"),
        (ed25519.Ed25519PrivateKey.generate, "is no RSA key"),
        (lambda: rsa.generate_private_key(65537, 2048), "is not the one of its certificate"),
        (None, "is damaged"),
    ],
)
def test_a_key_that_cannot_sign_is_told_before_the_start_and_at_the_first_token(
    tmp_path: Path, provider: Provider, made: object, told: str
) -> None:
    path = key_pair(tmp_path)[2]
    text = path.read_text()
    certificate = text[text.index("-----BEGIN CERTIFICATE") :]
    key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
    if callable(made):
        key = made().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    path.write_text(key + certificate)
    tokens = source(terms(provider, tmp_path, provider="microsoft", client_secret=None, certificate=path))
    with pytest.raises(Unreadable, match=f"certificate_file: .*{told}"):
        tokens.verify()
    with pytest.raises(TokenRefused, match=f"certificate_file: .*{told}"):
        tokens.token()


def test_another_key_than_the_one_it_was_encrypted_with_is_a_refusal_everybody_is_told_of(
    tmp_path: Path, provider: Provider
) -> None:
    found = terms(provider, tmp_path, "device-code", key=Hidden("token_key_file", key_file(tmp_path / "one")))
    signed_in(found, provider)
    other = replace(found, key=Hidden("token_key_file", key_file(tmp_path / "other")))
    with pytest.raises(TokenRefused, match="was encrypted with another key than token_key_file"):
        source(other).token()
    now = standing("complaints", other, Keeping(other).look(), None, NOW)
    assert now.refused
    assert "another key" in now.error
    assert source(found).token() in provider.access, "what was encrypted is still there"


def test_check_says_that_a_token_cannot_be_decrypted_and_that_a_file_is_damaged(
    tmp_path: Path, provider: Provider
) -> None:
    path = written(tmp_path, DEVICE, DEVICE.replace('client_id = "', 'client_id = "another-'))
    config = load(path)
    made = {name: oauth.terms_of(config, server, table) for name, server, table in oauth.servers(config)}
    for one in made.values():
        signed_in(one, provider)
    assert [one.good for one in oauth.findings(config, NOW)] == [True, True]
    key_file(made["smtp"].store / "key")
    Keeping(made["smtp"]).path.write_text("{")
    found = {one.what: one for one in oauth.findings(config, NOW)}
    assert found["oauth complaints"].bad
    assert "was encrypted with another key" in found["oauth complaints"].text
    assert found["oauth smtp"].bad
    assert "is damaged" in found["oauth smtp"].text


@pytest.mark.parametrize("lasts", ["1e300", "-1e300", "1e20"])
def test_a_token_that_is_said_to_last_longer_than_time_lasts(
    tmp_path: Path, provider: Provider, lasts: str
) -> None:
    tokens = source(terms(provider, tmp_path), Time())
    provider.faults.append(Fault(200, f'{{"access_token": "x", "expires_in": {lasts}}}'.encode()))
    assert tokens.token() == "x"
    now = standing("complaints", tokens.terms, tokens.keeping.look(), None, NOW)
    assert now.access_expires_at is not None


@pytest.mark.parametrize("lasts", ["Infinity", "NaN", '"soon"'])
def test_a_token_that_lasts_for_no_number_is_none(tmp_path: Path, provider: Provider, lasts: str) -> None:
    provider.faults.append(Fault(200, f'{{"access_token": "x", "expires_in": {lasts}}}'.encode()))
    with pytest.raises(TokenUnavailable, match="what it answers is no token"):
        source(terms(provider, tmp_path), Time()).token()


def test_a_moment_no_calendar_has_is_a_damaged_file(tmp_path: Path, provider: Provider) -> None:
    tokens = signed_in(terms(provider, tmp_path, "device-code"), provider)
    text = tokens.keeping.path.read_text()
    tokens.keeping.path.write_text(text.replace('"access_expires_at": null', '"access_expires_at": 1e300'))
    with pytest.raises(TokenRefused, match="is damaged"):
        tokens.keeping.look()


def test_roots_that_cannot_be_read_are_named(tmp_path: Path, provider: Provider) -> None:
    for path, told in ((tmp_path / "none.pem", "No such file"), (tmp_path / "empty.pem", "no certificate")):
        if "empty" in path.name:
            path.write_text("nothing")
        with pytest.raises(TokenUnavailable, match=rf"ca_file: .*{path.name}: .*{told}"):
            source(terms(provider, tmp_path, ca_file=path)).token()


def test_the_directory_of_roots_sign_in_belongs_to_whom_the_one_above_does(
    tmp_path: Path, provider: Provider
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    above = tmp_path / "state"
    above.mkdir()
    os.chown(above, 65534, 65534)
    found = terms(provider, tmp_path, "device-code", store=above / "tokens")
    signed_in(found, provider)
    assert found.store.stat().st_uid == 65534
