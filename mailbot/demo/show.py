"""How the demonstration looks on a terminal: short tables, 100 columns.

Whatever comes from a message is printed as `Text`, so that nothing in it can be taken for a style.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from mailbot.complaints.calendar import LONDON
from mailbot.demo.letters import SentLetter
from mailbot.demo.results import Outcome
from mailbot.store.deadlines import OpenDeadline
from mailbot.store.tasks import Task

WIDTH = 100
TOGETHER = "acknowledgement, leaflet"  # two letters that go out together
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: date) -> str:
    return f"{_DAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]} {on.year}"


def moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{day(local.date())}, {local:%H:%M}"


def heading(console: Console, title: str, said: str = "") -> None:
    console.print()
    console.rule(f"[bold]{title}", align="left")
    if said:
        console.print(said, style="dim", highlight=False)


def came_in(console: Console, outcomes: Sequence[Outcome]) -> None:
    """What came in, what it is and by which rule, what was decided and why."""
    table = _table(console, ("message", 38), ("kind · rule", 16), ("decision, and why", 0))
    for one in outcomes:
        decision = Text(one.decision)
        if one.reason:
            decision.append(f"\n{one.reason}", style="dim")
        table.add_row(
            _two_lines(one.subject or "(no subject)", one.author, 38),
            _two_lines(one.kind, one.rule, 16),
            decision,
        )
    console.print(table)


def found(console: Console, outcomes: Iterable[Outcome]) -> None:
    """What was found in each message that opened a case."""
    table = _table(
        console,
        ("case", 12),
        ("who, and how to reach them", 30),
        ("references", 16),
        ("for a person to judge", 0),
    )
    for one in outcomes:
        judge = [
            Text(f"{cue['priority']} {cue['driver']}: “{cue['phrase']}”") for cue in _list(one.found, "cues")
        ]
        if topics := _list(one.found, "topics"):
            judge.append(Text("topics: " + ", ".join(map(str, topics))))
        if masked := one.found.get("masked"):
            judge.append(Text(f"{masked} card number masked"))
        references = [Text(str(each["value"])) for each in _list(one.found, "references")]
        missing = [Text(f"no {item}", style="dim") for item in _list(one.found, "missing")]
        table.add_row(
            Text(one.case), _lines(_contact(one)), _lines([*references, *missing]), _lines(judge) or Text("-")
        )
    console.print(table)


def due(console: Console, deadlines: Sequence[OpenDeadline]) -> None:
    """When each case is due; those with the same dates share a row."""
    cases: dict[str, list[OpenDeadline]] = {}
    for one in deadlines:
        cases.setdefault(one.reference, []).append(one)
    alike: dict[tuple[tuple[str, str, str], ...], list[str]] = {}
    for reference, theirs in cases.items():
        dates = tuple((each.deadline.name, day(each.deadline.due_on), each.deadline.rule) for each in theirs)
        alike.setdefault(dates, []).append(reference)
    table = _table(console, ("cases", 12), ("still owed", 33), ("by the end of", 16), ("rule", 0))
    for dates, references in alike.items():
        names, days, rules = zip(*dates, strict=True)
        table.add_row("\n".join(references), *("\n".join(column) for column in (names, days, rules)))
    console.print(table)


def letters(console: Console, sent: Sequence[SentLetter]) -> None:
    """The letters, a row for those of one kind to one address."""
    table = _table(console, ("letters", 20), ("kind", 24), ("to", 0))
    alike: dict[tuple[str, str], list[SentLetter]] = {}
    for one in sent:
        kind = TOGETHER if one.kind in TOGETHER else one.kind
        alike.setdefault((one.recipient, kind), []).append(one)
    for (recipient, kind), theirs in alike.items():
        numbers = ", ".join(f"{one.number:02}" for one in theirs)
        table.add_row(numbers, kind, Text(recipient))
    console.print(table)
    console.print(Text(f"Each is a file, such as {sent[0].path}", style="dim"), soft_wrap=True)


def later(console: Console, when: str, sent: Sequence[SentLetter]) -> None:
    """What mailbot sent when time had moved."""
    console.print(Text(when, style="bold"))
    for one in sent:
        console.print(
            _one_line(
                f"  {one.number:02} {one.kind} to {one.recipient}: {one.subject}", min(WIDTH, console.width)
            )
        )
    if not sent:
        console.print(Text("  nothing is due", style="dim"))


def queue(console: Console, tasks: Iterable[Task]) -> None:
    """What lies before a person; what is to be done about one message shares a row."""
    about: dict[tuple[str, str], list[Task]] = {}
    for task in tasks:
        about.setdefault((task.case or "no case", task.subject or ""), []).append(task)
    table = _table(console, ("what", 22), ("about", 34), ("why", 0))
    for (case, subject), theirs in about.items():
        why = Text("\n").join(
            Text(detail) for detail in dict.fromkeys(_why(task) for task in theirs) if detail
        )
        for due_at in {task.due_at for task in theirs if task.due_at is not None}:
            why.append(f"\nby {moment(due_at)}", style="dim")
        table.add_row("\n".join(task.reason for task in theirs), _two_lines(case, subject, 34), why)
    console.print(table)


def _why(task: Task) -> str:
    return task.detail if task.detail != task.reason else ""


def letter(console: Console, one: SentLetter, *, lines: int) -> None:
    """The words of one letter, as far as they are worth reading here."""
    told = [line for line in one.text.splitlines() if line]
    text = "\n".join(told[:lines])
    if len(told) > lines:
        text += f"\n… ({len(told) - lines} more lines in {one.path.name})"
    title = Text(f"to {one.recipient}: {one.subject}", overflow="ellipsis", no_wrap=True)
    console.print(Panel(Text(text), title=title, title_align="left", width=min(WIDTH, console.width)))


def reply(console: Console, who: str, text: str) -> None:
    """What somebody writes to mailbot."""
    title = Text(f"{who} replies", overflow="ellipsis", no_wrap=True)
    console.print(Panel(Text(text), title=title, title_align="left", width=min(WIDTH, console.width)))


def _contact(one: Outcome) -> list[Text]:
    contact: Mapping[str, Any] = one.found.get("contact") or {}
    told = [Text(str(contact.get("name") or "(no name)"), style="bold"), Text(one.author)]
    told += [Text(str(phone)) for phone in contact.get("phones") or ()]
    if where := contact.get("postal_address") or ", ".join(contact.get("postcodes") or ()):
        told.append(Text(str(where)))
    return told


def _list(found: Mapping[str, Any], name: str) -> Sequence[Any]:
    return found.get(name) or ()


def _two_lines(first: str, second: str, width: int) -> Text:
    text = _one_line(first, width)
    text.append("\n")
    return text.append_text(_one_line(second, width, style="dim"))


def _one_line(text: str, width: int, style: str = "") -> Text:
    line = Text(" ".join(text.split()), style=style)
    line.truncate(width, overflow="ellipsis")
    return line


def _lines(texts: Sequence[Text]) -> Text:
    return Text("\n").join(texts)


def _table(console: Console, *columns: tuple[str, int]) -> Table:
    """`(heading, width)`; a width of 0 takes what is left."""
    table = Table(
        box=None, header_style="bold", pad_edge=False, width=min(WIDTH, console.width), show_edge=False
    )
    for name, width in columns:
        table.add_column(name, width=width or None, overflow="fold", ratio=None if width else 1)
    return table
