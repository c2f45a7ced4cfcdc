"""The servers the tests talk to. Where one is not installed its tests are skipped, except in CI."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from servers import Dovecot, ImapServer, Postfix, Pymap, Sink, installed

_users = itertools.count(1)


def require(name: str) -> None:
    """Skip, or in CI fail, where server `name` is not installed."""
    if installed(name):
        return
    if os.environ.get("CI"):
        pytest.fail(f"{name} is not installed, and CI may not skip it")
    pytest.skip(f"{name} is not installed")


@dataclass(frozen=True)
class UserOf:
    """One user's mail on an IMAP server."""

    server: ImapServer
    user: str


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[Dovecot]:
    require("dovecot")
    with Dovecot() as server:
        yield server


@pytest.fixture
def dovecot(dovecot_server: Dovecot) -> UserOf:
    """A user nobody else has on a Dovecot that lives as long as the tests."""
    return UserOf(dovecot_server, f"user{next(_users)}")


@pytest.fixture
def pymap() -> Iterator[UserOf]:
    require("pymap")
    with Pymap() as server:
        yield UserOf(server, server.user)


@pytest.fixture(params=["pymap", pytest.param("dovecot", marks=pytest.mark.servers)])
def imap_server(request: pytest.FixtureRequest) -> UserOf:
    found: UserOf = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as server:
        yield server


@pytest.fixture(scope="session")
def postfix() -> Iterator[Postfix]:
    require("postfix")
    with Postfix() as server:
        yield server
