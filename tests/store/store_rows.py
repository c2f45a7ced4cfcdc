"""Rows to start a test from."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from mailbot.complaints.deadlines import Deadline
from mailbot.store import cases, outbox, received
from mailbot.store.cases import Case, NewCase
from mailbot.store.outbox import NewLetter
from mailbot.store.received import Key

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def new_case(reference: str = "C-0001", **changes: Any) -> NewCase:
    values: dict[str, Any] = {
        "reference": reference,
        "mailbox": "complaints",
        "received_at": NOW,
        "received_on": date(2026, 3, 2),
        "regime": "standard",
        "data_protection": False,
        "handler_name": "Sam Handler",
        "handler_email": "sam@firm.example",
        "complainant_name": "Jane Doe",
        "address": "Jane@example.org",
        "subject": "My account",
        "topics": ["fraud"],
        "cues": [{"driver": "health", "phrase": "I am ill", "priority": "P1"}],
        "contact": {"name": "Jane Doe", "phones": ["+447700900123"]},
        "life_at_risk": False,
        "thread_token": f"token-{reference}",
        "opened_at": NOW,
    }
    return NewCase(**(values | changes))


def open_case(
    session: Session, reference: str = "C-0001", author: str = "jane@example.org", **changes: Any
) -> Case:
    case = cases.open_case(session, new_case(reference, address=author, **changes))
    cases.add_party(session, case.id, address=author, name="Jane Doe", role="complainant")
    return case


def letter(key: str = "k1", **changes: Any) -> NewLetter:
    values: dict[str, Any] = {
        "unique_key": key,
        "case_id": None,
        "kind": "acknowledgement",
        "audience": "complainant",
        "recipient": "Jane@example.org",
        "message_id": f"<{key}@firm.example>",
        "return_path": f"ack+{key}@firm.example",
        "subject": "Your complaint",
        "raw": b"Subject: Your complaint\r\n\r\nhello\r\n",
        "not_before": NOW,
    }
    return NewLetter(**(values | changes))


def put(session: Session, key: str = "k1", **changes: Any) -> int:
    letter_id = outbox.put(session, letter(key, **changes))
    assert letter_id is not None
    return letter_id


def record(session: Session, uid: int = 1, **changes: Any) -> int:
    values: dict[str, Any] = {
        "key": Key("complaints", 7, uid),
        "sha256": f"{uid:064x}",
        "raw": b"From: jane@example.org\r\n\r\nI complain\r\n",
        "size": 38,
        "internal_date": NOW,
        "received_seen_at": NOW,
        "message_id": f"<{uid}@example.org>",
        "author": "Jane@example.org",
        "subject": "My account",
        "kind": "complaint",
        "rule": "otherwise",
        "reason": None,
        "case_id": None,
        "accounted": "open",
        "folder": "processed",
        "extract_json": {"topics": []},
    }
    return received.record(session, **(values | changes))


def deadline(name: str = "final_response", days: int = 56, **changes: Any) -> Deadline:
    at = NOW + timedelta(days=days)
    values: dict[str, Any] = {
        "name": name,
        "due_on": at.date(),
        "work_by": at.date(),
        "due_at": at,
        "rule": "DISP 1.6.2R",
        "because": "eight weeks",
        "steps": ("day 0", "day 56"),
    }
    return Deadline(**(values | changes))
