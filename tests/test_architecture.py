"""The rooms: imports fall one way, no module is two, no function is a page."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "mailbot").rglob("*.py"))
MODULE_LINES, FUNCTION_LINES = 310, 60
#: Tables and declarations are as long as what they declare.
LONG = {"mailbot/config/tables.py", "mailbot/store/migrations/versions/0001_first.py"}
FORBIDDEN = {"utils", "helpers", "common", "core", "types", "models", "services", "manager", "base"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_fall_one_way(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_is_two_and_no_function_is_a_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MODULE_LINES or name(path) in LONG
    if "migrations" in path.parts:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= FUNCTION_LINES, f"{name(path)}: {node.name} has {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text)), name(path)
    assert path.stem not in FORBIDDEN


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_the_clock_and_chance_are_arguments(path: Path) -> None:
    """Only what starts the program may look at the clock; the pure rooms may not even import chance."""
    text = path.read_text(encoding="utf-8")
    room = path.relative_to(ROOT / "mailbot").parts[0]
    if room in {"mail", "complaints", "store"}:
        assert not re.search(r"^(?:import|from) (?:random|secrets)\b", text, re.MULTILINE)
        assert not re.search(r"\b(?:datetime\.(?:now|utcnow)|date\.today)\(", text)
    if room not in {"demo", "daemon.py", "checks", "__main__.py"}:
        assert not re.search(r"\bdatetime\.(?:now|utcnow)\(", text)


def test_a_broad_except_is_where_it_must_be_and_nowhere_else() -> None:
    """Around one message, and where a thread or a job carries its fault to the one that asked."""
    assert {name(path) for path in MODULES if swallows(path)} <= {
        "mailbot/intake/taking.py",
        "mailbot/aside.py",
        "mailbot/clerk.py",
        "mailbot/daemon.py",
        "mailbot/clockwork.py",
        "mailbot/wire/pages.py",  # whoever asks for a page gets an answer
        "mailbot/reading/worker.py",  # the child answers, whatever a message does to it
        "mailbot/mail/files/documents.py",  # what any document does to its reader is a defect of the message
        "mailbot/mail/parse.py",  # hostile octets never raise; what cannot be parsed is unreadable
    }


def swallows(path: Path) -> bool:
    """Whether a handler of every exception does not raise it again."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            caught = (
                {each.id for each in ast.walk(node.type) if isinstance(each, ast.Name)} if node.type else {""}
            )
            again = any(isinstance(each, ast.Raise) and each.exc is None for each in node.body)
            if caught & {"Exception", "BaseException", ""} and not again:
                return True
    return False
