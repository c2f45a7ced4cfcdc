"""A database of an earlier release, with data, is brought up to date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from fakes import MONDAY
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    create_engine,
    inspect,
    select,
    text,
)

import mailbot.store
from mailbot.store.database import REVISIONS, Database

_CASE = """
    INSERT INTO cases (reference, status, mailbox, received_at, received_on, regime, data_protection,
    handler_name, handler_email, complainant_name, subject, topics, cues, contact, life_at_risk,
    thread_token, opened_at, outcome)
    VALUES (:reference, :status, 'complaints', '2026-11-02 10:00:00+00:00', '2026-11-02', 'standard', FALSE,
    'Sam', 'sam@firm.example', 'Jane', 'Fees', '[]', '[]', '{}', FALSE, :reference,
    '2026-11-02 10:00:00+00:00', :outcome)"""
_LETTER = """
    INSERT INTO letters (unique_key, case_id, kind, audience, priority, recipient, recipient_key, message_id,
    return_path, subject, state, state_reason, created_at, next_attempt_at, attempts, second_copy, bounced_at)
    VALUES (:key, :case, 'acknowledgement', 'complainant', 1, :to, :to, :key, '', '', :state, '',
    '2026-11-02 10:00:00+00:00', '2026-11-02 10:00:00+00:00', 1, FALSE, :bounced)"""
#: Reference → status, outcome, what became of the acknowledgement, and the state it is in then.
CASES: dict[str, tuple[str, str | None, str, str | None, str]] = {
    "C-0001": ("open", None, "SENT", None, "acknowledged"),
    "C-0002": ("open", None, "SENT", "2026-11-03 10:00:00+00:00", "opened"),
    "C-0003": ("open", None, "PENDING", None, "opened"),
    "C-0004": ("closed", "final-response", "SENT", None, "final-sent"),
    "C-0005": ("closed", "summary-resolution", "SENT", None, "resolved"),
    "C-0006": ("closed", "withdrawn", "FAILED", None, "withdrawn"),
    "C-0007": ("closed", "whatever was written", "SENT", None, "final-sent"),
}


def at_revision(url: str, revision: str) -> None:
    """A database as it was then, with a case for each way one could be."""
    with schema_of(url, revision) as connection:
        for number, (reference, told) in enumerate(CASES.items(), 1):
            status, outcome, state, bounced, _ = told
            connection.execute(text(_CASE), {"reference": reference, "status": status, "outcome": outcome})
            letter: dict[str, Any] = {"key": f"k{number}", "case": number, "state": state}
            connection.execute(
                text(_LETTER), letter | {"to": f"p{number}@Example{number}.org".lower(), "bounced": bounced}
            )


@contextmanager
def schema_of(url: str, revision: str) -> Iterator[Connection]:
    """A database with the schema of then, and nothing in it yet."""
    config = Config()
    config.set_main_option("script_location", str(Path(mailbot.store.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        yield connection
    engine.dispose()


def of_each_table(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours, whatever the tables are now."""
    found = MetaData()
    found.reflect(connection)
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in found.sorted_tables
        if table.name != "alembic_version"
    }


def fill(connection: Connection) -> None:
    """One row in every table; what refers to another row refers to that of the other table."""
    found = MetaData()
    found.reflect(connection)
    for table in found.sorted_tables:
        if table.name != "alembic_version":
            checks = [one["sqltext"] for one in inspect(connection).get_check_constraints(table.name)]
            values = {
                column.name: _value(column, checks) for column in table.columns if not _numbers_itself(column)
            }
            connection.execute(table.insert().values(values))


def _numbers_itself(column: Column[Any]) -> bool:
    return column.primary_key and column.name == "id"


def _value(column: Column[Any], checks: Sequence[str]) -> Any:
    allowed = next((check for check in checks if re.match(rf"\W*{column.name}\b", check)), "")
    if found := re.search(r"'(\w[^']*)'", allowed):
        return found[1]
    if column.foreign_keys or isinstance(column.type, Integer):
        return 1
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, DateTime):
        return MONDAY
    if isinstance(column.type, Date):
        return MONDAY.date()
    if isinstance(column.type, LargeBinary):
        return b"octets"
    return {} if isinstance(column.type, JSON) else f"{column.name}@x.example"


@pytest.mark.parametrize("revision", REVISIONS)
def test_whatever_stood_in_any_table_of_an_earlier_schema_stands_there_afterwards(
    empty_url: str, revision: str
) -> None:
    with schema_of(empty_url, revision) as connection:
        fill(connection)
        before = of_each_table(connection)
    assert before
    assert all(len(rows) == 1 for rows in before.values())
    database = Database(empty_url)
    database.upgrade()
    with database.reading() as session:
        after = of_each_table(session.connection())
    assert database.check() == []
    database.close()
    for name, (row,) in before.items():
        (now,) = after[name]
        assert {key: value for key, value in now.items() if key in row} == row


def test_a_database_of_the_first_release_keeps_its_cases_and_knows_their_states(empty_url: str) -> None:
    at_revision(empty_url, "0001")
    database = Database(empty_url)
    assert database.revision() == "0001"
    database.upgrade()
    assert database.revision() == REVISIONS[-1]
    with database.reading() as session:
        query = "SELECT reference, state, channel FROM cases ORDER BY reference"
        found = [tuple(row) for row in session.connection().execute(text(query))]
        domains = "SELECT recipient_domain FROM letters ORDER BY id"
        told = list(session.connection().execute(text(domains)).scalars())
    database.close()
    assert found == [(reference, case[-1], "email") for reference, case in CASES.items()]
    assert told == [f"example{number}.org" for number in range(1, len(CASES) + 1)]


def test_a_case_of_before_there_were_languages_is_written_to_in_english(empty_url: str) -> None:
    at_revision(empty_url, "0003")
    database = Database(empty_url)
    database.upgrade()
    with database.reading() as session:
        query = "SELECT language, missing FROM cases"
        found = [tuple(row) for row in session.connection().execute(text(query))]
    database.close()
    assert {(language, str(missing)) for language, missing in found} == {("en", "[]")}
