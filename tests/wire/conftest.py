"""A firm on a SQLite file for tests of the wire: what is stored is tested elsewhere, on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import Office

from mailbot.store.database import Database


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
