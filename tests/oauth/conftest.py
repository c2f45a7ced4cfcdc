"""A provider for each test, and servers that ask it about tokens."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import Office
from provider import Provider
from servers import require
from tokens import TokenDovecot, TokenPostfix

from mailbot.store.database import Database


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as server:
        yield server


@pytest.fixture(scope="module")
def asked() -> Iterator[Provider]:
    """The one the servers below ask."""
    with Provider(interval=0.1) as server:
        yield server


@pytest.fixture(scope="module")
def token_dovecot(asked: Provider) -> Iterator[TokenDovecot]:
    require("dovecot")
    with TokenDovecot(asked) as server:
        yield server


@pytest.fixture(scope="module")
def token_postfix(token_dovecot: TokenDovecot) -> Iterator[TokenPostfix]:
    require("postfix")
    with TokenPostfix(token_dovecot.directory / "sasl") as server:
        yield server


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, made once."""
    path = tmp_path_factory.mktemp("migrated") / "mailbot.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.close()
    return path


@pytest.fixture
def office(migrated: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copy(migrated, tmp_path / "mailbot.db")
    database = Database(f"sqlite:///{tmp_path}/mailbot.db")
    yield Office(database)
    database.close()
