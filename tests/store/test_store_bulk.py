"""What a sweep writes by the thousand: one journal for many cases, quiet deadlines put away together."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fakes import Clock, Office, message

from mailbot.store import journal, lapsed
from mailbot.store.database import Database
from mailbot.store.journal import Event

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def test_events_of_more_cases_than_one_statement_takes_are_each_at_the_end_of_their_chain(
    database: Database,
) -> None:
    references = [f"C-{n}" for n in range(1201)]
    events = [Event(name, NOW, one, {"n": n}) for name in "ab" for n, one in enumerate(references)]
    for _ in range(2):
        with database.transaction() as session:
            journal.append(session, [*events, Event("x", NOW, None)])
    with database.reading() as session:
        assert journal.verify(session) == []
        for one in ("C-0", "C-499", "C-500", "C-1200"):
            found = journal.entries(session, one)
            assert [(entry.seq, entry.name) for entry in found] == [(1, "a"), (2, "b"), (3, "a"), (4, "b")]
        assert [entry.seq for entry in journal.entries(session, None)] == [1, 2]


@pytest.mark.parametrize("times", [1, 2])
def test_a_deadline_is_put_away_once_and_taken_out_again_where_its_day_is_still_to_come(
    database: Database, times: int
) -> None:
    office = Office(database, clock=Clock(NOW))
    office.take(message())
    ((quiet,),) = office.rows("SELECT id FROM deadlines WHERE name = 'summary_resolution'")
    for n in range(times):
        with database.transaction() as session:
            assert lapsed.put_away(session, [quiet, 999], at=NOW) == (set() if n else {quiet})
    (case,) = office.cases()
    assert "summary_resolution" not in office.open_deadlines(case)
    with database.transaction() as session:
        assert lapsed.take_out_again(session, datetime(2027, 1, 1, tzinfo=UTC)) == []
        assert lapsed.take_out_again(session, NOW) == [case.reference]
    assert "summary_resolution" in office.open_deadlines(case)
