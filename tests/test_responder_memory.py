"""Whom we have acknowledged is remembered for all, not for the last few."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import PRACTICE, Clock, Office, message
from test_storm import put

from mailbot.store.database import Database

PER_ADDRESS = replace(PRACTICE, acknowledgements_per_domain_per_day=10_000)


@pytest.mark.assertion("A-35")
def test_the_first_of_two_thousand_who_were_acknowledged_is_not_forgotten(database: Database) -> None:
    """RFC 5230 section 4.2: a memory of no less than a thousand."""
    clock = Clock()
    office = Office(database, clock=clock, practice=PER_ADDRESS)
    put(office, range(2_000), sent=True)
    for again in range(3):
        clock.go(minutes=1)
        office.take(message(author="p0@example.org", subject=f"Another matter {again}"))
    his = [one for one in office.letters("acknowledgement") if one.recipient == "p0@example.org"]
    assert len(his) == 3  # as many as a day allows, the first of the two thousand among them
    assert [task.reason for task in office.tasks()].count("acknowledgement owed") == 1
