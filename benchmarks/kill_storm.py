"""Killed at random moments, again and again: is every complaint still acknowledged, and none more than twice?

`mailbot run --once` is started, killed with its worker (SIGKILL), and started again, while messages keep
coming; then it is left alone until it says that nothing is left. The verdict comes from elsewhere: tokens in
the folders of the mailbox, rows by plain SQL, and what the sink wrote down before it answered.

A moment is drawn in one of three ways: while the program starts, at any time of a run, or shortly after the
sink took another letter. One kill in five is followed by a second one within a third of a second.

    python -m benchmarks.kill_storm --kills 100 --messages 500 --database postgresql --seed 3
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks import (
    HANDLERS,
    Dovecot,
    Firm,
    Sink,
    Taken,
    available,
    configured,
    database_url,
    deliver,
    rows,
    tell,
    upgrade,
)
from benchmarks.corpus import Complaint, complaints

USER = "complaints"
LATENCY = 0.01  # seconds between a letter in the sink's log and its 250: the client does not know
SHORTEST, QUICK = 0.05, 0.3  # seconds into a run; the most before the second of two kills
LAST_RUNS = 40  # runs after the last kill before we say that it does not end
PAUSE = 1.1  # seconds between those; more than settle_time and retry_first
TOKEN = re.compile(r"\bq[a-z]{11}\b")
REFERENCE = re.compile(r"\bC-[0-9A-Z-]{4,20}\b")
#: Letters whose fate was unknown twice wait for a person: nothing is left for the program to do.
UNDECIDED = """SELECT count(*) FROM letters WHERE state IN ('PENDING', 'CLAIMED', 'ARMED', 'HELD')
               OR (state = 'UNKNOWN' AND settle_at IS NOT NULL)"""


@dataclass
class Storm:
    """What is on the stage, and what was done to it."""

    firm: Firm
    dovecot: Dovecot
    sink: Sink
    url: str
    chance: random.Random
    kills: int = 0
    runs: int = 0
    length: float = 3.0  # seconds, of a run that is not killed
    stages: Counter[str] = field(default_factory=Counter)

    def start(self) -> subprocess.Popen[bytes]:
        self.runs += 1
        with (self.firm.directory / "journal.log").open("ab") as journal:
            journal.write(f"-- run {self.runs}\n".encode())
            journal.flush()
            return subprocess.Popen(
                self.firm.command("run", "--once"), env=self.firm.environment, cwd=self.firm.directory,
                stdout=journal, stderr=journal, start_new_session=True,
            )  # fmt: skip

    def kill_once(self, *, quick: bool) -> bool:
        """Start and kill; False where the run was over before."""
        started, before = time.monotonic(), self.sink.count()
        process = self.start()
        way = "second" if quick else self.chance.choice(("start", "any", "sending", "sending"))
        match way:
            case "second":
                self._wait(process, self.chance.uniform(SHORTEST, QUICK))
            case "start":
                self._wait(process, self.chance.uniform(SHORTEST, self.length / 3))
            case "any":
                self._wait(process, self.chance.uniform(SHORTEST, self.length))
            case "sending":
                letters = before + self.chance.randint(1, 30)
                while process.poll() is None and self.sink.count() < letters:
                    time.sleep(0.002)
                self._wait(process, self.chance.uniform(0, 0.03))
        if process.poll() is not None:
            self.length = time.monotonic() - started
            return False
        self._kill(process)
        self.stages[way] += 1
        self.kills += 1
        return True

    def _wait(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        victims = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        for victim in victims:
            with contextlib.suppress(psutil.Error):
                victim.kill()
        process.wait()

    def finish(self) -> bool:
        """Run until nothing is left to do."""
        for _ in range(LAST_RUNS):
            process = self.start()
            code = process.wait(300)
            ((undecided,),) = rows(self.url, UNDECIDED)
            if code == 0 or (code == 3 and not undecided):
                return True
            time.sleep(PAUSE)
        return False


@dataclass
class Verdict:
    """What the oracle found."""

    cases: int = 0
    copies: Counter[int] = field(default_factory=Counter)  # of complainants' letters: copies → letters
    before_a_person: int = 0
    wrong: list[str] = field(default_factory=list)


def storm(kills: int, messages: int, database: str, seed: int, keep: Path | None) -> tuple[Storm, Verdict]:
    with contextlib.ExitStack() as stack:
        here = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mailbot-storm-")))
        here.mkdir(parents=True, exist_ok=True)
        dovecot = stack.enter_context(Dovecot())
        sink = stack.enter_context(Sink(here / "letters.log", latency=LATENCY, keep=True))
        url = stack.enter_context(database_url(database, here))
        firm = configured(here / "firm", dovecot, USER, sink.port, url)
        upgrade(firm)
        chance = random.Random(seed)
        scene = Storm(firm, dovecot, sink, url, chance)
        sent = _rage(scene, kills, messages, seed)
        ended = scene.finish()
        verdict = judge(sent, sink.letters(), _in_folders(dovecot), url)
        if not ended:
            verdict.wrong.append(f"something is left after {LAST_RUNS} runs: {_states(url)}")
    return scene, verdict


def _rage(scene: Storm, kills: int, messages: int, seed: int) -> list[Complaint]:
    sent: list[Complaint] = []
    batch, quick = max(1, messages // max(kills, 1)), False
    while scene.kills < kills:
        if not quick:
            # Where a run came to its end in spite of us, what is left must last for the kills to come.
            left = messages - len(sent)
            _add(scene, sent, min(batch + scene.chance.randint(0, batch), (left + 1) // 2), seed)
        killed = scene.kill_once(quick=quick)
        quick = killed and not quick and scene.chance.random() < 0.2
        tell(f"kills {scene.kills}/{kills}, messages {len(sent)}/{messages}, letters {scene.sink.count()}")
    _add(scene, sent, messages - len(sent), seed)
    tell("")
    return sent


def _add(scene: Storm, sent: list[Complaint], number: int, seed: int) -> None:
    made = list(complaints(number, seed=seed, first=len(sent)))
    if made:
        deliver(scene.dovecot, USER, [one.raw for one in made])
    sent.extend(made)


def _in_folders(dovecot: Dovecot) -> dict[str, Counter[str]]:
    """Folder → how often each token lies there."""
    found = {}
    with dovecot.client(USER) as client:
        for _, _, folder in client.list_folders():
            client.select_folder(folder, readonly=True)
            fetched = client.fetch(client.search("ALL"), ["BODY.PEEK[HEADER.FIELDS (SUBJECT)]"])
            subjects = b" ".join(
                part for item in fetched.values() for part in item.values() if isinstance(part, bytes)
            )
            found[folder] = Counter(TOKEN.findall(subjects.decode("utf-8", "replace")))
    return found


def judge(sent: list[Complaint], letters: list[Taken], folders: dict[str, Counter[str]], url: str) -> Verdict:
    verdict = Verdict()
    tokens = {one.token for one in sent}
    _judge_mailbox(verdict, tokens, folders)
    cases = _judge_cases(verdict, tokens, url)
    _judge_letters(verdict, {one.token: one.sender for one in sent}, letters, cases, url)
    return verdict


def _judge_mailbox(verdict: Verdict, tokens: set[str], folders: dict[str, Counter[str]]) -> None:
    if folders["INBOX"]:
        verdict.wrong.append(f"in the inbox still: {sorted(folders['INBOX'])[:5]}")
    everywhere = sum(folders.values(), Counter[str]())
    verdict.wrong += [f"{token} is in no folder" for token in sorted(tokens - set(everywhere))]
    verdict.wrong += [f"{token} is there {n} times: {folders}" for token, n in everywhere.items() if n > 1]


def _judge_cases(verdict: Verdict, tokens: set[str], url: str) -> dict[str, str]:
    """Reference of a case → token of its message."""
    joined = "SELECT c.reference, m.subject FROM cases c LEFT JOIN messages m ON m.case_id = c.id"
    cases: dict[str, str] = {}
    count: Counter[str] = Counter()
    for reference, subject in rows(url, joined):
        found = TOKEN.search(subject or "")
        if found is None or reference in cases:
            verdict.wrong.append(f"case {reference}: no message of ours, or more than one ({subject!r})")
            continue
        cases[reference] = found[0]
        count[found[0]] += 1
    verdict.cases = len(cases)
    verdict.wrong += [f"no case for {token}" for token in sorted(tokens - set(count))]
    verdict.wrong += [f"{n} cases for {token}" for token, n in count.items() if n > 1]
    ((messages,),) = rows(url, "SELECT count(*) FROM messages")
    if messages != len(tokens):
        verdict.wrong.append(f"{messages} rows in messages, {len(tokens)} messages")
    return cases


def _judge_letters(
    verdict: Verdict, senders: dict[str, str], letters: list[Taken], cases: dict[str, str], url: str
) -> None:
    came: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    for letter in letters:
        reference = next((found for found in REFERENCE.findall(letter.raw) if found in cases), "")
        token = cases.get(reference, "")
        allowed = HANDLERS if letter.kind == "handler_notice" else {senders.get(token, "?")}
        if letter.kind not in ("handler_notice", "acknowledgement", "leaflet"):
            verdict.wrong.append(f"a letter nobody expected: {letter.kind} to {letter.recipients}")
        elif len(letter.recipients) != 1 or letter.recipients[0] not in allowed:
            verdict.wrong.append(f"{letter.kind} about {reference} ({token}) went to {letter.recipients}")
        came[letter.kind, token].append(letter)
    asked = rows(
        url,
        "SELECT l.kind, c.reference FROM tasks t JOIN letters l ON l.id = t.letter_id "
        "JOIN cases c ON c.id = l.case_id",
    )
    before_a_person = {(kind, cases.get(reference, "")) for kind, reference in asked}
    for token in senders:
        for kind in ("acknowledgement", "leaflet", "handler_notice"):
            copies = came.get((kind, token), [])
            verdict.copies[len(copies)] += 1
            if not copies and (kind, token) not in before_a_person:
                verdict.wrong.append(f"{kind} for {token} is missing and nobody was told")
            if len(copies) > 2:
                verdict.wrong.append(f"{kind} for {token} came {len(copies)} times")
            if len({copy.digest for copy in copies}) > 1:
                verdict.wrong.append(f"{kind} for {token}: its copies are not the same octets")
    verdict.before_a_person = len(before_a_person)


def _states(url: str) -> dict[str, int]:
    return {
        str(state): int(n) for state, n in rows(url, "SELECT state, count(*) FROM letters GROUP BY state")
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--messages", type=int, default=500)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep database, journal and the sink's log here")
    arguments = parser.parse_args()
    if why := available():
        print(why, file=sys.stderr)
        return 1
    started = time.monotonic()
    keep = arguments.keep.resolve() if arguments.keep else None
    scene, verdict = storm(arguments.kills, arguments.messages, arguments.database, arguments.seed, keep)
    copies = ", ".join(f"{n} times: {letters}" for n, letters in sorted(verdict.copies.items()))
    moments = ", ".join(f"{way} {n}" for way, n in sorted(scene.stages.items()))
    print(
        f"{arguments.database}, seed {arguments.seed}: {scene.kills} kills ({moments}) in {scene.runs} runs"
    )
    print(f"cases {verdict.cases} for {arguments.messages} messages; letters that came {copies}")
    print(f"letters of unknown fate before a person: {verdict.before_a_person}")
    print(f"wrong: {len(verdict.wrong)}; {time.monotonic() - started:.0f} s", flush=True)
    for line in verdict.wrong[:50]:
        print(f"  {line}")
    return 1 if verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
