"""How long a server is waited for: a courier as patient as it is by default, in time that does not pass."""

from __future__ import annotations

import asyncio
import selectors

import pytest
from servers import Sink
from smtp_script import RAW, scripted, terms, yes

from mailbot.wire.outcome import Delayed, Delivered, Outcome, Unknown
from mailbot.wire.smtp import Courier

#: Seconds of the world in which whatever is on its way over loopback arrives.
GRACE = 0.003


class Skipping(selectors.SelectSelector):
    """Where nothing is on its way nobody waits: the time that would pass has passed."""

    skipped = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(GRACE if timeout is None else min(timeout, GRACE))
        if not ready and timeout:
            self.skipped += timeout
        return ready


class Hurried(asyncio.SelectorEventLoop):
    """A loop in which ten minutes of silence are over at once."""

    def __init__(self) -> None:
        self.skipping = Skipping()
        super().__init__(self.skipping)

    def time(self) -> float:
        return super().time() + self.skipping.skipped


async def ended(courier: Courier) -> tuple[Outcome, float]:
    """How one letter ended, after how many seconds."""
    began = asyncio.get_running_loop().time()
    outcome = await courier.deliver("", ["jane@example.org"], RAW, arm=yes)
    took = asyncio.get_running_loop().time() - began
    await courier.close()
    return outcome, took


def timed(sink: Sink, **changes: object) -> tuple[Outcome, float]:
    """One letter to a sink in the same loop."""

    async def work() -> tuple[Outcome, float]:
        server = await sink.listen()
        try:
            return await ended(Courier(terms(sink, **changes)))
        finally:
            await sink.hang_up(server)

    with asyncio.Runner(loop_factory=Hurried) as runner:
        return runner.run(work())


@pytest.mark.assertion("C-72")
@pytest.mark.fault("F25")
@pytest.mark.parametrize(
    ("at", "least", "ends"),
    [
        ("greeting", 300, Delayed),
        ("ehlo", 300, Delayed),
        ("auth", 300, Delayed),
        ("mail", 300, Delayed),
        ("rcpt", 300, Delayed),
        ("data", 120, Delayed),
        ("dot", 600, Unknown),
    ],
)
def test_a_silent_server_is_waited_for_as_long_as_the_rfc_asks_and_then_left(
    at: str, least: float, ends: type[Outcome]
) -> None:
    """RFC 5321 section 4.5.3.2; what is left after the dot is unknown, before it certainly not sent."""
    sink = Sink(login=("firm", "pw"))
    sink.fault(at, then="silence")
    outcome, took = timed(sink, username="firm", secret=lambda: "pw")
    assert isinstance(outcome, ends)
    assert least <= took < least + 300
    assert len(sink.letters) == (at == "dot")


@pytest.mark.assertion("C-72")
def test_an_answer_that_is_almost_too_late_is_an_answer_at_every_command() -> None:
    sink = Sink()
    for at, seconds in (("greeting", 290), ("ehlo", 290), ("mail", 290), ("rcpt", 290), ("data", 115)):
        sink.fault(at, then="slow", seconds=seconds)
    outcome, took = timed(sink)
    assert isinstance(outcome, Delivered)
    assert took >= 4 * 290 + 115


@pytest.mark.assertion("C-72", "C-75")
@pytest.mark.fault("F30")
@pytest.mark.parametrize(("seconds", "ends"), [(599, Delivered), (660, Delivered), (15 * 60, Unknown)])
def test_a_late_answer_to_the_dot_is_an_answer_for_ten_minutes_and_the_time_of_the_text(
    seconds: float, ends: type[Outcome]
) -> None:
    sink = Sink()
    sink.fault("dot", then="slow", seconds=seconds)
    outcome, _ = timed(sink)
    assert isinstance(outcome, ends)
    assert len(sink.letters) == 1


@pytest.mark.fault("F25")
@pytest.mark.parametrize("endless", ["", "greeting", "MAIL", "text"])
def test_an_octet_a_second_is_an_answer_if_it_comes_to_an_end_in_time(endless: str) -> None:
    async def drip(writer: asyncio.StreamWriter, at: str, reply: bytes) -> None:
        for octet in b"250-" + b"x" * 3600 if at == endless else reply + b"\r\n":
            writer.write(bytes([octet]))
            await asyncio.sleep(1)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await drip(writer, "greeting", b"220 x")
        while line := await reader.readline():
            verb = line[:4].decode()
            await drip(writer, verb, b"354 go" if verb == "DATA" else b"250 ok")
            if verb == "DATA":
                await reader.readuntil(b"\r\n.\r\n")
                await drip(writer, "text", b"250 taken")

    async def work() -> tuple[Outcome, float]:
        async with scripted(serve) as port:
            return await ended(Courier(terms(Sink(port=port))))

    with asyncio.Runner(loop_factory=Hurried) as runner:
        outcome, took = runner.run(work())
    expected = {"": Delivered, "text": Unknown}.get(endless, Delayed)
    assert isinstance(outcome, expected)
    assert 30 < took < 1000
