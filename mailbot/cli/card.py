"""A message as a handler would note it down on a card: what it is, who wrote, what was found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from rich import box
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

_MOST_TEXT = 700  # characters of the author's words
_COLOURS = {
    "complaint": "green",
    "follow_up": "green",
    "enquiry": "cyan",
    "regulator": "magenta",
    "suspect": "yellow",
    "unreadable": "yellow",
}
_DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_MACHINES = frozenset({"own", "delivery_report", "automatic", "list"})  # nobody is to be written to
_URGENT = {"P0": "bold white on red", "P1": "bold red", "P2": "yellow"}


def show(said: dict[str, Any], console: Console) -> None:
    """Print what `inspect --json` says of a message for a person to read."""
    urgent = any(cue["priority"] == "P0" for cue in said["cues"])
    colour = "red" if urgent else _COLOURS.get(said["kind"], "bright_black")
    found = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    found.add_column(style="bright_black", no_wrap=True)
    found.add_column(overflow="fold", ratio=1)
    for label, value in _rows(said):
        found.add_row(label, value)
    pieces: list[Any] = [_head(said, colour), found]
    if words := _shortened(said["text"]):
        pieces[1:1] = [Text(), Text(words), Text()]
    console.print(
        Panel(
            Group(*pieces),
            title=Text(_shown(said["path"])),
            title_align="left",
            border_style=colour,
            box=box.ROUNDED,
            padding=(0, 1),
        )
    )


def _shown(text: str) -> str:
    """Without the characters that make a terminal write backwards."""
    return text.translate(_DIRECTIONS)


def _head(said: dict[str, Any], colour: str) -> Text:
    author = said["author"]
    who = " ".join(filter(None, (author["name"], f"<{author['address']}>"))) if author else "no single author"
    kind = said["kind"].replace("_", " ")
    line = Text.assemble((f"{kind}", f"bold {colour}"), (f"  by the rule {said['rule']}", "bright_black"))
    line.append("\n")
    line.append(_shown(said["subject"]) or "(no subject)", style="bold")
    line.append(f"\nfrom {_shown(who)}")
    return line


def _rows(said: dict[str, Any]) -> Iterator[tuple[str, Text]]:
    contact = said["contact"]
    yield "acknowledgement", _acknowledgement(said)
    for reference in said["references"]:
        where = f"{reference['type']}, {reference['source']}, {reference['confidence']:.2f}"
        yield "reference", Text.assemble((_shown(reference["value"]), "bold"), (f"  {where}", "bright_black"))
    for label, value in (
        ()
        if said["kind"] in _MACHINES
        else (
            ("name", contact["name"]),
            ("writes for", _represented(said["representative"])),
            ("write to", ", ".join(contact["addresses"])),
            ("telephone", ", ".join(_phones(contact))),
            ("postcode", ", ".join(contact["postcodes"])),
            ("address", contact["postal_address"]),
            ("topics", ", ".join(said["topics"])),
            ("ask for", ", ".join(said["missing"])),
        )
    ):
        if value:
            yield label, Text(_shown(value))
    for cue in said["cues"]:
        urgency = (f" {cue['priority']} ", _URGENT.get(cue["priority"], ""))
        yield (
            "sign of need",
            Text.assemble(urgency, (f" {cue['driver']}: ", "bright_black"), _shown(cue["phrase"])),
        )
    if said["masked"]:
        yield "masked", Text(f"{said['masked']} card number{'s' if said['masked'] > 1 else ''}")
    for line in _reported(said["report"]):
        yield "report", Text(line)
    for attachment in said["attachments"]:
        yield "attachment", Text(_attachment(attachment))
    for defect in said["defects"]:
        yield "defect", Text(_shown(defect), style="yellow")


def _phones(contact: dict[str, Any]) -> Iterator[str]:
    for number, kind in zip_longest(contact["phones"], contact["phone_kinds"]):
        yield f"{number} ({kind})" if kind else number


def _represented(representative: dict[str, str] | None) -> str:
    if representative is None:
        return ""
    return f"{representative['for_name'] or 'somebody not named'}, as {representative['role']}"


def _attachment(attachment: dict[str, Any]) -> str:
    size = attachment["size"]
    facts = [
        attachment["filename"] or "(no name)",
        attachment["real_type"] or attachment["content_type"],
        f"{size / 1024:.0f} KB" if size >= 1024 else f"{size} octets",
        *(["read"] if attachment["read"] else []),
    ]
    return _shown(", ".join(facts))


def _reported(report: dict[str, Any] | None) -> Iterator[str]:
    for recipient in report["recipients"] if report else ():
        facts = (recipient["address"], recipient["action"], recipient["status"], recipient["diagnostic"])
        yield _shown("  ".join(filter(None, facts)))
    if report and report["about"]:
        yield _shown(f"about {report['about']}")


def _acknowledgement(said: dict[str, Any]) -> Text:
    if said["acknowledge"]:
        return Text("goes out by itself", style="green")
    if said["owed"]:
        return Text(f"a person owes it: {_shown(said['reason'] or '')}", style="yellow")
    return Text("none is owed" + (f": {_shown(said['reason'])}" if said["reason"] else ""))


def _shortened(text: str) -> str:
    lines = [_shown(line) for line in text.splitlines()]
    kept = "\n".join(lines).strip()
    return kept if len(kept) <= _MOST_TEXT else kept[: _MOST_TEXT - 1].rstrip() + " …"
