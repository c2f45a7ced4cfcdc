"""Letters go out: every answer of a server, on a real database, with a courier that does as it is told."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from fakes import ARCHIVE, OVERSIGHT, ClerkHere, Clock, FakeCourier, Office, message
from sqlmodel import Session

from mailbot.delivery.rounds import PAUSE_FIRST, PAUSE_MOST
from mailbot.delivery.settling import NO_COPY
from mailbot.store import outbox, recovery
from mailbot.store.database import Database, Unavailable
from mailbot.store.letters import Letter, NewLetter
from mailbot.wire.outcome import Delayed, Delivered, Failed, Outcome, Unknown, UnsafeArgument

T = TypeVar("T")

OURS = Delayed("127.0.0.1:587: login refused; check username and password", ours=True)


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


ALERT = b"X-Mailbot-Letter: alert"


def put(office: Office, number: int = 1, *, audience: str = "complainant", **changes: object) -> int:
    values = {
        "unique_key": f"k{number}:{audience}",
        "case_id": None,
        "kind": "acknowledgement" if audience == "complainant" else "reminder",
        "audience": audience,
        "recipient": f"p{number}@example.org",
        "message_id": f"<{number:016x}{audience}.x@firm.example.com>",
        "return_path": "",
        "subject": "Your complaint",
        "raw": f"X-Number: {number}\r\nX-To: {audience}\r\n\r\n.\r\n".encode(),
        "not_before": office.clock(),
    }
    new = NewLetter(**(values | changes))  # type: ignore[arg-type]
    letter_id = office.database.run(lambda session: outbox.put(session, new))
    assert letter_id is not None
    return letter_id


def letter(office: Office, letter_id: int) -> Letter:
    with office.database.reading() as session:
        found = outbox.get(session, letter_id)
    assert found is not None
    return found


def said(office: Office, event: str) -> int:
    return sum(f" {event} " in line for line in office.out.getvalue().splitlines())


def a_star(address: str) -> str:
    return f"{address[0]}***@{address.rpartition('@')[2]}"


# -- every outcome


def test_a_letter_the_server_took_is_sent_once_with_its_reply(office: Office) -> None:
    one, courier = put(office), FakeCourier()
    assert office.deliver(courier) == 1
    assert (letter(office, one).state, letter(office, one).reply) == ("SENT", "250 2.0.0 queued")
    assert office.deliver(courier) == 0
    assert len(courier.letters) == 1


@pytest.mark.assertion("B-66")
def test_a_letter_to_a_complainant_is_copied_to_the_archive_and_one_to_a_handler_is_not(
    office: Office,
) -> None:
    put(office, 1), put(office, 2, audience="handler")
    courier = FakeCourier()
    office.deliver(courier)
    assert sorted(recipients for _, recipients, _ in courier.letters) == [
        ("p1@example.org", ARCHIVE),
        ("p2@example.org",),
    ]


def test_mail_to_handlers_goes_before_letters_to_complainants(office: Office) -> None:
    for number in range(5):
        put(office, number)
    put(office, 9, audience="handler")
    courier = FakeCourier()
    office.deliver(courier)
    assert courier.letters[0][1] == ("p9@example.org",)


def test_at_each_letter_it_says_that_it_works_and_how_many_are_on_the_wire(office: Office) -> None:
    """One going through the outbox may take hours; that it goes on is a sign of life."""
    for number in range(3):
        put(office, number)
    assert office.deliver(FakeCourier()) == 3
    assert office.at_work == [1, 0] * 3


@pytest.mark.assertion("C-79")
@pytest.mark.fault("F31")
def test_an_archive_that_refuses_its_copy_does_not_make_the_letter_fail(office: Office) -> None:
    one = put(office)
    office.deliver(FakeCourier(always=Delivered("250 ok", {ARCHIVE: "552 full"})))
    assert letter(office, one).state == "SENT"
    assert [task.reason for task in office.tasks()] == ["no archive copy"]
    assert a_star(ARCHIVE) in office.out.getvalue()


@pytest.mark.assertion("C-73")
@pytest.mark.fault("F26")
def test_a_delayed_letter_waits_longer_each_time_and_then_goes(office: Office) -> None:
    one = put(office)
    courier = FakeCourier(answers=[Delayed("450 4.2.1 greylisted"), Delayed("450 4.2.1 greylisted")])
    waits = []
    for _ in range(2):
        office.deliver(courier)
        waits.append(letter(office, one).next_attempt_at - office.clock())
        assert office.deliver(courier) == 0  # not before its time
        office.clock.now = letter(office, one).next_attempt_at
    assert timedelta(minutes=3) < waits[0] < timedelta(minutes=7) < waits[1]
    office.deliver(courier)
    assert letter(office, one).state == "SENT"
    assert len(courier.letters) == 1


def test_a_letter_delayed_until_we_give_up_fails_and_lies_before_a_person(office: Office) -> None:
    one = put(office)
    courier = FakeCourier(always=Delayed("450 4.2.1 busy"))
    began = office.clock()
    for _ in range(60):
        office.deliver(courier)
        if letter(office, one).state == "FAILED":
            break
        office.clock.now = letter(office, one).next_attempt_at
    assert letter(office, one).state == "FAILED"
    assert timedelta(days=2) <= office.clock() - began < timedelta(days=2, hours=6)
    early, task = sorted(office.tasks(), key=lambda task: task.opened_at)
    assert early.reason == "letter delayed"
    assert task.reason == "letter not delivered"
    assert "450 4.2.1 busy" in task.detail


@pytest.mark.assertion("C-74")
@pytest.mark.fault("F27")
def test_a_refused_letter_fails_at_once_and_lies_before_a_person(office: Office) -> None:
    one, two = put(office, 1), put(office, 2)
    office.deliver(FakeCourier(answers=[Failed("550 5.1.1 no such user", "5.1.1")]))
    assert {letter(office, one).state, letter(office, two).state} == {"FAILED", "SENT"}
    assert len(office.tasks()) == 1


@pytest.mark.fault("F27")
def test_a_notice_its_handler_was_refused_is_told_to_oversight_and_no_alert_about_an_alert(
    office: Office,
) -> None:
    office.take(message())
    (notice,) = office.letters("handler_notice")
    gone = Failed("550 5.1.1 no such user", "5.1.1")
    office.deliver(FakeCourier(always=gone))
    about = next(task for task in office.tasks() if task.letter_id == notice.id)
    assert about.owner != notice.recipient
    (alert,) = office.letters("alert")
    assert alert.recipient == OVERSIGHT.addr_spec
    for _ in range(3):
        office.deliver(FakeCourier(always=gone))
    assert len(office.letters("alert")) == 1


@pytest.mark.assertion("B-43", "B-53", "C-75")
def test_a_letter_of_unknown_fate_is_sent_once_more_and_then_never_again_by_itself(office: Office) -> None:
    one = put(office)
    courier = FakeCourier(always=Unknown("connection lost after the dot"))
    office.deliver(courier)
    office.clock.go(minutes=14)
    office.deliver(courier)
    assert len(courier.letters) == 1, "before the settle time nothing is known"
    office.clock.go(minutes=2)
    office.deliver(courier)
    assert len(courier.letters) == 2
    assert courier.letters[0] == courier.letters[1], "the second copy is not identical"
    for _ in range(10):
        office.clock.go(hours=12)
        office.deliver(courier)
    assert len(courier.letters) == 2
    assert letter(office, one).state == "UNKNOWN"
    (task,) = office.tasks()
    assert task.letter_id == one
    assert task.reason == "letter not delivered"


def test_a_second_copy_that_is_taken_settles_the_letter(office: Office) -> None:
    one = put(office)
    courier = FakeCourier(answers=[Unknown("lost")])
    office.deliver(courier)
    office.clock.go(minutes=16)
    office.deliver(courier)
    assert letter(office, one).state == "SENT"
    assert office.tasks() == []


# -- trouble of our own


def test_a_refusal_of_us_delays_everything_burns_no_letter_and_is_told_once(office: Office) -> None:
    ids = [put(office, number) for number in range(10)]
    courier = FakeCourier(always=OURS)
    delivery = office.delivery(courier)
    for _ in range(30):  # four days of an expired password
        asyncio.run(delivery.deliver_due())
        office.clock.go(hours=3)
    assert {letter(office, one).state for one in ids} == {"PENDING"}
    reasons = {task.reason for task in office.tasks()}
    assert reasons == {"letters cannot be sent"}, "a person is told that letters wait"
    assert len(office.tasks()) <= 5, "once a day"
    assert said(office, "submission-trouble") == 1
    assert delivery.trouble is not None
    assert courier.calls <= 30, "the server that refuses us is hammered"
    courier.always = None
    office.clock.go(minutes=16)
    asyncio.run(delivery.deliver_due())
    assert {letter(office, one).state for one in ids} == {"SENT"}, "some wait on although it is over"
    assert said(office, "submission-back") == 1
    assert delivery.trouble is None


def test_while_a_server_refuses_us_it_is_left_alone_longer_and_longer(office: Office) -> None:
    put(office)
    courier = FakeCourier(always=OURS)
    delivery = office.delivery(courier)
    began, times = office.clock(), []
    while office.clock() - began < timedelta(hours=1):
        before = courier.calls
        asyncio.run(delivery.deliver_due())
        if courier.calls > before:
            times.append(office.clock())
        office.clock.go(seconds=15)
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert gaps[0] <= PAUSE_FIRST + timedelta(seconds=15)
    assert gaps == sorted(gaps)
    assert PAUSE_MOST <= gaps[-1] <= PAUSE_MOST + timedelta(seconds=15)


# -- the database away


class Outage(ClerkHere):
    """A clerk whose database is away for some of its requests."""

    def __init__(self, database: Database, *, away: range) -> None:
        super().__init__(database)
        self.away, self.asked = away, 0

    async def do(self, request: Callable[[Session], T]) -> T:
        self.asked += 1
        await asyncio.sleep(0)
        if self.asked in self.away:
            raise Unavailable("the disk is full")
        return await super().do(request)


@pytest.mark.parametrize("first", range(1, 9))
def test_an_outage_of_the_database_is_raised_plainly_and_sends_nothing_twice(
    office: Office, first: int
) -> None:
    ids = [put(office, number) for number in range(6)]
    couriers = [FakeCourier(before=lambda: asyncio.sleep(0)) for _ in range(2)]
    delivery = office.delivery(*couriers, clerk=Outage(office.database, away=range(first, first + 4)))
    outages = 0
    for _ in range(12):
        try:
            asyncio.run(delivery.deliver_due())
        except Unavailable:
            outages += 1
        office.clock.go(minutes=20)
    assert outages >= 1
    assert {letter(office, one).state for one in ids} == {"SENT"}
    sent = [raw for courier in couriers for _, _, raw in courier.letters]
    assert len(sent) == len(set(sent)) == 6, "what the server said was forgotten"


# -- the breaker


def test_the_breaker_holds_letters_to_complainants_and_not_those_to_handlers(database: Database) -> None:
    office = Office(database, automatic_letters_per_hour=3)
    for number in range(8):
        put(office, number), put(office, number, audience="handler")
    courier = FakeCourier()
    delivery = office.delivery(courier)
    asyncio.run(delivery.deliver_due())
    asyncio.run(delivery.deliver_due())
    alerts = [raw for _, _, raw in courier.letters if ALERT in raw]
    to = [b"complainant" in raw for _, _, raw in courier.letters if raw not in alerts]
    assert (to.count(True), to.count(False)) == (3, 8)
    assert said(office, "breaker-open") == 1
    assert len(alerts) == 1, "oversight is told, once"
    assert [task.reason for task in office.tasks()] == ["breaker open"]
    for gone, closed in ((6, 0), (8, 1)):  # one hour's worth at a time, until none has to wait
        office.clock.go(minutes=61)
        asyncio.run(delivery.deliver_due())
        assert sum(b"complainant" in raw for _, _, raw in courier.letters if ALERT not in raw) == gone
        assert said(office, "breaker-closed") == closed
    assert said(office, "breaker-open") == 1


# -- what it means for a case


def test_a_sent_acknowledgement_meets_its_deadlines_and_no_other(office: Office) -> None:
    office.take(message("I complain that you hold wrong personal data about me; put it right under GDPR."))
    (case,) = office.cases()
    office.deliver()
    assert office.open_deadlines(case) == {"summary_resolution", "final_response"}


def test_an_acknowledgement_that_failed_meets_nothing(office: Office) -> None:
    office.take(message())
    office.deliver(FakeCourier(always=Failed("550 no")))
    (case,) = office.cases()
    assert office.open_deadlines(case) >= {"acknowledgement", "first_contact"}


# -- several at once, stopping, dying


def test_four_couriers_send_every_letter_once(office: Office) -> None:
    for number in range(80):
        put(office, number)
    couriers = [FakeCourier(before=lambda: asyncio.sleep(0)) for _ in range(4)]
    assert office.deliver(*couriers) == 80
    sent = [raw for courier in couriers for _, _, raw in courier.letters]
    assert len(sent) == len(set(sent)) == 80
    assert all(courier.letters for courier in couriers)


@pytest.mark.fault("F38")
def test_two_daemons_at_once_never_send_one_letter_twice(url: str) -> None:
    clock = Clock()
    databases = [Database(url), Database(url)]
    offices = [Office(each, clock=clock, owner=f"{number}:1:x") for number, each in enumerate(databases)]
    for number in range(120):
        put(offices[0], number)
    couriers = [FakeCourier(), FakeCourier()]
    faults: list[BaseException] = []
    together = threading.Barrier(2)

    def work(office: Office, courier: FakeCourier) -> None:
        try:
            together.wait(10)
            while office.deliver(courier):
                pass
        except BaseException as fault:  # noqa: BLE001  # handed to the test's own thread
            faults.append(fault)

    threads = [threading.Thread(target=work, args=pair) for pair in zip(offices, couriers, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for database in databases:
        database.close()
    assert faults == []
    sent = [raw for courier in couriers for _, _, raw in courier.letters]
    assert len(sent) == len(set(sent)) == 120


@pytest.mark.fault("F38")
def test_a_letter_somebody_else_has_taken_over_is_withheld(office: Office) -> None:
    """An owner that slept through its lease must find that out before DATA."""
    one = put(office)
    late, other = FakeCourier(), Office(office.database, clock=office.clock, owner="b:1:x")

    async def sleep_long() -> None:
        office.clock.go(minutes=46)
        await asyncio.to_thread(other.deliver, took_over)

    took_over = FakeCourier()
    late.before = sleep_long
    office.deliver(late)
    assert len(took_over.letters) == 1
    assert late.letters == []
    assert letter(office, one).state == "SENT"


def test_stopping_hands_back_what_was_claimed_and_not_begun(office: Office) -> None:
    ids = [put(office, number) for number in range(10)]
    courier = FakeCourier()
    delivery = office.delivery(courier)

    async def stop() -> None:
        delivery.stop()

    courier.before = stop
    asyncio.run(delivery.deliver_due())
    states = [letter(office, one).state for one in ids]
    assert (states.count("SENT"), states.count("PENDING")) == (1, 9)
    waiting = [letter(office, one) for one in ids if letter(office, one).state == "PENDING"]
    assert {one.attempts for one in waiting} == {0}
    assert all(one.next_attempt_at <= office.clock() for one in waiting)


def test_closing_closes_every_courier(office: Office) -> None:
    couriers = [FakeCourier(), FakeCourier()]
    asyncio.run(office.delivery(*couriers).close())
    assert [courier.closed for courier in couriers] == [True, True]


def test_letters_of_a_dead_process_are_taken_over_before_its_lease_ends(office: Office) -> None:
    claimed, armed = put(office, 1), put(office, 2)

    class Died(BaseException):
        pass

    dying = Office(office.database, clock=office.clock, owner="dead:1:x")
    with pytest.raises(BaseExceptionGroup):
        dying.deliver(FakeCourier(answers=[Died()]))
    states = {letter(office, one).state for one in (claimed, armed)}
    assert states == {"CLAIMED", "ARMED"}
    courier = FakeCourier()
    office.deliver(courier, dead=["dead:1:x"])
    assert said(office, "letter-recovered") == 2
    office.clock.go(minutes=8)  # the attempt that died counts as one: a letter that kills us must not loop
    office.deliver(courier)
    states = {letter(office, one).state for one in (claimed, armed)}
    assert states == {"SENT", "UNKNOWN"}, "what may have gone out waits for its settle time"
    assert len(courier.letters) == 1


def test_after_any_number_of_deaths_what_was_never_begun_goes_out_within_a_minute(office: Office) -> None:
    class Died(BaseException):
        pass

    async def die() -> None:
        raise Died

    waiting = put(office)
    for _ in range(12):
        courier = FakeCourier()
        courier.before = die
        with pytest.raises(BaseExceptionGroup):
            Office(office.database, clock=office.clock, owner="dead:1:x").deliver(courier)
        assert letter(office, waiting).state == "CLAIMED"
        office.database.run(
            lambda session: recovery.recover(session, office.clock(), office.clock(), ["dead:1:x"])
        )
        office.clock.go(minutes=1)
    office.deliver()
    assert letter(office, waiting).state == "SENT"


def test_a_fault_of_the_program_itself_is_not_swallowed(office: Office) -> None:
    put(office)
    with pytest.raises(ExceptionGroup) as told:
        office.deliver(FakeCourier(answers=[ZeroDivisionError("ours")]))
    assert told.group_contains(ZeroDivisionError)


def test_the_journal_of_a_case_says_what_became_of_its_letters_with_no_address_in_the_log(
    office: Office,
) -> None:
    office.take(message())
    office.deliver()
    names = [row[0] for row in office.rows("SELECT name FROM journal ORDER BY id")]
    assert names.count("letter-sent") == 3
    assert "jane.doe@" not in office.out.getvalue()
    assert "j***@example.org" in office.out.getvalue()


def test_a_letter_that_cannot_be_sent_as_it_stands_is_for_a_person_and_keeps_no_other(office: Office) -> None:
    bad, good = put(office, 1), put(office, 2)
    office.deliver(FakeCourier(answers=[UnsafeArgument("a bare line end")]))
    assert (letter(office, bad).state, letter(office, good).state) == ("FAILED", "SENT")
    (task,) = office.tasks()
    assert "cannot be sent as it stands" in task.detail


def test_many_refused_notices_to_one_handler_are_as_many_tasks_and_one_alert(office: Office) -> None:
    office.take(*(message(author=f"p{n}@example.org", message_id=f"<{n}@example.org>") for n in range(6)))
    notices = {one.id for one in office.letters("handler_notice")}

    class Refusing(FakeCourier):
        async def deliver(
            self, reverse_path: str, recipients: Sequence[str], raw: bytes, **how: Any
        ) -> Outcome:
            if b"X-Mailbot-Letter: handler_notice" in raw:
                return Failed("550 5.1.1 no such user", "5.1.1")
            return await super().deliver(reverse_path, recipients, raw, **how)

    office.deliver(Refusing())
    assert notices <= {task.letter_id for task in office.tasks()}
    handlers = {one.recipient for one in office.letters("handler_notice")}
    assert len(office.letters("alert")) == len(handlers)


def test_a_refusal_that_comes_when_somebody_else_has_the_letter_is_told_to_nobody(office: Office) -> None:
    one = put(office)

    async def taken_over() -> None:
        office.clock.go(minutes=46)
        other = Office(office.database, clock=office.clock, owner="other:2:y")
        office.database.run(lambda session: recovery.recover(session, office.clock(), office.clock()))
        office.clock.go(minutes=1)
        office.database.run(lambda session: other.delivery(FakeCourier())._claim(session))

    courier = FakeCourier(answers=[Failed("550 no")])
    courier.before = taken_over
    office.deliver(courier)
    assert letter(office, one).state == "CLAIMED"
    assert office.tasks() == []
    assert said(office, "letter-failed") == 0


def test_after_a_long_outage_of_ours_the_first_deferral_waits_as_long_as_any_first(office: Office) -> None:
    one = put(office)
    for _ in range(10):
        office.deliver(FakeCourier(answers=[OURS]))
        office.clock.go(minutes=20)
    assert letter(office, one).attempts == 0
    office.deliver(FakeCourier(answers=[Delayed("450 4.2.1 busy")]))
    assert letter(office, one).next_attempt_at <= office.clock() + 2 * office.terms.retry_first


def test_an_archive_that_refused_its_copy_can_prove_nothing(office: Office) -> None:
    one = put(office)
    office.deliver(FakeCourier(answers=[Unknown("connection lost", {ARCHIVE: "552 full"})]))
    assert letter(office, one).state_reason.startswith(NO_COPY)
    assert "no archive copy" in {task.reason for task in office.tasks()}
