"""The demonstration itself: real servers, the real daemon, a clock that is moved by hand.

Order: servers and configuration → first wave → second wave, which answers letters of the first → time moves
forward. After each step the daemon runs once and then nothing is left to do.

Faults: `Stopped`, and those of the daemon; `OSError` where the servers cannot listen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from mailbot.assembly.parts import open_database
from mailbot.assembly.servers import reconciliation
from mailbot.config import load
from mailbot.daemon import Daemon
from mailbot.demo import arrivals, stage
from mailbot.demo.letters import SentLetter, write_down
from mailbot.demo.results import Outcome, Recorder, outcomes
from mailbot.demo.servers import HOST, PASSWORD, USER, MailServers
from mailbot.reconciling.discrepancies import Account
from mailbot.store import deadlines, tasks
from mailbot.store.database import Database
from mailbot.store.deadlines import OpenDeadline
from mailbot.store.tasks import Task


class Stopped(Exception):
    """The daemon ended before everything was done; the text says what is left."""


class Play:
    """One performance in one directory. Open it as a context."""

    def __init__(self, directory: Path, today: date) -> None:
        self.directory = directory
        self.clock = stage.Clock(stage.opening(today))
        self.sent: list[SentLetter] = []
        self._servers = MailServers()
        self._uid_validity = 0

    def __enter__(self) -> Play:
        self._servers.start()
        try:
            secret = self.directory / "imap.password"
            secret.touch(mode=0o600)
            secret.write_text(PASSWORD + "\n", encoding="utf-8")
            path = self.directory / "config.toml"
            ports = {"imap_port": self._servers.imap_port, "smtp_port": self._servers.smtp_port}
            path.write_text(stage.CONFIG.format(host=HOST, user=USER, **ports), encoding="utf-8")
            self._config = config = load(path)
            self._log = (self.directory / "journal.log").open("w", encoding="utf-8")
            self._journal = Recorder(self._log)
            self._database: Database = open_database(config, upgrade=True)
            self._daemon = Daemon(config, clock=self.clock, journal=self._journal)
        except BaseException:
            self._servers.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._daemon.close()
        self._database.close()
        self._servers.close()
        self._log.close()

    @property
    def letters(self) -> Path:
        return self.directory / "letters"

    def first_wave(self) -> tuple[list[Outcome], list[SentLetter]]:
        return self._arrive(arrivals.first_wave(self.clock()))

    def second_wave(self) -> tuple[list[Outcome], list[SentLetter]]:
        """Half an hour later: answers, a bounce, and one who is curious."""
        self.clock.move_to(self.clock() + timedelta(minutes=30))
        to_priya = self.letter("acknowledgement", "priya.raman@example.org")
        to_gareth = self.letter("acknowledgement", "gareth.pugh@example.net")
        to_oliver = self.letter("acknowledgement", "oliver.stanton@example.com")
        to_sam = self.letter("handler_notice", "sam.handler@firm.example", "] New complaint")
        now = self.clock()

        def sample(name: str, minutes: int, about: SentLetter) -> tuple[datetime, bytes]:
            at = now - timedelta(minutes=minutes)
            return at, arrivals.read(name, at, letter=about.message_id, case=about.case)

        return self._arrive(
            [
                (now - timedelta(minutes=29), to_priya.raw),  # the archive's copy, sent on to the mailbox
                sample("22-delivery-report", 27, to_gareth),
                sample("23-automatic-out-of-office", 26, to_oliver),
                sample("21-follow-up", 14, to_priya),
                sample("24-handler", 9, to_sam),
                sample("25-stranger-cites-a-case", 4, to_priya),
            ]
        )

    def later(self, moment: datetime) -> list[SentLetter]:
        """Time moves forward; what mailbot sends then."""
        self.clock.move_to(moment)
        return self._run()

    def owed(self) -> list[OpenDeadline]:
        with self._database.reading() as session:
            return deadlines.open_deadlines(session, now=self.clock())

    def reply(self, letter: SentLetter, text: str) -> list[SentLetter]:
        """Whoever got a letter answers it ten minutes later; what mailbot sends then."""
        self.clock.move_to(self.clock() + timedelta(minutes=10))
        at = self.clock() - timedelta(minutes=1)
        return self._arrive([(at, arrivals.reply(letter, text, at))])[1]

    def queue(self) -> list[Task]:
        with self._database.reading() as session:
            return tasks.list_tasks(session)

    def reconcile(self) -> Account:
        """Whether everything is accounted for; asks the server while there is one."""
        return reconciliation(self._config, self._database, self.clock).run()

    def _arrive(self, messages: Sequence[tuple[datetime, bytes]]) -> tuple[list[Outcome], list[SentLetter]]:
        told = len(self._journal.told)
        self._uid_validity = self._servers.put(messages)[0][0]
        sent = self._run()
        with self._database.reading() as session:
            return outcomes(session, self._journal.told[told:], self._uid_validity), sent

    def _run(self) -> list[SentLetter]:
        before = len(self.sent)
        if asyncio.run(self._daemon.run_once()):
            raise Stopped("; ".join(self._daemon.left) or "interrupted")
        self.sent += write_down(self._servers.accepted[before:], self.letters, first=before + 1)
        return self.sent[before:]

    def last(self, kind: str, recipient: str) -> SentLetter:
        """The last letter of a kind to an address; `LookupError` where none was sent."""
        found = [one for one in self.sent if (one.kind, one.recipient) == (kind, recipient)]
        if not found:
            raise LookupError(f"no {kind} to {recipient} was sent")
        return found[-1]

    def letter(self, kind: str, recipient: str, subject: str = "") -> SentLetter:
        """The first letter of a kind to an address; `LookupError` where none was sent."""
        for one in self.sent:
            if one.kind == kind and one.recipient == recipient and one.subject.endswith(subject):
                return one
        raise LookupError(f"no {kind} to {recipient} was sent")
