"""`mailbot run --shadow`: a live mailbox is read, nothing about it changes, and nobody is written to."""

from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

import pytest
from fakes import message
from servers import Dovecot, Sink, UserOf, free_port
from test_daemon import MAIL_TO, complain, configure

from mailbot.assembly.oauth import store
from mailbot.config import load
from mailbot.shadowing import shadowed


def state(server: Dovecot, user: str) -> list[str]:
    """Everything the server knows of the mailbox: flags, \\Recent and folders among it."""
    fields = "uid flags guid date.received modseq"
    return [
        server.doveadm("fetch", "-u", user, fields, "mailbox", "*"),
        server.doveadm("mailbox", "list", "-u", user),
        server.doveadm("mailbox", "status", "-u", user, "messages recent unseen uidnext highestmodseq", "*"),
    ]


@pytest.mark.servers
def test_a_trial_says_what_would_be_done_and_touches_nothing(
    tmp_path: Path, dovecot: UserOf, sink: Sink
) -> None:
    firm, server = configure(tmp_path, dovecot, sink), dovecot.server
    assert isinstance(server, Dovecot)
    complain(dovecot, "Jane Doe <jane@example.org>")
    server.append(dovecot.user, "INBOX", message(author="max@example.org", to=MAIL_TO, Precedence="bulk"))
    before = state(server, dovecot.user)
    done = firm.run("run", "--shadow", str(tmp_path / "trial"))
    assert done.returncode == 0, done.stderr
    assert state(server, dovecot.user) == before
    assert sink.connections == 0
    assert "case-opened" in done.stdout
    assert "acknowledgement-owed" in done.stdout
    assert "read and touched nothing: complaint: 2" in done.stderr
    letters = sorted((tmp_path / "trial/letters").iterdir())
    assert [file.name.partition("-")[2] for file in letters] == [
        "acknowledgement.eml", "leaflet.eml", "handler_notice.eml", "handler_notice.eml",
    ]  # fmt: skip
    assert message_from_bytes(letters[0].read_bytes())["To"] == "Jane Doe <jane@example.org>"
    assert not (firm.directory / "mailbot.db").exists()


@pytest.mark.servers
def test_the_next_trial_goes_on_and_a_start_in_earnest_begins_anew(
    tmp_path: Path, dovecot: UserOf, sink: Sink
) -> None:
    firm = configure(tmp_path, dovecot, sink)
    complain(dovecot, "jane@example.org")
    firm.run("run", "--shadow", str(tmp_path / "trial"))
    complain(dovecot, "john@example.org")
    done = firm.run("run", "--shadow", str(tmp_path / "trial"))
    assert done.stdout.count("case-opened") == 1
    assert firm.run("run", "--once").stdout.count("case-opened") == 2
    assert len(sink.letters) > 0


def test_a_trial_signs_in_with_the_tokens_of_the_daemon(tmp_path: Path) -> None:
    """A refresh token that was replaced, and is used once more, may end the whole sign-in."""
    config = load(Path(__file__).parents[1] / "config.example.toml")
    assert store(shadowed(config, tmp_path / "trial")) == store(config).resolve()


def test_a_mailbox_that_cannot_be_read_is_told(tmp_path: Path, sink: Sink, pymap: UserOf) -> None:
    firm = configure(tmp_path, pymap, sink, imap_port=free_port())
    done = firm.run("run", "--shadow", str(tmp_path / "trial"))
    assert done.returncode == 3
    assert "not read: complaints: " in done.stderr
