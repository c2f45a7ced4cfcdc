"""A handler who is away: who is told instead, and who gets the new cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from fakes import DESK, MONDAY, OVERSIGHT, PRACTICE, PRITI, SAM, Clock, Office, message

from mailbot.casework.standing_in import StandingIn
from mailbot.complaints.practice import Handler
from mailbot.mail.message import Address
from mailbot.store import absences
from mailbot.store.database import Database

LEAD = Address("Complaints lead", "lead@firm.example.com")
NOVEMBER = frozenset(date(2026, 11, day) for day in range(20, 31))
TUESDAY_NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def office_with(database: Database, *handlers: Handler, lead: Address | None = LEAD) -> Office:
    practice = replace(PRACTICE, handlers=handlers)
    return Office(database, clock=Clock(MONDAY), practice=practice, desk=replace(DESK, lead=lead))


def told(office: Office, kind: str) -> list[str]:
    return sorted(letter.recipient for letter in office.letters(kind))


def say_away(office: Office, who: Handler, since: date, until: date, deputy: str | None = None) -> None:
    with office.database.transaction() as session:
        absences.put(
            session, email=who.email, since=since, until=until, deputy=deputy, by="x", now=office.clock()
        )


def reminded(office: Office) -> list[str]:
    office.clock.now = TUESDAY_NINE
    office.sweep()
    return told(office, "reminder")


def test_reminders_go_to_the_deputy_while_a_handler_is_away(database: Database) -> None:
    office = office_with(database, SAM, PRITI)
    office.take(message())
    (case,) = office.cases()
    other = PRITI if case.handler_email == SAM.email else SAM
    say_away(office, Handler("", case.handler_email), date(2026, 11, 24), date(2026, 11, 24), other.email)
    assert set(reminded(office)) - {LEAD.addr_spec} == {other.email}
    # The next day the handler is there again.
    office.clock.now = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    office.sweep()
    assert case.handler_email in told(office, "reminder")


@pytest.mark.parametrize(
    ("sam", "priti", "expected"),
    [
        ({}, {}, SAM.email),
        ({"away": NOVEMBER}, {}, LEAD.addr_spec),
        ({"away": NOVEMBER, "deputy": PRITI.email}, {}, PRITI.email),
        # A deputy's deputy, and two who stand in for each other.
        ({"away": NOVEMBER, "deputy": PRITI.email}, {"away": NOVEMBER}, LEAD.addr_spec),
        ({"away": NOVEMBER, "deputy": PRITI.email}, {"away": NOVEMBER, "deputy": SAM.email}, LEAD.addr_spec),
        ({"away": NOVEMBER, "deputy": "gone@firm.example.com"}, {}, LEAD.addr_spec),
    ],
)
def test_somebody_always_acts(
    database: Database, sam: dict[str, object], priti: dict[str, object], expected: str
) -> None:
    handlers = replace(SAM, **sam), replace(PRITI, **priti)  # type: ignore[arg-type]
    standing_in = StandingIn(handlers, LEAD)
    with database.reading() as session:
        away = standing_in.away(session, MONDAY.date())
    assert standing_in.whom(away, Address(SAM.name, SAM.email)).addr_spec == expected
    alone = StandingIn(handlers, None).whom(away, Address(SAM.name, SAM.email)).addr_spec
    assert alone == (SAM.email if expected == LEAD.addr_spec else expected)


def test_new_cases_go_to_those_who_are_there(database: Database) -> None:
    office = office_with(database, replace(SAM, away=NOVEMBER), PRITI)
    office.take(*(message(author=f"p{n}@example.org", text=f"I complain about fee {n}.") for n in range(4)))
    assert {case.handler_email for case in office.cases()} == {PRITI.email}
    office.clock.now = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
    office.take(message(author="p9@example.org", text="I complain about fee 9."))
    assert office.cases()[-1].handler_email == SAM.email


def test_where_nobody_is_there_cases_are_opened_all_the_same(database: Database) -> None:
    office = office_with(database, replace(SAM, away=NOVEMBER), replace(PRITI, away=NOVEMBER))
    office.take(message())
    assert len(office.cases()) == 1
    assert reminded(office) == [LEAD.addr_spec]


def test_who_writes_again_is_told_to_whoever_acts(database: Database) -> None:
    office = office_with(database, SAM)
    office.take(message())
    office.deliver()
    (letter,) = office.letters("acknowledgement")
    say_away(office, SAM, date(2026, 11, 23), date(2026, 12, 4))
    office.take(message("And another thing.", In_Reply_To=letter.message_id))
    assert told(office, "message_notice") == [LEAD.addr_spec]


def test_who_is_back_is_told_again(database: Database) -> None:
    office = office_with(database, SAM, lead=None)
    office.take(message())
    say_away(office, SAM, date(2026, 11, 20), date(2026, 12, 24))
    say_away(office, SAM, date(2027, 1, 4), date(2027, 1, 8))
    with database.transaction() as session:
        assert set(absences.on(session, TUESDAY_NINE.date())) == {SAM.email}
        assert absences.back(session, SAM.email.upper(), TUESDAY_NINE.date()) == 2
        assert absences.on(session, TUESDAY_NINE.date()) == {}
        assert set(absences.on(session, date(2026, 11, 23))) == {SAM.email}
        assert absences.from_day(session, TUESDAY_NINE.date()) == []
        assert absences.back(session, SAM.email, TUESDAY_NINE.date()) == 0
    assert set(reminded(office)) == {SAM.email}


def test_the_lead_is_told_on_the_last_day_and_oversight_when_it_has_lapsed(database: Database) -> None:
    office = office_with(database, SAM)
    office.take(message())
    office.deliver()
    seen: list[list[str]] = []
    for day in (15, 18, 19, 20):  # of January: the eight weeks end on Monday the 18th
        before = told(office, "reminder")
        office.clock.now = datetime(2027, 1, day, 9, 0, tzinfo=UTC)
        office.sweep()
        now = told(office, "reminder")
        for one in before:
            now.remove(one)
        seen.append(now)
    handler, lead, oversight = SAM.email, LEAD.addr_spec, OVERSIGHT.addr_spec
    assert seen == [
        [handler],
        sorted([handler, lead]),
        sorted([handler, lead, oversight]),
        sorted([handler, lead, oversight]),
    ]
