"""An old server, or a bad line: whatever is missing, each message becomes one case and is filed once."""

from __future__ import annotations

import re

import pytest
from fakes import Office
from imap_proxy import Proxy
from inbox import Inbox, complaint
from servers import UserOf

pytestmark = pytest.mark.servers

NAMES = tuple(f"p{number}" for number in range(5))


@pytest.mark.assertion("E-108", "E-119")
@pytest.mark.fault("F22")
@pytest.mark.parametrize(
    "without",
    [
        (),
        ("MOVE",),
        ("UIDPLUS",),
        ("IDLE",),
        ("NAMESPACE",),
        ("CONDSTORE", "QRESYNC"),
        ("LITERAL+",),
        ("SASL-IR",),
        ("AUTH=PLAIN", "SASL-IR"),
        ("UNSELECT", "ENABLE", "ID"),
        ("KEYWORDS",),
        ("KEYWORDS", "MOVE"),
        ("MOVE", "IDLE", "NAMESPACE", "LITERAL+", "CONDSTORE", "QRESYNC", "SASL-IR", "AUTH=PLAIN"),
    ],
    ids=" ".join,
)
def test_a_server_that_offers_less_gets_its_mail_read_and_filed_all_the_same(
    dovecot: UserOf, office: Office, without: tuple[str, ...]
) -> None:
    with Proxy(dovecot.server.port, without=without) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put_complaints(*NAMES)
        watch = inbox.run()
    assert watch.trouble is None
    inbox.assert_all_filed(*NAMES)
    assert "UID MOVE" in " ".join(proxy.commands) or "MOVE" in without


@pytest.mark.fault("F22")
def test_a_server_that_can_file_nothing_has_its_mail_read_and_a_person_is_told(
    dovecot: UserOf, office: Office
) -> None:
    with Proxy(dovecot.server.port, without=("MOVE", "UIDPLUS")) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put_complaints(*NAMES)
        watch = inbox.run()
    assert 'after = "leave"' in (watch.trouble or "")
    assert len(office.cases()) == len(NAMES)
    assert len(inbox.in_folder("INBOX")) == len(NAMES)
    # Once somebody has mended the server, what lies there is filed, and nothing is read twice.
    inbox.port = None
    inbox.run()
    inbox.assert_all_filed(*NAMES)


@pytest.mark.assertion("E-102", "E-106", "E-107", "E-128")
@pytest.mark.parametrize("without", [(), ("MOVE",)], ids=["move", "copy"])
def test_only_commands_by_uid_are_sent_and_nothing_that_marks_or_expunges_what_is_not_ours(
    dovecot: UserOf, office: Office, without: tuple[str, ...]
) -> None:
    with Proxy(dovecot.server.port, without=without) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put_complaints(*NAMES)
        inbox.run()
        said = " | ".join(proxy.commands)
    verbs = {re.match(r"(?:UID )?[A-Z]+", command, re.IGNORECASE)[0].upper() for command in proxy.commands}
    assert verbs & {"FETCH", "STORE", "COPY", "MOVE", "SEARCH", "EXPUNGE", "CLOSE"} == set()
    assert {"UID FETCH", "UID SEARCH", "LOGOUT"} <= verbs
    assert not re.search(r"BODY\[|RFC822(?!\.SIZE)", said), "a FETCH that marks as read"
    stored = [command.rpartition(" +FLAGS.SILENT ")[2] for command in proxy.commands if "STORE" in command]
    assert stored == ["($MailbotFiled)"] + [r"(\Deleted)"] * bool(without)


@pytest.mark.assertion("E-108")
def test_a_copy_that_failed_marks_nothing_as_deleted(dovecot: UserOf, office: Office) -> None:
    with Proxy(dovecot.server.port, without=("MOVE",)) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put_complaints(*NAMES)
        proxy.fault("UID COPY", "say", "@ NO [SERVERBUG] the disk\r\n", times=100)
        watch = inbox.run()
        assert not [command for command in proxy.commands if "Deleted" in command or "EXPUNGE" in command]
        assert watch.trouble is not None
        assert len(inbox.in_folder("INBOX")) == len(NAMES)
        proxy.faults.clear()
        inbox.run()
    inbox.assert_all_filed(*NAMES)


@pytest.mark.assertion("E-109", "E-110")
@pytest.mark.fault("F21")
@pytest.mark.parametrize("command", [r"UID STORE .*Filed", "UID COPY", r"UID STORE .*Deleted", "UID EXPUNGE"])
@pytest.mark.parametrize("then", ["refuse", "cut", "lose the end"])
def test_a_connection_lost_while_copying_leaves_each_message_once(
    dovecot: UserOf, office: Office, command: str, then: str
) -> None:
    with Proxy(dovecot.server.port, without=("MOVE",)) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put_complaints(*NAMES)
        proxy.fault(command, then)
        assert inbox.run().trouble is not None
        assert len(set(inbox.everywhere())) == len(NAMES), "a message is nowhere"
        assert inbox.run().trouble is None
    inbox.assert_all_filed(*NAMES)


@pytest.mark.assertion("E-109")
def test_two_messages_with_the_same_octets_are_both_filed_after_a_lost_copy(
    dovecot: UserOf, office: Office
) -> None:
    with Proxy(dovecot.server.port, without=("MOVE",)) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put_complaints("p0", "p0", "p1")
        proxy.fault("UID COPY", "lose the end")
        inbox.run()
        inbox.run()
    assert inbox.in_folder("INBOX") == []
    assert len(inbox.in_folder("processed")) == 3
    assert inbox.authors() == ["p0@example.org", "p1@example.org"]


@pytest.mark.assertion("E-109")
def test_what_only_looks_like_a_copy_does_not_keep_a_message_from_being_copied(
    dovecot: UserOf, office: Office
) -> None:
    with Proxy(dovecot.server.port, without=("MOVE",)) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put(complaint("p0"), when=office.clock.now)
        # Of the same size and moment, and another message.
        inbox.put(complaint("p1"), when=office.clock.now, folder="processed")
        proxy.fault("UID COPY", "refuse")
        inbox.run()
        inbox.run()
    assert inbox.in_folder("INBOX") == []
    assert sorted(inbox.in_folder("processed")) == [complaint("p0"), complaint("p1")]


@pytest.mark.assertion("E-128")
def test_where_nothing_may_be_marked_as_deleted_nothing_is_copied(dovecot: UserOf, office: Office) -> None:
    with Proxy(dovecot.server.port, without=("MOVE",)) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put_complaints(*NAMES)
        selected = (
            "* FLAGS (\\Seen)\r\n* OK [PERMANENTFLAGS (\\Seen)] x\r\n* 5 EXISTS\r\n* 0 RECENT\r\n"
            "* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 1] x\r\n@ OK [READ-WRITE] x\r\n"
        )
        mailbox = inbox.mailbox()
        mailbox.connect()
        mailbox.ensure_folders()
        mailbox.select()
        uids = mailbox.uids()
        moved = mailbox.move(uids[:1], "processed")
        assert moved.moved == set(uids[:1])
        proxy.fault("SELECT", "say", selected)
        mailbox.select()
        refused = mailbox.move(uids[1:], "processed")
        mailbox.close()
    assert refused.moved == frozenset()
    assert "PERMANENTFLAGS" in str(refused.fault)
    assert len([command for command in proxy.commands if command.startswith("UID COPY")]) == 1
