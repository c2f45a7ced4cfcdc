"""What is shipped: a wheel that works by itself, a lock file that names no index."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_every_template_is_in_the_wheel(wheel: set[str]) -> None:
    templates = {f"mailbot/templates/{path.name}" for path in (ROOT / "templates").glob("*.md")}
    assert templates
    assert templates <= wheel


def test_migrations_and_samples_are_in_the_wheel(wheel: set[str]) -> None:
    assert "mailbot/store/migrations/env.py" in wheel
    assert "mailbot/py.typed" in wheel
    samples = {f"mailbot/demo/samples/{path.name}" for path in (ROOT / "mailbot/demo/samples").glob("*.eml")}
    assert samples
    assert samples <= wheel


def test_the_lock_file_has_hashes_and_names_no_index() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^[A-Za-z0-9_.\[\]-]+==", text, re.MULTILINE)
    assert len(pinned) > 30
    assert text.count("--hash=sha256:") >= len(pinned)


def test_the_lock_file_covers_every_dependency() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = re.findall(r'^    "([A-Za-z0-9._-]+)(?:\[[a-z]+\])?[><=]', project, re.MULTILINE)
    assert "imapclient" in wanted
    for name in wanted:
        normal = re.sub(r"[-_.]+", "-", name).lower()
        assert re.search(rf"^{re.escape(normal)}==", text, re.MULTILINE), name
