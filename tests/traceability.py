"""Which test shows which assertion, and survives which fault: the markers of the tests, read off their text.

    markers in tests/**/test_*.py ┐
    words in tests/assertions.toml ┴→ tests/ASSERTIONS.md       python -m tests.traceability

Nothing is run or imported for it. Faults: `Unreadable` for a marker whose ids are not plain text, or that
stands on no test: it would show nothing, in silence.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).parent
WORDS = TESTS / "assertions.toml"
PAGE = TESTS / "ASSERTIONS.md"

_SECTIONS = {"A": (0, 37), "B": (38, 71), "C": (72, 85), "D": (86, 92), "E": (93, 131), "F": (132, 135)}
ASSERTIONS = tuple(
    f"{letter}-{number}" for letter, (first, last) in _SECTIONS.items() for number in range(first, last + 1)
)
FAULTS = tuple(f"F{number}" for number in range(1, 49))
FAULTS_AT_LEAST = 40

Shown = dict[str, list[str]]


class Unreadable(Exception):
    """A marker that cannot be read, and where it stands."""


@dataclass
class Markers:
    """For each id the tests that bear it, as file::name, in the order of the files."""

    assertion: Shown = field(default_factory=dict)
    fault: Shown = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """What each id says; `without_test` says why a fault has none."""

    assertions: Mapping[str, str]
    faults: Mapping[str, str]
    without_test: Mapping[str, str]


def collected(folder: Path = TESTS) -> Markers:
    """The markers of every test below a folder."""
    found = Markers()
    for path in sorted(folder.rglob("test_*.py")):
        name = path.relative_to(folder).as_posix()
        for kind, ids, test in _of_file(path.read_text(encoding="utf-8"), name):
            shown: Shown = getattr(found, kind)
            for one in ids:
                shown.setdefault(one, []).append(f"{name}::{test}")
    return found


def _of_file(source: str, name: str) -> Iterator[tuple[str, list[str], str]]:
    """Each marker: its kind, its ids, the test it stands on."""
    tree = ast.parse(source, name)
    placed: set[ast.Call] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            for call in [call for decorator in node.decorator_list for call in _markers(decorator)]:
                placed.add(call)
                yield _kind(call), _ids(call, name), node.name
    for call in _markers(tree):
        if call not in placed:
            raise Unreadable(f"{name}:{call.lineno}: this marker stands on no test; put it above one")


def _markers(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _kind(node)]


def _kind(call: ast.Call) -> str:
    """`assertion` or `fault` for a call of pytest.mark.…; "" for any other."""
    called = call.func
    if not isinstance(called, ast.Attribute) or called.attr not in ("assertion", "fault"):
        return ""
    of = called.value
    return called.attr if isinstance(of, ast.Attribute) and of.attr == "mark" else ""


def _ids(call: ast.Call, name: str) -> list[str]:
    ids = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if not ids or len(ids) != len(call.args) or call.keywords:
        raise Unreadable(f"{name}:{call.lineno}: the ids of a marker must be written out as text")
    return ids


def words(path: Path = WORDS) -> Words:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Words(table["assertions"], table["faults"], table["faults_without_test"])


def findings(markers: Markers, said: Words) -> list[str]:
    """What does not fit together, one line each."""
    without = [one for one in ASSERTIONS if one not in markers.assertion]
    unmarked = [one for one in FAULTS if one not in markers.fault and one not in said.without_test]
    lines = [f"{one}: no test shows it ({said.assertions.get(one, '')})" for one in without]
    lines += [f"{one}: no test and no reason why ({said.faults.get(one, '')})" for one in unmarked]
    for one in said.without_test:
        if one in markers.fault:
            lines.append(f"{one}: left out, yet {markers.fault[one][0]} shows it; remove the reason")
    for known, used in (
        (ASSERTIONS, markers.assertion),
        (FAULTS, markers.fault),
        (FAULTS, said.without_test),
        (ASSERTIONS, said.assertions),
        (FAULTS, said.faults),
    ):
        lines += [f"{one}: no such id ({used[one]})" for one in used if one not in known]
    lines += [f"{one}: no words for it" for one in ASSERTIONS if not said.assertions.get(one)]
    lines += [f"{one}: no words for it" for one in FAULTS if not said.faults.get(one)]
    if len(set(markers.fault) & set(FAULTS)) < FAULTS_AT_LEAST:
        lines.append(f"{len(markers.fault)} faults have a test; at least {FAULTS_AT_LEAST} must")
    return lines


def page(markers: Markers, said: Words) -> str:
    """The two tables as Markdown."""
    return "\n".join(
        [
            "# What is promised, and the tests that show it",
            "",
            "Written by `make trace` from the markers of the tests and the words of `assertions.toml`;",
            "`test_traceability.py` holds it to both.",
            "",
            "## Assertions",
            "",
            *_table("Assertion", ASSERTIONS, said.assertions, markers.assertion, {}),
            "",
            "## Faults survived",
            "",
            *_table("Fault", FAULTS, said.faults, markers.fault, said.without_test),
            "",
        ]
    )


def _table(
    title: str,
    ids: tuple[str, ...],
    said: Mapping[str, str],
    shown: Mapping[str, list[str]],
    without: Mapping[str, str],
) -> Iterator[str]:
    yield f"| Id | {title} | Tests |"
    yield "|---|---|---|"
    for one in ids:
        tests = "<br>".join(f"`{test}`" for test in shown.get(one, []))
        yield f"| {one} | {said.get(one, '')} | {tests or without.get(one) or '**none**'} |"


def main() -> int:
    markers, said = collected(), words()
    PAGE.write_text(page(markers, said), encoding="utf-8")
    for line in (found := findings(markers, said)):
        sys.stderr.write(f"{line}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
