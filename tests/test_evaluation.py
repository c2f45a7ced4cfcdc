"""How well messages are understood: every floor of `make evaluate` but those of time."""

from __future__ import annotations

import pytest

from benchmarks.evaluation import REAL, WRITTEN, Row, details, expected, real, zones


def below(rows: list[Row]) -> list[str]:
    """The rows that do not reach their floor, with what is wrong."""
    return [
        f"{row.set}, {row.what}: {row.score:.3f} for {row.floor}: " + " · ".join(row.worst[:8])
        for row in rows
        if not row.holds and not row.what.endswith(" ms")
    ]


@pytest.mark.parametrize("name", WRITTEN)
def test_messages_written_with_what_is_expected_of_them_are_understood(name: str) -> None:
    folder = WRITTEN[name]
    if not folder.exists():
        pytest.skip("the corpus is not beside this checkout")
    rows = expected.rows(name, folder)
    assert sum(row.n for row in rows) > 100
    assert below(rows) == []


@pytest.mark.skipif(not REAL.exists(), reason="the corpus is not beside this checkout")
def test_what_the_author_newly_wrote_is_told_from_all_else() -> None:
    assert below(zones.rows()) == []


@pytest.mark.skipif(not REAL.exists(), reason="the corpus is not beside this checkout")
def test_numbers_and_postcodes_are_found_and_look_alikes_are_not() -> None:
    assert below(details.rows()) == []


@pytest.mark.timeout(600)
@pytest.mark.skipif(not REAL.exists(), reason="the corpus is not beside this checkout")
def test_real_mail_is_read_and_machines_are_told_from_people() -> None:
    assert below(real.rows()) == []
