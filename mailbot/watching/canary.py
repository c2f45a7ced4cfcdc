"""The canary: a complaint mailbot sends to itself, which must become a case, an acknowledgement and its copy.

    due → [written down, sent] flying → its case is dismissed, back
                                  ↓ not within its time
                                late: an alarm until it is back, or the next one is

It goes the way of any complaint, but nobody is told of its case. What it must not do is hide a complaint of
somebody else's: only the message with the random Message-ID that was written down before is one.

Faults: none; a database that does not answer is told by others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from sqlmodel import Session

from mailbot.journal import Journal
from mailbot.store import canaries, leases
from mailbot.store.canaries import Flight, Trace
from mailbot.store.database import Database, StoreError
from mailbot.store.journal import Event

LEASE = timedelta(minutes=5)  # of several daemons one sends them
AGAIN = timedelta(minutes=5)  # between two looks at one that is late, and two attempts to send one
LOST = timedelta(hours=1)  # after which one that never arrived is followed by another
_NAME = "canary"
_TEXT = """\
I want to complain: nobody has answered this message yet.

It is a canary. mailbot wrote it to itself, to see that a complaint becomes a case, an acknowledgement and a
copy in the archive. Its case is closed again when it has. Nobody need do anything.
"""

Send = Callable[[str, str, bytes], None]  # from, to, octets; OSError with the reason


@dataclass(frozen=True, slots=True)
class Wanted:
    """`mailboxes`: name → address; `sender`: an address nobody else writes from."""

    sender: str
    mailboxes: Mapping[str, str]
    every: timedelta = timedelta(days=1)
    within: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the canary of a mailbox stands; `lacks`: what it has not brought about yet, "" where it is back."""

    sent_at: datetime
    took: int | None  # seconds
    lacks: str
    late: bool


class Canaries:
    """Owned by one thread; `standing` may be read by any."""

    def __init__(
        self,
        wanted: Wanted,
        database: Database,
        journal: Journal,
        *,
        owner: str,
        clock: Callable[[], datetime],
        send: Send,
        holds: Callable[[str, datetime], bool] | None,
        dismiss: Callable[[Session, str, datetime], list[Event]],
        word: Callable[[], str],
    ) -> None:
        """`holds`: whether the archive has a copy of the letter of this Message-ID, None where there is no
        archive; `dismiss`: close the case of this reference; `word`: 128 random bits."""
        self._wanted = wanted
        self._database = database
        self._journal = journal
        self._owner = owner
        self._clock = clock
        self._send = send
        self._holds = holds
        self._dismiss = dismiss
        self._word = word
        self._unsent: dict[str, Flight] = {}  # by mailbox: its server did not take it
        self._next: dict[str, datetime] = {}  # when a mailbox is seen to again
        self._idle_until: datetime | None = None  # all are back, and none is due
        self.standing: Mapping[str, Standing] = {}

    def turn(self) -> None:
        """See to what is due."""
        now = self._clock()
        if self._idle_until is not None and now < self._idle_until:
            return
        try:
            if self._database.run(lambda session: leases.acquire(session, _NAME, self._owner, now, LEASE)):
                self._go_through()
            else:
                self.standing = {}  # whoever sees to them now says how they stand
        except StoreError:
            return

    def _go_through(self) -> None:
        with self._database.reading() as session:
            flights = canaries.flights(session)
        newest: dict[str, Flight] = {}
        for flight in flights:
            newest.setdefault(flight.mailbox, flight)
        now = self._clock()
        wanted = self._wanted.mailboxes
        for mailbox in wanted:
            if now >= self._next.get(mailbox, now):
                self._see_to(mailbox, newest.get(mailbox))
        self._tidy([one for one in flights if newest[one.mailbox] is not one or one.mailbox not in wanted])
        self._idle_until = now + AGAIN if all(not one.lacks for one in self.standing.values()) else None

    def _see_to(self, mailbox: str, flight: Flight | None) -> None:
        now = self._clock()
        if (unsent := self._unsent.pop(mailbox, None)) is not None:
            self._hand_over(unsent)
        elif flight is None or now - flight.sent_at >= self._wanted.every:
            self._begin(mailbox)
        elif flight.took is not None:
            self._stands(flight)
        else:
            self._look(flight)

    def _begin(self, mailbox: str) -> None:
        """Written down first: it must be known for what it is when it comes. Nor is its Message-ID one of our
        letters', which would be a loop."""
        domain = self._wanted.sender.rpartition("@")[2]
        flight = Flight(mailbox, f"<{self._word()}@canary.{domain}>", self._clock())
        event = self._database.run(lambda session: canaries.begin(session, flight))
        self._journal.emit([event])
        self._hand_over(flight)

    def _hand_over(self, flight: Flight) -> None:
        sender, address = self._wanted.sender, self._wanted.mailboxes[flight.mailbox]
        try:
            self._send(sender, address, _message(sender, address, flight))
        except OSError as fault:
            self._unsent[flight.mailbox] = flight
            self._stands(flight, f"could not be sent: {fault}")
        else:
            self._stands(flight, "is on its way")

    def _look(self, flight: Flight) -> None:
        with self._database.reading() as session:
            trace = canaries.trace(session, flight)
        if trace is None and self._clock() - flight.sent_at >= LOST:
            self._begin(flight.mailbox)
        elif lacks := self._lacks(flight, trace):
            self._stands(flight, lacks)
        else:
            assert trace is not None  # noqa: S101  # it lacks nothing
            self._stands(self._close(flight, trace))

    def _lacks(self, flight: Flight, trace: Trace | None) -> str:
        if trace is None:
            return "did not arrive"
        if trace.case is None:
            return f"opened no case: it was taken for {trace.kind}"
        if trace.letter is None:
            return f"({trace.case}) was not acknowledged: {trace.reason or 'no letter was written'}"
        if trace.letter_state != "SENT":
            return f"({trace.case}) has an acknowledgement that was not sent ({trace.letter_state})"
        try:
            if self._holds is not None and not self._holds(trace.letter, flight.sent_at):
                return f"({trace.case}) has an acknowledgement of which the archive holds no copy"
        except OSError as fault:
            return f"({trace.case}): whether the archive holds a copy cannot be found out: {fault}"
        return ""

    def _close(self, flight: Flight, trace: Trace) -> Flight:
        now = self._clock()

        def close(session: Session) -> list[Event]:
            events = self._dismiss(session, trace.case, now) if trace.case and trace.is_open else []
            return [*events, canaries.end(session, flight, now)]

        self._journal.emit(self._database.run(close))
        return replace(flight, took=round((now - flight.sent_at).total_seconds()))

    def _tidy(self, older: Sequence[Flight]) -> None:
        """One that came after another had been sent leaves no open case behind."""
        for flight in older:
            if flight.took is None:
                with self._database.reading() as session:
                    trace = canaries.trace(session, flight)
                if trace is not None:
                    self._close(flight, trace)

    def _stands(self, flight: Flight, lacks: str = "") -> None:
        now = self._clock()
        late = bool(lacks) and now - flight.sent_at > self._wanted.within
        if late or flight.mailbox in self._unsent:
            self._next[flight.mailbox] = now + AGAIN
        said = Standing(flight.sent_at, flight.took, lacks, late)
        self.standing = {**self.standing, flight.mailbox: said}


def _message(sender: str, address: str, flight: Flight) -> bytes:
    """As a complainant's program would write it: a mark of a machine's would be heeded (RFC 3834)."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, address, "A complaint (canary)"
    message["Date"], message["Message-ID"] = format_datetime(flight.sent_at), flight.message_id
    message.set_content(_TEXT)
    return message.as_bytes(policy=policy.SMTP)
