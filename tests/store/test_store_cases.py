"""Cases, handlers and what is known about a message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session
from store_rows import DAY, HOUR, NOW, deadline, new_case, open_case, put, record

from mailbot.complaints.known import Known, KnownCase
from mailbot.complaints.practice import Handler
from mailbot.store import cases, deadlines, journal, outbox, tasks
from mailbot.store.database import Conflict, Database
from mailbot.store.journal import Event

JANE = "jane@example.org"


@pytest.fixture
def ask() -> Callable[..., Known]:
    def ask(session: Session, **about: Any) -> Known:
        nothing: dict[str, Any] = {
            "message_id": "<new@example.org>",
            "in_reply_to": (),
            "references": (),
            "author": JANE,
            "cited": (),
            "now": NOW + HOUR,
        }
        return cases.known(session, **(nothing | about))

    return ask


def found(known: Known) -> list[tuple[str, str]]:
    return [(case.reference, case.by) for case in known.cases]


def test_a_case_is_read_as_it_was_opened(database: Database) -> None:
    with database.transaction() as session:
        opened = cases.open_case(session, new_case())
    with database.reading() as session:
        assert cases.get(session, "c-0001") == opened
        assert cases.get(session, opened.reference.lower()) == opened
        assert cases.exists(session, "C-0001")
        assert not cases.exists(session, "C-0002")
        assert cases.get(session, "C-0002") is None
    assert opened.received_at == NOW
    assert opened.cues[0]["phrase"] == "I am ill"


def test_a_reference_is_given_once(database: Database) -> None:
    with database.transaction() as session:
        open_case(session)
    with pytest.raises(Conflict), database.transaction() as session:
        cases.open_case(session, new_case(thread_token="another"))


def test_parties_references_and_links_are_noted_once(database: Database) -> None:
    with database.transaction() as session:
        case, other = open_case(session), open_case(session, "C-0002")
        assert not cases.add_party(session, case.id, address="JANE@example.org", name="J", role="complainant")
        assert cases.add_reference(session, case.id, type="account", value="CNX-204418", source="subject")
        assert not cases.add_reference(session, case.id, type="account", value="cnx 204418", source="new")
        assert not cases.add_reference(session, case.id, type="account", value=" - ", source="new")
        assert cases.link(session, case.id, other.reference, why="cites", at=NOW)
        assert not cases.link(session, case.id, other.reference, why="cites", at=NOW)
        assert not cases.link(session, case.id, "C-9999", why="cites", at=NOW)
        assert [party.address for party in cases.parties_of(session, case.id)] == [JANE]
        assert [reference.value for reference in cases.references_of(session, case.id)] == ["CNX-204418"]
        assert cases.links_of(session, case.id) == [("C-0002", "cites")]


def test_cases_are_listed_by_the_deadline_that_lapses_next(database: Database) -> None:
    with database.transaction() as session:
        later, sooner = open_case(session), open_case(session, "C-0002")
        open_case(session, "C-0003")
        deadlines.put(session, later.id, [deadline()], "2026")
        deadlines.put(session, sooner.id, [deadline(), deadline("first_contact", 1)], "2026")
        lines = cases.list_cases(session)
        assert [(line.case.reference, line.next_deadline) for line in lines] == [
            ("C-0002", "first_contact"),
            ("C-0001", "final_response"),
            ("C-0003", None),
        ]
        assert lines[0].next_due_at == NOW + DAY
        deadlines.put(session, later.id, [deadline("summary_resolution", 1)], "2026")
        assert "summary_resolution" in {line.next_deadline for line in cases.list_cases(session, now=NOW)}
        after = cases.list_cases(session, now=NOW + 2 * DAY)  # that way is open no more, and nothing is owed
        assert [(line.case.reference, line.next_deadline) for line in after] == [
            ("C-0002", "first_contact"),
            ("C-0001", "final_response"),
            ("C-0003", None),
        ]
        soon = cases.list_cases(session, due_before=NOW + 2 * DAY, now=NOW + 2 * DAY)
        assert [line.case.reference for line in soon] == ["C-0002"]
        assert cases.list_cases(session, handler="nobody@firm.example") == []
        assert cases.list_cases(session, status="closed") == []


def test_handlers_are_given_cases_in_turn(database: Database) -> None:
    handlers = [Handler(name, f"{name}@firm.example") for name in ("ann", "bob", "cyd")]

    def turns(number: int) -> list[str]:
        with database.transaction() as session:
            return [cases.next_handler(session, handlers).name for _ in range(number)]

    assert turns(2) == ["ann", "bob"]
    assert turns(3) == ["cyd", "ann", "bob"]  # as after a restart
    handlers.append(Handler("dan", "dan@firm.example"))
    assert turns(2) == ["dan", "cyd"]


def test_a_case_given_by_hand_is_a_turn(database: Database) -> None:
    ann, bob = Handler("ann", "ann@firm.example"), Handler("bob", "bob@firm.example")
    with database.transaction() as session:
        open_case(session)
        assert cases.assign(session, "C-0001", ann)
        assert not cases.assign(session, "C-9999", ann)
        assert cases.next_handler(session, [ann, bob]) == bob
        case = cases.get(session, "C-0001")
        assert case is not None
        assert (case.handler_name, case.handler_email) == ("ann", "ann@firm.example")


def test_a_case_is_moved_once_from_the_state_it_is_in(database: Database) -> None:
    with database.transaction() as session:
        open_case(session)
        final: dict[str, Any] = {"before": "opened", "state": "final-sent", "closed": True}
        assert cases.move(session, "C-0001", **final, outcome="upheld", closed_at=NOW)
        assert not cases.move(session, "C-0001", **final, outcome="rejected", closed_at=NOW)
        closed = cases.get(session, "C-0001")
        assert closed is not None
        assert (closed.status, closed.state, closed.outcome) == ("closed", "final-sent", "upheld")
        again: dict[str, Any] = {"before": "final-sent", "state": "reopened", "closed": False}
        assert cases.move(session, "C-0001", **again, outcome=None, closed_at=None)
        opened = cases.get(session, "C-0001")
        assert opened is not None
        assert (opened.status, opened.outcome, opened.closed_at) == ("open", None, None)


def test_a_case_can_be_amended(database: Database) -> None:
    with database.transaction() as session:
        open_case(session)
        assert cases.amend(session, "C-0001", received_on=date(2026, 2, 27), regime="payments")
        assert not cases.amend(session, "C-0001")
        assert not cases.amend(session, "C-9999", regime="payments")
        case = cases.get(session, "C-0001")
        assert case is not None
        assert (case.received_on, case.regime, case.received_at) == (date(2026, 2, 27), "payments", NOW)


def test_a_timeline_tells_everything_in_order(database: Database) -> None:
    with database.transaction() as session:
        case = open_case(session)
        row = record(session, case_id=case.id, internal_date=NOW - HOUR)
        deadlines.put(session, case.id, [deadline()], "2026")
        put(session, case_id=case.id)
        tasks.open_task(
            session, unique_key="t", reason="owed", detail="because", case_id=case.id, message_row_id=row,
            letter_id=None, due_at=NOW + DAY, owner="sam@firm.example", now=NOW + HOUR,
        )  # fmt: skip
        assert cases.note(session, "C-0001", text="called her", by="sam", now=NOW + 2 * HOUR)
        assert not cases.note(session, "C-9999", text="called her", by="sam", now=NOW)
        journal.append(session, [Event("case-opened", NOW, "C-0001")])
        told = [happening.what for happening in cases.timeline(session, "C-0001")]
        assert told == ["message", "deadline", "letter", "journal", "task", "note"]
        assert cases.timeline(session, "C-9999") == []


class TestKnown:
    def test_nothing_is_known_of_a_stranger(self, database: Database, ask: Callable[..., Known]) -> None:
        with database.transaction() as session:
            open_case(session)
            put(session)
            assert ask(session, author="stranger@example.org") == Known()
            assert ask(session, author=None, message_id=None) == Known()

    def test_an_answer_to_a_letter_of_ours_belongs_to_its_case(
        self, database: Database, ask: Callable[..., Known]
    ) -> None:
        with database.transaction() as session:
            case = open_case(session)
            put(session, case_id=case.id)
            known = ask(session, in_reply_to=["<k1@firm.example>"], author="other@example.org")
            assert known.cases == (KnownCase("C-0001", frozenset({JANE}), closed=False, by="token"),)

    def test_the_strongest_way_is_told(self, database: Database, ask: Callable[..., Known]) -> None:
        with database.transaction() as session:
            case = open_case(session)
            put(session, case_id=case.id)
            record(session, case_id=case.id)
            about: dict[str, Any] = {"cited": ["c-0001"]}
            assert found(ask(session, **about)) == [("C-0001", "reference")]
            about["references"] = ["<1@example.org>"]
            assert found(ask(session, **about)) == [("C-0001", "message-id")]
            about["references"] = ["<1@example.org>", "<k1@firm.example>"]
            assert found(ask(session, **about)) == [("C-0001", "token")]
            about["references"], about["return_paths"] = [], ["ack+k1@firm.example"]
            assert found(ask(session, **about)) == [("C-0001", "token")]

    def test_a_regulator_is_understood_by_its_own_reference(
        self, database: Database, ask: Callable[..., Known]
    ) -> None:
        with database.transaction() as session:
            case = open_case(session)
            cases.add_reference(session, case.id, type="regulator", value="PNX-123-ABC", source="new")
            cases.add_reference(session, case.id, type="account", value="CNX-204418", source="new")
            author = "someone@financial-ombudsman.org.uk"
            known = ask(session, author=author, references_found=["pnx123abc"])
            assert found(known) == [("C-0001", "regulator-reference")]
            assert found(ask(session, author=author, references_found=["CNX-204418"])) == []

    def test_of_an_authors_cases_those_that_share_a_number_come_first(
        self, database: Database, ask: Callable[..., Known]
    ) -> None:
        with database.transaction() as session:
            first = open_case(session)
            open_case(session, "C-0002")
            assert found(ask(session)) == [("C-0002", "same-author"), ("C-0001", "same-author")]
            cases.add_reference(session, first.id, type="account", value="CNX-204418", source="new")
            known = ask(session, references_found=["CNX 204418"])
            assert found(known) == [("C-0001", "same-author"), ("C-0002", "same-author")]

    def test_a_closed_case_says_so(self, database: Database, ask: Callable[..., Known]) -> None:
        with database.transaction() as session:
            open_case(session)
            cases.move(session, "C-0001", before="opened", state="final-sent", closed=True)
            assert [case.closed for case in ask(session).cases] == [True]

    def test_a_letter_of_ours_that_came_back_is_recognised(
        self, database: Database, ask: Callable[..., Known]
    ) -> None:
        with database.transaction() as session:
            put(session)
            known = ask(session, message_id="<k1@firm.example>", author=None)
            assert known.own_letter == "<k1@firm.example>"
            assert known.cases == ()

    def test_a_report_is_about_a_letter_by_its_message_id_or_its_reverse_path(
        self, database: Database, ask: Callable[..., Known]
    ) -> None:
        with database.transaction() as session:
            put(session)
            by_id = ask(session, author=None, reported="<k1@firm.example>")
            by_path = ask(session, author=None, return_paths=["ack+k1@firm.example"])
            neither = ask(session, author=None, reported="<x@firm.example>", return_paths=[""])
            assert by_id.reported_letter == by_path.reported_letter == "<k1@firm.example>"
            assert neither.reported_letter is None

    @pytest.mark.assertion("D-89", "D-90")
    def test_a_reverse_path_counts_before_an_envelope_id_and_that_before_a_message_id(
        self, database: Database, ask: Callable[..., Known]
    ) -> None:
        with database.transaction() as session:
            for key in ("k1", "k2", "k3"):
                put(session, key)
            about: dict[str, Any] = {"author": None, "reported": "<k3@firm.example>"}
            assert ask(session, **about).reported_letter == "<k3@firm.example>"
            about["envelope"] = ["<none@firm.example>", "<k2@firm.example>"]
            assert ask(session, **about).reported_letter == "<k2@firm.example>"
            about["return_paths"] = ["ack+k1@firm.example"]
            assert ask(session, **about).reported_letter == "<k1@firm.example>"
            about["return_paths"] = ["ack+forged@firm.example"]
            assert ask(session, **about).reported_letter is None

    def test_acknowledgements_to_an_author_are_counted(
        self, database: Database, ask: Callable[..., Known]
    ) -> None:
        with database.transaction() as session:
            put(session, "today")
            put(session, "yesterday", not_before=NOW - 25 * HOUR)
            put(session, "last-month", not_before=NOW - 30 * DAY)
            put(session, "leaflet", kind="leaflet")
            put(session, "another", recipient="other@example.org")
            cancelled = put(session, "cancelled")
            outbox.cancel(session, cancelled, "not wanted", NOW)
            known = ask(session, author="JANE@EXAMPLE.ORG")
            assert (known.acknowledgements_today, known.acknowledgements_this_week) == (1, 2)

    def test_a_thread_is_acknowledged_once(self, database: Database, ask: Callable[..., Known]) -> None:
        with database.transaction() as session:
            case = open_case(session)
            record(session, case_id=case.id)
            thread = {"in_reply_to": ["<1@example.org>"]}
            assert not ask(session, **thread).acknowledged_in_thread
            put(session, case_id=case.id)
            assert ask(session, **thread).acknowledged_in_thread
            assert not ask(session).acknowledged_in_thread
            assert not ask(session, **thread, author="other@example.org").acknowledged_in_thread

    def test_a_hostile_message_with_thousands_of_ids_is_answered(
        self, database: Database, ask: Callable[..., Known]
    ) -> None:
        with database.transaction() as session:
            case = open_case(session)
            record(session, case_id=case.id)
            ids = [f"<{n}-x@example.org>" for n in range(50_000)] + ["<1@example.org>"]
            known = ask(
                session,
                references=ids,
                in_reply_to=["<\x00>", "<" + "a" * 10_000 + ">"],
                references_found=ids,
                cited=[f"C-{n}\x00" for n in range(50_000)],
            )
            assert found(known) == [("C-0001", "message-id")]


def test_deadlines_are_open_until_they_are_discharged(database: Database) -> None:
    with database.transaction() as session:
        case = open_case(session)
        deadlines.put(session, case.id, [deadline(), deadline("acknowledgement", 1)], "2026")
        both = deadlines.open_deadlines(session, now=NOW)
        assert [one.deadline.name for one in both] == ["acknowledgement", "final_response"]
        assert both[1].deadline == deadline()
        assert (both[1].reference, both[1].handler_email) == ("C-0001", "sam@firm.example")
        soon = deadlines.open_deadlines(session, now=NOW, horizon=timedelta(days=2))
        assert [one.deadline.name for one in soon] == ["acknowledgement"]
        assert deadlines.discharge(session, case.id, ["acknowledgement", "x"], NOW, "letter") == 1
        assert deadlines.discharge(session, case.id, ["acknowledgement"], NOW, "letter") == 0
        left = deadlines.open_deadlines(session, now=NOW)
        assert [one.deadline.name for one in left] == ["final_response"]
        cases.move(session, "C-0001", before="opened", state="final-sent", closed=True)
        assert deadlines.open_deadlines(session, now=NOW) == []


def test_a_recomputed_deadline_supersedes_the_old_one(database: Database) -> None:
    with database.transaction() as session:
        case = open_case(session)
        names = [deadline(), deadline("acknowledgement", 1), deadline("promise", 2)]
        deadlines.put(session, case.id, names, "2026")
        deadlines.discharge(session, case.id, ["acknowledgement"], NOW, "letter")
        before = {one.deadline.name: one.id for one in deadlines.open_deadlines(session, now=NOW)}
        again = [deadline(days=55), deadline("acknowledgement", 0), deadline("promise", 2)]
        deadlines.replace(session, case.id, again, "2027", now=NOW)
        after = {one.deadline.name: one for one in deadlines.open_deadlines(session, now=NOW)}
        assert set(after) == {"final_response", "promise"}  # what was discharged stays so
        assert after["final_response"].deadline.due_at == NOW + timedelta(days=55)
        assert after["promise"].id == before["promise"]
        assert after["final_response"].id != before["final_response"]
        assert len(deadlines.of_case(session, case.id)) == 3
        assert len(deadlines.of_case(session, case.id, superseded=True)) == 5


def test_a_case_has_one_current_deadline_of_a_name(database: Database) -> None:
    with database.transaction() as session:
        case = open_case(session)
    with pytest.raises(Conflict), database.transaction() as session:
        deadlines.put(session, case.id, [deadline(), deadline()], "2026")
