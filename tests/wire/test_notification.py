"""What the courier asks a server to report (RFC 3461): only where it is offered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

import pytest
from servers import Postfix, Sink

from mailbot.wire.notification import xtext
from mailbot.wire.outcome import Delivered, Failed, Outcome
from mailbot.wire.smtp import Courier, Submission

RAW = b"From: firm@firm.example\r\nTo: jane@example.org\r\nSubject: hi\r\n\r\nDear Jane\r\n"
JANE, ARCHIVE = "jane@example.org", "archive@firm.example"
WORD = "0123456789abcdef0123456789abcdef"
PATH = f"bounces+{WORD}@firm.example"


async def yes() -> bool:
    return True


def send(
    server: Sink | Postfix, *, path: str = PATH, to: Sequence[str] = (JANE, ARCHIVE), name: str = WORD
) -> Outcome:
    async def work() -> Outcome:
        terms = Submission(server.host, server.port, "none", None, None, None, "mailbot.firm.example")
        courier = Courier(terms)
        outcome = await courier.deliver(path, to, RAW, arm=yes, envelope_id=name)
        await courier.close()
        return outcome

    return asyncio.run(work())


@pytest.fixture
def offering() -> Iterator[Sink]:
    with Sink(extensions=("8BITMIME", "DSN")) as server:
        yield server


def said(server: Sink, verb: str) -> list[str]:
    return [command for command in server.commands if command.startswith(verb)]


@pytest.mark.assertion("B-61")
def test_failures_and_delays_are_asked_for_under_the_letters_name_and_nothing_for_the_archive(
    offering: Sink,
) -> None:
    assert isinstance(send(offering), Delivered)
    assert said(offering, "MAIL") == [f"MAIL FROM:<{PATH}> SIZE={len(RAW)} RET=HDRS ENVID={WORD}"]
    assert said(offering, "RCPT") == [
        f"RCPT TO:<{JANE}> NOTIFY=FAILURE,DELAY",
        f"RCPT TO:<{ARCHIVE}> NOTIFY=NEVER",
    ]


@pytest.mark.assertion("B-61")
def test_a_server_that_does_not_offer_reports_is_asked_for_nothing(sink: Sink) -> None:
    assert isinstance(send(sink), Delivered)
    assert said(sink, "MAIL") == [f"MAIL FROM:<{PATH}> SIZE={len(RAW)}"]
    assert said(sink, "RCPT") == [f"RCPT TO:<{JANE}>", f"RCPT TO:<{ARCHIVE}>"]


def test_under_the_null_reverse_path_no_report_is_wanted(offering: Sink) -> None:
    assert isinstance(send(offering, path=""), Delivered)
    assert said(offering, "MAIL") == [f"MAIL FROM:<> SIZE={len(RAW)}"]
    assert said(offering, "RCPT") == [f"RCPT TO:<{JANE}> NOTIFY=NEVER", f"RCPT TO:<{ARCHIVE}> NOTIFY=NEVER"]


@pytest.mark.parametrize("verb", ["mail", "rcpt"])
@pytest.mark.parametrize(
    "reply", ["501 5.5.4 no parameters here", "504 5.5.4 unknown", "555 5.5.4 unsupported"]
)
def test_a_server_that_refuses_what_it_offers_is_asked_for_nothing_and_gets_the_letter(
    offering: Sink, verb: str, reply: str
) -> None:
    offering.fault(verb, reply)
    assert isinstance(send(offering), Delivered)
    (refused, *others) = said(offering, verb.upper())
    assert "ENVID" in refused or "NOTIFY" in refused
    assert others
    assert not [one for one in others if "ENVID" in one or "NOTIFY" in one]


def test_a_recipient_who_is_refused_without_parameters_too_is_refused_and_reports_are_asked_for_still(
    offering: Sink,
) -> None:
    offering.fault("rcpt", "501 5.1.3 no such address", times=2)

    async def work() -> tuple[Outcome, Outcome]:
        terms = Submission(offering.host, offering.port, "none", None, None, None, "mailbot.firm.example")
        courier = Courier(terms)
        both = [await courier.deliver(PATH, [to], RAW, arm=yes) for to in ("no@example.org", JANE)]
        await courier.close()
        return both[0], both[1]

    refused, taken = asyncio.run(work())
    assert isinstance(refused, Failed)
    assert isinstance(taken, Delivered)
    assert said(offering, "RCPT")[-1] == f"RCPT TO:<{JANE}> NOTIFY=FAILURE,DELAY"


@pytest.mark.parametrize("name", ["", "x" * 101, "+" * 40])
def test_a_name_that_may_not_be_said_is_left_out(offering: Sink, name: str) -> None:
    assert isinstance(send(offering, name=name), Delivered)
    assert said(offering, "MAIL") == [f"MAIL FROM:<{PATH}> SIZE={len(RAW)} RET=HDRS"]


def test_a_name_is_written_as_xtext(offering: Sink) -> None:
    send(offering, name="a+b=c d")
    assert said(offering, "MAIL")[0].endswith(" ENVID=a+2Bb+3Dc+20d")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (WORD, WORD),
        ("!*,<>~", "!*,<>~"),
        ("a+b", "a+2Bb"),
        ("a=b", "a+3Db"),
        ("a b\r\n", "a+20b+0D+0A"),
        ("\x7fü", "+7F+C3+BC"),
    ],
)
def test_xtext_holds_printable_characters_and_the_rest_in_hexadecimal(value: str, written: str) -> None:
    assert xtext(value) == written


@pytest.mark.servers
def test_postfix_understands_what_it_is_asked(postfix: Postfix) -> None:
    assert isinstance(send(postfix, to=("dsn@example.org", ARCHIVE)), Delivered)
    (letter,) = postfix.letters("dsn@example.org")
    assert f"Return-Path: <{PATH}>".encode() in letter
