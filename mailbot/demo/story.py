"""`mailbot demo`: a morning in a complaints mailbox, and the weeks after it, in some seconds.

It needs no configuration, no network and no root, and ends by itself. Everything it shows was done by the
daemon over IMAP and SMTP; only the clock is not real.

Faults: one line on standard error, and exit code 1 where the extra `demo` is not installed or its directory
cannot be used, 3 where the daemon ended early.
"""

from __future__ import annotations

import shutil
import sys
import warnings
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from mailbot.demo import show, stage

if TYPE_CHECKING:
    from mailbot.demo.letters import SentLetter
    from mailbot.demo.play import Play

#: What only the extra installs.
EXTRA = ("aiosmtpd", "pymap", "pysasl", "proxyprotocol")
#: Whose complaints nobody answers.
FORGOTTEN = ("elif.kaya@example.com", "j.holt77@example.net")
#: What handlers say of the others.
SAID = ("final upheld redress 120.50", "final rejected", "final partly, redress £40")


def tell(directory: Path | None, console: Console, *, today: date | None = None) -> int:
    """Play it all and print it, beginning on the day `today`; 3 when something was left undone, else 0."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the test servers' libraries say is nobody's concern here
        try:
            from mailbot.demo.play import Play, Stopped  # needs what the extra installs
        except ModuleNotFoundError as missing:
            if (missing.name or "").partition(".")[0] not in EXTRA:
                raise
            return _refuse(
                "the demo's mail servers are missing: pip install 'mailbot[demo]', in a checkout '.[demo]'",
                1,
            )
        try:
            place = stage.clear(directory)
        except OSError as reason:
            return _refuse(str(reason), 1)
        try:
            with Play(place, today or datetime.now(UTC).date()) as play:
                _play(play, console)
        except Stopped as why:
            return _refuse(f"the demonstration ended early: {why}; see {place / 'journal.log'}", 3)
    return 0


def _refuse(line: str, code: int) -> int:
    Console(stderr=True, soft_wrap=True).print(f"mailbot: {line}", markup=False, highlight=False)
    return code


def _play(play: Play, console: Console) -> None:
    _first(play, console)
    _second(play, console)
    _week(play, console)
    _weeks(play, console)
    _account(play, console)
    _afterwards(play, console)


def _first(play: Play, console: Console) -> None:
    show.heading(
        console,
        f"{show.moment(play.clock())}: the complaints mailbox of Example Finance",
        "An IMAP and an SMTP server run inside this process; mailbot reads the one and writes to the other.",
    )
    outcomes, sent = play.first_wave()
    show.came_in(console, outcomes)
    show.heading(
        console,
        "What was found in each complaint",
        "P0 pages somebody at once. Whatever P1 and P2 point at, a person judges.",
    )
    show.found(console, [one for one in outcomes if one.opened])
    show.heading(
        console,
        f"What was sent: {len(sent)} letters",
        "Complainants get an acknowledgement and the Ombudsman's details, handlers a notice of each case.",
    )
    show.letters(console, sent)
    show.letter(console, play.letter("acknowledgement", "priya.raman@example.org"), lines=14)
    show.heading(
        console, "When each case is due", "mailbot explain REFERENCE prints how each date came about."
    )
    show.due(console, play.owed())


def _second(play: Play, console: Console) -> None:
    outcomes, sent = play.second_wave()
    show.heading(console, f"{show.moment(play.clock())}: answers come in")
    show.came_in(console, outcomes)
    if sent:
        console.print()
        show.letters(console, sent)
    show.heading(
        console, "What lies before a person", "Nothing is dropped: what no machine may decide waits here."
    )
    show.queue(console, play.queue())


def _week(play: Play, console: Console) -> None:
    """A working week, a morning at a time."""
    start = play.clock()
    show.heading(
        console,
        "A week goes by",
        "One mail a person and morning, with what is near or has lapsed, most urgent first.",
    )
    sent = _later(play, console, "two hours later", start + timedelta(hours=2))
    _example(console, sent, overdue=False)
    mornings = stage.mornings(start, 5)
    for morning in mornings[:2]:
        _later(play, console, "a morning later", morning)
    _answers(play, console)
    show.heading(console, "The rest of the week", "What was answered is reminded of no more.")
    for morning in mornings[2:]:
        _later(play, console, "a morning later", morning)


def _answers(play: Play, console: Console) -> None:
    """Handlers answer the reminders they got, all their cases in one mail."""
    show.heading(
        console,
        "Handlers answer by e-mail",
        "The first line of a reply is a command, or a line for each case; all else is kept as a note.",
    )
    forgotten = [play.letter("acknowledgement", who).case for who in FORGOTTEN]
    theirs: dict[str, list[str]] = {}
    for one in play.owed():
        cases = theirs.setdefault(one.handler_email, [])
        if one.reference not in (*forgotten, *cases):
            cases.append(one.reference)
    said = [
        (who, "\n".join(f"{case} {each}" for case, each in zip(cases, cycle(SAID), strict=False)))
        for who, cases in theirs.items()
        if cases
    ]
    answers = [play.reply(play.last("reminder", who), text)[0] for who, text in said]
    show.reply(console, *said[0])
    show.letter(console, answers[0], lines=18)
    left = {one.reference for one in play.owed()}
    closed = sum(len(cases) for cases in theirs.values())
    console.print(
        f"{closed} cases are closed, their deadlines with them; {' and '.join(sorted(left))} are left.",
        style="dim",
        highlight=False,
    )


def _weeks(play: Play, console: Console) -> None:
    """Two cases are forgotten: reminders before their deadline and after it."""
    show.heading(console, "What nobody answers is not forgotten by mailbot")
    final = max(one.deadline.work_by for one in play.owed() if one.deadline.name == "final_response")
    sent: list[SentLetter] = []
    for name, moment in stage.milestones(play.clock(), final):
        sent = _later(play, console, name, moment)
    _example(console, sent, overdue=True)


def _later(play: Play, console: Console, name: str, moment: datetime) -> list[SentLetter]:
    sent = play.later(moment)
    show.later(console, f"{show.moment(play.clock())}: {name}", sent)
    return sent


def _example(console: Console, sent: list[SentLetter], *, overdue: bool) -> None:
    """The shortest of the reminders, whole."""
    fitting = [one for one in sent if one.kind == "reminder" and ("OVERDUE" in one.subject) is overdue]
    if fitting:
        show.letter(console, min(fitting, key=lambda one: len(one.text)), lines=24)


def _account(play: Play, console: Console) -> None:
    show.heading(
        console,
        "Is everything accounted for?",
        "mailbot reconcile compares mailbox and database both ways; the daemon does it every morning.",
    )
    found = play.reconcile()
    for one in found.findings:
        console.print(f"{one.level.value}: {one.where}: {one.what}", markup=False, highlight=False)
    console.print(found.summary(), markup=False, highlight=False)


def _afterwards(play: Play, console: Console) -> None:
    show.heading(console, "Look around")
    command = f"{_program()} --config {play.directory / 'config.toml'}"
    for line in (
        f"{len(play.sent)} letters: {play.letters}",
        f"What the daemon said: {play.directory / 'journal.log'}",
        f"{command} cases list",
        f"{command} explain {play.letter('acknowledgement', FORGOTTEN[0]).case}",
        f"{command} queue list",
        f"{command} outbox list",
    ):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _program() -> str:
    """What to type for the program that runs: it need not be on the PATH."""
    if shutil.which("mailbot"):
        return "mailbot"
    found = Path(sys.executable).parent / "mailbot"
    return str(found) if found.exists() else f"{sys.executable} -m mailbot"
