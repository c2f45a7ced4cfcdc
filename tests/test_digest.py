"""The morning digest of the queue: once a day, to whom, and without a name in it."""

from __future__ import annotations

import asyncio
import re
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from fakes import LETTERHEAD, OVERSIGHT, PRITI, SAM, Clock, Office, message
from firm import Firm
from hands import Hands
from servers import Sink, UserOf
from test_casework import DANGER

from mailbot.complaints.calendar import LONDON, Calendar
from mailbot.complaints.practice import Division
from mailbot.config import load
from mailbot.daemon import Daemon
from mailbot.mail.message import Address
from mailbot.reminders.digest import Digest
from mailbot.reminders.schedule import Hours
from mailbot.store import outbox
from mailbot.store.database import Database

ENGLAND = Calendar.of(Division.ENGLAND_AND_WALES, extra=frozenset(), removed=frozenset())
LEAD = Address("Complaints lead", "lead@firm.example.com")
HANDLERS = [Address(SAM.name, SAM.email), Address(PRITI.name, PRITI.email)]
#: Mail that lies before a person without a case.
NEWS = {
    "author": "Ned Newsman <news@example.org>",
    "List_Id": "<news.example.org>",
    "subject": "Secret Santa",
}


def london(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LONDON).astimezone(UTC)


@dataclass
class Mornings:
    """An office whose queue is told about; `again` is mailbot started again."""

    office: Office
    lead: Address | None = LEAD

    def __post_init__(self) -> None:
        self.again()

    def again(self) -> None:
        self.digest = Digest(
            self.office.correspondence,
            ENGLAND,
            Hours(time(9, 0), time(17, 0)),
            lead=self.lead,
            handlers=HANDLERS,
            warn=self.office.attention.warn,
        )

    def sweep(self, at: str = "") -> int:
        """How many digests that put."""
        if at:
            self.office.clock.now = london(at)
        now = self.office.clock()
        return len(self.office.database.run(lambda session: self.digest.sweep(session, now)))

    def told(self) -> list[tuple[str, str]]:
        return [
            (f"{one.created_at.astimezone(LONDON):%d %b %H:%M}", one.recipient)
            for one in self.office.letters("digest")
        ]

    def letter(self, number: int = -1) -> bytes:
        with self.office.database.reading() as session:
            raw = outbox.show(session, self.office.letters("digest")[number].id)
        assert raw is not None
        return raw

    def text(self, number: int = -1) -> str:
        part = message_from_bytes(self.letter(number), policy=policy.default).get_body(("plain",))
        assert part is not None
        return str(part.get_content())


@pytest.fixture
def mornings(database: Database) -> Mornings:
    """On Friday afternoon a newsletter came."""
    office = Office(database, clock=Clock(london("2026-11-20T15:00")))
    office.take(message("News.", **NEWS))
    return Mornings(office)


def test_it_is_told_on_the_next_working_morning_once(mornings: Mornings) -> None:
    assert mornings.sweep() == 0, "this morning nothing lay there"
    for at in ("2026-11-20T17:00", "2026-11-21T10:00", "2026-11-23T08:59"):
        assert mornings.sweep(at) == 0
    assert mornings.sweep("2026-11-23T09:00") == 1
    for at in ("2026-11-23T09:00", "2026-11-23T09:01", "2026-11-23T16:59"):
        assert mornings.sweep(at) == 0
        mornings.again()
        assert mornings.sweep(at) == 0
    assert mornings.sweep("2026-11-24T09:00") == 1
    assert mornings.told() == [("23 Nov 09:00", LEAD.addr_spec), ("24 Nov 09:00", LEAD.addr_spec)]


def test_nothing_is_told_of_an_empty_queue(mornings: Mornings) -> None:
    Hands(mornings.office).none_needed("list")
    assert mornings.sweep("2026-11-23T09:00") == 0
    mornings.office.take(message("News.", **NEWS))
    assert mornings.sweep("2026-11-23T11:00") == 0, "what came since is told tomorrow"
    mornings.again()
    assert mornings.sweep("2026-11-23T12:00") == 0
    assert mornings.sweep("2026-11-24T09:00") == 1


@pytest.mark.parametrize("at", ["2026-11-23T16:45", "2026-11-26T11:00", "2027-01-04T09:30"])
def test_after_downtime_it_is_told_once_and_not_for_every_day_missed(mornings: Mornings, at: str) -> None:
    assert mornings.sweep(at) == 1
    assert mornings.sweep() == 0
    mornings.again()
    assert mornings.sweep() == 0
    assert len(mornings.told()) == 1


def test_on_a_bank_holiday_nobody_is_told(mornings: Mornings) -> None:
    for at in ("2026-12-25T09:00", "2026-12-28T09:00", "2027-01-01T10:00"):
        assert mornings.sweep(at) == 0
    assert mornings.sweep("2026-12-29T09:00") == 1


def test_nine_in_the_morning_is_londons(database: Database) -> None:
    office = Office(database, clock=Clock(london("2026-07-01T15:00")))
    office.take(message("News.", **NEWS))
    mornings = Mornings(office)
    office.clock.now = datetime(2026, 7, 2, 7, 59, tzinfo=UTC)
    assert mornings.sweep() == 0
    office.clock.now = datetime(2026, 7, 2, 8, 0, tzinfo=UTC)
    assert mornings.sweep() == 1


def test_a_transaction_that_fails_takes_no_digest_with_it(mornings: Mornings) -> None:
    mornings.office.clock.now = now = london("2026-11-23T09:00")

    class Crash(Exception):
        pass

    def crashing(session: object) -> None:
        mornings.digest.sweep(session, now)  # type: ignore[arg-type]
        raise Crash

    with pytest.raises(Crash):
        mornings.office.database.run(crashing)
    assert mornings.told() == []
    assert mornings.sweep() == 1


def test_two_daemons_at_once_tell_it_once(url: str) -> None:
    databases = [Database(url), Database(url)]
    first = Office(databases[0], clock=Clock(london("2026-11-20T15:00")))
    first.take(message("News.", **NEWS))
    first.clock.now = london("2026-11-23T09:00")
    both = [Mornings(first), Mornings(Office(databases[1], clock=first.clock))]
    together = threading.Barrier(2)
    put: list[int] = []

    def sweep(mornings: Mornings) -> None:
        together.wait(10)
        put.append(mornings.sweep())

    threads = [threading.Thread(target=sweep, args=(each,)) for each in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    told = both[0].told()
    for database in databases:
        database.close()
    assert sorted(put) == [0, 1]
    assert len(told) == 1


def test_without_a_lead_each_handler_is_told_what_is_theirs(database: Database) -> None:
    office = Office(database, clock=Clock(london("2026-11-20T15:00")))
    office.take(*(message(author=f"noreply-{n}@example.org") for n in range(2)))
    office.take(message("News.", **NEWS))  # oversight's, who is no handler
    mornings = Mornings(office, lead=None)
    assert mornings.sweep("2026-11-23T09:00") == 2
    assert {recipient for _, recipient in mornings.told()} == {SAM.email, PRITI.email}
    counts = {one.recipient: one.subject.partition(" ")[0] for one in office.letters("digest")}
    assert counts == {SAM.email: "2", PRITI.email: "1"}


def test_it_counts_by_reason_and_shows_the_most_pressing_twenty(mornings: Mornings) -> None:
    office = mornings.office
    for number in range(24):
        office.take(message(f"News {number}.", **NEWS))
    office.take(message(DANGER, author="Joe Bloggs <joe.bloggs@example.org>", subject="I am at the end"))
    office.clock.now = london("2026-11-20T17:00")
    assert mornings.sweep("2026-11-24T09:00") == 1
    (letter,) = office.letters("digest")
    text = mornings.text()
    assert letter.subject == "27 things wait for a person, 27 OVERDUE"
    assert "- life at risk: 1, 1 overdue" in text
    assert "- list: 25, 25 overdue" in text
    assert "- acknowledgement owed: 1, 1 overdue" in text
    shown = re.findall(r'^- "mailbot queue show (\d+)"', text, re.MULTILINE)
    assert len(shown) == 20
    risk = Hands(office).task("life-at-risk")
    assert shown[0] == str(risk.id)
    assert f'"mailbot queue show {risk.id}": life at risk in' in text
    assert "waits 3 days" in " ".join(text.split())
    assert 'And 7 more: "mailbot queue list"' in text
    assert max(map(len, text.splitlines())) <= 72


def test_it_names_nobody_and_says_nothing_of_what_was_written(mornings: Mornings) -> None:
    office = mornings.office
    office.take(message(DANGER, author="Joe Bloggs <noreply@example.org>", subject="At the end"))
    office.take(message("x", author="Ann Example <ann@example.net>", X_Spam_Flag="YES; ann@example.net"))
    mornings.sweep("2026-11-23T09:00")
    written = message_from_bytes(mornings.letter(), policy=policy.default)
    said = str(written["subject"]) + "".join(
        str(part.get_content()) for part in written.walk() if not part.is_multipart()
    )
    for secret in (
        "joe",
        "bloggs",
        "ned",
        "santa",
        "at the end",
        "ann",
        "example.org",
        "example.net",
        "kill",
    ):
        assert secret not in said.casefold().replace("planned", ""), secret
    assert str(written["auto-submitted"]) == "auto-generated"


def test_one_thing_is_told_in_the_singular(mornings: Mornings) -> None:
    mornings.sweep("2026-11-23T09:00")
    (letter,) = mornings.office.letters("digest")
    assert letter.subject == "1 thing waits for a person"
    assert "One thing lies before a person." in mornings.text()
    assert "due today 17:00 – waits 2 days" in mornings.text()


def test_a_digest_that_cannot_be_written_is_a_task_once_a_day(database: Database) -> None:
    head = replace(LETTERHEAD, headers={"X-Mailbot-Loop": "1"})  # a field that the gate refuses
    office = Office(database, clock=Clock(london("2026-11-20T15:00")), head=head)
    office.take(message("News.", **NEWS))
    mornings = Mornings(office)
    for at in ("2026-11-23T09:00", "2026-11-23T09:01", "2026-11-23T11:00"):
        mornings.sweep(at)
    assert [task.reason for task in office.tasks()] == ["list", "digest not written"]
    mornings.sweep("2026-11-24T09:00")
    assert [task.reason for task in office.tasks()].count("digest not written") == 2


def test_an_answer_to_the_digest_is_no_complaint(mornings: Mornings) -> None:
    from mailbot.casework.attention import OWED

    office = mornings.office
    mornings.sweep("2026-11-23T09:00")
    (letter,) = office.letters("digest")
    office.take(message("I complain: why so many?", author=LEAD.addr_spec, In_Reply_To=letter.message_id))
    assert office.cases() == []
    assert OWED not in {task.reason for task in office.tasks()}
    assert OVERSIGHT.addr_spec not in {one.recipient for one in office.letters("digest")}


# -- in the daemon


@pytest.mark.servers
def test_the_daemon_tells_the_lead_once_a_morning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dovecot: UserOf, sink: Sink
) -> None:
    monkeypatch.setenv("MAILBOT_TEST_PASSWORD", dovecot.server.password)
    firm = Firm(
        tmp_path / "firm",
        dovecot.server.password,
        {"imap_port": dovecot.server.port, "smtp_port": sink.port, "user": dovecot.user},
    )
    text = firm.config.read_text(encoding="utf-8")
    firm.write(text.replace("[oversight]\n", '[oversight]\nlead = "lead@firm.example.com"\n'))
    clock = Clock(london("2026-11-20T15:00"))
    raw = message("News.", **NEWS)
    dovecot.server.append(dovecot.user, "INBOX", raw, clock())

    def once() -> list[str]:
        daemon = Daemon(load(firm.config), clock=clock)
        try:
            assert asyncio.run(daemon.run_once()) == 0
        finally:
            daemon.close()
        return [
            recipient
            for letter in sink.letters
            for recipient in letter.recipients
            if b"X-Mailbot-Letter: digest" in letter.raw
        ]

    assert once() == []
    clock.now = london("2026-11-23T09:00")
    assert once() == ["lead@firm.example.com"]
    clock.now += timedelta(minutes=1)
    assert once() == ["lead@firm.example.com"]


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ('lead = "lead@firm.example"\nemail = "o@firm.example"', "lead@firm.example"),
        ('email = "o@firm.example"', "o@firm.example"),
        ("", None),
    ],
)
def test_the_lead_is_oversight_where_none_is_named(tmp_path: Path, table: str, wanted: str | None) -> None:
    from mailbot.assembly import parts
    from mailbot.config.values import practice

    example = (Path(__file__).parents[1] / "config.example.toml").read_text(encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text(example.replace("[oversight]\n", f"[oversight]\n{table}\n", 1), encoding="utf-8")
    config = load(path)
    found = parts.lead(config)
    assert (found.addr_spec if found else None) == wanted
    assert {"lead@firm.example"} & practice(config).desk == ({wanted} & {"lead@firm.example"})
