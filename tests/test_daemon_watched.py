"""The program as its supervisor and its watchers see it: ready, alive, asked, told to read its file again."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from fakes import message
from firm import Firm
from servers import Sink, UserOf, free_port
from test_daemon import MAIL_TO, STOP_WITHIN, Running, configure, running, until

from mailbot.config import load
from mailbot.daemon import Daemon
from mailbot.journal import Journal

MINE = 'listen = ""'


def change(firm: Firm, old: str, new: str) -> None:
    text = firm.config.read_text(encoding="utf-8")
    assert old in text
    firm.write(text.replace(old, new, 1))


def asked(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return str(answer.read().decode())


@pytest.fixture
def supervisor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """What systemd is to a service of Type=notify."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.settimeout(20)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "1500000")
        yield ear


def test_a_supervisor_hears_that_it_is_ready_lives_and_stops(
    tmp_path: Path, pymap: UserOf, sink: Sink, supervisor: socket.socket
) -> None:
    with running(configure(tmp_path, pymap, sink)) as daemon:
        heard = [supervisor.recv(100) for _ in range(3)]
        daemon.stop()
        while heard[-1] != b"STOPPING=1":
            heard.append(supervisor.recv(100))
    assert heard[0] == b"READY=1"
    assert heard[1:3] == [b"WATCHDOG=1"] * 2


def test_a_supervisor_does_not_take_a_new_configuration_for_an_end(
    tmp_path: Path, pymap: UserOf, sink: Sink, supervisor: socket.socket
) -> None:
    """It would kill a service that says that it is stopping, and does not."""
    firm = configure(tmp_path, pymap, sink)
    with running(firm) as daemon:
        daemon.says(" started ")
        change(firm, 'name = "Example Finance"', 'name = "Another Finance"')
        daemon.process.send_signal(signal.SIGHUP)
        until(lambda: len([line for line in daemon.lines if " started " in line]) == 2, "a second start")
        heard = [supervisor.recv(100)]
        while heard.count(b"READY=1") < 2:
            heard.append(supervisor.recv(100))
        assert [one for one in heard if one != b"WATCHDOG=1"] == [b"READY=1", b"RELOADING=1", b"READY=1"]
        daemon.stop()


def test_told_to_end_while_it_begins_anew_it_ends(
    tmp_path: Path, pymap: UserOf, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = configure(tmp_path, pymap, sink)
    monkeypatch.setenv("MAILBOT_TEST_PASSWORD", firm.password)
    config = load(firm.config)
    daemon = Daemon(config, journal=Journal(stream=StringIO()), read_again=lambda: config)
    try:
        daemon._reloading._read()  # type: ignore[union-attr]
        assert daemon.renewed is config
        daemon.stop()
        assert daemon.renewed is None
    finally:
        daemon.close()


def test_it_is_asked_how_it_is(tmp_path: Path, pymap: UserOf, sink: Sink) -> None:
    firm, port = configure(tmp_path, pymap, sink), free_port()
    change(firm, MINE, f'listen = "127.0.0.1:{port}"')
    with running(firm) as daemon:
        daemon.says(" started ")
        until(lambda: '"ok"' in asked(port, "/readyz"), "that it is ready")
        assert '"ok"' in asked(port, "/healthz")
        read = 'mailbot_last_fetch_timestamp_seconds{mailbox="complaints"} 1.'
        until(lambda: read in asked(port, "/metrics"), "that the mailbox was read")
        assert 'mailbot_duration_seconds{what="sweep"}' in asked(port, "/metrics")


def test_it_reads_its_file_again_and_keeps_the_old_one_on_a_mistake(
    tmp_path: Path, pymap: UserOf, sink: Sink
) -> None:
    firm, port = configure(tmp_path, pymap, sink), free_port()
    with running(firm) as daemon:
        daemon.says(" started ")
        good = firm.config.read_text(encoding="utf-8")
        change(firm, 'name = "Example Finance"', 'nmae = "Example Finance"')
        daemon.process.send_signal(signal.SIGHUP)
        assert "nmae" in daemon.says("configuration-refused")
        firm.write(good.replace("mailbot.db", "another.db"))
        daemon.process.send_signal(signal.SIGHUP)
        assert "[database] url is another" in daemon.says("[database]")
        firm.write(good)
        change(firm, MINE, f'listen = "127.0.0.1:{port}"')
        daemon.process.send_signal(signal.SIGHUP)
        until(lambda: len([line for line in daemon.lines if " started " in line]) == 2, "a second start")
        assert '"ok"' in asked(port, "/healthz")
        assert daemon.process.poll() is None
        daemon.process.send_signal(signal.SIGHUP)
        until(lambda: len([line for line in daemon.lines if " started " in line]) == 3, "a third start")
        daemon.stop()
    assert daemon.process.returncode == 0


def test_an_outage_is_told_by_a_second_way(tmp_path: Path, pymap: UserOf, sink: Sink) -> None:
    firm, noted = configure(tmp_path, pymap, sink), tmp_path / "noted"
    change(firm, f"port = {pymap.server.port}", f"port = {free_port()}")
    page = f'["/bin/sh", "-c", "cat >> {noted}"]'
    change(firm, "[watch]", f'[alarm]\noutage = "1s"\ncommand = {page}\n\n[watch]')
    with running(firm) as daemon:
        daemon.says("mailbox-trouble")
        told = until(lambda: noted.exists() and noted.read_text(encoding="utf-8"), "the alarm", 30)
        assert told.startswith("ALARM mailbox complaints: ")
        daemon.says(" alarm ")


#: What stands in the message and must stand nowhere an operator or a handler looks.
PLANTED = {
    "name": "Quintaxel",
    "address": "quintaxel.private@example.org",
    "phone": "7700 900123",
    "phone as read": "+447700900123",
    "card": "4111 1111 1111 1111",
    "card as typed": "4111111111111111",
    "account": "CNX-204418",
    "postcode": "SW1A 9ZZ",
    "illness": "multiple sclerosis",
    "words": "humiliated",
    "password": "hunter2-of-the-mailbox",
}
COMPLAINT = f"""\
My name is Jane {PLANTED["name"]}. I was {PLANTED["words"]}, I have {PLANTED["illness"]}, and you charged my
account {PLANTED["account"]} and my card {PLANTED["card"]} / {PLANTED["card as typed"]}.
Ring me on 0{PLANTED["phone"]}. I live at 1 High Street, London {PLANTED["postcode"]}.
"""


def told_anywhere(daemon: Running, sink: Sink, port: int, noted: Path) -> dict[str, str]:
    """Everything that was said to anybody but the complainant."""
    said = {
        "log": "".join(daemon.lines),
        "metrics": asked(port, "/metrics"),
        "readyz": asked(port, "/healthz"),
        "alarms": noted.read_text(encoding="utf-8") if noted.exists() else "",
    }
    for number, letter in enumerate(sink.letters):
        if "firm.example.com" in letter.recipients[0]:
            parsed = message_from_bytes(letter.raw, policy=policy.default)
            body = "".join(
                part.get_content() for part in parsed.walk() if part.get_content_maintype() == "text"
            )
            said[f"mail {number} to {letter.recipients[0]}"] = f"{parsed.items()}\n{body}"
    return said


@pytest.mark.parametrize("journal", ["text", "json"])
def test_no_secret_and_no_personal_datum_is_told_anywhere(
    tmp_path: Path, pymap: UserOf, sink: Sink, journal: str
) -> None:
    firm, port, noted = configure(tmp_path, pymap, sink), free_port(), tmp_path / "noted"
    page = f'["/bin/sh", "-c", "cat >> {noted}"]'
    alarm = f'[alarm]\noutage = "1s"\ncommand = {page}\n[journal]\nformat = "{journal}"\n'
    change(firm, f"[watch]\n{MINE}", f'{alarm}[watch]\nlisten = "127.0.0.1:{port}"')
    subject = f"Complaint by {PLANTED['name']}, {PLANTED['card']}, {PLANTED['illness']}"
    box = pymap.server
    for address, text, headers in (
        (PLANTED["address"], COMPLAINT, {}),
        (f"home-{PLANTED['address']}", f"{COMPLAINT}\nI want to kill myself.", {}),
        (PLANTED["address"], COMPLAINT, {"Precedence": "bulk"}),
    ):
        author = f"Jane {PLANTED['name']} <{address}>"
        raw = message(text, author=author, to=MAIL_TO, subject=subject, **headers)
        box.append(pymap.user, "INBOX", raw)
    with running(firm) as daemon:
        until(lambda: sum("case-opened" in line for line in list(daemon.lines)) == 3, "three cases")
        until(lambda: any("on.call@" in one.recipients[0] for one in sink.letters), "the alert")
        until(lambda: any("@example.org" in one.recipients[0] for one in sink.letters), "the acknowledgement")
        said = told_anywhere(daemon, sink, port, noted)
        daemon.stop()
    assert len(said) > 6
    found = {
        (where, what)
        for where, text in said.items()
        for what, datum in {**PLANTED, "password": firm.password}.items()
        if datum.casefold() in text.casefold()
    }
    assert found == set()


def test_a_ping_that_is_never_answered_does_not_hold_up_the_end(
    tmp_path: Path, pymap: UserOf, sink: Sink
) -> None:
    firm = configure(tmp_path, pymap, sink)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(40)
        change(firm, "[watch]", f'[alarm]\nping = "http://127.0.0.1:{silent.getsockname()[1]}/"\n\n[watch]')
        with running(firm) as daemon:
            caller, _ = silent.accept()
            with caller:
                assert daemon.stop() < STOP_WITHIN
            assert daemon.process.returncode == 0
