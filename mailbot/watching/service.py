"""Watches one running process: takes its signs, answers those who ask, tells alarms, and says it is alive.

`look` is called every few seconds from a thread; whatever it does by the network has a time limit.

Faults: none; what fails is an event of the journal.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Protocol

from mailbot.journal import Journal
from mailbot.store.database import Database, StoreError
from mailbot.store.figures import Figures, Pile, Totals, figures, totals
from mailbot.watching import metrics
from mailbot.watching.alarms import Alarm, Bounds, alarms, unknown
from mailbot.watching.canary import Canaries
from mailbot.watching.signs import SignIn, Signs, Standing
from mailbot.watching.telling import Channel, Telling
from mailbot.wire.pages import Page, Pages

FRESH = timedelta(seconds=5)  # how long figures are good for
SOON = timedelta(days=1)
_STUCK = timedelta(minutes=2)  # without work on the outbox the process does not live
_ON_THE_WIRE = timedelta(hours=1)  # but for a server's answers to one letter (RFC 5321 section 4.5.3.2)
_JSON = "application/json"


class Looked(Protocol):
    """What reads a mailbox."""

    @property
    def name(self) -> str: ...
    @property
    def last_read(self) -> datetime | None: ...
    @property
    def unread(self) -> Pile | None: ...
    @property
    def elsewhere(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Watched:
    """What an installation wants of its watching."""

    listen: tuple[str, int] | None = None
    bounds: Bounds = field(default_factory=Bounds)
    repeat: timedelta = timedelta(days=1)
    called: str = "mailbot"
    channels: Sequence[Channel] = ()
    ping: Callable[[], None] | None = None
    ping_every: timedelta = timedelta(minutes=5)


class Watching:
    """One for a process, from its start to its end."""

    def __init__(
        self,
        wanted: Watched,
        standing: Standing,
        database: Database,
        journal: Journal,
        *,
        clock: Callable[[], datetime],
        looked: Callable[[], Sequence[Looked]],
        deaths: Callable[[], int] = lambda: 0,
        sign_ins: Callable[[datetime], Sequence[SignIn]] = lambda _: (),
        canaries: Canaries | None = None,
    ) -> None:
        """`looked`: what reads the mailboxes; `deaths`: of processes that read a message."""
        self._wanted = wanted
        self._standing = standing
        self._database = database
        self._journal = journal
        self._clock = clock
        self._looked = looked
        self._deaths = deaths
        self._sign_ins = sign_ins
        self._canaries = canaries
        self._telling = Telling(wanted.channels, journal, repeat=wanted.repeat, called=wanted.called)
        self._pages: Pages | None = None
        self._opened = self._pages_fail = False
        self._opening = threading.Lock()  # the look has a thread of its own
        self._counted: tuple[datetime, Figures | None] | None = None
        self._counting = threading.Lock()
        self._pinged: datetime | None = None
        self._ping_fails = False

    def open(self) -> None:
        """Listen, where that is wanted; that the port is taken stops nothing: each look tries again."""
        with self._opening:
            self._opened = True
            self._listen()

    def _listen(self) -> None:
        if self._wanted.listen is None or self._pages is not None:
            return
        host, port = self._wanted.listen
        try:
            self._pages = Pages(host, port, self.page)
        except OSError as fault:
            if not self._pages_fail:
                why = f"{host}:{port}: {fault.strerror or fault}; see [watch] listen"
                self._journal.say("pages-trouble", self._clock(), why=why)
            self._pages_fail = True
        else:
            if self._pages_fail:
                self._journal.say("pages-back", self._clock())
            self._pages_fail = False

    @property
    def port(self) -> int | None:
        return self._pages.port if self._pages is not None else None

    def close(self) -> None:
        with self._opening:
            self._opened = False
            if self._pages is not None:
                self._pages.close()

    def look(self) -> None:
        """Tell of what is out of order, and ping whoever waits for that."""
        with self._opening:
            if self._opened:
                self._listen()
        now = self._clock()
        signs = self._signs()
        raised = alarms(signs, self._wanted.bounds)
        self._telling.look(raised, now, unknown(signs))
        self._ping(raised, now)

    def send_canaries(self) -> None:
        """See to the complaints sent to ourselves; waits for servers."""
        if self._canaries is not None:
            self._canaries.turn()

    def alarms(self) -> list[Alarm]:
        return alarms(self._signs(), self._wanted.bounds)

    def page(self, path: str) -> Page | None:
        """What is answered to a path of the small server."""
        if path == "/metrics":
            body = metrics.exposition(self._signs(), self._totals())
            return Page(HTTPStatus.OK, metrics.CONTENT_TYPE, body)
        if path == "/healthz":
            return _verdict(self._dead())
        if path == "/readyz":
            return _verdict([f"{one.key}: {one.what}" for one in self.alarms()])
        return None

    def alive(self) -> bool:
        """Whether this process does its work, whatever its servers do; else it should be started anew."""
        return not self._dead()

    def _dead(self) -> list[str]:
        now, standing = self._clock(), self._standing
        since = standing.delivered_at or standing.started_at
        if now - since > (_ON_THE_WIRE if standing.on_the_wire else _STUCK):
            return [f"the outbox has not been worked on since {since:%H:%M} UTC"]
        return []

    def _ping(self, raised: Sequence[Alarm], now: datetime) -> None:
        """Say that all is well to whoever raises the alarm when that is not said."""
        ping, due = self._wanted.ping, self._pinged is None or now - self._pinged >= self._wanted.ping_every
        if ping is None or raised or not due:
            return
        self._pinged = now
        try:
            ping()
        except OSError as fault:
            if not self._ping_fails:
                self._journal.say("ping-failed", now, why=str(fault))
            self._ping_fails = True
        else:
            self._ping_fails = False

    def _signs(self) -> Signs:
        now = self._clock()
        boxes = [each for each in self._looked() if not each.elsewhere]
        return replace(
            self._standing.signs(now, {each.name: each.last_read for each in boxes}, self._figures(now)),
            unread={each.name: each.unread for each in boxes},
            deaths=self._deaths(),
            sign_ins=tuple(self._sign_ins(now)),
            canaries=self._canaries.standing if self._canaries is not None else {},
        )

    def _totals(self) -> Totals | None:
        try:
            with self._database.reading() as session:
                return totals(session)
        except StoreError:
            return None

    def _figures(self, now: datetime) -> Figures | None:
        """Counted at most every few seconds, however many ask; None where the database does not answer."""
        with self._counting:
            if self._counted is None or not timedelta(0) <= now - self._counted[0] < FRESH:
                try:
                    with self._database.reading() as session:
                        found: Figures | None = figures(session, now, now + SOON)
                except StoreError:
                    found = None
                self._counted = now, found
            return self._counted[1]


def _verdict(why: Sequence[str]) -> Page:
    status = HTTPStatus.SERVICE_UNAVAILABLE if why else HTTPStatus.OK
    body = json.dumps({"status": "failing" if why else "ok", "why": list(why)}, ensure_ascii=False)
    return Page(status, _JSON, body.encode("utf-8") + b"\n")
