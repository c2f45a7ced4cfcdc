"""The fake mail servers: they fail as they are told, and remember what was done to them.

What they remember is half of what the oracle knows; nothing here asks mailbot's stores.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fakes import ARCHIVE, FakeMailbox, FakeServer

from mailbot.wire.outcome import (
    Delayed,
    Delivered,
    Disconnected,
    Failed,
    Fetched,
    Found,
    Moved,
    Outcome,
    Refused,
    Unknown,
    Vanished,
)

if TYPE_CHECKING:
    from benchmarks.simulation.instance import Instance

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([^>\r\n]+)>", re.M | re.I)
_ANSWERS = re.compile(rb"^In-Reply-To:\s*<([^>\r\n]+)>", re.M | re.I)
_KIND = re.compile(rb"^X-Mailbot-Letter:\s*(\S+)", re.M)


class Full(Refused):
    """NO to one command; the connection is sound."""

    answered = True


@dataclass
class Held:
    """One copy of a message in the mailbox, wherever in it."""

    arrival: int  # its number
    at: datetime  # INTERNALDATE
    raw: bytes
    uid: int
    uid_validity: int
    where: str = "INBOX"
    by_mailbot: bool = False  # who put it there
    taken_out: bool = False  # a person removed it before mailbot settled it


@dataclass
class Account(FakeServer):
    """An IMAP account with its folders, each message with its date."""

    held: list[Held] = field(default_factory=list)

    def put(self, arrival: int, raw: bytes, at: datetime) -> Held:
        """A message arrives in the inbox, or somebody puts it there."""
        uid = self.append(raw, at)
        one = Held(arrival, at, raw, uid, self.uid_validity)
        self.held.append(one)
        return one

    def in_inbox(self) -> list[Held]:
        return [one for one in self.held if one.where == "INBOX"]

    def in_folders(self) -> list[Held]:
        return [one for one in self.held if one.where not in ("INBOX", "removed")]

    def take_away(self, one: Held, where: str, *, by_mailbot: bool = False) -> None:
        del self.inbox[one.uid]
        one.where, one.by_mailbot, one.taken_out = where, by_mailbot, not by_mailbot

    def put_back(self, one: Held, at: datetime) -> Held:
        """Moved, or copied, into the inbox again: under a new UID."""
        return self.put(one.arrival, one.raw, at)

    def renumber(self, uid_validity: int) -> None:
        """As after the loss of an index: everything in the inbox under another UID."""
        self.uid_validity, self.inbox, self.uid_next = uid_validity, {}, 1
        for one in self.in_inbox():
            one.uid, one.uid_validity = self.append(one.raw, one.at), uid_validity


class Line(FakeMailbox):
    """One connection to the account, on which anything may happen between two answers."""

    server: Account

    def __init__(self, account: Account, instance: Instance) -> None:
        super().__init__(account, instance.at)
        self._validity = account.uid_validity
        self._instance = instance

    def select(self) -> Any:
        self.step("imap select")
        self._validity = self.server.uid_validity
        return super().select()

    def fetch(self, uids: Sequence[int], **_: object) -> Iterator[Found]:
        self.step("imap fetch")
        for uid in uids:
            self._same_numbers()
            if uid in self.server.inbox:
                at, raw = self.server.inbox[uid]
                yield Fetched(self._validity, uid, at, raw)
            else:
                yield Vanished(self._validity, uid)
            self.step("imap fetched one")

    def move(self, uids: Sequence[int], folder: str, **_: object) -> Moved:
        moved, gone = set(), set()
        if self._instance.chance.random() < self._instance.world.weather.full:
            raise Full(f"127.0.0.1:993: {folder}: NO [OVERQUOTA] full")
        for uid in uids:
            self.step("imap before a move")
            self._same_numbers()
            one = next((held for held in self.server.in_inbox() if held.uid == uid), None)
            if one is None:
                gone.add(uid)
            else:
                self._instance.world.oracle.moved(one)
                self.server.take_away(one, folder, by_mailbot=True)
                moved.add(uid)
            self.step("imap after a move")
        return Moved(frozenset(moved), frozenset(gone))

    def _same_numbers(self) -> None:
        # Dovecot: "IMAP session state is inconsistent, please relogin" (RELIABILITY E-95).
        if self._validity != self.server.uid_validity:
            raise Disconnected("127.0.0.1:993: the server renumbered the mailbox; connecting again")


@dataclass
class Copy:
    """A letter the submission server has, each time it got it."""

    message_id: str
    kind: str
    answers: str  # the Message-ID it answers, or ""
    recipients: tuple[str, ...]
    raw: bytes
    at: datetime  # by the clock of whoever sent it
    by: str  # the instance that sent it
    era: int  # how often the database was put back to an earlier state before
    doubt: str = ""  # why mailbot may not know that it went


@dataclass(frozen=True)
class Answer:
    """What the server will do with a letter: where it says what, and whether it keeps it."""

    where: str  # "us", "rcpt", "data", "dot"
    outcome: Outcome
    keeps: bool = False


_US = Answer("us", Delayed("127.0.0.1:587: login refused; check username and password", ours=True))
_WELL = Answer("dot", Delivered("250 2.0.0 queued"), keeps=True)
#: Each as likely as the others where the weather is bad.
_BAD = (
    _US,
    Answer("rcpt", Delayed("450 4.2.1 greylisted")),
    Answer("rcpt", Failed("550 5.1.1 no such user", "5.1.1")),
    Answer("data", Delayed("421 4.3.2 closing")),
    Answer("data", Failed("554 5.7.1 refused", "5.7.1")),
    Answer("dot", Delayed("451 4.3.0 try again")),
    Answer("dot", Failed("554 5.6.0 refused", "5.6.0")),
    Answer("dot", Unknown("connection lost after the dot"), keeps=True),
    Answer("dot", Unknown("connection lost after the dot"), keeps=False),
    Answer("dot", Delivered("250 ok", {ARCHIVE: "552 full"}), keeps=True),
)


@dataclass
class Post:
    """The submission server: what it was given."""

    copies: list[Copy] = field(default_factory=list)

    def of(self, message_id: str, era: int) -> list[Copy]:
        return [copy for copy in self.copies if (copy.message_id, copy.era) == (message_id, era)]


class Carrier:
    """One connection to the submission server, on which mailbot may die at any moment."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    async def deliver(
        self,
        reverse_path: str,
        recipients: Sequence[str],
        raw: bytes,
        *,
        arm: Callable[[], Awaitable[bool]],
        **_: object,
    ) -> Outcome:
        del reverse_path
        instance = self._instance
        await instance.between("smtp connected")
        answer = self._drawn()
        if answer.where == "us":
            return answer.outcome
        await instance.between("smtp rcpt")
        if answer.where == "rcpt":
            return answer.outcome
        if not await arm():
            return Delayed("withheld before DATA")
        await instance.between("smtp armed")
        if answer.where == "data":
            return answer.outcome
        if answer.keeps:
            self._take(tuple(recipients), raw)
        await instance.between("smtp dot")
        if isinstance(answer.outcome, Unknown):
            instance.world.doubt(instance, "no reply after the dot")
        return answer.outcome

    def _drawn(self) -> Answer:
        chance = self._instance.chance
        return chance.choice(_BAD) if chance.random() < self._instance.world.weather.smtp else _WELL

    def _take(self, recipients: tuple[str, ...], raw: bytes) -> None:
        world, head = self._instance.world, raw.partition(b"\r\n\r\n")[0]
        found, kind, answers = _MESSAGE_ID.search(head), _KIND.search(head), _ANSWERS.search(head)
        assert found is not None
        assert kind is not None
        copy = Copy(
            found[1].decode(),
            kind[1].decode(),
            answers[1].decode() if answers else "",
            recipients,
            raw,
            self._instance.clock(),
            self._instance.name,
            world.era,
            # After a pause longer than its lease somebody else may have sent it in its place.
            doubt="it stood still" if self._instance.stood_still else "",
        )
        world.post.copies.append(copy)
        world.oracle.taken(copy, stood_still=self._instance.stood_still)

    async def close(self) -> None:
        return
