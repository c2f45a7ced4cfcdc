"""A simulated year against an oracle of its own: each reminder exactly once, and none where none is due.

`make year` tells whole years of 2,000 cases.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from simulated_year import DEEDS, Year

from mailbot.store.database import Database


@pytest.mark.fault("F36", "F37", "F38")
def test_in_a_year_of_outages_and_second_thoughts_each_reminder_comes_exactly_once(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/mailbot.db")
    database.upgrade()
    happened = Year(database, tmp_path, 4, 40).tell()
    database.close()
    assert sum(happened[what] > 0 for what in DEEDS) >= 8
    assert min(happened["overdue"], happened["mails"]) > 100


@pytest.mark.parametrize("seed", [1, 2])
def test_the_first_weeks_of_other_years_on_either_database(
    database: Database, tmp_path: Path, seed: int
) -> None:
    assert Year(database, tmp_path, seed, 15, days=75).tell()["rungs"] > 100
