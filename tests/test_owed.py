"""What people do about what is owed: sent, posted, not needed, done; each once, and journalled."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from fakes import (
    FILE,
    LETTERHEAD,
    MAILBOX,
    PRACTICE,
    SAM,
    FakeCourier,
    Office,
    message,
)
from hands import Hands
from sqlmodel import Session
from test_casework import CARD, DANGER, only_ack, report

from mailbot.casework.moving import NotAllowed
from mailbot.complaints.practice import Regime
from mailbot.store import deadlines, journal, outbox, stopping
from mailbot.store.database import Database
from mailbot.store.owed import OWED
from mailbot.store.tasks import Task
from mailbot.wire.outcome import Failed, Outcome, Unknown

JANE, OTHER = "jane.doe@example.org", "jane@work.example"
UNSAFE = "I complain. Please do not email me, my husband reads my email and he hits me."
#: Somebody whom a machine does not answer, and a person may.
ASKS_FOR_NO_ANSWER = {"X_Auto_Response_Suppress": "All"}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def hands(office: Office) -> Hands:
    return Hands(office)


def owed(hands: Hands, text: str = "I complain about your charges.", **fields: str) -> None:
    """A complaint whose acknowledgement nobody has sent."""
    hands.office.take(message(text, **(ASKS_FOR_NO_ANSWER | fields)))
    assert hands.office.letters("acknowledgement") == []


def to_complainant(office: Office) -> list[tuple[str, str, str]]:
    return [(one.kind, one.recipient, one.state) for one in office.letters() if one.audience == "complainant"]


def journalled(office: Office, name: str) -> list[dict[str, object]]:
    (case,) = office.cases()
    with office.database.reading() as session:
        return [dict(one.fields) for one in journal.entries(session, case.reference) if one.name == name]


def raw(office: Office, letter_id: int) -> bytes:
    with office.database.reading() as session:
        found = outbox.show(session, letter_id)
    assert found is not None
    return found


# -- an acknowledgement that was never written


@pytest.mark.parametrize("regime", [Regime.STANDARD, Regime.PAYMENTS, Regime.UNCONFIRMED])
def test_a_complaint_whose_day_has_passed_gets_no_letter_that_promises_that_day(
    database: Database, regime: Regime
) -> None:
    """Of an old mailbox, or after a long outage: what we should say then is a person's to write."""
    office = Office(database, practice=replace(PRACTICE, regime=regime))
    received = office.clock() - (timedelta(weeks=9) if regime is Regime.STANDARD else timedelta(days=40))
    office.take(message("I complain about your charges."), at=received)
    (case,) = office.cases()
    assert to_complainant(office) == []
    (task,) = office.tasks()
    assert task.reason == OWED
    assert "it would promise an answer by " in task.detail
    assert "which has passed" in task.detail
    with pytest.raises(NotAllowed, match=f"no acknowledgement is sent in {case.reference}: it would promise"):
        Hands(office).send(task)
    office.take(message("I complain about a fee.", author="joe@example.org"), at=office.clock())
    assert [kind for kind, *_ in to_complainant(office)] == ["acknowledgement", "leaflet"]


def test_an_owed_acknowledgement_is_sent_and_its_deadlines_are_met_by_the_delivery(hands: Hands) -> None:
    office = hands.office
    owed(hands)
    (case,) = office.cases()
    task = hands.task(OWED)
    assert hands.send(task) == JANE
    assert to_complainant(office) == [("acknowledgement", JANE, "PENDING"), ("leaflet", JANE, "PENDING")]
    assert office.tasks() == []
    assert hands.again(task).outcome == f"sent to {JANE} by Sam"
    assert "acknowledgement" in office.open_deadlines(case), "put into the outbox is not delivered"
    office.deliver()
    assert not office.open_deadlines(case) & {"acknowledgement", "first_contact"}
    (event,) = journalled(office, "task-settled")
    assert (event["by"], event["how"], event["task"]) == ("Sam", "sent", task.id)
    assert JANE not in str(event)


def test_what_is_sent_by_hand_is_the_letter_of_an_opening(hands: Hands) -> None:
    office = hands.office
    owed(hands, "I complain about CNX-204418.", message_id="<hers@example.org>")
    hands.send(hands.task(OWED))
    text = raw(office, only_ack(office).id)
    assert b"In-Reply-To: <hers@example.org>" in text
    assert office.cases()[0].reference.encode() in text
    assert b"Auto-Submitted: auto-replied" in text


def test_a_letter_that_fails_after_a_person_sent_it_lies_before_one_again(hands: Hands) -> None:
    owed(hands)
    hands.send(hands.task(OWED))
    hands.office.deliver(FakeCourier(answers=[Failed("550 no such user")]))
    assert "550" in hands.task("letter not delivered").detail
    assert len(hands.silent()) == 0


def test_what_was_sent_is_not_sent_twice(hands: Hands) -> None:
    owed(hands)
    task = hands.task(OWED)
    hands.send(task)
    with pytest.raises(NotAllowed, match=rf"Sam settled it on .*: sent to {JANE} by Sam"):
        hands.send(task)
    assert len(hands.office.letters("acknowledgement")) == 1


def test_two_people_who_send_at_once_send_one_letter(url: str) -> None:
    first = Database(url)
    second = Database(url)
    one = Hands(Office(first))
    other = Hands(Office(second, clock=one.office.clock))
    owed(one)
    task = one.task(OWED)
    together = threading.Barrier(2)
    refused: list[str] = []

    def send(hands: Hands) -> None:
        together.wait(10)
        try:
            hands.send(task)
        except NotAllowed as why:
            refused.append(str(why))

    threads = [threading.Thread(target=send, args=(each,)) for each in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    letters = to_complainant(one.office)
    first.close()
    second.close()
    assert len(refused) == 1
    assert len(letters) == 2, "the acknowledgement and the leaflet"


@pytest.mark.parametrize(
    ("text", "why"), [(DANGER, "life may be at risk"), (UNSAFE, "contact may not be safe")]
)
def test_where_writing_may_do_harm_a_person_says_what_was_considered(
    hands: Hands, text: str, why: str
) -> None:
    owed(hands, text)
    task = hands.task(OWED)
    with pytest.raises(NotAllowed, match=f"{why}.*--although"):
        hands.send(task)
    with pytest.raises(NotAllowed, match="--although"):
        hands.send(task, although="  ")
    assert to_complainant(hands.office) == []
    hands.send(task, although="rang her on 07700 900123, card " + CARD)
    (event,) = journalled(hands.office, "task-settled")
    assert str(event["because"]).startswith("rang her")
    assert CARD not in str(event)


def test_what_a_later_message_says_of_danger_counts_too(hands: Hands) -> None:
    office = hands.office
    owed(hands)
    office.take(message(f"About {office.cases()[0].reference}: {UNSAFE}"))
    assert len(office.cases()) == 1
    with pytest.raises(NotAllowed, match="contact may not be safe"):
        hands.send(hands.task(OWED))


def test_another_address_gets_the_letter_and_becomes_a_party(hands: Hands) -> None:
    office = hands.office
    owed(hands, author="noreply@example.org")
    assert hands.send(hands.task(OWED), to=f" {OTHER} ") == OTHER
    assert {recipient for _, recipient, _ in to_complainant(office)} == {OTHER}
    office.take(message("And when?", author=OTHER, In_Reply_To=only_ack(office).message_id))
    assert len(office.cases()) == 1, "who was written to may answer"


@pytest.mark.parametrize(
    ("to", "why"),
    [
        (MAILBOX, "an address of ours"),
        (MAILBOX.upper(), "an address of ours"),
        (MAILBOX.replace("@", "+x@"), "an address of ours"),
        (SAM.email, "a colleague's"),
        ("team@financial-ombudsman.org.uk", "a regulator's"),
        ("nonsense", "not an e-mail address"),
        ("a@b.example\r\nBcc: c@d.example", "not an e-mail address"),
        ("jörg@example.org", "plain addresses only"),
    ],
)
def test_there_are_addresses_to_which_no_letter_to_a_complainant_goes(
    hands: Hands, to: str, why: str
) -> None:
    owed(hands)
    with pytest.raises(NotAllowed, match=why):
        hands.send(hands.task(OWED), to=to)
    assert to_complainant(hands.office) == []
    assert hands.task(OWED)


def test_where_nobody_is_known_to_answer_an_address_is_asked_for(hands: Hands) -> None:
    hands.office.take(message(author=""))
    with pytest.raises(NotAllowed, match="--to ADDRESS"):
        hands.send(hands.task(OWED))
    assert hands.send(hands.task(OWED), to=OTHER) == OTHER


def test_a_letter_that_cannot_be_written_is_refused_and_stays_owed(database: Database) -> None:
    # A field the gate refuses.
    hands = Hands(Office(database, head=replace(LETTERHEAD, headers={"X-Mailbot-Loop": "1"})))
    owed(hands)
    with pytest.raises(NotAllowed, match=r"could not be written.*mailbot check"):
        hands.send(hands.task(OWED))
    assert to_complainant(hands.office) == []
    assert hands.task(OWED)


@pytest.mark.parametrize(("to_whom", "version"), [("authentic", "v1"), ("nobody", None)])
def test_the_leaflets_file_goes_with_what_a_person_sends_unless_it_goes_to_nobody(
    database: Database, to_whom: str, version: str | None
) -> None:
    practice = replace(PRACTICE, enclose_to=to_whom)
    hands = Hands(Office(database, head=replace(LETTERHEAD, leaflet=FILE), practice=practice))
    owed(hands)
    hands.send(hands.task(OWED))
    (leaflet,) = hands.office.letters("leaflet")
    assert leaflet.leaflet_version == version


def test_a_task_that_owes_no_letter_says_which_one_does(hands: Hands) -> None:
    owed(hands, DANGER)
    number = hands.task(OWED).id
    with pytest.raises(NotAllowed, match=f"owes no letter; .* `mailbot queue send {number}`"):
        hands.send(hands.task("life-at-risk"))
    hands.office.take(message("News.", author="news@example.org", List_Id="<news.example.org>"))
    with pytest.raises(NotAllowed, match="mailbot queue complaint"):
        hands.send(hands.task("list"))


# -- a letter that did not arrive


NO_SUCH_USER = Failed("550 5.1.1 no such user")


class Refusing(FakeCourier):
    """Takes every letter but those of some kinds."""

    def __init__(self, *kinds: str, outcome: Outcome = NO_SUCH_USER) -> None:
        super().__init__()
        self.kinds, self.outcome = kinds, outcome

    async def deliver(self, reverse_path: str, recipients: Any, raw: bytes, **how: Any) -> Outcome:
        found = re.search(rb"X-Mailbot-Letter: (\S+)", raw)
        assert found is not None
        self.answers = [self.outcome] if found[1].decode() in self.kinds else []
        return await super().deliver(reverse_path, recipients, raw, **how)


def refused(hands: Hands, *kinds: str) -> None:
    """A complaint of which the server refused letters for good."""
    hands.office.take(message())
    hands.office.deliver(Refusing(*(kinds or ("acknowledgement",))))


def test_a_refused_letter_goes_again_with_the_same_octets(hands: Hands) -> None:
    office = hands.office
    refused(hands)
    before = raw(office, only_ack(office).id)
    task = hands.task("letter not delivered")
    assert hands.send(task) == JANE
    assert raw(office, only_ack(office).id) == before
    assert hands.again(task).outcome == f"sent to {JANE} by Sam"
    courier = FakeCourier()
    office.deliver(courier)
    assert [octets for _, _, octets in courier.letters] == [before]
    assert "acknowledgement" not in office.open_deadlines(office.cases()[0])
    assert len(hands.silent()) == 0


def test_a_letter_that_is_refused_again_is_a_task_again(hands: Hands) -> None:
    refused(hands)
    first = hands.task("letter not delivered")
    hands.send(first)
    hands.office.deliver(Refusing("acknowledgement"))
    assert hands.task("letter not delivered").id != first.id
    assert len(hands.silent()) == 0


def test_trying_a_letter_again_settles_what_lay_before_a_person_about_it(hands: Hands) -> None:
    refused(hands)
    task = hands.task("letter not delivered")
    hands.retry(only_ack(hands.office).id)
    assert hands.again(task).outcome == "sent again by Sam"
    hands.office.deliver()
    with pytest.raises(NotAllowed, match="was sent, is being sent"):
        hands.retry(only_ack(hands.office).id)
    with pytest.raises(NotAllowed, match="no letter 999"):
        hands.retry(999)


@pytest.mark.parametrize("how", ["hold", "cancel"])
def test_a_letter_held_or_cancelled_goes_when_a_person_lets_it(hands: Hands, how: str) -> None:
    office = hands.office
    office.take(message())
    letter = only_ack(office)

    def stop(session: Session) -> None:
        if how == "hold":
            stopping.stop(session, "a person looks at it first", case_id=letter.case_id, recipient=None)
        else:
            outbox.cancel(session, letter.id, "a mistake", office.clock())

    office.database.run(stop)
    office.deliver()
    assert only_ack(office).state in {"HELD", "CANCELLED"}
    if how == "hold":
        with pytest.raises(NotAllowed, match="was stopped: a person looks at it first"):
            hands.retry(letter.id)
    hands.retry(letter.id, although="looked at it")
    office.deliver()
    assert only_ack(office).state == "SENT"


def lost(hands: Hands) -> Task:
    """An acknowledgement of which nobody knows, after its second copy, whether it arrived."""
    office = hands.office
    office.take(message())
    unknown = Unknown("connection lost after the dot")
    office.deliver(Refusing("acknowledgement", outcome=unknown))
    office.clock.go(hours=1)
    office.deliver(Refusing("acknowledgement", outcome=unknown))
    office.clock.go(hours=1)
    office.deliver()
    return hands.task("letter not delivered")


def test_a_letter_of_unknown_fate_goes_once_more_when_a_person_says_so(hands: Hands) -> None:
    task = lost(hands)
    assert "nobody knows" in task.detail
    hands.send(task)
    courier = FakeCourier()
    hands.office.deliver(courier)
    assert len(courier.letters) == 1
    assert only_ack(hands.office).state == "SENT"
    hands.office.clock.go(hours=1)
    assert hands.office.deliver() == 0, "no further copy follows by itself"


def test_a_letter_that_turns_up_after_all_is_no_task_any_more(hands: Hands) -> None:
    task = lost(hands)
    hands.office.take(raw(hands.office, only_ack(hands.office).id))  # the archive's copy
    assert only_ack(hands.office).state == "SENT"
    assert hands.again(task).settled_by == "mailbot"


def test_a_refused_letter_to_another_address_is_written_anew_with_its_leaflet(hands: Hands) -> None:
    office = hands.office
    refused(hands, "acknowledgement", "leaflet")
    acknowledgement, leaflet = (task for task in office.tasks() if task.reason == "letter not delivered")
    assert hands.send(acknowledgement, to=OTHER) == OTHER
    assert to_complainant(office) == [
        ("acknowledgement", JANE, "FAILED"),
        ("leaflet", JANE, "FAILED"),
        ("acknowledgement", OTHER, "PENDING"),
        ("leaflet", OTHER, "PENDING"),
    ]
    assert len({one.message_id for one in office.letters()}) == len(office.letters())
    assert hands.again(leaflet).outcome == f"sent to {OTHER} by Sam", "it went along"
    office.deliver()
    assert "acknowledgement" not in office.open_deadlines(office.cases()[0])
    assert len(hands.silent()) == 0


def test_a_refused_leaflet_alone_is_written_anew_alone(hands: Hands) -> None:
    refused(hands, "leaflet")
    hands.send(hands.task("letter not delivered"), to=OTHER)
    assert [one for one in to_complainant(hands.office) if one[1] == OTHER] == [("leaflet", OTHER, "PENDING")]


def test_a_bounced_letter_is_written_anew_and_keeps_its_deadlines_once_delivered(hands: Hands) -> None:
    office = hands.office
    office.take(message())
    office.deliver()
    first = only_ack(office)
    office.take(report(first.message_id, status="4.2.2"))
    (case,) = office.cases()
    assert hands.send(hands.task("letter bounced")) == JANE
    _, second = office.letters("acknowledgement")
    assert (second.recipient, second.state) == (JANE, "PENDING")
    assert second.message_id != first.message_id
    assert "acknowledgement" in office.open_deadlines(case)
    office.deliver()
    assert "acknowledgement" not in office.open_deadlines(case)
    office.take(report(second.message_id))
    assert "acknowledgement" in office.open_deadlines(case)
    assert hands.task("letter bounced")
    assert len(hands.silent()) == 0


def test_a_held_letter_that_is_written_to_another_address_never_goes_to_the_first(hands: Hands) -> None:
    office = hands.office
    office.take(message())
    letter = only_ack(office)

    def hold(session: Session) -> None:
        stopping.stop(session, "contact may not be safe", case_id=letter.case_id, recipient=None)
        office.attention.warn(session, "held", "letter held", "look at it", office.clock(), letter=letter)

    office.database.run(hold)
    hands.send(hands.task("letter held"), to=OTHER)
    courier = FakeCourier()
    office.deliver(courier)
    sent = [to[0] for _, to, octets in courier.letters if b"Letter: acknowledgement" in octets]
    assert sent == [OTHER]


def test_a_letter_to_a_colleague_goes_to_nobody_else(hands: Hands) -> None:
    refused(hands, "handler_notice")
    task = hands.task("letter not delivered")
    with pytest.raises(NotAllowed, match=r"goes to nobody else: mend \[\[handler\]\]"):
        hands.send(task, to=OTHER)
    hands.send(task)
    courier = FakeCourier()
    hands.office.deliver(courier)
    assert len(courier.letters) == 1


def test_a_letter_to_a_colleague_that_came_back_is_told_another_way(hands: Hands) -> None:
    office = hands.office
    office.take(message())
    office.deliver()
    (notice,) = office.letters("handler_notice")
    office.take(report(notice.message_id, recipient=notice.recipient))
    with pytest.raises(NotAllowed, match="another way"):
        hands.send(hands.task("letter bounced"))


# -- by post, not needed, done


def test_what_was_posted_meets_its_deadlines_on_that_day(hands: Hands) -> None:
    office = hands.office
    owed(hands)
    (case,) = office.cases()
    office.clock.go(days=4)
    task = hands.task(OWED)
    hands.posted(task, date(2026, 11, 24))
    assert not office.open_deadlines(case) & {"acknowledgement", "first_contact"}
    with office.database.reading() as session:
        (met,) = [
            one for one in deadlines.of_case(session, case.id) if one.deadline.name == "acknowledgement"
        ]
    assert met.discharged_at is not None
    assert met.discharged_at == met.deadline.due_at, "that day is in time, whenever it is said"
    assert "posted on Tuesday 24 November 2026" in str(met.discharged_by)
    assert hands.again(task).outcome == "posted on Tuesday 24 November 2026"
    with pytest.raises(NotAllowed, match="not an open task"):
        hands.posted(task, date(2026, 11, 24))


def test_what_is_posted_today_was_not_posted_in_the_future(hands: Hands) -> None:
    owed(hands)
    hands.posted(hands.task(OWED), date(2026, 11, 23))
    met = {row[0] for row in hands.office.rows("SELECT discharged_at FROM deadlines")} - {None}
    assert {str(at)[:16] for at in met} == {"2026-11-23 10:00"}


@pytest.mark.parametrize(
    ("on", "why"),
    [(date(2026, 11, 24), "still to come"), (date(2026, 11, 22), "before .* was received, on Monday 23")],
)
def test_a_day_on_which_it_cannot_have_been_posted_is_refused(hands: Hands, on: date, why: str) -> None:
    owed(hands)
    with pytest.raises(NotAllowed, match=why):
        hands.posted(hands.task(OWED), on)
    assert "acknowledgement" in hands.office.open_deadlines(hands.office.cases()[0])


def test_a_bounced_acknowledgement_may_be_posted_and_mail_of_a_list_not(hands: Hands) -> None:
    office = hands.office
    office.take(message())
    office.deliver()
    office.take(report(only_ack(office).message_id))
    hands.posted(hands.task("letter bounced"), date(2026, 11, 23))
    assert "acknowledgement" not in office.open_deadlines(office.cases()[0])
    office.take(message("News.", author="news@example.org", List_Id="<news.example.org>"))
    with pytest.raises(NotAllowed, match="owes the complainant no letter"):
        hands.posted(hands.task("list"), date(2026, 11, 23))


def test_what_is_not_needed_meets_the_deadline_of_an_acknowledgement(hands: Hands) -> None:
    owed(hands)
    task = hands.task(OWED)
    hands.not_needed(task, because="she rang and withdrew; card " + CARD)
    assert "acknowledgement" not in hands.office.open_deadlines(hands.office.cases()[0])
    outcome = hands.again(task).outcome
    assert outcome is not None
    assert outcome.startswith("not needed: she rang")
    assert CARD not in outcome
    (event,) = journalled(hands.office, "task-settled")
    assert event["by"] == "Sam"
    assert CARD not in str(event)


def test_several_are_settled_together_or_none_of_them(hands: Hands) -> None:
    office = hands.office
    for number in range(3):
        office.take(message(f"News {number}.", author="news@example.org", List_Id="<news.example.org>"))
    first, second, third = office.tasks()
    hands.settle(second)
    with pytest.raises(NotAllowed, match=f"{second.id} is not an open task"):
        hands.not_needed(first, second, third)
    assert len(office.tasks()) == 2
    hands.not_needed(first, third, first)
    assert office.tasks() == []


def test_mail_of_lists_is_settled_in_one_act(hands: Hands) -> None:
    office = hands.office
    for number in range(25):
        office.take(message(f"News {number}.", author="news@example.org", List_Id="<news.example.org>"))
    owed(hands)
    assert hands.none_needed("list") == 25
    assert [task.reason for task in office.tasks()] == [OWED]
    with office.database.reading() as session:
        told = [one for one in journal.entries(session, None) if one.name == "task-settled"]
    assert len(told) == 25
    assert {one.fields["because"] for one in told} == {"newsletters"}
    with pytest.raises(NotAllowed, match=f"waiting: {OWED}"):
        hands.none_needed("list")


@pytest.mark.parametrize("reason", [OWED, "life-at-risk"])
def test_what_needs_an_answer_of_its_own_is_not_settled_by_the_dozen(hands: Hands, reason: str) -> None:
    owed(hands, DANGER)
    with pytest.raises(NotAllowed, match="one by one"):
        hands.none_needed(reason)
    assert len(hands.office.tasks()) == 2


def test_an_empty_reason_is_none(hands: Hands) -> None:
    owed(hands)
    for act in (hands.not_needed, hands.settle):
        with pytest.raises(NotAllowed, match="--because is empty"):
            act(hands.task(OWED), because=" \n")
    assert hands.task(OWED)


def test_a_task_that_is_not_there_is_refused(hands: Hands) -> None:
    owed(hands)
    nowhere = replace(hands.task(OWED), id=999)
    for act in (hands.send, hands.complaint, hands.settle):
        with pytest.raises(NotAllowed, match=r"999 is not an open task; see `mailbot queue list`"):
            act(nowhere)
