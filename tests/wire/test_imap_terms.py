"""On what terms the mailbox is read: a certificate that is right, and a name that resolves."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from typing import Any

import pytest
from fakes import Office, message
from inbox import QUICK, Inbox, account, complaint
from servers import LOOPBACK, Dovecot, UserOf
from test_smtp_terms import WRONG, said

from mailbot.wire.imap import Mailbox


def shown(port: int) -> str:
    return ssl.get_server_certificate((LOOPBACK, port))


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def issue(server: Dovecot, *names: str, **dates: Any) -> None:
    """Another certificate, from now on."""
    server.certificates.issue(*names, **dates)
    server.doveadm("reload")
    wanted = server.certificates.chain_file.read_text().split("-----END")[0].split()
    until(lambda: shown(server.tls_port).split("-----END")[0].split() == wanted)


@pytest.mark.servers
@pytest.mark.assertion("C-82")
@pytest.mark.fault("F24")
def test_with_a_wrong_certificate_nobody_logs_in_and_all_is_read_when_it_is_right_again(
    office: Office,
) -> None:
    times = [(wrong, tls) for wrong in WRONG for tls in ("implicit", "starttls")]
    with Dovecot() as server:
        at = UserOf(server, "jane")

        def logins() -> int:
            return (server.directory / "log").read_text().count("Login: user=<jane>")

        for done, (wrong, tls) in enumerate(times, 1):
            server.append(at.user, "INBOX", complaint(f"p{done}"))
            until(lambda expected=2 * done - 1: logins() == expected)  # type: ignore[misc]
            port = server.tls_port if tls == "implicit" else server.port
            terms = {"host": "localhost", "tls": tls, "ca_file": server.certificates.ca_file, **QUICK}
            watch = Inbox(at, office, port=port, moving=False, **terms).watch()
            names, dates = WRONG[wrong]
            issue(server, *names, **dates)
            for _ in range(3):
                watch.run()
                assert "certificate refused" in (watch.trouble or "")
                assert "check host, ca_file and" in (watch.trouble or "")
            issue(server)
            watch.run()
            assert watch.trouble is None
            until(lambda expected=2 * done: logins() >= expected)  # type: ignore[misc]
            assert logins() == 2 * done, "somebody logged in although the certificate was wrong"
            assert len(office.cases()) == done
            assert (said(office, "mailbox-trouble"), said(office, "mailbox-back")) == (done, done)


@pytest.mark.servers
@pytest.mark.fault("F33")
def test_a_mail_server_whose_name_does_not_resolve_is_told_once_and_read_again(
    dovecot: UserOf, office: Office
) -> None:
    server = dovecot.server
    assert isinstance(server, Dovecot)
    server.append(dovecot.user, "INBOX", message())
    # No name in .invalid resolves (RFC 6761 section 6.4); at 127.0.0.9 nobody listens.
    hosts = ["nowhere.invalid"] * 3 + ["127.0.0.9"] * 3 + ["localhost"]
    following = iter(hosts)

    def connection() -> Mailbox:
        changes: dict[str, Any] = {"tls": "implicit", "ca_file": server.certificates.ca_file, **QUICK}
        terms = account(dovecot, server.tls_port, host=next(following), **changes)
        return Mailbox(terms, inbox="INBOX", folders=None)

    watch = Inbox(dovecot, office, moving=False).watch(connection=connection)
    for host in hosts[:-1]:
        watch.run()
        assert (watch.trouble or "").startswith(f"{host}:{server.tls_port}: ")
        assert "check" in (watch.trouble or "")
    assert said(office, "mailbox-trouble") == 2, "once for each reason"
    watch.run()
    assert watch.trouble is None
    assert len(office.cases()) == 1
    assert said(office, "mailbox-back") == 1
