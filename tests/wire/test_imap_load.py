"""Colleagues and their programs work in the inbox all at once, at random, while mailbot reads it."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import imapclient
import pytest
from fakes import Office
from imap_proxy import Proxy
from inbox import QUICK, Inbox, complaint
from servers import Dovecot, UserOf

SECONDS = 4.0
CLIENTS = 4


@contextlib.contextmanager
def another_was_quicker() -> Iterator[None]:
    """What was to be copied or moved was moved away in the meantime (RFC 5530): no fault of anybody's."""
    try:
        yield
    except imapclient.exceptions.IMAPClientError as error:
        if "[EXPUNGEISSUED]" not in str(error):
            raise


def work(inbox: Inbox, number: int, until: float, faults: list[BaseException]) -> None:
    """One client: appends, marks, moves away and back, copies and removes, whatever comes."""
    rng = random.Random(number)
    try:
        with inbox.at.server.client(inbox.at.user) as client:
            own = f"Client {number}"
            client.create_folder(own)
            count = 0
            while time.monotonic() < until:
                client.select_folder(rng.choice(["INBOX", "INBOX", own, "processed"]))
                uids = client.search("ALL")
                some = rng.sample(uids, min(len(uids), rng.randrange(1, 4)))
                match rng.randrange(8):
                    case 0 | 1 | 2:
                        client.append("INBOX", complaint(f"c{number}-{count}"))
                        count += 1
                    case 3 if some:
                        client.add_flags(some, [rng.choice([rb"\Seen", rb"\Flagged", rb"\Answered", "$Own"])])
                    case 4 if some:
                        client.remove_flags(some, [rb"\Seen"])
                    case 5 if some:
                        with another_was_quicker():
                            client.move(some, rng.choice([own, "INBOX"]))
                    case 6 if some:
                        with another_was_quicker():
                            client.copy(some, own)
                    case 7 if some:
                        client.delete_messages(some)
                        client.uid_expunge(some)
                    case _:
                        client.noop()
    except BaseException as fault:  # noqa: BLE001  # told to the test
        faults.append(fault)


@pytest.mark.servers
@pytest.mark.assertion("E-99", "E-131")
@pytest.mark.parametrize("without", [(), ("MOVE", "IDLE")], ids=["all", "less"])
def test_random_clients_beside_mailbot_bring_no_error_and_every_uid_is_accounted_for(
    office: Office, without: tuple[str, ...]
) -> None:
    with Dovecot() as server, Proxy(server.port, without=without) as proxy:
        inbox = Inbox(UserOf(server, "jane"), office, port=proxy.port, **(QUICK | {"read_timeout": 20.0}))
        inbox.run()
        stop = threading.Event()
        died: list[BaseException] = []
        watch = inbox.watch(once=False, stop=stop)
        watcher = threading.Thread(target=lambda: carried(watch.run, died))
        watcher.start()
        faults: list[BaseException] = []
        end = time.monotonic() + SECONDS
        clients = [
            threading.Thread(target=work, args=(inbox, number, end, faults)) for number in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join(60)
        patience = time.monotonic() + 30
        while inbox.in_folder("INBOX") and time.monotonic() < patience:
            time.sleep(0.05)
        stop.set()
        watcher.join(20)
        watch = inbox.run(attempts=3)
        assert faults == []
        assert died == []
        assert watch.trouble is None
        assert proxy.errors == []
        assert inbox.in_folder("INBOX") == []
        with server.client("jane") as client:
            following = client.select_folder("INBOX", readonly=True)[b"UIDNEXT"]
        accounted = {row[0] for row in office.rows("SELECT uid FROM message_keys")}
        assert accounted == set(range(1, following))
        log = (server.directory / "log").read_text()
    assert not any(word in log for word in ("Panic", "Fatal", "Error: "))
    # One case for one message, however often it was moved away and put back.
    assert len(inbox.authors()) == len(set(inbox.authors()))
    assert len(inbox.authors()) > 20


def carried(act: Callable[[], Any], faults: list[BaseException]) -> None:
    try:
        act()
    except BaseException as fault:  # noqa: BLE001
        faults.append(fault)
