"""The states of a letter."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlmodel import Session
from store_rows import DAY, HOUR, MINUTE, NOW, letter, open_case, put

from mailbot.store import outbox, recovery, stopping
from mailbot.store.database import Database
from mailbot.store.outbox import OutboxLetter

LEASE = 10 * MINUTE
LATER = NOW + LEASE

MINUTES_15 = timedelta(minutes=15)


def claim(session: Session, owner: str = "a", at=NOW, **limits) -> list[OutboxLetter]:  # type: ignore[no-untyped-def]
    return outbox.claim(session, owner=owner, now=at, lease=LEASE, **({"limit": 10} | limits))


def state(session: Session, letter_id: int) -> str:
    found = outbox.get(session, letter_id)
    assert found is not None
    return found.state


def armed(session: Session, owner: str = "a", at=NOW) -> int:  # type: ignore[no-untyped-def]
    letter_id = put(session)
    assert [one.id for one in claim(session, owner, at)] == [letter_id]
    assert outbox.arm(session, letter_id, owner, at, LEASE)
    return letter_id


def test_a_letter_goes_out_with_the_exact_octets_it_was_put_with(database: Database) -> None:
    octets = b"\x00\xff" + b"x" * 100_000
    with database.transaction() as session:
        case = open_case(session)
        letter_id = put(session, raw=octets, case_id=case.id)
        claimed = claim(session)
        assert [(one.raw, one.attempts, one.case, one.recipient) for one in claimed] == [
            (octets, 1, "C-0001", "Jane@example.org")
        ]
        assert claim(session) == []
        assert outbox.arm(session, letter_id, "a", NOW, LEASE)
        assert outbox.sent(session, letter_id, "a", "250 queued as 1", NOW)
        found = outbox.get(session, letter_id)
        assert found is not None
        assert (found.state, found.reply, found.settled_at) == ("SENT", "250 queued as 1", NOW)
        assert outbox.show(session, letter_id) == octets
        assert [(one.number, one.outcome) for one in outbox.attempts(session, letter_id)] == [(1, "sent")]
        assert outbox.counts(session) == {"SENT": 1}


def test_a_letter_is_put_once(database: Database) -> None:
    with database.transaction() as session:
        put(session)
        assert outbox.put(session, letter(message_id="<other@firm.example>")) is None
        assert len(outbox.list_letters(session)) == 1


def test_a_letter_is_found_by_what_a_bounce_tells(database: Database) -> None:
    with database.transaction() as session:
        letter_id = put(session)
        put(session, "k2", return_path="")
        by_id = outbox.by_message_id(session, "<k1@firm.example>")
        assert by_id is not None
        assert by_id.id == letter_id
        assert outbox.by_message_id(session, "<none@firm.example>") is None
        assert outbox.bounced(session, letter_id, "5.1.1 no such user", NOW)
        assert not outbox.bounced(session, letter_id, "5.1.1 no such user", NOW)


def test_mail_to_handlers_goes_first(database: Database) -> None:
    with database.transaction() as session:
        for n in range(5):
            put(session, f"ack{n}")
        handlers = put(session, "reminder", kind="reminder", audience="handler", not_before=NOW)
        assert [one.id for one in claim(session, limit=1)] == [handlers]
        assert len(claim(session, "b", most_automatic=2)) == 2
        assert claim(session, "b", audience="handler") == []


def test_a_letter_waits_for_its_time(database: Database) -> None:
    with database.transaction() as session:
        put(session, not_before=NOW + HOUR)
        assert claim(session) == []
        assert len(claim(session, at=NOW + HOUR)) == 1


def test_a_claim_registers_the_attempt_before_the_server_is_called(database: Database) -> None:
    with database.transaction() as session:
        letter_id = put(session)
        claim(session, backoff=lambda _id, attempt: HOUR * attempt)
        found = outbox.get(session, letter_id)
        assert found is not None
        assert (found.attempts, found.next_attempt_at) == (1, NOW + HOUR)
        # Whoever claimed it died: it was not sent, and it waits.
        (recovered,) = recovery.recover(session, LATER, LATER + MINUTES_15)
        assert (recovered.state, recovered.for_a_person) == ("PENDING", False)
        assert claim(session, at=LATER) == []
        assert [one.attempts for one in claim(session, at=NOW + HOUR)] == [2]


def test_only_its_owner_may_arm_a_letter_and_only_while_the_lease_lasts(database: Database) -> None:
    with database.transaction() as session:
        letter_id = put(session)
        assert not outbox.arm(session, letter_id, "a", NOW)
        claim(session)
        assert not outbox.arm(session, letter_id, "b", NOW)
        assert not outbox.arm(session, letter_id, "a", LATER)
        assert outbox.arm(session, letter_id, "a", NOW, LEASE)
        assert not outbox.arm(session, letter_id, "a", NOW)


@pytest.mark.parametrize("outcome", ["sent", "delayed", "failed", "unknown"])
def test_nobody_settles_the_letter_of_another(database: Database, outcome: str) -> None:
    arguments = {
        "sent": {"reply": "250"},
        "delayed": {"reply": "451", "next_attempt_at": NOW},
        "failed": {"reply": "550"},
        "unknown": {"why": "no reply", "settle_at": NOW},
    }
    with database.transaction() as session:
        letter_id = armed(session)
        settle = getattr(outbox, outcome)
        assert not settle(session, letter_id, owner="b", now=NOW, **arguments[outcome])
        assert state(session, letter_id) == "ARMED"
        assert settle(session, letter_id, owner="a", now=NOW, **arguments[outcome])
        assert state(session, letter_id) != "ARMED"


def test_a_letter_not_armed_cannot_have_been_sent(database: Database) -> None:
    with database.transaction() as session:
        letter_id = put(session)
        claim(session)
        assert not outbox.sent(session, letter_id, "a", "250", NOW)
        assert not outbox.unknown(session, letter_id, "a", "no reply", NOW, NOW)
        assert outbox.failed(session, letter_id, "a", "550 no such user", NOW)


def test_a_delayed_letter_is_tried_again(database: Database) -> None:
    with database.transaction() as session:
        letter_id = armed(session)
        assert outbox.delayed(session, letter_id, "a", "451 later", NOW + HOUR, NOW)
        assert claim(session, at=NOW + MINUTE) == []
        assert [(one.id, one.attempts) for one in claim(session, "b", NOW + HOUR)] == [(letter_id, 2)]
        told = [(one.number, one.outcome, one.reply) for one in outbox.attempts(session, letter_id)]
        assert told == [(1, "delayed", "451 later"), (2, None, None)]


def test_a_letter_of_unknown_fate_is_sent_once_more_and_never_a_third_time(database: Database) -> None:
    with database.transaction() as session:
        letter_id = armed(session)
        outbox.unknown(session, letter_id, "a", "no reply", NOW, NOW + HOUR)
        assert recovery.recover(session, NOW + MINUTE, NOW + MINUTE + MINUTES_15) == []
        (again,) = recovery.recover(session, NOW + HOUR, NOW + HOUR + MINUTES_15)
        assert (again.state, again.for_a_person) == ("PENDING", False)
        (second,) = claim(session, "b", NOW + HOUR)
        assert second.second_copy
        outbox.arm(session, letter_id, "b", NOW + HOUR)
        outbox.unknown(session, letter_id, "b", "no reply", NOW + HOUR, NOW + 2 * HOUR)
        (given_up,) = recovery.recover(session, NOW + 2 * HOUR, NOW + 2 * HOUR + MINUTES_15)
        assert (given_up.state, given_up.for_a_person) == ("UNKNOWN", True)
        assert recovery.recover(session, NOW + 9 * DAY, NOW + 9 * DAY + MINUTES_15) == []
        assert claim(session, "c", NOW + 9 * DAY) == []
        assert outbox.retry(session, letter_id, NOW + 9 * DAY)  # a person may
        assert len(claim(session, "c", NOW + 9 * DAY)) == 1


def test_a_letter_whose_sender_died_armed_is_of_unknown_fate(database: Database) -> None:
    with database.transaction() as session:
        letter_id = armed(session)
        assert recovery.recover(session, NOW + MINUTE, NOW + MINUTE + MINUTES_15) == []
        (recovered,) = recovery.recover(session, LATER, LATER + HOUR)
        assert recovered.state == state(session, letter_id) == "UNKNOWN"
        assert recovery.recover(session, LATER + MINUTE, LATER + MINUTE + MINUTES_15) == []
        assert len(recovery.recover(session, LATER + HOUR, LATER + HOUR + MINUTES_15)) == 1


@pytest.mark.parametrize("recoveries", [1, 2])
def test_a_late_reply_proves_that_the_first_copy_went_out(database: Database, recoveries: int) -> None:
    with database.transaction() as session:
        letter_id = armed(session)
        for n in range(recoveries):
            recovery.recover(session, LATER + n * HOUR, LATER + n * HOUR + MINUTES_15)
        assert outbox.sent(session, letter_id, "a", "250 at last", LATER + HOUR)
        assert claim(session, "b", LATER + DAY) == []


def test_a_copy_in_our_own_mailbox_proves_that_it_went_out(database: Database) -> None:
    with database.transaction() as session:
        letter_id = armed(session)
        assert not outbox.came_back(session, "<k1@firm.example>", NOW)  # its sender will say
        outbox.unknown(session, letter_id, "a", "no reply", NOW, NOW + HOUR)
        assert outbox.came_back(session, "<k1@firm.example>", NOW)
        assert state(session, letter_id) == "SENT"
        assert not outbox.came_back(session, "<none@firm.example>", NOW)


def test_a_letter_put_back_was_not_attempted(database: Database) -> None:
    with database.transaction() as session:
        letter_id = put(session)
        claim(session)
        assert not outbox.put_back(session, letter_id, "b", NOW)
        assert outbox.put_back(session, letter_id, "a", NOW)
        assert outbox.attempts(session, letter_id) == []
        assert [one.attempts for one in claim(session, "b")] == [1]


def test_a_person_may_hold_cancel_and_retry(database: Database) -> None:
    with database.transaction() as session:
        held = put(session, held="life at risk")
        waiting = put(session, "k2")
        assert state(session, held) == "HELD"
        (stopped,) = stopping.stop(session, "too many", case_id=None, recipient="JANE@example.org")
        assert (stopped.id, stopped.state, stopped.state_reason) == (waiting, "HELD", "too many")
        assert claim(session) == []
        assert not outbox.retry(session, held, NOW), "stopped since it was looked at"
        assert outbox.retry(session, held, NOW, stopped="too many")
        assert outbox.cancel(session, waiting, "not wanted", NOW)
        assert [one.id for one in claim(session)] == [held]
        assert not outbox.cancel(session, held, "too late", NOW)
        assert not outbox.retry(session, held, NOW)


def test_the_breaker_counts_what_may_have_gone_out(database: Database) -> None:
    with database.transaction() as session:
        letter_id = armed(session)
        put(session, "k2")
        assert outbox.sent_since(session, NOW - HOUR, ["acknowledgement"]) == 1
        outbox.unknown(session, letter_id, "a", "no reply", NOW, NOW + HOUR)
        assert outbox.sent_since(session, NOW - HOUR, ["acknowledgement"]) == 1
        assert outbox.sent_since(session, NOW - HOUR, ["leaflet"]) == 0
        assert outbox.sent_since(session, NOW + HOUR, ["acknowledgement"]) == 0


def test_rivals_never_claim_the_same_letter(database: Database, url: str) -> None:
    with database.transaction() as session:
        for n in range(60):
            put(session, f"k{n}")
    claims: list[int] = []
    barrier = threading.Barrier(3)

    def take(owner: str) -> None:
        rival = Database(url)
        barrier.wait()
        while taken := rival.run(lambda session: claim(session, owner, limit=5)):
            claims.extend(one.id for one in taken)
        rival.close()

    threads = [threading.Thread(target=take, args=(f"owner {n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claims) == 60
    assert len(set(claims)) == 60


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_rival_does_not_wait_for_letters_that_are_being_claimed(database: Database, url: str) -> None:
    with database.transaction() as session:
        first, second = put(session, "k1"), put(session, "k2")
    rival = Database(url)
    with database.transaction() as ours:
        assert [one.id for one in claim(ours, limit=1)] == [first]
        with rival.transaction() as theirs:
            assert [one.id for one in claim(theirs, "b")] == [second]
    rival.close()


def test_the_default_backoff_grows_and_stays() -> None:
    waits = [outbox.default_backoff(1, attempt) for attempt in range(1, 8)]
    assert waits == sorted(waits)
    assert timedelta(0) < waits[0]
    assert waits[-1] == HOUR


def test_a_letter_whose_owner_died_before_sending_goes_at_once_but_not_for_ever(database: Database) -> None:
    with database.transaction() as session:
        letter_id = put(session)
        for attempt in range(1, 6):
            moment = NOW + attempt * DAY
            assert len(claim(session, "dead", at=moment)) == 1
            recovery.recover(session, moment, moment + HOUR, dead={"dead"})
            found = outbox.get(session, letter_id)
            assert found is not None
            assert (found.next_attempt_at <= moment) == (attempt <= recovery.AT_ONCE)


def test_what_a_person_must_judge_is_not_waiting_for_us(database: Database) -> None:
    with database.transaction() as session:
        twice_unknown = armed(session)
        for moment in (NOW, NOW + DAY):
            assert outbox.unknown(session, twice_unknown, "a", "no reply", moment, moment + HOUR)
            assert outbox.waiting(session) == {"UNKNOWN": 1}
            (found,) = recovery.recover(session, moment + 2 * HOUR, moment + 3 * HOUR)
            if not found.for_a_person:
                claim(session, at=moment + 3 * HOUR)
                assert outbox.arm(session, twice_unknown, "a", moment + 3 * HOUR)
        assert state(session, twice_unknown) == "UNKNOWN"
        assert outbox.waiting(session) == {}


def test_arming_begins_the_lease_anew(database: Database) -> None:
    with database.transaction() as session:
        put(session)
        (letter,) = outbox.claim(session, owner="a", now=NOW, lease=outbox.LEASE, limit=10)
        at = NOW + outbox.LEASE - MINUTE
        assert outbox.arm(session, letter.id, "a", at)
        assert recovery.recover(session, at + 2 * MINUTE, at + HOUR) == []
