"""What mailbot files bears a keyword, which goes wherever it is moved, and is read when it comes back."""

from __future__ import annotations

import pytest
from fakes import Office, message
from imap_proxy import Proxy
from inbox import Inbox
from servers import UserOf
from toy_imap import Toy

from mailbot.wire.answers import FILED, was_filed
from mailbot.wire.imap import Mailbox
from mailbot.wire.outcome import Disconnected, Fetched, Oversize
from mailbot.wire.terms import Account

pytestmark = pytest.mark.servers

NAMES = ("p0", "p1", "p2")


def fetched(inbox: Inbox) -> dict[str, bool]:
    """Who wrote what lies in the inbox, and whether it was filed before."""
    mailbox = inbox.mailbox()
    mailbox.connect()
    mailbox.select()
    found = list(mailbox.fetch(mailbox.uids(), max_bytes=10_000_000))
    mailbox.close()
    assert all(isinstance(one, Fetched | Oversize) for one in found)
    raws = {(one.raw if isinstance(one, Fetched) else one.beginning): one.filed for one in found}  # type: ignore[union-attr]
    return {raw.partition(b"<")[2].partition(b"@")[0].decode(): filed for raw, filed in raws.items()}


def taken_out(inbox: Inbox, *, copied: bool = False, source: str = "processed") -> None:
    """A colleague brings back what was filed."""
    with inbox.at.server.client(inbox.at.user) as client:
        client.select_folder(source)
        (client.copy if copied else client.move)(client.search("ALL"), "INBOX")


@pytest.mark.parametrize("without", [(), ("MOVE",)], ids=["move", "copy"])
def test_what_was_filed_says_so_when_it_is_in_the_inbox_again(
    dovecot: UserOf, office: Office, without: tuple[str, ...]
) -> None:
    with Proxy(dovecot.server.port, without=without) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put_complaints(*NAMES)
        inbox.run()
        assert set(inbox.listed("processed").values()) == {(FILED,)}
        assert sum("STORE" in command and "Filed" in command for command in proxy.commands) == 1
        taken_out(inbox, copied=True)
        inbox.put_complaints("new")
        assert fetched(inbox) == {"p0": True, "p1": True, "p2": True, "new": False}
    assert all(rb"\Seen" not in flags for flags in inbox.listed("INBOX").values())


def test_the_keyword_stays_with_a_message_from_folder_to_folder(dovecot: UserOf, office: Office) -> None:
    inbox = Inbox(dovecot, office)
    inbox.put_complaints("p0")
    inbox.run()
    with dovecot.server.client(dovecot.user) as client:
        client.create_folder("Elsewhere")
        client.select_folder("processed")
        client.copy(client.search("ALL"), "Elsewhere")
    taken_out(inbox, source="Elsewhere")
    assert fetched(inbox) == {"p0": True}


def test_of_a_message_too_large_to_read_whole_it_is_known_too(dovecot: UserOf, office: Office) -> None:
    inbox = Inbox(dovecot, office, oversize=3_000)
    inbox.put(message("x" * 5_000, author="p0 <p0@example.org>"))
    inbox.run()
    taken_out(inbox, source="set_aside")
    assert fetched(inbox) == {"p0": True}


@pytest.mark.fault("F20")
def test_what_a_colleague_drags_back_stays_one_case_with_one_acknowledgement(
    dovecot: UserOf, office: Office
) -> None:
    inbox = Inbox(dovecot, office)
    inbox.put_complaints(*NAMES)
    inbox.run()
    taken_out(inbox)
    assert set(fetched(inbox).values()) == {True}
    inbox.run()
    assert inbox.authors() == [f"{name}@example.org" for name in NAMES]
    assert len(office.letters("acknowledgement")) == len(NAMES)
    assert office.tasks() == []
    assert inbox.in_folder("INBOX") == []


def test_where_nothing_is_moved_nothing_is_marked(dovecot: UserOf, office: Office) -> None:
    inbox = Inbox(dovecot, office, moving=False)
    inbox.put_complaints(*NAMES)
    inbox.run()
    assert set(inbox.listed("INBOX").values()) == {()}


@pytest.mark.parametrize("without", [("KEYWORDS",), ("KEYWORDS", "MOVE")], ids=" ".join)
def test_a_server_that_keeps_no_keywords_is_asked_for_none(
    dovecot: UserOf, office: Office, without: tuple[str, ...]
) -> None:
    with Proxy(dovecot.server.port, without=without) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put_complaints(*NAMES)
        assert inbox.run().trouble is None
    assert not any("Filed" in command for command in proxy.commands)
    inbox.assert_all_filed(*NAMES)


@pytest.mark.parametrize(("answer", "asked"), [("NO no more keywords", 1), ("NO [SERVERBUG] x", 2)])
def test_a_server_that_refuses_is_no_trouble_and_is_asked_no_more(
    dovecot: UserOf, office: Office, answer: str, asked: int
) -> None:
    with Proxy(dovecot.server.port) as proxy:
        proxy.fault(r"UID STORE .*Filed", "say", f"@ {answer}\r\n", times=100)
        inbox = Inbox(dovecot, office, port=proxy.port)
        inbox.put(message("Our new issue is out.", author="news@example.org", List_Id="<news.example.org>"))
        inbox.put(message())
        assert inbox.run().trouble is None
        assert sum("Filed" in command for command in proxy.commands) == asked, "once a folder"
        assert [len(inbox.in_folder(name)) for name in ("INBOX", "processed", "not_complaints")] == [0, 1, 1]


def test_of_flags_only_our_keyword_counts_however_it_is_written() -> None:
    assert was_filed({b"FLAGS": (rb"\Seen", b"$mailbotfiled")})
    for flags in ((), (rb"\Seen",), (7, None), b"$MailbotFiled", None):
        assert not was_filed({b"FLAGS": flags})
    assert not was_filed({})


def test_a_server_that_tells_no_flags_has_its_mail_read() -> None:
    toy = Toy()
    toy.append(message())
    with toy:
        terms = Account("127.0.0.1", toy.port, "none", "user", lambda: "token", mechanism="xoauth2")
        mailbox = Mailbox(terms, inbox="INBOX", folders=None)
        mailbox.connect()
        mailbox.select()
        (found,) = mailbox.fetch(mailbox.uids(), max_bytes=1000)
        mailbox.close()
    assert isinstance(found, Fetched)
    assert not found.filed


# -- back to the inbox


def filed(inbox: Inbox) -> Mailbox:
    """Some mail is filed; a connection that may take it back."""
    inbox.put_complaints(*NAMES)
    inbox.run()
    mailbox = inbox.mailbox()
    mailbox.connect()
    mailbox.ensure_folders()
    return mailbox


def epoch(inbox: Inbox, folder: str = "processed") -> int:
    with inbox.at.server.client(inbox.at.user) as client:
        return int(client.select_folder(folder, readonly=True)[b"UIDVALIDITY"])


@pytest.mark.parametrize("without", [(), ("MOVE",)], ids=["move", "copy"])
def test_only_what_is_named_is_taken_back_and_twice_is_once(
    dovecot: UserOf, office: Office, without: tuple[str, ...]
) -> None:
    with Proxy(dovecot.server.port, without=without) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        mailbox = filed(inbox)
        first, second, third = sorted(inbox.listed("processed"))
        done = mailbox.take_back([first, third], "processed", epoch(inbox))
        assert (done.moved, done.gone, done.fault) == ({first, third}, set(), None)
        again = mailbox.take_back([first, third], "processed", epoch(inbox))
        assert (again.moved, again.gone, again.fault) == (set(), {first, third}, None)
        mailbox.close()
        assert list(inbox.listed("processed")) == [second]
        assert fetched(inbox) == {"p0": True, "p2": True}


def test_a_folder_that_was_renumbered_meanwhile_is_left_alone(dovecot: UserOf, office: Office) -> None:
    inbox = Inbox(dovecot, office)
    mailbox = filed(inbox)
    with pytest.raises(Disconnected, match="UIDVALIDITY of processed changed"):
        mailbox.take_back([1], "processed", epoch(inbox) + 1)
    assert len(inbox.listed("processed")) == len(NAMES)


@pytest.mark.parametrize("command", ["UID COPY", r"UID STORE", "UID EXPUNGE"])
@pytest.mark.parametrize("then", ["refuse", "cut", "lose the end"])
def test_a_connection_lost_on_the_way_back_leaves_each_message_once(
    dovecot: UserOf, office: Office, command: str, then: str
) -> None:
    with Proxy(dovecot.server.port, without=("MOVE",)) as proxy:
        inbox = Inbox(dovecot, office, port=proxy.port)
        mailbox = filed(inbox)
        uids = sorted(inbox.listed("processed"))
        proxy.fault(command, then)
        with pytest.raises(Disconnected):
            mailbox.take_back(uids, "processed", epoch(inbox))
        assert len(set(inbox.everywhere())) == len(NAMES), "a message is nowhere"
        mailbox = inbox.mailbox()
        mailbox.connect()
        mailbox.ensure_folders()
        mailbox.take_back(uids, "processed", epoch(inbox))
        mailbox.close()
    assert inbox.in_folder("processed") == []
    assert len(inbox.in_folder("INBOX")) == len(NAMES)
