"""On what terms letters are handed over: TLS, names that resolve, and when to try again after a refusal."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fakes import TERMS, FakeCourier, Office, message
from hands import Hands
from servers import LOOPBACK, Certificates, Sink
from smtp_script import RAW, scripted, terms, yes

from mailbot.config.tables import SmtpTable
from mailbot.delivery.settling import BACKOFF_MOST, Settling
from mailbot.store import deadlines
from mailbot.wire.outcome import Delayed, Delivered, Outcome
from mailbot.wire.smtp import Courier, Patience

SHORT = Patience(greeting=1.0, command=1.0, data=1.0, block=0.0, dot=1.0, leave=1.0)


async def one_letter(courier: Courier) -> Outcome:
    try:
        return await courier.deliver("", ["jane@example.org"], RAW, arm=yes)
    finally:
        await courier.close()


def said(office: Office, event: str) -> int:
    return sum(f" {event} " in line for line in office.out.getvalue().splitlines())


# --- TLS ------------------------------------------------------------------------------------------------

THEN = datetime(2020, 1, 1, tzinfo=UTC)
WRONG: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "expired": ((), {"not_before": THEN, "not_after": THEN + timedelta(days=90)}),
    "another name": (("mail.other.example",), {}),
    "unknown authority": ((), {"stranger": True}),
}


@pytest.mark.assertion("C-80", "C-82")
@pytest.mark.fault("F24")
@pytest.mark.parametrize("tls", ["starttls", "implicit"])
@pytest.mark.parametrize("wrong", WRONG)
def test_with_a_wrong_certificate_nothing_is_said_and_all_goes_out_when_it_is_right_again(
    office: Office, tls: str, wrong: str
) -> None:
    office.take(message())

    async def work(sink: Sink, certificates: Certificates) -> None:
        submission = terms(sink, host="localhost", tls=tls, username="firm", secret=lambda: "pw")
        courier = Courier(submission, patience=SHORT)
        delivery = office.delivery(courier)
        names, dates = WRONG[wrong]
        certificates.issue(*names, **dates)
        for _ in range(4):
            await delivery.deliver_due()
            office.clock.go(hours=1)
        assert "certificate refused" in (delivery.trouble or "")
        assert "check host, ca_file and the certificate" in (delivery.trouble or "")
        assert {command.partition(" ")[0] for command in sink.commands} <= {"EHLO", "STARTTLS"}
        assert {letter.state for letter in office.letters()} == {"PENDING"}
        assert said(office, "submission-trouble") == 1
        assert {task.reason for task in office.tasks()} == {"letters cannot be sent"}
        certificates.issue()
        await delivery.deliver_due()
        assert delivery.trouble is None
        await courier.close()

    with Sink(secure=tls, login=("firm", "pw")) as sink:
        assert sink.certificates is not None
        asyncio.run(work(sink, sink.certificates))
        assert {letter.state for letter in office.letters()} == {"SENT"}
        assert sink.letters
        assert all(letter.secure for letter in sink.letters)
    assert said(office, "submission-back") == 1


@pytest.mark.assertion("C-81")
@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    "injected", [b"250 SIZE 1\r\n", b"250-x\r\n250 AUTH LOGIN\r\n250 ok\r\n250 ok\r\n354 go\r\n"]
)
def test_what_was_said_before_tls_counts_for_nothing(tmp_path: Path, injected: bytes, *, apart: bool) -> None:
    """Answers sent in the clear with the one to STARTTLS (RFC 3207 section 6), and offers made before it."""
    certificates = Certificates(tmp_path / "tls")
    heard: list[str] = []
    answers = {"DATA": b"354 go\r\n", "STAR": b"220 begin\r\n", "EHLO": b"250-x\r\n250 AUTH PLAIN\r\n"}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        secure = False
        writer.write(b"220 x\r\n")
        while line := await reader.readline():
            verb = line[:4].decode("latin-1")
            heard.append(f"{verb} {'secure' if secure else 'clear'}")
            if verb == "STAR" and not apart:
                writer.write(answers["STAR"] + injected)
                await writer.start_tls(certificates.context())
                secure = True
            elif verb == "STAR":
                writer.write(answers["STAR"])
                await reader.readexactly(1)  # the handshake has begun
                writer.write(injected)
            elif verb == "EHLO" and not secure:
                writer.write(b"250-x\r\n250-STARTTLS\r\n250-SIZE 1\r\n250 AUTH LOGIN\r\n")
            else:
                writer.write(answers.get(verb, b"235 in\r\n" if verb == "AUTH" else b"250 ok\r\n"))
            if verb == "DATA":
                await reader.readuntil(b"\r\n.\r\n")
                writer.write(b"250 taken\r\n")

    async def work() -> Outcome:
        login: dict[str, Any] = {"username": "firm", "secret": lambda: "pw", "ca_file": certificates.ca_file}
        async with scripted(serve) as port:
            submission = terms(Sink(port=port), tls="starttls", **login)
            return await one_letter(Courier(submission, patience=SHORT))

    outcome = asyncio.run(work())
    assert heard[:2] == ["EHLO clear", "STAR clear"]
    if apart:
        assert isinstance(outcome, Delayed)
        assert outcome.ours
        assert len([line for line in heard if line.endswith("clear") and line[:4] in ("AUTH", "MAIL")]) == 0
    else:
        assert isinstance(outcome, Delivered), "SIZE 1 was believed"
        every = ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]
        assert heard[2:] == [f"{verb} secure" for verb in every]


# --- names ----------------------------------------------------------------------------------------------


def naming(answers: list[str | OSError]) -> Callable[[], asyncio.AbstractEventLoop]:
    """A loop that resolves any name to the first of `answers`; "" is no answer at all."""

    class Naming(asyncio.SelectorEventLoop):
        async def getaddrinfo(self, _: Any, port: Any, **options: Any) -> Any:
            answer = answers[0]
            if isinstance(answer, OSError):
                raise answer
            if not answer:
                await asyncio.sleep(3600)
            return await super().getaddrinfo(answer, port, **options)

    return Naming


@pytest.mark.fault("F33")
@pytest.mark.parametrize(
    "answer",
    [
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
        "",
        "127.0.0.9",  # an address at which nobody listens
    ],
    ids=["no such name", "server failure", "no answer", "another address"],
)
def test_a_submission_server_whose_name_does_not_resolve_is_told_once_and_used_again(
    office: Office, answer: str | OSError
) -> None:
    office.take(message())
    answers = [answer]

    async def work(sink: Sink) -> None:
        courier = Courier(terms(sink, host="smtp.firm.example", tls="starttls"), patience=SHORT)
        delivery = office.delivery(courier)
        for _ in range(3):
            await delivery.deliver_due()
            office.clock.go(hours=1)
        assert "smtp.firm.example" in (delivery.trouble or "")
        assert "check host, port, tls and network" in (delivery.trouble or "")
        assert {letter.state for letter in office.letters()} == {"PENDING"}
        assert {task.reason for task in office.tasks()} == {"letters cannot be sent"}
        answers[0] = LOOPBACK
        await delivery.deliver_due()
        await courier.close()

    with (
        Sink(secure="starttls", names=("smtp.firm.example",)) as sink,
        asyncio.Runner(loop_factory=naming(answers)) as runner,
    ):
        runner.run(work(sink))
    assert {letter.state for letter in office.letters()} == {"SENT"}
    assert (said(office, "submission-trouble"), said(office, "submission-back")) == (1, 1)


# --- when to try again ----------------------------------------------------------------------------------


@pytest.mark.assertion("C-77")
def test_the_waits_double_are_spread_and_are_the_same_after_a_restart(office: Office) -> None:
    first = SmtpTable.model_fields["retry_first"].default
    assert first == TERMS.retry_first
    one, again = (
        Settling(TERMS, owner, office.attention.warn, office.letter_acts)
        for owner in ("here:1:a", "here:2:b")
    )
    spread = set()
    for letter in range(200):
        for attempt in range(1, 30):
            wait = one.backoff(letter, attempt)
            usual = min(first * 2 ** (attempt - 1), BACKOFF_MOST)
            assert 0.8 * usual <= wait <= 1.2 * usual
            assert wait == again.backoff(letter, attempt)
        spread.add(one.backoff(letter, 1))
    assert len(spread) > 100
    assert max(spread) - min(spread) > 0.35 * first


@pytest.mark.assertion("C-77")
@pytest.mark.fault("F26")
def test_a_greylisted_acknowledgement_is_tried_for_two_days_and_before_a_person_ahead_of_its_deadline(
    office: Office,
) -> None:
    office.take(message())
    (case,), began = office.cases(), office.clock()
    (written,) = office.letters("acknowledgement")
    attempts: list[datetime] = []
    while True:
        # Each time by a process that has been started again.
        courier = FakeCourier(always=Delayed("450 4.2.0 greylisted"))
        Office(office.database, clock=office.clock).deliver(courier)
        (letter,) = office.letters("acknowledgement")
        attempts.append(office.clock())
        if letter.state != "PENDING":
            break
        office.clock.now = letter.next_attempt_at
    assert letter.state == "FAILED"
    gaps = [later - earlier for earlier, later in pairwise(attempts)]
    assert attempts[1] - began >= timedelta(minutes=4)
    assert gaps[0] < gaps[2] < gaps[4] < gaps[6]
    assert SmtpTable.model_fields["give_up_after"].default == timedelta(days=2)
    assert office.clock() - began >= timedelta(days=2)
    assert len(attempts) < 30
    delayed, failed = sorted(
        (task for task in office.tasks() if task.letter_id == written.id), key=lambda task: task.opened_at
    )
    assert (delayed.reason, failed.reason) == ("letter delayed", "letter not delivered")
    assert "450 4.2.0 greylisted" in delayed.detail
    with office.database.reading() as session:
        due = {kept.deadline.name: kept.deadline for kept in deadlines.of_case(session, case.id)}
    assert delayed.opened_at - began < timedelta(hours=4)
    assert delayed.opened_at + timedelta(hours=12) < due["acknowledgement"].due_at


@pytest.mark.fault("F26")
def test_a_letter_greylisted_for_fifteen_minutes_goes_out_and_troubles_nobody(office: Office) -> None:
    office.take(message())
    until = office.clock() + timedelta(minutes=15)
    while any(letter.state == "PENDING" for letter in office.letters()):
        early = office.clock() < until
        office.deliver(FakeCourier(always=Delayed("450 4.2.0 greylisted") if early else None))
        office.clock.go(minutes=1)
    assert {letter.state for letter in office.letters()} == {"SENT"}
    assert office.clock() - until < timedelta(minutes=30)
    assert office.tasks() == []


def test_the_task_about_a_delayed_letter_is_settled_when_it_goes_out_after_all(office: Office) -> None:
    office.take(message())
    for _ in range(7):
        office.deliver(FakeCourier(always=Delayed("450 4.2.0 greylisted")))
        office.clock.go(hours=2)
    assert {task.reason for task in office.tasks()} == {"letter delayed"}
    office.clock.go(hours=4)
    office.deliver()
    assert {letter.state for letter in office.letters()} == {"SENT"}
    assert office.tasks() == []


@pytest.mark.parametrize("act", ["posted", "sent elsewhere"])
def test_a_delayed_letter_whose_words_went_another_way_does_not_go_as_well(office: Office, act: str) -> None:
    office.take(message())
    for _ in range(7):
        office.deliver(FakeCourier(always=Delayed("450 4.2.0 greylisted")))
        office.clock.go(hours=2)
    hands, (before,) = Hands(office), office.letters("acknowledgement")
    task = next(task for task in office.tasks() if task.letter_id == before.id)
    if act == "posted":
        hands.posted(task, office.clock().date())
    else:
        hands.send(task, to="jane@elsewhere.example", although="Priti agreed")
    office.clock.go(hours=5)
    courier = FakeCourier()
    office.deliver(courier)
    letters = {letter.id: letter.state for letter in office.letters("acknowledgement")}
    assert letters[before.id] == "CANCELLED"
    assert not any(before.message_id.encode() in raw for _, _, raw in courier.letters)
    assert not any(task.letter_id == before.id for task in office.tasks())
