"""Database work for the asyncio side: what a caller was told is on disk."""

from __future__ import annotations

import asyncio

import pytest
from fakes import MONDAY
from sqlmodel import Session

from mailbot.clerk import Clerk
from mailbot.store import journal
from mailbot.store.database import Database
from mailbot.store.journal import Event


def note(number: int, case: str = "C-1") -> Event:
    return Event("noted", MONDAY, case, {"n": number})


def noted(database: Database, case: str = "C-1") -> list[object]:
    with database.reading() as session:
        return [entry.fields["n"] for entry in journal.entries(session, case)]


def test_what_was_asked_for_is_durable_when_it_is_answered(database: Database) -> None:
    async def work() -> list[object]:
        clerk = Clerk(database)
        await clerk.do(lambda session: journal.append(session, [note(1)]))
        seen = await asyncio.to_thread(noted, database)
        clerk.close()
        return seen

    assert asyncio.run(work()) == [1]


def test_requests_that_wait_share_a_commit_and_each_gets_its_own_answer(database: Database) -> None:
    sessions: set[int] = set()

    async def work() -> list[int]:
        clerk = Clerk(database)

        def ask(number: int) -> asyncio.Task[int]:
            def request(session: Session) -> int:
                sessions.add(id(session))
                return number

            return asyncio.create_task(clerk.do(request))

        found = await asyncio.gather(*(ask(number) for number in range(100)))
        clerk.close()
        return found

    assert asyncio.run(work()) == list(range(100))
    assert len(sessions) < 100


def test_one_request_that_fails_spoils_no_other(database: Database) -> None:
    async def work() -> list[object]:
        clerk = Clerk(database)

        def request(number: int) -> int:
            if number == 3:
                raise ZeroDivisionError(number)
            return number

        async def ask(number: int) -> object:
            def act(session: Session) -> int:
                journal.append(session, [note(number, f"C-{number}")])
                return request(number)

            return await clerk.do(act)

        found = await asyncio.gather(*(ask(number) for number in range(6)), return_exceptions=True)
        clerk.close()
        return list(found)

    found = asyncio.run(work())
    assert [one for one in found if isinstance(one, int)] == [0, 1, 2, 4, 5]
    assert isinstance(found[3], ZeroDivisionError)
    assert [number for number in range(6) if noted(database, f"C-{number}")] == [0, 1, 2, 4, 5]


def test_closing_finishes_what_was_asked_for(database: Database) -> None:
    async def work() -> None:
        clerk = Clerk(database)
        tasks = [
            asyncio.create_task(clerk.do(lambda session, n=n: journal.append(session, [note(n)])))  # type: ignore[misc]
            for n in range(20)
        ]
        await asyncio.sleep(0)
        clerk.close()
        await asyncio.gather(*tasks)

    asyncio.run(work())
    assert noted(database) == list(range(20))


def test_nobody_waiting_for_an_answer_harms_nobody(database: Database) -> None:
    async def work() -> None:
        clerk = Clerk(database)
        task = asyncio.create_task(clerk.do(lambda session: journal.append(session, [note(1)])))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await clerk.do(lambda session: journal.append(session, [note(2)]))
        clerk.close()

    asyncio.run(work())
    assert noted(database) == [1, 2]
