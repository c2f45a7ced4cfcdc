"""Was anything lost, opened twice, sent too often or to the wrong place? Asked of everything but mailbot.

What came in is what the generator wrote down before it delivered, and what lies in the folders of the
mailbox; what was accounted for is read from the tables by plain SQL; what was sent is what the sink wrote
down before it answered. A token names each message in all three (RELIABILITY section 4.2).
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import ARCHIVE, HANDLERS, IN_HOUSE, Dovecot, Taken, rows
from benchmarks.corpus import Complaint

TOKEN = re.compile(r"\bq[a-z]{11}\b")
REFERENCE = re.compile(r"\bC-[0-9A-Z-]{4,20}\b")
ACKNOWLEDGED_A_DAY = 3  # to one address
OWED = ("acknowledgement", "leaflet", "handler_notice")  # of each complaint

_CASES = "SELECT c.reference, m.subject FROM cases c LEFT JOIN messages m ON m.case_id = c.id ORDER BY m.id"
_TOLD = """SELECT l.kind, c.reference FROM tasks t JOIN letters l ON l.id = t.letter_id
           JOIN cases c ON c.id = l.case_id"""

_ASKED = "SELECT c.reference FROM tasks t JOIN cases c ON c.id = t.case_id"


class Generated:
    """The generator's log: each message is on the disk here before it is delivered."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.number = 0

    def add(self, made: Iterable[Complaint]) -> None:
        with self.path.open("a", encoding="utf-8") as log:
            for one in made:
                log.write(json.dumps([one.token, one.sender, one.machine, one.hard]) + "\n")
                self.number += 1
            log.flush()
            os.fsync(log.fileno())

    def all(self) -> list[Complaint]:
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        return [Complaint(token, sender, b"", *kinds) for token, sender, *kinds in map(json.loads, lines)]


@dataclass
class Verdict:
    """The five measures, what explains them, and everything that is wrong, in words."""

    lost: int = 0  # L: arrived and not accounted for
    cases: int = 0  # C: complaints with another number of cases than one, and cases of nothing
    duplicates: int = 0  # D: copies after the first
    wrongly_sent: int = 0  # W: letters to somebody they are not for
    to_machines: int = 0  # M: letters to a sender that is a machine
    to_handlers: int = 0  # of the duplicates: notices, of which the archive has no copy
    unexplained: int = 0  # of the duplicates: those of letters no kill can have made doubtful
    most_copies: int = 0
    messages: int = 0
    letters: int = 0  # to complainants and handlers, each counted once
    before_a_person: int = 0
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: Verdict) -> Verdict:
        total: dict[str, Any] = {
            name: value + getattr(other, name) for name, value in vars(self).items() if name != "most_copies"
        }
        return Verdict(**total, most_copies=max(self.most_copies, other.most_copies))

    def lines(self) -> list[str]:
        to_complainants = self.duplicates - self.to_handlers
        return [
            f"L = {self.lost}  C = {self.cases}  D = {self.duplicates}  W = {self.wrongly_sent}  "
            f"M = {self.to_machines}  of {self.messages} messages and {self.letters} letters",
            f"duplicates: {to_complainants} to complainants ({self._rate(to_complainants)}), "
            f"{self.to_handlers} to handlers, {self.unexplained} of letters never in doubt; "
            f"most copies of a letter {self.most_copies}",
            f"letters of unknown fate before a person: {self.before_a_person}",
            f"wrong: {len(self.wrong)}",
            *(f"  {line}" for line in self.wrong[:50]),
        ]

    def _rate(self, duplicates: int) -> str:
        return f"{1000 * duplicates / max(self.letters, 1):.2f} per 1,000 letters"


def in_folders(dovecot: Dovecot, user: str) -> dict[str, Counter[str]]:
    """Folder → how often each token lies there."""
    found = {}
    with dovecot.client(user) as client:
        for _, _, folder in client.list_folders():
            client.select_folder(folder, readonly=True)
            uids, subjects = client.search("ALL"), b""
            for start in range(0, len(uids), 1000):
                fetched = client.fetch(uids[start : start + 1000], ["BODY.PEEK[HEADER.FIELDS (SUBJECT)]"])
                subjects += b" ".join(
                    part for item in fetched.values() for part in item.values() if isinstance(part, bytes)
                )
            found[folder] = Counter(TOKEN.findall(subjects.decode("utf-8", "replace")))
    return found


def judge(
    sent: list[Complaint],
    letters: list[Taken],
    folders: Mapping[str, Counter[str]],
    url: str,
    doubtful: Collection[str] | None = None,
) -> Verdict:
    """`doubtful` are the Message-IDs of letters whose fate a kill left open; None: any may be."""
    arrived = {one.token: one for one in sent}
    verdict = Verdict(messages=len(arrived))
    _judge_mailbox(verdict, set(arrived), folders)
    cases = _judge_cases(verdict, arrived, set().union(*folders.values()), url)
    came = _judge_letters(verdict, arrived, letters, cases)
    _judge_copies(verdict, came, doubtful)
    _judge_missing(verdict, arrived, came, cases, url)
    return verdict


def _judge_mailbox(verdict: Verdict, tokens: set[str], folders: Mapping[str, Counter[str]]) -> None:
    if folders["INBOX"]:
        verdict.wrong.append(f"in the inbox still: {sorted(folders['INBOX'])[:5]}")
    everywhere = sum(folders.values(), Counter[str]())
    verdict.wrong += [f"{token} is in no folder" for token in sorted(tokens - set(everywhere))]
    verdict.wrong += [f"{token} lies there {n} times" for token, n in everywhere.items() if n > 1]


def _judge_cases(
    verdict: Verdict, arrived: Mapping[str, Complaint], in_mailbox: set[str], url: str
) -> dict[str, str]:
    """Reference of a case → token of the message that opened it."""
    told = rows(url, "SELECT subject, message_id FROM messages")
    accounted = Counter(token for row in told for token in {*TOKEN.findall(" ".join(filter(None, row)))})
    lost = sorted((set(arrived) | in_mailbox) - set(accounted))
    verdict.lost = len(lost)
    verdict.wrong += [f"LOST: {token}" for token in lost]
    verdict.wrong += [f"{token} is in {n} rows of messages" for token, n in accounted.items() if n > 1]
    cases: dict[str, str] = {}
    for reference, subject in rows(url, _CASES):
        found = TOKEN.search(subject or "")
        if found is None or found[0] not in arrived or arrived[found[0]].machine:
            verdict.cases += 1
            verdict.wrong.append(f"case {reference} is of no complaint: {subject!r}")
        elif reference not in cases:
            cases[reference] = found[0]
    opened = Counter(cases.values())
    for token, one in arrived.items():
        if not one.machine and opened[token] != 1:
            verdict.cases += 1
            verdict.wrong.append(f"{opened[token]} cases for {token}")
    return cases


def _judge_letters(
    verdict: Verdict, arrived: Mapping[str, Complaint], letters: list[Taken], cases: Mapping[str, str]
) -> dict[tuple[str, str], list[Taken]]:
    """Kind and token → the copies that came."""
    came: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    machines = {one.sender for one in arrived.values() if one.machine}
    for letter in letters:
        reference = next((found for found in REFERENCE.findall(letter.raw) if found in cases), "")
        token = cases.get(reference, "")
        to = [each for each in letter.recipients if each != ARCHIVE]
        allowed: Collection[str] = HANDLERS if letter.kind == "handler_notice" else IN_HOUSE
        if letter.kind in ("acknowledgement", "leaflet"):
            allowed = {arrived[token].sender} if token else ()
        if machines & set(to):
            verdict.to_machines += 1
            verdict.wrong.append(f"{letter.kind} went to a machine: {to}")
        elif len(to) != 1 or to[0] not in allowed:
            verdict.wrongly_sent += 1
            verdict.wrong.append(f"{letter.kind} about {reference or '?'} ({token or '?'}) went to {to}")
        if letter.kind in OWED:
            came[letter.kind, token].append(letter)
    return came


def _judge_copies(
    verdict: Verdict, came: Mapping[tuple[str, str], list[Taken]], doubtful: Collection[str] | None
) -> None:
    for (kind, token), copies in came.items():
        verdict.letters += 1
        verdict.duplicates += len(copies) - 1
        verdict.to_handlers += (len(copies) - 1) * (kind == "handler_notice")
        verdict.most_copies = max(verdict.most_copies, len(copies))
        if len(copies) > 2:
            verdict.wrong.append(f"{kind} for {token} came {len(copies)} times")
        if len({copy.digest for copy in copies}) > 1:
            verdict.wrong.append(f"{kind} for {token}: its copies are not the same octets")
        if len(copies) > 1 and doubtful is not None and copies[0].message_id not in doubtful:
            verdict.unexplained += 1
            verdict.wrong.append(f"{kind} for {token} came {len(copies)} times and never was in doubt")


def _judge_missing(
    verdict: Verdict,
    arrived: Mapping[str, Complaint],
    came: Mapping[tuple[str, str], list[Taken]],
    cases: Mapping[str, str],
    url: str,
) -> None:
    told = {(kind, cases.get(reference, "")) for kind, reference in rows(url, _TOLD)}
    verdict.before_a_person = len(told)
    written = Counter(one.sender for one in arrived.values())
    acknowledged: Counter[str] = Counter()
    asked = {cases.get(reference) for (reference,) in rows(url, _ASKED)}
    for token, one in arrived.items():
        if one.machine or one.hard:
            continue
        acknowledged[one.sender] += ("acknowledgement", token) in came
        for kind in OWED:
            if ("acknowledgement" if written[one.sender] > 1 else kind, token) in came or (
                kind,
                token,
            ) in told:
                continue
            if written[one.sender] > 1 and token in asked:
                continue  # who writes too often is not answered by itself each time
            verdict.wrong.append(f"{kind} for {token} is missing and nobody was told")
    limit = {who: n for who, n in acknowledged.items() if n > max(1, ACKNOWLEDGED_A_DAY)}
    verdict.wrong += [f"{who} was acknowledged {n} times in a day" for who, n in limit.items()]
