"""The complaint mailbot sends to itself: case, acknowledgement, copy; an alarm where one is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from fakes import MAILBOX, PRACTICE, FakeCourier, Office, message
from servers import Dovecot, Sink, UserOf
from test_daemon import configure, running, until

from mailbot.casework.canary import dismiss
from mailbot.store.database import Database
from mailbot.watching.alarms import Bounds, alarms
from mailbot.watching.canary import Canaries, Standing, Wanted
from mailbot.watching.signs import Signs
from mailbot.wire.outcome import Failed, Outcome

BIRD = "canary@firm.example"


@dataclass
class Loft:
    """A firm that sends canaries, and what became of them on their way."""

    office: Office
    sent: list[bytes] = field(default_factory=list)
    refused: str = ""  # why the server takes none
    archived: bool = True
    asked: int = 0
    words: int = 0
    every: timedelta = timedelta(days=1)
    mailboxes: dict[str, str] = field(default_factory=lambda: {"complaints": MAILBOX})

    def __post_init__(self) -> None:
        self.canaries = self.another(self.office.owner)

    def another(self, owner: str) -> Canaries:
        office = self.office
        return Canaries(
            Wanted(BIRD, self.mailboxes, self.every),
            office.database,
            office.journal,
            owner=owner,
            clock=office.clock,
            send=self._send,
            holds=self._holds,
            dismiss=dismiss,
            word=self._word,
        )

    def _send(self, sender: str, recipient: str, raw: bytes) -> None:
        assert (sender, recipient) == (BIRD, MAILBOX)
        if self.refused:
            raise OSError(self.refused)
        self.sent.append(raw)

    def _holds(self, message_id: str, since: datetime) -> bool:
        assert since <= self.office.clock()
        assert message_id in {letter.message_id for letter in self.office.letters("acknowledgement")}
        self.asked += 1
        return self.archived

    def _word(self) -> str:
        self.words += 1
        return f"{self.words:032x}"

    def after(self, **span: float) -> Standing:
        self.office.clock.go(**span)
        self.canaries.turn()
        return self.canaries.standing["complaints"]

    def alarm(self) -> str:
        standing = self.canaries.standing
        signs = Signs(
            self.office.clock(), self.office.clock(), {}, (), self.office.clock(), None, {}, {}, None
        )
        return "; ".join(one.what for one in alarms(replace(signs, canaries=standing), Bounds()))

    def arrive(self, courier: FakeCourier | None = None) -> None:
        self.office.take(*self.sent)
        self.sent.clear()
        self.office.deliver(courier or FakeCourier())


@pytest.fixture
def loft(database: Database) -> Loft:
    return Loft(Office(database, practice=replace(PRACTICE, canary=BIRD)))


def test_it_becomes_a_case_an_acknowledgement_and_a_copy_and_its_case_is_closed(loft: Loft) -> None:
    assert loft.after() == Standing(loft.office.clock(), None, "is on its way", late=False)
    loft.office.clock.go(seconds=20)
    loft.arrive()
    (case,) = loft.office.cases()
    assert (case.state, case.address) == ("acknowledged", BIRD)
    standing = loft.after(seconds=15)
    assert (standing.took, standing.lacks, standing.late) == (35, "", False)
    (case,) = loft.office.cases()
    assert (case.state, case.closed_because) == ("not-a-complaint", "a canary of mailbot's own")
    assert {letter.recipient for letter in loft.office.letters()} == {BIRD}
    assert loft.office.tasks() == []
    assert loft.office.open_deadlines(case) == set()
    assert loft.alarm() == ""


def test_the_next_one_flies_when_its_time_has_come_and_not_before(loft: Loft) -> None:
    loft.after()
    loft.arrive()
    for _ in range(3):
        loft.after(hours=7)
    assert loft.sent == []
    loft.after(hours=3)
    assert len(loft.sent) == 1
    loft.arrive()
    assert loft.after(seconds=15).took == 15
    assert [case.state for case in loft.office.cases()] == ["not-a-complaint"] * 2
    assert loft.office.tasks() == []


@pytest.mark.parametrize("triage", [False, True])
def test_no_limit_of_an_address_stops_it(database: Database, triage: bool) -> None:
    few = {"acknowledgements_per_address_per_day": 1, "acknowledgements_per_domain_per_day": 1}
    practice = replace(PRACTICE, canary=BIRD, triage=triage, **few)  # type: ignore[arg-type]
    loft = Loft(Office(database, practice=practice), every=timedelta(hours=8))
    for _ in range(6):
        loft.after(hours=8)
        loft.arrive()
        assert loft.after(seconds=15).took == 15
    assert loft.office.tasks() == []


def test_a_copy_of_one_is_a_complaint_like_any(loft: Loft) -> None:
    """Whoever saw one cannot have his own mail hushed up by it."""
    loft.after()
    (bird,) = loft.sent
    loft.arrive()
    loft.after(seconds=15)
    loft.office.take(bird.replace(b"I want to complain", b"I want to complain about my loan"))
    assert [case.status for case in loft.office.cases()] == ["closed", "open"]
    assert {"handler_notice"} <= {letter.kind for letter in loft.office.letters()}


def test_one_to_a_mailbox_that_is_not_read_any_more_leaves_no_case_open(loft: Loft) -> None:
    loft.after()
    loft.arrive()
    loft.mailboxes = {"other": MAILBOX}
    loft.canaries = loft.another(loft.office.owner)
    loft.canaries.turn()
    assert [case.status for case in loft.office.cases()] == ["closed"]


def fails() -> Outcome:
    return Failed("550 no")


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        (lambda loft: loft.sent.clear(), "did not arrive"),
        (lambda loft: loft.office.take(*loft.sent), "has an acknowledgement that was not sent (PENDING)"),
        (lambda loft: loft.arrive(FakeCourier(always=fails())), "that was not sent (FAILED)"),
        (lambda loft: (setattr(loft, "archived", False), loft.arrive()), "the archive holds no copy"),
        (lambda loft: spam(loft), "opened no case: it was taken for suspect"),
    ],
    ids=["lost", "not delivered", "refused", "not archived", "spam"],
)
def test_what_it_lacks_is_an_alarm_after_its_time(
    loft: Loft, happens: Callable[[Loft], object], told: str
) -> None:
    loft.after()
    happens(loft)
    assert told in loft.after(minutes=15).lacks
    assert loft.alarm() == ""
    loft.after(seconds=15)
    assert loft.alarm().startswith("the canary sent to complaints ")
    assert told in loft.alarm()


def spam(loft: Loft) -> None:
    loft.office.take(*(b"X-Spam-Flag: YES\r\n" + raw for raw in loft.sent))


def test_an_acknowledgement_withheld_is_told_with_its_reason(loft: Loft) -> None:
    loft.after()
    loft.office.take(*(b"Precedence: junk\r\n" + raw for raw in loft.sent))
    told = loft.after(minutes=16).lacks
    assert "was not acknowledged: " in told or "opened no case" in told


def test_the_alarm_is_over_once_what_was_late_has_come(loft: Loft) -> None:
    loft.after()
    loft.archived = False
    loft.arrive()
    loft.after(minutes=16)
    assert loft.alarm()
    loft.archived = True
    asked = loft.asked
    loft.after(minutes=1)
    assert loft.asked == asked  # a server is not asked every few seconds for a day
    loft.after(minutes=5)
    assert loft.alarm() == ""
    assert loft.canaries.standing["complaints"].took == 22 * 60


def test_one_that_no_server_takes_is_handed_over_again_as_it_is(loft: Loft) -> None:
    loft.refused = "no route"
    assert loft.after().lacks == "could not be sent: no route"
    loft.after(minutes=16)
    assert "could not be sent" in loft.alarm()
    loft.refused = ""
    loft.after(minutes=5)
    assert len(loft.sent) == 1
    loft.arrive()
    loft.after(minutes=5)
    assert loft.alarm() == ""
    assert loft.words == 1


def test_one_that_is_lost_is_followed_by_another_and_leaves_nothing_behind_if_it_comes_after_all(
    loft: Loft,
) -> None:
    loft.after()
    lost = loft.sent.pop()
    loft.after(minutes=61)
    assert len(loft.sent) == 1
    loft.arrive()
    loft.after(seconds=15)
    assert loft.alarm() == ""
    loft.office.take(lost)
    loft.office.deliver(FakeCourier())
    loft.after(minutes=6)
    assert [case.state for case in loft.office.cases()] == ["not-a-complaint"] * 2
    assert {letter.recipient for letter in loft.office.letters()} == {BIRD}
    assert loft.office.tasks() == []


def test_started_again_it_waits_for_the_one_that_flies_and_sends_no_other(loft: Loft) -> None:
    loft.after()
    loft.canaries = loft.another(loft.office.owner)
    loft.arrive()
    assert loft.after(minutes=1).took == 60
    loft.canaries = loft.another(loft.office.owner)
    assert loft.after(minutes=1).took == 60
    assert loft.words == 1


def test_of_several_daemons_one_sends_them(loft: Loft) -> None:
    loft.after()
    other = loft.another("there:2:b")
    other.turn()
    assert loft.words == 1
    assert other.standing == {}


def test_who_sends_them_no_more_says_nothing_of_how_they_stand(loft: Loft) -> None:
    loft.after()
    assert loft.after(minutes=30).late
    other = loft.another("there:2:b")
    loft.office.clock.go(minutes=30)  # the first was cut off, and its lease has lapsed
    other.turn()
    loft.office.clock.go(minutes=1)
    loft.canaries.turn()
    assert loft.canaries.standing == {}


def test_whoever_writes_from_its_address_is_a_complainant_like_any(loft: Loft) -> None:
    """Without the Message-ID that was written down nothing of a complaint is hushed up."""
    loft.after()
    loft.office.take(message(author=BIRD, message_id="<1@canary.firm.example>"))
    (case,) = loft.office.cases()
    assert "handler_notice" in {letter.kind for letter in loft.office.letters()}
    loft.arrive()
    loft.after(seconds=15)
    assert [one.status for one in loft.office.cases()] == ["open", "closed"]
    assert loft.office.cases()[0].reference == case.reference


@pytest.mark.servers
def test_a_daemon_sends_takes_and_dismisses_it(tmp_path: Path, dovecot: UserOf, sink: Sink) -> None:
    """The sink takes what the daemon sends; what is for the mailbox is delivered there, as the firm's server
    would."""
    firm = configure(tmp_path, dovecot, sink)
    text = firm.config.read_text(encoding="utf-8")
    firm.write(text + '\n[canary]\nfrom = "canary@firm.example.com"\n')
    assert isinstance(dovecot.server, Dovecot)
    with running(firm) as daemon:
        daemon.says("canary-sent")
        (bird,) = until(lambda: to(sink, "complaints@firm.example.com"), "the canary")
        dovecot.server.append(dovecot.user, "INBOX", bird)
        daemon.says("canary-back", 40)
        daemon.stop()
    shown = firm.run("cases", "list", "--closed", "--json").stdout
    assert '"not-a-complaint"' in shown
    answered = to(sink, "canary@firm.example.com")
    assert "acknowledgement" in {message_from_bytes(raw)["X-Mailbot-Letter"] for raw in answered}
    assert to(sink, "priti.anand@firm.example.com") == to(sink, "sam.ogilvie@firm.example.com") == []


def to(sink: Sink, address: str) -> Sequence[bytes]:
    return [letter.raw for letter in sink.letters if letter.recipients[0] == address]
