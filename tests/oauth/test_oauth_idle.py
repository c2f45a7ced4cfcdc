"""A token that lapses while the mailbox waits: the next login has a fresh one, and no message is lost."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import Office
from inbox import QUICK, Inbox, complaint
from provider import Fault, Provider
from servers import UserOf
from tokens import MAILBOX, TokenDovecot, signed_in, source, terms
from toy_imap import Toy

from mailbot.wire.imap import Mailbox
from mailbot.wire.oauth.source import Source
from mailbot.wire.outcome import Disconnected, Refused
from mailbot.wire.terms import Account

_users = itertools.count(1)


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def at(token_dovecot: TokenDovecot, asked: Provider, monkeypatch: pytest.MonkeyPatch) -> UserOf:
    """A mailbox nobody else has, which the tokens open."""
    user = f"user{next(_users)}@firm.example"
    monkeypatch.setattr(asked, "mailbox", user)
    return UserOf(token_dovecot, user)


def by(tokens: Source) -> dict[str, object]:
    return {"secret": tokens.token, "mechanism": "xoauth2", "refused": tokens.refused, **QUICK}


class Impatient(threading.Event):
    """Waits for a fiftieth of the time."""

    def wait(self, timeout: float | None = None) -> bool:
        return super().wait(None if timeout is None else timeout / 50)


@pytest.mark.servers
@pytest.mark.fault("F34")
def test_a_token_that_lapses_in_the_middle_of_idle_loses_no_message(
    token_dovecot: TokenDovecot, asked: Provider, at: UserOf, office: Office, tmp_path: Path
) -> None:
    """The server ends the connection with a BYE, does not take the old token, and is brought a fresh one."""
    tokens = signed_in(terms(asked, tmp_path, "device-code"), asked)
    inbox = Inbox(at, office, **by(tokens))
    stop = Impatient()
    watch = inbox.watch(once=False, stop=stop)
    before = asked.grants
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        inbox.put_complaints("before")
        until(lambda: len(office.cases()) == 1)
        asked.lapse()
        token_dovecot.doveadm("kick", at.user)
        inbox.put_complaints("while", "after")
        until(lambda: len(office.cases()) == 3)
        until(lambda: inbox.in_folder("INBOX") == [] and watch.trouble is None)
    finally:
        stop.set()
        thread.join(20)
    assert asked.grants - before == 2, "one token before, one after"
    inbox.assert_all_filed("before", "while", "after")


@pytest.mark.servers
@pytest.mark.fault("F34")
def test_a_refused_refresh_is_trouble_until_somebody_signs_in(
    asked: Provider, at: UserOf, office: Office, tmp_path: Path
) -> None:
    found = terms(asked, tmp_path, "device-code")
    tokens = signed_in(found, asked)
    inbox = Inbox(at, office, **by(tokens))
    assert inbox.run().trouble is None
    asked.lapse()
    asked.revoke()
    inbox.put_complaints("jane")
    watch = inbox.watch()
    watch.run()  # the old token is not taken
    watch.run()  # and there is no other
    assert "run `mailbot oauth login complaints`" in (watch.trouble or "")
    assert office.cases() == []
    signed_in(found, asked)
    watch.run()
    assert watch.trouble is None
    assert len(office.cases()) == 1


def test_exchange_onlines_bye_asks_for_a_fresh_token_at_once() -> None:
    """Before a login has to fail for it."""
    told: list[str] = []
    fresh = iter(["first", "second"])
    with Toy() as toy:
        toy.while_idle = [b"* BYE Session invalidated - AccessTokenExpired\r\n"]
        found = Account(
            "127.0.0.1",
            toy.port,
            "none",
            MAILBOX,
            lambda: next(fresh),
            mechanism="xoauth2",
            refused=told.append,
        )
        mailbox = Mailbox(found, inbox="INBOX", folders=None)
        mailbox.connect()
        mailbox.select()
        with pytest.raises(Disconnected, match="AccessTokenExpired"):
            mailbox.idle(5, threading.Event())
        assert told == [""]
        mailbox.close()
        again = Mailbox(found, inbox="INBOX", folders=None)
        again.connect()
        again.close()
        assert toy.logins == ["first", "second"]


def test_another_bye_costs_no_token() -> None:
    told: list[str] = []
    with Toy() as toy:
        toy.while_idle = [b"* BYE server shutting down\r\n"]
        found = Account(
            "127.0.0.1", toy.port, "none", MAILBOX, lambda: "t", mechanism="xoauth2", refused=told.append
        )
        mailbox = Mailbox(found, inbox="INBOX", folders=None)
        mailbox.connect()
        mailbox.select()
        with pytest.raises(Disconnected):
            mailbox.idle(5, threading.Event())
        assert told == []


@pytest.mark.fault("F34")
def test_an_endpoint_that_is_down_is_an_outage_of_the_mailbox_and_over_when_it_is_up(
    office: Office, provider: Provider, tmp_path: Path
) -> None:
    tokens = source(terms(provider, tmp_path))
    provider.faults.append(Fault())
    with Toy() as toy:
        toy.append(complaint("jane"))
        found = Account(
            "127.0.0.1", toy.port, "none", MAILBOX, tokens.token, mechanism="xoauth2", refused=tokens.refused
        )

        def connection() -> Mailbox:
            return Mailbox(found, inbox="INBOX", folders=None)

        with pytest.raises(Disconnected, match=r"no access token: .*/token answered 503; trying again"):
            connection().connect()
        assert toy.connections == 0, "nobody is asked to wait for a login that cannot be"
        until(lambda: _connects(connection()), seconds=10)
        inbox = Inbox(UserOf(toy, MAILBOX), office, moving=False)  # type: ignore[arg-type]
        watch = inbox.watch(connection=connection)
        watch.run()
        assert watch.trouble is None
        assert len(office.cases()) == 1


def _connects(mailbox: Mailbox) -> bool:
    try:
        mailbox.connect()
    except Disconnected:
        return False
    mailbox.close()
    return True


def test_a_login_that_is_refused_again_and_again_asks_for_few_tokens(
    provider: Provider, tmp_path: Path
) -> None:
    """Where a token is not what is wrong, another one does not help."""
    tokens = source(terms(provider, tmp_path))
    with Toy(tokens=set()) as toy:
        found = Account(
            "127.0.0.1", toy.port, "none", MAILBOX, tokens.token, mechanism="xoauth2", refused=tokens.refused
        )
        for _ in range(6):
            with pytest.raises(Refused, match="check username and password"):
                Mailbox(found, inbox="INBOX", folders=None).connect()
        assert len(set(toy.logins)) == 2
    assert provider.grants == 2
