"""No storm: limits for each thread, address and domain, the breaker; mail to handlers never waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from fakes import OVERSIGHT, PRACTICE, Clock, FakeCourier, Office, message
from sqlalchemy import insert, literal, select
from sqlmodel import Session

from mailbot.complaints.public_domains import PUBLIC_DOMAINS, is_public
from mailbot.delivery.breaker import Breaker
from mailbot.store import pace
from mailbot.store.database import Database
from mailbot.store.statements import packed
from mailbot.store.tables import letters, raw_letters
from mailbot.wire.outcome import Failed


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def limited(database: Database, **limits: int) -> Office:
    return Office(database, practice=replace(PRACTICE, **limits))  # type: ignore[arg-type]


def acknowledged(office: Office) -> int:
    return len(office.letters("acknowledgement"))


def owed(office: Office) -> list[str]:
    return [task.detail for task in office.tasks() if task.reason == "acknowledgement owed"]


def put(
    office: Office,
    numbers: Iterable[int],
    *,
    audience: str = "complainant",
    kind: str = "acknowledgement",
    at: datetime | None = None,
    sent: bool = False,
) -> None:
    """Letters that wait, or went, written `at` (else now): past the outbox, for there are thousands."""
    when = at or office.clock()
    rows = [
        {
            "unique_key": f"{kind}:{number}",
            "kind": kind,
            "audience": audience,
            "priority": int(audience == "complainant"),
            "recipient": f"p{number}@example.org",
            "recipient_key": f"p{number}@example.org",
            "message_id": f"<{number:032x}.{kind}@firm.example.com>",
            "return_path": "",
            "subject": "Your complaint",
            "state": "SENT" if sent else "PENDING",
            "state_reason": "",
            "created_at": when,
            "next_attempt_at": when,
            "armed_at": when if sent else None,
            "attempts": 0,
            "second_copy": False,
        }
        for number in numbers
    ]
    content = packed(f"X-To: {audience}\r\n\r\n.\r\n".encode())
    of_them = select(letters.c.id, literal(content)).where(
        letters.c.id.not_in(select(raw_letters.c.letter_id))
    )

    def write(session: Session) -> None:
        session.connection().execute(insert(letters), rows)
        session.connection().execute(insert(raw_letters).from_select(["letter_id", "content"], of_them))

    office.database.run(write)


def said(office: Office, event: str) -> list[str]:
    return [line for line in office.out.getvalue().splitlines() if f" {event} " in line]


def went(courier: FakeCourier, audience: str) -> int:
    return sum(f"X-To: {audience}".encode() in raw for _, _, raw in courier.letters)


# -- one thread


@pytest.mark.assertion("A-33")
def test_a_second_message_of_a_thread_gets_no_second_acknowledgement(office: Office) -> None:
    office.take(message(message_id="<first@example.org>"))
    (letter,) = office.letters("acknowledgement")
    office.take(
        message("And another thing.", In_Reply_To="<first@example.org>"),
        message(
            "And this.", In_Reply_To=letter.message_id, References=f"<first@example.org> {letter.message_id}"
        ),
    )
    assert acknowledged(office) == 1
    assert len(office.cases()) == 1


@pytest.mark.assertion("A-33")
def test_an_answer_to_our_letter_from_somebody_it_was_not_sent_to_is_owed_by_a_person(office: Office) -> None:
    """A robot may have a new address in each of its answers; so may a mailbox that is forwarded."""
    office.take(message())
    (letter,) = office.letters("acknowledgement")
    for number in range(5):
        office.take(
            message("Thank you, noted.", author=f"r{number}@robots.example", In_Reply_To=letter.message_id)
        )
    assert acknowledged(office) == 1
    assert len(office.cases()) == 6
    assert owed(office) == ["it answers a letter of ours to somebody else"] * 5


def test_an_answer_to_a_complaint_that_somebody_else_sent_us_is_acknowledged(office: Office) -> None:
    office.take(message(message_id="<first@example.org>"))
    office.take(message("I complain too.", author="b@example.net", In_Reply_To="<first@example.org>"))
    assert acknowledged(office) == 2


# -- one domain


@pytest.mark.assertion("A-34")
def test_the_acknowledgements_of_one_domain_are_limited_and_its_cases_are_not(database: Database) -> None:
    office = limited(database, acknowledgements_per_domain_per_day=3)
    for number in range(7):
        office.take(message(author=f"r{number}@robots.example"))
    office.take(message(author="jane@example.org"))
    assert acknowledged(office) == 4
    assert len(office.cases()) == 8
    assert owed(office) == ["3 acknowledgements to robots.example within a day"] * 4
    office.clock.go(hours=25)
    office.take(message(author="r7@robots.example"))
    assert acknowledged(office) == 5


def test_of_a_public_provider_each_address_counts_for_itself(database: Database) -> None:
    office = limited(database, acknowledgements_per_domain_per_day=1)
    for number in range(4):
        office.take(message(author=f"p{number}@Gmail.com"), message(author=f"p{number}@yahoo.co.uk"))
    assert acknowledged(office) == 8


def test_zero_a_day_is_none_ever_but_to_public_providers(database: Database) -> None:
    office = limited(database, acknowledgements_per_domain_per_day=0)
    office.take(message(author="a@robots.example"), message(author="a@gmail.com"))
    assert [letter.recipient for letter in office.letters("acknowledgement")] == ["a@gmail.com"]
    assert len(owed(office)) == 1


def test_a_refused_acknowledgement_does_not_count_against_its_domain(database: Database) -> None:
    office = limited(database, acknowledgements_per_domain_per_day=2)
    office.take(message(author="a@robots.example"), message(author="b@robots.example"))
    office.deliver(FakeCourier(always=Failed("550 no")))
    office.take(message(author="c@robots.example"))
    assert acknowledged(office) == 3


def test_domains_that_look_alike_are_not_counted_together(database: Database) -> None:
    office = limited(database, acknowledgements_per_domain_per_day=1)
    for domain in ("bots.example", "robots.example", "b_ts.example", "bxts.example", "%.example"):
        office.take(message(author=f"a@{domain}"))
    counted = {
        domain: office.database.run(
            lambda session, d=domain: pace.acknowledged_at(session, d, office.clock(), 9)
        )
        for domain in ("bots.example", "robots.example", "b_ts.example", "%ts.example")
    }
    assert counted == {
        "bots.example": 1,
        "robots.example": 1,
        "b_ts.example": 1,
        "%ts.example": 0,
    } or counted == {
        "bots.example": 1,
        "robots.example": 1,
        "b_ts.example": 0,  # no address that can be written to
        "%ts.example": 0,
    }


@pytest.mark.parametrize("age", [timedelta(hours=23), timedelta(days=2)])
def test_letters_that_went_before_the_day_are_passed_over_and_those_within_it_are_not(
    database: Database, age: timedelta
) -> None:
    office = limited(database, acknowledgements_per_domain_per_day=2)
    office.take(message(author="a@robots.example"), message(author="b@robots.example"))
    office.deliver()
    office.clock.go(seconds=age.total_seconds())
    office.take(message(author="c@robots.example"))
    assert acknowledged(office) == (2 if age < timedelta(days=1) else 3)


@pytest.mark.parametrize(
    ("domain", "public"),
    [
        ("gmail.com", True),
        ("hotmail.co.uk", True),
        ("hotmail.fr", True),
        ("yahoo.com", True),
        ("btinternet.com", True),
        ("proton.me", True),
        ("yahoo.robots.example", False),
        ("mail.gmail.com", False),
        ("gmail.com.example", False),
        ("example.org", False),
        ("yahoo", False),
        ("", False),
    ],
)
def test_what_a_public_provider_is(domain: str, public: bool) -> None:
    assert is_public(domain, frozenset(PUBLIC_DOMAINS)) is public


# -- the breaker


def history(office: Office, *, days: int, an_hour: int) -> None:
    """`an_hour` letters in each of two hours of the days before today, sent."""
    for day in range(1, days + 1):
        for hour in (10, 14):
            at = office.clock().replace(hour=hour) - timedelta(days=day)
            first = 10_000 * (100 * day + hour)
            put(office, range(first, first + an_hour), at=at, sent=True)


@pytest.mark.assertion("A-36")
def test_five_times_what_is_usual_opens_the_breaker_and_it_closes_by_itself(database: Database) -> None:
    office = Office(database, clock=Clock())
    history(office, days=9, an_hour=41)  # usual: 41 an hour; the hours without a letter say nothing
    put(office, range(230))
    put(office, [1], audience="handler", kind="reminder")
    courier = FakeCourier()
    delivery = office.delivery(courier)
    asyncio.run(delivery.deliver_due())
    assert went(courier, "complainant") == 205
    assert went(courier, "handler") == 1
    (task,) = [task for task in office.tasks() if task.reason == "breaker open"]
    assert task.detail == (
        "205 letters in an hour, 5 times what is usual, is the most: 25 letters to complainants wait, "
        "the oldest since 23 Nov 10:00 UTC; find out why"
    )
    office.clock.go(minutes=30)
    asyncio.run(delivery.deliver_due())
    assert went(courier, "complainant") == 205
    office.clock.go(minutes=31)
    asyncio.run(delivery.deliver_due())
    assert went(courier, "complainant") == 230
    assert len(said(office, "breaker-open")) == len(said(office, "breaker-closed")) == 1
    alerts = [letter for letter in office.letters("alert") if letter.recipient == OVERSIGHT.addr_spec]
    assert len(alerts) == 1


@pytest.mark.parametrize(
    ("days", "an_hour", "factor", "most"),
    [
        (6, 50, 5, 500),  # six days tell nothing
        (9, 10, 5, 200),  # five times next to nothing is no storm, two hundred an hour is
        (9, 50, 0, 500),  # switched off
        (9, 50, 6, 300),
    ],
)
def test_what_counts_as_a_surge(database: Database, days: int, an_hour: int, factor: int, most: int) -> None:
    office = Office(database, clock=Clock(), surge_factor=factor, automatic_letters_per_hour=500)
    history(office, days=days, an_hour=an_hour)
    breaker = Breaker(office.terms, office.journal, office.attention.warn)
    gone = 0
    while room := database.run(lambda session: breaker.room(session, office.clock())):
        put(office, range(gone, gone + min(room, 50)), sent=True)
        gone += min(room, 50)
    assert gone == most


@pytest.mark.assertion("A-36")
def test_the_breaker_is_told_once_however_long_letters_wait_for_room(database: Database) -> None:
    office = Office(database, automatic_letters_per_hour=5)
    courier = FakeCourier()
    delivery = office.delivery(courier)
    put(office, range(40))
    for _ in range(20):
        asyncio.run(delivery.deliver_due())
        office.clock.go(minutes=31)
    assert went(courier, "complainant") == 40
    assert len(said(office, "breaker-open")) == len(said(office, "breaker-closed")) == 1


@pytest.mark.assertion("A-36")
def test_two_daemons_together_send_no_more_than_one_may(database: Database) -> None:
    """What the other has claimed is about to go out."""
    first = Office(database, automatic_letters_per_hour=5, owner="a:1:x")
    second = Office(database, clock=first.clock, automatic_letters_per_hour=5, owner="b:1:x")
    put(first, range(20))
    one, other = FakeCourier(), FakeCourier()
    begun = []

    async def meanwhile() -> None:
        if not begun:
            begun.append(True)
            await second.delivery(other).deliver_due()

    one.before = meanwhile
    first.deliver(one)
    assert went(one, "complainant") + went(other, "complainant") == 5


@pytest.mark.assertion("A-36")
def test_ten_thousand_waiting_acknowledgements_do_not_keep_mail_to_handlers(database: Database) -> None:
    office = Office(database, automatic_letters_per_hour=100)
    put(office, range(10_000))
    sent_before: list[int] = []
    courier = FakeCourier()

    async def meanwhile() -> None:
        # Put while the couriers are at work: it must not wait for more than what is claimed already.
        if courier.calls == 50:
            put(office, [1], audience="handler", kind="alert")
        if went(courier, "handler") and not sent_before:
            sent_before.append(courier.calls)

    courier.before = meanwhile
    office.deliver(courier)
    assert went(courier, "complainant") == 100, "the breaker holds the rest"
    assert sent_before[0] <= 50 + 64 + 1
    put(office, range(2, 40), audience="handler", kind="reminder")
    office.deliver(courier)
    # The breaker's own alert to oversight is one of them.
    assert went(courier, "handler") == 39
    assert went(courier, "complainant") == 100


@pytest.mark.fault("F35")
def test_letters_that_went_while_the_clock_was_weeks_ahead_do_not_hold_the_breaker_open(
    database: Database,
) -> None:
    office = Office(database, automatic_letters_per_hour=3)
    courier = FakeCourier()
    for weeks in (8, -8):
        office.clock.go(weeks=weeks)
        put(office, range(100 + weeks, 103 + weeks))
        office.deliver(courier)
    assert went(courier, "complainant") == 6


def test_an_hour_that_is_set_back_does_not_let_twice_as_many_go(database: Database) -> None:
    office = Office(database, automatic_letters_per_hour=3)
    courier = FakeCourier()
    put(office, range(6))
    office.deliver(courier)
    office.clock.go(hours=-1)
    put(office, range(6, 9))
    office.deliver(courier)
    assert went(courier, "complainant") == 3
