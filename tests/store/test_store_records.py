"""Journal, leases, reminders and tasks."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session
from store_rows import DAY, HOUR, MINUTE, NOW, deadline, open_case, put, record

from mailbot.store import deadlines, journal, leases, reminders, tasks
from mailbot.store.database import Database, StoreError
from mailbot.store.journal import Event

TTL = 2 * MINUTE


def event(name: str = "case-opened", case: str | None = "C-1", **fields: str | int | bool | None) -> Event:
    return Event(name, NOW, case, fields)


def written(database: Database) -> None:
    with database.transaction() as session:
        journal.append(session, [event(n=1), event("other", "C-2"), event(n=2, who="é\x00")])
        journal.append(session, [event(n=3), event("started", None)])


def tamper(database: Database, statement: str) -> None:
    """As somebody with the database's password would."""
    with database.transaction() as session:
        connection = session.connection()
        if connection.dialect.name == "sqlite":
            for act in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER journal_refuses_{act}"))
        else:
            connection.execute(text("ALTER TABLE journal DISABLE TRIGGER USER"))
        assert connection.execute(text(statement)).rowcount == 1


def test_events_are_chained_case_by_case(database: Database) -> None:
    written(database)
    with database.reading() as session:
        entries = journal.entries(session, "C-1")
        assert [(entry.seq, entry.fields["n"]) for entry in entries] == [(1, 1), (2, 2), (3, 3)]
        assert entries[1].fields["who"] == "é"
        assert entries[0].at == NOW
        assert [entry.name for entry in journal.entries(session, None)] == ["started"]
        assert journal.verify(session) == []
        assert journal.verify(session, "C-2") == []


@pytest.mark.parametrize("statement", ["UPDATE journal SET name = 'x'", "DELETE FROM journal"])
def test_the_database_refuses_to_change_the_journal(database: Database, statement: str) -> None:
    written(database)
    with pytest.raises((DBAPIError, StoreError), match="append-only"), database.transaction() as session:
        session.connection().execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE journal SET name = 'x' WHERE chain = 'C-1' AND seq = 2", "entry 2 was changed"),
        ("UPDATE journal SET fields = '{}' WHERE chain = 'C-1' AND seq = 1", "entry 1 was changed"),
        (
            "UPDATE journal SET at = '2020-01-01 00:00:00' WHERE chain = 'C-1' AND seq = 1",
            "entry 1 was changed",
        ),
        (
            "UPDATE journal SET previous_hash = '00' WHERE chain = 'C-1' AND seq = 2",
            "entry 2 does not follow",
        ),
        ("UPDATE journal SET chain = 'C-3' WHERE chain = 'C-2'", "C-2: every entry is missing"),
        ("DELETE FROM journal WHERE chain = 'C-1' AND seq = 1", "entry 1 is missing"),
        ("DELETE FROM journal WHERE chain = 'C-1' AND seq = 2", "entry 2 is missing"),
        ("DELETE FROM journal WHERE chain = 'C-1' AND seq = 3", "it ends at entry 2, but 3 were written"),
        ("DELETE FROM journal WHERE chain = 'C-2'", "C-2: every entry is missing"),
        ("DELETE FROM journal_heads WHERE chain = 'C-1'", "the head of the chain is missing"),
    ],
)
def test_tampering_with_the_journal_is_noticed(database: Database, statement: str, told: str) -> None:
    written(database)
    tamper(database, statement)
    with database.reading() as session:
        assert told in "\n".join(journal.verify(session))


def test_two_writers_of_one_chain_take_turns(database: Database, url: str) -> None:
    def write(owner: str) -> None:
        rival = Database(url)
        for n in range(15):
            rival.run(lambda session, n=n: journal.append(session, [event(owner, n=n), event("x", None)]))
        rival.close()

    threads = [threading.Thread(target=write, args=(f"writer {n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert len(journal.entries(session, "C-1")) == 30
        assert journal.verify(session) == []


def test_no_events_are_nothing(database: Database) -> None:
    with database.transaction() as session:
        journal.append(session, [])
        assert journal.verify(session) == []


def test_a_lease_has_one_owner_until_it_lapses(database: Database) -> None:
    with database.transaction() as session:
        assert leases.acquire(session, "mailbox", "a", NOW, TTL) == 1
        assert leases.acquire(session, "mailbox", "b", NOW + MINUTE, TTL) is None
        assert leases.acquire(session, "mailbox", "a", NOW + MINUTE, TTL) == 1  # renewed
        assert leases.acquire(session, "mailbox", "b", NOW + TTL, TTL) is None
        assert leases.acquire(session, "other", "b", NOW, TTL) == 1


def test_a_new_owner_fences_off_the_old_one(database: Database) -> None:
    with database.transaction() as session:
        leases.acquire(session, "mailbox", "a", NOW, TTL)
        assert leases.holds(session, "mailbox", "a", 1, NOW)
        assert not leases.holds(session, "mailbox", "a", 1, NOW + TTL)
        assert leases.acquire(session, "mailbox", "b", NOW + TTL, TTL) == 2
        assert not leases.holds(session, "mailbox", "a", 1, NOW + TTL)
        assert leases.holds(session, "mailbox", "b", 2, NOW + TTL)
        assert not leases.release(session, "mailbox", "a", 1, NOW + TTL)


def test_an_owner_that_slept_through_its_lease_gets_a_new_fence(database: Database) -> None:
    with database.transaction() as session:
        leases.acquire(session, "mailbox", "a", NOW, TTL)
        assert leases.acquire(session, "mailbox", "a", NOW + HOUR, TTL) == 2


def test_a_lease_let_go_is_free_at_once_and_keeps_its_fence(database: Database) -> None:
    with database.transaction() as session:
        leases.acquire(session, "mailbox", "a", NOW, TTL)
        assert leases.release(session, "mailbox", "a", 1, NOW)
        assert leases.acquire(session, "mailbox", "b", NOW, TTL) == 2


def test_of_rivals_for_a_lease_one_wins(url: str) -> None:
    won: list[int | None] = []

    def take(owner: str) -> None:
        rival = Database(url)
        won.append(rival.run(lambda session: leases.acquire(session, "mailbox", owner, NOW, TTL)))
        rival.close()

    threads = [threading.Thread(target=take, args=(f"owner {n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won, key=str) == [1, None, None]


def test_a_rung_is_reached_once(database: Database) -> None:
    with database.transaction() as session:
        case = open_case(session)
        deadlines.put(session, case.id, [deadline()], "2026")
        (due,) = deadlines.open_deadlines(session, now=NOW)
        assert due.reminded_to is None
        half = reminders.Reached(due.id, "half", NOW)
        last = reminders.Reached(due.id, "last", NOW + DAY)
        assert reminders.put(session, [half], now=NOW) == {half}
        assert reminders.put(session, [half], now=NOW + DAY) == set()
        assert reminders.put(session, [half, last, last], now=NOW) == {last}
        assert reminders.put(session, [], now=NOW) == set()
        assert deadlines.open_deadlines(session, now=NOW)[0].reminded_to == NOW + DAY
        assert reminders.mark_lettered(session, [due.id], put(session)) == 2
        assert reminders.mark_lettered(session, [due.id], put(session, "k2")) == 0
        assert [one.rung for one in reminders.list_reminders(session, case="C-0001")] == ["half", "last"]
        assert reminders.list_reminders(session, lettered=False) == []


def owed(session: Session, key: str = "t1", **changes: object) -> bool:
    values = {
        "reason": "acknowledgement owed", "detail": "Return-Path: <>", "case_id": None,
        "message_row_id": None, "letter_id": None, "due_at": NOW + 7 * DAY, "now": NOW,
        "owner": "oversight@firm.example",
    }  # fmt: skip
    return tasks.open_task(session, unique_key=key, **(values | changes))  # type: ignore[arg-type]


def test_a_task_lies_before_a_person_until_one_settles_it(database: Database) -> None:
    with database.transaction() as session:
        case = open_case(session)
        assert owed(session, case_id=case.id, message_row_id=record(session), owner="sam@firm.example")
        assert not owed(session)
        assert owed(session, "t2", due_at=NOW + DAY, reason="set-aside")
        first, second = tasks.list_tasks(session)
        assert (first.unique_key, second.unique_key) == ("t2", "t1")  # the one that is due comes first
        assert (second.case, second.author, second.subject) == ("C-0001", "jane@example.org", "My account")
        assert tasks.get(session, second.id) == second
        assert [task.id for task in tasks.list_tasks(session, owner="sam@firm.example")] == [second.id]
        assert [task.id for task in tasks.list_tasks(session, case="C-0001")] == [second.id]
        assert tasks.counts(session) == {"acknowledgement owed": 1, "set-aside": 1}
        assert tasks.settle(session, first.id, "sam", "not a complaint", NOW)
        assert not tasks.settle(session, first.id, "sam", "again", NOW)
        assert not owed(session, "t2")  # settled is settled
        assert tasks.counts(session) == {"acknowledgement owed": 1}
        assert [task.outcome for task in tasks.list_tasks(session, settled=True)] == ["not a complaint"]
        assert len(tasks.list_tasks(session, settled=None)) == 2
        assert tasks.get(session, 999) is None
