"""The courier over a network that is slow or breaks, at each phase of a conversation."""

from __future__ import annotations

import asyncio
import selectors
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import product
from typing import TypeVar

import pytest
from fakes import Office, message
from servers import Postfix, Sink
from smtp_script import terms, yes
from toxic import BROKEN, PHASES, SLOW, Toxic

from mailbot.store.database import Database
from mailbot.wire.outcome import Delayed, Delivered, Outcome, Unknown
from mailbot.wire.smtp import Courier, Patience

T = TypeVar("T")

JANE = "jane@example.org"
LONG = Patience(greeting=20, command=20, data=20, block=0, dot=20, leave=20)
#: Where nothing comes any more.
SHORT = Patience(greeting=0.5, command=0.5, data=0.5, block=0, dot=0.5, leave=0.5)
RAW = (
    b"From: firm@firm.example\r\nTo: jane@example.org\r\nSubject: x\r\n\r\n"
    + (b"." + b"x" * 70 + b"\r\n") * 60
)
ABOUT_US = PHASES[: PHASES.index("RCPT")]
#: Text and dot are handed to the system at once: who wrote them cannot know how far they came.
NOBODY_KNOWS = ("text", "dot", "reply")
#: Nothing is left to say to the server.
HARMLESS = {("closed to the server", "reply"), *product(BROKEN, ["QUIT"])}
#: Where a break leaves the letter with the server: it heard the dot, and we hear nothing of it.
TAKEN = {("closed to us", "text"), ("closed to us", "dot"), *product(BROKEN, ["reply"])} - HARMLESS


def expected(toxic: str, at: str) -> type[Outcome]:
    if toxic in SLOW or (toxic, at) in HARMLESS:
        return Delivered
    return Unknown if at in NOBODY_KNOWS else Delayed


def through(toxic: Toxic, server: Sink | Postfix, at: str, work: Callable[[Courier], Awaitable[T]]) -> T:
    """What `work` makes of a courier that talks to the server through the proxy."""
    secure = at == "STARTTLS"

    selector = selectors.DefaultSelector()

    async def hold() -> T:
        courier = Courier(
            terms(
                server,  # type: ignore[arg-type]
                host="localhost" if secure else toxic.host,
                port=toxic.port,
                tls="starttls" if secure else "none",
                username="firm" if at == "AUTH" else None,
                secret=(lambda: "pw") if at == "AUTH" else None,
            ),
            patience=SHORT if toxic.toxic == "drop" else LONG,
        )
        try:
            return await work(courier)
        finally:
            await courier.close()
            async with asyncio.timeout(10):
                while len(selector.get_map()) > 1:  # the loop's own, and a TLS that comes to its end
                    await asyncio.sleep(0.005)

    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(selector)) as runner:
        return runner.run(hold())


def sink_for(at: str) -> Sink:
    return Sink(
        secure="starttls" if at == "STARTTLS" else "none", login=("firm", "pw") if at == "AUTH" else None
    )


async def once_and_again(courier: Courier, toxic: Toxic, to: str = JANE) -> tuple[Outcome, Outcome]:
    """A letter, and where it is not certain that it went the same once more over a sound network."""
    first = await courier.deliver("ack@firm.example", [to], RAW, arm=yes)
    await courier.close()
    toxic.heal()
    if isinstance(first, Delivered):
        return first, first
    return first, await courier.deliver("ack@firm.example", [to], RAW, arm=yes)


@pytest.mark.fault("F16", "F25", "F28", "F29")
@pytest.mark.parametrize(("toxic", "at"), list(product([*SLOW, *BROKEN], PHASES)))
def test_wherever_the_network_fails_a_letter_counts_as_sent_unknown_or_delayed_rightly(
    toxic: str, at: str
) -> None:
    with sink_for(at) as sink, Toxic(sink.port, toxic, at) as network:
        first, second = through(network, sink, at, lambda courier: once_and_again(courier, network))
        assert network.suffered == 1, "the conversation came that far"
    assert type(first) is expected(toxic, at), first
    if isinstance(first, Delayed):
        assert first.ours is (at in ABOUT_US)
    assert isinstance(second, Delivered)
    assert {letter.raw for letter in sink.letters} == {RAW}
    assert len(sink.letters) == 1 + ((toxic, at) in TAKEN)


@pytest.mark.servers
@pytest.mark.fault("F16", "F28", "F29")
@pytest.mark.parametrize(
    ("toxic", "at"),
    [
        ("sliced", "STARTTLS"),
        ("reset", "STARTTLS"),
        ("reset", "MAIL"),
        ("drop", "dot"),
        ("closed to us", "reply"),
    ],
)
def test_with_postfix_behind_it_too(postfix: Postfix, toxic: str, at: str) -> None:
    to = f"{toxic}-{at}".replace(" ", "-").lower() + "@example.org"
    with Toxic(postfix.port, toxic, at) as network:
        first, second = through(network, postfix, at, lambda courier: once_and_again(courier, network, to))
    assert type(first) is expected(toxic, at), first
    assert isinstance(second, Delivered)
    copies = 1 + ((toxic, at) in TAKEN)
    assert len(postfix.letters(to, count=copies)) == copies


@pytest.mark.fault("F16", "F28", "F29")
@pytest.mark.parametrize(
    ("toxic", "at"),
    [("reset", "greeting"), ("drop", "RCPT"), ("closed to the server", "text"), ("reset", "reply")],
)
def test_when_the_network_is_sound_again_every_letter_has_gone_out_and_none_more_than_twice(
    database: Database, toxic: str, at: str
) -> None:
    office = Office(database)
    office.take(message())
    states: list[Counter[str]] = []

    async def work(courier: Courier) -> None:
        delivery = office.delivery(courier)
        await delivery.deliver_due()
        states.append(Counter(letter.state for letter in office.letters()))
        network.heal()
        for _ in range(4):
            office.clock.go(minutes=20)
            await delivery.deliver_due()

    with Sink() as sink, Toxic(sink.port, toxic, at) as network:
        through(network, sink, at, work)
    (during,) = states
    assert set(during) == {"UNKNOWN" if at in NOBODY_KNOWS else "PENDING"}
    assert {letter.state for letter in office.letters()} == {"SENT"}
    copies = Counter(letter.raw for letter in sink.letters)
    assert len(copies) == len(office.letters())
    assert set(copies.values()) == {1 + ((toxic, at) in TAKEN)}
    assert [task.reason for task in office.tasks()] == []
