"""How well messages are understood, as one table; exit 1 where a floor is not reached.

The sets lie in ../shared/corpus and in tests/messages; what is not there is left out and said.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from benchmarks.evaluation import REAL, WRITTEN, Row, details, expected, real, zones


def measured(only: str) -> Iterator[Row]:
    """Every row whose set or name holds `only`."""
    parts: list[tuple[str, Callable[[], list[Row]]]] = [
        (name, lambda name=name, folder=folder: expected.rows(name, folder))
        for name, folder in WRITTEN.items()
        if any(folder.glob("*.eml"))
    ]
    if REAL.exists():
        parts += [
            ("reply_text quagga", zones.rows),
            ("phones postcodes references", details.rows),
            ("real", real.rows),
        ]
    for name, rows in parts:
        if only in name or not any(only in other for other, _ in parts):
            yield from (row for row in rows() if only in f"{name} {row.set} {row.what}")


def table(rows: list[Row], worst: int) -> Table:
    shown = Table("set", "what", "n", "score", "floor", *(["worst"] if worst else []))
    for row in rows:
        figure = f"{row.score:.3f}" if not row.at_most else f"{row.score:.1f}".removesuffix(".0")
        floor = "" if row.floor is None else f"{'≤' if row.at_most else '≥'} {row.floor:g}"
        style = "" if row.holds else "bold red"
        examples = ["\n".join(row.worst[:worst])] if worst else []
        shown.add_row(row.set, row.what, str(row.n), figure, floor, *examples, style=style)
    return shown


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", help="sets and rows whose name holds this")
    parser.add_argument("--worst", type=int, default=3, help="examples a row")
    parser.add_argument("--json", action="store_true", help="one object a line, every example")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)  # as in the reading process: libraries log what they could not read
    rows = list(measured(arguments.only))
    if arguments.json:
        for row in rows:
            sys.stdout.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
    else:
        Console(width=None if sys.stdout.isatty() else 200).print(table(rows, arguments.worst), markup=False)
    for name in (name for name, folder in {**WRITTEN, "real": REAL}.items() if not folder.exists()):
        print(f"{name}: not here, left out", file=sys.stderr)
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
