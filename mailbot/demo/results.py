"""What mailbot made of each message, as its journal and its database tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TextIO

from sqlmodel import Session

from mailbot.journal import Journal
from mailbot.store import cases, received, tasks
from mailbot.store.journal import Event
from mailbot.store.received import Key
from mailbot.store.tasks import Task

#: What became of a message, where no case is opened or joined.
STEPS: Mapping[str, str] = {
    "record-report": "recorded on our letter",
    "settle-own": "our own letter: nothing to do",
    "before-person": "before a person",
}


class Recorder(Journal):
    """The operator's log, which also keeps what it was told."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__("text", stream)
        self.told: list[Event] = []

    def emit(self, events: Iterable[Event]) -> None:
        listed = list(events)
        self.told += listed
        super().emit(listed)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One message: what it is, what was done, and why."""

    key: Key
    author: str
    kind: str
    rule: str
    case: str  # reference of the case opened or joined; "" for none
    opened: bool
    decision: str
    reason: str
    found: Mapping[str, Any]  # the extract as it was written down

    @property
    def subject(self) -> str:
        return str(self.found.get("subject") or "")


def outcomes(session: Session, events: Sequence[Event], uid_validity: int) -> list[Outcome]:
    """One for each message that was read, in order of UID."""
    open_tasks: dict[int | None, Task] = {}
    for task in tasks.list_tasks(session, settled=None):
        open_tasks.setdefault(task.message_row_id, task)
    read: list[Outcome] = []
    for group in _groups(events):
        fields = group[0].fields
        key = Key(str(fields["mailbox"]), uid_validity, _whole(fields["uid"]))
        seen = received.seen(session, key)
        if seen is not None:
            found = received.extract_of(session, seen.id) or {}
            outcome = _outcome(group, key, found, open_tasks.get(seen.id))
            cited = _cited(session, outcome.case) if outcome.opened else ""
            read.append(replace(outcome, reason=outcome.reason or cited))
    return sorted(read, key=lambda one: one.key.uid)


def _groups(events: Sequence[Event]) -> list[list[Event]]:
    """Each message-read with what followed from it."""
    groups: list[list[Event]] = []
    for event in events:
        if event.name == "message-read":
            groups.append([event])
        elif groups:
            groups[-1].append(event)
    return groups


def _outcome(group: Sequence[Event], key: Key, found: Mapping[str, Any], task: Task | None) -> Outcome:
    read, names = group[0], {event.name for event in group[1:]}
    case, step = read.case or "", str(read.fields["step"])
    decision = {"open": f"opens {case}", "join": f"joins {case}"}.get(step) or STEPS.get(step, step)
    reason = task.detail if task is not None else ""
    if "letter-queued" in names:
        decision += "; acknowledged"
    elif "acknowledgement-owed" in names:
        decision += "; acknowledgement owed"
        owed = next(event for event in group if event.name == "acknowledgement-owed")
        reason = str(owed.fields.get("reason") or reason)
    if "case-reopened" in names:
        decision += ", reopened"
    told = [str(event.fields["to"]).partition("@")[0] for event in group if event.name == "alerted"]
    if told:
        reason = f"{reason}; told at once: {', '.join(told)}".removeprefix("; ")
    return Outcome(
        key=key,
        author=str(read.shown.get("author") or "nobody"),
        kind=str(read.fields["kind"]),
        rule=str(read.fields["rule"]),
        case=case,
        opened=step == "open",
        decision=decision,
        reason="" if reason == read.fields["rule"] else reason,
        found=found,
    )


def _cited(session: Session, reference: str) -> str:
    case = cases.get(session, reference)
    others = [other for other, _ in cases.links_of(session, case.id)] if case is not None else []
    return f"cites {', '.join(others)} without being a party to it: joins nothing" if others else ""


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
