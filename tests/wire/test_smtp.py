"""The courier against a sink with one fault each, and against Postfix."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from servers import Postfix, Sink

from mailbot.wire.outcome import Delayed, Delivered, Failed, Outcome, Unknown, UnsafeArgument
from mailbot.wire.smtp import Courier, Patience, Submission

RAW = b"From: firm@firm.example\r\nTo: jane@example.org\r\nSubject: Auto: hi\r\n\r\nDear Jane\r\n.\r\n..x\r\n"
JANE, ARCHIVE = "jane@example.org", "archive@firm.example"
SHORT = Patience(greeting=0.5, command=0.5, data=0.5, block=0.0, dot=0.5, leave=0.5)


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


def terms(server: Sink | Postfix, **changes: Any) -> Submission:
    said: dict[str, Any] = {
        "host": server.host,
        "port": server.port,
        "tls": "none",
        "username": None,
        "secret": None,
        "ca_file": None,
        "local_hostname": "mailbot.firm.example",
    }
    return Submission(**said | changes)


def send(
    server: Sink | Postfix,
    *,
    to: tuple[str, ...] = (JANE,),
    raw: bytes = RAW,
    arm: Callable[[], Awaitable[bool]] = yes,
    times: int = 1,
    **changes: Any,
) -> list[Outcome]:
    """Send `times` letters over one courier."""

    async def work() -> list[Outcome]:
        courier = Courier(terms(server, **changes), patience=SHORT)
        outcomes = [await courier.deliver("ack+1@firm.example", to, raw, arm=arm) for _ in range(times)]
        await courier.close()
        return outcomes

    return asyncio.run(work())


@pytest.mark.assertion("B-63")
def test_the_octets_arrive_as_they_were_but_for_the_dots_on_the_wire(sink: Sink) -> None:
    raw = b".first\r\nSubject: x\r\n\r\n.\r\n..\r\n.a\r\nend" + bytes(range(1, 10)) + b"\x80\xff\r\n"
    assert isinstance(send(sink, raw=raw)[0], Delivered)
    assert sink.letters[0].raw == raw
    assert sink.letters[0].recipients == (JANE,)
    assert sink.letters[0].reverse_path == "ack+1@firm.example"


def test_the_reply_of_acceptance_is_kept(sink: Sink) -> None:
    assert send(sink) == [Delivered("250 2.0.0 queued as 1", {})]


def test_a_large_letter_arrives_whole(sink: Sink) -> None:
    raw = RAW + b"x" * 70 + b"\r\n" + (b"." + b"y" * 76 + b"\r\n") * 50_000
    assert isinstance(send(sink, raw=raw)[0], Delivered)
    assert sink.letters[0].raw == raw


def test_several_letters_go_over_one_connection(sink: Sink) -> None:
    outcomes = send(sink, times=5)
    assert all(isinstance(outcome, Delivered) for outcome in outcomes)
    assert (len(sink.letters), sink.connections) == (5, 1)


# What the server does → which outcome, and whether it has the letter (RELIABILITY.md section 4.3).
ABOUT_US = ("greeting", "ehlo", "mail")


@pytest.mark.assertion("C-76")
@pytest.mark.fault("F26", "F27", "F28")
@pytest.mark.parametrize("at", ABOUT_US)
@pytest.mark.parametrize(
    "reply", ["421 4.3.2 later", "450 4.0.0 later", "550 5.0.0 never", "554 5.7.1 never"]
)
def test_a_refusal_up_to_mail_is_about_us_and_delays(sink: Sink, at: str, reply: str) -> None:
    sink.fault(at, reply, times=2)
    (outcome,) = send(sink)
    assert isinstance(outcome, Delayed)
    assert outcome.ours
    assert f"{sink.host}:{sink.port}" in outcome.reply
    assert sink.letters == []


@pytest.mark.parametrize("at", [*ABOUT_US, "rcpt", "data"])
@pytest.mark.parametrize("then", ["close", "reset", "silence", "garbage", "partial"])
def test_a_connection_that_breaks_before_the_text_delays(sink: Sink, at: str, then: str) -> None:
    sink.fault(at, then=then, times=2)
    (outcome,) = send(sink)
    assert isinstance(outcome, Delayed)
    assert outcome.ours is (at in ABOUT_US)
    assert sink.letters == []


@pytest.mark.assertion("C-73", "C-74", "C-76")
@pytest.mark.fault("F26", "F27", "F28")
@pytest.mark.parametrize("at", ["rcpt", "data", "dot"])
@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("421 4.3.2 later", Delayed("421 4.3.2 later")),
        ("450 4.2.1 greylisted", Delayed("450 4.2.1 greylisted")),
        ("451 later", Delayed("451 later")),
        ("550 5.1.1 no such user", Failed("550 5.1.1 no such user", "5.1.1")),
        ("554 never", Failed("554 never", None)),
    ],
)
def test_a_refusal_from_rcpt_on_is_about_the_letter(
    sink: Sink, at: str, reply: str, expected: Outcome
) -> None:
    sink.fault(at, reply)
    assert send(sink) == [expected]
    assert sink.letters == []


@pytest.mark.parametrize(
    "reply", ["552 5.3.4 message too big", "552 too big", "550 5.6.7 non-ASCII address", "523 too long"]
)
def test_a_refusal_at_mail_of_what_is_in_the_letter_is_about_the_letter(sink: Sink, reply: str) -> None:
    sink.fault("mail", reply)
    (refused,), (taken,) = send(sink), send(sink)
    assert isinstance(refused, Failed)
    assert isinstance(taken, Delivered)


@pytest.mark.parametrize("reply", ["552 5.2.2 your mailbox is full", "550 5.7.1 not yours", "555 what"])
def test_a_refusal_at_mail_of_who_we_are_is_not(sink: Sink, reply: str) -> None:
    sink.fault("mail", reply)
    (outcome,) = send(sink)
    assert isinstance(outcome, Delayed)
    assert outcome.ours


def test_a_server_that_suddenly_wants_a_login_is_about_us(sink: Sink) -> None:
    sink.fault("rcpt", "530 5.7.0 authentication required")
    (outcome,) = send(sink)
    assert isinstance(outcome, Delayed)
    assert outcome.ours


@pytest.mark.assertion("C-75")
@pytest.mark.fault("F29")
@pytest.mark.parametrize("then", ["close", "reset", "silence", "garbage", "partial"])
def test_no_clear_answer_after_the_dot_is_unknown(sink: Sink, then: str) -> None:
    sink.fault("dot", then=then)
    (outcome,) = send(sink)
    assert isinstance(outcome, Unknown)
    assert len(sink.letters) == 1


@pytest.mark.assertion("C-75")
def test_a_reply_that_is_neither_yes_nor_no_after_the_dot_is_unknown(sink: Sink) -> None:
    sink.fault("dot", "354 more?")
    assert isinstance(send(sink)[0], Unknown)


def test_a_connection_that_breaks_within_the_text_is_unknown(sink: Sink) -> None:
    sink.fault("text")
    assert isinstance(send(sink, raw=RAW + b"x\r\n" * 500_000)[0], Unknown)
    assert sink.letters == []


@pytest.mark.fault("F25")
def test_a_slow_answer_within_patience_is_an_answer(sink: Sink) -> None:
    sink.fault("dot", then="slow", seconds=0.2)
    assert isinstance(send(sink)[0], Delivered)


@pytest.mark.assertion("C-76", "C-78")
@pytest.mark.fault("F26", "F27", "F28")
@pytest.mark.parametrize("at", ["mail", "rcpt", "data", "dot"])
@pytest.mark.parametrize("reply", ["450 4.2.1 later", "421 4.2.1 later", "550 5.1.1 never"])
def test_the_next_letter_goes_out_after_a_refused_one(sink: Sink, at: str, reply: str) -> None:
    sink.fault(at, reply)
    first, second = send(sink, times=2)
    assert not isinstance(first, Delivered)
    assert isinstance(second, Delivered)
    assert [letter.recipients for letter in sink.letters] == [(JANE,)]


@pytest.mark.parametrize("at", ["mail", "rcpt", "data", "dot"])
@pytest.mark.parametrize("then", ["close", "silence", "garbage", "partial"])
def test_the_next_letter_goes_out_after_a_break(sink: Sink, at: str, then: str) -> None:
    sink.fault(at, then=then)
    _, second = send(sink, times=2)
    assert isinstance(second, Delivered)


# Two recipients: the person, and the archive that proves acceptance.


@pytest.mark.assertion("C-79")
@pytest.mark.fault("F31")
@pytest.mark.parametrize("reply", ["550 5.1.1 gone", "452 4.2.2 full"])
def test_a_refused_archive_is_noted_and_the_letter_goes(sink: Sink, reply: str) -> None:
    sink.fault("rcpt", reply, only="archive@")
    (outcome,) = send(sink, to=(JANE, ARCHIVE))
    assert isinstance(outcome, Delivered)
    assert outcome.refused == {ARCHIVE: reply}
    assert sink.letters[0].recipients == (JANE,)


@pytest.mark.assertion("C-79")
@pytest.mark.fault("F31")
@pytest.mark.parametrize(("reply", "kind"), [("550 5.1.1 gone", Failed), ("452 4.2.2 full", Delayed)])
def test_a_refused_person_gets_nothing_sent_to_the_archive_alone(
    sink: Sink, reply: str, kind: type[Outcome]
) -> None:
    sink.fault("rcpt", reply, only="jane@")
    assert isinstance(send(sink, to=(JANE, ARCHIVE))[0], kind)
    assert sink.letters == []
    assert "DATA" not in sink.commands
    assert "RSET" in sink.commands


# The moment before DATA.


def test_the_letter_is_armed_after_its_recipients_and_before_data(sink: Sink) -> None:
    heard: list[str] = []

    async def arm() -> bool:
        heard.extend(command.partition(" ")[0] for command in sink.commands)
        return True

    send(sink, arm=arm, to=(JANE, ARCHIVE))
    assert heard == ["EHLO", "MAIL", "RCPT", "RCPT"]


def test_a_letter_that_is_not_armed_is_not_sent(sink: Sink) -> None:
    first, second = send(sink, arm=no, times=2)
    assert first == second == Delayed("withheld before DATA")
    assert sink.letters == []
    assert sink.commands.count("RSET") == 2
    assert "DATA" not in sink.commands


def test_a_letter_whose_arming_fails_is_not_sent_and_the_connection_not_used_again(sink: Sink) -> None:
    async def fail() -> bool:
        raise RuntimeError("disk full")

    async def work() -> Outcome:
        courier = Courier(terms(sink), patience=SHORT)
        with pytest.raises(RuntimeError):
            await courier.deliver("", [JANE], RAW, arm=fail)
        outcome = await courier.deliver("", [JANE], RAW, arm=yes)
        await courier.close()
        return outcome

    assert isinstance(asyncio.run(work()), Delivered)
    assert (len(sink.letters), sink.connections) == (1, 2)
    assert sink.letters[0].reverse_path == ""


# Connections that went while idle.


@pytest.mark.parametrize("how", ["closed", "421 at mail", "closed at mail"])
def test_a_connection_that_went_while_idle_costs_no_letter(sink: Sink, how: str) -> None:
    async def work() -> Outcome:
        courier = Courier(terms(sink), patience=SHORT)
        assert isinstance(await courier.deliver("", [JANE], RAW, arm=yes), Delivered)
        if how == "closed":
            await asyncio.to_thread(sink.close_connections)
            await asyncio.sleep(0.1)
        else:
            sink.fault("mail", "421 4.4.2 idle too long" if how.startswith("421") else "", "close")
        outcome = await courier.deliver("", [JANE], RAW, arm=yes)
        await courier.close()
        return outcome

    assert isinstance(asyncio.run(work()), Delivered)
    assert (len(sink.letters), sink.connections) == (2, 2)


def test_a_cancelled_delivery_leaves_no_half_transaction(sink: Sink) -> None:
    async def work() -> Outcome:
        courier = Courier(terms(sink))
        sink.fault("dot", "450 4.0.0 never said", "silence")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(courier.deliver("", [JANE], RAW, arm=yes), 0.3)
        outcome = await courier.deliver("", [JANE], RAW, arm=yes)
        await courier.close()
        return outcome

    assert isinstance(asyncio.run(work()), Delivered)
    assert len(sink.letters) == 1


# What may not be sent.


@pytest.mark.assertion("C-85")
@pytest.mark.parametrize("address", ["a\rb@x.example", "a\nb@x.example", "a\0b@x.example", "a@x> SIZE=1", ""])
def test_an_unfit_recipient_fails_before_the_socket(sink: Sink, address: str) -> None:
    (outcome,) = send(sink, to=(address,))
    assert isinstance(outcome, Failed)
    assert sink.connections == 0


@pytest.mark.assertion("B-62")
@pytest.mark.parametrize("raw", [b"x: y\n\r\n", b"x: y\r\r\n", b"x: y\r\n\r\nno end"])
def test_bare_line_ends_are_refused_before_the_socket(sink: Sink, raw: bytes) -> None:
    with pytest.raises(UnsafeArgument):
        send(sink, raw=raw)
    assert sink.connections == 0


@pytest.mark.assertion("C-85")
def test_a_line_break_in_the_reverse_path_is_refused_before_the_socket(sink: Sink) -> None:
    async def work() -> None:
        await Courier(terms(sink)).deliver("a@x.example>\r\nRCPT TO:<b@y.example", [JANE], RAW, arm=yes)

    with pytest.raises(UnsafeArgument):
        asyncio.run(work())
    assert sink.connections == 0


@pytest.mark.assertion("C-83")
def test_a_letter_larger_than_the_server_takes_fails_before_mail() -> None:
    with Sink(size=50) as sink:
        (outcome,) = send(sink)
        assert isinstance(outcome, Failed)
        assert outcome.status == "5.3.4"
        assert not any(command.startswith("MAIL") for command in sink.commands)


@pytest.mark.assertion("C-83")
def test_the_size_is_declared(sink: Sink) -> None:
    send(sink)
    assert f"MAIL FROM:<ack+1@firm.example> SIZE={len(RAW)}" in sink.commands


def test_an_address_outside_ascii_needs_a_server_that_takes_it(sink: Sink) -> None:
    assert isinstance(send(sink, to=("jürgen@example.org",))[0], Delivered)
    assert sink.letters[0].recipients == ("jürgen@example.org",)
    with Sink(extensions=()) as old:
        (outcome,) = send(old, to=("jürgen@example.org",))
        assert isinstance(outcome, Failed)
        assert outcome.status == "5.6.7"


# Login and TLS.


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_login_and_letter_go_over_verified_tls(tls: str) -> None:
    with Sink(secure=tls, login=("firm", "pässword")) as sink:
        assert sink.certificates is not None
        ends: list[datetime] = []
        outcomes = send(
            sink,
            host="localhost",
            tls=tls,
            ca_file=sink.certificates.ca_file,
            username="firm",
            secret=lambda: "pässword",
            certificate=ends.append,
        )
        assert isinstance(outcomes[0], Delivered)
        assert ends == [sink.certificates.ends()]
        assert sink.letters[0].secure


@pytest.mark.assertion("C-80", "C-82")
@pytest.mark.fault("F24")
@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_certificate_nobody_vouches_for_is_refused_and_no_password_sent(tls: str) -> None:
    with Sink(secure=tls, login=("firm", "pw")) as sink:
        (outcome,) = send(sink, host="localhost", tls=tls, username="firm", secret=lambda: "pw")
        assert isinstance(outcome, Delayed)
        assert outcome.ours
        assert "certificate refused" in outcome.reply
        assert not any(command.startswith("AUTH") for command in sink.commands)


@pytest.mark.assertion("C-82")
@pytest.mark.fault("F24")
@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_certificate_for_another_name_is_refused(tls: str) -> None:
    with Sink(secure=tls, names=("mail.other.example",)) as sink:
        assert sink.certificates is not None
        (outcome,) = send(sink, host="localhost", tls=tls, ca_file=sink.certificates.ca_file)
        assert isinstance(outcome, Delayed)
        assert "certificate refused" in outcome.reply


@pytest.mark.assertion("C-80")
def test_a_server_without_starttls_is_not_spoken_to_in_the_clear(sink: Sink) -> None:
    (outcome,) = send(sink, tls="starttls", username="firm", secret=lambda: "pw")
    assert isinstance(outcome, Delayed)
    assert outcome.ours
    assert "STARTTLS" in outcome.reply
    assert all(command.startswith(("EHLO", "QUIT")) for command in sink.commands)


def test_a_wrong_password_delays_all_and_is_one_line_that_says_what_to_do() -> None:
    with Sink(login=("firm", "right")) as sink:
        (outcome,) = send(sink, username="firm", secret=lambda: "wrong")
        assert isinstance(outcome, Delayed)
        assert outcome.ours
        assert f"{sink.host}:{sink.port}: login as firm refused (535" in outcome.reply
        assert "check username and password" in outcome.reply
        assert "\n" not in outcome.reply


def test_an_unreachable_server_is_one_line_that_says_what_to_do() -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
        courier = Submission("127.0.0.1", port, "none", None, None, None, "mailbot.firm.example")
        outcome = asyncio.run(Courier(courier).deliver("", [JANE], RAW, arm=yes))
    assert isinstance(outcome, Delayed)
    assert outcome.ours
    assert f"127.0.0.1:{port}: cannot use the SMTP server" in outcome.reply
    assert "check host, port" in outcome.reply
    assert "\n" not in outcome.reply


def test_an_unreadable_ca_file_or_secret_delays_and_is_said(sink: Sink, tmp_path: Path) -> None:
    missing = tmp_path / "none"
    for changes in ({"tls": "starttls", "ca_file": missing}, {"username": "x", "secret": missing.read_text}):
        (outcome,) = send(sink, **changes)
        assert isinstance(outcome, Delayed)
        assert outcome.ours
        assert str(missing) in outcome.reply or "secret" in changes


def test_plain_text_to_another_machine_is_refused_at_once(sink: Sink) -> None:
    with pytest.raises(ValueError, match="loopback"):
        terms(sink, host="smtp.firm.example")


# Postfix.


@pytest.mark.servers
@pytest.mark.parametrize("tls", ["none", "starttls"])
def test_postfix_delivers_the_letter_unchanged(postfix: Postfix, tls: str) -> None:
    to = f"jane-{tls}@example.org"
    host = "localhost" if tls == "starttls" else postfix.host
    outcomes = send(
        postfix, to=(to, ARCHIVE), tls=tls, host=host, ca_file=postfix.certificates.ca_file, times=2
    )
    assert all(isinstance(outcome, Delivered) for outcome in outcomes)
    letters = postfix.letters(to, count=2)
    assert len(letters) == 2
    # Postfix puts its trace fields and a missing Date or Message-ID among the fields, and stores with LF.
    fields, _, body = RAW.replace(b"\r\n", b"\n").partition(b"\n\n")
    for letter in letters:
        assert letter.partition(b"\n\n")[2] == body
        assert set(fields.split(b"\n")) <= set(letter.partition(b"\n\n")[0].split(b"\n"))


@pytest.mark.assertion("C-79")
@pytest.mark.fault("F31")
@pytest.mark.servers
def test_postfix_refusals_are_told_apart(postfix: Postfix) -> None:
    assert send(postfix, to=("refused@example.org", ARCHIVE)) == [
        Failed("550 5.1.1 <refused@example.org>: Recipient address rejected: no such mailbox", "5.1.1")
    ]
    assert isinstance(send(postfix, to=("busy@example.org",))[0], Delayed)
    (outcome,) = send(postfix, to=("jane@example.org", "refused@example.org"))
    assert isinstance(outcome, Delivered)
    assert list(outcome.refused) == ["refused@example.org"]
