"""A clock that jumps and comes back, a scheduler that comes late, the two nights when the clocks change."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from fakes import DESK, MONDAY, OVERSIGHT, SAM, FakeCourier, Office, message
from test_reminders import ENGLAND, letters_to, office_at, opened, reminded

from mailbot.complaints.calendar import LONDON
from mailbot.reminders.reminding import Reminders
from mailbot.reminders.schedule import Hours
from mailbot.store.database import Database
from mailbot.wire.outcome import Delayed

BEGIN = "2026-11-02T10:00"
WEEKS = 7
JUMPS = {
    "an hour back": timedelta(hours=-1),
    "an hour on": timedelta(hours=1),
    "a day back": timedelta(days=-1),
    "six days back": timedelta(days=-6),
    "eight weeks on": timedelta(weeks=8),
    "to 1970": datetime(1970, 1, 2, 10, tzinfo=UTC) - datetime(2026, 12, 3, 10, tzinfo=UTC),
}
#: Late at once if the clock is far ahead, until the acknowledgement has gone out.
AT_ONCE = {"acknowledgement", "first_contact"}


def lived(database: Database, jump: timedelta | None) -> tuple[Office, FakeCourier, int]:
    """Weeks of a case, asked every noon and in between; on one day the clock is wrong for a while.

    The office, what was posted, and how many reminders had been written when the clock was right again.
    """
    office, courier, wrong = office_at(database, BEGIN), FakeCourier(), 0
    opened_by(office, courier, "jane@example.org")
    for day in range(WEEKS * 7):
        office.clock.go(days=1)
        office.sweep()
        office.deliver(courier)
        if day == 30:  # Thursday 3 December, after the rung of week four
            right = office.clock.now
            office.clock.now = right + (jump or timedelta(0))
            before = len(letters_to(office, SAM.email))
            for _ in range(3):
                office.take(message(author="joe@example.org", message_id="<joe@x.example>"), at=right)
                office.sweep()
                office.deliver(courier)
            wrong = len(letters_to(office, SAM.email)) - before
            office.clock.now = right
        office.sweep()
        office.deliver(courier)
    return office, courier, wrong


def opened_by(office: Office, courier: FakeCourier, author: str) -> None:
    office.take(message(author=author))
    office.deliver(courier)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('clock')}/undisturbed.db")
    database.upgrade()
    yield lived(database, None)[0]
    database.close()


@pytest.mark.fault("F35")
@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS.keys())
def test_a_clock_that_jumps_and_comes_back_loses_no_reminder_and_repeats_no_letter(
    database: Database, undisturbed: Office, jump: timedelta
) -> None:
    office, courier, wrong = lived(database, jump)
    found, expected = Counter(reminded(office)), Counter(reminded(undisturbed))
    assert expected[("final_response", "week 4")] >= 1
    assert {name for name, _ in found - expected} == (AT_ONCE if jump > timedelta(days=1) else set())
    assert expected - found == Counter()
    assert len(letters_to(office, SAM.email)) - wrong == len(letters_to(undisturbed, SAM.email))
    assert wrong <= 1, "a clock that is wrong tells what it believes at most once"
    assert len(office.cases()) == 2
    acknowledged = Counter(letter.recipient for letter in office.letters("acknowledgement"))
    assert acknowledged == {"jane@example.org": 1, "joe@example.org": 1}
    assert set(courier.copies().values()) == {1}
    assert {letter.state for letter in office.letters()} == {"SENT"}


@pytest.mark.fault("F35")
@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS.keys())
def test_what_was_put_off_or_claimed_while_the_clock_was_wrong_goes_out_when_it_is_right(
    database: Database, jump: timedelta
) -> None:
    class Died(BaseException):
        pass

    office = Office(database)
    office.clock.now = MONDAY + jump
    office.take(message(), at=MONDAY)
    busy = Delayed("451 4.3.0 later")
    delivery = office.delivery(FakeCourier(always=busy))
    asyncio.run(delivery.deliver_due())
    ours = office.delivery(FakeCourier(always=Delayed("421 4.7.0 not now", ours=True)))
    asyncio.run(ours.deliver_due())
    office.take(message(author="joe@example.org"), at=MONDAY)
    dying = Office(database, clock=office.clock, owner="another:1:x")
    with pytest.raises(BaseExceptionGroup):
        dying.deliver(FakeCourier(answers=[Died()]))
    office.clock.now = MONDAY
    courier = FakeCourier()
    again = office.delivery(courier)
    for _ in range(16):
        office.clock.go(minutes=30)
        asyncio.run(again.deliver_due())
    assert {letter.state for letter in office.letters()} == {"SENT"}
    assert max(courier.copies().values()) == 1
    assert len(office.letters("acknowledgement")) == 2


@pytest.mark.fault("F35")
@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(weeks=8)])
def test_what_was_told_and_put_away_while_the_clock_was_ahead_comes_again_at_its_time_and_a_person_knows(
    database: Database, ahead: timedelta
) -> None:
    office = office_at(database, "2026-11-02T10:00")
    case = opened(office)
    office.clock.go(days=3)
    office.sweep()
    right = office.clock.now
    told = Counter(reminded(office))
    office.clock.now = right + ahead
    office.sweep()
    assert "summary_resolution" not in office.open_deadlines(case)
    office.clock.now = right
    office.sweep()
    assert "summary_resolution" in office.open_deadlines(case)
    assert Counter(reminded(office)) == told, "what lies ahead is forgotten, and nothing else"
    (about,) = office.rows("SELECT chain, fields FROM journal WHERE name = 'clock-was-ahead'")
    assert about[0] == case.reference
    assert ('"reminders":0' in about[1]) is (ahead <= timedelta(days=1)), "a day early is told once"
    assert [task.owner for task in office.tasks() if task.reason == "clock was ahead"] == [
        OVERSIGHT.addr_spec
    ]
    assert len([one for one in office.letters("alert") if one.recipient == OVERSIGHT.addr_spec]) == 1
    for _ in range(7 * 8):
        office.clock.go(days=1)
        office.sweep()
    later = Counter(reminded(office))
    assert set(later.values()) == {1}
    assert {rung for name, rung in later if name == "final_response"} >= {"week 4", "week 6", "due day"}
    assert "summary_resolution" not in office.open_deadlines(case)


@pytest.mark.fault("F35")
def test_while_our_clock_is_behind_the_mail_servers_nothing_that_was_told_is_taken_back(
    database: Database,
) -> None:
    office = office_at(database, "2026-11-02T10:00")
    case = opened(office)
    office.clock.go(days=28)  # Monday 30 November
    office.sweep()
    told, right = reminded(office), office.clock.now
    assert ("final_response", "week 4") in told
    office.take(message(author="joe@example.org"), at=right)
    office.clock.now = right - timedelta(days=6)
    office.sweep()
    assert "summary_resolution" not in office.open_deadlines(case)
    assert reminded(office) == told
    assert office.rows("SELECT name FROM journal WHERE name = 'clock-was-ahead'") == []


@pytest.mark.fault("F35")
@pytest.mark.parametrize("behind", [True, False])
def test_old_mail_that_is_dragged_in_does_not_hide_that_our_clock_is_behind(
    database: Database, behind: bool
) -> None:
    """And a date that was never believed does not show it."""
    office = office_at(database, "2026-11-02T10:00")
    opened(office)
    office.clock.go(days=28)
    office.sweep()
    told, right = reminded(office), office.clock.now
    if behind:
        office.take(message(author="joe@example.org"), at=right)
    else:
        office.take(message(author="joe@example.org"), at=right + timedelta(days=300))
    old = [message(author=f"old{number}@example.org", List_Id="<l.example>") for number in range(5)]
    office.take(*old, at=right - timedelta(days=400))
    office.take(message(author="none@example.org", List_Id="<l.example>"), at=datetime.fromtimestamp(0, UTC))
    office.clock.now = right - timedelta(days=6)
    office.sweep()
    assert (reminded(office) == told) is behind
    written = office.rows("SELECT name FROM journal WHERE name = 'clock-was-ahead'")
    assert (written == []) is behind


@pytest.mark.fault("F37")
def test_a_sweep_that_comes_three_days_late_reminds_once(database: Database) -> None:
    office = office_at(database, BEGIN)
    opened(office)
    for _ in range(27):
        office.sweep()
        office.clock.go(days=1)
    before = len(letters_to(office, SAM.email))
    assert ("final_response", "week 4") not in reminded(office)  # due on Monday 30 November
    office.clock.go(days=4)
    for _ in range(5):
        office.sweep()
        office.clock.go(minutes=7)
    assert reminded(office).count(("final_response", "week 4")) == 1
    assert len(letters_to(office, SAM.email)) == before + 1


@pytest.mark.fault("F36")
@pytest.mark.parametrize(("opened_at", "sunday"), [("2027-01-29T10:00", "2027-03-28"),
                                                   ("2027-09-03T10:00", "2027-10-31")])  # fmt: skip
def test_the_nights_when_the_clocks_change_repeat_and_skip_no_rung(
    database: Database, opened_at: str, sunday: str
) -> None:
    """Sent from half past one at night, which one night has twice and another not at all."""
    office = office_at(database, opened_at)
    opened(office)
    night = Hours(time(1, 30), time(23, 0))
    office.reminders = Reminders(
        office.correspondence,
        ENGLAND,
        night,
        DESK,
        standing_in=office.attention.standing_in,
        ladders=office.practice.ladders,
        warn=office.attention.warn,
    )
    office.clock.now = datetime.fromisoformat(f"{sunday}T12:00").replace(tzinfo=UTC) - timedelta(days=4)
    office.sweep()
    for _ in range(8 * 24 * 4):
        office.clock.go(minutes=15)
        office.sweep()
    found = Counter(reminded(office))
    assert len(found) >= 3
    assert set(found.values()) == {1}
    sent = letters_to(office, SAM.email)
    assert len(sent) == len({at.astimezone(LONDON).date() for at in sent}), "two on one day"
    for at in sent:
        assert ENGLAND.is_business_day(at.astimezone(LONDON).date())
