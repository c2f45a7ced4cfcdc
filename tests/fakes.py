"""What a test puts in the place of a server or a process, and a firm's parts on a real database.

The fakes never fail unless told, and remember everything. Product code cannot tell them from the real things.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from io import StringIO
from typing import Any, TypeVar

from sqlmodel import Session

from mailbot.casework.attention import Attention, Desk
from mailbot.casework.correspondence import Correspondence, Leaflet, Letterhead
from mailbot.casework.editions import Editions
from mailbot.casework.moving import Actor, move
from mailbot.casework.opening import Opening
from mailbot.casework.plans import Casework
from mailbot.casework.redating import Redating
from mailbot.complaints.calendar import Calendar
from mailbot.complaints.letters import Firm
from mailbot.complaints.practice import Handler, Practice, Promise, ReferenceFormat
from mailbot.complaints.states import Move
from mailbot.delivery.rounds import Delivery
from mailbot.delivery.settling import Terms
from mailbot.handling.acts import Acts
from mailbot.handling.amending import Amendments
from mailbot.handling.commands import Commands
from mailbot.handling.keeping import Keeping
from mailbot.handling.letter_acts import LetterActs
from mailbot.handling.releasing import Releasing
from mailbot.handling.replies import Replies
from mailbot.handling.undoing import Undoing
from mailbot.intake.taking import Intake
from mailbot.intake.watch import Watch
from mailbot.journal import Journal
from mailbot.mail.message import Address
from mailbot.mail.writing.templates import Templates, shipped_templates
from mailbot.reading.reader import Reading
from mailbot.reading.worker import read
from mailbot.reminders.reminding import NAMED, Reminders
from mailbot.reminders.schedule import Hours
from mailbot.store import cases, outbox, tasks
from mailbot.store.cases import Case
from mailbot.store.database import Database
from mailbot.store.journal import append
from mailbot.store.letters import Letter
from mailbot.store.tasks import Task
from mailbot.wire.outcome import Delivered, Disconnected, Fetched, Found, Moved, Outcome, Selected, Vanished

T = TypeVar("T")

MAILBOX = "complaints@firm.example.com"
ARCHIVE = "archive@firm.example.com"
OVERSIGHT = Address("Complaints oversight", "oversight@firm.example.com")
ON_CALL = Address("On call", "on.call@firm.example.com")
SAM, PRITI = Handler("Sam Ogilvie", "sam@firm.example.com"), Handler("Priti Anand", "priti@firm.example.com")
#: A Monday morning in winter: London is on UTC.
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DESK = Desk(OVERSIGHT, ON_CALL)
EPOCH = 7  # a UIDVALIDITY
KEPT = ("acknowledgement", "data_protection_acknowledgement", "first_contact")

PRACTICE = Practice(
    own_addresses=frozenset({MAILBOX, ARCHIVE}),
    own_domains=frozenset({"firm.example.com"}),
    mailbox_addresses=frozenset({MAILBOX}),
    handlers=(SAM, PRITI),
    references=(ReferenceFormat("account", re.compile("CNX-[0-9]{6}", re.IGNORECASE)),),
    promises=(Promise("first_contact", within=timedelta(hours=24)),),
)

_numbers = itertools.count(1)


def message(
    text: str = "I am writing to complain about a late payment charge on my account.",
    *,
    author: str = "Jane Doe <jane.doe@example.org>",
    to: str = MAILBOX,
    subject: str = "Complaint",
    message_id: str | None = None,
    **headers: str,
) -> bytes:
    """A message as a server holds it. Further fields by name, with _ for -; an empty value leaves one out."""
    fields = {
        "From": author,
        "To": to,
        "Subject": subject,
        "Date": "Mon, 23 Nov 2026 09:59:00 +0000",
        "Message-ID": message_id or f"<{next(_numbers)}@mail.example.org>",
    }
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    return f"{head}\n{text}\n".encode().replace(b"\n", b"\r\n")


@dataclass
class Clock:
    """Stands still unless moved."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def go(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


def unheard(name: str) -> None:
    del name


class ReaderHere:
    """Reads in this process, at once."""

    def __init__(self, practice: Practice = PRACTICE) -> None:
        self._practice = practice

    def start(self, raw: bytes) -> Future[Reading]:
        future: Future[Reading] = Future()
        future.set_result(read(raw, self._practice, 25 * 2**20))
        return future


class ClerkHere:
    """Runs each request in a transaction of its own, in the caller's thread."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def do(self, request: Callable[[Session], T]) -> T:
        return self.database.run(request)


@dataclass
class FakeCourier:
    """Takes every letter; `answers` say otherwise, the first for the next letter. An exception is raised."""

    answers: list[Outcome | BaseException] = field(default_factory=list)
    always: Outcome | None = None
    letters: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)  # those it has
    calls: int = 0
    before: Callable[[], Awaitable[None]] | None = None  # awaited before a letter is armed
    step: Callable[[str], None] = unheard
    closed: bool = False

    async def deliver(
        self,
        reverse_path: str,
        recipients: Sequence[str],
        raw: bytes,
        *,
        arm: Callable[[], Awaitable[bool]],
        envelope_id: str = "",
    ) -> Outcome:
        del envelope_id
        from mailbot.wire.outcome import Delayed, Unknown

        self.calls += 1
        answer = self.answers.pop(0) if self.answers else self.always or Delivered("250 2.0.0 queued")
        if isinstance(answer, Delayed) and answer.ours:
            return answer
        if self.before is not None:
            await self.before()
        self.step("before arm")
        if not await arm():
            return Delayed("withheld before DATA")
        self.step("armed")
        if isinstance(answer, BaseException):
            self.letters.append((reverse_path, tuple(recipients), raw))
            raise answer
        if isinstance(answer, Delivered | Unknown):
            self.letters.append((reverse_path, tuple(recipients), raw))
            self.step("taken")
        return answer

    async def close(self) -> None:
        self.closed = True

    def copies(self) -> dict[bytes, int]:
        """How often each letter was taken."""
        found: dict[bytes, int] = {}
        for _, _, raw in self.letters:
            found[raw] = found.get(raw, 0) + 1
        return found


@dataclass
class FakeServer:
    """An IMAP account: what is in the inbox, and what was moved where. A FakeMailbox talks to it."""

    inbox: dict[int, tuple[datetime, bytes]] = field(default_factory=dict)
    folders: dict[str, list[bytes]] = field(default_factory=dict)
    uid_validity: int = EPOCH
    uid_next: int = 1
    gone: set[int] = field(default_factory=set)  # listed, but no longer there
    down: bool = False

    def append(self, raw: bytes, at: datetime = MONDAY) -> int:
        uid, self.uid_next = self.uid_next, self.uid_next + 1
        self.inbox[uid] = (at, raw)
        return uid

    def renumber(self, uid_validity: int) -> None:
        """What a server does that has lost its index: every message under another UID."""
        self.uid_validity = uid_validity
        kept = list(self.inbox.values())
        self.inbox = dict(enumerate(kept, 1))
        self.uid_next = len(kept) + 1


class FakeMailbox:
    """One connection to a FakeServer; `step` is called by name before and after every change."""

    def __init__(self, server: FakeServer, step: Callable[[str], None] = unheard) -> None:
        self.server = server
        self.step = step

    def connect(self) -> None:
        if self.server.down:
            raise Disconnected("127.0.0.1:993: cannot reach the IMAP server (refused); check host")
        self.step("connected")

    def close(self) -> None:
        return

    def select(self) -> Selected:
        return Selected(self.server.uid_validity, self.server.uid_next, len(self.server.inbox))

    def ensure_folders(self) -> None:
        self.step("folders")

    def uids(self, first: int = 1) -> list[int]:
        return sorted(uid for uid in self.server.inbox if uid >= first)

    def fetch(
        self, uids: Sequence[int], *, max_bytes: int, lost: Mapping[int, int] | None = None
    ) -> Iterator[Found]:
        assert max_bytes > 0
        del lost
        for uid in uids:
            if uid in self.server.gone:
                yield Vanished(self.server.uid_validity, uid)
                continue
            at, raw = self.server.inbox[uid]
            yield Fetched(self.server.uid_validity, uid, at, raw)
        self.step("fetched")

    def move(self, uids: Sequence[int], folder: str, *, again: bool = False) -> Moved:
        del again
        moved, gone = set(), set()
        for uid in uids:
            self.step("before move")
            if uid in self.server.inbox:
                self.server.folders.setdefault(folder, []).append(self.server.inbox.pop(uid)[1])
                moved.add(uid)
            else:
                gone.add(uid)
            self.step("moved")
        return Moved(frozenset(moved), frozenset(gone))

    def idle(self, timeout: float, stop: threading.Event) -> bool:
        assert timeout > 0
        stop.set()
        return False


@dataclass
class LeaseHere:
    """Nobody else wants the mailbox."""

    mine: bool = True

    def hold(self) -> bool:
        return self.mine

    def held(self, session: Session) -> bool:
        del session
        return self.mine


@cache
def templates() -> Templates:
    return Templates(shipped_templates(), None)


LETTERHEAD = Letterhead(
    firm=Firm(
        name="Example Finance",
        address="1 Example Street, London EC1A 1BB",
        phone="020 7946 0100",
        email=MAILBOX,
        website="https://www.firm.example.com",
        procedure_url="https://www.firm.example.com/complaints",
    ),
    sender=Address("Example Finance Complaints", MAILBOX),
    domain="firm.example.com",
    return_path="",
)
FILE = Leaflet("leaflet.pdf", "application/pdf", b"%PDF-1.4 a leaflet\n", "v1", "0" * 64, None)


class Office:
    """A firm's parts, put together on a database. Another on the same database is mailbot started again."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock | None = None,
        practice: Practice = PRACTICE,
        head: Letterhead = LETTERHEAD,
        desk: Desk = DESK,
        letters: Templates | None = None,
        editions: dict[tuple[str, str], Templates] | None = None,
        owner: str = "here:1:a",
        number: int | None = None,
        chance: random.Random | None = None,
        named: int = NAMED,
        **terms: Any,
    ) -> None:
        """`number` is in every word of its making; with `chance` references and turns are drawn from it."""
        number = next(_numbers) if number is None else number
        self.database, self.practice, self.owner = database, practice, owner
        self.clock = clock or Clock()
        self.out = StringIO()
        self.at_work: list[int] = []  # letters on the wire, at each step
        self.journal = Journal("text", self.out)
        calendar = Calendar.of(practice.division, extra=frozenset(), removed=frozenset())
        tokens = itertools.count(1)
        self.correspondence = Correspondence(
            Editions(letters or templates(), editions or {}),
            head,
            lambda: f"{number:016x}{next(tokens):016x}",
        )
        self.attention = Attention(practice, self.correspondence, desk)
        self.redating = Redating(practice, calendar, opens=time(9), closes=time(17))
        self.opening = Opening(
            practice,
            self.redating,
            self.correspondence,
            self.attention,
            case_prefix="C",
            random_below=(chance or random.Random(number)).randrange,
        )
        duty = self.attention.duty
        acts, amendments = Acts(self.redating, duty), Amendments(self.redating, duty)
        keeping = Keeping(practice, self.correspondence, self.attention)
        commands = Commands(acts, amendments, keeping, practice)
        replies = Replies(practice, self.correspondence, self.attention, commands, keeping)
        self.acts, self.commands = acts, commands
        self.letter_acts = LetterActs(Undoing(acts, self.redating), commands, duty)
        self.releasing = Releasing(practice, self.correspondence, commands)
        self.casework = Casework(
            practice, self.correspondence, self.attention, self.opening, replies, self.letter_acts
        )
        self.lease: Any = LeaseHere()
        self.archive: Any = None  # what is asked about letters of unknown fate
        self.reader: Any = ReaderHere(practice)
        self.reminders = Reminders(
            self.correspondence,
            calendar,
            Hours(time(9, 0), time(17, 0)),
            desk,
            standing_in=self.attention.standing_in,
            ladders=practice.ladders,
            warn=self.attention.warn,
            named=named,
        )
        self.terms = replace(TERMS, **terms)
        self._uids = itertools.count(1)

    def close(self, reference: str) -> None:
        """The final response was sent."""

        def answered(session: Session) -> None:
            case = cases.get(session, reference)
            assert case is not None
            sam = Actor(SAM.email, "command line")
            append(session, move(session, case, Move.FINAL, sam, self.clock(), outcome="upheld"))

        self.database.run(answered)

    def intake(self, casework: Any = None, mailbox: str = "complaints", aside: str | None = None) -> Intake:
        return Intake(
            mailbox,
            self.database,
            self.reader,
            casework or self.casework,
            self.journal,
            clock=self.clock,
            held=self.lease.held,
            aside=aside,
        )

    def watch(
        self,
        server: FakeServer,
        step: Callable[[str], None] = unheard,
        connection: Callable[[], FakeMailbox] | None = None,
        taker: Any = None,
    ) -> Watch:
        return Watch(
            "complaints",
            connection or (lambda: FakeMailbox(server, step)),
            taker or self.intake(),
            self.lease,
            self.journal,
            clock=self.clock,
            bell=lambda: None,
            stop=threading.Event(),
            moving=True,
            rescan=timedelta(minutes=5),
            once=True,
        )

    def take(self, *raws: bytes, at: datetime | None = None) -> None:
        """Each message, received `at` (else now), under a UID of its own."""
        when = at or self.clock()
        self.intake().take([Fetched(EPOCH, next(self._uids), when, raw) for raw in raws])

    def delivery(self, *couriers: Any, dead: Sequence[str] = (), clerk: Any = None) -> Delivery:
        return Delivery(
            clerk or ClerkHere(self.database),
            couriers,
            self.terms,
            self.journal,
            owner=self.owner,
            clock=self.clock,
            dead=lambda _: set(dead),
            warn=self.attention.warn,
            letter_acts=self.letter_acts,
            archive=self.archive,
            at_work=self.at_work.append,
        )

    def deliver(self, *couriers: Any, dead: Sequence[str] = ()) -> int:
        """Deliver all that is due; returns how many attempts were made."""
        return asyncio.run(self.delivery(*(couriers or (FakeCourier(),)), dead=dead).deliver_due())

    def sweep(self) -> int:
        """Remind of what is due now; returns how many letters were put."""
        events = self.database.run(lambda session: self.reminders.sweep(session, self.clock()))
        return sum(event.name == "reminder-due" for event in events)

    def cases(self) -> list[Case]:
        """In the order in which they were opened."""
        with self.database.reading() as session:
            lines = cases.list_cases(session, status=None)
        return sorted((line.case for line in lines), key=lambda case: case.id)

    def letters(self, kind: str | None = None) -> list[Letter]:
        """In the order in which they were written."""
        with self.database.reading() as session:
            return list(reversed(outbox.list_letters(session, kind=kind, limit=10_000)))

    def tasks(self) -> list[Task]:
        with self.database.reading() as session:
            return tasks.list_tasks(session, limit=10_000)

    def rows(self, statement: str) -> list[Any]:
        """What an operator would see with this query."""
        from sqlalchemy import text

        with self.database.reading() as session:
            return list(session.connection().execute(text(statement)))

    def open_deadlines(self, case: Case) -> set[str]:
        query = "SELECT name FROM deadlines WHERE discharged_at IS NULL AND superseded_at IS NULL"
        return {row[0] for row in self.rows(f"{query} AND case_id = {case.id}")}


TERMS = Terms(
    archive=ARCHIVE,
    settle_time=timedelta(minutes=15),
    retry_first=timedelta(minutes=5),
    give_up_after=timedelta(days=2),
    automatic_letters_per_hour=2000,
    surge_factor=5,
    kept_by_acknowledgement=KEPT,
)
