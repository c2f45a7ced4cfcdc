"""A reduced simulation, and that its oracle can fail: a mailbot that misbehaves is found out.

`make simulate` tells many more histories of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from fakes import Office

from benchmarks.simulation.history import tell
from benchmarks.simulation.letters import (
    CASE,
    OURS,
    OWN_ID,
    PERSON,
    THEIRS,
    Library,
    fill,
    fresh,
    templates,
)
from benchmarks.simulation.stage import Stage
from mailbot.complaints.decide import Folder
from mailbot.intake.taking import Begun, Intake
from mailbot.reading.reader import Reading
from mailbot.store.journal import Event
from mailbot.wire.outcome import Outcome

STEPS = 70
FILLED = {
    PERSON: "p0123abcde",
    OWN_ID: "00112233aabbccdd",
    THEIRS: "ddccbbaa33221100",
    OURS: "0123456789abcdef0123456789abcdef",
    CASE: "C-7KQ2-M9XD",
}


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


@pytest.mark.fault("F35", "F36", "F37", "F38", "F48")
@pytest.mark.parametrize("first", range(0, 24, 4))
def test_whatever_goes_wrong_at_once_nothing_is_lost_and_nothing_is_sent_too_often(
    stage: Stage, first: int
) -> None:
    for seed in range(first, first + 4):
        told = tell(stage, seed, steps=STEPS)
        assert not told.violation, f"make simulate SEED={seed}"
        assert told.cycles > 0


def test_a_seed_tells_the_same_history_again(stage: Stage) -> None:
    first = tell(stage, 5, steps=STEPS, trace=True)
    tell(stage, 6, steps=STEPS)
    assert tell(stage, 5, steps=STEPS, trace=True) == first
    assert len(first.lines) > STEPS


def test_histories_are_as_full_of_mishaps_as_they_should_be(stage: Stage) -> None:
    """What never happens is not tested."""
    lines = " ".join(
        line for seed in (*range(30, 42), 54, 56) for line in tell(stage, seed, steps=90, trace=True).lines
    )
    for happening in (
        "crash at db before commit",
        "crash at db committed",
        "crash at smtp",
        "crash at imap",
        "database at",
        "database after at",
        "connection at",
        "meanwhile at imap",
        "stands still at smtp",
        "our clock is off",
        "renumbers the mailbox",
        "a person moves",
        "into the inbox again",
        "arrives again",
        "restore",
    ):
        assert happening in lines, happening


@pytest.mark.parametrize("name", sorted(templates()))
def test_a_message_made_from_a_template_reads_as_if_it_were_read(name: str) -> None:
    library = Library()
    raw = library.make(name, FILLED)
    assert raw == fill(templates()[name].raw, FILLED)
    assert undigested(library.read[raw]) == undigested(fresh(raw))


def undigested(reading: Reading) -> Reading:
    """Without the digests of what is enclosed, which nothing asks for."""
    bare = tuple(replace(one, sha256="") for one in reading.parsed.attachments)
    return replace(reading, parsed=replace(reading.parsed, attachments=bare))


# -- mailbots that misbehave


class Wrapped:
    """A connection to the submission server, used wrongly."""

    def __init__(self, courier: Any) -> None:
        self.courier = courier

    async def close(self) -> None:
        await self.courier.close()


class SendsUnarmed(Office):
    """The letter goes out, and nothing was written down before."""

    class Hasty(Wrapped):
        async def deliver(
            self, reverse_path: str, recipients: Sequence[str], raw: bytes, **more: Any
        ) -> Outcome:
            async def at_once() -> bool:
                return True

            given: Mapping[str, Any] = more | {"arm": at_once}
            outcome: Outcome = await self.courier.deliver(reverse_path, recipients, raw, **given)
            return outcome

    def delivery(self, *couriers: Any, **more: Any) -> Any:
        return super().delivery(*map(self.Hasty, couriers), **more)


class MovesFirst(Office):
    """The message is filed away, and only then written down."""

    class Tidy:
        def __init__(self, intake: Intake) -> None:
            self.intake, self.later = intake, list[Begun]()

        def __getattr__(self, name: str) -> Any:
            return getattr(self.intake, name)

        def account(self, begun: Begun) -> None:
            self.later.append(begun)

        def unsettled(self, uid_validity: int, uids: Sequence[int]) -> dict[int, Folder]:
            del uid_validity
            begun = {item.uid for some in self.later for item, *_ in some}
            return dict.fromkeys(begun & set(uids), Folder.PROCESSED)

        def settled(self, uid_validity: int, uids: Sequence[int], folder: str) -> None:
            later, self.later = self.later, []
            for begun in later:
                self.intake.account(begun)
            self.intake.settled(uid_validity, uids, folder)

    def intake(self, *given: Any, **more: Any) -> Any:
        return self.Tidy(super().intake(*given, **more))


class KeepsSilent(Office):
    """What is not acknowledged by itself is told to nobody."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.attention.owe = self._nothing  # type: ignore[method-assign]

    def _nothing(self, *_: Any) -> Event:
        return Event("acknowledgement-owed", self.clock(), None)


class KnowsNoLimit(Office):
    """Whoever writes is acknowledged, however often."""

    def __init__(self, *given: Any, practice: Any, **more: Any) -> None:
        generous = replace(practice, acknowledgements_per_address_per_day=1000)
        super().__init__(*given, practice=generous, **more)


class ForgetsWhatWasSent(Office):
    """The breaker counts nothing."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more | {"automatic_letters_per_hour": 10_000})


@pytest.mark.parametrize(
    ("office", "told"),
    [
        (SendsUnarmed, "is sent while it is CLAIMED"),
        (MovesFirst, "is moved, and is not in the ledger"),
        (KeepsSilent, "an acknowledgement withheld without a task"),
        (KnowsNoLimit, "more than 3 acknowledgements to"),
        (ForgetsWhatWasSent, "letters to complainants within the hour"),
    ],
)
def test_the_oracle_finds_out_a_mailbot_that_misbehaves(
    stage: Stage, office: type[Office], told: str
) -> None:
    found = (tell(stage, seed, steps=STEPS, office=office).violation for seed in range(60))
    assert any(told in violation for violation in found)
