"""The ledger of UIDs and the messages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from store_rows import NOW, open_case, record

from mailbot.store import received
from mailbot.store.database import Conflict, Database
from mailbot.store.received import Key, Seen

KEY = Key("complaints", 7, 1)


def test_a_message_is_recorded_with_its_octets_and_its_key(database: Database) -> None:
    octets = bytes(range(256)) * 1000
    with database.transaction() as session:
        assert received.seen(session, KEY) is None
        case = open_case(session)
        row = record(session, raw=octets, case_id=case.id)
    with database.reading() as session:
        assert received.seen(session, KEY) == Seen(row, None, "processed", "C-0001", "complaint", "open")
        assert received.raw(session, row) == octets
        assert received.extract_of(session, row) == {"topics": []}


def test_a_uid_is_recorded_once(database: Database) -> None:
    with database.transaction() as session:
        record(session)
    with pytest.raises(Conflict), database.transaction() as session:
        record(session)


def test_the_same_uid_of_another_epoch_or_mailbox_is_another_message(database: Database) -> None:
    with database.transaction() as session:
        record(session)
        assert received.seen(session, Key("complaints", 8, 1)) is None
        assert received.seen(session, Key("other", 7, 1)) is None


def test_uids_use_the_whole_range_of_imap(database: Database) -> None:
    key = Key("complaints", 2**32 - 1, 2**32 - 1)
    with database.transaction() as session:
        record(session, key=key)
        assert received.seen(session, key) is not None
        assert received.ledger_uids(session, "complaints", 2**32 - 1, 1, 2**32) == {2**32 - 1}


@pytest.mark.assertion("E-127")
def test_the_same_octets_of_the_same_moment_are_the_same_message(database: Database) -> None:
    with database.transaction() as session:
        row = record(session)
        sha256 = f"{1:064x}"
        same = received.same_message(session, sha256, NOW)
        assert same is not None
        assert same.id == row
        assert received.same_message(session, sha256, NOW + timedelta(seconds=1)) is None
        assert received.same_message(session, "0" * 64, NOW) is None


def test_a_message_keeps_its_old_key_when_the_server_renumbers(database: Database) -> None:
    renumbered = Key("complaints", 8, 3)
    with database.transaction() as session:
        row = record(session)
        received.attach_key(session, row, renumbered)
        for key in (KEY, renumbered):
            seen = received.seen(session, key)
            assert seen is not None
            assert seen.id == row
        assert received.unsettled(session, "complaints", 8) == {3: "processed"}


def test_a_message_is_unsettled_until_it_was_moved(database: Database) -> None:
    with database.transaction() as session:
        for uid in (1, 2):
            record(session, uid)
        assert received.unsettled(session, "complaints", 7) == {1: "processed", 2: "processed"}
        assert received.settled(session, KEY, "Processed", NOW)
        assert not received.settled(session, Key("complaints", 7, 99), "Processed", NOW)
        assert received.unsettled(session, "complaints", 7) == {2: "processed"}
        seen = received.seen(session, KEY)
        assert seen is not None
        assert seen.settled == "Processed"


def test_known_uids_are_found_among_thousands(database: Database) -> None:
    with database.transaction() as session:
        for uid in (1, 700, 1400):
            record(session, uid)
        assert received.known_uids(session, "complaints", 7, range(2, 1500)) == {700, 1400}
        assert received.known_uids(session, "complaints", 7) == {1, 700, 1400}
        assert received.known_uids(session, "complaints", 7, []) == set()


def test_a_message_that_vanished_is_in_the_ledger_and_needs_no_move(database: Database) -> None:
    with database.transaction() as session:
        assert received.vanished(session, KEY, NOW)
        assert not received.vanished(session, KEY, NOW)
        assert received.ledger_uids(session, "complaints", 7, 1, 2) == {1}
        assert received.known_uids(session, "complaints", 7) == set()  # should it turn up, it is read
        assert received.unsettled(session, "complaints", 7) == {}


def test_a_message_that_vanished_and_appears_after_all_is_recorded(database: Database) -> None:
    with database.transaction() as session:
        received.vanished(session, KEY, NOW)
        assert received.seen(session, KEY) is None
        record(session)
        assert received.seen(session, KEY) is not None
        assert received.unsettled(session, "complaints", 7) == {1: "processed"}


def test_an_epoch_begins_once(database: Database) -> None:
    with database.transaction() as session:
        assert received.begin_epoch(session, "complaints", 7, 100, NOW)
        assert not received.begin_epoch(session, "complaints", 7, 200, NOW)
        assert received.epoch_begins(session, "complaints", 7) == 100


def test_what_no_database_can_store_does_not_stop_a_message(database: Database) -> None:
    with database.transaction() as session:
        row = record(
            session,
            message_id="<" + "𝕏" * 5000 + ">",
            author="\x00" + "é" * 5000 + "@example.org",
            subject="a\x00b\ud800" + "x" * 100_000,
        )
        assert received.raw(session, row)
