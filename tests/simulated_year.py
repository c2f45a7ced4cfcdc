"""A year of a firm's complaints, told by a seed: what people do, what breaks down, and who must be reminded.

The oracle keeps its own account of every case and knows nothing of the tables: from the dates and ladders of
the law it says, sweep by sweep, which lines must stand in whose mail and which rungs must be put. Whatever
mailbot does besides, or does not do, is an `AssertionError` that names the seed.
"""

from __future__ import annotations

import email
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from fakes import DESK, KEPT, OVERSIGHT, PRACTICE, PRITI, SAM, Clock, Office
from sqlalchemy import text
from sqlmodel import Session

from mailbot.casework.moving import Actor, NotAllowed
from mailbot.casework.redating import EXPECTED, Redating
from mailbot.complaints.calendar import LONDON, Calendar, in_words
from mailbot.complaints.deadlines import PROMISE_RULE, Deadline
from mailbot.complaints.ladder import rungs
from mailbot.complaints.practice import Handler, Regime
from mailbot.complaints.states import Move
from mailbot.handling.acts import Acts, Decision
from mailbot.handling.amending import Amendments
from mailbot.mail.message import Address
from mailbot.mail.writing.templates import Templates, shipped_templates
from mailbot.reminders.reminding import Reminders
from mailbot.reminders.schedule import Hours
from mailbot.store import absences, cases, journal, outbox
from mailbot.store import deadlines as kept
from mailbot.store.cases import NewCase
from mailbot.store.database import Database

BEGINNING = date(2026, 9, 1)
DAYS = 365
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
OPENS, CLOSES = time(9), time(17)
LEAD = Address("Complaints lead", "lead@firm.example.com")
ALEX = Handler("Alex Reid", "alex@firm.example.com")
HANDLERS = (replace(SAM, deputy=PRITI.email), PRITI, ALEX)
CLOSED = frozenset(date(2026, 12, day) for day in (24, 29, 30, 31)) | {date(2027, 4, 30)}
FIRM = replace(PRACTICE, handlers=HANDLERS, closures=CLOSED)
DESKS = replace(DESK, lead=LEAD)
QUIET = ("summary_resolution", "holding_response")  # whose day passes without a breach
ACTOR = Actor("sam", "command line")

#: The shipped letter, cut down to what the oracle reads.
TEMPLATE = """---
purpose: reminds one handler of every deadline that is near or has lapsed, in one list
audience: handler
---
Subject: {{ count }} reminders, {{ overdue }} overdue

{% for line in lines %}
- {{ line.reference }}|{{ line.name }}|{{ line.due_on }}|{{ "overdue" if line.overdue else "due" }}|{{ line.working_days }}|
{% endfor %}
"""  # noqa: E501
LINE = re.compile(r"- (C-\d+)\|([^|]+)\|([^|]+)\|(\w+)\|(\d+)\|")

Line = tuple[
    str, str, str, str, int
]  # reference, deadline, its day in words, "overdue" or "due", working days
Put = tuple[str, str, str]  # reference, deadline, rung


@cache
def working(day: date, calendar: Calendar) -> bool:
    return day not in CLOSED and calendar.closed(day) is None


@dataclass
class Dated:
    """A deadline as the oracle knows it."""

    deadline: Deadline
    ladder: tuple[tuple[datetime, str], ...]
    told: dict[str, datetime] = field(default_factory=dict)  # the rungs, with their moments
    met: bool = False
    passed: bool = False
    closing: bool = False  # met only because its case was closed

    @property
    def base(self) -> str:
        return self.deadline.name.removeprefix("payments_")

    @property
    def duty(self) -> tuple[str, str]:
        return self.deadline.rule, self.base

    @property
    def is_open(self) -> bool:
        return not (self.met or self.passed or self.closing)

    @property
    def dates(self) -> tuple[object, ...]:
        one = self.deadline
        return one.due_on, one.work_by, one.due_at, one.rule


@dataclass
class Told:
    """A case as the oracle knows it."""

    reference: str
    handler: str
    received_at: datetime
    regime: Regime
    data_protection: bool
    dated: dict[str, Dated] = field(default_factory=dict)
    before: dict[tuple[str, str], Dated] = field(default_factory=dict)  # the latest of each duty
    closed: bool = False
    answered: bool = False


class Oracle:
    """What must be told, and to whom, from what was done."""

    def __init__(self, calendar: Calendar, away: Callable[[str, date], str | None]) -> None:
        self.calendar, self.away = calendar, away
        self.cases: dict[str, Told] = {}
        self.passed = 0  # quiet deadlines put away

    def works(self, at: datetime) -> bool:
        local = at.astimezone(LONDON)
        return working(local.date(), self.calendar) and OPENS <= local.time() <= CLOSES

    def dated(self, one: Deadline, received_at: datetime) -> Dated:
        climbed = rungs(one, received_at, self.calendar, opens=OPENS, closes=CLOSES)
        return Dated(one, tuple((rung.at, rung.name) for rung in climbed))

    def reached(self, one: Dated, now: datetime, since: datetime) -> Iterator[tuple[datetime, str]]:
        """Every rung whose time has come after another moment."""
        yield from ((at, name) for at, name in one.ladder if since < at <= now)
        if one.base in QUIET:
            return
        lapsed = max(since, one.deadline.due_at)
        day = lapsed.astimezone(LONDON).date()
        while (at := datetime.combine(day, OPENS, LONDON)) <= now:
            if at > lapsed and working(day, self.calendar):
                yield at.astimezone(UTC), f"overdue {day.isoformat()}"
            day += timedelta(days=1)

    def redate(self, case: Told, due: list[Deadline], now: datetime) -> None:
        """The same duty on another day: what was told of it and has come by now is not told again."""
        for one in case.dated.values():
            case.before[one.duty] = one
        new = {}
        for each in due:
            one = self.dated(each, case.received_at)
            had, last = case.dated.get(each.name), case.before.get(one.duty)
            if had is not None and had.dates == one.dates:
                had.ladder = one.ladder
                new[each.name] = had
                continue
            if last is not None:
                one.told = {name: at for at, name in self.reached(one, now, LONG_AGO) if name in last.told}
                one.met = last.met
            new[each.name] = one
        if case.answered:  # what was answered owes nothing more, by whatever clock
            for name in new.keys() - {name for name, one in case.dated.items() if one.is_open}:
                new[name].closing = True
        case.dated = new

    def close(self, case: Told) -> None:
        case.closed = True
        for one in case.dated.values():
            one.closing |= one.is_open

    def sweep(self, now: datetime) -> tuple[dict[str, Counter[Line]], set[Put]]:
        mails: dict[str, Counter[Line]] = {}
        put: set[Put] = set()
        if not self.works(now):
            return mails, put
        today = now.astimezone(LONDON).date()
        for case in self.cases.values():
            if case.closed:
                continue
            for one in case.dated.values():
                if not one.is_open:
                    continue
                due = one.deadline
                overdue = now > due.due_at
                if overdue and one.base in QUIET:
                    one.passed = True
                    self.passed += 1
                    continue
                since = max(one.told.values(), default=LONG_AGO)
                new = list(self.reached(one, now, since))
                if not new:
                    continue
                one.told |= {name: at for at, name in new}
                put |= {(case.reference, due.name, name) for _, name in new}
                span = (due.due_on, today) if overdue else (today, due.work_by)
                left = self.between(*span)
                line = (
                    case.reference, due.name.replace("_", " "), in_words(due.due_on),
                    "overdue" if overdue else "due", left,
                )  # fmt: skip
                late = new[-1][1].startswith("overdue")
                for to in self.readers(case.handler, today, last=late or left == 0, late=late):
                    mails.setdefault(to, Counter())[line] += 1
        return mails, put

    def between(self, after: date, until: date) -> int:
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(working(day, self.calendar) for day in days)

    def readers(self, handler: str, day: date, *, last: bool, late: bool) -> set[str]:
        to, seen = handler, {handler}
        while (deputy := self.away(to, day)) is not None:
            to = deputy or LEAD.addr_spec
            if to in seen:
                to = LEAD.addr_spec
            seen.add(to)
        return {to} | ({LEAD.addr_spec} if last else set()) | ({OVERSIGHT.addr_spec} if late else set())


class Year:
    """One year of one seed."""

    def __init__(
        self, database: Database, letters: Path, seed: int, number: int, *, days: int = DAYS
    ) -> None:
        self.database, self.seed, self.number, self.days = database, seed, number, days
        self.chance = random.Random(seed)
        (letters / "reminder.md").write_text(TEMPLATE, encoding="utf-8")
        self.templates = Templates(shipped_templates(), letters)
        self.calendar = Calendar.of_firm(FIRM)
        self.clock = Clock(datetime.combine(BEGINNING, time(8), UTC))
        self.absences: list[tuple[str, date, date, str]] = []
        self.oracle = Oracle(self.calendar, self.away)
        self.redating = Redating(FIRM, self.calendar, opens=OPENS, closes=CLOSES)
        self.began = 0
        self.instances = [self.instance(), self.instance()]
        self.acts = Acts(self.redating, self.office.attention.duty)
        self.amendments = Amendments(self.redating, self.office.attention.duty)
        self.letter = self.reminder = 0  # the last that was looked at
        self.happened: Counter[str] = Counter()

    def instance(self) -> Reminders:
        """A daemon's reminders, just started."""
        self.began += 1
        self.office = Office(
            self.database, clock=self.clock, practice=FIRM, desk=DESKS, letters=self.templates,
            number=self.seed * 1000 + self.began,
        )  # fmt: skip
        return Reminders(
            self.office.correspondence,
            self.calendar,
            Hours(OPENS, CLOSES),
            DESKS,
            standing_in=self.office.attention.standing_in,
            ladders=FIRM.ladders,
            warn=self.office.attention.warn,
            named=100_000,  # the oracle reads every line
        )

    def away(self, who: str, day: date) -> str | None:
        """The deputy's address, "" where there is none; None while somebody is there."""
        return next(
            (to for one, since, until, to in self.absences if one == who and since <= day <= until), None
        )

    # -- the year

    def tell(self) -> Counter[str]:
        """Returns how often what happened; of fewer days than a year, the first."""
        chance = self.chance
        for handler, deputy in ((SAM, PRITI), (PRITI, ALEX), (ALEX, None)):
            for month in range(0, 12, 2):
                since = BEGINNING + timedelta(days=30 * month + chance.randrange(30))
                until = since + timedelta(days=chance.randrange(1, 15))
                to = deputy.email if deputy else ""
                self.absences.append((handler.email, since, until, to))
                with self.database.transaction() as session:
                    absences.put(
                        session, email=handler.email, since=since, until=until, deputy=to or None, by="x",
                        now=self.clock(),
                    )  # fmt: skip
        down = BEGINNING
        for at, what in self.plan():
            self.clock.now = at
            day = at.astimezone(LONDON).date()
            if what == "open":
                self.open()
            elif what == "act":
                self.act()
            elif what == "outage":
                down = max(down, day + timedelta(days=chance.choice((0, 0, 1, 3, 14))))
            elif what == "sweep" and (day > down or down == BEGINNING):
                self.sweep()
        self.verify()
        return self.happened

    def plan(self) -> list[tuple[datetime, str]]:
        chance, moments = self.chance, []
        start = datetime.combine(BEGINNING, time(8), UTC)
        minutes = self.days * 24 * 60

        def some(number: int, what: str) -> None:
            moments.extend(
                (start + timedelta(minutes=chance.randrange(minutes)), what) for _ in range(number)
            )

        some(self.number, "open")
        some(3 * self.number, "act")
        some(8, "outage")
        some(self.days // 2, "sweep")
        for n in range(self.days):
            day = BEGINNING + timedelta(days=n)
            if working(day, self.calendar):
                opening = datetime.combine(day, OPENS, LONDON).astimezone(UTC)
                moments += [
                    (opening + timedelta(minutes=m), "sweep") for m in (0, chance.randrange(480), 480)
                ]
        return sorted(moments)

    def open(self) -> None:
        number, now = len(self.oracle.cases), self.clock()
        handler = self.chance.choice(HANDLERS)
        case = Told(
            f"C-{number:06d}",
            handler.email,
            now,
            self.chance.choice(list(Regime)),
            self.chance.random() < 0.2,
        )
        new = NewCase(
            reference=case.reference, mailbox="complaints", received_at=now, received_on=_day(now),
            regime=case.regime.value, data_protection=case.data_protection, handler_name=handler.name,
            handler_email=handler.email, complainant_name="Jane Doe", address="jane@example.org",
            subject="A complaint", topics=[], cues=[], contact={}, life_at_risk=False,
            thread_token=f"{number:016x}", opened_at=now,
        )  # fmt: skip
        met = [name for name in KEPT if self.chance.random() < 0.9]
        with self.database.transaction() as session:
            row = cases.open_case(session, new)
            due = self.redating.due(row)
            kept.put(session, row.id, due, self.redating.version)
            kept.discharge(session, row.id, met, at=now, by=kept.ACKNOWLEDGED)
        case.dated = {one.name: self.oracle.dated(one, now) for one in due}
        for name in set(met) & set(case.dated):
            case.dated[name].met = True
        self.oracle.cases[case.reference] = case
        self.happened["opened"] += 1

    def act(self) -> None:
        """A handler does something to some case; what is refused has changed nothing."""
        if not self.oracle.cases:
            return
        case = self.chance.choice(list(self.oracle.cases.values())[-200:])
        what = self.chance.choices(list(DEEDS), [3 if way == "closed" else 1 for way in DEEDS.values()])[0]
        try:
            self.database.run(lambda session: self.do(session, case, what))
        except NotAllowed:
            self.happened[f"{what} refused"] += 1
            return
        self.happened[what] += 1
        with self.database.reading() as session:
            row = cases.get(session, case.reference)
            self.reminder = highest(session, _REMINDER)  # what is carried over was told before
        assert row is not None
        getattr(self, f"then_{DEEDS[what]}")(case, row, what)

    def do(self, session: Session, case: Told, what: str) -> None:
        row = cases.get(session, case.reference)
        assert row is not None
        acts, now, chance = self.acts, self.clock(), random.Random(self.chance.random())
        given: tuple[Any, ...] = (session, row, ACTOR, now)
        match what:
            case "contacted":
                acts.contacted(*given, on=None)
            case "holding":
                acts.holding(*given, on=None, because="a delay")
            case "eight-week":
                expected = _day(now) + timedelta(days=chance.randrange(1, 40))
                acts.eight_week(*given, on=None, expected=expected, because="a delay")
            case "final":
                acts.final(*given, on=None, decision=Decision.UPHELD)
            case "accepted":
                acts.accepted(*given, on=None)
            case "withdrawn":
                acts.ended(*given[:2], Move.WITHDRAWN, *given[2:], on=None, because="it was")
            case "reopened" | "not sent":
                acts.reopened(*given, because="it was", not_sent=what == "not sent")
            case "retyped":
                regime, protection = chance.choice(list(Regime)), chance.random() < 0.3
                self.amendments.retyped(*given, regime=regime, data_protection=protection)
            case "received":
                at = row.received_at - timedelta(minutes=chance.randrange(1, 40 * 24 * 60))
                self.amendments.received(*given, at=at, because="by post")

    def then_nothing(self, *_: object) -> None:
        """It moves the case, and no deadline."""

    def then_met(self, case: Told, _row: object, what: str) -> None:
        names = ["final_response", "holding_response"] if what == "holding" else ["final_response"]
        if what == "holding" and case.regime is Regime.UNCONFIRMED:
            names = [f"payments_{name}" for name in names]
        for name in names:
            if name in case.dated and case.dated[name].is_open:
                case.dated[name].met = True
        if what == "eight-week":
            with self.database.reading() as session:
                found = cases.get(session, case.reference)
                assert found is not None
                told = [
                    one.deadline for one in kept.of_case(session, found.id) if one.deadline.name == EXPECTED
                ]
            case.dated[EXPECTED] = self.oracle.dated(told[0], case.received_at)

    def then_closed(self, case: Told, _row: object, what: str) -> None:
        if what == "accepted" and case.dated["summary_resolution"].is_open:
            case.dated["summary_resolution"].met = True
        case.answered |= what == "final"
        self.oracle.close(case)

    def then_open(self, case: Told, _row: object, what: str) -> None:
        case.closed = False
        if what == "not sent":
            case.answered = False
        if not case.answered:
            for one in case.dated.values():
                one.closing = False

    def then_redated(self, case: Told, row: Any, _what: str) -> None:
        case.regime, case.data_protection = Regime(row.regime), row.data_protection
        case.received_at = row.received_at
        due = [one for one in self.redating.due(row) if one.rule != PROMISE_RULE or one.name in case.dated]
        names = {one.name for one in due}
        due += [
            one.deadline
            for name, one in case.dated.items()
            if name not in names and one.base in (EXPECTED, *OWN)
        ]
        self.oracle.redate(case, due, self.clock())

    def sweep(self) -> None:
        """One of two daemons, or both, or one that has just started, asks what is due."""
        which = self.chance.randrange(2)
        if self.chance.random() < 0.1:
            self.instances[which] = self.instance()
            self.happened["started again"] += 1
        now = self.clock()
        mails, put = self.oracle.sweep(now)
        self.database.run(lambda session: self.instances[which].sweep(session, now))
        if self.chance.random() < 0.2:
            self.database.run(lambda session: self.instances[1 - which].sweep(session, now))
        with self.database.reading() as session:
            same(self.put_since(session), Counter(put), self.where())
            same(self.mails_since(session), mails, self.where())
        self.happened["swept"] += 1
        self.happened["mails"] += len(mails)
        self.happened["rungs"] += len(put)
        self.happened["overdue"] += sum(rung.startswith("overdue") for _, _, rung in put)

    def where(self) -> str:
        return f"seed {self.seed}, {self.number} cases, at {self.clock():%Y-%m-%d %H:%M}"

    def put_since(self, session: Session) -> Counter[Put]:
        query = (
            "SELECT c.reference, d.name, r.rung FROM reminders r JOIN deadlines d ON d.id = r.deadline_id "
            "JOIN cases c ON c.id = d.case_id WHERE r.id > :last"
        )
        found = session.connection().execute(text(query), {"last": self.reminder}).all()
        self.reminder = highest(session, _REMINDER)
        return Counter((reference, name, rung) for reference, name, rung in found)

    def mails_since(self, session: Session) -> dict[str, Counter[Line]]:
        query = "SELECT id, recipient FROM letters WHERE kind = 'reminder' AND id > :last"
        mails: dict[str, Counter[Line]] = {}
        for letter, to in session.connection().execute(text(query), {"last": self.letter}):
            assert to not in mails, f"two mails to {to}: {self.where()}"
            raw = outbox.show(session, letter)
            assert raw is not None
            found = LINE.findall(" ".join(plain_text(raw).split()))
            mails[to] = Counter((ref, name, day, how, int(n)) for ref, name, day, how, n in found)
        self.letter = highest(session, _LETTER)
        return mails

    def verify(self) -> None:
        """Nothing is left untold, and the journal holds together."""
        with self.database.reading() as session:
            assert journal.verify(session) == []
            count = "SELECT count(*) FROM journal WHERE name = 'deadline-passed'"
            assert session.connection().execute(text(count)).scalar() == self.oracle.passed
            untold = "SELECT count(*) FROM reminders WHERE letter_id IS NULL"
            assert session.connection().execute(text(untold)).scalar() == 0


OWN = ("first_contact",)  # the firm's promises
#: What a handler may do, and what becomes of the deadlines then.
DEEDS = {
    "contacted": "nothing",
    "holding": "met",
    "eight-week": "met",
    "final": "closed",
    "accepted": "closed",
    "withdrawn": "closed",
    "reopened": "open",
    "not sent": "open",
    "retyped": "redated",
    "received": "redated",
}


_REMINDER, _LETTER = text("SELECT max(id) FROM reminders"), text("SELECT max(id) FROM letters")


def plain_text(raw: bytes) -> str:
    parts = email.message_from_bytes(raw).walk()
    body: Any = next(part for part in parts if part.get_content_type() == "text/plain")
    return str(body.get_payload(decode=True).decode())


def highest(session: Session, query: Any) -> int:
    return session.connection().execute(query).scalar() or 0


def same(found: dict[Any, Any], expected: dict[Any, Any], where: str) -> None:
    too_many = {key: value for key, value in found.items() if expected.get(key) != value}
    missing = {key: value for key, value in expected.items() if found.get(key) != value}
    assert found == expected, f"{where}: found {too_many}, expected {missing}"


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
