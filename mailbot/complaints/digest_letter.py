"""What the morning digest of the queue is told: plain values for digest.md, no personal data but references.

Neither what a message says nor who wrote it, nor the detail of a task, which may name them.

Faults: `ValueError` where nothing lies before anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.complaints.letters import Context, Firm, clean_name, firm_context, moment_in_words
from mailbot.complaints.waiting import due_in_words, span_in_words

#: As many as anybody reads; the rest is one command away.
MOST = 20


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One thing that lies before a person."""

    task: int  # its number
    reason: str
    reference: str  # of its case; "" where it has none
    opened_at: datetime
    due_at: datetime | None

    def overdue(self, now: datetime) -> bool:
        return self.due_at is not None and self.due_at < now


def digest_context(firm: Firm, reader: str, *, lines: Sequence[QueueLine], now: datetime) -> Context:
    """For digest.md: `lines` are all that lies before people, the most pressing first."""
    if not lines:
        raise ValueError("a digest needs something that lies before a person")
    reasons = dict.fromkeys(line.reason for line in lines)
    told = [
        {
            "task": line.task,
            "reason": in_plain_words(line.reason),
            "reference": line.reference,
            "age": span_in_words(now - line.opened_at),
            "due": due_in_words(line.due_at, now) if line.due_at else "",
            "overdue": line.overdue(now),
            "command": f"mailbot queue show {line.task}",
        }
        for line in lines[:MOST]
    ]
    return {
        "firm": firm_context(firm),
        "reader": clean_name(reader) or "Complaints team",
        "at": moment_in_words(now),
        "count": len(lines),
        "overdue": sum(line.overdue(now) for line in lines),
        "reasons": [_counted(reason, lines, now) for reason in reasons],
        "tasks": told,
        "more": max(len(lines) - MOST, 0),
    }


def in_plain_words(reason: str) -> str:
    """ "life-at-risk" → "life at risk"."""
    return reason.replace("-", " ").replace("_", " ")


def _counted(reason: str, lines: Sequence[QueueLine], now: datetime) -> Context:
    theirs = [line for line in lines if line.reason == reason]
    return {
        "reason": in_plain_words(reason),
        "count": len(theirs),
        "overdue": sum(line.overdue(now) for line in theirs),
    }
