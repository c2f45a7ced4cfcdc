"""Yesterday's backup is put back: all of today's mail is found, and no acknowledgement is repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from fakes import ARCHIVE, FakeCourier, Office, message
from hands import Hands
from imap_proxy import Proxy
from reconciled import Firm, daily, kinds
from servers import Dovecot, UserOf
from sqlmodel import Session

from mailbot.complaints.withholding import FILED_BEFORE
from mailbot.reconciling.discrepancies import Level
from mailbot.reconciling.taking_back import TakenBack
from mailbot.store import owed, recovery, tasks
from mailbot.store.backup import back_up
from mailbot.store.database import Database
from mailbot.store.journal import RESTORED, Event, append
from mailbot.wire.answers import FILED
from mailbot.wire.filing import MOVE_BATCH

pytestmark = pytest.mark.servers

TODAY = ("ann", "bob", "cat")
RISK = "I cannot go on. I am going to kill myself."


class Backups:
    """Copies of a database, as an operator makes them."""

    def __init__(self, url: str, directory: Path) -> None:
        self._url, self._directory = url, directory
        self._open: list[Database] = []
        self._made: list[str] = []
        self.today = self.opened(url)

    def opened(self, url: str) -> Database:
        self._open.append(Database(url))
        return self._open[-1]

    def yesterday(self) -> str:
        """The URL of a copy of what is there now."""
        name = f"t{uuid4().hex}"
        if self._url.startswith("sqlite"):
            back_up(self.today, Path(self._url.removeprefix("sqlite:///")), self._directory / name)
            return f"sqlite:///{self._directory}/{name}"
        self.today.close()  # a database is copied while nobody is in it
        self._run(f"CREATE DATABASE {name} TEMPLATE {self._names()[1]}")
        self._made.append(name)
        return self._url.replace(self._names()[1], name)

    def close(self) -> None:
        for database in self._open:
            database.close()
        for name in self._made:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _names(self) -> tuple[str, str]:
        """The server's own database by a plain URL, and the name of the one that is copied."""
        plain, _, query = self._url.replace("+psycopg", "").partition("?")
        server, _, name = plain.rpartition("/")
        return f"{server}/postgres?{query}", name

    def _run(self, statement: str) -> None:
        psycopg = pytest.importorskip("psycopg")
        with psycopg.connect(self._names()[0], autocommit=True) as admin:
            admin.execute(statement)


@pytest.fixture
def backups(url: str, tmp_path: Path) -> Iterator[Backups]:
    backups = Backups(url, tmp_path)
    yield backups
    backups.close()


class Restored:
    """A firm that worked for a day after its backup was made, and the same with that backup put back."""

    def __init__(self, backups: Backups, at: UserOf, *today: bytes, kept: UserOf | None = None) -> None:
        self.before = Firm(backups.today, at, kept)
        self.before.arrive(message(author="early@example.org"))
        self.before.work()
        url = backups.yesterday()
        clock = self.before.clock
        for number, raw in enumerate(today):
            clock.go(hours=20 if number == 0 else 1)
            self.before.arrive(raw)
            self.before.work()
        clock.go(hours=1)
        self.firm = Firm(backups.opened(url), at, kept, clock=clock)

    def taken_back(self) -> TakenBack:
        done = self.firm.take_back()
        self.firm.work()
        self.firm.clock.go(hours=1)
        return done

    def letters(self) -> Counter[str]:
        """How many acknowledgements each complainant got, before and after."""
        raws = [raw for firm in (self.before, self.firm) for _, _, raw in firm.courier.letters]
        acknowledged = [raw for raw in raws if b"X-Mailbot-Letter: acknowledgement" in raw]
        return Counter(
            next(line for line in raw.decode().splitlines() if line.startswith("To: "))[4:]
            for raw in acknowledged
        )


def moved(done: TakenBack) -> int:
    """How many were moved, where nothing else is to be said."""
    assert (done.gone, done.left, done.fault) == (0, 0, None)
    return len(done.moved)


def complaint(name: str) -> bytes:
    return message(f"I complain about my loan, {name}.", author=f"{name}@example.org")


def received(firm: Firm) -> dict[str | None, list[datetime]]:
    found: dict[str | None, list[datetime]] = {}
    for case in firm.cases():
        found.setdefault(case.address, []).append(case.received_at)
    return found


def due(firm: Firm) -> set[tuple[str, ...]]:
    query = "SELECT c.address, d.name, d.due_at FROM deadlines d JOIN cases c ON c.id = d.case_id"
    return {tuple(map(str, row)) for row in firm.rows(query)}


@pytest.mark.fault("F13", "F47")
def test_all_of_todays_mail_has_one_case_again_and_nobody_is_acknowledged_twice(
    backups: Backups, dovecot: UserOf
) -> None:
    restored = Restored(backups, dovecot, *map(complaint, TODAY))
    before, firm = restored.before, restored.firm
    assert kinds(firm.reconcile()) == {"never-read": 3, "unaccounted": 1}
    assert moved(restored.taken_back()) == 3
    assert received(firm) == received(before)
    assert due(firm) == due(before)
    assert restored.letters() == {f"{name}@example.org": 1 for name in ("early", *TODAY)}
    told = [task for task in firm.tasks() if task.reason == owed.OWED]
    assert [task.detail for task in told] == [FILED_BEFORE] * 3
    assert {task.case for task in told} == {case.reference for case in firm.cases()[1:]}
    assert {task.owner for task in told} <= {handler.email for handler in firm.practice.handlers}
    assert Counter(letter.kind for letter in firm.letters() if letter.audience == "handler") == {
        "handler_notice": 4
    }
    assert firm.listing()["INBOX"] == {}
    # What is left are the numbers those messages had; that they are the same ones a person says.
    assert set(kinds(firm.reconcile())) == {"gap"}
    Hands(firm).none_needed("message vanished", because="filed before the restore, and taken back")
    assert firm.reconcile().findings == ()


def test_to_take_back_twice_or_what_the_ledger_knows_changes_nothing(
    backups: Backups, dovecot: UserOf
) -> None:
    restored = Restored(backups, dovecot, *map(complaint, TODAY))
    firm = restored.firm
    assert moved(firm.take_back()) == 3
    assert moved(firm.take_back()) == 0
    firm.work()
    assert moved(firm.take_back()) == 0
    assert len(firm.cases()) == 4
    assert len(firm.listing()["processed"]) == 4


def test_without_being_told_to_it_moves_nothing(backups: Backups, dovecot: UserOf) -> None:
    restored = Restored(backups, dovecot, *map(complaint, TODAY))
    before = restored.firm.listing()
    restored.firm.reconcile()
    assert restored.firm.listing() == before


def test_mail_of_every_kind_lies_before_people_as_it_did(backups: Backups, dovecot: UserOf) -> None:
    restored = Restored(
        backups,
        dovecot,
        message("Our new issue is out.", author="news@example.org", List_Id="<news.example.org>"),
        message(RISK, author="dan@example.org"),
        b"\r\n",
        message("I am away.", author="e@example.org", Auto_Submitted="auto-replied"),
    )
    firm = restored.firm
    assert moved(restored.taken_back()) == 4
    assert received(firm) == received(restored.before)
    assert restored.letters() == {"early@example.org": 1}

    def waiting(firm: Firm) -> Counter[tuple[str, str | None]]:
        return Counter((task.reason, task.author) for task in firm.tasks() if task.message_row_id is not None)

    assert waiting(firm) == waiting(restored.before)
    (risk,) = [t for t in firm.tasks() if t.reason == owed.OWED and t.author == "dan@example.org"]
    assert risk.detail == f"life may be at risk; {FILED_BEFORE}"


def test_what_a_person_dragged_into_a_folder_is_read_and_acknowledged_like_any_other(
    backups: Backups, dovecot: UserOf
) -> None:
    restored = Restored(backups, dovecot, complaint("ann"))
    restored.firm.arrive(complaint("dragged"), mailbox="processed", ago=60)
    assert moved(restored.taken_back()) == 2
    assert restored.letters() == {"early@example.org": 1, "ann@example.org": 1, "dragged@example.org": 1}
    assert [task.author for task in restored.firm.tasks() if task.reason == owed.OWED] == ["ann@example.org"]


def test_what_a_person_has_said_is_to_stay_there_stays_there(backups: Backups, dovecot: UserOf) -> None:
    firm = Firm(backups.today, dovecot)
    firm.arrive(complaint("kept"), mailbox="processed", ago=60)
    (found,) = firm.reconcile().findings
    firm.database.run(
        lambda session: firm.attention.duty.lay(
            session,
            unique_key=f"reconcile:{found.kind}:{found.key}",
            reason="reconcile",
            detail="",
            now=firm.clock(),
        )
    )
    (task,) = firm.tasks()
    firm.database.run(lambda session: tasks.settle(session, task.id, "Sam", "a template", firm.clock()))
    assert moved(firm.take_back()) == 0
    assert len(firm.listing()["processed"]) == 1


def test_a_person_who_calls_it_a_complaint_after_all_is_told_too(backups: Backups, dovecot: UserOf) -> None:
    news = message("Our new issue is out.", author="news@example.org", List_Id="<news.example.org>")
    restored = Restored(backups, dovecot, news)
    restored.taken_back()
    firm = restored.firm
    hands = Hands(firm)
    case = hands.complaint(hands.task("list"))
    assert case.received_at == restored.before.clock() - timedelta(hours=2)
    firm.send()
    assert restored.letters() == {"early@example.org": 1}
    assert hands.task(owed.OWED).detail == FILED_BEFORE
    hands.send(hands.task(owed.OWED))
    firm.send()
    assert restored.letters() == {"early@example.org": 1, "news@example.org": 1}


@pytest.mark.fault("F13", "F47")
def test_the_archive_says_which_of_them_were_answered_before(
    backups: Backups, dovecot: UserOf, dovecot_server: Dovecot
) -> None:
    kept = UserOf(dovecot_server, f"{dovecot.user}-archive")
    restored = Restored(
        backups, dovecot, complaint("ann"), message(RISK, author="dan@example.org"), kept=kept
    )
    restored.taken_back()
    firm, hands = restored.firm, Hands(restored.firm)
    (told,) = [one for one in firm.reconcile().findings if one.kind == "answered-before"]
    assert (told.level, told.case) == (Level.NOTE, firm.cases()[1].reference)
    assert told.todo.startswith(f"`mailbot queue not-needed {told.task} ")
    (task,) = [task for task in firm.tasks() if task.id == told.task]
    assert (task.reason, task.author) == (owed.OWED, "ann@example.org")
    hands.not_needed(task, because="answered before the restore")
    assert "acknowledgement" not in firm.open_deadlines(firm.cases()[1])
    assert kinds(firm.reconcile(), notes=True)["answered-before"] == 0


@pytest.mark.fault("F13", "F47")
def test_a_case_that_came_back_is_still_known_by_what_its_letters_called_it(
    backups: Backups, dovecot: UserOf, dovecot_server: Dovecot
) -> None:
    kept = UserOf(dovecot_server, f"{dovecot.user}-archive")
    restored = Restored(backups, dovecot, complaint("ann"), kept=kept)
    old = restored.before.cases()[1].reference
    restored.taken_back()
    firm = restored.firm
    case = firm.cases()[1]
    assert case.reference != old
    (told,) = [one for one in firm.reconcile().findings if one.kind == "former-reference"]
    assert (told.level, told.case, told.former) == (Level.NOTE, case.reference, old)
    assert kinds(firm.reconcile())["copy-unknown"] == 0  # every letter is accounted for
    daily(firm, firm.reconciliation()).turn()
    sent = len(firm.letters("acknowledgement"))
    chaser = message("Any news?", author="ann@example.org", subject=f"Re: your complaint [{old}]")
    stranger = message("And mine?", author="bob@example.org", subject=f"Re: your complaint [{old}]")
    firm.arrive(chaser)
    firm.work()
    assert [one.reference for one in firm.cases()[1:]] == [case.reference]
    assert len(firm.letters("acknowledgement")) == sent
    firm.arrive(stranger)  # the reference alone lets nobody in
    firm.work()
    assert len(firm.cases()) == 3


@pytest.mark.parametrize("without", [("MOVE",), ("MOVE", "UIDPLUS")], ids=" ".join)
def test_on_an_old_server_they_are_copied_or_the_command_says_why_not(
    backups: Backups, dovecot: UserOf, without: tuple[str, ...]
) -> None:
    restored = Restored(backups, dovecot, *map(complaint, TODAY))
    with Proxy(dovecot.server.port, without=without) as proxy:
        done = restored.firm.take_back(port=proxy.port)
    if "UIDPLUS" in without:
        assert (done.moved, "neither MOVE nor UIDPLUS" in (done.fault or "")) == ((), True)
        assert len(restored.firm.listing()["processed"]) == 4
        return
    assert moved(done) == 3
    assert set(restored.firm.listing()["INBOX"].values()) == {(FILED,)}
    assert len(restored.firm.listing()["processed"]) == 1


# -- what is taken


def test_what_came_in_before_mailbot_read_the_mailbox_is_taken_only_when_all_is_wanted(
    backups: Backups, dovecot: UserOf
) -> None:
    restored = Restored(backups, dovecot, complaint("ann"))
    firm = restored.firm
    day = 24 * 60
    firm.arrive(complaint("old"), mailbox="processed", ago=400 * day)
    firm.arrive(complaint("older"), mailbox="set_aside", ago=500 * day)
    firm.arrive(complaint("waited"), mailbox="processed", ago=1.5 * day)
    done = firm.take_back()
    assert (len(done.moved), done.left, done.fault) == (2, 2, None)
    assert done.oldest == firm.clock() - timedelta(days=1.5)
    assert len(firm.listing()["set_aside"]) == 1
    done = firm.take_back(of_any_age=True)
    assert (len(done.moved), done.left) == (2, 0)
    assert done.oldest == firm.clock() - timedelta(days=500)


@pytest.mark.fault("F47")
def test_of_a_connection_lost_on_the_way_it_is_said_how_many_were_moved_before(
    backups: Backups, dovecot: UserOf
) -> None:
    restored = Restored(backups, dovecot)
    firm = restored.firm
    firm.arrive(*(complaint(f"p{number}") for number in range(MOVE_BATCH + 5)), mailbox="processed", ago=5)
    with Proxy(dovecot.server.port) as proxy:
        proxy.fault(rf"UID MOVE {MOVE_BATCH + 2}[:,]", "refuse")
        done = firm.take_back(port=proxy.port)
    assert (len(done.moved), done.fault is None) == (MOVE_BATCH, False)
    assert len(firm.listing()["INBOX"]) == MOVE_BATCH
    assert len(firm.take_back().moved) == 5


# -- what the keyword cannot tell


def said_so(office: Office, *, archived: bool = False) -> int:
    """As `mailbot db restored` does."""

    def say(session: Session) -> int:
        append(session, [Event(RESTORED, office.clock(), None)])
        return recovery.put_in_doubt(session, office.clock(), archived=archived)

    return office.database.run(say)


def to_complainants(courier: FakeCourier) -> Counter[str]:
    return Counter(to[0] for _, to, _ in courier.letters if ARCHIVE in to)


@pytest.mark.fault("F13", "F47")
def test_what_waited_when_the_backup_was_made_is_sent_by_a_person_or_by_nobody(backups: Backups) -> None:
    before = Office(backups.today)
    before.take(complaint("ann"), complaint("bob"))
    url = backups.yesterday()
    courier = FakeCourier()
    before.deliver(courier)
    assert to_complainants(courier) == {"ann@example.org": 2, "bob@example.org": 2}
    office = Office(backups.opened(url), clock=before.clock)
    assert said_so(office) == 4
    for _ in range(10):
        office.clock.go(hours=1)
        office.deliver(courier)
    assert to_complainants(courier) == {"ann@example.org": 2, "bob@example.org": 2}
    about = {task.letter_id for task in office.tasks()}
    assert {one.id for one in office.letters() if one.audience == "complainant"} <= about


def test_where_an_archive_tells_they_are_looked_for_and_sent_once_if_they_are_not_there(
    backups: Backups,
) -> None:
    office = Office(backups.today)
    office.take(complaint("ann"))
    said_so(office, archived=True)
    courier = FakeCourier()
    office.deliver(courier)  # no archive here: as if it had been asked and had none
    assert to_complainants(courier) == {"ann@example.org": 2}


@pytest.mark.fault("F13", "F47")
@pytest.mark.parametrize("came", [timedelta(hours=-1), timedelta(hours=1)], ids=["before", "after"])
def test_mail_from_before_the_restore_that_bears_no_mark_is_owed_and_later_mail_is_answered(
    backups: Backups, came: timedelta
) -> None:
    office = Office(backups.today)
    said_so(office)
    office.take(complaint("ann"), at=office.clock() + came)
    office.clock.go(hours=2)
    courier = FakeCourier()
    office.deliver(courier)
    assert len(office.cases()) == 1
    assert to_complainants(courier) == ({} if came < timedelta() else {"ann@example.org": 2})
    details = [task.detail for task in office.tasks() if task.reason == owed.OWED]
    assert details == ([FILED_BEFORE] if came < timedelta() else [])
