"""When a token is asked for, how long it is good, and what is on disk when something goes wrong."""

from __future__ import annotations

import json
import multiprocessing
import os
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from cryptography.fernet import Fernet
from provider import Fault, Provider, google_file, key_pair
from servers import Certificates
from tokens import Time, signed_in, source, terms

from mailbot.wire.oauth import guarded
from mailbot.wire.oauth.exchange import Exchange
from mailbot.wire.oauth.faults import TokenRefused, TokenUnavailable
from mailbot.wire.oauth.forecast import days_left, standing, told
from mailbot.wire.oauth.granted import Granted
from mailbot.wire.oauth.keeping import Keeping, Kept
from mailbot.wire.oauth.source import Source
from mailbot.wire.oauth.terms import Hidden, Terms

HOUR = 3600.0
LOGIN = "run `mailbot oauth login complaints`"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_a_token_is_kept_and_renewed_ahead_of_its_end(tmp_path: Path, provider: Provider) -> None:
    time = Time()
    tokens = source(terms(provider, tmp_path), time)
    first = tokens.token()
    time.go(HOUR - 301)
    assert tokens.token() == first
    time.go(2)
    assert tokens.token() != first
    assert provider.grants == 2


@pytest.mark.parametrize(("lasts", "kept"), [(60, 29), (None, 299)])
def test_a_short_token_is_good_for_half_its_time_and_one_of_unknown_length_for_minutes(
    tmp_path: Path, provider: Provider, lasts: float | None, kept: float
) -> None:
    provider.expires_in = lasts
    time = Time()
    tokens = source(terms(provider, tmp_path), time)
    first = tokens.token()
    time.go(kept)
    assert tokens.token() == first
    time.go(2)
    assert tokens.token() != first


def test_several_at_once_cause_one_exchange(tmp_path: Path, provider: Provider) -> None:
    provider.delay = 0.3
    tokens = signed_in(terms(provider, tmp_path, "device-code"), provider)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(tokens.token())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert provider.grants == 1


def test_nobody_waits_for_a_renewal_while_the_token_is_good(tmp_path: Path, provider: Provider) -> None:
    time = Time()
    tokens = source(terms(provider, tmp_path), time)
    first = tokens.token()
    time.go(HOUR - 200)
    provider.delay = 1.0
    renewing = threading.Thread(target=tokens.token)
    renewing.start()
    while not tokens._turn.locked():
        pass
    assert tokens.token() == first
    renewing.join()
    assert tokens.token() != first


@pytest.mark.parametrize("skew", [-HOUR, HOUR])
@pytest.mark.fault("F34")
def test_a_wall_clock_an_hour_wrong_does_not_matter(tmp_path: Path, provider: Provider, skew: float) -> None:
    """A token is good for as long as was said, by whichever clock the provider keeps time."""
    provider.skew = skew
    time = Time()
    tokens = source(terms(provider, tmp_path), time)
    first = tokens.token()
    time.wall_ahead += 7 * skew  # and somebody sets ours
    time.go(HOUR / 2)
    assert tokens.token() == first
    time.go(HOUR / 2)
    assert tokens.token() != first


@pytest.mark.parametrize("skew", [-HOUR, HOUR])
@pytest.mark.fault("F34")
@pytest.mark.parametrize("kind", ["service account", "certificate"])
def test_an_assertion_is_signed_again_with_the_providers_time(
    tmp_path: Path, provider: Provider, skew: float, kind: str
) -> None:
    provider.skew = skew
    key, certificate, path = key_pair(tmp_path)
    if kind == "certificate":
        provider.trust(key, certificate)
        found = terms(provider, tmp_path, provider="microsoft", client_secret=None, certificate=path)
    else:
        provider.trust(key)
        account = google_file(tmp_path, key)
        found = terms(provider, tmp_path, "service-account", service_account=account, client_secret=None)
    tokens = source(found)
    assert tokens.token() in provider.access
    assert provider.grants == 2, "refused once for the time it bore"
    tokens.refused()
    tokens.token()
    assert provider.grants == 3, "and it is remembered how late it is"


def test_an_assertion_refused_for_another_reason_is_not_signed_again(
    tmp_path: Path, provider: Provider
) -> None:
    provider.trust(key_pair(tmp_path)[0])
    account = google_file(tmp_path, key_pair(tmp_path)[0])
    found = terms(provider, tmp_path, "service-account", service_account=account, client_secret=None)
    with pytest.raises(TokenRefused, match=r"Domain-wide delegation.*sam@firm.example"):
        source(found).token()
    assert provider.grants == 1


def test_a_token_a_server_does_not_take_is_replaced_once_a_minute_at_most(
    tmp_path: Path, provider: Provider
) -> None:
    time = Time()
    tokens = source(terms(provider, tmp_path), time)
    first = tokens.token()
    tokens.refused(first)
    second = tokens.token()
    assert second != first
    for _ in range(20):
        tokens.refused(tokens.token())
        time.go(2.9)
    assert provider.grants == 2
    time.go(3)
    tokens.refused(second)
    assert tokens.token() not in {first, second}
    assert provider.grants == 3


def test_a_late_refusal_of_an_old_token_costs_the_new_one_nothing(tmp_path: Path, provider: Provider) -> None:
    tokens = source(terms(provider, tmp_path), Time())
    first = tokens.token()
    tokens.refused(first)
    second = tokens.token()
    tokens.refused(first)
    assert tokens.token() == second


DOWN = [
    Fault(503),
    Fault(500, b'{"error": "invalid_grant"}'),
    Fault(429, b'{"error": "invalid_client"}'),
    Fault(200, b"<html>please sign in to the guest network</html>"),
    Fault(400, b'{"error": "temporarily_unavailable"}'),
    Fault(200, b'{"access_token": "x y"}'),
    Fault(200, b'{"access_token": 7}'),
    Fault(200, b'{"access_token": "abc", "token_type": "mac"}'),
    Fault(200, b"[]"),
    Fault(200, b"{}"),
    Fault(200, b" " * 300_000),
    Fault(404, b"nothing here"),
]


@pytest.mark.parametrize("fault", DOWN, ids=lambda fault: f"{fault.status} {fault.body[:40]!r}")
@pytest.mark.fault("F34")
def test_an_endpoint_that_is_down_is_an_outage_and_comes_back(
    tmp_path: Path, provider: Provider, fault: Fault
) -> None:
    provider.faults.append(Fault(fault.status, fault.body, times=1))
    time = Time()
    tokens = signed_in(terms(provider, tmp_path, "device-code"), provider, time)
    with pytest.raises(TokenUnavailable) as why:
        tokens.token()
    assert f"{provider.url}/token" in str(why.value)
    assert isinstance(why.value, OSError)
    time.go(6)
    assert tokens.token() in provider.access


def test_while_it_is_down_the_token_at_hand_is_used_to_its_end(tmp_path: Path, provider: Provider) -> None:
    time = Time()
    tokens = source(terms(provider, tmp_path), time)
    first = tokens.token()
    provider.faults.append(Fault(times=10**6))
    time.go(HOUR - 200)
    for _ in range(10):
        assert tokens.token() == first
    assert provider.faults[0].times == 10**6 - 1, "not asked each time"
    time.go(200)
    with pytest.raises(TokenUnavailable):
        tokens.token()
    provider.faults.clear()
    time.go(6)
    assert tokens.token() != first


def test_a_provider_that_wants_to_be_left_alone_is(tmp_path: Path, provider: Provider) -> None:
    provider.faults.append(Fault(429, headers={"Retry-After": "90"}))
    time = Time()
    tokens = source(terms(provider, tmp_path), time)
    for wait in (0, 45, 44):
        time.go(wait)
        with pytest.raises(TokenUnavailable, match="answered 429"):
            tokens.token()
    assert provider.grants == 0
    time.go(2)
    tokens.token()


def test_nobody_listens(tmp_path: Path, provider: Provider) -> None:
    found = terms(provider, tmp_path, token_url="http://localhost:1/token")
    with pytest.raises(TokenUnavailable, match=r"localhost:1/token cannot be reached \(ConnectionError\)"):
        source(found).token()


def test_an_answer_that_never_ends_is_given_up() -> None:
    """By the time it takes, however few octets come."""
    time = Time()

    class Raw:
        def read1(self, _: int) -> bytes:
            time.go(9)
            return b" "

    adapter = guarded.Adapter(None, monotonic=time.monotonic)
    with pytest.raises(TokenUnavailable, match="takes too long"):
        adapter._body(type("Response", (), {"raw": Raw()})(), "https://x.example")  # type: ignore[arg-type]
    assert time.now < 1000 + 60


@pytest.mark.fault("F34")
def test_a_refused_refresh_says_what_to_do_and_is_not_repeated(tmp_path: Path, provider: Provider) -> None:
    time = Time()
    tokens = signed_in(terms(provider, tmp_path, "device-code"), provider, time)
    tokens.token()
    provider.revoke()
    time.go(HOUR)
    for _ in range(5):
        with pytest.raises(TokenRefused, match="run `mailbot oauth login complaints`"):
            tokens.token()
    assert provider.grants == 2
    kept = tokens.keeping.look()
    assert kept.refused
    assert "invalid_grant" in kept.error
    time.go(61)
    with pytest.raises(TokenRefused) as why:
        tokens.token()
    assert provider.grants == 3
    assert str(why.value) == kept.error, "one outage is one text, however often it is asked"


def test_who_signs_in_again_is_heard_at_once(tmp_path: Path, provider: Provider) -> None:
    """By the process that was refused, although another one was told."""
    time = Time()
    found = terms(provider, tmp_path, "device-code")
    tokens = signed_in(found, provider, time)
    provider.revoke()
    with pytest.raises(TokenRefused):
        tokens.token()
    signed_in(found, provider, time)
    assert tokens.token() in provider.access
    assert tokens.keeping.look().error == ""


def test_while_the_refresh_is_refused_the_token_at_hand_is_used_and_the_error_known(
    tmp_path: Path, provider: Provider
) -> None:
    time = Time()
    tokens = signed_in(terms(provider, tmp_path, "device-code"), provider, time)
    first = tokens.token()
    provider.revoke()
    time.go(HOUR - 200)
    assert tokens.token() == first
    assert tokens.keeping.look().refused, "200 seconds before anybody misses it"


def test_nobody_has_signed_in_yet(tmp_path: Path, provider: Provider) -> None:
    with pytest.raises(TokenRefused, match="nobody has signed in for complaints yet: run `mailbot"):
        source(terms(provider, tmp_path, "device-code")).token()


def test_a_rotated_refresh_token_survives_a_restart(tmp_path: Path, provider: Provider) -> None:
    found = terms(provider, tmp_path, "device-code")
    signed_in(found, provider)
    for _ in range(4):
        assert source(found).token() in provider.access
    used = [form["refresh_token"] for form in provider.asked]
    assert len(set(used)) == 4, "each start used the one the last was given"
    assert Keeping(found).read().refresh == next(token for token, good in provider.refresh.items() if good)


def test_a_provider_that_does_not_rotate_keeps_its_date_of_issue(tmp_path: Path, provider: Provider) -> None:
    provider.rotating = False
    time = Time()
    found = terms(provider, tmp_path, "device-code", refresh_lifetime=90 * 24 * HOUR)
    signed_in(found, provider, time)
    before = Keeping(found).look()
    time.go(HOUR)
    source(found, time).token()
    after = Keeping(found).look()
    assert (after.issued_at, after.refresh_expires_at) == (before.issued_at, before.refresh_expires_at)
    assert after.refreshed_at == time.wall()


class Dying(Exception):
    """The process ends here."""


def test_a_crash_between_rotation_and_use_loses_nothing(tmp_path: Path, provider: Provider) -> None:
    """What was given is on disk before anybody can use the access token it came with."""
    found = terms(provider, tmp_path, "device-code")
    tokens = signed_in(found, provider)
    write = tokens.keeping.write

    def written_and_dead(kept: Kept) -> None:
        write(kept)
        raise Dying

    tokens.keeping.write = written_and_dead  # type: ignore[method-assign]
    with pytest.raises(Dying):
        tokens.token()
    assert tokens._held is None
    assert source(found).token() in provider.access


def test_a_crash_before_it_is_stored_costs_nothing_where_the_old_one_is_still_good(
    tmp_path: Path, provider: Provider
) -> None:
    provider.grace = True
    found = terms(provider, tmp_path, "device-code")
    tokens = signed_in(found, provider)

    def dead(_: Kept) -> None:
        raise Dying

    tokens.keeping.write = dead  # type: ignore[method-assign]
    with pytest.raises(Dying):
        tokens.token()
    assert source(found).token() in provider.access


def test_a_crash_before_it_is_stored_is_told_where_the_old_one_is_dead(
    tmp_path: Path, provider: Provider
) -> None:
    found = terms(provider, tmp_path, "device-code")
    tokens = signed_in(found, provider)

    def dead(_: Kept) -> None:
        raise Dying

    tokens.keeping.write = dead  # type: ignore[method-assign]
    with pytest.raises(Dying):
        tokens.token()
    with pytest.raises(TokenRefused, match="run `mailbot oauth login complaints`"):
        source(found).token()


def test_a_disk_that_is_full_loses_no_rotated_token(tmp_path: Path, provider: Provider) -> None:
    """The access token is not used, and the refresh token is stored as soon as it can be."""
    time = Time()
    found = terms(provider, tmp_path, "device-code")
    tokens = signed_in(found, provider, time)
    write = tokens.keeping.write

    def full(_: Kept) -> None:
        raise TokenUnavailable("No space left on device; trying again")

    tokens.keeping.write = full  # type: ignore[method-assign]
    for _ in range(3):
        with pytest.raises(TokenUnavailable, match="No space left"):
            tokens.token()
        time.go(6)
    assert provider.grants == 1
    tokens.keeping.write = write  # type: ignore[method-assign]
    assert tokens.token() in provider.access
    assert source(found).token() in provider.access


def test_the_first_token_from_elsewhere_is_rotated_and_a_new_one_taken(
    tmp_path: Path, provider: Provider
) -> None:
    file = tmp_path / "refresh"
    file.write_text(provider.issue())
    found = terms(provider, tmp_path, "refresh-token", refresh_token=Hidden("refresh_token_file", file))
    for _ in range(3):
        source(found).token()
    provider.revoke()
    with pytest.raises(TokenRefused, match="refresh_token_file"):
        source(found).token()
    file.write_text(provider.issue())
    assert source(found).token() in provider.access


def test_two_processes_renew_one_after_the_other(tmp_path: Path, provider: Provider) -> None:
    """Each with the refresh token the other was given: a used one would be refused."""
    provider.delay = 0.1
    found = terms(provider, tmp_path, "device-code")
    signed_in(found, provider)
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        assert pool.map(_token, [found] * 6) == [True] * 6
    assert provider.grants == 6


def _token(found: Terms) -> bool:
    return bool(Source(found).token())


def test_who_holds_the_lock_for_too_long_is_an_outage(tmp_path: Path, provider: Provider) -> None:
    time = Time()
    found = terms(provider, tmp_path, "device-code")
    signed_in(found, provider)
    other = Keeping(found, monotonic=time.monotonic, pause=time.go)
    with (
        Keeping(found).locked(),
        pytest.raises(TokenUnavailable, match="another mailbot renews it"),
        other.locked(),
    ):
        pass


def test_what_is_on_disk_is_encrypted_and_for_our_eyes_only(tmp_path: Path, provider: Provider) -> None:
    found = terms(provider, tmp_path, "device-code")
    tokens = signed_in(found, provider)
    tokens.token()
    files = sorted(found.store.iterdir())
    assert [file.suffix for file in files] == ["", ".json", ".lock"]
    assert found.store.stat().st_mode & 0o777 == 0o700
    for file in files:
        assert file.stat().st_mode & 0o777 == 0o600
        assert b"planted" not in file.read_bytes()


@pytest.mark.parametrize("which", ["key", "json"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_file_others_may_read_is_refused(tmp_path: Path, provider: Provider, which: str, mode: int) -> None:
    found = terms(provider, tmp_path, "device-code")
    tokens = signed_in(found, provider)
    file = found.store / "key" if which == "key" else tokens.keeping.path
    file.chmod(mode)
    for act in (source(found).token, source(found).verify):
        with pytest.raises(TokenRefused, match=rf"mode {mode:o}\): chmod 600 {file}"):
            act()
    assert provider.grants == 0


def test_the_key_may_lie_elsewhere(
    tmp_path: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN_KEY", Fernet.generate_key().decode().replace("-", "+").replace("_", "/"))
    found = terms(provider, tmp_path, "device-code", key=Hidden("token_key_env", env="TOKEN_KEY"))
    signed_in(found, provider).token()
    assert not (found.store / "key").exists()
    monkeypatch.setenv("TOKEN_KEY", Fernet.generate_key().decode())
    with pytest.raises(TokenRefused, match=r"another key than token_key_env.*mailbot oauth login"):
        source(found).token()
    monkeypatch.setenv("TOKEN_KEY", "planted-key")
    with pytest.raises(TokenRefused, match=r"token_key_env: it holds no key; `openssl rand") as why:
        source(found).token()
    assert "planted" not in str(why.value)


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b'{"unknown": 1}', b'{"issued_at": "monday"}', b'{"sealed": "x"}', b"\xff\xfe"],
)
def test_a_damaged_file_is_told(tmp_path: Path, provider: Provider, damage: bytes) -> None:
    found = terms(provider, tmp_path, "device-code")
    path = signed_in(found, provider).keeping.path
    path.write_bytes(damage)
    with pytest.raises(TokenRefused, match="mailbot oauth login complaints"):
        source(found).token()


def test_a_write_that_is_cut_short_leaves_the_old_file(
    tmp_path: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = terms(provider, tmp_path, "device-code")
    keeping = signed_in(found, provider).keeping
    before = keeping.path.read_bytes()

    def fails(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(TokenUnavailable, match="No space left on device"):
        keeping.write(Kept(refresh="x"))
    monkeypatch.undo()
    assert keeping.path.read_bytes() == before
    keeping.write(Kept(refresh="x"))
    assert keeping.read().refresh == "x"


def test_a_certificate_nobody_vouches_for_gets_no_secret(tmp_path: Path) -> None:
    authority = Certificates(tmp_path / "tls")
    with Provider(tls=authority.context()) as server:
        with pytest.raises(TokenRefused, match="certificate is refused; check the address and ca_file"):
            source(terms(server, tmp_path)).token()
        stranger = Certificates(tmp_path / "other").ca_file
        with pytest.raises(TokenRefused, match="certificate is refused"):
            source(terms(server, tmp_path, ca_file=stranger)).token()
        assert server.grants == 0
        assert source(terms(server, tmp_path, ca_file=authority.ca_file)).token() in server.access
        authority.issue("elsewhere.example")
        with pytest.raises(TokenRefused, match="certificate is refused"):
            source(terms(server, tmp_path, ca_file=authority.ca_file)).token()


def test_ca_file_replaces_the_systems_roots(tmp_path: Path) -> None:
    """Nothing adds its own to them, when a connection is made either."""
    authority = Certificates(tmp_path / "tls")
    with Provider(tls=authority.context()) as server, requests.Session() as session:
        guarded.prepare(session, server.url, authority.ca_file)
        session.get(f"{server.url}/.well-known/openid-configuration").raise_for_status()
        adapter = session.get_adapter(server.url)
        assert isinstance(adapter, guarded.Adapter)
        context = adapter.poolmanager.connection_pool_kw["ssl_context"]
    assert len(context.get_ca_certs()) == 1
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.parametrize("key", ["token_url", "device_url", "authorize_url", "issuer"])
def test_secrets_go_to_https_only(tmp_path: Path, provider: Provider, key: str) -> None:
    others = {"token_url": "", "device_url": "", "authorize_url": "", "issuer": "https://idp.example"}
    found = terms(provider, tmp_path, **{**others, key: "http://idp.example/x"})
    acts: dict[str, Callable[[Exchange], object]] = {
        "device_url": Exchange.device,
        "authorize_url": lambda one: one.authorize_url("http://localhost", "s", "v"),
    }
    with pytest.raises(TokenRefused, match=f"https only; check {key}"):
        acts.get(key, Exchange.for_itself)(Exchange(found))


def test_a_redirect_is_not_followed(tmp_path: Path, provider: Provider) -> None:
    with Provider() as other:
        provider.faults.append(Fault(307, headers={"Location": f"{other.url}/token"}))
        with pytest.raises(TokenRefused, match="answered 307, which is another address"):
            source(terms(provider, tmp_path)).token()
        assert other.grants == 0


def test_a_netrc_takes_the_place_of_no_secret_and_is_sent_nowhere(
    tmp_path: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine localhost login somebody password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    found = terms(provider, tmp_path, token_url="", issuer=provider.url)
    assert source(found).token() in provider.access
    published, token = provider.heads
    assert "Authorization" not in published
    assert "Authorization" in token


@pytest.mark.parametrize(
    ("until", "days"),
    [
        (None, None),
        (NOW + timedelta(days=11, hours=5), 11),
        (NOW + timedelta(hours=5), 0),
        (NOW, 0),
        (NOW - timedelta(seconds=1), -1),
        (NOW - timedelta(days=2), -2),
    ],
)
def test_days_left_are_whole(until: datetime | None, days: int | None) -> None:
    assert days_left(until, NOW) == days


@pytest.mark.parametrize(
    ("kept", "changes", "said"),
    [
        (Kept(issued_at=1.0), {}, []),
        (
            Kept(),
            {},
            [("nobody has signed in as sam@firm.example yet: run `mailbot oauth login complaints`", True)],
        ),
        (
            Kept(issued_at=1.0, refresh_expires_at=(NOW + timedelta(days=11)).timestamp()),
            {},
            [(f"the refresh token dies in 11 days: {LOGIN}", False)],
        ),
        (
            Kept(issued_at=1.0, refresh_expires_at=(NOW + timedelta(days=1)).timestamp()),
            {},
            [(f"the refresh token dies in 1 day: {LOGIN}", True)],
        ),
        (
            Kept(issued_at=1.0, refresh_expires_at=(NOW - timedelta(days=1)).timestamp()),
            {},
            [(f"the refresh token has died: {LOGIN}", True)],
        ),
        (Kept(issued_at=1.0, refresh_expires_at=(NOW + timedelta(days=15)).timestamp()), {}, []),
        (
            Kept(),
            {"grant": "client-credentials", "client_secret_expires": (NOW + timedelta(days=6)).date()},
            [
                (
                    "the client secret dies in 5 days: make a new client secret or certificate at the "
                    "provider, and put it in place of the old one",
                    False,
                )
            ],
        ),
        (
            Kept(issued_at=1.0, error="it was refused", error_at=NOW.timestamp(), refused=True),
            {},
            [("it was refused (since 23 Nov 12:00 UTC)", True)],
        ),
        (
            Kept(issued_at=1.0, error="it is down", error_at=NOW.timestamp()),
            {},
            [("it is down (since 23 Nov 12:00 UTC)", False)],
        ),
    ],
)
def test_the_forecast(
    tmp_path: Path, provider: Provider, kept: Kept, changes: dict[str, object], said: list[tuple[str, bool]]
) -> None:
    found = terms(provider, tmp_path, **{"grant": "device-code", **changes})  # type: ignore[arg-type]
    assert told(standing("complaints", found, kept, None, NOW)) == said


def test_a_refresh_token_lasts_as_told_configured_or_known(tmp_path: Path, provider: Provider) -> None:
    day = 24 * HOUR
    time = Time()
    for number, (changes, says, days) in enumerate(
        [
            ({}, None, None),
            ({"provider": "microsoft"}, None, 90),
            ({"provider": "microsoft", "refresh_lifetime": 30 * day}, None, 30),
            ({"provider": "microsoft", "refresh_lifetime": 30 * day}, 7 * day, 7),
        ]
    ):
        found = terms(provider, tmp_path, "device-code", store=tmp_path / str(number), **changes)  # type: ignore[arg-type]
        tokens = source(found, time)
        tokens.signed_in(Granted("unused", refresh="r", refresh_expires_in=says))
        ends = tokens.keeping.look().refresh_expires_at
        assert (None if ends is None else (ends - time.wall()) / day) == days


def test_the_sign_in_of_root_belongs_to_whom_the_directory_does(tmp_path: Path, provider: Provider) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    found = terms(provider, tmp_path, "device-code")
    found.store.mkdir(mode=0o700)
    os.chown(found.store, 65534, 65534)
    signed_in(found, provider)
    assert {file.stat().st_uid for file in found.store.iterdir()} == {65534}


def test_the_file_says_what_it_is_without_a_secret(tmp_path: Path, provider: Provider) -> None:
    tokens = signed_in(terms(provider, tmp_path, "device-code"), provider)
    tokens.token()
    written = json.loads(tokens.keeping.path.read_text())
    assert written.keys() == (Kept.__dataclass_fields__.keys() - {"refresh"}) | {"sealed"}
