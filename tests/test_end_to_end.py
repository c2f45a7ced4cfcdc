"""The main job with real servers: what lands in the inbox is answered, filed, and due."""

from __future__ import annotations

import tomllib
from collections import Counter
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from firm import CORPUS, Firm, crlf
from servers import Sink, UserOf

COMPLAINT = b"""From: Jane Doe <jane.doe@example.org>\r
To: complaints@firm.example.com\r
Subject: Complaint about CNX-204418\r
Date: Fri, 20 Nov 2026 10:00:00 +0000\r
Message-ID: <one@example.org>\r
\r
I am writing to complain about a late payment charge on account CNX-204418.\r
You can ring me on 020 7946 0712.\r
\r
Jane Doe\r
"""


def kinds(sink: Sink) -> Counter[tuple[str, str]]:
    """How many of each letter went to each address, as the server that took them counts."""
    return Counter((letter(one.raw)["X-Mailbot-Letter"], one.recipients[0]) for one in sink.letters)


def letter(raw: bytes) -> Message:
    return message_from_bytes(raw)


@pytest.fixture
def firm(tmp_path: Path, imap_server: UserOf, sink: Sink) -> Firm:
    settings = {"imap_port": imap_server.server.port, "smtp_port": sink.port, "user": imap_server.user}
    return Firm(tmp_path / "firm", imap_server.server.password, settings)


def test_a_complaint_is_acknowledged_filed_and_due(firm: Firm, imap_server: UserOf, sink: Sink) -> None:
    imap_server.server.append(imap_server.user, "INBOX", COMPLAINT)
    done = firm.run("run", "--once")
    assert done.returncode == 0, done.stderr + done.stdout
    assert not imap_server.server.listing(imap_server.user)
    assert len(imap_server.server.listing(imap_server.user, "processed")) == 1
    (case,) = firm.json("cases", "list")
    assert kinds(sink) == {
        ("acknowledgement", "jane.doe@example.org"): 1,
        ("leaflet", "jane.doe@example.org"): 1,
        ("handler_notice", case["handler_email"]): 1,
    }
    shown = firm.json("cases", "show", case["reference"])
    assert [one["value"] for one in shown["references"]] == ["CNX-204418"]
    assert shown["contact"]["phones"] == ["+442079460712"]
    names = {one["deadline"]["name"]: one["discharged_at"] for one in shown["deadlines"]}
    assert set(names) == {"acknowledgement", "summary_resolution", "final_response", "first_contact"}
    assert names["acknowledgement"] is not None
    assert names["first_contact"] is not None
    assert names["final_response"] is None


def test_running_again_sends_nothing_again(firm: Firm, imap_server: UserOf, sink: Sink) -> None:
    imap_server.server.append(imap_server.user, "INBOX", COMPLAINT)
    assert firm.run("run", "--once").returncode == 0
    sent = len(sink.letters)
    assert firm.run("run", "--once").returncode == 0
    assert len(sink.letters) == sent


def test_leave_touches_nothing_on_the_server(tmp_path: Path, imap_server: UserOf, sink: Sink) -> None:
    settings = {
        "imap_port": imap_server.server.port,
        "smtp_port": sink.port,
        "user": imap_server.user,
        "after": "leave",
    }
    firm = Firm(tmp_path / "firm", imap_server.server.password, settings)
    imap_server.server.append(imap_server.user, "INBOX", COMPLAINT)
    before = imap_server.server.listing(imap_server.user)
    for _ in range(2):
        assert firm.run("run", "--once").returncode == 0
    assert imap_server.server.listing(imap_server.user) == before
    assert kinds(sink)["acknowledgement", "jane.doe@example.org"] == 1


def test_a_message_read_by_a_colleague_is_still_taken(firm: Firm, imap_server: UserOf, sink: Sink) -> None:
    imap_server.server.append(imap_server.user, "INBOX", COMPLAINT, flags=[b"\\Seen"])
    assert firm.run("run", "--once").returncode == 0
    assert kinds(sink)["acknowledgement", "jane.doe@example.org"] == 1


def test_a_server_that_refuses_everything_leaves_the_letters_waiting(
    firm: Firm, imap_server: UserOf, sink: Sink
) -> None:
    sink.fault("greeting", "554 no service", times=100)
    imap_server.server.append(imap_server.user, "INBOX", COMPLAINT)
    done = firm.run("run", "--once")
    assert done.returncode == 3
    assert "outbox: 3 pending" in done.stderr
    assert {one["state"] for one in firm.json("outbox", "list")} == {"PENDING"}
    assert not imap_server.server.listing(imap_server.user)
    assert len(firm.json("cases", "list")) == 1


def test_a_refused_acknowledgement_is_owed(firm: Firm, imap_server: UserOf, sink: Sink) -> None:
    sink.fault("rcpt", "550 5.1.1 no such user", only="jane.doe", times=10)
    imap_server.server.append(imap_server.user, "INBOX", COMPLAINT)
    assert firm.run("run", "--once").returncode == 0
    owed = firm.json("queue", "list")
    assert sorted(one["detail"].split()[0] for one in owed) == ["acknowledgement", "leaflet"]
    assert all("550 5.1.1" in one["detail"] for one in owed)
    (case,) = firm.json("cases", "list")
    open_deadlines = {
        one["deadline"]["name"]
        for one in firm.json("cases", "show", case["reference"])["deadlines"]
        if one["discharged_at"] is None
    }
    assert "acknowledgement" in open_deadlines


def test_every_complaint_of_the_corpus_gets_what_is_expected(
    tmp_path: Path, imap_server: UserOf, sink: Sink
) -> None:
    folder = CORPUS / "complaints"
    if not folder.exists():
        pytest.skip("the corpus is not here")
    firm = Firm(tmp_path / "firm", imap_server.server.password, {"imap_port": 0, "smtp_port": 0})
    text = (folder / "config.toml").read_text(encoding="utf-8")
    for old, new in (
        ("imap.finance.example.com", "127.0.0.1"),
        ("smtp.finance.example.com", "127.0.0.1"),
        ('tls = "implicit"', 'tls = "none"'),
        ('tls = "starttls"', 'tls = "none"'),
        ("port = 993", f"port = {imap_server.server.port}"),
        ("port = 587", f"port = {sink.port}"),
        ("MAILBOT_IMAP_PASSWORD", "MAILBOT_TEST_PASSWORD"),
        ('username = "complaints@conexus.example.com"\npassword_env = "MAILBOT_SMTP_PASSWORD"\n', ""),
        ('username = "complaints@conexus.example.com"', f'username = "{imap_server.user}"'),
    ):
        assert old in text, old
        text = text.replace(old, new)
    firm.write(text)
    expected: Counter[str] = Counter()
    messages = sorted(folder.glob("*.eml"))
    for path in messages:
        wanted = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
        raw = path.read_bytes()
        imap_server.server.append(imap_server.user, "INBOX", crlf(raw))
        if wanted["acknowledge"]:
            sender = letter(raw)["From"].rpartition("<")[2].strip("> ")
            expected[sender.lower()] += 1
    done = firm.run("run", "--once")
    assert done.returncode == 0, done.stderr
    assert not imap_server.server.listing(imap_server.user)
    sent = Counter(
        to.lower() for (kind, to), n in kinds(sink).items() for _ in range(n) if kind == "acknowledgement"
    )
    assert sent == expected
    for case in firm.json("cases", "list"):
        assert case["next_due_at"] is not None, case["reference"]
