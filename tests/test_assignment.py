"""To whom a case is given, by what rule, and who is told; what is kept with it. On both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import policy
from email.parser import BytesParser
from typing import Any

import pytest
from fakes import ARCHIVE, DESK, MAILBOX, MONDAY, PRACTICE, PRITI, SAM, Clock, FakeCourier, Office, message
from firm import Firm
from hands import Hands
from test_casework import DANGER
from test_cli import Run, filled, firm, one_line, run

from mailbot.assembly.by_hand import deeds
from mailbot.casework.assigning import ONE_COMPLAINANT
from mailbot.casework.moving import Actor, NotAllowed
from mailbot.complaints.practice import Handler, Practice
from mailbot.config import ConfigError, load
from mailbot.handling.keeping import Keeping
from mailbot.store import absences, cases, journal, outbox
from mailbot.store import deadlines as kept
from mailbot.store.cases import Case
from mailbot.store.database import Database
from mailbot.store.letters import Letter
from mailbot.wire.outcome import Failed

__all__ = ["filled", "firm", "run"]

KIM = Handler("Kim Doyle", "kim@firm.example.com")
TEAM = Handler("Data protection team", "dp@firm.example.com")
DATA = "You breached data protection: my personal data was sent to my neighbour."
FEE = "I complain about a late payment charge."
CARD = "4111 1111 1111 1111"
JANE = "jane.doe@example.org"
BY = Actor(SAM.email, "command line")
ALL_MONTH = frozenset(date(2026, 11, day) for day in range(20, 31))


def office_of(database: Database, *handlers: Handler, **practice: Any) -> Office:
    rules = replace(PRACTICE, handlers=handlers or (SAM, PRITI, KIM), **practice)
    return Office(database, clock=Clock(MONDAY), practice=rules)


def opened(office: Office, text: str = FEE, author: str = JANE) -> Case:
    before = {case.reference for case in office.cases()}
    office.take(message(text, author=author))
    (new,) = [case for case in office.cases() if case.reference not in before]
    return new


def now(office: Office, case: Case) -> Case:
    with office.database.reading() as session:
        found = cases.get(session, case.reference)
    assert found is not None
    return found


def told(office: Office, case: Case, name: str) -> list[dict[str, Any]]:
    with office.database.reading() as session:
        entries = journal.entries(session, case.reference)
    return [dict(entry.fields) for entry in entries if entry.name == name]


def rule(office: Office, case: Case) -> object:
    (fields,) = told(office, case, "case-opened")
    return fields["given"]


def with_topics(handler: Handler, *topics: str, only: bool = False) -> Handler:
    return replace(handler, topics=frozenset(topics), only_topics=only)


# -- to whom a new case is given


def test_in_turn_unless_said_otherwise(database: Database) -> None:
    office = office_of(database)
    given = [opened(office, author=f"p{n}@example.org") for n in range(4)]
    assert [case.handler_email for case in given] == [SAM.email, PRITI.email, KIM.email, SAM.email]
    assert {rule(office, case) for case in given} == {"in turn"}


def test_a_topic_goes_to_who_takes_it_and_they_take_the_rest_in_turn_as_well(database: Database) -> None:
    office = office_of(database, SAM, with_topics(PRITI, "data-protection"))
    texts = [DATA, DATA, FEE, FEE, DATA]
    given = [opened(office, text, f"p{n}@example.org") for n, text in enumerate(texts)]
    assert [case.handler_email for case in given] == [
        PRITI.email, PRITI.email, SAM.email, PRITI.email, PRITI.email,
    ]  # fmt: skip
    assert [rule(office, case) for case in given] == [
        "topic data-protection", "topic data-protection", "in turn", "in turn", "topic data-protection",
    ]  # fmt: skip


def test_several_who_take_a_topic_take_it_in_turn(database: Database) -> None:
    office = office_of(
        database, SAM, with_topics(PRITI, "data-protection"), with_topics(KIM, "data-protection")
    )
    given = [opened(office, DATA, f"p{n}@example.org").handler_email for n in range(3)]
    assert given == [PRITI.email, KIM.email, PRITI.email]


def test_who_takes_only_topics_is_given_nothing_else_unless_nobody_else_is_there(database: Database) -> None:
    team = with_topics(TEAM, "data-protection", only=True)
    office = office_of(database, team, replace(SAM, away=ALL_MONTH), PRITI)
    given = [opened(office, FEE, f"p{n}@example.org").handler_email for n in range(3)]
    assert given == [PRITI.email] * 3
    assert opened(office, DATA, "p3@example.org").handler_email == TEAM.email
    with database.transaction() as session:
        absences.put(
            session, email=PRITI.email, since=MONDAY.date(), until=MONDAY.date(), deputy=None, by="x",
            now=MONDAY,
        )  # fmt: skip
    alone = opened(office, FEE, "p4@example.org")
    assert (alone.handler_email, rule(office, alone)) == (TEAM.email, "in turn")


def test_a_topic_of_the_firms_own_has_its_team(database: Database) -> None:
    office = office_of(
        database, SAM, with_topics(KIM, "technical"), extra_topics=(("technical", "the app crashes"),)
    )
    first = opened(office, "I complain: the app crashes whenever I want to pay.", "a@example.org")
    again = opened(office, "Your App  CRASHES, and the app crashes again.", "b@example.org")
    other = opened(office, FEE, "c@example.org")
    assert [case.handler_email for case in (first, again, other)] == [KIM.email, KIM.email, SAM.email]
    assert rule(office, first) == "topic technical"


def test_where_whoever_takes_the_topic_is_away_it_is_given_like_any_other(database: Database) -> None:
    office = office_of(database, SAM, with_topics(replace(PRITI, away=ALL_MONTH), "data-protection"))
    case = opened(office, DATA)
    assert (case.handler_email, rule(office, case)) == (SAM.email, "in turn")


def test_by_load_the_fewest_open_cases_and_the_turn_between_equals(database: Database) -> None:
    office = office_of(database, assign_by="load")
    given = [opened(office, author=f"p{n}@example.org") for n in range(5)]
    assert [one.handler_email for one in given] == [SAM.email, PRITI.email, KIM.email, SAM.email, PRITI.email]
    office.close(given[0].reference)
    office.close(given[3].reference)  # both were Sam's
    following = [opened(office, author=f"q{n}@example.org") for n in range(3)]
    # Kim, who waits for longest, has one; Sam has none, then one, like Kim, and Kim has waited longer.
    assert [one.handler_email for one in following] == [SAM.email, KIM.email, SAM.email]
    assert {rule(office, case) for case in following} == {"fewest open cases"}


def test_the_load_is_told_of_an_address_however_it_is_written(database: Database) -> None:
    office = office_of(database, replace(SAM, email="Sam@Firm.Example.Com"), PRITI, assign_by="load")
    opened(office, author="a@example.org")
    with database.transaction() as session:
        assert cases.next_handler(session, [SAM, PRITI], by_load=True) == PRITI


def test_a_complainant_with_an_open_case_keeps_the_handler_who_was_named(database: Database) -> None:
    office = office_of(database)
    first = opened(office)
    opened(office, author="other@example.org")
    again = opened(office, "I also complain about the letter you sent me.", "Jane Doe <Jane.Doe@Example.org>")
    assert again.handler_email == first.handler_email
    assert rule(office, again) == f"same handler as {first.reference}"
    # It counted as a turn: Kim is next, then Priti.
    following = [opened(office, author=f"p{n}@example.org").handler_email for n in range(2)]
    assert following == [KIM.email, PRITI.email]


def test_a_closed_case_binds_nobody(database: Database) -> None:
    office = office_of(database)
    office.close(opened(office).reference)
    again = opened(office, "I also complain about the letter you sent me.")
    assert (again.handler_email, rule(office, again)) == (PRITI.email, "in turn")


@pytest.mark.parametrize("gone", ["away", "left"])
def test_who_is_not_there_is_given_nothing_for_old_times_sake(database: Database, gone: str) -> None:
    first = opened(office_of(database))
    assert first.handler_email == SAM.email
    others = (replace(SAM, away=ALL_MONTH), PRITI) if gone == "away" else (PRITI,)
    office = office_of(database, *others)
    again = opened(office, "I also complain about the letter you sent me.")
    assert (again.handler_email, rule(office, again)) == (PRITI.email, "in turn")


@pytest.mark.parametrize(
    ("sam", "expected"),
    [((), "topic data-protection"), (("data-protection",), "same handler as")],
)
def test_a_topic_goes_before_the_known_handler_only_where_that_one_lacks_it(
    database: Database, sam: tuple[str, ...], expected: str
) -> None:
    office = office_of(database, with_topics(SAM, *sam), with_topics(PRITI, "data-protection"))
    first = opened(office)
    assert first.handler_email == SAM.email
    again = opened(office, DATA)
    assert again.handler_email == (SAM.email if sam else PRITI.email)
    assert str(rule(office, again)).startswith(expected)


def test_who_takes_only_topics_keeps_no_complainant_for_anything_else(database: Database) -> None:
    office = office_of(database, with_topics(TEAM, "data-protection", only=True), SAM, PRITI)
    assert opened(office, DATA).handler_email == TEAM.email
    general = opened(office, "I complain about a fee.")
    assert (general.handler_email, rule(office, general)) == (SAM.email, "in turn")
    opened(office, author="other@example.org")
    third = opened(office, "I complain about your opening hours.")
    assert rule(office, third) == f"same handler as {general.reference}"


def test_the_cases_of_whoever_writes_for_many_are_shared_out(database: Database) -> None:
    office = office_of(database, acknowledgements_per_address_per_day=100)
    many = "claims@claims-firm.example"
    given = [opened(office, f"I complain about fee {n} of client {n}.", many) for n in range(14)]
    assert {case.handler_email for case in given[: ONE_COMPLAINANT + 1]} == {SAM.email}
    assert {case.handler_email for case in given[ONE_COMPLAINANT + 1 :]} == {
        SAM.email,
        PRITI.email,
        KIM.email,
    }


# -- the configuration


TECHNICAL = '[[topic]]\ntopic = "technical"\nphrase = "the app"\n'


def configured(firm: Firm, more: str, **changed: str) -> Practice:
    from mailbot.config.values import practice

    text = firm.config.read_text(encoding="utf-8")
    for old, new in changed.items():
        text = text.replace(
            f'name = "{old.replace("_", " ")}"\n', f'name = "{old.replace("_", " ")}"\n{new}\n'
        )
    firm.write(text + more)
    return practice(load(firm.config))


def test_the_configuration_says_who_takes_what(firm: Firm) -> None:
    rules = configured(
        firm,
        f'[assignment]\nby = "load"\ntell_complainant = true\n{TECHNICAL}',
        Priti_Anand='topics = ["data-protection", "technical"]\nonly_topics = true',
    )
    assert (rules.assign_by, rules.tell_complainant) == ("load", True)
    priti, sam = rules.handlers
    assert (priti.topics, priti.only_topics) == ({"data-protection", "technical"}, True)
    assert (sam.topics, sam.only_topics) == (frozenset(), False)
    assert (Practice().assign_by, Practice().tell_complainant) == ("turn", False)


@pytest.mark.parametrize(
    ("priti", "sam", "more", "words"),
    [
        (
            'topics = ["data protection"]',
            "",
            "",
            ["[[handler]] Priti Anand: topics: 'data protection'", "technical"],
        ),
        (
            'topics = ["fees"]',
            "",
            "",
            ["'fees' is no topic; known: data-protection, ", "withdrawal; [[topic]]"],
        ),
        ("only_topics = true", "", "", ["[[handler]] number 1", "only_topics", "names none"]),
        (
            'topics = ["technical"]\nonly_topics = true',
            'topics = ["withdrawal"]\nonly_topics = true',
            "",
            ["[[handler]] only_topics", "about nothing else"],
        ),
        ("", "", '[assignment]\nby = "chance"\n', ["[assignment]", "by", "'turn' or 'load'"]),
    ],
)
def test_a_mistake_about_assignment_names_its_key(
    firm: Firm, priti: str, sam: str, more: str, words: list[str]
) -> None:
    with pytest.raises(ConfigError) as mistaken:
        configured(firm, more + TECHNICAL, Priti_Anand=priti, Sam_Ogilvie=sam)
    for word in words:
        assert word in str(mistaken.value)
    assert len(str(mistaken.value).splitlines()) == 1


# -- given to another


class Desk:
    """A case and who keeps it."""

    def __init__(self, office: Office, case: Case) -> None:
        self.office = office
        self.first = case
        self.keeping = Keeping(office.practice, office.correspondence, office.attention)

    @property
    def case(self) -> Case:
        return now(self.office, self.first)

    def say(self, act: Callable[..., str], *, actor: Actor = BY, **facts: Any) -> str:
        case, moment = self.case, self.office.clock()
        return self.office.database.run(lambda session: act(session, case, actor, moment, **facts))

    def mails(self, kind: str = "reassignment") -> dict[str, str]:
        """What was written, by address; the newest to each."""
        return {one.recipient: words(self.office, one) for one in self.office.letters(kind)}


def desk_of(database: Database, *handlers: Handler, text: str = FEE, **practice: Any) -> Desk:
    office = office_of(database, *handlers, **practice)
    return Desk(office, opened(office, text))


@pytest.fixture
def desk(database: Database) -> Desk:
    return desk_of(database)


def words(office: Office, letter: Letter) -> str:
    with office.database.reading() as session:
        raw = outbox.show(session, letter.id)
    assert raw is not None
    text = BytesParser(policy=policy.default).parsebytes(raw).get_body(("plain",))
    assert text is not None
    return " ".join(f"{letter.subject}\n{text.get_content()}".split())


def test_a_case_given_to_another_takes_its_tasks_along_and_both_are_told(database: Database) -> None:
    desk = desk_of(database, text=DANGER)  # its acknowledgement is owed
    assert desk.say(desk.keeping.assign, to=PRITI) == f"{desk.case.reference} is {PRITI.name}'s"
    assert (desk.case.handler_name, desk.case.handler_email) == (PRITI.name, PRITI.email)
    assert {task.owner for task in desk.office.tasks()} == {PRITI.email}
    assert told(desk.office, desk.case, "case-assigned") == [
        {"by": SAM.email, "via": "command line", "to": PRITI.email, "from": SAM.email}
    ]
    mails = desk.mails()
    assert set(mails) == {SAM.email, PRITI.email}
    assert f"is {PRITI.name}'s case now" in mails[SAM.email]
    assert "come to you no more" in mails[SAM.email]
    new = mails[PRITI.email]
    for said in (
        f"[{desk.case.reference}] The case is yours now",
        f"It was {SAM.name}'s",
        f"{SAM.name} gave it to you",
        "life may be at risk",
        "final response (DISP 1.6.2R)",
        "acknowledgement",
        "in the queue",
        f"mailbot cases show {desk.case.reference}",
    ):
        assert said in new
    assert "jane" not in new.lower()


def test_news_and_reminders_go_to_the_new_handler(desk: Desk) -> None:
    desk.office.deliver()
    desk.say(desk.keeping.assign, to=PRITI)
    (letter,) = desk.office.letters("acknowledgement")
    desk.office.take(message("And another thing.", In_Reply_To=letter.message_id))
    assert [one.recipient for one in desk.office.letters("message_notice")] == [PRITI.email]
    desk.office.clock.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    desk.office.sweep()
    assert PRITI.email in {one.recipient for one in desk.office.letters("reminder")}
    assert SAM.email not in {one.recipient for one in desk.office.letters("reminder")}


def test_a_case_is_given_to_the_same_handler_once(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match=f"is {SAM.name}'s already"):
        desk.say(desk.keeping.assign, to=replace(SAM, email=SAM.email.upper()))
    desk.say(desk.keeping.assign, to=PRITI)
    with pytest.raises(NotAllowed, match="already"):
        desk.say(desk.keeping.assign, to=PRITI)
    assert len(desk.office.letters("reassignment")) == 2
    assert len(told(desk.office, desk.case, "case-assigned")) == 1


def test_every_time_it_is_given_is_told_once_though_it_be_within_one_moment(desk: Desk) -> None:
    for to in (PRITI, SAM, PRITI):
        desk.say(desk.keeping.assign, to=to)
    sent = desk.office.letters("reassignment")
    assert len(sent) == len({one.unique_key for one in sent}) == 6
    desk.office.deliver(courier := FakeCourier())
    assert set(courier.copies().values()) == {1}


def test_a_closed_case_is_given_too_and_nothing_is_due(desk: Desk) -> None:
    desk.office.deliver()
    desk.office.close(desk.case.reference)
    desk.say(desk.keeping.assign, to=PRITI)
    assert desk.case.handler_email == PRITI.email
    assert "closed: nothing is due" in desk.mails()[PRITI.email]
    assert "final response (" not in desk.mails()[PRITI.email]


def test_what_is_overdue_is_said_and_what_can_be_done_no_more_is_not(desk: Desk) -> None:
    desk.office.clock.now = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    desk.say(desk.keeping.assign, to=PRITI)
    mail = desk.mails()[PRITI.email]
    assert "acknowledgement (DISP 1.6.1R); OVERDUE" in mail
    assert "final response (DISP 1.6.2R)" in mail
    assert "summary resolution" not in mail


def test_who_has_left_is_not_written_to(database: Database) -> None:
    first = opened(office_of(database, KIM))
    desk = Desk(office_of(database, SAM, PRITI), first)
    desk.say(desk.keeping.assign, to=PRITI)
    assert set(desk.mails()) == {PRITI.email}
    assert f"It was {KIM.name}'s" in desk.mails()[PRITI.email]


def test_given_to_somebody_away_says_who_stands_in_until_when(database: Database) -> None:
    priti = replace(PRITI, away=frozenset({date(2026, 11, 23), date(2026, 11, 24)}), deputy=KIM.email)
    desk = desk_of(database, SAM, priti, KIM)
    with database.transaction() as session:
        absences.put(
            session, email=PRITI.email, since=date(2026, 11, 25), until=date(2026, 11, 27), deputy=None,
            by="x", now=MONDAY,
        )  # fmt: skip
    said = desk.say(desk.keeping.assign, to=priti)
    away = f"{PRITI.name} is away until Friday 27 November 2026, {KIM.name} stands in"
    assert said == f"{desk.case.reference} is {PRITI.name}'s; {away}"
    mails = desk.mails()
    assert set(mails) == {SAM.email, PRITI.email, KIM.email}
    assert f"You stand in for {PRITI.name}" in mails[KIM.email]
    assert "final response (" in mails[KIM.email]
    assert f"{KIM.name} stands in" in mails[PRITI.email]
    assert f"{KIM.name} stands in for {PRITI.name} until Friday 27 November" in mails[SAM.email]


def test_who_gave_it_away_and_stands_in_has_one_mail(database: Database) -> None:
    desk = desk_of(database, SAM, replace(PRITI, away=ALL_MONTH, deputy=SAM.email))
    assert f"{SAM.name} stands in" in desk.say(desk.keeping.assign, to=desk.office.practice.handlers[1])
    sent = desk.office.letters("reassignment")
    assert sorted(one.recipient for one in sent) == [PRITI.email, SAM.email]
    assert "You stand in" in desk.mails()[SAM.email]


def test_where_nobody_stands_in_that_is_said(database: Database) -> None:
    handlers = SAM, replace(PRITI, away=ALL_MONTH)
    office = Office(
        database,
        clock=Clock(MONDAY),
        practice=replace(PRACTICE, handlers=handlers),
        desk=replace(DESK, oversight=None),
    )
    desk = Desk(office, opened(office))
    said = desk.say(desk.keeping.assign, to=handlers[1])
    assert said.endswith("is away until Monday 30 November 2026, and nobody stands in")


# -- the complainant


def telling(database: Database, **more: Any) -> Desk:
    desk = desk_of(database, **{"tell_complainant": True} | more)
    desk.office.deliver()
    return desk


def test_the_complainant_is_told_only_where_the_firm_wants_it(database: Database) -> None:
    desk = telling(database, tell_complainant=False)
    assert "complainant" not in desk.say(desk.keeping.assign, to=PRITI)
    assert desk.office.letters("new_contact") == []
    assert f"may have been given {SAM.name}'s name" in desk.mails()[PRITI.email]


def test_a_complainant_who_was_given_a_name_is_told_the_new_one_once(database: Database) -> None:
    desk = telling(database)
    said = desk.say(desk.keeping.assign, to=PRITI)
    assert said == f"{desk.case.reference} is {PRITI.name}'s; the complainant is told"
    (letter,) = desk.office.letters("new_contact")
    assert (letter.recipient, letter.audience, letter.case) == (JANE, "complainant", desk.case.reference)
    text = words(desk.office, letter)
    assert f"{PRITI.name} is now looking after your complaint" in text
    assert f"[{desk.case.reference}]" in letter.subject
    for word in ("final response", "Ombudsman", "late payment", SAM.name, SAM.email, PRITI.email):
        assert word not in text
    with desk.office.database.reading() as session:
        parsed = BytesParser(policy=policy.default).parsebytes(outbox.show(session, letter.id) or b"")
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["To"] == f"Jane Doe <{JANE}>" or JANE in parsed["To"]
    assert "The complainant is told" in desk.mails()[PRITI.email]
    desk.office.deliver(courier := FakeCourier())
    (to,) = [to for _, to, raw in courier.letters if b"somebody else is looking" in raw.lower()]
    assert to == (JANE, ARCHIVE)


def test_what_the_complainant_answers_to_it_joins_the_case(database: Database) -> None:
    desk = telling(database)
    desk.say(desk.keeping.assign, to=PRITI)
    desk.office.deliver()
    (letter,) = desk.office.letters("new_contact")
    desk.office.take(message("Thank you for telling me.", In_Reply_To=letter.message_id))
    assert len(desk.office.cases()) == 1
    assert [one.recipient for one in desk.office.letters("message_notice")] == [PRITI.email]


def make_unsafe(desk: Desk) -> None:
    (letter,) = desk.office.letters("acknowledgement")
    text = "Please do not write to me by email any more: my husband reads my email and he hits me."
    desk.office.take(message(text, In_Reply_To=letter.message_id))


def put_at_risk(desk: Desk) -> None:
    (letter,) = desk.office.letters("acknowledgement")
    desk.office.take(message("I am going to kill myself.", In_Reply_To=letter.message_id))


@pytest.mark.parametrize(
    ("happened", "why"),
    [
        (make_unsafe, "contact may not be safe"),
        (put_at_risk, "life may be at risk"),
        (lambda desk: desk.office.close(desk.case.reference), "the case is closed"),
    ],
)
def test_the_complainant_is_never_told_where_it_may_do_harm_or_is_of_no_use(
    database: Database, happened: Callable[[Desk], None], why: str
) -> None:
    desk = telling(database)
    happened(desk)
    assert desk.say(desk.keeping.assign, to=PRITI).endswith(f"the complainant is not told: {why}")
    assert desk.office.letters("new_contact") == []
    assert "The complainant is told" not in desk.mails()[PRITI.email]


@pytest.mark.parametrize("answers", [None, [Failed("550 5.1.1 no such user")] * 9])
def test_who_was_not_acknowledged_by_mail_is_not_told(database: Database, answers: list[Any] | None) -> None:
    desk = desk_of(database, tell_complainant=True)
    if answers is not None:
        desk.office.deliver(FakeCourier(answers=answers))
    said = desk.say(desk.keeping.assign, to=PRITI)
    assert said.endswith("is not told: no acknowledgement was sent to them by e-mail")
    assert desk.office.letters("new_contact") == []


def test_an_acknowledgement_that_came_back_was_none(database: Database) -> None:
    desk = telling(database)
    (letter,) = desk.office.letters("acknowledgement")
    with database.transaction() as session:
        assert outbox.bounced(session, letter.id, "5.1.1 no such user", MONDAY)
    assert "is not told: no acknowledgement" in desk.say(desk.keeping.assign, to=PRITI)


def test_an_address_that_became_one_of_ours_is_not_written_to(database: Database) -> None:
    desk = telling(database)
    rules = replace(desk.office.practice, own_addresses=frozenset({MAILBOX, ARCHIVE, JANE}))
    keeping = Keeping(rules, desk.office.correspondence, desk.office.attention)
    assert desk.say(keeping.assign, to=PRITI).endswith("is not told: it is an address of ours")
    assert desk.office.letters("new_contact") == []


def test_no_address_is_told_of_one_change_after_the_other(database: Database) -> None:
    desk = telling(database)
    said = [desk.say(desk.keeping.assign, to=to) for to in (PRITI, SAM, PRITI, SAM, PRITI)]
    assert [one.endswith("the complainant is told") for one in said] == [True, True, True, False, False]
    assert "3 such letters to this address within a day" in said[-1]
    assert len(desk.office.letters("new_contact")) == 3
    desk.office.clock.go(days=1, minutes=1)
    assert desk.say(desk.keeping.assign, to=SAM).endswith("the complainant is told")


def test_a_new_contact_that_came_back_is_not_made_an_acknowledgement(database: Database) -> None:
    desk = telling(database)
    desk.say(desk.keeping.assign, to=PRITI)
    desk.office.deliver(FakeCourier(answers=[Failed("550 5.1.1 no such user")] * 9))
    (letter,) = desk.office.letters("new_contact")
    (task,) = [one for one in desk.office.tasks() if one.letter_id == letter.id]
    assert task.owner == PRITI.email
    with pytest.raises(NotAllowed, match="is not written again"):
        Hands(desk.office).send(task, to="jane@other.example")
    assert len(desk.office.letters("acknowledgement")) == 1


def test_a_mail_that_cannot_be_written_lies_before_the_new_handler_and_the_case_is_theirs(
    database: Database,
) -> None:
    desk = telling(database)
    nameless = replace(PRITI, name="12345")
    said = desk.say(desk.keeping.assign, to=nameless)
    assert said.endswith("the complainant is not told: the letter could not be written")
    assert desk.case.handler_email == PRITI.email
    (task,) = [one for one in desk.office.tasks() if one.reason == "letter not written"]
    assert (task.owner, task.case) == (PRITI.email, desk.case.reference)
    assert len(told(desk.office, desk.case, "letter-unwritten")) == 1


# -- reminders held, notes, deadlines met


def due(desk: Desk) -> dict[str, Any]:
    with desk.office.database.reading() as session:
        found = kept.of_case(session, desk.case.id)
    return {one.deadline.name: one.deadline for one in found if one.discharged_at is None}


def only_final(desk: Desk) -> None:
    """Everything but the eight weeks has been done."""
    others = sorted(set(due(desk)) - {"final_response"})
    desk.say(desk.keeping.met, deadlines=others)


def test_nothing_is_reminded_of_before_the_day_and_then_everything_is(desk: Desk) -> None:
    only_final(desk)
    said = desk.say(desk.keeping.hold_reminders, until=date(2027, 1, 4), because=f"waits for card {CARD}")
    assert said == f"{desk.case.reference}: no reminders before Monday 4 January 2027"
    (fields,) = told(desk.office, desk.case, "reminders-held")
    assert fields["until"] == "2027-01-04"
    assert CARD not in str(fields["because"])
    for day in range(1, 41):  # four weeks are the 21st of December
        desk.office.clock.now = datetime(2026, 11, 24, 9, 30, tzinfo=UTC) + timedelta(days=day)
        desk.office.sweep()
    assert desk.office.letters("reminder") == []
    desk.office.clock.now = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
    desk.office.sweep()
    assert [one.recipient for one in desk.office.letters("reminder")] == [SAM.email]


def test_today_ends_a_hold(desk: Desk) -> None:
    only_final(desk)
    with pytest.raises(NotAllowed, match="no reminders are held"):
        desk.say(desk.keeping.hold_reminders, until=MONDAY.date(), because="x")
    desk.say(desk.keeping.hold_reminders, until=date(2027, 1, 4), because="waits for the bank")
    desk.office.clock.now = datetime(2026, 12, 22, 9, 30, tzinfo=UTC)
    desk.office.sweep()
    assert desk.office.letters("reminder") == []
    said = desk.say(desk.keeping.hold_reminders, until=date(2026, 12, 22), because="the bank answered")
    assert said == f"{desk.case.reference}: reminders go on today"
    desk.office.sweep()
    assert len(desk.office.letters("reminder")) == 1


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (date(2026, 11, 22), "Sunday 22 November 2026 is over"),
        (date(2027, 1, 19), "final response lapses on Monday 18 January 2027: .* until Monday 18 January"),
        (date(9999, 12, 31), "final response lapses"),
    ],
)
def test_a_hold_that_cannot_be_is_refused_and_nothing_is_held(desk: Desk, until: date, words: str) -> None:
    only_final(desk)
    with pytest.raises(NotAllowed, match=words):
        desk.say(desk.keeping.hold_reminders, until=until, because="x")
    assert desk.case.reminders_held_until is None


def test_a_hold_ends_on_the_last_working_day_before_a_deadline(database: Database) -> None:
    office = office_of(database)
    # A Saturday, and so is the end of the eight weeks.
    office.clock.now = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
    desk = Desk(office, opened(office))
    only_final(desk)
    with pytest.raises(
        NotAllowed, match=r"lapses on Saturday 23 January 2027: .* until Friday 22 January 2027"
    ):
        desk.say(desk.keeping.hold_reminders, until=date(2027, 1, 23), because="x")
    desk.say(desk.keeping.hold_reminders, until=date(2027, 1, 22), because="x")
    office.clock.now = datetime(2027, 1, 22, 9, 0, tzinfo=UTC)
    office.sweep()
    assert len(office.letters("reminder")) == 1


def test_the_next_deadline_is_what_counts_whichever_it_is(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match=r"first contact|acknowledgement"):
        desk.say(desk.keeping.hold_reminders, until=date(2026, 11, 26), because="x")
    desk.say(desk.keeping.met, deadlines=["acknowledgement", "first_contact"])
    with pytest.raises(NotAllowed, match="summary resolution lapses on Thursday 26 November 2026"):
        desk.say(desk.keeping.hold_reminders, until=date(2026, 11, 27), because="x")
    desk.say(desk.keeping.hold_reminders, until=date(2026, 11, 26), because="x")


def test_of_what_is_overdue_or_closed_or_met_nothing_is_held(desk: Desk) -> None:
    only_final(desk)
    desk.office.clock.now = datetime(2027, 1, 20, 9, 30, tzinfo=UTC)
    with pytest.raises(NotAllowed, match="final response is overdue since Monday 18 January 2027"):
        desk.say(desk.keeping.hold_reminders, until=date(2027, 1, 22), because="x")
    desk.say(desk.keeping.met, deadlines=["final_response"])
    with pytest.raises(NotAllowed, match="no open deadline"):
        desk.say(desk.keeping.hold_reminders, until=date(2027, 1, 22), because="x")
    desk.office.close(desk.case.reference)
    with pytest.raises(NotAllowed, match="is closed"):
        desk.say(desk.keeping.hold_reminders, until=date(2027, 1, 22), because="x")


def test_no_hold_that_is_allowed_hides_a_lapse(database: Database) -> None:
    """Whatever day is allowed, a reminder is sent before the next deadline's last moment."""
    for hour in (3, 10, 23):  # the promise of 24 hours lapses at this hour of Tuesday
        received = datetime(2026, 11, 23, hour, 0, tzinfo=UTC)
        for days in range(1, 6):
            office = office_of(database, SAM)
            office.clock.now = received
            case = opened(office, f"I complain about fee {hour} {days}.", f"p{hour}.{days}@example.org")
            desk = Desk(office, case)
            until = received.date() + timedelta(days=days)
            try:
                desk.say(desk.keeping.hold_reminders, until=until, because="x")
            except NotAllowed:
                continue
            following = min(due(desk).values(), key=lambda one: one.due_at)
            moment = datetime(until.year, until.month, until.day, 9, 0, tzinfo=UTC)
            assert moment < following.due_at
            office.clock.now = moment
            office.sweep()
            assert office.letters("reminder")[-1].created_at == moment


def test_a_note_is_kept_without_card_numbers_and_an_empty_one_is_none(desk: Desk) -> None:
    said = desk.say(desk.keeping.note, text=f" She paid with {CARD}.\nRang her. ")
    assert said == f"noted on {desk.case.reference}"
    (row,) = desk.office.rows("SELECT text FROM notes")
    assert CARD not in row[0]
    assert "*" in row[0]
    assert row[0].endswith(".\nRang her.")
    assert [one["by"] for one in told(desk.office, desk.case, "note-added")] == [SAM.email]
    with pytest.raises(NotAllowed, match="empty"):
        desk.say(desk.keeping.note, text=" \n")


def test_deadlines_are_met_by_name_once_and_the_owed_acknowledgement_with_its_own(database: Database) -> None:
    desk = desk_of(database, text=DANGER)
    assert "acknowledgement owed" in {task.reason for task in desk.office.tasks()}
    said = desk.say(desk.keeping.met, deadlines=["acknowledgement", "first_contact", "acknowledgement"])
    assert said == f"{desk.case.reference}: acknowledgement, first_contact met"
    assert {"acknowledgement", "first_contact"}.isdisjoint(due(desk))
    assert "acknowledgement owed" not in {task.reason for task in desk.office.tasks()}
    for wrong in (["acknowledgement"], ["final_response", "nonsense"], [], [""]):
        with pytest.raises(NotAllowed, match="open are: final_response, summary_resolution"):
            desk.say(desk.keeping.met, deadlines=wrong)
    assert "final_response" in due(desk)


# -- at the command line


def test_the_command_line_does_the_same_without_any_servers_password(
    run: Run, filled: Office, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAILBOT_TEST_PASSWORD")
    case = filled.cases()[0]
    (other,) = {"Priti Anand", "Sam Ogilvie"} - {case.handler_name}
    said = run("cases", "assign", case.reference, other.lower(), "--by", "lead")
    assert (said.code, said.out) == (0, f"{case.reference} is {other}'s\n")
    one_line(run("cases", "assign", case.reference, other), f"is {other}'s already")
    shown = run("cases", "show", case.reference).out
    assert "case-assigned" in shown
    assert deeds(load(firm.config)).keeping is not None


def test_reminders_are_held_at_the_command_line(run: Run, filled: Office) -> None:
    reference = filled.cases()[0].reference
    one_line(run("cases", "hold-reminders", reference, "2020-01-01", "--because", "x"), "is over")
    one_line(run("cases", "hold-reminders", reference, "2099-01-01", "--because", "x"), "cannot be held")
    one_line(run("cases", "hold-reminders", reference, "2099-01-01"), "cannot be held")
    assert run("cases", "hold-reminders", reference, "soon", "--because", "x").code == 2
