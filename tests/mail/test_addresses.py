"""An address is read in one way or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.addresses import is_addr_spec, parse_addresses


def specs(value: str) -> list[str]:
    return [address.addr_spec for address in parse_addresses(value)[0]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("jane@example.org", [("", "jane@example.org")]),
        ("Jane Doe <jane@example.org>", [("Jane Doe", "jane@example.org")]),
        ('"Doe, Jane" <jane@example.org>', [("Doe, Jane", "jane@example.org")]),
        ("Doe, Jane <jane@example.org>", [("Doe, Jane", "jane@example.org")]),
        ("jane@example.org (Jane Doe)", [("Jane Doe", "jane@example.org")]),
        ("=?utf-8?q?Si=C3=A2n?= <sian@example.org>", [("Siân", "sian@example.org")]),
        ("=?utf-8?q?a=2Cb?= <c@example.org>", [("a,b", "c@example.org")]),
        ('"alice@bank.example"<mal@evil.example>', [("alice@bank.example", "mal@evil.example")]),
        ("'Jane' <jane@example.org>", [("Jane", "jane@example.org")]),
        ("a@example.org, B <b@example.org>", [("", "a@example.org"), ("B", "b@example.org")]),
        ("a@example.org; b@example.org", [("", "a@example.org"), ("", "b@example.org")]),
        ("Friends: a@example.org, b@example.org;", [("", "a@example.org"), ("", "b@example.org")]),
        ('"john doe"@example.org', [("", '"john doe"@example.org')]),
        ("jane..doe@docomo.example", [("", "jane..doe@docomo.example")]),
        ("undisclosed-recipients:;", []),
        ("=?utf-8?q?x=0D=0ABcc=3Av=40e.example?= <a@example.org>", [("x Bcc:v@e.example", "a@example.org")]),
    ],
)
def test_what_every_program_reads_alike_is_read(value: str, expected: list[tuple[str, str]]) -> None:
    assert [(a.display_name, a.addr_spec) for a in parse_addresses(value)[0]] == expected


@pytest.mark.parametrize(
    "value",
    [
        "alice@example.org)bob@evil.example",
        "alice@example.org(x)@evil.example",
        "alice(x)@example.org",
        "<alice@example.org> bob@evil.example",
        "<alice@example.org><bob@evil.example>",
        "<alice@example.org",
        '"alice <alice@example.org>',
        "alice@example.org bob@evil.example",
        "alice@bob@evil.example",
        "@route.example:alice@example.org",
        "alice@example..org",
        "alice@-evil.example x",
        "=?utf-8?q?alice=40example.org?=",
        "MAILER-DAEMON",
        "<>",
        "a\\@b@example.org",
        "alice@" + "a" * 300 + ".example",
    ],
)
def test_what_can_be_read_in_two_ways_is_no_address(value: str) -> None:
    assert specs(value) == []


def test_two_authors_stay_two() -> None:
    assert specs("a@example.org, b@example.org") == ["a@example.org", "b@example.org"]


@given(st.text(alphabet='ab@.,;:<>()"\\ =?-', max_size=60))
def test_what_is_accepted_reads_the_same_when_written_again(value: str) -> None:
    for spec in specs(value):
        assert is_addr_spec(spec)
        assert specs(f"<{spec}>") == [spec]
        assert specs(f'"Any Name" <{spec}>') == [spec]
