"""A letter that waits does not go once a person must consider it first, or its case is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fakes import MONDAY, SAM, Clock, FakeCourier, Office, message
from hands import Hands

from mailbot.casework.moving import Actor, NotAllowed
from mailbot.complaints.states import Move
from mailbot.store import cases, outbox
from mailbot.store.database import Database
from mailbot.wire.outcome import Delayed, Failed, Outcome, Unknown

RISK = "I am going to kill myself tonight because of you."
UNSAFE = "Please do not write to me at home or by email: my husband reads my email and he hits me."
GREYLISTED = Delayed("451 4.7.1 greylisted")
BY = Actor(SAM.email, "command line")


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database, clock=Clock(MONDAY))


def follow_up(office: Office, text: str) -> bytes:
    first = office.letters("acknowledgement")[0]
    return message(text, In_Reply_To=first.message_id, subject=f"Re: {first.subject}")


def states(office: Office) -> dict[str, str]:
    return {one.kind: one.state for one in office.letters() if one.audience == "complainant"}


def end(office: Office, how: Move) -> None:
    (case,) = office.cases()

    def ended(session: object) -> None:
        found = cases.get(session, case.reference)  # type: ignore[arg-type]
        assert found is not None
        office.acts.ended(session, found, how, BY, office.clock(), on=None, because="so she says")  # type: ignore[arg-type]

    office.database.run(ended)


@pytest.mark.parametrize(
    ("text", "why"), [(RISK, "life may be at risk"), (UNSAFE, "contact may not be safe")]
)
def test_what_waits_is_held_when_a_message_says_that_a_letter_may_do_harm(
    office: Office, text: str, why: str
) -> None:
    office.take(message())
    office.deliver(FakeCourier(always=GREYLISTED))
    office.take(follow_up(office, text))
    assert states(office) == {"acknowledgement": "HELD", "leaflet": "HELD"}
    office.clock.go(hours=3)
    courier = FakeCourier()
    office.deliver(courier)
    assert [to for _, (to, *_), _ in courier.letters if to == "jane.doe@example.org"] == []
    held = [task for task in office.tasks() if task.reason == "letter held"]
    assert len(held) == 2
    assert all(why in task.detail for task in held)


def test_a_new_message_of_the_same_person_holds_what_waits_in_another_case(office: Office) -> None:
    office.take(message())
    office.deliver(FakeCourier(always=GREYLISTED))
    office.take(message(RISK, subject="I can't go on"))
    assert states(office) == {"acknowledgement": "HELD", "leaflet": "HELD"}


def test_letters_of_others_go_on(office: Office) -> None:
    office.take(message(), message(author="John Roe <john.roe@example.org>"))
    office.take(follow_up(office, RISK))
    courier = FakeCourier()
    office.deliver(courier)
    to = [to for _, (to, *_), _ in courier.letters]
    assert to.count("john.roe@example.org") == 2
    assert "jane.doe@example.org" not in to


def test_a_person_who_considered_it_sends_what_was_held(office: Office) -> None:
    office.take(message())
    office.take(follow_up(office, RISK))
    hands = Hands(office)
    task = next(one for one in office.tasks() if one.reason == "letter held")
    with pytest.raises(NotAllowed, match="life may be at risk"):
        hands.send(task)
    hands.send(task, although="rang her first")
    courier = FakeCourier()
    office.deliver(courier)
    assert [to for _, (to, *_), _ in courier.letters].count("jane.doe@example.org") == 1


def test_held_letters_are_considered_one_by_one(office: Office) -> None:
    office.take(message())
    office.take(follow_up(office, RISK))
    hands = Hands(office)
    with pytest.raises(NotAllowed, match="settled one by one"):
        hands.none_needed("letter held")
    first, second = (task for task in office.tasks() if task.reason == "letter held")
    hands.not_needed(first)
    assert sorted(states(office).values()) == ["CANCELLED", "HELD"]
    assert [task.id for task in office.tasks() if task.reason == "letter held"] == [second.id]


def test_a_letter_is_stopped_in_the_last_moment_before_its_text(office: Office) -> None:
    office.take(message())

    async def joins() -> None:
        if not courier.letters:
            office.take(follow_up(office, RISK))

    courier = FakeCourier(before=joins)
    office.deliver(courier)
    assert [to for _, (to, *_), _ in courier.letters if to == "jane.doe@example.org"] == []
    assert states(office) == {"acknowledgement": "HELD", "leaflet": "HELD"}
    assert len([task for task in office.tasks() if task.reason == "letter held"]) == 2


@pytest.mark.parametrize("answer", [GREYLISTED, Unknown("the reply was lost")])
def test_what_was_put_off_or_of_unknown_fate_meanwhile_is_held_before_its_next_attempt(
    office: Office, answer: Outcome
) -> None:
    office.take(message())

    class Slow(FakeCourier):
        """Answers after the message has joined."""

        async def deliver(self, *told: Any, **more: Any) -> Outcome:
            await super().deliver(*told, **more)
            if self.calls == 1:
                office.take(follow_up(office, RISK))
            return answer

    office.deliver(Slow())
    office.clock.go(hours=3)
    courier = FakeCourier()
    office.deliver(courier)
    assert [to for _, (to, *_), _ in courier.letters if to == "jane.doe@example.org"] == []
    assert states(office) == {"acknowledgement": "HELD", "leaflet": "HELD"}
    assert len([task for task in office.tasks() if task.reason == "letter held"]) == 2


def test_a_late_reply_proves_that_a_held_copy_went_out(office: Office) -> None:
    office.take(message())
    office.deliver(FakeCourier(always=Unknown("the reply was lost")))
    office.take(follow_up(office, RISK))
    office.clock.go(hours=3)
    office.deliver(FakeCourier())
    (letter,) = office.letters("acknowledgement")
    assert letter.state == "HELD"
    office.database.run(lambda session: outbox.came_back(session, letter.message_id, office.clock()))
    assert office.letters("acknowledgement")[0].state == "SENT"


@pytest.mark.parametrize("how", [Move.WITHDRAWN, Move.DISMISSED, Move.FORWARDED])
def test_an_acknowledgement_that_waits_does_not_go_once_the_case_is_closed(office: Office, how: Move) -> None:
    office.take(message())
    office.deliver(FakeCourier(always=GREYLISTED))
    end(office, how)
    assert states(office) == {"acknowledgement": "CANCELLED", "leaflet": "CANCELLED"}
    office.clock.go(hours=3)
    courier = FakeCourier()
    office.deliver(courier)
    assert [to for _, (to, *_), _ in courier.letters if to == "jane.doe@example.org"] == []
    (letter,) = office.letters("acknowledgement")
    assert letter.state_reason.startswith("the case was ")


def test_a_closed_case_withdraws_nothing_that_was_sent(office: Office) -> None:
    office.take(message())
    office.deliver()
    office.clock.go(hours=1)
    end(office, Move.WITHDRAWN)
    assert states(office) == {"acknowledgement": "SENT", "leaflet": "SENT"}
    assert office.clock() - MONDAY == timedelta(hours=1)


def test_what_was_withdrawn_lies_before_a_person_when_the_case_is_open_again(office: Office) -> None:
    office.take(message())
    office.deliver(FakeCourier(always=GREYLISTED))
    end(office, Move.DISMISSED)
    first = office.letters("acknowledgement")[0]
    office.take(message("This is a complaint!", In_Reply_To=first.message_id, subject=f"Re: {first.subject}"))
    assert office.cases()[0].status == "open"
    assert states(office) == {"acknowledgement": "HELD", "leaflet": "HELD"}
    hands = Hands(office)
    held = [task for task in office.tasks() if task.reason == "letter held"]
    assert len(held) == 2
    for task in held:
        hands.send(task, although="it is a complaint after all")
    office.deliver()
    assert states(office) == {"acknowledgement": "SENT", "leaflet": "SENT"}


def test_what_another_case_of_the_same_person_stopped_is_considered_too(office: Office) -> None:
    office.take(message())
    office.deliver(FakeCourier(always=GREYLISTED))
    office.take(message(RISK, subject="I cannot go on"))
    hands = Hands(office)
    task = next(one for one in office.tasks() if one.reason == "letter held")
    with pytest.raises(NotAllowed, match=r"life may be at risk, as .* of the same person says"):
        hands.send(task)
    hands.send(task, although="rang her first")


def test_a_letter_that_is_claimed_while_it_is_withdrawn_is_not_sent(database: Database) -> None:
    """Between the two statements of a withdrawal another daemon may take the letter."""
    office = Office(database, clock=Clock(MONDAY))
    office.take(message())
    (letter,) = office.letters("acknowledgement")

    def stopped(session: Any) -> str:
        outbox.withdraw(session, letter.id, "the case was closed", office.clock())
        found = outbox.get(session, letter.id)
        assert found is not None
        return found.stopped

    assert office.database.run(stopped) == "the case was closed"


@pytest.mark.parametrize(
    ("text", "why"), [(RISK, "life may be at risk"), (UNSAFE, "contact may not be safe")]
)
def test_what_failed_in_another_case_of_the_same_person_is_considered_before_it_goes_again(
    office: Office, text: str, why: str
) -> None:
    office.take(message())
    office.deliver(FakeCourier(always=Failed("550 5.7.1 refused")))
    first = office.cases()[0].reference
    office.take(message(text, subject="About another thing"))
    second = office.cases()[1].reference
    hands = Hands(office)
    (letter,) = office.letters("acknowledgement")[:1]
    task = next(one for one in office.tasks() if one.letter_id == letter.id)
    told = rf"{first}: {why}, as {second} of the same person says"
    with pytest.raises(NotAllowed, match=told):
        hands.send(task)
    with pytest.raises(NotAllowed, match=told):
        hands.retry(letter.id)
    with pytest.raises(NotAllowed, match=told):
        hands.send(task, to="jane.doe@example.org")
    hands.send(task, although="rang her first")


def test_what_a_person_lets_go_is_stopped_for_what_came_since_it_was_read(office: Office) -> None:
    """Considering one thing considers nothing that was not known then."""
    office.take(message())
    office.deliver(FakeCourier(always=Failed("550 5.7.1 refused")))
    (letter,) = office.letters("acknowledgement")
    office.take(message(RISK, subject="I can't go on"))
    assert not office.database.run(
        lambda session: outbox.retry(session, letter.id, office.clock(), stopped=letter.stopped)
    )
    assert states(office) == {"acknowledgement": "FAILED", "leaflet": "FAILED"}


@pytest.mark.parametrize("answer", [GREYLISTED, Unknown("the reply was lost")])
def test_what_is_under_way_when_its_case_is_closed_ends_with_it_and_lies_before_nobody(
    office: Office, answer: Outcome
) -> None:
    office.take(message())

    class Slow(FakeCourier):
        """Answers after the case was closed."""

        async def deliver(self, *told: Any, **more: Any) -> Outcome:
            await super().deliver(*told, **more)
            if office.cases()[0].status == "open":
                end(office, Move.DISMISSED)
            return answer

    office.deliver(Slow())
    office.clock.go(hours=3)
    courier = FakeCourier()
    office.deliver(courier)
    assert [to for _, (to, *_), _ in courier.letters if to == "jane.doe@example.org"] == []
    assert states(office) == {"acknowledgement": "CANCELLED", "leaflet": "CANCELLED"}
    assert [task for task in office.tasks() if task.reason == "letter held"] == []
    first = office.letters("acknowledgement")[0]
    office.take(message("This is a complaint!", In_Reply_To=first.message_id, subject=f"Re: {first.subject}"))
    assert states(office) == {"acknowledgement": "HELD", "leaflet": "HELD"}


def test_what_is_under_way_is_held_where_its_case_is_open_again_by_then(office: Office) -> None:
    office.take(message())
    office.deliver(FakeCourier(always=Unknown("the reply was lost")))
    end(office, Move.DISMISSED)
    first = office.letters("acknowledgement")[0]
    office.take(message("This is a complaint!", In_Reply_To=first.message_id, subject=f"Re: {first.subject}"))
    office.clock.go(hours=3)
    office.deliver(FakeCourier())
    assert states(office) == {"acknowledgement": "HELD", "leaflet": "HELD"}
    assert len([task for task in office.tasks() if task.reason == "letter held"]) == 2


def test_an_acknowledgement_nobody_had_sent_is_owed_again_when_the_case_is_open_again(office: Office) -> None:
    office.take(message(Precedence="bulk"))
    (task,) = [one for one in office.tasks() if one.reason == "acknowledgement owed"]
    end(office, Move.DISMISSED)
    assert office.tasks() == []

    def again(session: Any) -> None:
        found = cases.get(session, office.cases()[0].reference)
        assert found is not None
        office.acts.reopened(session, found, BY, office.clock(), because="it is one after all")

    office.clock.go(hours=1)
    office.database.run(again)
    (owed,) = [one for one in office.tasks() if one.reason == "acknowledgement owed"]
    assert owed.id != task.id
    Hands(office).send(owed)
    office.deliver()
    assert states(office) == {"acknowledgement": "SENT", "leaflet": "SENT"}


@pytest.mark.parametrize(
    ("text", "why"), [(RISK, "life may be at risk"), (UNSAFE, "contact may not be safe")]
)
def test_what_an_open_case_says_of_harm_holds_for_the_next_complaint_of_the_same_person(
    office: Office, text: str, why: str
) -> None:
    """A letter to an address that somebody else reads does the same harm, whatever it is about."""
    office.take(message(text, subject="A complaint"))
    office.clock.go(hours=1)
    office.take(message("I complain about the late fee of May.", subject="Another thing"))
    office.take(message("I complain about a fee.", author="John Roe <john.roe@example.org>"))
    first, second, other = (case.reference for case in office.cases())
    courier = FakeCourier()
    office.deliver(courier)
    to = [to for _, (to, *_), _ in courier.letters]
    assert "jane.doe@example.org" not in to
    assert to.count("john.roe@example.org") == 2
    owed = {task.case: task.detail for task in office.tasks() if task.reason == "acknowledgement owed"}
    assert f"{why}, as {first} of the same person says" in owed[second]
    assert other not in owed
    hands = Hands(office)
    task = next(
        task for task in office.tasks() if task.reason == "acknowledgement owed" and task.case == second
    )
    with pytest.raises(NotAllowed, match=rf"{second}: {why}, as {first} of the same person says"):
        hands.send(task)
    hands.send(task, although="rang her first")


@pytest.mark.parametrize(("text", "state"), [(RISK, "acknowledged"), (UNSAFE, "opened")])
def test_who_reads_an_address_is_remembered_when_its_case_is_closed(
    office: Office, text: str, state: str
) -> None:
    office.take(message(text, subject="A complaint"))
    end(office, Move.DISMISSED)
    office.clock.go(hours=25)
    office.take(message("I complain about the late fee of May.", subject="Another thing"))
    office.deliver()
    assert office.cases()[1].state == state
